use clap::Parser;
use serde_json::Value;
use server::cli::Cli;
use server::config::Config;
use server::demo::Demo;

use crate::house::make_site;

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_maps_what_matches_and_leaves_three_things_to_mend() {
    server::wire::choose_tls();
    let site = tempfile::tempdir().unwrap();
    make_site(site.path());
    let line = format!("lockstep demo --port 0 --lag-ms 0 --site {}", site.path().display());
    let cli = Cli::try_parse_from(line.split_whitespace()).unwrap();
    let demo = Demo::start(Config::read(&cli.command.sources([])).unwrap()).await.unwrap();
    let shown = reqwest::get(format!("{}/api/v1/settings", demo.url())).await.unwrap();
    let settings = shown.json::<Value>().await.unwrap()["settings"].clone();

    let shops = settings["shops"].as_object().unwrap();
    assert_eq!(shops.len(), 3);
    for (id, shop) in shops {
        for setting in ["channel", "warehouse", "price_list", "walk_in_contact"] {
            assert!(!shop[setting].as_str().unwrap().is_empty(), "shop {id} has no {setting}");
        }
    }
    let taxes = settings["taxes"].as_array().unwrap();
    assert!(taxes.iter().any(|tax| tax["rate1"] == "0.2" && tax["code"] == "T20"), "{taxes:?}");
    assert!(!taxes.iter().any(|tax| tax["rate1"] == "0.05"), "one tax is left out: {taxes:?}");
    let payments = settings["payments"].as_object().unwrap();
    assert!(payments.values().any(|code| code == "CASH") && payments.values().any(|code| code == "CARD"));
    assert!(!payments.values().any(|code| code == "CHEQUE"), "cheques are left out: {payments:?}");
    let classes = settings["classification"].as_array().unwrap();
    assert!(classes.iter().any(|class| class["name"] == "Jackets" && class["category"] != ""));
    assert!(!classes.iter().any(|class| class["name"] == "Maps & guides"), "some products are left out");
    demo.stop().await;
}
