//! A new registration.

use http::StatusCode;
use symbolon_jose::NumericDate;
use symbolon_oauth::obligation::Unstored;
use symbolon_oauth::{AccessToken, ErrorCode};
use symbolon_registration::RegistrationRequest;
use time::OffsetDateTime;

use super::access::Access;
use super::fetches::Fetches;
use super::flow::Waiting;
use super::refusal::unauthorized;
use super::rules::check_access;
use super::{RegisterFlow, RegistrationError, RegistrationRefusal};
use crate::{
    ClientRegistration, InitialAccessTokenRecord, InitialAccessTokenTerms, NewRegistration,
    Provider, RegisteredBy, RegisteredClient, RegistrationRecord,
};

impl Provider {
    /// Checks a registration request, and creates the client
    /// ([Registration §3](https://openid.net/specs/openid-connect-registration-1_0.html#ClientRegistration),
    /// [RFC 7591 §3](https://www.rfc-editor.org/rfc/rfc7591#section-3)).
    ///
    /// `token` is the record that your store has under the fingerprint of the request's
    /// `initial_access_token`, or `None` if the request has no token or the store has no record.
    ///
    /// Drive the flow, write the records to your store, and send the response that
    /// [`Unstored::into_response`] returns: it has the status 201, and contains the registered
    /// metadata of the client and its new credentials. A client secret and the registration access
    /// token are only in the response. The records contain their fingerprints, and the text of the
    /// secret only if the client uses it as a key.
    ///
    /// # Errors
    /// [`RegistrationRefusal`] for the first rule that the request breaks, of
    /// [`REGISTRATION_RULES`](crate::REGISTRATION_RULES),
    /// [`symbolon_registration::software_statement::RULES`], [`symbolon_registration::RULES`] and
    /// [`symbolon_registration::OFFER_RULES`]; and when the provider has no
    /// [`RegistrationPolicy`](crate::RegistrationPolicy) or the source of randomness fails. No client
    /// is created then.
    pub fn register(
        &self,
        request: RegistrationRequest,
        token: Option<InitialAccessTokenRecord>,
        now: OffsetDateTime,
    ) -> Result<RegisterFlow, RegistrationRefusal> {
        let policy = self.registration_policy()?;
        let access = Access {
            provider: self,
            policy,
            token: request.initial_access_token.as_ref(),
            record: token.as_ref(),
            now,
        };
        check_access(&access)?;
        let initial = access.presented();
        let terms = initial.map(|record| &record.terms);
        let statement = request.software_statement.as_ref();
        let metadata = self.prepare(&request.metadata, statement, terms, now)?;
        let fetches = Fetches::new(metadata.clone(), policy);
        let client = RegisteredClient::from_metadata(self.new_client_id()?, metadata)
            .map_err(RegistrationError::Metadata)?;
        let (mut client, secret) = self.issue_secret(client, policy, now)?;
        client.registered_by = registered_by(terms);
        let token = AccessToken::random(self.crypto()).map_err(RegistrationError::Random)?;
        let now = NumericDate::from(now);
        let registration = RegistrationRecord {
            client_id: client.client_id.clone(),
            issuer: self.issuer().clone(),
            token: token.fingerprint(self.crypto()),
            issued_at: now,
            initial_access_token: initial.map(|record| record.fingerprint.clone()),
            terms: terms.cloned(),
            software_statement: request.software_statement,
            unused_until: policy.unused_lifetime.map(|lifetime| now.after(lifetime)),
        };
        let registration = ClientRegistration::new(client, registration);
        let information = self.client_information(&registration, token, secret)?;
        let spends = registration.registration.initial_access_token.clone();
        let records = NewRegistration { registration, spends };
        // The token was used up, withdrawn or expired after its record was read.
        let revoked = unauthorized(Some(ErrorCode::INVALID_TOKEN));
        // Registration §3.2: 201.
        let response = information.into_http(StatusCode::CREATED);
        Ok(RegisterFlow(Waiting::new(fetches, Unstored::new(records, response, revoked))))
    }
}

/// Returns who registered a client: the operator, if the operator trusts the holder of the token.
pub(super) fn registered_by(terms: Option<&InitialAccessTokenTerms>) -> RegisteredBy {
    match terms {
        Some(terms) if terms.trusted => RegisteredBy::Operator,
        _ => RegisteredBy::Itself,
    }
}
