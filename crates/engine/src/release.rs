//! After a save of the settings: what waited for them is tested again and released, what they reach is pushed again.

use std::collections::BTreeSet;

use model::{Block, Kind, MerchantId, Record, RecordId, Settings, SyncState};
use store::{LinkAsk, Recheck, Retest, StoreError};

use crate::engine::Shared;
use crate::errands::{self, Errand};
use crate::rules::{Given, Hold};

/// Records looked at in one go.
const CHUNK: u32 = 500;

/// Releases and pushes what a save concerns. Answers how many records it released.
pub(crate) async fn after_save(
    shared: &Shared,
    merchant: MerchantId,
    version: i64,
    before: &Settings,
    after: &Settings,
) -> Result<u64, StoreError> {
    let keys: Vec<String> = keys_touched(before, after).into_iter().collect();
    let (mut released, mut after_seq) = (0, 0);
    while let Some((last, results)) = retested(shared, merchant, after, &keys, after_seq).await? {
        after_seq = last;
        released += shared.store.retest(merchant, version, &results).await?;
    }
    if before.shops != after.shops {
        // Figures come into being with the next sweep.
        errands::begin_now(shared, merchant, Kind::Inventory, Errand::Sweep).await?;
    }
    if before.inventory != after.inventory || before.shops != after.shops {
        recheck_stock(shared, merchant).await?;
    }
    if reaches_products(before, after) {
        reach_products(shared, merchant, version, after).await?;
    }
    for flow in shared.flows.iter().filter(|flow| flow.kind() == flow.read_with()) {
        if after.interval(flow.kind()) < before.interval(flow.kind()) {
            // Whoever wants news sooner does not wait for the end of the old interval first.
            shared.store.run_now(merchant, flow.kind()).await?;
        }
    }
    Ok(released)
}

/// What a save would set going.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WouldRelease {
    /// Records that wait and would wait no longer.
    pub releases: u64,
    /// Products in step that would be sent again.
    pub sends_again: u64,
}

/// What a save would set going, without doing so.
pub(crate) async fn would_release(
    shared: &Shared,
    merchant: MerchantId,
    before: &Settings,
    after: &Settings,
) -> Result<WouldRelease, StoreError> {
    let keys: Vec<String> = keys_touched(before, after).into_iter().collect();
    let (mut free, mut after_seq) = (0, 0);
    while let Some((last, results)) = retested(shared, merchant, after, &keys, after_seq).await? {
        after_seq = last;
        free += results.iter().map(|(_, result)| u64::from(matches!(result, Retest::Free))).sum::<u64>();
    }
    let reaches = reaches_products(before, after);
    let sends_again = if reaches { would_reach(shared, merchant, before, after).await? } else { 0 };
    Ok(WouldRelease { releases: free, sends_again })
}

/// The keys whose records may no longer have to wait.
fn keys_touched(before: &Settings, after: &Settings) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for mapping in after.taxes.iter().filter(|mapping| !before.taxes.contains(mapping)) {
        let (category, class) = (mapping.key.category.clone(), mapping.key.class.clone());
        keys.insert(Block::Tax { category, class, rate: mapping.key.rate_words() }.to_string());
    }
    for (id, code) in &after.payments {
        if before.payments.get(id) != Some(code) {
            keys.insert(Block::Payment { id: id.clone(), name: String::new() }.to_string());
        }
    }
    for (id, shop) in &after.shops {
        if before.shops.get(id) != Some(shop) {
            keys.insert(Block::Shop { id: id.clone(), name: String::new() }.to_string());
            keys.insert(format!("setting:walk_in_contact_{id}"));
        }
    }
    if before.classification != after.classification {
        keys.insert(Block::Classification.to_string());
        // A set may have a price list of its own.
        keys.insert("setting:price_list".to_owned());
    }
    if before.products != after.products || before.facts != after.facts {
        keys.insert("setting:price_list".to_owned());
    }
    if before.orders != after.orders {
        keys.extend(ORDER_SETTINGS.map(|name| format!("setting:{name}")));
    }
    let replaced = before.payments.iter().filter(|(id, code)| after.payments.get(*id) != Some(*code));
    keys.extend(replaced.map(|(_, code)| bank_account(code)));
    if before.facts.bank_accounts != after.facts.bank_accounts {
        keys.extend(after.payments.values().chain([&after.orders.clearing_method]).map(bank_account));
    }
    keys
}

fn bank_account(code: &String) -> String {
    format!("setting:bank_account_{code}")
}

/// The settings of one value that orders and credits can wait for, as their blocks name them.
const ORDER_SETTINGS: [&str; 7] = [
    "clearing_method",
    "nominal_deposit",
    "nominal_gift_card",
    "nominal_tip",
    "shipping_method",
    "staff_contact",
    "untaxed_code",
];

/// Looks at every stock figure again: another buffer, another warehouse.
async fn recheck_stock(shared: &Shared, merchant: MerchantId) -> Result<(), StoreError> {
    let mut after_seq = 0;
    loop {
        let records = shared.store.walk(merchant, Kind::Inventory, after_seq, CHUNK).await?;
        let Some(last) = records.last() else { return Ok(()) };
        after_seq = last.seq;
        let products = records.iter().filter_map(|record| record.source_ref.split(':').next());
        let products: BTreeSet<String> = products.map(str::to_owned).collect();
        let which: Vec<Recheck> = products.into_iter().map(Recheck::Product).collect();
        shared.store.recheck(merchant, &which).await?;
    }
}

