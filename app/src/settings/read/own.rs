//! What settings mean, told with things of the merchant's own: the latest products, sales, returns and stock figures.

use std::collections::BTreeMap;

use model::payload::{Customer, Lifecycle, LineKind, Product, Return, Sale, Stock, TaxKey};
use model::{Kind, LogQuery, Payload, Settings};

use crate::kinds::words::money;
use crate::settings::view::Names;
use crate::{AppError, AppState};

/// How many of a kind are looked at.
const LATEST: u16 = 100;

/// The merchant's latest records.
#[derive(Default)]
pub(super) struct Own {
    products: Vec<Product>,
    sales: Vec<Sale>,
    returns: Vec<Return>,
    customers: Vec<Customer>,
    stock: Vec<Stock>,
}

impl Own {
    pub(super) async fn read(state: &AppState) -> Result<Own, AppError> {
        let mut own = Own::default();
        for kind in Kind::ALL {
            let query = LogQuery { limit: LATEST, ..LogQuery::first(kind) };
            for record in state.control.store().page(state.merchant, &query).await?.records {
                match record.payload {
                    Some(Payload::Product(product)) => own.products.push(product),
                    Some(Payload::Order(sale)) => own.sales.push(sale),
                    Some(Payload::Refund(refund)) => own.returns.push(refund),
                    Some(Payload::Customer(customer)) => own.customers.push(customer),
                    Some(Payload::Inventory(stock)) => own.stock.push(stock),
                    None => {}
                }
            }
        }
        Ok(own)
    }

    /// The latest sale that bore a tax.
    pub(super) fn of_tax(&self, key: &TaxKey) -> String {
        let bears = |sale: &&Sale| sale.lines.iter().any(|line| line.tax_key == *key && !line.tax.is_zero());
        let Some(sale) = self.sales.iter().find(bears) else { return String::new() };
        let line = sale.lines.iter().find(|line| line.tax_key == *key);
        let Some(line) = line else { return String::new() };
        format!("{} on “{}”, receipt {}", money(line.tax, &sale.currency), line.name, sale.ticket)
    }

    /// The latest sale that was paid in a way.
    pub(super) fn of_payment(&self, id: &str) -> String {
        let paid = |sale: &Sale| sale.payments.iter().find(|payment| payment.method == id).cloned();
        let Some((sale, payment)) = self.sales.iter().find_map(|sale| Some((sale, paid(sale)?))) else {
            return String::new();
        };
        format!("{} of receipt {}", money(payment.amount, &sale.currency), sale.ticket)
    }

    /// What was sold and taken back in a shop lately.
    pub(super) fn of_shop(&self, id: &str) -> String {
        let sold: Vec<&Sale> = self.sales.iter().filter(|sale| sale.shop.id == id).collect();
        if sold.is_empty() {
            return String::new();
        }
        let walk_ins = sold.iter().filter(|sale| sale.customer_ref.is_none()).count();
        let back = self.returns.iter().filter(|back| back.shop.id == id).count();
        format!(
            "{} of your latest {} sales were rung up here, {walk_ins} without a customer; {back} returns.",
            sold.len(),
            self.sales.len()
        )
    }

    /// What each field means, by its name. A field without anything of the merchant's own has none.
    pub(super) fn examples(&self, settings: &Settings, names: &Names) -> BTreeMap<String, String> {
        let mut told = Told(BTreeMap::new());
        self.of_products(settings, names, &mut told);
        self.of_stock(settings, &mut told);
        self.of_sales(settings, names, &mut told);
        self.of_returns(&mut told);
        self.of_customers(settings, &mut told);
        told.0
    }

