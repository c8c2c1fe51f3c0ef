//! What the relying party requires of an ID Token beyond the rules that hold for every ID Token.

use core::time::Duration;

use symbolon_jose::NumericDate;
use symbolon_oauth::{AccessToken, AuthorizationCode, Issuer, State};

use super::OriginalAuthentication;
use crate::Nonce;

/// Whether the authentication request contained a `nonce`.
///
/// There is no default: if your program sent no nonce, use [`NotSent`](Self::NotSent). This enum is
/// deliberately exhaustive, because a request either contains a nonce or does not contain a nonce.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NonceExpectation<'a> {
    /// The request contained this nonce. The ID Token must contain the same nonce.
    Sent(&'a Nonce),
    /// The request contained no nonce. An ID Token that contains a nonce answers a different
    /// request and is refused.
    NotSent,
}

/// The endpoint from which the relying party received the ID Token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReceivedFrom {
    /// The token endpoint. The claims `at_hash` and `c_hash` are optional, and they are checked if
    /// they are present
    /// ([Core §3.1.3.8](https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowTokenValidation)).
    TokenEndpoint,
    /// The authorization endpoint, whose response came through the browser. If a code came with the
    /// ID Token, `c_hash` is required; if an access token came with it, `at_hash` is required
    /// ([Core §3.3.2.11](https://openid.net/specs/openid-connect-core-1_0.html#HybridIDToken)).
    AuthorizationEndpoint,
}

