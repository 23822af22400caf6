//! What a sales order and a sales credit have in common: every mapping applied, every missing one named.

use std::collections::BTreeSet;

use model::outgoing::{Document, OrderRow, PaymentDraft};
use model::payload::{Extra, ExtraSort, LineKind, Named, SaleLine, Tender};
use model::settings::{ShopSettings, UnlinkedItem};
use model::{Block, Kind, Settings, When};
use rust_decimal::Decimal;
use store::LinkAsk;

use super::Given;

/// A part of a sale that becomes one document.
pub(super) struct Paper<'a> {
    /// Our own reference.
    pub(super) reference: String,
    /// The till's sale, part of the references of payments.
    pub(super) sale: &'a str,
    /// What tells what is set off apart from that of other documents of the same sale.
    pub(super) suffix: String,
    /// What tells its payments apart from those of the order it undoes: reference and method together are unique there.
    pub(super) payments_suffix: &'static str,
    pub(super) ticket: &'a str,
    pub(super) shop: &'a Named,
    pub(super) customer: Option<&'a str>,
    pub(super) currency: &'a str,
    pub(super) tax_inclusive: bool,
    pub(super) placed_at: When,
    pub(super) status: &'a str,
    pub(super) lines: &'a [SaleLine],
    pub(super) extras: &'a [Extra],
    pub(super) payments: &'a [Tender],
    pub(super) set_off: Decimal,
    pub(super) total: Decimal,
}

/// The links a document's lines and customer ask for.
pub(super) fn needs<'a>(
    customer: Option<&String>,
    lines: impl Iterator<Item = &'a SaleLine>,
) -> Vec<LinkAsk> {
    let customer = customer.map(|id| LinkAsk::BySource(Kind::Customer, id.clone()));
    let items = lines.filter_map(|line| line.item.as_ref());
    customer.into_iter().chain(items.map(|id| LinkAsk::ByTarget(Kind::Product, id.clone()))).collect()
}

/// The document, or all that is missing for it. Amounts are taken as they are written at the till, so a return's are turned
/// round: a credit's figures are positive.
pub(super) fn document(given: &Given<'_>, paper: &Paper<'_>, turned: bool) -> Result<Document, Vec<Block>> {
    let mut writer = Writer { given, paper, sign: sign(turned), blocks: BTreeSet::new() };
    let contact = writer.contact();
    let shop = writer.shop();
    let rows = writer.rows();
    let payments = writer.payments();
    if !writer.blocks.is_empty() {
        return Err(writer.blocks.into_iter().collect());
    }
    Ok(Document {
        reference: paper.reference.clone(),
        customer_reference: paper.ticket.to_owned(),
        contact,
        placed_at: paper.placed_at,
        status: paper.status.to_owned(),
        channel: shop.channel,
        warehouse: shop.warehouse,
        price_list: shop.price_list,
        currency: paper.currency.to_owned(),
        exchange_rate: given.settings.orders.exchange_rate,
        tax_inclusive: paper.tax_inclusive,
        instance: given.instance,
        rows,
        total: paper.total * sign(turned),
        payments,
        warnings: Vec::new(),
    })
}

fn sign(turned: bool) -> Decimal {
    if turned { Decimal::NEGATIVE_ONE } else { Decimal::ONE }
}

/// Writes the parts of a document and collects what is missing.
struct Writer<'a> {
    given: &'a Given<'a>,
    paper: &'a Paper<'a>,
    sign: Decimal,
    blocks: BTreeSet<Block>,
}

