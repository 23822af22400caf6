//! From parameters, in an address or in a body, to a query; each bad one is refused with what is allowed.

use model::filter::{Is, Whose};
use model::{At, Filter, Kind, LogQuery, Platform, Sort, Status};
use serde_json::{Map, Value};

use super::read::shorten;
use crate::config::nearest;
use crate::http::Problem;

const NAMES: [&str; 11] =
    ["status", "is", "source", "shop", "date", "cause", "assigned", "q", "sort", "limit", "cursor"];
/// The longest text that is searched for, in characters.
const LONGEST_TEXT: usize = 200;
const MOST_ROWS: u16 = 200;

/// A query from the parameters of an address.
pub(super) fn from_address(kind: Kind, pairs: Vec<(String, String)>) -> Result<LogQuery, Problem> {
    let mut query = LogQuery::first(kind);
    let mut seen: Vec<String> = Vec::new();
    for (name, text) in pairs {
        if seen.contains(&name) {
            return Err(bad(&name, "is given twice", "Give it once."));
        }
        set(&mut query, &name, &text)?;
        seen.push(name);
    }
    Ok(query)
}

/// A query from the object of a body; `null` means not given.
pub(super) fn from_body(kind: Kind, body: &Map<String, Value>) -> Result<LogQuery, Problem> {
    let mut query = LogQuery::first(kind);
    for (name, value) in body {
        match value {
            Value::String(text) => set(&mut query, name, text)?,
            Value::Number(number) if name == "limit" => set(&mut query, name, &number.to_string())?,
            Value::Null if NAMES.contains(&name.as_str()) => {}
            _ if NAMES.contains(&name.as_str()) => {
                return Err(bad(name, "has the wrong type", "Give a text, or a number for limit."));
            }
            _ => return Err(unknown(name)),
        }
    }
    Ok(query)
}

/// Takes one parameter; an empty one counts as not given, as a form sends it.
fn set(query: &mut LogQuery, name: &str, text: &str) -> Result<(), Problem> {
    let text = text.trim();
    if text.is_empty() && NAMES.contains(&name) {
        return Ok(());
    }
    match name {
        "status" => {
            query.filter.status = Some(one_of(name, text, Status::parse, Status::ALL.map(Status::word))?)
        }
        "source" => {
            let source = one_of(name, text, Platform::parse, Platform::ALL.map(Platform::word))?;
            query.filter.source = Some(source);
        }
        "is" => query.filter.is = Some(one_of(name, text, Is::parse, Is::ALL.map(Is::word))?),
        "shop" => query.filter.shop = Some(text.to_owned()),
        "cause" => query.filter.cause = Some(text.to_owned()),
        "assigned" => query.filter.assigned = Some(whose(name, text)?),
        "date" => {
            let dates = text.parse().map_err(|error| {
                bad(name, &format!("is “{}”", shorten(text)), &format!("To mend it, {error}."))
            })?;
            query.filter.dates = Some(dates);
        }
        "sort" => {
            let sort = one_of(name, text, Sort::parse, Sort::ALL.map(Sort::word))?;
            if !sort.suits(query.kind) {
                let what = format!("is “{text}”, which this log does not have");
                return Err(bad(name, &what, "Leave it out, or sort by something else."));
            }
            query.sort = sort;
        }
        "q" => query.filter = std::mem::take(&mut query.filter).with(searchable(text)?),
        "limit" => query.limit = rows(text)?,
        "cursor" => query.at = place(text)?,
        _ => return Err(unknown(name)),
    }
    Ok(())
}

fn one_of<T, const N: usize>(
    name: &str,
    text: &str,
    read: impl Fn(&str) -> Option<T>,
    words: [&str; N],
) -> Result<T, Problem> {
    read(text).ok_or_else(|| {
        bad(name, &format!("is “{}”", shorten(text)), &format!("Allowed are: {}.", words.join(", ")))
    })
}

/// What a typed text asks for; a term that makes no sense is refused here, where nobody sees a box that explains it.
fn searchable(text: &str) -> Result<Filter, Problem> {
    if text.chars().count() > LONGEST_TEXT {
        return Err(bad("q", "is too long", &format!("Allowed are {LONGEST_TEXT} characters.")));
    }
    let read = Filter::read(text);
    match read.troubles.first() {
        Some(trouble) => Err(bad("q", &format!("has “{}”", shorten(&trouble.term)), trouble.says)),
        None if read.filter.assigned == Some(Whose::Mine) => whose("q", "me").map(|_| read.filter),
        None => Ok(read.filter),
    }
}

/// Whose records; a program is nobody's colleague.
fn whose(name: &str, text: &str) -> Result<Whose, Problem> {
    match Whose::from(text.to_owned()) {
        Whose::Mine => Err(bad(name, "asks for “me”", "Give nobody, anybody or a colleague's name.")),
        whose => Ok(whose),
    }
}

