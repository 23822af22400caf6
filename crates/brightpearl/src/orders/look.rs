//! What is already there: by our own reference, compared exactly, since `externalRef` alone is not unique (fact sheet 5.1).

use model::Failure;
use model::outgoing::OrderDraft;
use platform::{Account, Asked, Found, PlatformError};
use serde::{Deserialize, Serialize};

use super::call::ORDER;
use crate::answer;
use crate::client::Brightpearl;
use crate::search::{Row, Search};
use crate::wire::AccountConfiguration;

const ID: &str = "salesOrderId";

/// The sales orders that carry our reference.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct SameReference {
    /// Those that count, ascending.
    pub(super) live: Vec<u64>,
    /// Those that were cancelled.
    pub(super) cancelled: Vec<u64>,
}

impl SameReference {
    /// Reads it from what was found.
    pub(super) fn of(found: &Found) -> SameReference {
        SameReference::deserialize(&found.0).unwrap_or_default()
    }

    fn into_found(self) -> Found {
        Found(serde_json::to_value(self).unwrap_or_default())
    }
}

impl Brightpearl {
    /// One search for each order that was not made yet; the search takes one reference a call (fact sheet 7, question 14).
    pub(super) async fn look_for_orders(
        &self,
        account: &Account,
        asked: &[Asked<'_, OrderDraft>],
    ) -> Result<Vec<Result<Found, Failure>>, PlatformError> {
        let mut all = Vec::with_capacity(asked.len());
        let mut cancelled_status = None;
        for one in asked {
            if one.answer(ORDER).is_some() || one.link.is_some() {
                all.push(Ok(Found::default()));
                continue;
            }
            let rows = self.orders_with(account, &one.draft.reference).await?;
            if cancelled_status.is_none() && !rows.is_empty() {
                cancelled_status = Some(self.cancelled_status(account).await?);
            }
            all.push(Ok(sort(&rows, cancelled_status.flatten()).into_found()));
        }
        Ok(all)
    }

    /// The sales orders that carry a reference, cancelled ones apart.
    pub(super) async fn same_reference(
        &self,
        account: &Account,
        reference: &str,
    ) -> Result<SameReference, PlatformError> {
        let rows = self.orders_with(account, reference).await?;
        let cancelled = if rows.is_empty() { None } else { self.cancelled_status(account).await? };
        Ok(sort(&rows, cancelled))
    }

    async fn orders_with(&self, account: &Account, reference: &str) -> Result<Vec<Row>, PlatformError> {
        let search = Search {
            path: "order-service/sales-order-search",
            what: "read sales orders",
            id: ID,
            filters: vec![("externalRef", reference.to_owned())],
        };
        let (rows, _) = self.search_all(account, &search, |row| row.text("externalRef") == reference).await?;
        Ok(rows)
    }

    /// The status the account uses for cancelled orders, if it has one.
    async fn cancelled_status(&self, account: &Account) -> Result<Option<u64>, PlatformError> {
        let configuration = self.configuration(account).await?;
        Ok(configuration.get("cancelledOrderStatusId").parse().ok())
    }

    /// The account's own settings.
    pub(crate) async fn configuration(
        &self,
        account: &Account,
    ) -> Result<AccountConfiguration, PlatformError> {
        let path = "integration-service/account-configuration";
        let reply = self.get(account, path, Vec::new(), "read the account configuration").await?;
        answer::shaped(&reply)
    }
}

fn sort(rows: &[Row], cancelled_status: Option<u64>) -> SameReference {
    let mut same = SameReference::default();
    for row in rows {
        let Some(id) = row.id(ID) else { continue };
        let cancelled = cancelled_status.is_some() && row.id("orderStatusId") == cancelled_status;
        if cancelled { same.cancelled.push(id) } else { same.live.push(id) }
    }
    for ids in [&mut same.live, &mut same.cancelled] {
        ids.sort_unstable();
        ids.dedup();
    }
    same
}
