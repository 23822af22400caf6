//! Refunds of a known sale: the whole of it, or some pieces (fact sheet, section 4.9).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::basket::Tender;
use super::lines::{ITEM_FEE, NewLine};
use super::pay::Bill;
use super::ring_up::Head;
use crate::ledger::Ledger;
use crate::lightspeed::knobs::Knobs;
use crate::lightspeed::scalar::now;
use crate::lightspeed::schema::Resource;
use crate::lightspeed::state::State;

/// What is given back of one sale.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Refund {
    /// The shop that gives back; the one that sold if left out.
    pub shop: Option<u64>,
    /// The register; the shop's first if left out.
    pub register: Option<u64>,
    /// The employee; whoever usually works there if left out.
    pub employee: Option<u64>,
    /// How many pieces of which line come back, by the line's id; everything that is left if left out.
    pub lines: BTreeMap<u64, i64>,
    /// How the money is given back; cash if left out. Amounts are negative.
    pub payments: Vec<Tender>,
    /// When it was completed; may lie in the past.
    #[serde(alias = "completed_at")]
    pub at: Option<Timestamp>,
    /// Whether it stays an open cart.
    pub open: bool,
}

impl State {
    /// Gives back a sale or a part of it as another sale, and answers that one's id.
    ///
    /// # Errors
    /// A sentence, if the sale is not completed, nothing is left to give back, or the payments do not fit.
    pub(crate) fn refund(
        &mut self,
        sold: u64,
        asked: &Refund,
        knobs: &Knobs,
        ledger: &Ledger,
    ) -> Result<u64, String> {
        let row = self.row(Resource::Sale, sold).filter(|row| row.is("completed") && !row.is("voided"));
        let row = row.ok_or_else(|| format!("Sale {sold} is not completed, or voided."))?;
        if asked.at.is_some_and(|at| at > now()) {
            return Err("A sale cannot be completed in the future.".to_owned());
        }
        let head = Head {
            shop: asked.shop.unwrap_or_else(|| row.id("shopID")),
            register: asked.register.unwrap_or(0),
            employee: asked.employee.unwrap_or(0),
            customer: row.id("customerID"),
            tax_category: Some(row.id("taxCategoryID")),
            created_at: asked.at,
            ..Head::default()
        };
        let lines = if asked.lines.is_empty() { self.all_that_is_left(sold)? } else { asked.lines.clone() };
        let sale = self.open_sale(&head)?;
        let done = self.fill_refund(sale, &lines, asked, knobs, ledger);
        if done.is_err() {
            self.scrap(sale);
        }
        done.map(|()| sale)
    }

    fn fill_refund(
        &mut self,
        sale: u64,
        lines: &BTreeMap<u64, i64>,
        asked: &Refund,
        knobs: &Knobs,
        ledger: &Ledger,
    ) -> Result<(), String> {
        for (parent, quantity) in lines {
            let back = NewLine { quantity: -quantity, parent: *parent, ..NewLine::default() };
            let line = self.add_line(sale, &back)?;
            self.give_back_fees(sale, *parent, line, *quantity)?;
        }
        self.reprice(sale, knobs);
        if asked.open {
            return Ok(());
        }
        let row = self.row(Resource::Sale, sale).cloned().unwrap_or_default();
        let bill = Bill { total: row.dec("total"), customer: row.id("customerID"), ..Bill::default() };
        let paid = self.take_tenders(&asked.payments, &bill)?;
        self.complete(sale, &paid, asked.at, 0, ledger);
        Ok(())
    }

    /// A fee comes back with its goods, as a line below the returned ones.
    fn give_back_fees(&mut self, sale: u64, parent: u64, line: u64, quantity: i64) -> Result<(), String> {
        let fees = self.table(Resource::SaleLine).children("parentSaleLineID", parent);
        let fees: Vec<_> = fees
            .filter(|(_, row)| row.text("lineType") == ITEM_FEE)
            .map(|(_, row)| row.dec("unitPrice"))
            .collect();
        for each in fees {
            self.add_line(sale, &NewLine::fee(line, -quantity, each))?;
        }
        Ok(())
    }

    fn all_that_is_left(&self, sold: u64) -> Result<BTreeMap<u64, i64>, String> {
        let lines = self.table(Resource::SaleLine).children("saleID", sold);
        let lines = lines.filter(|(_, row)| row.text("lineType").is_empty());
        let left: BTreeMap<u64, i64> =
            lines.map(|(id, _)| (id, self.still_returnable(id))).filter(|(_, left)| *left > 0).collect();
        if left.is_empty() { Err(format!("Nothing of sale {sold} is left to refund.")) } else { Ok(left) }
    }
}
