//! How far flows have read, and what platforms allow.

use async_trait::async_trait;
use model::{BudgetState, Kind, MerchantId, Platform, When};
use store::{ErrandRow, FlowRow, FlowRun, Flows, Result};

use crate::error::store_error;
use crate::open::SqliteStore;
use crate::row::{from_json, to_json};

#[derive(sqlx::FromRow)]
struct Row {
    cursor: Option<String>,
    last_success_at: Option<i64>,
    next_run_at: Option<i64>,
    run_now_at: Option<i64>,
    problem: Option<String>,
    problem_since: Option<i64>,
}

#[async_trait]
impl Flows for SqliteStore {
    async fn flow(&self, merchant: MerchantId, kind: Kind) -> Result<FlowRow> {
        let row: Option<Row> = sqlx::query_as(
            "select cursor, last_success_at, next_run_at, run_now_at, problem, problem_since from flow
             where merchant = ?1 and kind = ?2",
        )
        .bind(merchant.0)
        .bind(kind.word())
        .fetch_optional(&self.readers)
        .await
        .map_err(store_error)?;
        Ok(row.map(flow_row).unwrap_or_default())
    }

    async fn ran(&self, merchant: MerchantId, kind: Kind, run: FlowRun) -> Result<()> {
        let now = self.clock.now().0;
        let success = run.problem.is_none().then_some(now);
        let failing = run.problem.is_some().then_some(now);
        sqlx::query(
            "insert into flow (merchant, kind, last_success_at, next_run_at, problem, problem_since)
             values (?1, ?2, ?3, ?4, ?5, ?7)
             on conflict (merchant, kind) do update
             set last_success_at = coalesce(excluded.last_success_at, last_success_at),
                 next_run_at = excluded.next_run_at, problem = excluded.problem,
                 -- A problem goes on since its first look, whatever its words are by now.
                 problem_since = case when ?7 is null then null else coalesce(problem_since, ?7) end,
                 run_now_at = case when run_now_at <= ?6 then null else run_now_at end",
        )
        .bind(merchant.0)
        .bind(kind.word())
        .bind(success)
        .bind(run.next_run_at.0)
        .bind(run.problem)
        .bind(run.started_at.0)
        .bind(failing)
        .execute(&self.writer)
        .await
        .map_err(store_error)?;
        Ok(())
    }

    async fn run_now(&self, merchant: MerchantId, kind: Kind) -> Result<()> {
        sqlx::query(
            "insert into flow (merchant, kind, run_now_at) values (?1, ?2, ?3)
             on conflict (merchant, kind) do update set run_now_at = excluded.run_now_at",
        )
        .bind(merchant.0)
        .bind(kind.word())
        .bind(self.clock.now().0)
        .execute(&self.writer)
        .await
        .map_err(store_error)?;
        Ok(())
    }

    async fn errand(&self, merchant: MerchantId, name: &str) -> Result<ErrandRow> {
        let row: Option<(Option<String>, Option<i64>)> =
            sqlx::query_as("select cursor, next_at from errand where merchant = ?1 and name = ?2")
                .bind(merchant.0)
                .bind(name)
                .fetch_optional(&self.readers)
                .await
                .map_err(store_error)?;
        let errand = |(cursor, next_at): (_, Option<i64>)| ErrandRow { cursor, next_at: next_at.map(When) };
        Ok(row.map(errand).unwrap_or_default())
    }

    async fn save_errand(&self, merchant: MerchantId, name: &str, row: &ErrandRow) -> Result<()> {
        sqlx::query(
            "insert into errand (merchant, name, cursor, next_at) values (?1, ?2, ?3, ?4)
             on conflict (merchant, name) do update set cursor = excluded.cursor, next_at = excluded.next_at",
        )
        .bind(merchant.0)
        .bind(name)
        .bind(&row.cursor)
        .bind(row.next_at.map(|at| at.0))
        .execute(&self.writer)
        .await
        .map_err(store_error)?;
        Ok(())
    }

    async fn budget(&self, merchant: MerchantId, platform: Platform) -> Result<Option<BudgetState>> {
        let state: Option<String> =
            sqlx::query_scalar("select state from budget where merchant = ?1 and platform = ?2")
                .bind(merchant.0)
                .bind(platform.word())
                .fetch_optional(&self.readers)
                .await
                .map_err(store_error)?;
        state.as_deref().map(from_json).transpose()
    }

    async fn save_budget(&self, merchant: MerchantId, platform: Platform, state: &BudgetState) -> Result<()> {
        sqlx::query(
            "insert into budget (merchant, platform, state) values (?1, ?2, ?3)
             on conflict (merchant, platform) do update set state = excluded.state",
        )
        .bind(merchant.0)
        .bind(platform.word())
        .bind(to_json(state)?)
        .execute(&self.writer)
        .await
        .map_err(store_error)?;
        Ok(())
    }
}

fn flow_row(row: Row) -> FlowRow {
    FlowRow {
        cursor: row.cursor,
        last_success_at: row.last_success_at.map(When),
        next_run_at: row.next_run_at.filter(|_| row.run_now_at.is_none()).map(When),
        problem: row.problem,
        problem_since: row.problem_since.map(When),
    }
}
