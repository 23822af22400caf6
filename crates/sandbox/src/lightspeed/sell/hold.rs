//! Goods held for a customer before they are sold: layaways, special orders, work orders.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::basket::{Basket, BasketLine, Tender};
use super::blank;
use super::lines::NewLine;
use crate::ledger::{Effect, LIGHTSPEED, Ledger};
use crate::lightspeed::knobs::Knobs;
use crate::lightspeed::money;
use crate::lightspeed::scalar::{Scalar, now};
use crate::lightspeed::schema::Resource;
use crate::lightspeed::state::State;
use crate::lightspeed::stock::Cause;
use crate::lightspeed::table::Row;

/// Why goods are held.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldKind {
    /// The customer pays bit by bit and fetches them later.
    #[default]
    Layaway,
    /// They are ordered for the customer.
    SpecialOrder,
    /// The workshop needs them.
    WorkOrder,
}

impl HoldKind {
    /// The counter of it in an `ItemShop`, and the reason in the inventory log.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Layaway => ("onLayaway", "RemoveForLayaway"),
            Self::SpecialOrder => ("onSpecialOrder", "RemoveForSpecialOrder"),
            Self::WorkOrder => ("onWorkorder", "RemoveForWorkorder"),
        }
    }

    /// Its name in the ledger.
    fn effect(self) -> &'static str {
        match self {
            Self::Layaway => "layaway.taken",
            Self::SpecialOrder => "special-order.taken",
            Self::WorkOrder => "work-order.taken",
        }
    }
}

/// Goods to be held.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Hold {
    /// Why.
    pub kind: HoldKind,
    /// The shop; 1 if left out.
    pub shop: Option<u64>,
    /// The customer they are held for.
    pub customer: u64,
    /// The goods.
    pub lines: Vec<BasketLine>,
    /// What the customer pays at once: a pair of payments on a sale of its own, no revenue.
    pub deposit: Decimal,
    /// How the deposit is paid; cash if left out.
    pub payments: Vec<Tender>,
}

/// A line that is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Held {
    kind: HoldKind,
    /// Whether the goods have left the quantity on hand already.
    taken: bool,
}

impl State {
    /// Holds goods for a customer: lines without a sale yet. Answers the lines, and the sale of the deposit.
    ///
    /// # Errors
    /// A sentence, if the customer or an item does not exist, or the deposit cannot be paid as asked.
    pub(crate) fn hold(
        &mut self,
        hold: &Hold,
        knobs: &Knobs,
        ledger: &Ledger,
    ) -> Result<(Vec<u64>, Option<u64>), String> {
        if self.row(Resource::Customer, hold.customer).is_none() {
            return Err("Goods can only be held for a customer.".to_owned());
        }
        let deposit = if hold.deposit.is_zero() {
            None
        } else {
            let basket = Basket {
                shop: hold.shop,
                customer: Some(hold.customer),
                deposit: hold.deposit,
                payments: hold.payments.clone(),
                ..Basket::default()
            };
            Some(self.sell(&basket, knobs, ledger)?)
        };
        let shop = hold.shop.unwrap_or(1);
        let mut lines = Vec::new();
        for line in &hold.lines {
            lines.push(self.hold_line(hold.kind, shop, hold.customer, line, knobs, ledger)?);
        }
        Ok((lines, deposit))
    }

    /// Holds one line and answers its id.
    pub(crate) fn hold_line(
        &mut self,
        kind: HoldKind,
        shop: u64,
        customer: u64,
        line: &BasketLine,
        knobs: &Knobs,
        ledger: &Ledger,
    ) -> Result<u64, String> {
        let item = match &line.sku {
            Some(sku) => self.item_of_sku(sku)?,
            None => line.item,
        };
        let tax_category = self.row(Resource::Shop, shop).map(|row| row.id("taxCategoryID"));
        let tax_category = tax_category.ok_or_else(|| format!("There is no shop {shop}."))?;
        let inclusive =
            self.row(Resource::TaxCategory, tax_category).is_some_and(|row| row.is("isTaxInclusive"));
        if line.quantity <= 0 || self.row(Resource::Item, item).is_none() {
            return Err("A held line needs an item and a positive quantity.".to_owned());
        }
        let placed = NewLine {
            item,
            quantity: line.quantity,
            price: line.price,
            discount: line.discount,
            note: line.note.clone(),
            layaway: kind == HoldKind::Layaway,
            special_order: kind == HoldKind::SpecialOrder,
            workorder: kind == HoldKind::WorkOrder,
            ..NewLine::default()
        };
        let head = Row::new()
            .with_int("shopID", shop)
            .with_int("customerID", customer)
            .with_int("employeeID", if self.row(Resource::Employee, shop).is_some() { shop } else { 1 })
            .with_int("taxCategoryID", tax_category)
            .with_flag("isTaxInclusive", inclusive);
        let id = self.add_unsold_line(&placed, &head);
        self.reprice_unsold(id, inclusive, knobs);
        let taken = knobs.holds_lower_qoh && kind != HoldKind::SpecialOrder;
        let (counter, reason) = kind.words();
        self.count_held(item, shop, counter, line.quantity);
        if taken {
            self.move_stock(
                item,
                shop,
                -line.quantity,
                Cause { reason, automated: true, sale: 0, employee: 0 },
            );
        }
        self.held.insert(id, Held { kind, taken });
        if kind == HoldKind::SpecialOrder {
            self.order_specially(id, shop, customer, line.quantity);
        }
        let detail = json!({ "item": item, "shop": shop, "customer": customer, "quantity": line.quantity });
        ledger.record(LIGHTSPEED, Effect::new(kind.effect(), id, "").detail(detail));
        Ok(id)
    }

