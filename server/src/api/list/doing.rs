//! How everything is doing, and what can be set going.

use schemars::json_schema;
use serde_json::json;

use super::{BAD_PARAMETER, NO_FLOW, UNKNOWN_KIND, example};
use crate::api::describe::{self, Route};
use crate::api::{flows, latest, overview, params, throughput};

pub(super) fn doing() -> Vec<Route> {
    vec![
        Route::get("/api/v1/overview", "showOverview", overview::show)
            .says(
                "How it is doing",
                "Every flow with its counts and what matters most about it, both connections, what the platforms allow, and \
                 what runs next.",
            )
            .answers::<overview::OverviewShape>(
                200,
                "How it is doing.",
                example(include_str!("../examples/overview.json")),
            ),
        Route::get("/api/v1/overview/throughput", "showThroughput", throughput::show)
            .says(
                "What came into step and what failed",
                "Column by column of a chart. A record counts each time it comes to be in step, or comes to need a person.",
            )
            .takes(&[params::SPAN, params::ONE_KIND])
            .answers::<throughput::ThroughputShape>(
                200,
                "The columns.",
                example(include_str!("../examples/throughput.json")),
            )
            .refuses(&[BAD_PARAMETER, UNKNOWN_KIND]),
        Route::get("/api/v1/overview/events", "showLatestChanges", latest::show)
            .says("What changed last", "The records whose status changed last, each once.")
            .answers::<latest::Latest>(200, "The changes.", example(include_str!("../examples/events.json"))),
        Route::post("/api/v1/flows/{kind}/run", "runFlow", flows::run)
            .says("Makes a flow look for news now", "It does so anyway when its interval ends.")
            .takes(&[params::KIND])
            .answers::<flows::RunAsked>(
                202,
                "It looks.",
                json!({ "kind": "order", "text": "It looks for news now." }),
            )
            .refuses(&[UNKNOWN_KIND, NO_FLOW]),
        Route::get("/api/v1/openapi.json", "showDescription", describe::show)
            .says("This description", "OpenAPI 3.1.")
            .answers_as(200, &["application/json"], "The description.", |_| json_schema!({ "type": "object" })),
    ]
}
