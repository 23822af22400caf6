//! What a typed text finds: a whole identifier alone if there is one, otherwise names, failures, amounts and beginnings of
//! identifiers together.

use model::filter::amount;
use model::{Kind, RecordKey, Status, search_words};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};
use store::Result;
use uuid::Uuid;

use super::path::statuses;
use super::{Walk, after, order, residue, whose};
use crate::error::store_error;
use crate::words::Secret;

/// Causes that a search goes through.
const CAUSES: i64 = 10_000;
/// Words shorter than this are not in the text index.
const TRIGRAM: usize = 3;
/// Names that are looked through where no word is long enough for the text index.
const NEWEST: i64 = 10_000;
/// Causes that get an arm of the statement each, so that its limit is pushed down; SQLite allows 500 arms.
const ARMS: usize = 60;
/// Identifiers that begin as typed are shown where they are no more than this: a shorter beginning says nothing.
const BEGINNINGS: i64 = 2_000;

/// Where the rows of a list come from.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::records) enum Hits {
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
    Words(Words),
}

/// What was typed, taken apart.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::records) struct Words {
    /// At least three characters each: the text index finds them.
    long: Vec<String>,
    /// Shorter ones: looked for in the names that the long ones leave, or in the newest.
    short: Vec<String>,
    /// Keys of the causes whose text has all words.
    causes: Vec<String>,
    /// The total that was typed, in the currency's smallest unit.
    total: Option<i64>,
    /// The beginning of identifiers.
    beginning: Option<String>,
}

/// What the asked text finds.
pub(in crate::records) async fn search(
    conn: &mut SqliteConnection,
    secret: &Secret,
    walk: &Walk<'_>,
) -> Result<Hits> {
    let typed = walk.filter().text.as_deref().unwrap_or_default().replace(char::is_control, " ");
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(Hits::All);
    }
    let RecordKey(key) = RecordKey::new(typed);
    let hashes = if walk.kind() == Kind::Customer { secret.of_typed(typed) } else { Vec::new() };
    if known(conn, walk, &key, &hashes).await? {
        return Ok(Hits::Whole { key, hashes });
    }
    let words = search_words(typed);
    let causes = causes(conn, walk.merchant, &words).await?;
    let beginning = beginning(conn, walk, &words).await?;
    let (long, short) = words.into_iter().partition(|word| word.chars().count() >= TRIGRAM);
    let unit = 10_i64.pow(3_u32.saturating_sub(walk.digits));
    let total = amount(typed).filter(|total| walk.kind().has_total() && total % unit == 0);
    Ok(Hits::Words(Words { long, short, causes, total: total.map(|total| total / unit), beginning }))
}

/// Whether any record has this identifier, or one of these hashes.
async fn known(conn: &mut SqliteConnection, walk: &Walk<'_>, key: &str, hashes: &[Vec<u8>]) -> Result<bool> {
    let mut sql = QueryBuilder::<Sqlite>::new("select ");
    for named in Named::all(key, hashes) {
        sql.push("exists (select 1 from ").push(named.table());
        named.rows(&mut sql, walk);
        sql.push(") or ");
    }
    sql.push("false").build_query_scalar().fetch_one(conn).await.map_err(store_error)
}

/// What names a record exactly.
enum Named<'a> {
    /// An identifier, in lower case.
    Key(&'a str),
    /// The keyed hash of an e-mail address or telephone number.
    Hash(&'a [u8]),
}

impl<'a> Named<'a> {
    fn all(key: &'a str, hashes: &'a [Vec<u8>]) -> impl Iterator<Item = Named<'a>> {
        std::iter::once(Named::Key(key)).chain(hashes.iter().map(|hash| Named::Hash(hash)))
    }

    fn table(&self) -> &'static str {
        match self {
            Named::Key(_) => "record_key k",
            Named::Hash(_) => "person_key k",
        }
    }

    /// The rows of its table that name so.
    fn rows(&self, sql: &mut QueryBuilder<Sqlite>, walk: &Walk<'_>) {
        sql.push(" where k.merchant = ").push_bind(walk.merchant);
        sql.push(" and k.kind = ").push_bind(walk.kind().word());
        match self {
            Named::Key(key) => sql.push(" and k.key = ").push_bind((*key).to_owned()),
            Named::Hash(hash) => sql.push(" and k.hash = ").push_bind(hash.to_vec()),
        };
    }
}

/// Keys of the causes whose text has all words. A condition for each word: reading the words as JSON anew for each cause
/// took seven times as long.
async fn causes(conn: &mut SqliteConnection, merchant: Uuid, words: &[String]) -> Result<Vec<String>> {
    let mut sql = QueryBuilder::<Sqlite>::new("select key from cause where merchant = ");
    sql.push_bind(merchant);
    for word in words {
        sql.push(" and instr(words, ").push_bind(word.clone()).push(") > 0");
    }
    sql.push(" limit ").push_bind(CAUSES);
    sql.build_query_scalar().fetch_all(conn).await.map_err(store_error)
}

/// The one word typed, if some identifiers begin with it but not too many.
async fn beginning(conn: &mut SqliteConnection, walk: &Walk<'_>, words: &[String]) -> Result<Option<String>> {
    let [word] = words else { return Ok(None) };
    if word.chars().count() < TRIGRAM {
        return Ok(None);
    }
    let number: i64 = sqlx::query_scalar(
        "select count(*) from (select 1 from record_key
         where merchant = ?1 and kind = ?2 and key >= ?3 and key < ?4 limit ?5)",
    )
    .bind(walk.merchant)
    .bind(walk.kind().word())
    .bind(word)
    .bind(format!("{word}\u{10ffff}"))
    .bind(BEGINNINGS + 1)
    .fetch_one(conn)
    .await
    .map_err(store_error)?;
    Ok((1..=BEGINNINGS).contains(&number).then(|| word.clone()))
}

