//! Returns as a source of their own: each is read with its sale.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use async_trait::async_trait;
use model::Platform;
use model::payload::{Return, Sale};
use platform::{Account, Batch, Fetched, PlatformError, Sighting, Source};

use crate::rules::returns_of;
use crate::rules::split::sale_of;

/// Returns, as the sales they are part of tell them.
pub(crate) struct Returns(pub(crate) Arc<dyn Source<Sale>>);

#[async_trait]
impl Source<Return> for Returns {
    fn platform(&self) -> Platform {
        self.0.platform()
    }

    /// Nothing of their own: the flow of sales tells them.
    async fn changes(&self, _: &Account, cursor: Option<&str>) -> Result<Batch<Return>, PlatformError> {
        Ok(Batch { sightings: Vec::new(), cursor: cursor.unwrap_or_default().to_owned(), more: false })
    }

    async fn fetch_many(
        &self,
        account: &Account,
        refs: &[String],
    ) -> Result<Vec<Fetched<Return>>, PlatformError> {
        let sales: BTreeSet<String> = refs.iter().map(|reference| sale_of(reference).to_owned()).collect();
        let mut told: HashMap<String, Fetched<Return>> = HashMap::new();
        for fetched in self.0.fetch_many(account, &sales.into_iter().collect::<Vec<_>>()).await? {
            let Fetched::Seen(Sighting { source_ref, changed_at, item }) = fetched else { continue };
            match item {
                Ok(sale) => {
                    told.extend(returns_of(&source_ref, &sale, true).into_iter().map(|(reference, back)| {
                        let sighting = Sighting { source_ref: reference.clone(), changed_at, item: Ok(back) };
                        (reference, Fetched::Seen(sighting))
                    }))
                }
                Err(why) => told.extend(refs.iter().filter(|one| sale_of(one) == source_ref).map(|one| {
                    let sighting = Sighting { source_ref: one.clone(), changed_at, item: Err(why.clone()) };
                    (one.clone(), Fetched::Seen(sighting))
                })),
            }
        }
        let answer = |one: &String| told.remove(one).unwrap_or(Fetched::Gone { source_ref: one.clone() });
        Ok(refs.iter().map(answer).collect())
    }

    fn batch(&self) -> usize {
        self.0.batch()
    }
}
