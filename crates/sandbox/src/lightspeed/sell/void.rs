//! Voids, which happen at the till alone (fact sheet, section 4.9).

use crate::ledger::{Effect, LIGHTSPEED, Ledger};
use crate::lightspeed::knobs::Knobs;
use crate::lightspeed::scalar::{Scalar, now};
use crate::lightspeed::schema::Resource;
use crate::lightspeed::state::State;
use crate::lightspeed::stock::Cause;
use crate::lightspeed::table::Row;

impl State {
    /// Voids a completed sale: goods go back, payments are archived, `updatetime` moves.
    ///
    /// # Errors
    /// A sentence, if the sale does not exist, is open, or is voided already.
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
        for (_, item, shop, quantity) in self.goods(sale) {
            self.move_stock(item, shop, quantity, Cause::void(sale, quantity));
        }
        self.archive_payments(sale);
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
        let effect = Effect::new("sale.voided", sale, row.text("ticketNumber")).amount(row.dec("total"));
        ledger.record(LIGHTSPEED, effect);
        Ok(())
    }

    fn archive_payments(&mut self, sale: u64) {
        let payments = self.table(Resource::SalePayment).children("saleID", sale);
        let payments: Vec<_> =
            payments.map(|(id, row)| (id, row.id("creditAccountID"), row.dec("amount"))).collect();
        for (payment, account, amount) in payments {
            self.take_from_account(account, -amount);
            if let Some(row) = self.table_mut(Resource::SalePayment).get_mut(payment) {
                row.set("archived", Scalar::Bool(true));
            }
        }
    }
}
