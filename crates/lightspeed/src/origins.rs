//! Where returned goods were bought: a returned line names the line that was sold, not its sale (fact sheet 4.9).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use platform::{Account, PlatformError};
use serde_json::Value;

use crate::Lightspeed;
use crate::changes::is_id;
use crate::convert::{Origin, Origins, sold_lines};
use crate::filter;
use crate::names::{Key, key};
use crate::read::Query;
use crate::wire::{self, envelope};

/// Lines remembered for an account. A line never changes its sale, so what is known stays true; beyond this all is
/// forgotten and asked for again.
const MOST_KEPT: usize = 20_000;

/// Origins known so far, by account.
#[derive(Default)]
pub(crate) struct Known {
    kept: Mutex<HashMap<Key, Origins>>,
}

impl Known {
    /// Those of these lines that are known, and those that are not, each once.
    fn part(&self, whose: &Key, mut lines: Vec<String>) -> (Origins, Vec<String>) {
        lines.sort();
        lines.dedup();
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let of_account = kept.get(whose);
        let known: Origins =
            lines.iter().filter_map(|line| Some((line.clone(), of_account?.get(line)?.clone()))).collect();
        lines.retain(|line| !known.contains_key(line) && is_id(line));
        (known, lines)
    }

    fn keep(&self, whose: Key, found: &Origins) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let of_account = kept.entry(whose).or_default();
        if of_account.len() + found.len() > MOST_KEPT {
            of_account.clear();
        }
        of_account.extend(found.iter().take(MOST_KEPT).map(|(line, origin)| (line.clone(), origin.clone())));
    }
}

impl Lightspeed {
    /// Where the returned lines of these sales were sold. A line that is not found has no origin: its goods came back
    /// without a receipt, as far as anybody can tell.
    pub(crate) async fn origins_for(
        &self,
        account: &Account,
        sales: &[&Value],
    ) -> Result<Origins, PlatformError> {
        // A sale that cannot be read is told as such later.
        let read = sales.iter().filter_map(|row| envelope::read_row::<wire::Sale>((*row).clone()).ok());
        let wanted: Vec<String> = read.flat_map(|sale| sold_lines(&sale)).collect();
        let (mut origins, unknown) = self.origins.part(&key(account), wanted);
        let unknown: Vec<&str> = unknown.iter().map(String::as_str).collect();
        for some in filter::lists(&unknown) {
            let found = self.look_up(account, &some).await?;
            self.origins.keep(key(account), &found);
            origins.extend(found);
        }
        Ok(origins)
    }

    async fn look_up(&self, account: &Account, lines: &[&str]) -> Result<Origins, PlatformError> {
        let pairs = vec![("saleLineID", filter::one_of(lines.iter().copied()))];
        let query = Query { resource: "SaleLine", what: "read sale lines", relations: &[], pairs };
        let rows = self.all_rows(account, &query).await?;
        Ok(rows.into_iter().filter_map(origin).filter(|(line, _)| lines.contains(&line.as_str())).collect())
    }
}

/// A line and where it was sold; `None` for one that is on no sale or cannot be read.
fn origin(row: Value) -> Option<(String, Origin)> {
    let line: wire::SaleLine = envelope::read_row(row).ok()?;
    Some((line.id?, Origin { sale: line.sale?, at: line.create_time }))
}

#[cfg(test)]
mod tests {
    use model::{MerchantId, When};
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn whose(name: &str) -> Key {
        (MerchantId("00000000-0000-0000-0000-000000000000".parse().unwrap()), name.to_owned())
    }

    fn sold(lines: std::ops::Range<usize>) -> Origins {
        lines.map(|line| (line.to_string(), Origin { sale: "9".to_owned(), at: None })).collect()
    }

    fn ids(lines: &[&str]) -> Vec<String> {
        lines.iter().map(|line| (*line).to_owned()).collect()
    }

    #[test]
    fn what_is_known_is_not_asked_for_again_and_each_line_is_asked_for_once() {
        let known = Known::default();
        known.keep(whose("1"), &sold(1..3));
        let (found, unknown) = known.part(&whose("1"), ids(&["7", "1", "7", "none"]));
        assert_eq!((found, unknown), (sold(1..2), ids(&["7"])));
        let (found, unknown) = known.part(&whose("2"), ids(&["1"]));
        assert_eq!((found.len(), unknown), (0, ids(&["1"])), "another account has lines of its own");
    }

    #[test]
    fn memory_does_not_grow_without_end() {
        let known = Known::default();
        known.keep(whose("1"), &sold(0..MOST_KEPT));
        known.keep(whose("1"), &sold(MOST_KEPT..MOST_KEPT + 1));
        assert_eq!(known.kept.lock().unwrap()[&whose("1")].len(), 1);
    }

    #[rstest]
    #[case(json!({ "saleLineID": "1", "saleID": "9", "createTime": "2026-03-04T15:17:23+00:00" }), Some("9"))]
    #[case(json!({ "saleLineID": "1", "saleID": "9" }), Some("9"))]
    #[case(json!({ "saleLineID": "1", "saleID": "0" }), None)]
    #[case(json!({ "saleLineID": [], "saleID": "9" }), None)]
    fn a_line_tells_its_sale(#[case] row: Value, #[case] sale: Option<&str>) {
        let time = row.get("createTime").and_then(Value::as_str).and_then(When::parse);
        let expect = sale.map(|sale| ("1".to_owned(), Origin { sale: sale.to_owned(), at: time }));
        assert_eq!(origin(row), expect);
    }
}
