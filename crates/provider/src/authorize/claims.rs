//! The claims for which an authorization request asks by name.

use serde_json::Value;
use symbolon_jose::{Excerpt, Excerpts, Object};
use symbolon_oidc::release::{Asked, Consented, ReleaseTo};
use symbolon_oidc::{ClaimPlace, ClaimRequest, ClaimsRequest, Prompt, Release};

use super::{AuthorizeError, PendingAuthorization};
use crate::{Consent, SignedIn};

impl PendingAuthorization {
    /// Returns `claims`: the claims for which the client asks by name. Empty if the request has no
    /// `claims`.
    #[must_use]
    pub fn claims(&self) -> &ClaimsRequest {
        &self.claims
    }

    /// Returns the claims for which the client asks, by its scope and by name. Pass the value to
    /// [`Release::new`](symbolon_oidc::Release::new) to see which claims the client will receive.
    #[must_use]
    pub fn asked_claims(&self) -> Asked<'_> {
        let to = ReleaseTo::of(self.response_type());
        Asked::new(self.claims(), self.scope(), to).locales(self.claims_locales())
    }

    /// Returns the names of the claims for which the client asks by name, and which the scope does
    /// not request. Show the names on the consent page, in addition to the scope. If the user
    /// agrees, pass them to [`Consent::claims`](crate::Consent::claims).
    #[must_use]
    pub fn claims_beyond_scope(&self) -> Vec<String> {
        self.asked_claims().beyond_scope()
    }

    /// Computes the claims that the client receives, from the claims that you know about the user and
    /// from the user's consent (see [`Release::new`]). If the response contains an ID Token, pass
    /// [`Release::id_token`] to [`Consent::id_token_claims`](crate::Consent::id_token_claims).
    #[must_use]
    pub fn release(&self, consent: &Consent, known: &Object) -> Release {
        let scope = Consent::covered(&consent.scope, self.scope());
        let consented = Consented::new(&scope).claims(&consent.claims);
        Release::new(&self.asked_claims(), &consented, known)
    }

    /// Returns the authentication context classes that the client requires, the preferred class
    /// first: the values of `acr` as an essential claim. The sign-in must satisfy at least one of
    /// these classes. If the list is empty, the client accepts every class
    /// ([Core §5.5.1.1](https://openid.net/specs/openid-connect-core-1_0.html#acrSemantics)).
    ///
    /// If the sign-in does not satisfy any of these classes, the client receives the error
    /// `unmet_authentication_requirements`.
    #[must_use]
    pub fn required_acr(&self) -> Vec<&str> {
        self.essential_acr()
            .into_iter()
            .flat_map(ClaimRequest::acceptable)
            .filter_map(Value::as_str)
            .collect()
    }

    /// Returns whether the request has `prompt=create`: the client asks for the page on which a new
    /// user creates an account, instead of the sign-in page. A user who has an account already may
    /// sign in on that page
    /// ([Prompt Create §4](https://openid.net/specs/openid-connect-prompt-create-1_0.html#name-prompt-parameter)).
    #[must_use]
    pub fn creates_account(&self) -> bool {
        self.prompts().contains(&Prompt::CREATE)
    }

    /// Returns whether the client accepts the user with this `sub`. A client can name the user whom
    /// it expects in `id_token_hint`, or as the value of the claim `sub` in `claims`. If the client
    /// names no user, it accepts every user
    /// ([Core §3.1.2.2](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequestValidation)).
    #[must_use]
    pub fn expects_subject(&self, subject: &str) -> bool {
        let subject_claim = Value::from(subject);
        let by_claim = [ClaimPlace::IdToken, ClaimPlace::UserInfo].iter().all(|place| {
            let claim = self.claims().place(*place).get("sub");
            // Core §5.5.1, value: if `sub` does not match, the authentication fails.
            claim.is_none_or(|claim| claim.accepts(&subject_claim))
        });
        by_claim && self.hinted_subject().is_none_or(|hinted| hinted == subject)
    }

    /// Returns the part of `claims` to which the user consented, for the records.
    pub(super) fn consented_claims(&self, consent: &Consent) -> ClaimsRequest {
        // A scope that the request does not contain covers no claim.
        let scope = Consent::covered(&consent.scope, self.scope());
        let consented = Consented::new(&scope).claims(&consent.claims);
        self.asked_claims().consented_claims(&consented)
    }

    /// Returns an error if the client requires a class that the authentication does not satisfy.
    pub(super) fn check_acr(&self, user: &SignedIn) -> Result<(), AuthorizeError> {
        let Some(claim) = self.essential_acr() else { return Ok(()) };
        if user.acr.as_deref().is_some_and(|acr| claim.accepts(&acr.into())) {
            return Ok(());
        }
        let found = user.acr.as_deref().map(Excerpt::new);
        let expected: Vec<String> = self.required_acr().into_iter().map(str::to_owned).collect();
        Err(AuthorizeError::UnmetAcr { found, expected: Excerpts::new(&expected) })
    }

    /// Returns the request for `acr` as an essential claim with certain values.
    fn essential_acr(&self) -> Option<&ClaimRequest> {
        // Core §5.5.1.1: only the ID Token counts.
        let acr = self.claims().id_token.get("acr");
        acr.filter(|claim| claim.essential && claim.is_restricted())
    }
}
