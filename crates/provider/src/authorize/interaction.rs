//! Which page the user has to see before a request can be answered.

use core::time::Duration;

use symbolon_jose::NumericDate;
use symbolon_oidc::Prompt;
use time::OffsetDateTime;

use super::{AuthorizeError, Consent, EarlierConsent, PendingAuthorization, Refusal};
use crate::{Provider, SignedIn};

/// What the provider has to show to the user next: a page, or nothing.
///
/// ```
/// use symbolon_provider::{Consent, Interaction};
///
/// /// Returns the name of the page to show, or the consent with which to answer the client.
/// fn page(next: Interaction) -> Result<&'static str, Consent> {
///     match next {
///         Interaction::SignIn => Ok("sign_in.html"),
///         Interaction::Consent(_) => Ok("consent.html"),
///         Interaction::Nothing(consent) => Err(consent),
///     }
/// }
/// ```
///
/// This enum is intentionally exhaustive, because your program must have a page for each variant. A
/// new variant comes only with a new major version, because every program then has to add a page.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub enum Interaction {
    /// Show the sign-in page: no user is signed in, the user has to sign in again or in a stronger
    /// way, or the client expects a user other than the signed-in user. If
    /// [`PendingAuthorization::creates_account`] returns `true`, show the page on which a new user
    /// creates an account instead. [`PendingAuthorization::required_acr`] returns the classes that
    /// the sign-in must satisfy.
    SignIn,
    /// Show the consent page to this signed-in user.
    Consent(SignedIn),
    /// Show no page, because the user consented before. Call [`Provider::respond`] with
    /// [`Decision::Consented`](crate::Decision::Consented) and this consent.
    Nothing(Consent),
}

impl Provider {
    /// Decides which page the user has to see next, from `prompt`, `max_age`, `id_token_hint`,
    /// `claims` and earlier consent
    /// ([Core §3.1.2.3](https://openid.net/specs/openid-connect-core-1_0.html#Authenticates),
    /// [§3.1.2.4](https://openid.net/specs/openid-connect-core-1_0.html#Consent)).
    ///
    /// `signed_in` is the user who is signed in at the provider in this browser. `earlier` is the
    /// consent of that user to earlier requests of this client. Pass [`EarlierConsent::default`] if
    /// the user never consented. After the sign-in page, call this method
    /// again. If the client does not expect the user who signed in
    /// ([`expects_subject`](PendingAuthorization::expects_subject)), the method returns
    /// [`Interaction::SignIn`] again; tell the user on the page that the client expects a different
    /// user. If the client asks for a scope, or for claims
    /// [beyond the scope](PendingAuthorization::claims_beyond_scope), that `earlier` does not
    /// cover, the method returns [`Interaction::Consent`]. After the consent page, call
    /// [`Provider::respond`] instead, because this method returns [`Interaction::Consent`] for every
    /// request with `prompt=consent`.
    ///
    /// Any app can send the `client_id` of a public client and pretend to be this client.
    /// Therefore, if the redirect URI of a public client is not an `https` URL, or if the client is
    /// registered as a native application, this method ignores `earlier`, so that the user is asked
    /// each time
    /// ([`PendingAuthorization::accepts_earlier_consent`],
    /// [RFC 8252 §8.6](https://www.rfc-editor.org/rfc/rfc8252#section-8.6)).
    ///
    /// # Errors
    /// [`Refusal::ToUser`] when `request` belongs to another issuer than this `Provider`, for
    /// example because your server has several providers and you called the wrong provider, or when
    /// an error has to be sent in a JWT for which this `Provider` has no key.
    /// [`Refusal::ToClient`] when the request has `prompt=none` but the user would have to see a
    /// page, or when the user signed in for this request and the authentication does not satisfy
    /// an `acr` that the client requires.
    pub fn interaction(
        &self,
        request: &PendingAuthorization,
        signed_in: Option<&SignedIn>,
        earlier: &EarlierConsent,
        now: OffsetDateTime,
    ) -> Result<Interaction, Refusal> {
        request.check_issuer(self.issuer())?;
        let silent = request.prompts().contains(&Prompt::NONE);
        let user = match signed_in {
            Some(user) if request.accepts(user, now, self.policy().leeway) => user,
            // Core §3.1.2.6: login_required.
            _ if silent => return Err(request.refuse(self, AuthorizeError::LoginRequired, now)),
            _ => return Ok(Interaction::SignIn),
        };
        // Core §5.5.1.1: the user may sign in again in a stronger way. If the user has signed in for
        // this request, the requirement cannot be met.
        if let Err(unmet) = request.check_acr(user) {
            let signed_in_for_it = user.authenticated() >= request.received_at();
            if silent || signed_in_for_it {
                return Err(request.refuse(self, unmet, now));
            }
            return Ok(Interaction::SignIn);
        }
        // Core §3.1.2.1, prompt=consent: the user is asked again in spite of earlier consent.
        if !request.prompts().contains(&Prompt::CONSENT)
            && let Some(consent) = request.covered_by(earlier, user)
        {
            return Ok(Interaction::Nothing(consent));
        }
        // Core §3.1.2.6: consent_required.
        if silent {
            return Err(request.refuse(self, AuthorizeError::ConsentRequired, now));
        }
        Ok(Interaction::Consent(user.clone()))
    }
}

