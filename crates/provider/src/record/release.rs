//! The claims that the records of a grant release.

use symbolon_jose::Object;
use symbolon_oauth::Scope;
use symbolon_oidc::release::{Asked, Consented, ReleaseTo};
use symbolon_oidc::{ClaimsRequest, Release};

use super::{AccessTokenRecord, CodeRecord, RefreshTokenRecord};

impl CodeRecord {
    /// Computes the claims that the client receives, from the claims that you know about the user
    /// (see [`Release::new`]). Pass [`Release::id_token`] to
    /// [`Provider::redeem`](crate::Provider::redeem).
    #[must_use]
    pub fn release(&self, known: &Object) -> Release {
        release(&self.claims, &self.claims_locales, &self.scope, known)
    }
}

impl RefreshTokenRecord {
    /// Computes the claims that the client receives, from the claims that you know about the user
    /// (see [`Release::new`]). Pass [`Release::id_token`] to
    /// [`Provider::refresh`](crate::Provider::refresh).
    #[must_use]
    pub fn release(&self, known: &Object) -> Release {
        release(&self.claims, &self.claims_locales, &self.scope, known)
    }
}

impl AccessTokenRecord {
    /// Computes the claims that the client receives, from the claims that you know about the user
    /// (see [`Release::new`]).
    #[must_use]
    pub fn release(&self, known: &Object) -> Release {
        release(&self.claims, &self.claims_locales, &self.scope, known)
    }
}

fn release(claims: &ClaimsRequest, locales: &[String], scope: &Scope, known: &Object) -> Release {
    // A record contains only the claims and the scope to which the user consented. The client of a
    // record has an access token.
    let asked = Asked::new(claims, scope, ReleaseTo::IdTokenAndUserInfo).locales(locales);
    Release::new(&asked, &Consented::to_all(), known)
}
