//! Records that contain secrets, encrypted and authenticated.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use symbolon_jose::jwe::{CompactJwe, Jwe};
use symbolon_jose::{
    ContentEncryptionAlgorithm, Crypto, DecryptionKey, DecryptionKeys, EncryptionKey, Fingerprint,
    KeyManagementAlgorithm, Secret, key,
};
use symbolon_oauth::State;

use crate::error::Error;

/// The key that encrypts the records of a relying party: 256 bits, for AES-GCM.
///
/// These records contain tokens and code verifiers, which the relying party must be able to read.
/// Keep the key outside of the database, so that a thief of the database cannot use them. All copies
/// of a server need the same key. A clone is cheap.
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_jose::Secret;
/// use symbolon_store::SealKey;
///
/// # let read = |name: &str| Ok::<_, std::io::Error>(vec![name.len() as u8; 32]);
/// // Make the file once, in a shell: `head -c 32 /dev/urandom > seal.key`. Only your program may
/// // read it. `read` is `std::fs::read`.
/// let key = SealKey::new(&Secret::new(read("seal.key")?), &CRYPTO)?;
/// // While there are records that an older key has encrypted:
/// let key = key.or_older(&Secret::new(read("seal-older.key")?), &CRYPTO)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct SealKey {
    encryption: EncryptionKey,
    decryption: Vec<DecryptionKey>,
    crypto: Crypto,
}

/// The content of a sealed record. `place` is where the record belongs, so that a record that was
/// copied to another row is not accepted there.
#[derive(Serialize)]
struct Sealing<'a, T> {
    place: &'a [&'a str],
    record: &'a T,
}

#[derive(Deserialize)]
struct Sealed<T> {
    place: Vec<String>,
    record: T,
}

const ALGORITHM: KeyManagementAlgorithm = KeyManagementAlgorithm::Dir;
const CONTENT: ContentEncryptionAlgorithm = ContentEncryptionAlgorithm::A256Gcm;

impl SealKey {
    /// Creates a key from 32 secret bytes of your configuration.
    ///
    /// # Errors
    /// [`key::Error`] when the secret does not have 32 bytes, or when the backend does not support
    /// `A256GCM`.
    pub fn new(secret: &Secret, crypto: &Crypto) -> Result<Self, key::Error> {
        Ok(Self {
            encryption: EncryptionKey::from_secret(secret, ALGORITHM, CONTENT, crypto)?,
            decryption: vec![DecryptionKey::from_secret(secret, ALGORITHM, &[CONTENT], crypto)?],
            crypto: *crypto,
        })
    }

    /// Adds an older key, which only decrypts. With it, you can change the key without losing the
    /// records.
    ///
    /// # Errors
    /// [`key::Error`] as in [`new`](Self::new).
    pub fn or_older(mut self, secret: &Secret, crypto: &Crypto) -> Result<Self, key::Error> {
        self.decryption.push(DecryptionKey::from_secret(secret, ALGORITHM, &[CONTENT], crypto)?);
        Ok(self)
    }

    /// Returns the fingerprint of a `state`, under which a pending login is stored.
    pub(crate) fn fingerprint(&self, state: &State) -> Fingerprint {
        Fingerprint::of(state.expose().as_bytes(), &self.crypto)
    }

    /// Encrypts a record for a place: the table and the primary key of its row.
    pub(crate) fn seal<T: Serialize>(&self, place: &[&str], record: &T) -> Result<String, Error> {
        let content = serde_json::to_vec(&Sealing { place, record }).map_err(|_| Error::Json)?;
        Jwe::new(content).encrypt(&self.encryption).map_err(|_| Error::Seal)
    }

    /// Decrypts the record of a place.
    pub(crate) fn open<T: DeserializeOwned>(&self, place: &[&str], text: &str) -> Result<T, Error> {
        let jwe = CompactJwe::parse(text).map_err(|_| Error::Seal)?;
        let open =
            |key: &DecryptionKey| jwe.clone().decrypt(&DecryptionKeys::new(vec![key.clone()])).ok();
        let opened = self.decryption.iter().find_map(open).ok_or(Error::Seal)?;
        let sealed: Sealed<T> =
            serde_json::from_slice(opened.plaintext()).map_err(|_| Error::Seal)?;
        if sealed.place.iter().map(String::as_str).eq(place.iter().copied()) {
            Ok(sealed.record)
        } else {
            Err(Error::Seal)
        }
    }
}

#[cfg(test)]
mod tests {
    use symbolon_crypto_ring::CRYPTO;

    use super::*;

    #[test]
    fn a_record_that_was_changed_or_moved_to_another_row_is_not_opened() {
        let key = SealKey::new(&Secret::new(vec![1; 32]), &CRYPTO).unwrap();
        let sealed = key.seal(&["table", "a"], &"secret".to_owned()).unwrap();
        assert_eq!(key.open::<String>(&["table", "a"], &sealed).unwrap(), "secret");
        for place in [&["table", "b"][..], &["table"], &["table", "a", ""], &["other", "a"]] {
            assert!(matches!(key.open::<String>(place, &sealed), Err(Error::Seal)), "{place:?}");
        }
        for position in 0..sealed.len() {
            let mut changed = sealed.clone().into_bytes();
            changed[position] = if changed[position] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert!(key.open::<String>(&["table", "a"], &changed).is_err(), "{position}");
        }
    }
}
