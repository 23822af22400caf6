//! Tells a till's sale apart into what was sold and what came back, to the penny (`flows.md`, Sales and Refunds).
//!
//! Till total = lines + gift cards and deposits sold + tips + cash rounding; whatever is set off between goods sold and goods
//! returned in the same sale stands on both documents, so that each balances.

use model::payload::{Extra, ExtraSort, Return, Sale, SaleLine, Tender};
use rust_decimal::Decimal;

use super::spread::spread;

/// A sale's parts.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Parts {
    /// What was sold; `None` for a sale that only takes goods back.
    pub(crate) sold: Option<Sold>,
    /// What came back, one for each sale it was bought with, with the reference of its record.
    pub(crate) returns: Vec<(String, Return)>,
}

/// What was sold in a sale.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Sold {
    /// Lines; net and tax are whole pennies.
    pub(crate) lines: Vec<SaleLine>,
    /// Money beside the lines.
    pub(crate) extras: Vec<Extra>,
    /// What was paid in.
    pub(crate) payments: Vec<Tender>,
    /// What was set off against goods returned in the same sale.
    pub(crate) set_off: Decimal,
    /// All of it; the same as payments and set-off together.
    pub(crate) total: Decimal,
}

/// The reference of the record of goods that one sale takes back of another.
pub(crate) fn credit_ref(sale: &str, parent: Option<&str>) -> String {
    format!("{sale}:credit:{}", parent.unwrap_or("0"))
}

/// The reference of the record that undoes a sale made void.
pub(crate) fn void_ref(sale: &str) -> String {
    format!("{sale}:void")
}

/// The sale a record of a return or a void belongs to.
pub(crate) fn sale_of(reference: &str) -> &str {
    reference.split(':').next().unwrap_or(reference)
}

/// A sale's parts.
///
/// # Errors
/// In words, when the sale's own figures do not agree.
pub(crate) fn parts(sale_ref: &str, sale: &Sale) -> Result<Parts, String> {
    let tips = tips_in_payments(sale)?;
    let (lines, rest) = in_pennies(sale)?;
    let (back, sold): (Vec<SaleLine>, Vec<SaleLine>) = lines.into_iter().partition(SaleLine::is_return);
    let returned = -gross(&back, &[]);
    let (loads, paid_in, paid_out) = tenders(&sale.payments, returned);
    let mut extras = loads;
    extras.extend(extra(ExtraSort::Tip, tips));
    let sells = !(sold.is_empty() && extras.is_empty());
    let mut beside: Vec<Extra> = extra(ExtraSort::CashRounding, sale.cash_rounding).into_iter().collect();
    beside.extend(rest);
    let mut returns = by_parent(sale_ref, sale, back);
    if sells {
        extras.append(&mut beside);
    } else if let Some((_, first)) = returns.first_mut() {
        first.extras.append(&mut beside);
    }
    let total = gross(&sold, &extras);
    let set_off = total - amount(&paid_in);
    let set_off_back = pay_back(&mut returns, paid_out)?;
    if set_off != set_off_back || set_off < Decimal::ZERO {
        return Err(format!(
            "{:.2} was sold and {:.2} paid, which leaves {set_off:.2} to set off against {set_off_back:.2} of goods returned",
            total,
            amount(&paid_in)
        ));
    }
    let sold = sells.then_some(Sold { lines: sold, extras, payments: paid_in, set_off, total });
    Ok(Parts { sold, returns })
}

/// The tips that are in the payments. Whether a payment's amount has the tip in it is documented, but not for the sale's own
/// sum of payments (fact sheet 4.10), so the figures decide.
fn tips_in_payments(sale: &Sale) -> Result<Decimal, String> {
    let paid = amount(&sale.payments);
    let due = sale.total + sale.cash_rounding;
    match paid - due {
        over if over == sale.tips => Ok(sale.tips),
        over if over.is_zero() => Ok(Decimal::ZERO),
        _ => Err(format!("the payments make {paid:.2}, the total is {due:.2}")),
    }
}

