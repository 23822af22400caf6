//! A basket becomes a sale.

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use serde_json::Value;

use super::basket::Basket;
use super::blank;
use super::lines::NewLine;
use super::pay::Bill;
use crate::ledger::Ledger;
use crate::lightspeed::contact::Contact;
use crate::lightspeed::knobs::Knobs;
use crate::lightspeed::money::Discount;
use crate::lightspeed::scalar::{Scalar, now, whole_seconds};
use crate::lightspeed::schema::Resource;
use crate::lightspeed::state::State;

/// How long before its completion a sale is begun, if nobody says.
const AT_THE_TILL: SignedDuration = SignedDuration::from_secs(115);

/// What a sale is before it has lines.
#[derive(Debug, Clone, Default)]
pub(crate) struct Head {
    pub(crate) shop: u64,
    /// 0 for the shop's first register.
    pub(crate) register: u64,
    /// 0 for whoever usually works in the shop.
    pub(crate) employee: u64,
    /// 0 for a walk-in.
    pub(crate) customer: u64,
    /// None for the shop's own.
    pub(crate) tax_category: Option<u64>,
    pub(crate) created_at: Option<Timestamp>,
    pub(crate) reference: String,
    pub(crate) reference_source: String,
    pub(crate) discount: Discount,
}

impl State {
    /// Rings up a basket and answers the sale's id.
    ///
    /// # Errors
    /// A sentence, if something in the basket does not exist, more comes back than was sold, or the payments do
    /// not make the total. Nothing of the sale is left then.
    pub(crate) fn sell(&mut self, basket: &Basket, knobs: &Knobs, ledger: &Ledger) -> Result<u64, String> {
        if basket.at.is_some_and(|at| at > now()) {
            return Err("A sale cannot be completed in the future.".to_owned());
        }
        if basket.returns.iter().any(|one| one.quantity <= 0) {
            return Err("What comes back has a positive quantity.".to_owned());
        }
        let head = self.head_of(basket);
        let sale = self.open_sale(&head)?;
        let done = self.fill_sale(sale, basket, knobs, ledger);
        if done.is_err() {
            self.scrap(sale);
        }
        done.map(|()| sale)
    }

    fn head_of(&self, basket: &Basket) -> Head {
        let shop = basket.shop.unwrap_or(1);
        let begun = basket.created_at.or_else(|| basket.at.map(|at| at - AT_THE_TILL));
        // What comes back is counted by the taxes it was sold under.
        let parents =
            basket.returns.iter().map(|one| one.line).chain(basket.lines.iter().map(|one| one.parent));
        let sold_under = parents.filter(|line| *line != 0).find_map(|line| self.sale_of_line(line));
        let sold_under =
            sold_under.and_then(|sale| self.row(Resource::Sale, sale)).map(|row| row.id("taxCategoryID"));
        Head {
            shop,
            register: basket.register.unwrap_or(0),
            employee: basket.employee.unwrap_or(0),
            customer: basket.customer.unwrap_or(0),
            tax_category: basket.tax_category.or(sold_under),
            created_at: begun,
            reference: basket.reference.clone(),
            reference_source: String::new(),
            discount: basket.discount,
        }
    }

    fn fill_sale(
        &mut self,
        sale: u64,
        basket: &Basket,
        knobs: &Knobs,
        ledger: &Ledger,
    ) -> Result<(), String> {
        for line in basket.returns.iter().map(super::Returned::as_line).chain(basket.lines.iter().cloned()) {
            self.add_basket_line(sale, &line)?;
        }
        for line in &basket.held {
            self.attach_held(sale, *line)?;
        }
        if let Some(payload) = &basket.ship_to {
            self.add_ship_to(sale, payload);
        }
        self.reprice(sale, knobs);
        if basket.open {
            return Ok(());
        }
        let row = self.row(Resource::Sale, sale).cloned().unwrap_or_default();
        let bill = Bill {
            total: row.dec("total"),
            extra: basket.gift_cards.iter().map(|card| card.amount).sum::<Decimal>() + basket.deposit,
            customer: row.id("customerID"),
            cash_rounding: basket.cash_rounding,
        };
        let mut paid = self.take_tenders(&basket.payments, &bill)?;
        for card in &basket.gift_cards {
            let account = self.load_gift_card(&card.code, row.id("customerID"));
            paid.put_on("gift card", account, card.amount, self)?;
        }
        if !basket.deposit.is_zero() {
            let account = self.credit_account_of(row.id("customerID"))?;
            paid.put_on("credit account", account, basket.deposit, self)?;
        }
        self.complete(sale, &paid, basket.at, basket.stamped_seconds_ago, ledger);
        Ok(())
    }

