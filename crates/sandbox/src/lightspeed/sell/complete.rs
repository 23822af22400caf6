//! The moment a sale is done: payments, stock, stamps, ledger.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::blank;
use super::pay::{Bill, Paid};
use crate::ledger::{Effect, LIGHTSPEED, Ledger};
use crate::lightspeed::scalar::{Scalar, now, whole_seconds};
use crate::lightspeed::schema::Resource;
use crate::lightspeed::state::State;
use crate::lightspeed::stock::Cause;

impl State {
    /// Takes cash for an open cart and completes it.
    ///
    /// # Errors
    /// A sentence, if the sale is no open cart.
    pub(crate) fn complete_cart(&mut self, sale: u64, ledger: &Ledger) -> Result<(), String> {
        let open = self.row(Resource::Sale, sale).filter(|row| !row.is("completed") && !row.is("archived"));
        let open = open.ok_or_else(|| format!("Sale {sale} is no open cart."))?;
        let bill = Bill { total: open.dec("total"), customer: open.id("customerID"), ..Bill::default() };
        let paid = self.take_tenders(&[], &bill)?;
        self.complete(sale, &paid, None, 0, ledger);
        Ok(())
    }

    /// Completes a priced sale that was paid. `at` may lie in the past.
    pub(crate) fn complete(
        &mut self,
        sale: u64,
        paid: &Paid,
        at: Option<Timestamp>,
        late: i64,
        ledger: &Ledger,
    ) {
        let at = whole_seconds(at.unwrap_or_else(now));
        self.keep_payments(sale, paid, at);
        self.settle(sale, paid.change, paid.rounding);
        let Some(row) = self.table_mut(Resource::Sale).get_mut(sale) else { return };
        row.set("completed", Scalar::Bool(true));
        row.set("completeTime", Scalar::Time(at));
        // Once complete, the old time stamp is the completion time (fact sheet, section 4.12).
        row.set("timeStamp", Scalar::Time(at));
        row.set("updatetime", Scalar::Time(now() - SignedDuration::from_secs(late)));
        self.take_goods(sale);
        ledger.record(LIGHTSPEED, self.sale_effect("sale.completed", sale));
        if self.returned_lines(sale).next().is_some() {
            ledger.record(LIGHTSPEED, self.sale_effect("sale.refunded", sale));
        }
    }

    /// Adds payments to a sale, an open one too.
    pub(crate) fn keep_payments(&mut self, sale: u64, paid: &Paid, at: Timestamp) {
        let head = self.row(Resource::Sale, sale).cloned().unwrap_or_default();
        for payment in &paid.payments {
            let row = blank(Resource::SalePayment.spec())
                .with_dec("amount", payment.amount)
                .with_dec("tipAmount", payment.tip)
                .with_time("createTime", at)
                .with_text("remoteReference", payment.remote_reference.as_str())
                .with_int("saleID", sale)
                .with_int("paymentTypeID", payment.payment_type)
                .with_int("registerID", head.id("registerID"))
                .with_int("employeeID", head.id("employeeID"))
                .with_int("creditAccountID", payment.account);
            self.insert(Resource::SalePayment, row);
            self.take_from_account(payment.account, payment.amount);
        }
    }

    /// What has been paid on a sale, without tips.
    pub(crate) fn paid_so_far(&self, sale: u64) -> Decimal {
        let payments = self.table(Resource::SalePayment).children("saleID", sale);
        payments.map(|(_, row)| row.dec("amount") - row.dec("tipAmount")).sum()
    }

    /// Shows on an open cart what was paid and what is left.
    pub(crate) fn show_balance(&mut self, sale: u64) {
        let paid = self.paid_so_far(sale);
        if let Some(row) = self.table_mut(Resource::Sale).get_mut(sale).filter(|row| !row.is("completed")) {
            let balance = row.dec("total") - paid;
            row.set("calcPayments", Scalar::Dec(paid));
            row.set("balance", Scalar::Dec(balance));
        }
    }

