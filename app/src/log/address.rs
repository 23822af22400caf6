use leptos_router::params::ParamsMap;
use model::filter::{Dates, Is, Whose};
use model::{At, Filter, Kind, Platform, RecordId, Sort, Status};

/// What a log page was asked to show: what its address says. Defaults are left out of the address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    /// What was chosen in controls: status, standing, platform, shop, dates, cause, whose.
    pub chosen: Filter,
    /// What was typed into the search box, in the query language; never anything personal.
    pub typed: Option<String>,
    /// The order.
    pub sort: Sort,
    /// Which page.
    pub at: At,
}

impl Asked {
    /// Reads the query of an address; what it does not know is taken as not said.
    pub fn from_query(query: &ParamsMap) -> Asked {
        let word = |name: &str| query.get(name).filter(|word| !word.trim().is_empty());
        let chosen = Filter {
            status: word("status").and_then(|word| Status::parse(&word)),
            is: word("is").and_then(|word| Is::parse(&word)),
            source: word("source").and_then(|word| Platform::parse(&word)),
            shop: word("shop"),
            dates: word("date").and_then(|word| word.parse::<Dates>().ok()),
            cause: word("cause"),
            // A name stays out of addresses, and is not taken from one.
            assigned: word("assigned").map(Whose::from).filter(|whose| !whose.names_a_person()),
            ..Filter::default()
        };
        Asked {
            chosen,
            typed: word("q").map(|text| text.trim().to_owned()),
            sort: word("sort").and_then(|word| Sort::parse(&word)).unwrap_or_default(),
            at: word("at").and_then(|word| word.parse().ok()).unwrap_or_default(),
        }
    }

    /// A log with one status.
    pub fn of_status(status: Status) -> Asked {
        Asked { chosen: Filter::of_status(status), ..Asked::default() }
    }

    /// The address of this log as asked, with a record open over it or none.
    pub fn address(&self, kind: Kind, record: Option<RecordId>) -> String {
        let record = record.map(|record| format!("record={record}"));
        let said: Vec<String> =
            Some(self.query()).filter(|query| !query.is_empty()).into_iter().chain(record).collect();
        let mark = if said.is_empty() { "" } else { "?" };
        format!("/logs/{}{mark}{}", kind.plural(), said.join("&"))
    }

    /// The query of its address; empty where nothing is asked for.
    pub fn query(&self) -> String {
        let chosen = &self.chosen;
        let whose = chosen.assigned.as_ref().filter(|whose| !whose.names_a_person());
        let said = [
            ("status", chosen.status.map(|status| status.word().to_owned())),
            ("is", chosen.is.map(|is| is.word().to_owned())),
            ("source", chosen.source.map(|source| source.word().to_owned())),
            ("shop", chosen.shop.as_deref().map(encoded)),
            ("date", chosen.dates.map(|dates| encoded(&dates.to_string()))),
            ("cause", chosen.cause.as_deref().map(encoded)),
            ("assigned", whose.map(|whose| whose.word().to_owned())),
            ("q", self.typed.as_deref().map(encoded)),
            ("sort", (self.sort != Sort::default()).then(|| self.sort.word().to_owned())),
            ("at", (self.at != At::First).then(|| self.at.to_string())),
        ];
        let said: Vec<String> =
            said.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value?))).collect();
        said.join("&")
    }

    /// Reads what [`Asked::query`] wrote.
    #[cfg(feature = "ssr")]
    pub(crate) fn from_text(query: &str) -> Asked {
        let pairs = form_urlencoded::parse(query.as_bytes());
        Asked::from_query(&pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    /// The same from the first page on: what a changed filter leads to.
    pub fn at_first(&self) -> Asked {
        Asked { at: At::First, ..self.clone() }
    }

    /// All that is asked for, chosen and typed; `personal` is a typed text that stays out of the address.
    pub fn filter(&self, personal: Option<&str>) -> Filter {
        let typed = personal.or(self.typed.as_deref()).unwrap_or_default();
        self.chosen.clone().with(Filter::read(typed).filter)
    }

    /// The same with something chosen in a control, which takes over from the term typed for it.
    pub fn choose(&self, field: &'static str, change: impl FnOnce(&mut Filter)) -> Asked {
        let mut asked = self.at_first();
        change(&mut asked.chosen);
        let other = if field == "changed" { "age" } else { field };
        let rest = asked.typed.map(|typed| Filter::typed_without(&typed, &[field, other]));
        asked.typed = rest.filter(|typed| !typed.is_empty());
        asked
    }

    /// The same without what one part of the filter says, see [`Filter::say`].
    pub fn without(&self, field: &'static str) -> Asked {
        let mut asked = self.choose(field, |chosen| {
            let empty = Filter::default();
            match field {
                "status" => chosen.status = empty.status,
                "is" => chosen.is = empty.is,
                "source" => chosen.source = empty.source,
                "shop" => chosen.shop = empty.shop,
                "changed" => chosen.dates = empty.dates,
                "cause" => chosen.cause = empty.cause,
                "assigned" => chosen.assigned = empty.assigned,
                _ => {}
            }
        });
        if field == "text" {
            asked.typed =
                asked.typed.map(|typed| Filter::typed_terms(&typed)).filter(|typed| !typed.is_empty());
        }
        asked
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
        let asked = Asked { typed: Some("red & blü+1".to_owned()), ..Asked::of_status(Status::Failed) };
        assert_eq!(
            asked.address(Kind::Product, None),
            "/logs/products?status=failed&q=red%20%26%20bl%C3%BC%2B1"
        );
    }

    #[test]
    fn an_address_reads_back_as_what_was_asked() {
        let asked = Asked {
            chosen: Filter {
                status: Some(Status::Failed),
                is: Some(Is::NeedsMe),
                source: Some(Platform::Lightspeed),
                shop: Some("2".to_owned()),
                dates: Some(Dates::Before(3_600)),
                cause: Some("no_price".to_owned()),
                assigned: Some(Whose::Nobody),
                ..Filter::default()
            },
            typed: Some("red bag".to_owned()),
            sort: Sort::Changed,
            at: At::Last,
        };
        let parts = [
            ("status", "failed"),
            ("is", "needs-me"),
            ("source", "lightspeed"),
            ("shop", "2"),
            ("date", ">1h"),
            ("cause", "no_price"),
            ("assigned", "nobody"),
            ("q", "red bag"),
            ("sort", "changed"),
            ("at", "last"),
        ];
        assert_eq!(Asked::from_query(&query(&parts)), asked);
        #[cfg(feature = "ssr")]
        assert_eq!(Asked::from_text(&asked.query()), asked);
    }

    #[test]
    fn words_nobody_wrote_are_taken_as_not_said() {
        assert_eq!(
            Asked::from_query(&query(&[
                ("status", "lost"),
                ("sort", ""),
                ("at", "x.y"),
                ("assigned", "Ana")
            ])),
            Asked::default()
        );
    }

    #[test]
    fn a_control_takes_over_from_what_was_typed_for_it() {
        let asked = Asked { typed: Some("status:failed age:>1h mug".to_owned()), ..Asked::default() };
        assert_eq!(asked.filter(None).status, Some(Status::Failed));
        let synced = asked.choose("status", |chosen| chosen.status = Some(Status::Synced));
        assert_eq!(synced.typed.as_deref(), Some("age:>1h mug"));
        assert_eq!(synced.filter(None).status, Some(Status::Synced));
        assert_eq!(synced.without("changed").typed.as_deref(), Some("mug"));
        assert_eq!(synced.without("text").typed.as_deref(), Some("age:>1h"));
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
