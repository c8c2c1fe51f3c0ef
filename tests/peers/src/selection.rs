//! The selection of a key from a thousand keys, compared with the selection from two.

use std::hint::black_box;

use symbolon_jose::jws::CompactJws;
use symbolon_jose::{SignatureAlgorithm, SigningKey, VerificationKey, VerificationKeys};

use crate::backend::Backend;
use crate::case::{Case, Job, Operation};
use crate::contestants::symbolon;
use crate::id_token::IdToken;
use crate::key::Key;

/// The name of the row. With HS256, the fastest algorithm, selecting the key is the largest share.
pub const NAME: &str = "HS256 of 1000 keys";

/// Builds the case. `ours` is the larger set; the smaller set is printed in the column of the
/// peers.
pub fn case(backend: Backend) -> Case {
    let key = Key::new(SignatureAlgorithm::Hs256).expect("a secret");
    let signing = SigningKey::from_jwk(&key.jwk, key.algorithm, backend.crypto());
    let token = symbolon::sign(signing.expect("a key that fits"), IdToken::expected())();
    Case {
        operation: Operation::Verify,
        algorithm: NAME,
        backend,
        ours: verify(&token, keys(&key, 1000, backend)),
        raw: None,
        peers: vec![("2 keys", verify(&token, keys(&key, 2, backend)))],
    }
}

/// Builds a set of `count` keys. The right key is in the middle, and the others have other names.
fn keys(key: &Key, count: usize, backend: Backend) -> VerificationKeys {
    let secret = key.secret().expect("a MAC key");
    let prepared = VerificationKey::from_secret(secret, key.algorithm, backend.crypto());
    let prepared = prepared.expect("a key that fits");
    let kid = key.jwk.kid().expect("a name");
    let named = |n: usize| prepared.clone().named(&format!("{kid}-{n}"));
    let mut keys: Vec<VerificationKey> = (1..count).map(named).collect();
    keys.insert(count / 2, prepared.named(kid));
    VerificationKeys::new(keys)
}

fn verify(token: &str, keys: VerificationKeys) -> Job {
    let token = token.to_owned();
    Box::new(move || {
        let verified = CompactJws::parse(black_box(&token)).and_then(|jws| jws.verify(&keys));
        assert!(black_box(verified).is_ok());
    })
}
