use std::collections::HashSet;
use std::path::Path;

use serde_json::{Value, json};
use server::api::description;

use crate::ask::must_fit;
use crate::house::{House, error_code};

/// Every operation: its path, its method, and what is told of it.
fn operations() -> Vec<(&'static str, &'static str, &'static Value)> {
    let paths = description()["paths"].as_object().unwrap();
    let methods = |(path, methods): (&'static String, &'static Value)| {
        let methods = methods.as_object().unwrap();
        methods.iter().map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
    };
    paths.iter().flat_map(methods).collect()
}

fn params(operation: &Value) -> impl Iterator<Item = &Value> {
    operation["parameters"].as_array().unwrap().iter()
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Its address, with the parameters of the path as in the examples.
fn address(path: &str, operation: &Value) -> String {
    params(operation).filter(|param| param["in"] == "path").fold(path.to_owned(), |path, param| {
        path.replace(&format!("{{{}}}", param["name"].as_str().unwrap()), &text(&param["example"]))
    })
}

#[tokio::test]
async fn the_description_is_served_as_openapi_3_1() {
    let house = House::open().await;
    let served = house.json("/api/v1/openapi.json").await;
    assert_eq!(&served, description());
    assert_eq!(served["openapi"], "3.1.0");
    assert_eq!(served["info"]["version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn every_route_says_what_it_is_for_and_names_all_parts_of_its_path() {
    let mut names = HashSet::new();
    for (path, method, operation) in operations() {
        assert!(
            names.insert(operation["operationId"].as_str().unwrap()),
            "{method} {path}: the name is taken"
        );
        for told in ["summary", "description"] {
            assert!(operation[told].as_str().unwrap().len() > 8, "{method} {path} has no {told}");
        }
        let named: Vec<String> = params(operation)
            .filter(|param| param["in"] == "path")
            .map(|param| format!("{{{}}}", param["name"].as_str().unwrap()))
            .collect();
        let parts: Vec<&str> = path.split('/').filter(|part| part.starts_with('{')).collect();
        assert_eq!(named, parts, "{method} {path}");
        let answers = operation["responses"].as_object().unwrap();
        assert!(answers.keys().any(|status| status.starts_with('2')), "{method} {path} never succeeds");
    }
}

#[test]
fn every_example_is_as_its_schema_says() {
    for (_, _, operation) in operations() {
        let name = operation["operationId"].as_str().unwrap();
        for param in params(operation) {
            must_fit(&format!("{name} {}", param["name"]), &param["schema"], &param["example"]);
        }
        let answers = operation["responses"].as_object().unwrap().iter();
        let bodies = answers
            .map(|(status, answer)| (status.as_str(), answer))
            .chain([("sent", &operation["requestBody"])]);
        for (what, body) in bodies {
            let body = &body["content"]["application/json"];
            if let Some(example) = body.get("example") {
                assert!(
                    example.as_object().is_some_and(|fields| !fields.is_empty()),
                    "{name} {what} is empty"
                );
                must_fit(&format!("the example of {name} {what}"), &body["schema"], example);
            }
        }
    }
}

#[test]
fn every_schema_that_is_referred_to_is_there_and_none_is_left_over() {
    fn places<'a>(value: &'a Value, found: &mut HashSet<&'a str>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| places(item, found)),
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str));
                fields.values().for_each(|field| places(field, found));
            }
            _ => {}
        }
    }
    let mut found = HashSet::new();
    places(description(), &mut found);
    let schemas = description()["components"]["schemas"].as_object().unwrap();
    let there: Vec<String> = schemas.keys().map(|name| format!("#/components/schemas/{name}")).collect();
    assert_eq!(found, there.iter().map(String::as_str).collect());
}

#[tokio::test]
async fn every_described_address_answers_as_described() {
    let house = House::open().await;
    for (path, method, operation) in operations() {
        let path = address(path, operation);
        let request = house.request(&method.to_uppercase(), &path);
        let body = &operation["requestBody"]["content"]["application/json"]["example"];
        let request = if body.is_null() { request } else { request.json(body) };
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let media =
            response.headers()["content-type"].to_str().unwrap().split(';').next().unwrap().to_owned();
        let described = &operation["responses"][status.to_string()]["content"];
        assert!(described.get(&media).is_some(), "{method} {path}: {status} as {media}");
        let body = response.bytes().await.unwrap();
        let told: Value = serde_json::from_slice(&body).unwrap_or_default();
        assert!(told.is_object() || media != "application/json", "{method} {path}");
        let code = told["error"]["code"].as_str().unwrap_or_default();
        assert!(
            !matches!(code, "not_found" | "method_not_allowed" | "bad_parameter"),
            "{method} {path}: {told}"
        );
        assert!(status < 300 || matches!(status, 404 | 409), "{method} {path}: {status} {told}");
    }
}

#[tokio::test]
async fn the_parameters_of_a_log_are_those_that_are_described() {
    let house = House::open().await;
    let log = &description()["paths"]["/api/v1/logs/{kind}"]["get"];
    let described: Vec<&Value> = params(log).filter(|param| param["in"] == "query").collect();
    let refused = house.get("/api/v1/logs/order?no_such_parameter=1").await.json::<Value>().await.unwrap();
    let fix = refused["error"]["fix"].as_str().unwrap();
    let allowed = fix.split("Allowed are: ").nth(1).unwrap().trim_end_matches('.');
    let names: Vec<&str> = described.iter().map(|param| param["name"].as_str().unwrap()).collect();
    assert_eq!(allowed.split(", ").collect::<HashSet<_>>(), names.iter().copied().collect());
    for param in described {
        let (name, example) = (param["name"].as_str().unwrap(), &param["example"]);
        let query = text(example).replace(' ', "+");
        house.json(&format!("/api/v1/logs/order?{name}={query}")).await;
        let search = house.request("POST", "/api/v1/logs/order/search").json(&json!({ name: example }));
        assert_eq!(search.send().await.unwrap().status(), 200, "{name}");
    }
}

#[tokio::test]
async fn what_is_no_address_or_not_its_method_is_told_in_the_described_form() {
    let house = House::open().await;
    assert_eq!(error_code(house.get("/api/v1/nowhere").await, 404).await, "not_found");
    let wrong = house.request("DELETE", "/api/v1/overview").send().await.unwrap();
    assert_eq!(error_code(wrong, 405).await, "method_not_allowed");
}

#[test]
fn no_route_of_the_api_is_made_beside_the_list() {
    fn sources(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else {
                found.push(std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.len() > 20);
    let beside = found.iter().flat_map(|text| text.lines()).find(|line| line.contains(".route(\"/api/v1"));
    assert_eq!(beside, None, "server/src/api/list.rs is where routes are told of");
}
