use serde::{Deserialize, Serialize};

use crate::filter::{terms, unquoted};
use crate::{Payload, Record};

/// An identifier a record is found by when it is typed whole.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RecordKey(pub String);

impl RecordKey {
    /// The form keys are kept and looked up in: trimmed and lower case.
    pub fn new(text: &str) -> RecordKey {
        RecordKey(text.trim().to_lowercase())
    }

    /// All identifiers of a record: both platforms' ids, SKU, bar codes, receipt and reference numbers.
    /// E-mail and telephone are not among them; stores keep those as keyed hashes.
    pub fn of(source_ref: &str, target_ref: Option<&str>, payload: Option<&Payload>) -> Vec<RecordKey> {
        let mut texts = vec![source_ref.to_owned()];
        texts.extend(target_ref.map(str::to_owned));
        match payload {
            Some(Payload::Product(product)) => texts.extend(
                [&product.sku, &product.ean, &product.upc, &product.barcode, &product.mpn, &product.isbn]
                    .map(String::clone),
            ),
            Some(Payload::Inventory(stock)) => {
                texts.extend([&stock.sku, &stock.product_ref, &stock.item_ref].map(String::clone))
            }
            Some(Payload::Order(sale)) => {
                texts.push(sale.ticket.clone());
                texts.extend(sale.lines.iter().map(|line| line.sku.clone()));
            }
            Some(Payload::Refund(back)) => {
                texts.extend([&back.sale_ref, &back.ticket].map(String::clone));
                texts.extend(back.parent_sale_ref.clone());
                texts.extend(back.lines.iter().map(|line| line.sku.clone()));
            }
            Some(Payload::Customer(_)) | None => {}
        }
        let mut keys: Vec<RecordKey> =
            texts.iter().map(|text| RecordKey::new(text)).filter(|key| !key.0.is_empty()).collect();
        keys.sort();
        keys.dedup();
        keys
    }

    /// All identifiers of a record as it stands.
    pub fn of_record(record: &Record) -> Vec<RecordKey> {
        RecordKey::of(&record.source_ref, record.target_ref.as_deref(), record.payload.as_ref())
    }
}

/// Splits what a person typed into words, lower case, at most eight; `"…"` keeps words together.
pub fn search_words(text: &str) -> Vec<String> {
    let words = terms(text).into_iter().map(|term| unquoted(term).trim().to_lowercase());
    words.filter(|word| !word.is_empty()).take(8).collect()
}

#[cfg(test)]
mod tests {
    use super::search_words;

    #[test]
    fn quotes_keep_words_together_and_inches_are_no_quotes() {
        assert_eq!(search_words("Garden \"Red  Bag\" 5\" nail"), ["garden", "red  bag", "5\"", "nail"]);
        assert_eq!(search_words("\"\" \"open"), ["\"open"]);
    }
}
