//! The lines of a sale: goods, charges, fees and what comes back.

use rust_decimal::Decimal;

use super::blank;
use crate::lightspeed::money::Discount;
use crate::lightspeed::scalar::now;
use crate::lightspeed::schema::Resource;
use crate::lightspeed::state::State;
use crate::lightspeed::table::Row;

/// The fee on goods, and the same given back (fact sheet, section 4.8).
pub(crate) const ITEM_FEE: &str = "item_fee";
/// See [`ITEM_FEE`].
pub(crate) const ITEM_FEE_REFUND: &str = "item_fee_refund";

/// A line before it stands on a sale.
#[derive(Debug, Clone, Default)]
pub(crate) struct NewLine {
    /// 0 is a charge without an item.
    pub(crate) item: u64,
    /// Negative for a return.
    pub(crate) quantity: i64,
    /// The item's own, or what was paid for a return, if left out.
    pub(crate) price: Option<Decimal>,
    pub(crate) discount: Discount,
    pub(crate) taxed: Option<bool>,
    /// The line this one returns, or the goods this fee is for.
    pub(crate) parent: u64,
    /// Empty, `item_fee` or `item_fee_refund`.
    pub(crate) kind: &'static str,
    pub(crate) note: String,
    pub(crate) workorder: bool,
    pub(crate) layaway: bool,
    pub(crate) special_order: bool,
}

impl NewLine {
    /// The fee for goods on another line: it names that line as its parent, without being a return of it.
    pub(crate) fn fee(goods: u64, quantity: i64, each: Decimal) -> Self {
        Self {
            quantity,
            price: Some(each),
            parent: goods,
            kind: if quantity < 0 { ITEM_FEE_REFUND } else { ITEM_FEE },
            note: "Recycling fee".to_owned(),
            ..Self::default()
        }
    }

    fn returns(&self) -> bool {
        self.quantity < 0 && self.parent != 0 && self.kind.is_empty()
    }
}

/// What a line costs and how it is taxed.
struct Terms {
    item: u64,
    price: Decimal,
    discount: Discount,
    taxed: bool,
    tax1: Decimal,
    tax2: Decimal,
    class: u64,
}

impl State {
    /// Puts a line on a sale (0 for none yet) and answers its id. The sale must be priced again afterwards.
    ///
    /// # Errors
    /// A sentence, if the item or the parent line does not exist, or more would come back than was sold.
    pub(crate) fn add_line(&mut self, sale: u64, line: &NewLine) -> Result<u64, String> {
        if line.quantity == 0 {
            return Err("A line needs a quantity.".to_owned());
        }
        if line.item != 0 && self.row(Resource::Item, line.item).is_none() {
            return Err(format!("There is no item {}.", line.item));
        }
        let head = self.row(Resource::Sale, sale).cloned().unwrap_or_default();
        let terms = if line.returns() { self.terms_of_return(line, &head)? } else { self.terms(line, &head) };
        let row = self.line_row(line, &terms, &head);
        Ok(self.insert(Resource::SaleLine, row.with_int("saleID", sale)))
    }

    /// Keeps a line that stands on no sale yet, under what would be the sale's head, and answers its id.
    pub(crate) fn add_unsold_line(&mut self, line: &NewLine, head: &Row) -> u64 {
        let terms = self.terms(line, head);
        let row = self.line_row(line, &terms, head);
        self.insert(Resource::SaleLine, row.with_int("saleID", 0))
    }

    fn line_row(&mut self, line: &NewLine, terms: &Terms, head: &Row) -> Row {
        let cost = self.row(Resource::Item, terms.item).map_or(Decimal::ZERO, |row| row.dec("defaultCost"));
        let (amount, percent) = match terms.discount {
            Discount::None => (Decimal::ZERO, Decimal::ZERO),
            Discount::Amount(amount) => (amount, Decimal::ZERO),
            Discount::Percent(fraction) => (Decimal::ZERO, fraction),
        };
        let mut row = blank(Resource::SaleLine.spec())
            .with_time("createTime", now())
            .with_time("timeStamp", now())
            .with_int("unitQuantity", line.quantity)
            .with_dec("unitPrice", terms.price)
            .with_dec("displayableUnitPrice", terms.price)
            .with_dec("discountAmount", amount)
            .with_dec("discountPercent", percent)
            .with_dec("avgCost", cost)
            .with_dec("fifoCost", cost)
            .with_flag("tax", terms.taxed)
            .with_dec("tax1Rate", terms.tax1)
            .with_dec("tax2Rate", terms.tax2)
            .with_flag("isLayaway", line.layaway)
            .with_flag("isSpecialOrder", line.special_order)
            .with_flag("isWorkorder", line.workorder)
            .with_text("lineType", line.kind)
            .with_int("taxClassID", terms.class)
            .with_int("customerID", head.id("customerID"))
            .with_int("employeeID", head.id("employeeID"))
            .with_int("itemID", terms.item)
            .with_int("itemFeeID", u64::from(!line.kind.is_empty()))
            .with_int("noteID", self.add_note(&line.note))
            .with_int("parentSaleLineID", line.parent)
            .with_int("shopID", head.id("shopID"))
            .with_int("taxCategoryID", head.id("taxCategoryID"));
        // Recorded lines lack this key now and then.
        if terms.item == 0 {
            row.clear("taxCategoryID");
        }
        row
    }

