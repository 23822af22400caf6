//! Live updates: `GET /events` tells browsers which records changed their status; they ask again for what they show.

mod hub;
mod reader;

pub use hub::Hub;
pub use reader::stream;
