//! The decision about an authorization request.

use symbolon_oauth::{ErrorCode, Scope};

use crate::SignedIn;

/// The decision about an authorization request: the user's, or an earlier one that still holds.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub enum Decision {
    /// The user consented.
    Consented(Consent),
    /// The user refused, or gave up signing in.
    Denied,
    /// The provider cannot go on, for this reason: [`ErrorCode::TEMPORARILY_UNAVAILABLE`] when its
    /// store is down, [`ErrorCode::INTERACTION_REQUIRED`] for a page that it does not have.
    Refused(ErrorCode),
}

/// The consent of a signed-in user to a scope.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[must_use]
pub struct Consent {
    /// The user who is signed in.
    pub signed_in: SignedIn,
    /// The scope to which the user consented. Values that were not asked for have no effect.
    pub scope: Scope,
}

impl Consent {
    /// Creates the consent of this user to this scope.
    pub fn new(signed_in: SignedIn, scope: Scope) -> Self {
        Self { signed_in, scope }
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
