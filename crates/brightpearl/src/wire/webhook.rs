use serde::Deserialize;

use super::lenient;

/// A webhook that is registered.
///
/// `https://api-docs.brightpearl.com/integration/webhook/get.html`, fact sheet 4.6.1.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Webhook {
    #[serde(deserialize_with = "lenient::id")]
    pub(crate) id: Option<u64>,
    /// The event, such as `product.modified`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) subscribe_to: String,
    /// The address that is called.
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) uri_template: String,
}

/// What a webhook of ours says, in the shape we asked for; ids only (fact sheet 4.6.1).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Told {
    /// `product` and others.
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) resource_type: String,
    /// One id, or a set of them such as `1-3,9`.
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) id: String,
    /// The whole event, such as `product.modified.on-hand-modified`.
    #[serde(deserialize_with = "lenient::text")]
    pub(crate) full_event: String,
}
