//! The work on one batch of stock figures.

use std::collections::{BTreeMap, HashMap};

use model::outgoing::StockDraft;
use model::payload::{Stock, StockFigures};
use model::{AttemptEnd, Kind, Lane, Outcome, Outgoing, Payload, Settings, When};
use platform::{OnHand, PlatformError, Shelf, ShopQuantity};
use store::{Claim, End, Intent, StoreError, Unshown};
use tokio::time::Instant;

use super::{StockFlow, target_ref, unique, warehouse};
use crate::accounts;
use crate::discover;
use crate::engine::Shared;
use crate::fault::Fault;
use crate::posting::{Ended, ended_by};
use crate::settle::Ending;
use crate::work::{Batch, Worker};

/// The step a written quantity is kept under; marked as one that may be repeated.
const STEP: &str = "~quantity";
const TITLE: &str = "Quantity at the till";

/// The work on one batch.
pub(super) struct Run<'a> {
    pub(super) flow: &'a StockFlow,
    pub(super) shared: &'a Shared,
    pub(super) worker: &'a Worker,
    pub(super) batch: &'a Batch,
    pub(super) started: When,
    /// From here on nothing new is written, so that figures which sales make urgent get their turn.
    pub(super) turn_ends: Instant,
}

/// A figure that differs from what its shop shows.
struct Differing {
    claim: Claim,
    stock: Stock,
    quantity: i64,
}

impl Run<'_> {
    pub(super) async fn whole(&self, claims: Vec<Claim>) -> Result<(), StoreError> {
        let (mut asked, mut blocked) = (Vec::new(), Vec::new());
        for claim in claims {
            match stock_of(&claim).map(|stock| (warehouse(&self.batch.settings.settings, &stock), stock)) {
                Some((Ok(warehouse), stock)) => asked.push((claim, stock, warehouse)),
                Some((Err(block), _)) => blocked.push((claim, block)),
                None => self.settle(&claim, skipped("its product is not known yet"), None, None).await?,
            }
        }
        for (claim, block) in blocked {
            let settings_version = self.batch.settings.version;
            self.settle(&claim, End::Blocked { by: vec![block], settings_version }, None, None).await?;
        }
        if asked.is_empty() {
            return Ok(());
        }
        let claims: Vec<Claim> = asked.iter().map(|(claim, ..)| claim.clone()).collect();
        match self.read(&asked).await? {
            Ok(read) => self.compare_and_write(asked, &read).await,
            Err(fault) => self.fail_all(&claims, &fault).await,
        }
    }

    /// All that the figures need, in the order that never shows more than is left.
    async fn read(&self, asked: &[(Claim, Stock, String)]) -> Result<Result<Read, Fault>, StoreError> {
        if let Some(fault) = self.read_sales().await? {
            return Ok(Err(fault));
        }
        let items = unique(asked.iter().map(|(_, stock, _)| stock.item_ref.clone()));
        let unshown = self.worker.store.unshown(self.batch.merchant, &items).await?;
        let products = unique(asked.iter().map(|(_, stock, _)| stock.product_ref.clone()));
        let on_hand = match self.flow.source.on_hand(&self.batch.source, &products).await {
            Ok(on_hand) => on_hand,
            Err(error) => return Ok(Err(error.into())),
        };
        Ok(match self.flow.target.shelves(&self.batch.target, &items).await {
            Ok(shelves) => Ok(Read { unshown, on_hand, shelves: by_place(shelves) }),
            Err(error) => Err(error.into()),
        })
    }

    /// Sales to the end: what was sold a moment ago must not be shown as still there.
    async fn read_sales(&self) -> Result<Option<Fault>, StoreError> {
        let Some(sales) = self.shared.flows.iter().find(|flow| flow.kind() == Kind::Order) else {
            return Ok(None);
        };
        let settings = &self.batch.settings.settings;
        let platform = sales.reads_from();
        let account =
            accounts::working(&*self.shared.store, self.batch.merchant, platform, Lane::Inventory).await?;
        let Some(account) = account else {
            return Ok(Some(Fault::Connection {
                platform,
                failure: model::Failure::AccessLost { platform },
            }));
        };
        let problem = discover::read(self.shared, &**sales, &account, settings).await?;
        Ok(problem.map(|problem| match problem.until {
            Some(until) => Fault::Throttled { platform, until },
            None => Fault::Heals(model::Failure::Unreachable { platform, during: problem.words }),
        }))
    }

    async fn compare_and_write(
        &self,
        asked: Vec<(Claim, Stock, String)>,
        read: &Read,
    ) -> Result<(), StoreError> {
        let mut by_item: BTreeMap<String, Vec<Differing>> = BTreeMap::new();
        for (claim, stock, warehouse) in asked {
            let not_tracked = skipped(&format!("not stock-tracked in {}", Kind::Inventory.source().name()));
            let Some(figures) = read.figures(&self.batch.settings.settings, &stock, &warehouse) else {
                self.settle(&claim, not_tracked, None, None).await?;
                continue;
            };
            let (quantity, till) = (figures.quantity(), figures.till);
            let stock = Stock { figures: Some(figures), ..stock };
            if quantity == till && !claim.forced {
                self.unchanged(&claim, &stock, quantity).await?;
            } else {
                let differing = Differing { claim, quantity, stock };
                by_item.entry(differing.stock.item_ref.clone()).or_default().push(differing);
            }
        }
        for (item, figures) in by_item {
            self.write(&item, figures).await?;
        }
        Ok(())
    }

    async fn unchanged(&self, claim: &Claim, stock: &Stock, quantity: i64) -> Result<(), StoreError> {
        let target = target_ref(&stock.item_ref, &stock.shop_ref);
        let end = End::Synced { target_ref: Some(target), outcome: Outcome::Unchanged };
        self.settle(claim, end, None, Some((stock, quantity))).await
    }

    /// One call for all shops of an item. It sets quantities and may be repeated, but never late: the intent is the last act
    /// before it, and is refused when the lease would not outlast the call.
    async fn write(&self, item: &str, figures: Vec<Differing>) -> Result<(), StoreError> {
        let mut ours = Vec::new();
        for figure in figures {
            match self.intend(&figure).await? {
                Intent::Go => ours.push(figure),
                Intent::LeaseTooShort => self.settle(&figure.claim, End::HandBack, None, None).await?,
                Intent::FenceLost => {}
            }
        }
        let quantities: Vec<ShopQuantity> = ours
            .iter()
            .map(|figure| ShopQuantity { shop: figure.stock.shop_ref.clone(), quantity: figure.quantity })
            .collect();
        if quantities.is_empty() {
            return Ok(());
        }
        match self.flow.target.set(&self.batch.target, item, &quantities).await {
            Ok(_) => self.written(ours).await,
            Err(error) => self.not_written(ours, error).await,
        }
    }

    async fn intend(&self, figure: &Differing) -> Result<Intent, StoreError> {
        if Instant::now() > self.turn_ends {
            return Ok(Intent::LeaseTooShort);
        }
        let body = serde_json::json!({ "quantity": figure.quantity });
        let margin = self.worker.config.call_timeout;
        self.worker.store.intend(figure.claim.key, STEP, TITLE, &body, margin).await
    }

    async fn written(&self, figures: Vec<Differing>) -> Result<(), StoreError> {
        for Differing { claim, stock, quantity } in figures {
            let target = target_ref(&stock.item_ref, &stock.shop_ref);
            let answer = model::Answer::id(target.clone());
            if !self.worker.store.done(claim.key, STEP, TITLE, &answer).await? {
                continue;
            }
            let before = stock.figures.as_ref().map(|figures| figures.till).unwrap_or_default();
            let attempt = AttemptEnd::Synced { outcome: format!("Quantity set from {before} to {quantity}") };
            let outcome = Outcome::Updated;
            let end = End::Synced { target_ref: Some(target), outcome };
            self.settle(&claim, end, Some(attempt), Some((&stock, quantity))).await?;
        }
        Ok(())
    }

    /// Whatever became of the call, writing the quantity again does no harm: it is read afresh and tried again.
    async fn not_written(&self, figures: Vec<Differing>, error: PlatformError) -> Result<(), StoreError> {
        let fault = Fault::from(error);
        let now = self.worker.store.now().await?;
        for Differing { claim, stock, quantity } in figures {
            self.worker.store.withdraw(claim.key, STEP).await?;
            if let Ended::With { end, attempt } = ended_by(fault.clone(), &claim, now) {
                self.settle(&claim, end, attempt, Some((&stock, quantity))).await?;
            }
        }
        Ok(())
    }

    async fn fail_all(&self, claims: &[Claim], fault: &Fault) -> Result<(), StoreError> {
        self.worker.fail_all(self.batch, Kind::Inventory, self.started, claims, fault).await
    }

    async fn settle(
        &self,
        claim: &Claim,
        end: End,
        attempt: Option<AttemptEnd>,
        figures: Option<(&Stock, i64)>,
    ) -> Result<(), StoreError> {
        let draft = |(stock, quantity): (&Stock, i64)| StockDraft {
            item: stock.item_ref.clone(),
            shop: stock.shop_ref.clone(),
            quantity,
        };
        let ending = Ending {
            end,
            attempt,
            sent: figures.map(draft).map(Outgoing::Inventory),
            payload: figures.map(|(stock, _)| Payload::Inventory(stock.clone())),
        };
        self.worker.settle(self.batch, Kind::Inventory, self.started, claim, ending).await
    }
}

