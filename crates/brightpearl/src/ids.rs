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

/// The ids of a set such as `1-3,9`, at most so many; `None` for anything else.
pub(crate) fn read_id_set(text: &str, most: usize) -> Option<Vec<u64>> {
    let mut ids = Vec::new();
    for part in text.split(',').map(str::trim) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last): (u64, u64) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
        let count = usize::try_from(last.checked_sub(first)?).ok()?;
        if count >= most.checked_sub(ids.len())? {
            return None;
        }
        ids.extend(first..=last);
    }
    Some(ids)
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

    #[rstest]
    #[case("7", Some(vec![7]))]
    #[case("1-3, 9", Some(vec![1, 2, 3, 9]))]
    #[case("1-5", Some(vec![1, 2, 3, 4, 5]))]
    #[case("1-6", None)]
    #[case("1-4,8-9", None)]
    #[case("3-1", None)]
    #[case("", None)]
    #[case("*", None)]
    #[case("-5", None)]
    fn a_set_is_read_up_to_a_limit(#[case] text: &str, #[case] ids: Option<Vec<u64>>) {
        assert_eq!(read_id_set(text, 5), ids);
    }
}
