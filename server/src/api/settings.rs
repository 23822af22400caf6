use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use model::{Settings, When};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::read;
use super::record::WHO;
use crate::http::Problem;
use crate::state::Serving;

/// The settings as they are.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SavedSettings")]
pub(super) struct SettingsShape {
    /// Counts saves; 0 before the first. Send it back as `based_on`.
    version: i64,
    /// Who saved them; empty before the first save.
    saved_by: String,
    #[schemars(with = "Option<When>")]
    saved_at: Option<String>,
    #[schemars(with = "Settings")]
    settings: Value,
}

/// `GET /api/v1/settings`.
pub(super) async fn show(State(serving): State<Serving>) -> Result<Json<SettingsShape>, Problem> {
    let saved = serving.control().settings(serving.merchant()).await?;
    Ok(Json(SettingsShape {
        version: saved.version,
        saved_at: (saved.version > 0).then(|| saved.at.rfc3339()),
        saved_by: saved.who,
        settings: to_json(&saved.settings).map_err(|error| unreadable(&error))?,
    }))
}

/// What a save did.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SettingsSaved")]
pub(super) struct SavedShape {
    /// The new version.
    version: i64,
    /// Waiting records that go on because of it.
    released: u64,
}

/// `PUT /api/v1/settings` with `{"based_on": version, "settings": {…}}`: the whole document, saved as the next version.
pub(super) async fn save(
    State(serving): State<Serving>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<SavedShape>, Problem> {
    let (based_on, settings) = understand(read::object(&headers, body)?)?;
    let saved = serving.control().save_settings(serving.merchant(), WHO, based_on, settings).await?;
    Ok(Json(SavedShape { version: saved.version, released: saved.released }))
}

fn understand(mut body: Map<String, Value>) -> Result<(i64, Settings), Problem> {
    let based_on = body.remove("based_on").and_then(|version| version.as_i64());
    let settings = body.remove("settings");
    if let Some(name) = body.keys().next() {
        return Err(bad(format!("The body has a field “{}” that does not exist.", read::shorten(name))));
    }
    let based_on =
        based_on.ok_or_else(|| bad("The body does not say which version it is based on.".to_owned()))?;
    let settings =
        settings.filter(Value::is_object).ok_or_else(|| bad("The body holds no settings.".to_owned()))?;
    Ok((based_on, from_json(settings)?))
}

fn bad(message: String) -> Problem {
    Problem::bad(
        "bad_settings",
        message,
        "Send {\"based_on\": version, \"settings\": {…}} as GET /api/v1/settings gives them.",
    )
}

fn unreadable(error: &serde_json::Error) -> Problem {
    bad(format!("The settings cannot be read: {error}."))
}

/// Settings as JSON; the moments in them are RFC 3339.
pub(super) fn to_json(settings: &Settings) -> Result<Value, serde_json::Error> {
    let mut value = serde_json::to_value(settings)?;
    for (_, moment) in moments(&mut value) {
        if let Some(micros) = moment.as_i64() {
            *moment = Value::String(When(micros).rfc3339());
        }
    }
    Ok(value)
}

/// The fields of a settings document that hold moments, with their paths.
fn moments(settings: &mut Value) -> Vec<(String, &mut Value)> {
    let mut found = Vec::new();
    for (name, field) in settings.as_object_mut().into_iter().flatten() {
        match name.as_str() {
            "go_live" => found.push((name.clone(), field)),
            "schedule" => {
                let flows = field.as_object_mut().into_iter().flatten();
                found.extend(flows.filter_map(|(kind, flow)| {
                    Some((format!("schedule.{kind}.paused.since"), flow.pointer_mut("/paused/since")?))
                }));
            }
            _ => {}
        }
    }
    found
}

/// Settings from JSON. Fields that do not exist are refused, since they would be lost without a word.
fn from_json(mut value: Value) -> Result<Settings, Problem> {
    for (path, field) in moments(&mut value).into_iter().filter(|(_, field)| !field.is_null()) {
        let moment = field.as_str().and_then(When::parse);
        let moment = moment.ok_or_else(|| {
            bad(format!("“{}” is no moment such as 2026-02-03T09:00:00Z.", read::shorten(&path)))
        })?;
        *field = moment.0.into();
    }
    let settings: Settings = serde_json::from_value(value.clone()).map_err(|error| unreadable(&error))?;
    let known = serde_json::to_value(&settings).map_err(|error| unreadable(&error))?;
    match stranger(&value, &known, "") {
        Some(path) => Err(bad(format!("There is no setting “{}”.", read::shorten(&path)))),
        None => Ok(settings),
    }
}

/// The first field that was sent but is not among the known ones.
fn stranger(sent: &Value, known: &Value, path: &str) -> Option<String> {
    match (sent, known) {
        (Value::Object(sent), Value::Object(known)) => sent.iter().find_map(|(name, value)| {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            match known.get(name) {
                Some(known) => stranger(value, known, &path),
                None => Some(path),
            }
        }),
        (Value::Array(sent), Value::Array(known)) => sent
            .iter()
            .zip(known)
            .enumerate()
            .find_map(|(at, (sent, known))| stranger(sent, known, &format!("{path}.{at}"))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Kind;
    use model::settings::{Class, FlowSchedule, Pause, TaxMapping};
    use serde_json::json;

    fn sample() -> Settings {
        let key =
            serde_json::from_value(json!({ "category": "1", "class": "2", "rate1": "0.2", "rate2": "0" }))
                .unwrap();
        let paused =
            Pause { why: "Stock-taking".to_owned(), since: When::from_seconds(60), ..Pause::default() };
        let schedule = FlowSchedule { paused: Some(paused), ..FlowSchedule::usual(Kind::Order) };
        Settings {
            go_live: Some(When::from_seconds(60)),
            schedule: [(Kind::Order, schedule)].into(),
            classification: vec![Class { name: "All".to_owned(), ..Class::default() }],
            taxes: vec![TaxMapping { key, code: "T20".to_owned() }],
            ..Settings::default()
        }
    }

    #[test]
    fn settings_read_back_as_they_were_shown() {
        let shown = to_json(&sample()).unwrap();
        assert_eq!(shown["go_live"], "1970-01-01T00:01:00Z");
        assert_eq!(shown["schedule"]["order"]["paused"]["since"], "1970-01-01T00:01:00Z");
        assert_eq!(from_json(shown).unwrap(), sample());
    }

    #[test]
    fn a_setting_that_does_not_exist_is_refused_by_its_path() {
        let mut shown = to_json(&sample()).unwrap();
        shown["classification"][0]["colour"] = json!("red");
        assert!(from_json(shown).unwrap_err().message.contains("classification.0.colour"));
    }

    #[test]
    fn a_body_must_say_what_it_is_based_on_and_nothing_else() {
        let read = |body: Value| understand(body.as_object().unwrap().clone());
        assert!(read(json!({ "based_on": 3, "settings": {} })).is_ok());
        for body in [
            json!({ "settings": {} }),
            json!({ "based_on": 3 }),
            json!({ "based_on": "3", "settings": {} }),
            json!({ "based_on": 3, "settings": [] }),
            json!({ "based_on": 3, "settings": {}, "force": true }),
            json!({ "based_on": 3, "settings": { "go_live": 12 } }),
            json!({ "based_on": 3, "settings": { "payments": 12 } }),
        ] {
            assert_eq!(read(body.clone()).unwrap_err().status, 400, "{body}");
        }
    }
}
