//! A filter in words for people: on the chips below the search box, before bulk work, as the name of a view.

use super::{Bounds, Dates, Filter, Whose, amount_words};

impl Filter {
    /// What it says, one short phrase a part, each with the field that takes it away.
    pub fn say(&self) -> Vec<(&'static str, String)> {
        let mut says: Vec<(&'static str, String)> = Vec::new();
        says.extend(self.status.map(|status| ("status", status.name().to_owned())));
        says.extend(self.is.map(|is| ("is", is.name().to_owned())));
        says.extend(self.source.map(|source| ("source", format!("from {}", source.name()))));
        says.extend(self.shop.as_ref().map(|shop| ("shop", format!("shop {shop}"))));
        says.extend(self.dates.map(|dates| ("changed", dates_say(dates))));
        says.extend(self.cause.as_ref().map(|_| ("cause", "one cause".to_owned())));
        says.extend(self.assigned.as_ref().map(|whose| ("assigned", whose_says(whose))));
        says.extend(self.sku.as_ref().map(|sku| ("sku", sku_says(sku))));
        says.extend(bounds_say("total", self.total, amount_words));
        says.extend(bounds_say("tries", self.tries, |number| number.to_string()));
        says.extend(self.text.as_ref().map(|text| ("text", text_says(text))));
        says
    }
}

fn whose_says(whose: &Whose) -> String {
    match whose {
        Whose::Nobody => "assigned to nobody".to_owned(),
        Whose::Anybody => "assigned".to_owned(),
        Whose::Mine => "assigned to me".to_owned(),
        Whose::Of(name) => format!("assigned to {name}"),
    }
}

fn dates_say(dates: Dates) -> String {
    match dates {
        Dates::Today => "changed today".to_owned(),
        Dates::Yesterday => "changed yesterday".to_owned(),
        Dates::Within(_) => format!("changed in the last {}", dates.to_string().trim_start_matches('<')),
        Dates::Before(_) => format!("unchanged for {}", dates.to_string().trim_start_matches('>')),
        Dates::Days(Some(from), Some(to)) if from == to => format!("changed on {from}"),
        Dates::Days(Some(from), Some(to)) => format!("changed from {from} to {to}"),
        Dates::Days(Some(from), None) => format!("changed since {from}"),
        Dates::Days(None, to) => {
            format!("changed until {}", to.map(|day| day.to_string()).unwrap_or_default())
        }
    }
}

fn text_says(text: &str) -> String {
    // What was typed with quotes has some already.
    if text.contains('"') { text.to_owned() } else { format!("“{text}”") }
}

fn sku_says(sku: &str) -> String {
    match sku.strip_suffix('*') {
        Some(beginning) => format!("SKU begins {beginning}"),
        None if sku.ends_with('-') => format!("SKU begins {sku}"),
        None => format!("SKU {sku}"),
    }
}

fn bounds_say(
    field: &'static str,
    bounds: Bounds,
    words: impl Fn(i64) -> String,
) -> Option<(&'static str, String)> {
    // “Above 100” is kept as “from 100.001”, which nobody typed.
    let above = |from: i64| (field == "total" && from % 10 == 1).then(|| words(from - 1));
    let below = |to: i64| (field == "total" && to % 10 == 9).then(|| words(to + 1));
    let says = match (bounds.from, bounds.to) {
        (None, None) => return None,
        (Some(from), Some(to)) if from == to => format!("{field} {}", words(from)),
        (Some(from), Some(to)) => format!("{field} {} to {}", words(from), words(to)),
        (Some(from), None) => match above(from) {
            Some(number) => format!("{field} above {number}"),
            None => format!("{field} from {}", words(from)),
        },
        (None, Some(to)) => match below(to) {
            Some(number) => format!("{field} below {number}"),
            None => format!("{field} up to {}", words(to)),
        },
    };
    Some((field, says))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(typed: &str) -> String {
        let parts = Filter::read(typed).filter.say();
        parts.into_iter().map(|(_, says)| says).collect::<Vec<_>>().join(" · ")
    }

    #[test]
    fn a_filter_is_told_in_words_that_nobody_must_decode() {
        assert_eq!(
            says("status:failed sku:AB- total:>100 \"red bag\""),
            "Failed · SKU begins ab- · total above 100 · \"red bag\""
        );
        assert_eq!(says("age:>1h tries:2..5"), "unchanged for 1h · tries 2 to 5");
        assert_eq!(says("assigned:me"), "assigned to me");
        assert_eq!(says("changed:2026-11-05 total:<20"), "changed on 2026-11-05 · total below 20");
    }
}
