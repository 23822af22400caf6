use std::cell::RefCell;
use std::time::Duration;

use js_sys::{Array, Function, Object};
use leptos::prelude::*;
use model::When;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

/// The clock of all moments on the page. Until the page is alive it is the server's at the moment it drew the page, so that both
/// draw the same words and nothing moves; then the browser's.
#[derive(Clone, Copy)]
pub struct Clock {
    now: RwSignal<When>,
    alive: RwSignal<bool>,
    /// The zone whose times are told; empty for the browser's own.
    zone: RwSignal<String>,
}

impl Clock {
    /// The page's own, where it has one.
    pub fn of_page() -> Option<Clock> {
        use_context()
    }

    /// Tells times by the clocks of the merchant from now on.
    pub fn keep_zone(self, zone: String) {
        if self.zone.with_untracked(|known| *known != zone) {
            self.zone.set(zone);
        }
    }
}

/// A moment in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// How long ago it was, or how soon it comes.
    pub says: String,
    /// The exact time.
    pub exact: String,
    /// The same for machines.
    pub iso: String,
}

impl Clock {
    /// Tells a moment as it is to be told now; whatever asks follows the clock. Without one the exact time is all there is.
    pub fn tell(clock: Option<Clock>, at: When, ahead: bool) -> Told {
        let exact = match clock.filter(|clock| clock.alive.get()) {
            Some(clock) => clock.zone.with(|zone| in_zone(at, zone)),
            None => in_utc(at),
        };
        let says = match clock {
            None => exact.clone(),
            Some(clock) if ahead => until(at, clock.now.get()),
            Some(clock) => since(at, clock.now.get()),
        };
        Told { says, exact, iso: iso(at) }
    }
}

/// How often relative times are said anew.
const TICK: Duration = Duration::from_secs(10);

/// Starts the clock that [`Moment`]s go by.
pub fn provide_clock() {
    let drawn = SharedValue::new(now).into_inner();
    let clock =
        Clock { now: RwSignal::new(drawn), alive: RwSignal::new(false), zone: RwSignal::new(String::new()) };
    provide_context(clock);
    Effect::new(move || {
        clock.alive.set(true);
        clock.now.set(now());
        if let Ok(ticking) = set_interval_with_handle(move || clock.now.set(now()), TICK) {
            on_cleanup(move || ticking.clear());
        }
    });
}

