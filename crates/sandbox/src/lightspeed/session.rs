//! The account and the session (fact sheet, section 1.7).

use serde_json::{Map, Value, json};

use super::oauth::Holder;
use super::schema::Resource;
use super::state::{ACCOUNT, State};

/// The name of the merchant at Lightspeed.
const NAME: &str = "Fell & Harbour";

/// The one account of the token.
pub(crate) fn accounts() -> Value {
    json!({ "@attributes": { "count": "1" },
            "Account": { "accountID": ACCOUNT, "name": NAME,
                         "link": { "@attributes": { "href": format!("/API/V3/Account/{ACCOUNT}") } } } })
}

/// The account in its own shape: the only place with the currency.
pub(crate) fn account(state: &State) -> Value {
    let pound = json!({ "code": "GBP", "symbol": "£" });
    json!({ "Account": {
        "@attributes": { "systemCustomerID": ACCOUNT },
        "status": "active",
        "name": NAME,
        "employeeCount": state.table(Resource::Employee).len().to_string(),
        "employeeLimit": "10",
        "uniqueSubscriptionIdentifier": "sandbox-90210",
        "defaultCurrency": pound,
        "purchasingCurrencies": { "purchasingCurrency": [pound] } } })
}

/// Who is calling, unwrapped.
pub(crate) fn session(state: &State, holder: &Holder) -> Value {
    let rights: Map<String, Value> =
        holder.rights.iter().map(|right| (right.clone(), json!("true"))).collect();
    json!({
        "sessionID": "sandbox", "sessionCookie": "", "employeeID": "1", "systemCustomerID": ACCOUNT,
        "systemUserID": "1002", "systemAPIClientID": "51661", "systemAPIKeyID": "0", "ecomUrl": "",
        "shopCount": state.table(Resource::Shop).len().to_string(),
        "Employee": { "employeeID": "1", "firstName": "Moira", "lastName": "Sinclair", "singleShop": "false",
                      // The one time of the platform with a local offset.
                      "hasPin": "true", "isCheckedIn": "true", "checkedInAt": "2026-03-04T09:00:00-04:00" },
        "Rights": rights,
    })
}
