//! The result of a request with the response type `none`.

use symbolon_oauth::{Parameters, Scope};

/// A successful response to a request with the response type `none`: the user allowed the request,
/// and the provider returned no code and no token
/// ([Multiple Response Types §4](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#none)).
///
/// Returned only by [`finish_without_tokens`](crate::RelyingParty::finish_without_tokens). The
/// response does not say who the user is, so do not sign a user in.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct WithoutTokens {
    /// The scope that the request asked for. The user can have allowed less.
    pub requested_scope: Scope,
    /// The parameters of the response for which this library has no field.
    pub extra: Parameters,
}
