//! The resource search all `…-search` addresses share (fact sheet 3): typed filters, paging, sorting, column list.

mod asked;
mod column;
mod test;

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::knobs::Knobs;
use super::reply::{Refusal, Reply};
use asked::{Asked, Sort};
pub use column::{Cell, Column, Kind};

/// Parameters of an address, in order, decoded.
pub type Query = [(String, String)];

/// The column that stands for all columns the vendor adds without notice.
const EXTRA_COLUMN: &str = "resourceRegionId";

/// Runs a search over the rows the index shows, which must come by rising id.
///
/// `reference` makes the `reference` sibling from the rows of the page.
///
/// # Errors
/// `CMNC-018` for a value that does not fit its filter's type, 400 for unknown columns or sort keys.
pub fn run<'a, R: 'static>(
    columns: &'static [Column<R>],
    rows: impl Iterator<Item = &'a R>,
    query: &Query,
    knobs: &Knobs,
    reference: impl FnOnce(&[&R]) -> Value,
) -> Result<Reply, Refusal> {
    let asked = asked::read(columns, query, knobs)?;
    let mut found: Vec<&R> = rows.filter(|row| asked.accepts(row)).collect();
    arrange(&mut found, &asked.sort);
    let available = found.len();
    let size = if asked.count_only { 0 } else { asked.page_size };
    let page: Vec<&R> = found.into_iter().skip(asked.first - 1).take(size).collect();
    let mut names = reference(&page);
    if asked.count_only {
        names = json!({});
    }
    Ok(Reply::envelope(json!({
        "response": { "results": results(&asked, &page), "metaData": meta_data(&asked, page.len(), available, knobs) },
        "reference": names,
    })))
}

/// Answers the catalogue of columns and filters (`…-search/meta-data`).
pub fn catalogue<R: 'static>(columns: &'static [Column<R>]) -> Reply {
    let (shown, hidden): (Vec<_>, Vec<_>) = columns.iter().partition(|column| column.shown);
    let list = |columns: Vec<&Column<R>>| columns.iter().map(|column| column.to_wire()).collect::<Vec<_>>();
    let sorting: Vec<Value> = columns.iter().take(1).map(|column| sorting(column, false)).collect();
    Reply::response(json!({ "columns": list(shown), "filters": list(hidden), "sorting": sorting }))
}

