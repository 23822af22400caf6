//! Which products keep stock: known from every product read, so that reserving an order rarely costs a call more.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use model::MerchantId;
use platform::{Account, PlatformError};

use crate::answer;
use crate::client::Brightpearl;
use crate::ids::{MOST_IDS, id_set};
use crate::wire;
use serde::Deserialize;

/// Account → product id → whether stock is kept of it.
#[derive(Debug, Default)]
pub(crate) struct StockBook {
    kept: Mutex<HashMap<(MerchantId, String), HashMap<u64, bool>>>,
}

impl StockBook {
    /// Takes note of products that were read.
    pub(crate) fn learn<'a>(&self, account: &Account, products: impl Iterator<Item = &'a wire::Product>) {
        let key = (account.merchant, account.name.clone());
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept.entry(key).or_default();
        for product in products {
            let bundle = product.composition.bundle.unwrap_or_default();
            if let Some(id) = product.id {
                known.insert(id, product.stock.stock_tracked.unwrap_or_default() && !bundle);
            }
        }
    }

    fn known(&self, account: &Account, ids: &[u64]) -> HashMap<u64, bool> {
        let key = (account.merchant, account.name.clone());
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept.get(&key);
        ids.iter().filter_map(|id| Some((*id, *known?.get(id)?))).collect()
    }
}

impl Brightpearl {
    /// Which of these products keep stock. One that is not there any more keeps none.
    pub(crate) async fn stock_tracked(
        &self,
        account: &Account,
        ids: &[u64],
    ) -> Result<HashMap<u64, bool>, PlatformError> {
        let book = &self.shared.stock;
        let known = book.known(account, ids);
        let unknown: Vec<u64> = ids.iter().copied().filter(|id| !known.contains_key(id)).collect();
        for chunk in unknown.chunks(MOST_IDS) {
            let path = format!("product-service/product/{}", id_set(chunk));
            let reply = self.get(account, &path, Vec::new(), "read products").await?;
            let elements = answer::elements(&reply)?;
            let read: Vec<wire::Product> =
                elements.iter().filter_map(|element| wire::Product::deserialize(element).ok()).collect();
            book.learn(account, read.iter());
        }
        Ok(book.known(account, ids))
    }
}
