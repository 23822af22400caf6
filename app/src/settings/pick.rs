//! Products that are picked by hand for a set.

use model::{Filter, Good, Kind, LogQuery, Payload, Record};

use crate::{AppError, AppState};

/// Products that are offered.
const OFFERED: u16 = 8;
/// Products that are named at once.
const NAMED: usize = 500;

/// The first products that a text finds as the log does; without a text those with these references.
pub async fn find_products(state: &AppState, text: &str, refs: &[String]) -> Result<Vec<Good>, AppError> {
    let store = state.control.store();
    if text.trim().is_empty() {
        let mut named = Vec::new();
        for source_ref in refs.iter().take(NAMED) {
            let record = store.record_by_ref(state.merchant, Kind::Product, source_ref).await?;
            named.extend(record.as_ref().and_then(good));
        }
        return Ok(named);
    }
    let filter = Filter::of_text(text.trim());
    let query = LogQuery { limit: OFFERED, ..LogQuery::filtered(Kind::Product, filter) };
    let page = store.page(state.merchant, &query).await?;
    Ok(page.records.iter().filter_map(good).collect())
}

fn good(record: &Record) -> Option<Good> {
    let Some(Payload::Product(product)) = &record.payload else { return None };
    let (name, sku) = (product.full_name(), product.sku.trim().to_owned());
    Some(Good { source_ref: record.source_ref.clone(), name, sku })
}
