use std::net::{IpAddr, Ipv4Addr};

use serde_json::json;
use server::config::Listen;
use server::serve::listen;

use crate::house::{House, error_code};

/// Every address that writes, with its method.
const WRITES: [(&str, &str); 5] = [
    ("POST", "/api/v1/logs/order/search"),
    ("POST", "/api/v1/records/00000000-0000-7000-8000-00000000ffff/resync"),
    ("PUT", "/api/v1/settings"),
    ("POST", "/api/v1/flows/order/run"),
    ("POST", "/api/some_server_function"),
];

#[tokio::test]
async fn a_page_of_another_site_can_make_no_browser_write() {
    let house = House::open().await;
    let own = house.url.clone();
    let foreign: [&[(&str, &str)]; 6] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site"), ("origin", &own)],
        &[("sec-fetch-site", "none")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("origin", "http://127.0.0.1:1")],
    ];
    for (method, path) in WRITES {
        for headers in foreign {
            let mut request = house.request(method, path).json(&json!({}));
            for (name, value) in headers {
                request = request.header(name, value);
            }
            let response = request.send().await.unwrap();
            assert_eq!(error_code(response, 403).await, "cross_site", "{method} {path} {headers:?}");
        }
    }
}

#[tokio::test]
async fn our_own_pages_and_programs_may_write() {
    let house = House::open().await;
    let own = house.url.clone();
    let ours: [&[(&str, &str)]; 3] = [&[("sec-fetch-site", "same-origin")], &[("origin", &own)], &[]];
    for headers in ours {
        let mut request = house.request("POST", "/api/v1/logs/order/search").json(&json!({}));
        for (name, value) in headers {
            request = request.header(name, value);
        }
        assert_eq!(request.send().await.unwrap().status(), 200, "{headers:?}");
    }
    let bare = house.request("POST", "/api/some_server_function").send().await.unwrap();
    assert_eq!(error_code(bare, 403).await, "cross_site", "server functions are for our pages only");
}

#[tokio::test]
async fn a_foreign_name_that_leads_here_is_not_answered() {
    let house = House::open().await;
    for path in ["/", "/healthz", "/api/v1/settings", "/events", "/pkg/plain.txt"] {
        let response = house.request("GET", path).header("host", "evil.example:3000").send().await.unwrap();
        assert_eq!(error_code(response, 421).await, "wrong_host", "{path}");
    }
    let local = house.request("GET", "/healthz").header("host", "localhost:3000").send().await.unwrap();
    assert_eq!(local.status(), 200);
}

#[tokio::test]
async fn trace_and_invented_methods_are_not_allowed_anywhere() {
    let house = House::open().await;
    for path in ["/", "/api/v1/settings", "/pkg/plain.txt", "/nowhere"] {
        for method in ["TRACE", "BREW"] {
            let response = house.request(method, path).send().await.unwrap();
            assert!(response.headers().contains_key("allow"), "{method} {path}");
            assert_eq!(error_code(response, 405).await, "method_not_allowed", "{method} {path}");
        }
    }
    let wrong = house.request("DELETE", "/api/v1/settings").send().await.unwrap();
    assert_eq!(error_code(wrong, 405).await, "method_not_allowed");
}

#[tokio::test]
async fn a_body_of_one_byte_too_many_is_refused() {
    let house = House::open().await;
    let padded = |bytes: usize| {
        let empty = r#"{"q":""}"#;
        format!(r#"{{"q":"{}"}}"#, " ".repeat(bytes - empty.len()))
    };
    let post = |body: String| {
        house
            .request("POST", "/api/v1/logs/order/search")
            .header("content-type", "application/json")
            .body(body)
            .send()
    };
    assert_eq!(post(padded(256 * 1024)).await.unwrap().status(), 200);
    assert_eq!(error_code(post(padded(256 * 1024 + 1)).await.unwrap(), 413).await, "too_large");
}

#[tokio::test]
async fn only_this_machine_can_be_listened_on() {
    for bind in [IpAddr::V4(Ipv4Addr::UNSPECIFIED), IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7))] {
        let refused = listen(Listen { bind, port: 0 }).await.err().unwrap().to_string();
        assert!(refused.contains("sign-in"), "{refused}");
    }
}

#[tokio::test]
async fn a_taken_port_is_told_with_what_to_do() {
    let house = House::open().await;
    let port = house.url.rsplit(':').next().unwrap().parse().unwrap();
    let refused =
        listen(Listen { bind: IpAddr::V4(Ipv4Addr::LOCALHOST), port }).await.err().unwrap().to_string();
    assert!(refused.contains("--port"), "{refused}");
}
