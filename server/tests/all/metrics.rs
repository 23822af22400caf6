use crate::house::House;

async fn figures(house: &House) -> String {
    let response = house.request("GET", "/metrics").send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.headers()["content-type"].to_str().unwrap().starts_with("text/plain"));
    response.text().await.unwrap()
}

/// The value on the line that begins so.
fn value(figures: &str, begins: &str) -> f64 {
    let line = figures.lines().find(|line| line.starts_with(begins));
    let line = line.unwrap_or_else(|| panic!("no {begins} in:\n{figures}"));
    line.rsplit(' ').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn operators_read_counts_and_what_needs_somebody() {
    let house = House::open().await;
    house.products(3).await;
    house.failed_product("P9").await;
    let figures = figures(&house).await;
    assert_eq!(value(&figures, r#"lockstep_records{kind="product",status="pending"}"#), 3.0);
    assert_eq!(value(&figures, r#"lockstep_records{kind="product",status="failed"}"#), 1.0);
    assert_eq!(value(&figures, r#"lockstep_needs_person_causes{kind="product"}"#), 1.0);
    assert_eq!(value(&figures, r#"lockstep_connected{platform="lightspeed"}"#), 0.0);
    assert!(value(&figures, r#"lockstep_behind_seconds{kind="product"}"#) >= 0.0);
    assert_eq!(value(&figures, "lockstep_build_info{"), 1.0);
}

#[tokio::test]
async fn answers_are_timed_by_their_route_and_not_by_their_address() {
    let house = House::open().await;
    let id = house.failed_product("P9").await;
    house.json(&format!("/api/v1/records/{id}")).await;
    house.json("/api/v1/logs/product?q=secret-name").await;
    let figures = figures(&house).await;
    let counted = |route: &str| {
        value(
            &figures,
            &format!(r#"lockstep_request_seconds_count{{method="GET",route="{route}",status="2xx"}}"#),
        )
    };
    assert_eq!(counted("/api/v1/records/{id}"), 1.0);
    assert_eq!(counted("/api/v1/logs/{kind}"), 1.0);
    assert!(!figures.contains(&id.to_string()) && !figures.contains("secret-name"));
}
