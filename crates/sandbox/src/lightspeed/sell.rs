//! What happens at a till: baskets, tenders, open carts and voids.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::knobs::Knobs;
use super::money::{self, Discount, LineAsked, LineMoney, Mode, SaleMoney};
use super::scalar::{Scalar, now, whole_seconds};
use super::schema::{Resource, Spec};
use super::state::State;
use super::stock::Cause;
use super::table::Row;
use crate::ledger::{Effect, LIGHTSPEED, Ledger};

/// One sale as a cashier rings it up; whatever is left out takes the till's defaults.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Basket {
    /// The shop; 1 if left out.
    pub shop: Option<u64>,
    /// The customer; a walk-in if left out.
    pub customer: Option<u64>,
    /// The goods.
    pub lines: Vec<BasketLine>,
    /// A reduction of the whole sale.
    pub discount: Discount,
    /// The tenders; one of cash over the whole total if left out.
    pub payments: Vec<Tender>,
    /// The tax category; the shop's own if left out.
    pub tax_category: Option<u64>,
    /// When it was completed; may lie in the past, never in the future.
    pub at: Option<Timestamp>,
    /// How many seconds earlier than now the last update is stamped: a row that commits late.
    pub stamped_seconds_ago: i64,
    /// Whether it stays an open cart.
    pub open: bool,
    /// The merchant's own reference.
    pub reference: String,
}

/// One line of a basket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BasketLine {
    /// The item's id; 0 is a charge without an item.
    #[serde(default)]
    pub item: u64,
    /// The item's customSku, if its id is not known.
    #[serde(default)]
    pub sku: Option<String>,
    /// How many; negative for a return.
    #[serde(default = "one")]
    pub quantity: i64,
    /// The price of one; the item's own if left out.
    #[serde(default)]
    pub price: Option<Decimal>,
    /// A reduction of this line.
    #[serde(default)]
    pub discount: Discount,
    /// The line this one returns.
    #[serde(default)]
    pub parent: u64,
}

fn one() -> i64 {
    1
}

/// One payment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tender {
    /// The payment type's name, for example `Cash`.
    pub name: String,
    /// What is handed over; whatever is still due if left out.
    #[serde(default)]
    pub amount: Option<Decimal>,
}

impl Tender {
    /// A tender of whatever is due.
    pub fn rest(name: &str) -> Self {
        Self { name: name.to_owned(), amount: None }
    }
}

struct Priced {
    lines: Vec<(BasketLine, LineAsked, LineMoney)>,
    money: SaleMoney,
    tax_category: u64,
    inclusive: bool,
}

struct Paid {
    payments: Vec<(u64, Decimal)>,
    change: Decimal,
}

impl State {
    /// Rings up a basket and answers the sale's id.
    ///
    /// # Errors
    /// A sentence, if something in the basket does not exist or the payments do not make the total.
    pub(crate) fn sell(&mut self, basket: &Basket, knobs: &Knobs, ledger: &Ledger) -> Result<u64, String> {
        let shop = basket.shop.unwrap_or(1);
        let register = self.table(Resource::Register).children("shopID", shop).next().map(|(id, _)| id);
        let register = register.ok_or_else(|| format!("Shop {shop} has no register."))?;
        if basket.at.is_some_and(|at| at > now()) {
            return Err("A sale cannot be completed in the future.".to_owned());
        }
        let priced = self.price_basket(basket, shop, knobs)?;
        let paid = if basket.open { None } else { Some(self.take_payments(basket, priced.money.total)?) };
        let sale = self.insert(Resource::Sale, blank(Resource::Sale.spec()));
        self.fill_sale(sale, basket, shop, register, &priced);
        self.add_lines(sale, basket, shop, &priced);
        if let Some(paid) = paid {
            self.complete(sale, basket, &paid);
            ledger.record(LIGHTSPEED, self.completed_effect(sale));
        }
        Ok(sale)
    }

    /// Takes cash for an open cart and completes it.
    pub(crate) fn complete_cart(&mut self, sale: u64, ledger: &Ledger) -> Result<(), String> {
        let open = self.row(Resource::Sale, sale).filter(|row| !row.is("completed"));
        let total =
            open.map(|row| row.dec("total")).ok_or_else(|| format!("Sale {sale} is no open cart."))?;
        let basket = Basket::default();
        let paid = self.take_payments(&basket, total)?;
        self.complete(sale, &basket, &paid);
        ledger.record(LIGHTSPEED, self.completed_effect(sale));
        Ok(())
    }

