use model::payload::{LineKind, Named, TaxKey};
use proptest::prelude::*;

use super::*;

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn line(id: &str, quantity: i64, net: &str, tax: &str, parent: Option<&str>) -> SaleLine {
    SaleLine {
        id: id.to_owned(),
        item: Some("512".to_owned()),
        name: "Trail bottle".to_owned(),
        sku: String::new(),
        quantity: quantity.into(),
        unit_price: Decimal::ONE,
        discount: Decimal::ZERO,
        net: decimal(net),
        tax: decimal(tax),
        tax_key: TaxKey {
            category: "1".to_owned(),
            class: "1".to_owned(),
            rate1: decimal("0.2"),
            rate2: Decimal::ZERO,
        },
        kind: LineKind::Goods,
        parent_line: parent.map(|parent| format!("line of {parent}")),
        parent_sale: parent.map(str::to_owned),
        parent_at: None,
    }
}

fn paid(id: &str, sort: &str, amount: &str) -> Tender {
    Tender {
        id: id.to_owned(),
        method: id.to_owned(),
        name: sort.to_owned(),
        sort: sort.to_owned(),
        amount: decimal(amount),
        tip: Decimal::ZERO,
        paid_at: None,
    }
}

fn sale(lines: Vec<SaleLine>, payments: Vec<Tender>) -> Sale {
    let total = lines.iter().map(|line| line.net + line.tax).sum::<Decimal>().round_dp(2);
    Sale {
        ticket: "220000000934".to_owned(),
        shop: Named::default(),
        register: String::new(),
        employee: Named::default(),
        currency: "GBP".to_owned(),
        completed: true,
        voided: false,
        created_at: None,
        completed_at: None,
        tax_inclusive: false,
        customer_ref: None,
        customer_name: String::new(),
        tax: lines.iter().map(|line| line.tax).sum::<Decimal>().round_dp(2),
        lines,
        payments,
        total,
        discount: Decimal::ZERO,
        tips: Decimal::ZERO,
        change: Decimal::ZERO,
        cash_rounding: Decimal::ZERO,
    }
}

fn split(sale: &Sale) -> Parts {
    parts("934", sale).unwrap()
}

fn amounts(tenders: &[Tender]) -> Vec<(&str, Decimal)> {
    tenders.iter().map(|tender| (tender.id.as_str(), tender.amount)).collect()
}

#[test]
fn a_plain_sale_is_all_sold() {
    let parts = split(&sale(vec![line("1", 2, "19.90", "3.98", None)], vec![paid("640", "cash", "23.88")]));
    let sold = parts.sold.unwrap();
    assert_eq!((sold.total, sold.set_off, sold.payments.len()), (decimal("23.88"), Decimal::ZERO, 1));
    assert!(parts.returns.is_empty());
}

#[test]
fn goods_of_two_sales_brought_back_at_once_are_two_returns_that_share_the_money() {
    let lines = vec![line("1", -1, "-10", "-2", Some("901")), line("2", -1, "-20", "-4", Some("902"))];
    let parts = split(&sale(lines, vec![paid("1", "cash", "-20"), paid("2", "card", "-16")]));
    assert_eq!(parts.sold, None);
    let [(first_ref, first), (second_ref, second)] = parts.returns.as_slice() else { panic!("two") };
    assert_eq!((first_ref.as_str(), second_ref.as_str()), ("934:credit:901", "934:credit:902"));
    assert_eq!(amounts(&first.payments), [("1", decimal("-12"))]);
    assert_eq!(amounts(&second.payments), [("1+", decimal("-8")), ("2", decimal("-16"))]);
    assert_eq!((first.total, second.total, second.set_off), (decimal("-12"), decimal("-24"), Decimal::ZERO));
}

#[test]
fn a_fee_goes_back_with_the_goods_it_belongs_to() {
    let fee = SaleLine {
        kind: LineKind::ItemFee,
        parent_line: Some("1".to_owned()),
        ..line("2", -1, "-1", "-0.20", Some("934"))
    };
    let rung = sale(vec![line("1", -1, "-10", "-2", Some("901")), fee], vec![paid("1", "cash", "-13.20")]);
    let parts = split(&rung);
    assert_eq!(parts.returns.len(), 1);
    assert_eq!((parts.returns[0].0.as_str(), parts.returns[0].1.lines.len()), ("934:credit:901", 2));
}

