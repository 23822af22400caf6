//! Sales, returns and customers.

use model::settings::{ExtraNominals, OrderSettings, RefundSettings, SkipRules};
use model::{Settings, When};
use rust_decimal::Decimal;

use crate::setup::ShopPick;

use super::{Fields, ids, text, ticked, value, word};

pub(super) fn go_live(settings: &mut Settings, fields: &Fields) -> Result<(), String> {
    settings.go_live = match value(fields, "go_live") {
        "" => None,
        text => {
            // A form has no seconds: the minute it was read with is the moment that is kept.
            if settings.go_live.is_some_and(|at| at.rfc3339_seconds().starts_with(text)) {
                return Ok(());
            }
            let at = When::parse(&format!("{text}:00Z")).or_else(|| When::parse(&format!("{text}Z")));
            Some(at.ok_or_else(|| format!("“{text}” is no date and time; write it like 2026-02-03T09:15."))?)
        }
    };
    Ok(())
}

pub(super) fn orders(settings: &mut Settings, fields: &Fields) -> Result<(), String> {
    settings.orders = OrderSettings {
        status: text(fields, "status"),
        nominal: text(fields, "nominal"),
        rounding_nominal: text(fields, "rounding_nominal"),
        exchange_rate: exchange_rate(value(fields, "exchange_rate"))?,
        unlinked_item: word(fields, "unlinked_item")?,
        do_not_reserve: !ticked(fields, "reserve"),
        nominals: ExtraNominals {
            gift_card: text(fields, "nominal_gift_card"),
            deposit: text(fields, "nominal_deposit"),
            tip: text(fields, "nominal_tip"),
            fee: text(fields, "nominal_fee"),
            charge: text(fields, "nominal_charge"),
        },
        untaxed_code: text(fields, "untaxed_code"),
        clearing_method: text(fields, "clearing_method"),
        fulfil: ticked(fields, "fulfil"),
        shipping_method: text(fields, "shipping_method"),
        staff_contact: text(fields, "staff_contact"),
        edited: word(fields, "edited")?,
        skip: SkipRules {
            employees: ids(fields, "skip_employees"),
            customers: ids(fields, "skip_customers"),
            registers: ids(fields, "skip_registers"),
            shops: ids(fields, "skip_shops"),
        },
    };
    Ok(())
}

/// The shops Lockstep looks after, out of those the till has, and the rate where it is asked for.
///
/// # Errors
/// One sentence where none is chosen, or the rate is none.
pub fn choose_shops(settings: &mut Settings, known: &[ShopPick], fields: &Fields) -> Result<(), String> {
    let chosen = ids(fields, "shop");
    if !known.iter().any(|shop| chosen.contains(&shop.id)) {
        return Err("Choose at least one shop.".to_owned());
    }
    let left_out = known.iter().filter(|shop| !chosen.contains(&shop.id));
    settings.orders.skip.shops = left_out.map(|shop| shop.id.clone()).collect();
    for shop in known.iter().filter(|shop| chosen.contains(&shop.id)) {
        settings.shops.entry(shop.id.clone()).or_default();
    }
    if fields.iter().any(|(name, _)| name == "rate") {
        let rate = exchange_rate(value(fields, "rate"))?;
        settings.orders.exchange_rate =
            Some(rate.ok_or_else(|| "Write the exchange rate, such as 1.17.".to_owned())?);
    }
    Ok(())
}

fn exchange_rate(text: &str) -> Result<Option<Decimal>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let rate = text.parse::<Decimal>().ok().filter(|rate| *rate > Decimal::ZERO);
    rate.map(Some).ok_or_else(|| format!("“{text}” is no exchange rate; write a number such as 1.25."))
}

pub(super) fn refunds(settings: &mut Settings, fields: &Fields) -> Result<(), String> {
    settings.refunds = RefundSettings {
        status: text(fields, "refund_status"),
        do_not_restock: !ticked(fields, "restock"),
        without_order: word(fields, "without_order")?,
    };
    Ok(())
}

pub(super) fn customers(settings: &mut Settings, fields: &Fields) -> Result<(), String> {
    let country = value(fields, "default_country").to_uppercase();
    let is_code =
        matches!(country.len(), 0 | 2 | 3) && country.chars().all(|letter| letter.is_ascii_uppercase());
    if !is_code {
        return Err(format!("“{country}” is no country code; write two or three letters such as GB."));
    }
    settings.customers.default_country = country;
    settings.customers.match_by_phone = !value(fields, "match_by_phone").is_empty();
    Ok(())
}