impl PendingAuthorization {
    /// Returns the consent with which the request can be answered without a page, if an earlier
    /// consent covers the scope and the claims of the request.
    fn covered_by(&self, earlier: &EarlierConsent, user: &SignedIn) -> Option<Consent> {
        let silent = self.prompts().contains(&Prompt::NONE);
        // RFC 8252 §8.6: earlier consent does not count for an app that cannot prove its identity.
        let nothing = EarlierConsent::default();
        let earlier = if self.accepts_earlier_consent() { earlier } else { &nothing };
        // Core §11: `offline_access` is ignored where the user cannot be asked for consent to it.
        let wanted = |token: &str| !(silent && token == "offline_access");
        let covered =
            self.scope().iter().all(|token| !wanted(token) || earlier.scope.contains(token));
        // Core §5.5.1: if the user does not consent to a claim, the claim is left out, and the
        // provider returns no error. So the user is asked for consent to claims only if the
        // provider may show a page.
        let mut claims = self.claims_beyond_scope();
        let asked = claims.len();
        claims.retain(|name| earlier.claims.contains(name));
        let covered = covered && (silent || claims.len() == asked);
        let scope = Consent::covered(&earlier.scope, self.scope());
        covered.then(|| Consent::new(user.clone(), scope).claims(claims))
    }

    /// Returns whether the user, and the time of the authentication, satisfy the request.
    pub(super) fn accepts(&self, user: &SignedIn, now: OffsetDateTime, leeway: Duration) -> bool {
        let now = NumericDate::from(now);
        // Core §3.1.2.2 (4): the client expects the user whom the hint or the claim `sub` names.
        let expected = self.expects_subject(&user.subject);
        // Core §3.1.2.1: `prompt=login` and `select_account` need an authentication after the
        // request arrived. With `create`, the user sees the page for new accounts first.
        let again = [Prompt::LOGIN, Prompt::SELECT_ACCOUNT, Prompt::CREATE];
        let asked_again = again.iter().any(|prompt| self.prompts().contains(prompt));
        let since_request = user.authenticated() >= self.received_at();
        // Core §3.1.2.1: the authentication is no older than `max_age`. A user who authenticated
        // after the request arrived is recent enough, however long the pages took. `max_age=0`
        // means `prompt=login`.
        let recent = self.max_age().is_none_or(|max_age| {
            since_request || (!max_age.is_zero() && now <= user.auth_time().after(max_age))
        });
        // Core §2: `auth_time` is not in the future. Two copies of a provider may have different
        // clocks.
        let past = user.auth_time() <= now.after(leeway);
        expected && recent && (!asked_again || since_request) && past
    }
}
