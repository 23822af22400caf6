//! Money and returns in a sale: what was bought when, what was paid how, and whether it adds up.

use model::payload::Sale;
use rstest::rstest;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::book::{Book, Origin, Origins};
use super::sale::{sale, sold_lines};
use crate::wire::envelope::read_row;

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// A finished sale with these fields, lines and payments.
fn read(fields: Value, lines: Value, payments: Value) -> Sale {
    let origin = |sale: &str| Origin { sale: sale.to_owned(), at: None };
    let origins = Origins::from([("1400".to_owned(), origin("890")), ("1401".to_owned(), origin("890"))]);
    sale(read_row(wire(fields, lines, payments)).unwrap(), &Book::default(), &origins).unwrap()
}

fn wire(fields: Value, lines: Value, payments: Value) -> Value {
    let mut sale = json!({ "saleID": "901", "completed": "true", "shopID": "1", "taxCategoryID": "1" });
    sale.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    sale["SaleLines"] = json!({ "SaleLine": lines });
    sale["SalePayments"] = json!({ "SalePayment": payments });
    sale
}

fn pay(id: &str, sort: &str, amount: &str) -> Value {
    json!({ "salePaymentID": id, "amount": amount, "paymentTypeID": "1", "archived": "false",
        "PaymentType": { "paymentTypeID": "1", "name": sort, "type": sort } })
}

fn tenders(sale: &Sale) -> Vec<(&str, Decimal)> {
    sale.payments.iter().map(|one| (one.sort.as_str(), one.amount)).collect()
}

/// Line sums come within a penny a line of the sale, whose own figures are rounded (fact sheet 5.2).
fn assert_adds_up(sale: &Sale) {
    let (net, tax) = sale
        .lines
        .iter()
        .fold((Decimal::ZERO, Decimal::ZERO), |(net, tax), line| (net + line.net, tax + line.tax));
    let slack = dec("0.01") * Decimal::from(sale.lines.len());
    assert!((tax - sale.tax).abs() <= slack, "tax {tax} against {}", sale.tax);
    assert!((net + tax - sale.total).abs() <= slack, "{} against {}", net + tax, sale.total);
}

#[rstest]
#[case::inclusive_with_tax_in_the_subtotal("true", "24", "20", "4", "24")]
#[case::inclusive_with_net_subtotal("true", "20", "20", "4", "24")]
#[case::exclusive("false", "20", "20", "4", "24")]
#[case::returned("true", "-24", "-20", "-4", "-24")]
fn net_is_the_total_less_its_tax_whatever_the_subtotal_holds(
    #[case] inclusive: &str,
    #[case] subtotal: &str,
    #[case] net: &str,
    #[case] tax: &str,
    #[case] total: &str,
) {
    let line = json!({ "saleLineID": "1", "unitQuantity": "1", "itemID": "512", "tax": "true", "tax1Rate": "0.2",
        "calcSubtotal": subtotal, "calcTax1": tax, "calcTax2": "0", "calcTotal": total });
    let fields = json!({ "isTaxInclusive": inclusive, "calcTax1": tax, "calcTax2": "0", "total": total });
    let sale = read(fields, line, json!([]));
    assert_eq!((sale.lines[0].net, sale.lines[0].tax), (dec(net), dec(tax)));
    assert_eq!((sale.total - sale.tax, sale.tax_inclusive), (dec(net), inclusive == "true"));
    assert_adds_up(&sale);
}

