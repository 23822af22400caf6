//! The SQL of lists and searches, the only statements that are put together at run time. Every piece is a literal of
//! this file; what people type is only ever bound.

use model::{At, LogQuery, PageKey, Sort};
use sqlx::{QueryBuilder, Sqlite};
use uuid::Uuid;

use crate::row::record_columns;

/// Where the rows of a list come from.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Hits {
    /// The whole log.
    All,
    /// Rows that have this identifier, or one of these keyed hashes.
    Whole {
        /// In lower case.
        key: String,
        /// Of an e-mail address or telephone number.
        hashes: Vec<Vec<u8>>,
    },
    /// Rows whose name has all words, or whose failure does.
    Words {
        /// At least three characters each: the text index finds them.
        long: Vec<String>,
        /// Shorter ones: looked for in the names that the long ones leave, or in the newest.
        short: Vec<String>,
        /// Keys of the causes whose text has all words.
        causes: Vec<String>,
    },
}

/// Names that are looked through where no word is long enough for the text index.
const NEWEST: i64 = 10_000;

/// Causes that get an arm of the statement each, so that its limit is pushed down; SQLite allows 500 arms.
const ARMS: usize = 60;

/// Which of the two text indexes a kind's names are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    Things,
    Persons,
}

impl Names {
    fn table(self) -> &'static str {
        match self {
            Names::Things => "record_text",
            Names::Persons => "person_text",
        }
    }
}

/// A list in one direction: for a page that ends somewhere the order is turned round, and the rows afterwards.
#[derive(Debug, Clone, Copy)]
pub(super) struct Walk<'a> {
    pub(super) merchant: Uuid,
    pub(super) query: &'a LogQuery,
    /// One more than shown, to know whether there are more.
    pub(super) limit: i64,
}

impl Walk<'_> {
    /// Whether rows are read from the end towards the beginning.
    pub(super) fn reversed(&self) -> bool {
        matches!(self.query.at, At::Before(_) | At::Last)
    }

    fn falling(&self) -> bool {
        (self.query.sort != Sort::Oldest) != self.reversed()
    }

    fn key(&self) -> Option<PageKey> {
        match self.query.at {
            At::After(key) | At::Before(key) => Some(key),
            At::First | At::Last => None,
        }
    }

    fn word(&self, falling: &'static str, rising: &'static str) -> &'static str {
        if self.falling() { falling } else { rising }
    }

    /// The index a list without a search walks along, so that its cost never depends on statistics.
    fn index(&self) -> &'static str {
        match (self.query.sort, self.query.status, self.query.source) {
            (Sort::Changed, Some(_), _) => "record_by_status_change",
            (Sort::Changed, None, _) => "record_by_change",
            (Sort::Newest | Sort::Oldest, Some(_), _) => "record_by_status",
            (Sort::Newest | Sort::Oldest, None, Some(_)) => "record_by_source",
            (Sort::Newest | Sort::Oldest, None, None) => "record_by_seq",
        }
    }
}

/// The statement that reads one page's rows.
pub(super) fn statement(walk: Walk<'_>, hits: &Hits, names: Names) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::new(concat!("select ", record_columns!(), " from "));
    match hits {
        Hits::All => {
            sql.push("record r indexed by ").push(walk.index()).push(" where true");
            filter(&mut sql, walk);
        }
        Hits::Whole { key, hashes } => {
            sql.push("(");
            whole(&mut sql, walk, key, hashes);
            sql.push(") hit cross join record r on r.seq = hit.seq where true");
        }
        Hits::Words { long, short, causes } => {
            sql.push("(");
            named(&mut sql, walk, long, short, names);
            if causes.len() > ARMS {
                sql.push(" union ");
                caused(&mut sql, walk, &Cause::AnyOf(causes));
            } else {
                for cause in causes {
                    sql.push(" union ");
                    caused(&mut sql, walk, &Cause::One(cause));
                }
            }
            sql.push(") hit cross join record r on r.seq = hit.seq where true");
        }
    }
    order(&mut sql, walk, "r.seq");
    sql
}

