//! Everything the account `acmeshop` has.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rand::SeedableRng;
use rand::rngs::SmallRng;
use serde_json::{Map, Value};

use super::contact::{self, Address, Contact};
use super::custom::Owner;
use super::oauth::Tokens;
use super::order::status::Note;
use super::order::{FIRST_ORDER, FIRST_ROW, Order};
use super::payment::{FIRST_JOURNAL, FIRST_PAYMENT, Payment};
use super::product::{self, Product};
use super::quota::Quota;
use super::shelf::{Seen, Shelf};
use super::stock::correction::{Correction, FIRST_CORRECTION};
use super::stock::goods_in::{self, GoodsIn};
use super::stock::goods_out::{self, GoodsOut};
use super::stock::{Movement, Reservation, Units};
use super::webhook::Hooks;
use crate::catalogue::Catalogue;

/// The state of Brightpearl, in memory.
#[derive(Debug)]
pub struct State {
    /// The calls left to all private apps.
    pub(super) quota: Quota,
    /// The calls left to the OAuth app, which has a pool of its own.
    pub(super) oauth_quota: Quota,
    /// What the OAuth app was given.
    pub(super) tokens: Tokens,
    /// Draws lags and the order of orders.
    pub(super) dice: SmallRng,
    /// Products by id.
    pub(super) products: Shelf<Product>,
    /// Units by product and warehouse.
    pub(super) units: Units,
    /// Contacts by id.
    pub(super) contacts: Shelf<Contact>,
    /// Postal addresses by id.
    pub(super) addresses: BTreeMap<i64, Address>,
    /// Orders of all types by id.
    pub(super) orders: Shelf<Order>,
    /// Notes by order, oldest first.
    pub(super) notes: BTreeMap<i64, Vec<Note>>,
    /// Reservations by order.
    pub(super) reservations: BTreeMap<i64, Reservation>,
    /// Payments by id.
    pub(super) payments: Shelf<Payment>,
    /// Goods-out notes by id.
    pub(super) goods_out: Shelf<GoodsOut>,
    /// Ids of goods-out notes by order, oldest first.
    pub(super) goods_out_of_order: BTreeMap<i64, Vec<i64>>,
    /// Goods-in notes by id.
    pub(super) goods_in: Shelf<GoodsIn>,
    /// Ids of goods-in notes by order, oldest first.
    pub(super) goods_in_of_order: BTreeMap<i64, Vec<i64>>,
    /// Goods movements by id.
    pub(super) movements: Shelf<Movement>,
    /// Stock corrections by note id.
    pub(super) corrections: BTreeMap<i64, Correction>,
    /// Orders that are being invoiced: when each is done.
    pub(super) invoicing: BTreeMap<i64, Timestamp>,
    /// Values of custom fields by their owner.
    pub(super) custom: BTreeMap<(Owner, i64), Map<String, Value>>,
    /// Webhooks and the events that wait for them.
    pub(super) hooks: Hooks,
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
    goods_out: i64,
    goods_in: i64,
    event_version: i64,
    movement: i64,
    correction: i64,
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
            oauth_quota: Quota::new(),
            tokens: Tokens::default(),
            dice: SmallRng::seed_from_u64(seed ^ 0xb219),
            products,
            units: Units::new(product::stock(&catalogue.products)),
            contacts,
            addresses,
            orders: Shelf::default(),
            notes: BTreeMap::new(),
            reservations: BTreeMap::new(),
            payments: Shelf::default(),
            goods_out: Shelf::default(),
            goods_out_of_order: BTreeMap::new(),
            goods_in: Shelf::default(),
            goods_in_of_order: BTreeMap::new(),
            movements: Shelf::default(),
            corrections: BTreeMap::new(),
            invoicing: BTreeMap::new(),
            custom: BTreeMap::new(),
            hooks: Hooks::default(),
            next: Ids {
                address: last_contact + 1001,
                contact: last_contact + 1,
                order: FIRST_ORDER,
                row: FIRST_ROW,
                note: 55_001,
                payment: FIRST_PAYMENT,
                journal: FIRST_JOURNAL,
                goods_out: goods_out::FIRST_NOTE,
                goods_in: goods_in::FIRST_NOTE,
                event_version: 3_131_001,
                movement: 770_001,
                correction: FIRST_CORRECTION,
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

    /// Gives the next goods-out note its id.
    pub(super) fn new_goods_out_id(&mut self) -> i64 {
        give(&mut self.next.goods_out)
    }

    /// Gives the next goods-in note its id.
    pub(super) fn new_goods_in_id(&mut self) -> i64 {
        give(&mut self.next.goods_in)
    }

    /// Gives the next event of any goods-out note its version.
    pub(super) fn new_event_version(&mut self) -> i64 {
        give(&mut self.next.event_version)
    }

    /// Gives the next goods movement its id.
    pub(super) fn new_movement_id(&mut self) -> i64 {
        give(&mut self.next.movement)
    }

    /// Gives the next stock correction or quarantine release its id.
    pub(super) fn new_correction_id(&mut self) -> i64 {
        give(&mut self.next.correction)
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
