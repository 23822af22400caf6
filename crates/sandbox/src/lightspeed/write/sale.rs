//! Sales written through the API: carts, completion, refunds, lines (fact sheet, sections 4.7 to 4.9).

use std::collections::BTreeMap;

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::Value;

use super::Writer;
use super::fields::{decimal, flag, moment, take, text, whole};
use crate::lightspeed::contact::rows;
use crate::lightspeed::error::ApiError;
use crate::lightspeed::money::Discount;
use crate::lightspeed::scalar::{Scalar, now};
use crate::lightspeed::schema::Resource;
use crate::lightspeed::sell::lines::NewLine;
use crate::lightspeed::sell::pay::{Bill, Paid};
use crate::lightspeed::sell::ring_up::Head;
use crate::lightspeed::sell::{BasketLine, HoldKind, Refund, Tender};

const SALE: Resource = Resource::Sale;
const LINE: Resource = Resource::SaleLine;

impl Writer<'_> {
    pub(super) fn create_sale(&mut self, payload: &Value) -> Result<u64, ApiError> {
        let head = head_of(payload)?;
        let sale = self.state.open_sale(&head).map_err(|message| refused("created", &message))?;
        let done = self.add_to_sale(sale, payload);
        if done.is_err() {
            self.state.scrap(sale);
        }
        done.map(|()| sale)
    }

    pub(super) fn change_sale(&mut self, id: u64, payload: &Value) -> Result<(), ApiError> {
        let mut row = self.existing(SALE, id)?;
        let done = row.is("completed") || row.is("archived");
        if done && ["SaleLines", "SalePayments"].iter().any(|nested| payload.get(nested).is_some()) {
            return Err(ApiError::bad("Sale not updated. A completed Sale takes no lines and no payments."));
        }
        let changed = take(SALE, &mut row, payload)?;
        row.set("updatetime", Scalar::Time(now()));
        let moves = !done && (!changed.is_empty() || self.knobs.line_edit_moves_time_stamp);
        if moves {
            row.set("timeStamp", Scalar::Time(now()));
        }
        self.state.table_mut(SALE).put(id, row);
        if !done {
            self.add_to_sale(id, payload)?;
        }
        self.note(SALE, "updated", id, "");
        Ok(())
    }

    /// Archives an open cart; a completed sale stays.
    pub(super) fn archive_sale(&mut self, id: u64) -> Result<(), ApiError> {
        if self.existing(SALE, id)?.is("completed") {
            return Err(ApiError::bad("Sale not deleted. A completed Sale cannot be archived."));
        }
        self.archive_simple(SALE, id)?;
        self.state.touch(SALE, id);
        self.state.stamp(SALE, id, "updatetime", now());
        Ok(())
    }

    /// Nested lines and payments, and the completion. A line with its id changes, one without is added.
    fn add_to_sale(&mut self, sale: u64, payload: &Value) -> Result<(), ApiError> {
        let before = self.state.line_ids(sale);
        let done = self.add_nested(sale, payload);
        if done.is_err() {
            // A refused change leaves no line behind.
            for line in self.state.line_ids(sale).into_iter().filter(|line| !before.contains(line)) {
                self.state.table_mut(LINE).remove(line);
            }
        }
        // A completed sale has its last figures already.
        if self.state.row(SALE, sale).is_some_and(|row| !row.is("completed")) {
            self.state.reprice(sale, self.knobs);
            self.state.show_balance(sale);
        }
        done
    }

    fn add_nested(&mut self, sale: u64, payload: &Value) -> Result<(), ApiError> {
        for nested in rows(payload, "SaleLines", "SaleLine") {
            match id(nested, "saleLineID")? {
                0 => self.add_nested_line(sale, nested).map(drop)?,
                known => self.change_sale_line(known, nested)?,
            }
        }
        self.state.reprice(sale, self.knobs);
        let at = moment(payload, "completeTime")?;
        if at.is_some_and(|at| at > now()) {
            return Err(ApiError::bad("completeTime cannot be in the future."));
        }
        let tenders = self.tenders(payload)?;
        if flag(payload, "completed") == Some(true) {
            return self.complete_by_payload(sale, payload, &tenders, at);
        }
        let given = Paid::unchecked(&tenders, self.state);
        self.state.keep_payments(sale, &given, now());
        Ok(())
    }

    fn complete_by_payload(
        &mut self,
        sale: u64,
        payload: &Value,
        tenders: &[Tender],
        at: Option<Timestamp>,
    ) -> Result<(), ApiError> {
        let row = self.existing(SALE, sale)?;
        let total = row.dec("total") - self.state.paid_so_far(sale);
        let bill = Bill { total, customer: row.id("customerID"), ..Bill::default() };
        if tenders.is_empty() && !total.is_zero() {
            return Err(refused(
                "completed",
                &format!("The payments leave a balance of {}.", total.normalize()),
            ));
        }
        let mut paid = self.state.take_tenders(tenders, &bill).map_err(|message| ApiError::bad(&message))?;
        for (payment, nested) in paid.payments.iter_mut().zip(rows(payload, "SalePayments", "SalePayment")) {
            let account = id(nested, "creditAccountID")?;
            if account != 0 {
                payment.account = account;
            }
        }
        self.state.complete(sale, &paid, at, 0, self.ledger);
        Ok(())
    }

    fn tenders(&self, payload: &Value) -> Result<Vec<Tender>, ApiError> {
        let mut tenders = Vec::new();
        for nested in rows(payload, "SalePayments", "SalePayment") {
            let payment_type = id(nested, "paymentTypeID")?;
            let name =
                self.state.row(Resource::PaymentType, payment_type).map(|row| row.text("name").to_owned());
            tenders.push(Tender {
                name: name.ok_or_else(|| ApiError::bad("A SalePayment needs a known paymentTypeID."))?,
                amount: decimal(nested, "amount")?,
                tip: decimal(nested, "tipAmount")?.unwrap_or_default(),
                gift_card: None,
                remote_reference: text(nested, "remoteReference"),
            });
        }
        Ok(tenders)
    }

    fn add_nested_line(&mut self, sale: u64, nested: &Value) -> Result<u64, ApiError> {
        let line = self.new_line(nested)?;
        self.state.add_line(sale, &line).map_err(|message| refused("created", &message))
    }

    fn new_line(&self, nested: &Value) -> Result<NewLine, ApiError> {
        Ok(NewLine {
            item: self.item_named(nested)?,
            quantity: whole(nested, "unitQuantity")?.unwrap_or(1),
            price: decimal(nested, "unitPrice")?,
            discount: discount_of(nested)?,
            taxed: flag(nested, "tax"),
            parent: id(nested, "parentSaleLineID")?,
            note: nested.get("Note").map(|note| text(note, "note")).unwrap_or_default(),
            ..NewLine::default()
        })
    }

    /// `itemID`, or `itemCode`: an upc, an ean or, as recorded once, a systemSku.
    fn item_named(&self, nested: &Value) -> Result<u64, ApiError> {
        let code = text(nested, "itemCode");
        if code.is_empty() {
            return id(nested, "itemID");
        }
        let fits = |field: &str, row: &crate::lightspeed::table::Row| row.text(field) == code;
        let mut items = self.state.table(Resource::Item).iter();
        let found = items.find(|(id, row)| {
            id.to_string() == code || ["upc", "ean", "systemSku"].iter().any(|field| fits(field, row))
        });
        found.map(|(id, _)| id).ok_or_else(|| ApiError::bad(format!("No Item has the code '{code}'.")))
    }

    /// `POST Sale/{id}/refund`: the whole of a sale, or the lines named, as a new sale.
    pub(crate) fn refund(&mut self, asked: u64, payload: &Value) -> Result<u64, ApiError> {
        let sold = self.state.sale_by_id_or_ticket(asked);
        let sold = sold.ok_or_else(|| ApiError::missing(SALE.spec().name, asked))?;
        let mut lines = BTreeMap::new();
        for nested in rows(payload, "SaleLines", "SaleLine") {
            let quantity = whole(nested, "unitQuantity")?.unwrap_or(-1);
            if quantity >= 0 {
                return Err(ApiError::bad("A refunded line has a negative unitQuantity."));
            }
            *lines.entry(id(nested, "parentSaleLineID")?).or_insert(0) -= quantity;
        }
        let some = |id: u64| Some(id).filter(|id| *id != 0);
        let refund = Refund {
            shop: some(id(payload, "shopID")?),
            register: some(id(payload, "registerID")?),
            employee: some(id(payload, "employeeID")?),
            lines,
            payments: self.tenders(payload)?,
            at: None,
            open: flag(payload, "completed") == Some(false),
        };
        let sale = self.state.refund(sold, &refund, self.knobs, self.ledger);
        sale.map_err(|message| refused("refunded", &message))
    }

    /// `POST SaleLine`: only goods held for a customer stand on no sale.
    pub(super) fn create_sale_line(&mut self, payload: &Value) -> Result<u64, ApiError> {
        let sale = id(payload, "saleID")?;
        if sale != 0 {
            return self.create_line_on(sale, payload);
        }
        let kind = match (flag(payload, "isLayaway"), flag(payload, "isSpecialOrder")) {
            (Some(true), _) => HoldKind::Layaway,
            (_, Some(true)) => HoldKind::SpecialOrder,
            _ => {
                return Err(ApiError::bad("A SaleLine without a Sale must be a layaway or a special order."));
            }
        };
        let (customer, shop) = (id(payload, "customerID")?, id(payload, "shopID")?);
        if self.state.row(Resource::Customer, customer).is_none() || id(payload, "employeeID")? == 0 {
            return Err(ApiError::bad("A layaway or special order needs a customerID and an employeeID."));
        }
        let line = BasketLine {
            item: self.item_named(payload)?,
            quantity: whole(payload, "unitQuantity")?.unwrap_or(0),
            price: decimal(payload, "unitPrice")?,
            discount: discount_of(payload)?,
            ..BasketLine::default()
        };
        let made = self.state.hold_line(kind, shop, customer, &line, self.knobs, self.ledger);
        made.map_err(|message| refused("created", &message))
    }

    /// `POST Sale/{id}/SaleLine`.
    pub(crate) fn create_line_on(&mut self, sale: u64, payload: &Value) -> Result<u64, ApiError> {
        if self.existing(SALE, sale)?.is("completed") {
            return Err(ApiError::bad("SaleLine not created. The Sale is completed."));
        }
        let line = self.add_nested_line(sale, payload)?;
        self.line_edited(sale);
        Ok(line)
    }

    pub(super) fn change_sale_line(&mut self, id: u64, payload: &Value) -> Result<(), ApiError> {
        let mut row = self.existing(LINE, id)?;
        let sale = row.id("saleID");
        if self.state.row(SALE, sale).is_some_and(|sale| sale.is("completed")) {
            return Err(ApiError::bad("SaleLine not updated. The Sale is completed."));
        }
        take(LINE, &mut row, payload)?;
        row.set("timeStamp", Scalar::Time(now()));
        self.state.table_mut(LINE).put(id, row);
        self.line_edited(sale);
        Ok(())
    }

    pub(super) fn delete_sale_line(&mut self, id: u64) -> Result<(), ApiError> {
        let sale = self.existing(LINE, id)?.id("saleID");
        if self.state.row(SALE, sale).is_some_and(|sale| sale.is("completed")) {
            return Err(ApiError::bad("SaleLine not deleted. The Sale is completed."));
        }
        self.delete_simple(LINE, id)?;
        self.line_edited(sale);
        Ok(())
    }

    /// A cart whose lines changed has new figures and a new update time.
    fn line_edited(&mut self, sale: u64) {
        self.state.reprice(sale, self.knobs);
        self.state.show_balance(sale);
        self.state.stamp(SALE, sale, "updatetime", now());
        if self.knobs.line_edit_moves_time_stamp {
            self.state.touch(SALE, sale);
        }
    }
}