/// Tests the next blocked records again, oldest first, whatever their kind. Answers the last one's place, and what became of
/// each; `None` after the last.
async fn retested(
    shared: &Shared,
    merchant: MerchantId,
    settings: &Settings,
    keys: &[String],
    after_seq: i64,
) -> Result<Option<(i64, Vec<(RecordId, Retest)>)>, StoreError> {
    if keys.is_empty() {
        return Ok(None);
    }
    let blocked = shared.store.blocked_by(merchant, keys, after_seq, CHUNK).await?;
    let Some(last) = blocked.last().map(|record| record.seq) else { return Ok(None) };
    let mut results = Vec::with_capacity(blocked.len());
    for record in &blocked {
        results.push((record.id, retest(shared, merchant, settings, record).await?));
    }
    Ok(Some((last, results)))
}

async fn retest(
    shared: &Shared,
    merchant: MerchantId,
    settings: &Settings,
    record: &Record,
) -> Result<Retest, StoreError> {
    let flow = shared.flows.iter().find(|flow| flow.kind() == record.kind);
    let (Some(flow), Some(payload)) = (flow, &record.payload) else { return Ok(Retest::Free) };
    let asks: Vec<LinkAsk> = flow.needs(settings, payload);
    let links = shared.store.links(merchant, &asks).await?;
    let standings = shared.store.standing(merchant, Kind::Order, &flow.parents(payload)).await?;
    let given = Given {
        settings,
        links: &links,
        standings: &standings,
        account: "",
        instance: None,
        source_ref: &record.source_ref,
        link: record.target_ref.as_deref(),
        sent: record.sent.as_ref(),
        forced: false,
        begun: false,
    };
    Ok(match flow.verdict(&given, payload).hold() {
        Hold::Free => Retest::Free,
        Hold::Wait(by) => Retest::Still(by),
    })
}

/// Whether products may have to be sent again: their hash depends on these settings.
fn reaches_products(before: &Settings, after: &Settings) -> bool {
    before.products != after.products
        || before.classification != after.classification
        || before.facts != after.facts
}

/// Gives every product that the new settings reach its next revision.
async fn reach_products(
    shared: &Shared,
    merchant: MerchantId,
    version: i64,
    settings: &Settings,
) -> Result<(), StoreError> {
    let mut after_seq = 0;
    while let Some(records) = next_products(shared, merchant, &mut after_seq).await? {
        let rows: Vec<_> = records
            .iter()
            .filter_map(|record| Some((record.id, product_hash(shared, settings, record)?)))
            .collect();
        shared.store.reach(merchant, version, &rows).await?;
    }
    Ok(())
}

/// How many products in step these settings would send again.
async fn would_reach(
    shared: &Shared,
    merchant: MerchantId,
    before: &Settings,
    after: &Settings,
) -> Result<u64, StoreError> {
    let (mut reached, mut after_seq) = (0, 0);
    while let Some(records) = next_products(shared, merchant, &mut after_seq).await? {
        let in_step = records.iter().filter(|record| matches!(record.state, SyncState::Synced(_)));
        let differs =
            |record: &&Record| product_hash(shared, before, record) != product_hash(shared, after, record);
        reached += u64::try_from(in_step.filter(differs).count()).unwrap_or(u64::MAX);
    }
    Ok(reached)
}

/// The next products in the order they were first seen; `None` after the last.
async fn next_products(
    shared: &Shared,
    merchant: MerchantId,
    after_seq: &mut i64,
) -> Result<Option<Vec<Record>>, StoreError> {
    let records = shared.store.walk(merchant, Kind::Product, *after_seq, CHUNK).await?;
    let Some(last) = records.last() else { return Ok(None) };
    *after_seq = last.seq;
    Ok(Some(records))
}

fn product_hash(shared: &Shared, settings: &Settings, record: &Record) -> Option<String> {
    let flow = shared.flows.iter().find(|flow| flow.kind() == record.kind)?;
    flow.hash(settings, &record.source_ref, record.payload.as_ref()?)
}

#[cfg(test)]
mod tests {
    use model::settings::{Class, ShopSettings};

    use super::*;

    #[test]
    fn a_save_touches_only_what_it_changed() {
        let before = Settings::default();
        let mut after = before.clone();
        after.payments.insert("7".to_owned(), "CHEQUE".to_owned());
        after.shops.insert("1".to_owned(), ShopSettings { warehouse: "2".to_owned(), ..Default::default() });
        let keys: Vec<String> = keys_touched(&before, &after).into_iter().collect();
        assert_eq!(keys, ["payment:7", "setting:walk_in_contact_1", "shop:1"]);
        assert!(keys_touched(&after, &after).is_empty());
    }

    #[test]
    fn a_new_class_touches_what_waits_for_a_classification() {
        let mut after = Settings::default();
        after.classification.push(Class::default());
        assert!(keys_touched(&Settings::default(), &after).contains("classification"));
    }
}