    /// Opens an empty cart.
    ///
    /// # Errors
    /// A sentence, if the shop, its register, the employee, the customer or the tax category does not exist.
    pub(crate) fn open_sale(&mut self, head: &Head) -> Result<u64, String> {
        let own = self.row(Resource::Shop, head.shop).map(|row| row.id("taxCategoryID"));
        let own = own.ok_or_else(|| format!("There is no shop {}.", head.shop))?;
        let mut registers = self.table(Resource::Register).children("shopID", head.shop).map(|(id, _)| id);
        let register = registers.find(|id| head.register == 0 || *id == head.register);
        drop(registers);
        let register = register.ok_or_else(|| format!("Shop {} has no such register.", head.shop))?;
        let tax_category = head.tax_category.unwrap_or(own);
        let tax = self.row(Resource::TaxCategory, tax_category);
        let tax = tax.ok_or_else(|| format!("There is no tax category {tax_category}."))?;
        let (inclusive, tax1, tax2) = (tax.is("isTaxInclusive"), tax.dec("tax1Rate"), tax.dec("tax2Rate"));
        let employee = self.who_serves(head)?;
        if head.customer != 0 && self.row(Resource::Customer, head.customer).is_none() {
            return Err(format!("There is no customer {}.", head.customer));
        }
        let mut row = blank(Resource::Sale.spec())
            .with_flag("isTaxInclusive", inclusive)
            .with_text("referenceNumber", head.reference.as_str())
            .with_text("referenceNumberSource", head.reference_source.as_str())
            .with_text("receiptPreference", "printed")
            .with_time("createTime", whole_seconds(head.created_at.unwrap_or_else(|| now() - AT_THE_TILL)))
            .with_time("timeStamp", now())
            .with_time("updatetime", now())
            .with_dec("tax1Rate", tax1)
            .with_dec("tax2Rate", tax2)
            .with_int("customerID", head.customer)
            .with_int("employeeID", employee)
            .with_int("registerID", register)
            .with_int("shopID", head.shop)
            .with_int("taxCategoryID", tax_category);
        // Only sales that were rounded carry these.
        for field in ["cashRoundingDelta", "cashRoundedTotal", "cashRoundedBalance"] {
            row.clear(field);
        }
        let sale = self.insert(Resource::Sale, row);
        if let Some(row) = self.table_mut(Resource::Sale).get_mut(sale) {
            row.set("ticketNumber", Scalar::Text(format!("22{sale:010}")));
        }
        if head.discount != Discount::None {
            self.whole_discounts.insert(sale, head.discount);
        }
        Ok(sale)
    }

    fn who_serves(&self, head: &Head) -> Result<u64, String> {
        match head.employee {
            0 if self.row(Resource::Employee, head.shop).is_some() => Ok(head.shop),
            0 => Ok(1),
            named if self.row(Resource::Employee, named).is_some() => Ok(named),
            named => Err(format!("There is no employee {named}.")),
        }
    }

    /// Takes a sale away that came to nothing.
    pub(crate) fn scrap(&mut self, sale: u64) {
        let lines: Vec<u64> =
            self.table(Resource::SaleLine).children("saleID", sale).map(|(id, _)| id).collect();
        for line in lines {
            if self.held.contains_key(&line) {
                self.move_line(line, 0);
            } else {
                self.table_mut(Resource::SaleLine).remove(line);
            }
        }
        let parcels = self.table(Resource::ShipTo).children("saleID", sale);
        let parcels: Vec<u64> = parcels.map(|(id, _)| id).collect();
        for parcel in parcels {
            self.table_mut(Resource::ShipTo).remove(parcel);
        }
        self.whole_discounts.remove(&sale);
        self.table_mut(Resource::Sale).remove(sale);
    }

    /// Puts a line on another sale.
    pub(crate) fn move_line(&mut self, line: u64, sale: u64) {
        if let Some(row) = self.row(Resource::SaleLine, line).cloned() {
            self.table_mut(Resource::SaleLine).put(line, row.with_int("saleID", sale));
        }
    }

    fn add_basket_line(&mut self, sale: u64, line: &super::BasketLine) -> Result<(), String> {
        let item = match &line.sku {
            Some(sku) => self.item_of_sku(sku)?,
            None => line.item,
        };
        let placed = NewLine {
            item,
            quantity: line.quantity,
            price: line.price,
            discount: line.discount,
            taxed: line.taxed,
            parent: line.parent,
            note: line.note.clone(),
            workorder: line.workorder,
            ..NewLine::default()
        };
        let id = self.add_line(sale, &placed)?;
        if !line.fee.is_zero() {
            self.add_line(sale, &NewLine::fee(id, line.quantity, line.fee))?;
        }
        Ok(())
    }

    pub(super) fn item_of_sku(&self, sku: &str) -> Result<u64, String> {
        let found = self.table(Resource::Item).iter().find(|(_, row)| row.text("customSku") == sku);
        found.map(|(id, _)| id).ok_or_else(|| format!("No item has the SKU `{sku}`."))
    }

    fn add_ship_to(&mut self, sale: u64, payload: &Value) {
        let mut contact = Contact { time_stamp: now(), ..Contact::default() };
        contact.merge(payload.get("Contact").unwrap_or(&Value::Null));
        let contact_id = self.add_contact(contact);
        let text = |name: &str| payload.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let customer = self.row(Resource::Sale, sale).map_or(0, |row| row.id("customerID"));
        let row = blank(Resource::ShipTo.spec())
            .with_text("firstName", text("firstName"))
            .with_text("lastName", text("lastName"))
            .with_text("company", text("company"))
            .with_text("shipNote", text("shipNote"))
            .with_time("timeStamp", now())
            .with_int("customerID", customer)
            .with_int("contactID", contact_id)
            .with_int("saleID", sale);
        let ship_to = self.insert(Resource::ShipTo, row);
        if let Some(row) = self.table_mut(Resource::Sale).get_mut(sale) {
            row.set("shipToID", Scalar::Int(i64::try_from(ship_to).unwrap_or(0)));
        }
    }
}