fn head_of(payload: &Value) -> Result<Head, ApiError> {
    let needed = |name: &str| match id(payload, name)? {
        0 => Err(ApiError::bad(format!("Sale not created. A Sale must have a {name}."))),
        given => Ok(given),
    };
    Ok(Head {
        shop: needed("shopID")?,
        register: needed("registerID")?,
        employee: needed("employeeID")?,
        customer: id(payload, "customerID")?,
        tax_category: Some(id(payload, "taxCategoryID")?).filter(|id| *id != 0),
        created_at: Some(now()),
        reference: text(payload, "referenceNumber"),
        reference_source: text(payload, "referenceNumberSource"),
        discount: Discount::None,
    })
}

fn discount_of(nested: &Value) -> Result<Discount, ApiError> {
    let amount = decimal(nested, "discountAmount")?.unwrap_or(Decimal::ZERO);
    let percent = decimal(nested, "discountPercent")?.unwrap_or(Decimal::ZERO);
    Ok(match (amount.is_zero(), percent.is_zero()) {
        (true, true) => Discount::None,
        (false, _) => Discount::Amount(amount),
        (true, false) => Discount::Percent(percent),
    })
}

fn id(payload: &Value, name: &str) -> Result<u64, ApiError> {
    whole(payload, name).map(|id| id.and_then(|id| u64::try_from(id).ok()).unwrap_or(0))
}

fn refused(verb: &str, message: &str) -> ApiError {
    ApiError::bad(if message.starts_with("Sale not") {
        message.to_owned()
    } else {
        format!("Sale not {verb}. {message}")
    })
}
