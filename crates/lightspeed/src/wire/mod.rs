//! Their JSON as it is: every field optional, every scalar text or not, unknown fields ignored.
//!
//! Vendor pages are below `https://developers.lightspeedhq.com/retail/endpoints/`; fact sheet, section 4.

mod account;
mod category;
mod customer;
mod employee;
pub mod envelope;
mod error;
mod item;
mod item_shop;
mod payment_type;
mod register;
pub mod rows;
mod sale;
pub mod scalar;
mod shop;
mod tax;
mod token;

pub use account::Account;
pub use category::Category;
pub use customer::{Contact, ContactAddress, ContactEmail, ContactPhone, Customer};
pub use employee::Employee;
pub use error::ErrorBody;
pub use item::{Item, ItemPrice};
pub use item_shop::ItemShop;
pub use payment_type::PaymentType;
pub use register::Register;
pub use sale::{Note, Sale, SaleLine, SalePayment};
pub use shop::Shop;
pub use tax::{TaxCategory, TaxCategoryClass, TaxClass};
pub use token::{TokenAnswer, TokenRefusal};
