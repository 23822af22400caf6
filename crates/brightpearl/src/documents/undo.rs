//! Undoing the order of a sale that was made void: payments and notes go, then it is cancelled (fact sheet 4.3.6).

use model::{Answer, Shown};
use platform::{Account, PlatformError};
use reqwest::Method;
use serde_json::json;

use rust_decimal::Decimal;

use super::payments::Paid;
use super::{DocumentKind, Sale, told};
use crate::answer;
use crate::client::Brightpearl;
use crate::wire;

impl Brightpearl {
    /// What an order that is to be undone still has.
    pub(super) async fn sale(
        &self,
        account: &Account,
        order: u64,
        lines: &[String],
    ) -> Result<Answer, PlatformError> {
        let (found, _) = self.order(account, DocumentKind::Order, order).await?;
        let cancelled_status = self.cancelled_status(account).await?;
        let cancelled = cancelled_status.is_some() && found.order_status.order_status_id == cancelled_status;
        if cancelled {
            return Ok(told::showing(&Sale { cancelled, ..Sale::default() }, nothing_shown(lines)));
        }
        let notes = self.goods_out_notes(account, order).await?;
        let invoiced = found.invoices.iter().any(|invoice| !invoice.invoice_reference.is_empty());
        let sent = matches!(found.shipping_status_code.as_str(), "SPS" | "ASS");
        let too_late = invoiced || sent || notes.iter().any(|note| note.shipped);
        let payments = if too_late { Vec::new() } else { self.payments(account, order).await? };
        if !too_late && hides_payments(&found, &payments) {
            // The order knows at once that it is paid, the search of payments only after a while (fact sheet 5.2): to cancel
            // now would be refused.
            return Err(PlatformError::Conflict { platform: model::Platform::Brightpearl });
        }
        let sale = Sale {
            cancelled,
            too_late,
            notes: notes.iter().map(|note| note.id).collect(),
            payments: payments.iter().map(|paid| paid.id).collect(),
            cancelled_status,
        };
        Ok(told::answer(Some(order), &sale))
    }

    /// Cancels an order, which frees what is held back for it.
    pub(super) async fn cancel(
        &self,
        account: &Account,
        order: u64,
        status: u64,
        lines: &[String],
    ) -> Result<Answer, PlatformError> {
        let path = format!("order-service/order/{order}/status");
        let body = json!({ "orderStatusId": status });
        let reply = self.write(account, Method::PUT, &path, &body, "cancelled status").await?;
        answer::content(&reply)?;
        Ok(Answer { shows: nothing_shown(lines), ..Answer::id(order.to_string()) })
    }
}

/// Whether the order says that more is paid than the search shows. Unknown words are taken for nothing paid: cancelling is
/// refused anyway where something is.
fn hides_payments(order: &wire::Order, seen: &[Paid]) -> bool {
    let sum: Decimal = seen.iter().map(|paid| paid.amount).sum();
    match order.order_payment_status.as_str() {
        "PAID" => order.total_value.total.is_some_and(|total| sum < total),
        "PARTIALLY_PAID" | "AUTHORIZED" => sum.is_zero(),
        _ => false,
    }
}

/// An undone sale moves no goods any more.
fn nothing_shown(lines: &[String]) -> Vec<Shown> {
    let lines = lines.iter().filter(|line| !line.is_empty());
    lines.map(|line| Shown { line: line.clone(), units: 0 }).collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case("PAID", &["10.00", "2.00"], false)]
    #[case("PAID", &["10.00"], true)]
    #[case("PARTIALLY_PAID", &[], true)]
    #[case("PARTIALLY_PAID", &["2.00"], false)]
    #[case("UNPAID", &[], false)]
    #[case("SOMETHING_NEW", &[], false)]
    fn an_order_that_is_paid_tells_of_payments_the_search_does_not_show_yet(
        #[case] status: &str,
        #[case] seen: &[&str],
        #[case] hides: bool,
    ) {
        let order = json!({ "id": 7001, "orderPaymentStatus": status, "totalValue": { "total": "12.00" } });
        let order: wire::Order = serde_json::from_value(order).unwrap();
        let paid = |amount: &&str| Paid {
            id: 1,
            key: String::new(),
            sort: "RECEIPT".to_owned(),
            amount: amount.parse().unwrap(),
        };
        assert_eq!(hides_payments(&order, &seen.iter().map(paid).collect::<Vec<_>>()), hides);
    }
}