    fn of_products(&self, settings: &Settings, names: &Names, told: &mut Told) {
        let list = &settings.products.price_list;
        let sold = self
            .products
            .iter()
            .find_map(|product| Some((product, product.prices.iter().find(|price| price.list == *list)?)));
        if let Some((product, price)) = sold {
            let price = money(price.amount, &price.currency);
            told.say("price_list", format!("“{}” is sold at {price}.", product.full_name()));
            told.say(
                "prices_as_they_are",
                format!("the tills show {price} for “{}” as it is.", product.full_name()),
            );
        }
        let costs = &settings.products.cost_list;
        let bought = self
            .products
            .iter()
            .find_map(|product| Some((product, product.prices.iter().find(|price| price.list == *costs)?)));
        if let Some((product, price)) = bought {
            let price = money(price.amount, &price.currency);
            told.say("cost_list", format!("“{}” cost {price}.", product.full_name()));
        }
        if let Some(product) = self.products.iter().find(|product| !product.sku.is_empty()) {
            let name = product.full_name();
            told.say("identifier", format!("“{name}” is the till item with the SKU {}.", product.sku.trim()));
            if let Some(category) = names.till_categories.name_of(&settings.products.default_category) {
                told.say("default_category", format!("“{name}” would stand under {category}."));
            }
        }
        if let Some(product) = self.products.iter().find(|one| one.lifecycle == Lifecycle::Archived) {
            told.say("archived", format!("“{}” is archived there.", product.full_name()));
        }
        if let Some(class) = names.tax_classes.name_of(&settings.products.default_tax_class)
            && let Some(product) = self.products.first()
        {
            told.say("default_tax_class", format!("“{}” would be taxed as {class}.", product.full_name()));
        }
        let fields = &settings.products.fields;
        let filled = [
            ("field_ean", fields.ean),
            ("field_upc", fields.upc),
            ("field_manufacturer_sku", fields.manufacturer_sku),
        ];
        for (name, field) in filled {
            if let Some(product) = self.products.iter().find(|product| !field.of(product).is_empty()) {
                told.say(name, format!("{} for “{}”.", field.of(product), product.full_name()));
            }
        }
    }

    fn of_stock(&self, settings: &Settings, told: &mut Told) {
        let figured = |stock: &&Stock| stock.figures.as_ref().is_some_and(|figures| figures.on_hand > 0);
        let Some(stock) = self.stock.iter().find(figured) else { return };
        let Some(figures) = &stock.figures else { return };
        let Stock { product_name, shop_name, .. } = stock;
        let shown = figures.quantity();
        told.say(
            "buffer",
            format!(
                "“{product_name}” has {} in {shop_name}; with {} held back its tills show {shown}.",
                figures.on_hand,
                settings.buffer(&stock.shop_ref)
            ),
        );
        told.say(
            "sweep_minutes",
            format!(
                "“{product_name}” in {shop_name} is compared again after {} minutes at the latest.",
                settings.inventory.sweep_minutes
            ),
        );
        let held = self.stock.iter().find_map(|stock| {
            let held = stock.figures.as_ref()?.held_at_till;
            (held > 0)
                .then(|| format!("{held} of “{}” are set aside in {}.", stock.product_name, stock.shop_name))
        });
        held.into_iter().for_each(|held| told.say("holds_lower_stock", held));
    }

    fn of_sales(&self, settings: &Settings, names: &Names, told: &mut Told) {
        if let Some(sale) = self.sales.first() {
            let total = money(sale.total, &sale.currency);
            let status = names.statuses.name_of(&settings.orders.status).unwrap_or("the account's default");
            told.say(
                "status",
                format!("receipt {} of {total} became an order in the status “{status}”.", sale.ticket),
            );
            told.say("reserve", format!("the {} of receipt {} are reserved.", pieces(sale), sale.ticket));
            told.say("fulfil", format!("the {} of receipt {} leave at once.", pieces(sale), sale.ticket));
            if let Some(rate) = settings.orders.exchange_rate {
                told.say(
                    "exchange_rate",
                    format!(
                        "receipt {} of {total} counts as {} there.",
                        sale.ticket,
                        (sale.total * rate).round_dp(2)
                    ),
                );
            }
            if let Some(at) = sale.completed_at {
                let at = at.rfc3339_seconds().replace('T', " ").replace('Z', " UTC");
                told.say(
                    "go_live",
                    format!("your latest sale read, receipt {}, was completed {at}.", sale.ticket),
                );
            }
        }
        self.of_lines(told);
        let tipped = self.sales.iter().find(|sale| !sale.tips.is_zero());
        if let Some(sale) = tipped {
            told.say(
                "nominal_tip",
                format!("{} with receipt {}.", money(sale.tips, &sale.currency), sale.ticket),
            );
        }
        let untaxed = tipped.or_else(|| self.sales.iter().find(|sale| !sale.cash_rounding.is_zero()));
        if let Some(sale) = untaxed {
            let amount =
                money(if sale.tips.is_zero() { sale.cash_rounding } else { sale.tips }, &sale.currency);
            told.say("untaxed_code", format!("{amount} with receipt {} bear no tax.", sale.ticket));
        }
        let rounded = self.sales.iter().find(|sale| !sale.cash_rounding.is_zero());
        if let Some(sale) = rounded {
            told.say(
                "rounding_nominal",
                format!("{} with receipt {}.", money(sale.cash_rounding, &sale.currency), sale.ticket),
            );
        }
        for (field, kind) in [("nominal_fee", LineKind::ItemFee), ("nominal_charge", LineKind::Miscellaneous)]
        {
            let lines = self.sales.iter().flat_map(|sale| sale.lines.iter().map(move |line| (sale, line)));
            if let Some((sale, line)) = lines.into_iter().find(|(_, line)| line.kind == kind) {
                told.say(
                    field,
                    format!(
                        "“{}”, {} with receipt {}.",
                        line.name,
                        money(line.net, &sale.currency),
                        sale.ticket
                    ),
                );
            }
        }
    }

