use model::payload::{LineKind, Sale, SaleLine, Tender};
use rust_decimal::Decimal;

use super::book::{Book, Origins};
use super::tax::tax_key;
use crate::wire;

/// A till sale in our words, its returned lines with the sales they were bought with as far as `origins` tells.
///
/// # Errors
/// In words for support, when something is missing without which the sale cannot be posted.
pub fn sale(wire: wire::Sale, book: &Book, origins: &Origins) -> Result<Sale, String> {
    let completed = wire.completed.unwrap_or(wire.complete_time.is_some());
    let total = match wire.total.or(wire.calc_total) {
        Some(total) => total,
        None if completed => return Err("a completed sale without a total".to_owned()),
        None => Decimal::ZERO,
    };
    let lines = wire.lines.iter().map(|line| sale_line(line, &wire, origins)).collect::<Result<_, _>>()?;
    // Void payments count for nothing, but those of a void sale tell how it had been paid.
    let void = wire.voided == Some(true);
    let live = wire.payments.iter().filter(|payment| void || payment.archived != Some(true));
    let payments: Vec<Tender> = live.map(tender).collect::<Result<_, _>>()?;
    let tips = wire.calc_tips.unwrap_or_else(|| payments.iter().map(|payment| payment.tip).sum());
    Ok(Sale {
        ticket: wire.ticket_number.clone().or_else(|| wire.id.clone()).unwrap_or_default(),
        shop: book.shop(wire.shop.as_deref().unwrap_or_default()),
        register: wire.register.clone().unwrap_or_default(),
        employee: book.employee(wire.employee.as_deref().unwrap_or_default()),
        currency: book.currency.clone(),
        completed,
        voided: wire.voided.unwrap_or(false),
        created_at: wire.create_time,
        completed_at: wire.complete_time,
        tax_inclusive: wire.is_tax_inclusive.unwrap_or(false),
        customer_ref: wire.customer_id.clone(),
        customer_name: wire.customer.as_ref().map(name_of).unwrap_or_default(),
        lines,
        cash_rounding: cash_rounding(wire.cash_rounding_delta, &payments, total + tips),
        payments,
        total,
        tax: tax_of(wire.calc_tax1, wire.calc_tax2).or(wire.tax_total).unwrap_or_default(),
        discount: wire.calc_discount.unwrap_or_default(),
        tips,
        change: wire.change.unwrap_or_default(),
    })
}

/// What was rounded, positive where the customer pays more. The sign of their figure is not documented; what was paid
/// tells it: gift cards loaded and deposits are pairs of payments and cancel out.
fn cash_rounding(delta: Option<Decimal>, payments: &[Tender], owed: Decimal) -> Decimal {
    let delta = delta.unwrap_or_default();
    let paid: Decimal = payments.iter().map(|payment| payment.amount).sum();
    if !delta.is_zero() && paid - owed == -delta { -delta } else { delta }
}

/// The lines whose sales must be known before this sale can be read whole: those that its returned lines name.
pub fn sold_lines(sale: &wire::Sale) -> Vec<String> {
    sale.lines.iter().filter_map(|line| sold_line(line, sale)).collect()
}

/// The line of the sale that a returned line was bought with. A fee that is given back may name the line it was charged
/// with then, or the returned line it goes along with now, whose own parent counts.
fn sold_line(line: &wire::SaleLine, sale: &wire::Sale) -> Option<String> {
    let gives_back = line.line_type.as_deref() == Some("item_fee_refund");
    let returns = line.unit_quantity.is_some_and(|quantity| quantity < Decimal::ZERO);
    let parent = line.parent_line.as_ref().filter(|_| returns || gives_back)?;
    match sale.lines.iter().find(|other| other.id.as_ref() == Some(parent)) {
        Some(beside) => beside.parent_line.clone(),
        None => Some(parent.clone()),
    }
}

