//! What an authorization server expects of a client assertion.

use std::time::Duration;

use crate::{ClientId, Issuer};

/// What an authorization server expects of a client assertion.
///
/// These rules always hold: issuer and subject are the client, the audience is this server alone,
/// `exp` is in the future but not far, `jti` is present, and a key of the client has made the
/// signature. The store answers afterwards whether the `jti` is new
/// ([`Unreplayed`](crate::obligation::Unreplayed)).
#[derive(Clone, Debug)]
#[non_exhaustive]
#[must_use]
pub struct ExpectedAssertion {
    /// The client whose keys are given to [`verify`](Self::verify).
    pub client_id: ClientId,
    /// The issuer identifier of this authorization server.
    pub issuer: Issuer,
    /// The URL of the token endpoint, if it is accepted as the audience too. `None` by default.
    ///
    /// Clients older than
    /// [rfc7523bis](https://datatracker.ietf.org/doc/draft-ietf-oauth-rfc7523bis/) need it. It lets
    /// a malicious server, to which the client authenticates, use the assertion at this server.
    pub token_endpoint: Option<String>,
    /// Whether an assertion without `typ` is refused. `false` by default, as rfc7523bis recommends.
    ///
    /// The `typ` of another kind of token is always refused. An assertion without `typ` is refused
    /// if it has a claim that only other kinds of token have.
    pub explicit_type: bool,
    /// The longest time from now to `exp`; one hour by default. A `jti` is remembered that long.
    pub max_lifetime: Duration,
    /// The largest accepted difference between the two clocks; one minute by default.
    pub leeway: Duration,
}

impl ExpectedAssertion {
    /// Expects an assertion of this client for this authorization server.
    pub fn new(client_id: &ClientId, issuer: &Issuer) -> Self {
        Self {
            client_id: client_id.clone(),
            issuer: issuer.clone(),
            token_endpoint: None,
            explicit_type: false,
            max_lifetime: Duration::from_secs(60 * 60),
            leeway: Duration::from_secs(60),
        }
    }
}
