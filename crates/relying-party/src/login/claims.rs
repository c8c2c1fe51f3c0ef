//! The claims for which a login asks by name.

use symbolon_oidc::{ClaimRequest, ClaimsRequest};

use super::LoginRequest;
use super::request::words;

impl LoginRequest {
    /// Asks for a claim from the UserInfo endpoint. The name can end with `#` and a language tag, as
    /// in `name#de`
    /// ([Core §5.5](https://openid.net/specs/openid-connect-core-1_0.html#ClaimsParameter)).
    ///
    /// A provider is allowed to leave out every claim, even an essential claim. If the claim is
    /// `sub` and the request names exactly one value, the login is refused if another user signs
    /// in.
    ///
    /// ```
    /// # use symbolon_oauth::RedirectUri;
    /// # use symbolon_relying_party::{LoginRequest, RelyingParty};
    /// use symbolon_oidc::ClaimRequest;
    ///
    /// fn login(rp: &RelyingParty, redirect_uri: &RedirectUri) -> LoginRequest {
    ///     rp.login(redirect_uri)
    ///         .claim("email", ClaimRequest::essential())
    ///         .id_token_claim("acr", ClaimRequest::essential().values(["phr", "phrh"]))
    /// }
    /// ```
    pub fn claim(self, name: &str, claim: ClaimRequest) -> Self {
        self.change_claims(|claims| claims.claim(name, claim))
    }

    /// Asks for a claim in the ID Token
    /// ([Core §5.5](https://openid.net/specs/openid-connect-core-1_0.html#ClaimsParameter)).
    ///
    /// The login is refused in these cases:
    /// - The claim is `acr`, it is essential, and the ID Token has no `acr` that is acceptable
    ///   ([Core §5.5.1.1](https://openid.net/specs/openid-connect-core-1_0.html#acrSemantics)). The
    ///   values of [`acr_values`](Self::acr_values) are then not checked. See also
    ///   [`acr_order`](Self::acr_order).
    /// - The claim is `auth_time`, it is essential, and the ID Token has no `auth_time`
    ///   ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken)).
    /// - The claim is `sub`, the request names exactly one value, and another user signs in.
    pub fn id_token_claim(self, name: &str, claim: ClaimRequest) -> Self {
        self.change_claims(|claims| claims.id_token_claim(name, claim))
    }

    /// Sets `claims`: all claims for which the login asks by name. Earlier calls of
    /// [`claim`](Self::claim) and [`id_token_claim`](Self::id_token_claim) have no effect.
    pub fn claims(self, claims: ClaimsRequest) -> Self {
        self.change_claims(|_| claims)
    }

    /// Sets the order of the authentication context classes: the weakest class first, separated by
    /// spaces. The login then also accepts a class that is stronger than a requested class.
    /// [`acr_values`](Self::acr_values) or an essential claim `acr` request classes. The order is
    /// not sent to the provider.
    pub fn acr_order(mut self, classes: &str) -> Self {
        self.acr_order = words(classes);
        self
    }

    fn change_claims(self, change: impl FnOnce(ClaimsRequest) -> ClaimsRequest) -> Self {
        self.change(|request| {
            request.claims = Some(change(request.claims.take().unwrap_or_default()));
            Ok(())
        })
    }
}
