//! What the platforms say of themselves that rules must know: asked when settings are saved, kept with them.

use model::settings::{Facts, ListFacts};
use model::{Kind, MerchantId, Settings};
use platform::{Entry, Listing};
use store::StoreError;

use crate::control::{Control, NamesError};

/// The facts for new settings. What a platform does not tell now stays as it was known before.
pub(crate) async fn learn(
    control: &Control,
    merchant: MerchantId,
    before: &Settings,
    after: &Settings,
) -> Result<Facts, StoreError> {
    let mut facts = before.facts.clone();
    let names = async |platform, listing| match control.names(merchant, platform, listing).await {
        Ok(entries) => Ok(Some(entries)),
        Err(NamesError::Store(error)) => Err(error),
        Err(error) => {
            tracing::warn!(%error, ?listing, "a fact could not be asked for; the one known stays");
            Ok(None)
        }
    };
    if let Some(lists) = names(Kind::Product.source(), Listing::PriceLists).await? {
        let chosen = lists.into_iter().filter(|list| after.price_lists().any(|id| id == list.id));
        facts.price_lists = chosen.map(list_facts).collect();
    }
    if let Some(methods) = names(Kind::Order.target(), Listing::PaymentMethods).await? {
        facts.bank_accounts = methods.into_iter().map(currencies).collect();
    }
    if let Some(shops) = names(Kind::Order.source(), Listing::Shops).await? {
        facts.shops_include_tax =
            shops.iter().filter_map(|shop| Some((shop.id.clone(), shop.includes_tax?))).collect();
        facts.shop_names = shops.into_iter().map(|shop| (shop.id, shop.name)).collect();
    }
    if let Some(currency) = control.till_currency(merchant).await? {
        facts.till_currency = Some(currency);
    }
    Ok(facts)
}

fn list_facts(list: Entry) -> (String, ListFacts) {
    let Entry { id, name, includes_tax, currency, .. } = list;
    (id, ListFacts { name, includes_tax, currency })
}

/// A payment method and the currencies it has a bank account in; the directory names them in the note.
fn currencies(method: Entry) -> (String, Vec<String>) {
    let listed = method.note.split([',', ' ']).map(str::trim).filter(|code| code.len() == 3);
    (method.id, listed.map(str::to_owned).collect())
}
