use model::{ConnectionState, Kind, Platform, Rest, Setup, When};
use serde::{Deserialize, Serialize};

use crate::kinds::Section;

/// How far the set-up is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SetupView {
    /// The settings' version; a save is refused once another is current.
    pub version: i64,
    /// Whether the merchant has gone live.
    pub setup: Setup,
    /// Brightpearl, once it is connected.
    pub office: Option<Desk>,
    /// Lightspeed, once it is connected.
    pub till: Option<Desk>,
    /// Brightpearl's data centres to choose from: what is kept, and what people read.
    pub data_centres: Vec<(String, String)>,
    /// Whether the operator has an app at Lightspeed, so that merchants need none of their own.
    pub own_app: bool,
    /// Whether somebody was sent off to Lightspeed and has not come back yet.
    pub till_begun: bool,
    /// Whether shops were chosen.
    pub shops_chosen: bool,
    /// Whether anything is paired yet.
    pub matched: bool,
    /// The moment from which sales are posted, if one was chosen.
    pub go_live: Option<When>,
}

/// A connected platform.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Desk {
    /// The account's name there.
    pub account: String,
    /// Whether it works.
    pub state: ConnectionState,
}

impl Desk {
    /// Whether the account answers.
    pub fn works(&self) -> bool {
        self.state == ConnectionState::Working
    }
}

/// The till's shops, and both currencies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopsView {
    /// The settings' version.
    pub version: i64,
    /// The till's shops.
    pub shops: Vec<ShopPick>,
    /// Brightpearl's base currency; empty where it did not tell.
    pub office_currency: String,
    /// The tills' currency; empty where they did not tell.
    pub till_currency: String,
    /// The rate from the till's currency to Brightpearl's; empty where none is set.
    pub rate: String,
    /// Why the shops cannot be shown.
    pub problem: Option<String>,
}

/// One shop of the till.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopPick {
    /// Lightspeed shopID.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What helps to tell it from others.
    pub note: String,
    /// Whether Lockstep looks after it.
    pub chosen: bool,
}

/// One list that was read for its names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fetched {
    /// What it is a list of, such as `Brightpearl tax codes`.
    pub name: String,
    /// How many things are on it.
    pub count: usize,
    /// Why it could not be read.
    pub problem: Option<String>,
    /// What comes next; `None` after the last.
    pub next: Option<String>,
    /// How many lists there are.
    pub of: usize,
}

/// What could be paired, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestionsView {
    /// The settings' version.
    pub version: i64,
    /// In groups, in the order of the settings pages.
    pub suggestions: Vec<Suggestion>,
}

/// One pair that could be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// Which setting, such as `tax:1:1:0.2:0`.
    pub field: String,
    /// What it would be.
    pub value: String,
    /// What the setting belongs to, such as `Taxes`.
    pub group: String,
    /// What gets a partner, such as `VAT 20 %`.
    pub what: String,
    /// The partner's name.
    pub partner: String,
    /// Why these two, such as `the same rate, 20 %`.
    pub reason: String,
}

/// A dry run in words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DryView {
    /// Sales, returns, products.
    pub groups: Vec<DryGroup>,
    /// What could not be read.
    pub problems: Vec<String>,
    /// When it was made.
    pub at: When,
}

/// What a dry run says of one kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DryGroup {
    /// Which kind.
    pub kind: Kind,
    /// Line by line, the newest first.
    pub lines: Vec<DryLine>,
}

/// What would be done with one thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DryLine {
    /// What a person would call it.
    pub name: String,
    /// What would be done, one of `make`, `wait`, `skip`, `fail`.
    pub would: String,
    /// The same in words.
    pub says: String,
    /// What to do about it; empty where nothing is to be done.
    pub fix: String,
    /// What would be made before; empty where all is there.
    pub first: String,
    /// The document that would be made.
    pub document: Vec<Section>,
}

/// What every page says above its own content.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NoticeView {
    /// Whether the set-up is not done.
    pub setup: bool,
    /// Connections that are lost: which, why, since when.
    pub lost: Vec<(Platform, String, When)>,
    /// Logs that do not move though the merchant is live, with the reason.
    pub rests: Vec<(Kind, Rest)>,
    /// The merchant's time zone, such as `Europe/London`; empty where none is set.
    pub zone: String,
}
