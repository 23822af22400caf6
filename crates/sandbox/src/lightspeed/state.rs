//! Everything the account holds.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rand::SeedableRng;
use rand::rngs::SmallRng;
use rust_decimal::Decimal;

use super::contact::Contact;
use super::limits::Limiter;
use super::matrix::Attributes;
use super::money::Discount;
use super::oauth::Tokens;
use super::scalar::{Scalar, now};
use super::schema::Resource;
use super::seed;
use super::sell::hold::Held;
use super::table::{Row, Table};
use crate::catalogue::Catalogue;

/// The demo's account id.
pub const ACCOUNT: &str = "90210";
/// The demo's OAuth client id.
pub const CLIENT_ID: &str = "lockstep-sandbox";
/// The demo's OAuth client secret.
pub const CLIENT_SECRET: &str = "sandbox-client-secret";
/// The refresh token that is valid when the sandbox starts.
pub const FIRST_REFRESH_TOKEN: &str = "sandbox-refresh-token";

/// The prices of one item by use type: 1 is the default price, 2 the maker's recommended one.
pub(crate) type Prices = BTreeMap<u64, Decimal>;

/// One Lightspeed account with its connections and its limits.
#[derive(Debug)]
pub struct State {
    tables: BTreeMap<Resource, Table>,
    pub(crate) prices: BTreeMap<u64, Prices>,
    pub(crate) contacts: BTreeMap<u64, Contact>,
    /// The places of items in their matrices, by item.
    pub(crate) attributes: BTreeMap<u64, Attributes>,
    pub(crate) tokens: Tokens,
    pub(crate) limiter: Limiter,
    /// Registers in the subscription: they set the limits, whatever records there are.
    pub(crate) subscribed_registers: u32,
    /// The sequence items share with matrices.
    pub(crate) next_system_sku: u64,
    pub(crate) chance: SmallRng,
    /// Lines held for customers.
    pub(crate) held: BTreeMap<u64, Held>,
    /// The reductions of whole sales, by sale.
    pub(crate) whole_discounts: BTreeMap<u64, Discount>,
    /// How many people have been taken down at the tills since the start.
    pub(crate) newcomers: usize,
    empty: Table,
}

impl State {
    /// Fills the account: three shops, the linked products, customers and a morning of sales.
    pub fn from_catalogue(catalogue: &Catalogue, seed_number: u64) -> Self {
        let tables =
            Resource::EVERY.into_iter().map(|name| (name, Table::indexed_by(name.parents()))).collect();
        let mut state = Self {
            tables,
            prices: BTreeMap::new(),
            contacts: BTreeMap::new(),
            attributes: BTreeMap::new(),
            tokens: Tokens::new(seed_number),
            limiter: Limiter::default(),
            subscribed_registers: 3,
            next_system_sku: 210_000_000_018,
            chance: SmallRng::seed_from_u64(seed_number ^ 0x11f7_59ee),
            held: BTreeMap::new(),
            whole_discounts: BTreeMap::new(),
            newcomers: 0,
            empty: Table::default(),
        };
        seed::fill(&mut state, catalogue);
        state
    }

    pub(crate) fn table(&self, resource: Resource) -> &Table {
        self.tables.get(&resource).unwrap_or(&self.empty)
    }

    /// Moves every moment in every row back.
    pub(crate) fn age(&mut self, by: jiff::SignedDuration) {
        for row in self.tables.values_mut().flat_map(Table::rows_mut) {
            row.age(by);
        }
    }

    pub(crate) fn table_mut(&mut self, resource: Resource) -> &mut Table {
        self.tables.entry(resource).or_default()
    }

    pub(crate) fn row(&self, resource: Resource, id: u64) -> Option<&Row> {
        self.table(resource).get(id)
    }

    /// Puts a new row into its table, with its id as its key field, and answers the id.
    pub(crate) fn insert(&mut self, resource: Resource, mut row: Row) -> u64 {
        let table = self.table_mut(resource);
        let id = table.next_id();
        row.set(resource.spec().key, Scalar::Int(i64::try_from(id).unwrap_or(0)));
        table.put(id, row);
        id
    }

    /// Keeps a contact and answers its id.
    pub(crate) fn add_contact(&mut self, contact: Contact) -> u64 {
        let id = self.contacts.keys().next_back().copied().unwrap_or(60) + 1;
        self.contacts.insert(id, contact);
        id
    }

    /// Moves the last-change time of a row.
    pub(crate) fn touch(&mut self, resource: Resource, id: u64) {
        self.stamp(resource, id, "timeStamp", now());
    }

    /// Sets one time of a row.
    pub(crate) fn stamp(&mut self, resource: Resource, id: u64, field: &'static str, at: Timestamp) {
        if let Some(row) = self.table_mut(resource).get_mut(id) {
            row.set(field, Scalar::Time(at));
        }
    }
}
