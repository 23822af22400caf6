use std::collections::BTreeMap;

use model::{Block, Wait};

use crate::kinds::words::money;
use crate::settings::Part;
use crate::settings::view::{Held, Need};
use crate::{AppError, AppState};

/// What records wait for.
#[derive(Default)]
pub(super) struct Waits(Vec<(Block, Held)>);

impl Waits {
    pub(super) async fn read(state: &AppState) -> Result<Waits, AppError> {
        Ok(Waits::of(state.control.store().waits(state.merchant).await?))
    }

    pub(super) fn of(waits: Vec<Wait>) -> Waits {
        Waits(waits.into_iter().map(|wait| (wait.block.clone(), held(&wait))).collect())
    }

    /// What they wait for, in no order.
    pub(super) fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.0.iter().map(|(block, _)| block)
    }

    /// What waits for things of one sort, told together.
    pub(super) fn held(&self, is_it: impl Fn(&Block) -> bool) -> Held {
        let fitting: Vec<&Held> =
            self.0.iter().filter(|(block, _)| is_it(block)).map(|(_, held)| held).collect();
        let worth: Vec<&str> =
            fitting.iter().map(|held| held.worth.as_str()).filter(|worth| !worth.is_empty()).collect();
        Held { records: fitting.iter().map(|held| held.records).sum(), worth: worth.join(" + ") }
    }

    /// What a person can mend, the most first.
    pub(super) fn needs(&self) -> Vec<Need> {
        let need = |(block, held): &(Block, Held)| {
            let part = mended_in(block)?;
            Some(Need { says: block.say(), fix: block.fix(), held: held.clone(), part })
        };
        let mut needs: Vec<Need> = self.0.iter().filter_map(need).collect();
        needs.sort_by_key(|need| std::cmp::Reverse(need.held.records));
        needs
    }

    /// Settings of one value that records wait for, by name.
    pub(super) fn missing(&self) -> BTreeMap<String, Held> {
        let setting = |(block, held): &(Block, Held)| match block {
            Block::Setting { name, .. } => Some((name.clone(), held.clone())),
            _ => None,
        };
        self.0.iter().filter_map(setting).collect()
    }
}

fn held(wait: &Wait) -> Held {
    let worth = wait.worth.iter().map(|worth| money(worth.decimal(), &worth.currency));
    Held { records: wait.records, worth: worth.collect::<Vec<_>>().join(" + ") }
}

/// The part of the page that mends a block; `None` for what no setting mends.
fn mended_in(block: &Block) -> Option<Part> {
    match block {
        Block::Classification => Some(Part::Classes),
        Block::Tax { .. } => Some(Part::Taxes),
        Block::Payment { .. } => Some(Part::Payments),
        Block::Shop { .. } => Some(Part::Shops),
        Block::Setting { name, .. } if name.contains("price") || name.contains("identifier") => {
            Some(Part::Products)
        }
        Block::Setting { name, .. } if name.contains("walk") => Some(Part::Shops),
        Block::Setting { name, .. } if name.contains("country") => Some(Part::Customers),
        Block::Setting { name, .. } if name.starts_with("bank_account") => Some(Part::Payments),
        Block::Setting { .. } => Some(Part::Orders),
        Block::Parent { .. } | Block::Item { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use model::Money;

    use super::*;

    #[test]
    fn a_missing_setting_says_what_to_do_how_many_records_wait_and_what_they_are_worth() {
        let block = Block::Setting { name: "nominal_tip".to_owned(), hint: "Choose one.".to_owned() };
        let worth = |minor, currency: &str| Money { minor, currency: currency.to_owned() };
        let worth = vec![worth(1_500, "EUR"), worth(421_000, "GBP")];
        let waits = Waits::of(vec![Wait { block, records: 2, worth }]);
        let needs = waits.needs();
        let need = needs.first().map(|need| (need.fix.as_str(), need.held.records, need.part));
        assert_eq!(need, Some(("Choose one.", 2, Part::Orders)));
        let held = waits.missing().remove("nominal_tip").unwrap();
        assert_eq!((held.records, held.worth.as_str()), (2, "€15.00 + £4,210.00"));
    }

    #[test]
    fn each_missing_setting_leads_to_the_form_that_mends_it() {
        let part = |name: &str| mended_in(&Block::Setting { name: name.to_owned(), hint: String::new() });
        assert_eq!(part("price_list"), Some(Part::Products));
        assert_eq!(part("walk_in_contact_3"), Some(Part::Shops));
        assert_eq!(part("bank_account_CASH"), Some(Part::Payments));
        assert_eq!(part("clearing_method"), Some(Part::Orders));
    }
}