fn rows(text: &str) -> Result<u16, Problem> {
    let number = text.parse().ok().filter(|rows| (1..=MOST_ROWS).contains(rows));
    number.ok_or_else(|| {
        bad(
            "limit",
            &format!("is “{}”", shorten(text)),
            &format!("Allowed are whole numbers from 1 to {MOST_ROWS}."),
        )
    })
}

fn place(text: &str) -> Result<At, Problem> {
    let allowed = "Use `next` or `previous` of an answer as it is, `first`, `last`, or leave it out.";
    text.parse()
        .map_err(|_| bad("cursor", &format!("is “{}”, which no answer gave out", shorten(text)), allowed))
}

fn bad(name: &str, what: &str, allowed: &str) -> Problem {
    Problem::bad("bad_parameter", format!("The parameter “{}” {what}.", shorten(name)), allowed)
}

fn unknown(name: &str) -> Problem {
    let meant = nearest(name, NAMES).map(|meant| format!("Did you mean “{meant}”? ")).unwrap_or_default();
    bad(name, "does not exist", &format!("{meant}Allowed are: {}.", NAMES.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn address(pairs: &[(&str, &str)]) -> Result<LogQuery, Problem> {
        from_address(
            Kind::Order,
            pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(),
        )
    }

    #[test]
    fn all_parameters_are_read() {
        let query = address(&[
            ("status", "failed"),
            ("q", " mug "),
            ("source", "lightspeed"),
            ("sort", "changed"),
            ("limit", "200"),
            ("cursor", "a.5.9"),
        ]);
        let query = query.unwrap();
        assert_eq!(query.filter.status, Some(Status::Failed));
        assert_eq!(query.filter.text.as_deref(), Some("mug"));
        assert_eq!(query.filter.source, Some(Platform::Lightspeed));
        assert_eq!((query.sort, query.limit), (Sort::Changed, 200));
        assert_eq!(query.at.to_string(), "a.5.9");
    }

    #[test]
    fn empty_parameters_are_as_if_not_given() {
        assert_eq!(
            address(&[("status", ""), ("q", " "), ("cursor", "")]).unwrap(),
            LogQuery::first(Kind::Order)
        );
        assert_eq!(
            from_body(Kind::Order, json!({ "q": null }).as_object().unwrap()).unwrap(),
            LogQuery::first(Kind::Order)
        );
    }

    #[test]
    fn each_bad_parameter_is_refused_with_what_is_allowed() {
        let long = "x".repeat(201);
        for (name, text, allowed) in [
            ("status", "done", "pending, processing, synced, failed"),
            ("status", "Failed", "pending, processing, synced, failed"),
            ("source", "shopify", "brightpearl, lightspeed"),
            ("sort", "up", "newest, oldest, changed"),
            ("limit", "0", "1 to 200"),
            ("limit", "201", "1 to 200"),
            ("limit", "-1", "1 to 200"),
            ("limit", "ten", "1 to 200"),
            ("cursor", "page2", "`next` or `previous`"),
            ("q", long.as_str(), "200 characters"),
            ("stauts", "failed", "Did you mean “status”?"),
            (
                "page",
                "2",
                "Allowed are: status, is, source, shop, date, cause, assigned, q, sort, limit, cursor",
            ),
            ("assigned", "me", "nobody, anybody or a colleague"),
            ("q", "mug assigned:me", "nobody, anybody or a colleague"),
            ("is", "odd", "needs-me, queued, blocked"),
            ("date", "soon", "say today, yesterday, 7d"),
            ("q", "mug total:much", "Say an amount such as 49.95"),
            ("sort", "name", "sort by something else"),
        ] {
            let problem = address(&[(name, text)]).unwrap_err();
            assert_eq!(problem.status, 400, "{name}={text}");
            assert!(problem.fix.contains(allowed), "{name}={text}: {}", problem.fix);
        }
        assert!(address(&[("limit", "1"), ("limit", "2")]).unwrap_err().message.contains("twice"));
    }

    #[test]
    fn a_body_takes_the_same_parameters_and_refuses_the_same() {
        let read = |body: Value| from_body(Kind::Order, body.as_object().unwrap());
        assert_eq!(read(json!({ "limit": 7, "q": "Ann" })).unwrap().limit, 7);
        assert_eq!(read(json!({ "limit": "7" })).unwrap().limit, 7);
        for body in
            [json!({ "limit": 0 }), json!({ "status": 1 }), json!({ "q": ["a"] }), json!({ "limits": 1 })]
        {
            assert_eq!(read(body.clone()).unwrap_err().status, 400, "{body}");
        }
    }
}