impl Writer<'_> {
    fn settings(&self) -> &Settings {
        self.given.settings
    }

    fn missing(&mut self, name: impl Into<String>, hint: String) {
        self.blocks.insert(Block::Setting { name: name.into(), hint });
    }

    /// The customer's contact; the shop's own for sales without a customer.
    fn contact(&mut self) -> String {
        let shop = self.paper.shop;
        let Some(customer) = self.paper.customer else {
            let walk_in = self.settings().shops.get(&shop.id).map(|shop| shop.walk_in_contact.clone());
            let contact = walk_in.unwrap_or_default();
            if contact.is_empty() {
                let hint =
                    format!("Choose the contact for walk-in sales of {} under Settings, Shops.", shop.name);
                self.missing(format!("walk_in_contact_{}", shop.id), hint);
            }
            return contact;
        };
        let link = self.given.links.get(&LinkAsk::BySource(Kind::Customer, customer.to_owned()));
        link.cloned().unwrap_or_else(|| {
            self.blocks.insert(Block::Parent { kind: Kind::Customer, source_ref: customer.to_owned() });
            String::new()
        })
    }

    fn shop(&mut self) -> ShopSettings {
        let shop = self.paper.shop;
        match self.settings().shops.get(&shop.id) {
            Some(known) if !known.warehouse.is_empty() => known.clone(),
            _ => {
                self.blocks.insert(Block::Shop { id: shop.id.clone(), name: shop.name.clone() });
                ShopSettings::default()
            }
        }
    }

    fn rows(&mut self) -> Vec<OrderRow> {
        let mut rows: Vec<OrderRow> = self.paper.lines.iter().map(|line| self.line(line)).collect();
        rows.extend(self.paper.extras.iter().map(|extra| self.extra(extra)));
        rows
    }

    fn line(&mut self, line: &SaleLine) -> OrderRow {
        let ask = line.item.as_ref().map(|id| LinkAsk::ByTarget(Kind::Product, id.clone()));
        let linked = ask.and_then(|ask| self.given.links.get(&ask)).cloned();
        let waits = self.settings().orders.unlinked_item == UnlinkedItem::Wait;
        if let (None, Some(id), true) = (&linked, line.moved_item(), waits) {
            self.blocks.insert(Block::Item {
                id: id.to_owned(),
                name: line.name.clone(),
                sku: line.sku.clone(),
            });
        }
        OrderRow {
            line: line.id.clone(),
            product: linked,
            name: line.name.clone(),
            quantity: line.quantity * self.sign,
            tax_code: self.tax_code(line),
            net: line.net * self.sign,
            tax: line.tax * self.sign,
            nominal: self.nominal(line),
        }
    }

    fn nominal(&self, line: &SaleLine) -> String {
        let orders = &self.settings().orders;
        let own = match line.kind {
            LineKind::ItemFee => &orders.nominals.fee,
            LineKind::Miscellaneous => &orders.nominals.charge,
            _ => &orders.nominal,
        };
        if own.is_empty() { orders.nominal.clone() } else { own.clone() }
    }

    fn tax_code(&mut self, line: &SaleLine) -> String {
        self.settings().tax_code(&line.tax_key).map(str::to_owned).unwrap_or_else(|| {
            self.blocks.insert(Block::Tax {
                category: line.tax_key.category.clone(),
                class: line.tax_key.class.clone(),
                rate: line.tax_key.rate_words(),
            });
            String::new()
        })
    }

    /// Money that is no goods, each sort with its own nominal code: a gift card sold is owed, not earned.
    fn extra(&mut self, extra: &Extra) -> OrderRow {
        OrderRow {
            line: extra.sort.word().to_owned(),
            product: None,
            name: extra.sort.name().to_owned(),
            quantity: Decimal::ONE,
            tax_code: self.code_of_extra(extra),
            net: extra.net * self.sign,
            tax: extra.tax * self.sign,
            nominal: self.nominal_of_extra(extra.sort),
        }
    }

    fn nominal_of_extra(&mut self, sort: ExtraSort) -> String {
        let orders = &self.settings().orders;
        let nominal = match sort {
            ExtraSort::GiftCard => &orders.nominals.gift_card,
            ExtraSort::Deposit => &orders.nominals.deposit,
            ExtraSort::Tip => &orders.nominals.tip,
            ExtraSort::CashRounding | ExtraSort::Rounding => return orders.rounding_nominal.clone(),
        };
        let nominal = nominal.clone();
        if nominal.is_empty() {
            let hint = format!(
                "Choose the nominal code for “{}” under Settings, Orders.",
                sort.name().to_lowercase()
            );
            self.missing(format!("nominal_{}", sort.word()), hint);
        }
        nominal
    }

    /// Pennies of rounding go with the first line's tax; all else bears none.
    fn code_of_extra(&mut self, extra: &Extra) -> String {
        let first = self.paper.lines.first();
        if let (ExtraSort::Rounding, Some(line)) = (extra.sort, first) {
            return self.tax_code(line);
        }
        let code = self.settings().orders.untaxed_code.clone();
        if code.is_empty() {
            let hint = "Choose the tax code of rows without tax (tips, gift cards, rounding) under Settings, Orders.";
            self.missing("untaxed_code", hint.to_owned());
        }
        code
    }

    fn payments(&mut self) -> Vec<PaymentDraft> {
        let mut drafts: Vec<PaymentDraft> =
            self.paper.payments.iter().filter_map(|tender| self.payment(tender)).collect();
        drafts.extend(self.set_off());
        drafts
    }

    fn payment(&mut self, tender: &Tender) -> Option<PaymentDraft> {
        let method = self.settings().payments.get(&tender.method).filter(|code| !code.is_empty()).cloned();
        let Some(method) = method else {
            self.blocks.insert(Block::Payment { id: tender.method.clone(), name: tender.name.clone() });
            return None;
        };
        self.bank_account(&method);
        Some(PaymentDraft {
            reference: format!("ls-{}-{}{}", self.paper.sale, tender.id, self.paper.payments_suffix),
            method,
            amount: tender.amount * self.sign,
            currency: self.paper.currency.to_owned(),
            paid_at: tender.paid_at.unwrap_or(self.paper.placed_at),
        })
    }

    /// A method that is unknown there, or has no bank account in the currency, is accepted without a journal, for good
    /// (fact sheet 4.5.1): it is not sent. Where the methods were never asked for, nothing is held back.
    fn bank_account(&mut self, method: &str) {
        let known = &self.settings().facts.bank_accounts;
        let has = known.get(method).is_some_and(|list| list.iter().any(|one| one == self.paper.currency));
        if !known.is_empty() && !has {
            let currency = self.paper.currency;
            let books = Kind::Order.target().name();
            let hint = format!(
                "Give the payment method {method} a bank account in {currency} in {books}, then save the settings again."
            );
            self.missing(format!("bank_account_{method}"), hint);
        }
    }

    /// What goods sold and goods returned in the same sale paid of each other.
    fn set_off(&mut self) -> Option<PaymentDraft> {
        if self.paper.set_off.is_zero() {
            return None;
        }
        let method = self.settings().orders.clearing_method.clone();
        if method.is_empty() {
            let hint = "Choose the payment method for exchanges under Settings, Orders.";
            self.missing("clearing_method", hint.to_owned());
            return None;
        }
        self.bank_account(&method);
        Some(PaymentDraft {
            reference: format!("ls-{}-exchange{}", self.paper.sale, self.paper.suffix),
            method,
            amount: self.paper.set_off * self.sign,
            currency: self.paper.currency.to_owned(),
            paid_at: self.paper.placed_at,
        })
    }
}
