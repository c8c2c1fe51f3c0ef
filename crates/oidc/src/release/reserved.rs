//! Claims that the provider itself sets.

use crate::claims_request::base_name;

/// Claims about the token and the sign-in, and members that say where other claims come from.
/// Values that a program knows about a user must never replace them.
const RESERVED: &[&str] = &[
    "_claim_names",
    "_claim_sources",
    "acr",
    "act",
    "amr",
    "at_hash",
    "aud",
    "auth_time",
    "azp",
    "c_hash",
    "client_id",
    "cnf",
    "events",
    "exp",
    "iat",
    "iss",
    "jti",
    "may_act",
    "nbf",
    "nonce",
    "s_hash",
    "scope",
    "sid",
    "sub",
    "sub_jwk",
];

/// Returns whether the provider itself sets the claim. A language tag does not matter.
pub(crate) fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&base_name(name))
}
