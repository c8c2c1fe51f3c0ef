//! The four obligations: what the caller must do before the next step.
//!
//! | type | the caller must | the next step needs |
//! |---|---|---|
//! | [`Unreplayed<T>`] | look up whether these replay keys were seen before, and remember them | [`FirstUse`] |
//! | [`Unstored<T>`] | write these records, or revoke this grant | [`Stored`] |
//! | [`SingleUse<R>`] | find a single-use record, without marking it | `Fresh`, `Spent` or `Unknown` |
//! | [`Fetch`] | send this request within its limits | the response, or the failure |
//!
//! Each obligation is a value that the next step needs, so the caller cannot forget it.
//!
//! ```
//! use http::Response;
//! use symbolon_oauth::obligation::{Stored, Unstored};
//!
//! fn answer(tokens: Unstored<String>, write: impl Fn(&str) -> Stored) -> Response<Vec<u8>> {
//!     let stored = write(tokens.records());
//!     tokens.into_response(stored)
//! }
//! ```

pub mod address;
mod fetch;
mod grant_id;
mod single_use;
mod unreplayed;
mod unstored;

pub use fetch::{AddressFrom, Fetch, FetchLimits};
pub use grant_id::{GrantId, GrantIdError};
pub use single_use::SingleUse;
pub use unreplayed::{FirstUse, ReplayKey, Replayed, Unreplayed};
pub use unstored::{Stored, Unstored};
