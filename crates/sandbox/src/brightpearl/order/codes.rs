//! The fixed lists of codes (fact sheet 4.3.1, 4.3.6); their fields beyond id and name are an assumption.

use serde_json::{Value, json};

use super::super::reply::Reply;
use super::{OrderType, search};

/// Answers one of the lists.
pub(super) fn list(which: &str) -> Reply {
    Reply::response(json!(match which {
        "order-type" => types(),
        "order-stock-status" => stock_statuses(),
        _ => shipping_statuses(),
    }))
}

fn types() -> Vec<Value> {
    let codes = ["SO", "PO", "SC", "PC"];
    codes
        .into_iter()
        .filter_map(OrderType::by_code)
        .map(|kind| json!({ "orderTypeId": kind.named().0, "code": kind.code(), "name": kind.named().1 }))
        .collect()
}

fn stock_statuses() -> Vec<Value> {
    const CODES: [&str; 13] =
        ["SON", "SOP", "SOA", "PON", "POP", "POA", "SCN", "SCP", "SCA", "PCN", "PCP", "PCA", "NON"];
    let print = |(id, code): (i64, &str)| json!({ "id": id, "code": code, "name": search::stock_name(id).1 });
    (1..).zip(CODES).map(print).collect()
}

fn shipping_statuses() -> Vec<Value> {
    let print =
        |(id, code): (i64, &str)| json!({ "id": id, "code": code, "name": search::shipping_name(id).1 });
    (1..).zip(["NST", "SNS", "SPS", "ASS"]).map(print).collect()
}
