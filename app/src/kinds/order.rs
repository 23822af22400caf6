use super::{Column, Holds, KindView};
use model::{Kind, SortBy};

/// The log of sales.
pub static VIEW: KindView = KindView {
    kind: Kind::Order,
    title: "Orders",
    letter: "o",
    one: "order",
    about: "One row is one completed sale at a till, on its way to become a Brightpearl sales order.",
    columns: &[
        Column::of("Source", Holds::Source, "source"),
        Column::own("Order ID", 0, "code"),
        Column::own("Source SO ID", 1, "code").heading(),
        Column::own("Total", 2, "number").sorting(SortBy::Total),
        Column::of("Order status", Holds::Status, "status"),
        Column::of("Last updated", Holds::Updated, "time"),
        Column::of("Action", Holds::Action, "action"),
    ],
    search_hint: "Order ID, sale, receipt, SKU, item name or reason",
    empty: "Sales appear here as soon as a till completes one after the go-live date in the settings.",
    people: false,
    read_with: None,
    #[cfg(feature = "ssr")]
    read: read::READER,
};

/// How one is put into words.
#[cfg(feature = "ssr")]
pub(super) mod read {
    use crate::kinds::{Cell, Reader, Section, words};
    use model::outgoing::{OrderDraft, OrderRow, PaymentDraft};
    use model::payload::{Extra, Named, Sale, SaleLine, Tender};
    use model::{Outgoing, Payload, Record};
    use rust_decimal::Decimal;

    /// The words of this kind.
    pub(in crate::kinds) const READER: Reader =
        Reader { called: "Sale", name, asks: |_| None, cells, came, sent };

    fn name(record: &Record) -> String {
        match &record.target_ref {
            Some(order) => format!("Order {order}"),
            None => format!("Sale {}", record.source_ref),
        }
    }

    fn cells(record: &Record, _: Option<&str>) -> Vec<Cell> {
        let sale = match &record.payload {
            Some(Payload::Order(sale)) => Some(sale),
            _ => None,
        };
        let receipt = sale.map(receipt).unwrap_or_default();
        let total = sale.map(|sale| words::money(sale.total, &sale.currency)).unwrap_or_default();
        vec![
            Cell::Text(record.target_ref.clone().unwrap_or_default()),
            Cell::Ref(record.source_ref.clone(), receipt),
            Cell::Number(total),
        ]
    }

    fn receipt(sale: &Sale) -> String {
        match (sale.ticket.is_empty(), sale.shop.name.is_empty()) {
            (true, _) => sale.shop.name.clone(),
            (false, true) => format!("Receipt {}", sale.ticket),
            (false, false) => format!("Receipt {} · {}", sale.ticket, sale.shop.name),
        }
    }

    fn came(payload: &Payload) -> Vec<Section> {
        let Payload::Order(sale) = payload else { return Vec::new() };
        let mut sections = vec![about(sale), lines("Lines", &sale.lines, &sale.currency, sums(sale))];
        if !sale.payments.is_empty() {
            sections.push(payments("Payments", &sale.payments, &sale.currency));
        }
        sections
    }

    fn about(sale: &Sale) -> Section {
        let customer = match (&sale.customer_ref, sale.customer_name.is_empty()) {
            (None, _) => "Walk-in".to_owned(),
            (Some(id), true) => format!("Customer {id}"),
            (Some(id), false) => format!("{} (customer {id})", sale.customer_name),
        };
        let state = match (sale.voided, sale.completed) {
            (true, _) => "Made void",
            (false, true) => "Completed",
            (false, false) => "Not completed",
        };
        words::facts(
            "Sale at the till",
            vec![
                words::fact("Receipt", &sale.ticket),
                words::fact("Customer", customer),
                words::fact("Shop", words::named(&sale.shop)),
                words::fact("Register", &sale.register),
                words::fact("Rung up by", by(&sale.employee)),
                words::fact("State", state),
                words::moment("Begun", sale.created_at),
                words::moment("Completed", sale.completed_at),
                words::fact("Prices", if sale.tax_inclusive { "Tax included" } else { "Tax added" }),
            ],
        )
    }

    /// The lines of a sale or a return, with sums below.
    pub(in crate::kinds) fn lines(
        title: &str,
        lines: &[SaleLine],
        currency: &str,
        sums: Vec<(String, String)>,
    ) -> Section {
        let heads = ["Item", "SKU!", "Quantity#", "Price#", "Discount#", "Tax#", "Tax rate#", "Amount#"];
        let rows = lines
            .iter()
            .map(|line| {
                vec![
                    line.name.clone(),
                    line.sku.clone(),
                    words::quantity(line.quantity),
                    words::money(line.unit_price, currency),
                    unless_zero(line.discount, |amount| words::money(-amount, currency)),
                    words::money(line.tax, currency),
                    line.tax_key.rate_words(),
                    words::money(line.net + line.tax, currency),
                ]
            })
            .collect();
        words::grid(title, &heads, rows, sums)
    }

