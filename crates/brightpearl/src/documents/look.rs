//! What is already there: by our own reference, compared exactly, since `externalRef` alone is not unique (fact sheet 5.1).

use platform::{Account, PlatformError};

use super::DocumentKind;
use super::told::SameReference;
use crate::answer;
use crate::client::Brightpearl;
use crate::search::{Row, Search};
use crate::wire::AccountConfiguration;

const ID: &str = "orderId";
const TYPE: &str = "orderTypeId";

impl Brightpearl {
    /// The documents of a kind that carry a reference, cancelled ones apart.
    pub(super) async fn same_reference(
        &self,
        account: &Account,
        kind: DocumentKind,
        reference: &str,
    ) -> Result<SameReference, PlatformError> {
        let search = Search {
            path: "order-service/order-search",
            what: "read orders",
            id: ID,
            filters: vec![("externalRef", reference.to_owned()), (TYPE, kind.order_type().to_string())],
        };
        let ours =
            |row: &Row| row.text("externalRef") == reference && row.id(TYPE) == Some(kind.order_type());
        let (rows, _) = self.search_all(account, &search, ours).await?;
        let cancelled = if rows.is_empty() { None } else { self.cancelled_status(account).await? };
        Ok(sort(&rows, cancelled))
    }

    /// The status the account uses for cancelled orders, if it has one.
    pub(super) async fn cancelled_status(&self, account: &Account) -> Result<Option<u64>, PlatformError> {
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
