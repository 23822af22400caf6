//! Contacts.
#[derive(Debug, Default)]
pub(crate) struct RecentContacts;