impl Hits {
    /// The `seq` of the rows it finds that the filter lets through, from the place the page begins at.
    pub(in crate::records) fn seqs(&self, sql: &mut QueryBuilder<Sqlite>, walk: &Walk<'_>) {
        match self {
            Hits::All => {
                sql.push("select 0 as seq where false");
            }
            Hits::Whole { key, hashes } => whole(sql, walk, key, hashes),
            Hits::Words(words) => words.seqs(sql, walk),
        }
    }
}

/// Ends an arm: what the filter asks for, in the asked order, no more than needed.
fn end(sql: &mut QueryBuilder<Sqlite>, walk: &Walk<'_>, seq: &'static str) {
    residue::all(sql, walk);
    after(sql, walk, seq);
    order(sql, walk, seq);
    sql.push(")");
}

fn whole(sql: &mut QueryBuilder<Sqlite>, walk: &Walk<'_>, key: &str, hashes: &[Vec<u8>]) {
    for (place, named) in Named::all(key, hashes).enumerate() {
        sql.push(if place == 0 { "select * from (" } else { " union select * from (" });
        sql.push("select k.record as seq from ").push(named.table());
        sql.push(" cross join record r on r.seq = k.record");
        named.rows(sql, walk);
        end(sql, walk, "k.record");
    }
}

impl Words {
    fn seqs(&self, sql: &mut QueryBuilder<Sqlite>, walk: &Walk<'_>) {
        self.named(sql, walk);
        if self.causes.len() > ARMS {
            caused(sql, walk, &Cause::AnyOf(&self.causes));
        } else {
            for cause in &self.causes {
                caused(sql, walk, &Cause::One(cause));
            }
        }
        if let Some(total) = self.total {
            worth(sql, walk, total);
        }
        if let Some(beginning) = &self.beginning {
            begun(sql, walk, beginning);
        }
    }

    fn named(&self, sql: &mut QueryBuilder<Sqlite>, walk: &Walk<'_>) {
        // Names of persons are in an index of their own, so that they can be erased.
        let table = if walk.kind() == Kind::Customer { "person_text" } else { "record_text" };
        sql.push("select * from (select t.rowid as seq from ");
        if self.long.is_empty() {
            sql.push("(select r.seq from record r indexed by record_by_seq where");
            whose(sql, walk);
            sql.push(" order by r.seq desc limit ").push_bind(NEWEST);
            sql.push(") recent cross join ").push(table).push(" t on t.rowid = recent.seq");
        } else {
            sql.push(table).push(" t");
        }
        sql.push(" cross join record r").push(by_status(walk)).push(" on r.seq = t.rowid where true");
        if !self.long.is_empty() {
            sql.push(" and t.name match ").push_bind(all_of(&self.long));
        }
        for word in &self.short {
            sql.push(" and instr(t.name, ").push_bind(word.clone()).push(") > 0");
        }
        end(sql, walk, "t.rowid");
    }
}

/// Where few of the rows found have the asked status, their index tells so: reading each row for it reads all over the file.
fn by_status(walk: &Walk<'_>) -> &'static str {
    let is_rare = walk.filter().status.is_some_and(|status| status != Status::Synced);
    if is_rare { " indexed by record_by_status" } else { "" }
}

/// One cause, whose rows lie in the order of `seq`; or many, whose rows must be sorted.
enum Cause<'a> {
    One(&'a str),
    AnyOf(&'a [String]),
}

fn caused(sql: &mut QueryBuilder<Sqlite>, walk: &Walk<'_>, cause: &Cause<'_>) {
    sql.push(
        " union select * from (select r.seq as seq from record r indexed by record_by_cause where r.cause_key ",
    );
    match cause {
        Cause::One(key) => sql.push("= ").push_bind((*key).to_owned()),
        Cause::AnyOf(keys) => {
            let keys = serde_json::Value::from(keys.to_vec()).to_string();
            sql.push("in (select value from json_each(").push_bind(keys).push("))")
        }
    };
    end(sql, walk, "r.seq");
}

/// Rows with exactly this total.
fn worth(sql: &mut QueryBuilder<Sqlite>, walk: &Walk<'_>, total: i64) {
    for status in statuses(walk.filter()) {
        sql.push(" union select * from (select r.seq as seq from record r indexed by record_by_total where r.sort_total = ")
            .push_bind(total);
        sql.push(" and r.status = '").push(status.word()).push("'");
        end(sql, walk, "r.seq");
    }
}

/// Rows that have an identifier which begins so.
fn begun(sql: &mut QueryBuilder<Sqlite>, walk: &Walk<'_>, beginning: &str) {
    sql.push(" union select * from (select distinct k.record as seq from record_key k cross join record r on r.seq = k.record");
    sql.push(" where k.merchant = ").push_bind(walk.merchant);
    sql.push(" and k.kind = ").push_bind(walk.kind().word());
    sql.push(" and k.key >= ").push_bind(beginning.to_owned());
    sql.push(" and k.key < ").push_bind(format!("{beginning}\u{10ffff}"));
    residue::all(sql, walk);
    after(sql, walk, "k.record");
    // Which column `distinct` is about must be the one that is sorted by; there are few of them, so none is cut off.
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