    /// Voids a completed sale: goods go back, payments are archived, `updatetime` moves.
    pub(crate) fn void(
        &mut self,
        sale: u64,
        reason: &str,
        knobs: &Knobs,
        ledger: &Ledger,
    ) -> Result<(), String> {
        let row =
            self.row(Resource::Sale, sale).cloned().ok_or_else(|| format!("There is no sale {sale}."))?;
        if !row.is("completed") || row.is("voided") {
            return Err(format!("Sale {sale} is not completed, or voided already."));
        }
        for (item, shop, quantity) in self.goods(sale) {
            self.move_stock(item, shop, quantity, Cause::void(sale));
        }
        let payments: Vec<u64> =
            self.table(Resource::SalePayment).children("saleID", sale).map(|(id, _)| id).collect();
        for payment in payments {
            if let Some(row) = self.table_mut(Resource::SalePayment).get_mut(payment) {
                row.set("archived", Scalar::Bool(true));
            }
        }
        if let Some(row) = self.table_mut(Resource::Sale).get_mut(sale) {
            row.set("voided", Scalar::Bool(true));
            row.set("completed", Scalar::Bool(knobs.voided_stays_completed));
            row.set("updatetime", Scalar::Time(now()));
            if knobs.void_moves_time_stamp {
                row.set("timeStamp", Scalar::Time(now()));
            }
        }
        let record = Row::new()
            .with_time("createTime", now())
            .with_text("reason", reason)
            .with_int("saleID", sale)
            .with_int("employeeID", row.int("employeeID"))
            .with_int("shopID", row.int("shopID"));
        self.insert(Resource::SaleVoid, record);
        ledger.record(
            LIGHTSPEED,
            Effect::new("sale.voided", sale, row.text("ticketNumber")).amount(row.dec("total")),
        );
        Ok(())
    }

    fn price_basket(&self, basket: &Basket, shop: u64, knobs: &Knobs) -> Result<Priced, String> {
        let own = self.row(Resource::Shop, shop).map(|row| row.id("taxCategoryID"));
        let tax_category = basket.tax_category.or(own).unwrap_or(0);
        let tax = self.row(Resource::TaxCategory, tax_category);
        let tax = tax.ok_or_else(|| format!("There is no tax category {tax_category}."))?;
        let inclusive = tax.is("isTaxInclusive");
        if let Some(customer) = basket.customer.filter(|id| *id != 0)
            && self.row(Resource::Customer, customer).is_none()
        {
            return Err(format!("There is no customer {customer}."));
        }
        let mut asked = Vec::new();
        for line in &basket.lines {
            let item = self.find_item(line)?;
            asked.push((BasketLine { item, ..line.clone() }, self.line(line, item, tax_category)));
        }
        let mode = Mode { inclusive, subtotal_with_tax: knobs.inclusive_subtotal_with_tax };
        let plain: Vec<LineAsked> = asked.iter().map(|(_, line)| *line).collect();
        let (priced, money) = money::price(&plain, basket.discount, mode);
        let lines =
            asked.into_iter().zip(priced).map(|((line, asked), money)| (line, asked, money)).collect();
        Ok(Priced { lines, money, tax_category, inclusive })
    }

    fn find_item(&self, line: &BasketLine) -> Result<u64, String> {
        match &line.sku {
            None if line.item == 0 || self.row(Resource::Item, line.item).is_some() => Ok(line.item),
            None => Err(format!("There is no item {}.", line.item)),
            Some(sku) => {
                let found = self.table(Resource::Item).iter().find(|(_, row)| row.text("customSku") == sku);
                found.map(|(id, _)| id).ok_or_else(|| format!("No item has the SKU `{sku}`."))
            }
        }
    }

    fn line(&self, line: &BasketLine, item: u64, tax_category: u64) -> LineAsked {
        let row = self.row(Resource::Item, item);
        let own = self.prices.get(&item).and_then(|prices| prices.get(&1)).copied().unwrap_or_default();
        let (tax1_rate, tax2_rate) = self.rates(tax_category, row.map_or(1, |row| row.id("taxClassID")));
        LineAsked {
            quantity: line.quantity,
            unit_price: line.price.unwrap_or(own),
            discount: line.discount,
            taxed: row.is_none_or(|row| row.is("tax")),
            tax1_rate,
            tax2_rate,
        }
    }

    /// The rates of a tax category for a class: its own, or the category's.
    fn rates(&self, category: u64, class: u64) -> (Decimal, Decimal) {
        let mut classes = self.table(Resource::TaxCategoryClass).children("taxCategoryID", category);
        let own = classes.find(|(_, row)| row.id("taxClassID") == class).map(|(_, row)| row);
        let row = own.or_else(|| self.row(Resource::TaxCategory, category));
        row.map(|row| (row.dec("tax1Rate"), row.dec("tax2Rate"))).unwrap_or_default()
    }

