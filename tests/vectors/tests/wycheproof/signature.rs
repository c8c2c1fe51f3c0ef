//! Ed25519 and RSA signatures, with public keys as JWKs.

use symbolon_jose::crypto::Crypto;
use symbolon_jose::jwk::PublicJwk;
use symbolon_jose::{Object, SignatureAlgorithm as Alg, VerificationKey, key};
use symbolon_vector_tests::{Count, Json, bytes, on_every_backend};

use crate::group::{Verdict, groups, tests};

fn run(crypto: &Crypto, backend: &str, file: &str, algorithm: Alg) {
    let Some((groups, all)) = groups(file) else { return };
    let mut count = Count::new(&format!("{file} as {algorithm}"), backend);
    for group in &groups {
        let jwk = [&group["publicKeyJwk"], &group["keyJwk"]].into_iter().find(|it| it.is_object());
        let jwk = PublicJwk::from_object(Object::from_value(jwk.unwrap().clone()).unwrap());
        verify_all(&mut count, group, VerificationKey::from_jwk(&jwk.unwrap(), algorithm, crypto));
    }
    assert_eq!(count.finish(), (all, 0));
}

/// Runs the vectors of a group. If the backend refuses the key, no vector of the group may be
/// valid.
fn verify_all(count: &mut Count, group: &Json, key: Result<VerificationKey, key::Error>) {
    if let Err(error) = key {
        assert_eq!(error.code(), key::Error::Rejected.code());
    }
    for test in tests(group) {
        let verify = |key: &VerificationKey| key.verify(&bytes(test, "msg"), &bytes(test, "sig"));
        let verified = key.as_ref().is_ok_and(|key| verify(key).is_ok());
        count.ran(test, Verdict::of(test).permits(verified));
    }
}

#[test]
fn attack_031_ed25519() {
    for algorithm in [Alg::EdDsa, Alg::Ed25519] {
        on_every_backend(|crypto, backend| run(crypto, backend, "ed25519_test.json", algorithm));
    }
}

#[test]
fn attack_036_rsa_pkcs1() {
    for (file, algorithm) in [
        ("rsa_signature_2048_sha256_test.json", Alg::Rs256),
        ("rsa_signature_3072_sha256_test.json", Alg::Rs256),
        ("rsa_signature_2048_sha384_test.json", Alg::Rs384),
        ("rsa_signature_2048_sha512_test.json", Alg::Rs512),
    ] {
        on_every_backend(|crypto, backend| run(crypto, backend, file, algorithm));
    }
}

#[test]
fn attack_036_rsa_pss() {
    for (file, algorithm) in [
        ("rsa_pss_2048_sha256_mgf1_32_test.json", Alg::Ps256),
        ("rsa_pss_2048_sha384_mgf1_48_test.json", Alg::Ps384),
        ("rsa_pss_4096_sha512_mgf1_64_test.json", Alg::Ps512),
    ] {
        on_every_backend(|crypto, backend| run(crypto, backend, file, algorithm));
    }
}
