//! RSAES-OAEP.

use symbolon_jose::crypto::Crypto;
use symbolon_jose::jwk::{RsaPrivate, RsaPrivateNumbers, RsaPublic};
use symbolon_jose::{KeyManagementAlgorithm as Alg, Secret};
use symbolon_vector_tests::{Count, Json, bytes, on_every_backend};

use crate::group::{Verdict, groups, tests};

fn run(crypto: &Crypto, backend: &str, file: &str, algorithm: Alg) {
    let Some((groups, all)) = groups(file) else { return };
    let mut count = Count::new(file, backend);
    let Some(rsa) = crypto.rsa.iter().find(|it| it.algorithm() == algorithm) else {
        assert!(crypto.key_management_algorithms().all(|it| it != algorithm));
        count.skip(all);
        assert_eq!(count.finish(), (0, all));
        return;
    };
    for group in &groups {
        let key = rsa.decrypter(&key(&group["privateKey"])).unwrap();
        for test in tests(group) {
            let decrypted = key.decrypt(&bytes(test, "ct"));
            let right = decrypted.is_ok_and(|text| text.expose() == bytes(test, "msg"));
            count.ran(test, verdict(test).permits(right));
        }
    }
    assert_eq!(count.finish(), (all, 0));
}

/// RFC 7518 §4.3: the label is the empty one. What is encrypted under another is not for us.
fn verdict(test: &Json) -> Verdict {
    match test["label"].as_str() {
        Some("") => Verdict::of(test),
        _ => Verdict::Invalid,
    }
}

fn key(numbers: &Json) -> RsaPrivate {
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
fn rsa_oaep() {
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
