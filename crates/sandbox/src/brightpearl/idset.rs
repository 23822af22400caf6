//! Id sets in addresses: `7`, `3-9`, `1,4,7-12` (fact sheet 3.3).

use super::reply::Refusal;

/// The most ids one GET may name; more are refused.
pub const MOST_IDS: i64 = 200;

/// A set of ids as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdSet {
    /// Ranges with both ends included.
    ranges: Vec<(i64, i64)>,
}

/// Why a text is no acceptable id set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// A part is neither a number nor `low-high`.
    Malformed,
    /// Ids repeat or do not rise, or a range runs backwards.
    NotAscending,
}

impl IdSet {
    /// Reads a set in any order, as search filters accept it.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        let ranges = text.split(',').map(part).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { ranges })
    }

    /// Whether the ids rise strictly from part to part.
    pub fn ascending(&self) -> bool {
        self.ranges.iter().zip(self.ranges.iter().skip(1)).all(|(left, right)| left.1 < right.0)
    }

    /// How many ids the set names, existing or not.
    pub fn len(&self) -> i64 {
        self.ranges
            .iter()
            .fold(0_i64, |sum, (low, high)| sum.saturating_add(high.saturating_sub(*low).saturating_add(1)))
    }

    /// Whether the id is named.
    pub fn contains(&self, id: i64) -> bool {
        self.ranges.iter().any(|(low, high)| (*low..=*high).contains(&id))
    }

    /// The ranges, both ends included, in the order they were written.
    pub fn ranges(&self) -> &[(i64, i64)] {
        &self.ranges
    }
}

/// Reads one part: a single id or a range.
fn part(text: &str) -> Result<(i64, i64), Flaw> {
    let id = |text: &str| match text.parse::<u32>() {
        Ok(id) if !text.starts_with('+') => Ok(i64::from(id)),
        _ => Err(Flaw::Malformed),
    };
    match text.split_once('-') {
        None => id(text).map(|id| (id, id)),
        Some((low, high)) => {
            let (low, high) = (id(low)?, id(high)?);
            if low > high { Err(Flaw::NotAscending) } else { Ok((low, high)) }
        }
    }
}

/// How strictly one resource reads its id sets.
#[derive(Debug, Clone, Copy)]
pub struct Strictness {
    /// Refuse sets that do not rise (the default; some resources of the real service do not).
    pub ascending: bool,
    /// The most ids, or `None` where there is no cap (OPTIONS).
    pub cap: Option<i64>,
}

/// Reads an id set of an address.
///
/// # Errors
/// 400 `CMNC-006` if it is malformed or names too many ids (the real answer to too many is not known),
/// 400 `CMNC-008` if it does not rise strictly.
pub fn read(text: &str, rules: Strictness) -> Result<IdSet, Refusal> {
    let not_ascending = || {
        Refusal::bad("CMNC-008", format!("The ID set {text} must be in ascending order without duplicates"))
    };
    let set = match IdSet::parse(text) {
        Ok(set) => set,
        Err(Flaw::NotAscending) => return Err(not_ascending()),
        Err(Flaw::Malformed) => {
            return Err(Refusal::bad("CMNC-006", format!("The ID set {text} is not valid")));
        }
    };
    if rules.ascending && !set.ascending() {
        return Err(not_ascending());
    }
    match rules.cap {
        Some(cap) if set.len() > cap => Err(Refusal::bad(
            "CMNC-006",
            format!("The ID set names {} ids, at most {cap} are allowed", set.len()),
        )),
        _ => Ok(set),
    }
}

/// Prints existing ids as `1-2,5,8`, in chunks of at most [`MOST_IDS`] ids each.
///
/// `ids` must rise.
pub fn chunks(ids: &[i64]) -> Vec<String> {
    ids.chunks(usize::try_from(MOST_IDS).unwrap_or(200)).map(print).collect()
}

/// Prints rising ids with runs joined to ranges.
fn print(ids: &[i64]) -> String {
    let mut runs: Vec<(i64, i64)> = Vec::new();
    for id in ids {
        match runs.last_mut() {
            Some((_, high)) if *high + 1 == *id => *high = *id,
            _ => runs.push((*id, *id)),
        }
    }
    let parts: Vec<String> = runs
        .into_iter()
        .map(|(low, high)| if low == high { low.to_string() } else { format!("{low}-{high}") })
        .collect();
    parts.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRICT: Strictness = Strictness { ascending: true, cap: Some(MOST_IDS) };

    fn code(text: &str) -> &'static str {
        read(text, STRICT).unwrap_err().problems.remove(0).code
    }

    #[test]
    fn lists_and_ranges_name_their_ids() {
        let set = read("1,4,7-9", STRICT).unwrap();
        assert_eq!(set.len(), 5);
        assert!(set.contains(8) && set.contains(4) && !set.contains(5));
    }

    #[test]
    fn malformed_sets_are_refused() {
        for text in ["", "a", "1,,2", "1-", "-3", "1-2-3", "1.5", "+1", "1, 2"] {
            assert_eq!(code(text), "CMNC-006", "{text}");
        }
    }

    #[test]
    fn sets_that_do_not_rise_are_refused() {
        for text in ["2,1", "1,1", "9-3", "1-5,5", "1-5,3-9"] {
            assert_eq!(code(text), "CMNC-008", "{text}");
        }
        assert!(read("2,1", Strictness { ascending: false, cap: None }).is_ok());
    }

    #[test]
    fn two_hundred_ids_are_the_most() {
        assert!(read("1-200", STRICT).is_ok());
        assert_eq!(code("1-201"), "CMNC-006");
        assert!(read("1-500", Strictness { ascending: true, cap: None }).is_ok());
    }

    #[test]
    fn existing_ids_are_printed_in_chunks_with_ranges() {
        assert_eq!(chunks(&[1, 2, 5, 8, 10, 11, 12]), vec!["1-2,5,8,10-12"]);
        let many: Vec<i64> = (1..=450).collect();
        assert_eq!(chunks(&many), vec!["1-200", "201-400", "401-450"]);
        assert!(chunks(&[]).is_empty());
    }
}
