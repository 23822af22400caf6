use std::collections::BTreeSet;

use model::outgoing::{Document, OrderDraft, OrderRow, PaymentDraft};
use model::payload::{LineKind, Sale, SaleLine};
use model::settings::{ShopSettings, UnlinkedItem};
use model::{Block, Failure, Kind, Lane, Outgoing, Payload, Settings, When};
use rust_decimal::Decimal;
use store::LinkAsk;

use super::spread::spread;
use super::{Given, Rule, Verdict};

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

    /// Open carts and quotes are not sales; a sale begun and finished before go-live was entered by hand.
    fn wanted(settings: &Settings, item: &Sale) -> bool {
        if !item.completed && !item.voided {
            return false;
        }
        let Some(go_live) = settings.go_live else { return true };
        [item.completed_at, item.created_at].into_iter().flatten().any(|at| at >= go_live)
    }

    fn needs(_: &Settings, item: &Sale) -> Vec<LinkAsk> {
        let customer = item.customer_ref.iter().map(|id| LinkAsk::BySource(Kind::Customer, id.clone()));
        let items = item.lines.iter().filter_map(|line| line.item.as_ref());
        customer.chain(items.map(|id| LinkAsk::ByTarget(Kind::Product, id.clone()))).collect()
    }

    fn transform(given: &Given<'_>, item: &Sale) -> Verdict<OrderDraft> {
        if let Some(verdict) = before_anything_else(given, item) {
            return verdict;
        }
        let mut blocks = BTreeSet::new();
        let contact = contact(given, item, &mut blocks);
        let shop = shop(given, item, &mut blocks);
        let rows = rows(given, item, &mut blocks);
        let payments = payments(given, item, &mut blocks);
        if !blocks.is_empty() {
            return Verdict::Wait(blocks.into_iter().collect());
        }
        let rows = match rows {
            Ok(rows) => rows,
            Err(failure) => return Verdict::Fail(failure),
        };
        let document = Document {
            reference: format!("ls:{}:{}:order", given.account, given.source_ref),
            customer_reference: item.ticket.clone(),
            contact,
            placed_at: item.completed_at.or(item.created_at).unwrap_or_default(),
            status: given.settings.orders.status.clone(),
            channel: shop.channel,
            warehouse: shop.warehouse,
            price_list: shop.price_list,
            currency: item.currency.clone(),
            exchange_rate: given.settings.orders.exchange_rate,
            tax_inclusive: item.tax_inclusive,
            instance: None,
            rows,
            total: item.total,
            payments,
            warnings: Vec::new(),
        };
        let draft = OrderDraft { document, reserve: !given.settings.orders.do_not_reserve, fulfil: None };
        match changed_since_posted(given, &draft) {
            Some(what) => Verdict::Fail(Failure::ChangedAfterPosting { what }),
            None => Verdict::Send(draft),
        }
    }
}

/// Voids, wrong dates, what is not covered yet, and sums that do not agree: before any setting is asked for.
fn before_anything_else(given: &Given<'_>, item: &Sale) -> Option<Verdict<OrderDraft>> {
    if item.voided {
        return Some(match given.link {
            None => Verdict::Skip("void at the till".to_owned()),
            Some(_) => not_covered("a sale made void after it had been posted"),
        });
    }
    let before = |at: Option<When>| at.zip(given.settings.go_live).is_some_and(|(at, go_live)| at < go_live);
    if before(item.completed_at) {
        return Some(Verdict::Fail(Failure::DatedBeforeGoLive));
    }
    if let Some(what) = uncovered(item) {
        return Some(not_covered(&what));
    }
    sums_that_differ(item).map(|what| Verdict::Fail(Failure::SumsDiffer { what }))
}

fn not_covered(what: &str) -> Verdict<OrderDraft> {
    Verdict::Fail(Failure::NotCovered { what: what.to_owned() })
}