/// Lines whose net and tax are whole pennies and add up to the sale's own figures, and what no line can bear.
fn in_pennies(sale: &Sale) -> Result<(Vec<SaleLine>, Option<Extra>), String> {
    let sum: Decimal = sale.lines.iter().map(|line| line.net + line.tax).sum();
    // A penny a line (fact sheet lightspeed-retail 4.10), and one for the sale: its net and both its taxes are rounded each by itself.
    let most = Decimal::new(1, 2) * Decimal::from(sale.lines.len() + 1);
    if (sum - sale.total).abs() > most {
        return Err(format!("the lines make {sum:.2}, the total is {:.2}", sale.total));
    }
    let (nets, net) =
        spread(&sale.lines.iter().map(|line| line.net).collect::<Vec<_>>(), sale.total - sale.tax);
    let (taxes, tax) = spread(&sale.lines.iter().map(|line| line.tax).collect::<Vec<_>>(), sale.tax);
    if net.abs() > most || tax.abs() > most {
        return Err(format!("the lines miss the sale's figures by {net:.2} net and {tax:.2} tax"));
    }
    let lines = sale.lines.iter().cloned().zip(nets).zip(taxes);
    let lines = lines.map(|((line, net), tax)| SaleLine { net, tax, ..line }).collect();
    let rest = (!(net.is_zero() && tax.is_zero())).then_some(Extra { sort: ExtraSort::Rounding, net, tax });
    Ok((lines, rest))
}

/// Cards and accounts loaded, money paid in, and money paid out for goods worth `returned`.
///
/// A negative payment with a gift card gives money back where goods came back; beyond that it loads the card.
fn tenders(payments: &[Tender], returned: Decimal) -> (Vec<Extra>, Vec<Tender>, Vec<Tender>) {
    let (mut paid_in, mut paid_out, mut loads) = (Vec::new(), Vec::new(), Vec::new());
    let others = payments.iter().filter(|tender| tender.amount < Decimal::ZERO && load_of(tender).is_none());
    let mut left = (returned + others.map(|tender| tender.amount).sum::<Decimal>()).max(Decimal::ZERO);
    for tender in payments {
        match load_of(tender).filter(|_| tender.amount < Decimal::ZERO) {
            Some(sort) => {
                let back = left.min(-tender.amount);
                left -= back;
                loads.extend(extra(sort, -tender.amount - back));
                if !back.is_zero() {
                    paid_out.push(Tender { amount: -back, ..tender.clone() });
                }
            }
            None if tender.amount < Decimal::ZERO => paid_out.push(tender.clone()),
            None if tender.amount.is_zero() => {}
            None => paid_in.push(tender.clone()),
        }
    }
    (loads, paid_in, paid_out)
}

/// What a negative payment of this sort loads (fact sheet 4.10, reserved types).
fn load_of(tender: &Tender) -> Option<ExtraSort> {
    match tender.sort.as_str() {
        "gift card" => Some(ExtraSort::GiftCard),
        "credit account" => Some(ExtraSort::Deposit),
        _ => None,
    }
}

fn extra(sort: ExtraSort, net: Decimal) -> Option<Extra> {
    (!net.is_zero()).then_some(Extra { sort, net, tax: Decimal::ZERO })
}

fn gross(lines: &[SaleLine], extras: &[Extra]) -> Decimal {
    let lines: Decimal = lines.iter().map(|line| line.net + line.tax).sum();
    lines + extras.iter().map(|extra| extra.net + extra.tax).sum::<Decimal>()
}

fn amount(tenders: &[Tender]) -> Decimal {
    tenders.iter().map(|tender| tender.amount).sum()
}

/// Returns in the order in which their first lines were rung up; those without receipt are one of their own.
fn by_parent(sale_ref: &str, sale: &Sale, back: Vec<SaleLine>) -> Vec<(String, Return)> {
    let mut returns: Vec<(String, Return)> = Vec::new();
    for mut line in back {
        line.parent_sale = bought_in(sale, &line);
        let reference = credit_ref(sale_ref, line.parent_sale.as_deref());
        match returns.iter_mut().find(|(known, _)| *known == reference) {
            Some((_, known)) => known.lines.push(line),
            None => {
                let parent = line.parent_sale.clone();
                let begun = Return { lines: vec![line], ..head(sale_ref, parent, sale) };
                returns.push((reference, begun));
            }
        }
    }
    returns
}