    /// Keeps the words of a note and answers its id; 0 for no words.
    pub(crate) fn add_note(&mut self, text: &str) -> u64 {
        if text.is_empty() {
            return 0;
        }
        let row = blank(Resource::Note.spec()).with_text("note", text).with_time("timeStamp", now());
        self.insert(Resource::Note, row)
    }

    fn terms(&self, line: &NewLine, head: &Row) -> Terms {
        let item = self.row(Resource::Item, line.item);
        let class = item.map_or(1, |row| row.id("taxClassID"));
        let own = self.prices.get(&line.item).and_then(|prices| prices.get(&1)).copied().unwrap_or_default();
        let (tax1, tax2) = self.rates(head.id("taxCategoryID"), class);
        Terms {
            item: line.item,
            price: line.price.unwrap_or(own),
            discount: line.discount,
            taxed: line.taxed.unwrap_or_else(|| item.is_none_or(|row| row.is("tax"))),
            tax1,
            tax2,
            class,
        }
    }

    /// A return takes over the taxes of its parent line, and unless a price is named what was paid for one.
    fn terms_of_return(&self, line: &NewLine, head: &Row) -> Result<Terms, String> {
        let parent = self.row(Resource::SaleLine, line.parent);
        let parent = parent.ok_or_else(|| format!("There is no sale line {}.", line.parent))?;
        let left = self.still_returnable(line.parent);
        if -line.quantity > left {
            return Err(format!("Sale line {} has only {left} left to refund.", line.parent));
        }
        if line.item != 0 && line.item != parent.id("itemID") {
            return Err(format!("Sale line {} is about another item.", line.parent));
        }
        let sold_inclusive = self.sale_of_line(line.parent).and_then(|sale| self.row(Resource::Sale, sale));
        if sold_inclusive.is_some_and(|sale| sale.is("isTaxInclusive") != head.is("isTaxInclusive")) {
            return Err(
                "Lines of sales with and without tax in their prices cannot be returned together.".to_owned()
            );
        }
        Ok(Terms {
            item: parent.id("itemID"),
            price: line.price.unwrap_or_else(|| parent.dec("unitPrice")),
            discount: if line.price.is_some() {
                line.discount
            } else {
                reduction(parent, line.quantity, head)
            },
            taxed: parent.is("tax"),
            tax1: parent.dec("tax1Rate"),
            tax2: parent.dec("tax2Rate"),
            class: parent.id("taxClassID"),
        })
    }

    /// How many pieces of a line can still come back; 0 for a line that is itself a return, or was voided.
    pub(crate) fn still_returnable(&self, line: u64) -> i64 {
        let Some(parent) = self.row(Resource::SaleLine, line) else { return 0 };
        let counts = |sale: u64| {
            self.row(Resource::Sale, sale).is_some_and(|sale| !sale.is("voided") && !sale.is("archived"))
        };
        let completed =
            self.row(Resource::Sale, parent.id("saleID")).is_some_and(|sale| sale.is("completed"));
        if !completed || !counts(parent.id("saleID")) {
            return 0;
        }
        let children = self.table(Resource::SaleLine).children("parentSaleLineID", line);
        let back: i64 = children
            .filter(|(_, row)| row.text("lineType").is_empty() && counts(row.id("saleID")))
            .map(|(_, row)| row.int("unitQuantity").min(0))
            .sum();
        (parent.int("unitQuantity") + back).max(0)
    }

    /// The sale a line stands on, if it stands on one.
    pub(crate) fn sale_of_line(&self, line: u64) -> Option<u64> {
        self.row(Resource::SaleLine, line).map(|row| row.id("saleID")).filter(|sale| *sale != 0)
    }

    /// The rates of a tax category for a class: its own, or the category's.
    fn rates(&self, category: u64, class: u64) -> (Decimal, Decimal) {
        let mut classes = self.table(Resource::TaxCategoryClass).children("taxCategoryID", category);
        let own = classes.find(|(_, row)| row.id("taxClassID") == class).map(|(_, row)| row);
        let row = own.or_else(|| self.row(Resource::TaxCategory, category));
        row.map(|row| (row.dec("tax1Rate"), row.dec("tax2Rate"))).unwrap_or_default()
    }

    /// The lines of a sale.
    pub(crate) fn line_ids(&self, sale: u64) -> Vec<u64> {
        self.table(Resource::SaleLine).children("saleID", sale).map(|(id, _)| id).collect()
    }

    /// A sale by its id or by its ticket number.
    pub(crate) fn sale_by_id_or_ticket(&self, number: u64) -> Option<u64> {
        if self.row(Resource::Sale, number).is_some() {
            return Some(number);
        }
        let ticket = number.to_string();
        self.table(Resource::Sale)
            .iter()
            .find(|(_, row)| row.text("ticketNumber") == ticket)
            .map(|(id, _)| id)
    }
}

/// What came off the price of the returned pieces when they were sold: their share of every discount.
fn reduction(parent: &Row, quantity: i64, head: &Row) -> Discount {
    let sold = Decimal::from(parent.int("unitQuantity"));
    if parent.dec("calcTransactionDiscount").is_zero() && !parent.dec("discountPercent").is_zero() {
        return Discount::Percent(parent.dec("discountPercent"));
    }
    let tax = if head.is("isTaxInclusive") {
        Decimal::ZERO
    } else {
        parent.dec("calcTax1") + parent.dec("calcTax2")
    };
    let off = parent.dec("unitPrice") * sold - (parent.dec("calcTotal") - tax);
    match (off * Decimal::from(quantity) / sold).round_dp(2) {
        nothing if nothing.is_zero() => Discount::None,
        share => Discount::Amount(share),
    }
}
