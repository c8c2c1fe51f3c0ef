//! The parties of a login.

use std::fmt;

/// A party of a login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Browser,
    RelyingParty,
    Provider,
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Browser => "browser",
            Self::RelyingParty => "relying party",
            Self::Provider => "provider",
        })
    }
}
