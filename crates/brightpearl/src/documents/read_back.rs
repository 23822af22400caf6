//! Reading a document back: its total, its rows and how far its goods are.

use model::{Answer, Platform};
use platform::http::Reply;
use platform::{Account, PlatformError};
use serde::Deserialize;

use super::told::Verified;
use super::{DocumentKind, told};
use crate::answer;
use crate::client::Brightpearl;
use crate::convert::goods;
use crate::wire;

impl Brightpearl {
    pub(super) async fn read_back(
        &self,
        account: &Account,
        kind: DocumentKind,
        id: u64,
        lines: &[String],
        payments: bool,
    ) -> Result<Answer, PlatformError> {
        let (found, reply) = self.order(account, kind, id).await?;
        let total = found.total_value.total.ok_or_else(|| reply.unreadable("the order has no total"))?;
        let tracked = self.stock_tracked(account, &goods::goods(&found)).await?;
        let paid = if payments { self.payments(account, id).await? } else { Vec::new() };
        let paid = paid.into_iter().filter(|paid| paid.sort == kind.payment_type());
        let verified = Verified {
            total: total.to_string(),
            currency: found.currency.order_currency_code.clone(),
            rows: goods::posted_rows(&found, lines, &tracked),
            untouched: untouched(kind, &found),
            shipped: matches!(found.shipping_status_code.as_str(), "ASS" | "NST"),
            paid: paid.map(|paid| paid.key).collect(),
        };
        Ok(told::answer(Some(id), &verified))
    }

    /// An order or a credit as it is now, and the answer it was in.
    pub(super) async fn order(
        &self,
        account: &Account,
        kind: DocumentKind,
        id: u64,
    ) -> Result<(wire::Order, Reply), PlatformError> {
        let what = format!("read {} {id}", kind.word());
        let reply = self.get(account, &format!("order-service/order/{id}"), Vec::new(), &what).await?;
        let elements = answer::elements(&reply)?;
        let unreadable = |error: serde_json::Error| reply.unreadable(error.to_string());
        let orders: Result<Vec<wire::Order>, _> = elements.iter().map(wire::Order::deserialize).collect();
        // An unknown id is a 200 with an empty list here (fact sheet 2.2).
        let found = orders.map_err(unreadable)?.into_iter().find(|order| order.id == Some(id));
        let what = format!("{} {id}", kind.word());
        let found = found.ok_or(PlatformError::NotFound { platform: Platform::Brightpearl, what })?;
        Ok((found, reply))
    }
}

fn untouched(kind: DocumentKind, found: &wire::Order) -> bool {
    match kind {
        DocumentKind::Order => {
            matches!(found.allocation_status_code.as_str(), "ANA" | "")
                && matches!(found.shipping_status_code.as_str(), "SNS" | "")
        }
        DocumentKind::Credit => matches!(found.stock_status_code.as_str(), "SCN" | ""),
    }
}
