use model::outgoing::ContactDraft;
use model::{Answer, Platform};
use platform::{Nature, PlatformError, Step};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::convert::contact::Difference;

/// The key of the step that looks for a contact.
pub(super) const LOOK: &str = "look";
/// The key of the step that reads the default address back.
pub(super) const CHECK_ADDRESS: &str = "check-address";
/// The key of the step that makes a contact.
pub(super) const CONTACT: &str = "contact";
/// The key of the step that makes its address; an address that changed later gets a key with its mark.
pub(super) const ADDRESS: &str = "address";
/// The key of the step that gives a contact another default address.
pub(super) const DEFAULT_ADDRESS: &str = "default-address";
/// The key of the step that changes name, e-mail and telephones.
pub(super) const UPDATE: &str = "update";

/// What a step of a contact does; the frozen body of the step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ContactCall {
    /// Looks for the contact of a customer who is tied to none.
    Look {
        /// What it should become.
        draft: Box<ContactDraft>,
    },
    /// Makes a postal address.
    Address {
        /// Exactly what is sent.
        post: Value,
        /// Tells this content from another.
        mark: String,
    },
    /// Makes a contact.
    Create {
        /// Exactly what is sent.
        post: Value,
        /// The address made for it: the contact that has it is ours.
        address: u64,
        /// What it is searched by after a lost answer.
        email: String,
        /// What it is searched by where there is no e-mail.
        first_name: String,
        /// What it is searched by where there is no e-mail.
        last_name: String,
    },
    /// Gives a contact another default address.
    DefaultAddress {
        /// Which contact.
        contact: u64,
        /// Exactly what is sent.
        put: Value,
    },
    /// Reads back which address is the default one.
    CheckAddress {
        /// Of which contact.
        contact: u64,
    },
    /// Changes single fields.
    Update {
        /// Which contact.
        contact: u64,
        /// Exactly what is sent.
        patch: Value,
    },
}

impl ContactCall {
    /// The step that makes this call.
    pub(super) fn step(&self, key: impl Into<String>, title: &str, nature: Nature) -> Step {
        let body = serde_json::to_value(self).unwrap_or_default();
        Step { key: key.into(), title: title.to_owned(), nature, body }
    }

    /// The call of a step.
    ///
    /// # Errors
    /// [`PlatformError::Refused`] for a body written by another version; a person's re-sync plans it afresh.
    pub(super) fn of(step: &Step) -> Result<ContactCall, PlatformError> {
        ContactCall::deserialize(&step.body).map_err(|error| PlatformError::Refused {
            platform: Platform::Brightpearl,
            what: step.title.clone(),
            code: String::new(),
            message: format!("this step was planned by another version of Lockstep ({error})"),
        })
    }
}

/// What was found of a customer, and how it differs.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct Existing {
    /// The contact; `None` if there is none.
    pub(super) contact: Option<Difference>,
}

impl Existing {
    /// Reads it from what was found, or from the answer of the step that looked; `None` if nobody has looked.
    pub(super) fn of(kept: &Value) -> Option<Existing> {
        Existing::deserialize(kept).ok()
    }

    /// The form it is kept in.
    pub(super) fn kept(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

/// The answer to an address made: its id and the mark of its content.
pub(super) fn address_answer(id: u64, mark: &str) -> Answer {
    Answer::with(Some(id.to_string()), json!({ "mark": mark }))
}

/// A short text that is the same for the same content, today and in the next version (FNV-1a).
pub(super) fn mark(content: &Value) -> String {
    let start = 0xcbf2_9ce4_8422_2325_u64;
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    format!("{:016x}", content.to_string().bytes().fold(start, step))
}
