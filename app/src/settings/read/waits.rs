use std::collections::{BTreeMap, BTreeSet};

use model::{At, Block, Kind, LogQuery, Status, SyncState, Waiting};

use crate::settings::view::{Need, Part};
use crate::{AppError, AppState};

/// Pages of waiting records that are looked through, of 200 each.
const PAGES: usize = 10;

/// What records wait for, and how many.
#[derive(Default)]
pub(super) struct Waits {
    blocks: BTreeMap<String, (Block, i64)>,
    /// What more records may wait for than were looked at.
    unsure: BTreeSet<String>,
}

impl Waits {
    pub(super) async fn read(state: &AppState) -> Result<Waits, AppError> {
        let mut waits = Waits::default();
        for kind in Kind::ALL {
            let mut own = Waits::default();
            let mut query = LogQuery { status: Some(Status::Pending), limit: 200, ..LogQuery::first(kind) };
            for _ in 0..PAGES {
                let page = state.control.store().page(state.merchant, &query).await?;
                for record in &page.records {
                    own.count(&record.state);
                }
                query.at = page.next.unwrap_or(At::First);
                if page.next.is_none() {
                    break;
                }
            }
            waits.add(own, query.at != At::First);
        }
        Ok(waits)
    }

    /// Adds what records of one kind wait for; `cut_off` where not all of them were looked at.
    fn add(&mut self, own: Waits, cut_off: bool) {
        for (key, (block, records)) in own.blocks {
            if cut_off {
                self.unsure.insert(key.clone());
            }
            self.blocks.entry(key).or_insert((block, 0)).1 += records;
        }
    }

    pub(super) fn count(&mut self, state: &SyncState) {
        let SyncState::Pending(Waiting::Blocked { by }) = state else { return };
        for block in by {
            self.blocks.entry(block.to_string()).or_insert_with(|| (block.clone(), 0)).1 += 1;
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &(Block, i64)> {
        self.blocks.values()
    }

    pub(super) fn needs(&self) -> Vec<Need> {
        let mut needs: Vec<Need> = self
            .blocks
            .iter()
            .filter_map(|(key, (block, records))| {
                let part = mended_in(block)?;
                let more = self.unsure.contains(key);
                Some(Need { says: block.say(), fix: block.fix(), records: *records, more, part })
            })
            .collect();
        needs.sort_by_key(|need| std::cmp::Reverse(need.records));
        needs
    }

    /// Settings of one value that records wait for, by name.
    pub(super) fn missing(&self) -> Vec<(String, i64)> {
        let setting = |(block, records): &(Block, i64)| match block {
            Block::Setting { name, .. } => Some((name.clone(), *records)),
            _ => None,
        };
        self.all().filter_map(setting).collect()
    }
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
    use super::*;

    #[test]
    fn a_missing_setting_says_what_to_do_and_how_many_records_wait() {
        let mut waits = Waits::default();
        let block = || Block::Setting { name: "nominal_tip".to_owned(), hint: "Choose one.".to_owned() };
        for _ in 0..2 {
            waits.count(&SyncState::Pending(Waiting::Blocked { by: vec![block()] }));
        }
        let needs = waits.needs();
        let need = needs.first().map(|need| (need.fix.as_str(), need.records, need.part));
        assert_eq!(need, Some(("Choose one.", 2, Part::Orders)));
        assert_eq!(waits.missing(), [("nominal_tip".to_owned(), 2)]);
    }

    #[test]
    fn only_what_was_not_counted_to_the_end_is_said_to_be_more() {
        let of = |block: Block| {
            let mut own = Waits::default();
            own.count(&SyncState::Pending(Waiting::Blocked { by: vec![block] }));
            own
        };
        let mut waits = Waits::default();
        waits.add(of(Block::Classification), true);
        waits.add(of(Block::Payment { id: "7".to_owned(), name: "Cheque".to_owned() }), false);
        let more: Vec<(Part, bool)> = waits.needs().iter().map(|need| (need.part, need.more)).collect();
        assert_eq!(more, [(Part::Classes, true), (Part::Payments, false)]);
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
