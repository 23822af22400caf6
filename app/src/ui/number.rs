use model::grouped;

/// A count in groups of three.
pub fn count(number: i64) -> String {
    grouped(&number.max(0).to_string())
}

/// A count that may have ended before the end, such as `10,000+`.
pub fn count_of((number, more): (i64, bool)) -> String {
    format!("{}{}", count(number), if more { "+" } else { "" })
}

/// The same where there is little room: from ten thousand on in thousands, such as `10k+`.
pub fn short_count_of((number, more): (i64, bool)) -> String {
    if number < 10_000 {
        return count_of((number, more));
    }
    let thousands = number / 1_000;
    let rest = more || thousands * 1_000 < number;
    format!("{}k{}", count(thousands), if rest { "+" } else { "" })
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

    #[test]
    fn where_there_is_little_room_a_large_count_is_told_in_thousands() {
        assert_eq!(short_count_of((9_999, false)), "9,999");
        assert_eq!(short_count_of((10_000, false)), "10k");
        assert_eq!(short_count_of((10_000, true)), "10k+");
        assert_eq!(short_count_of((12_345, false)), "12k+");
    }
}
