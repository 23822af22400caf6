//! What happens to a goods-out note: printed, picked, packed, shipped, and the steps back.

use jiff::Timestamp;
use serde_json::Value;

use super::super::fulfilment::refresh;
use super::super::movement::Movement;
use super::{BAD_NOTE, Done, GoodsOut, effect, open};
use crate::brightpearl::call::Call;
use crate::brightpearl::form::Form;
use crate::brightpearl::reply::{Problem, Refusal, Reply};

/// One event of a note.
#[derive(Debug, Clone)]
pub struct Event {
    /// When it happened; spelled `occured` on the wire.
    pub occurred: Timestamp,
    /// Contact id of the staff member.
    pub owner: i64,
    /// `PLA`, `PRI`, `UPR`, `PIC`, `UPI`, `PAC`, `UPA` or `SHW`.
    pub code: String,
}

/// The codes a client may post and the webhook event each raises; PLA is the system's own.
const CODES: [(&str, &str); 7] = [
    ("PRI", "goods-out-note.modified.printed"),
    ("UPR", "goods-out-note.modified.un-printed"),
    ("PIC", "goods-out-note.modified.picked"),
    ("UPI", "goods-out-note.modified.un-picked"),
    ("PAC", "goods-out-note.modified.packed"),
    ("UPA", "goods-out-note.modified.un-packed"),
    ("SHW", "goods-out-note.modified.shipped"),
];

/// Applies all events or none.
pub(in crate::brightpearl::stock) fn post(call: &mut Call<'_>, id: &str) -> Result<Reply, Refusal> {
    let mut note = open(call, call.id(id)?)?;
    if call.if_match.as_ref().is_some_and(|version| *version != note.version.to_string()) {
        let message = format!("The last event of goods-out note {} is {}", note.id, note.version);
        return Err(Refusal::with_status(412, "CMNC-412", message));
    }
    let body = call.json()?;
    let events = read(call, &body)?;
    let mut raised = Vec::new();
    for event in events {
        if note.shipped.is_some() {
            return Err(Refusal::bad(super::SHIPPED, "Nothing can follow SHW"));
        }
        raised.extend(apply(&mut note, event));
    }
    note.version = call.state.new_event_version();
    keep(call, note, &raised);
    Ok(Reply::done())
}

/// Reads the events; code, time and owner are all required, and the owner is a member of staff.
fn read(call: &Call<'_>, body: &Value) -> Result<Vec<Event>, Refusal> {
    let Some(list) = body.get("events").and_then(Value::as_array).filter(|list| !list.is_empty()) else {
        return Err(Refusal::bad(BAD_NOTE, "events is required"));
    };
    let mut problems: Vec<Problem> = Vec::new();
    let mut events = Vec::new();
    for one in list {
        let mut form = Form::new(one, BAD_NOTE);
        let code = form.required_text("/eventCode", 3).unwrap_or_default();
        if !CODES.iter().any(|(known, _)| *known == code) {
            form.wrong(format!("{code} is no event that can be posted"));
        }
        for required in ["/occured", "/eventOwnerId"] {
            if form.at(required).is_none() {
                form.wrong(format!("{required} is required"));
            }
        }
        let is_staff = |id| call.state.contacts.get(id).is_some_and(|contact| contact.is_staff);
        let occurred = form.time("/occured");
        let owner = form.known_id("/eventOwnerId", "member of staff", is_staff);
        if let Err(faults) = form.into_problems() {
            problems.extend(faults);
        } else if let (Some(occurred), Some(owner)) = (occurred, owner) {
            events.push(Event { occurred, owner, code });
        }
    }
    Refusal::unless_empty(problems)?;
    Ok(events)
}

/// Applies one event; SHW brings the earlier steps that are missing with it. Answers the codes that happened.
fn apply(note: &mut GoodsOut, event: Event) -> Vec<String> {
    let done = Some((event.occurred, event.owner));
    let mut codes = vec![event.code.clone()];
    match event.code.as_str() {
        "PRI" => note.printed = done,
        "UPR" => note.printed = None,
        "PIC" => note.picked = done,
        "UPI" => note.picked = None,
        "PAC" => note.packed = done,
        "UPA" => note.packed = None,
        _ => {
            note.shipped = done;
            let steps: [(&mut Done, &str); 3] =
                [(&mut note.printed, "PRI"), (&mut note.picked, "PIC"), (&mut note.packed, "PAC")];
            for (step, code) in steps {
                if step.is_none() {
                    *step = done;
                    codes.push(code.to_owned());
                }
            }
        }
    }
    note.events.extend(codes.iter().map(|code| Event { code: code.clone(), ..event }));
    codes
}

/// Stores the note; shipped units leave the stock, what is on hand stays as it was.
fn keep(call: &mut Call<'_>, note: GoodsOut, codes: &[String]) {
    let (id, order_id) = (note.id, note.order_id);
    let what = if note.shipped.is_some() { "goods-out.shipped" } else { "goods-out.event" };
    call.record(effect(call.state, what, &note));
    for (code, event) in CODES {
        if codes.iter().any(|happened| happened == code) {
            call.state.hooks.raise(event, id);
        }
    }
    let seen = call.seen();
    call.state.goods_out.put(id, note.clone(), seen);
    if note.shipped.is_some() {
        for (row, (product, units)) in &note.rows {
            let place = (*product, note.warehouse_id);
            call.state.units.add(place, -units);
            call.state.units.allocate(place, -units);
            Movement::of(id, "GO", place, -units).order(order_id, *row).keep(call);
        }
        refresh(call, order_id);
    }
}
