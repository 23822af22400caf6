use super::{Column, Holds, KindView};
use model::{Kind, SortBy};

/// The log of refunds.
pub static VIEW: KindView = KindView {
    kind: Kind::Refund,
    title: "Refunds",
    letter: "f",
    one: "refund",
    about: "One row is one return of one sale's goods, on its way to become a Brightpearl sales credit.",
    columns: &[
        Column::own("Refund ID", 0, "code").heading(),
        Column::own("BP SO ID", 1, "code"),
        Column::own("Sales Credit ID", 2, "code"),
        Column::own("Total", 3, "number").sorting(SortBy::Total),
        Column::of("Order status", Holds::Status, "status"),
        Column::of("Last updated", Holds::Updated, "time"),
        Column::of("Action", Holds::Action, "action"),
    ],
    search_hint: "Refund, sale, credit, SKU, item name or reason",
    empty: "Returns and voided sales appear here within a minute of being rung up at a till.",
    people: false,
    read_with: Some("sales"),
    #[cfg(feature = "ssr")]
    read: read::READER,
};

/// How one is put into words.
#[cfg(feature = "ssr")]
pub(super) mod read {
    use crate::kinds::{Cell, Reader, Section, order, words};
    use model::payload::Return;
    use model::{Kind, Outgoing, Payload, Record};
    use store::LinkAsk;

    /// The words of this kind.
    pub(in crate::kinds) const READER: Reader = Reader { called: "Refund", name, asks, cells, came, sent };

    fn returned(record: &Record) -> Option<&Return> {
        match &record.payload {
            Some(Payload::Refund(back)) => Some(back),
            _ => None,
        }
    }

    fn name(record: &Record) -> String {
        format!("Refund {}", record.source_ref)
    }

    /// The order of the sale that the goods were bought in.
    fn asks(record: &Record) -> Option<LinkAsk> {
        let sale = returned(record)?.parent_sale_ref.clone()?;
        record.sent.is_none().then_some(LinkAsk::BySource(Kind::Order, sale))
    }

    fn cells(record: &Record, order: Option<&str>) -> Vec<Cell> {
        let order = match &record.sent {
            Some(Outgoing::Refund(credit)) => credit.parent_order.clone().unwrap_or_default(),
            _ => order.unwrap_or_default().to_owned(),
        };
        let back = returned(record);
        let below = |back: &Return| {
            if back.undoes_sale {
                format!("Sale {} made void", back.sale_ref)
            } else {
                format!("Receipt {}", back.ticket)
            }
        };
        let below = back.map(below).unwrap_or_default();
        let total = back.map(|back| words::money(back.total, &back.currency)).unwrap_or_default();
        vec![
            Cell::Ref(record.source_ref.clone(), below),
            Cell::Text(order),
            Cell::Text(record.target_ref.clone().unwrap_or_default()),
            Cell::Number(total),
        ]
    }

    fn came(payload: &Payload) -> Vec<Section> {
        let Payload::Refund(back) = payload else { return Vec::new() };
        let about = words::facts(
            "Return at the till",
            vec![
                words::fact("Receipt", &back.ticket),
                words::fact(
                    if back.undoes_sale { "Sale made void" } else { "Taken back in sale" },
                    &back.sale_ref,
                ),
                words::fact(
                    "Bought in sale",
                    back.parent_sale_ref.clone().unwrap_or_else(|| "No receipt".to_owned()),
                ),
                words::fact("Shop", words::named(&back.shop)),
                words::fact("Rung up by", order::read::by(&back.employee)),
                words::fact("Customer", back.customer_ref.clone().unwrap_or_else(|| "Walk-in".to_owned())),
                words::moment("Completed", back.completed_at),
            ],
        );
        let mut total = order::read::extras(&back.extras, &back.currency);
        total.push(("Tax".to_owned(), words::money(back.tax, &back.currency)));
        total.push(("Total".to_owned(), words::money(back.total, &back.currency)));
        if !back.set_off.is_zero() {
            total.push((
                "Set off against goods bought".to_owned(),
                words::money(back.set_off, &back.currency),
            ));
        }
        let mut sections = vec![about, order::read::lines("Lines", &back.lines, &back.currency, total)];
        if !back.payments.is_empty() {
            sections.push(order::read::payments("Paid back", &back.payments, &back.currency));
        }
        sections
    }

    fn sent(outgoing: &Outgoing) -> Vec<Section> {
        let Outgoing::Refund(draft) = outgoing else { return Vec::new() };
        let facts = vec![
            words::fact("Our reference", &draft.document.reference),
            words::fact("Credits the order", draft.parent_order.clone().unwrap_or_default()),
            words::fact("Contact", &draft.document.contact),
            words::fact("Warehouse", &draft.document.warehouse),
            words::fact("Goods are put back", words::yes_no(draft.restock.is_some())),
            words::fact("Cancels the order if it still can", if draft.void { "Yes" } else { "" }),
        ];
        let total = vec![("Total".to_owned(), words::money(draft.document.total, &draft.document.currency))];
        let mut sections = vec![
            words::facts("Sales credit in Brightpearl", facts),
            order::read::rows(&draft.document.rows, &draft.document.currency, total),
        ];
        if !draft.document.payments.is_empty() {
            sections.push(order::read::paid(&draft.document.payments));
        }
        sections
    }
}
