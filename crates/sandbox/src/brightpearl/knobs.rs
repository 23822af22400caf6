//! The facts about Brightpearl nobody has confirmed (fact sheet 7), each as a switch.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::webhook::WebhookKnobs;

/// What a private app gets when it sends an `installedIntegrationInstanceId` (fact sheet 7, question 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InstanceIds {
    /// Any existing instance id counts, and with `externalRef` makes an order unique.
    Accepted,
    /// The id is dropped silently: no protection from doubles.
    Ignored,
    /// The order is refused with 400.
    Refused,
}

/// Switches of the Brightpearl half; the defaults are what the fact sheet assumes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Knobs {
    /// Status of the `CMNC-018` answer to an unreadable filter: 500 as recorded in 2022, or 400.
    pub unreadable_filter_status: u16,
    /// The largest number `resultsAvailable` ever says, as once seen with 500; `None` says the truth.
    pub results_available_stuck_at: Option<usize>,
    /// Whether searches end with a column no document names, so that mapping by position breaks.
    pub extra_column: bool,
    /// Whether STRING filters tell upper from lower case.
    pub strings_case_sensitive: bool,
    /// Whether the end of a PERIOD `from/to` belongs to it.
    pub period_end_inclusive: bool,
    /// Whether an unknown search parameter is refused instead of ignored.
    pub unknown_parameter_refused: bool,
    /// Resources (`product`, `order`, …) that take id sets in any order.
    pub lenient_id_sets: Vec<String>,
    /// Whether a repeated sales order answers with the id that exists; otherwise with `{}`.
    pub repeated_order_answers_id: bool,
    /// What becomes of instance ids sent by private apps.
    pub instance_ids: InstanceIds,
    /// Status of a throttle answer: 503, or 429 as one client believes.
    pub throttle_status: u16,
    /// Whether a throttle answer carries the two quota headers.
    pub throttle_headers: bool,
    /// Whether one id that does not exist fails a whole availability call with 400.
    pub bad_id_fails_availability: bool,
    /// Whether DELETE answers with an empty body instead of `{}`.
    pub delete_answers_nothing: bool,
    /// Whether `location/default` answers with a list instead of a number.
    pub default_location_as_list: bool,
    /// Whether a product GET that finds nothing is 200 `[]` instead of 404.
    pub missing_product_is_empty_list: bool,
    /// The end of the locked accounting period: nothing is posted with an earlier date. `None` locks nothing.
    pub locked_until: Option<Timestamp>,
    /// Whether POST goods-out answers a single new note as a bare number instead of a list.
    pub goods_out_answers_number: bool,
    /// Whether a goods-out note for more than is on hand is refused; otherwise on hand falls below zero.
    pub goods_out_beyond_stock_refused: bool,
    /// How long an order stays "invoice pending" after it is closed, in milliseconds.
    pub invoicing_ms: u32,
    /// Whether a change of custom fields moves `updatedOn`; some accounts do not.
    pub custom_fields_move_updated_on: bool,
    /// How webhooks are delivered.
    pub webhooks: WebhookKnobs,
    /// How long an access token of the OAuth app lives, in seconds.
    pub access_token_seconds: u32,
    /// Whether a refresh answers with a new refresh token and forgets the old one; otherwise with none.
    pub refresh_token_rotates: bool,
    /// Whether the person asked to let the OAuth app in says no.
    pub person_refuses: bool,
    /// Whether multi-messages are down (503), as they were for 17 hours in April 2023.
    pub multi_message_down: bool,
    /// Whether the private app was removed in the back office: every token is then unknown (401).
    pub app_removed: bool,
}

impl Default for Knobs {
    fn default() -> Self {
        Self {
            unreadable_filter_status: 500,
            results_available_stuck_at: None,
            extra_column: true,
            strings_case_sensitive: false,
            period_end_inclusive: false,
            unknown_parameter_refused: false,
            lenient_id_sets: Vec::new(),
            repeated_order_answers_id: true,
            instance_ids: InstanceIds::Accepted,
            throttle_status: 503,
            throttle_headers: true,
            bad_id_fails_availability: true,
            delete_answers_nothing: false,
            default_location_as_list: false,
            missing_product_is_empty_list: false,
            locked_until: None,
            goods_out_answers_number: false,
            goods_out_beyond_stock_refused: true,
            invoicing_ms: 2_000,
            custom_fields_move_updated_on: false,
            webhooks: WebhookKnobs::default(),
            access_token_seconds: 604_800,
            refresh_token_rotates: true,
            person_refuses: false,
            multi_message_down: false,
            app_removed: false,
        }
    }
}
