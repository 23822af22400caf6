//! Bulk work in words, on the server.

use std::time::Duration;

use model::{BulkAction, BulkWhich, Kind};
use store::BulkRowState;

use crate::AppError;
use crate::kinds::view_of;
use crate::log::looks_personal;
use crate::team;
use crate::ui::count;

/// An action that can be done: a skip has a reason that others understand, a colleague a name, a note words.
pub fn checked(action: BulkAction) -> Result<BulkAction, AppError> {
    let checked = match action {
        BulkAction::Resync => Ok(BulkAction::Resync),
        BulkAction::Skip { reason } => reason_of(&reason).map(|reason| BulkAction::Skip { reason }),
        BulkAction::Assign { to } => {
            team::colleague(&to.unwrap_or_default()).map(|to| BulkAction::Assign { to })
        }
        BulkAction::Note { text } => team::text(&text).map(|text| BulkAction::Note { text }),
    };
    checked.map_err(|what| AppError::Invalid { what }.told())
}

fn reason_of(reason: &str) -> Result<String, String> {
    let reason = reason.trim();
    match reason.chars().count() {
        0 => Err("Say why these are skipped.".to_owned()),
        long if long > BulkAction::LONGEST_REASON => {
            Err(format!("A reason has at most {} characters.", BulkAction::LONGEST_REASON))
        }
        _ => Ok(reason.to_owned()),
    }
}

/// Which rows, in words that stay: a search that names a person is not kept.
pub fn which(kind: Kind, which: &BulkWhich) -> String {
    match which {
        BulkWhich::Rows(rows) => {
            format!("{} ticked by hand", count(i64::try_from(rows.len()).unwrap_or(i64::MAX)))
        }
        BulkWhich::Matching(filter) => {
            let people = view_of(kind).people;
            let personal = |field: &str, says: &str| {
                field == "text" && looks_personal(says.trim_matches(['“', '”']), people)
            };
            let says: Vec<String> = filter
                .say()
                .into_iter()
                .map(
                    |(field, says)| {
                        if personal(field, &says) { "a search for a person".to_owned() } else { says }
                    },
                )
                .collect();
            if says.is_empty() { "the whole log".to_owned() } else { says.join(" · ") }
        }
    }
}

/// How long something takes, honestly rounded.
pub fn takes(time: Duration) -> String {
    match time.as_secs() {
        0..10 => "a few seconds".to_owned(),
        seconds @ 10..90 => format!("about {} seconds", seconds.div_ceil(10) * 10),
        seconds @ 90..5_400 => format!("about {} minutes", seconds.div_ceil(60)),
        seconds @ 5_400..172_800 => format!("about {} hours", seconds.div_ceil(3_600)),
        seconds => format!("about {} days", seconds.div_ceil(86_400)),
    }
}

/// What became of a row.
pub fn row_state(state: BulkRowState) -> String {
    match state {
        BulkRowState::Waiting => "Not asked for yet".to_owned(),
        BulkRowState::Asked => "On its way".to_owned(),
        BulkRowState::Done => "Done".to_owned(),
        BulkRowState::Failed => "Failed again".to_owned(),
        BulkRowState::Held => "Waits".to_owned(),
        BulkRowState::LeftOut(why) => format!("Left out: {}", why.say()),
        BulkRowState::Dropped => "Left as it was".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use model::Filter;

    use super::*;

    #[test]
    fn an_action_lacks_nothing_and_is_trimmed() {
        assert!(checked(BulkAction::Skip { reason: "  ".to_owned() }).is_err());
        assert!(checked(BulkAction::Skip { reason: "x".repeat(201) }).is_err());
        let kept = BulkAction::Skip { reason: "sold by hand".to_owned() };
        assert_eq!(checked(BulkAction::Skip { reason: " sold by hand ".to_owned() }), Ok(kept));
        let assigned = |to: &str| checked(BulkAction::Assign { to: Some(to.to_owned()) });
        assert_eq!(assigned(" Ana "), Ok(BulkAction::Assign { to: Some("Ana".to_owned()) }));
        assert_eq!(assigned(""), Ok(BulkAction::Assign { to: None }));
        assert!(assigned("nobody").is_err());
        assert!(checked(BulkAction::Note { text: " ".to_owned() }).is_err());
    }

    #[test]
    fn a_search_for_a_person_is_not_kept() {
        let named = |kind, text: &str| which(kind, &BulkWhich::Matching(Filter::of_text(text)));
        assert_eq!(named(Kind::Customer, "Ada"), "a search for a person");
        assert_eq!(named(Kind::Order, "ada@example.com"), "a search for a person");
        assert_eq!(named(Kind::Order, "mug"), "“mug”");
        assert_eq!(which(Kind::Order, &BulkWhich::Matching(Filter::default())), "the whole log");
    }

    #[test]
    fn times_are_rounded_to_what_is_known() {
        let of = |seconds| takes(Duration::from_secs(seconds));
        assert_eq!(of(3), "a few seconds");
        assert_eq!(of(41), "about 50 seconds");
        assert_eq!(of(24 * 60), "about 24 minutes");
        assert_eq!(of(7_200), "about 2 hours");
    }
}