/// What this version does not post: it says so rather than post something wrong.
fn uncovered(item: &Sale) -> Option<String> {
    let line = item.lines.iter().find_map(|line| match &line.kind {
        _ if line.quantity <= Decimal::ZERO => Some("a return".to_owned()),
        LineKind::Goods => None,
        LineKind::Miscellaneous => Some("a charge without an item".to_owned()),
        LineKind::ItemFee => Some("an item fee".to_owned()),
        LineKind::Layaway => Some("a layaway".to_owned()),
        LineKind::SpecialOrder => Some("a special order".to_owned()),
        LineKind::WorkOrder => Some("a work order".to_owned()),
        LineKind::Other { word } => Some(format!("a line of the sort “{word}”")),
    });
    let tender = item.payments.iter().find_map(|payment| match payment.sort.as_str() {
        "gift card" => Some("a gift card".to_owned()),
        "credit account" => Some("a payment on account".to_owned()),
        _ if payment.amount <= Decimal::ZERO => Some("money paid back".to_owned()),
        _ => None,
    });
    let rest = [
        (item.lines.is_empty(), "a sale without lines"),
        (item.total <= Decimal::ZERO, "a sale without value"),
        (!item.tips.is_zero(), "a tip"),
        (!item.cash_rounding.is_zero(), "cash rounding"),
    ];
    let rest = rest.into_iter().find_map(|(is, what)| is.then(|| what.to_owned()));
    line.or(tender).or(rest)
}

/// A sale whose own figures disagree is not posted: lines, tax and payments must make the total.
fn sums_that_differ(item: &Sale) -> Option<String> {
    let paid: Decimal = item.payments.iter().map(|payment| payment.amount).sum();
    if paid != item.total {
        return Some(format!("the payments make {paid:.2}, the total is {:.2}", item.total));
    }
    let lines: Decimal = item.lines.iter().map(|line| line.net + line.tax).sum();
    let allowed = Decimal::new(1, 2) * Decimal::from(item.lines.len().max(1));
    if (lines - item.total).abs() > allowed {
        return Some(format!("the lines make {lines:.2}, the total is {:.2}", item.total));
    }
    None
}

fn contact(given: &Given<'_>, item: &Sale, blocks: &mut BTreeSet<Block>) -> String {
    let Some(customer) = &item.customer_ref else {
        let walk_in = given.settings.shops.get(&item.shop.id).map(|shop| shop.walk_in_contact.clone());
        let contact = walk_in.unwrap_or_default();
        if contact.is_empty() {
            blocks.insert(Block::Setting {
                name: format!("walk_in_contact_{}", item.shop.id),
                hint: format!(
                    "Choose the contact for walk-in sales of {} under Settings, Shops.",
                    item.shop.name
                ),
            });
        }
        return contact;
    };
    let link = given.links.get(&LinkAsk::BySource(Kind::Customer, customer.clone()));
    link.cloned().unwrap_or_else(|| {
        blocks.insert(Block::Parent { kind: Kind::Customer, source_ref: customer.clone() });
        String::new()
    })
}

fn shop(given: &Given<'_>, item: &Sale, blocks: &mut BTreeSet<Block>) -> ShopSettings {
    match given.settings.shops.get(&item.shop.id) {
        Some(shop) if !shop.warehouse.is_empty() => shop.clone(),
        _ => {
            blocks.insert(Block::Shop { id: item.shop.id.clone(), name: item.shop.name.clone() });
            ShopSettings::default()
        }
    }
}

fn payments(given: &Given<'_>, item: &Sale, blocks: &mut BTreeSet<Block>) -> Vec<PaymentDraft> {
    let mut drafts = Vec::new();
    for payment in &item.payments {
        match given.settings.payments.get(&payment.method).filter(|code| !code.is_empty()) {
            Some(method) => drafts.push(PaymentDraft {
                reference: format!("ls-{}-{}", given.source_ref, payment.id),
                method: method.clone(),
                amount: payment.amount,
                currency: item.currency.clone(),
                paid_at: payment.paid_at.or(item.completed_at).unwrap_or_default(),
            }),
            None => {
                blocks.insert(Block::Payment { id: payment.method.clone(), name: payment.name.clone() });
            }
        }
    }
    drafts
}

