//! The parameters of the API, each described once.

use model::filter::Is;
use model::{Kind, Platform, Sort, Span, Status};
use schemars::{Schema, SchemaGenerator, json_schema};
use uuid::Uuid;

use super::describe::Param;
use crate::export::Format;

/// A record's id, for examples.
pub(super) const RECORD_ID: &str = "0199c5a8-7b1e-7c3a-9d2f-3b5e8a4c6d10";

/// The id of bulk work, for examples.
pub(super) const BULK_ID: &str = "0199c5b1-2f40-7d11-8c52-6a1f0e9b7d33";

/// The id of a saved view, for examples.
pub(super) const VIEW_ID: &str = "0199c5b3-0c2e-7a66-b1f4-5d9e7c3a8f21";

/// Every word that a kind is understood by.
pub(super) fn kinds(_: &mut SchemaGenerator) -> Schema {
    let mut words: Vec<&str> = Kind::ALL.into_iter().flat_map(|kind| [kind.word(), kind.plural()]).collect();
    words.dedup();
    json_schema!({ "type": "string", "enum": words })
}

/// The kind in a path.
pub(super) const KIND: Param = Param::path(
    "kind",
    "What is kept in step; the plural that pages have in their addresses is understood as well.",
    kinds,
    "order",
);

/// The record in a path.
pub(super) const RECORD: Param = Param::path(
    "id",
    "The `id` of a record as the logs give it.",
    |schemas| schemas.subschema_for::<Uuid>(),
    RECORD_ID,
);

/// The saved view in a path.
pub(super) const VIEW: Param = Param::path(
    "id",
    "The `id` of a view that was saved for the team.",
    |schemas| schemas.subschema_for::<Uuid>(),
    VIEW_ID,
);

/// What narrows and orders a log; in an address or, as an object, in a body.
pub(super) const NARROWED: [Param; 9] = [
    Param::query(
        "status",
        "Only records of this status.",
        |schemas| schemas.subschema_for::<Status>(),
        "failed",
    ),
    Param::query(
        "is",
        "Only records that stand so. `needs-me`: a person must act, since it failed or a setting is missing; the others are the \
         reasons why a record is pending.",
        |_| json_schema!({ "type": "string", "enum": Is::ALL.map(Is::word) }),
        "needs-me",
    ),
    Param::query(
        "source",
        "Only records that come from this platform.",
        |schemas| schemas.subschema_for::<Platform>(),
        "lightspeed",
    ),
    Param::query(
        "shop",
        "Only records of this shop, by its id at the till or by its name.",
        |_| json_schema!({ "type": "string" }),
        "2",
    ),
    Param::query(
        "date",
        "Only records that changed their status then, by the clocks of the merchant: `today`, `yesterday`, the last `7d` or `2h`, \
         `>1h` for what has not moved for an hour, a day, or two days with `..` between them, either of which may be left out.",
        |_| json_schema!({ "type": "string" }),
        "2026-11-01..2026-11-05",
    ),
    Param::query(
        "cause",
        "Only failures of this cause: the `key` of a record's failure.",
        |_| json_schema!({ "type": "string" }),
        "no_identifier:SKU",
    ),
    Param::query(
        "assigned",
        "Only records that somebody looks after: `nobody`, `anybody`, or a colleague's name. Names do not belong into addresses: \
         send them in a body.",
        |_| json_schema!({ "type": "string" }),
        "nobody",
    ),
    Param::query(
        "q",
        "Text that is looked for: whole ids, SKUs, bar codes, receipts, e-mail addresses and telephones, amounts, or parts of \
         names and of what went wrong; in quotes what belongs together. Terms of the search box are understood as well: \
         `status:`, `is:`, `changed:`, `age:`, `sku:`, `total:`, `tries:`, `shop:`, `source:`, `assigned:`, each with its value.",
        |_| json_schema!({ "type": "string", "maxLength": 200 }),
        "enamel mug total:>10",
    ),
    Param::query(
        "sort",
        "The order of the records; `newest` if left out. `largest` and `smallest` are for logs with totals, `name` and \
         `name-back` for those with names.",
        |_| json_schema!({ "type": "string", "enum": Sort::ALL.map(Sort::word) }),
        "changed",
    ),
];

/// Which part of what a log finds is answered.
pub(super) const PAGED: [Param; 2] = [
    Param::query(
        "limit",
        "Records a page; 50 if left out.",
        |_| json_schema!({ "type": "integer", "minimum": 1, "maximum": 200 }),
        "20",
    ),
    Param::query(
        "cursor",
        "`next` or `previous` of an answer as it is, or `first` or `last`. Its form may change. `d.` and a day begins with \
         what was first seen or changed on it, in an order by time.",
        |_| json_schema!({ "type": "string" }),
        "last",
    ),
];

/// Both.
pub(super) fn log() -> Vec<Param> {
    NARROWED.into_iter().chain(PAGED).collect()
}

/// The form of a file in a path.
pub(super) const FORMAT: Param = Param::path(
    "format",
    "How the file is written.",
    |_| json_schema!({ "type": "string", "enum": Format::ALL.map(Format::word) }),
    "csv",
);

/// How far back a chart goes.
pub(super) const SPAN: Param = Param::query(
    "span",
    "How far back it goes, with columns of an hour, six hours or a day; `24h` if left out.",
    |schemas| schemas.subschema_for::<Span>(),
    "7d",
);

/// One kind of several.
pub(super) const ONE_KIND: Param = Param::query("kind", "One kind alone.", kinds, "order");

/// The bulk work in a path.
pub(super) const BULK: Param = Param::path(
    "id",
    "The `id` of bulk work as its draft gave it.",
    |schemas| schemas.subschema_for::<Uuid>(),
    BULK_ID,
);
