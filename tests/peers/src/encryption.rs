//! The cases of JWE: encrypt and decrypt, for some pairs of `alg` and `enc`.

#[cfg(feature = "peers")]
mod josekit;
mod symbolon;

use symbolon_jose::jwk::{PrivateJwk, PrivateKey};
use symbolon_jose::{
    ContentEncryptionAlgorithm as Enc, KeyManagementAlgorithm as Alg, Secret, base64url,
};

use crate::backend::Backend;
use crate::case::{Case, Operation};
use crate::contestants::{Read, Write};
use crate::id_token::IdToken;
use crate::key::KID;
use crate::raw;
use crate::signatures::{reading, writing};

/// A pair of `alg` and `enc`, and the name of its row.
#[derive(Clone, Copy)]
pub struct Suite {
    pub alg: Alg,
    pub enc: Enc,
    pub name: &'static str,
}

pub const SUITES: &[Suite] = &[
    Suite { alg: Alg::Dir, enc: Enc::A256Gcm, name: "dir/A256GCM" },
    Suite { alg: Alg::EcdhEsA128Kw, enc: Enc::A128CbcHs256, name: "ECDH-ES+A128KW/A128CBC-HS256" },
    Suite { alg: Alg::RsaOaep, enc: Enc::A256Gcm, name: "RSA-OAEP/A256GCM" },
];

/// The operations of a library with one key.
struct Contestant {
    name: &'static str,
    encrypt: Write,
    /// Returns true if the token decrypts to the plaintext.
    decrypt: Read,
}

/// Prepares and checks the libraries, and builds the cases. The list is empty if the backend does
/// not have the algorithm.
///
/// # Panics
/// If a library accepts a changed token, or cannot read a token of another library.
pub fn cases(suite: Suite, backend: Backend) -> Vec<Case> {
    let jwk = key(suite.alg);
    let Some(ours) = symbolon::contestant(suite, &jwk, backend.crypto()) else {
        return Vec::new();
    };
    let peers = peers(suite, &jwk);
    let token = (ours.encrypt)();
    check(&ours, &ours);
    for peer in &peers {
        check(&ours, peer);
        check(peer, &ours);
    }
    let raw = raw::encryption::raw(suite, &jwk, &token, plaintext(), backend.crypto());
    let case = |operation, ours, raw, peers| Case {
        operation,
        algorithm: suite.name,
        backend,
        ours,
        raw: Some(raw),
        peers,
    };
    let decrypting = peers.iter().map(|peer| (peer.name, reading(&peer.decrypt, &token)));
    let encrypting = peers.iter().map(|peer| (peer.name, writing(&peer.encrypt)));
    vec![
        case(Operation::Encrypt, writing(&ours.encrypt), raw.encrypt, encrypting.collect()),
        case(Operation::Decrypt, reading(&ours.decrypt, &token), raw.decrypt, decrypting.collect()),
    ]
}

/// Returns a secret, or a key that is printed in an RFC.
fn key(alg: Alg) -> PrivateJwk {
    let jwk = match alg {
        Alg::Dir => {
            return PrivateJwk::from_secret(Secret::new((0..32).collect()), Some(KID.to_owned()));
        }
        Alg::EcdhEsA128Kw => include_str!("../data/p256.json"),
        _ => include_str!("../data/rsa.json"),
    };
    PrivateJwk::parse(jwk.as_bytes()).expect("test data").kid_replaced(KID.into())
}

/// Returns the nine claims of an ID Token.
fn plaintext() -> Vec<u8> {
    IdToken::expected().to_json().into_bytes()
}

#[cfg(feature = "peers")]
fn peers(suite: Suite, jwk: &PrivateJwk) -> Vec<Contestant> {
    vec![josekit::contestant(suite, jwk)]
}

#[cfg(not(feature = "peers"))]
fn peers(_: Suite, _: &PrivateJwk) -> Vec<Contestant> {
    Vec::new()
}

/// Checks that one library reads what the other wrote, and refuses every changed token.
fn check(writer: &Contestant, reader: &Contestant) {
    let token = (writer.encrypt)();
    let names = (writer.name, reader.name);
    assert!((reader.decrypt)(&token), "{names:?}: the second cannot decrypt a token of the first");
    let parts: Vec<&str> = token.split('.').collect();
    // The initialization vector, the ciphertext and the tag.
    for index in 2..5 {
        let mut parts = parts.clone();
        let changed = changed(parts[index]);
        parts[index] = &changed;
        assert!(!(reader.decrypt)(&parts.join(".")), "{names:?}: part {index} is not checked");
    }
}

/// Returns the part with one changed bit in the middle byte.
fn changed(part: &str) -> String {
    let mut bytes = base64url::decode(part).expect("base64url");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    base64url::encode(&bytes)
}

/// Returns the secret of a symmetric JWK.
fn secret(jwk: &PrivateJwk) -> Option<&Secret> {
    match jwk.key() {
        PrivateKey::Oct(secret) => Some(secret),
        _ => None,
    }
}
