use rust_decimal::{Decimal, RoundingStrategy};

/// Rounds amounts to 2 places so that they add up to a total, each off by less than a penny.
///
/// Largest remainder: every amount is cut towards minus infinity, then the pennies still missing go to those that lost
/// most. What cannot be given away like this (the total differs by more than a penny an amount) is returned as the rest.
pub(super) fn spread(amounts: &[Decimal], total: Decimal) -> (Vec<Decimal>, Decimal) {
    let penny = Decimal::new(1, 2);
    let mut parts: Vec<Decimal> = amounts
        .iter()
        .map(|amount| amount.round_dp_with_strategy(2, RoundingStrategy::ToNegativeInfinity))
        .collect();
    let mut missing = total - parts.iter().sum::<Decimal>();
    let mut by_loss: Vec<(Decimal, usize)> =
        amounts.iter().zip(&parts).map(|(amount, part)| *amount - *part).zip(0..).collect();
    by_loss.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, place) in by_loss {
        if missing < penny {
            break;
        }
        if let Some(part) = parts.get_mut(place) {
            *part += penny;
            missing -= penny;
        }
    }
    (parts, missing)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decimals(texts: &[&str]) -> Vec<Decimal> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn thirds_of_a_pound_add_up_to_a_pound() {
        let (parts, rest) = spread(&decimals(&["0.3333", "0.3333", "0.3334"]), Decimal::ONE);
        assert_eq!(parts, decimals(&["0.33", "0.33", "0.34"]));
        assert!(rest.is_zero());
    }

    #[test]
    fn what_rounding_cannot_explain_is_left_over() {
        let (parts, rest) = spread(&decimals(&["1.00"]), "1.05".parse().unwrap());
        assert_eq!(parts.iter().sum::<Decimal>() + rest, "1.05".parse().unwrap());
        assert!(!rest.is_zero());
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_amount_moves_by_a_penny(cents in prop::collection::vec(-1_000_000_i64..1_000_000, 1..30)) {
            let amounts: Vec<Decimal> = cents.iter().map(|cent| Decimal::new(*cent, 5)).collect();
            let total = amounts.iter().sum::<Decimal>().round_dp(2);
            let (parts, rest) = spread(&amounts, total);
            prop_assert_eq!(parts.iter().sum::<Decimal>() + rest, total);
            prop_assert!(rest.is_zero());
            for (amount, part) in amounts.iter().zip(&parts) {
                prop_assert!((*amount - *part).abs() <= Decimal::new(1, 2));
            }
        }
    }
}
