use model::grouped;

/// A count in groups of three.
pub fn count(number: i64) -> String {
    grouped(&number.max(0).to_string())
}

/// A count that may have ended before the end, such as `10,000+`.
pub fn count_of((number, more): (i64, bool)) -> String {
    format!("{}{}", count(number), if more { "+" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped_in_threes() {
        assert_eq!(count(7), "7");
        assert_eq!(count(999), "999");
        assert_eq!(count(1_234_567), "1,234,567");
    }
}
