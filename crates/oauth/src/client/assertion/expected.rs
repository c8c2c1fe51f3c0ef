//! What an authorization server expects of a client assertion.

use super::AssertionLimits;
use crate::{ClientId, Issuer};

/// What an authorization server expects of a client assertion.
///
/// [`verify`](Self::verify) always checks these conditions:
///
/// - `iss` and `sub` are the identifier of the client.
/// - `aud` names only this server.
/// - `exp` is in the future, and not later than the [`limits`](Self::limits) allow.
/// - `jti` is present.
/// - A key of the client made the signature.
///
/// After that, your store must confirm that the `jti` was not used before
/// ([`Unreplayed`](crate::obligation::Unreplayed)).
#[derive(Clone, Debug)]
#[non_exhaustive]
#[must_use]
pub struct ExpectedAssertion {
    /// The identifier of the client that must have signed the assertion. Pass the keys of this
    /// client to [`verify`](Self::verify).
    pub client_id: ClientId,
    /// The issuer identifier of this authorization server.
    pub issuer: Issuer,
    /// The URL of this server's token endpoint. An assertion with this URL as its audience is also
    /// accepted. `None`, the default, means that the audience must be the issuer identifier.
    ///
    /// Set this field only for clients that do not implement the draft
    /// [rfc7523bis](https://datatracker.ietf.org/doc/draft-ietf-oauth-rfc7523bis/). If it is set, a
    /// malicious server to which a client authenticates can use the client's assertion at this
    /// server.
    pub token_endpoint: Option<String>,
    /// The URL of this server's pushed authorization request endpoint. Set this field only for
    /// assertions that arrived at that endpoint. An assertion with this URL as its audience is then
    /// also accepted ([RFC 9126 §2](https://www.rfc-editor.org/rfc/rfc9126#section-2)). `None`, the
    /// default, means that this URL is not accepted. The risk is the same as that of
    /// [`token_endpoint`](Self::token_endpoint).
    pub pushed_authorization_request_endpoint: Option<String>,
    /// Whether an assertion without `typ` is refused. `false` by default, as the draft
    /// [rfc7523bis](https://datatracker.ietf.org/doc/draft-ietf-oauth-rfc7523bis/) recommends.
    ///
    /// An assertion with the `typ` of a different kind of token is always refused. An assertion
    /// without `typ` is always refused if it has a claim that client assertions never have, such as
    /// the `nonce` of an ID Token.
    pub explicit_type: bool,
    /// The longest accepted lifetime, and the largest accepted difference between the clocks of the
    /// client and this server.
    pub limits: AssertionLimits,
}

impl ExpectedAssertion {
    /// Describes the assertion that an authorization server expects: it must come from the client
    /// `client_id` and be intended for the server whose issuer is `issuer`.
    pub fn new(client_id: &ClientId, issuer: &Issuer) -> Self {
        Self {
            client_id: client_id.clone(),
            issuer: issuer.clone(),
            token_endpoint: None,
            pushed_authorization_request_endpoint: None,
            explicit_type: false,
            limits: AssertionLimits::default(),
        }
    }
}
