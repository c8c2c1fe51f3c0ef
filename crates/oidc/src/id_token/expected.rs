//! What the relying party requires of an ID Token beyond the rules that hold for every ID Token.

use core::time::Duration;

use symbolon_jose::NumericDate;
use symbolon_oauth::{AccessToken, AuthorizationCode};

use super::OriginalAuthentication;
use crate::Nonce;

/// Whether the authentication request contained a `nonce`.
///
/// This has no default: a caller that sent no nonce must say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NonceExpectation<'a> {
    /// The request contained this nonce. The ID Token must contain the same nonce.
    Sent(&'a Nonce),
    /// The request contained no nonce. An ID Token with a nonce answers another request and is
    /// refused.
    NotSent,
}

/// The endpoint from which the relying party received the ID Token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceivedFrom {
    /// The token endpoint. `at_hash` and `c_hash` are optional, and are compared if present
    /// ([Core §3.1.3.8](https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowTokenValidation)).
    TokenEndpoint,
    /// The authorization endpoint, through the browser. The hash of each code and access token that
    /// came with the ID Token is required
    /// ([Core §3.3.2.11](https://openid.net/specs/openid-connect-core-1_0.html#HybridIDToken)).
    AuthorizationEndpoint,
}

/// The values that the relying party compares an ID Token with: what it requested, and what came
/// with the token.
///
/// A claim that is expected is required. Start with the occasion on which the ID Token is read:
/// [a login](Self::login), [a refresh](Self::refresh) or [a hint](Self::hint).
///
/// ```
/// use core::time::Duration;
/// use symbolon_oidc::{ExpectedIdToken, Nonce, NonceExpectation};
///
/// let nonce = Nonce::new("n-0S6_WzA2Mj".into());
/// let expected =
///     ExpectedIdToken::login(NonceExpectation::Sent(&nonce)).max_age(Duration::from_secs(300));
/// ```
#[derive(Clone, Debug)]
pub struct ExpectedIdToken<'a> {
    pub(super) occasion: Occasion<'a>,
    pub(super) auth_time: bool,
    pub(super) max_age: Option<Duration>,
    pub(super) requested_at: Option<NumericDate>,
    pub(super) acr_values: &'a [String],
    pub(super) access_token: Option<&'a AccessToken>,
    pub(super) code: Option<&'a AuthorizationCode>,
    pub(super) received_from: ReceivedFrom,
}

/// The occasion on which an ID Token is read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Occasion<'a> {
    Login(NonceExpectation<'a>),
    Refresh(&'a OriginalAuthentication),
    Hint,
}

impl<'a> ExpectedIdToken<'a> {
    /// Expects an ID Token that answers an authentication request.
    #[must_use]
    pub fn login(nonce: NonceExpectation<'a>) -> Self {
        Self::on(Occasion::Login(nonce))
    }

    /// Expects an ID Token from a refresh, with the same issuer, user and client as the original
    /// authentication
    /// ([Core §12.2](https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse)).
    #[must_use]
    pub fn refresh(original: &'a OriginalAuthentication) -> Self {
        Self::on(Occasion::Refresh(original))
    }

    /// Expects an ID Token that the provider itself issued earlier and now receives as
    /// `id_token_hint`
    /// ([Core §3.1.2.2](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequestValidation)).
    ///
    /// The token may have expired, and its `nonce` is not compared.
    #[must_use]
    pub fn hint() -> Self {
        Self::on(Occasion::Hint)
    }

    /// Requires `auth_time`, at most this long ago: the `max_age` that the request contained.
    #[must_use]
    pub fn max_age(mut self, max_age: Duration) -> Self {
        self.max_age = Some(max_age);
        self
    }

    /// Sets the time at which the request was made. An authentication after that time satisfies
    /// every `max_age`, however long the user then spent on the provider's pages.
    #[must_use]
    pub fn requested_at(mut self, requested_at: NumericDate) -> Self {
        self.requested_at = Some(requested_at);
        self
    }

    /// Requires `auth_time`, at any time in the past. Use this when the request asked for
    /// `auth_time` as an essential claim.
    #[must_use]
    pub fn auth_time(mut self) -> Self {
        self.auth_time = true;
        self
    }

    /// Requires `acr` with one of these values. If `values` is empty, `acr` may have any value or
    /// be absent.
    #[must_use]
    pub fn acr_values(mut self, values: &'a [String]) -> Self {
        self.acr_values = values;
        self
    }

    /// Compares `at_hash` with this access token, which came with the ID Token.
    #[must_use]
    pub fn access_token(mut self, token: &'a AccessToken) -> Self {
        self.access_token = Some(token);
        self
    }

    /// Compares `c_hash` with this authorization code, which came with the ID Token or was
    /// exchanged for it.
    #[must_use]
    pub fn code(mut self, code: &'a AuthorizationCode) -> Self {
        self.code = Some(code);
        self
    }

    /// Sets the endpoint from which the ID Token was received. The default is
    /// [`ReceivedFrom::TokenEndpoint`].
    #[must_use]
    pub fn received_from(mut self, endpoint: ReceivedFrom) -> Self {
        self.received_from = endpoint;
        self
    }

    fn on(occasion: Occasion<'a>) -> Self {
        Self {
            occasion,
            auth_time: false,
            max_age: None,
            requested_at: None,
            acr_values: &[],
            access_token: None,
            code: None,
            received_from: ReceivedFrom::TokenEndpoint,
        }
    }
}
