use model::outgoing::{CreditDraft, Restock};
use model::payload::{Return, Sale};
use model::settings::WithoutOrder;
use model::{Block, Failure, Kind, Lane, Outgoing, Payload, Settings};
use store::{LinkAsk, Move, Standing};

use super::document::{self, Paper};
use super::order::{is_test, whole_units};
use super::split::{credit_ref, parts, undone, void_ref};
use super::{Given, Rule, Verdict};

/// Returns to sales credits, and sales made void to cancelled orders (`flows.md`, Refunds).
#[derive(Debug, Clone, Copy)]
pub struct RefundRule;

impl Rule for RefundRule {
    type Item = Return;
    type Draft = CreditDraft;
    const KIND: Kind = Kind::Refund;
    const LANE: Lane = Lane::Sales;
    const BATCH: u32 = 16;
    const READ_WITH: Kind = Kind::Order;

    fn wrap(item: Return) -> Payload {
        Payload::Refund(item)
    }

    fn item(payload: &Payload) -> Option<&Return> {
        match payload {
            Payload::Refund(back) => Some(back),
            _ => None,
        }
    }

    fn outgoing(draft: CreditDraft) -> Outgoing {
        Outgoing::Refund(draft)
    }

    fn needs(_: &Settings, item: &Return) -> Vec<LinkAsk> {
        document::needs(item.customer_ref.as_ref(), item.lines.iter())
    }

    fn parents(item: &Return) -> Vec<String> {
        item.parent_sale_ref.clone().into_iter().collect()
    }

    /// What comes back is sellable again once it is booked in; until then the tills need not wait for it.
    fn moves(settings: &Settings, item: &Return) -> Vec<Move> {
        if item.undoes_sale || item.voided || settings.refunds.do_not_restock {
            return Vec::new();
        }
        whole_units(&item.shop.id, &item.lines)
    }

    fn transform(given: &Given<'_>, item: &Return) -> Verdict<CreditDraft> {
        if let Some(verdict) = before_anything_else(given, item) {
            return verdict;
        }
        let parent_order = match parent(given, item) {
            Ok(order) => order,
            Err(verdict) => return *verdict,
        };
        let reference = match item.undoes_sale {
            true => format!("ls:{}:{}:void", given.account, item.sale_ref),
            false => {
                let parent = item.parent_sale_ref.as_deref().unwrap_or("0");
                format!("ls:{}:{}:credit:{parent}", given.account, item.sale_ref)
            }
        };
        let paper = Paper {
            reference,
            sale: &item.sale_ref,
            suffix: suffix(item),
            payments_suffix: if item.undoes_sale { VOID } else { "" },
            ticket: &item.ticket,
            shop: &item.shop,
            customer: item.customer_ref.as_deref(),
            currency: &item.currency,
            tax_inclusive: item.tax_inclusive,
            placed_at: item.completed_at.or(item.created_at).unwrap_or_default(),
            status: &given.settings.refunds.status,
            lines: &item.lines,
            extras: &item.extras,
            payments: &item.payments,
            set_off: item.set_off,
            total: item.total,
        };
        match document::document(given, &paper, true) {
            Err(blocks) => Verdict::Wait(blocks),
            Ok(document) => Verdict::Send(CreditDraft {
                document,
                parent_order,
                restock: restock(given, item),
                void: item.undoes_sale,
            }),
        }
    }
}

/// What references of a document that undoes a sale end in.
const VOID: &str = "-void";

/// Payments are unique by reference and method: those that undo a sale must not be taken for the sale's own, nor one
/// credit's share of an exchange for another's.
fn suffix(item: &Return) -> String {
    match item.undoes_sale {
        true => VOID.to_owned(),
        false => format!("-{}", item.parent_sale_ref.as_deref().unwrap_or("0")),
    }
}

fn restock(given: &Given<'_>, item: &Return) -> Option<Restock> {
    if given.settings.refunds.do_not_restock && !item.undoes_sale {
        return None;
    }
    let shop = given.settings.shops.get(&item.shop.id);
    Some(Restock { location: shop.map(|shop| shop.returns_location.clone()).unwrap_or_default() })
}