#[test]
fn two_tax_rates_and_discounts_add_up_within_pennies() {
    // 5 % and 9.975 % on 9.99 less 10 %, and on 4.49: every digit is kept, the sale alone is rounded.
    let lines = json!([
        { "saleLineID": "1", "unitQuantity": "1", "unitPrice": "9.99", "itemID": "1", "tax1Rate": "0.05", "tax2Rate": "0.09975",
          "calcSubtotal": "9.99", "calcLineDiscount": "0.999", "calcTransactionDiscount": "0", "calcTax1": "0.44955",
          "calcTax2": "0.89685225", "calcTotal": "10.33740225" },
        { "saleLineID": "2", "unitQuantity": "1", "unitPrice": "4.49", "itemID": "2", "tax1Rate": "0.05", "tax2Rate": "0.09975",
          "calcSubtotal": "4.49", "calcLineDiscount": "0", "calcTransactionDiscount": "0", "calcTax1": "0.2245",
          "calcTax2": "0.4478775", "calcTotal": "5.1623775" },
    ]);
    let fields = json!({ "isTaxInclusive": "false", "calcTax1": "0.67", "calcTax2": "1.34", "calcDiscount": "1", "total": "15.49" });
    let sale = read(fields, lines, json!([]));
    assert_eq!((sale.tax, sale.total - sale.tax), (dec("2.01"), dec("13.48")));
    assert_eq!((sale.lines[0].net, sale.lines[0].discount), (dec("8.991"), dec("0.999")));
    assert_eq!(sale.lines[0].tax_key.rate_words(), "5 % + 9.975 %");
    assert_adds_up(&sale);
}

#[test]
fn two_rates_in_one_shop_are_two_tax_keys() {
    let line = |id: &str, rate: &str, tax: &str, total: &str| {
        json!({ "saleLineID": id, "unitQuantity": "1", "itemID": "1", "taxClassID": id, "tax": "true", "tax1Rate": rate,
            "calcTax1": tax, "calcTotal": total })
    };
    let lines =
        json!([line("1", "0.2", "2", "12"), line("2", "0.05", "0.5", "10.5"), line("3", "0", "0", "7")]);
    let fields = json!({ "isTaxInclusive": "true", "calcTax1": "2.5", "total": "29.5" });
    let sale = read(fields, lines, json!([]));
    let nets: Vec<Decimal> = sale.lines.iter().map(|line| line.net).collect();
    assert_eq!(nets, [dec("10"), dec("10"), dec("7")]);
    let keys: Vec<_> =
        sale.lines.iter().map(|line| (line.tax_key.category.as_str(), line.tax_key.rate1)).collect();
    assert_eq!(keys, [("1", dec("0.2")), ("1", dec("0.05")), ("", dec("0"))]);
    assert_adds_up(&sale);
}

#[rstest]
#[case::card_sold(&[("1", "credit card", "25"), ("2", "gift card", "-25")])]
#[case::deposit(&[("1", "cash", "40"), ("2", "credit account", "-40")])]
fn a_card_loaded_or_a_deposit_is_a_payment_that_goes_the_other_way(#[case] paid: &[(&str, &str, &str)]) {
    let payments: Vec<Value> = paid.iter().map(|(id, sort, amount)| pay(id, sort, amount)).collect();
    let sale = read(json!({ "total": "0", "totalDue": "25" }), json!([]), json!(payments));
    let expect: Vec<_> = paid.iter().map(|(_, sort, amount)| (*sort, dec(amount))).collect();
    assert_eq!(tenders(&sale), expect);
    assert!(sale.total.is_zero() && sale.lines.is_empty());
}

#[test]
fn a_line_with_a_negative_price_survives_as_it_is() {
    let line = json!({ "saleLineID": "1", "unitQuantity": "1", "unitPrice": "-25", "itemID": "0", "tax": "false",
        "calcSubtotal": "-25", "calcTax1": "0", "calcTotal": "-25", "Note": { "note": "Gift card" } });
    let sale = read(json!({ "total": "0" }), line, json!([]));
    let line = &sale.lines[0];
    assert_eq!((line.unit_price, line.quantity, line.net), (dec("-25"), dec("1"), dec("-25")));
    assert_eq!((line.name.as_str(), line.is_return()), ("Gift card", false));
}

