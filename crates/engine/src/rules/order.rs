use model::outgoing::{Fulfilment, OrderDraft};
use model::payload::{LineKind, Named, Sale, SaleLine};
use model::settings::AfterEdit;
use model::{Block, Failure, Kind, Lane, Outgoing, Payload, Settings, When};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use store::{LinkAsk, Move, Seen};

use crate::flow::seen_item;

use super::document::{self, Paper};
use super::split::{Sold, parts};
use super::{Given, RefundRule, Rule, Verdict, returns_of};

/// Sales to sales orders (`flows.md`, Sales).
#[derive(Debug, Clone, Copy)]
pub struct OrderRule;

impl Rule for OrderRule {
    type Item = Sale;
    type Draft = OrderDraft;
    const KIND: Kind = Kind::Order;
    const LANE: Lane = Lane::Sales;
    const BATCH: u32 = 16;

    fn wrap(item: Sale) -> Payload {
        Payload::Order(item)
    }

    fn item(payload: &Payload) -> Option<&Sale> {
        match payload {
            Payload::Order(sale) => Some(sale),
            _ => None,
        }
    }

    fn outgoing(draft: OrderDraft) -> Outgoing {
        Outgoing::Order(draft)
    }

    fn first_cursor(settings: &Settings) -> Option<String> {
        settings.go_live.map(|at| format!("since:{}", at.rfc3339_seconds()))
    }

    fn wanted(settings: &Settings, item: &Sale) -> bool {
        concerns_us(settings, item) && sells(item)
    }

    fn needs(_: &Settings, item: &Sale) -> Vec<LinkAsk> {
        document::needs(item.customer_ref.as_ref(), item.lines.iter())
    }

    /// What was posted is undone once it is made void; what never was is not.
    fn asks_whether_known(item: &Sale) -> bool {
        item.voided
    }

    fn also(settings: &Settings, source_ref: &str, item: &Sale, known: bool) -> Vec<Seen> {
        if !concerns_us(settings, item) {
            return Vec::new();
        }
        let returns = returns_of(source_ref, item, known).into_iter();
        returns.map(|(reference, back)| seen_item::<RefundRule>(settings, &reference, None, back)).collect()
    }

    fn moves(_: &Settings, item: &Sale) -> Vec<Move> {
        if item.voided {
            return Vec::new();
        }
        let sold: Vec<SaleLine> = item.lines.iter().filter(|line| !line.is_return()).cloned().collect();
        whole_units(&item.shop.id, &sold)
    }

    fn transform(given: &Given<'_>, item: &Sale) -> Verdict<OrderDraft> {
        if let Some(verdict) = before_anything_else(given, item) {
            return verdict;
        }
        let sold = match parts(given.source_ref, item) {
            Ok(parts) => parts.sold.unwrap_or_default(),
            Err(what) => return Verdict::Fail(Failure::SumsDiffer { what }),
        };
        if sold.total < Decimal::ZERO {
            return not_covered("a sale worth less than nothing");
        }
        let (document, fulfil) =
            match (document::document(given, &paper(given, item, &sold), false), fulfil(given)) {
                (Ok(document), Ok(fulfil)) => (document, fulfil),
                (Err(mut blocks), Err(block)) => {
                    blocks.push(block);
                    return Verdict::Wait(blocks);
                }
                (Err(blocks), Ok(_)) => return Verdict::Wait(blocks),
                (Ok(_), Err(block)) => return Verdict::Wait(vec![block]),
            };
        let draft = OrderDraft { document, reserve: !given.settings.orders.do_not_reserve, fulfil };
        as_posted(given, draft)
    }
}

/// Whether a sale is one of those Lockstep looks after. Open carts and quotes are no sales; one begun and finished before
/// go-live was entered by hand.
pub(crate) fn concerns_us(settings: &Settings, item: &Sale) -> bool {
    if !item.completed && !item.voided {
        return false;
    }
    let Some(go_live) = settings.go_live else { return true };
    [item.completed_at, item.created_at].into_iter().flatten().any(|at| at >= go_live)
}

/// Whether anything was sold; a sale that only takes goods back has no order of its own.
fn sells(item: &Sale) -> bool {
    match parts("", item) {
        Ok(parts) => parts.sold.is_some() || parts.returns.is_empty(),
        Err(_) => item.lines.is_empty() || item.lines.iter().any(|line| !line.is_return()),
    }
}

/// Units that lines move; part units are no stock (fact sheet lightspeed-retail 4.3: quantities on hand are whole).
pub(super) fn whole_units(shop: &str, lines: &[SaleLine]) -> Vec<Move> {
    let moved = |line: &SaleLine| {
        Some(Move {
            line: line.id.clone(),
            shop: shop.to_owned(),
            item: line.moved_item()?.to_owned(),
            units: line.quantity.trunc().to_i64()?,
        })
    };
    lines.iter().filter_map(moved).collect()
}

