use model::settings::{AfterEdit, ProductField, WhenArchived, WithoutOrder};
use model::{Kind, When};

use super::*;

fn fields(parts: &[(&str, &str)]) -> Vec<(String, String)> {
    parts.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn a_saved_tax_is_found_by_the_sale_that_waited_for_it() {
    let mut settings = Settings::default();
    apply(&mut settings, Part::Taxes, &fields(&[("tax:1:2:0.20:0", "T20")])).unwrap();
    let sold = tax_key("1:2:0.2:0").unwrap();
    assert_eq!(settings.tax_code(&sold), Some("T20"));
}

#[test]
fn choosing_nothing_takes_a_mapping_back() {
    let mut settings = Settings::default();
    apply(&mut settings, Part::Payments, &fields(&[("payment:1", "CASH")])).unwrap();
    apply(&mut settings, Part::Payments, &fields(&[("payment:1", "")])).unwrap();
    assert!(settings.payments.is_empty());
}

#[test]
fn two_shops_cannot_have_one_warehouse() {
    let mut settings = Settings::default();
    let both = fields(&[("warehouse:1", "2"), ("warehouse:3", "2")]);
    assert!(apply(&mut settings, Part::Shops, &both).unwrap_err().contains("one warehouse serves one shop"));
}

#[test]
fn a_classification_without_any_rule_is_refused() {
    let mut settings = Settings::default();
    let refused = apply(
        &mut settings,
        Part::Classes,
        &fields(&[("name", "Bags"), ("rules", "all"), ("category", "3")]),
    );
    assert!(refused.unwrap_err().contains("takes nothing"));
    assert!(settings.classification.is_empty());
}

#[test]
fn a_classification_moves_up_and_away() {
    let mut settings = Settings::default();
    for name in ["Bags", "Shoes"] {
        apply(&mut settings, Part::Classes, &fields(&[("name", name), ("rules", "all"), ("brands", "1")]))
            .unwrap();
    }
    apply(&mut settings, Part::Classes, &fields(&[("place", "1"), ("action", "up")])).unwrap();
    assert_eq!(settings.classification.first().map(|class| class.name.as_str()), Some("Shoes"));
    apply(&mut settings, Part::Classes, &fields(&[("place", "0"), ("action", "remove")])).unwrap();
    assert_eq!(settings.classification.len(), 1);
    assert!(apply(&mut settings, Part::Classes, &fields(&[("place", "7"), ("action", "remove")])).is_err());
}

#[test]
fn an_interval_below_five_seconds_is_refused() {
    let mut settings = Settings::default();
    assert!(apply(&mut settings, Part::Schedule, &fields(&[("every:order", "1")])).is_err());
    apply(&mut settings, Part::Schedule, &fields(&[("every:order", "30")])).unwrap();
    assert_eq!(settings.schedule_of(Kind::Order).every_s, 30);
}

#[test]
fn a_go_live_time_is_read_as_utc() {
    let mut settings = Settings::default();
    apply(&mut settings, Part::GoLive, &fields(&[("go_live", "2026-02-03T09:15")])).unwrap();
    assert_eq!(settings.go_live, When::parse("2026-02-03T09:15:00Z"));
    assert!(apply(&mut settings, Part::GoLive, &fields(&[("go_live", "soon")])).is_err());
}

#[test]
fn a_word_nobody_offered_is_refused_and_changes_nothing() {
    let mut settings = Settings::default();
    let form = [("refund_status", "4"), ("restock", "yes"), ("without_order", "shrug")];
    assert!(apply(&mut settings, Part::Refunds, &fields(&form)).unwrap_err().contains("shrug"));
    assert_eq!(settings, Settings::default());
}

#[test]
fn a_box_that_is_not_ticked_switches_off() {
    let mut settings = Settings::default();
    let form = [("refund_status", "4"), ("without_order", "ask_a_person")];
    apply(&mut settings, Part::Refunds, &fields(&form)).unwrap();
    assert!(settings.refunds.do_not_restock);
    assert_eq!(settings.refunds.without_order, WithoutOrder::AskAPerson);
    let form = [("buffer", "2"), ("sweep_minutes", "30")];
    apply(&mut settings, Part::Inventory, &fields(&form)).unwrap();
    assert_eq!((settings.inventory.buffer, settings.inventory.holds_lower_stock), (2, false));
}

#[test]
fn an_order_keeps_every_field_of_its_form() {
    let mut settings = Settings::default();
    let form = fields(&[
        ("status", "7"),
        ("nominal", "4000"),
        ("rounding_nominal", "4900"),
        ("exchange_rate", "1.25"),
        ("unlinked_item", "wait"),
        ("reserve", "yes"),
        ("nominal_tip", "4200"),
        ("untaxed_code", "T9"),
        ("clearing_method", "EXCH"),
        ("fulfil", "yes"),
        ("shipping_method", "3"),
        ("staff_contact", "12"),
        ("edited", "keep_posted"),
        ("skip_employees", "1"),
        ("skip_employees", "4"),
        ("skip_customers", "9, 10"),
    ]);
    apply(&mut settings, Part::Orders, &form).unwrap();
    let orders = &settings.orders;
    assert_eq!((orders.nominals.tip.as_str(), orders.untaxed_code.as_str()), ("4200", "T9"));
    assert_eq!((orders.fulfil, orders.do_not_reserve), (true, false));
    assert_eq!((orders.staff_contact.as_str(), orders.edited), ("12", AfterEdit::KeepPosted));
    assert_eq!(
        (&orders.skip.employees[..], &orders.skip.customers[..]),
        (&ids(&["1", "4"])[..], &ids(&["9", "10"])[..])
    );
}

fn ids(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

#[test]
fn products_keep_which_field_fills_which() {
    let mut settings = Settings::default();
    let form = fields(&[
        ("identifier", "ean"),
        ("price_list", "2"),
        ("field_ean", "barcode"),
        ("field_upc", "nothing"),
        ("field_manufacturer_sku", "mpn"),
        ("archived", "archive"),
    ]);
    apply(&mut settings, Part::Products, &form).unwrap();
    assert_eq!(settings.products.fields.ean, ProductField::Barcode);
    assert_eq!(settings.products.archived, WhenArchived::Archive);
}

#[test]
fn a_shop_without_a_buffer_of_its_own_takes_the_merchants() {
    let mut settings = Settings::default();
    settings.inventory.buffer = 3;
    apply(&mut settings, Part::Shops, &fields(&[("buffer:1", "0"), ("buffer:2", "")])).unwrap();
    assert_eq!((settings.buffer("1"), settings.buffer("2")), (0, 3));
}

#[test]
fn a_flow_read_with_another_may_have_quiet_hours_without_an_interval() {
    let mut settings = Settings::default();
    let night = [("from:refund", "22:00"), ("to:refund", "06:00"), ("zone", "Europe/London")];
    apply(&mut settings, Part::Schedule, &fields(&night)).unwrap();
    let quiet = settings.schedule_of(Kind::Refund).quiet.map(|quiet| quiet.to_words());
    assert_eq!((quiet.as_deref(), settings.zone.as_str()), (Some("06:00"), "Europe/London"));
    apply(&mut settings, Part::Schedule, &fields(&[("from:refund", ""), ("to:refund", "")])).unwrap();
    assert_eq!(settings.schedule_of(Kind::Refund).quiet, None);
}

#[test]
fn half_quiet_hours_and_a_zone_that_is_none_are_refused() {
    let mut settings = Settings::default();
    for wrong in [&[("from:order", "22:00"), ("to:order", "")][..], &[("zone", "Europe/Lockstep")]] {
        assert!(apply(&mut settings, Part::Schedule, &fields(wrong)).is_err());
    }
    assert_eq!(settings, Settings::default());
}

#[test]
fn a_set_takes_rules_of_all_sorts_and_refuses_prices_that_are_none() {
    let form = |price_from| {
        let set = [("name", "Cups"), ("rules", "any"), ("words", "mug, tea cup"), ("suppliers", "211")];
        fields(&[&set[..], &[("price_from", price_from), ("price_to", "20,50")]].concat())
    };
    let mut settings = Settings::default();
    apply(&mut settings, Part::Classes, &form("5")).unwrap();
    let set = settings.classification.first().unwrap();
    assert_eq!((set.names.len(), set.suppliers.len(), set.rules), (2, 1, model::settings::Rules::Any));
    assert_eq!(set.price_to, "20.50".parse().ok());
    for wrong in ["five", "-1", "30"] {
        assert!(apply(&mut settings, Part::Classes, &form(wrong)).is_err(), "{wrong}");
    }
}

#[test]
fn going_live_at_the_same_minute_keeps_its_second() {
    let at = When::parse("2026-02-03T09:15:23.9Z");
    let mut settings = Settings { go_live: at, ..Settings::default() };
    apply(&mut settings, Part::GoLive, &fields(&[("go_live", "2026-02-03T09:15")])).unwrap();
    assert_eq!(settings.go_live, at);
    apply(&mut settings, Part::GoLive, &fields(&[("go_live", "2026-02-03T09:16")])).unwrap();
    assert_eq!(settings.go_live, When::parse("2026-02-03T09:16:00Z"));
}
