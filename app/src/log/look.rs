//! How a log is laid out on this browser: which columns, in which order, how wide, how close the rows. Kept in a cookie, so
//! that the server draws the page so at once and nothing jumps.

use model::Kind;

use crate::cookie;
use crate::kinds::{Column, Holds, view_of};

/// How a log is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Columns in their order, shown or not.
    pub columns: Vec<Shown>,
    /// Whether rows are close together.
    pub compact: bool,
}

/// One column of a [`Look`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Shown {
    /// Its place in [`KindView::all_columns`](crate::kinds::KindView::all_columns).
    pub place: usize,
    /// Whether it is shown.
    pub shown: bool,
    /// Its width in pixels, where somebody chose one.
    pub width: Option<u16>,
}

/// Widths that can be chosen by name, in pixels.
pub const WIDTHS: [(&str, u16); 4] = [("Narrow", 80), ("Medium", 160), ("Wide", 260), ("Very wide", 420)];

/// Widths go by steps, in pixels: `style/widths.css` has a class for each, since the policy of the page lets no style stand in
/// the HTML.
const STEP: u16 = 20;

/// The nearest width that there is.
pub fn nearest_width(pixels: f64) -> u16 {
    // Within the bounds, so that nothing is cut off.
    let steps = (pixels / f64::from(STEP)).round().clamp(3.0, 30.0) as u16;
    steps * STEP
}

impl Look {
    /// The usual one of a kind.
    pub fn usual(kind: Kind) -> Look {
        let own = view_of(kind).columns.len();
        let columns = (0..view_of(kind).all_columns().len())
            .map(|place| Shown { place, shown: place < own, width: None })
            .collect();
        Look { columns, compact: false }
    }

    /// The one this browser has, from its cookie.
    pub fn of_browser(kind: Kind) -> Look {
        Look::of_cookies(kind, cookies().as_deref())
    }

    /// The one that stands in these cookies.
    pub fn of_cookies(kind: Kind, cookies: Option<&str>) -> Look {
        cookies
            .and_then(|cookies| cookie::value(cookies, &name(kind)))
            .map_or_else(|| Look::usual(kind), |text| Look::parse(kind, text))
    }

    /// Whether somebody gave a column a width.
    #[cfg(feature = "ssr")]
    pub fn has_widths(&self) -> bool {
        self.columns.iter().any(|column| column.width.is_some())
    }

    /// Keeps it in this browser.
    pub fn keep(&self, kind: Kind) {
        let age = if *self == Look::usual(kind) { 0 } else { 31_536_000 };
        set_cookie(&format!("{}={}; path=/; max-age={age}; samesite=lax", name(kind), self.words()));
    }

    /// The columns that are shown, the actions last; they can neither be hidden nor moved.
    pub fn shown(&self, kind: Kind) -> Vec<(&'static Column, Option<u16>)> {
        let all = view_of(kind).all_columns();
        let is_action = |column: &&Column| column.holds == Holds::Action;
        let shown = self.columns.iter().filter(|column| column.shown);
        let mut columns: Vec<_> = shown
            .filter_map(|shown| Some((*all.get(shown.place)?, shown.width)))
            .filter(|(column, _)| !is_action(column))
            .collect();
        columns.extend(all.iter().copied().filter(is_action).map(|column| (column, None)));
        columns
    }

    /// Gives a column a width, or the usual one again.
    pub fn widen(&mut self, place: usize, width: Option<u16>) {
        self.columns
            .iter_mut()
            .filter(|column| column.place == place)
            .for_each(|column| column.width = width);
    }

    /// The columns that can be chosen, in their order.
    pub fn choices(&self, kind: Kind) -> Vec<(Shown, &'static Column)> {
        let all = view_of(kind).all_columns();
        let named = self.columns.iter().filter_map(|shown| Some((*shown, *all.get(shown.place)?)));
        named.filter(|(_, column)| column.holds != Holds::Action).collect()
    }

    /// Moves a column one place towards the beginning or the end, past one that can be chosen as well.
    pub fn shift(&mut self, kind: Kind, place: usize, towards_end: bool) {
        let order: Vec<usize> = self.choices(kind).into_iter().map(|(shown, _)| shown.place).collect();
        let Some(at) = order.iter().position(|other| *other == place) else { return };
        let other = if towards_end { at.checked_add(1) } else { at.checked_sub(1) };
        let Some(other) = other.and_then(|at| order.get(at)) else { return };
        let of = |wanted: usize| self.columns.iter().position(|column| column.place == wanted);
        if let (Some(one), Some(two)) = (of(place), of(*other)) {
            self.columns.swap(one, two);
        }
    }

