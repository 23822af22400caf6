//! Tenders: what is handed over, change, tips, cash rounding, cards and accounts (fact sheet, section 4.10).

use rust_decimal::{Decimal, RoundingStrategy};

use super::basket::Tender;
use crate::lightspeed::schema::Resource;
use crate::lightspeed::state::State;

/// What there is to pay.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bill {
    pub(crate) total: Decimal,
    /// What is due on top without being revenue: gift cards sold, deposits.
    pub(crate) extra: Decimal,
    /// 0 for a walk-in.
    pub(crate) customer: u64,
    /// The smallest coin, where cash is rounded.
    pub(crate) cash_rounding: Option<Decimal>,
}

/// One payment as it is kept.
#[derive(Debug, Clone, Default)]
pub(crate) struct Payment {
    pub(crate) payment_type: u64,
    /// Tip included; negative for money given back or put on a card.
    pub(crate) amount: Decimal,
    pub(crate) tip: Decimal,
    /// The gift card or credit account; 0 for none.
    pub(crate) account: u64,
    pub(crate) remote_reference: String,
}

/// A bill that was paid.
#[derive(Debug, Clone, Default)]
pub(crate) struct Paid {
    pub(crate) payments: Vec<Payment>,
    pub(crate) change: Decimal,
    /// What cash rounding added; negative if it took away. None if nothing was rounded.
    pub(crate) rounding: Option<Decimal>,
}

impl Paid {
    /// Payments on an open cart, taken as they are given; those without an amount are left out.
    pub(crate) fn unchecked(tenders: &[Tender], state: &State) -> Self {
        let types = state.table(Resource::PaymentType);
        let payment = |tender: &Tender| {
            let (payment_type, _) = types.iter().find(|(_, row)| row.text("name") == tender.name)?;
            let remote_reference = tender.remote_reference.clone();
            Some(Payment {
                payment_type,
                amount: tender.amount?,
                tip: tender.tip,
                account: 0,
                remote_reference,
            })
        };
        Self { payments: tenders.iter().filter_map(payment).collect(), ..Self::default() }
    }

    /// Puts money on a card or an account: the negative half of the pair.
    pub(crate) fn put_on(
        &mut self,
        kind: &str,
        account: u64,
        amount: Decimal,
        state: &State,
    ) -> Result<(), String> {
        let payment_type =
            state.payment_type_of_kind(kind).ok_or_else(|| format!("Nothing can be put on a {kind}."))?;
        self.payments.push(Payment { payment_type, amount: -amount, account, ..Payment::default() });
        Ok(())
    }
}

impl State {
    /// Takes the tenders of a bill; none means cash over all of it.
    ///
    /// # Errors
    /// A sentence, if a payment type or card does not exist, a card holds too little, or a balance is left.
    pub(crate) fn take_tenders(&self, given: &[Tender], bill: &Bill) -> Result<Paid, String> {
        let cash = [Tender::rest("Cash")];
        let mut due = bill.total + bill.extra;
        let tenders: &[Tender] = match given {
            [] if due.is_zero() => &[],
            [] => &cash,
            given => given,
        };
        let mut paid = Paid::default();
        for tender in tenders {
            due -= self.take_tender(tender, due, bill, &mut paid)?;
        }
        if due.is_zero() {
            return Ok(paid);
        }
        Err(format!("Sale not completed. The payments leave a balance of {}.", due.normalize()))
    }

    /// Takes one tender and answers by how much less is due.
    fn take_tender(
        &self,
        tender: &Tender,
        due: Decimal,
        bill: &Bill,
        paid: &mut Paid,
    ) -> Result<Decimal, String> {
        let mut types = self.table(Resource::PaymentType).iter();
        let found = types.find(|(_, row)| row.text("name").eq_ignore_ascii_case(&tender.name));
        let (payment_type, row) =
            found.ok_or_else(|| format!("There is no payment type `{}`.", tender.name))?;
        let kind = row.text("type").to_owned();
        let asked = match bill.cash_rounding {
            Some(coin) if kind == "cash" => rounded(due, coin),
            _ => due,
        };
        let given = tender.amount.unwrap_or(asked + tender.tip) - tender.tip;
        // More cash than is due comes back as change; the payment is what was due.
        let over = given - asked;
        let taken = if kind == "cash" && over > Decimal::ZERO && asked >= Decimal::ZERO {
            paid.change += over;
            asked
        } else {
            given
        };
        let account = self.account_of(tender, &kind, bill.customer, taken)?;
        paid.payments.push(Payment {
            payment_type,
            amount: taken + tender.tip,
            tip: tender.tip,
            account,
            remote_reference: tender.remote_reference.clone(),
        });
        let is_rounded = kind == "cash" && bill.cash_rounding.is_some() && taken == asked;
        if is_rounded {
            paid.rounding = Some(asked - due);
        }
        Ok(if is_rounded { due } else { taken })
    }

    /// The account behind a tender; 0 if it is not about one.
    fn account_of(&self, tender: &Tender, kind: &str, customer: u64, amount: Decimal) -> Result<u64, String> {
        match (kind, &tender.gift_card) {
            ("gift card", Some(code)) => {
                let (account, left) =
                    self.gift_card(code).ok_or_else(|| format!("There is no gift card `{code}`."))?;
                if amount > left {
                    return Err(format!("Gift card `{code}` holds only {}.", left.normalize()));
                }
                Ok(account)
            }
            ("credit account", _) if customer == 0 => Err("A credit account needs a customer.".to_owned()),
            ("credit account", _) => {
                Ok(self.row(Resource::Customer, customer).map_or(0, |row| row.id("creditAccountID")))
            }
            _ => Ok(0),
        }
    }

    /// The first payment type of a kind, for example `gift card`.
    pub(crate) fn payment_type_of_kind(&self, kind: &str) -> Option<u64> {
        self.table(Resource::PaymentType).iter().find(|(_, row)| row.text("type") == kind).map(|(id, _)| id)
    }
}

fn rounded(amount: Decimal, coin: Decimal) -> Decimal {
    if coin <= Decimal::ZERO {
        return amount;
    }
    (amount / coin).round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero) * coin
}