#[cfg(feature = "ssr")]
fn now() -> When {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    When(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

#[cfg(not(feature = "ssr"))]
fn now() -> When {
    // Milliseconds since 1970 fit exactly into the whole numbers of a double.
    When((js_sys::Date::now() * 1000.0) as i64)
}

/// The name of the browser's time zone, such as `Europe/London`; empty where it tells none.
pub fn local_zone() -> String {
    let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new());
    let zone = js_sys::Reflect::get(&format.resolved_options(), &JsValue::from_str("timeZone"));
    zone.ok().and_then(|zone| zone.as_string()).unwrap_or_default()
}

/// The moment of a local time as a form has it, `2026-02-03T09:15`, in microseconds; `None` if it is none.
pub fn micros_of_local(text: &str) -> Option<i64> {
    // Without a zone the text is the browser's own time.
    let millis = js_sys::Date::parse(text);
    millis.is_finite().then_some((millis * 1000.0) as i64)
}

/// A moment: how long ago it was, and the exact time on hover; without JavaScript that is in UTC.
#[component]
pub fn Moment(
    /// When.
    #[prop(into)]
    at: Signal<When>,
    /// Whether the exact time is shown instead of how long ago it was.
    #[prop(optional)]
    exact: bool,
    /// Whether it is something that is still to come.
    #[prop(optional)]
    ahead: bool,
) -> impl IntoView {
    let clock = Clock::of_page();
    // The tick is nothing to the exact words, so they are not made anew each time.
    let title = move || match clock.filter(|clock| clock.alive.get()) {
        Some(clock) => clock.zone.with(|zone| in_zone(at.get(), zone)),
        None => in_utc(at.get()),
    };
    let says = move || match clock.filter(|_| !exact) {
        None => title(),
        Some(clock) if ahead => until(at.get(), clock.now.get()),
        Some(clock) => since(at.get(), clock.now.get()),
    };
    view! { <time datetime=move || iso(at.get()) title=title>{says}</time> }
}

/// How long ago a moment was. One that seems to come is just now: clocks differ a little.
fn since(at: When, now: When) -> String {
    let seconds = (now.seconds() - at.seconds()).max(0);
    match seconds {
        0..10 => "just now".to_owned(),
        86_400..172_800 => "yesterday".to_owned(),
        _ => format!("{} ago", span(seconds)),
    }
}

/// How soon a moment comes.
fn until(at: When, now: When) -> String {
    let seconds = at.seconds() - now.seconds();
    if seconds < 10 { "in a moment".to_owned() } else { format!("in {}", span(seconds)) }
}

/// A span in the largest unit that fits; seconds by tens, since the clock ticks so.
fn span(seconds: i64) -> String {
    let (number, unit) = match seconds {
        ..60 => (seconds - seconds % 10, "s"),
        60..3_600 => (seconds / 60, "min"),
        3_600..86_400 => (seconds / 3_600, "h"),
        86_400..1_209_600 => (seconds / 86_400, "days"),
        1_209_600..5_184_000 => (seconds / 604_800, "weeks"),
        5_184_000..63_072_000 => (seconds / 2_592_000, "months"),
        _ => (seconds / 31_536_000, "years"),
    };
    format!("{number} {unit}")
}

#[cfg(feature = "ssr")]
fn iso(at: When) -> String {
    at.rfc3339_seconds()
}

#[cfg(not(feature = "ssr"))]
fn iso(at: When) -> String {
    // The browser's own words, cut to those of the server: `2026-02-03T09:15:00Z`.
    let text: String = js_date(at).to_iso_string().into();
    text.get(..19).map(|whole| format!("{whole}Z")).unwrap_or(text)
}

fn in_utc(at: When) -> String {
    let iso = iso(at);
    match (iso.get(..10), iso.get(11..16)) {
        (Some(day), Some(time)) => format!("{day} {time} UTC"),
        _ => iso,
    }
}

fn js_date(at: When) -> js_sys::Date {
    js_sys::Date::new(&JsValue::from_f64((at.0 / 1000) as f64))
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type DateTimeFormat;

    // By hand, since js-sys takes it for granted that a zone is known: a browser may be older than a zone.
    #[wasm_bindgen(constructor, catch, js_namespace = Intl)]
    fn new(locales: &Array, options: &Object) -> Result<DateTimeFormat, JsValue>;

    #[wasm_bindgen(method, getter)]
    fn format(this: &DateTimeFormat) -> Function;
}

thread_local! {
    /// Writes moments by the clocks of a zone. Kept, since the browser reads its tables anew for each.
    static FORMAT: RefCell<Option<(String, Function)>> = const { RefCell::new(None) };
}

/// What writes moments by the clocks of a zone, in the reader's own habit; of the browser's zone where that one is not known.
fn format_of(zone: &str) -> Option<Function> {
    let options = Object::new();
    for (part, style) in [("dateStyle", "medium"), ("timeStyle", "long"), ("timeZone", zone)] {
        if !style.is_empty() {
            let _ = js_sys::Reflect::set(&options, &part.into(), &style.into());
        }
    }
    match DateTimeFormat::new(&Array::new(), &options) {
        Ok(format) => Some(format.format()),
        Err(_) if !zone.is_empty() => format_of(""),
        Err(_) => None,
    }
}

/// The moment by the clocks of a zone, with the zone's name.
fn in_zone(at: When, zone: &str) -> String {
    let format = FORMAT.with_borrow_mut(|kept| {
        if kept.as_ref().is_none_or(|(known, _)| known != zone) {
            *kept = format_of(zone).map(|format| (zone.to_owned(), format));
        }
        kept.as_ref().map(|(_, format)| format.clone())
    });
    let said = format.and_then(|format| format.call1(&JsValue::UNDEFINED, js_date(at).unchecked_ref()).ok());
    said.and_then(|said| said.as_string()).unwrap_or_else(|| in_utc(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ago(seconds: i64) -> String {
        since(When::from_seconds(1_000_000), When::from_seconds(1_000_000 + seconds))
    }

    fn in_future(seconds: i64) -> String {
        until(When::from_seconds(1_000_000 + seconds), When::from_seconds(1_000_000))
    }

    #[test]
    fn the_past_is_told_in_the_largest_unit_that_fits() {
        assert_eq!(ago(3), "just now");
        assert_eq!(ago(47), "40 s ago");
        assert_eq!(ago(150), "2 min ago");
        assert_eq!(ago(7_300), "2 h ago");
        assert_eq!(ago(90_000), "yesterday");
        assert_eq!(ago(3 * 86_400), "3 days ago");
        assert_eq!(ago(40 * 86_400), "5 weeks ago");
        assert_eq!(ago(800 * 86_400), "2 years ago");
    }

    #[test]
    fn a_change_that_seems_to_come_is_just_now() {
        assert_eq!(ago(-5), "just now");
    }

    #[test]
    fn what_is_to_come_is_told_as_such() {
        assert_eq!(in_future(150), "in 2 min");
        assert_eq!(in_future(-2), "in a moment");
    }
}
