//! What SQLite says, in the store's words.

use store::StoreError;

/// Turns SQLite's answer into what a caller can act on. Codes: <https://www.sqlite.org/rescode.html>.
pub(crate) fn store_error(error: sqlx::Error) -> StoreError {
    let said = error.to_string();
    match &error {
        sqlx::Error::Database(database) => match primary_code(database.code().as_deref()) {
            // READONLY, IOERR, FULL
            8 | 10 | 13 => StoreError::Full(said),
            // CORRUPT, CONSTRAINT, MISMATCH, NOTADB
            11 | 19 | 20 | 26 => StoreError::Corrupt(said),
            _ => StoreError::Unavailable(said),
        },
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) | sqlx::Error::RowNotFound => {
            StoreError::Corrupt(said)
        }
        _ => StoreError::Unavailable(said),
    }
}

/// The primary result code, the low byte of the extended one.
fn primary_code(code: Option<&str>) -> i64 {
    code.and_then(|code| code.parse::<i64>().ok()).map_or(0, |code| code & 0xff)
}

/// Something stored that this version cannot read.
pub(crate) fn corrupt(what: impl std::fmt::Display) -> StoreError {
    StoreError::Corrupt(what.to_string())
}
