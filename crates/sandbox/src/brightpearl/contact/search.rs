//! The columns of contact-search, in the recorded order.

use super::Contact;
use crate::brightpearl::search::{Cell, Column, Kind};

fn email<'a>(contact: &'a Contact, place: &str) -> Cell<'a> {
    Cell::text(contact.emails.get(place).map_or("", String::as_str))
}

fn telephone<'a>(contact: &'a Contact, place: &str) -> Cell<'a> {
    Cell::text(contact.telephones.get(place).map_or("", String::as_str))
}

fn company(contact: &Contact) -> Cell<'_> {
    Cell::text(contact.organisation.as_deref().unwrap_or_default())
}

/// The columns; `updatedOn` shows the creation time until the first change.
pub static COLUMNS: [Column<Contact>; 21] = [
    Column::new("contactId", Kind::IdSet, |one: &Contact| Cell::Int(one.id)),
    Column::new("primaryEmail", Kind::SearchString, |one: &Contact| email(one, "PRI")),
    Column::new("secondaryEmail", Kind::SearchString, |one: &Contact| email(one, "SEC")),
    Column::new("tertiaryEmail", Kind::SearchString, |one: &Contact| email(one, "TER")),
    Column::new("firstName", Kind::SearchString, |one: &Contact| Cell::text(&one.first_name)),
    Column::new("lastName", Kind::SearchString, |one: &Contact| Cell::text(&one.last_name)),
    Column::new("isSupplier", Kind::Boolean, |one: &Contact| Cell::Bool(one.is_supplier)).unsortable(),
    Column::new("companyName", Kind::SearchString, company),
    Column::new("isStaff", Kind::Boolean, |one: &Contact| Cell::Bool(one.is_staff)).unsortable(),
    Column::new("isCustomer", Kind::Boolean, |one: &Contact| Cell::Bool(!one.is_supplier && !one.is_staff))
        .unsortable(),
    Column::new("createdOn", Kind::Period, |one: &Contact| Cell::At(one.created_on)),
    Column::new("updatedOn", Kind::Period, |one: &Contact| {
        Cell::At(one.updated_on.unwrap_or(one.created_on))
    }),
    Column::new("lastContactedOn", Kind::Period, |_: &Contact| Cell::Null),
    Column::new("lastOrderedOn", Kind::Period, |one: &Contact| Cell::time(one.last_ordered_on)),
    Column::new("nominalCode", Kind::Integer, |one: &Contact| {
        Cell::Int(one.nominal_code.parse().unwrap_or(0))
    }),
    Column::new("isPrimary", Kind::Boolean, |one: &Contact| Cell::Bool(one.organisation.is_none())),
    Column::new("pri", Kind::Str, |one: &Contact| telephone(one, "PRI")).unsortable(),
    Column::new("sec", Kind::Str, |one: &Contact| telephone(one, "SEC")).unsortable(),
    Column::new("mob", Kind::Str, |one: &Contact| telephone(one, "MOB")).unsortable(),
    Column::new("exactCompanyName", Kind::Str, company),
    Column::new("title", Kind::Str, |_: &Contact| Cell::Null),
];