/// The values with which an ID Token is compared: the values that the client requested, and the
/// access token and the code that it received.
///
/// Start with [`login`](Self::login), [`refresh`](Self::refresh) or [`hint`](Self::hint), depending
/// on whether the ID Token comes from a login, from a refresh or from an `id_token_hint`. Then set
/// the values that the authentication request contained. The ID Token must contain every claim that
/// the client requested.
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
    pub(super) authenticated_since: Option<NumericDate>,
    pub(super) subject: Option<&'a str>,
    pub(super) subject_issuer: Option<&'a Issuer>,
    pub(super) requested_at: Option<NumericDate>,
    pub(super) acr_values: &'a [String],
    pub(super) acr_order: &'a [String],
    pub(super) access_token: Option<&'a AccessToken>,
    pub(super) code: Option<&'a AuthorizationCode>,
    pub(super) state: Option<&'a State>,
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
    /// Describes the ID Token that a relying party expects as the answer to an authentication
    /// request.
    #[must_use]
    pub fn login(nonce: NonceExpectation<'a>) -> Self {
        Self::on(Occasion::Login(nonce))
    }

    /// Describes the ID Token that a relying party expects in a refresh response. The issuer, the
    /// user and the audience of this ID Token must be the same as in the original ID Token
    /// ([Core §12.2](https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse)).
    #[must_use]
    pub fn refresh(original: &'a OriginalAuthentication) -> Self {
        Self::on(Occasion::Refresh(original))
    }

    /// Describes the ID Token that a provider expects as `id_token_hint`: an ID Token that this
    /// provider issued earlier
    /// ([Core §3.1.2.2](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequestValidation)).
    ///
    /// The token is accepted even if it has expired, and its `nonce` is not checked.
    #[must_use]
    pub fn hint() -> Self {
        Self::on(Occasion::Hint)
    }

    /// Requires an `auth_time` claim, and requires that the user's last authentication is not older
    /// than `max_age`. Pass the `max_age` of the authentication request.
    #[must_use]
    pub fn max_age(mut self, max_age: Duration) -> Self {
        self.max_age = Some(max_age);
        self
    }

    /// Sets the time at which the client sent the authentication request. If the `auth_time` of the
    /// ID Token is after this time, the [`max_age`](Self::max_age) check passes, whatever the value
    /// of `max_age`. So a user who stays on the provider's pages for a long time is not refused.
    #[must_use]
    pub fn requested_at(mut self, requested_at: NumericDate) -> Self {
        self.requested_at = Some(requested_at);
        self
    }

    /// Requires an `auth_time` claim that is not before `time`. Call this method with the time at
    /// which the client sent the authentication request, if the request contained `prompt=login`:
    /// the user must then authenticate again
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest),
    /// `prompt`).
    ///
    /// The leeway of the policy is subtracted from `time`, because the two clocks can differ.
    #[must_use]
    pub fn authenticated_since(mut self, time: NumericDate) -> Self {
        self.authenticated_since = Some(time);
        self
    }

    /// Requires this `sub`. Call this method with the `sub` of the `id_token_hint`, if the
    /// authentication request contained one: the provider must then sign in that user or return
    /// an error
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest),
    /// `id_token_hint`).
    ///
    /// Two issuers can give the same `sub` to different users. If the validator accepts several
    /// issuers by an [`IssuerTemplate`](super::IssuerTemplate), call
    /// [`subject_issuer`](Self::subject_issuer) as well.
    #[must_use]
    pub fn subject(mut self, subject: &'a str) -> Self {
        self.subject = Some(subject);
        self
    }

    /// Requires that the ID Token is of this issuer. Call this method with the issuer of the
    /// `id_token_hint` in the authentication request:
    /// [`AcceptedIssuers::issuer_of`](super::AcceptedIssuers::issuer_of) returns it for the `iss` of
    /// the hint.
    #[must_use]
    pub fn subject_issuer(mut self, issuer: &'a Issuer) -> Self {
        self.subject_issuer = Some(issuer);
        self
    }

    /// Requires an `auth_time` claim. The claim is allowed to contain any time that is not in the
    /// future. Call this method if the request asked for `auth_time` as an essential claim.
    #[must_use]
    pub fn auth_time(mut self) -> Self {
        self.auth_time = true;
        self
    }

    /// Requires an `acr` claim with one of these values. If `values` is empty, `acr` is optional
    /// and its value is not checked.
    #[must_use]
    pub fn acr_values(mut self, values: &'a [String]) -> Self {
        self.acr_order = &[];
        self.acr_values = values;
        self
    }

    /// Requires an `acr` claim with one of the values in `asked`, or with a value that is stronger
    /// than one of the values in `asked`. `order` lists the values from the weakest to the
    /// strongest. A provider is allowed to satisfy a stronger class than the client asked for. If
    /// `asked` is empty, `acr` is optional and its value is not checked.
    ///
    /// If a value in `asked` is not in `order`, the strength of the value is not known. Then only
    /// an equal `acr` satisfies the value.
    #[must_use]
    pub fn acr_at_least(mut self, order: &'a [String], asked: &'a [String]) -> Self {
        self.acr_order = order;
        self.acr_values = asked;
        self
    }

    /// Sets the access token that came with the ID Token. Its hash is compared with `at_hash`.
    #[must_use]
    pub fn access_token(mut self, token: &'a AccessToken) -> Self {
        self.access_token = Some(token);
        self
    }

    /// Sets the authorization code that came with the ID Token or was exchanged for the ID Token.
    /// Its hash is compared with `c_hash`.
    #[must_use]
    pub fn code(mut self, code: &'a AuthorizationCode) -> Self {
        self.code = Some(code);
        self
    }

    /// Sets the `state` of the authentication request. If the ID Token has an `s_hash`, it must be
    /// the hash of this `state`
    /// ([FAPI 1.0 Advanced §5.2.3.1](https://openid.net/specs/openid-financial-api-part-2-1_0.html#id-token-as-detached-signature)).
    #[must_use]
    pub fn state(mut self, state: &'a State) -> Self {
        self.state = Some(state);
        self
    }

    /// Sets the endpoint from which the relying party received the ID Token. The default is
    /// [`ReceivedFrom::TokenEndpoint`].
    #[must_use]
    pub fn received_from(mut self, endpoint: ReceivedFrom) -> Self {
        self.received_from = endpoint;
        self
    }

    /// Returns whether the ID Token must have `auth_time`.
    pub(super) fn requires_auth_time(&self) -> bool {
        self.auth_time || self.max_age.is_some() || self.authenticated_since.is_some()
    }

    fn on(occasion: Occasion<'a>) -> Self {
        Self {
            occasion,
            auth_time: false,
            max_age: None,
            authenticated_since: None,
            subject: None,
            subject_issuer: None,
            requested_at: None,
            acr_values: &[],
            acr_order: &[],
            access_token: None,
            code: None,
            state: None,
            received_from: ReceivedFrom::TokenEndpoint,
        }
    }
}
