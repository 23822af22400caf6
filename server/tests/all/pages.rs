use crate::house::House;

#[tokio::test]
async fn the_first_rows_are_in_the_page_before_any_script_runs() {
    let house = House::open().await;
    house.products(2).await;
    let page = house.get("/logs/products").await;
    assert!(page.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
    let text = page.text().await.unwrap();
    assert!(text.contains("SKU-1") && text.contains("SKU-2"), "{text}");
}

#[tokio::test]
async fn a_page_lets_only_its_own_scripts_run() {
    let house = House::open().await;
    let page = house.get("/").await;
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    let (_, rest) = policy.split_once("'nonce-").unwrap();
    let nonce = rest.split('\'').next().unwrap().to_owned();
    let text = page.text().await.unwrap();
    assert!(text.contains(&format!("nonce=\"{nonce}\"")), "{text}");
    let again = house.get("/").await;
    assert!(
        !again.headers()["content-security-policy"].to_str().unwrap().contains(&nonce),
        "each page has its own"
    );
}

#[tokio::test]
async fn an_unknown_address_is_a_page_for_people_and_an_error_for_programs() {
    let house = House::open().await;
    let page = house.request("GET", "/nowhere").header("accept", "text/html,*/*").send().await.unwrap();
    assert_eq!(page.status(), 404);
    assert!(page.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
    let program = house.get("/nowhere").await;
    assert_eq!(crate::house::error_code(program, 404).await, "not_found");
}

#[tokio::test]
async fn pages_and_data_are_packed_and_streams_are_not() {
    let house = House::open().await;
    house.products(20).await;
    let packed = |path: &'static str| house.request("GET", path).header("accept-encoding", "br").send();
    assert_eq!(packed("/logs/products").await.unwrap().headers()["content-encoding"], "br");
    assert_eq!(packed("/api/v1/logs/product").await.unwrap().headers()["content-encoding"], "br");
    assert_eq!(packed("/events").await.unwrap().headers().get("content-encoding"), None);
    let browser =
        |path: &'static str| house.request("GET", path).header("accept-encoding", "gzip, br").send();
    assert_eq!(browser("/logs/products").await.unwrap().headers()["content-encoding"], "br");
    assert_eq!(browser("/api/v1/logs/product").await.unwrap().headers()["content-encoding"], "gzip");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_pages_asked_for_at_once_are_all_answered() {
    let house = House::open().await;
    house.products(20).await;
    let paths = ["/", "/logs/products", "/logs/orders", "/settings"];
    let pages = paths.iter().cycle().take(40).map(|path| house.get(path));
    for page in futures::future::join_all(pages).await {
        assert_eq!(page.status(), 200, "{}", page.url());
        assert!(page.text().await.unwrap().contains("</html>"));
    }
}
