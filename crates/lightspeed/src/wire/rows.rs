//! One, many, none: their three ways to write a list, and `""` where an object is expected (fact sheet 3.1, 3.2).

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A relation of many: `{"SaleLine": {…}}`, `{"SaleLine": […]}`, `""`, null. The key inside is not looked at.
pub fn related<'de, D: Deserializer<'de>, T: Deserialize<'de>>(json: D) -> Result<Vec<T>, D::Error> {
    json.deserialize_any(Wrapper(PhantomData))
}

/// A relation of one: an object, or `""`, null or an empty list where there is none.
pub fn single<'de, D: Deserializer<'de>, T: Deserialize<'de>>(json: D) -> Result<Option<T>, D::Error> {
    let OneOrMany(rows) = OneOrMany::deserialize(json)?;
    Ok(rows.into_iter().next())
}

struct Wrapper<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Wrapper<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with rows, or nothing")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<T>, A::Error> {
        let mut rows = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            if key.starts_with('@') {
                map.next_value::<IgnoredAny>()?;
            } else {
                rows.extend(map.next_value::<OneOrMany<T>>()?.0);
            }
        }
        Ok(rows)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
        match seq.next_element::<IgnoredAny>()? {
            None => Ok(Vec::new()),
            Some(_) => Err(A::Error::custom("a list where an object with rows is expected")),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Vec<T>, E> {
        nothing(text)
    }

    fn visit_unit<E: Error>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }
}

struct OneOrMany<T>(Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_any(Rows(PhantomData)).map(OneOrMany)
    }
}

struct Rows<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Rows<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one object, a list of objects, or nothing")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Vec<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(|row| vec![row])
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
        let mut rows = Vec::new();
        while let Some(row) = seq.next_element()? {
            rows.push(row);
        }
        Ok(rows)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Vec<T>, E> {
        nothing(text)
    }

    fn visit_unit<E: Error>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }
}

fn nothing<T, E: Error>(text: &str) -> Result<Vec<T>, E> {
    if text.is_empty() { Ok(Vec::new()) } else { Err(E::custom("text where an object is expected")) }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::super::scalar;
    use super::*;

    #[derive(Deserialize, Default)]
    #[serde(default)]
    struct Line {
        #[serde(rename = "saleLineID", deserialize_with = "scalar::id")]
        id: Option<String>,
    }

    #[derive(Deserialize, Default)]
    #[serde(default, rename_all = "PascalCase")]
    struct Sale {
        #[serde(deserialize_with = "related")]
        sale_lines: Vec<Line>,
        #[serde(deserialize_with = "single")]
        customer: Option<Line>,
    }

    fn ids(json: Value) -> Result<Vec<String>, String> {
        let sale: Sale = serde_json::from_value(json).map_err(|error| error.to_string())?;
        Ok(sale.sale_lines.into_iter().filter_map(|line| line.id).collect())
    }

    #[rstest]
    #[case(json!({ "SaleLines": { "SaleLine": { "saleLineID": "1" } } }), &["1"])]
    #[case(json!({ "SaleLines": { "SaleLine": [{ "saleLineID": "1" }, { "saleLineID": 2 }] } }), &["1", "2"])]
    #[case(json!({ "SaleLines": { "@attributes": { "count": "1" }, "SaleLine": { "saleLineID": "1" } } }), &["1"])]
    #[case(json!({ "SaleLines": "" }), &[])]
    #[case(json!({ "SaleLines": { "SaleLine": "" } }), &[])]
    #[case(json!({ "SaleLines": null }), &[])]
    #[case(json!({ "SaleLines": [] }), &[])]
    #[case(json!({}), &[])]
    fn rows_come_as_one_many_or_none(#[case] json: Value, #[case] expect: &[&str]) {
        assert_eq!(ids(json).unwrap(), expect);
    }

    #[rstest]
    #[case(json!({ "Customer": { "saleLineID": "7" } }), true)]
    #[case(json!({ "Customer": "" }), false)]
    #[case(json!({ "Customer": null }), false)]
    #[case(json!({}), false)]
    fn a_relation_of_one_may_be_empty_text(#[case] json: Value, #[case] there: bool) {
        let sale: Sale = serde_json::from_value(json).unwrap();
        assert_eq!(sale.customer.is_some(), there);
    }

    #[rstest]
    #[case(json!({ "SaleLines": "broken" }))]
    #[case(json!({ "SaleLines": 5 }))]
    #[case(json!({ "SaleLines": { "SaleLine": [5] } }))]
    fn what_is_neither_is_refused(#[case] json: Value) {
        assert!(ids(json).is_err());
    }
}