/// Why a sale is no sale by the merchant's own rules, if it is not.
pub(super) fn is_test(
    settings: &Settings,
    employee: &Named,
    customer: Option<&str>,
    (register, shop): (&str, &Named),
) -> Option<String> {
    let skip = &settings.orders.skip;
    if skip.shops.contains(&shop.id) {
        return Some(format!("rung up in {}, which was left out", shop.name));
    }
    if skip.employees.contains(&employee.id) && !employee.id.is_empty() {
        let name = if employee.name.is_empty() { &employee.id } else { &employee.name };
        return Some(format!("rung up by {name}, whose sales are not posted"));
    }
    if customer.is_some_and(|customer| skip.customers.iter().any(|one| one == customer)) {
        return Some("of a customer whose sales are not posted".to_owned());
    }
    skip.registers
        .iter()
        .any(|one| one == register && !one.is_empty())
        .then(|| format!("rung up at register {register}, whose sales are not posted"))
}

/// Voids, wrong dates, tests, and what is not covered yet: before any setting is asked for.
fn before_anything_else(given: &Given<'_>, item: &Sale) -> Option<Verdict<OrderDraft>> {
    // What was begun is made whole first, and then undone as a whole: half an order would stay for good.
    if item.voided && !given.begun {
        return Some(Verdict::Skip(match given.link {
            None => "void at the till".to_owned(),
            Some(_) => "void at the till; its order is undone under Refunds".to_owned(),
        }));
    }
    let before = |at: Option<When>| at.zip(given.settings.go_live).is_some_and(|(at, go_live)| at < go_live);
    if before(item.completed_at) {
        return Some(Verdict::Fail(Failure::DatedBeforeGoLive));
    }
    if let Some(reason) =
        is_test(given.settings, &item.employee, item.customer_ref.as_deref(), (&item.register, &item.shop))
    {
        return Some(Verdict::Skip(reason));
    }
    if item.lines.is_empty() && item.payments.is_empty() && item.total.is_zero() {
        return Some(Verdict::Skip("nothing was sold in it".to_owned()));
    }
    item.lines.iter().find_map(|line| match &line.kind {
        LineKind::Other { word } => Some(not_covered(&format!("a line of the sort “{word}”"))),
        _ => None,
    })
}

fn not_covered(what: &str) -> Verdict<OrderDraft> {
    Verdict::Fail(Failure::NotCovered { what: what.to_owned() })
}

fn paper<'a>(given: &Given<'a>, item: &'a Sale, sold: &'a Sold) -> Paper<'a> {
    Paper {
        reference: format!("ls:{}:{}:order", given.account, given.source_ref),
        sale: given.source_ref,
        suffix: String::new(),
        payments_suffix: "",
        ticket: &item.ticket,
        shop: &item.shop,
        customer: item.customer_ref.as_deref(),
        currency: &item.currency,
        tax_inclusive: item.tax_inclusive,
        placed_at: item.completed_at.or(item.created_at).unwrap_or_default(),
        status: &given.settings.orders.status,
        lines: &sold.lines,
        extras: &sold.extras,
        payments: &sold.payments,
        set_off: sold.set_off,
        total: sold.total,
    }
}

/// What sending off needs, where orders are sent off by themselves.
fn fulfil(given: &Given<'_>) -> Result<Option<Fulfilment>, Block> {
    let orders = &given.settings.orders;
    if !orders.fulfil {
        return Ok(None);
    }
    let missing = |name: &str, what: &str| Block::Setting {
        name: name.to_owned(),
        hint: format!("Choose the {what} for goods sold at the tills under Settings, Orders."),
    };
    if orders.shipping_method.is_empty() {
        return Err(missing("shipping_method", "shipping method"));
    }
    if orders.staff_contact.is_empty() {
        return Err(missing("staff_contact", "member of staff who ships"));
    }
    Ok(Some(Fulfilment {
        shipping_method: orders.shipping_method.clone(),
        staff_contact: orders.staff_contact.clone(),
    }))
}

/// The draft, unless the till changed the sale after it was posted: then what the merchant decided for that.
fn as_posted(given: &Given<'_>, draft: OrderDraft) -> Verdict<OrderDraft> {
    let (Some(_), Some(Outgoing::Order(sent))) = (given.link, given.sent) else {
        return Verdict::Send(draft);
    };
    let Some(what) = changed(sent, &draft) else { return Verdict::Send(draft) };
    match given.settings.orders.edited {
        AfterEdit::AskAPerson => Verdict::Fail(Failure::ChangedAfterPosting { what }),
        AfterEdit::KeepPosted => {
            let mut kept = sent.clone();
            kept.document.warnings = vec![format!("the till changed the sale after it was posted: {what}")];
            Verdict::Send(kept)
        }
    }
}

/// What the till changed after posting, in words; a changed mapping alone is no change of the sale.
fn changed(sent: &OrderDraft, draft: &OrderDraft) -> Option<String> {
    let amounts = |order: &OrderDraft| -> Vec<(String, Decimal, Decimal, Decimal)> {
        let rows = order.document.rows.iter();
        rows.map(|row| (row.line.clone(), row.quantity, row.net, row.tax)).collect()
    };
    let paid = |order: &OrderDraft| -> Vec<(String, Decimal)> {
        order.document.payments.iter().map(|payment| (payment.reference.clone(), payment.amount)).collect()
    };
    let (before, after) = (sent.document.total, draft.document.total);
    if before != after {
        return Some(format!("the total was {before:.2} and is now {after:.2}"));
    }
    if amounts(sent) != amounts(draft) {
        return Some("the lines are different".to_owned());
    }
    (paid(sent) != paid(draft)).then(|| "the payments are different".to_owned())
}

#[cfg(test)]
mod tests;
