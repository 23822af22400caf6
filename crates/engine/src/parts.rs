//! The flows a build has, in one list: the line a new kind adds.

use std::collections::HashMap;
use std::sync::Arc;

use model::Platform;
use model::outgoing::{ContactDraft, CreditDraft, OrderDraft, ProductDraft};
use model::payload::{Customer, Product, Sale};
use platform::{Door, Hooks, Source, StockSource, StockTarget, Target};

use crate::flow::{AnyFlow, Flow};
use crate::hooks::HookBook;
use crate::returns::Returns;
use crate::rules::{CustomerRule, OrderRule, ProductRule, RefundRule, Rule};
use crate::stock::StockFlow;

/// The flows the engine runs.
#[derive(Default, Clone)]
pub struct Flows {
    pub(crate) all: Vec<Arc<dyn AnyFlow>>,
    pub(crate) hooks: HookBook,
    pub(crate) doors: HashMap<Platform, Arc<dyn Door>>,
}

impl Flows {
    /// No flows.
    pub fn new() -> Flows {
        Flows::default()
    }

    /// Adds products.
    pub fn with_products(
        self,
        source: Arc<dyn Source<Product>>,
        target: Arc<dyn Target<ProductDraft>>,
    ) -> Flows {
        self.with::<ProductRule>(source, target)
    }

    /// Adds sales.
    pub fn with_orders(self, source: Arc<dyn Source<Sale>>, target: Arc<dyn Target<OrderDraft>>) -> Flows {
        self.with::<OrderRule>(source, target)
    }

    /// Adds customers.
    pub fn with_customers(
        self,
        source: Arc<dyn Source<Customer>>,
        target: Arc<dyn Target<ContactDraft>>,
    ) -> Flows {
        self.with::<CustomerRule>(source, target)
    }

    /// Adds returns; they are read with the sales.
    pub fn with_refunds(self, source: Arc<dyn Source<Sale>>, target: Arc<dyn Target<CreditDraft>>) -> Flows {
        self.with::<RefundRule>(Arc::new(Returns(source)), target)
    }

    /// Adds stock.
    pub fn with_inventory(mut self, source: Arc<dyn StockSource>, target: Arc<dyn StockTarget>) -> Flows {
        self.all.push(Arc::new(StockFlow { source, target }));
        self
    }

    /// Adds a platform that calls back when something changed.
    pub fn with_hooks(mut self, platform: Platform, hooks: Arc<dyn Hooks>) -> Flows {
        self.hooks.platforms.push((platform, hooks));
        self
    }

    /// Adds a platform that can be connected by asking the merchant in their browser.
    pub fn with_door(mut self, platform: Platform, door: Arc<dyn Door>) -> Flows {
        self.doors.insert(platform, door);
        self
    }

    /// Says where platforms can reach us, without a slash at the end. Without it none is asked to call back.
    pub fn reached_at(mut self, address: Option<String>) -> Flows {
        self.hooks.reached_at = address;
        self
    }

    fn with<R: Rule>(mut self, source: Arc<dyn Source<R::Item>>, target: Arc<dyn Target<R::Draft>>) -> Flows {
        self.all.push(Arc::new(Flow::<R> { source, target }));
        self
    }
}
