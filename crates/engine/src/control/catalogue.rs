//! What sets of products take, told from the products that were read.

use std::collections::BTreeMap;

use model::payload::{Named, Product};
use model::{Good, Group, Kind, MerchantId, Payload, SetReach, Settings, Unclassified};
use store::StoreError;

use super::Control;
use crate::rules::is_sold;

/// Products read in one go.
const CHUNK: u32 = 500;
/// Products that are named.
const EXAMPLES: usize = 12;
/// Products of a group that are named.
const OF_A_GROUP: usize = 3;
/// Groups that are listed.
const GROUPS: usize = 40;

impl Control {
    /// What the set at a place takes, and what those around it take of the same.
    pub async fn set_reach(
        &self,
        merchant: MerchantId,
        settings: &Settings,
        place: usize,
    ) -> Result<SetReach, StoreError> {
        let mut reach = SetReach::default();
        let (mut before, mut after) = (BTreeMap::new(), BTreeMap::new());
        self.each_sold(merchant, |source_ref, product| {
            reach.of += 1;
            let takers = takers(settings, source_ref, product);
            if !takers.contains(&place) {
                return;
            }
            reach.matches += 1;
            match takers.first() {
                Some(first) if *first != place => *before.entry(*first).or_default() += 1,
                _ => {
                    reach.places += 1;
                    for later in takers.iter().skip(1) {
                        *after.entry(*later).or_default() += 1;
                    }
                    if reach.examples.len() < EXAMPLES {
                        reach.examples.push(good(source_ref, product));
                    }
                }
            }
        })
        .await?;
        reach.before = named(settings, before);
        reach.after = named(settings, after);
        Ok(reach)
    }

    /// How many products each set places, in their order.
    pub async fn placed(&self, merchant: MerchantId, settings: &Settings) -> Result<Vec<u64>, StoreError> {
        let mut placed = vec![0; settings.classification.len()];
        self.each_sold(merchant, |source_ref, product| {
            let first = takers(settings, source_ref, product).into_iter().next();
            if let Some(number) = first.and_then(|place| placed.get_mut(place)) {
                *number += 1;
            }
        })
        .await?;
        Ok(placed)
    }

    /// Products that no set takes.
    pub async fn unclassified(
        &self,
        merchant: MerchantId,
        settings: &Settings,
    ) -> Result<Unclassified, StoreError> {
        let mut all = Unclassified::default();
        let mut groups: BTreeMap<(String, String), Group> = BTreeMap::new();
        self.each_sold(merchant, |source_ref, product| {
            all.of += 1;
            if settings.class_of(source_ref, product).is_some() {
                return;
            }
            all.products += 1;
            let group =
                groups.entry((id_of(&product.brand), id_of(&product.product_type))).or_insert_with(|| {
                    Group {
                        brand: product.brand.clone(),
                        product_type: product.product_type.clone(),
                        ..Group::default()
                    }
                });
            group.products += 1;
            if group.examples.len() < OF_A_GROUP {
                group.examples.push(good(source_ref, product));
            }
        })
        .await?;
        let mut groups: Vec<Group> = groups.into_values().collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.products));
        all.more_groups = u64::try_from(groups.len().saturating_sub(GROUPS)).unwrap_or(u64::MAX);
        groups.truncate(GROUPS);
        all.groups = groups;
        Ok(all)
    }

    /// Shows every product that could be sold at the tills, a few hundred in memory at a time.
    async fn each_sold(
        &self,
        merchant: MerchantId,
        mut show: impl FnMut(&str, &Product),
    ) -> Result<(), StoreError> {
        let mut after_seq = 0;
        loop {
            let records = self.store().walk(merchant, Kind::Product, after_seq, CHUNK).await?;
            let Some(last) = records.last() else { return Ok(()) };
            after_seq = last.seq;
            for record in &records {
                if let Some(Payload::Product(product)) = &record.payload
                    && is_sold(product)
                {
                    show(&record.source_ref, product);
                }
            }
        }
    }
}

/// The places of all sets that take a product, the one that gets it first.
fn takers(settings: &Settings, source_ref: &str, product: &Product) -> Vec<usize> {
    let list = &settings.products.price_list;
    let sets = settings.classification.iter().enumerate();
    sets.filter(|(_, set)| set.takes(source_ref, product, list)).map(|(place, _)| place).collect()
}

fn named(settings: &Settings, numbers: BTreeMap<usize, u64>) -> Vec<(String, u64)> {
    let name =
        |(place, number): (usize, u64)| Some((settings.classification.get(place)?.name.clone(), number));
    numbers.into_iter().filter_map(name).collect()
}

fn good(source_ref: &str, product: &Product) -> Good {
    Good { source_ref: source_ref.to_owned(), name: product.full_name(), sku: product.sku.clone() }
}

fn id_of(named: &Option<Named>) -> String {
    named.as_ref().map(|named| named.id.clone()).unwrap_or_default()
}
