use serde::{Deserialize, Serialize};

/// How a JWS or JWE is serialized.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Parts with dots between them.
    Compact,
    /// A JSON object of one signature or recipient.
    Flattened,
    /// A JSON object with an array of signatures or recipients.
    General,
}

impl Shape {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::Compact, Self::Flattened, Self::General];
}
