//! Reading which bulk work a body asks for.

use model::{BulkAction, BulkWhich, Kind, RecordId};
use serde_json::{Map, Value};

use crate::api::log_query;
use crate::http::Problem;

pub(super) fn action(body: &Map<String, Value>) -> Result<BulkAction, Problem> {
    let allowed = "Give {\"do\":\"resync\"}, {\"do\":\"skip\",\"reason\":\"…\"}, {\"do\":\"assign\",\"to\":\"Ana\"} (null for nobody) \
                   or {\"do\":\"note\",\"text\":\"…\"}, with at most 200, 40 and 1,000 characters.";
    let bad = || Problem::bad("bad_action", "“action” is not one that can be done.", allowed);
    let action =
        serde_json::from_value(body.get("action").cloned().unwrap_or_default()).map_err(|_| bad())?;
    app::checked_action(action).map_err(|_| bad())
}

pub(super) fn which(kind: Kind, body: &Map<String, Value>) -> Result<BulkWhich, Problem> {
    match (body.get("rows"), body.get("filter")) {
        (Some(Value::Array(rows)), None) => rows_of(rows),
        (None, Some(Value::Object(filter))) => {
            Ok(BulkWhich::Matching(log_query::from_body(kind, filter)?.filter))
        }
        _ => Err(Problem::bad(
            "bad_rows",
            "It is not said which records are meant.",
            "Give either “rows”, a list of ids, or “filter”, an object with the parameters of the log; {} is the whole log.",
        )),
    }
}

fn rows_of(rows: &[Value]) -> Result<BulkWhich, Problem> {
    let id = |row: &Value| row.as_str().and_then(|row| row.parse::<RecordId>().ok());
    let rows: Option<Vec<RecordId>> = rows.iter().map(id).collect();
    rows.map(BulkWhich::Rows).ok_or_else(|| {
        let fix = "Give ids as the logs give them.";
        Problem::bad("bad_rows", "“rows” holds something that is no record's id.", fix)
    })
}
