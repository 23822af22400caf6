//! What a row must be beyond what the index has seen to.

use model::SortBy;
use model::filter::{Bounds, Is, Whose};
use sqlx::{QueryBuilder, Sqlite};

use super::path::{Path, waits_word};
use super::{Walk, whose};

/// A setting is missing: what waits for a parent or for a product to be linked has another cause.
const A_SETTING_IS_MISSING: &str = "(r.waits = 'blocked' and exists (select 1 from block b where b.record = r.seq \
     and b.key not like 'parent:%' and b.key not like 'item:%'))";

/// All that the filter asks for, of a row that was found in some other way.
pub(super) fn all(sql: &mut QueryBuilder<Sqlite>, walk: &Walk<'_>) {
    sql.push(" and");
    whose(sql, walk);
    narrow(sql, walk, None);
}

/// What the filter asks for beyond what the path has seen to.
pub(super) fn beyond(sql: &mut QueryBuilder<Sqlite>, walk: &Walk<'_>, path: Path) {
    narrow(sql, walk, Some(path));
}

fn narrow(sql: &mut QueryBuilder<Sqlite>, walk: &Walk<'_>, path: Option<Path>) {
    let filter = walk.filter();
    let arms_have_it = path.is_some_and(|path| path.arms(walk) != [None]);
    if let (Some(status), false) = (filter.status, arms_have_it) {
        sql.push(" and r.status = '").push(status.word()).push("'");
    }
    if let (Some(shop), false) = (&filter.shop, path == Some(Path::Shop)) {
        sql.push(" and r.shop = ").push_bind(shop.clone());
    }
    if let (Some(cause), false) = (&filter.cause, path == Some(Path::Cause)) {
        sql.push(" and r.cause_key = ").push_bind(cause.clone());
    }
    if let (Some(word), false) = (waits_word(filter.is), matches!(path, Some(Path::Waits(_)))) {
        sql.push(" and r.waits = '").push(word).push("'");
    }
    rest(sql, walk);
}

/// Whether anything is asked for beyond what the path has seen to.
pub(super) fn is_needed(walk: &Walk<'_>, path: Path) -> bool {
    let mut sql = QueryBuilder::new("");
    beyond(&mut sql, walk, path);
    !sql.sql().as_str().is_empty()
}

/// What no index but the one of its own order narrows by.
fn rest(sql: &mut QueryBuilder<Sqlite>, walk: &Walk<'_>) {
    let filter = walk.filter();
    match filter.is {
        Some(Is::NeedsMe) => {
            sql.push(" and (r.status = 'failed' or ").push(A_SETTING_IS_MISSING).push(")");
        }
        Some(Is::Blocked) => {
            sql.push(" and ").push(A_SETTING_IS_MISSING);
        }
        Some(Is::Waiting) => {
            sql.push(" and not ").push(A_SETTING_IS_MISSING);
        }
        _ => {}
    }
    assigned(sql, walk);
    if let Some(sku) = &filter.sku {
        sql.push(" and exists (select 1 from record_key k where k.record = r.seq and ");
        key(sql, sku);
        sql.push(")");
    }
    range(sql, "r.sort_total", minor(filter.total, walk.digits));
    range(sql, "r.attempts", filter.tries);
    span(sql, walk);
}

/// Only what the people who are asked for look after.
pub(super) fn assigned(sql: &mut QueryBuilder<Sqlite>, walk: &Walk<'_>) {
    match &walk.filter().assigned {
        None => {}
        Some(Whose::Nobody) => {
            sql.push(" and r.assigned is null");
        }
        Some(Whose::Anybody) => {
            sql.push(" and r.assigned is not null");
        }
        Some(whose) => {
            sql.push(" and r.assigned = (select name from colleague where merchant = ")
                .push_bind(walk.merchant);
            sql.push(" and name_key = ").push_bind(whose.name().unwrap_or_default().to_lowercase()).push(")");
        }
    }
}

/// Only rows whose status changed within the asked span.
pub(super) fn span(sql: &mut QueryBuilder<Sqlite>, walk: &Walk<'_>) {
    let span = walk.query.span;
    if let Some(from) = span.from {
        sql.push(" and r.updated_at >= ").push_bind(from.0);
    }
    if let Some(to) = span.to {
        sql.push(" and r.updated_at < ").push_bind(to.0);
    }
}

/// Only the range that the filter asks for of what is sorted by.
pub(super) fn within(sql: &mut QueryBuilder<Sqlite>, walk: &Walk<'_>, by: SortBy) {
    match by {
        SortBy::Total => range(sql, "r.sort_total", minor(walk.filter().total, walk.digits)),
        SortBy::Tries => range(sql, "r.attempts", walk.filter().tries),
        SortBy::Changed => span(sql, walk),
        SortBy::Seen | SortBy::Name => {}
    }
}

pub(super) fn range(sql: &mut QueryBuilder<Sqlite>, column: &'static str, bounds: Bounds) {
    if let Some(from) = bounds.from {
        sql.push(" and ").push(column).push(" >= ").push_bind(from);
    }
    if let Some(to) = bounds.to {
        sql.push(" and ").push(column).push(" <= ").push_bind(to);
    }
}

/// An identifier, whole, or its beginning where it ends in `-` or `*`; of `record_key k`.
pub(super) fn key(sql: &mut QueryBuilder<Sqlite>, typed: &str) {
    let typed = typed.trim().to_lowercase();
    let beginning = typed.strip_suffix('*').or_else(|| typed.ends_with('-').then_some(typed.as_str()));
    match beginning {
        Some(beginning) => {
            // No identifier holds the last of all letters.
            sql.push("k.key >= ").push_bind(beginning.to_owned());
            sql.push(" and k.key < ").push_bind(format!("{beginning}\u{10ffff}"));
        }
        None => {
            sql.push("k.key = ").push_bind(typed);
        }
    }
}

/// Bounds in thousandths as bounds in the smallest unit of the currency, both within.
pub(super) fn minor(bounds: Bounds, digits: u32) -> Bounds {
    let unit = 10_i64.pow(3_u32.saturating_sub(digits));
    let up = |from: i64| from.div_euclid(unit) + i64::from(from.rem_euclid(unit) != 0);
    Bounds { from: bounds.from.map(up), to: bounds.to.map(|to| to.div_euclid(unit)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_turned_into_the_smallest_unit_without_letting_more_in() {
        let bounds = Bounds { from: Some(100_001), to: Some(99_999) };
        assert_eq!(minor(bounds, 2), Bounds { from: Some(10_001), to: Some(9_999) });
        assert_eq!(minor(bounds, 0), Bounds { from: Some(101), to: Some(99) });
        assert_eq!(minor(bounds, 3), bounds);
    }
}