    /// As the cookie has it: `c.0.2h.1w160`.
    fn words(&self) -> String {
        let mut words = if self.compact { "c" } else { "n" }.to_owned();
        for Shown { place, shown, width } in &self.columns {
            let width = width.map(|width| format!("w{width}")).unwrap_or_default();
            words.push_str(&format!(".{place}{}{width}", if *shown { "" } else { "h" }));
        }
        words
    }

    /// Reads a cookie; columns it does not name follow as usual, and what makes no sense is left out.
    fn parse(kind: Kind, text: &str) -> Look {
        let usual = Look::usual(kind);
        let mut parts = text.split('.');
        let compact = parts.next() == Some("c");
        let mut columns: Vec<Shown> = Vec::new();
        for shown in parts.filter_map(column) {
            let known = usual.columns.iter().any(|other| other.place == shown.place);
            if known && !columns.iter().any(|other| other.place == shown.place) {
                columns.push(shown);
            }
        }
        let missing: Vec<Shown> = usual
            .columns
            .into_iter()
            .filter(|other| !columns.iter().any(|column| column.place == other.place))
            .collect();
        columns.extend(missing);
        Look { columns, compact }
    }
}

fn column(text: &str) -> Option<Shown> {
    let (rest, width) = match text.split_once('w') {
        Some((rest, width)) => {
            let width = width.parse::<u16>().ok()?;
            (rest, Some(nearest_width(f64::from(width))))
        }
        None => (text, None),
    };
    let (place, shown) = rest.strip_suffix('h').map_or((rest, true), |place| (place, false));
    Some(Shown { place: place.parse().ok()?, shown, width })
}

fn name(kind: Kind) -> String {
    format!("lockstep_{}", kind.plural())
}

#[cfg(feature = "ssr")]
fn cookies() -> Option<String> {
    cookie::sent()
}

#[cfg(not(feature = "ssr"))]
fn cookies() -> Option<String> {
    crate::ui::cookies()
}

#[cfg(feature = "ssr")]
fn set_cookie(_: &str) {}

#[cfg(not(feature = "ssr"))]
fn set_cookie(cookie: &str) {
    crate::ui::set_cookie(cookie);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(look: &Look) -> Vec<&'static str> {
        look.shown(Kind::Order).into_iter().map(|(column, _)| column.title).collect()
    }

    #[test]
    fn the_usual_look_is_the_columns_of_the_log() {
        let own: Vec<_> = view_of(Kind::Order).columns.iter().map(|column| column.title).collect();
        assert_eq!(titles(&Look::usual(Kind::Order)), own);
    }

    #[test]
    fn a_look_reads_back_as_it_was_kept() {
        let mut look = Look { compact: true, ..Look::usual(Kind::Order) };
        look.shift(Kind::Order, 0, true);
        if let Some(column) = look.columns.first_mut() {
            (column.shown, column.width) = (false, Some(160));
        }
        assert_eq!(Look::parse(Kind::Order, &look.words()), look);
        assert_eq!(titles(&look).first(), Some(&"Source"));
    }

    #[test]
    fn the_actions_stay_last_whatever_is_moved() {
        let mut look = Look::usual(Kind::Order);
        for (shown, _) in look.choices(Kind::Order) {
            look.shift(Kind::Order, shown.place, true);
        }
        assert_eq!(titles(&look).last(), Some(&"Action"));
    }

    #[test]
    fn a_width_is_one_that_the_style_has() {
        let style = include_str!("../../../style/widths.css");
        for pixels in [0.0, 61.0, 90.0, 214.9, 599.0, 5_000.0] {
            let width = nearest_width(pixels);
            let rule = format!(".w{width} {{ flex-basis: {width}px; }}");
            assert!(style.contains(&rule), "{rule}");
        }
        for (name, width) in WIDTHS {
            assert_eq!(nearest_width(f64::from(width)), width, "{name}");
        }
    }

    #[test]
    fn a_cookie_that_makes_no_sense_leaves_the_usual_look() {
        for text in ["", "x", "n.99.x.-1", "n.0w", "n.0.0.0"] {
            assert_eq!(Look::parse(Kind::Order, text).columns, Look::usual(Kind::Order).columns, "{text}");
        }
        assert_eq!(cookie::value("a=b; lockstep_orders=c.0", "lockstep_orders"), Some("c.0"));
    }
}
