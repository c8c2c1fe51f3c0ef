//! What the secret of a client is used for.

use symbolon_jose::SignatureAlgorithm;
use symbolon_oauth::ClientAuthenticationMethod;

use crate::ClientMetadata;
use crate::rules::algorithms::{encryption, is_shared_key, signing};

/// What the secret of a client is used for. A provider issues a secret only if the client needs it,
/// and a client checks that its secret is long enough. This enum is deliberately exhaustive, because
/// a provider has to decide about each use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretUse {
    /// The client needs no secret.
    NotUsed,
    /// The provider compares the secret that the client sends. The provider can store a hash of the
    /// secret.
    Compared,
    /// The secret is the key of a MAC, or encryption keys are derived from it. The provider must be
    /// able to read the secret.
    Key {
        /// The smallest number of octets that the secret must have
        /// ([Core §16.19](https://openid.net/specs/openid-connect-core-1_0.html#SymmetricKeyEntropy),
        /// [RFC 7518 §3.2](https://www.rfc-editor.org/rfc/rfc7518#section-3.2)).
        octets: usize,
    },
}

impl ClientMetadata {
    /// Returns what the secret of the client is used for: in its authentication, in MACs, and in
    /// symmetric encryption.
    ///
    /// If the method is `client_secret_jwt` and the algorithm is not stated, the secret has to be
    /// long enough for every MAC algorithm: 64 octets.
    ///
    /// ```
    /// use symbolon_registration::{ClientMetadata, SecretUse};
    ///
    /// let client = ClientMetadata::parse(br#"{"id_token_signed_response_alg":"HS256"}"#)?;
    /// assert_eq!(client.secret_use(), SecretUse::Key { octets: 32 });
    /// # Ok::<(), symbolon_registration::ClientMetadataError>(())
    /// ```
    #[must_use]
    pub fn secret_use(&self) -> SecretUse {
        let method = self.authentication_method();
        let any_mac = method == ClientAuthenticationMethod::CLIENT_SECRET_JWT
            && self.token_endpoint_auth_signing_alg.is_none();
        let macs = signing(self).filter_map(|(_, alg)| octets(alg));
        // Core §10.2: encryption keys are derived from the secret with SHA-256.
        let keys = encryption(self).filter(|(_, alg)| is_shared_key(alg)).map(|_| 32);
        let longest = macs.chain(keys).chain(any_mac.then_some(64)).max();
        match longest {
            Some(octets) => SecretUse::Key { octets },
            None if is_sent(&method) => SecretUse::Compared,
            None => SecretUse::NotUsed,
        }
    }
}

/// Returns whether the client sends its secret to the provider.
fn is_sent(method: &ClientAuthenticationMethod) -> bool {
    *method == ClientAuthenticationMethod::CLIENT_SECRET_BASIC
        || *method == ClientAuthenticationMethod::CLIENT_SECRET_POST
}

/// Returns the smallest length of the key of a MAC algorithm.
fn octets(alg: &str) -> Option<usize> {
    match alg.parse().ok()? {
        SignatureAlgorithm::Hs256 => Some(32),
        SignatureAlgorithm::Hs384 => Some(48),
        SignatureAlgorithm::Hs512 => Some(64),
        _ => None,
    }
}
