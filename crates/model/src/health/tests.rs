use super::*;

const NOW: When = When(10_000_000_000);

fn ago(seconds: u64) -> When {
    NOW.minus(Duration::from_secs(seconds))
}

fn pounds(minor: i64) -> Money {
    Money { minor, currency: "GBP".to_owned() }
}

/// A log of sales about which nothing is wrong, changed by `change`.
fn told(change: impl FnOnce(&mut Signs)) -> Vec<Health> {
    let mut signs = Signs {
        kind: Kind::Order,
        runs: true,
        rests: None,
        source: ConnectionState::Working,
        target: ConnectionState::Working,
        problem: None,
        trouble: Trouble::default(),
        backlog: None,
        counts: Counts { synced: 1_180, failed: 60, pending: 755, processing: 5 },
        now: NOW,
    };
    change(&mut signs);
    health(&signs)
}

fn words(change: impl FnOnce(&mut Signs)) -> Vec<String> {
    told(change).iter().map(Health::say).collect()
}

#[test]
fn a_log_without_trouble_is_in_step() {
    assert_eq!(told(|_| {}), [Health::InStep]);
    let short = Backlog { since: ago(59), first_reading: false };
    assert_eq!(told(|signs| signs.backlog = Some(short)), [Health::InStep]);
}

#[test]
fn a_log_is_behind_by_what_waits_longest() {
    let behind =
        |seconds| words(|signs| signs.backlog = Some(Backlog { since: ago(seconds), first_reading: false }));
    assert_eq!(behind(150), ["2 min behind"]);
    assert_eq!(behind(60), ["1 min behind"]);
    assert_eq!(behind(8_000), ["2 h behind"]);
}

#[test]
fn causes_and_settings_are_counted_together_and_worth_is_told_by_currency() {
    let trouble = Trouble { failures: 2, settings: 1, worth: vec![pounds(421_000)] };
    assert_eq!(words(|signs| signs.trouble = trouble.clone()), ["Needs you: 3 causes, 4,210.00 GBP blocked"]);
    let euros = Money { minor: 1_999, currency: "EUR".to_owned() };
    let trouble = Trouble { failures: 1, settings: 0, worth: vec![euros, pounds(5)] };
    assert_eq!(
        words(|signs| signs.trouble = trouble.clone()),
        ["Needs you: 1 cause, 19.99 EUR and 0.05 GBP blocked"]
    );
    let trouble = Trouble { failures: 1, settings: 0, worth: vec![pounds(0)] };
    assert_eq!(words(|signs| signs.trouble = trouble.clone()), ["Needs you: 1 cause"]);
}

#[test]
fn what_waits_for_another_record_alone_needs_nobody() {
    let trouble = Trouble { worth: vec![pounds(900)], ..Trouble::default() };
    assert_eq!(told(|signs| signs.trouble = trouble.clone()), [Health::InStep]);
}

#[test]
fn a_first_reading_is_counted_along_until_little_is_left_of_it() {
    let backlog = Some(Backlog { since: ago(5), first_reading: true });
    assert_eq!(words(|signs| signs.backlog = backlog), ["Importing: 1,240 of 2,000"]);
    let nearly = Counts { synced: 1_990, pending: 10, ..Counts::default() };
    let last = told(|signs| {
        signs.backlog = backlog;
        signs.counts = nearly;
    });
    assert_eq!(last, [Health::InStep]);
}

#[test]
fn a_source_that_cannot_be_read_comes_first_and_explains_the_backlog() {
    let trouble = Trouble { failures: 1, ..Trouble::default() };
    let lost =
        ConnectionState::Lost { why: "Lightspeed no longer accepts our access.".to_owned(), since: ago(90) };
    let said = words(|signs| {
        signs.source = lost.clone();
        signs.problem = Some(("something older".to_owned(), None));
        signs.trouble = trouble.clone();
        signs.backlog = Some(Backlog { since: ago(600), first_reading: false });
    });
    assert_eq!(
        said,
        ["Cannot read Lightspeed: Lightspeed no longer accepts our access", "Needs you: 1 cause"]
    );
}

#[test]
fn a_target_is_told_apart_from_a_source() {
    let lost = ConnectionState::Missing;
    assert_eq!(words(|signs| signs.target = lost), ["Cannot write to Brightpearl: it is not connected"]);
    let problem = words(|signs| signs.problem = Some(("error 503".to_owned(), Some(ago(30)))));
    assert_eq!(problem, ["Cannot read Lightspeed: error 503"]);
}

#[test]
fn a_pause_comes_before_what_waits_for_a_person_and_quiet_hours_after_it() {
    let trouble = Trouble { settings: 2, ..Trouble::default() };
    let pause = Rest::Paused(Pause { why: "stock-take".to_owned(), who: "Ann".to_owned(), since: ago(1) });
    let backlog = Some(Backlog { since: ago(600), first_reading: false });
    let resting = |rest: &Rest| {
        words(|signs| {
            signs.rests = Some(rest.clone());
            signs.trouble = trouble.clone();
            signs.backlog = backlog;
        })
    };
    assert_eq!(resting(&pause), ["Paused by Ann: stock-take", "Needs you: 2 causes"]);
    let quiet = Rest::Quiet { until: "06:00".to_owned() };
    assert_eq!(resting(&quiet), ["Needs you: 2 causes", "Quiet hours until 06:00"]);
}

#[test]
fn before_go_live_and_without_a_flow_nothing_else_is_said() {
    let trouble = Trouble { failures: 3, ..Trouble::default() };
    let during = told(|signs| {
        signs.trouble = trouble.clone();
        signs.rests = Some(Rest::SettingUp);
    });
    assert_eq!(during, [Health::SettingUp]);
    assert_eq!(told(|signs| signs.runs = false), [Health::NotCovered]);
}