#[test]
fn an_exchange_sets_off_the_smaller_side_on_both_documents() {
    for (payment, paid_in, set_off, paid_out) in
        [(vec![paid("1", "cash", "48")], "48", "12", "0"), (vec![], "0", "12", "0")]
    {
        let sold = if payment.is_empty() { "10" } else { "50" };
        let tax = if payment.is_empty() { "2" } else { "10" };
        let lines = vec![line("1", 1, sold, tax, None), line("2", -1, "-10", "-2", Some("901"))];
        let parts = split(&sale(lines, payment));
        let sold = parts.sold.unwrap();
        assert_eq!((amount(&sold.payments), sold.set_off), (decimal(paid_in), decimal(set_off)));
        let (_, back) = &parts.returns[0];
        assert_eq!((back.set_off, amount(&back.payments)), (-decimal(set_off), decimal(paid_out)));
    }
}

#[test]
fn an_exchange_that_pays_back_sets_off_what_was_sold() {
    let lines = vec![line("1", 1, "10", "2", None), line("2", -1, "-50", "-10", Some("901"))];
    let parts = split(&sale(lines, vec![paid("1", "cash", "-48")]));
    assert_eq!(parts.sold.unwrap().set_off, decimal("12"));
    let (_, back) = &parts.returns[0];
    assert_eq!(
        (back.total, back.set_off, amount(&back.payments)),
        (decimal("-60"), decimal("-12"), decimal("-48"))
    );
}

#[test]
fn a_gift_card_sold_is_money_beside_the_lines() {
    let parts = split(&sale(Vec::new(), vec![paid("1", "cash", "50"), paid("2", "gift card", "-50")]));
    let sold = parts.sold.unwrap();
    assert_eq!(sold.extras, [Extra { sort: ExtraSort::GiftCard, net: decimal("50"), tax: Decimal::ZERO }]);
    assert_eq!((sold.total, amounts(&sold.payments)), (decimal("50"), vec![("1", decimal("50"))]));
}

#[test]
fn money_paid_back_onto_a_gift_card_loads_no_card() {
    let lines = vec![line("2", -1, "-50", "-10", Some("901"))];
    let parts = split(&sale(lines, vec![paid("1", "gift card", "-60")]));
    assert_eq!((parts.sold, amount(&parts.returns[0].1.payments)), (None, decimal("-60")));
}

#[test]
fn a_deposit_and_a_tip_and_cash_rounding_are_told_apart() {
    let mut rung = sale(
        vec![line("1", 1, "10", "2", None)],
        vec![paid("1", "cash", "43.02"), paid("2", "credit account", "-30")],
    );
    (rung.tips, rung.cash_rounding) = (decimal("1"), decimal("0.02"));
    let sold = split(&rung).sold.unwrap();
    let extras: Vec<(ExtraSort, Decimal)> = sold.extras.iter().map(|extra| (extra.sort, extra.net)).collect();
    assert_eq!(
        extras,
        [
            (ExtraSort::Deposit, decimal("30")),
            (ExtraSort::Tip, decimal("1")),
            (ExtraSort::CashRounding, decimal("0.02"))
        ]
    );
    assert_eq!(sold.total, decimal("43.02"));
}

#[test]
fn tips_that_are_not_in_the_payments_are_left_out() {
    let mut rung = sale(vec![line("1", 1, "10", "2", None)], vec![paid("1", "cash", "12")]);
    rung.tips = decimal("1");
    assert_eq!(split(&rung).sold.unwrap().total, decimal("12"));
}

#[test]
fn figures_that_do_not_agree_are_told_and_nothing_is_guessed() {
    let short = sale(vec![line("1", 1, "10", "2", None)], vec![paid("1", "cash", "11")]);
    assert!(parts("1", &short).unwrap_err().contains("payments make 11.00"));
    let cash_back =
        sale(vec![line("1", 1, "10", "2", None)], vec![paid("1", "card", "22"), paid("2", "cash", "-10")]);
    assert!(parts("1", &cash_back).unwrap_err().contains("paid back without goods"));
}

#[test]
fn a_free_sale_is_sold_for_nothing() {
    let parts = split(&sale(vec![line("1", 1, "0", "0", None)], Vec::new()));
    assert_eq!(parts.sold.unwrap().total, Decimal::ZERO);
}

