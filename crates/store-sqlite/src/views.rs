//! The views of the logs that people saved.

use async_trait::async_trait;
use model::{Kind, MerchantId, SavedView, ViewId, When};
use sqlx::SqliteConnection;
use store::{Result, StoreError, ViewDraft, Views};
use uuid::Uuid;

use crate::error::store_error;
use crate::open::{SqliteStore, commit};
use crate::row;

#[async_trait]
impl Views for SqliteStore {
    async fn views(&self, merchant: MerchantId, kind: Kind, owner: Option<&str>) -> Result<Vec<SavedView>> {
        let rows: Vec<ViewRow> = sqlx::query_as(
            "select id, kind, name, asked, owner = '' as shared, at from view
             where merchant = ?1 and kind = ?2 and owner in ('', ?3) order by owner <> '', name_key",
        )
        .bind(merchant.0)
        .bind(kind.word())
        .bind(owner.unwrap_or_default())
        .fetch_all(&self.readers)
        .await
        .map_err(store_error)?;
        rows.into_iter().map(SavedView::try_from).collect()
    }

    async fn save_view(&self, merchant: MerchantId, draft: &ViewDraft) -> Result<SavedView> {
        let mut tx = self.write().await?;
        check_room(&mut tx, merchant, draft).await?;
        let row: ViewRow = sqlx::query_as(
            "insert into view (id, merchant, kind, owner, name, name_key, asked, at)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             on conflict (merchant, kind, owner, name_key)
                 do update set name = excluded.name, asked = excluded.asked, at = excluded.at
             returning id, kind, name, asked, owner = '' as shared, at",
        )
        .bind(Uuid::now_v7())
        .bind(merchant.0)
        .bind(draft.kind.word())
        .bind(draft.owner.as_deref().unwrap_or_default())
        .bind(&draft.name)
        .bind(draft.name.to_lowercase())
        .bind(&draft.asked)
        .bind(self.clock.now().0)
        .fetch_one(&mut *tx)
        .await
        .map_err(store_error)?;
        commit(tx).await?;
        row.try_into()
    }

    async fn remove_view(
        &self,
        merchant: MerchantId,
        view: ViewId,
        owner: Option<&str>,
    ) -> Result<Option<SavedView>> {
        let row: Option<ViewRow> = sqlx::query_as(
            "delete from view where id = ?1 and merchant = ?2 and owner in ('', ?3)
             returning id, kind, name, asked, owner = '' as shared, at",
        )
        .bind(view.0)
        .bind(merchant.0)
        .bind(owner.unwrap_or_default())
        .fetch_optional(&self.writer)
        .await
        .map_err(store_error)?;
        row.map(SavedView::try_from).transpose()
    }
}

/// That the owner has room for one more of this name.
async fn check_room(conn: &mut SqliteConnection, merchant: MerchantId, draft: &ViewDraft) -> Result<()> {
    let others: i64 = sqlx::query_scalar(
        "select count(*) from view where merchant = ?1 and kind = ?2 and owner = ?3 and name_key <> ?4",
    )
    .bind(merchant.0)
    .bind(draft.kind.word())
    .bind(draft.owner.as_deref().unwrap_or_default())
    .bind(draft.name.to_lowercase())
    .fetch_one(conn)
    .await
    .map_err(store_error)?;
    let most = i64::try_from(SavedView::MOST).unwrap_or(i64::MAX);
    if others < most { Ok(()) } else { Err(StoreError::NoRoom { most }) }
}

#[derive(sqlx::FromRow)]
struct ViewRow {
    id: Uuid,
    kind: String,
    name: String,
    asked: String,
    shared: bool,
    at: i64,
}

impl TryFrom<ViewRow> for SavedView {
    type Error = StoreError;

    fn try_from(row: ViewRow) -> Result<SavedView> {
        Ok(SavedView {
            id: ViewId(row.id),
            kind: row::kind(&row.kind)?,
            name: row.name,
            asked: row.asked,
            shared: row.shared,
            at: When(row.at),
        })
    }
}
