//! When a flow does not move: before go-live, while a person paused it, in its quiet hours.

use jiff::Zoned;
use jiff::tz::TimeZone;
use model::{Kind, Rest, Settings, Setup, When};

/// Why a kind's flow does not move at this moment; `None` while it does.
pub(crate) fn rests(settings: &Settings, kind: Kind, now: When) -> Option<Rest> {
    if settings.setup == Setup::Underway {
        return Some(Rest::SettingUp);
    }
    let schedule = settings.schedule_of(kind);
    if let Some(pause) = schedule.paused {
        return Some(Rest::Paused(pause));
    }
    let quiet = schedule.quiet.filter(|quiet| quiet.cover(minute_of_day(&settings.zone, now)))?;
    Some(Rest::Quiet { until: quiet.to_words() })
}

/// The minute of the day by the clocks of a zone; of UTC where the zone is not known.
fn minute_of_day(zone: &str, now: When) -> u16 {
    let time = local(zone, now).time();
    u16::try_from(time.hour()).unwrap_or(0) * 60 + u16::try_from(time.minute()).unwrap_or(0)
}

/// A moment by the clocks of a zone; of UTC where the zone is not known.
pub(crate) fn local(zone: &str, at: When) -> Zoned {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    jiff::Timestamp::from_microsecond(at.0).unwrap_or_default().to_zoned(zone)
}

/// Whether there is a time zone of this name.
pub fn is_zone(name: &str) -> bool {
    TimeZone::get(name).is_ok()
}

#[cfg(test)]
mod tests {
    use model::settings::{FlowSchedule, Pause, QuietHours};

    use super::*;

    fn at(text: &str) -> When {
        When::parse(text).unwrap()
    }

    fn settings() -> Settings {
        let quiet = QuietHours::parse("22:00", "06:00");
        let mut settings = Settings { zone: "Europe/London".to_owned(), ..Settings::default() };
        settings.schedule.insert(Kind::Product, FlowSchedule { quiet, ..FlowSchedule::every(60) });
        settings
    }

    #[test]
    fn quiet_hours_go_by_the_merchants_clocks_in_summer_too() {
        let quiet = |at| rests(&settings(), Kind::Product, at).is_some();
        assert!(!quiet(at("2026-01-15T21:30:00Z")) && quiet(at("2026-01-15T22:30:00Z")));
        assert!(quiet(at("2026-07-15T21:30:00Z")) && !quiet(at("2026-07-15T05:30:00Z")));
        assert_eq!(rests(&settings(), Kind::Order, at("2026-01-15T23:00:00Z")), None);
    }

    #[test]
    fn a_persons_pause_is_told_before_the_quiet_hours() {
        let mut settings = settings();
        let pause = Pause { why: "stock-take".to_owned(), who: "Ana".to_owned(), since: When(0) };
        if let Some(schedule) = settings.schedule.get_mut(&Kind::Product) {
            schedule.paused = Some(pause.clone());
        }
        let told = rests(&settings, Kind::Product, at("2026-01-15T23:00:00Z"));
        assert_eq!(told, Some(Rest::Paused(pause)));
        assert_eq!(told.unwrap().say(), "Paused by Ana: stock-take");
    }

    #[test]
    fn an_unknown_zone_is_told_and_its_clocks_are_those_of_utc() {
        assert!(is_zone("America/New_York") && !is_zone("Europe/Lockstep"));
        assert_eq!(minute_of_day("Europe/Lockstep", at("2026-07-15T05:30:00Z")), 330);
    }
}
