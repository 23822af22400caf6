use platform::Hint;

use crate::ids;
use crate::wire::Told;

/// The most ids one call may name; a forged one must not fill the memory.
const MOST_TOLD: usize = 10_000;
const STOCK: &str = "product.modified.on-hand-modified";

/// What a call says has changed. It only makes Lockstep look, so a product that was deleted is one to look at as well.
pub(super) fn hints(body: &[u8]) -> Result<Vec<Hint>, String> {
    let told: Told =
        serde_json::from_slice(body).map_err(|error| format!("not what was asked for: {error}"))?;
    if told.resource_type != "product" {
        return Ok(vec![Hint::Other]);
    }
    let ids = ids::read_id_set(&told.id, MOST_TOLD).ok_or("its ids cannot be read")?;
    let refs: Vec<String> = ids.iter().map(u64::to_string).collect();
    Ok(vec![if told.full_event == STOCK { Hint::Stock(refs) } else { Hint::Products(refs) }])
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::*;

    fn refs(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[rstest]
    #[case(json!({"resourceType": "product", "id": "1-3,9", "fullEvent": STOCK}), Hint::Stock(refs(&["1", "2", "3", "9"])))]
    #[case(json!({"resourceType": "product", "id": 7, "fullEvent": "product.modified"}), Hint::Products(refs(&["7"])))]
    #[case(json!({"resourceType": "product", "id": "7", "fullEvent": "product.destroyed"}), Hint::Products(refs(&["7"])))]
    #[case(json!({"resourceType": "product", "id": "7"}), Hint::Products(refs(&["7"])))]
    #[case(json!({"resourceType": "order", "id": "7001", "fullEvent": "order.modified"}), Hint::Other)]
    #[case(json!({}), Hint::Other)]
    fn a_call_says_what_to_look_at(#[case] body: Value, #[case] hint: Hint) {
        assert_eq!(hints(body.to_string().as_bytes()), Ok(vec![hint]));
    }

    #[rstest]
    #[case("{\"resourceType\": \"product\", \"id\": \"1-99999999\"}")]
    #[case("{\"resourceType\": \"product\", \"id\": \"all\"}")]
    #[case("{\"resourceType\": \"product\"}")]
    #[case("{\"resourceType\": []}")]
    #[case("hello")]
    #[case("")]
    fn what_makes_no_sense_or_too_much_of_it_is_refused(#[case] body: &str) {
        assert!(hints(body.as_bytes()).is_err());
    }
}
