//! The rows of a sales order, read and checked.

use rust_decimal::Decimal;
use serde_json::Value;

use super::super::State;
use super::super::call::Call;
use super::super::form::Form;
use super::super::product::{MISCELLANEOUS, Product};
use super::super::reference;
use super::super::reference::tables::TaxCode;
use super::super::reply::{Problem, Refusal};
use super::{BAD_ORDER, Order};

/// What a row is to a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bundle {
    /// Nothing.
    None,
    /// The row the order was sent with.
    Parent,
    /// A part, added by the server; the id of its parent row.
    Child(i64),
}

/// One row.
#[derive(Debug, Clone)]
pub struct Line {
    /// Unique over all orders.
    pub id: i64,
    /// [`MISCELLANEOUS`] for a free-text row.
    pub product_id: i64,
    /// As sent, else the name of the product.
    pub name: String,
    /// As it was at entry; none for a free-text row.
    pub sku: Option<String>,
    /// Whether stock is kept for the product.
    pub stock_tracked: bool,
    /// More than 0; whole for stock-tracked products and bundles.
    pub quantity: Decimal,
    /// Tax of the whole row in the order's currency, two decimals.
    pub tax: Decimal,
    /// Value of the whole row without tax in the order's currency, four decimals.
    pub net: Decimal,
    /// Named by its code when the order is sent.
    pub tax_code: &'static TaxCode,
    /// Where the sale is booked.
    pub nominal_code: String,
    /// The sender's own reference of the row.
    pub external_ref: Option<String>,
    /// Rows are to be sorted by it; 10, 20, 30 … unless sent otherwise.
    pub sequence: i64,
    /// The price-list price of one unit at entry.
    pub list_price: Decimal,
    /// What one unit costs.
    pub cost: Decimal,
    /// What the row is to a bundle.
    pub bundle: Bundle,
}

/// Reads all rows; every fault of every row is told at once.
pub(super) fn read(call: &Call<'_>, body: &Value, price_list: i64, problems: &mut Vec<Problem>) -> Vec<Line> {
    match body.get("rows") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(rows)) => (1_i64..)
            .zip(rows)
            .filter_map(|(place, row)| match line(call, row, place, price_list) {
                Ok(line) => Some(line),
                Err(faults) => {
                    problems.extend(faults);
                    None
                }
            })
            .collect(),
        Some(_) => {
            problems.push(Problem::new(BAD_ORDER, "rows must be a list"));
            Vec::new()
        }
    }
}

fn line(call: &Call<'_>, row: &Value, place: i64, price_list: i64) -> Result<Line, Vec<Problem>> {
    let mut form = Form::new(row, BAD_ORDER);
    let product_id = form.id("/productId");
    let product = product_id.and_then(|id| call.state.products.get(id));
    if let (Some(id), None) = (product_id, product) {
        form.wrong(format!("Row {place}: there is no product with id {id}"));
    }
    let name = form.text("/name", 255).filter(|name| !name.is_empty());
    if product_id.is_none() && name.is_none() {
        form.problem("ORDC-026", format!("Row {place}: a row without productId needs a name"));
    }
    let quantity = quantity(&mut form, product, place);
    let (net, tax) = (amount(&mut form, "/net", place), amount(&mut form, "/tax", place));
    let tax_code = tax_code(&mut form, place);
    let nominal_code = nominal_code(&mut form, place);
    let external_ref = form.text("/externalRef", 255);
    let sequence = form.id("/sequence").unwrap_or(10 * place);
    let price = |list: i64| {
        product
            .and_then(|product| product.prices.get(&list))
            .and_then(|breaks| breaks.get(&1))
            .copied()
            .unwrap_or_default()
    };
    form.into_problems()?;
    let Some(tax_code) = tax_code else { return Err(Vec::new()) };
    Ok(Line {
        id: 0,
        product_id: product.map_or(MISCELLANEOUS, |product| product.id),
        name: name.or_else(|| product.map(|product| product.name.clone())).unwrap_or_default(),
        sku: product.map(|product| product.sku.clone()),
        stock_tracked: product.is_some_and(|product| product.stock_tracked),
        quantity,
        // Recorded rows show their tax with two decimals and their net with four.
        tax: tax.round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero),
        net,
        tax_code,
        nominal_code,
        external_ref,
        sequence,
        list_price: price(price_list),
        cost: price(reference::tables::COST_LIST),
        bundle: product.filter(|one| !one.components.is_empty()).map_or(Bundle::None, |_| Bundle::Parent),
    })
}

