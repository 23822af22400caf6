//! Being called back when products or their stock change (fact sheet 4.6.1).

mod told;

use async_trait::async_trait;
use platform::{Account, Hint, Hooks, PlatformError, Subscribed};
use reqwest::{Method, Url};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::answer;
use crate::client::Brightpearl;
use crate::wire::Webhook;

/// What Lockstep wants to hear of.
const EVENTS: [&str; 3] = ["product.modified.on-hand-modified", "product.modified", "product.created"];
const PATH: &str = "integration-service/webhook";

#[async_trait]
impl Hooks for Brightpearl {
    async fn subscribe(&self, account: &Account, address: &str) -> Result<Subscribed, PlatformError> {
        let reply = self.get(account, PATH, Vec::new(), "read webhooks").await?;
        let there: Vec<Webhook> = answer::elements(&reply)?
            .iter()
            .filter_map(|element| Webhook::deserialize(element).ok())
            .collect();
        let plan = plan(&there, address);
        // New ones first, so that nothing goes unheard in between.
        for event in &plan.make {
            let reply = self.write(account, Method::POST, PATH, &webhook(event, address), "webhook").await?;
            answer::content(&reply)?;
        }
        for id in &plan.remove {
            let reply = self.delete(account, &format!("{PATH}/{id}"), "deletion of the webhook").await?;
            answer::gone(&reply)?;
        }
        Ok(Subscribed { made: plan.make.len(), removed: plan.remove.len() })
    }

    fn hints(&self, body: &[u8]) -> Result<Vec<Hint>, String> {
        told::hints(body)
    }
}

/// What is to be done about the webhooks that are there.
#[derive(Debug, PartialEq, Eq)]
struct ToDo {
    make: Vec<&'static str>,
    remove: Vec<u64>,
}

/// Ours are those that call this very address, or one that differs only in its host or in the secret at its end. A second one
/// for the same event would tell everything twice.
fn plan(there: &[Webhook], address: &str) -> ToDo {
    let (mut heard, mut remove) = (Vec::new(), Vec::new());
    for hook in there {
        let event = EVENTS.into_iter().find(|event| *event == hook.subscribe_to);
        match event {
            Some(event) if hook.uri_template == address && !heard.contains(&event) => heard.push(event),
            _ if is_ours(&hook.uri_template, address) => remove.extend(hook.id),
            _ => {}
        }
    }
    let make = EVENTS.into_iter().filter(|event| !heard.contains(event)).collect();
    ToDo { make, remove }
}

fn is_ours(one: &str, address: &str) -> bool {
    match (before_the_secret(one), before_the_secret(address)) {
        (Some(one), Some(ours)) => one == ours,
        _ => one == address,
    }
}

/// The path of an address without its last part. An address of one part only has nothing to be known by.
fn before_the_secret(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let (before, _) = url.path().trim_end_matches('/').rsplit_once('/')?;
    (!before.is_empty()).then(|| before.to_owned())
}

/// The body of a subscription: many ids a call, and told again until it is taken. Four of the variables must be there
/// (`INTC-057`).
fn webhook(event: &str, address: &str) -> Value {
    let body = json!({
        "accountCode": "${account-code}", "resourceType": "${resource-type}", "id": "${resource-id}",
        "lifecycleEvent": "${lifecycle-event}", "fullEvent": "${full-event}", "raisedOn": "${raised-on}",
    });
    json!({ "subscribeTo": event, "httpMethod": "POST", "uriTemplate": address, "bodyTemplate": body.to_string(),
        "contentType": "application/json", "idSetAccepted": true, "qualityOfService": 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &str = "https://shop.example/hooks/brightpearl/s3cret";

    fn hook(id: u64, event: &str, address: &str) -> Webhook {
        Webhook { id: Some(id), subscribe_to: event.to_owned(), uri_template: address.to_owned() }
    }

    #[test]
    fn everything_is_subscribed_to_once() {
        assert_eq!(plan(&[], HERE), ToDo { make: EVENTS.to_vec(), remove: Vec::new() });
        let all: Vec<Webhook> = EVENTS.iter().zip(1..).map(|(event, id)| hook(id, event, HERE)).collect();
        assert_eq!(plan(&all, HERE), ToDo { make: Vec::new(), remove: Vec::new() });
    }

    #[test]
    fn older_addresses_and_second_subscriptions_of_ours_go() {
        let there = [
            hook(1, EVENTS[0], "https://shop.example/hooks/brightpearl/older"),
            hook(2, EVENTS[1], "https://moved.example/hooks/brightpearl/older"),
            hook(3, EVENTS[2], HERE),
            hook(4, EVENTS[2], HERE),
        ];
        assert_eq!(plan(&there, HERE), ToDo { make: EVENTS[..2].to_vec(), remove: vec![1, 2, 4] });
    }

    #[test]
    fn other_peoples_webhooks_are_left_alone() {
        let there = [
            hook(1, EVENTS[0], "https://other.example/their/hook"),
            hook(2, EVENTS[0], "https://shop.example/s3cret"),
            hook(3, "order.modified", "not an address"),
        ];
        assert!(plan(&there, HERE).remove.is_empty());
        assert!(plan(&there, "https://shop.example/new").remove.is_empty(), "nothing to know it by");
    }

    #[test]
    fn a_subscription_asks_for_sets_of_ids_and_for_certainty() {
        let body = webhook(EVENTS[0], HERE);
        assert_eq!((&body["idSetAccepted"], &body["qualityOfService"]), (&json!(true), &json!(1)));
        for variable in ["${account-code}", "${resource-type}", "${resource-id}", "${lifecycle-event}"] {
            assert!(body["bodyTemplate"].as_str().unwrap().contains(variable), "{variable}");
        }
    }
}
