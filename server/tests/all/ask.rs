//! Requests whose answers are held against the description of the API, whatever the test is about.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

use jsonschema::Validator;
use reqwest::{RequestBuilder, Response};
use serde_json::{Value, json};
use server::api::description;

/// A request of a test.
pub struct Ask {
    pub builder: RequestBuilder,
    pub method: String,
    pub path: String,
    pub sent: Option<Value>,
}

impl Ask {
    pub fn header(self, name: &str, value: impl AsRef<str>) -> Ask {
        Ask { builder: self.builder.header(name, value.as_ref()), ..self }
    }

    pub fn json(self, body: &Value) -> Ask {
        Ask { builder: self.builder.json(body), sent: Some(body.clone()), ..self }
    }

    pub fn body(self, body: impl Into<String>) -> Ask {
        Ask { builder: self.builder.body(body.into()), ..self }
    }

    /// Sends it. An answer of the API that is not as described fails the test.
    pub async fn send(self) -> reqwest::Result<Response> {
        let response = self.builder.send().await?;
        let kind = response.headers().get("content-type").map(|kind| kind.to_str().unwrap().to_owned());
        let packed = response.headers().contains_key("content-encoding");
        if packed || !self.path.starts_with("/api/v1/") || kind.as_deref() != Some("application/json") {
            return Ok(response);
        }
        let mut whole = axum::http::Response::builder().status(response.status());
        *whole.headers_mut().unwrap() = response.headers().clone();
        let body = response.bytes().await?;
        let told: Value = serde_json::from_slice(&body).unwrap();
        let whole = whole.body(body).unwrap();
        check(&self.method, &self.path, whole.status().as_u16(), self.sent.as_ref(), &told);
        Ok(whole.into())
    }
}

/// Holds an answer, and what was sent for it, against the description.
fn check(method: &str, path: &str, status: u16, sent: Option<&Value>, told: &Value) {
    let Some(template) = template(path) else {
        return must_fit("Error", &json!({ "$ref": "#/components/schemas/Error" }), told);
    };
    let operation = &description()["paths"][template][method.to_lowercase()];
    if operation.is_null() {
        assert_eq!(status, 405, "{method} {template} is not described");
        return must_fit("Error", &json!({ "$ref": "#/components/schemas/Error" }), told);
    }
    let name = operation["operationId"].as_str().unwrap();
    let answer = &operation["responses"][status.to_string()];
    assert!(!answer.is_null(), "{name} answers {status}, which is not described: {told}");
    must_fit(&format!("{name} {status}"), &answer["content"]["application/json"]["schema"], told);
    if let (Some(sent), 200..300) = (sent, status) {
        let body = &operation["requestBody"]["content"]["application/json"]["schema"];
        assert!(!body.is_null(), "{name} takes a body, which is not described: {sent}");
        must_fit(&format!("{name} sent"), body, sent);
    }
}

/// The described path that an address belongs to.
fn template(path: &str) -> Option<&'static str> {
    let path = path.split('?').next().unwrap();
    let parts: Vec<&str> = path.split('/').collect();
    let fits = |template: &str| {
        let template: Vec<&str> = template.split('/').collect();
        template.len() == parts.len()
            && template.iter().zip(&parts).all(|(wanted, part)| wanted.starts_with('{') || wanted == part)
    };
    let templates = || description()["paths"].as_object().unwrap().keys().map(String::as_str);
    templates().find(|template| *template == path).or_else(|| templates().find(|template| fits(template)))
}

/// Fails unless the value is as the schema says.
pub fn must_fit(name: &str, schema: &Value, value: &Value) {
    static MADE: LazyLock<Mutex<HashMap<String, Validator>>> = LazyLock::new(Mutex::default);
    let mut made = MADE.lock().unwrap();
    let validator = made.entry(schema.to_string()).or_insert_with(|| {
        let whole = json!({ "allOf": [schema], "components": description()["components"] });
        let options = jsonschema::draft202012::options().should_validate_formats(true);
        options.build(&whole).unwrap_or_else(|error| panic!("the schema of {name}: {error}"))
    });
    let wrong: Vec<String> =
        validator.iter_errors(value).map(|error| format!("{} {error}", error.instance_path())).collect();
    drop(made);
    assert!(wrong.is_empty(), "{name} is not as described:\n{}\n{value:#}", wrong.join("\n"));
}
