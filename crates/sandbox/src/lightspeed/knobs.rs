//! The switches of Lightspeed: what its vendor does not confirm, and what a merchant's administrator can do.

use serde::{Deserialize, Serialize};

/// The switches of Lightspeed, with the defaults the fact sheet assumes (its section 7 numbers the open questions).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Knobs {
    /// How long an access token lives, in seconds (`expires_in`).
    pub access_token_seconds: u64,
    /// How long an unused refresh token lives, in seconds.
    pub refresh_token_seconds: u64,
    /// How long an authorization code lives, in seconds.
    pub code_seconds: u64,
    /// Question 15: whether a refresh kills the old access token at once rather than at the new one's first use.
    pub old_access_token_dies_at_refresh: bool,
    /// Whether the token endpoint's `Retry-After` is an HTTP date rather than seconds.
    pub token_retry_after_as_date: bool,
    /// Whether the OAuth client is registered as public: PKCE is then required and the secret is not.
    pub public_client: bool,
    /// The address registered for the client, to which the browser returns.
    pub registered_redirect: String,
    /// Question 18: whether a `redirect_uri` sent to authorize is obeyed rather than ignored.
    pub obey_redirect_uri: bool,
    /// Whether the person in front of the authorize page refuses.
    pub person_refuses: bool,
    /// Whether 401 bodies have the old `httpCode` shape.
    pub old_unauthorized_body: bool,
    /// Whether the employee behind the connection is locked out: every call is then a 401.
    pub employee_locked: bool,
    /// Rights the employee has lost since authorizing, for example `register_read`.
    pub lost_rights: Vec<String>,
    /// Whether 400 and 404 answers carry a JSON body as `text/html`, as recorded.
    pub errors_as_html_type: bool,
    /// Question 2: whether an empty list leaves `next` and `previous` out altogether.
    pub empty_list_without_cursors: bool,
    /// Question 3: whether a full last page has a `next` that leads to an empty page.
    pub full_last_page_has_next: bool,
    /// Question 4: whether cursors have grown too old and are refused: one must begin anew.
    pub refuse_cursors: bool,
    /// Question 6: whether an unknown filter field is a 400 rather than ignored.
    pub refuse_unknown_filters: bool,
    /// Question 19: whether a filter on a relation's field hides the children that do not match.
    pub relation_filter_hides_children: bool,
    /// Question 7: whether a write that fails a check is a 422 rather than a 400.
    pub failed_checks_are_422: bool,
    /// Question 8: whether a repeated customSku, upc or ean is refused with "already exists".
    pub unique_identifiers: bool,
    /// Question 9: whether a negative quantity on hand is accepted.
    pub accept_negative_qoh: bool,
    /// Question 9: whether a quantity for a shop without a row makes the row.
    pub qoh_makes_missing_row: bool,
    /// Question 10: whether `archived=true` by PUT is an error rather than ignored.
    pub refuse_archived_by_put: bool,
    /// Question 11: whether a change of the contact alone moves the customer's time stamp.
    pub contact_moves_customer: bool,
    /// Question 12: whether a void moves the sale's `timeStamp` too.
    pub void_moves_time_stamp: bool,
    /// Question 13: whether a voided sale keeps `completed` true.
    pub voided_stays_completed: bool,
    /// Question 14: whether the field is spelled `updateTime`, as in older samples.
    pub update_time_in_camel_case: bool,
    /// Question 14: whether `updatetime` cannot be filtered by: it is then a field nobody knows.
    pub update_time_is_no_filter: bool,
    /// Whether a new customer is opted out of mail, telephone and e-mail unless the payload says otherwise.
    pub new_customers_opted_out: bool,
    /// Whether the reconciliation of a whole count takes out what was not counted.
    pub reconcile_removes_uncounted: bool,
    /// Question 16: the burst limit is the bucket's size divided by this.
    pub burst_divisor: f64,
    /// Question 17: whether a refused request adds its cost to the bucket.
    pub refused_requests_cost: bool,
    /// Question 21: whether `calcSubtotal` of tax-inclusive sales contains the tax.
    pub inclusive_subtotal_with_tax: bool,
    /// Question 22: whether layaways and work orders lower the quantity on hand before they are sold.
    pub holds_lower_qoh: bool,
    /// Whether the counter of work orders is spelled `onWorkOrder` rather than `onWorkorder`.
    pub work_order_in_camel_case: bool,
    /// Question 9: whether a quantity on hand is taken over when an item is created.
    pub qoh_in_item_create: bool,
    /// Question 12: whether a change of an open cart's lines or payments moves the sale's `timeStamp` too.
    pub line_edit_moves_time_stamp: bool,
    /// Whether every seventh row carries a field nobody has heard of.
    pub unknown_fields: bool,
    /// Above how many loaded relations a list ends in a 500; none means never.
    pub relations_before_500: Option<usize>,
}

impl Default for Knobs {
    fn default() -> Self {
        Self {
            access_token_seconds: 3600,
            refresh_token_seconds: 30 * 86_400,
            code_seconds: 60,
            old_access_token_dies_at_refresh: false,
            token_retry_after_as_date: false,
            public_client: false,
            registered_redirect: "http://127.0.0.1:3000/connect/lightspeed".to_owned(),
            obey_redirect_uri: false,
            person_refuses: false,
            old_unauthorized_body: false,
            employee_locked: false,
            lost_rights: Vec::new(),
            errors_as_html_type: true,
            empty_list_without_cursors: false,
            full_last_page_has_next: true,
            refuse_cursors: false,
            refuse_unknown_filters: false,
            relation_filter_hides_children: false,
            failed_checks_are_422: false,
            unique_identifiers: false,
            accept_negative_qoh: false,
            qoh_makes_missing_row: true,
            refuse_archived_by_put: false,
            contact_moves_customer: true,
            void_moves_time_stamp: false,
            voided_stays_completed: true,
            update_time_in_camel_case: false,
            update_time_is_no_filter: false,
            new_customers_opted_out: true,
            reconcile_removes_uncounted: false,
            burst_divisor: 4.5,
            refused_requests_cost: false,
            inclusive_subtotal_with_tax: false,
            holds_lower_qoh: true,
            work_order_in_camel_case: false,
            qoh_in_item_create: true,
            line_edit_moves_time_stamp: false,
            unknown_fields: true,
            relations_before_500: None,
        }
    }
}
