//! Thumbprints of keys.

use super::material::PrivateKey;
use super::public::required_members;
use super::{PrivateJwk, PublicJwk};
use crate::crypto::HashAlgorithm;
use crate::{Crypto, Object, base64url};

impl PublicJwk {
    /// Computes the SHA-256 thumbprint of the key, and encodes it in base64url
    /// ([RFC 7638 §3](https://www.rfc-editor.org/rfc/rfc7638#section-3)).
    #[must_use]
    pub fn thumbprint(&self, crypto: &Crypto) -> String {
        thumbprint(&required_members(self.key()), HashAlgorithm::Sha256, crypto)
    }

    /// Returns the hash of the key's required members, which is the same for each copy of the key.
    pub(crate) fn identity(&self, crypto: &Crypto) -> [u8; 32] {
        crypto.digests.sha256(required_members(self.key()).to_json().as_bytes())
    }

    /// Computes the thumbprint of the key with this hash algorithm, and returns it as a URI that
    /// names the algorithm ([RFC 9278 §3](https://www.rfc-editor.org/rfc/rfc9278#section-3)).
    ///
    /// Prefer SHA-256, because every implementation of thumbprint URIs must support it
    /// ([RFC 9278 §5](https://www.rfc-editor.org/rfc/rfc9278#section-5)).
    ///
    /// ```
    /// # use symbolon_crypto_ring::CRYPTO;
    /// # use symbolon_jose::jwk::PublicJwk;
    /// use symbolon_jose::crypto::HashAlgorithm;
    ///
    /// # let jwk = PublicJwk::parse(br#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#)?;
    /// assert_eq!(
    ///     jwk.thumbprint_uri(HashAlgorithm::Sha256, &CRYPTO),
    ///     "urn:ietf:params:oauth:jwk-thumbprint:sha-256:kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    /// );
    /// # Ok::<(), symbolon_jose::jwk::Error>(())
    /// ```
    #[must_use]
    pub fn thumbprint_uri(&self, hash: HashAlgorithm, crypto: &Crypto) -> String {
        // RFC 9278 §4: the names of the Named Information Hash Algorithm Registry.
        let name = match hash {
            HashAlgorithm::Sha256 => "sha-256",
            HashAlgorithm::Sha384 => "sha-384",
            HashAlgorithm::Sha512 => "sha-512",
        };
        let thumbprint = thumbprint(&required_members(self.key()), hash, crypto);
        format!("urn:ietf:params:oauth:jwk-thumbprint:{name}:{thumbprint}")
    }
}

impl PrivateJwk {
    /// Computes the SHA-256 thumbprint of the key, and encodes it in base64url
    /// ([RFC 7638 §3](https://www.rfc-editor.org/rfc/rfc7638#section-3)).
    ///
    /// For a private key, the thumbprint is computed from the public key. For a shared secret, the
    /// thumbprint is computed from the secret itself, so you must not publish it
    /// ([RFC 7638 §7](https://www.rfc-editor.org/rfc/rfc7638#section-7)).
    #[must_use]
    pub fn thumbprint(&self, crypto: &Crypto) -> String {
        let members = match self.key() {
            PrivateKey::Oct(secret) => {
                let mut object = Object::new();
                object.insert("kty", "oct");
                object.insert("k", base64url::encode(secret.expose()));
                object
            }
            key => key.public().as_ref().map(required_members).unwrap_or_default(),
        };
        thumbprint(&members, HashAlgorithm::Sha256, crypto)
    }

    /// Returns the key with its SHA-256 thumbprint as its `kid`, so that each key has a different
    /// `kid`.
    ///
    /// A shared secret is returned unchanged, because its thumbprint must not be published
    /// ([RFC 7638 §7](https://www.rfc-editor.org/rfc/rfc7638#section-7)).
    #[must_use]
    pub fn named_by_thumbprint(self, crypto: &Crypto) -> Self {
        if matches!(self.key(), PrivateKey::Oct(_)) {
            return self;
        }
        let thumbprint = self.thumbprint(crypto);
        self.kid_replaced(thumbprint)
    }
}

/// Hashes the required members in the order of their names, without white space (RFC 7638 §3). This
/// is how an [`Object`] is written.
fn thumbprint(required: &Object, hash: HashAlgorithm, crypto: &Crypto) -> String {
    let text = required.to_json();
    let message = text.as_bytes();
    base64url::encode(&match hash {
        HashAlgorithm::Sha256 => crypto.digests.sha256(message).to_vec(),
        HashAlgorithm::Sha384 => crypto.digests.sha384(message).to_vec(),
        HashAlgorithm::Sha512 => crypto.digests.sha512(message).to_vec(),
    })
}
