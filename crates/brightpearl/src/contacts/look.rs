//! Which contact a customer is: the linked one, or the one with the same e-mail, or with the same name and telephone.

use std::collections::HashMap;

use model::outgoing::ContactDraft;
use model::{Failure, Platform};
use platform::{Account, Asked, Found, PlatformError};
use serde::{Deserialize, Serialize};

use super::call::CONTACT;
use crate::answer;
use crate::client::Brightpearl;
use crate::convert::contact::{Known, same_email, same_name, same_phone};
use crate::ids::{MOST_IDS, id_set};
use crate::search::{Row, Search};
use crate::wire;

const ID: &str = "contactId";

/// What was found of a customer.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Existing {
    /// The contact, if there is one.
    pub(super) contact: Option<Known>,
}

impl Existing {
    /// Reads it from what was found.
    pub(super) fn of(found: &Found) -> Existing {
        Existing::deserialize(&found.0).unwrap_or_default()
    }
}

/// Which contact to read for a customer.
enum Candidate {
    /// One we are tied to.
    Ours(u64),
    /// One that a search or our memory names.
    Named(u64),
    /// None.
    Unknown,
}

impl Candidate {
    fn id(&self) -> Option<u64> {
        match self {
            Candidate::Ours(id) | Candidate::Named(id) => Some(*id),
            Candidate::Unknown => None,
        }
    }
}

/// A contact that was read, or why it could not be.
type ReadContact = Result<wire::Contact, String>;

