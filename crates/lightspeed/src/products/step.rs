//! Making the calls of a step, and finding out whether a lost one was carried out.

use model::outgoing::Identifier;
use model::{Answer, Platform};
use platform::http::{Reply, Request};
use platform::{Account, PlatformError, Step};
use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::look::STOCK;
use super::put_away;
use crate::Lightspeed;
use crate::client::address;
use crate::convert::item::{TillItem, holds};
use crate::cost::{self, Relation};
use crate::wire::envelope;

/// What is written, in the words of failures.
const WHAT: &str = "till item";

/// A write of an item, frozen in the step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub(super) enum Write {
    /// POST: a second one makes a second item.
    Make {
        /// What finds it again.
        by: Identifier,
        /// The value that finds it again.
        value: String,
        /// The body.
        item: Value,
    },
    /// PUT of some fields: repeating it changes nothing.
    Change {
        /// itemID.
        id: String,
        /// The body.
        item: Value,
    },
    /// DELETE, which puts the item away and clears its stock.
    PutAway {
        /// itemID.
        id: String,
    },
}

/// Sends exactly what is frozen and reads the item that comes back.
pub(super) async fn perform(
    client: &Lightspeed,
    account: &Account,
    step: &Step,
) -> Result<Answer, PlatformError> {
    let write = thaw(step)?;
    if let Write::PutAway { id } = &write
        && let Some(away) = away_already(client, account, id).await?
    {
        return answer(&away);
    }
    let request = match &write {
        Write::Make { item, .. } => {
            Request::new(Method::POST, address(account, "Item.json"), WHAT).json(item.clone())
        }
        Write::Change { id, item } => {
            Request::new(Method::PUT, address(account, &format!("Item/{id}.json")), WHAT).json(item.clone())
        }
        Write::PutAway { id } => {
            Request::new(Method::DELETE, address(account, &format!("Item/{id}.json")), WHAT)
        }
    };
    let reply = client.send(account, request.cost(cost::write(nested_rows(&write)))).await?;
    let item = read(&reply)?;
    match &write {
        Write::Change { id, .. } | Write::PutAway { id } if *id != item.id => {
            Err(reply.unreadable(format!("item {id} was written, but item {} came back", item.id)))
        }
        Write::Make { .. } | Write::Change { .. } | Write::PutAway { .. } => answer(&item),
    }
}

/// Looks for what a lost answer may have left behind.
pub(super) async fn find(
    client: &Lightspeed,
    account: &Account,
    step: &Step,
) -> Result<Option<Answer>, PlatformError> {
    match thaw(step)? {
        Write::Make { by, value, .. } => {
            let found = client.items_with(account, by, &value).await?;
            let items = found.into_iter().collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
            match items.as_slice() {
                [] => Ok(None),
                [item] => answer(item).map(Some),
                items => Err(several(by, &value, items)),
            }
        }
        Write::Change { id, item } => {
            let there = read_one(client, account, &id, &[]).await?;
            if holds(&there, &item) { answer(&there).map(Some) } else { Ok(None) }
        }
        Write::PutAway { id } => {
            let there = read_one(client, account, &id, &[]).await?;
            if there.archived { answer(&there).map(Some) } else { Ok(None) }
        }
    }
}

/// The item, if it is away already. Goods may have come in since it was looked at, which putting it away would clear
/// for good: then it stays.
async fn away_already(
    client: &Lightspeed,
    account: &Account,
    id: &str,
) -> Result<Option<TillItem>, PlatformError> {
    let there = read_one(client, account, id, &STOCK).await?;
    if there.archived {
        return Ok(Some(there));
    }
    let refused = |why: String| PlatformError::Refused {
        platform: Platform::Lightspeed,
        what: WHAT.to_owned(),
        code: "stock".to_owned(),
        message: format!("The item was not put away: {why}."),
    };
    put_away::in_the_way(&there).map_or(Ok(None), |why| Err(refused(why)))
}

async fn read_one(
    client: &Lightspeed,
    account: &Account,
    id: &str,
    relations: &[Relation],
) -> Result<TillItem, PlatformError> {
    let url = address(account, &format!("Item/{id}.json"));
    let mut request = Request::get(url, "read the item").cost(cost::record(relations));
    if !relations.is_empty() {
        request = request.query("load_relations", cost::load(relations));
    }
    read(&client.send(account, request).await?)
}

fn thaw(step: &Step) -> Result<Write, PlatformError> {
    // Nothing was sent, so this must not look as if it might have arrived.
    serde_json::from_value(step.body.clone()).map_err(|error| PlatformError::Refused {
        platform: Platform::Lightspeed,
        what: WHAT.to_owned(),
        code: "step".to_owned(),
        message: format!("the step kept for it cannot be read ({error}); re-sync it"),
    })
}

fn read(reply: &Reply) -> Result<TillItem, PlatformError> {
    let item =
        envelope::open_one(reply.json()?, "Item").and_then(envelope::read_row).and_then(TillItem::read);
    item.map_err(|why| reply.unreadable(why))
}

fn answer(item: &TillItem) -> Result<Answer, PlatformError> {
    let detail = serde_json::to_value(item).map_err(|error| unreadable(error.to_string()))?;
    Ok(Answer::with(Some(item.id.clone()), detail))
}

fn nested_rows(write: &Write) -> usize {
    let (Write::Make { item, .. } | Write::Change { item, .. }) = write else { return 0 };
    item.pointer("/Prices/ItemPrice").and_then(Value::as_array).map_or(0, Vec::len)
}

fn unreadable(why: String) -> PlatformError {
    PlatformError::Unreadable { platform: Platform::Lightspeed, what: "read items".to_owned(), why }
}

fn several(by: Identifier, value: &str, items: &[TillItem]) -> PlatformError {
    let ids: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
    PlatformError::Refused {
        platform: Platform::Lightspeed,
        what: WHAT.to_owned(),
        code: "several".to_owned(),
        message: format!("items {} all have the {} {value}; give each its own", ids.join(", "), by.name()),
    }
}

#[cfg(test)]
mod tests {
    use platform::Nature;
    use serde_json::json;

    use super::*;

    fn step(body: Value) -> Step {
        Step { key: "item".to_owned(), title: String::new(), nature: Nature::Once, body }
    }

    #[test]
    fn a_frozen_write_thaws_to_exactly_what_it_was() {
        let write = Write::Make {
            by: Identifier::Ean,
            value: "4006381333931".to_owned(),
            item: json!({ "ean": "4006381333931" }),
        };
        assert_eq!(thaw(&step(serde_json::to_value(&write).unwrap())).unwrap(), write);
    }

    #[test]
    fn a_step_that_cannot_be_read_was_never_sent() {
        let error = thaw(&step(json!({ "do": "dance" }))).unwrap_err();
        assert!(!error.may_have_arrived());
    }

    #[test]
    fn each_price_of_a_write_is_reckoned() {
        let item = json!({ "Prices": { "ItemPrice": [{}, {}] } });
        assert_eq!(nested_rows(&Write::Change { id: "1".to_owned(), item }), 2);
        assert_eq!(nested_rows(&Write::Change { id: "1".to_owned(), item: json!({ "archived": false }) }), 0);
    }
}
