//! What a record depends on or came from, and what waits for it: the way from one log to another.

use std::collections::BTreeSet;

use model::payload::SaleLine;
use model::{Block, Filter, Kind, LogQuery, MerchantId, Payload, Record, Status, SyncState, Waiting};
use store::{LinkAsk, StoreError};

use super::Control;

/// Waiting records that are named.
const NAMED: usize = 20;
/// Waiting records that are counted; of one that holds up more than these, only "more" is said.
const COUNTED: u16 = 200;
/// Till items that are looked up for a sale.
const ITEMS: usize = 20;

/// What a record depends on or came from, and what waits for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Relations {
    /// What it depends on or came from, whether or not that is in step.
    pub depends_on: Vec<Relation>,
    /// The first records that wait for it, oldest first.
    pub waiting: Vec<Record>,
    /// How many more were counted.
    pub more: usize,
    /// Whether there are more than were counted.
    pub uncounted: bool,
}

/// Something a record depends on or came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// What it is to the record.
    pub tie: Tie,
    /// Its kind.
    pub kind: Kind,
    /// Its reference at its source; `None` for a till item that no product is known for.
    pub source_ref: Option<String>,
    /// What the till calls it; empty where only the reference is known.
    pub name: String,
    /// Its record; `None` while it has not been seen.
    pub record: Option<Record>,
}

/// What something is to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// Whose sale or return it is.
    Customer,
    /// The sale that returned goods were bought in.
    BoughtIn,
    /// The sale that took the goods back, where it sold something too.
    TakenBackIn,
    /// The sale that was made void.
    Undone,
    /// The product of a stock figure or of a line.
    Product,
}

impl Tie {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Tie::Customer => "customer",
            Tie::BoughtIn => "bought_in",
            Tie::TakenBackIn => "taken_back_in",
            Tie::Undone => "undone",
            Tie::Product => "product",
        }
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Tie::Customer => "Customer",
            Tie::BoughtIn => "Bought in",
            Tie::TakenBackIn => "Taken back in",
            Tie::Undone => "Undoes",
            Tie::Product => "Product",
        }
    }

    fn of(kind: Kind) -> Tie {
        match kind {
            Kind::Customer => Tie::Customer,
            Kind::Order | Kind::Refund => Tie::BoughtIn,
            Kind::Product | Kind::Inventory => Tie::Product,
        }
    }
}

impl Control {
    /// What a record depends on or came from, and what waits for it.
    ///
    /// # Errors
    /// While the store does not answer.
    pub async fn relations(&self, merchant: MerchantId, record: &Record) -> Result<Relations, StoreError> {
        let mut depends_on = Vec::new();
        for (tie, kind, source_ref) in ties(record) {
            let parent = self.store().record_by_ref(merchant, kind, &source_ref).await?;
            // A sale that only took goods back has no order, so there is nothing to show of it.
            if parent.is_some() || tie != Tie::TakenBackIn {
                let source_ref = Some(source_ref);
                depends_on.push(Relation { tie, kind, source_ref, name: String::new(), record: parent });
            }
        }
        for (item, name) in items(record).into_iter().take(ITEMS) {
            depends_on.push(self.product_of(merchant, record, &item, name).await?);
        }
        let mut waiting = self.waiting_for(merchant, record).await?;
        let uncounted = waiting.len() >= usize::from(COUNTED);
        let more = waiting.len().saturating_sub(NAMED);
        waiting.truncate(NAMED);
        Ok(Relations { depends_on, waiting, more, uncounted })
    }

    /// The product of a till item a sale waits for: the linked one, else the one with the line's SKU.
    async fn product_of(
        &self,
        merchant: MerchantId,
        record: &Record,
        item: &str,
        name: String,
    ) -> Result<Relation, StoreError> {
        let ask = LinkAsk::ByTarget(Kind::Product, item.to_owned());
        let linked = self.store().links(merchant, std::slice::from_ref(&ask)).await?.remove(&ask);
        let product = match (linked, sku_of(record, item)) {
            (Some(product), _) => self.store().record_by_ref(merchant, Kind::Product, &product).await?,
            (None, Some(sku)) => {
                let found = self.by_sku(merchant, Kind::Product, None, sku).await?;
                found.into_iter().find(|product| has_sku(product, sku))
            }
            (None, None) => None,
        };
        let source_ref = product.as_ref().map(|product| product.source_ref.clone());
        Ok(Relation { tie: Tie::Product, kind: Kind::Product, source_ref, name, record: product })
    }

