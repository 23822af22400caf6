//! The other desk: someone at Brightpearl adds a product and changes a price while the tills sell.

use rust_decimal::Decimal;

use crate::brightpearl::{FIRST_PRODUCT, ProductChange};
use crate::catalogue::ean13;
use crate::world::World;

/// Adds a product nobody has seen before.
pub(super) fn add_a_product(world: &World) -> Result<(), String> {
    let change = ProductChange {
        name: Some("Skerry Harris Tweed Dog Coat – M".to_owned()),
        sku: Some("SKE-DOG-9001-M".to_owned()),
        ean: Some(ean13(20_900_001)),
        price: Some(Decimal::new(4295, 2)),
        ..ProductChange::default()
    };
    apply(world, change)
}

/// Puts two pounds on the first linked product that is in order.
pub(super) fn change_a_price(world: &World) -> Result<(), String> {
    let mut linked =
        world.catalogue.products.iter().filter(|one| one.in_lightspeed() && one.trouble.is_none());
    let product = linked.next().ok_or("No product is linked.")?;
    let price = product.gross.ok_or("The product has no price.")? + Decimal::TWO;
    let id = i64::try_from(product.number).map_err(|_| "There are too many products.")? + FIRST_PRODUCT;
    apply(world, ProductChange { id: Some(id), price: Some(price), ..ProductChange::default() })
}

fn apply(world: &World, change: ProductChange) -> Result<(), String> {
    let made = world.brightpearl().change_product(change, world.config.lag, &world.ledger);
    made.map(drop).ok_or_else(|| "Brightpearl does not know this product.".to_owned())
}
