//! What a provider remembers: one file for each record.
//!
//! Records go into any store that can compare and set. No record holds a usable code or token: each
//! is keyed by the fingerprint of its secret.

mod access_token;
mod code;
mod refresh_token;
mod signed_in;
mod tokens;
mod unix_micros;

pub use access_token::AccessTokenRecord;
pub use code::CodeRecord;
pub use refresh_token::RefreshTokenRecord;
pub use signed_in::SignedIn;
pub use tokens::TokenRecords;
pub(crate) use unix_micros::UnixMicros;
