//! Several payments with one call: Brightpearl's multi-message (fact sheet 2.5).
//!
//! Reference and method are unique there, so a payment sent twice is refused and never booked twice; what the call does not
//! book is booked one by one afterwards. The resource has been away for hours before, so an order that shows no payment after a
//! failed call goes on without it.

use std::collections::BTreeMap;

use model::Answer;
use platform::http::Reply;
use platform::{Account, PlatformError};
use reqwest::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use super::DocumentKind;
use super::call::OnePayment;
use super::told::PaidTogether;
use crate::answer;
use crate::client::Brightpearl;

/// What became of the messages.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Processed {
    processed_messages: Vec<Message>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    label: String,
    status_code: u16,
    #[serde(default)]
    body: Body,
}

/// The answer of one message, as text.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Body {
    content: String,
}

impl Message {
    /// The payment's id; `None` if it was refused.
    ///
    /// # Errors
    /// What a single call with this answer would mean, if the payment may be there nevertheless.
    fn id(self, whole: &Reply) -> Result<Option<String>, PlatformError> {
        let own = Reply {
            platform: whole.platform,
            what: "payment".to_owned(),
            status: self.status_code,
            headers: whole.headers.clone(),
            body: self.body.content,
        };
        match answer::new_id(&own) {
            Ok(id) => Ok(Some(id.to_string())),
            Err(error) if error.may_have_arrived() => Err(error),
            Err(_) => Ok(None),
        }
    }
}

impl Brightpearl {
    /// Books payments one after the other with one call, up to the first that is refused.
    pub(super) async fn pay_together(
        &self,
        account: &Account,
        kind: DocumentKind,
        order: u64,
        payments: &[OnePayment],
    ) -> Result<Answer, PlatformError> {
        let reply =
            self.write(account, Method::POST, "multi-message", &messages(payments), "payments").await?;
        match booked(&reply) {
            Ok(mut paid) => {
                if paid.len() < payments.len() {
                    // A refusal may mean that it is there already.
                    paid.extend(self.booked_before(account, kind, order, payments).await?);
                }
                Ok(PaidTogether { paid }.into_answer())
            }
            Err(error @ (PlatformError::Throttled { .. } | PlatformError::AccessLost { .. })) => Err(error),
            Err(error) => {
                let (found, _) = self.order(account, kind, order).await?;
                match found.order_payment_status.as_str() {
                    "UNPAID" => Ok(PaidTogether::default().into_answer()),
                    _ => Err(error),
                }
            }
        }
    }

    /// Whether all of them are there, after the answer was lost.
    pub(super) async fn paid_together(
        &self,
        account: &Account,
        kind: DocumentKind,
        order: u64,
        payments: &[OnePayment],
    ) -> Result<Option<Answer>, PlatformError> {
        let paid = self.booked_before(account, kind, order, payments).await?;
        Ok((paid.len() == payments.len()).then(|| PaidTogether { paid }.into_answer()))
    }

    async fn booked_before(
        &self,
        account: &Account,
        kind: DocumentKind,
        order: u64,
        payments: &[OnePayment],
    ) -> Result<BTreeMap<String, String>, PlatformError> {
        let found = self.payments(account, order).await?.into_iter();
        let ours = found.filter(|paid| {
            paid.sort == kind.payment_type() && payments.iter().any(|one| one.key == paid.key)
        });
        Ok(ours.map(|paid| (paid.key, paid.id.to_string())).collect())
    }
}

fn messages(payments: &[OnePayment]) -> Value {
    let message = |one: &OnePayment| {
        json!({
            "label": one.key, "uri": "/accounting-service/customer-payment", "httpMethod": "POST", "body": one.post,
        })
    };
    let messages: Vec<Value> = payments.iter().map(message).collect();
    json!({ "processingMode": "SEQUENTIAL", "onFail": "STOP", "messages": messages })
}

fn booked(reply: &Reply) -> Result<BTreeMap<String, String>, PlatformError> {
    let processed: Processed = answer::shaped(reply)?;
    let mut booked = BTreeMap::new();
    for mut message in processed.processed_messages {
        let label = std::mem::take(&mut message.label);
        if let Some(id) = message.id(reply)? {
            booked.insert(label, id);
        }
    }
    Ok(booked)
}

#[cfg(test)]
mod tests {
    use model::Platform;
    use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};

    use super::*;

    fn reply(status: u16, body: &Value) -> Reply {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json;charset=UTF-8"));
        Reply {
            platform: Platform::Brightpearl,
            what: "payments".to_owned(),
            status,
            headers,
            body: body.to_string(),
        }
    }

    #[test]
    fn what_was_booked_before_the_first_refusal_is_told_with_its_id() {
        let body = json!({ "response": {
            "processedMessages": [
                { "label": "ls-1-1 CASH", "statusCode": 200, "body": { "content": "{\"response\":935253}" } },
                { "label": "ls-1-2 CARD", "statusCode": 400, "body": { "content": "{\"errors\":[]}" } },
            ],
            "unprocessedMessages": ["ls-1-3 CARD"],
        } });
        let paid = booked(&reply(207, &body)).unwrap();
        assert_eq!(paid, BTreeMap::from([("ls-1-1 CASH".to_owned(), "935253".to_owned())]));
    }

    #[test]
    fn a_message_whose_own_answer_was_lost_may_have_been_booked() {
        let body = json!({ "response": { "processedMessages": [
            { "label": "ls-1-1 CASH", "statusCode": 500, "body": { "content": "{\"errors\":[{\"code\":\"CMNU-003\"}]}" } },
        ], "unprocessedMessages": ["ls-1-2 CARD"] } });
        assert!(booked(&reply(207, &body)).unwrap_err().may_have_arrived());
    }

    #[test]
    fn payments_are_sent_in_order_and_stop_at_a_refusal() {
        let one = |key: &str| OnePayment { key: key.to_owned(), post: json!({ "amountPaid": "1.00" }) };
        let sent = messages(&[one("a"), one("b")]);
        assert_eq!((&sent["processingMode"], &sent["onFail"]), (&json!("SEQUENTIAL"), &json!("STOP")));
        assert_eq!(sent["messages"][1]["label"], "b");
        assert_eq!(sent["messages"][0]["uri"], "/accounting-service/customer-payment");
    }

    #[test]
    fn a_resource_that_is_away_books_nothing_we_know_of() {
        let away = reply(503, &json!({ "response": "Service unavailable" }));
        assert!(booked(&away).is_err());
    }
}