fn sale_line(line: &wire::SaleLine, sale: &wire::Sale, origins: &Origins) -> Result<SaleLine, String> {
    let origin = sold_line(line, sale).and_then(|sold| origins.get(&sold));
    let id = line.id.clone().ok_or("a line without an id")?;
    let missing = |what: &str| format!("line {id} has no {what}");
    let tax = tax_of(line.calc_tax1, line.calc_tax2).unwrap_or_default();
    let discount =
        line.calc_line_discount.unwrap_or_default() + line.calc_transaction_discount.unwrap_or_default();
    // Total less tax is right whether or not prices contain tax; what calcSubtotal holds when they do is not
    // documented (fact sheet 4.7).
    let net = match (line.calc_total, line.calc_subtotal) {
        (Some(total), _) => total - tax,
        (None, Some(subtotal)) => subtotal - discount,
        (None, None) => return Err(missing("amount")),
    };
    Ok(SaleLine {
        item: line.item_id.clone(),
        name: line_name(line),
        sku: line.item.as_ref().and_then(|item| item.custom_sku.clone()).unwrap_or_default(),
        quantity: line.unit_quantity.ok_or_else(|| missing("quantity"))?,
        unit_price: line.unit_price.unwrap_or_default(),
        discount,
        net,
        tax,
        tax_key: tax_key(
            sale.tax_category.as_deref().unwrap_or_default(),
            line.tax_class.as_deref().unwrap_or_default(),
            line.tax.unwrap_or(true),
            line.tax1_rate.or(sale.tax1_rate).unwrap_or_default(),
            line.tax2_rate.or(sale.tax2_rate).unwrap_or_default(),
        ),
        kind: line_kind(line),
        parent_line: line.parent_line.clone(),
        parent_sale: origin.map(|origin| origin.sale.clone()),
        parent_at: origin.and_then(|origin| origin.at),
        id,
    })
}

/// The words for its sort come first: a fee may have no item and still is a fee (fact sheet 4.8).
fn line_kind(line: &wire::SaleLine) -> LineKind {
    match line.line_type.as_deref().unwrap_or_default() {
        "item_fee" | "item_fee_refund" => LineKind::ItemFee,
        "" if line.is_layaway == Some(true) => LineKind::Layaway,
        "" if line.is_special_order == Some(true) => LineKind::SpecialOrder,
        "" if line.is_workorder == Some(true) => LineKind::WorkOrder,
        "" if line.item_id.is_none() => LineKind::Miscellaneous,
        "" => LineKind::Goods,
        word => LineKind::Other { word: word.to_owned() },
    }
}

/// The item's name, else what the cashier wrote, else what can be said of it.
fn line_name(line: &wire::SaleLine) -> String {
    let described = line.item.as_ref().and_then(|item| item.description.clone());
    let noted = line.note.as_ref().and_then(|note| note.note.clone());
    let told = [described, noted].into_iter().flatten().find(|text| !text.trim().is_empty());
    told.unwrap_or_else(|| match &line.item_id {
        Some(item) => format!("Item {item}"),
        None => "Miscellaneous charge".to_owned(),
    })
}

fn tender(payment: &wire::SalePayment) -> Result<Tender, String> {
    let id = payment.id.clone().ok_or("a payment without an id")?;
    let sort = payment.payment_type.clone().unwrap_or_default();
    let method = payment.payment_type_id.clone().or(sort.id);
    Ok(Tender {
        method: method.ok_or_else(|| format!("payment {id} names no payment type"))?,
        name: sort.name.unwrap_or_default(),
        sort: sort.sort.unwrap_or_default(),
        amount: payment.amount.ok_or_else(|| format!("payment {id} has no amount"))?,
        tip: payment.tip_amount.unwrap_or_default(),
        paid_at: payment.create_time,
        id,
    })
}

fn tax_of(tax1: Option<Decimal>, tax2: Option<Decimal>) -> Option<Decimal> {
    (tax1.is_some() || tax2.is_some()).then(|| tax1.unwrap_or_default() + tax2.unwrap_or_default())
}

fn name_of(customer: &wire::Customer) -> String {
    let part = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_owned();
    let name = format!("{} {}", part(&customer.first_name), part(&customer.last_name));
    if name.trim().is_empty() { part(&customer.company) } else { name.trim().to_owned() }
}

#[cfg(test)]
#[path = "sale_test.rs"]
mod tests;
