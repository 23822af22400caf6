//! Plays the scenes of the table.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::back_office;
use super::cashier::{Cashier, goods};
use super::schedule::{Back, Deed, Holding, Pick, Scene, Selling};
use crate::ledger::{Effect, LIGHTSPEED, Ledger};
use crate::lightspeed::stock::Cause;
use crate::lightspeed::{self, Basket, BasketLine, Hold, Returned, view};
use crate::world::World;

/// The name of the sale that is older than the connection.
const BEFORE_GO_LIVE: &str = "before go-live";
/// How old that sale is.
const MONTH: SignedDuration = SignedDuration::from_hours(24 * 30);

/// What the shop keeps in mind between two scenes.
pub(super) struct Diary<'a> {
    world: &'a World,
    sales: HashMap<String, u64>,
    /// Held lines and whose they are.
    held: HashMap<String, (Vec<u64>, u64)>,
}

impl<'a> Diary<'a> {
    /// Opens the diary with a sale of last month, which no ledger mentions: it was before anybody counted.
    pub(super) fn open(world: &'a World) -> Self {
        let mut diary = Self { world, sales: HashMap::new(), held: HashMap::new() };
        let old = Basket {
            shop: Some(1),
            at: Some(Timestamp::now() - MONTH),
            stamped_seconds_ago: MONTH.as_secs(),
            lines: diary.pick(1, &[Pick::two()]),
            ..Basket::default()
        };
        match diary.sell_unseen(&old) {
            Ok(sale) => drop(diary.sales.insert(BEFORE_GO_LIVE.to_owned(), sale)),
            Err(error) => tracing::warn!(%error, "the shop has no past"),
        }
        diary
    }

    /// Rings up a sale nobody counts: what is on hand today has its goods taken off already.
    fn sell_unseen(&self, basket: &Basket) -> Result<u64, String> {
        let knobs = self.world.knobs().lightspeed;
        let mut state = self.world.lightspeed();
        let sale = state.sell(basket, &knobs, &Ledger::default())?;
        for (_, item, shop, quantity) in state.goods(sale) {
            state.move_stock(item, shop, quantity, Cause::count(quantity));
        }
        Ok(sale)
    }

    /// Plays a scene and notes in the ledger which case it was.
    pub(super) fn play(&mut self, scene: &Scene) -> Result<(), String> {
        let id = self.act(&scene.deed)?;
        let effect = Effect::new("till.scene", id, scene.case.as_str());
        self.world.ledger.record(LIGHTSPEED, effect.detail(json!({ "second": scene.second })));
        Ok(())
    }

    /// Does what a scene says and answers the id of what came of it; 0 for nothing with an id.
    fn act(&mut self, deed: &Deed) -> Result<u64, String> {
        let cashier = Cashier::new(self.world);
        match deed {
            Deed::Sell(selling) => self.sell(selling),
            Deed::Hold(holding) => self.hold(holding),
            Deed::Void { sale } => self.void(sale),
            Deed::TakeBack => cashier.take_back(),
            Deed::MeetSomebody => self.sell_to(cashier.meet_someone_new()?),
            Deed::MeetATwin => {
                let twin = self.twin()?;
                self.sell_to(lightspeed::create(self.world, "Customer", &twin)?)
            }
            Deed::Register { customer } => {
                self.sell_to(lightspeed::create(self.world, "Customer", customer)?)
            }
            Deed::EditSomebody => cashier.edit_somebody().map(|()| 0),
            Deed::MoveStock { shop, change } => self.move_stock(*shop, *change),
            Deed::AddProduct => back_office::add_a_product(self.world).map(|()| 0),
            Deed::ChangePrice => back_office::change_a_price(self.world).map(|()| 0),
        }
    }

    /// Someone buys whatever the cashier puts in the basket.
    pub(super) fn sell_to(&self, customer: u64) -> Result<u64, String> {
        Cashier::new(self.world).ring_up(&Basket { customer: Some(customer), ..Basket::default() })
    }

