//! The serializations of a token.

use serde::{Deserialize, Serialize};

/// The serialization of a JWS or JWE.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Parts with dots between them.
    Compact,
    /// A JSON object with one signature or recipient.
    Flattened,
    /// A JSON object with an array of signatures or recipients.
    General,
}

impl Shape {
    /// Every serialization.
    pub const ALL: &'static [Self] = &[Self::Compact, Self::Flattened, Self::General];
}
