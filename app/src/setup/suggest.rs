//! Pairs that could be made, each with its reason. Only what is still open is suggested, so taking one makes it go away.

mod lists;

use model::settings::{Class, TaxMapping};
use model::{Platform, Settings};

use self::lists::{LISTS, Lists};
use super::matching::{code_percent, key_percent, named, speaking_of, tax_key};
use super::view::{Fetched, Suggestion, SuggestionsView};
use crate::{AppError, AppState};

/// Reads one of the lists that names come from.
pub async fn fetch(state: &AppState, place: usize) -> Result<Fetched, AppError> {
    let nothing = || AppError::NotFound { what: "list with this number".to_owned() }.told();
    let list = LISTS.get(place).ok_or_else(nothing)?;
    let read = state.control.names(state.merchant, list.platform, list.listing).await;
    Ok(Fetched {
        name: list.name(),
        count: read.as_ref().map(Vec::len).unwrap_or_default(),
        problem: read.err().map(|error| format!("{error}.")),
        next: LISTS.get(place + 1).map(lists::List::name),
        of: LISTS.len(),
    })
}

/// What could be paired, as the settings and the names are now.
pub async fn suggestions(state: &AppState) -> Result<SuggestionsView, AppError> {
    let saved = state.control.settings(state.merchant).await?;
    let lists = Lists::read(state).await;
    let till = state.control.check(state.merchant, Platform::Lightspeed).await;
    let currency = till.map(|checked| checked.currency).unwrap_or_default();
    Ok(SuggestionsView { version: saved.version, suggestions: all(&saved.settings, &lists, &currency) })
}

/// What could be paired, without asking a platform for more than its names.
pub async fn suggested(state: &AppState, settings: &Settings) -> Vec<Suggestion> {
    let currency = settings.facts.till_currency.clone().unwrap_or_default();
    all(settings, &Lists::read(state).await, &currency)
}

/// Puts suggestions into the settings.
///
/// # Errors
/// One sentence about the first that makes no sense.
pub fn take(settings: &mut Settings, taken: &[(String, String)]) -> Result<(), String> {
    taken.iter().try_for_each(|(field, value)| take_one(settings, field, value))
}

/// Everything that is open and has a likely partner.
fn all(settings: &Settings, lists: &Lists, till_currency: &str) -> Vec<Suggestion> {
    let mut found = Vec::new();
    found.extend(price_list(settings, lists, till_currency));
    found.extend(prices_as_they_are(settings, lists));
    found.extend(shops(settings, lists));
    found.extend(taxes(settings, lists));
    found.extend(payments(settings, lists));
    found.extend(orders(settings, lists));
    found.extend(sets(settings, lists));
    found
}

fn suggestion(
    field: String,
    value: &str,
    group: &str,
    what: &str,
    partner: &str,
    reason: String,
) -> Suggestion {
    Suggestion {
        field,
        value: value.to_owned(),
        group: group.to_owned(),
        what: what.to_owned(),
        partner: partner.to_owned(),
        reason,
    }
}

/// The list the tills sell at: in their currency, with tax where their prices have it.
fn price_list(settings: &Settings, lists: &Lists, till_currency: &str) -> Option<Suggestion> {
    if !settings.products.price_list.is_empty() {
        return None;
    }
    let gross = lists.shops.iter().find_map(|shop| shop.includes_tax);
    let fits = |list: &&engine::Entry| {
        list.currency.as_deref().is_none_or(|currency| currency == till_currency)
            && !list.note.contains("for buying")
    };
    let fitting: Vec<engine::Entry> = lists.price_lists.iter().filter(fits).cloned().collect();
    let same_tax: Vec<engine::Entry> =
        fitting.iter().filter(|list| gross.is_some() && list.includes_tax == gross).cloned().collect();
    let best = speaking_of(&same_tax, &["retail", "rrp", "till", "pos"]).or_else(|| same_tax.first());
    let best = best.or_else(|| speaking_of(&fitting, &["retail", "rrp", "till", "pos"]))?;
    let tax = match best.includes_tax {
        Some(true) => ", its prices include tax as the tills' do",
        Some(false) => ", without tax as at the tills",
        None => "",
    };
    let reason = format!("it is in {till_currency}{tax}");
    Some(suggestion(
        "price_list".to_owned(),
        &best.id,
        "Products",
        "Price list at the tills",
        &best.name,
        reason,
    ))
}

