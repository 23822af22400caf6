use std::collections::BTreeMap;
use std::sync::OnceLock;

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::refusal::{self, Refusal};
use super::route::Route;
use crate::http::ErrorShape;

/// Where the document keeps its schemas.
const SCHEMAS: &str = "#/components/schemas/";

const ABOUT: &str = "Everything Lockstep's pages show, for programs: logs, records, settings, how it is doing.\n\n\
    Until sign-in exists there is no authentication: Lockstep listens on its own machine only. Errors have one shape, with a \
    `code` for programs, a `message` and a `fix` for people. Lists are read page by page: send `next` or `previous` of an \
    answer as `cursor`. Moments are RFC 3339 in UTC; amounts are text, so that no digit is lost. New fields may be added at \
    any time; clients leave out what they do not know.";

/// The API as an OpenAPI 3.1 document, made once.
pub fn description() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| document(&crate::api::list::all()))
}

fn document(routes: &[Route]) -> Value {
    let mut schemas = Schemas::new();
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    schemas.answered.subschema_for::<ErrorShape>();
    for route in routes {
        let operation = operation(route, &mut schemas);
        paths.entry(route.path).or_default().insert(route.method.to_owned(), operation);
    }
    let mut document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Lockstep", "version": env!("CARGO_PKG_VERSION"), "description": ABOUT },
        "servers": [{ "url": "/" }],
        "security": [],
        "paths": paths,
        "components": { "schemas": schemas.all() },
    });
    // The types' comments speak of Rust's `None`.
    each_text(&mut document, "description", &|text| text.replace("`None`", "`null`"));
    document
}

fn operation(route: &Route, schemas: &mut Schemas) -> Value {
    let group = route.path.split('/').nth(3).unwrap_or_default();
    let params: Vec<Value> = route.params.iter().map(|param| param.told(&mut schemas.answered)).collect();
    let mut operation = json!({
        "operationId": route.name,
        "summary": route.summary,
        "description": route.about,
        "tags": [group.trim_end_matches(".json")],
        "parameters": params,
        "responses": responses(route, schemas),
    });
    if let (Some(body), Some(fields)) = (&route.body, operation.as_object_mut()) {
        let schema = schemas.sent(body.shape);
        let content = json!({ "application/json": { "schema": schema, "example": body.example } });
        fields.insert("requestBody".to_owned(), json!({ "required": true, "content": content }));
    }
    operation
}

fn responses(route: &Route, schemas: &mut Schemas) -> Map<String, Value> {
    let mut responses = Map::new();
    for answer in &route.answers {
        let mut content = json!({ "schema": (answer.shape)(&mut schemas.answered) });
        if let (Some(example), Some(fields)) = (&answer.example, content.as_object_mut()) {
            fields.insert("example".to_owned(), example.clone());
        }
        let contents: Map<String, Value> =
            answer.media.iter().map(|media| ((*media).to_owned(), content.clone())).collect();
        let told = json!({ "description": answer.about, "content": contents });
        responses.insert(answer.status.to_string(), told);
    }
    let mut refusals: BTreeMap<u16, Vec<Refusal>> = BTreeMap::new();
    for refusal in refusal::all(route) {
        refusals.entry(refusal.status).or_default().push(refusal);
    }
    responses.extend(
        refusals.into_iter().map(|(status, refusals)| (status.to_string(), refusal::told(status, &refusals))),
    );
    responses
}

/// The schemas of the document. What is sent may leave out what has a default, what is answered holds all of it, so that a
/// type may need a schema of its own for each direction.
struct Schemas {
    answered: SchemaGenerator,
    sent: SchemaGenerator,
}

impl Schemas {
    fn new() -> Schemas {
        let settings = || {
            SchemaSettings::draft2020_12().with(|settings| {
                settings.definitions_path = "/components/schemas".into();
                settings.meta_schema = None;
            })
        };
        Schemas {
            answered: settings().for_serialize().into_generator(),
            sent: settings().for_deserialize().into_generator(),
        }
    }

    /// A schema of what clients send.
    fn sent(&mut self, shape: super::route::Shape) -> Value {
        let mut schema = Value::from(shape(&mut self.sent));
        as_sent(&mut schema);
        schema
    }

    fn all(mut self) -> Map<String, Value> {
        let mut all = self.answered.take_definitions(true);
        for (name, mut schema) in self.sent.take_definitions(true) {
            as_sent(&mut schema);
            all.insert(format!("Sent{name}"), schema);
        }
        all
    }
}

/// Points a schema to those of what is sent.
fn as_sent(schema: &mut Value) {
    each_text(schema, "$ref", &|place| place.replace(SCHEMAS, &format!("{SCHEMAS}Sent")));
}

/// Changes each text of this name, wherever it is.
fn each_text(value: &mut Value, name: &str, change: &dyn Fn(&str) -> String) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| each_text(item, name, change)),
        Value::Object(fields) => fields.iter_mut().for_each(|(field, value)| match value {
            Value::String(text) if field == name => *text = change(text),
            _ => each_text(value, name, change),
        }),
        _ => {}
    }
}