    fn order_specially(&mut self, line: u64, shop: u64, customer: u64, quantity: i64) {
        let row = blank(Resource::SpecialOrder.spec())
            .with_int("unitQuantity", quantity)
            .with_text("status", "Not Ordered")
            .with_time("timeStamp", now())
            .with_int("customerID", customer)
            .with_int("shopID", shop)
            .with_int("saleLineID", line);
        self.insert(Resource::SpecialOrder, row);
    }

    /// Moves a special order on: `Not Ordered`, `Ordered`, `Ready For Pickup`.
    ///
    /// # Errors
    /// A sentence, if there is no such order or no such status.
    pub(crate) fn move_special_order(&mut self, id: u64, status: &str) -> Result<(), String> {
        let status =
            ["Not Ordered", "Ordered", "Ready For Pickup"].into_iter().find(|known| *known == status);
        let status = status.ok_or("The status is Not Ordered, Ordered or Ready For Pickup.")?;
        let row = self.table_mut(Resource::SpecialOrder).get_mut(id);
        let row = row.ok_or_else(|| format!("There is no special order {id}."))?;
        row.set("status", Scalar::Text(status.to_owned()));
        row.set("contacted", Scalar::Bool(status == "Ready For Pickup"));
        row.set("timeStamp", Scalar::Time(now()));
        Ok(())
    }

    /// Sells what is held: the deposit on the customer's account first, the rest in cash. Answers the sale.
    ///
    /// # Errors
    /// A sentence, if the line is not held.
    pub(crate) fn collect(&mut self, line: u64, knobs: &Knobs, ledger: &Ledger) -> Result<u64, String> {
        let row = self.row(Resource::SaleLine, line).filter(|_| self.held.contains_key(&line));
        let row = row.ok_or_else(|| format!("Line {line} is not held for anybody."))?;
        let (shop, customer) = (row.id("shopID"), row.id("customerID"));
        let due = money::cents(row.dec("calcTotal"));
        let account = self.row(Resource::Customer, customer).map_or(0, |row| row.id("creditAccountID"));
        let left = self.row(Resource::CreditAccount, account).map_or(Decimal::ZERO, |row| row.dec("balance"));
        let from_account = left.min(due);
        let mut payments = Vec::new();
        if from_account > Decimal::ZERO {
            payments.push(Tender::of("Credit Account", from_account));
        }
        if from_account < due {
            payments.push(Tender::rest("Cash"));
        }
        let basket = Basket {
            shop: Some(shop),
            customer: Some(customer),
            held: vec![line],
            payments,
            ..Basket::default()
        };
        self.sell(&basket, knobs, ledger)
    }

    /// Puts a held line on the sale that sells it.
    pub(crate) fn attach_held(&mut self, sale: u64, line: u64) -> Result<(), String> {
        let waiting = self.row(Resource::SaleLine, line).is_some_and(|row| row.id("saleID") == 0);
        if !waiting || !self.held.contains_key(&line) {
            return Err(format!("Line {line} is not held for anybody."));
        }
        self.move_line(line, sale);
        self.touch(Resource::SaleLine, line);
        Ok(())
    }

    /// Ends a hold because the goods are sold; answers whether they had left the shelf already.
    pub(super) fn release(&mut self, line: u64) -> bool {
        let Some(held) = self.held.remove(&line) else { return false };
        let row = self.row(Resource::SaleLine, line).cloned().unwrap_or_default();
        let (counter, _) = held.kind.words();
        self.count_held(row.id("itemID"), row.id("shopID"), counter, -row.int("unitQuantity"));
        let orders = self.table(Resource::SpecialOrder).children("saleLineID", line);
        let orders: Vec<u64> = orders.map(|(id, _)| id).collect();
        for order in orders {
            if let Some(row) = self.table_mut(Resource::SpecialOrder).get_mut(order) {
                row.set("completed", Scalar::Bool(true));
                row.set("timeStamp", Scalar::Time(now()));
            }
        }
        held.taken
    }

    fn count_held(&mut self, item: u64, shop: u64, counter: &'static str, change: i64) {
        for place in [shop, 0] {
            let Some(id) = self.item_shop(item, place) else { continue };
            if let Some(row) = self.table_mut(Resource::ItemShop).get_mut(id) {
                let held = row.int(counter) + change;
                row.set(counter, Scalar::Int(held));
                row.set("timeStamp", Scalar::Time(now()));
            }
        }
    }
}
