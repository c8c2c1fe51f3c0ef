use core::time::Duration;

use serde::{Deserialize, Serialize};
use symbolon_jose::NumericDate;
use symbolon_oauth::Scope;
use symbolon_oidc::Prompt;
use time::OffsetDateTime;

use crate::grant::intersection;
use crate::moment::Moment;
use crate::{AuthorizeError, Granted, PendingAuthorization, Provider, Refusal};

/// A user who is signed in at the provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SignedIn {
    /// `sub`: who it is, by a name that is never given to anybody else; 1 to 255 ASCII characters.
    pub subject: String,
    authenticated: Moment,
    /// `acr`: the authentication context class that was satisfied, if one is claimed.
    pub acr: Option<String>,
    /// `amr`: the methods by which they proved it, such as `pwd`
    /// ([RFC 8176](https://www.rfc-editor.org/rfc/rfc8176)).
    pub amr: Vec<String>,
}

impl SignedIn {
    /// This user, who proved it at this time.
    #[must_use]
    pub fn new(subject: &str, auth_time: OffsetDateTime) -> Self {
        Self {
            subject: subject.to_owned(),
            authenticated: auth_time.into(),
            acr: None,
            amr: Vec::new(),
        }
    }

    /// `auth_time`: when they proved it.
    #[must_use]
    pub fn auth_time(&self) -> NumericDate {
        self.authenticated.into()
    }

    pub(crate) fn authenticated(&self) -> Moment {
        self.authenticated
    }

    /// Satisfying this authentication context class.
    #[must_use]
    pub fn acr(mut self, acr: &str) -> Self {
        self.acr = Some(acr.to_owned());
        self
    }

    /// By this method as well.
    #[must_use]
    pub fn amr(mut self, method: &str) -> Self {
        self.amr.push(method.to_owned());
        self
    }
}

/// The page that the user has to see next.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub enum Interaction {
    /// The sign-in page: nobody is signed in, or not recently enough, or not who is expected.
    SignIn,
    /// The consent page, for this signed-in user.
    Consent(SignedIn),
    /// None: this has been decided before, and [`Decision::Granted`](crate::Decision::Granted) with
    /// it is the answer.
    Nothing(Granted),
}

impl Provider {
    /// What stands between a request and its being granted: `prompt`, `max_age`, `id_token_hint`
    /// and consent decide
    /// ([Core §3.1.2.3](https://openid.net/specs/openid-connect-core-1_0.html#Authenticates),
    /// [§3.1.2.4](https://openid.net/specs/openid-connect-core-1_0.html#Consent)).
    ///
    /// `signed_in` is who is signed in at the provider in this browser, and `consented` what that
    /// user has let this client have before, `openid` included. Ask again after the sign-in page: it
    /// is shown again to a user who is not the one that
    /// [`hinted_subject`](PendingAuthorization::hinted_subject) names, and who should be told so.
    /// What the user answers on the consent page goes to [`Provider::grant`] instead: `prompt=consent`
    /// asks for that page every time. Anybody can say that they are a public client, so what was
    /// consented to for one counts only where its redirect URI is `https`; say the empty scope
    /// otherwise ([RFC 8252 §8.6](https://www.rfc-editor.org/rfc/rfc8252#section-8.6)).
    ///
    /// # Errors
    /// [`Refusal::Redirect`] for `prompt=none` when a page would have to be shown.
    pub fn interaction(
        &self,
        request: &PendingAuthorization,
        signed_in: Option<&SignedIn>,
        consented: &Scope,
        now: OffsetDateTime,
    ) -> Result<Interaction, Refusal> {
        let silent = request.prompts().contains(&Prompt::NONE);
        let user = match signed_in {
            Some(user) if request.accepts(user, now, self.policy.leeway) => user,
            // Core §3.1.2.6: login_required.
            _ if silent => return Err(request.refuse(AuthorizeError::LoginRequired, self)),
            _ => return Ok(Interaction::SignIn),
        };
        // Core §3.1.2.1, prompt=consent: asked again, whatever was consented to before.
        let ask = request.prompts().contains(&Prompt::CONSENT);
        // Core §11: `offline_access` without consent to it is ignored, where none can be asked for.
        let wanted = |token: &str| !(silent && token == "offline_access");
        let covered =
            request.scope().iter().all(|token| !wanted(token) || consented.contains(token));
        if !ask && covered {
            let scope = intersection(consented, request.scope());
            return Ok(Interaction::Nothing(Granted::new(user.clone(), scope)));
        }
        // Core §3.1.2.6: consent_required.
        if silent {
            return Err(request.refuse(AuthorizeError::ConsentRequired, self));
        }
        Ok(Interaction::Consent(user.clone()))
    }
}

impl PendingAuthorization {
    /// Whether this authentication satisfies the request.
    pub(crate) fn accepts(&self, user: &SignedIn, now: OffsetDateTime, leeway: Duration) -> bool {
        let now = NumericDate::from(now);
        // Core §3.1.2.2 (4): the user of the hint, and nobody else.
        let expected = self.hinted_subject().is_none_or(|subject| subject == user.subject);
        // Core §3.1.2.1, prompt=login and select_account: authenticated since the request came.
        let again = [Prompt::LOGIN, Prompt::SELECT_ACCOUNT];
        let asked_again = again.iter().any(|prompt| self.prompts().contains(prompt));
        let since_request = user.authenticated() >= self.moment();
        // Core §3.1.2.1, max_age: no longer ago than that. Whoever authenticated for this very
        // request is recent enough, so that slow typing sends nobody around in circles, and
        // `max_age=0` is prompt=login.
        let recent = self.max_age().is_none_or(|max_age| {
            since_request || (!max_age.is_zero() && now <= user.auth_time().after(max_age))
        });
        // Core §2, auth_time: nobody authenticated in the future, but for the difference between the
        // clocks of two copies of a provider.
        let past = user.auth_time() <= now.after(leeway);
        expected && recent && (!asked_again || since_request) && past
    }
}
