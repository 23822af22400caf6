//! What hardly ever changes and every sale needs: the account's currency, the names of its shops and of its staff.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use model::MerchantId;
use platform::http::Request;
use platform::{Account, PlatformError};
use serde_json::Value;

use crate::Lightspeed;
use crate::convert::Book;
use crate::cost;
use crate::read::Query;
use crate::wire::{self, envelope};

/// How long names are believed.
const KEPT: Duration = Duration::from_secs(3_600);
/// A sale of an unknown shop makes us look again, but not each time.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// Whose book it is: merchant and account.
pub(crate) type Key = (MerchantId, String);

/// Books by account.
#[derive(Default)]
pub(crate) struct Names {
    kept: Mutex<HashMap<Key, (Instant, Arc<Book>)>>,
}

impl Names {
    fn get(&self, account: &Account) -> Option<(Duration, Arc<Book>)> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&key(account)).map(|(at, book)| (at.elapsed(), book.clone()))
    }

    fn put(&self, account: &Account, book: Arc<Book>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(key(account), (Instant::now(), book));
    }
}

impl Lightspeed {
    /// The account's book; read afresh each hour, and when a sale's shop or staff is not in it.
    pub(crate) async fn book(
        &self,
        account: &Account,
        knows_all: impl Fn(&Book) -> bool,
    ) -> Result<Arc<Book>, PlatformError> {
        if let Some((age, book)) = self.names.get(account)
            && age < KEPT
            && (age < LOOK_AGAIN || knows_all(&book))
        {
            return Ok(book);
        }
        let (_, currency) = self.account_details(account).await?;
        let shops = self.shops(account).await?;
        let shops =
            shops.into_iter().filter_map(|shop| Some((shop.id?, shop.name.unwrap_or_default()))).collect();
        let employees = self.employee_names(account).await?;
        let book = Arc::new(Book { currency, shops, employees });
        self.names.put(account, book.clone());
        Ok(book)
    }

    /// Names of the staff by id, those who left included; `None` where we lack the right: no sale waits for names.
    async fn employee_names(
        &self,
        account: &Account,
    ) -> Result<Option<HashMap<String, String>>, PlatformError> {
        match self.employees(account, true).await {
            Ok(staff) => {
                Ok(Some(staff.into_iter().filter_map(|one| Some((one.id.clone()?, one.name()))).collect()))
            }
            Err(PlatformError::Forbidden { .. } | PlatformError::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The staff, with those who left or without.
    pub(crate) async fn employees(
        &self,
        account: &Account,
        with_former: bool,
    ) -> Result<Vec<wire::Employee>, PlatformError> {
        let pairs = if with_former { vec![("archived", "true".to_owned())] } else { Vec::new() };
        self.all(account, &Query { resource: "Employee", what: "read employees", relations: &[], pairs })
            .await
    }

    /// Name and currency of the account.
    pub(crate) async fn account_details(&self, account: &Account) -> Result<(String, String), PlatformError> {
        let url = format!("{}/Account/{}.json", account.api, account.name);
        let reply = self.send(account, Request::get(url, "read the account").cost(cost::single())).await?;
        let found = read_account(reply.json()?).map_err(|why| reply.unreadable(why))?;
        let currency = found.default_currency.and_then(|currency| currency.code).unwrap_or_default();
        if currency.len() != 3 {
            return Err(reply.unreadable("the account tells no currency"));
        }
        Ok((found.name.unwrap_or_default(), currency.to_ascii_uppercase()))
    }

    /// All shops, those put away included: old sales name them.
    pub(crate) async fn shops(&self, account: &Account) -> Result<Vec<wire::Shop>, PlatformError> {
        let pairs = vec![("archived", "true".to_owned())];
        self.all(account, &Query { resource: "Shop", what: "read shops", relations: &[], pairs }).await
    }
}

/// The account is answered in a shape of its own; whether it is wrapped is not documented, so both are read.
fn read_account(answer: Value) -> Result<wire::Account, String> {
    let inner = answer.get("Account").filter(|inner| inner.is_object()).cloned();
    envelope::read_row(inner.unwrap_or(answer))
}

pub(crate) fn key(account: &Account) -> Key {
    (account.merchant, account.name.clone())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case(json!({ "@attributes": { "systemCustomerID": "90210" }, "name": "N", "defaultCurrency": { "code": "GBP", "symbol": "£" } }))]
    #[case(json!({ "Account": { "name": "N", "defaultCurrency": { "code": "GBP" } } }))]
    fn the_account_is_read_wrapped_or_not(#[case] answer: Value) {
        let account = read_account(answer).unwrap();
        assert_eq!(account.default_currency.unwrap().code.as_deref(), Some("GBP"));
        assert_eq!(account.name.as_deref(), Some("N"));
    }
}