    fn take_payments(&self, basket: &Basket, total: Decimal) -> Result<Paid, String> {
        let cash = [Tender::rest("Cash")];
        let tenders: &[Tender] = match basket.payments.as_slice() {
            [] if total.is_zero() => &[],
            [] => &cash,
            given => given,
        };
        let (mut due, mut payments, mut change) = (total, Vec::new(), Decimal::ZERO);
        for tender in tenders {
            let types = self.table(Resource::PaymentType);
            let found = types.iter().find(|(_, row)| row.text("name").eq_ignore_ascii_case(&tender.name));
            let (id, row) = found.ok_or_else(|| format!("There is no payment type `{}`.", tender.name))?;
            let given = tender.amount.unwrap_or(due);
            // More cash than is due comes back as change; the payment is what was due.
            let over = given - due;
            let taken = if row.text("type") == "cash" && over > Decimal::ZERO && due >= Decimal::ZERO {
                change += over;
                due
            } else {
                given
            };
            due -= taken;
            payments.push((id, taken));
        }
        if due.is_zero() {
            return Ok(Paid { payments, change });
        }
        Err(format!("Sale not completed. The payments leave a balance of {due}."))
    }

    fn fill_sale(&mut self, sale: u64, basket: &Basket, shop: u64, register: u64, priced: &Priced) {
        let opened = basket.at.unwrap_or_else(now) - SignedDuration::from_secs(115);
        let (tax1_rate, tax2_rate) = self
            .row(Resource::TaxCategory, priced.tax_category)
            .map(|row| (row.dec("tax1Rate"), row.dec("tax2Rate")))
            .unwrap_or_default();
        let cost = self.cost_of(priced);
        let money = &priced.money;
        let Some(row) = self.table_mut(Resource::Sale).get_mut(sale) else { return };
        let filled = std::mem::take(row)
            .with_text("ticketNumber", format!("22{sale:010}"))
            .with_flag("isTaxInclusive", priced.inclusive)
            .with_text("referenceNumber", basket.reference.as_str())
            .with_text("receiptPreference", "printed")
            .with_time("createTime", whole_seconds(opened))
            .with_time("timeStamp", now())
            .with_time("updatetime", now())
            .with_dec("tax1Rate", tax1_rate)
            .with_dec("tax2Rate", tax2_rate)
            .with_dec("calcSubtotal", money.subtotal)
            .with_dec("displayableSubtotal", money.subtotal)
            .with_dec("displayableTotal", money.total)
            .with_dec("calcDiscount", money.discount)
            .with_dec("calcTaxable", money.taxable)
            .with_dec("calcNonTaxable", money.non_taxable)
            .with_dec("calcTax1", money.tax1)
            .with_dec("calcTax2", money.tax2)
            .with_dec("taxTotal", money.tax1 + money.tax2)
            .with_dec("calcAvgCost", cost)
            .with_dec("calcFIFOCost", cost)
            .with_dec("calcTotal", money.total)
            .with_dec("total", money.total)
            .with_dec("totalDue", money.total)
            .with_dec("balance", money.total)
            .with_int("customerID", basket.customer.unwrap_or(0))
            .with_int("employeeID", shop)
            .with_int("registerID", register)
            .with_int("shopID", shop)
            .with_int("taxCategoryID", priced.tax_category);
        *row = filled;
    }

    fn cost_of(&self, priced: &Priced) -> Decimal {
        let cost =
            |item: u64| self.row(Resource::Item, item).map_or(Decimal::ZERO, |row| row.dec("defaultCost"));
        money::cents(
            priced.lines.iter().map(|(line, _, _)| cost(line.item) * Decimal::from(line.quantity)).sum(),
        )
    }

