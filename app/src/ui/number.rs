/// Digits in groups of three, such as `12,345`.
pub fn grouped(digits: &str) -> String {
    let count = digits.chars().count();
    let mut text = String::with_capacity(count + count / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (count - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A count in groups of three.
pub fn count(number: i64) -> String {
    grouped(&number.max(0).to_string())
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
