//! Everything the account `acmeshop` has.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rand::SeedableRng;
use rand::rngs::SmallRng;

use super::contact::{self, Address, Contact};
use super::order::status::Note;
use super::order::{FIRST_ORDER, FIRST_ROW, Order};
use super::payment::{FIRST_JOURNAL, FIRST_PAYMENT, Payment};
use super::product::{self, Product};
use super::quota::Quota;
use super::shelf::{Seen, Shelf};
use super::stock::Reservation;
use crate::catalogue::Catalogue;

/// The state of Brightpearl, in memory.
#[derive(Debug)]
pub struct State {
    /// The calls left to all private apps.
    pub(super) quota: Quota,
    /// Draws lags and the order of orders.
    pub(super) dice: SmallRng,
    /// Products by id.
    pub(super) products: Shelf<Product>,
    /// Units in stock by product and warehouse.
    pub(super) stock: BTreeMap<(i64, i64), i64>,
    /// Contacts by id.
    pub(super) contacts: Shelf<Contact>,
    /// Postal addresses by id.
    pub(super) addresses: BTreeMap<i64, Address>,
    /// Sales orders by id.
    pub(super) orders: Shelf<Order>,
    /// Notes by order, oldest first.
    pub(super) notes: BTreeMap<i64, Vec<Note>>,
    /// Reservations by order.
    pub(super) reservations: BTreeMap<i64, Reservation>,
    /// Payments by id.
    pub(super) payments: Shelf<Payment>,
    next: Ids,
}

/// The next free ids; none is ever given twice.
#[derive(Debug)]
struct Ids {
    address: i64,
    contact: i64,
    order: i64,
    row: i64,
    note: i64,
    payment: i64,
    journal: i64,
}

impl State {
    /// Fills the account from the seeded shop.
    pub fn from_catalogue(catalogue: &Catalogue, seed: u64) -> Self {
        // What was there before the sandbox started has long been indexed.
        let always = Seen { now: Timestamp::MIN, searchable: Timestamp::MIN };
        let mut products = Shelf::default();
        for product in product::from_catalogue(&catalogue.products) {
            products.put(product.id, product, always);
        }
        let mut contacts = Shelf::default();
        let (people, addresses) = contact::from_catalogue(&catalogue.people);
        let last_contact = people.iter().map(|contact| contact.id).max().unwrap_or(contact::FIRST_CUSTOMER);
        for contact in people {
            contacts.put(contact.id, contact, always);
        }
        Self {
            quota: Quota::new(),
            dice: SmallRng::seed_from_u64(seed ^ 0xb219),
            products,
            stock: product::stock(&catalogue.products),
            contacts,
            addresses,
            orders: Shelf::default(),
            notes: BTreeMap::new(),
            reservations: BTreeMap::new(),
            payments: Shelf::default(),
            next: Ids {
                address: last_contact + 1001,
                contact: last_contact + 1,
                order: FIRST_ORDER,
                row: FIRST_ROW,
                note: 55_001,
                payment: FIRST_PAYMENT,
                journal: FIRST_JOURNAL,
            },
        }
    }

    /// Gives the next postal address its id.
    pub(super) fn new_address_id(&mut self) -> i64 {
        give(&mut self.next.address)
    }

    /// Gives the next contact its id.
    pub(super) fn new_contact_id(&mut self) -> i64 {
        give(&mut self.next.contact)
    }

    /// Gives the next order its id.
    pub(super) fn new_order_id(&mut self) -> i64 {
        give(&mut self.next.order)
    }

    /// Gives the next order row its id.
    pub(super) fn new_row_id(&mut self) -> i64 {
        give(&mut self.next.row)
    }

    /// Gives the next order note its id.
    pub(super) fn new_note_id(&mut self) -> i64 {
        give(&mut self.next.note)
    }

    /// Gives the next payment its id.
    pub(super) fn new_payment_id(&mut self) -> i64 {
        give(&mut self.next.payment)
    }

    /// Gives the next journal its id.
    pub(super) fn new_journal_id(&mut self) -> i64 {
        give(&mut self.next.journal)
    }
}

fn give(next: &mut i64) -> i64 {
    let id = *next;
    *next += 1;
    id
}