/// What every arm asks of a row; `seq` is compared under the name of the arm's own driver, so that its limit is pushed down.
fn filter(sql: &mut QueryBuilder<Sqlite>, walk: Walk<'_>) {
    sql.push(" and r.merchant = ").push_bind(walk.merchant);
    sql.push(" and r.kind = ").push_bind(walk.query.kind.word());
    if let Some(status) = walk.query.status {
        sql.push(" and r.status = ").push_bind(status.word());
    }
    if let Some(source) = walk.query.source {
        sql.push(" and r.source = ").push_bind(source.word());
    }
    let Some(key) = walk.key() else { return };
    let side = walk.word(" < ", " > ");
    match walk.query.sort {
        Sort::Newest | Sort::Oldest => {
            sql.push(" and r.seq").push(side).push_bind(key.seq);
        }
        Sort::Changed => {
            sql.push(" and (r.updated_at, r.seq)").push(side).push("(").push_bind(key.value);
            sql.push(", ").push_bind(key.seq).push(")");
        }
    }
}

/// The order and the limit; `seq` is what the arm's driver calls it.
fn order(sql: &mut QueryBuilder<Sqlite>, walk: Walk<'_>, seq: &'static str) {
    let direction = walk.word(" desc", " asc");
    sql.push(" order by ");
    if walk.query.sort == Sort::Changed {
        sql.push("r.updated_at").push(direction).push(", ");
    }
    sql.push(seq).push(direction).push(" limit ").push_bind(walk.limit);
}

fn whole(sql: &mut QueryBuilder<Sqlite>, walk: Walk<'_>, key: &str, hashes: &[Vec<u8>]) {
    sql.push(
        "select * from (select k.record as seq from record_key k cross join record r on r.seq = k.record",
    );
    sql.push(" where k.merchant = ").push_bind(walk.merchant);
    sql.push(" and k.kind = ").push_bind(walk.query.kind.word());
    sql.push(" and k.key = ").push_bind(key.to_owned());
    filter(sql, walk);
    order(sql, walk, "k.record");
    sql.push(")");
    for hash in hashes {
        sql.push(" union select * from (select k.record as seq from person_key k cross join record r on r.seq = k.record");
        sql.push(" where k.merchant = ").push_bind(walk.merchant);
        sql.push(" and k.kind = ").push_bind(walk.query.kind.word());
        sql.push(" and k.hash = ").push_bind(hash.clone());
        filter(sql, walk);
        order(sql, walk, "k.record");
        sql.push(")");
    }
}

fn named(sql: &mut QueryBuilder<Sqlite>, walk: Walk<'_>, long: &[String], short: &[String], names: Names) {
    let table = names.table();
    sql.push("select * from (select t.rowid as seq from ");
    if long.is_empty() {
        sql.push("(select seq from record indexed by record_by_seq where merchant = ")
            .push_bind(walk.merchant);
        sql.push(" and kind = ").push_bind(walk.query.kind.word());
        sql.push(" order by seq desc limit ").push_bind(NEWEST);
        sql.push(") recent cross join ").push(table).push(" t on t.rowid = recent.seq");
    } else {
        sql.push(table).push(" t");
    }
    sql.push(" cross join record r on r.seq = t.rowid where true");
    if !long.is_empty() {
        sql.push(" and t.name match ").push_bind(all_of(long));
    }
    for word in short {
        sql.push(" and instr(t.name, ").push_bind(word.clone()).push(") > 0");
    }
    filter(sql, walk);
    order(sql, walk, "t.rowid");
    sql.push(")");
}

/// One cause, whose rows lie in the order of `seq`; or many, whose rows must be sorted.
enum Cause<'a> {
    One(&'a str),
    AnyOf(&'a [String]),
}

fn caused(sql: &mut QueryBuilder<Sqlite>, walk: Walk<'_>, cause: &Cause<'_>) {
    sql.push(
        "select * from (select r.seq as seq from record r indexed by record_by_cause where r.cause_key ",
    );
    match cause {
        Cause::One(key) => sql.push("= ").push_bind((*key).to_owned()),
        Cause::AnyOf(keys) => {
            let keys = serde_json::Value::from(keys.to_vec()).to_string();
            sql.push("in (select value from json_each(").push_bind(keys).push("))")
        }
    };
    filter(sql, walk);
    order(sql, walk, "r.seq");
    sql.push(")");
}

/// Words as the text index asks for them: each quoted, all needed.
fn all_of(words: &[String]) -> String {
    words.iter().map(|word| format!("\"{}\"", word.replace('"', "\"\""))).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_quote_cannot_end_a_quoted_word() {
        assert_eq!(all_of(&["3\" or".to_owned(), "nail".to_owned()]), "\"3\"\" or\" \"nail\"");
    }
}
