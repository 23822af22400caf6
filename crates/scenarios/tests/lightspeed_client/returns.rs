//! Returns, cards, deposits and rounding: what a sale tells beyond its goods.

use model::When;
use model::payload::{LineKind, Sale, SaleLine};
use platform::{Fetched, Source};
use reqwest::Method;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::sales::{assert_adds_up, by_ref, dec, fetch};
use super::till::Till;

fn number(id: &str) -> u64 {
    id.parse().unwrap()
}

fn returned(sale: &Sale) -> Vec<&SaleLine> {
    sale.lines.iter().filter(|line| line.is_return()).collect()
}

#[tokio::test]
async fn a_returned_line_tells_the_sale_it_was_bought_with_and_when() {
    let till = Till::open().await;
    let sold = till.sell(json!({ "shop": 1, "lines": [{ "item": 1, "price": "20", "quantity": 2 }] })).await;
    let bought = fetch(&till, &sold).await;
    let basket = json!({ "shop": 1, "returns": [{ "line": number(&bought.lines[0].id) }], "lines": [{ "item": 2, "price": "25" }] });
    let exchange = till.sell(basket).await;
    let told =
        [fetch(&till, &exchange).await, by_ref(till.walk::<Sale>(None).await.0).remove(&exchange).unwrap()];
    for sale in told {
        assert_eq!(sale.lines.len(), 2);
        let back = returned(&sale)[0];
        assert_eq!(back.parent_line.as_ref(), Some(&bought.lines[0].id));
        assert_eq!(back.parent_sale.as_ref(), Some(&sold));
        let rung_up = back.parent_at.unwrap();
        assert!(rung_up <= bought.completed_at.unwrap() && rung_up >= bought.created_at.unwrap());
        let kept = sale.lines.iter().find(|line| !line.is_return()).unwrap();
        assert_eq!((&kept.parent_sale, kept.parent_at), (&None, None));
        assert_adds_up(&sale);
    }
}

#[tokio::test]
async fn a_page_of_returns_needs_one_more_call_and_only_once() {
    let till = Till::open().await;
    for _ in 0..5 {
        let sold = till.sell(json!({ "shop": 1, "lines": [{ "item": 1, "price": "20" }] })).await;
        till.control(Method::POST, &format!("lightspeed/sales/{sold}/refund"), json!({})).await;
    }
    till.walk::<Sale>(None).await;
    let fresh = lightspeed_of(&till);
    let before = till.calls();
    Source::<Sale>::changes(&fresh, &till.account, None).await.unwrap();
    // Sales, account, shops, staff, and the lines that were sold.
    assert_eq!(till.calls() - before, 5);
    let batch = Source::<Sale>::changes(&fresh, &till.account, None).await.unwrap();
    assert_eq!(till.calls() - before, 6);
    let sales: Vec<Sale> = batch.sightings.into_iter().map(|one| one.item.unwrap()).collect();
    let linked = sales.iter().flat_map(returned).filter(|line| line.parent_sale.is_some()).count();
    assert_eq!(linked, 5);
}

/// Another client of the same till that remembers nothing yet.
fn lightspeed_of(till: &Till) -> lightspeed::Lightspeed {
    lightspeed::Lightspeed::new(scenarios::plain::http(), till.vault())
}

#[tokio::test]
async fn one_return_may_undo_several_sales_and_one_has_no_receipt() {
    let till = Till::open().await;
    let (mut parents, mut returns) = (Vec::new(), Vec::new());
    for _ in 0..2 {
        let sold = till.sell(json!({ "shop": 1, "lines": [{ "item": 1, "price": "20" }] })).await;
        returns.push(json!({ "line": number(&fetch(&till, &sold).await.lines[0].id) }));
        parents.push(Some(sold));
    }
    returns.push(json!({ "line": 0, "item": 1, "quantity": 2, "price": "9" }));
    parents.push(None);
    let id = till.sell(json!({ "shop": 1, "returns": returns })).await;
    let sale = fetch(&till, &id).await;
    let told: Vec<_> = sale.lines.iter().map(|line| line.parent_sale.clone()).collect();
    assert_eq!(told, parents);
    assert_eq!(sale.total, dec("-58"));
    assert_adds_up(&sale);
}

#[tokio::test]
async fn a_fee_comes_back_with_its_goods_and_belongs_to_the_same_sale() {
    let till = Till::open().await;
    let lines = json!([{ "item": 1, "price": "20", "quantity": 2, "fee": "0.30" }]);
    let sold = till.sell(json!({ "shop": 1, "lines": lines })).await;
    let bought = fetch(&till, &sold).await;
    assert_eq!(bought.lines[1].kind, LineKind::ItemFee);
    assert_eq!(
        (&bought.lines[1].parent_line, &bought.lines[1].parent_sale),
        (&Some(bought.lines[0].id.clone()), &None)
    );
    assert_adds_up(&bought);
    till.control(Method::POST, &format!("lightspeed/sales/{sold}/refund"), json!({})).await;
    let (batches, _) = till.walk::<Sale>(None).await;
    let back = by_ref(batches).into_values().find(|sale| !returned(sale).is_empty()).unwrap();
    assert!(back.lines.iter().any(|line| line.kind == LineKind::ItemFee));
    assert!(back.lines.iter().all(|line| line.parent_sale.as_ref() == Some(&sold)), "{:?}", back.lines);
    assert_adds_up(&back);
}

