use axum::handler::Handler;
use axum::routing::{self, MethodRouter};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::Value;

use super::{Param, Refusal};
use crate::state::Serving;

/// Makes a schema; types that others use, too, become components of the document.
pub(super) type Shape = fn(&mut SchemaGenerator) -> Schema;

/// One address with one method: what answers it, and what is told of it.
pub(in crate::api) struct Route {
    pub(super) method: &'static str,
    /// As axum and OpenAPI write it: `/api/v1/logs/{kind}`.
    pub(in crate::api) path: &'static str,
    pub(in crate::api) handler: MethodRouter<Serving>,
    /// Names it for those who make clients from the description.
    pub(super) name: &'static str,
    pub(super) summary: &'static str,
    pub(super) about: &'static str,
    pub(super) params: Vec<Param>,
    pub(super) body: Option<Body>,
    pub(super) answers: Vec<Answer>,
    pub(super) refusals: Vec<Refusal>,
}

/// What a request carries, as JSON.
pub(super) struct Body {
    pub(super) shape: Shape,
    pub(super) example: Value,
}

/// What a request that was understood gets.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) about: &'static str,
    /// The forms it comes in.
    pub(super) media: &'static [&'static str],
    pub(super) shape: Shape,
    pub(super) example: Option<Value>,
}

impl Route {
    /// An address that is read.
    pub(in crate::api) fn get<H: Handler<T, Serving>, T: 'static>(
        path: &'static str,
        name: &'static str,
        handler: H,
    ) -> Route {
        Route::new("get", path, name, routing::get(handler))
    }

    /// An address that sets something going, or takes what must not stand in an address.
    pub(in crate::api) fn post<H: Handler<T, Serving>, T: 'static>(
        path: &'static str,
        name: &'static str,
        handler: H,
    ) -> Route {
        Route::new("post", path, name, routing::post(handler))
    }

    /// An address that replaces something.
    pub(in crate::api) fn put<H: Handler<T, Serving>, T: 'static>(
        path: &'static str,
        name: &'static str,
        handler: H,
    ) -> Route {
        Route::new("put", path, name, routing::put(handler))
    }

    /// An address whose thing can be removed.
    pub(in crate::api) fn delete<H: Handler<T, Serving>, T: 'static>(
        path: &'static str,
        name: &'static str,
        handler: H,
    ) -> Route {
        Route::new("delete", path, name, routing::delete(handler))
    }

    fn new(
        method: &'static str,
        path: &'static str,
        name: &'static str,
        handler: MethodRouter<Serving>,
    ) -> Route {
        Route {
            method,
            path,
            handler,
            name,
            summary: "",
            about: "",
            params: Vec::new(),
            body: None,
            answers: Vec::new(),
            refusals: Vec::new(),
        }
    }

    /// What it is for: in a few words, and in sentences.
    pub(in crate::api) fn says(self, summary: &'static str, about: &'static str) -> Route {
        Route { summary, about, ..self }
    }

    /// Parameters of its path and its query.
    pub(in crate::api) fn takes(mut self, params: &[Param]) -> Route {
        self.params.extend_from_slice(params);
        self
    }

    /// The JSON object it needs in its body, with an example that is accepted.
    pub(in crate::api) fn body(self, shape: Shape, example: Value) -> Route {
        Route { body: Some(Body { shape, example }), ..self }
    }

    /// An answer in JSON, with an example.
    pub(in crate::api) fn answers<T: JsonSchema>(
        self,
        status: u16,
        about: &'static str,
        example: Value,
    ) -> Route {
        let shape: Shape = |schemas| schemas.subschema_for::<T>();
        let media = &["application/json"];
        self.answer(Answer { status, about, media, shape, example: Some(example) })
    }

    /// An answer in another form, or one whose shape is told elsewhere.
    pub(in crate::api) fn answers_as(
        self,
        status: u16,
        media: &'static [&'static str],
        about: &'static str,
        shape: Shape,
    ) -> Route {
        self.answer(Answer { status, about, media, shape, example: None })
    }

    fn answer(mut self, answer: Answer) -> Route {
        self.answers.push(answer);
        self
    }

    /// Errors of its own; those that any address may answer are added by themselves.
    pub(in crate::api) fn refuses(mut self, refusals: &[Refusal]) -> Route {
        self.refusals.extend_from_slice(refusals);
        self
    }
}
