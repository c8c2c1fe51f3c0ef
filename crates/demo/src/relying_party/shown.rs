//! What the page of a signed-in user shows beside the session in the store.
//!
//! The browser keeps it in an encrypted cookie, so all copies of the app can show it.

use serde::{Deserialize, Serialize};
use symbolon::jose::jwe::{CompactJwe, Jwe};
use symbolon::jose::{
    ContentEncryptionAlgorithm, DecryptionKey, DecryptionKeys, EncryptionKey, Fingerprint,
    KeyManagementAlgorithm, Object, Secret, key,
};
use symbolon::oauth::{ClientId, Issuer};
use symbolon::ring::CRYPTO;

use super::alert::Alert;
use super::arrival::Arrival;

/// The longest cookie, in bytes. Browsers keep 4096 bytes with the name and the attributes
/// ([RFC 6265 §6.1](https://www.rfc-editor.org/rfc/rfc6265#section-6.1)).
const LONGEST: usize = 3_900;

/// What the page of a signed-in user shows.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Shown {
    /// The provider of the session, if a user named the provider.
    #[serde(default)]
    pub(super) at: Option<At>,
    /// The latest ID Token, as it was received. `None` if it is too long for a cookie.
    pub(super) id_token: Option<String>,
    /// The way in which the login came back.
    #[serde(default)]
    pub(crate) arrival: Arrival,
    /// The claims from UserInfo.
    pub(crate) user_info: Option<Object>,
    /// How often the tokens were refreshed.
    pub(super) refreshes: u32,
    /// The error that the page tells about once.
    pub(super) alert: Option<Alert>,
}

/// A provider that a user named, and the client of the app there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct At {
    pub(super) issuer: Issuer,
    pub(super) client_id: ClientId,
}

/// The content of the cookie.
#[derive(Serialize, Deserialize)]
struct Sealed {
    /// The session that the content belongs to.
    session: String,
    shown: Shown,
}

/// The key that encrypts the cookie.
#[derive(Debug)]
pub(crate) struct PageKey {
    encryption: EncryptionKey,
    decryption: DecryptionKeys,
}

const ALGORITHM: KeyManagementAlgorithm = KeyManagementAlgorithm::Dir;
const CONTENT: ContentEncryptionAlgorithm = ContentEncryptionAlgorithm::A256Gcm;

impl PageKey {
    /// Creates a key from 32 secret bytes.
    pub(crate) fn new(secret: &Secret) -> Result<Self, key::Error> {
        let decryption = DecryptionKey::from_secret(secret, ALGORITHM, &[CONTENT], &CRYPTO)?;
        Ok(Self {
            encryption: EncryptionKey::from_secret(secret, ALGORITHM, CONTENT, &CRYPTO)?,
            decryption: DecryptionKeys::new(vec![decryption]),
        })
    }

    /// Writes the value of the cookie. If it is too long, leaves out the claims from UserInfo, and
    /// then the ID Token.
    pub(super) fn seal(&self, session: &Fingerprint, shown: &Shown) -> Option<String> {
        let mut shown = shown.clone();
        loop {
            let content = Sealed { session: session.as_str().to_owned(), shown: shown.clone() };
            let jwe =
                Jwe::new(serde_json::to_vec(&content).ok()?).encrypt(&self.encryption).ok()?;
            if jwe.len() <= LONGEST {
                return Some(jwe);
            }
            if shown.user_info.take().is_none() {
                shown.id_token.take()?;
            }
        }
    }

    /// Reads the value of the cookie, if it belongs to this session.
    pub(super) fn open(&self, session: &Fingerprint, cookie: &str) -> Option<Shown> {
        let opened = CompactJwe::parse(cookie).ok()?.decrypt(&self.decryption).ok()?;
        let content: Sealed = serde_json::from_slice(opened.plaintext()).ok()?;
        (content.session == session.as_str()).then_some(content.shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> PageKey {
        PageKey::new(&Secret::new(vec![byte; 32])).unwrap()
    }

    #[test]
    fn the_cookie_is_read_for_its_session_and_with_its_key_only() {
        let [own, other] = ["own", "other"].map(|it| Fingerprint::of(it.as_bytes(), &CRYPTO));
        let shown = Shown { refreshes: 3, ..Shown::default() };
        let cookie = key(1).seal(&own, &shown).unwrap();
        assert_eq!(key(1).open(&own, &cookie).unwrap().refreshes, 3);
        assert!(key(1).open(&other, &cookie).is_none());
        assert!(key(2).open(&own, &cookie).is_none());
        assert!(key(1).open(&own, "planted").is_none());
    }

    #[test]
    fn a_long_id_token_is_left_out() {
        let session = Fingerprint::of(b"own", &CRYPTO);
        let shown = Shown { id_token: Some("a".repeat(5_000)), refreshes: 1, ..Shown::default() };
        let cookie = key(1).seal(&session, &shown).unwrap();
        assert!(cookie.len() <= LONGEST);
        let read = key(1).open(&session, &cookie).unwrap();
        assert_eq!((read.id_token, read.refreshes), (None, 1));
    }
}
