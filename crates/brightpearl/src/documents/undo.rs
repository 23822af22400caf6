//! Undoing the order of a sale that was made void: payments and notes go, then it is cancelled (fact sheet 4.3.6).

use model::{Answer, Shown};
use platform::{Account, PlatformError};
use reqwest::Method;
use serde_json::json;

use super::{DocumentKind, Sale, told};
use crate::answer;
use crate::client::Brightpearl;

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

/// An undone sale moves no goods any more.
fn nothing_shown(lines: &[String]) -> Vec<Shown> {
    lines.iter().map(|line| Shown { line: line.clone(), units: 0 }).collect()
}
