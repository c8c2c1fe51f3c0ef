//! The keys that verify the token: public keys, or the client's secret.

use symbolon::jose::VerificationKeys;
use symbolon::oauth::Issuer;
use symbolon::ring::CRYPTO;

use super::arguments::Arguments;
use super::error::Error;
use crate::keys::{Keys, SecretError, SecretSource};

/// The keys that verify the token: either public keys or a secret. They are never used together.
/// Otherwise, an attacker could sign a token with a MAC, and use a public key as the secret
/// ([RFC 8725 §3.1](https://www.rfc-editor.org/rfc/rfc8725#section-3.1)).
pub(super) enum With {
    PublicKeys(Keys),
    Secret(SecretSource),
}

impl With {
    /// Reads or fetches the keys, or reads the secret.
    pub(super) fn new(arguments: &Arguments, issuer: Option<&Issuer>) -> Result<Self, Error> {
        if let Some(path) = &arguments.secret_file {
            if path.as_os_str() == "-" && arguments.token.is_on_standard_input() {
                return Err(SecretError::Both.into());
            }
            return Ok(Self::Secret(SecretSource::read(path)?));
        }
        if let Some(name) = &arguments.secret_env {
            return Ok(Self::Secret(SecretSource::variable(name)?));
        }
        Ok(Self::PublicKeys(match (&arguments.keys, issuer) {
            (Some(file), _) => Keys::read(file)?,
            (None, Some(issuer)) => Keys::fetch(issuer)?,
            (None, None) => return Err(Error::NoKeys),
        }))
    }

    /// Prepares the keys for every algorithm that they fit, because this program does not know the
    /// algorithm on which the client and the provider agreed.
    pub(super) fn verification_keys(&self) -> Result<VerificationKeys, Error> {
        let allowed: Vec<_> = CRYPTO.signature_algorithms().collect();
        match self {
            Self::PublicKeys(keys) => Ok(keys.set.verification_keys(&allowed, &CRYPTO)),
            Self::Secret(secret) => Ok(secret.keys()?),
        }
    }
}