fn stock_of(claim: &Claim) -> Option<Stock> {
    match &claim.record.payload {
        Some(Payload::Inventory(stock)) if !stock.item_ref.is_empty() => Some(stock.clone()),
        _ => None,
    }
}

fn skipped(reason: &str) -> End {
    End::Synced { target_ref: None, outcome: Outcome::Skipped { reason: reason.to_owned() } }
}

/// What was read for a batch.
struct Read {
    unshown: HashMap<(String, String), Unshown>,
    on_hand: OnHand,
    shelves: HashMap<(String, String), Shelf>,
}

impl Read {
    /// A shop's figures; `None` for a product that keeps no stock. A shop without a shelf shows nothing of it.
    fn figures(&self, settings: &Settings, stock: &Stock, warehouse: &str) -> Option<StockFigures> {
        let place = (stock.item_ref.clone(), stock.shop_ref.clone());
        let on_hand = self.on_hand.get(&stock.product_ref)?.get(warehouse).copied().unwrap_or_default();
        let unshown = self.unshown.get(&place).copied().unwrap_or_default();
        let shelf = self.shelves.get(&place);
        let held = shelf.map(|shelf| shelf.held).filter(|_| settings.inventory.holds_lower_stock);
        Some(StockFigures {
            on_hand,
            unsynced_sales: unshown.sales,
            unsynced_returns: unshown.returns,
            held_at_till: held.unwrap_or_default(),
            buffer: settings.buffer(&stock.shop_ref),
            till: shelf.map(|shelf| shelf.quantity).unwrap_or_default(),
        })
    }
}

fn by_place(shelves: Vec<Shelf>) -> HashMap<(String, String), Shelf> {
    shelves.into_iter().map(|shelf| ((shelf.item.clone(), shelf.shop.clone()), shelf)).collect()
}
