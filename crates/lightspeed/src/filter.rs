//! Values of filters (fact sheet 3.6). Percent-encoding is the HTTP layer's.

use model::When;

/// How many values a filter may name, and how many rows a page has.
pub(crate) const MOST: usize = 100;

/// At or after a moment: `>=`, never `>`, since many rows share a second.
pub(crate) fn at_or_after(moment: When) -> String {
    format!(">=,{}", moment.rfc3339_seconds())
}

/// One of these values; at most [`MOST`].
pub(crate) fn one_of<'a>(values: impl IntoIterator<Item = &'a str>) -> String {
    format!("IN,[{}]", values.into_iter().collect::<Vec<_>>().join(","))
}

/// Bytes of values a list holds at most: addresses of more than 8 kB are refused by many a server on the way,
/// and percent-encoding can treble them.
const MOST_BYTES: usize = 2_400;

/// The values in as few lists as may be asked for.
pub(crate) fn lists<'a>(values: &[&'a str]) -> Vec<Vec<&'a str>> {
    let mut lists: Vec<Vec<&'a str>> = Vec::new();
    let mut bytes = 0;
    for value in values {
        bytes += value.len() + 1;
        match lists.last_mut().filter(|list| list.len() < MOST && bytes <= MOST_BYTES) {
            Some(list) => list.push(value),
            None => {
                bytes = value.len() + 1;
                lists.push(vec![value]);
            }
        }
    }
    lists
}

/// Whether a value can be named in a list: commas would part it, brackets end the list, operators be obeyed.
pub(crate) fn fits_a_list(value: &str) -> bool {
    let parts = [',', '[', ']', '"', '\'', '|', '\\', '%'];
    let operator = value.starts_with(['=', '>', '<', '!', '~']) || value.eq_ignore_ascii_case("in");
    let spaced = value.trim() != value;
    !(value.is_empty() || operator || spaced || value.contains(parts) || value.chars().any(char::is_control))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn moments_are_written_in_utc_with_whole_seconds() {
        assert_eq!(at_or_after(When(1_772_637_558_900_000)), ">=,2026-03-04T15:19:18Z");
    }

    #[test]
    fn lists_are_written_in_brackets() {
        assert_eq!(one_of(["1", "2"]), "IN,[1,2]");
    }

    #[test]
    fn lists_are_neither_longer_nor_wider_than_an_address_carries() {
        let many: Vec<String> = (0..250).map(|n| n.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(lists(&many).iter().map(Vec::len).collect::<Vec<_>>(), [100, 100, 50]);
        let wide = "x".repeat(1_000);
        assert_eq!(lists(&[&wide, &wide, &wide, "y"]).iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
        let too_wide = "x".repeat(5_000);
        assert_eq!(lists(&[&too_wide, "y"]).len(), 2);
        assert!(lists(&[]).is_empty());
    }

    #[rstest]
    #[case("TB-750", true)]
    #[case("4006381333931", true)]
    #[case("A 1/2", true)]
    #[case("A,B", false)]
    #[case(">5", false)]
    #[case("!x", false)]
    #[case("a]", false)]
    #[case(" a", false)]
    #[case("", false)]
    fn only_plain_values_go_into_a_list(#[case] value: &str, #[case] fits: bool) {
        assert_eq!(fits_a_list(value), fits);
    }
}