/// The rows: net and tax rounded to pennies so that they make the till's totals exactly, and a rounding row for what no
/// line can bear.
fn rows(given: &Given<'_>, item: &Sale, blocks: &mut BTreeSet<Block>) -> Result<Vec<OrderRow>, Failure> {
    let nets: Vec<Decimal> = item.lines.iter().map(|line| line.net).collect();
    let taxes: Vec<Decimal> = item.lines.iter().map(|line| line.tax).collect();
    let (nets, net_rest) = spread(&nets, item.total - item.tax);
    let (taxes, tax_rest) = spread(&taxes, item.tax);
    let mut rows = Vec::new();
    for ((line, net), tax) in item.lines.iter().zip(nets).zip(taxes) {
        rows.push(row(given, line, net, tax, blocks));
    }
    if !(net_rest.is_zero() && tax_rest.is_zero()) {
        rows.push(rounding_row(given, item, net_rest, tax_rest, blocks)?);
    }
    Ok(rows)
}

fn row(
    given: &Given<'_>,
    line: &SaleLine,
    net: Decimal,
    tax: Decimal,
    blocks: &mut BTreeSet<Block>,
) -> OrderRow {
    let linked =
        line.item.as_ref().and_then(|id| given.links.get(&LinkAsk::ByTarget(Kind::Product, id.clone())));
    if let (None, Some(id), UnlinkedItem::Wait) = (linked, &line.item, given.settings.orders.unlinked_item) {
        blocks.insert(Block::Item { id: id.clone(), name: line.name.clone() });
    }
    OrderRow {
        line: line.id.clone(),
        product: linked.cloned(),
        name: line.name.clone(),
        quantity: line.quantity,
        tax_code: tax_code(given, line, blocks),
        net,
        tax,
        nominal: given.settings.orders.nominal.clone(),
    }
}

fn tax_code(given: &Given<'_>, line: &SaleLine, blocks: &mut BTreeSet<Block>) -> String {
    given.settings.tax_code(&line.tax_key).map(str::to_owned).unwrap_or_else(|| {
        blocks.insert(Block::Tax {
            category: line.tax_key.category.clone(),
            class: line.tax_key.class.clone(),
            rate: line.tax_key.rate_words(),
        });
        String::new()
    })
}

/// A few pennies at most; more means that lines are missing, which nobody should paper over.
fn rounding_row(
    given: &Given<'_>,
    item: &Sale,
    net: Decimal,
    tax: Decimal,
    blocks: &mut BTreeSet<Block>,
) -> Result<OrderRow, Failure> {
    let most = Decimal::new(1, 2) * Decimal::from(item.lines.len().max(1));
    let first = item.lines.first().filter(|_| net.abs() <= most && tax.abs() <= most);
    let Some(line) = first else {
        return Err(Failure::SumsDiffer {
            what: format!("the lines miss the sale's figures by {net:.2} net and {tax:.2} tax"),
        });
    };
    Ok(OrderRow {
        line: "rounding".to_owned(),
        product: None,
        name: "Rounding".to_owned(),
        quantity: Decimal::ONE,
        tax_code: tax_code(given, line, blocks),
        net,
        tax,
        nominal: given.settings.orders.rounding_nominal.clone(),
    })
}

/// What the till changed after posting, in words; a changed mapping alone is no change of the sale.
fn changed_since_posted(given: &Given<'_>, draft: &OrderDraft) -> Option<String> {
    let (Some(_), Some(Outgoing::Order(sent))) = (given.link, given.sent) else { return None };
    let amounts = |order: &OrderDraft| -> Vec<(String, Decimal, Decimal, Decimal)> {
        order.document.rows.iter().map(|row| (row.line.clone(), row.quantity, row.net, row.tax)).collect()
    };
    let paid = |order: &OrderDraft| -> Vec<(String, Decimal)> {
        order.document.payments.iter().map(|payment| (payment.reference.clone(), payment.amount)).collect()
    };
    if sent.document.total != draft.document.total {
        return Some(format!(
            "the total was {:.2} and is now {:.2}",
            sent.document.total, draft.document.total
        ));
    }
    if amounts(sent) != amounts(draft) {
        return Some("the lines are different".to_owned());
    }
    (paid(sent) != paid(draft)).then(|| "the payments are different".to_owned())
}

#[cfg(test)]
mod tests;
