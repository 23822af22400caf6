//! Which contact a customer is: the linked one, or the one with the same e-mail, or with the same name and telephone.

use std::collections::HashMap;

use model::outgoing::ContactDraft;
use model::{Answer, Failure, Platform};
use platform::{Account, Asked, Found, PlatformError};
use serde::Deserialize;

use super::call::{CONTACT, Existing};
use crate::answer;
use crate::client::Brightpearl;
use crate::convert::contact::{Known, compare, same_email, same_name, same_phone};
use crate::ids::{MOST_IDS, id_set};
use crate::search::{Row, Search};
use crate::wire;

const ID: &str = "contactId";

/// A contact that was read, or why it could not be.
type ReadContact = Result<wire::Contact, String>;

impl Brightpearl {
    /// Reads the contacts customers are tied to, with one call for 200. Those who are tied to none look for theirs in a step
    /// of their own, since each takes a search: many of them beforehand could use a short budget up for nothing.
    pub(super) async fn look_for_contacts(
        &self,
        account: &Account,
        asked: &[Asked<'_, ContactDraft>],
    ) -> Result<Vec<Result<Found, Failure>>, PlatformError> {
        let tied: Vec<Option<u64>> = asked.iter().map(tied_to).collect();
        let ids: Vec<u64> = tied.iter().copied().flatten().collect();
        let contacts = self.contacts(account, &ids).await?;
        let judge = |(one, id): (&Asked<'_, ContactDraft>, &Option<u64>)| match id {
            Some(id) => judge(one.draft, *id, contacts.get(id)),
            None => Ok(Found::default()),
        };
        Ok(asked.iter().zip(&tied).map(judge).collect())
    }

    /// Looks for the contact of a customer who is tied to none.
    pub(super) async fn look_for_contact(
        &self,
        account: &Account,
        draft: &ContactDraft,
    ) -> Result<Answer, PlatformError> {
        let mut existing = Existing::default();
        if let Some(id) = self.candidate(account, draft).await? {
            let contacts = self.contacts(account, &[id]).await?;
            // Named by the search but not there: deleted a moment ago.
            if let Some(read) = contacts.get(&id) {
                let contact = read.as_ref().map_err(|why| unreadable(id, why))?;
                existing.contact = Known::of(contact).map(|known| compare(draft, &known));
            }
        }
        Ok(Answer::with(None, existing.kept()))
    }

    async fn candidate(&self, account: &Account, draft: &ContactDraft) -> Result<Option<u64>, PlatformError> {
        if !draft.email.is_empty() {
            let rows = self.contacts_by_email(account, &draft.email).await?;
            if let Some(id) = best(&rows).or_else(|| self.shared.recent.of(account, &draft.email)) {
                return Ok(Some(id));
            }
        }
        let numbers: Vec<&str> = [draft.phone.as_str(), draft.mobile.as_str()]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect();
        if !draft.match_by_phone || numbers.is_empty() || draft.last_name.is_empty() {
            return Ok(None);
        }
        let mut rows = self.contacts_by_name(account, &draft.first_name, &draft.last_name).await?;
        rows.retain(|row| {
            let theirs = ["pri", "sec", "mob"].map(|place| row.text(place));
            theirs.iter().any(|theirs| numbers.iter().any(|ours| same_phone(ours, theirs)))
        });
        Ok(best(&rows))
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

fn tied_to(asked: &Asked<'_, ContactDraft>) -> Option<u64> {
    let made = asked.answer(CONTACT).and_then(|answer| answer.id.as_deref());
    // Another till customer with the same e-mail is the same person, although the search may not show the contact yet.
    made.or(asked.link).or(asked.draft.same_person.as_deref())?.parse().ok()
}

fn unreadable(id: u64, why: &str) -> PlatformError {
    PlatformError::Unreadable {
        platform: Platform::Brightpearl,
        what: format!("contact {id}"),
        why: why.to_owned(),
    }
}

fn judge(draft: &ContactDraft, id: u64, read: Option<&ReadContact>) -> Result<Found, Failure> {
    let platform = Platform::Brightpearl;
    let what = format!("contact {id}");
    match read {
        Some(Ok(contact)) => {
            let contact = Known::of(contact).map(|known| compare(draft, &known));
            Ok(Found(Existing { contact }.kept()))
        }
        Some(Err(why)) => Err(Failure::Unreadable { platform, what, why: why.clone() }),
        None => Err(Failure::Gone { platform, what }),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::convert::contact::tests::draft;

    #[test]
    fn a_linked_contact_that_is_gone_or_unreadable_is_told() {
        let gone = judge(&draft(), 316, None).unwrap_err();
        assert_eq!(gone, Failure::Gone { platform: Platform::Brightpearl, what: "contact 316".to_owned() });
        let odd = judge(&draft(), 316, Some(&Err("cut".to_owned()))).unwrap_err();
        assert!(matches!(odd, Failure::Unreadable { .. }));
    }

    #[test]
    fn what_was_found_survives_being_kept_and_names_nobody() {
        let wire: wire::Contact =
            serde_json::from_value(json!({"contactId": 316, "firstName": "Secret"})).unwrap();
        let found = judge(&draft(), 316, Some(&Ok(wire))).unwrap();
        assert_eq!(Existing::of(&found.0).unwrap().contact.unwrap().id, 316);
        assert!(!found.0.to_string().contains("Secret"));
        assert_eq!(Existing::of(&Found::default().0), None);
    }
}
