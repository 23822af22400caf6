//! What is already at the till, for many products with few calls.

use std::collections::{BTreeMap, HashMap};

use model::outgoing::{Identifier, ProductDraft};
use model::{Failure, Platform};
use platform::{Account, Asked, Found, PlatformError};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::plan;
use crate::Lightspeed;
use crate::convert::item::{TillItem, identifier_field};
use crate::cost::{Relation, many};
use crate::filter::{self, MOST};
use crate::read::Query;
use crate::wire::envelope;

/// An item's stock, shop by shop.
pub(super) const STOCK: [Relation; 1] = [many("ItemShops")];

/// What was found for one product: the shape inside [`Found`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub(super) enum Seen {
    /// Nothing has its identifier.
    Nothing,
    /// This item.
    Item(Box<TillItem>),
    /// What it is linked to is no longer there.
    Gone {
        /// itemID.
        id: String,
    },
}

/// How one product is to be looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wanted {
    Id(String),
    Identifier(Identifier, String),
    Not(Failure),
}

/// An item as it was read, or why it could not be.
struct Row {
    id: String,
    item: Result<TillItem, String>,
}

/// Reads what is there. Put away items count: they are brought back, not made again.
pub(super) async fn look(
    client: &Lightspeed,
    account: &Account,
    asked: &[Asked<'_, ProductDraft>],
) -> Result<Vec<Result<Found, Failure>>, PlatformError> {
    let wanted = wanted(asked);
    // Only who is to be put away must be seen with its stock: it costs.
    let relations: &'static [Relation] =
        if asked.iter().any(|asked| asked.draft.archive) { &STOCK } else { &[] };
    let by_id = client.items_by_id(account, &wanted, relations).await?;
    let mut by_value = HashMap::new();
    for which in [Identifier::Sku, Identifier::Ean, Identifier::Upc] {
        let values = values_of(&wanted, which);
        if !values.is_empty() {
            by_value.insert(which.name(), client.items_by_identifier(account, which, &values).await?);
        }
    }
    let nobody = Vec::new();
    let answer = |wanted: Wanted| match wanted {
        Wanted::Not(failure) => Err(failure),
        Wanted::Id(id) => match by_id.get(&id) {
            Some(row) => seen(row),
            None => found(&Seen::Gone { id }),
        },
        Wanted::Identifier(which, value) => {
            let rows = by_value.get(which.name()).and_then(|rows| rows.get(&value)).unwrap_or(&nobody);
            match rows.as_slice() {
                [] => found(&Seen::Nothing),
                [row] => seen(row),
                rows => {
                    Err(several(Platform::Lightspeed, which, value, rows.iter().map(|row| row.id.clone())))
                }
            }
        }
    };
    Ok(wanted.into_iter().map(answer).collect())
}

impl Lightspeed {
    /// All items with one of the values, exactly, by value. Never fewer: an unreadable row is told, or is an error.
    async fn items_by_identifier(
        &self,
        account: &Account,
        which: Identifier,
        values: &[String],
    ) -> Result<HashMap<String, Vec<Row>>, PlatformError> {
        let field = identifier_field(which);
        let mut rows = Vec::new();
        let (plain, odd): (Vec<&str>, Vec<&str>) =
            values.iter().map(String::as_str).partition(|value| filter::fits_a_list(value));
        for some in filter::lists(&plain) {
            rows.extend(self.items_where(account, field, filter::one_of(some), &[]).await?);
        }
        for value in odd {
            rows.extend(self.items_where(account, field, value.to_owned(), &[]).await?);
        }
        sort_by_value(rows, field, values).map_err(|why| unreadable(account, why))
    }

    async fn items_by_id(
        &self,
        account: &Account,
        wanted: &[Wanted],
        relations: &'static [Relation],
    ) -> Result<HashMap<String, Row>, PlatformError> {
        let ids: Vec<&str> = wanted
            .iter()
            .filter_map(|wanted| match wanted {
                Wanted::Id(id) => Some(id.as_str()),
                Wanted::Identifier(..) | Wanted::Not(_) => None,
            })
            .filter(|id| id.bytes().all(|byte| byte.is_ascii_digit()))
            .collect();
        let mut by_id = HashMap::new();
        for some in filter::lists(&ids) {
            for row in self.items_where(account, "itemID", filter::one_of(some), relations).await? {
                let row = read_row(row).map_err(|why| unreadable(account, why))?;
                by_id.insert(row.id.clone(), row);
            }
        }
        Ok(by_id)
    }

    /// Items whose field is exactly this value, the archived ones among them.
    pub(super) async fn items_with(
        &self,
        account: &Account,
        which: Identifier,
        value: &str,
    ) -> Result<Vec<Result<TillItem, String>>, PlatformError> {
        let values = [value.to_owned()];
        let mut found = self.items_by_identifier(account, which, &values).await?;
        Ok(found.remove(value).unwrap_or_default().into_iter().map(|row| row.item).collect())
    }

    async fn items_where(
        &self,
        account: &Account,
        field: &'static str,
        value: String,
        relations: &'static [Relation],
    ) -> Result<Vec<Value>, PlatformError> {
        let pairs = vec![(field, value), ("archived", "true".to_owned())];
        self.all_rows(account, &Query { resource: "Item", what: "read items", relations, pairs }).await
    }
}

/// How each product is looked for: by what it is linked to, or made into earlier, else by its identifier.
fn wanted(asked: &[Asked<'_, ProductDraft>]) -> Vec<Wanted> {
    let mut wanted: Vec<Wanted> = asked.iter().map(wanted_one).collect();
    let mut sharers: BTreeMap<(&str, String), Vec<String>> = BTreeMap::new();
    for (asked, wanted) in asked.iter().zip(&wanted) {
        if let Wanted::Identifier(which, value) = wanted {
            sharers.entry((which.name(), value.clone())).or_default().push(asked.source_ref.to_owned());
        }
    }
    // Both would find nothing and both would be made: two items with one identifier.
    for wanted in &mut wanted {
        if let Wanted::Identifier(which, value) = wanted {
            let sharing = sharers.get(&(which.name(), value.clone())).filter(|sharing| sharing.len() > 1);
            if let Some(sharing) = sharing {
                let source = Platform::Lightspeed.other();
                *wanted = Wanted::Not(several(source, *which, value.clone(), sharing.iter().cloned()));
            }
        }
    }
    wanted
}

fn wanted_one(asked: &Asked<'_, ProductDraft>) -> Wanted {
    let made = asked.answer(plan::MAKE).and_then(|answer| answer.id.clone());
    if let Some(id) = asked.link.map(str::to_owned).or(made) {
        return Wanted::Id(id);
    }
    let (which, value) = (asked.draft.match_by, asked.draft.match_value());
    if value.trim().is_empty() {
        return Wanted::Not(Failure::NoIdentifier { identifier: which.name().to_owned() });
    }
    Wanted::Identifier(which, value.to_owned())
}

fn values_of(wanted: &[Wanted], which: Identifier) -> Vec<String> {
    let value = |wanted: &Wanted| match wanted {
        Wanted::Identifier(by, value) if *by == which => Some(value.clone()),
        Wanted::Identifier(..) | Wanted::Id(_) | Wanted::Not(_) => None,
    };
    wanted.iter().filter_map(value).collect()
}

/// Rows by the value asked for, compared exactly here: what their filter does with case is not documented, and
/// what it does with a field it does not know neither (fact sheet 3.6).
fn sort_by_value(
    rows: Vec<Value>,
    field: &str,
    values: &[String],
) -> Result<HashMap<String, Vec<Row>>, String> {
    let asked_for = |held: &str| values.iter().any(|value| value.trim().eq_ignore_ascii_case(held.trim()));
    let held = |row: &Value| row.get(field).and_then(Value::as_str).map(str::to_owned);
    // Any full page of things nobody asked for means that the filter was not obeyed; then nothing is proven absent.
    if rows.len() >= MOST && !rows.iter().filter_map(held).any(|held| asked_for(&held)) {
        return Err(format!("the filter {field} was not obeyed"));
    }
    let mut by_value: HashMap<String, Vec<Row>> = HashMap::new();
    for row in rows {
        let held = held(&row).ok_or_else(|| format!("an item without a readable {field}"))?;
        if values.contains(&held) {
            by_value.entry(held).or_default().push(read_row(row)?);
        }
    }
    Ok(by_value)
}

fn read_row(row: Value) -> Result<Row, String> {
    let id = envelope::id_of(&row, "itemID").ok_or("an item without an id")?;
    Ok(Row { id, item: envelope::read_row(row).and_then(TillItem::read) })
}

fn seen(row: &Row) -> Result<Found, Failure> {
    match &row.item {
        Ok(item) => found(&Seen::Item(Box::new(item.clone()))),
        Err(why) => Err(Failure::Unreadable {
            platform: Platform::Lightspeed,
            what: format!("item {}", row.id),
            why: why.clone(),
        }),
    }
}

fn found(seen: &Seen) -> Result<Found, Failure> {
    let value = serde_json::to_value(seen);
    value.map(Found).map_err(|error| Failure::Internal { reference: format!("found item: {error}") })
}

fn several(
    platform: Platform,
    which: Identifier,
    value: String,
    ids: impl Iterator<Item = String>,
) -> Failure {
    Failure::SeveralMatches { platform, identifier: which.name().to_owned(), value, ids: ids.collect() }
}

fn unreadable(account: &Account, why: impl Into<String>) -> PlatformError {
    PlatformError::Unreadable { platform: account.platform, what: "read items".to_owned(), why: why.into() }
}

#[cfg(test)]
#[path = "look_test.rs"]
mod tests;
