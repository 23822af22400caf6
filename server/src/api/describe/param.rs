use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::route::Shape;

/// A parameter of a path or a query.
#[derive(Clone, Copy)]
pub(in crate::api) struct Param {
    pub(in crate::api) name: &'static str,
    place: &'static str,
    about: &'static str,
    shape: Shape,
    /// A value that is accepted.
    example: &'static str,
}

impl Param {
    /// A part of the path.
    pub(in crate::api) const fn path(
        name: &'static str,
        about: &'static str,
        shape: Shape,
        example: &'static str,
    ) -> Param {
        Param { name, place: "path", about, shape, example }
    }

    /// A parameter of the query; all of them may be left out.
    pub(in crate::api) const fn query(
        name: &'static str,
        about: &'static str,
        shape: Shape,
        example: &'static str,
    ) -> Param {
        Param { name, place: "query", about, shape, example }
    }

    /// As OpenAPI tells it.
    pub(super) fn told(&self, schemas: &mut SchemaGenerator) -> Value {
        let schema = (self.shape)(schemas);
        let example = example(&schema, self.example);
        json!({
            "name": self.name,
            "in": self.place,
            "required": self.place == "path",
            "description": self.about,
            "schema": schema,
            "example": example,
        })
    }
}

/// A number where the schema says so.
fn example(schema: &Schema, text: &str) -> Value {
    let number = schema.get("type").is_some_and(|kind| kind == "integer");
    text.parse::<i64>().ok().filter(|_| number).map_or_else(|| text.into(), Value::from)
}

/// The same parameters as the fields of an object in a body, where `null` counts as left out.
pub(in crate::api) fn as_object(schemas: &mut SchemaGenerator, params: &[Param]) -> Schema {
    let field = |param: &Param| {
        let shape = (param.shape)(schemas);
        let field = json!({ "description": param.about, "anyOf": [shape, { "type": "null" }] });
        (param.name.to_owned(), field)
    };
    let fields: Map<String, Value> = params.iter().map(field).collect();
    json_schema!({ "type": "object", "properties": fields, "additionalProperties": false })
}
