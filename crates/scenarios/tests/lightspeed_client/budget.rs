//! What calls cost by our reckoning and by theirs.

use std::sync::{Arc, Mutex};
use std::time::Instant;

use async_trait::async_trait;
use model::BudgetReading;
use model::outgoing::{Identifier, ProductDraft};
use model::payload::{Customer, Sale};
use platform::http::{HostPolicy, Http, HttpConfig};
use platform::{Account, Asked, Budget, Directory, Next, PlatformError, ShopQuantity, StockTarget, Target};
use sandbox::Config;
use scenarios::plain::NoLog;

use super::till::Till;

/// Writes down what each call cost by our reckoning, and the level afterwards by theirs.
#[derive(Default)]
struct Receipts {
    kept: Mutex<Vec<Receipt>>,
    asked_at: Mutex<Option<Instant>>,
}

/// One call that told its level.
#[derive(Debug)]
struct Receipt {
    ours: i64,
    told: BudgetReading,
    sent: Instant,
    answered: Instant,
}

#[async_trait]
impl Budget for Receipts {
    async fn take(&self, _: &Account, _: i64) -> Result<(), PlatformError> {
        *self.asked_at.lock().unwrap() = Some(Instant::now());
        Ok(())
    }

    async fn settle(&self, _: &Account, cost: i64, reading: Option<BudgetReading>) {
        if let Some(told) = reading {
            let sent = self.asked_at.lock().unwrap().unwrap();
            self.kept.lock().unwrap().push(Receipt { ours: cost, told, sent, answered: Instant::now() });
        }
    }

    async fn close(&self, _: &Account, _: i64) {}
}

fn draft() -> ProductDraft {
    ProductDraft {
        description: "Trail Bottle".to_owned(),
        sku: "TB-750".to_owned(),
        ean: String::new(),
        upc: String::new(),
        manufacturer_sku: String::new(),
        price: "9.95".parse().unwrap(),
        cost: None,
        archive: false,
        category: String::new(),
        tax_class: "1".to_owned(),
        stock_tracked: true,
        match_by: Identifier::Sku,
        warnings: Vec::new(),
    }
}

#[tokio::test]
async fn every_call_costs_what_we_set_aside_for_it() {
    let receipts = Arc::new(Receipts::default());
    // The provider is installed by the plain layer.
    let _ = scenarios::plain::http();
    let config = HttpConfig::new(HostPolicy { allow_local: true });
    let http = Http::new(config, receipts.clone(), Arc::new(NoLog)).unwrap();
    let till = Till::with(Config::for_tests(), http).await;
    till.client.check(&till.account).await.unwrap();
    till.changes::<Sale>(None).await.unwrap();
    till.changes::<Customer>(None).await.unwrap();
    till.client.list(&till.account, platform::Listing::Taxes).await.unwrap();
    let draft = draft();
    let asked = |forced, link| Asked { draft: &draft, source_ref: "1", link, done: &[], forced };
    let found = till.client.look(&till.account, &[asked(false, None)]).await.unwrap().remove(0).unwrap();
    let Next::Do(make) = till.client.next_step(&asked(false, None), &found).unwrap() else { panic!("done") };
    let id = till.client.perform(&till.account, &make).await.unwrap().id.unwrap();
    let found = till.client.look(&till.account, &[asked(true, Some(&id))]).await.unwrap().remove(0).unwrap();
    let Next::Do(change) = till.client.next_step(&asked(true, Some(&id)), &found).unwrap() else {
        panic!("done")
    };
    till.client.perform(&till.account, &change).await.unwrap();
    let show = |shop: &str, quantity| ShopQuantity { shop: shop.to_owned(), quantity };
    till.client.set(&till.account, &id, &[show("1", 5), show("2", 7)]).await.unwrap();
    let leaving = ProductDraft { archive: true, ..draft.clone() };
    let asked = [Asked { draft: &leaving, source_ref: "1", link: Some(&id), done: &[], forced: false }];
    till.client.look(&till.account, &asked).await.unwrap();
    till.client.shelves(&till.account, std::slice::from_ref(&id)).await.unwrap();
    till.client.moved(&till.account, None).await.unwrap();

    let kept = receipts.kept.lock().unwrap();
    assert_eq!(kept.len(), 13);
    let (mut level_before, mut sent_before) = (0, kept[0].sent);
    for receipt in kept.iter() {
        let BudgetReading::Bucket { level, drip, burst, .. } = receipt.told else { panic!("{receipt:?}") };
        // Between two answers the bucket drips for at most as long as both calls took together.
        let span = i64::try_from((receipt.answered - sent_before).as_millis()).unwrap() + 1;
        let (least, most) = (receipt.ours - drip * span / 1_000 - 10, receipt.ours + 10);
        assert!((least..=most).contains(&(level - level_before)), "level before {level_before}: {receipt:?}");
        assert!(burst.is_some());
        (level_before, sent_before) = (level, receipt.sent);
    }
}
