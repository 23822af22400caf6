//! Which thing of one platform belongs to which of the other, by equal names and equal rates.

use model::payload::TaxKey;
use platform::Entry;

/// The entry of this name; capitals and blanks at the ends do not matter.
pub(super) fn named<'a>(entries: &'a [Entry], name: &str) -> Option<&'a Entry> {
    entries.iter().find(|entry| entry.name.trim().eq_ignore_ascii_case(name.trim()))
}

/// The id of the entry of this name, or an empty text.
pub(super) fn id_of(entries: &[Entry], name: &str) -> String {
    named(entries, name).map(|entry| entry.id.clone()).unwrap_or_default()
}

/// The till tax an entry of [`platform::Listing::Taxes`] stands for: `{category}:{class}:{rate1}:{rate2}`.
pub(super) fn tax_key(entry: &Entry) -> Option<TaxKey> {
    let mut parts = entry.id.split(':');
    let (category, class) = (parts.next()?.to_owned(), parts.next()?.to_owned());
    let (rate1, rate2) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    parts.next().is_none().then_some(TaxKey { category, class, rate1, rate2 })
}

/// The percentage a text names, such as 20 in `Standard rate (20 %)`.
pub(super) fn percent(text: &str) -> Option<f64> {
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
pub(super) fn code_percent(code: &Entry) -> Option<f64> {
    percent(&code.note).or_else(|| percent(&code.name))
}

/// The rates of a till tax in percent, as [`TaxKey::rate_words`] says them; `None` for a tax of two rates.
pub(super) fn key_percent(key: &TaxKey) -> Option<f64> {
    if key.rate2.is_zero() { percent(&key.rate_words()) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_till_tax_is_read_from_its_id() {
        let entry = |id: &str| Entry::new(id, "", "");
        let key = tax_key(&entry("1:3:0.20:0")).unwrap();
        assert_eq!((key.category.as_str(), key.class.as_str(), key_percent(&key)), ("1", "3", Some(20.0)));
        assert!(tax_key(&entry(":3:0:0")).is_some(), "an untaxed line has no category");
        assert!(tax_key(&entry("1:3")).is_none());
    }

    #[test]
    fn a_percentage_is_found_in_words() {
        assert_eq!(percent("Standard rate (20 %)"), Some(20.0));
        assert_eq!(percent("9.975% QST"), Some(9.975));
        assert_eq!(percent("Exempt"), None);
    }
}