impl Brightpearl {
    /// A search for each customer not tied to a contact yet, then all contacts with one call for 200.
    pub(super) async fn look_for_contacts(
        &self,
        account: &Account,
        asked: &[Asked<'_, ContactDraft>],
    ) -> Result<Vec<Result<Found, Failure>>, PlatformError> {
        let mut candidates = Vec::with_capacity(asked.len());
        for one in asked {
            candidates.push(self.candidate(account, one).await?);
        }
        let ids: Vec<u64> = candidates.iter().filter_map(Candidate::id).collect();
        let contacts = self.contacts(account, &ids).await?;
        Ok(candidates.iter().map(|candidate| judge(candidate, &contacts)).collect())
    }

    async fn candidate(
        &self,
        account: &Account,
        asked: &Asked<'_, ContactDraft>,
    ) -> Result<Candidate, PlatformError> {
        let made = asked.answer(CONTACT).and_then(|answer| answer.id.as_deref());
        if let Some(id) = made.or(asked.link).and_then(|id| id.parse().ok()) {
            return Ok(Candidate::Ours(id));
        }
        let draft = asked.draft;
        if !draft.email.is_empty() {
            let rows = self.contacts_by_email(account, &draft.email).await?;
            if let Some(id) = best(&rows).or_else(|| self.shared.recent.of(account, &draft.email)) {
                return Ok(Candidate::Named(id));
            }
        }
        let numbers: Vec<&str> = [draft.phone.as_str(), draft.mobile.as_str()]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect();
        if draft.match_by_phone && !numbers.is_empty() && !draft.last_name.is_empty() {
            let mut rows = self.contacts_by_name(account, &draft.first_name, &draft.last_name).await?;
            rows.retain(|row| {
                let theirs = ["pri", "sec", "mob"].map(|place| row.text(place));
                theirs.iter().any(|theirs| numbers.iter().any(|ours| same_phone(ours, theirs)))
            });
            if let Some(id) = best(&rows) {
                return Ok(Candidate::Named(id));
            }
        }
        Ok(Candidate::Unknown)
    }

    /// The contacts with an e-mail; the search finds parts of it as well, so it is compared here (fact sheet 4.4).
    pub(super) async fn contacts_by_email(
        &self,
        account: &Account,
        email: &str,
    ) -> Result<Vec<Row>, PlatformError> {
        let filters = vec![("primaryEmail", email.trim().to_owned())];
        self.search_contacts(account, filters, |row| same_email(&row.text("primaryEmail"), email)).await
    }

    /// The contacts with a name, compared here as well.
    pub(super) async fn contacts_by_name(
        &self,
        account: &Account,
        first: &str,
        last: &str,
    ) -> Result<Vec<Row>, PlatformError> {
        let mut filters = vec![("lastName", last.trim().to_owned())];
        if !first.trim().is_empty() {
            filters.push(("firstName", first.trim().to_owned()));
        }
        let same =
            |row: &Row| same_name(&row.text("firstName"), first) && same_name(&row.text("lastName"), last);
        self.search_contacts(account, filters, same).await
    }

    async fn search_contacts(
        &self,
        account: &Account,
        filters: Vec<(&'static str, String)>,
        wanted: impl Fn(&Row) -> bool + Send,
    ) -> Result<Vec<Row>, PlatformError> {
        let search =
            Search { path: "contact-service/contact-search", what: "read contacts", id: ID, filters };
        self.search_alike(account, &search, wanted).await
    }

    /// These contacts with their addresses. Those that are not there are left out.
    pub(super) async fn contacts(
        &self,
        account: &Account,
        ids: &[u64],
    ) -> Result<HashMap<u64, ReadContact>, PlatformError> {
        let mut all = HashMap::new();
        for chunk in ids.chunks(MOST_IDS) {
            let path = format!("contact-service/contact/{}", id_set(chunk));
            let with_addresses = vec![("includeOptional".to_owned(), "postalAddresses".to_owned())];
            let reply = self.get(account, &path, with_addresses, "read contacts").await?;
            for element in answer::elements(&reply)? {
                let told = element.get(ID).and_then(wire::id_of);
                match (wire::Contact::deserialize(&element), told) {
                    (Ok(contact), Some(id)) => drop(all.insert(id, Ok(contact))),
                    (Err(error), Some(id)) => drop(all.insert(id, Err(error.to_string()))),
                    (_, None) => return Err(reply.unreadable("a contact has no id")),
                }
            }
        }
        Ok(all)
    }
}

/// The ids of rows.
pub(super) fn row_ids(rows: &[Row]) -> Vec<u64> {
    rows.iter().filter_map(|row| row.id(ID)).collect()
}

/// A customer before suppliers and staff, then the lowest id: the same choice every time.
fn best(rows: &[Row]) -> Option<u64> {
    let ranked = rows.iter().filter_map(|row| Some((row.flag("isCustomer") != Some(true), row.id(ID)?)));
    ranked.min().map(|(_, id)| id)
}

fn judge(candidate: &Candidate, contacts: &HashMap<u64, ReadContact>) -> Result<Found, Failure> {
    let platform = Platform::Brightpearl;
    let contact = match (candidate, candidate.id().and_then(|id| contacts.get(&id))) {
        (_, Some(Ok(contact))) => Known::of(contact),
        (_, Some(Err(why))) => {
            let what = format!("contact {}", candidate.id().unwrap_or_default());
            return Err(Failure::Unreadable { platform, what, why: why.clone() });
        }
        (Candidate::Ours(id), None) => return Err(Failure::Gone { platform, what: format!("contact {id}") }),
        (Candidate::Named(_) | Candidate::Unknown, None) => None,
    };
    Ok(Found(serde_json::to_value(Existing { contact }).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_linked_contact_that_is_gone_is_told_and_a_named_one_is_made_anew() {
        let nobody = HashMap::new();
        let gone = judge(&Candidate::Ours(316), &nobody).unwrap_err();
        assert_eq!(gone, Failure::Gone { platform: Platform::Brightpearl, what: "contact 316".to_owned() });
        let found = judge(&Candidate::Named(316), &nobody).unwrap();
        assert_eq!(Existing::of(&found), Existing::default());
    }

    #[test]
    fn what_was_found_survives_being_kept() {
        let wire: wire::Contact =
            serde_json::from_value(json!({"contactId": 316, "firstName": "Mira"})).unwrap();
        let found = judge(&Candidate::Named(316), &HashMap::from([(316, Ok(wire))])).unwrap();
        assert_eq!(Existing::of(&found).contact.unwrap().first_name, "Mira");
    }
}
