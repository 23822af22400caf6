use std::collections::HashMap;

use model::When;
use model::payload::{Named, TaxKey};
use rstest::rstest;
use serde_json::{Value, json};

use super::*;
use crate::convert::book::Origin;
use crate::wire::envelope::read_row;

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// The tax-exclusive sale of the fact sheet, section 4.7.
fn sheet() -> Value {
    let mut sale = json!({ "saleID": "901", "timeStamp": "2026-03-04T15:19:18+00:00", "completed": "true",
        "archived": "false", "voided": "false", "isTaxInclusive": "false", "createTime": "2026-03-04T15:17:23+00:00",
        "updatetime": "2026-03-04T15:19:18+00:00", "completeTime": "2026-03-04T15:19:18+00:00", "tax1Rate": "0.2",
        "tax2Rate": "0", "change": "0", "ticketNumber": "220000000901", "calcDiscount": "0", "calcTotal": "23.88",
        "calcSubtotal": "19.9", "calcTax1": "3.98", "calcTax2": "0", "calcPayments": "23.88", "total": "23.88",
        "totalDue": "23.88", "balance": "0", "customerID": "77", "employeeID": "2", "registerID": "1", "shopID": "1",
        "taxCategoryID": "1", "taxTotal": "3.98",
        "Customer": { "customerID": "77", "firstName": "Mira", "lastName": "Okafor" } });
    let item = json!({ "itemID": "512", "description": "Trail Bottle 750 ml", "customSku": "TB-750" });
    sale["SaleLines"] = json!({ "SaleLine": { "saleLineID": "1500", "unitQuantity": "2", "unitPrice": "9.95",
        "discountAmount": "0", "tax": "true", "tax1Rate": "0.2", "tax2Rate": "0", "isLayaway": "false",
        "isWorkorder": "false", "isSpecialOrder": "false", "lineType": "", "calcLineDiscount": "0",
        "calcTransactionDiscount": "0", "calcSubtotal": "19.9", "calcTax1": "3.98", "calcTax2": "0",
        "calcTotal": "23.88", "taxClassID": "1", "itemID": "512", "parentSaleLineID": "0", "Item": item } });
    sale["SalePayments"] = json!({ "SalePayment": { "salePaymentID": "640", "amount": "23.88", "tipAmount": "0",
        "createTime": "2026-03-04T15:19:18+00:00", "archived": "false", "paymentTypeID": "1",
        "PaymentType": { "paymentTypeID": "1", "name": "Cash", "type": "cash" } } });
    sale
}

fn read(json: Value) -> Result<Sale, String> {
    let one = |id: &str, name: &str| HashMap::from([(id.to_owned(), name.to_owned())]);
    let book = Book {
        currency: "GBP".to_owned(),
        shops: one("1", "Harbour Street"),
        employees: Some(one("2", "Ada Byron")),
    };
    let origin = Origin { sale: "890".to_owned(), at: When::parse("2026-02-27T10:00:00Z") };
    sale(read_row(json)?, &book, &Origins::from([("1400".to_owned(), origin)]))
}

/// The sheet's sale with one line changed.
fn line(change: Value) -> Result<SaleLine, String> {
    let mut json = sheet();
    let line = json["SaleLines"]["SaleLine"].as_object_mut().unwrap();
    for (key, value) in change.as_object().unwrap() {
        if value.is_null() {
            line.remove(key)
        } else {
            line.insert(key.clone(), value.clone())
        };
    }
    Ok(read(json)?.lines.remove(0))
}

#[test]
fn the_sale_of_the_fact_sheet_is_read_whole() {
    let read = read(sheet()).unwrap();
    let at = When::parse("2026-03-04T15:19:18Z");
    let expect = Sale {
        ticket: "220000000901".to_owned(),
        shop: Named { id: "1".to_owned(), name: "Harbour Street".to_owned() },
        register: "1".to_owned(),
        employee: Named { id: "2".to_owned(), name: "Ada Byron".to_owned() },
        currency: "GBP".to_owned(),
        completed: true,
        voided: false,
        created_at: When::parse("2026-03-04T15:17:23Z"),
        completed_at: at,
        tax_inclusive: false,
        customer_ref: Some("77".to_owned()),
        customer_name: "Mira Okafor".to_owned(),
        lines: vec![SaleLine {
            id: "1500".to_owned(),
            item: Some("512".to_owned()),
            name: "Trail Bottle 750 ml".to_owned(),
            sku: "TB-750".to_owned(),
            quantity: dec("2"),
            unit_price: dec("9.95"),
            discount: dec("0"),
            net: dec("19.90"),
            tax: dec("3.98"),
            tax_key: TaxKey {
                category: "1".to_owned(),
                class: "1".to_owned(),
                rate1: dec("0.2"),
                rate2: dec("0"),
            },
            kind: LineKind::Goods,
            parent_line: None,
            parent_sale: None,
            parent_at: None,
        }],
        payments: vec![Tender {
            id: "640".to_owned(),
            method: "1".to_owned(),
            name: "Cash".to_owned(),
            sort: "cash".to_owned(),
            amount: dec("23.88"),
            tip: dec("0"),
            paid_at: at,
        }],
        total: dec("23.88"),
        tax: dec("3.98"),
        discount: dec("0"),
        tips: dec("0"),
        change: dec("0"),
        cash_rounding: dec("0"),
    };
    assert_eq!(read, expect);
}

