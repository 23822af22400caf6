//! After a save of the settings: what waited for them is tested again and released, what they reach is pushed again.

use std::collections::BTreeSet;

use model::{Block, Kind, MerchantId, Record, RecordId, Settings};
use store::{LinkAsk, Recheck, Retest, StoreError};

use crate::engine::Shared;
use crate::errands::{self, Errand};
use crate::flow::AnyFlow;
use crate::rules::{Given, Hold};

/// Records looked at in one go.
const CHUNK: u32 = 500;

/// Releases and pushes what a save concerns. Answers how many records it released.
pub(crate) async fn after_save(
    shared: &Shared,
    merchant: MerchantId,
    before: &Settings,
    after: &Settings,
) -> Result<u64, StoreError> {
    let keys: Vec<String> = keys_touched(before, after).into_iter().collect();
    let (mut released, mut after_seq) = (0, 0);
    while let Some((last, results)) = retested(shared, merchant, after, &keys, after_seq).await? {
        after_seq = last;
        released += shared.store.retest(merchant, &results).await?;
    }
    if before.shops != after.shops {
        // Figures come into being with the next sweep.
        errands::begin_now(shared, merchant, Kind::Inventory, Errand::Sweep).await?;
    }
    if before.inventory != after.inventory || before.shops != after.shops {
        recheck_stock(shared, merchant).await?;
    }
    let reaches_products = before.products != after.products
        || before.classification != after.classification
        || before.facts != after.facts;
    if reaches_products {
        for flow in shared.flows.iter().filter(|flow| flow.kind() == Kind::Product) {
            reach(shared, merchant, &**flow, after).await?;
        }
    }
    for flow in shared.flows.iter().filter(|flow| flow.kind() == flow.read_with()) {
        if after.interval(flow.kind()) < before.interval(flow.kind()) {
            // Whoever wants news sooner does not wait for the end of the old interval first.
            shared.store.run_now(merchant, flow.kind()).await?;
        }
    }
    Ok(released)
}

/// How many waiting records a save would release, without releasing any.
pub(crate) async fn would_release(
    shared: &Shared,
    merchant: MerchantId,
    before: &Settings,
    after: &Settings,
) -> Result<u64, StoreError> {
    let keys: Vec<String> = keys_touched(before, after).into_iter().collect();
    let (mut free, mut after_seq) = (0, 0);
    while let Some((last, results)) = retested(shared, merchant, after, &keys, after_seq).await? {
        after_seq = last;
        free += results.iter().map(|(_, result)| u64::from(matches!(result, Retest::Free))).sum::<u64>();
    }
    Ok(free)
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

/// Gives every record that the new settings reach its next revision.
async fn reach(
    shared: &Shared,
    merchant: MerchantId,
    flow: &dyn AnyFlow,
    settings: &Settings,
) -> Result<(), StoreError> {
    let mut after_seq = 0;
    loop {
        let records = shared.store.walk(merchant, flow.kind(), after_seq, CHUNK).await?;
        let Some(last) = records.last() else { return Ok(()) };
        after_seq = last.seq;
        let rows: Vec<_> = records
            .iter()
            .filter_map(|record| {
                let payload = record.payload.as_ref()?;
                Some((record.id, flow.hash(settings, &record.source_ref, payload)?))
            })
            .collect();
        shared.store.reach(merchant, &rows).await?;
    }
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
