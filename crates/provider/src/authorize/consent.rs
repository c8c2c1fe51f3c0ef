//! The decision about an authorization request.

use symbolon_jose::Object;
use symbolon_oauth::{ErrorCode, Scope};

use crate::SignedIn;

/// The outcome of an authorization request, which you pass to
/// [`Provider::respond`](crate::Provider::respond).
///
/// ```
/// use symbolon_provider::{Consent, Decision, PendingAuthorization, SignedIn};
///
/// /// The user has pressed a button of the consent page.
/// fn decision(pending: &PendingAuthorization, user: SignedIn, button: &str) -> Decision {
///     match button {
///         "allow" => Decision::Consented(Consent::new(user, pending.scope().clone())),
///         _ => Decision::Denied,
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[must_use]
pub enum Decision {
    /// The user consented, either on the consent page just now or in an earlier request.
    Consented(Consent),
    /// The user refused to consent, or cancelled the sign-in. The client receives `access_denied`. If
    /// the client registered itself, the user sees a page first
    /// ([`Refusal::AfterPage`](crate::Refusal::AfterPage)).
    Denied,
    /// The provider refuses the request, and the client receives this error code. For example, use
    /// [`ErrorCode::TEMPORARILY_UNAVAILABLE`] if your store failed, and
    /// [`ErrorCode::INTERACTION_REQUIRED`] if the request needs a page that you do not have.
    Refused(ErrorCode),
}

/// The consent of a user to earlier requests of a client: the scope and the claims that the user
/// has seen on a consent page and allowed.
///
/// Keep it in your store, and pass it to [`Provider::interaction`](crate::Provider::interaction).
/// If a request asks for nothing else, the user is not asked again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
#[must_use]
pub struct EarlierConsent {
    /// The scope to which the user consented, including `openid`. Empty if the user never consented.
    pub scope: Scope,
    /// The names of the claims to which the user consented beyond the scope, without language tags,
    /// in alphabetical order.
    pub claims: Vec<String>,
}

impl EarlierConsent {
    /// Creates the consent to a scope, without claims beyond the scope.
    pub fn new(scope: Scope) -> Self {
        Self { scope, claims: Vec::new() }
    }

    /// Sets the names of the claims to which the user consented beyond the scope: the names in
    /// [`claims_beyond_scope`](crate::PendingAuthorization::claims_beyond_scope) that the page has
    /// shown.
    pub fn claims(mut self, mut names: Vec<String>) -> Self {
        names.sort();
        names.dedup();
        self.claims = names;
        self
    }

    /// Adds another consent of the user to this consent.
    pub fn add(&mut self, other: &Self) {
        for token in other.scope.iter() {
            // Each value of a scope is a valid scope token, so this insertion succeeds.
            let _ = self.scope.insert(token);
        }
        let claims = self.claims.iter().chain(&other.claims).cloned().collect();
        *self = core::mem::take(self).claims(claims);
    }

    /// Returns whether the user has not consented to anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.scope.is_empty() && self.claims.is_empty()
    }
}

/// The consent of a signed-in user to a scope.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[must_use]
pub struct Consent {
    /// The user who consented.
    pub signed_in: SignedIn,
    /// The scope to which the user consented. The provider ignores values that the request does not
    /// contain.
    pub scope: Scope,
    /// The names of the claims to which the user consented beyond the scope, without language tags.
    /// The provider ignores names for which the request does not ask.
    pub claims: Vec<String>,
    /// Claims about the user that an ID Token from the authorization endpoint contains. They are
    /// ignored if the response contains no ID Token.
    pub id_token_claims: Object,
}

impl Consent {
    /// Creates the consent of a signed-in user to a scope. The consent covers the claims that the
    /// scope requests. For other claims, call [`claims`](Self::claims).
    pub fn new(signed_in: SignedIn, scope: Scope) -> Self {
        Self { signed_in, scope, claims: Vec::new(), id_token_claims: Object::new() }
    }

    /// Sets the names of the claims to which the user consented beyond the scope. The consent page
    /// shows the names that
    /// [`claims_beyond_scope`](crate::PendingAuthorization::claims_beyond_scope) returns.
    pub fn claims(mut self, names: Vec<String>) -> Self {
        self.claims = names;
        self
    }

    /// Sets claims about the user that an ID Token from the authorization endpoint contains, such as
    /// `email`. Registered claims such as `sub` are not allowed here.
    ///
    /// With the response type `id_token` the client receives no access token, so it cannot ask the
    /// UserInfo endpoint. The ID Token then has to contain the claims that the scope requests
    /// ([Core §5.4](https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims)).
    /// [`PendingAuthorization::release`](crate::PendingAuthorization::release) computes the claims.
    pub fn id_token_claims(mut self, claims: Object) -> Self {
        self.id_token_claims = claims;
        self
    }

    /// Returns the part of `asked` that the user consented to. `openid` is always part of it, since
    /// the request is about signing in.
    pub(super) fn covered(consented: &Scope, asked: &Scope) -> Scope {
        let mut scope = Scope::new();
        for token in asked.iter().filter(|token| *token == "openid" || consented.contains(token)) {
            // Each value of a scope is a valid scope token, so this insertion succeeds.
            let _ = scope.insert(token);
        }
        scope
    }
}
