use model::{Lane, MerchantId, Platform, TraceId};
use secrecy::SecretString;

/// Who is asking, and for what work: an argument of every call, never state of a client.
#[derive(Debug, Clone)]
pub struct Account {
    /// Whose data it is.
    pub merchant: MerchantId,
    /// Which platform.
    pub platform: Platform,
    /// The account's name there: Brightpearl's account code, Lightspeed's account id.
    pub name: String,
    /// Where its API answers, without a slash at the end and without the account:
    /// `https://euw1.brightpearlconnect.com/public-api`, `https://api.lightspeedapp.com/API/V3`.
    pub api: String,
    /// Where it gives out tokens, without a slash at the end; empty where none are needed.
    pub auth: String,
    /// How it lets us in.
    pub credentials: Credentials,
    /// Whose turn of the budget the calls are.
    pub lane: Lane,
    /// Brightpearl's number for this installation of an OAuth app: with it, a document's reference is unique there.
    pub instance: Option<i64>,
    /// What ties the calls of one batch together in the call log.
    pub trace: TraceId,
}

/// How a platform lets us in.
#[derive(Debug, Clone)]
pub enum Credentials {
    /// A Brightpearl private app whose token belongs to a member of staff.
    Staff {
        /// `{account}_…`, as shown in Brightpearl.
        app_ref: String,
        /// The token.
        token: SecretString,
    },
    /// A Brightpearl private app with one token for the account (being phased out there).
    System {
        /// `{account}_…`, as shown in Brightpearl.
        app_ref: String,
        /// The token.
        token: SecretString,
    },
    /// OAuth: the app's own id and secret; the account's tokens are in the [`crate::TokenVault`].
    OAuth {
        /// The app's id.
        client_id: String,
        /// The app's secret.
        client_secret: SecretString,
        /// The developer's reference, which Brightpearl wants with each call; empty for Lightspeed.
        developer: String,
    },
}
