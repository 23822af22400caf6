//! The calls of an order, and how each is found again after its answer was lost.

use model::Answer;
use platform::{Account, PlatformError, Step};
use reqwest::Method;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{OrderCall, Reserved, SameReference, Verified, payment_key};
use crate::answer;
use crate::client::Brightpearl;
use crate::convert::order;
use crate::search::Search;
use crate::wire;

impl Brightpearl {
    /// Makes the call of a step.
    pub(super) async fn perform_order_step(
        &self,
        account: &Account,
        step: &Step,
    ) -> Result<Answer, PlatformError> {
        match OrderCall::of(step)? {
            OrderCall::Look { reference } => {
                self.same_reference(account, &reference).await.map(SameReference::into_answer)
            }
            OrderCall::Create { post, .. } => {
                let path = "order-service/sales-order";
                let reply = self.write(account, Method::POST, path, &post, "sales order").await?;
                answer::new_id(&reply).map(|id| Answer::id(id.to_string()))
            }
            OrderCall::Verify { order, lines, payments } => {
                self.read_back(account, order, &lines, payments).await
            }
            OrderCall::Reserve { order, warehouse, post } => {
                self.reserve(account, order, warehouse, &post).await
            }
            OrderCall::Pay { order, reference, method, post } => {
                let path = "accounting-service/customer-payment";
                let reply = self.write(account, Method::POST, path, &post, "payment").await?;
                match answer::new_id(&reply) {
                    Ok(id) => Ok(Answer::id(id.to_string())),
                    // Reference and method are unique there: a refusal may mean that the payment exists (fact sheet 5.1).
                    Err(refused @ PlatformError::Refused { .. }) => {
                        let there = self.payment(account, order, &reference, &method).await?;
                        there.ok_or(refused)
                    }
                    Err(error) => Err(error),
                }
            }
        }
    }

    /// Looks whether the call of a step was carried out.
    pub(super) async fn find_order_step(
        &self,
        account: &Account,
        step: &Step,
    ) -> Result<Option<Answer>, PlatformError> {
        match OrderCall::of(step)? {
            OrderCall::Create { reference, not, .. } => self.made_order(account, &reference, &not).await,
            OrderCall::Look { .. } | OrderCall::Verify { .. } => Ok(None),
            OrderCall::Reserve { order, post, .. } => self.reservation(account, order, &post).await,
            OrderCall::Pay { order, reference, method, .. } => {
                self.payment(account, order, &reference, &method).await
            }
        }
    }

    /// The order made with our reference: even a cancelled one, if it was not there before.
    async fn made_order(
        &self,
        account: &Account,
        reference: &str,
        not: &[u64],
    ) -> Result<Option<Answer>, PlatformError> {
        let same = self.same_reference(account, reference).await?;
        let cancelled = same.cancelled.iter().filter(|id| !not.contains(id)).min();
        let Some(id) = same.live.first().or(cancelled) else { return Ok(None) };
        let detail = if same.live.len() > 1 { json!({ "twins": same.live }) } else { Value::Null };
        Ok(Some(Answer::with(Some(id.to_string()), detail)))
    }

    async fn read_back(
        &self,
        account: &Account,
        id: u64,
        lines: &[String],
        payments: bool,
    ) -> Result<Answer, PlatformError> {
        let what = format!("read order {id}");
        let reply = self.get(account, &format!("order-service/order/{id}"), Vec::new(), &what).await?;
        let elements = answer::elements(&reply)?;
        let unreadable = |error: serde_json::Error| reply.unreadable(error.to_string());
        let orders: Result<Vec<wire::Order>, _> = elements.iter().map(wire::Order::deserialize).collect();
        // An unknown id is a 200 with an empty list here (fact sheet 2.2).
        let found = orders.map_err(unreadable)?.into_iter().find(|order| order.id == Some(id));
        let platform = model::Platform::Brightpearl;
        let found = found.ok_or(PlatformError::NotFound { platform, what: format!("order {id}") })?;
        let total = found.total_value.total.ok_or_else(|| reply.unreadable("the order has no total"))?;
        let tracked = self.stock_tracked(account, &order::goods(&found)).await?;
        let untouched = matches!(found.allocation_status_code.as_str(), "ANA" | "")
            && matches!(found.shipping_status_code.as_str(), "SNS" | "");
        let verified = Verified {
            total: total.to_string(),
            currency: found.currency.order_currency_code.clone(),
            rows: order::posted_rows(&found, lines, &tracked),
            untouched,
            paid: if payments { self.payments(account, id).await? } else { Vec::new() },
        };
        Ok(Answer::with(Some(id.to_string()), serde_json::to_value(verified).unwrap_or_default()))
    }

