//! The browser's files: found at start, handed out packed and to be kept for ever where their names say what is in them.

mod answer;
mod manifest;
mod place;

pub use answer::serve;
pub use place::Site;
