use leptos::prelude::*;
use model::outgoing::Identifier;
use model::settings::{FieldMap, InventorySettings, ProductField, ProductSettings, WhenArchived};

use crate::settings::Part;
use crate::settings::fields::{NumberField, PickField, TextField, TickField, WordField};
use crate::settings::form::{PartForm, Saver};
use crate::settings::view::{Choices, Names};

const IDENTIFIERS: &[(Identifier, &str)] =
    &[(Identifier::Sku, "SKU"), (Identifier::Ean, "EAN"), (Identifier::Upc, "UPC")];
const FIELDS: &[(ProductField, &str)] = &[
    (ProductField::Nothing, "Left empty"),
    (ProductField::Sku, "SKU"),
    (ProductField::Ean, "EAN"),
    (ProductField::Upc, "UPC"),
    (ProductField::Barcode, "Bar code"),
    (ProductField::Mpn, "Maker's part number"),
    (ProductField::Isbn, "ISBN"),
];
const ARCHIVED: &[(WhenArchived, &str)] = &[
    (WhenArchived::Leave, "can still be sold"),
    (WhenArchived::Archive, "is archived at the till too, once it is sold out"),
];

/// From which sale on orders are posted.
#[component]
pub fn GoLivePart(go_live: String, saver: Saver) -> impl IntoView {
    view! {
        <PartForm part=Part::GoLive saver about="The moment from which Lockstep posts what the tills sell.">
            <div class="fields">
                <TextField name="go_live" kind="datetime-local" label="Post sales completed from (UTC)" value=go_live
                    says="Sales completed before this moment are left alone; without one, every sale that can be read is posted."/>
            </div>
        </PartForm>
    }
    .into_any()
}

/// How products reach the tills.
#[component]
pub fn ProductPart(form: ProductSettings, names: Names, saver: Saver) -> impl IntoView {
    let ProductSettings {
        identifier,
        price_list,
        cost_list,
        fields,
        default_category,
        default_tax_class,
        prices_as_they_are,
        archived,
    } = form;
    let FieldMap { ean, upc, manufacturer_sku } = fields;
    let Names { price_lists, till_categories, tax_classes, .. } = names;
    let problem = Choices::first_problem(&[&price_lists, &till_categories, &tax_classes]);
    view! {
        <PartForm part=Part::Products saver problem about="What the tills show of a product.">
            <div class="fields">
                <PickField name="price_list" label="Price list at the tills" value=price_list choices=price_lists.clone() none="Not chosen: products wait"
                    says="The tills sell at the prices of this list."/>
                <PickField name="cost_list" label="Cost list" value=cost_list choices=price_lists none="The till's cost is left alone"
                    says="What the goods cost, from which the till works out margins."/>
                <WordField name="identifier" label="Products are the same by" value=identifier options=IDENTIFIERS
                    says="A product and a till item with the same one are linked; neither is made twice."/>
                <WordField name="archived" label="A product archived in Brightpearl" value=archived options=ARCHIVED
                    says="Archiving at the till takes what is left of the stock away, so it waits for the last piece."/>
            </div>
            <TickField name="prices_as_they_are" label="Send prices as they are, with or without tax" on=prices_as_they_are
                says="For shops of both kinds: otherwise products wait while the list includes tax and a shop's prices do not, or the other way round."/>
            <h3>"Which field fills which"</h3>
            <div class="fields">
                <WordField name="field_ean" label="EAN at the till" value=ean options=FIELDS
                    says="Scanned at the till; a value without 11 to 14 digits is left out."/>
                <WordField name="field_upc" label="UPC at the till" value=upc options=FIELDS
                    says="Scanned at the till; a value without 11 to 14 digits is left out."/>
                <WordField name="field_manufacturer_sku" label="Maker's number at the till" value=manufacturer_sku options=FIELDS
                    says="Staff can search for it at the till."/>
            </div>
            <h3>"Where a set names none"</h3>
            <div class="fields">
                <PickField name="default_category" label="Category at the till" value=default_category choices=till_categories none="None"
                    says="Where products stand whose set under Classification names no category."/>
                <PickField name="default_tax_class" label="Tax class at the till" value=default_tax_class choices=tax_classes none="The till's default"
                    says="How products are taxed whose set under Classification names no tax class."/>
            </div>
        </PartForm>
    }
    .into_any()
}

/// How stock reaches the shops.
#[component]
pub fn InventoryPart(form: InventorySettings, saver: Saver) -> impl IntoView {
    let InventorySettings { buffer, sweep_minutes, holds_lower_stock } = form;
    view! {
        <PartForm part=Part::Inventory saver about="How many units the tills show of each product.">
            <div class="fields">
                <NumberField name="buffer" label="Units held back" value=buffer min=0 max=10_000
                    says="Each shop shows this many units fewer than it could sell; a shop may have a number of its own under Shops."/>
                <NumberField name="sweep_minutes" label="Minutes between two comparisons" value=sweep_minutes min=1 max=1_440
                    says="So often all products are compared in all shops; single changes go out in between."/>
            </div>
            <TickField name="holds_lower_stock" label="Goods set aside lower the till's quantity" on=holds_lower_stock
                says="Units of layaways, special orders and work orders are taken off what the till shows; switch it off if your tills still count them."/>
        </PartForm>
    }
    .into_any()
}
