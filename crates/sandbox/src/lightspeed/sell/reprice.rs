//! The figures of a sale, worked out from its lines.

use rust_decimal::Decimal;

use super::lines::{ITEM_FEE, ITEM_FEE_REFUND};
use crate::lightspeed::knobs::Knobs;
use crate::lightspeed::money::{self, Discount, LineAsked, LineMoney, Mode, SaleMoney};
use crate::lightspeed::scalar::Scalar;
use crate::lightspeed::schema::Resource;
use crate::lightspeed::state::State;
use crate::lightspeed::table::Row;

impl State {
    /// Works out every calculated field of a sale and of its lines anew.
    pub(crate) fn reprice(&mut self, sale: u64, knobs: &Knobs) {
        let Some(head) = self.row(Resource::Sale, sale) else { return };
        let mode = Mode {
            inclusive: head.is("isTaxInclusive"),
            subtotal_with_tax: knobs.inclusive_subtotal_with_tax,
        };
        let lines = self.table(Resource::SaleLine).children("saleID", sale);
        let (ids, asked): (Vec<u64>, Vec<LineAsked>) = lines.map(|(id, row)| (id, asked(row))).unzip();
        let whole = self.whole_discounts.get(&sale).copied().unwrap_or_default();
        let (priced, sums) = money::price(&asked, whole, mode);
        for (id, line) in ids.iter().zip(priced) {
            if let Some(row) = self.table_mut(Resource::SaleLine).get_mut(*id) {
                write_line(row, &line);
            }
        }
        let rows = || self.table(Resource::SaleLine).children("saleID", sale).map(|(_, row)| row);
        let cost =
            money::cents(rows().map(|row| row.dec("avgCost") * Decimal::from(row.int("unitQuantity"))).sum());
        let is_fee = |row: &&Row| [ITEM_FEE, ITEM_FEE_REFUND].contains(&row.text("lineType"));
        let fees = money::cents(rows().filter(is_fee).map(|row| row.dec("calcSubtotal")).sum());
        if let Some(row) = self.table_mut(Resource::Sale).get_mut(sale) {
            write_sale(row, &sums, cost, fees);
        }
    }

    /// Works out the figures of a line that stands on no sale yet.
    pub(super) fn reprice_unsold(&mut self, line: u64, inclusive: bool, knobs: &Knobs) {
        let Some(row) = self.table_mut(Resource::SaleLine).get_mut(line) else { return };
        let mode = Mode { inclusive, subtotal_with_tax: knobs.inclusive_subtotal_with_tax };
        let (priced, _) = money::price(&[asked(row)], Discount::None, mode);
        for money in &priced {
            write_line(row, money);
        }
    }
}

fn asked(row: &Row) -> LineAsked {
    let discount = match (row.dec("discountAmount"), row.dec("discountPercent")) {
        (amount, _) if !amount.is_zero() => Discount::Amount(amount),
        (_, fraction) if !fraction.is_zero() => Discount::Percent(fraction),
        _ => Discount::None,
    };
    LineAsked {
        quantity: row.int("unitQuantity"),
        unit_price: row.dec("unitPrice"),
        discount,
        taxed: row.is("tax"),
        tax1_rate: row.dec("tax1Rate"),
        tax2_rate: row.dec("tax2Rate"),
    }
}

fn write_line(row: &mut Row, money: &LineMoney) {
    let fields = [
        ("displayableSubtotal", money.subtotal),
        ("calcLineDiscount", money.line_discount),
        ("calcTransactionDiscount", money.transaction_discount),
        ("calcSubtotal", money.subtotal),
        ("calcTax1", money.tax1),
        ("calcTax2", money.tax2),
        ("calcTotal", money.total),
    ];
    set_all(row, fields);
}

fn write_sale(row: &mut Row, money: &SaleMoney, cost: Decimal, fees: Decimal) {
    let fields = [
        ("calcSubtotal", money.subtotal),
        ("displayableSubtotal", money.subtotal),
        ("displayableTotal", money.total),
        ("calcDiscount", money.discount),
        ("calcTaxable", money.taxable),
        ("calcNonTaxable", money.non_taxable),
        ("calcTax1", money.tax1),
        ("calcTax2", money.tax2),
        ("taxTotal", money.tax1 + money.tax2),
        ("calcAvgCost", cost),
        ("calcFIFOCost", cost),
        ("calcItemFees", fees),
        ("calcTotal", money.total),
        ("total", money.total),
        ("totalDue", money.total),
        ("balance", money.total),
    ];
    set_all(row, fields);
}

fn set_all(row: &mut Row, fields: impl IntoIterator<Item = (&'static str, Decimal)>) {
    for (name, amount) in fields {
        row.set(name, Scalar::Dec(amount));
    }
}