#[test]
fn an_undone_sale_is_all_of_it_the_other_way_round() {
    let rung = sale(vec![line("1", 2, "19.90", "3.98", None)], vec![paid("640", "cash", "23.88")]);
    let back = undone("901", &rung).unwrap();
    assert_eq!((back.total, back.lines[0].quantity), (decimal("-23.88"), decimal("-2")));
    assert_eq!((back.parent_sale_ref.as_deref(), amount(&back.payments)), (Some("901"), decimal("-23.88")));
    let payments_gone = Sale { payments: Vec::new(), ..rung };
    assert_eq!(undone("901", &payments_gone).unwrap().total, decimal("-23.88"));
}

/// A sale of some lines in and out with unrounded amounts, and payments that make its total.
fn any_sale() -> impl Strategy<Value = Sale> {
    let line = (1_i64..4, 1_i64..3_000_000, 0..4_u8);
    (proptest::collection::vec(line, 1..9), 0..3_usize, 0_i64..500).prop_map(|(rows, cards, loaded)| {
        let rows = rows.into_iter().enumerate().map(|(place, (quantity, amount, parent))| {
            let sign = if parent == 0 { 1 } else { -1 };
            let net = Decimal::new(amount * quantity * sign, 5);
            let parent = format!("90{parent}");
            SaleLine {
                net,
                tax: net * decimal("0.14975"),
                ..line_of(place, quantity * sign, (sign < 0).then_some(parent.as_str()))
            }
        });
        let mut rung = sale(rows.collect(), Vec::new());
        let sign = if rung.total < Decimal::ZERO { Decimal::NEGATIVE_ONE } else { Decimal::ONE };
        let share = (rung.total / Decimal::from(cards as i64 + 1)).round_dp(2);
        let mut left = rung.total;
        for place in 0..cards {
            rung.payments.push(Tender { amount: share, ..paid(&place.to_string(), "card", "0") });
            left -= share;
        }
        let load = if sign.is_sign_positive() { Decimal::new(loaded, 2) } else { Decimal::ZERO };
        rung.payments.push(Tender { amount: left + load, ..paid("c", "cash", "0") });
        rung.payments.push(Tender { amount: -load, ..paid("g", "gift card", "0") });
        rung.payments.retain(|tender| !tender.amount.is_zero());
        rung
    })
}

fn line_of(place: usize, quantity: i64, parent: Option<&str>) -> SaleLine {
    line(&place.to_string(), quantity, "0", "0", parent)
}

proptest! {
    #[test]
    fn each_document_balances_and_together_they_make_the_tills_total(rung in any_sale()) {
        let Ok(parts) = parts("934", &rung) else {
            // Only a rounding payment of the wrong sign may be refused.
            return Ok(());
        };
        let sold = parts.sold.clone().unwrap_or_default();
        prop_assert_eq!(sold.total, amount(&sold.payments) + sold.set_off);
        prop_assert_eq!(sold.total, gross(&sold.lines, &sold.extras));
        let mut together = sold.total;
        for (_, back) in &parts.returns {
            prop_assert_eq!(back.total, amount(&back.payments) + back.set_off);
            prop_assert_eq!(back.total, gross(&back.lines, &back.extras));
            together += back.total;
        }
        let loads: Decimal =
            sold.extras.iter().filter(|extra| extra.sort == ExtraSort::GiftCard).map(|extra| extra.net).sum();
        prop_assert_eq!(together, rung.total + loads);
        prop_assert_eq!(sold.set_off, -parts.returns.iter().map(|(_, back)| back.set_off).sum::<Decimal>());
        for line in sold.lines.iter().chain(parts.returns.iter().flat_map(|(_, back)| &back.lines)) {
            prop_assert!(line.net.scale() <= 2 && line.tax.scale() <= 2);
        }
    }
}

#[test]
fn a_line_with_two_taxes_adds_up_although_net_and_each_tax_were_rounded_by_themselves() {
    let lines = vec![line("1", -1, "-64.485", "-9.65662875", Some("10"))];
    let back = Sale {
        total: decimal("-74.13"),
        tax: decimal("-9.65"),
        ..sale(lines, vec![paid("1", "card", "-74.13")])
    };
    let parts = split(&back);
    let (_, credit) = parts.returns.first().unwrap();
    assert_eq!((credit.total, credit.tax), (decimal("-74.13"), decimal("-9.65")));
    let wrong = Sale { total: decimal("-74.11"), payments: vec![paid("1", "card", "-74.11")], ..back };
    assert!(matches!(super::parts("934", &wrong), Err(what) if what.contains("the lines make")));
}
