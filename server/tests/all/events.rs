use std::time::Duration;

use reqwest::Response;
use serde_json::Value;

use crate::house::{House, error_code};

/// Reads a stream until so many messages have come, or three seconds have passed, or it ends.
struct Stream {
    response: Response,
    text: String,
}

#[derive(Debug, PartialEq)]
struct Message {
    id: i64,
    event: String,
    data: Value,
}

impl Stream {
    async fn open(house: &House, path: &str, last: Option<i64>) -> Stream {
        let mut request = house.request("GET", path);
        if let Some(last) = last {
            request = request.header("last-event-id", last.to_string());
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Stream { response, text: String::new() }
    }

    async fn messages(&mut self, count: usize) -> Vec<Message> {
        let wait = Duration::from_secs(3);
        while parse(&self.text).len() < count {
            match tokio::time::timeout(wait, self.response.chunk()).await {
                Ok(Ok(Some(chunk))) => self.text.push_str(&String::from_utf8_lossy(&chunk)),
                _ => break,
            }
        }
        let messages = parse(&self.text);
        self.text.clear();
        messages
    }

    async fn ends(&mut self) -> bool {
        let end = async { while let Ok(Some(_)) = self.response.chunk().await {} };
        tokio::time::timeout(Duration::from_secs(5), end).await.is_ok()
    }
}

fn parse(text: &str) -> Vec<Message> {
    let whole = text.rsplit_once("\n\n").map_or("", |(whole, _)| whole);
    let field = |block: &str, name: &str| {
        block
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
            .map(|text| text.trim().to_owned())
    };
    let blocks = whole.split("\n\n").filter_map(|block| {
        let id = field(block, "id")?.parse().ok()?;
        Some(Message {
            id,
            event: field(block, "event")?,
            data: serde_json::from_str(&field(block, "data")?).ok()?,
        })
    });
    blocks.collect()
}

#[tokio::test]
async fn a_change_reaches_an_open_stream() {
    let house = House::open().await;
    let mut stream = Stream::open(&house, "/events", None).await;
    // The stream begins "now", which is when its first look at the store is done.
    tokio::time::sleep(Duration::from_millis(200)).await;
    let id = house.products(1).await[0];
    let told = stream.messages(1).await;
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].event.as_str(), &told[0].data["kind"]), ("change", &Value::from("product")));
    assert_eq!(told[0].data["record"], id.to_string());
    assert_eq!(told[0].data["new"], true);
}

#[tokio::test]
async fn a_stream_goes_on_after_the_last_event_that_was_seen() {
    let house = House::open().await;
    house.products(3).await;
    let all = Stream::open(&house, "/events?after=0", None).await.messages(3).await;
    assert_eq!(all.len(), 3);
    let path = format!("/events?after={}", all[0].id);
    assert_eq!(Stream::open(&house, &path, None).await.messages(2).await, all[1..]);
    let resumed = Stream::open(&house, "/events?after=0", Some(all[1].id)).await.messages(1).await;
    assert_eq!(resumed, all[2..], "the header of a reconnect counts before the address");
}

#[tokio::test]
async fn nothing_is_told_twice_where_old_and_new_meet() {
    let house = House::open().await;
    house.products(5).await;
    let mut stream = Stream::open(&house, "/events?after=0", None).await;
    house.customer("C1", "Byrne").await;
    house.customer("C2", "Okafor").await;
    let told = stream.messages(7).await;
    let ids: Vec<i64> = told.iter().map(|message| message.id).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!((ids.len(), &ids), (7, &sorted));
}

#[tokio::test]
async fn a_reader_from_another_time_is_told_to_look_again() {
    let house = House::open().await;
    house.products(2).await;
    let mut stream = Stream::open(&house, "/events?after=999999", None).await;
    let told = stream.messages(1).await;
    assert_eq!(told[0].event, "resync");
    assert_eq!(told[0].data, serde_json::json!({}));
    let newest = house.json("/api/v1/overview").await["event"].as_i64().unwrap();
    assert_eq!(told[0].id, newest, "a reconnect goes on from here");
    house.customer("C1", "Byrne").await;
    assert_eq!(stream.messages(1).await[0].event, "change");
}

#[tokio::test]
async fn an_id_that_is_no_number_is_refused() {
    let house = House::open().await;
    assert_eq!(error_code(house.get("/events?after=soon").await, 400).await, "bad_event");
}

#[tokio::test]
async fn open_streams_end_when_the_server_stops_and_stopping_is_quick() {
    let mut house = House::open().await;
    let mut stream = Stream::open(&house, "/events", None).await;
    let started = std::time::Instant::now();
    house.stop().await;
    assert!(stream.ends().await);
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    assert!(house.request("GET", "/healthz").send().await.is_err(), "nobody listens any more");
}
