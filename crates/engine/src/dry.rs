//! The dry run: the latest things of both platforms through the real rules, with nothing written anywhere.

use std::collections::HashMap;
use std::time::Duration;

use model::{DryRun, Kind, Lane, MerchantId, Outgoing, Payload, Rehearsed, Settings, Would};
use platform::Account;
use store::{LinkAsk, Seen, Standing, Start, StoreError};

use crate::accounts;
use crate::engine::Shared;
use crate::fault::Fault;
use crate::flow::AnyFlow;
use crate::rules::{Given, Verdict};

/// How many of each are shown.
const SALES: usize = 20;
const REFUNDS: usize = 10;
const PRODUCTS: usize = 50;
/// How far back sales are looked for, in hours: a busy chain has twenty within the first, a quiet shop within months.
const WINDOWS: [u64; 6] = [2, 12, 72, 24 * 14, 24 * 60, 24 * 180];
/// Pages read of one window; beyond that the newest would not be among them.
const PAGES: usize = 8;
/// What stands for a link that the real run would have made first.
const TO_BE_MADE: &str = "new";

/// Takes the latest sales, returns and products through the rules of these settings.
pub(crate) async fn dry_run(
    shared: &Shared,
    merchant: MerchantId,
    settings: &Settings,
) -> Result<DryRun, StoreError> {
    let mut run = DryRun { at: shared.store.now().await?, ..DryRun::default() };
    let rehearsal = Rehearsal { shared, merchant, settings };
    rehearsal.sales(&mut run).await?;
    rehearsal.products(&mut run).await?;
    Ok(run)
}

struct Rehearsal<'a> {
    shared: &'a Shared,
    merchant: MerchantId,
    settings: &'a Settings,
}