    /// Money beside the lines, as sums below them.
    pub(in crate::kinds) fn extras(extras: &[Extra], currency: &str) -> Vec<(String, String)> {
        let sum =
            |extra: &Extra| (extra.sort.name().to_owned(), words::money(extra.net + extra.tax, currency));
        extras.iter().map(sum).collect()
    }

    /// Who rang it up; nothing where the till does not tell.
    pub(in crate::kinds) fn by(employee: &Named) -> String {
        if employee.id.is_empty() { String::new() } else { words::named(employee) }
    }

    fn unless_zero(amount: Decimal, words: impl FnOnce(Decimal) -> String) -> String {
        if amount.is_zero() { String::new() } else { words(amount) }
    }

    fn sums(sale: &Sale) -> Vec<(String, String)> {
        let amounts = [
            ("Discounts", -sale.discount, false),
            ("Tax in it", sale.tax, true),
            ("Tips", sale.tips, false),
            ("Rounded to coins", sale.cash_rounding, false),
            ("Change given", -sale.change, false),
            ("Total", sale.total, true),
        ];
        amounts
            .into_iter()
            .filter(|(_, amount, always)| *always || !amount.is_zero())
            .map(|(label, amount, _)| (label.to_owned(), words::money(amount, &sale.currency)))
            .collect()
    }

    /// How something was paid.
    pub(in crate::kinds) fn payments(title: &str, tenders: &[Tender], currency: &str) -> Section {
        let rows = tenders
            .iter()
            .map(|tender| {
                let tip = unless_zero(tender.tip, |amount| words::money(amount, currency));
                vec![tender.name.clone(), tender.sort.clone(), tip, words::money(tender.amount, currency)]
            })
            .collect();
        words::grid(title, &["Paid with", "Sort", "Tip in it#", "Amount#"], rows, Vec::new())
    }

    fn sent(outgoing: &Outgoing) -> Vec<Section> {
        let Outgoing::Order(draft) = outgoing else { return Vec::new() };
        let total = vec![("Total".to_owned(), words::money(draft.document.total, &draft.document.currency))];
        let mut sections = vec![
            words::facts("Sales order in Brightpearl", order_facts(draft)),
            rows(&draft.document.rows, &draft.document.currency, total),
        ];
        if !draft.document.payments.is_empty() {
            sections.push(paid(&draft.document.payments));
        }
        sections
    }

    fn order_facts(draft: &OrderDraft) -> Vec<crate::kinds::Fact> {
        vec![
            words::fact("Our reference", &draft.document.reference),
            words::fact("Customer's reference", &draft.document.customer_reference),
            words::fact("Contact", &draft.document.contact),
            words::moment("Placed", Some(draft.document.placed_at)),
            words::fact("Status", &draft.document.status),
            words::fact("Channel", &draft.document.channel),
            words::fact("Warehouse", &draft.document.warehouse),
            words::fact("Price list", &draft.document.price_list),
            words::fact(
                "Exchange rate",
                draft.document.exchange_rate.map(words::quantity).unwrap_or_default(),
            ),
            words::fact("Goods are reserved", words::yes_no(draft.reserve)),
            words::fact("Goods are sent off at once", words::yes_no(draft.fulfil.is_some())),
        ]
    }

    /// The rows of a document as sent.
    pub(in crate::kinds) fn rows(rows: &[OrderRow], currency: &str, sums: Vec<(String, String)>) -> Section {
        let lines = rows
            .iter()
            .map(|row| {
                vec![
                    row.product.clone().unwrap_or_else(|| "Free text".to_owned()),
                    row.name.clone(),
                    words::quantity(row.quantity),
                    row.tax_code.clone(),
                    words::money(row.net, currency),
                    words::money(row.tax, currency),
                ]
            })
            .collect();
        words::grid("Rows sent", &["Product", "Text", "Quantity#", "Tax code", "Net#", "Tax#"], lines, sums)
    }

    /// The payments of a document as sent.
    pub(in crate::kinds) fn paid(payments: &[PaymentDraft]) -> Section {
        let lines = payments
            .iter()
            .map(|payment| {
                let amount = words::money(payment.amount, &payment.currency);
                vec![payment.method.clone(), payment.reference.clone(), amount]
            })
            .collect();
        words::grid("Payments sent", &["Method", "Reference!", "Amount#"], lines, Vec::new())
    }
}
