//! Keys for RSA1_5.

use crate::jwk::{PrivateJwk, PublicJwk};
use crate::{
    ContentEncryptionAlgorithm, Crypto, DecryptionKey, EncryptionKey, KeyManagementAlgorithm, key,
};

/// Prepares a private key for decrypting with RSA1_5:
/// [RFC 7518 §4.2](https://www.rfc-editor.org/rfc/rfc7518#section-4.2).
///
/// **What an attacker gains: a chance to decrypt.** An attacker who sends many tokens to your
/// program, and who can tell from its answers or their timing whether the padding was right, can
/// decrypt another person's token
/// ([RFC 8725 §3.2](https://www.rfc-editor.org/rfc/rfc8725#section-3.2),
/// [RFC 3218](https://www.rfc-editor.org/rfc/rfc3218)).
///
/// `contents` lists the values of `enc` that the key accepts.
///
/// If the content encryption key of a token cannot be decrypted, this crate continues with a random
/// key, so that an attacker cannot distinguish wrong padding from right padding. Decryption then
/// fails when the authentication tag is checked. This crate draws the random key before it
/// decrypts, and chooses between the decrypted and the random key in constant time
/// ([RFC 7516 §11.5](https://www.rfc-editor.org/rfc/rfc7516#section-11.5)). This crate cannot hide
/// timing differences inside the backend.
///
/// Use RSA-OAEP-256 or ECDH-ES instead if the sender of the tokens supports one of them. Do not use
/// an RSA key for both RSA1_5 and a different algorithm.
///
/// # Errors
/// [`WrongKeyType`](key::Error::WrongKeyType) if the key is not an RSA key,
/// [`Unsupported`](key::Error::Unsupported) if the backend has no RSA1_5 or lacks one of
/// `contents`, [`NothingAllowed`](key::Error::NothingAllowed) if `contents` is empty,
/// [`NotPermitted`](key::Error::NotPermitted) if the JWK's `use`, `key_ops` or `alg` does not
/// permit decrypting with RSA1_5, and [`Rejected`](key::Error::Rejected) if the backend refuses the
/// key.
pub fn rsa1_5_decryption_key(
    jwk: &PrivateJwk,
    contents: &[ContentEncryptionAlgorithm],
    crypto: &Crypto,
) -> Result<DecryptionKey, key::Error> {
    DecryptionKey::from_any_jwk(jwk, KeyManagementAlgorithm::Rsa1_5, contents, crypto)
}

/// Prepares a public key for encrypting with RSA1_5:
/// [RFC 7518 §4.2](https://www.rfc-editor.org/rfc/rfc7518#section-4.2).
///
/// **What an attacker gains: a chance to decrypt.** An attacker who records an encrypted token can
/// decrypt it if the recipient's software reveals, now or later, whether the padding of a token is
/// right. [`rsa1_5_decryption_key`] describes the attack.
///
/// `content` is the `enc` of the tokens that are encrypted with the key.
///
/// # Errors
/// [`WrongKeyType`](key::Error::WrongKeyType) if the key is not an RSA key,
/// [`Unsupported`](key::Error::Unsupported) if the backend has no RSA1_5 or lacks `content`,
/// [`NotPermitted`](key::Error::NotPermitted) if the JWK's `use`, `key_ops` or `alg` does not
/// permit encrypting with RSA1_5, and [`Rejected`](key::Error::Rejected) if the backend refuses the
/// key.
pub fn rsa1_5_encryption_key(
    jwk: &PublicJwk,
    content: ContentEncryptionAlgorithm,
    crypto: &Crypto,
) -> Result<EncryptionKey, key::Error> {
    EncryptionKey::from_any_jwk(jwk, KeyManagementAlgorithm::Rsa1_5, content, crypto)
}
