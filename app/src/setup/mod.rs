//! Setting up: from an empty database to the first synced order, in six steps that can be left and taken up at any point.
//! What is done is read from the connections and the settings, so there is no second memory of it.

#[cfg(feature = "ssr")]
mod connect;
#[cfg(feature = "ssr")]
mod dry;
mod dry_step;
mod form;
mod landing;
mod live_step;
mod match_step;
#[cfg(feature = "ssr")]
pub mod matching;
mod notice;
mod office_step;
mod page;
#[cfg(feature = "ssr")]
mod read;
mod shop_step;
mod steps;
#[cfg(feature = "ssr")]
mod suggest;
mod till_step;
mod view;

pub use form::{Deed, Trouble};
pub use landing::LandingPage;
pub use notice::Notices;
pub use page::SetupPage;
pub use view::{
    Desk, DryGroup, DryLine, DryView, Fetched, NoticeView, SetupView, ShopPick, ShopsView, Suggestion,
    SuggestionsView,
};
#[cfg(feature = "ssr")]
pub use {
    connect::{office_draft, till_draft},
    dry::view as dry_view,
    read::{notices, read, shops},
    suggest::{fetch, suggested, suggestions, take},
};
