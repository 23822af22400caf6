use serde::Deserialize;

use super::lenient;

/// A way to pay.
///
/// `https://api-docs.brightpearl.com/accounting/payment-method/get.html`, fact sheet 4.5.2.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PaymentMethod {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) code: String,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) name: String,
    #[serde(default, deserialize_with = "lenient::flag")]
    pub(crate) is_active: Option<bool>,
    /// Where its money goes, one a currency; without one no journal is made, for good.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub(crate) bank_accounts: Vec<BankAccount>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BankAccount {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) currency_iso_code: String,
}
