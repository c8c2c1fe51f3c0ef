//! The answer to an authorization request, once the decision about it is known.

mod issue;

use symbolon_oauth::obligation::{Stored, Unstored};
use time::OffsetDateTime;

use self::issue::Issue;
use super::{AuthorizeError, Decision, PendingAuthorization, Refusal};
use crate::{AuthorizationRecords, Provider, SignedIn, StoreFailed};

impl Provider {
    /// Answers an authorization request: with the code and the tokens that its response type asks
    /// for if the user consented, and otherwise with an error
    /// ([Core §3.1.2.5](https://openid.net/specs/openid-connect-core-1_0.html#AuthResponse),
    /// [§3.2.2.5](https://openid.net/specs/openid-connect-core-1_0.html#ImplicitAuthResponse),
    /// [§3.3.2.5](https://openid.net/specs/openid-connect-core-1_0.html#HybridAuthResponse)).
    ///
    /// The user who consented is checked against the request once more: the request is refused if
    /// the client expects another user, if the user did not sign in recently enough for `prompt`
    /// and `max_age`, or if the authentication does not satisfy an `acr` that the client requires.
    /// Write the records to your store, then send the response that
    /// [`Unstored::into_response`] returns.
    ///
    /// # Errors
    /// [`Refusal::ToUser`] when `request` belongs to another issuer than this `Provider`, for
    /// example because your server has several providers and you called the wrong provider, or when
    /// the response has to be sent in a JWT for which this `Provider` has no key.
    /// [`Refusal::ToClient`] when `decision` is not [`Decision::Consented`], when the user has to
    /// sign in again or in a stronger way, when [`SignedIn::subject`] is not 1 to 255 ASCII
    /// characters, when the ID Token cannot be signed, or when the source of randomness fails.
    /// [`Refusal::AfterPage`] instead of `ToClient` when the client
    /// registered itself and the request does not have `prompt=none`, also after the user denied
    /// it.
    pub fn respond(
        &self,
        request: PendingAuthorization,
        decision: Decision,
        now: OffsetDateTime,
    ) -> Result<Unstored<AuthorizationRecords>, Refusal> {
        request.check_issuer(self.issuer())?;
        let consent = match decision {
            Decision::Consented(consent) => consent,
            // Core §3.1.2.6, RFC 6749 §4.1.2.1: access_denied. RFC 9700 §4.11.2 (2): if the user
            // denies a suspicious request, the browser must not go to an address that is not
            // trusted.
            Decision::Denied => return Err(request.refuse(self, AuthorizeError::Denied, now)),
            // RFC 6749 §4.1.2.1: server_error and the like, since a redirect has no error status.
            Decision::Refused(code) => {
                return Err(request.refuse(self, AuthorizeError::ByProvider(code), now));
            }
        };
        self.check_user(&request, &consent.signed_in, now)?;
        // The path is prepared first, so that no records exist for a response that cannot be sent.
        let path = request.return_path(self, now)?;
        let (records, response) = Issue::new(self, &request, consent, now.into())
            .and_then(Issue::response)
            .map_err(|reason| request.refuse(self, reason, now))?;
        // Some response modes sign the response, so only the response that is sent is written.
        Ok(Unstored::deferred(records, move |stored| match stored {
            Stored::Confirmed => path.respond(response),
            // The user may have been signed out, or the client deleted, while the code was made.
            Stored::GrantRevoked => path.refuse((&AuthorizeError::Denied).into()),
            Stored::Failed => path.refuse((&AuthorizeError::StoreFailed(StoreFailed)).into()),
        }))
    }

    fn check_user(
        &self,
        request: &PendingAuthorization,
        user: &SignedIn,
        now: OffsetDateTime,
    ) -> Result<(), Refusal> {
        // Core §2, sub: 1 to 255 ASCII characters.
        let subject = &user.subject;
        if subject.is_empty() || subject.len() > 255 || !subject.is_ascii() {
            return Err(request.refuse(self, AuthorizeError::Subject, now));
        }
        if !request.accepts(user, now, self.policy().leeway) {
            return Err(request.refuse(self, AuthorizeError::LoginRequired, now));
        }
        // Core §5.5.1.1: an essential `acr` that is not met is a failed authentication.
        request.check_acr(user).map_err(|unmet| request.refuse(self, unmet, now))
    }
}