    /// Writes what the payments change in the sale's own figures.
    fn settle(&mut self, sale: u64, change: Decimal, rounding: Option<Decimal>) {
        let on_accounts: Vec<u64> = ["gift card", "credit account"]
            .into_iter()
            .filter_map(|kind| self.payment_type_of_kind(kind))
            .collect();
        let payments = || self.table(Resource::SalePayment).children("saleID", sale).map(|(_, row)| row);
        let moved = || payments().filter(|row| on_accounts.contains(&row.id("paymentTypeID")));
        let from_accounts: Decimal = moved().map(|row| row.dec("amount")).sum();
        let put_on: Decimal = moved().map(|row| row.dec("amount").min(Decimal::ZERO)).sum();
        let given: Decimal = payments().map(|row| row.dec("amount")).sum();
        let tips: Decimal = payments().map(|row| row.dec("tipAmount")).sum();
        let Some(row) = self.table_mut(Resource::Sale).get_mut(sale) else { return };
        let total = row.dec("total");
        // What a refund gives back on a card is no face value of a card that was sold.
        let sold = if total < Decimal::ZERO { Decimal::ZERO } else { -put_on };
        let mut fields = vec![
            ("calcPayments", given),
            ("calcTips", tips),
            ("balance", Decimal::ZERO),
            ("change", change),
            // Total less what moved on cards and accounts (fact sheet, section 4.7).
            ("totalDue", total - from_accounts),
            ("displayableTotal", total + sold),
        ];
        if let Some(delta) = rounding {
            fields.extend([
                ("cashRoundingDelta", delta),
                ("cashRoundedTotal", total + delta),
                ("cashRoundedBalance", Decimal::ZERO),
            ]);
        }
        for (name, amount) in fields {
            row.set(name, Scalar::Dec(amount));
        }
    }

    fn take_goods(&mut self, sale: u64) {
        for (line, item, shop, quantity) in self.goods(sale) {
            // What was held for the customer has left the shelf already, or leaves it now.
            if !self.release(line) {
                self.move_stock(item, shop, -quantity, Cause::sale(sale, quantity));
            }
        }
    }

    /// Line, item, shop and quantity of everything on a sale that has stock.
    pub(crate) fn goods(&self, sale: u64) -> Vec<(u64, u64, u64, i64)> {
        let stocked = |item: u64| {
            self.row(Resource::Item, item).is_some_and(|row| row.text("itemType") != "non_inventory")
        };
        let lines = self.table(Resource::SaleLine).children("saleID", sale);
        let goods = lines.filter(|(_, row)| stocked(row.id("itemID")));
        goods.map(|(id, row)| (id, row.id("itemID"), row.id("shopID"), row.int("unitQuantity"))).collect()
    }

    fn returned_lines(&self, sale: u64) -> impl Iterator<Item = Value> {
        let lines = self.table(Resource::SaleLine).children("saleID", sale);
        lines.filter(|(_, row)| row.int("unitQuantity") < 0).map(|(id, row)| {
            json!({ "line": id, "parent": row.id("parentSaleLineID"), "item": row.id("itemID"),
                    "quantity": row.int("unitQuantity"), "kind": row.text("lineType") })
        })
    }

    fn sale_effect(&self, what: &str, sale: u64) -> Effect {
        let row = self.row(Resource::Sale, sale).cloned().unwrap_or_default();
        let lines = self.table(Resource::SaleLine).children("saleID", sale);
        let quantities: BTreeMap<String, i64> =
            lines.map(|(id, row)| (id.to_string(), row.int("unitQuantity"))).collect();
        let payments = self.table(Resource::SalePayment).children("saleID", sale);
        let payments: Vec<_> = payments
            .map(|(id, row)| {
                json!({ "id": id, "type": row.id("paymentTypeID"), "amount": row.dec("amount"),
                        "tip": row.dec("tipAmount"), "account": row.id("creditAccountID") })
            })
            .collect();
        Effect::new(what, sale, row.text("ticketNumber")).amount(row.dec("total")).detail(json!({
            "customer": row.id("customerID"), "shop": row.id("shopID"), "taxCategory": row.id("taxCategoryID"),
            "employee": row.id("employeeID"), "lines": quantities, "payments": payments,
            "returned": self.returned_lines(sale).collect::<Vec<_>>(),
        }))
    }
}
