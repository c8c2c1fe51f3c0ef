//! The four obligations: what a caller must do outside before the next step can be taken.
//!
//! | type | the caller must | the next step needs |
//! |---|---|---|
//! | [`Unreplayed<T>`] | look up whether these keys were seen before, and remember them | [`FirstUse`] |
//! | [`Unstored<T>`] | write these records, or revoke this grant | [`Stored`] |
//! | [`Taken<R>`] | take a single-use record exactly once | the record itself |
//! | [`Fetch`] | send this request within its limits | the response, or the failure |
//!
//! Every engine uses these four types.

mod fetch;
mod grant_id;
mod taken;
mod unreplayed;
mod unstored;

pub use fetch::{AddressFrom, Fetch};
pub use grant_id::GrantId;
pub use taken::Taken;
pub use unreplayed::{FirstUse, ReplayKey, Replayed, Unreplayed};
pub use unstored::{Stored, Unstored};
