use model::Kind;
use model::payload::{Payload, Product};
use reqwest::Response;
use serde_json::{Value, json};
use store::Start;

use crate::house::{House, error_code, seen};

/// Sends what the form of a log sends, from our own page.
async fn export(house: &House, kind: &str, form: &[(&str, &str)]) -> Response {
    let mut request =
        house.request("POST", &format!("/export/{kind}")).header("sec-fetch-site", "same-origin");
    request.builder = request.builder.form(form);
    request.send().await.unwrap()
}

async fn csv(house: &House, kind: &str, asked: &Value) -> Vec<Vec<String>> {
    let response = export(house, kind, &[("format", "csv"), ("asked", &asked.to_string())]).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "text/csv; charset=utf-8");
    assert_eq!(response.headers()["cache-control"], "no-store");
    lines_of(response).await
}

async fn lines_of(response: Response) -> Vec<Vec<String>> {
    // As bytes: a client may take the mark of UTF-8 away with the text.
    let bytes = response.bytes().await.unwrap();
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).expect("spreadsheets need the mark");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    reader.records().map(|line| line.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[tokio::test]
async fn a_csv_has_the_headings_and_a_line_for_each_record_of_the_log() {
    let house = House::open().await;
    // More than are read at once.
    house.products(1_203).await;
    let lines = csv(&house, "product", &json!({})).await;
    assert_eq!(lines.len(), 1 + 1_203);
    assert_eq!(lines[0][0], "Product name");
    assert!(lines[0].contains(&"Sync status (reason)".to_owned()));
    let sku = lines[0].iter().position(|title| title == "SKU").unwrap();
    let mut skus: Vec<&str> = lines[1..].iter().map(|line| line[sku].as_str()).collect();
    assert_eq!((skus[0], skus[1_202]), ("SKU-1203", "SKU-1"));
    skus.sort_unstable();
    skus.dedup();
    assert_eq!(skus.len(), 1_203);
}

#[tokio::test]
async fn an_export_is_narrowed_and_sorted_as_the_log_or_holds_the_ticked_rows_alone() {
    let house = House::open().await;
    let ids = house.products(6).await;
    house.failed_product("P9").await;
    let mugs = csv(&house, "product", &json!({ "filter": { "text": "mug" }, "sort": "oldest" })).await;
    let names: Vec<&str> = mugs[1..].iter().map(|line| line[0].as_str()).collect();
    assert_eq!(names, ["Enamel Mug", "Enamel Mug"]);
    assert!(mugs[1].contains(&"SKU-1".to_owned()) && mugs[2].contains(&"SKU-4".to_owned()));
    let ticked = csv(&house, "product", &json!({ "rows": [ids[1].to_string(), ids[4].to_string()] })).await;
    assert_eq!(ticked.len(), 3);
    assert!(ticked[1].contains(&"SKU-2".to_owned()) && ticked[2].contains(&"SKU-5".to_owned()));
}

#[tokio::test]
async fn a_name_that_is_a_formula_does_nothing_in_a_spreadsheet() {
    let house = House::open().await;
    let product = Product { name: "=HYPERLINK(\"http://evil\")".to_owned(), ..Product::default() };
    house.see(Kind::Product, vec![seen(Kind::Product, "P1", Payload::Product(product), Start::Queue)]).await;
    let lines = csv(&house, "products", &json!({})).await;
    assert_eq!(lines[1][0], "'=HYPERLINK(\"http://evil\")");
}

#[tokio::test]
async fn a_workbook_is_a_packed_file_with_a_name() {
    let house = House::open().await;
    house.products(3).await;
    let response = export(&house, "product", &[("format", "xlsx"), ("asked", "{}")]).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-disposition"], "attachment; filename=\"lockstep-products.xlsx\"");
    let book = response.bytes().await.unwrap();
    assert_eq!(&book[..2], b"PK");
    assert!(book.len() > 2_000);
}

#[tokio::test]
async fn an_export_that_is_not_asked_for_as_our_form_does_is_refused() {
    let house = House::open().await;
    for form in [
        &[("format", "csv")][..],
        &[("format", "pdf"), ("asked", "{}")],
        &[("format", "csv"), ("asked", "{")],
        &[("format", "csv"), ("asked", "{\"filter\":{\"status\":\"odd\"}}")],
    ] {
        assert_eq!(error_code(export(&house, "order", form).await, 400).await, "bad_export", "{form:?}");
    }
    let form = [("format", "csv"), ("asked", "{}")];
    assert_eq!(error_code(export(&house, "invoice", &form).await, 404).await, "not_found");
    let elsewhere = house.request("POST", "/export/order").header("sec-fetch-site", "cross-site").send();
    assert_eq!(error_code(elsewhere.await.unwrap(), 403).await, "cross_site");
}

#[tokio::test]
async fn the_api_gives_the_same_file_by_an_address_or_by_a_body() {
    let house = House::open().await;
    house.products(620).await;
    house.failed_product("P9").await;
    let shown = csv(&house, "product", &json!({ "filter": { "status": "failed" } })).await;
    let by_address = house.get("/api/v1/logs/products/export/csv?status=failed").await;
    assert_eq!(by_address.status(), 200);
    assert_eq!(by_address.headers()["content-type"], "text/csv; charset=utf-8");
    assert!(by_address.headers()["content-disposition"].to_str().unwrap().ends_with(".csv\""));
    assert_eq!(lines_of(by_address).await, shown);
    let by_body =
        house.request("POST", "/api/v1/logs/product/export/csv").json(&json!({ "status": "failed" }));
    assert_eq!(lines_of(by_body.send().await.unwrap()).await, shown);
    assert_eq!(lines_of(house.get("/api/v1/logs/product/export/csv").await).await.len(), 1 + 620);
    let book = house.get("/api/v1/logs/product/export/xlsx?sort=name").await;
    assert!(book.bytes().await.unwrap().starts_with(b"PK"), "a workbook is a zip file");
}

#[tokio::test]
async fn the_api_refuses_a_part_of_a_file_and_unknown_forms() {
    let house = House::open().await;
    for (address, status, code) in [
        ("/api/v1/logs/order/export/csv?limit=50", 400, "bad_parameter"),
        ("/api/v1/logs/order/export/csv?cursor=last", 400, "bad_parameter"),
        ("/api/v1/logs/order/export/csv?stauts=failed", 400, "bad_parameter"),
        ("/api/v1/logs/order/export/pdf", 404, "unknown_format"),
        ("/api/v1/logs/invoice/export/csv", 404, "unknown_kind"),
    ] {
        assert_eq!(error_code(house.get(address).await, status).await, code, "{address}");
    }
    let part = house.request("POST", "/api/v1/logs/order/export/csv").json(&json!({ "limit": 50 }));
    assert_eq!(error_code(part.send().await.unwrap(), 400).await, "bad_parameter");
}
