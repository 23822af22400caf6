//! POST, PUT and DELETE: what each resource does beyond storing fields.

pub(crate) mod category;
mod counting;
pub(crate) mod customer;
mod fields;
mod item;
mod matrix;
mod sale;
mod simple;
mod tax;

use serde_json::Value;

use super::error::ApiError;
use super::knobs::Knobs;
use super::schema::Resource;
use super::state::State;
use crate::ledger::Ledger;

/// What a write works on.
pub(crate) struct Writer<'a> {
    pub(crate) state: &'a mut State,
    pub(crate) knobs: &'a Knobs,
    pub(crate) ledger: &'a Ledger,
}

impl Writer<'_> {
    /// Creates a record and answers its id.
    pub(crate) fn create(&mut self, resource: Resource, payload: &Value) -> Result<u64, ApiError> {
        match resource {
            Resource::Item => self.create_item(payload),
            Resource::Customer => self.create_customer(payload),
            Resource::Category => self.create_category(payload),
            Resource::TaxCategory => self.create_tax_category(payload),
            Resource::Sale => self.create_sale(payload),
            Resource::SaleLine => self.create_sale_line(payload),
            Resource::InventoryCount => self.create_count(payload),
            Resource::InventoryCountItem => self.create_counted(payload),
            Resource::InventoryCountReconcile => self.reconcile(payload),
            Resource::Shop => self.create_shop(payload),
            Resource::ItemMatrix => self.create_matrix(payload),
            _ => self.create_simple(resource, payload),
        }
    }

    /// Changes what the payload names of a record.
    pub(crate) fn change(&mut self, resource: Resource, id: u64, payload: &Value) -> Result<(), ApiError> {
        match resource {
            Resource::Item => self.change_item(id, payload),
            Resource::Customer => self.change_customer(id, payload),
            Resource::Category => self.change_category(id, payload),
            Resource::TaxCategory => self.change_tax_category(id, payload),
            Resource::Sale => self.change_sale(id, payload),
            Resource::SaleLine => self.change_sale_line(id, payload),
            _ => self.change_simple(resource, id, payload),
        }
    }

    /// Deletes or archives a record, as its resource has it.
    pub(crate) fn delete(&mut self, resource: Resource, id: u64) -> Result<(), ApiError> {
        match resource {
            Resource::Item => self.archive_item(id),
            Resource::Customer => self.archive_customer(id),
            Resource::Category => self.delete_category(id),
            Resource::TaxCategory => self.delete_tax_category(id),
            Resource::TaxClass => self.delete_tax_class(id),
            Resource::ItemMatrix => self.archive_matrix(id),
            Resource::Sale => self.archive_sale(id),
            Resource::SaleLine => self.delete_sale_line(id),
            Resource::PaymentType | Resource::CreditAccount | Resource::Employee => {
                self.archive_simple(resource, id)
            }
            _ => self.delete_simple(resource, id),
        }
    }
}
