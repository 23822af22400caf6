//! Amounts as people type them, in thousandths: whole numbers compare, and no currency has more than three places.

/// Reads an amount such as `49.95`, `1,234.5`, `£20` or `-3`; in thousandths. `None` if it is none.
///
/// A comma before exactly three digits groups thousands; any other is a decimal point, as most of Europe writes it.
pub fn amount(text: &str) -> Option<i64> {
    let text = text.trim().trim_start_matches(['£', '€', '$']).trim();
    let (negative, text) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest.trim_start_matches(['£', '€', '$'])),
        None => (false, text),
    };
    let (whole, places) = split(text)?;
    let digits = |text: &str| text.chars().all(|letter| letter.is_ascii_digit());
    if whole.is_empty() || !digits(&whole) || !digits(places) {
        return None;
    }
    let padded = format!("{places:0<3}");
    let thousandths = format!("{whole}{padded}").parse::<i64>().ok()?;
    Some(if negative { -thousandths } else { thousandths })
}

/// The whole part without its groups, and the places, at most three.
fn split(text: &str) -> Option<(String, &str)> {
    let point = match (text.rfind('.'), text.rfind(',')) {
        (Some(point), Some(comma)) => Some(point.max(comma)),
        (Some(point), None) => Some(point),
        // `1,234` is a thousand and more; `12,5` is twelve and a half.
        (None, Some(comma)) => (text.len() - comma != 4).then_some(comma),
        (None, None) => None,
    };
    let (whole, places) = match point {
        Some(point) => (text.get(..point)?, text.get(point + 1..)?),
        None => (text, ""),
    };
    let groups = |letter| matches!(letter, ',' | '.');
    (places.len() <= 3 && !whole.starts_with(groups)).then(|| (whole.replace(groups, ""), places))
}

/// An amount as the query language writes it, without needless zeros.
pub fn amount_words(thousandths: i64) -> String {
    let sign = if thousandths < 0 { "-" } else { "" };
    let (whole, rest) = (thousandths.unsigned_abs() / 1_000, thousandths.unsigned_abs() % 1_000);
    match rest {
        0 => format!("{sign}{whole}"),
        _ if rest % 10 != 0 => format!("{sign}{whole}.{rest:03}"),
        _ => format!("{sign}{whole}.{:02}", rest / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_however_people_write_them() {
        for (text, thousandths) in [
            ("49.95", 49_950),
            ("£1,234.50", 1_234_500),
            ("1.234,50", 1_234_500),
            ("1,234", 1_234_000),
            ("12,5", 12_500),
            ("-3", -3_000),
            ("−€3.1", -3_100),
            ("0", 0),
            ("100.001", 100_001),
        ] {
            assert_eq!(amount(text), Some(thousandths), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_none() {
        for text in ["", "AB-1", "1.2345", "-", "£", "1e5", "99999999999999999999", ".5.", "12 34", "٣"] {
            assert_eq!(amount(text), None, "{text}");
        }
    }

    #[test]
    fn an_amount_reads_back_as_it_was_written() {
        for thousandths in [0, 5, 50, 1_000, 49_950, 1_234_567, -3_100] {
            assert_eq!(amount(&amount_words(thousandths)), Some(thousandths));
        }
    }
}
