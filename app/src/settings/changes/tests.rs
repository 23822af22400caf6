use model::Kind;
use model::payload::TaxKey;
use model::settings::{Class, FlowSchedule, Pause, QuietHours, ShopSettings, TaxMapping, WithoutOrder};
use rust_decimal::Decimal;

use super::*;
use crate::settings::view::{Choice, Choices, Names};

fn told(before: &Settings, after: &Settings) -> Vec<String> {
    let line = |change: Change| format!("{}: {} → {}", change.what, change.before, change.after);
    changes(before, after).into_iter().map(line).collect()
}

fn settings(change: impl FnOnce(&mut Settings)) -> Settings {
    let mut settings = Settings::default();
    change(&mut settings);
    settings
}

#[test]
fn only_what_changed_is_told_with_what_it_was_before() {
    let before = settings(|settings| settings.orders.status = "4".to_owned());
    let after = settings(|settings| {
        settings.orders.status = "7".to_owned();
        settings.refunds.without_order = WithoutOrder::AskAPerson;
        settings.orders.fulfil = true;
    });
    let wanted = [
        "Orders are sent off at once: no → yes",
        "Status of a new order: 4 → 7",
        "A return whose sale has no order: stand alone → ask a person",
    ];
    assert_eq!(told(&before, &after), wanted);
    assert_eq!(told(&after, &after), Vec::<String>::new());
}

#[test]
fn a_new_first_set_is_told_alone_and_their_order_too() {
    let class =
        |name: &str| Class { name: name.to_owned(), brands: vec!["7".to_owned()], ..Class::default() };
    let before = settings(|settings| settings.classification = vec![class("Bags"), class("Shoes")]);
    let after =
        settings(|settings| settings.classification = vec![class("Hats"), class("Bags"), class("Shoes")]);
    let wanted = [
        "Order of the sets: Bags, Shoes → Hats, Bags, Shoes",
        "Brands of set “Hats”: not set → 7",
        "How many rules of set “Hats” must hold: not set → all",
    ];
    assert_eq!(told(&before, &after), wanted);
}

#[test]
fn taxes_shops_and_logs_are_called_as_people_know_them() {
    let key =
        TaxKey { category: "1".into(), class: "2".into(), rate1: Decimal::new(2, 1), rate2: Decimal::ZERO };
    let after = settings(|settings| {
        settings.taxes = vec![TaxMapping { key, code: "T20".to_owned() }];
        settings.facts.shop_names.insert("3".to_owned(), "Harbour Street".to_owned());
        settings.shops.insert("3".to_owned(), ShopSettings { buffer: Some(2), ..ShopSettings::default() });
        let pause = Pause { why: "audit".to_owned(), ..Pause::default() };
        let quiet = QuietHours::parse("22:00", "6:00");
        let paused = FlowSchedule { paused: Some(pause), quiet, ..FlowSchedule::every(60) };
        settings.schedule.insert(Kind::Inventory, paused);
    });
    let wanted = [
        "Seconds between two looks for inventory: 300 → 60",
        "Why inventory is paused: not set → audit",
        "Quiet hours of inventory: not set → 22:00 to 06:00",
        "Units held back in Harbour Street: not set → 2",
        "Tax code of 20 % (category 1, class 2): not set → T20",
    ];
    assert_eq!(told(&Settings::default(), &after), wanted);
}

#[test]
fn ids_are_told_with_their_names_where_these_are_known() {
    let till_sale = Choice { id: "7".to_owned(), name: "Till sale".to_owned(), note: String::new() };
    let names = Names { statuses: Choices { list: vec![till_sale], problem: None }, ..Names::default() };
    let glossary = Glossary { names: Some(&names), ..Glossary::default() };
    let after = settings(|settings| settings.orders.status = "7".to_owned());
    let changes = changes_of(&Settings::default(), &after, glossary);
    assert_eq!(changes.first().map(|change| change.after.as_str()), Some("Till sale (7)"));
    assert_eq!(changes.first().map(|change| change.setting.as_str()), Some("orders.status"));
}

#[test]
fn every_setting_there_is_has_words() {
    let all = settings(|settings| {
        settings.shops.insert("1".to_owned(), ShopSettings::default());
        settings.payments.insert("1".to_owned(), "CASH".to_owned());
        settings.classification =
            ["A", "B"].map(|name| Class { name: name.to_owned(), ..Class::default() }).to_vec();
        settings.schedule.insert(Kind::Order, FlowSchedule::default());
    });
    let known = |path: &Path| Glossary::default().what(path, &all) != path.join(", ").replace('_', " ");
    let strangers: Vec<Path> = document(&all).into_keys().filter(|path| !known(path)).collect();
    assert_eq!(strangers, Vec::<Path>::new());
}
