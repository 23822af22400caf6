//! What sales orders and sales credits have in common: each is looked for, made, read back, compared, and paid; and the calls
//! that move their goods.

mod call;
mod goods;
mod goods_in;
mod goods_out;
mod kind;
mod look;
mod payments;
mod perform;
mod plan;
mod read_back;
mod reservation;
mod together;
mod told;
mod tracked;
mod undo;

pub(crate) use call::DocumentCall;
pub(crate) use goods::{Pieces, all_of, at_most, less, missing_words, shown, sum};
pub(crate) use kind::DocumentKind;
pub(crate) use plan::{Arrival, Plan, VERIFY};
pub(crate) use told::{Goods, Note, Sale, Tried, Verified, read};
pub(crate) use tracked::StockBook;

use platform::PlatformError;

/// A refusal by the warehouse. Which of its codes means "no stock" is not known (fact sheet 5.10), so all of them leave the
/// goods where they are, with the warehouse's own words.
pub(crate) fn warehouse_says(error: PlatformError) -> Result<String, PlatformError> {
    match error {
        PlatformError::Refused { code, message, .. } if code.starts_with("WHS") => {
            Ok(match message.as_str() {
                "" => "no stock".to_owned(),
                words => format!("no stock (Brightpearl says “{words}”)"),
            })
        }
        other => Err(other),
    }
}

/// The error of a look that follows a write which arrived: whatever it is, the write must not be made again unseen.
pub(crate) fn after_a_write(error: PlatformError) -> PlatformError {
    if error.may_have_arrived() {
        return error;
    }
    PlatformError::AnswerLost {
        platform: error.platform(),
        detail: format!("it was carried out, but looking at it failed: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use model::Platform;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("WHSC-014", "", Some("no stock"))]
    #[case("WHSB-038", "None left", Some("no stock (Brightpearl says “None left”)"))]
    #[case("ORDC-003", "", None)]
    #[case("", "", None)]
    fn only_the_warehouse_may_leave_goods_where_they_are(
        #[case] code: &str,
        #[case] message: &str,
        #[case] words: Option<&str>,
    ) {
        let refused = PlatformError::Refused {
            platform: Platform::Brightpearl,
            what: "reservation".to_owned(),
            code: code.to_owned(),
            message: message.to_owned(),
        };
        assert_eq!(warehouse_says(refused).ok().as_deref(), words);
    }

    #[test]
    fn a_write_that_arrived_is_never_taken_for_one_that_did_not() {
        let platform = Platform::Brightpearl;
        let away = PlatformError::Unreachable { platform, detail: "reset".to_owned() };
        assert!(!away.may_have_arrived());
        assert!(after_a_write(away).may_have_arrived());
    }
}
