//! Sets of ids as addresses carry them.

/// The most ids one GET may ask for (fact sheet 3.3; goods-out notes allow more, nothing else does).
pub(crate) const MOST_IDS: usize = 200;

/// Ids ascending, without repetitions, neighbours as ranges: `1-3,7,9-10`. Other orders are refused by some resources
/// (fact sheet 3.3).
pub(crate) fn id_set(ids: &[u64]) -> String {
    let mut sorted = ids.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut ranges: Vec<(u64, u64)> = Vec::new();
    for id in sorted {
        match ranges.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(id) => *last = id,
            _ => ranges.push((id, id)),
        }
    }
    let words: Vec<String> = ranges
        .into_iter()
        .map(|(first, last)| if first == last { first.to_string() } else { format!("{first}-{last}") })
        .collect();
    words.join(",")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(&[7], "7")]
    #[case(&[9, 7, 1, 2, 3, 10, 7], "1-3,7,9-10")]
    #[case(&[1, 2], "1-2")]
    #[case(&[], "")]
    #[case(&[u64::MAX, u64::MAX - 1], "18446744073709551614-18446744073709551615")]
    fn ids_are_sent_ascending_and_only_once(#[case] ids: &[u64], #[case] expected: &str) {
        assert_eq!(id_set(ids), expected);
    }
}
