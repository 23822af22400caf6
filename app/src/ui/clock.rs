use std::time::Duration;

use leptos::prelude::*;
use model::When;
use wasm_bindgen::{JsCast, JsValue};

/// The browser's clock, shared by all moments on the page; `None` on the server and until the page is alive, so that
/// both draw the same words.
#[derive(Clone, Copy)]
struct Clock(RwSignal<Option<When>>);

/// How often relative times are said anew.
const TICK: Duration = Duration::from_secs(10);

/// Starts the clock that [`Moment`]s go by.
pub fn provide_clock() {
    let clock = Clock(RwSignal::new(None));
    provide_context(clock);
    Effect::new(move || {
        clock.0.set(Some(now()));
        if let Ok(ticking) = set_interval_with_handle(move || clock.0.set(Some(now())), TICK) {
            on_cleanup(move || ticking.clear());
        }
    });
}

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

/// A moment: how long ago it was, and the exact time on hover. Without JavaScript the exact time in UTC.
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
    /// The server's clock when the page was read, to go by until the page is alive.
    #[prop(optional, into)]
    seen: Option<Signal<When>>,
) -> impl IntoView {
    let clock = use_context::<Clock>();
    let own = move || clock.and_then(|clock| clock.0.get());
    let now = move || own().or_else(|| seen.map(|seen| seen.get()));
    // The tick is nothing to the exact words, so they are not made anew each time.
    let alive = Memo::new(move |_| own().is_some());
    let title = move || if alive.get() { in_local_zone(at.get()) } else { in_utc(at.get()) };
    let says = move || match now() {
        None => in_utc(at.get()),
        Some(_) if exact && alive.get() => in_local_zone(at.get()),
        Some(_) if exact => in_utc(at.get()),
        Some(now) if ahead => until(at.get(), now),
        Some(now) => since(at.get(), now),
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

/// The moment in the reader's own zone and habit.
fn in_local_zone(at: When) -> String {
    let options = js_sys::Object::new();
    for part in ["dateStyle", "timeStyle"] {
        let _ = js_sys::Reflect::set(&options, &part.into(), &"medium".into());
    }
    let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &options);
    let said = format.format().call1(&JsValue::UNDEFINED, js_date(at).unchecked_ref());
    said.ok().and_then(|said| said.as_string()).unwrap_or_else(|| in_utc(at))
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
