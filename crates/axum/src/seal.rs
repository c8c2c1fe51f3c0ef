//! Values that a browser keeps for the server, encrypted and authenticated.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use symbolon_jose::crypto::RandomError;
use symbolon_jose::jwe::{CompactJwe, Jwe};
use symbolon_jose::{
    ContentEncryptionAlgorithm, Crypto, DecryptionKey, DecryptionKeys, EncryptionKey,
    KeyManagementAlgorithm, NumericDate, Secret, key,
};
use time::OffsetDateTime;

/// The key that encrypts and authenticates cookies: 256 bits, for AES-GCM.
///
/// If your program restarts or runs on several machines, use the same key each time and on each
/// machine. Otherwise, users have to sign in again. A clone is cheap.
#[derive(Clone, Debug)]
pub struct CookieKey {
    encryption: EncryptionKey,
    decryption: DecryptionKeys,
}

/// The reason why a key for cookies cannot be created.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CookieKeyError {
    /// The secret does not have 32 bytes, or the backend does not support `A256GCM`.
    #[error(transparent)]
    Key(#[from] key::Error),
    /// The source of randomness failed.
    #[error(transparent)]
    Random(#[from] RandomError),
}

/// The content of a sealed value. `name` is the name of its cookie, so that the value of one cookie
/// is not accepted in another cookie. A browser can keep a cookie longer than the server asked, so
/// the server checks the expiry.
#[derive(Serialize, Deserialize)]
struct Sealed<T> {
    name: String,
    expires: NumericDate,
    value: T,
}

impl CookieKey {
    /// Creates a key from 32 secret bytes of your configuration.
    ///
    /// # Errors
    /// [`CookieKeyError::Key`] when the secret does not have 32 bytes, or when the backend does not
    /// support `A256GCM`.
    pub fn new(secret: &Secret, crypto: &Crypto) -> Result<Self, CookieKeyError> {
        let (algorithm, content) =
            (KeyManagementAlgorithm::Dir, ContentEncryptionAlgorithm::A256Gcm);
        let decryption = DecryptionKey::from_secret(secret, algorithm, &[content], crypto)?;
        Ok(Self {
            encryption: EncryptionKey::from_secret(secret, algorithm, content, crypto)?,
            decryption: DecryptionKeys::new(vec![decryption]),
        })
    }

    /// Creates a random key, for a program that runs once and keeps no key. When the program
    /// restarts, all users have to sign in again.
    ///
    /// # Errors
    /// [`CookieKeyError::Random`] when the source of randomness fails, and [`CookieKeyError::Key`]
    /// when the backend does not support `A256GCM`.
    pub fn random(crypto: &Crypto) -> Result<Self, CookieKeyError> {
        let mut bytes = vec![0; 32];
        crypto.random.fill(&mut bytes)?;
        Self::new(&Secret::new(bytes), crypto)
    }

    /// Encrypts a value for the cookie with this name. Returns `None` if the value cannot be
    /// serialised or the backend fails.
    pub(crate) fn seal<T: Serialize>(
        &self,
        name: &str,
        value: T,
        expires: OffsetDateTime,
    ) -> Option<String> {
        let sealed = Sealed { name: name.to_owned(), expires: expires.into(), value };
        Jwe::new(serde_json::to_vec(&sealed).ok()?).encrypt(&self.encryption).ok()
    }

    /// Decrypts the value of the cookie with this name. Returns `None` if the value was not sealed
    /// with this key for this cookie, or has expired.
    pub(crate) fn open<T: DeserializeOwned>(
        &self,
        name: &str,
        text: &str,
        now: OffsetDateTime,
    ) -> Option<T> {
        let jwe = CompactJwe::parse(text).ok()?.decrypt(&self.decryption).ok()?;
        let sealed: Sealed<T> = serde_json::from_slice(jwe.plaintext()).ok()?;
        (sealed.name == name && NumericDate::from(now) < sealed.expires).then_some(sealed.value)
    }
}

#[cfg(test)]
mod tests {
    use symbolon_crypto_ring::CRYPTO;
    use symbolon_test_support::clock::at;

    use super::*;

    fn key() -> CookieKey {
        CookieKey::new(&Secret::new(vec![7; 32]), &CRYPTO).unwrap()
    }

    #[test]
    fn a_value_is_opened_under_its_name_until_it_expires() {
        let sealed = key().seal("session", "alice", at(10)).unwrap();
        assert!(!sealed.contains("alice"), "{sealed}");
        assert_eq!(key().open("session", &sealed, at(9)), Some("alice".to_owned()));
        assert_eq!(key().open::<String>("session", &sealed, at(10)), None);
        assert_eq!(key().open::<String>("login-0", &sealed, at(9)), None);
    }

    #[test]
    fn a_value_of_another_key_is_not_opened() {
        let sealed = key().seal("session", "alice", at(10)).unwrap();
        let other = CookieKey::random(&CRYPTO).unwrap();
        assert_eq!(other.open::<String>("session", &sealed, at(0)), None);
    }

    #[test]
    fn no_changed_value_is_opened() {
        let sealed = key().seal("session", "alice", at(10)).unwrap();
        for position in 0..sealed.len() {
            let mut changed = sealed.clone().into_bytes();
            changed[position] = if changed[position] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(key().open::<String>("session", &changed, at(0)), None, "{position}");
        }
    }

    #[test]
    fn a_key_has_32_bytes_and_debug_does_not_show_them() {
        let short = CookieKey::new(&Secret::new(vec![7; 31]), &CRYPTO);
        assert!(matches!(short, Err(CookieKeyError::Key(_))), "{short:?}");
        let debug = format!("{:?}", key());
        assert!(!debug.contains("7, 7"), "{debug}");
    }
}