    /// Records that wait for this one, oldest first.
    async fn waiting_for(&self, merchant: MerchantId, record: &Record) -> Result<Vec<Record>, StoreError> {
        let own = Block::Parent { kind: record.kind, source_ref: record.source_ref.clone() };
        let item = record.target_ref.clone().filter(|_| record.kind == Kind::Product);
        let item = item.map(|id| Block::Item { id, name: String::new(), sku: String::new() }.to_string());
        let keys: Vec<String> = [own.to_string()].into_iter().chain(item).collect();
        let mut waiting = self.store().blocked_by(merchant, &keys, 0, u32::from(COUNTED)).await?;
        if let (Some(Payload::Product(product)), None) = (&record.payload, &record.target_ref) {
            // A product without a link: which till item is its own is known by the SKU alone.
            let sku = product.sku.trim();
            for kind in [Kind::Order, Kind::Refund] {
                let found = self.by_sku(merchant, kind, Some(Status::Pending), sku).await?;
                waiting.extend(found.into_iter().filter(|sale| waits_for_sku(sale, sku)));
            }
            waiting.sort_by_key(|record| record.seq);
        }
        Ok(waiting)
    }

    /// Records found by a SKU; a search finds more than those that have it exactly.
    async fn by_sku(
        &self,
        merchant: MerchantId,
        kind: Kind,
        status: Option<Status>,
        sku: &str,
    ) -> Result<Vec<Record>, StoreError> {
        if sku.is_empty() {
            return Ok(Vec::new());
        }
        let filter = Filter { status, text: Some(sku.to_owned()), ..Filter::default() };
        let query = LogQuery { limit: COUNTED, ..LogQuery::filtered(kind, filter) };
        Ok(self.store().page(merchant, &query).await?.records)
    }
}

/// What a record names by reference: first what it came from, then what else it waits for.
fn ties(record: &Record) -> Vec<(Tie, Kind, String)> {
    let mut ties = Vec::new();
    let mut add = |tie: Tie, kind: Kind, source_ref: &String| {
        if !ties.iter().any(|(_, known, its)| *known == kind && its == source_ref) {
            ties.push((tie, kind, source_ref.clone()));
        }
    };
    match &record.payload {
        Some(Payload::Order(sale)) => {
            sale.customer_ref.iter().for_each(|id| add(Tie::Customer, Kind::Customer, id));
        }
        Some(Payload::Refund(back)) => {
            if back.undoes_sale {
                add(Tie::Undone, Kind::Order, &back.sale_ref);
            }
            back.parent_sale_ref.iter().for_each(|id| add(Tie::BoughtIn, Kind::Order, id));
            add(Tie::TakenBackIn, Kind::Order, &back.sale_ref);
            back.customer_ref.iter().for_each(|id| add(Tie::Customer, Kind::Customer, id));
        }
        Some(Payload::Inventory(stock)) => add(Tie::Product, Kind::Product, &stock.product_ref),
        Some(Payload::Product(_) | Payload::Customer(_)) | None => {}
    }
    for block in blocks(record) {
        if let Block::Parent { kind, source_ref } = block {
            add(Tie::of(*kind), *kind, source_ref);
        }
    }
    ties
}

/// Till items a record waits for, with their names, each once.
fn items(record: &Record) -> BTreeSet<(String, String)> {
    let item = |block: &Block| match block {
        Block::Item { id, name, .. } => Some((id.clone(), name.clone())),
        _ => None,
    };
    blocks(record).iter().filter_map(item).collect()
}

fn blocks(record: &Record) -> &[Block] {
    match &record.state {
        SyncState::Pending(Waiting::Blocked { by }) => by,
        _ => &[],
    }
}

