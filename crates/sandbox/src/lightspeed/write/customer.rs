//! Customers with their contacts (fact sheet, section 4.6).

use serde_json::{Value, json};

use super::Writer;
use super::fields::{flag, take};
use crate::lightspeed::contact::Contact;
use crate::lightspeed::error::ApiError;
use crate::lightspeed::scalar::{Scalar, now};
use crate::lightspeed::schema::Resource;
use crate::lightspeed::sell::blank;
use crate::lightspeed::table::Row;

const CUSTOMER: Resource = Resource::Customer;

impl Writer<'_> {
    pub(super) fn create_customer(&mut self, payload: &Value) -> Result<u64, ApiError> {
        let mut row = blank(CUSTOMER.spec()).with_time("createTime", now()).with_time("timeStamp", now());
        take(CUSTOMER, &mut row, payload)?;
        // A new customer is opted out of everything unless the payload says otherwise.
        let mut contact = Contact {
            no_email: self.knobs.new_customers_opted_out,
            no_phone: self.knobs.new_customers_opted_out,
            no_mail: self.knobs.new_customers_opted_out,
            time_stamp: now(),
            ..Contact::default()
        };
        contact.merge(payload.get("Contact").unwrap_or(&Value::Null));
        let email = contact.emails.get("Primary").cloned().unwrap_or_default();
        let contact_id = self.state.add_contact(contact);
        let name = full_name(&row);
        let id = self.state.insert(CUSTOMER, row.with_int("contactID", contact_id));
        self.note_with(CUSTOMER, "created", id, &email, json!({ "name": name }));
        Ok(id)
    }

    pub(super) fn change_customer(&mut self, id: u64, payload: &Value) -> Result<(), ApiError> {
        let mut row = self.existing(CUSTOMER, id)?;
        let mut changed = take(CUSTOMER, &mut row, payload)?;
        if row.is("archived") && flag(payload, "archived") == Some(false) {
            row.set("archived", Scalar::Bool(false));
            changed.push("archived");
        }
        let contact_changed = self.change_contact(row.id("contactID"), payload.get("Contact"));
        if !changed.is_empty() || (contact_changed && self.knobs.contact_moves_customer) {
            row.set("timeStamp", Scalar::Time(now()));
        }
        if contact_changed {
            changed.push("Contact");
        }
        let (name, contact) = (full_name(&row), row.id("contactID"));
        self.state.table_mut(CUSTOMER).put(id, row);
        let emails = self.state.contacts.get(&contact).map(|contact| &contact.emails);
        let email = emails.and_then(|emails| emails.get("Primary")).cloned().unwrap_or_default();
        self.note_with(CUSTOMER, "updated", id, &email, json!({ "name": name, "changed": changed }));
        Ok(())
    }

    pub(super) fn archive_customer(&mut self, id: u64) -> Result<(), ApiError> {
        let mut row = self.existing(CUSTOMER, id)?;
        row.set("archived", Scalar::Bool(true));
        row.set("timeStamp", Scalar::Time(now()));
        let name = full_name(&row);
        let account = row.id("creditAccountID");
        self.state.table_mut(CUSTOMER).put(id, row);
        // The credit account goes with its customer (fact sheet, section 4.6).
        if let Some(account) = self.state.table_mut(Resource::CreditAccount).get_mut(account) {
            account.set("archived", Scalar::Bool(true));
            account.set("timeStamp", Scalar::Time(now()));
        }
        self.note(CUSTOMER, "archived", id, &name);
        Ok(())
    }

    /// Blanks everything personal and archives the rest.
    pub(crate) fn anonymize_customer(&mut self, id: u64) -> Result<(), ApiError> {
        let row = self.existing(CUSTOMER, id)?;
        let contact = row.id("contactID");
        let blanked = row
            .with_text("firstName", "Customer")
            .with_text("lastName", format!("[{id}]"))
            .with_text("title", "")
            .with_text("company", "")
            .with_text("vatNumber", "")
            .with_text("companyRegistrationNumber", "")
            .with_flag("archived", true)
            .with_time("timeStamp", now());
        let mut blanked = blanked;
        blanked.clear("dob");
        self.state.table_mut(CUSTOMER).put(id, blanked);
        self.state.contacts.insert(contact, Contact { time_stamp: now(), ..Contact::default() });
        self.note(CUSTOMER, "anonymized", id, "");
        Ok(())
    }

    fn change_contact(&mut self, id: u64, payload: Option<&Value>) -> bool {
        let (Some(payload), Some(contact)) = (payload, self.state.contacts.get_mut(&id)) else {
            return false;
        };
        let before = contact.clone();
        contact.merge(payload);
        let changed = *contact != before;
        if changed {
            contact.time_stamp = now();
        }
        changed
    }
}

fn full_name(row: &Row) -> String {
    format!("{} {}", row.text("firstName"), row.text("lastName")).trim().to_owned()
}
