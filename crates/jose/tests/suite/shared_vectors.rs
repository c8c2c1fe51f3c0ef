//! The test vectors of others, where they are at hand.

use std::path::{Path, PathBuf};
use std::{fs, str};

use crate::CRYPTO;
use symbolon_jose::jwk::{PrivateJwk, PrivateKey, PublicJwk};
use symbolon_jose::jws::CompactJws;
use symbolon_jose::{Object, SignatureAlgorithm as Alg, VerificationKey};

/// The folder of vectors beside the repository, or a line that says why the test is skipped.
fn folder(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors").join(name);
    if !path.is_dir() {
        println!("skipped: no folder {name} among shared/vectors");
        return None;
    }
    Some(path)
}

#[derive(Debug, Default, PartialEq)]
struct Count {
    passed: usize,
    skipped: usize,
}

#[expect(clippy::disallowed_methods, reason = "vectors are files")]
fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

/// A value of a vector, as a type of its own.
fn read<T: serde::de::DeserializeOwned>(path: &Path) -> T {
    serde_json::from_str(&text(path)).unwrap()
}

/// The key of a vector, public or not, for one algorithm.
fn key(jwk: Object, algorithm: Alg) -> VerificationKey {
    if let Ok(public) = PublicJwk::from_object(jwk.clone()) {
        return VerificationKey::from_jwk(&public, algorithm, &CRYPTO).unwrap();
    }
    let jwk = PrivateJwk::from_object(jwk).unwrap();
    match (jwk.key(), jwk.public()) {
        (PrivateKey::Oct(secret), _) => VerificationKey::from_secret(secret, algorithm, &CRYPTO),
        (_, public) => VerificationKey::from_jwk(&public.unwrap(), algorithm, &CRYPTO),
    }
    .unwrap()
}

/// Verifies one token, unless its algorithm or form is none of this crate's.
fn run(count: &mut Count, token: &str, alg: &str, jwk: Object, payload: Option<&str>) {
    let detached = token.contains("..");
    let unencoded = jws_header(token).contains("b64");
    let supported = CRYPTO.signature_algorithms().find(|it| it.as_str() == alg);
    let (Some(algorithm), false, false) = (supported, detached, unencoded) else {
        count.skipped += 1;
        return;
    };
    let jws = CompactJws::parse(token).unwrap();
    // The key is the one that the vector gives, whatever it is called.
    let verified = jws.verify(&unnamed(jwk, algorithm).into()).unwrap();
    if let Some(payload) = payload {
        assert_eq!(str::from_utf8(verified.payload()).unwrap(), payload);
    }
    count.passed += 1;
}

fn unnamed(mut jwk: Object, algorithm: Alg) -> VerificationKey {
    jwk.remove("kid");
    key(jwk, algorithm)
}

fn jws_header(token: &str) -> Object {
    let header = token.split('.').next().unwrap();
    Object::parse(&symbolon_jose::base64url::decode(header).unwrap()).unwrap()
}

#[test]
fn tokens_that_specifications_print() {
    #[derive(serde::Deserialize)]
    struct Vector {
        r#type: String,
        alg: String,
        token: String,
        key: Object,
        payload: Option<String>,
    }
    let Some(folder) = folder("spec-embedded") else { return };
    let vectors: Vec<Vector> = read(&folder.join("tokens-verified.json"));
    let mut count = Count::default();
    let all = vectors.len();
    for vector in vectors {
        if vector.r#type != "jws" {
            count.skipped += 1;
            continue;
        }
        let payload = vector.payload.as_deref();
        run(&mut count, &vector.token, &vector.alg, vector.key, payload);
    }
    println!("spec-embedded: {all} run, {} passed, {} skipped", count.passed, count.skipped);
    assert!(count.passed >= 38, "{count:?}");
}

#[test]
fn tokens_of_the_jose_cookbook() {
    #[derive(serde::Deserialize)]
    struct Vector {
        input: Input,
        output: Output,
    }
    #[derive(serde::Deserialize)]
    struct Input {
        payload: Option<String>,
        #[serde(default)]
        key: serde_json::Value,
        #[serde(default)]
        alg: serde_json::Value,
    }
    #[derive(serde::Deserialize)]
    struct Output {
        compact: Option<String>,
    }
    let Some(folder) = folder("ietf-jose-cookbook") else { return };
    let mut files: Vec<PathBuf> = fs::read_dir(folder.join("jws"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "json"))
        .collect();
    files.push(folder.join("curve25519/jws.json"));
    files.push(folder.join("rfc7797/hmac-sha2_b64_false.json"));
    let mut count = Count::default();
    let all = files.len();
    for file in files {
        let Vector { input, output } = read(&file);
        let (Some(token), Some(alg), Ok(jwk)) =
            (output.compact, input.alg.as_str(), Object::from_value(input.key))
        else {
            count.skipped += 1;
            continue;
        };
        run(&mut count, &token, alg, jwk, input.payload.as_deref());
    }
    println!("ietf-jose-cookbook: {all} run, {} passed, {} skipped", count.passed, count.skipped);
    assert!(count.passed >= 4, "{count:?}");
}
