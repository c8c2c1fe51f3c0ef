//! JWE with symbolon-jose, on any backend.

use std::rc::Rc;

use symbolon_jose::jwe::{CompactJwe, Jwe};
use symbolon_jose::jwk::PrivateJwk;
use symbolon_jose::{Crypto, DecryptionKey, DecryptionKeys, EncryptionKey};

use super::{Contestant, Suite, plaintext, secret};

/// Prepares the operations, or returns `None` if the backend does not have the algorithm.
pub fn contestant(suite: Suite, jwk: &PrivateJwk, crypto: &Crypto) -> Option<Contestant> {
    let Suite { alg, enc, .. } = suite;
    if !crypto.key_management_algorithms().any(|has| has == alg) {
        return None;
    }
    let encryption = match secret(jwk) {
        Some(_) => EncryptionKey::from_secret_jwk(jwk, alg, enc, crypto),
        None => EncryptionKey::from_jwk(&jwk.public().expect("a key pair"), alg, enc, crypto),
    };
    let encryption = encryption.expect("a key that fits");
    let decryption = DecryptionKey::from_jwk(jwk, alg, &[enc], crypto).expect("a key that fits");
    let keys = DecryptionKeys::from(decryption);
    let (text, expected) = (plaintext(), plaintext());
    Some(Contestant {
        name: "symbolon",
        encrypt: Rc::new(move || {
            Jwe::new(text.clone()).typ("JWT").encrypt(&encryption).expect("a token")
        }),
        decrypt: Rc::new(move |token| {
            let decrypted = CompactJwe::parse(token).and_then(|jwe| jwe.decrypt(&keys));
            decrypted.is_ok_and(|jwe| jwe.plaintext() == expected)
        }),
    })
}