    /// What happens to goods of the latest sale, and to a sale that is an exchange.
    fn of_lines(&self, told: &mut Told) {
        let Some(sale) = self.sales.first() else { return };
        let ticket = &sale.ticket;
        told.say("edited", format!("receipt {ticket}, if a till changed it after its order was made."));
        told.say("shipping_method", format!("the goods of receipt {ticket} leave {} by it.", sale.shop.name));
        told.say("staff_contact", format!("the goods of receipt {ticket} leave in this name."));
        if let Some(line) = sale.lines.iter().find(|line| line.kind == LineKind::Goods) {
            let net = money(line.net, &sale.currency);
            told.say(
                "nominal",
                format!("the {net} of “{}” with receipt {ticket} are booked there.", line.name),
            );
            told.say(
                "unlinked_item",
                format!("“{}” with receipt {ticket}, if it were not linked.", line.name),
            );
        }
        let exchanged = self.sales.iter().find(|sale| {
            let back = sale.lines.iter().filter(|line| line.is_return()).count();
            back > 0 && back < sale.lines.len()
        });
        if let Some(sale) = exchanged {
            told.say("clearing_method", format!("receipt {} sold goods and took some back.", sale.ticket));
        }
    }

    fn of_returns(&self, told: &mut Told) {
        let Some(back) = self.returns.first() else { return };
        let total = money(back.total.abs(), &back.currency);
        told.say(
            "refund_status",
            format!("the return of {total} with receipt {} begins with it.", back.ticket),
        );
        told.say(
            "restock",
            format!(
                "what came back with receipt {} is booked into the stock of {}.",
                back.ticket, back.shop.name
            ),
        );
        if let Some(lone) = self.returns.iter().find(|back| back.parent_sale_ref.is_none()) {
            told.say("without_order", format!("the return with receipt {} names no sale.", lone.ticket));
        }
    }

    /// No name or address of a person: who may see settings need not see customers.
    fn of_customers(&self, settings: &Settings, told: &mut Told) {
        if self.customers.is_empty() {
            return;
        }
        let of = self.customers.len();
        let without = |has: fn(&Customer) -> bool| self.customers.iter().filter(|one| !has(one)).count();
        let no_email = without(|customer| !customer.email.trim().is_empty());
        told.say("match_by_phone", format!("{no_email} of your latest {of} customers have no e-mail."));
        let no_country = self.customers.iter().filter(|one| {
            one.address
                .as_ref()
                .is_some_and(|address| address.country_code.is_empty() && address.country.trim().is_empty())
        });
        let country = &settings.customers.default_country;
        let country = if country.is_empty() { "one" } else { country };
        told.say(
            "default_country",
            format!(
                "{} of your latest {of} customers have an address that needs {country}.",
                no_country.count()
            ),
        );
    }
}

/// Examples by the field's name.
struct Told(BTreeMap<String, String>);

impl Told {
    fn say(&mut self, field: &str, example: String) {
        self.0.insert(field.to_owned(), format!("For example: {example}"));
    }
}

fn pieces(sale: &Sale) -> String {
    match sale.lines.len() {
        1 => "1 line".to_owned(),
        many => format!("{many} lines"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::payload::Price;

    #[test]
    fn each_field_is_explained_with_what_the_merchant_has_and_others_are_left_out() {
        let price = |list: &str, amount: &str| Price {
            list: list.to_owned(),
            currency: "GBP".to_owned(),
            amount: amount.parse().unwrap(),
        };
        let mug = Product {
            name: "Mug".to_owned(),
            sku: "MUG-1".to_owned(),
            prices: vec![price("2", "12.5")],
            ..Product::default()
        };
        let own = Own { products: vec![mug], ..Own::default() };
        let mut settings = Settings::default();
        settings.products.price_list = "2".to_owned();
        settings.products.cost_list = "1".to_owned();
        let told = own.examples(&settings, &Names::default());
        let says = |field: &str| told.get(field).map(String::as_str);
        assert_eq!(says("price_list"), Some("For example: “Mug” is sold at £12.50."));
        assert!(says("identifier").is_some_and(|says| says.contains("MUG-1")));
        assert_eq!((says("cost_list"), says("nominal_tip")), (None, None));
    }
}
