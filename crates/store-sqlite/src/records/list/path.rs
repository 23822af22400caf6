//! Which index a list walks along, so that its cost never depends on statistics.

use model::filter::Is;
use model::{Filter, SortBy, Status};
use sqlx::{QueryBuilder, Sqlite};

use super::{Walk, whose};

/// An index that has the asked order, with the filters it narrows by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Path {
    /// The whole log.
    Whole,
    /// By status, in the asked order.
    Status(SortBy),
    /// By shop, in the order of `seq`.
    Shop,
    /// By cause, in the order of `seq`.
    Cause,
    /// By what pending rows wait for, in the order of `seq`.
    Waits(&'static str),
}

impl Path {
    pub(super) fn of(walk: &Walk<'_>) -> Path {
        let filter = walk.filter();
        match walk.by {
            SortBy::Seen => match waits_word(filter.is) {
                _ if filter.cause.is_some() => Path::Cause,
                Some(word) => Path::Waits(word),
                None if filter.shop.is_some() => Path::Shop,
                None if statuses(filter).len() < Status::ALL.len() => Path::Status(SortBy::Seen),
                None => Path::Whole,
            },
            by => Path::Status(by),
        }
    }

    /// The statuses it is walked for, one arm each; `None` where one arm has them all.
    pub(super) fn arms(self, walk: &Walk<'_>) -> Vec<Option<Status>> {
        match self {
            Path::Status(_) | Path::Shop => statuses(walk.filter()).into_iter().map(Some).collect(),
            Path::Whole | Path::Cause | Path::Waits(_) => vec![None],
        }
    }

    fn index(self) -> &'static str {
        match self {
            Path::Whole => "record_by_seq",
            Path::Status(SortBy::Seen) => "record_by_status",
            Path::Status(SortBy::Changed) => "record_by_status_change",
            Path::Status(SortBy::Total) => "record_by_total",
            Path::Status(SortBy::Tries) => "record_by_tries",
            Path::Status(SortBy::Name) => "record_by_name",
            Path::Shop => "record_by_shop",
            Path::Cause => "record_by_cause",
            Path::Waits(_) => "record_by_waits",
        }
    }

    /// The rows of one arm: the table, its index and what the index narrows by.
    pub(super) fn rows(self, sql: &mut QueryBuilder<Sqlite>, walk: &Walk<'_>, arm: Option<Status>) {
        sql.push("record r indexed by ").push(self.index()).push(" where");
        whose(sql, walk);
        if let Some(status) = arm {
            sql.push(" and r.status = '").push(status.word()).push("'");
        }
        match self {
            Path::Shop => {
                sql.push(" and r.shop = ").push_bind(walk.filter().shop.clone());
            }
            Path::Cause => {
                sql.push(" and r.cause_key = ").push_bind(walk.filter().cause.clone());
            }
            Path::Waits(word) => {
                sql.push(" and r.waits = '").push(word).push("'");
            }
            Path::Status(SortBy::Total) => {
                sql.push(" and r.sort_total is not null");
            }
            Path::Status(SortBy::Name) => {
                sql.push(" and r.sort_name is not null");
            }
            Path::Whole | Path::Status(_) => {}
        }
    }
}

/// The statuses that a filter can find.
pub(super) fn statuses(filter: &Filter) -> Vec<Status> {
    let possible = |status: &Status| {
        let of_is = match filter.is {
            None => true,
            Some(Is::NeedsMe) => matches!(status, Status::Failed | Status::Pending),
            Some(_) => *status == Status::Pending,
        };
        let of_cause = filter.cause.is_none() || matches!(status, Status::Failed | Status::Pending);
        of_is && of_cause && filter.status.is_none_or(|asked| asked == *status)
    };
    Status::ALL.into_iter().filter(possible).collect()
}

/// The word of the column `waits` that a standing has, where it is exactly one.
pub(super) fn waits_word(is: Option<Is>) -> Option<&'static str> {
    match is? {
        Is::NeedsMe => None,
        Is::Queued => Some("queued"),
        Is::Blocked | Is::Waiting => Some("blocked"),
        Is::Throttled => Some("throttled"),
        Is::TryingAgain => Some("trying_again"),
        Is::Lost => Some("connection_lost"),
    }
}