    fn sell(&mut self, selling: &Selling) -> Result<u64, String> {
        let mut basket = selling.basket.clone();
        let shop = basket.shop.unwrap_or(1);
        basket.lines.extend(self.pick(shop, &selling.pick));
        for back in &selling.back {
            basket.returns.push(self.back(shop, back)?);
        }
        if selling.customer {
            basket.customer = Some(self.known_customer()?);
        }
        if let Some(name) = &selling.held {
            let (lines, customer) =
                self.held.remove(name).ok_or_else(|| format!("Nothing is held as `{name}`."))?;
            basket.held = lines;
            basket.customer = Some(customer);
        }
        basket.at = selling.hours_ago.map(|hours| Timestamp::now() - SignedDuration::from_hours(hours));
        let sale = Cashier::new(self.world).ring_up(&basket)?;
        if let Some(name) = &selling.keep {
            self.sales.insert(name.clone(), sale);
        }
        Ok(sale)
    }

    fn hold(&mut self, holding: &Holding) -> Result<u64, String> {
        let customer = self.known_customer()?;
        let hold = Hold {
            kind: holding.kind,
            shop: holding.shop,
            customer,
            lines: self.pick(holding.shop.unwrap_or(1), &holding.pick),
            deposit: holding.deposit,
            payments: Vec::new(),
        };
        let knobs = self.world.knobs().lightspeed;
        let (lines, _) = self.world.lightspeed().hold(&hold, &knobs, &self.world.ledger)?;
        let first = lines.first().copied().unwrap_or(0);
        self.held.insert(holding.keep.clone(), (lines, customer));
        Ok(first)
    }

    fn void(&mut self, name: &str) -> Result<u64, String> {
        let sale = self.kept(name)?;
        let knobs = self.world.knobs().lightspeed;
        self.world.lightspeed().void(sale, "Rung up by mistake", &knobs, &self.world.ledger)?;
        Ok(sale)
    }

    fn move_stock(&self, shop: u64, change: i64) -> Result<u64, String> {
        let line = self.pick(shop, &[Pick::two()]).pop().ok_or("There is nothing on the shelf.")?;
        let on_hand = self.world.lightspeed().on_hand(line.item, shop);
        lightspeed::set_stock(self.world, line.item, shop, on_hand + change)?;
        Ok(line.item)
    }

    fn kept(&self, name: &str) -> Result<u64, String> {
        self.sales.get(name).copied().ok_or_else(|| format!("Nobody remembers a sale `{name}`."))
    }

    fn known_customer(&self) -> Result<u64, String> {
        self.world
            .lightspeed()
            .customer_ids()
            .first()
            .copied()
            .ok_or_else(|| "There are no customers.".to_owned())
    }

    /// Goods of a shop, each another item.
    fn pick(&self, shop: u64, wanted: &[Pick]) -> Vec<BasketLine> {
        let mut state = self.world.lightspeed();
        let found = goods(&state, shop);
        let chosen = Cashier::choose(&mut state.chance, found, wanted.len());
        let line = |(wish, (item, price)): (&Pick, _)| BasketLine {
            item,
            quantity: wish.quantity,
            price: Some(wish.price.unwrap_or(price)),
            fee: wish.fee,
            discount: wish.discount,
            ..BasketLine::default()
        };
        wanted.iter().zip(chosen).map(line).collect()
    }

    fn back(&self, shop: u64, back: &Back) -> Result<Returned, String> {
        let Some(name) = &back.sale else {
            let line = self.pick(shop, &[Pick::two()]).pop().ok_or("There is nothing on the shelf.")?;
            return Ok(Returned { item: line.item, price: back.price, ..Returned::default() });
        };
        let sale = self.kept(name)?;
        let line = self.world.lightspeed().line_ids(sale).first().copied();
        let line = line.ok_or_else(|| format!("Sale {sale} has no lines."))?;
        Ok(Returned { line, price: back.price, ..Returned::default() })
    }

    /// The data of a known customer once more, as a hurried cashier takes them down again.
    fn twin(&self) -> Result<Value, String> {
        let known = view::customers(&self.world.lightspeed());
        let with_email = |row: &&Value| row.pointer("/Contact/Emails/ContactEmail").is_some();
        let row = known.iter().find(with_email).ok_or("No customer has an e-mail address.")?;
        let field = |name: &str| row.get(name).cloned().unwrap_or_default();
        Ok(json!({ "firstName": field("firstName"), "lastName": field("lastName"),
                   "Contact": { "noEmail": "false", "Emails": row.pointer("/Contact/Emails") } }))
    }
}

impl Pick {
    fn two() -> Self {
        Self { quantity: 2, price: None, fee: Default::default(), discount: Default::default() }
    }
}
