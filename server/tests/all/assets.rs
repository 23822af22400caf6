use server::assets::Site;

use crate::house::{House, make_site};

const SCRIPT: &str = "/pkg/lockstep.0123456789ab.js";

#[tokio::test]
async fn the_best_packing_a_reader_takes_is_sent() {
    let house = House::open().await;
    for (accepts, coding, starts) in [
        ("gzip, deflate, br", Some("br"), "packed with brotli"),
        ("gzip", Some("gzip"), "packed with gzip"),
        ("br;q=0, gzip", Some("gzip"), "packed with gzip"),
        ("identity", None, "export const"),
    ] {
        let response = house.request("GET", SCRIPT).header("accept-encoding", accepts).send().await.unwrap();
        let headers = response.headers().clone();
        assert_eq!(
            headers.get("content-encoding").map(|coding| coding.to_str().unwrap()),
            coding,
            "{accepts}"
        );
        assert_eq!(headers["vary"], "accept-encoding");
        assert_eq!(headers["content-type"], "text/javascript; charset=utf-8");
        assert!(response.text().await.unwrap().starts_with(starts), "{accepts}");
    }
}

#[tokio::test]
async fn a_file_without_a_packed_one_beside_it_is_sent_as_it_is() {
    let house = House::open().await;
    let response = house
        .request("GET", "/pkg/lockstep.0123456789ab.wasm")
        .header("accept-encoding", "br")
        .send()
        .await
        .unwrap();
    assert_eq!(response.headers().get("content-encoding"), None);
    assert_eq!(response.headers()["content-type"], "application/wasm");
}

#[tokio::test]
async fn only_files_named_by_their_content_are_kept_for_ever() {
    let house = House::open().await;
    assert_eq!(house.get(SCRIPT).await.headers()["cache-control"], "public, max-age=31536000, immutable");
    assert_eq!(house.get("/pkg/plain.txt").await.headers()["cache-control"], "no-cache");
}

#[tokio::test]
async fn nothing_but_the_listed_files_is_handed_out() {
    let house = House::open().await;
    for path in [
        "/manifest.json",
        "/pkg/../../lockstep.db",
        "/pkg/%2e%2e/%2e%2e/lockstep.db",
        "/pkg/",
        "/pkg",
        "/pkg/lockstep.0123456789ab.js.br",
    ] {
        assert_eq!(house.get(path).await.status(), 404, "{path}");
    }
}

#[test]
fn a_folder_without_a_build_says_what_to_run() {
    let folder = tempfile::tempdir().unwrap();
    let why = Site::in_folder(folder.path()).err().unwrap().to_string();
    assert!(why.contains("cargo xtask build"), "{why}");
    make_site(folder.path());
    assert_eq!(Site::in_folder(folder.path()).unwrap().assets.logs.css, "/pkg/lockstep.0123456789ab.css");
    std::fs::remove_file(folder.path().join("pkg/lockstep.0123456789ab.wasm")).unwrap();
    let why = Site::in_folder(folder.path()).err().unwrap().to_string();
    assert!(why.contains("lockstep.0123456789ab.wasm"), "{why}");
}
