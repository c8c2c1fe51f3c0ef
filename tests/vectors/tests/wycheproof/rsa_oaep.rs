//! RSAES-OAEP: decrypting.

use symbolon_jose::crypto::Crypto;
use symbolon_jose::jwk::{PrivateJwk, PrivateKey, RsaPrivate, RsaPrivateNumbers, RsaPublic};
use symbolon_jose::{
    ContentEncryptionAlgorithm as Enc, DecryptionKey, EncryptionKey, KeyManagementAlgorithm as Alg,
    Secret, key,
};
use symbolon_vector_tests::{Count, Json, bytes, on_every_backend};

use crate::group::{Verdict, groups, tests};

fn run(crypto: &Crypto, backend: &str, file: &str, algorithm: Alg) {
    let Some((groups, all)) = groups(file) else { return };
    let mut count = Count::new(file, backend);
    let Some(rsa) = crypto.rsa.iter().find(|it| it.algorithm() == algorithm) else {
        for group in &groups {
            assert_unsupported(private_key(&group["privateKey"]), algorithm, crypto);
            count.skip(tests(group).len());
        }
        assert_eq!(count.finish(), (0, all));
        return;
    };
    for group in &groups {
        let key = rsa.decrypter(&private_key(&group["privateKey"])).unwrap();
        for test in tests(group) {
            let decrypted = key.decrypt(&bytes(test, "ct"));
            let right = decrypted.is_ok_and(|text| text.expose() == bytes(test, "msg"));
            count.ran(test, verdict(test).permits(right));
        }
    }
    assert_eq!(count.finish(), (all, 0));
}

/// Checks that a backend without the algorithm refuses to prepare keys for it, for decrypting and
/// for encrypting.
fn assert_unsupported(key: RsaPrivate, algorithm: Alg, crypto: &Crypto) {
    let unsupported = Some(key::Error::Unsupported(algorithm.into()));
    let jwk = PrivateJwk::from_key(PrivateKey::Rsa(key), None);
    let decrypts = DecryptionKey::from_jwk(&jwk, algorithm, &[Enc::A128Gcm], crypto);
    assert_eq!(decrypts.err(), unsupported);
    let public = jwk.public().unwrap();
    let encrypts = EncryptionKey::from_jwk(&public, algorithm, Enc::A128Gcm, crypto);
    assert_eq!(encrypts.err(), unsupported);
    assert!(crypto.key_management_algorithms().all(|it| it != algorithm));
}

/// Returns the expected result. A ciphertext with a label is invalid in JWE, whose label is empty
/// (RFC 7518 §4.3).
fn verdict(test: &Json) -> Verdict {
    match test["label"].as_str() {
        Some("") => Verdict::of(test),
        _ => Verdict::Invalid,
    }
}

fn private_key(numbers: &Json) -> RsaPrivate {
    let number = |name: &str| {
        let number = bytes(numbers, name).into_iter();
        number.skip_while(|byte| *byte == 0).collect::<Vec<u8>>()
    };
    let secret = |name| Secret::new(number(name));
    let public = RsaPublic::new(number("modulus"), number("publicExponent")).unwrap();
    let private = RsaPrivateNumbers {
        d: secret("privateExponent"),
        p: secret("prime1"),
        q: secret("prime2"),
        dp: secret("exponent1"),
        dq: secret("exponent2"),
        qi: secret("coefficient"),
    };
    RsaPrivate::new(public, private).unwrap()
}

#[test]
fn rsa_oaep_decrypts() {
    for (file, algorithm) in [
        ("rsa_oaep_2048_sha1_mgf1sha1_test.json", Alg::RsaOaep),
        ("rsa_oaep_2048_sha256_mgf1sha256_test.json", Alg::RsaOaep256),
        ("rsa_oaep_3072_sha256_mgf1sha256_test.json", Alg::RsaOaep256),
        ("rsa_oaep_2048_sha384_mgf1sha384_test.json", Alg::RsaOaep384),
        ("rsa_oaep_2048_sha512_mgf1sha512_test.json", Alg::RsaOaep512),
    ] {
        on_every_backend(|crypto, backend| run(crypto, backend, file, algorithm));
    }
}
