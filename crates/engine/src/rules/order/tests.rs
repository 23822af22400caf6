use std::collections::HashMap;

use model::payload::{Named, TaxKey, Tender};
use model::settings::{ShopSettings, TaxMapping};

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
        standings: &HashMap::new(),
        instance: None,
        account: "90210",
        source_ref: "901",
        link: posted.map(|_| "7001"),
        sent: sent.as_ref(),
        forced: false,
        begun: false,
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
fn a_line_of_a_sort_nobody_knows_is_said_and_never_posted() {
    let mut item = sale();
    item.lines[0].kind = LineKind::Other { word: "rental".to_owned() };
    assert_eq!(judge(&settings(), &links(), &item, None), not_covered("a line of the sort “rental”"));
}

#[test]
fn a_tip_is_a_row_with_its_own_nominal_code_and_no_tax() {
    let mut item = sale();
    (item.tips, item.payments) = (Decimal::ONE, vec![cash("640", "24.88")]);
    let Verdict::Wait(blocks) = judge(&settings(), &links(), &item, None) else { panic!("no wait") };
    let keys: Vec<String> = blocks.iter().map(ToString::to_string).collect();
    assert_eq!(keys, ["setting:nominal_tip", "setting:untaxed_code"]);
    let mut complete = settings();
    complete.orders.nominals.tip = "2210".to_owned();
    complete.orders.untaxed_code = "Z".to_owned();
    let Verdict::Send(draft) = judge(&complete, &links(), &item, None) else { panic!("not sent") };
    let tip = draft.document.rows.last().unwrap();
    assert_eq!((tip.nominal.as_str(), tip.tax_code.as_str(), tip.net), ("2210", "Z", Decimal::ONE));
    assert_eq!(draft.document.total, decimal("24.88"));
}

#[test]
fn an_exchange_waits_for_its_clearing_method_and_then_balances() {
    let mut item = sale();
    let back = SaleLine { parent_sale: Some("800".to_owned()), ..line("1501", "-1", "-9.95", "-1.99") };
    item.lines.push(back);
    (item.total, item.tax, item.payments) = (decimal("11.94"), decimal("1.99"), vec![cash("640", "11.94")]);
    let Verdict::Wait(blocks) = judge(&settings(), &links(), &item, None) else { panic!("no wait") };
    assert_eq!(blocks[0].to_string(), "setting:clearing_method");
    let mut complete = settings();
    complete.orders.clearing_method = "EXCHANGE".to_owned();
    let Verdict::Send(draft) = judge(&complete, &links(), &item, None) else { panic!("not sent") };
    let paid: Decimal = draft.document.payments.iter().map(|payment| payment.amount).sum();
    assert_eq!(
        (draft.document.total, paid, draft.document.rows.len()),
        (decimal("23.88"), decimal("23.88"), 1)
    );
}

#[test]
fn a_sale_rung_up_by_somebody_who_only_tries_the_till_is_skipped() {
    let mut item = sale();
    item.employee = Named { id: "9".to_owned(), name: "Test Till".to_owned() };
    let mut trying = settings();
    trying.orders.skip.employees.push("9".to_owned());
    let verdict = judge(&trying, &links(), &item, None);
    assert_eq!(verdict, Verdict::Skip("rung up by Test Till, whose sales are not posted".to_owned()));
}

#[test]
fn a_payment_method_without_a_bank_account_in_the_currency_is_not_used() {
    let mut known = settings();
    known.facts.bank_accounts.insert("CASH".to_owned(), vec!["EUR".to_owned()]);
    let Verdict::Wait(blocks) = judge(&known, &links(), &sale(), None) else { panic!("no wait") };
    assert_eq!(blocks[0].to_string(), "setting:bank_account_CASH");
    known.facts.bank_accounts.insert("CASH".to_owned(), vec!["GBP".to_owned()]);
    assert!(matches!(judge(&known, &links(), &sale(), None), Verdict::Send(_)));
}

#[test]
fn orders_that_are_sent_off_name_what_they_need_for_it() {
    let mut complete = settings();
    complete.orders.fulfil = true;
    let Verdict::Wait(blocks) = judge(&complete, &links(), &sale(), None) else { panic!("no wait") };
    assert_eq!(blocks[0].to_string(), "setting:shipping_method");
    complete.orders.shipping_method = "4".to_owned();
    complete.orders.staff_contact = "203".to_owned();
    let Verdict::Send(draft) = judge(&complete, &links(), &sale(), None) else { panic!("not sent") };
    assert_eq!(draft.fulfil.unwrap().shipping_method, "4");
}

#[test]
fn a_sale_moves_its_goods_and_a_void_one_none() {
    let mut item = sale();
    item.lines.push(SaleLine { kind: LineKind::ItemFee, ..line("1501", "1", "1", "0.2") });
    let moves = OrderRule::moves(&settings(), &item);
    assert_eq!(moves.iter().map(|one| (one.line.as_str(), one.units)).collect::<Vec<_>>(), [("1500", 2)]);
    assert!(OrderRule::moves(&settings(), &Sale { voided: true, ..item }).is_empty());
}

#[test]
fn one_sighting_of_an_exchange_tells_of_its_returns_and_of_the_void_of_what_was_known() {
    let mut item = sale();
    item.lines.push(SaleLine { parent_sale: Some("800".to_owned()), ..line("1501", "-2", "-19.9", "-3.98") });
    (item.total, item.tax, item.payments) = (Decimal::ZERO, Decimal::ZERO, Vec::new());
    let refs = |item: &Sale, known| -> Vec<String> {
        OrderRule::also(&settings(), "901", item, known).into_iter().map(|seen| seen.source_ref).collect()
    };
    assert_eq!(refs(&item, false), ["901:credit:800"]);
    item.voided = true;
    assert_eq!(refs(&item, true), ["901:credit:800", "901:void"]);
    assert_eq!(refs(&item, false), ["901:credit:800"]);
}

#[test]
fn a_sale_whose_payments_do_not_make_the_total_is_not_posted() {
    let mut item = sale();
    item.payments = vec![cash("640", "20.00")];
    assert!(matches!(judge(&settings(), &links(), &item, None), Verdict::Fail(Failure::SumsDiffer { .. })));
}

#[test]
fn a_void_sale_is_skipped_and_says_where_its_order_is_undone() {
    let void = Sale { voided: true, ..sale() };
    assert_eq!(judge(&settings(), &links(), &void, None), Verdict::Skip("void at the till".to_owned()));
    let posted = sent(&sale());
    let Verdict::Skip(reason) = judge(&settings(), &links(), &void, Some(&posted)) else { panic!("no skip") };
    assert!(reason.contains("Refunds"), "{reason}");
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
    let mut keep = settings();
    keep.orders.edited = AfterEdit::KeepPosted;
    let Verdict::Send(kept) = judge(&keep, &links(), &edited, Some(&posted)) else { panic!("not kept") };
    assert_eq!((kept.document.total, kept.document.warnings.len()), (decimal("23.88"), 1));
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