    fn add_lines(&mut self, sale: u64, basket: &Basket, shop: u64, priced: &Priced) {
        for (line, asked, money) in &priced.lines {
            let item = self.row(Resource::Item, line.item);
            let cost = item.map_or(Decimal::ZERO, |row| row.dec("defaultCost"));
            let class = item.map_or(1, |row| row.int("taxClassID"));
            let (amount, percent) = match line.discount {
                Discount::None => (Decimal::ZERO, Decimal::ZERO),
                Discount::Amount(amount) => (amount, Decimal::ZERO),
                Discount::Percent(fraction) => (Decimal::ZERO, fraction),
            };
            let mut row = blank(Resource::SaleLine.spec())
                .with_time("createTime", now())
                .with_time("timeStamp", now())
                .with_int("unitQuantity", asked.quantity)
                .with_dec("unitPrice", asked.unit_price)
                .with_dec("displayableUnitPrice", asked.unit_price)
                .with_dec("discountAmount", amount)
                .with_dec("discountPercent", percent)
                .with_dec("avgCost", cost)
                .with_dec("fifoCost", cost)
                .with_flag("tax", asked.taxed)
                .with_dec("tax1Rate", asked.tax1_rate)
                .with_dec("tax2Rate", asked.tax2_rate)
                .with_dec("displayableSubtotal", money.subtotal)
                .with_dec("calcLineDiscount", money.line_discount)
                .with_dec("calcTransactionDiscount", money.transaction_discount)
                .with_dec("calcSubtotal", money.subtotal)
                .with_dec("calcTax1", money.tax1)
                .with_dec("calcTax2", money.tax2)
                .with_dec("calcTotal", money.total)
                .with_int("taxClassID", class)
                .with_int("customerID", basket.customer.unwrap_or(0))
                .with_int("employeeID", shop)
                .with_int("itemID", line.item)
                .with_int("parentSaleLineID", line.parent)
                .with_int("shopID", shop)
                .with_int("taxCategoryID", priced.tax_category)
                .with_int("saleID", sale);
            // Recorded lines lack this key now and then.
            if line.item == 0 {
                row.clear("taxCategoryID");
            }
            self.insert(Resource::SaleLine, row);
        }
    }

    fn complete(&mut self, sale: u64, basket: &Basket, paid: &Paid) {
        let at = whole_seconds(basket.at.unwrap_or_else(now));
        let updated = now() - SignedDuration::from_secs(basket.stamped_seconds_ago);
        let Some(row) = self.table_mut(Resource::Sale).get_mut(sale) else { return };
        let total = row.dec("total");
        row.set("completed", Scalar::Bool(true));
        row.set("completeTime", Scalar::Time(at));
        // Once complete, the old time stamp is the completion time (fact sheet, section 4.12).
        row.set("timeStamp", Scalar::Time(at));
        row.set("updatetime", Scalar::Time(updated));
        row.set("calcPayments", Scalar::Dec(total));
        row.set("balance", Scalar::Dec(Decimal::ZERO));
        row.set("change", Scalar::Dec(paid.change));
        let (register, employee) = (row.int("registerID"), row.int("employeeID"));
        for (payment_type, amount) in &paid.payments {
            let payment = blank(Resource::SalePayment.spec())
                .with_dec("amount", *amount)
                .with_time("createTime", at)
                .with_int("saleID", sale)
                .with_int("paymentTypeID", *payment_type)
                .with_int("registerID", register)
                .with_int("employeeID", employee);
            self.insert(Resource::SalePayment, payment);
        }
        for (item, shop, quantity) in self.goods(sale) {
            self.move_stock(item, shop, -quantity, Cause::sale(sale, quantity));
        }
    }

    fn goods(&self, sale: u64) -> Vec<(u64, u64, i64)> {
        let lines =
            self.table(Resource::SaleLine).children("saleID", sale).filter(|(_, row)| row.id("itemID") != 0);
        lines.map(|(_, row)| (row.id("itemID"), row.id("shopID"), row.int("unitQuantity"))).collect()
    }

    fn completed_effect(&self, sale: u64) -> Effect {
        let row = self.row(Resource::Sale, sale).cloned().unwrap_or_default();
        let lines = self.table(Resource::SaleLine).children("saleID", sale);
        let quantities: BTreeMap<String, i64> =
            lines.map(|(id, row)| (id.to_string(), row.int("unitQuantity"))).collect();
        let payments = self.table(Resource::SalePayment).children("saleID", sale);
        let payments: Vec<_> = payments
            .map(
                |(id, row)| json!({ "id": id, "type": row.id("paymentTypeID"), "amount": row.dec("amount") }),
            )
            .collect();
        Effect::new("sale.completed", sale, row.text("ticketNumber")).amount(row.dec("total")).detail(json!({
            "customer": row.id("customerID"), "shop": row.id("shopID"), "taxCategory": row.id("taxCategoryID"),
            "lines": quantities, "payments": payments,
        }))
    }
}

/// A row with every field of a resource empty; times are absent.
pub(crate) fn blank(spec: &Spec) -> Row {
    let mut row = Row::new();
    for field in spec.fields {
        if let Some(value) = Scalar::empty(field.kind) {
            row.set(field.name, value);
        }
    }
    row
}
