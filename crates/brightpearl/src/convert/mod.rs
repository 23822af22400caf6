//! Their shapes into ours and ours into theirs, without touching the network.

pub(crate) mod contact;
pub(crate) mod country;
pub(crate) mod goods;
pub(crate) mod money;
pub(crate) mod order;
pub(crate) mod product;
