//! Functions that build tokens with any header and any encrypted key, and with correctly encrypted
//! content.

use crate::CRYPTO;
use symbolon_jose::crypto::{AesKeySize, KeyWrap};
use symbolon_jose::jwe::{CompactJwe, ContentKey, DecryptedJwe, Error};
use symbolon_jose::{
    ContentEncryptionAlgorithm as Enc, DecryptionKey, DecryptionKeys,
    KeyManagementAlgorithm as Alg, Secret, base64url,
};

pub(crate) const PLAINTEXT: &[u8] = b"Live long and prosper.";

/// Returns the content encryption key of all tokens that are built here.
pub(crate) fn content_secret(enc: Enc) -> Secret {
    Secret::new(vec![0x42; enc.key_len()])
}

pub(crate) fn content_key(enc: Enc) -> ContentKey {
    ContentKey::new(content_secret(enc), enc, &CRYPTO).unwrap()
}

/// Builds a compact token with exactly this header text.
pub(crate) fn forged(header: &str, encrypted_key: &[u8], enc: Enc) -> String {
    forged_of(header, encrypted_key, enc, PLAINTEXT)
}

pub(crate) fn forged_of(header: &str, encrypted_key: &[u8], enc: Enc, plaintext: &[u8]) -> String {
    let header = base64url::encode(header.as_bytes());
    let sealed = content_key(enc).seal(header.as_bytes(), plaintext).unwrap();
    let [encrypted_key, iv, ciphertext, tag] =
        [encrypted_key, &sealed.iv, &sealed.ciphertext, &sealed.tag].map(base64url::encode);
    [header, encrypted_key, iv, ciphertext, tag].join(".")
}

/// The header of a token for [`direct`].
pub(crate) const DIR: &str = r#"{"alg":"dir","enc":"A128GCM"}"#;

/// Returns the keys for tokens with `dir`, which are encrypted with [`content_secret`].
pub(crate) fn direct(enc: Enc) -> DecryptionKeys {
    DecryptionKey::from_secret(&content_secret(enc), Alg::Dir, &[enc], &CRYPTO).unwrap().into()
}

pub(crate) fn decrypt(token: &str, keys: &DecryptionKeys) -> Result<DecryptedJwe, Error> {
    CompactJwe::parse(token)?.decrypt(keys)
}

/// Decrypts a token and asserts its plaintext. Returns the error if the token does not decrypt.
pub(crate) fn outcome(token: &str, keys: &DecryptionKeys) -> Result<(), Error> {
    decrypt(token, keys).map(|decrypted| assert_eq!(decrypted.plaintext(), PLAINTEXT))
}

/// Replaces the text of one of the five parts of a token.
pub(crate) fn with_part(token: &str, part: usize, text: &str) -> String {
    let mut parts: Vec<&str> = token.split('.').collect();
    parts[part] = text;
    parts.join(".")
}

/// Changes the bytes of one of the five parts of a token.
pub(crate) fn with_bytes(token: &str, part: usize, change: impl Fn(&mut Vec<u8>)) -> String {
    let mut bytes = base64url::decode(token.split('.').nth(part).unwrap()).unwrap();
    change(&mut bytes);
    with_part(token, part, &base64url::encode(&bytes))
}

/// Returns a secret of 16 bytes, and the decryption key that is prepared from it.
pub(crate) fn wrapping(alg: Alg, enc: Enc) -> (Secret, DecryptionKeys) {
    let secret = Secret::new(vec![0x17; 16]);
    let key = DecryptionKey::from_secret(&secret, alg, &[enc], &CRYPTO).unwrap();
    (secret, key.into())
}

pub(crate) fn a128kw() -> &'static dyn KeyWrap {
    *CRYPTO.key_wraps.iter().find(|wrap| wrap.key_size() == AesKeySize::Aes128).unwrap()
}