#[rstest]
#[case::exclusive(json!({ "calcSubtotal": "20", "calcLineDiscount": "2", "calcTransactionDiscount": "1", "calcTax1": "3.4", "calcTotal": "20.4" }), "17", "3")]
#[case::inclusive(json!({ "calcSubtotal": "23.88", "calcTax1": "3.98", "calcTotal": "23.88" }), "19.9", "0")]
#[case::two_taxes(json!({ "calcTax1": "1", "calcTax2": "0.5", "calcTotal": "11.5" }), "10", "0")]
#[case::no_total(json!({ "calcTotal": null, "calcSubtotal": "20", "calcLineDiscount": "2" }), "18", "2")]
#[case::unrounded(json!({ "calcTax1": "2.2972005", "calcTotal": "13.783203" }), "11.4860025", "0")]
fn net_is_the_total_less_its_tax(#[case] change: Value, #[case] net: &str, #[case] discount: &str) {
    let line = line(change).unwrap();
    assert_eq!((line.net, line.discount), (dec(net), dec(discount)));
}

#[rstest]
#[case(json!({}), LineKind::Goods)]
#[case(json!({ "itemID": "0" }), LineKind::Miscellaneous)]
#[case(json!({ "isLayaway": "true" }), LineKind::Layaway)]
#[case(json!({ "isSpecialOrder": true }), LineKind::SpecialOrder)]
#[case(json!({ "isWorkorder": "true", "itemID": "0" }), LineKind::WorkOrder)]
#[case(json!({ "lineType": "item_fee", "itemID": "0", "parentSaleLineID": "1499" }), LineKind::ItemFee)]
#[case(json!({ "lineType": "item_fee_refund" }), LineKind::ItemFee)]
#[case(json!({ "lineType": "gift_wrap" }), LineKind::Other { word: "gift_wrap".to_owned() })]
fn a_line_has_its_sort(#[case] change: Value, #[case] kind: LineKind) {
    assert_eq!(line(change).unwrap().kind, kind);
}

#[rstest]
#[case(json!({ "Item": null }), "Item 512")]
#[case(json!({ "Item": { "description": "" }, "Note": { "note": "Engraving" } }), "Engraving")]
#[case(json!({ "Item": null, "itemID": "0", "Note": { "note": "Engraving" } }), "Engraving")]
#[case(json!({ "Item": null, "itemID": "0", "Note": "" }), "Miscellaneous charge")]
fn a_line_always_has_a_name(#[case] change: Value, #[case] name: &str) {
    assert_eq!(line(change).unwrap().name, name);
}

#[rstest]
#[case(json!({ "tax": "false" }))]
#[case(json!({ "tax1Rate": "0", "tax2Rate": "0" }))]
fn an_untaxed_line_keeps_only_its_class(#[case] change: Value) {
    let expect = TaxKey { category: String::new(), class: "1".to_owned(), rate1: dec("0"), rate2: dec("0") };
    assert_eq!(line(change).unwrap().tax_key, expect);
}

#[test]
fn a_returned_line_keeps_its_sign_and_tells_the_sale_it_was_bought_with() {
    let line = line(json!({ "unitQuantity": "-1", "calcTotal": "-11.94", "calcTax1": "-1.99", "parentSaleLineID": "1400" })).unwrap();
    assert_eq!(
        (line.quantity, line.net, line.parent_line.as_deref()),
        (dec("-1"), dec("-9.95"), Some("1400"))
    );
    assert_eq!(line.parent_sale.as_deref(), Some("890"));
    assert_eq!(line.parent_at, When::parse("2026-02-27T10:00:00Z"));
}

#[test]
fn void_payments_are_left_out_and_tips_kept() {
    let mut json = sheet();
    json["calcTips"] = json!("2");
    json["SalePayments"]["SalePayment"] = json!([
        { "salePaymentID": "1", "amount": "10", "paymentTypeID": "1", "archived": "true" },
        { "salePaymentID": "2", "amount": "25.88", "tipAmount": "2", "paymentTypeID": "3", "archived": "false" },
    ]);
    let read = read(json).unwrap();
    assert_eq!(read.payments.len(), 1);
    assert_eq!((read.payments[0].tip, read.payments[0].name.as_str(), read.tips), (dec("2"), "", dec("2")));
}

#[test]
fn a_walk_in_has_no_customer() {
    let mut json = sheet();
    json["customerID"] = json!("0");
    json.as_object_mut().unwrap().remove("Customer");
    let read = read(json).unwrap();
    assert_eq!((read.customer_ref, read.customer_name), (None, String::new()));
}

#[test]
fn an_open_cart_without_anything_is_read() {
    let read = read(json!({ "saleID": "5", "completed": "false", "SaleLines": "" })).unwrap();
    assert!(!read.completed && read.lines.is_empty() && read.total.is_zero());
}

#[test]
fn raw_numbers_and_booleans_are_read_as_well() {
    let mut json = sheet();
    json["completed"] = json!(true);
    json["total"] = json!(23.88);
    json["shopID"] = json!(1);
    assert_eq!(read(json).unwrap(), read(sheet()).unwrap());
}

#[rstest]
#[case("/total", json!({}), "total: ")]
#[case("/SaleLines/SaleLine/unitQuantity", json!([1]), "unitQuantity")]
#[case("/SaleLines/SaleLine/calcTotal", json!("much"), "“much” is not a number")]
#[case("/SalePayments/SalePayment/amount", json!(""), "payment 640 has no amount")]
#[case("/completeTime", json!("yesterday"), "completeTime")]
#[case("/SaleLines", json!("broken"), "SaleLines")]
fn what_cannot_be_read_is_named(#[case] place: &str, #[case] value: Value, #[case] words: &str) {
    let mut json = sheet();
    *json.pointer_mut(place).unwrap() = value;
    let error = read(json).unwrap_err();
    assert!(error.contains(words), "{error}");
}

#[test]
fn a_completed_sale_must_have_a_total() {
    assert!(read(json!({ "saleID": "5", "completed": "true" })).unwrap_err().contains("without a total"));
}
