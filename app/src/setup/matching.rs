//! Which thing of one platform belongs to which of the other, by equal names and equal rates.

use engine::Entry;
use model::payload::TaxKey;

pub use crate::settings::tax_key;

/// The entry of this name; capitals and blanks at the ends do not matter.
pub fn named<'a>(entries: &'a [Entry], name: &str) -> Option<&'a Entry> {
    entries.iter().find(|entry| entry.name.trim().eq_ignore_ascii_case(name.trim()))
}

/// The id of the entry of this name, or an empty text.
pub fn id_of(entries: &[Entry], name: &str) -> String {
    named(entries, name).map(|entry| entry.id.clone()).unwrap_or_default()
}

/// The first entry whose name holds one of these words, in the order of the words.
pub fn speaking_of<'a>(entries: &'a [Entry], words: &[&str]) -> Option<&'a Entry> {
    words.iter().find_map(|word| entries.iter().find(|entry| entry.name.to_lowercase().contains(word)))
}

/// The percentage a text names, such as 20 in `Standard rate (20 %)`.
pub fn percent(text: &str) -> Option<f64> {
    let (before, _) = text.split_once('%')?;
    let digits: String = before
        .trim_end()
        .chars()
        .rev()
        .take_while(|letter| letter.is_ascii_digit() || *letter == '.')
        .collect();
    digits.chars().rev().collect::<String>().parse().ok()
}

/// The rate of a Brightpearl tax code in percent, from its note or its name.
pub fn code_percent(code: &Entry) -> Option<f64> {
    percent(&code.note).or_else(|| percent(&code.name))
}

/// The rates of a till tax in percent, as [`TaxKey::rate_words`] says them; `None` for a tax of two rates.
pub fn key_percent(key: &TaxKey) -> Option<f64> {
    if key.rate2.is_zero() { percent(&key.rate_words()) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_till_tax_is_read_from_its_id() {
        let key = tax_key("1:3:0.20:0").unwrap();
        assert_eq!((key.category.as_str(), key.class.as_str(), key_percent(&key)), ("1", "3", Some(20.0)));
        assert!(tax_key(":3:0:0").is_some(), "an untaxed line has no category");
        assert!(tax_key("1:3").is_none());
    }

    #[test]
    fn a_percentage_is_found_in_words() {
        assert_eq!(percent("Standard rate (20 %)"), Some(20.0));
        assert_eq!(percent("9.975% QST"), Some(9.975));
        assert_eq!(percent("Exempt"), None);
    }
}
