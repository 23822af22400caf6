use leptos_router::params::ParamsMap;
use model::{At, Kind, Platform, RecordId, Sort, Status};

/// What a log page was asked to show: what its address says. Defaults are left out of the address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    /// Only this status.
    pub status: Option<Status>,
    /// Only from this platform.
    pub source: Option<Platform>,
    /// What was searched for; never anything personal.
    pub text: Option<String>,
    /// The order.
    pub sort: Sort,
    /// Which page.
    pub at: At,
}

impl Asked {
    /// Reads the query of an address; what it does not know is taken as not said.
    pub fn from_query(query: &ParamsMap) -> Asked {
        let word = |name: &str| query.get(name).filter(|word| !word.trim().is_empty());
        Asked {
            status: word("status").and_then(|word| Status::parse(&word)),
            source: word("source").and_then(|word| Platform::parse(&word)),
            text: word("q").map(|text| text.trim().to_owned()),
            sort: word("sort").and_then(|word| Sort::parse(&word)).unwrap_or_default(),
            at: word("at").and_then(|word| word.parse().ok()).unwrap_or_default(),
        }
    }

    /// The address of this log as asked, with a record open over it or none.
    pub fn address(&self, kind: Kind, record: Option<RecordId>) -> String {
        let said = [
            ("status", self.status.map(|status| status.word().to_owned())),
            ("source", self.source.map(|source| source.word().to_owned())),
            ("q", self.text.as_deref().map(encoded)),
            ("sort", (self.sort != Sort::default()).then(|| self.sort.word().to_owned())),
            ("at", (self.at != At::First).then(|| self.at.to_string())),
            ("record", record.map(|record| record.to_string())),
        ];
        let mut address = format!("/logs/{}", kind.plural());
        let mut mark = '?';
        for (name, value) in said {
            if let Some(value) = value {
                address.push(mark);
                address.push_str(name);
                address.push('=');
                address.push_str(&value);
                mark = '&';
            }
        }
        address
    }

    /// The same from the first page on: what a changed filter leads to.
    pub fn at_first(&self) -> Asked {
        Asked { at: At::First, ..self.clone() }
    }
}

/// Text as it stands in an address (RFC 3986): the same on server and browser, so that both write the same link.
fn encoded(text: &str) -> String {
    let mut address = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address
}

/// Whether a search names a person, so that it must stay out of the address, where proxies and histories keep it.
///
/// In a log of persons everything but a short number is taken as personal; elsewhere e-mail addresses and telephone
/// numbers as people write them. Bar codes and ids, plain digits, are not.
pub fn looks_personal(text: &str, people: bool) -> bool {
    let text = text.trim();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if people {
        return !text.is_empty() && (digits > 6 || !text.chars().all(|letter| letter.is_ascii_digit()));
    }
    let only_number = text.chars().all(|letter| letter.is_ascii_digit() || " +-()./".contains(letter));
    let written_as_phone = text.starts_with('+') || text.contains(' ') || text.contains('(');
    text.contains('@') || (only_number && written_as_phone && (7..=15).contains(&digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(parts: &[(&'static str, &str)]) -> ParamsMap {
        parts.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
    }

    #[test]
    fn defaults_are_left_out_of_the_address() {
        assert_eq!(Asked::default().address(Kind::Order, None), "/logs/orders");
    }

    #[test]
    fn what_was_searched_for_stands_safely_in_the_address() {
        let asked =
            Asked { text: Some("red & blü+1".to_owned()), status: Some(Status::Failed), ..Asked::default() };
        assert_eq!(
            asked.address(Kind::Product, None),
            "/logs/products?status=failed&q=red%20%26%20bl%C3%BC%2B1"
        );
    }

    #[test]
    fn an_address_reads_back_as_what_was_asked() {
        let asked = Asked {
            status: Some(Status::Failed),
            source: Some(Platform::Lightspeed),
            text: Some("red bag".to_owned()),
            sort: Sort::Changed,
            at: At::Last,
        };
        let parts = [
            ("status", "failed"),
            ("source", "lightspeed"),
            ("q", "red bag"),
            ("sort", "changed"),
            ("at", "last"),
        ];
        assert_eq!(Asked::from_query(&query(&parts)), asked);
    }

    #[test]
    fn words_nobody_wrote_are_taken_as_not_said() {
        assert_eq!(
            Asked::from_query(&query(&[("status", "lost"), ("sort", ""), ("at", "x.y")])),
            Asked::default()
        );
    }

    #[test]
    fn emails_and_phone_numbers_are_personal_and_bar_codes_are_not() {
        for personal in ["ada@example.com", "+44 20 7946 0000", "020 7946 0000", "(020) 79460000"] {
            assert!(looks_personal(personal, false), "{personal}");
        }
        for plain in ["5012345678900", "AB-1234567", "red bag", "10023", "2024-000123"] {
            assert!(!looks_personal(plain, false), "{plain}");
        }
    }

    #[test]
    fn among_persons_a_name_is_personal_too_and_an_id_is_not() {
        assert!(looks_personal("Ada", true));
        assert!(looks_personal("02079460000", true));
        assert!(!looks_personal("1042", true));
        assert!(!looks_personal("", true));
    }
}
