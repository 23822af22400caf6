//! What a request costs before it is sent, in thousandths of a call (fact sheet 2.2). The answer's header corrects it.

/// Any request.
const CALL: i64 = 1_000;
/// A relation of one on a single record; a relation of many costs twice as much.
const RELATION: i64 = 100;
/// Each nested row of a write.
const NESTED_ROW: i64 = 500;

/// Something to be loaded along with a record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Relation {
    /// Its name, dotted below another.
    pub(crate) name: &'static str,
    /// Whether it holds many rows.
    pub(crate) many: bool,
}

/// A relation of one row.
pub(crate) const fn one(name: &'static str) -> Relation {
    Relation { name, many: false }
}

/// A relation of many rows.
pub(crate) const fn many(name: &'static str) -> Relation {
    Relation { name, many: true }
}

/// A list with relations: all of them count double, once.
pub(crate) fn list(relations: &[Relation]) -> i64 {
    let each = |relation: &Relation| if relation.many { RELATION * 4 } else { RELATION * 2 };
    CALL + relations.iter().map(each).sum::<i64>()
}

/// A single record without relations.
pub(crate) fn single() -> i64 {
    CALL
}

/// A single record with relations.
pub(crate) fn record(relations: &[Relation]) -> i64 {
    let each = |relation: &Relation| if relation.many { RELATION * 2 } else { RELATION };
    CALL + relations.iter().map(each).sum::<i64>()
}

/// A write of an item with so many nested rows.
pub(crate) fn write(nested_rows: usize) -> i64 {
    CALL + NESTED_ROW * i64::try_from(nested_rows).unwrap_or(i64::MAX / NESTED_ROW / 2)
}

/// The value of `load_relations`, a JSON array (fact sheet 3.7).
pub(crate) fn load(relations: &[Relation]) -> String {
    let names: Vec<String> = relations.iter().map(|relation| format!("\"{}\"", relation.name)).collect();
    format!("[{}]", names.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vendors_worked_examples_come_out() {
        assert_eq!(list(&[many("ItemShops")]), 1_400);
        let sale = [
            many("SaleLines"),
            many("SalePayments"),
            one("SalePayments.PaymentType"),
            one("Customer"),
            one("Customer.Contact"),
        ];
        assert_eq!(list(&sale), 2_400);
        assert_eq!(write(1), 1_500);
        assert_eq!(record(&[many("ItemShops"), one("Category")]), 1_300);
    }

    #[test]
    fn relations_are_asked_for_as_a_json_array() {
        assert_eq!(load(&[many("SaleLines"), one("SaleLines.Item")]), r#"["SaleLines","SaleLines.Item"]"#);
    }
}