    /// Holds goods back. That there are none is no failure: the order and its money stand all the same.
    async fn reserve(
        &self,
        account: &Account,
        order: u64,
        warehouse: u64,
        post: &Value,
    ) -> Result<Answer, PlatformError> {
        let path = format!("warehouse-service/order/{order}/reservation/warehouse/{warehouse}");
        let reply = self.write(account, Method::POST, &path, post, "reservation").await?;
        match answer::content(&reply) {
            Ok(_) => Ok(reserved(None)),
            Err(PlatformError::Refused { code, message, .. }) if is_of_the_warehouse(&code) => {
                Ok(reserved(Some(shortage_words(&message))))
            }
            Err(error) => Err(error),
        }
    }

    /// The reservation of an order, if it holds a row of ours.
    async fn reservation(
        &self,
        account: &Account,
        order: u64,
        post: &Value,
    ) -> Result<Option<Answer>, PlatformError> {
        let path = format!("warehouse-service/order/{order}/reservation");
        let reply = self.get(account, &path, Vec::new(), "read reservation").await?;
        let elements = answer::elements(&reply)?;
        let ours: Vec<u64> = post
            .pointer("/products")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|row| row.get("salesOrderRowId").and_then(wire::id_of))
            .collect();
        let holds = |element: &Value| {
            let note = wire::Reservation::deserialize(element)
                .map_err(|error| reply.unreadable(error.to_string()))?;
            let something = |quantity: Option<Decimal>| quantity.is_some_and(|pieces| pieces > Decimal::ZERO);
            Ok(note.order_rows.iter().any(|(row, held)| ours.contains(row) && something(held.quantity)))
        };
        let held: Result<Vec<bool>, PlatformError> = elements.iter().map(holds).collect();
        Ok(held?.contains(&true).then(|| reserved(None)))
    }

    /// The payment with our reference and method, compared exactly.
    async fn payment(
        &self,
        account: &Account,
        order: u64,
        reference: &str,
        method: &str,
    ) -> Result<Option<Answer>, PlatformError> {
        let wanted = payment_key(reference, method);
        let rows = self.payment_rows(account, order).await?;
        let found = rows.into_iter().find(|(_, key)| *key == wanted);
        Ok(found.map(|(id, _)| Answer::id(id.to_string())))
    }

    async fn payments(&self, account: &Account, order: u64) -> Result<Vec<String>, PlatformError> {
        Ok(self.payment_rows(account, order).await?.into_iter().map(|(_, key)| key).collect())
    }

    /// Id and key of each payment that came in for an order.
    async fn payment_rows(&self, account: &Account, order: u64) -> Result<Vec<(u64, String)>, PlatformError> {
        let search = Search {
            path: "accounting-service/customer-payment-search",
            what: "read payments",
            id: "paymentId",
            filters: vec![("orderId", order.to_string())],
        };
        let (rows, _) = self.search_all(account, &search, |row| row.id("orderId") == Some(order)).await?;
        let receipts = rows.into_iter().filter(|row| row.text("paymentType") == "RECEIPT");
        let keyed = receipts.filter_map(|row| {
            Some((
                row.id("paymentId")?,
                payment_key(&row.text("transactionRef"), &row.text("paymentMethodCode")),
            ))
        });
        Ok(keyed.collect())
    }
}

fn reserved(shortage: Option<String>) -> Answer {
    Answer::with(None, serde_json::to_value(Reserved { shortage }).unwrap_or_default())
}

/// A refusal by the warehouse. Which of its codes means "no stock" is not known (fact sheet 5.10), so all of them leave the
/// order unreserved, with the warehouse's own words.
fn is_of_the_warehouse(code: &str) -> bool {
    code.starts_with("WHS")
}

fn shortage_words(message: &str) -> String {
    if message.is_empty() {
        "no stock".to_owned()
    } else {
        format!("no stock (Brightpearl says “{message}”)")
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("WHSC-014", true)]
    #[case("WHSB-038", true)]
    #[case("ORDC-003", false)]
    #[case("", false)]
    fn only_the_warehouse_may_leave_an_order_unreserved(#[case] code: &str, #[case] expected: bool) {
        assert_eq!(is_of_the_warehouse(code), expected);
    }
}
