use rstest::rstest;

use super::*;
use crate::wire::envelope::read_row;

fn draft() -> ProductDraft {
    ProductDraft {
        description: "Trail Bottle 750 ml".to_owned(),
        sku: "TB-750".to_owned(),
        ean: "4006381333931".to_owned(),
        upc: String::new(),
        manufacturer_sku: String::new(),
        price: "9.95".parse().unwrap(),
        cost: None,
        archive: false,
        category: "12".to_owned(),
        tax_class: "1".to_owned(),
        stock_tracked: true,
        match_by: Identifier::Sku,
        warnings: Vec::new(),
    }
}

fn wire_item() -> Value {
    json!({ "itemID": "512", "systemSku": "210000000530", "archived": "false", "itemType": "default",
        "description": "Trail Bottle 750 ml", "upc": "", "ean": "4006381333931", "customSku": "TB-750",
        "manufacturerSku": "X1", "categoryID": "12", "taxClassID": "1",
        "Prices": { "ItemPrice": [ { "amount": "12", "useTypeID": "2", "useType": "MSRP" },
            { "amount": "9.95", "useTypeID": "1", "useType": "Default" } ] } })
}

fn item() -> TillItem {
    TillItem::read(read_row(wire_item()).unwrap()).unwrap()
}

fn titles(draft: &ProductDraft, item: &TillItem) -> Vec<&'static str> {
    differences(draft, item).into_iter().map(|difference| difference.title).collect()
}

#[test]
fn an_item_is_read_with_its_selling_price() {
    let read = item();
    assert_eq!((read.id.as_str(), read.price, read.archived), ("512", Some("9.95".parse().unwrap()), false));
}

#[rstest]
#[case(json!({ "ItemPrice": { "amount": "5", "useTypeID": "1" } }), Some("5"))]
#[case(json!({ "ItemPrice": { "amount": "5", "useType": "Default" } }), Some("5"))]
#[case(json!({ "ItemPrice": { "amount": "5", "useTypeID": "2", "useType": "Default" } }), None)]
#[case(json!(""), None)]
fn only_the_default_level_is_the_selling_price(#[case] prices: Value, #[case] expect: Option<&str>) {
    let mut json = wire_item();
    json["Prices"] = prices;
    let read = TillItem::read(read_row(json).unwrap()).unwrap();
    assert_eq!(read.price, expect.map(|price| price.parse().unwrap()));
}

#[test]
fn an_item_as_it_should_be_differs_in_nothing_even_where_the_till_knows_more() {
    assert!(titles(&draft(), &item()).is_empty());
}

#[rstest]
#[case(|item: &mut TillItem| item.description = "Bottle".to_owned(), "description")]
#[case(|item: &mut TillItem| item.sku = "tb-750".to_owned(), "SKU")]
#[case(|item: &mut TillItem| item.ean = String::new(), "EAN")]
#[case(|item: &mut TillItem| item.price = Some("9.94".parse().unwrap()), "price")]
#[case(|item: &mut TillItem| item.price = None, "price")]
#[case(|item: &mut TillItem| item.category = String::new(), "category")]
#[case(|item: &mut TillItem| item.tax_class = "2".to_owned(), "tax class")]
#[case(|item: &mut TillItem| item.item_type = "non_inventory".to_owned(), "item type")]
fn each_governed_field_is_compared(#[case] change: fn(&mut TillItem), #[case] title: &str) {
    let mut there = item();
    change(&mut there);
    assert_eq!(titles(&draft(), &there), [title]);
    let write = body(&differences(&draft(), &there));
    assert_eq!(write.as_object().unwrap().len(), 1, "only what differs is sent: {write}");
    assert!(!holds(&there, &write));
    assert!(holds(&item(), &write));
}

#[test]
fn prices_are_compared_as_numbers() {
    let mut there = item();
    there.price = Some("9.9500".parse().unwrap());
    assert!(titles(&draft(), &there).is_empty());
}

#[rstest]
#[case("box", true, &[])]
#[case("serialized", true, &[])]
#[case("default", false, &["item type"])]
#[case("non_inventory", false, &[])]
fn the_tills_own_sorts_of_counted_items_stay(
    #[case] there: &str,
    #[case] tracked: bool,
    #[case] expect: &[&str],
) {
    let draft = ProductDraft { stock_tracked: tracked, ..draft() };
    let item = TillItem { item_type: there.to_owned(), ..item() };
    assert_eq!(titles(&draft, &item), expect);
    assert_eq!(whole_item(&draft, &item).get("itemType").is_some(), !tracked);
}

#[test]
fn a_new_item_carries_all_that_is_known_and_nothing_empty() {
    let expect = json!({ "description": "Trail Bottle 750 ml", "customSku": "TB-750", "ean": "4006381333931",
        "categoryID": "12", "taxClassID": "1", "itemType": "default",
        "Prices": { "ItemPrice": [ { "amount": "9.95", "useTypeID": "1", "useType": "Default" } ] } });
    assert_eq!(new_item(&draft()), expect);
    let uncounted = ProductDraft { stock_tracked: false, ..draft() };
    assert_eq!(new_item(&uncounted)["itemType"], "non_inventory");
}

#[test]
fn a_put_away_item_holds_its_restoring_only_once_it_is_back() {
    let away = TillItem { archived: true, ..item() };
    let restore = json!({ "archived": false });
    assert!(!holds(&away, &restore));
    assert!(holds(&item(), &restore));
}

#[rstest]
#[case(None, Some("3.1"), false)]
#[case(None, None, false)]
#[case(Some("3.10"), Some("3.1"), false)]
#[case(Some("3.2"), Some("3.1"), true)]
#[case(Some("3.2"), None, true)]
#[case(Some("0"), Some("3.1"), true)]
fn a_cost_is_written_only_where_one_is_known_and_differs(
    #[case] meant: Option<&str>,
    #[case] there: Option<&str>,
    #[case] differs: bool,
) {
    let draft = ProductDraft { cost: meant.map(|cost| cost.parse().unwrap()), ..draft() };
    let item = TillItem { cost: there.map(|cost| cost.parse().unwrap()), ..item() };
    let found = differences(&draft, &item);
    assert_eq!(!found.is_empty(), differs, "{found:?}");
    let write = body(&found);
    assert_eq!(write.get("defaultCost").is_some(), differs);
    assert_eq!(holds(&item, &write), !differs);
    let after = TillItem { cost: draft.cost, ..item };
    assert!(!differs || holds(&after, &write));
}
