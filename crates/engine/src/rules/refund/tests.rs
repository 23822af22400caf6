use std::collections::HashMap;

use model::When;
use model::payload::{LineKind, Named, SaleLine, TaxKey, Tender};
use model::settings::{ShopSettings, TaxMapping};
use rust_decimal::Decimal;

use super::*;

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn vat() -> TaxKey {
    TaxKey { category: "1".to_owned(), class: "1".to_owned(), rate1: decimal("0.2"), rate2: Decimal::ZERO }
}

fn back() -> Return {
    Return {
        sale_ref: "934".to_owned(),
        parent_sale_ref: Some("901".to_owned()),
        ticket: "220000000934".to_owned(),
        shop: Named { id: "1".to_owned(), name: "Harbour Street".to_owned() },
        currency: "GBP".to_owned(),
        lines: vec![SaleLine {
            id: "1560".to_owned(),
            item: Some("512".to_owned()),
            name: "Trail bottle".to_owned(),
            sku: "TB-750".to_owned(),
            quantity: Decimal::NEGATIVE_ONE,
            unit_price: decimal("9.95"),
            discount: Decimal::ZERO,
            net: decimal("-9.95"),
            tax: decimal("-1.99"),
            tax_key: vat(),
            kind: LineKind::Goods,
            parent_line: Some("1500".to_owned()),
            parent_sale: Some("901".to_owned()),
            parent_at: None,
        }],
        payments: vec![Tender {
            id: "655".to_owned(),
            method: "1".to_owned(),
            name: "Cash".to_owned(),
            sort: "cash".to_owned(),
            amount: decimal("-11.94"),
            tip: Decimal::ZERO,
            paid_at: None,
        }],
        total: decimal("-11.94"),
        tax: decimal("-1.99"),
        completed_at: Some(When(50)),
        ..Return::default()
    }
}

fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.taxes.push(TaxMapping { key: vat(), code: "T20".to_owned() });
    settings.payments.insert("1".to_owned(), "CASH".to_owned());
    let shop =
        ShopSettings { warehouse: "2".to_owned(), walk_in_contact: "300".to_owned(), ..Default::default() };
    settings.shops.insert("1".to_owned(), shop);
    settings
}

fn judge(
    settings: &Settings,
    item: &Return,
    standing: Option<Standing>,
    link: Option<&str>,
) -> Verdict<CreditDraft> {
    let links = HashMap::from([(LinkAsk::ByTarget(Kind::Product, "512".to_owned()), "1042".to_owned())]);
    let standings = standing.map(|standing| ("901".to_owned(), standing)).into_iter().collect();
    let given = Given {
        settings,
        links: &links,
        standings: &standings,
        account: "90210",
        instance: None,
        source_ref: "934:credit:901",
        link,
        sent: None,
        forced: false,
        begun: false,
    };
    RefundRule::transform(&given, item)
}

fn linked() -> Option<Standing> {
    Some(Standing::Linked("7001".to_owned()))
}

#[test]
fn a_return_becomes_a_credit_of_its_order_with_positive_figures() {
    let Verdict::Send(draft) = judge(&settings(), &back(), linked(), None) else { panic!("not sent") };
    assert_eq!(draft.document.reference, "ls:90210:934:credit:901");
    assert_eq!(draft.parent_order.as_deref(), Some("7001"));
    assert_eq!((draft.document.total, draft.document.rows[0].quantity), (decimal("11.94"), Decimal::ONE));
    assert_eq!(draft.document.payments[0].amount, decimal("11.94"));
    assert!(draft.restock.is_some() && !draft.void);
}

#[test]
fn a_return_waits_visibly_for_its_order() {
    let waits = Verdict::Wait(vec![Block::Parent { kind: Kind::Order, source_ref: "901".to_owned() }]);
    assert_eq!(judge(&settings(), &back(), Some(Standing::Waiting), None), waits);
    assert_eq!(judge(&settings(), &back(), None, None), waits, "all sales are read, so it is to come");
}

#[test]
fn a_return_of_an_older_or_skipped_sale_goes_by_the_setting() {
    let live = Settings { go_live: Some(When(40)), ..settings() };
    let mut ask = live.clone();
    ask.refunds.without_order = WithoutOrder::AskAPerson;
    for standing in [None, Some(Standing::Skipped("a test".to_owned()))] {
        let Verdict::Send(draft) = judge(&live, &back(), standing.clone(), None) else { panic!("not sent") };
        assert_eq!(draft.parent_order, None);
        let verdict = judge(&ask, &back(), standing, None);
        assert!(matches!(verdict, Verdict::Fail(Failure::NoOrderToCredit { .. })), "{verdict:?}");
    }
    let younger = Return { parent_at: Some(When(45)), ..back() };
    assert!(matches!(judge(&live, &younger, None, None), Verdict::Wait(_)), "its sale is still to be read");
}

#[test]
fn a_return_without_receipt_is_a_credit_of_its_own() {
    let unlinked = Return { parent_sale_ref: None, ..back() };
    let Verdict::Send(draft) = judge(&settings(), &unlinked, None, None) else { panic!("not sent") };
    assert_eq!((draft.parent_order, draft.document.reference.as_str()), (None, "ls:90210:934:credit:0"));
}

#[test]
fn undoing_a_sale_waits_for_its_order_and_has_nothing_to_undo_of_a_skipped_one() {
    let undo = Return { undoes_sale: true, sale_ref: "901".to_owned(), ..back() };
    let Verdict::Send(draft) = judge(&settings(), &undo, linked(), None) else { panic!("not sent") };
    assert!(draft.void);
    assert_eq!(draft.document.reference, "ls:90210:901:void");
    assert_eq!(draft.document.payments[0].reference, "ls-901-655-void", "not the order's own payment");
    assert!(matches!(judge(&settings(), &undo, Some(Standing::Waiting), None), Verdict::Wait(_)));
    let skipped = Some(Standing::Skipped("void at the till".to_owned()));
    assert!(matches!(judge(&settings(), &undo, skipped, None), Verdict::Skip(_)));
}

#[test]
fn a_return_made_void_is_skipped_before_and_needs_a_person_after() {
    let void = Return { voided: true, ..back() };
    assert!(matches!(judge(&settings(), &void, linked(), None), Verdict::Skip(_)));
    let verdict = judge(&settings(), &void, linked(), Some("7010"));
    assert!(matches!(verdict, Verdict::Fail(Failure::ChangedAfterPosting { .. })), "{verdict:?}");
}

#[test]
fn goods_that_are_not_put_back_move_nothing() {
    let units = |settings: &Settings| -> Vec<i64> {
        RefundRule::moves(settings, &back()).into_iter().map(|one| one.units).collect()
    };
    assert_eq!(units(&settings()), [-1]);
    let mut broken = settings();
    broken.refunds.do_not_restock = true;
    assert!(units(&broken).is_empty());
    let Verdict::Send(draft) = judge(&broken, &back(), linked(), None) else { panic!("not sent") };
    assert_eq!(draft.restock, None);
}

#[test]
fn figures_that_do_not_agree_are_shown_and_not_posted() {
    let broken = Return { problem: Some("the lines make 1.00".to_owned()), ..back() };
    assert!(matches!(judge(&settings(), &broken, linked(), None), Verdict::Fail(Failure::SumsDiffer { .. })));
}