fn before_anything_else(given: &Given<'_>, item: &Return) -> Option<Verdict<CreditDraft>> {
    if item.voided {
        return Some(match given.link {
            None => Verdict::Skip("void at the till".to_owned()),
            Some(credit) => Verdict::Fail(Failure::ChangedAfterPosting {
                what: format!(
                    "the return was made void; undo credit {credit} in {}",
                    Kind::Refund.target().name()
                ),
            }),
        });
    }
    if let Some(what) = &item.problem {
        return Some(Verdict::Fail(Failure::SumsDiffer { what: what.clone() }));
    }
    if let Some(reason) =
        is_test(given.settings, &item.employee, item.customer_ref.as_deref(), (&item.register, &item.shop))
    {
        return Some(Verdict::Skip(reason));
    }
    let go_live = given.settings.go_live;
    let before = item.completed_at.zip(go_live).is_some_and(|(at, go_live)| at < go_live);
    (before && !item.undoes_sale).then_some(Verdict::Fail(Failure::DatedBeforeGoLive))
}

/// The order to credit, if there is one and it is there.
fn parent(given: &Given<'_>, item: &Return) -> Result<Option<String>, Box<Verdict<CreditDraft>>> {
    let Some(sale) = &item.parent_sale_ref else { return Ok(None) };
    let waits = || Verdict::Wait(vec![Block::Parent { kind: Kind::Order, source_ref: sale.clone() }]);
    let why = match given.standings.get(sale) {
        Some(Standing::Linked(order)) => return Ok(Some(order.clone())),
        Some(Standing::Waiting) => return Err(Box::new(waits())),
        Some(Standing::Skipped(reason)) => format!("sale {sale} was not posted ({reason})"),
        None if is_yet_to_come(given.settings, item) => return Err(Box::new(waits())),
        None => format!("sale {sale} is older than the go-live date"),
    };
    if item.undoes_sale {
        return Err(Box::new(Verdict::Skip(format!("nothing to undo: {why}"))));
    }
    match given.settings.refunds.without_order {
        WithoutOrder::StandAlone => Ok(None),
        WithoutOrder::AskAPerson => Err(Box::new(Verdict::Fail(Failure::NoOrderToCredit { why }))),
    }
}

/// A sale nobody has seen: one from after go-live is still to be read, an older one never will be.
fn is_yet_to_come(settings: &Settings, item: &Return) -> bool {
    match (settings.go_live, item.parent_at) {
        (None, _) => true,
        (Some(go_live), Some(at)) => at >= go_live,
        (Some(_), None) => false,
    }
}

/// The returns a sighting of a sale tells of, and the record that undoes it, with their references. `known` says whether
/// the sale was seen before it was made void: there is nothing to undo of one that never was.
pub(crate) fn returns_of(sale_ref: &str, sale: &Sale, known: bool) -> Vec<(String, Return)> {
    let mut returns = match parts(sale_ref, sale) {
        Ok(parts) => parts.returns,
        Err(problem) => broken(sale_ref, sale, &problem),
    };
    if sale.voided
        && known
        && let Some(undone) = undone(sale_ref, sale)
    {
        returns.push((void_ref(sale_ref), undone));
    }
    returns
}

/// A sale whose figures do not agree: what it takes back is shown all the same, for a person to look at.
fn broken(sale_ref: &str, sale: &Sale, problem: &str) -> Vec<(String, Return)> {
    let mut by_parent: Vec<(String, Return)> = Vec::new();
    for line in sale.lines.iter().filter(|line| line.is_return()) {
        let reference = credit_ref(sale_ref, line.parent_sale.as_deref());
        match by_parent.iter_mut().find(|(known, _)| *known == reference) {
            Some((_, back)) => back.lines.push(line.clone()),
            None => by_parent.push((
                reference,
                Return {
                    sale_ref: sale_ref.to_owned(),
                    parent_sale_ref: line.parent_sale.clone(),
                    voided: sale.voided,
                    ticket: sale.ticket.clone(),
                    shop: sale.shop.clone(),
                    currency: sale.currency.clone(),
                    lines: vec![line.clone()],
                    completed_at: sale.completed_at,
                    problem: Some(problem.to_owned()),
                    ..Return::default()
                },
            )),
        }
    }
    by_parent
}

#[cfg(test)]
mod tests;
