use leptos_router::params::ParamsMap;
use model::{Kind, Span};

/// What the chart is asked to show: what the page's address says. Defaults are left out of the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Looking {
    /// How far back.
    pub span: Span,
    /// One log alone.
    pub kind: Option<Kind>,
}

impl Looking {
    /// Reads the query of an address; what it does not know is taken as not said.
    pub fn from_query(query: &ParamsMap) -> Looking {
        Looking {
            span: query.get("span").and_then(|word| Span::parse(&word)).unwrap_or_default(),
            kind: query.get("log").and_then(|word| Kind::parse(&word)),
        }
    }

    /// The page's address with this asked for.
    pub fn address(self) -> String {
        let span = (self.span != Span::default()).then(|| format!("span={}", self.span.word()));
        let log = self.kind.map(|kind| format!("log={}", kind.plural()));
        let said: Vec<String> = span.into_iter().chain(log).collect();
        if said.is_empty() { "/".to_owned() } else { format!("/?{}", said.join("&")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back_as_what_was_asked_and_says_no_more() {
        let asked = Looking { span: Span::Week, kind: Some(Kind::Order) };
        assert_eq!(asked.address(), "/?span=7d&log=orders");
        assert_eq!(Looking::default().address(), "/");
        let query: ParamsMap =
            [("span", "7d".to_owned()), ("log", "orders".to_owned())].into_iter().collect();
        assert_eq!(Looking::from_query(&query), asked);
    }
}
