use serde::{Deserialize, Serialize};

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Latest seen first; rows never move. The default.
    #[default]
    Newest,
    /// First seen first.
    Oldest,
    /// Latest change of status first.
    Changed,
    /// What has not changed for longest first.
    Unchanged,
    /// The largest total first.
    Largest,
    /// The smallest total first.
    Smallest,
    /// What took the most tries first.
    MostTries,
    /// What took the fewest tries first.
    FewestTries,
    /// By name, from A to Z.
    Name,
    /// By name, from Z to A.
    NameBack,
}

/// What a list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SortBy {
    /// When it was first seen.
    Seen,
    /// When its status last changed.
    Changed,
    /// Its total; only kinds with money have one.
    Total,
    /// Its tries.
    Tries,
    /// Its name; only kinds that are called by one.
    Name,
}

impl Sort {
    /// All orders, each column's usual one first.
    pub const ALL: [Sort; 10] = [
        Sort::Newest,
        Sort::Oldest,
        Sort::Changed,
        Sort::Unchanged,
        Sort::Largest,
        Sort::Smallest,
        Sort::MostTries,
        Sort::FewestTries,
        Sort::Name,
        Sort::NameBack,
    ];

    /// The word used in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Sort::Newest => "newest",
            Sort::Oldest => "oldest",
            Sort::Changed => "changed",
            Sort::Unchanged => "unchanged",
            Sort::Largest => "largest",
            Sort::Smallest => "smallest",
            Sort::MostTries => "most-tries",
            Sort::FewestTries => "fewest-tries",
            Sort::Name => "name",
            Sort::NameBack => "name-back",
        }
    }

    /// The words shown to people.
    pub fn name(self) -> &'static str {
        match self {
            Sort::Newest => "Newest first",
            Sort::Oldest => "Oldest first",
            Sort::Changed => "Last changed first",
            Sort::Unchanged => "Longest unchanged first",
            Sort::Largest => "Largest total first",
            Sort::Smallest => "Smallest total first",
            Sort::MostTries => "Most tries first",
            Sort::FewestTries => "Fewest tries first",
            Sort::Name => "Name, A to Z",
            Sort::NameBack => "Name, Z to A",
        }
    }

    /// Reads [`Sort::word`]; `None` for anything else.
    pub fn parse(word: &str) -> Option<Sort> {
        Sort::ALL.into_iter().find(|sort| sort.word() == word)
    }

    /// What it sorts by.
    pub fn by(self) -> SortBy {
        match self {
            Sort::Newest | Sort::Oldest => SortBy::Seen,
            Sort::Changed | Sort::Unchanged => SortBy::Changed,
            Sort::Largest | Sort::Smallest => SortBy::Total,
            Sort::MostTries | Sort::FewestTries => SortBy::Tries,
            Sort::Name | Sort::NameBack => SortBy::Name,
        }
    }

    /// Whether the largest value comes first.
    pub fn falling(self) -> bool {
        match self {
            Sort::Newest | Sort::Changed | Sort::Largest | Sort::MostTries | Sort::NameBack => true,
            Sort::Oldest | Sort::Unchanged | Sort::Smallest | Sort::FewestTries | Sort::Name => false,
        }
    }

    /// The same column the other way round.
    pub fn turned(self) -> Sort {
        let turned = |other: &Sort| other.by() == self.by() && other.falling() != self.falling();
        Sort::ALL.into_iter().find(turned).unwrap_or(self)
    }

    /// Whether records of this kind have what it sorts by.
    pub fn suits(self, kind: crate::Kind) -> bool {
        match self.by() {
            SortBy::Total => kind.has_total(),
            SortBy::Name => kind.has_name(),
            SortBy::Seen | SortBy::Changed | SortBy::Tries => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_reads_back_and_has_one_that_is_turned_round() {
        for sort in Sort::ALL {
            assert_eq!(Sort::parse(sort.word()), Some(sort));
            assert_ne!(sort.turned(), sort);
            assert_eq!(sort.turned().turned(), sort);
            assert_eq!(sort.turned().by(), sort.by());
        }
    }
}
