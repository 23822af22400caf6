use crate::house::House;

const EVERYWHERE: [(&str, &str); 6] = [
    ("strict-transport-security", "max-age=31536000; includeSubDomains"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=()"),
];

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let house = House::open().await;
    let routes = [
        ("GET", "/", 200),
        ("GET", "/logs/products", 200),
        ("GET", "/settings", 200),
        ("GET", "/healthz", 200),
        ("GET", "/events", 200),
        ("GET", "/api/v1/logs/order", 200),
        ("GET", "/api/v1/overview", 200),
        ("GET", "/api/v1/settings", 200),
        ("GET", "/api/v1/logs/nothing", 404),
        ("GET", "/api/v1/logs/order?limit=0", 400),
        ("GET", "/pkg/lockstep.0123456789ab.js", 200),
        ("GET", "/pkg/nothing.js", 404),
        ("GET", "/nowhere", 404),
        ("POST", "/api/nothing", 403),
        ("TRACE", "/", 405),
        ("DELETE", "/api/v1/settings", 405),
    ];
    for (method, path, status) in routes {
        let response = house.request(method, path).send().await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{method} {path}");
        for (name, wanted) in EVERYWHERE {
            let value = response.headers().get(name).unwrap_or_else(|| panic!("{method} {path}: no {name}"));
            assert!(value.to_str().unwrap().contains(wanted), "{method} {path}: {name}: {value:?}");
        }
        let policy = response.headers()["content-security-policy"].to_str().unwrap();
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe-inline"), "{path}: {policy}");
    }
}

#[tokio::test]
async fn pages_and_data_are_kept_out_of_caches() {
    let house = House::open().await;
    for path in
        ["/", "/logs/orders", "/api/v1/logs/order", "/api/v1/settings", "/healthz", "/events", "/nowhere"]
    {
        assert_eq!(house.get(path).await.headers()["cache-control"], "no-store", "{path}");
    }
}
