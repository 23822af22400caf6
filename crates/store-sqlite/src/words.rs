//! What a record is found by: identifiers, keyed hashes of e-mail and telephone, the name.

use hmac::{Hmac, KeyInit, Mac};
use model::{Kind, Payload, RecordKey};
use sha2::Sha256;
use sqlx::SqliteConnection;
use store::Result;

use crate::error::store_error;

/// The database's own secret: without it the hashes of e-mail addresses could be tried out.
#[derive(Clone)]
pub(crate) struct Secret([u8; 32]);

impl Secret {
    pub(crate) fn new(bytes: [u8; 32]) -> Secret {
        Secret(bytes)
    }

    fn hash(&self, sort: &str, text: &str) -> Vec<u8> {
        // HMAC takes keys of every length; this arm cannot be reached.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return Vec::new() };
        mac.update(sort.as_bytes());
        mac.update(&[0]);
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().to_vec()
    }

    /// The hashes a typed text may have been kept as: an e-mail address, a telephone number.
    pub(crate) fn of_typed(&self, text: &str) -> Vec<Vec<u8>> {
        let email = email_key(text).map(|email| self.hash("email", &email));
        let phone = phone_key(text).map(|phone| self.hash("phone", &phone));
        email.into_iter().chain(phone).collect()
    }

    pub(crate) fn of_payload(&self, payload: &Payload) -> Vec<Vec<u8>> {
        let Payload::Customer(customer) = payload else { return Vec::new() };
        let mut hashes: Vec<Vec<u8>> = [&customer.email, &customer.phone, &customer.mobile]
            .into_iter()
            .flat_map(|text| self.of_typed(text))
            .collect();
        hashes.sort();
        hashes.dedup();
        hashes
    }
}

fn email_key(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    text.contains('@').then_some(text)
}

/// Digits only, an international prefix without its zeros; `None` for what is no telephone number.
fn phone_key(text: &str) -> Option<String> {
    let written = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+-()/.".contains(c);
    if !text.chars().all(written) {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.strip_prefix("00").unwrap_or(&digits).to_owned();
    (digits.len() >= 5).then_some(digits)
}

/// A name as the text index keeps it.
pub(crate) fn indexed_name(payload: &Payload) -> String {
    payload.title().to_lowercase()
}

/// Whose words these are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Of<'a> {
    pub(crate) seq: i64,
    pub(crate) merchant: uuid::Uuid,
    pub(crate) kind: Kind,
    pub(crate) source_ref: &'a str,
    pub(crate) target_ref: Option<&'a str>,
}

/// Writes keys and name of a record where they differ from what is kept.
pub(crate) async fn index(
    conn: &mut SqliteConnection,
    secret: &Secret,
    of: Of<'_>,
    payload: Option<&Payload>,
) -> Result<()> {
    index_keys(conn, of, payload).await?;
    let Some(payload) = payload else { return Ok(()) };
    index_person(conn, of, secret.of_payload(payload)).await?;
    index_name(conn, of, &indexed_name(payload)).await
}

/// Adds one identifier, such as the id the target gave.
pub(crate) async fn add_key(conn: &mut SqliteConnection, of: Of<'_>, text: &str) -> Result<()> {
    let RecordKey(key) = RecordKey::new(text);
    if key.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "insert into record_key (merchant, kind, key, record) values (?1, ?2, ?3, ?4) on conflict do nothing",
    )
    .bind(of.merchant)
    .bind(of.kind.word())
    .bind(key)
    .bind(of.seq)
    .execute(conn)
    .await
    .map_err(store_error)?;
    Ok(())
}

async fn index_keys(conn: &mut SqliteConnection, of: Of<'_>, payload: Option<&Payload>) -> Result<()> {
    let wanted: Vec<String> =
        RecordKey::of(of.source_ref, of.target_ref, payload).into_iter().map(|key| key.0).collect();
    let kept: Vec<String> = sqlx::query_scalar("select key from record_key where record = ?1 order by key")
        .bind(of.seq)
        .fetch_all(&mut *conn)
        .await
        .map_err(store_error)?;
    for gone in kept.iter().filter(|key| !wanted.contains(key)) {
        sqlx::query("delete from record_key where merchant = ?1 and kind = ?2 and key = ?3 and record = ?4")
            .bind(of.merchant)
            .bind(of.kind.word())
            .bind(gone)
            .bind(of.seq)
            .execute(&mut *conn)
            .await
            .map_err(store_error)?;
    }
    for new in wanted.iter().filter(|key| !kept.contains(key)) {
        add_key(conn, of, new).await?;
    }
    Ok(())
}

async fn index_person(conn: &mut SqliteConnection, of: Of<'_>, wanted: Vec<Vec<u8>>) -> Result<()> {
    if of.kind != Kind::Customer {
        return Ok(());
    }
    let kept: Vec<Vec<u8>> =
        sqlx::query_scalar("select hash from person_key where record = ?1 order by hash")
            .bind(of.seq)
            .fetch_all(&mut *conn)
            .await
            .map_err(store_error)?;
    if kept == wanted {
        return Ok(());
    }
    sqlx::query("delete from person_key where record = ?1")
        .bind(of.seq)
        .execute(&mut *conn)
        .await
        .map_err(store_error)?;
    for hash in wanted {
        sqlx::query("insert into person_key (merchant, kind, hash, record) values (?1, ?2, ?3, ?4)")
            .bind(of.merchant)
            .bind(of.kind.word())
            .bind(hash)
            .bind(of.seq)
            .execute(&mut *conn)
            .await
            .map_err(store_error)?;
    }
    Ok(())
}

async fn index_name(conn: &mut SqliteConnection, of: Of<'_>, name: &str) -> Result<()> {
    let (read, clear, write) = match of.kind {
        Kind::Customer => (
            "select name from person_text where rowid = ?1",
            "delete from person_text where rowid = ?1",
            "insert into person_text (rowid, name) values (?1, ?2)",
        ),
        Kind::Product | Kind::Inventory | Kind::Order | Kind::Refund => (
            "select name from record_text where rowid = ?1",
            "delete from record_text where rowid = ?1",
            "insert into record_text (rowid, name) values (?1, ?2)",
        ),
    };
    let kept: Option<String> =
        sqlx::query_scalar(read).bind(of.seq).fetch_optional(&mut *conn).await.map_err(store_error)?;
    if kept.as_deref() == Some(name) {
        return Ok(());
    }
    if kept.is_some() {
        sqlx::query(clear).bind(of.seq).execute(&mut *conn).await.map_err(store_error)?;
    }
    sqlx::query(write).bind(of.seq).bind(name).execute(&mut *conn).await.map_err(store_error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_telephone_number_written_in_three_ways_has_one_hash() {
        let secret = Secret::new([7; 32]);
        let hashes =
            ["+44 20 7946-0018", "0044 (20) 79460018", "442079460018"].map(|text| secret.of_typed(text));
        assert_eq!(hashes[0], hashes[1]);
        assert_eq!(hashes[1], hashes[2]);
        assert_eq!(hashes[0].len(), 1);
    }

    #[test]
    fn another_secret_makes_another_hash() {
        assert_ne!(Secret::new([1; 32]).of_typed("a@b.c"), Secret::new([2; 32]).of_typed("a@b.c"));
    }

    #[test]
    fn a_name_is_neither_an_address_nor_a_number() {
        assert!(Secret::new([0; 32]).of_typed("Jill 555").is_empty());
    }
}
