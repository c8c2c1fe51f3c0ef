//! ML-DSA signatures, with public keys of `kty` AKP.

use symbolon_jose::crypto::Crypto;
use symbolon_jose::jwk::PublicJwk;
use symbolon_jose::{Object, SignatureAlgorithm as Alg, VerificationKey, base64url, key};
use symbolon_vector_tests::{Count, Json, bytes, on_every_backend};

use crate::group::{Verdict, groups, tests};

fn run(crypto: &Crypto, backend: &str, file: &str, algorithm: Alg) {
    let Some((groups, all)) = groups(file) else { return };
    let mut count = Count::new(file, backend);
    for group in &groups {
        let key =
            jwk(group, algorithm).map(|jwk| VerificationKey::from_jwk(&jwk, algorithm, crypto));
        if let Some(Err(key::Error::Unsupported(missing))) = key {
            assert_eq!(missing, algorithm.into());
            assert!(crypto.signature_algorithms().all(|it| it != algorithm));
            count.skip(tests(group).len());
            continue;
        }
        let key = key.and_then(Result::ok);
        for test in tests(group) {
            let verify =
                |key: &VerificationKey| key.verify(&bytes(test, "msg"), &bytes(test, "sig"));
            let verified = key.as_ref().is_some_and(|key| verify(key).is_ok());
            count.ran(test, verdict(test).permits(verified));
        }
    }
    let (run, skipped) = count.finish();
    assert_eq!(run + skipped, all);
}

/// Returns the expected result. A signature with a context is invalid in JWS, whose context is
/// empty (RFC 9964 §3).
fn verdict(test: &Json) -> Verdict {
    match test["ctx"].as_str() {
        None | Some("") => Verdict::of(test),
        Some(_) => Verdict::Invalid,
    }
}

/// Builds the JWK of a group, or returns `None` if its public key has the wrong length.
fn jwk(group: &Json, algorithm: Alg) -> Option<PublicJwk> {
    let public = base64url::encode(&bytes(group, "publicKey"));
    let text = format!(r#"{{"kty":"AKP","alg":"{algorithm}","pub":"{public}"}}"#);
    PublicJwk::from_object(Object::parse(text.as_bytes()).unwrap()).ok()
}

#[test]
fn ml_dsa_44_verifies() {
    on_every_backend(|crypto, backend| {
        run(crypto, backend, "mldsa_44_verify_test.json", Alg::MlDsa44);
    });
}
