//! Categories: a tree kept as a nested set (fact sheet, section 4.4).

use serde_json::Value;

use super::Writer;
use super::fields::take;
use crate::lightspeed::error::ApiError;
use crate::lightspeed::scalar::{Scalar, now};
use crate::lightspeed::schema::Resource;
use crate::lightspeed::sell::blank;
use crate::lightspeed::state::State;
use crate::lightspeed::table::Row;

const CATEGORY: Resource = Resource::Category;

impl Writer<'_> {
    pub(super) fn create_category(&mut self, payload: &Value) -> Result<u64, ApiError> {
        let mut row = blank(CATEGORY.spec()).with_time("createTime", now()).with_time("timeStamp", now());
        take(CATEGORY, &mut row, payload)?;
        self.check(&row)?;
        let name = row.text("name").to_owned();
        let id = self.state.insert(CATEGORY, row);
        rebuild(self.state);
        self.note(CATEGORY, "created", id, &name);
        Ok(id)
    }

    pub(super) fn change_category(&mut self, id: u64, payload: &Value) -> Result<(), ApiError> {
        let mut row = self.existing(CATEGORY, id)?;
        take(CATEGORY, &mut row, payload)?;
        self.check(&row)?;
        if self.is_below(row.id("parentID"), id) {
            return Err(ApiError::bad("A category cannot be moved below itself."));
        }
        let name = row.text("name").to_owned();
        self.state.table_mut(CATEGORY).put(id, row);
        self.state.touch(CATEGORY, id);
        rebuild(self.state);
        self.note(CATEGORY, "updated", id, &name);
        Ok(())
    }

    pub(super) fn delete_category(&mut self, id: u64) -> Result<(), ApiError> {
        let row = self.existing(CATEGORY, id)?;
        if self.state.table(CATEGORY).iter().any(|(_, child)| child.id("parentID") == id) {
            return Err(ApiError::bad("Category not deleted. It has children."));
        }
        self.state.table_mut(CATEGORY).remove(id);
        rebuild(self.state);
        self.note(CATEGORY, "deleted", id, row.text("name"));
        Ok(())
    }

    fn check(&self, row: &Row) -> Result<(), ApiError> {
        if row.text("name").trim().is_empty() {
            return Err(ApiError::bad("name cannot be blank."));
        }
        let parent = row.id("parentID");
        if parent != 0 && self.state.row(CATEGORY, parent).is_none() {
            return Err(ApiError::bad(format!(
                "Object of type 'Category' not found with primary ID '{parent}'."
            )));
        }
        Ok(())
    }

    fn is_below(&self, mut category: u64, ancestor: u64) -> bool {
        while category != 0 {
            if category == ancestor {
                return true;
            }
            category = self.state.row(CATEGORY, category).map_or(0, |row| row.id("parentID"));
        }
        false
    }
}

/// Numbers the tree anew: left and right nodes, depth and path. Time stamps stay.
pub(crate) fn rebuild(state: &mut State) {
    let mut left = 1;
    number(state, 0, 0, "", &mut left);
}

fn number(state: &mut State, parent: u64, depth: i64, path: &str, next: &mut i64) {
    let rows = state.table(CATEGORY).iter().filter(|(_, row)| row.id("parentID") == parent);
    let children: Vec<(u64, String)> = rows.map(|(id, row)| (id, row.text("name").to_owned())).collect();
    for (id, name) in children {
        let full = if path.is_empty() { name } else { format!("{path}/{name}") };
        let left = *next;
        *next += 1;
        number(state, id, depth + 1, &full, next);
        let right = *next;
        *next += 1;
        if let Some(row) = state.table_mut(CATEGORY).get_mut(id) {
            row.set("leftNode", Scalar::Int(left));
            row.set("rightNode", Scalar::Int(right));
            row.set("nodeDepth", Scalar::Int(depth));
            row.set("fullPathName", Scalar::Text(full));
        }
    }
}