#[rstest]
#[case::rounded_up(Some("0.02"), "9.98", "10", "0", "0.02")]
#[case::rounded_down(Some("-0.01"), "10.01", "10", "0", "-0.01")]
#[case::sign_turned_round(Some("-0.02"), "9.98", "10", "0", "0.02")]
#[case::sign_turned_round_down(Some("0.01"), "10.01", "10", "0", "-0.01")]
#[case::with_a_tip(Some("0.02"), "9.98", "12", "2", "0.02")]
#[case::given_back(Some("0.02"), "-9.98", "-10", "0", "-0.02")]
#[case::nothing_paid(Some("0.02"), "9.98", "0", "0", "0.02")]
#[case::none(None, "9.98", "9.98", "0", "0")]
fn cash_rounding_is_positive_where_the_customer_pays_more(
    #[case] delta: Option<&str>,
    #[case] total: &str,
    #[case] paid: &str,
    #[case] tip: &str,
    #[case] expect: &str,
) {
    let mut fields = json!({ "total": total, "calcTips": tip });
    if let Some(delta) = delta {
        fields["cashRoundingDelta"] = json!(delta);
    }
    let sale = read(fields, json!([]), json!([pay("1", "cash", paid)]));
    assert_eq!(sale.cash_rounding, dec(expect));
}

#[test]
fn tips_that_only_the_payments_tell_are_summed() {
    let tipped = |id: &str, tip: &str| json!({ "salePaymentID": id, "amount": "12", "tipAmount": tip, "paymentTypeID": "1" });
    let payments = json!([tipped("1", "2"), tipped("2", "1.5")]);
    assert_eq!(read(json!({ "total": "20.5" }), json!([]), payments).tips, dec("3.5"));
}

fn line(id: &str, quantity: &str, kind: &str, parent: &str) -> Value {
    json!({ "saleLineID": id, "unitQuantity": quantity, "lineType": kind, "itemID": "1", "calcTotal": quantity,
        "parentSaleLineID": parent })
}

#[rstest]
#[case::returned(json!([line("1", "-1", "", "1400")]), &["1400"], &[Some("890")])]
#[case::without_receipt(json!([line("1", "-1", "", "0")]), &[], &[None])]
#[case::not_found(json!([line("1", "-1", "", "7")]), &["7"], &[None])]
#[case::sold(json!([line("1", "1", "", "0"), line("2", "1", "item_fee", "1")]), &[], &[None, None])]
#[case::fee_of_another_sale(json!([line("1", "1", "item_fee", "1400")]), &[], &[None])]
#[case::fee_given_back(json!([line("1", "1", "item_fee_refund", "1401")]), &["1401"], &[Some("890")])]
#[case::fee_beside(json!([line("1", "-1", "", "1400"), line("2", "-1", "item_fee_refund", "1")]), &["1400", "1400"], &[Some("890"), Some("890")])]
#[case::fee_beside_goods_without_receipt(json!([line("1", "-1", "", "0"), line("2", "-1", "item_fee_refund", "1")]), &[], &[None, None])]
#[case::exchange(json!([line("1", "-1", "", "1400"), line("2", "1", "", "0")]), &["1400"], &[Some("890"), None])]
fn only_what_comes_back_has_a_sale_it_was_bought_with(
    #[case] lines: Value,
    #[case] wanted: &[&str],
    #[case] parents: &[Option<&str>],
) {
    let asked = sold_lines(&read_row(wire(json!({ "total": "0" }), lines.clone(), json!([]))).unwrap());
    assert_eq!(asked, wanted);
    let sale = read(json!({ "total": "0" }), lines, json!([]));
    let told: Vec<_> = sale.lines.iter().map(|line| line.parent_sale.as_deref()).collect();
    assert_eq!(told, parents);
}

#[test]
fn a_sale_of_what_was_put_away_since_is_read_all_the_same() {
    let line = json!({ "saleLineID": "1", "unitQuantity": "1", "itemID": "512", "calcTotal": "5",
        "Item": { "itemID": "512", "description": "Old Bottle", "archived": "true" } });
    let fields = json!({ "total": "5", "customerID": "77", "archived": "true",
        "Customer": { "customerID": "77", "firstName": "Mira", "archived": "true" } });
    let sale = read(fields, line, json!([]));
    assert_eq!((sale.lines[0].name.as_str(), sale.customer_name.as_str()), ("Old Bottle", "Mira"));
    let bare = json!({ "saleLineID": "1", "unitQuantity": "1", "itemID": "512", "calcTotal": "5" });
    let sale = read(json!({ "total": "5", "customerID": "77" }), bare, json!([]));
    assert_eq!((sale.lines[0].name.as_str(), sale.customer_ref.as_deref()), ("Item 512", Some("77")));
}
