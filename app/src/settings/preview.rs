//! What a save would do, and what is likely to be wrong with it, before anybody presses Save.

use engine::{Entry, Listing};
use model::{Platform, SetReach, Settings};

use super::changes::{Glossary, changes_of};
use super::part::Part;
use super::read::names;
use super::view::SavePreview;
use crate::setup::matching::{code_percent, key_percent};
use crate::{AppError, AppState};

/// What saving a form would do.
///
/// # Errors
/// [`AppError::Invalid`] for a field that makes no sense, as saving would say it.
pub async fn preview(
    state: &AppState,
    part: Part,
    fields: &[(String, String)],
) -> Result<SavePreview, AppError> {
    let before = state.control.settings(state.merchant).await?.settings;
    let mut after = before.clone();
    super::apply(&mut after, part, fields).map_err(|what| AppError::Invalid { what }.told())?;
    let (would, after) = state.control.would_release(state.merchant, after).await?;
    let lists = Lists::read(state).await;
    let (names, till) = names(&state.control, state.merchant).await;
    let (payments, taxes, shops) = (&till.payments, &till.taxes, &till.shops);
    let glossary = Glossary { names: Some(&names), payments, taxes, shops };
    Ok(SavePreview {
        changes: changes_of(&before, &after, glossary),
        releases: would.releases,
        sends_again: would.sends_again,
        set: set(state, part, fields, &after).await?,
        findings: lists.findings(&after, part),
    })
}

/// What the set takes that a form is about; a new one is the last.
async fn set(
    state: &AppState,
    part: Part,
    fields: &[(String, String)],
    after: &Settings,
) -> Result<Option<SetReach>, AppError> {
    if part != Part::Classes {
        return Ok(None);
    }
    let field = fields.iter().find(|(name, _)| name == "place").map(|(_, place)| place.as_str());
    let last = after.classification.len().saturating_sub(1);
    let place = field.and_then(|place| place.parse().ok()).unwrap_or(last);
    Ok(Some(state.control.set_reach(state.merchant, after, place).await?))
}

/// What findings are made from.
struct Lists {
    price_lists: Vec<Entry>,
    methods: Vec<Entry>,
    tax_codes: Vec<Entry>,
}

impl Lists {
    async fn read(state: &AppState) -> Lists {
        let names = async |listing| {
            let names = state.control.names(state.merchant, Platform::Brightpearl, listing).await;
            names.unwrap_or_default()
        };
        Lists {
            price_lists: names(Listing::PriceLists).await,
            methods: names(Listing::PaymentMethods).await,
            tax_codes: names(Listing::TaxCodes).await,
        }
    }

    /// What is likely to be wrong in a part. Lists that could not be read find nothing.
    fn findings(&self, settings: &Settings, part: Part) -> Vec<String> {
        match part {
            Part::Products => self.of_prices(settings),
            Part::Payments => {
                let used = settings.payments.values();
                self.of_methods(settings, used.map(String::as_str))
            }
            Part::Orders => self.of_methods(settings, [settings.orders.clearing_method.as_str()].into_iter()),
            Part::Taxes => self.of_taxes(settings),
            _ => Vec::new(),
        }
    }

    fn of_prices(&self, settings: &Settings) -> Vec<String> {
        let list = |id: &str| self.price_lists.iter().find(|list| list.id == id);
        let mut found = Vec::new();
        if let Some(prices) = list(&settings.products.price_list) {
            if prices.note.contains("for buying") {
                found.push(format!("“{}” is a list for buying: the tills would sell at cost.", prices.name));
            }
            if let (Some(theirs), Some(ours)) = (&prices.currency, &settings.facts.till_currency)
                && theirs != ours
            {
                found.push(format!(
                    "“{}” is in {theirs}, but the tills sell in {ours}: its products would wait.",
                    prices.name
                ));
            }
        }
        if let Some(costs) = list(&settings.products.cost_list)
            && !costs.note.contains("for buying")
        {
            found.push(format!(
                "“{}” is a list for selling, not of costs: margins would be wrong.",
                costs.name
            ));
        }
        found
    }

