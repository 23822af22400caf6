//! Products and prices written through the API (fact sheet 4.1.1, 4.1.3).

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Breaks, Product};
use crate::brightpearl::call::Call;
use crate::brightpearl::form::{Form, decimal};
use crate::brightpearl::reference::tables::{PRICE_LISTS, TAX_CODES};
use crate::brightpearl::reference::{brands, types};
use crate::brightpearl::reply::{Problem, Refusal, Reply};
use crate::ledger::Effect;

/// Code of refused products and prices; the real numbers are not known.
const BAD_PRODUCT: &str = "PRDC-900";

/// Creates a product and answers its id; brand and name are required.
pub(super) fn post(call: &mut Call<'_>) -> Result<Reply, Refusal> {
    let body = call.json()?;
    let mut product = call.state.blank_product(call.now());
    product.sku = String::new();
    let mut form = Form::new(&body, BAD_PRODUCT);
    if form.at("/brandId").is_none() {
        form.problem("PRDC-014", "You must supply a brand ID.");
    }
    if form.at("/salesChannels/0/productName").is_none() {
        form.wrong("salesChannels[0].productName is required");
    }
    apply(&mut form, &mut product);
    form.finish()?;
    let id = product.id;
    keep(call, product, "product.created", "product.created");
    Ok(Reply::response(json!(id)))
}

/// Changes what the body names; with `If-Match` only the version that was read.
pub(super) fn put(call: &mut Call<'_>, id: &str) -> Result<Reply, Refusal> {
    let mut product = find(call, id)?;
    let version = product.version().to_string();
    if call.if_match.as_ref().is_some_and(|wanted| *wanted != version) {
        let message = format!("The version of product {} is {version}", product.id);
        return Err(Refusal::with_status(412, "CMNC-412", message));
    }
    let body = call.json()?;
    let mut form = Form::new(&body, BAD_PRODUCT);
    apply(&mut form, &mut product);
    form.finish()?;
    product.updated_on = Some(call.now());
    keep(call, product, "product.changed", "product.modified");
    Ok(Reply::done())
}

fn find(call: &Call<'_>, id: &str) -> Result<Product, Refusal> {
    let id = call.id(id)?;
    let product = call.state.products.get(id).cloned();
    product.ok_or_else(|| Refusal::not_found(format!("No Products Found for the ID set {id}")))
}

fn keep(call: &mut Call<'_>, product: Product, what: &str, event: &'static str) {
    call.record(Effect::new(what, product.id, product.sku.clone()).detail(json!({ "name": product.name })));
    let (id, seen) = (product.id, call.seen());
    call.state.products.put(id, product, seen);
    call.state.hooks.raise(event, id);
}

/// Applies every field of the body that is there.
fn apply(form: &mut Form<'_>, product: &mut Product) {
    fn set<T>(slot: &mut T, value: Option<T>) {
        if let Some(value) = value {
            *slot = value;
        }
    }
    let channel = form.text("/salesChannels/0/salesChannelName", 64);
    if channel.is_some_and(|name| name != "Brightpearl") {
        form.wrong("Only the sales channel Brightpearl can be written");
    }
    set(&mut product.name, form.text("/salesChannels/0/productName", 255));
    set(&mut product.sku, form.text("/identity/sku", 32));
    if let Some(ean) = form.text("/identity/ean", 14) {
        product.ean = Some(ean);
    }
    if let Some(barcode) = form.text("/identity/barcode", 64) {
        product.barcode = Some(barcode);
    }
    let brand = form.known_id("/brandId", "brand", |id| brands().iter().any(|one| one.id == id));
    set(&mut product.brand_id, brand);
    let kind = form.known_id("/productTypeId", "product type", |id| types().iter().any(|one| one.id == id));
    set(&mut product.type_id, kind);
    let tax = form
        .known_id("/financialDetails/taxCode/id", "tax code", |id| TAX_CODES.iter().any(|one| one.id == id));
    set(&mut product.tax_code_id, tax);
    set(&mut product.stock_tracked, form.flag("/stock/stockTracked"));
    set(&mut product.status, form.text("/status", 32));
    if let Some(list) = form.at("/salesChannels/0/categories").and_then(Value::as_array) {
        let codes = list.iter().filter_map(|one| one.get("categoryCode"));
        product.categories = codes.filter_map(crate::brightpearl::form::whole).collect();
    }
}

/// Replaces the quantity breaks of the lists the body names, and of no other.
pub(super) fn put_prices(call: &mut Call<'_>, id: &str) -> Result<Reply, Refusal> {
    let mut product = find(call, id)?;
    let body = call.json()?;
    let Some(lists) = body.get("priceLists").and_then(Value::as_array) else {
        return Err(Refusal::bad(BAD_PRODUCT, "priceLists is required"));
    };
    let mut problems: Vec<Problem> = Vec::new();
    for list in lists {
        match price_list(list) {
            Ok((id, breaks)) => {
                product.prices.insert(id, breaks);
            }
            Err(message) => problems.push(Problem::new(BAD_PRODUCT, message)),
        }
    }
    Refusal::unless_empty(problems)?;
    call.record(Effect::new("product-price.changed", product.id, product.sku.clone()).detail(body.clone()));
    let (id, seen) = (product.id, call.seen());
    call.state.products.put(id, product, seen);
    Ok(Reply::done())
}

/// Reads one list: its id and its prices by least quantity, as texts or numbers.
fn price_list(list: &Value) -> Result<(i64, Breaks), String> {
    let id = list.get("priceListId").and_then(crate::brightpearl::form::whole).unwrap_or(0);
    if !PRICE_LISTS.iter().any(|known| known.id == id) {
        return Err(format!("There is no price list with id {id}"));
    }
    let prices = list.get("quantityPrice").and_then(Value::as_object);
    let prices = prices.ok_or_else(|| format!("Price list {id}: quantityPrice is required"))?;
    let read = |(quantity, price): (&String, &Value)| {
        let quantity = quantity.parse::<u32>().ok().filter(|quantity| *quantity > 0);
        let price = decimal(price).filter(|price| *price >= Decimal::ZERO && price.normalize().scale() <= 4);
        quantity.zip(price).ok_or_else(|| format!("Price list {id}: a price is not valid"))
    };
    Ok((id, prices.iter().map(read).collect::<Result<_, _>>()?))
}
