//! What a request costs, in drips (fact sheet, section 2.2).

use std::collections::BTreeMap;

use axum::http::Method;
use rust_decimal::Decimal;
use serde_json::Value;

use super::query::{Asked, Filter, Relations};
use super::schema::Resource;

const fn tenths(tenths: i64) -> Decimal {
    Decimal::from_parts(tenths as u32, 0, 0, false, 1)
}

/// The price of a request that names no resource, or whose query cannot be read.
pub(crate) const PLAIN: Decimal = Decimal::ONE;

/// The price of a list.
pub(crate) fn list(resource: Resource, asked: &Asked) -> Decimal {
    let base = if asked.count { Decimal::TEN } else { Decimal::ONE };
    base + relations(&asked.relations, resource, true) + either(&asked.either)
}

/// The price of a refund.
pub(crate) fn refund(wanted: &Relations, payload: Option<&Value>) -> Decimal {
    Decimal::TEN + relations(wanted, Resource::Sale, false) + for_nested(payload)
}

/// The price of anything about a single record.
pub(crate) fn single(
    method: &Method,
    resource: Resource,
    wanted: &Relations,
    payload: Option<&Value>,
) -> Decimal {
    base(method, resource, payload) + relations(wanted, resource, false) + for_nested(payload)
}

fn for_nested(payload: Option<&Value>) -> Decimal {
    payload.map_or(Decimal::ZERO, |payload| tenths(5) * Decimal::from(nested(payload)))
}

fn base(method: &Method, resource: Resource, payload: Option<&Value>) -> Decimal {
    if method == Method::GET {
        return Decimal::ONE;
    }
    match resource {
        Resource::Category | Resource::InventoryCountReconcile => Decimal::TEN,
        Resource::SaleLine => Decimal::TWO,
        Resource::Sale if completes(payload) => Decimal::from(5),
        Resource::Sale => Decimal::TWO,
        _ => Decimal::ONE,
    }
}

fn completes(payload: Option<&Value>) -> bool {
    let completed = payload.and_then(|payload| payload.get("completed"));
    matches!(completed, Some(Value::Bool(true))) || completed.and_then(Value::as_str) == Some("true")
}

fn relations(wanted: &Relations, resource: Resource, on_a_list: bool) -> Decimal {
    let price = |many: bool, doubled: bool| tenths(if many { 2 } else { 1 } * if doubled { 2 } else { 1 });
    wanted.loaded(resource).iter().map(|one| price(one.many, on_a_list || one.below_many)).sum()
}

/// Operands on one field are free; over fields they cost one each; over entities or with several ranges, ten per
/// entity and one for each further operand of it.
fn either(filters: &[Filter]) -> Decimal {
    let mut entities: BTreeMap<&str, usize> = BTreeMap::new();
    for filter in filters {
        *entities.entry(filter.subject.entity()).or_default() += 1;
    }
    let same_field =
        filters.iter().all(|filter| filters.first().is_some_and(|first| first.name == filter.name));
    let ranges = filters.iter().filter(|filter| filter.is_range()).count();
    if same_field {
        Decimal::ZERO
    } else if entities.len() > 1 || ranges > 1 {
        entities.values().map(|operands| Decimal::from(10 + operands - 1)).sum()
    } else {
        Decimal::from(filters.len())
    }
}

/// How many nested entities a payload carries: objects inside the wrappers of relations.
fn nested(payload: &Value) -> usize {
    let Value::Object(fields) = payload else { return 0 };
    fields.values().map(inside).sum()
}

fn inside(value: &Value) -> usize {
    match value {
        // A wrapper holds the element's name alone; a to-one relation holds fields.
        Value::Object(fields) if fields.values().all(|field| field.is_object() || field.is_array()) => {
            fields.values().map(elements).sum()
        }
        Value::Object(_) => 1 + nested(value),
        Value::Array(list) => list.iter().map(inside).sum(),
        _ => 0,
    }
}

fn elements(value: &Value) -> usize {
    match value {
        Value::Array(list) => list.iter().map(elements).sum(),
        Value::Object(_) => 1 + nested(value),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;
    use crate::lightspeed::knobs::Knobs;
    use crate::lightspeed::query::percent::encode;

    fn list_cost(resource: Resource, relations: &str, rest: &str) -> String {
        let query = format!("load_relations={}{rest}", encode(relations));
        list(resource, &Asked::parse(resource, &query, &Knobs::default()).unwrap()).to_string()
    }

    #[rstest]
    #[case(Resource::Item, r#"["ItemShops"]"#, "1.4")]
    #[case(Resource::ItemShop, "[]", "1")]
    #[case(
        Resource::Sale,
        r#"["SaleLines","SalePayments","SalePayments.PaymentType","Customer","Customer.Contact"]"#,
        "2.4"
    )]
    fn the_worked_examples_of_lists_come_out(
        #[case] resource: Resource,
        #[case] relations: &str,
        #[case] cost: Decimal,
    ) {
        assert_eq!(list_cost(resource, relations, "").parse::<Decimal>().unwrap(), cost);
    }

    #[test]
    fn a_count_costs_ten() {
        let asked = Asked::parse(Resource::Item, "count=1", &Knobs::default()).unwrap();
        assert_eq!(list(Resource::Item, &asked), Decimal::TEN);
    }

    #[rstest]
    #[case("customSku%3DA%7CcustomSku%3DB", "0")]
    #[case("customSku%3DA%7Cean%3DB", "2")]
    #[case("customSku%3DA%7CItemShops.shopID%3D1", "20")]
    #[case("itemID%3D%253E%252C1%7CdefaultCost%3D%253E%252C1%7Cean%3DB", "12")]
    fn or_is_priced_by_fields_entities_and_ranges(#[case] or: &str, #[case] extra: Decimal) {
        let cost: Decimal =
            list_cost(Resource::Item, r#"["ItemShops"]"#, &format!("&or={or}")).parse().unwrap();
        assert_eq!(cost - Decimal::new(14, 1), extra);
    }

    #[rstest]
    #[case(Resource::Item, json!({ "ItemShops": { "ItemShop": [{ "shopID": 1, "qoh": 2 }] } }), "1.5")]
    #[case(Resource::Item, json!({ "description": "x", "Prices": { "ItemPrice": [{ "amount": 1 }, { "amount": 2 }] } }), "2")]
    #[case(Resource::Category, json!({ "name": "Boots" }), "10")]
    #[case(
        Resource::Sale,
        json!({ "completed": true, "SaleLines": { "SaleLine": [{ "itemID": 1 }, { "itemID": 2 }] },
                "SalePayments": { "SalePayment": { "amount": 1 } } }),
        "6.5"
    )]
    fn writes_cost_their_base_and_half_a_drip_for_each_nested_entity(
        #[case] resource: Resource,
        #[case] payload: Value,
        #[case] cost: Decimal,
    ) {
        assert_eq!(single(&Method::PUT, resource, &Relations::default(), Some(&payload)), cost);
    }

    #[test]
    fn relations_of_a_single_record_cost_half_of_those_of_a_list() {
        let wanted = Relations::of(&["SaleLines", "SaleLines.Item", "Customer"]);
        let cost = single(&Method::GET, Resource::Sale, &wanted, None);
        // 0.2 for the lines, 0.2 for the item nested under a to-many relation, 0.1 for the customer.
        assert_eq!(cost, Decimal::new(15, 1));
    }
}
