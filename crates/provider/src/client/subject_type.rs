//! `subject_type`: the type of a client's subject identifiers.

use serde::{Deserialize, Serialize};

/// `subject_type`: the type of the subject identifiers (`sub`) that a client receives
/// ([Core §8](https://openid.net/specs/openid-connect-core-1_0.html#SubjectIDTypes)).
///
/// The value is serialised as text, `"public"` or `"pairwise"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SubjectType {
    /// `public`: all clients receive the same identifier of a user.
    Public,
    /// `pairwise`: clients of different sectors receive different identifiers of a user.
    Pairwise,
}

impl SubjectType {
    /// Returns the name of the type in messages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Pairwise => "pairwise",
        }
    }
}
