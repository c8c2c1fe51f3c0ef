//! Project Wycheproof's vectors of signatures and MACs, where they are at hand.

use std::fs;
use std::path::Path;

use serde_json::Value;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::jwk::PublicJwk;
use symbolon_jose::{Object, Secret, SignatureAlgorithm as Alg, VerificationKey, key};

/// The groups of a file, or a line that says why the test is skipped.
#[expect(clippy::disallowed_methods, reason = "vectors are files")]
fn groups(file: &str) -> Option<Vec<Value>> {
    let folder = "../../../shared/vectors/wycheproof/testvectors_v1";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join(file);
    let Ok(text) = fs::read_to_string(path) else {
        println!("skipped: no {file} among shared/vectors");
        return None;
    };
    let file: Value = serde_json::from_str(&text).unwrap();
    Some(file["testGroups"].as_array().unwrap().clone())
}

fn bytes(test: &Value, name: &str) -> Vec<u8> {
    let digits: Vec<char> = test[name].as_str().unwrap().chars().collect();
    let byte = |pair: &[char]| u8::from_str_radix(&pair.iter().collect::<String>(), 16).unwrap();
    digits.chunks(2).map(byte).collect()
}

/// Whether the key does with one test what the test says; "acceptable" may go either way.
fn assert_result(test: &Value, key: &VerificationKey, signature: &str) {
    let verified = key.verify(&bytes(test, "msg"), &bytes(test, signature)).is_ok();
    match test["result"].as_str().unwrap() {
        "valid" => assert!(verified, "{test}"),
        "invalid" => assert!(!verified, "{test}"),
        other => assert_eq!(other, "acceptable"),
    }
}

/// Runs a file whose groups have a public key; returns how many tests ran.
fn run_public(file: &str, algorithm: Alg) -> Option<usize> {
    let mut count = 0_usize;
    for group in groups(file)? {
        let jwk = [&group["publicKeyJwk"], &group["keyJwk"]].into_iter().find(|it| it.is_object());
        let jwk = Object::from_value(jwk.unwrap().clone()).unwrap();
        let jwk = PublicJwk::from_object(jwk).unwrap();
        let tests = group["tests"].as_array().unwrap();
        match VerificationKey::from_jwk(&jwk, algorithm, &CRYPTO) {
            Ok(key) => tests.iter().for_each(|test| assert_result(test, &key, "sig")),
            // A key that is refused verifies nothing: no valid test may be among them.
            Err(error) => {
                assert_eq!(error, key::Error::Rejected);
                assert!(tests.iter().all(|test| test["result"] != "valid"), "{group}");
            }
        }
        count = count.saturating_add(tests.len());
    }
    println!("{file}: {count} run");
    Some(count)
}

#[test]
fn attack_031_ed25519() {
    for algorithm in [Alg::EdDsa, Alg::Ed25519] {
        let Some(count) = run_public("ed25519_test.json", algorithm) else { return };
        assert_eq!(count, 151);
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
        let Some(count) = run_public(file, algorithm) else { return };
        assert!(count >= 250, "{count}");
    }
}

#[test]
fn attack_036_rsa_pss() {
    for (file, algorithm) in [
        ("rsa_pss_2048_sha256_mgf1_32_test.json", Alg::Ps256),
        ("rsa_pss_2048_sha384_mgf1_48_test.json", Alg::Ps384),
        ("rsa_pss_4096_sha512_mgf1_64_test.json", Alg::Ps512),
    ] {
        let Some(count) = run_public(file, algorithm) else { return };
        assert!(count >= 100, "{count}");
    }
}

#[test]
fn hmac() {
    for (file, algorithm, bits) in [
        ("hmac_sha256_test.json", Alg::Hs256, 256),
        ("hmac_sha384_test.json", Alg::Hs384, 384),
        ("hmac_sha512_test.json", Alg::Hs512, 512),
    ] {
        let Some(groups) = groups(file) else { return };
        let (mut run, mut skipped) = (0_usize, 0_usize);
        for group in groups {
            let tests = group["tests"].as_array().unwrap();
            // JWS has neither shortened tags nor keys below the hash's length.
            let (key_size, tag_size) = (group["keySize"].as_u64(), group["tagSize"].as_u64());
            if key_size < Some(bits) || tag_size != Some(bits) {
                skipped = skipped.saturating_add(tests.len());
                continue;
            }
            for test in tests {
                let secret = Secret::new(bytes(test, "key"));
                let key = VerificationKey::from_secret(&secret, algorithm, &CRYPTO).unwrap();
                assert_result(test, &key, "tag");
            }
            run = run.saturating_add(tests.len());
        }
        println!("{file}: {run} run, {skipped} skipped");
        assert!(run >= 50, "{run}");
    }
}