#[tokio::test]
async fn cards_and_deposits_are_payments_that_go_the_other_way() {
    let till = Till::open().await;
    let card =
        json!({ "gift_cards": [{ "code": "6006491286", "amount": "25" }], "payments": [{ "name": "Card" }] });
    let deposit = json!({ "customer": 1, "deposit": "40", "payments": [{ "name": "Card" }] });
    for (basket, sort, amount) in [(card, "gift card", "-25"), (deposit, "credit account", "-40")] {
        let id = till.sell(basket).await;
        let sale = fetch(&till, &id).await;
        let told: Vec<_> = sale.payments.iter().map(|one| (one.sort.as_str(), one.amount)).collect();
        assert_eq!(told, [("credit card", -dec(amount)), (sort, dec(amount))]);
        assert!(sale.total.is_zero() && sale.completed);
        assert_adds_up(&sale);
    }
}

#[tokio::test]
async fn tips_and_rounding_to_coins_are_beside_the_total() {
    let till = Till::open().await;
    let line = json!([{ "item": 1, "price": "9.98" }]);
    let id = till.sell(json!({ "shop": 1, "lines": line, "cash_rounding": "0.05" })).await;
    let rounded = fetch(&till, &id).await;
    assert_eq!((rounded.total, rounded.cash_rounding, rounded.tips), (dec("9.98"), dec("0.02"), dec("0")));
    assert_eq!(rounded.payments[0].amount, dec("10"));
    let payments = json!([{ "name": "Card", "tip": "4.50" }]);
    let id = till.sell(json!({ "shop": 1, "lines": line, "payments": payments })).await;
    let tipped = fetch(&till, &id).await;
    assert_eq!(
        (tipped.tips, tipped.payments[0].tip, tipped.cash_rounding),
        (dec("4.5"), dec("4.5"), dec("0"))
    );
    assert_adds_up(&tipped);
}

#[tokio::test]
async fn who_rang_it_up_is_told_by_name_and_nobody_waits_for_one() {
    let till = Till::open().await;
    let basket = json!({ "shop": 2, "register": 2, "employee": 4, "lines": [{ "item": 1, "price": "5" }] });
    let id = till.sell(basket).await;
    let who = fetch(&till, &id).await.employee;
    assert_eq!((who.id.as_str(), who.name.as_str()), ("4", "Training Test"));
    let barred = lightspeed_of(&till);
    let forbidden = sandbox::faults::FaultKind::Status {
        code: 403,
        body: String::new(),
        content_type: None,
        retry_after: None,
    };
    till.fault("GET", "Employee.json", forbidden);
    for _ in 0..2 {
        let fetched =
            Source::<Sale>::fetch_many(&barred, &till.account, std::slice::from_ref(&id)).await.unwrap();
        let Fetched::Seen(seen) = &fetched[0] else { panic!("gone") };
        let who = &seen.item.as_ref().unwrap().employee;
        assert_eq!((who.id.as_str(), who.name.as_str()), ("4", ""));
    }
}

#[tokio::test]
async fn two_tax_rates_add_up_in_a_shop_that_has_both() {
    let till = Till::open().await;
    let shop = json!({ "name": "Montreal Pop-up", "timeZone": "America/Montreal", "taxCategoryID": 4 });
    let shop = number(&till.write("Shop", shop).await);
    let lines = json!([{ "item": 1, "price": "9.99" }, { "item": 2, "price": "4.49" }, { "item": 3, "price": "1.03" }]);
    let id = till.sell(json!({ "shop": shop, "lines": lines })).await;
    let sale = fetch(&till, &id).await;
    assert!(sale.lines.iter().any(|line| line.tax_key.rate2 == dec("0.09975")), "{:?}", sale.lines);
    let net: Decimal = sale.lines.iter().map(|line| line.net).sum();
    assert!((net - (sale.total - sale.tax)).abs() <= dec("0.03"));
    assert_adds_up(&sale);
}

#[tokio::test]
async fn goods_that_were_put_away_do_not_spoil_their_sales() {
    let till = Till::open().await;
    let item = till.write("Item", json!({ "description": "Old Bottle", "customSku": "OLD" })).await;
    let customer = till.write("Customer", json!({ "firstName": "Mira", "lastName": "Okafor" })).await;
    let basket = json!({ "shop": 1, "customer": number(&customer), "lines": [{ "item": number(&item), "price": "5" }] });
    let id = till.sell(basket).await;
    super::items::archive(&till, &item).await;
    let sale = fetch(&till, &id).await;
    assert_eq!(
        (sale.lines[0].item.as_ref(), sale.lines[0].name.as_str(), sale.lines[0].sku.as_str()),
        (Some(&item), "Old Bottle", "OLD")
    );
    assert_eq!((sale.customer_ref, sale.customer_name.as_str()), (Some(customer), "Mira Okafor"));
}

#[tokio::test]
async fn goods_held_and_sold_later_are_told_as_what_they_were() {
    let till = Till::open().await;
    let hold = json!({ "customer": 1, "shop": 1, "lines": [{ "item": 1, "price": "30" }], "deposit": "20" });
    let held: Value = till.control(Method::POST, "lightspeed/holds", hold).await;
    let payments = json!([{ "name": "Credit Account", "amount": "20" }, { "name": "Card" }]);
    let id =
        till.sell(json!({ "customer": 1, "shop": 1, "held": held["lines"], "payments": payments })).await;
    let sale = fetch(&till, &id).await;
    assert_eq!(sale.lines[0].kind, LineKind::Layaway);
    assert!(sale.created_at > Some(When(0)));
    assert_adds_up(&sale);
}