/// The sale a returned line was bought in. A fee goes back with the goods it belongs to: its parent is their line in the same
/// sale.
fn bought_in(sale: &Sale, line: &SaleLine) -> Option<String> {
    let goods = line.parent_line.as_ref().and_then(|parent| sale.lines.iter().find(|one| one.id == *parent));
    goods.map_or_else(|| line.parent_sale.clone(), |goods| goods.parent_sale.clone())
}

/// A return without its figures.
fn head(sale_ref: &str, parent: Option<String>, sale: &Sale) -> Return {
    let of_parent = sale.lines.iter().filter(|line| line.parent_sale == parent);
    Return {
        sale_ref: sale_ref.to_owned(),
        parent_at: of_parent.filter_map(|line| line.parent_at).min(),
        parent_sale_ref: parent,
        voided: sale.voided,
        ticket: sale.ticket.clone(),
        shop: sale.shop.clone(),
        employee: sale.employee.clone(),
        register: sale.register.clone(),
        currency: sale.currency.clone(),
        tax_inclusive: sale.tax_inclusive,
        customer_ref: sale.customer_ref.clone(),
        customer_name: sale.customer_name.clone(),
        created_at: sale.created_at,
        completed_at: sale.completed_at,
        ..Return::default()
    }
}

/// Gives the money paid out to the returns in their order, and answers what of them is set off instead.
fn pay_back(returns: &mut [(String, Return)], paid_out: Vec<Tender>) -> Result<Decimal, String> {
    let mut money = paid_out.into_iter().collect::<std::collections::VecDeque<_>>();
    let mut set_off = Decimal::ZERO;
    for (_, back) in returns {
        back.total = gross(&back.lines, &back.extras);
        back.tax = back.lines.iter().map(|line| line.tax).sum::<Decimal>()
            + back.extras.iter().map(|extra| extra.tax).sum::<Decimal>();
        let mut open = -back.total;
        while open > Decimal::ZERO
            && let Some(mut tender) = money.pop_front()
        {
            let share = open.min(-tender.amount);
            open -= share;
            back.payments.push(Tender { amount: -share, ..tender.clone() });
            tender.amount += share;
            if !tender.amount.is_zero() {
                // Reference and method name a payment there: another share of it needs a name of its own.
                tender.id = format!("{}+", tender.id);
                money.push_front(tender);
            }
        }
        back.set_off = -open;
        set_off += open;
    }
    match money.iter().map(|tender| -tender.amount).sum::<Decimal>() {
        left if left.is_zero() => Ok(set_off),
        left => Err(format!("{left:.2} was paid back without goods returned")),
    }
}

/// What undoes a whole sale that was made void: all that was sold, the other way round.
pub(crate) fn undone(sale_ref: &str, sale: &Sale) -> Option<Return> {
    let sold = match parts(sale_ref, sale) {
        Ok(parts) => parts.sold?,
        // Its payments may be gone; cancelling the order there needs none of them.
        Err(_) => as_it_stands(sale)?,
    };
    let lines = sold.lines.into_iter().map(|line| SaleLine {
        quantity: -line.quantity,
        net: -line.net,
        tax: -line.tax,
        ..line
    });
    let extras =
        sold.extras.into_iter().map(|extra| Extra { net: -extra.net, tax: -extra.tax, ..extra }).collect();
    let payments =
        sold.payments.into_iter().map(|tender| Tender { amount: -tender.amount, ..tender }).collect();
    let lines: Vec<SaleLine> = lines.collect();
    Some(Return {
        undoes_sale: true,
        voided: false,
        parent_at: sale.created_at,
        tax: lines.iter().map(|line| line.tax).sum(),
        lines,
        extras,
        payments,
        set_off: -sold.set_off,
        total: -sold.total,
        ..head(sale_ref, Some(sale_ref.to_owned()), sale)
    })
}

/// What was sold by its lines alone.
fn as_it_stands(sale: &Sale) -> Option<Sold> {
    let pennies =
        |line: &SaleLine| SaleLine { net: line.net.round_dp(2), tax: line.tax.round_dp(2), ..line.clone() };
    let lines: Vec<SaleLine> = sale.lines.iter().filter(|line| !line.is_return()).map(pennies).collect();
    let total = gross(&lines, &[]);
    (!lines.is_empty()).then_some(Sold { lines, total, ..Sold::default() })
}

#[cfg(test)]
mod tests;
