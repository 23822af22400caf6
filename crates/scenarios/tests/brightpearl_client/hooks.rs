use std::time::Duration;

use platform::{Hint, Hooks, Subscribed};
use reqwest::Method;
use sandbox::faults::FaultKind;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::office::Office;
use crate::orders::goods;

const HERE: &str = "http://127.0.0.1:9/hooks/brightpearl/s3cret";

async fn addresses(office: &Office) -> Vec<String> {
    let hooks = office.client_hooks().await;
    hooks.iter().map(|hook| hook["uriTemplate"].as_str().unwrap().to_owned()).collect()
}

impl Office {
    async fn client_hooks(&self) -> Vec<serde_json::Value> {
        let url = format!("{}/{}/integration-service/webhook", self.account.api, self.account.name);
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let request = client
            .get(url)
            .header("brightpearl-app-ref", "acmeshop_lockstep")
            .header("brightpearl-staff-token", "sandbox-staff-token");
        let reply: serde_json::Value = request.send().await.unwrap().json().await.unwrap();
        reply["response"].as_array().cloned().unwrap_or_default()
    }
}

#[tokio::test]
async fn subscribing_is_done_once_and_follows_a_new_address() {
    let office = Office::open().await;
    let subscribe = |address: &'static str| office.client.subscribe(&office.account, address);
    assert_eq!(subscribe(HERE).await.unwrap(), Subscribed { made: 3, removed: 0 });
    assert_eq!(subscribe(HERE).await.unwrap(), Subscribed::default());
    let moved = "http://127.0.0.1:9/hooks/brightpearl/other";
    assert_eq!(subscribe(moved).await.unwrap(), Subscribed { made: 3, removed: 3 });
    assert_eq!(addresses(&office).await, [moved; 3]);
}

#[tokio::test]
async fn a_subscription_whose_answer_is_lost_is_found_and_not_made_twice() {
    let office = Office::open().await;
    office.fault("POST", "/integration-service/webhook", FaultKind::DropAfterCommit);
    assert!(office.client.subscribe(&office.account, HERE).await.is_err());
    assert_eq!(office.client.subscribe(&office.account, HERE).await.unwrap().made, 2);
    assert_eq!(addresses(&office).await.len(), 3);
}

#[tokio::test]
async fn what_brightpearl_sends_is_understood() {
    let office = Office::open().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/hooks/brightpearl/s3cret", listener.local_addr().unwrap());
    let kettle = goods(&office).await;
    office.client.subscribe(&office.account, &address).await.unwrap();
    let id: u64 = kettle.parse().unwrap();
    office.control(Method::POST, "brightpearl/products", json!({"id": id, "stock": {"3": 4}})).await;
    let heard = tokio::time::timeout(Duration::from_secs(10), async {
        loop {
            let hints = office.client.hints(&body(&listener).await).unwrap();
            if hints == [Hint::Stock(vec![kettle.clone()])] {
                return;
            }
        }
    });
    heard.await.unwrap();
}

/// Takes one call and answers it; its body.
async fn body(listener: &TcpListener) -> Vec<u8> {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut read = Vec::new();
    loop {
        let mut part = [0_u8; 4096];
        let count = stream.read(&mut part).await.unwrap();
        read.extend_from_slice(&part[..count]);
        let text = String::from_utf8_lossy(&read).to_lowercase();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
        if count == 0 || body.len() >= length.parse().unwrap() {
            let at = read.len() - body.len();
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
                .await
                .unwrap();
            return read[at..].to_vec();
        }
    }
}
