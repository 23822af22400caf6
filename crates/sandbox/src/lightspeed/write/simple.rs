//! Resources that only store what they are given.

use super::Writer;
use super::fields::take;
use crate::ledger::{Effect, LIGHTSPEED};
use crate::lightspeed::error::ApiError;
use crate::lightspeed::scalar::{Kind, Scalar, now};
use crate::lightspeed::schema::{Field, Resource};
use crate::lightspeed::sell::blank;
use serde_json::{Value, json};

impl Writer<'_> {
    pub(super) fn create_simple(&mut self, resource: Resource, payload: &Value) -> Result<u64, ApiError> {
        let mut row = blank(resource.spec());
        take(resource, &mut row, payload)?;
        if row.text("name").trim().is_empty() && resource.spec().field("name").is_some() {
            return Err(ApiError::bad("name cannot be blank."));
        }
        if resource == Resource::PaymentType {
            row.set("type", Scalar::Text("user defined".to_owned()));
        }
        for field in ["createTime", "timeStamp"] {
            if let Some(Field { name, kind: Kind::Time, .. }) = resource.spec().field(field) {
                row.set(name, Scalar::Time(now()));
            }
        }
        let name = row.text("name").to_owned();
        let id = self.state.insert(resource, row);
        self.note(resource, "created", id, &name);
        Ok(id)
    }

    /// A new shop opens with one register, as the subscription has it.
    pub(super) fn create_shop(&mut self, payload: &Value) -> Result<u64, ApiError> {
        let shop = self.create_simple(Resource::Shop, payload)?;
        let register = blank(Resource::Register.spec())
            .with_text("name", "Register 1")
            .with_flag("open", true)
            .with_time("openTime", now())
            .with_int("shopID", shop);
        self.state.insert(Resource::Register, register);
        Ok(shop)
    }

    pub(super) fn change_simple(
        &mut self,
        resource: Resource,
        id: u64,
        payload: &Value,
    ) -> Result<(), ApiError> {
        let mut row = self.existing(resource, id)?;
        let changed = take(resource, &mut row, payload)?;
        if row.text("name").trim().is_empty() && resource.spec().field("name").is_some() {
            return Err(ApiError::bad("name cannot be blank."));
        }
        let name = row.text("name").to_owned();
        self.state.table_mut(resource).put(id, row);
        if !changed.is_empty() {
            self.state.touch(resource, id);
        }
        self.note(resource, "updated", id, &name);
        Ok(())
    }

    pub(super) fn archive_simple(&mut self, resource: Resource, id: u64) -> Result<(), ApiError> {
        let mut row = self.existing(resource, id)?;
        row.set("archived", Scalar::Bool(true));
        let name = row.text("name").to_owned();
        self.state.table_mut(resource).put(id, row);
        self.note(resource, "archived", id, &name);
        Ok(())
    }

    pub(super) fn delete_simple(&mut self, resource: Resource, id: u64) -> Result<(), ApiError> {
        let row = self.existing(resource, id)?;
        self.state.table_mut(resource).remove(id);
        self.note(resource, "deleted", id, row.text("name"));
        Ok(())
    }

    /// A copy of a record, or the platform's 404.
    pub(super) fn existing(
        &self,
        resource: Resource,
        id: u64,
    ) -> Result<crate::lightspeed::table::Row, ApiError> {
        self.state.row(resource, id).cloned().ok_or_else(|| ApiError::missing(resource.spec().name, id))
    }

    /// Writes a line into the ledger, such as `manufacturer.created`.
    pub(super) fn note(&self, resource: Resource, verb: &str, id: u64, reference: &str) {
        self.note_with(resource, verb, id, reference, json!({}));
    }

    /// Writes a line with more to see into the ledger.
    pub(super) fn note_with(&self, resource: Resource, verb: &str, id: u64, reference: &str, detail: Value) {
        let what = format!("{}.{verb}", kebab(resource.spec().name));
        self.ledger.record(LIGHTSPEED, Effect::new(&what, id, reference).detail(detail));
    }
}

/// `TaxCategory` as `tax-category`.
fn kebab(name: &str) -> String {
    let mut text = String::new();
    for (place, letter) in name.chars().enumerate() {
        if letter.is_ascii_uppercase() && place > 0 {
            text.push('-');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}