/// Shops of both kinds on one list: without a decision their products wait.
fn prices_as_they_are(settings: &Settings, lists: &Lists) -> Option<Suggestion> {
    let ours = |shop: &&engine::Entry| !settings.orders.skip.shops.contains(&shop.id);
    let of = |gross| lists.shops.iter().filter(ours).find(|shop| shop.includes_tax == Some(gross));
    let (with, without) = (of(true)?, of(false)?);
    if settings.products.prices_as_they_are {
        return None;
    }
    let reason = format!(
        "{} sells with tax in its prices and {} without; otherwise products wait",
        with.name, without.name
    );
    Some(suggestion(
        "as_they_are".to_owned(),
        "yes",
        "Products",
        "Prices of the list",
        "every shop, as they are",
        reason,
    ))
}

/// Channel and warehouse of each shop by its name.
fn shops(settings: &Settings, lists: &Lists) -> Vec<Suggestion> {
    let mut found = Vec::new();
    let taken = |id: &str| settings.shops.values().any(|shop| shop.warehouse == id);
    for shop in lists.shops.iter().filter(|shop| !settings.orders.skip.shops.contains(&shop.id)) {
        let now = settings.shops.get(&shop.id).cloned().unwrap_or_default();
        let what = |thing: &str| format!("{thing} of {}", shop.name);
        if now.warehouse.is_empty()
            && let Some((warehouse, reason)) = partner(&lists.warehouses, &shop.name, lists.shops.len())
            && !taken(&warehouse.id)
        {
            let field = format!("warehouse:{}", shop.id);
            found.push(suggestion(
                field,
                &warehouse.id,
                "Shops",
                &what("Warehouse"),
                &warehouse.name,
                reason,
            ));
        }
        if now.channel.is_empty()
            && let Some((channel, reason)) = partner(&lists.channels, &shop.name, lists.shops.len())
        {
            let field = format!("channel:{}", shop.id);
            found.push(suggestion(field, &channel.id, "Shops", &what("Channel"), &channel.name, reason));
        }
        if now.walk_in_contact.is_empty()
            && let Some(contact) = lists.walk_ins.first()
        {
            let field = format!("walk_in:{}", shop.id);
            let reason = "its name speaks of walk-ins".to_owned();
            found.push(suggestion(
                field,
                &contact.id,
                "Shops",
                &what("Contact for walk-ins"),
                &contact.name,
                reason,
            ));
        }
    }
    found
}

/// The thing of the same name, or the only one where there is one on each side.
fn partner<'a>(entries: &'a [engine::Entry], name: &str, here: usize) -> Option<(&'a engine::Entry, String)> {
    if let Some(same) = named(entries, name) {
        return Some((same, "the same name".to_owned()));
    }
    match entries {
        [only] if here == 1 => Some((only, "the only one on each side".to_owned())),
        _ => None,
    }
}

/// Till taxes by equal rate.
fn taxes(settings: &Settings, lists: &Lists) -> Vec<Suggestion> {
    let open = lists.taxes.iter().filter_map(|tax| {
        let key = tax_key(&tax.id)?;
        settings.tax_code(&key).is_none().then_some((tax, key))
    });
    let pair = |(tax, key): (&engine::Entry, _)| {
        let rate = key_percent(&key)?;
        let mut same = lists.tax_codes.iter().filter(|code| code_percent(code) == Some(rate));
        let code = same.next()?;
        let others = same.map(|code| code.id.as_str()).collect::<Vec<_>>();
        let reason = match others.is_empty() {
            true => format!("the same rate, {rate} %"),
            false => format!("the same rate, {rate} %; so have {}", others.join(", ")),
        };
        let what = crate::settings::named(&tax.name, &tax.note);
        let partner = crate::settings::named(&code.id, &code.name);
        Some(suggestion(format!("tax:{}", tax.id), &code.id, "Taxes", &what, &partner, reason))
    };
    open.filter_map(pair).collect()
}

/// Ways to pay by equal name, or by a word they share.
fn payments(settings: &Settings, lists: &Lists) -> Vec<Suggestion> {
    let open = lists.payment_types.iter().filter(|sort| !settings.payments.contains_key(&sort.id));
    let pair = |sort: &engine::Entry| {
        let same = named(&lists.methods, &sort.name).map(|method| (method, "the same name".to_owned()));
        let (method, reason) = same.or_else(|| shared_word(&lists.methods, &sort.name))?;
        let field = format!("payment:{}", sort.id);
        Some(suggestion(field, &method.id, "Payments", &sort.name, &method.name, reason))
    };
    open.filter_map(pair).collect()
}

/// A thing whose name shares a word of four letters or more.
fn shared_word<'a>(entries: &'a [engine::Entry], name: &str) -> Option<(&'a engine::Entry, String)> {
    let name = name.to_lowercase();
    name.split_whitespace().filter(|word| word.len() >= 4).find_map(|word| {
        let holds =
            |entry: &&engine::Entry| entry.name.to_lowercase().split_whitespace().any(|own| own == word);
        let mut all = entries.iter().filter(holds);
        // One alone: two that share it would be a guess.
        match (all.next(), all.next()) {
            (Some(only), None) => Some((only, format!("both names say “{word}”"))),
            _ => None,
        }
    })
}