/// Reads a row that is added to an order, with the parts of a bundle.
pub(super) fn add(call: &Call<'_>, order: &Order, row: &Value, place: i64) -> Result<Vec<Line>, Refusal> {
    let refused = |problems| Refusal { status: 400, problems };
    let line = line(call, row, place, order.price_list_id).map_err(refused)?;
    if line.bundle == Bundle::Parent && order.kind.of_supplier() {
        return Err(Refusal::bad("ORDC-023", "A bundle cannot be on a purchase order"));
    }
    Ok(unpack(call.state, vec![line]))
}

/// Follows each bundle by the rows of its parts, which are worth nothing themselves.
pub(super) fn unpack(state: &State, lines: Vec<Line>) -> Vec<Line> {
    lines
        .into_iter()
        .flat_map(|line| {
            let bundle = state.products.get(line.product_id).filter(|_| line.bundle == Bundle::Parent);
            let parts: Vec<Line> = bundle
                .into_iter()
                .flat_map(|bundle| &bundle.components)
                .filter_map(|(id, units)| state.products.get(*id).map(|product| part(&line, product, *units)))
                .collect();
            std::iter::once(line).chain(parts)
        })
        .collect()
}

fn part(parent: &Line, product: &Product, units: i64) -> Line {
    Line {
        product_id: product.id,
        name: product.name.clone(),
        sku: Some(product.sku.clone()),
        stock_tracked: product.stock_tracked,
        quantity: parent.quantity * Decimal::from(units),
        tax: Decimal::ZERO,
        net: Decimal::ZERO,
        external_ref: None,
        list_price: Decimal::ZERO,
        bundle: Bundle::Child(0),
        ..parent.clone()
    }
}

/// A positive number, whole where the product is stock-tracked or a bundle, else with at most four decimals.
fn quantity(form: &mut Form<'_>, product: Option<&Product>, place: i64) -> Decimal {
    let read = form.at("/quantity").and_then(super::super::form::decimal);
    let whole = product.is_some_and(|product| product.stock_tracked || !product.components.is_empty());
    match read {
        Some(quantity)
            if quantity > Decimal::ZERO
                && quantity.normalize().scale() <= 4
                && (!whole || quantity.fract().is_zero()) =>
        {
            quantity
        }
        _ => {
            form.problem("ORDC-024", format!("Row {place}: the quantity is missing or not valid"));
            Decimal::ZERO
        }
    }
}

/// A row total of at most four decimals.
fn amount(form: &mut Form<'_>, pointer: &str, place: i64) -> Decimal {
    if form.at(pointer).is_none() {
        form.wrong(format!("Row {place}: {pointer} is required"));
    }
    form.decimal(pointer, 4).unwrap_or_default()
}

/// The tax code by its code, not its id.
fn tax_code(form: &mut Form<'_>, place: i64) -> Option<&'static TaxCode> {
    let found = form.at("/taxCode").and_then(Value::as_str).and_then(reference::tax_code);
    if found.is_none() {
        form.wrong(format!("Row {place}: taxCode must be the code of a tax code"));
    }
    found
}

fn nominal_code(form: &mut Form<'_>, place: i64) -> String {
    let code = form.text("/nominalCode", 10).unwrap_or_else(|| "4000".to_owned());
    if !reference::nominal_code_exists(&code) {
        form.wrong(format!("Row {place}: there is no nominal code {code}"));
    }
    code
}