    fn of_methods<'a>(&self, settings: &Settings, used: impl Iterator<Item = &'a str>) -> Vec<String> {
        let Some(currency) = &settings.facts.till_currency else { return Vec::new() };
        let mut used: Vec<&str> = used.filter(|code| !code.is_empty()).collect();
        used.sort_unstable();
        used.dedup();
        let lacks = |code: &&str| {
            let method = self.methods.iter().find(|method| method.id == **code);
            method.is_some_and(|method| !method.note.contains(currency.as_str()))
        };
        let says = |code: &str| {
            format!(
                "The payment method {code} has no bank account in {currency}: what is paid with it would wait. Give it one in \
                 Brightpearl, then save again."
            )
        };
        used.into_iter().filter(lacks).map(says).collect()
    }

    fn of_taxes(&self, settings: &Settings) -> Vec<String> {
        let differs = |mapping: &model::settings::TaxMapping| {
            let code = self.tax_codes.iter().find(|code| code.id == mapping.code)?;
            let (theirs, ours) = (code_percent(code)?, key_percent(&mapping.key)?);
            // Rates are told with two places at most.
            ((theirs - ours).abs() > 0.005).then(|| {
                format!(
                    "A tax of {ours} % is paired with {}, whose rate is {theirs} %: totals would differ.",
                    code.id
                )
            })
        };
        settings.taxes.iter().filter_map(differs).collect()
    }
}

#[cfg(test)]
mod tests {
    use model::settings::TaxMapping;

    use super::*;
    use crate::settings::tax_key;

    fn lists() -> Lists {
        let list = |id: &str, name: &str, note: &str, currency: &str| Entry {
            currency: Some(currency.to_owned()),
            ..Entry::new(id, name, note)
        };
        Lists {
            price_lists: vec![
                list("1", "Cost", "GBP, for buying", "GBP"),
                list("2", "Retail", "GBP", "GBP"),
                list("3", "Retail EUR", "EUR", "EUR"),
            ],
            methods: vec![
                Entry::new("CASH", "Cash", "GBP, EUR"),
                Entry::new("VOUCHER", "Voucher", "no bank account"),
            ],
            tax_codes: vec![Entry::new("T20", "Standard", "20 %"), Entry::new("T5", "Reduced", "5 %")],
        }
    }

    fn settings() -> Settings {
        let mut settings = Settings::default();
        settings.facts.till_currency = Some("GBP".to_owned());
        settings
    }

    #[test]
    fn a_price_list_of_the_wrong_kind_or_currency_is_told_before_it_is_saved() {
        let mut settings = settings();
        settings.products.price_list = "2".to_owned();
        settings.products.cost_list = "1".to_owned();
        assert!(lists().findings(&settings, Part::Products).is_empty());
        settings.products.price_list = "3".to_owned();
        settings.products.cost_list = "2".to_owned();
        let found = lists().findings(&settings, Part::Products).join(" ");
        assert!(found.contains("is in EUR") && found.contains("not of costs"), "{found}");
        settings.products.price_list = "1".to_owned();
        assert!(lists().findings(&settings, Part::Products).join(" ").contains("for buying"));
    }

    #[test]
    fn a_method_without_a_bank_account_and_a_code_of_another_rate_are_told() {
        let mut settings = settings();
        settings.payments.insert("1".to_owned(), "CASH".to_owned());
        assert!(lists().findings(&settings, Part::Payments).is_empty());
        settings.payments.insert("2".to_owned(), "VOUCHER".to_owned());
        assert_eq!(lists().findings(&settings, Part::Payments).len(), 1);
        let key = tax_key("1:1:0.2:0").unwrap();
        settings.taxes = vec![TaxMapping { key, code: "T5".to_owned() }];
        assert!(lists().findings(&settings, Part::Taxes).join(" ").contains("whose rate is 5 %"));
    }
}
