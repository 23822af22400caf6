use std::collections::HashMap;

use model::payload::{Named, TaxKey, Tender};
use model::settings::TaxMapping;

use super::*;

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn vat() -> TaxKey {
    TaxKey { category: "1".to_owned(), class: "1".to_owned(), rate1: decimal("0.2"), rate2: Decimal::ZERO }
}

fn line(id: &str, quantity: &str, net: &str, tax: &str) -> SaleLine {
    SaleLine {
        id: id.to_owned(),
        item: Some("512".to_owned()),
        name: "Trail bottle".to_owned(),
        sku: "TB-750".to_owned(),
        quantity: decimal(quantity),
        unit_price: decimal("9.95"),
        discount: Decimal::ZERO,
        net: decimal(net),
        tax: decimal(tax),
        tax_key: vat(),
        kind: LineKind::Goods,
        parent_line: None,
        parent_sale: None,
        parent_at: None,
    }
}

fn cash(id: &str, amount: &str) -> Tender {
    Tender {
        id: id.to_owned(),
        method: "1".to_owned(),
        name: "Cash".to_owned(),
        sort: "cash".to_owned(),
        amount: decimal(amount),
        tip: Decimal::ZERO,
        paid_at: None,
    }
}

fn sale() -> Sale {
    Sale {
        ticket: "220000000901".to_owned(),
        shop: Named { id: "1".to_owned(), name: "Harbour Street".to_owned() },
        register: "1".to_owned(),
        employee: Named::default(),
        currency: "GBP".to_owned(),
        completed: true,
        voided: false,
        created_at: Some(When(10_000_000)),
        completed_at: Some(When(10_000_000)),
        tax_inclusive: false,
        customer_ref: None,
        customer_name: String::new(),
        lines: vec![line("1500", "2", "19.9", "3.98")],
        payments: vec![cash("640", "23.88")],
        total: decimal("23.88"),
        tax: decimal("3.98"),
        discount: Decimal::ZERO,
        tips: Decimal::ZERO,
        change: Decimal::ZERO,
        cash_rounding: Decimal::ZERO,
    }
}

fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.taxes.push(TaxMapping { key: vat(), code: "T20".to_owned() });
    settings.payments.insert("1".to_owned(), "CASH".to_owned());
    settings.shops.insert(
        "1".to_owned(),
        ShopSettings { warehouse: "2".to_owned(), walk_in_contact: "300".to_owned(), ..Default::default() },
    );
    settings
}

fn links() -> HashMap<LinkAsk, String> {
    HashMap::from([(LinkAsk::ByTarget(Kind::Product, "512".to_owned()), "1042".to_owned())])
}

fn judge(
    settings: &Settings,
    links: &HashMap<LinkAsk, String>,
    item: &Sale,
    posted: Option<&OrderDraft>,
) -> Verdict<OrderDraft> {
    let sent = posted.cloned().map(Outgoing::Order);
    let given = Given {
        settings,
        links,
        account: "90210",
        source_ref: "901",
        link: posted.map(|_| "7001"),
        sent: sent.as_ref(),
        forced: false,
    };
    OrderRule::transform(&given, item)
}

