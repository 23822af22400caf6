//! Item matrices (fact sheet, section 4.5).

use serde_json::Value;

use super::Writer;
use super::fields::{take, text, whole};
use crate::lightspeed::error::ApiError;
use crate::lightspeed::matrix::Attributes;
use crate::lightspeed::scalar::{Scalar, now};
use crate::lightspeed::schema::Resource;
use crate::lightspeed::sell::blank;
use crate::lightspeed::table::Row;

const MATRIX: Resource = Resource::ItemMatrix;

impl Writer<'_> {
    pub(super) fn create_matrix(&mut self, payload: &Value) -> Result<u64, ApiError> {
        let mut row = blank(MATRIX.spec())
            .with_flag("tax", true)
            .with_text("itemType", "default")
            .with_int("taxClassID", 1)
            .with_time("timeStamp", now());
        take(MATRIX, &mut row, payload)?;
        if row.text("description").trim().is_empty() {
            return Err(ApiError::bad("ItemMatrix not created. An ItemMatrix must have a description."));
        }
        if self.state.row(Resource::ItemAttributeSet, row.id("itemAttributeSetID")).is_none() {
            return Err(ApiError::bad("ItemMatrix not created. It needs a known itemAttributeSetID."));
        }
        // Matrices take their number from the sequence of the items' system SKUs.
        self.state.next_system_sku += 1;
        let description = row.text("description").to_owned();
        let id = self.state.insert(MATRIX, row);
        self.note(MATRIX, "created", id, &description);
        Ok(id)
    }

    /// Archives a matrix with all its items.
    pub(super) fn archive_matrix(&mut self, id: u64) -> Result<(), ApiError> {
        self.archive_simple(MATRIX, id)?;
        self.state.touch(MATRIX, id);
        let items = self.state.table(Resource::Item).children("itemMatrixID", id);
        let items: Vec<u64> = items.filter(|(_, row)| !row.is("archived")).map(|(item, _)| item).collect();
        items.into_iter().try_for_each(|item| self.archive_item(item))
    }

    /// Reads what makes an item a member of its matrix; a member is described by the matrix and its own values.
    pub(super) fn join_matrix(&self, row: &mut Row, payload: &Value) -> Result<Option<Attributes>, ApiError> {
        let matrix = row.id("itemMatrixID");
        let Some(nested) = payload.get("ItemAttributes").filter(|nested| nested.is_object()) else {
            return Ok(None);
        };
        let of = self.state.row(MATRIX, matrix);
        let of = of.ok_or_else(|| ApiError::bad(ApiError::missing(MATRIX.spec().name, matrix).message))?;
        let set = whole(nested, "itemAttributeSetID")?.and_then(|id| u64::try_from(id).ok()).unwrap_or(0);
        if set != of.id("itemAttributeSetID") {
            return Err(ApiError::bad("The attributes are not of the set of the ItemMatrix."));
        }
        let values = ["attribute1", "attribute2", "attribute3"].map(|name| text(nested, name));
        let words = std::iter::once(of.text("description")).chain(values.iter().map(String::as_str));
        let description: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        row.set("description", Scalar::Text(description.join(" ")));
        Ok(Some(Attributes { set, values }))
    }
}
