//! The update of a registration.

use http::StatusCode;
use symbolon_jose::NumericDate;
use symbolon_oauth::obligation::Unstored;
use symbolon_oauth::{AccessToken, ClientSecret, ErrorCode};
use symbolon_registration::{ClientUpdate, SecretUse};
use time::OffsetDateTime;

use super::fetches::Fetches;
use super::flow::Waiting;
use super::refusal::unauthorized;
use super::register::registered_by;
use super::{RegistrationError, UpdateFlow};
use crate::{
    ClientRegistration, Provider, RegisteredBy, RegisteredClient, RegistrationPolicy,
    RegistrationRecord, ReplacedRegistration,
};

impl Provider {
    /// Replaces the metadata of a client whose token was checked
    /// ([RFC 7592 §2.2](https://www.rfc-editor.org/rfc/rfc7592#section-2.2)).
    pub(super) fn update(
        &self,
        update: ClientUpdate,
        stored: ClientRegistration,
        presented: AccessToken,
        now: OffsetDateTime,
    ) -> Result<UpdateFlow, RegistrationError> {
        let policy = self.registration_policy()?;
        let ClientRegistration { client: old, registration } = stored;
        self.check_stated_secret(update.client_secret.as_ref(), &old)?;
        let terms = registration.terms.as_ref();
        let statement = update.software_statement.as_ref();
        let metadata = self.prepare(&update.metadata, statement, terms, now)?;
        let fetches = Fetches::new(metadata.clone(), policy);
        let mut client = RegisteredClient::from_metadata(old.client_id.clone(), metadata)?;
        let ends_consents = client.adds_redirect_uris(&old);
        client.registered_by = match registered_by(terms) {
            // The operator has seen and trusts only the old redirect URIs.
            RegisteredBy::Itself if !ends_consents => old.registered_by,
            registered_by => registered_by,
        };
        keep_settings(&mut client, &old);
        let (client, secret) = self.update_secret(client, &old, policy, now)?;
        let token = match policy.rotates_registration_token {
            true => AccessToken::random(self.crypto())?,
            false => presented,
        };
        let replaces = registration.token.clone();
        let registration = RegistrationRecord {
            token: token.fingerprint(self.crypto()),
            software_statement: update.software_statement,
            ..registration
        };
        let registration = ClientRegistration::new(client, registration);
        let information = self.client_information(&registration, token, secret)?;
        let records = ReplacedRegistration { registration, replaces, ends_consents };
        let response = information.into_http(StatusCode::OK);
        // Another request has changed the token or deleted the client in the meantime.
        let revoked = unauthorized(Some(ErrorCode::INVALID_TOKEN));
        Ok(UpdateFlow(Waiting::new(fetches, Unstored::new(records, response, revoked))))
    }

    /// RFC 7592 §2.2: a client can state its current secret, and cannot choose a secret.
    fn check_stated_secret(
        &self,
        stated: Option<&ClientSecret>,
        client: &RegisteredClient,
    ) -> Result<(), RegistrationError> {
        let stated = stated.map(|secret| secret.fingerprint(self.crypto()));
        if stated.is_none() || stated == client.client_secret_fingerprint {
            Ok(())
        } else {
            Err(RegistrationError::ClientSecret)
        }
    }

    /// Keeps the secret of a client, or issues a new secret. Returns the client, and the new secret.
    fn update_secret(
        &self,
        mut client: RegisteredClient,
        old: &RegisteredClient,
        policy: &RegistrationPolicy,
        now: OffsetDateTime,
    ) -> Result<(RegisteredClient, Option<ClientSecret>), RegistrationError> {
        if old.client_secret_fingerprint.is_none() || is_due(old, policy, now) {
            return self.issue_secret(client, policy, now);
        }
        match client.metadata().secret_use() {
            SecretUse::NotUsed => return Ok((client, None)),
            SecretUse::Compared => {
                client.client_secret_fingerprint.clone_from(&old.client_secret_fingerprint);
            }
            usage @ SecretUse::Key { octets } => {
                let kept = old.client_secret.as_ref().map(|shared| shared.secret());
                // A secret of which only the hash is kept, or a short secret, is replaced.
                let Some(secret) = kept.filter(|secret| secret.expose().len() >= octets) else {
                    return self.issue_secret(client, policy, now);
                };
                client = self.keep_secret(client, secret, usage)?;
            }
        }
        client.client_secret_expires = old.client_secret_expires;
        Ok((client, None))
    }
}

/// Returns whether the secret of a client expires within half of its lifetime.
fn is_due(client: &RegisteredClient, policy: &RegistrationPolicy, now: OffsetDateTime) -> bool {
    let half =
        policy.secret_lifetime.and_then(|lifetime| lifetime.checked_div(2)).unwrap_or_default();
    client
        .client_secret_expires
        .is_some_and(|expires| expires <= NumericDate::from(now).after(half))
}

/// Copies the settings that are not client metadata, which only the operator can change.
fn keep_settings(client: &mut RegisteredClient, old: &RegisteredClient) {
    client.pkce = old.pkce;
    client.request_object_rule = old.request_object_rule;
    client.assertion_audience_token_endpoint = old.assertion_audience_token_endpoint;
}