/// Sorts the rows; rows that are equal in every key stay by rising id.
fn arrange<R>(rows: &mut [&R], sort: &[Sort<'_, R>]) {
    rows.sort_by(|left, right| {
        sort.iter().fold(Ordering::Equal, |so_far, key| {
            so_far.then_with(|| {
                let order = (key.column.cell)(left).compare(&(key.column.cell)(right));
                if key.descending { order.reverse() } else { order }
            })
        })
    });
}

fn results<R>(asked: &Asked<'_, R>, page: &[&R]) -> Vec<Value> {
    page.iter()
        .map(|row| {
            let mut cells: Vec<Value> =
                asked.columns.iter().map(|column| (column.cell)(row).to_wire()).collect();
            if asked.extra_column {
                cells.push(Value::Null);
            }
            Value::Array(cells)
        })
        .collect()
}

fn meta_data<R>(asked: &Asked<'_, R>, returned: usize, available: usize, knobs: &Knobs) -> Value {
    let last = asked.first - 1 + returned;
    let mut columns: Vec<Value> = asked.columns.iter().map(|column| column.to_wire()).collect();
    if asked.extra_column {
        columns.push(column::describe(EXTRA_COLUMN, true, false, Kind::Integer, &[]));
    }
    let sorting: Vec<Value> = asked.sort.iter().map(|key| sorting(key.column, key.descending)).collect();
    let said = knobs.results_available_stuck_at.map_or(available, |most| available.min(most));
    let mut meta = json!({
        "morePagesAvailable": !asked.count_only && last < available,
        "resultsAvailable": said,
        "resultsReturned": returned,
        "columns": columns,
        "sorting": sorting,
    });
    if returned > 0
        && let Some(meta) = meta.as_object_mut()
    {
        meta.insert("firstResult".to_owned(), json!(asked.first));
        meta.insert("lastResult".to_owned(), json!(last));
    }
    meta
}

fn sorting<R>(column: &Column<R>, descending: bool) -> Value {
    json!({ "filterable": column.to_wire(), "direction": if descending { "DESC" } else { "ASC" } })
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    struct Mug {
        id: i64,
        name: &'static str,
        code: &'static str,
        live: bool,
        made: Option<Timestamp>,
        shelves: Vec<i64>,
    }

    static COLUMNS: [Column<Mug>; 7] = [
        Column::new("mugId", Kind::IdSet, |mug: &Mug| Cell::Int(mug.id)),
        Column::new("mugName", Kind::SearchString, |mug: &Mug| Cell::text(mug.name)),
        Column::new("SKU", Kind::Str, |mug: &Mug| Cell::text(mug.code)),
        Column::new("live", Kind::Boolean, |mug: &Mug| Cell::Bool(mug.live)).unsortable(),
        Column::new("madeOn", Kind::Period, |mug: &Mug| Cell::time(mug.made)),
        Column::new("shelf", Kind::IdSet, |mug: &Mug| Cell::Ids(&mug.shelves)).unsortable(),
        Column::new("skus", Kind::StringSet, |mug: &Mug| Cell::text(mug.code)).filter_only(),
    ];

    fn mugs() -> Vec<Mug> {
        let mug = |id, name, code, live, made: &str, shelves: &[i64]| Mug {
            id,
            name,
            code,
            live,
            made: made.parse().ok(),
            shelves: shelves.to_vec(),
        };
        vec![
            mug(1, "Mug blue", "MUG-B", true, "2026-02-01T00:00:00Z", &[4, 5]),
            mug(2, "Mug blue large", "mug-b", false, "2026-02-02T12:00:00Z", &[]),
            mug(3, "Mug red", "MUG-R", true, "never", &[5]),
        ]
    }

    fn answer(query: &[(&str, &str)], knobs: &Knobs) -> Result<Value, Refusal> {
        let query: Vec<(String, String)> =
            query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let mugs = mugs();
        run(&COLUMNS, mugs.iter(), &query, knobs, |page| json!({ "mugs": page.len() }))
            .map(|reply| reply.body.unwrap())
    }

    fn ids(query: &[(&str, &str)]) -> Vec<i64> {
        let body = answer(query, &Knobs::default()).unwrap();
        let rows = body["response"]["results"].as_array().unwrap().clone();
        rows.iter().map(|row| row[0].as_i64().unwrap()).collect()
    }

    #[test]
    fn filters_follow_their_types() {
        assert_eq!(ids(&[("mugId", "1,3-9")]), [1, 3]);
        assert_eq!(ids(&[("mugName", "BLUE")]), [1, 2], "a substring in any case");
        assert_eq!(ids(&[("SKU", "MUG-B")]), [1, 2], "exact but for the case");
        assert_eq!(ids(&[("SKU", "MUG")]), [0; 0]);
        assert_eq!(ids(&[("live", "true")]), [1, 3]);
        assert_eq!(ids(&[("shelf", "5")]), [1, 3]);
        assert_eq!(ids(&[("skus", "MUG-R,none")]), [3]);
        assert_eq!(ids(&[("mugName", "blue"), ("live", "true")]), [1], "several are all needed");
        assert_eq!(ids(&[("nonsense", "1")]), [1, 2, 3], "an unknown parameter is ignored");
    }

    #[test]
    fn periods_are_open_or_closed_and_never_match_nothing() {
        assert_eq!(ids(&[("madeOn", "2026-02-01T00:00:00Z/")]), [1, 2]);
        assert_eq!(ids(&[("madeOn", "/2026-02-02T12:00:00Z")]), [1]);
        assert_eq!(ids(&[("madeOn", "2026-02-01/2026-02-02")]), [1]);
        assert_eq!(ids(&[("madeOn", "2026-02-02")]), [2], "a bare date is that day");
    }

    #[test]
    fn values_of_the_wrong_type_are_refused_with_cmnc_018() {
        for (name, value) in
            [("mugId", "x"), ("live", "yes"), ("madeOn", "soon/"), ("madeOn", "2026-02-01T00:00:00 01:00/")]
        {
            let refusal = answer(&[(name, value)], &Knobs::default()).unwrap_err();
            assert_eq!((refusal.status, refusal.problems[0].code), (500, "CMNC-018"), "{name}");
            assert!(
                refusal.problems[0]
                    .message
                    .starts_with(&format!("The filter {name}={value} cannot be parsed as: "))
            );
        }
        let strict = Knobs { unreadable_filter_status: 400, ..Knobs::default() };
        assert_eq!(answer(&[("mugId", "x")], &strict).unwrap_err().status, 400);
    }

    #[test]
    fn pages_are_counted_from_one_and_say_whether_more_follow() {
        let body = answer(&[("pageSize", "2"), ("firstResult", "2")], &Knobs::default()).unwrap();
        let meta = &body["response"]["metaData"];
        assert_eq!(
            (
                &meta["firstResult"],
                &meta["lastResult"],
                &meta["morePagesAvailable"],
                &meta["resultsAvailable"]
            ),
            (&json!(2), &json!(3), &json!(false), &json!(3))
        );
        let first = answer(&[("pageSize", "2")], &Knobs::default()).unwrap();
        assert_eq!(first["response"]["metaData"]["morePagesAvailable"], true);
        let empty = answer(&[("mugId", "99")], &Knobs::default()).unwrap();
        assert!(empty["response"]["metaData"].get("firstResult").is_none());
        assert!(empty["response"]["metaData"].get("lastResult").is_none());
        assert_eq!(empty["response"]["results"], json!([]));
    }

    #[test]
    fn counting_only_answers_no_rows() {
        let body = answer(&[("countOnly", "true")], &Knobs::default()).unwrap();
        assert_eq!(body["response"]["results"], json!([]));
        assert_eq!(body["response"]["metaData"]["resultsAvailable"], 3);
    }

    #[test]
    fn columns_are_chosen_ordered_and_sorted_by() {
        let body =
            answer(&[("columns", "SKU,mugId"), ("sort", "SKU,mugId.DESC")], &Knobs::default()).unwrap();
        assert_eq!(body["response"]["results"], json!([["MUG-B", 1], ["MUG-R", 3], ["mug-b", 2]]));
        assert_eq!(body["response"]["metaData"]["sorting"][1]["direction"], "DESC");
        assert_eq!(body["response"]["metaData"]["sorting"][0]["filterable"]["name"], "SKU");
        assert!(answer(&[("columns", "nothing")], &Knobs::default()).is_err());
        assert!(answer(&[("sort", "live")], &Knobs::default()).is_err(), "not sortable");
    }

    #[test]
    fn a_column_nobody_knows_follows_the_documented_ones() {
        let body = answer(&[("mugId", "3")], &Knobs::default()).unwrap();
        assert_eq!(body["response"]["results"][0], json!([3, "Mug red", "MUG-R", true, null, 5, null]));
        let columns = body["response"]["metaData"]["columns"].as_array().unwrap().clone();
        assert_eq!(columns.len(), 7);
        assert_eq!(columns[6]["name"], EXTRA_COLUMN);
        let plain = Knobs { extra_column: false, ..Knobs::default() };
        let body = answer(&[], &plain).unwrap();
        assert_eq!(body["response"]["metaData"]["columns"].as_array().unwrap().len(), 6);
    }

    #[test]
    fn the_switches_change_what_is_not_confirmed() {
        let knobs = Knobs {
            results_available_stuck_at: Some(1),
            strings_case_sensitive: true,
            unknown_parameter_refused: true,
            period_end_inclusive: true,
            ..Knobs::default()
        };
        let body = answer(&[("madeOn", "/2026-02-02T12:00:00Z")], &knobs).unwrap();
        assert_eq!(body["response"]["metaData"]["resultsAvailable"], 1, "the lie");
        assert_eq!(body["response"]["metaData"]["resultsReturned"], 2);
        let exact = answer(&[("SKU", "mug-b")], &knobs).unwrap();
        assert_eq!(exact["response"]["results"].as_array().unwrap().len(), 1);
        assert!(answer(&[("nonsense", "1")], &knobs).is_err());
    }

    #[test]
    fn the_catalogue_lists_columns_and_further_filters() {
        let body = catalogue(&COLUMNS).body.unwrap();
        assert_eq!(body["response"]["columns"].as_array().unwrap().len(), 6);
        assert_eq!(body["response"]["filters"][0]["name"], "skus");
    }
}
