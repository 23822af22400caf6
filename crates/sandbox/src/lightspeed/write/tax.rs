//! Tax categories with the rates of their classes, and tax classes.

use rust_decimal::Decimal;
use serde_json::Value;

use super::Writer;
use super::fields::take;
use crate::lightspeed::contact::rows;
use crate::lightspeed::error::ApiError;
use crate::lightspeed::scalar::now;
use crate::lightspeed::schema::Resource;
use crate::lightspeed::sell::blank;

const CATEGORY: Resource = Resource::TaxCategory;
const CLASS_RATE: Resource = Resource::TaxCategoryClass;

impl Writer<'_> {
    pub(super) fn create_tax_category(&mut self, payload: &Value) -> Result<u64, ApiError> {
        let mut row = blank(CATEGORY.spec()).with_time("timeStamp", now());
        take(CATEGORY, &mut row, payload)?;
        let name = row.text("tax1Name").to_owned();
        let rates = (row.dec("tax1Rate"), row.dec("tax2Rate"));
        check_rates(rates)?;
        let id = self.state.insert(CATEGORY, row);
        self.take_class_rates(id, payload)?;
        self.note(CATEGORY, "created", id, &name);
        Ok(id)
    }

    pub(super) fn change_tax_category(&mut self, id: u64, payload: &Value) -> Result<(), ApiError> {
        let mut row = self.existing(CATEGORY, id)?;
        take(CATEGORY, &mut row, payload)?;
        check_rates((row.dec("tax1Rate"), row.dec("tax2Rate")))?;
        let name = row.text("tax1Name").to_owned();
        self.state.table_mut(CATEGORY).put(id, row);
        self.state.touch(CATEGORY, id);
        self.take_class_rates(id, payload)?;
        self.note(CATEGORY, "updated", id, &name);
        Ok(())
    }

    pub(super) fn delete_tax_category(&mut self, id: u64) -> Result<(), ApiError> {
        let row = self.existing(CATEGORY, id)?;
        let classes: Vec<u64> =
            self.state.table(CLASS_RATE).children("taxCategoryID", id).map(|(class, _)| class).collect();
        for class in classes {
            self.state.table_mut(CLASS_RATE).remove(class);
        }
        self.state.table_mut(CATEGORY).remove(id);
        self.note(CATEGORY, "deleted", id, row.text("tax1Name"));
        Ok(())
    }

    pub(super) fn delete_tax_class(&mut self, id: u64) -> Result<(), ApiError> {
        let row = self.existing(Resource::TaxClass, id)?;
        let used = |resource| self.state.table(resource).iter().any(|(_, row)| row.id("taxClassID") == id);
        if used(Resource::Item) || used(Resource::SaleLine) || used(CLASS_RATE) {
            return Err(ApiError::bad("Tax Class not deleted. It is in use."));
        }
        self.state.table_mut(Resource::TaxClass).remove(id);
        self.note(Resource::TaxClass, "deleted", id, row.text("name"));
        Ok(())
    }

    /// Nested class rates: a row with its id changes that one, a row without adds one.
    fn take_class_rates(&mut self, category: u64, payload: &Value) -> Result<(), ApiError> {
        for nested in rows(payload, "TaxCategoryClasses", "TaxCategoryClass") {
            let id =
                super::fields::whole(nested, "taxCategoryClassID")?.and_then(|id| u64::try_from(id).ok());
            let mut row = match id.filter(|id| *id != 0) {
                Some(id) => self.existing(CLASS_RATE, id)?,
                None => blank(CLASS_RATE.spec()),
            };
            take(CLASS_RATE, &mut row, nested)?;
            check_rates((row.dec("tax1Rate"), row.dec("tax2Rate")))?;
            let row = row.with_int("taxCategoryID", category).with_time("timeStamp", now());
            match id.filter(|id| *id != 0) {
                Some(id) => self.state.table_mut(CLASS_RATE).put(id, row),
                None => {
                    self.state.insert(CLASS_RATE, row);
                }
            }
        }
        Ok(())
    }
}

/// Rates are fractions: 20 would be two thousand percent.
fn check_rates((one, two): (Decimal, Decimal)) -> Result<(), ApiError> {
    let fraction = |rate: Decimal| rate >= Decimal::ZERO && rate <= Decimal::ONE;
    if fraction(one) && fraction(two) {
        Ok(())
    } else {
        Err(ApiError::bad("A tax rate must be between 0 and 1."))
    }
}
