//! What the provider issues: identifiers, secrets and tokens.

use symbolon_jose::crypto::RandomError;
use symbolon_jose::{Crypto, NumericDate, SecretString, SignatureAlgorithm};
use symbolon_oauth::{ClientId, ClientSecret};
use symbolon_registration::SecretUse;
use time::OffsetDateTime;

use super::RegistrationError;
use crate::{Provider, RegisteredClient, RegistrationPolicy};

impl Provider {
    /// Creates the identifier of a new client: 43 characters of base64url. It never begins with
    /// `https://`, so it cannot be the URL of a client ID metadata document.
    pub(super) fn new_client_id(&self) -> Result<ClientId, RegistrationError> {
        let text = SecretString::random(self.crypto())?;
        // The characters of base64url are allowed in a client identifier.
        ClientId::new(text.expose()).map_err(|_| RandomError.into())
    }

    /// Issues a secret to a client that needs a secret. Returns the client and the secret.
    pub(super) fn issue_secret(
        &self,
        mut client: RegisteredClient,
        policy: &RegistrationPolicy,
        now: OffsetDateTime,
    ) -> Result<(RegisteredClient, Option<ClientSecret>), RegistrationError> {
        client.client_secret = None;
        client.client_secret_fingerprint = None;
        client.client_secret_expires = None;
        let usage = client.metadata().secret_use();
        if usage == SecretUse::NotUsed {
            return Ok((client, None));
        }
        let secret = new_secret(usage, self.crypto())?;
        let mut client = self.keep_secret(client, &secret, usage)?;
        client.client_secret_expires =
            policy.secret_lifetime.map(|lifetime| NumericDate::from(now).after(lifetime));
        Ok((client, Some(secret)))
    }

    /// Puts a secret into the record of a client: its fingerprint, and its text only if the client
    /// uses it as a key.
    pub(super) fn keep_secret(
        &self,
        client: RegisteredClient,
        secret: &ClientSecret,
        usage: SecretUse,
    ) -> Result<RegisteredClient, RegistrationError> {
        let SecretUse::Key { octets } = usage else {
            return Ok(client.secret(secret, self.crypto()));
        };
        let algorithm = match octets {
            0..=32 => SignatureAlgorithm::Hs256,
            33..=48 => SignatureAlgorithm::Hs384,
            _ => SignatureAlgorithm::Hs512,
        };
        let client = client.shared_secret(secret, algorithm, self.crypto());
        client.map_err(RegistrationError::Secret)
    }
}

/// Creates a secret that is long enough for its use.
fn new_secret(usage: SecretUse, crypto: &Crypto) -> Result<ClientSecret, RandomError> {
    let first = ClientSecret::random(crypto)?;
    match usage {
        // Core §16.19: at least as many octets as the output of the hash.
        SecretUse::Key { octets } if octets > first.expose().len() => {
            let second = ClientSecret::random(crypto)?;
            Ok(ClientSecret::new(format!("{}{}", first.expose(), second.expose())))
        }
        _ => Ok(first),
    }
}
