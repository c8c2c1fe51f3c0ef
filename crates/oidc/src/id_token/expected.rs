//! What the relying party expects of an ID Token besides its being valid at all.

use core::time::Duration;

use symbolon_jose::NumericDate;
use symbolon_oauth::{AccessToken, AuthorizationCode};

use super::OriginalAuthentication;
use crate::Nonce;

/// Whether the authentication request sent a nonce. Not having sent one has to be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NonceExpectation<'a> {
    /// This one was sent: the ID Token has to bring it back.
    Sent(&'a Nonce),
    /// None was sent: an ID Token that has one answers somebody else's request.
    NotSent,
}

/// Where the ID Token was received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// The token endpoint: `at_hash` and `c_hash` are compared when present
    /// ([Core §3.1.3.8](https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowTokenValidation)).
    Token,
    /// The authorization endpoint, through the browser: the hash of what came with the ID Token is
    /// required ([Core §3.3.2.11](https://openid.net/specs/openid-connect-core-1_0.html#HybridIDToken)).
    Authorization,
}

/// What the relying party asked for and got, for the ID Token to be held against.
///
/// Whatever is expected is required. One kind for each occasion on which an ID Token is read:
/// [a login](Self::login), [a refresh](Self::refresh) and [a hint](Self::hint).
///
/// ```
/// use core::time::Duration;
/// use symbolon_oidc::{Expected, Nonce, NonceExpectation};
///
/// let nonce = Nonce::new("n-0S6_WzA2Mj".into());
/// let expected =
///     Expected::login(NonceExpectation::Sent(&nonce)).max_age(Duration::from_secs(300));
/// ```
#[derive(Clone, Debug)]
pub struct Expected<'a> {
    pub(super) occasion: Occasion<'a>,
    pub(super) auth_time: bool,
    pub(super) max_age: Option<Duration>,
    pub(super) requested_at: Option<NumericDate>,
    pub(super) acr_values: &'a [String],
    pub(super) access_token: Option<&'a AccessToken>,
    pub(super) code: Option<&'a AuthorizationCode>,
    pub(super) endpoint: Endpoint,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Occasion<'a> {
    Login(NonceExpectation<'a>),
    Refresh(&'a OriginalAuthentication),
    Hint,
}

impl<'a> Expected<'a> {
    /// The ID Token answers an authentication request.
    #[must_use]
    pub fn login(nonce: NonceExpectation<'a>) -> Self {
        Self::on(Occasion::Login(nonce))
    }

    /// The ID Token came with refreshed tokens, and speaks of this authentication
    /// ([Core §12.2](https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse)).
    #[must_use]
    pub fn refresh(original: &'a OriginalAuthentication) -> Self {
        Self::on(Occasion::Refresh(original))
    }

    /// The provider gets its own ID Token back as `id_token_hint`: it may have expired, and its
    /// nonce is of the past
    /// ([Core §3.1.2.2](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequestValidation)).
    #[must_use]
    pub fn hint() -> Self {
        Self::on(Occasion::Hint)
    }

    /// The request had this `max_age`: `auth_time` is required, and no longer ago than that.
    #[must_use]
    pub fn max_age(mut self, max_age: Duration) -> Self {
        self.max_age = Some(max_age);
        self
    }

    /// When the request was made. Whoever authenticated since then is recent enough for every
    /// `max_age`, however long they took on the pages after it.
    #[must_use]
    pub fn requested_at(mut self, requested_at: NumericDate) -> Self {
        self.requested_at = Some(requested_at);
        self
    }

    /// `auth_time` was requested as an essential claim: it is required, however long ago.
    #[must_use]
    pub fn auth_time(mut self) -> Self {
        self.auth_time = true;
        self
    }

    /// `acr` is required, and one of these. None means that any will do, or none.
    #[must_use]
    pub fn acr_values(mut self, values: &'a [String]) -> Self {
        self.acr_values = values;
        self
    }

    /// This access token came with the ID Token: `at_hash` is of it.
    #[must_use]
    pub fn access_token(mut self, token: &'a AccessToken) -> Self {
        self.access_token = Some(token);
        self
    }

    /// This authorization code came with the ID Token, or was exchanged for it: `c_hash` is of it.
    #[must_use]
    pub fn code(mut self, code: &'a AuthorizationCode) -> Self {
        self.code = Some(code);
        self
    }

    /// Where the ID Token was received; [`Endpoint::Token`] unless said otherwise.
    #[must_use]
    pub fn received_from(mut self, endpoint: Endpoint) -> Self {
        self.endpoint = endpoint;
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
            endpoint: Endpoint::Token,
        }
    }
}