impl Rehearsal<'_> {
    /// Looks ever further back until there are enough sales and returns.
    async fn sales(&self, run: &mut DryRun) -> Result<(), StoreError> {
        let Some((flow, account)) = self.flow(Kind::Order, run).await? else { return Ok(()) };
        let mut latest = (Vec::new(), self.settings.clone());
        for hours in WINDOWS {
            let go_live = run.at.minus(Duration::from_secs(hours * 3_600));
            let settings = Settings { go_live: Some(go_live), ..self.settings.clone() };
            let Some((rows, whole)) = self.read(flow, &account, &settings, PAGES, run).await? else { break };
            if !whole && !latest.0.is_empty() {
                break;
            }
            let enough = count(&rows, Kind::Order) >= SALES && count(&rows, Kind::Refund) >= REFUNDS;
            latest = (rows, settings);
            if enough || !whole {
                break;
            }
        }
        let (rows, settings) = latest;
        let sales: Vec<String> =
            rows.iter().filter(|row| row.kind == Kind::Order).map(|row| row.source_ref.clone()).collect();
        run.sales = self.rehearse(&settings, last(&rows, Kind::Order, SALES), &sales).await?;
        run.refunds = self.rehearse(&settings, last(&rows, Kind::Refund, REFUNDS), &sales).await?;
        Ok(())
    }

    async fn products(&self, run: &mut DryRun) -> Result<(), StoreError> {
        let Some((flow, account)) = self.flow(Kind::Product, run).await? else { return Ok(()) };
        let read = self.read(flow, &account, self.settings, 1, run).await?;
        let rows = read.map(|(rows, _)| rows).unwrap_or_default();
        run.products = self.rehearse(self.settings, last(&rows, Kind::Product, PRODUCTS), &[]).await?;
        Ok(())
    }

    /// A kind's flow and its source's account; notes what is in the way.
    async fn flow(
        &self,
        kind: Kind,
        run: &mut DryRun,
    ) -> Result<Option<(&dyn AnyFlow, Account)>, StoreError> {
        let flow = self.shared.flows.iter().find(|flow| flow.kind() == kind);
        let account =
            accounts::working(&*self.shared.store, self.merchant, kind.source(), Lane::Person).await?;
        if account.is_none() {
            run.problems.push(format!("{} is not connected.", kind.source().name()));
        }
        Ok(flow.map(|flow| &**flow).zip(account))
    }

    /// What a source tells from its beginning under these settings, and whether that was all; `None` after a problem.
    async fn read(
        &self,
        flow: &dyn AnyFlow,
        account: &Account,
        settings: &Settings,
        pages: usize,
        run: &mut DryRun,
    ) -> Result<Option<(Vec<Seen>, bool)>, StoreError> {
        let (mut rows, mut cursor) = (Vec::new(), flow.first_cursor(settings));
        for _ in 0..pages {
            match flow.discover(&*self.shared.store, account, settings, cursor.as_deref()).await? {
                Ok(page) => {
                    rows.extend(page.rows);
                    if !page.more {
                        return Ok(Some((rows, true)));
                    }
                    cursor = Some(page.cursor);
                }
                Err(error) => {
                    run.problems.push(Fault::from(error).failure().cause());
                    return Ok(None);
                }
            }
        }
        Ok(Some((rows, false)))
    }

    async fn rehearse(
        &self,
        settings: &Settings,
        rows: Vec<&Seen>,
        sales: &[String],
    ) -> Result<Vec<Rehearsed>, StoreError> {
        let mut rehearsed = Vec::with_capacity(rows.len());
        for row in rows {
            rehearsed.push(self.one(settings, row, sales).await?);
        }
        Ok(rehearsed)
    }

    async fn one(&self, settings: &Settings, row: &Seen, sales: &[String]) -> Result<Rehearsed, StoreError> {
        let (would, first) = match (&row.start, &row.payload) {
            (Start::Fail(failure), _) => (Would::Fail { failure: failure.clone() }, Vec::new()),
            (Start::Queue, Some(payload)) => self.would(settings, row, payload, sales).await?,
            (Start::Queue, None) => (Would::Skip { reason: "nothing came".to_owned() }, Vec::new()),
        };
        Ok(Rehearsed {
            kind: row.kind,
            source_ref: row.source_ref.clone(),
            payload: row.payload.clone(),
            would,
            first,
        })
    }

    /// The rules' verdict, as if what comes first were done: customers, products, the orders of the sales that were read.
    async fn would(
        &self,
        settings: &Settings,
        row: &Seen,
        payload: &Payload,
        sales: &[String],
    ) -> Result<(Would, Vec<Kind>), StoreError> {
        let Some(flow) = self.shared.flows.iter().find(|flow| flow.kind() == row.kind) else {
            return Ok((Would::Skip { reason: "nothing is sent of it".to_owned() }, Vec::new()));
        };
        let asks = flow.needs(settings, payload);
        let mut links = self.shared.store.links(self.merchant, &asks).await?;
        let mut first = Vec::new();
        for ask in asks {
            let Some(kind) = made_first(&ask) else { continue };
            links.entry(ask).or_insert_with(|| {
                first.push(kind);
                TO_BE_MADE.to_owned()
            });
        }
        let parents = flow.parents(payload).into_iter().filter(|parent| sales.contains(parent));
        let standings: HashMap<String, Standing> =
            parents.map(|parent| (parent, Standing::Linked(TO_BE_MADE.to_owned()))).collect();
        let given = Given {
            settings,
            links: &links,
            standings: &standings,
            account: "",
            instance: None,
            source_ref: &row.source_ref,
            link: None,
            sent: None,
            forced: false,
            begun: false,
        };
        Ok((would(flow.verdict(&given, payload)), first))
    }
}

/// What would have been made before; a twin among customers is no link that must be there.
fn made_first(ask: &LinkAsk) -> Option<Kind> {
    match ask {
        LinkAsk::BySource(kind, _) | LinkAsk::ByTarget(kind, _) => Some(*kind),
        LinkAsk::BySolo(..) => None,
    }
}

fn would(verdict: Verdict<Outgoing>) -> Would {
    match verdict {
        Verdict::Send(draft) => Would::Make { draft: Box::new(draft) },
        Verdict::Wait(by) => Would::Wait { by },
        Verdict::Skip(reason) => Would::Skip { reason },
        Verdict::Fail(failure) => Would::Fail { failure },
    }
}

fn count(rows: &[Seen], kind: Kind) -> usize {
    rows.iter().filter(|row| row.kind == kind).count()
}

/// The last rows of a kind, the newest first.
fn last(rows: &[Seen], kind: Kind, most: usize) -> Vec<&Seen> {
    rows.iter().rev().filter(|row| row.kind == kind).take(most).collect()
}