/// A setting of orders whose partner is known by a word in its name.
struct ByWord<'a> {
    field: &'static str,
    what: &'static str,
    /// What it is now.
    now: &'a str,
    entries: &'a [engine::Entry],
    /// The likeliest first.
    words: &'static [&'static str],
}

/// What orders need, by words in the names.
fn orders(settings: &Settings, lists: &Lists) -> Vec<Suggestion> {
    let orders = &settings.orders;
    let nominal = |field, what, now, words| ByWord { field, what, now, entries: &lists.nominals, words };
    let all = [
        ByWord {
            field: "status",
            what: "Status of a new order",
            now: &orders.status,
            entries: &lists.statuses,
            words: &["till", "pos", "epos", "in store", "retail"],
        },
        nominal("rounding_nominal", "Account for rounding", &orders.rounding_nominal, &["rounding"]),
        nominal(
            "gift_card",
            "Account for gift cards sold",
            &orders.nominals.gift_card,
            &["gift card", "gift voucher"],
        ),
        nominal("deposit", "Account for deposits", &orders.nominals.deposit, &["deposit"]),
        nominal("tip", "Account for tips", &orders.nominals.tip, &["tips", "gratuit"]),
        ByWord {
            field: "untaxed_code",
            what: "Tax code of rows without tax",
            now: &orders.untaxed_code,
            entries: &lists.tax_codes,
            words: &["zero", "exempt", "no tax"],
        },
        ByWord {
            field: "clearing_method",
            what: "Payment method of exchanges",
            now: &orders.clearing_method,
            entries: &lists.methods,
            words: &["exchange", "clearing"],
        },
    ];
    all.into_iter().filter(|one| one.now.is_empty()).filter_map(by_word).collect()
}

fn by_word(one: ByWord<'_>) -> Option<Suggestion> {
    let entry = speaking_of(one.entries, one.words)?;
    let name = entry.name.to_lowercase();
    let word = one.words.iter().find(|word| name.contains(**word))?;
    let reason = format!("its name says “{word}”");
    Some(suggestion(one.field.to_owned(), &entry.id, "Orders", one.what, &entry.name, reason))
}

/// One set for each Brightpearl category, in the till category of the same name where there is one.
fn sets(settings: &Settings, lists: &Lists) -> Vec<Suggestion> {
    let classified = |id: &String| settings.classification.iter().any(|class| class.categories.contains(id));
    let open = lists.categories.iter().filter(|category| !classified(&category.id));
    open.map(|category| {
        let there = named(&lists.till_categories, &category.name);
        let (id, partner, reason) = match there {
            Some(there) => (there.id.as_str(), there.name.as_str(), "the same name".to_owned()),
            None => ("", "no category at the till", "products no set takes would wait".to_owned()),
        };
        let field = format!("set:{}:{}", category.id, category.name);
        suggestion(field, id, "Classification", &category.name, partner, reason)
    })
    .collect()
}

fn take_one(settings: &mut Settings, field: &str, value: &str) -> Result<(), String> {
    let (name, rest) = field.split_once(':').unwrap_or((field, ""));
    let value = value.to_owned();
    let gone = || "This suggestion is out of date; load the page again.".to_owned();
    let orders = &mut settings.orders;
    match name {
        "price_list" => settings.products.price_list = value,
        "as_they_are" => settings.products.prices_as_they_are = true,
        "warehouse" => settings.shops.entry(rest.to_owned()).or_default().warehouse = value,
        "channel" => settings.shops.entry(rest.to_owned()).or_default().channel = value,
        "walk_in" => settings.shops.entry(rest.to_owned()).or_default().walk_in_contact = value,
        "tax" => {
            let key = tax_key(rest).ok_or_else(gone)?;
            settings.taxes.retain(|mapping| mapping.key != key);
            settings.taxes.push(TaxMapping { key, code: value });
        }
        "payment" => {
            settings.payments.insert(rest.to_owned(), value);
        }
        "status" => orders.status = value,
        "rounding_nominal" => orders.rounding_nominal = value,
        "gift_card" => orders.nominals.gift_card = value,
        "deposit" => orders.nominals.deposit = value,
        "tip" => orders.nominals.tip = value,
        "untaxed_code" => orders.untaxed_code = value,
        "clearing_method" => orders.clearing_method = value,
        "set" => {
            let (id, name) = rest.split_once(':').ok_or_else(gone)?;
            settings.classification.push(Class {
                name: name.to_owned(),
                categories: vec![id.to_owned()],
                category: value,
                ..Class::default()
            });
        }
        _ => return Err(gone()),
    }
    Ok(())
}

#[cfg(test)]
mod tests;
