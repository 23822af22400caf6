//! Brightpearl's JSON as it comes: every field may be missing, `null`, or a string where a number was promised, and fields
//! nobody told us about are ignored (fact sheet 2.1).

mod contact;
mod envelope;
mod lenient;
mod order;
mod payment;
mod price;
mod product;
mod reference;
mod stock;
mod token;
mod webhook;

pub(crate) use contact::{Contact, PostalAddress};
pub(crate) use envelope::{Envelope, SearchReply, WireError};
pub(crate) use lenient::{decimal_of, id_of, text_of};
pub(crate) use order::{Order, OrderRow};
pub(crate) use payment::PaymentMethod;
pub(crate) use price::{PriceList, ProductPrices};
pub(crate) use product::Product;
pub(crate) use reference::{AccountConfiguration, Category, Named, NominalCode, OrderStatus, TaxCode};
pub(crate) use stock::{Availability, GoodsInNote, GoodsOutNote, MovedRow, Reservation, pieces};
pub(crate) use token::{TokenAnswer, TokenRefusal};
pub(crate) use webhook::{Told, Webhook};
