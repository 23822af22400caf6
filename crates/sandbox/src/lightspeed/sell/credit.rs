//! Gift cards and customers' credit accounts (fact sheet, section 4.10).

use rust_decimal::Decimal;

use super::blank;
use crate::lightspeed::scalar::{Scalar, now};
use crate::lightspeed::schema::Resource;
use crate::lightspeed::state::State;

const ACCOUNT: Resource = Resource::CreditAccount;

impl State {
    /// A gift card that is in use, by its number: its account and what is left on it.
    pub(crate) fn gift_card(&self, code: &str) -> Option<(u64, Decimal)> {
        let mut cards =
            self.table(ACCOUNT).iter().filter(|(_, row)| row.is("giftCard") && !row.is("archived"));
        cards.find(|(_, row)| row.text("code") == code).map(|(id, row)| (id, row.dec("balance")))
    }

    /// Finds the card with a number, or makes one without anything on it.
    pub(crate) fn load_gift_card(&mut self, code: &str, customer: u64) -> u64 {
        if let Some((account, _)) = self.gift_card(code) {
            return account;
        }
        let row = blank(ACCOUNT.spec())
            .with_text("name", "Gift Card")
            .with_text("code", code)
            .with_flag("giftCard", true)
            .with_time("timeStamp", now())
            .with_int("customerID", customer);
        self.insert(ACCOUNT, row)
    }

    /// The credit account of a customer, made if there is none yet.
    ///
    /// # Errors
    /// A sentence, if there is no such customer: money cannot be put aside for a walk-in.
    pub(crate) fn credit_account_of(&mut self, customer: u64) -> Result<u64, String> {
        let row = self.row(Resource::Customer, customer).ok_or("A credit account needs a customer.")?;
        match row.id("creditAccountID") {
            0 => {}
            known => return Ok(known),
        }
        let name = format!("{} {}", row.text("firstName"), row.text("lastName"));
        let account = blank(ACCOUNT.spec())
            .with_text("name", name.trim())
            .with_time("timeStamp", now())
            .with_int("customerID", customer);
        let account = self.insert(ACCOUNT, account);
        if let Some(row) = self.table_mut(Resource::Customer).get_mut(customer) {
            row.set("creditAccountID", Scalar::Int(i64::try_from(account).unwrap_or(0)));
        }
        Ok(account)
    }

    /// Takes from what is left on a card or an account; a negative amount puts money on it.
    pub(crate) fn take_from_account(&mut self, account: u64, amount: Decimal) {
        if let Some(row) = self.table_mut(ACCOUNT).get_mut(account) {
            let left = row.dec("balance") - amount;
            row.set("balance", Scalar::Dec(left));
            row.set("timeStamp", Scalar::Time(now()));
        }
    }
}