fn sent(item: &Sale) -> OrderDraft {
    match judge(&settings(), &links(), item, None) {
        Verdict::Send(draft) => draft,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_walk_in_sale_becomes_an_order_with_the_tills_total_and_its_payment() {
    let draft = sent(&sale());
    assert_eq!(draft.document.reference, "ls:90210:901:order");
    assert_eq!((draft.document.contact.as_str(), draft.document.warehouse.as_str()), ("300", "2"));
    let rows: Decimal = draft.document.rows.iter().map(|row| row.net + row.tax).sum();
    assert_eq!(rows, decimal("23.88"));
    assert_eq!(
        (draft.document.rows[0].product.as_deref(), draft.document.rows[0].tax_code.as_str()),
        (Some("1042"), "T20")
    );
    assert_eq!(
        (draft.document.payments[0].reference.as_str(), draft.document.payments[0].method.as_str()),
        ("ls-901-640", "CASH")
    );
}

#[test]
fn unrounded_lines_are_sent_so_that_they_make_the_tills_total() {
    let mut item = sale();
    item.lines = vec![
        line("1", "1", "11.4860025", "2.2972005"),
        line("2", "1", "3.3349999", "0.667"),
        line("3", "1", "5.009", "1.0018"),
    ];
    (item.total, item.tax) = (decimal("23.80"), decimal("3.97"));
    item.payments = vec![cash("1", "23.80")];
    let draft = sent(&item);
    assert_eq!(draft.document.rows.iter().map(|row| row.tax).sum::<Decimal>(), decimal("3.97"));
    assert_eq!(draft.document.rows.iter().map(|row| row.net + row.tax).sum::<Decimal>(), decimal("23.80"));
    assert!(draft.document.rows.iter().all(|row| row.net.scale() <= 2 && row.tax.scale() <= 2));
}

#[test]
fn everything_that_is_missing_is_named_at_once() {
    let mut item = sale();
    item.customer_ref = Some("77".to_owned());
    let Verdict::Wait(blocks) = judge(&Settings::default(), &HashMap::new(), &item, None) else {
        panic!("no wait")
    };
    let keys: Vec<String> = blocks.iter().map(ToString::to_string).collect();
    for key in ["tax:1:1:20 %", "payment:1", "shop:1", "parent:customer:77", "item:512"] {
        assert!(keys.iter().any(|have| have == key), "{key} in {keys:?}");
    }
}

#[test]
fn a_walk_in_sale_without_a_contact_for_them_waits_for_that_setting() {
    let mut without = settings();
    without.shops.get_mut("1").unwrap().walk_in_contact.clear();
    let Verdict::Wait(blocks) = judge(&without, &links(), &sale(), None) else { panic!("no wait") };
    assert_eq!(blocks[0].to_string(), "setting:walk_in_contact_1");
}

#[test]
fn what_is_not_covered_yet_is_said_and_never_posted() {
    let change = |edit: fn(&mut Sale)| {
        let mut item = sale();
        edit(&mut item);
        item
    };
    let cases = [
        (change(|item| item.lines[0].quantity = Decimal::NEGATIVE_ONE), "a return"),
        (change(|item| item.lines[0].kind = LineKind::Layaway), "a layaway"),
        (change(|item| item.payments[0].sort = "gift card".to_owned()), "a gift card"),
        (change(|item| item.tips = Decimal::ONE), "a tip"),
        (change(|item| item.cash_rounding = Decimal::new(2, 2)), "cash rounding"),
    ];
    for (item, what) in cases {
        assert_eq!(judge(&settings(), &links(), &item, None), not_covered(what));
    }
}

#[test]
fn a_sale_whose_payments_do_not_make_the_total_is_not_posted() {
    let mut item = sale();
    item.payments = vec![cash("640", "20.00")];
    assert!(matches!(judge(&settings(), &links(), &item, None), Verdict::Fail(Failure::SumsDiffer { .. })));
}

#[test]
fn a_void_sale_is_skipped_before_posting_and_needs_a_person_after() {
    let void = Sale { voided: true, ..sale() };
    assert!(matches!(judge(&settings(), &links(), &void, None), Verdict::Skip(_)));
    let posted = sent(&sale());
    assert!(matches!(
        judge(&settings(), &links(), &void, Some(&posted)),
        Verdict::Fail(Failure::NotCovered { .. })
    ));
}

#[test]
fn a_sale_edited_after_posting_says_what_changed() {
    let posted = sent(&sale());
    let mut edited = sale();
    edited.lines = vec![line("1500", "1", "9.95", "1.99")];
    (edited.total, edited.tax) = (decimal("11.94"), decimal("1.99"));
    edited.payments = vec![cash("640", "11.94")];
    let verdict = judge(&settings(), &links(), &edited, Some(&posted));
    assert!(matches!(verdict, Verdict::Fail(Failure::ChangedAfterPosting { .. })), "{verdict:?}");
    assert!(matches!(judge(&settings(), &links(), &sale(), Some(&posted)), Verdict::Send(_)));
}

#[test]
fn sales_from_before_go_live_leave_no_record_and_back_dated_ones_need_a_person() {
    let live = Settings { go_live: Some(When(20_000_000)), ..settings() };
    assert!(!OrderRule::wanted(&live, &sale()));
    let back_dated = Sale { created_at: Some(When(30_000_000)), ..sale() };
    assert!(OrderRule::wanted(&live, &back_dated));
    assert_eq!(judge(&live, &links(), &back_dated, None), Verdict::Fail(Failure::DatedBeforeGoLive));
}

#[test]
fn an_open_cart_is_no_sale() {
    assert!(!OrderRule::wanted(&settings(), &Sale { completed: false, ..sale() }));
}
