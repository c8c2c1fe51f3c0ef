use http::Response;
use symbolon_oauth::{AuthorizationCode, AuthorizationResponse, ErrorCode, Scope};
use time::OffsetDateTime;

use crate::refusal::see_other;
use crate::{
    AuthorizeError, CodeRecord, GrantId, PendingAuthorization, Provider, Refusal, SignedIn,
};

/// What the user decided, or what had been decided before.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub enum Decision {
    /// Go ahead.
    Granted(Granted),
    /// No: the user refused, or gave up signing in.
    Denied,
    /// No: the provider cannot, for this reason. [`ErrorCode::TEMPORARILY_UNAVAILABLE`] when its
    /// store is down, [`ErrorCode::INTERACTION_REQUIRED`] for a page that it does not have.
    Refused(ErrorCode),
}

/// A consent.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[must_use]
pub struct Granted {
    /// Who is signed in.
    pub signed_in: SignedIn,
    /// What they consented to. More than was asked for is cut down to that.
    pub scope: Scope,
}

impl Granted {
    /// This user consents to this.
    pub fn new(signed_in: SignedIn, scope: Scope) -> Self {
        Self { signed_in, scope }
    }
}

/// An authorization code for the browser to carry, and the record to store before it does.
#[derive(Debug)]
#[must_use = "store the record, then send the response"]
pub struct IssuedCode {
    record: CodeRecord,
    response: Response<Vec<u8>>,
}

impl IssuedCode {
    /// What to store.
    #[must_use]
    pub fn record(&self) -> &CodeRecord {
        &self.record
    }

    /// The redirect to the client
    /// ([Core §3.1.2.5](https://openid.net/specs/openid-connect-core-1_0.html#AuthResponse)).
    #[must_use]
    pub fn into_response(self) -> Response<Vec<u8>> {
        self.response
    }
}

impl Provider {
    /// Answers an authorization request by the user's decision.
    ///
    /// What the request says of the user is checked once more: a decision for somebody who is not
    /// who was expected, or did not authenticate when it was asked, is refused.
    ///
    /// # Errors
    /// [`Refusal::Redirect`] when the user said no, or would have to sign in again.
    pub fn grant(
        &self,
        request: PendingAuthorization,
        decision: Decision,
        now: OffsetDateTime,
    ) -> Result<IssuedCode, Refusal> {
        let granted = match decision {
            Decision::Granted(granted) => granted,
            // Core §3.1.2.6, RFC 6749 §4.1.2.1: access_denied.
            Decision::Denied => return Err(request.refuse(AuthorizeError::Denied, self)),
            // RFC 6749 §4.1.2.1: server_error and the like, which cannot be said by a status code.
            Decision::Refused(code) => {
                return Err(request.refuse(AuthorizeError::ByProvider(code), self));
            }
        };
        // Core §2, sub: 1 to 255 ASCII characters, or no ID Token could be made of it.
        let subject = &granted.signed_in.subject;
        if subject.is_empty() || subject.len() > 255 || !subject.is_ascii() {
            return Err(request.refuse(AuthorizeError::Subject, self));
        }
        if !request.accepts(&granted.signed_in, now, self.policy.leeway) {
            return Err(request.refuse(AuthorizeError::LoginRequired, self));
        }
        let random = |error| request.refuse(AuthorizeError::Random(error), self);
        let code = AuthorizationCode::random(&self.crypto).map_err(random)?;
        let record = CodeRecord {
            fingerprint: code.fingerprint(&self.crypto),
            grant: GrantId::random(&self.crypto).map_err(random)?,
            client_id: request.client_id().clone(),
            redirect_uri: request.redirect_uri().clone(),
            scope: intersection(&granted.scope, request.scope()),
            signed_in: granted.signed_in,
            nonce: request.request().nonce.clone(),
            code_challenge: request.request().oauth.code_challenge.clone(),
            expires: symbolon_jose::NumericDate::from(now).after(self.policy.code_lifetime),
        };
        let mut response = AuthorizationResponse::new(code);
        response.state = request.request().oauth.state.clone();
        // RFC 9207 §2: whose answer this is.
        response.iss = Some(self.issuer().as_str().to_owned());
        let location = request.redirect_uri().append(&response.to_parameters());
        Ok(IssuedCode { record, response: see_other(&location) })
    }
}

/// What was both asked for and consented to; `openid` is what the request is about.
pub(crate) fn intersection(consented: &Scope, asked: &Scope) -> Scope {
    let mut scope = Scope::new();
    for token in asked.iter().filter(|token| *token == "openid" || consented.contains(token)) {
        let _ = scope.insert(token);
    }
    scope
}