fn lines(record: &Record) -> &[SaleLine] {
    match &record.payload {
        Some(Payload::Order(sale)) => &sale.lines,
        Some(Payload::Refund(back)) => &back.lines,
        _ => &[],
    }
}

/// The SKU of a till item as a sale's line has it.
fn sku_of<'a>(record: &'a Record, item: &str) -> Option<&'a str> {
    let line = lines(record).iter().find(|line| line.item.as_deref() == Some(item))?;
    Some(line.sku.trim()).filter(|sku| !sku.is_empty())
}

fn has_sku(product: &Record, sku: &str) -> bool {
    matches!(&product.payload, Some(Payload::Product(product)) if product.sku.trim().eq_ignore_ascii_case(sku))
}

/// Whether a sale waits for a till item with this SKU.
fn waits_for_sku(sale: &Record, sku: &str) -> bool {
    let waited = items(sale);
    waited.iter().any(|(item, _)| sku_of(sale, item).is_some_and(|its| its.eq_ignore_ascii_case(sku)))
}

#[cfg(test)]
mod tests {
    use model::payload::{Return, Stock};
    use model::{Outcome, Platform, RecordId, When};
    use uuid::Uuid;

    use super::*;

    fn record(kind: Kind, payload: Payload, state: SyncState) -> Record {
        Record {
            id: RecordId(Uuid::nil()),
            seq: 1,
            merchant: MerchantId(Uuid::nil()),
            kind,
            source: Platform::Lightspeed,
            source_ref: "9".to_owned(),
            target_ref: None,
            state,
            revision: 1,
            synced_revision: None,
            attempts: 0,
            payload: Some(payload),
            sent: None,
            source_changed_at: None,
            first_seen_at: When(0),
            updated_at: When(0),
            due_at: None,
            resync_asked: false,
            assigned: None,
            notes: 0,
        }
    }

    fn of_return(back: Return) -> Vec<(Tie, Kind, String)> {
        ties(&record(Kind::Refund, Payload::Refund(back), SyncState::Synced(Outcome::Created)))
    }

    #[test]
    fn a_return_comes_from_the_sale_it_was_bought_in_and_the_one_that_took_it_back() {
        let back = Return {
            sale_ref: "20".to_owned(),
            parent_sale_ref: Some("10".to_owned()),
            customer_ref: Some("5".to_owned()),
            ..Return::default()
        };
        let named = of_return(back).into_iter().map(|(tie, _, id)| (tie, id)).collect::<Vec<_>>();
        let wanted = [(Tie::BoughtIn, "10"), (Tie::TakenBackIn, "20"), (Tie::Customer, "5")];
        assert_eq!(named, wanted.map(|(tie, id)| (tie, id.to_owned())));
    }

    #[test]
    fn what_undoes_a_sale_names_it_once() {
        let sale = || "10".to_owned();
        let back = Return {
            sale_ref: sale(),
            parent_sale_ref: Some(sale()),
            undoes_sale: true,
            ..Return::default()
        };
        assert_eq!(of_return(back), [(Tie::Undone, Kind::Order, sale())]);
    }

    #[test]
    fn what_a_record_waits_for_is_named_even_if_its_payload_does_not_tell() {
        let by = vec![
            Block::Parent { kind: Kind::Customer, source_ref: "5".to_owned() },
            Block::Item { id: "77".to_owned(), name: "Mug".to_owned(), sku: String::new() },
        ];
        let stock = Stock { product_ref: "1001".to_owned(), ..Stock::default() };
        let blocked =
            record(Kind::Inventory, Payload::Inventory(stock), SyncState::Pending(Waiting::Blocked { by }));
        let kinds = ties(&blocked).into_iter().map(|(_, kind, id)| (kind, id)).collect::<Vec<_>>();
        assert_eq!(kinds, [(Kind::Product, "1001".to_owned()), (Kind::Customer, "5".to_owned())]);
        assert_eq!(items(&blocked).into_iter().collect::<Vec<_>>(), [("77".to_owned(), "Mug".to_owned())]);
    }
}
