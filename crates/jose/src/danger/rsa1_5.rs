use crate::jwk::{PrivateJwk, PublicJwk};
use crate::{
    ContentEncryptionAlgorithm, Crypto, DecryptionKey, EncryptionKey, KeyManagementAlgorithm, key,
};

/// Prepares a private key for RSA1_5:
/// [RFC 7518 §4.2](https://www.rfc-editor.org/rfc/rfc7518#section-4.2).
///
/// **What an attacker gains: a chance to decrypt.** Whoever may send many tokens and can tell, by
/// the answer or by its time, whether the padding of each was right, decrypts somebody else's token
/// with their help ([RFC 8725 §3.2](https://www.rfc-editor.org/rfc/rfc8725#section-3.2),
/// [RFC 3218](https://www.rfc-editor.org/rfc/rfc3218)). A token that does not decrypt costs the same
/// here whatever its padding
/// ([RFC 7516 §11.5](https://www.rfc-editor.org/rfc/rfc7516#section-11.5)): a random key, drawn
/// beforehand, takes the place of one that cannot be unwrapped, under a mask, and fails on the tag.
/// What the backend itself tells through time, this cannot take back.
///
/// Use RSA-OAEP-256, or ECDH-ES, wherever the peer knows them. Give this key to nothing else.
///
/// # Errors
/// See [`key::Error`]; [`WrongKeyType`](key::Error::WrongKeyType) for a key that is not RSA.
pub fn rsa1_5_decryption_key(
    jwk: &PrivateJwk,
    contents: &[ContentEncryptionAlgorithm],
    crypto: &Crypto,
) -> Result<DecryptionKey, key::Error> {
    DecryptionKey::from_any_jwk(jwk, KeyManagementAlgorithm::Rsa1_5, contents, crypto)
}

/// Prepares a public key for RSA1_5:
/// [RFC 7518 §4.2](https://www.rfc-editor.org/rfc/rfc7518#section-4.2).
///
/// **What an attacker gains** is at the recipient's: see [`rsa1_5_decryption_key`]. Whoever records
/// the token can have it decrypted there if the recipient's software gives the padding away, now or
/// later.
///
/// # Errors
/// See [`key::Error`]; [`WrongKeyType`](key::Error::WrongKeyType) for a key that is not RSA.
pub fn rsa1_5_encryption_key(
    jwk: &PublicJwk,
    content: ContentEncryptionAlgorithm,
    crypto: &Crypto,
) -> Result<EncryptionKey, key::Error> {
    EncryptionKey::from_any_jwk(jwk, KeyManagementAlgorithm::Rsa1_5, content, crypto)
}
