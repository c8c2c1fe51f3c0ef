//! `ietf-jose-cookbook`: the JWS examples of RFC 7520, RFC 7797 and RFC 8037.

use symbolon_jose::jws::{CriticalError, Error, Reader};
use symbolon_jose::{Crypto, Object, Secret, SignatureAlgorithm, SigningKey, base64url};
use symbolon_jose::{jwk::PrivateJwk, jwk::PrivateKey};
use symbolon_vector_tests::{Count, Json, json, names, on_every_backend};

use crate::keys;
use crate::verify::verified;

const FOLDER: &str = "ietf-jose-cookbook";

fn files() -> Vec<String> {
    let mut files: Vec<String> =
        names(&format!("{FOLDER}/jws"), ".json").iter().map(|it| format!("jws/{it}")).collect();
    files.push("curve25519/jws.json".into());
    files.push("rfc7797/hmac-sha2_b64_false.json".into());
    files
}

/// Returns the forms in which a vector is printed.
pub(crate) fn forms(output: &Json) -> impl Iterator<Item = (&'static str, String)> {
    ["compact", "json", "json_flat"].into_iter().filter_map(|form| {
        let token = output.get(form)?;
        Some((form, token.as_str().map_or_else(|| token.to_string(), str::to_owned)))
    })
}

/// Returns the elements of an array, or a single value as the only element.
pub(crate) fn many(value: &Json) -> Vec<&Json> {
    value.as_array().map_or_else(|| vec![value], |values| values.iter().collect())
}

#[test]
fn every_form_verifies() {
    on_every_backend(|crypto, backend| {
        for file in files() {
            let Some(vector) = json(&format!("{FOLDER}/{file}")) else { continue };
            let mut count = Count::new(&file, backend);
            let input = &vector["input"];
            let payload = input["payload"].as_str().unwrap().as_bytes();
            for (form, token) in forms(&vector["output"]) {
                match verified(&token, &many(&input["key"]), Some(payload), crypto) {
                    None => count.skip(1),
                    Some(Ok(found)) => count.ran(form, found == payload),
                    Some(Err(error)) => count.ran(format!("{form}: {error}"), false),
                }
            }
            let _ = count.finish();
        }
    });
}

/// Signing the printed signing input gives the printed signature if the algorithm is deterministic,
/// and a signature that verifies otherwise.
#[test]
fn signing_again_gives_the_printed_signature() {
    on_every_backend(|crypto, backend| {
        for file in files().iter().filter(|file| !file.starts_with("rfc7797")) {
            let Some(vector) = json(&format!("{FOLDER}/{file}")) else { continue };
            let mut count = Count::new(&format!("{file}, signing"), backend);
            let (algs, jwks) = (many(&vector["input"]["alg"]), many(&vector["input"]["key"]));
            for ((signing, alg), jwk) in many(&vector["signing"]).iter().zip(algs).zip(jwks) {
                let alg = alg.as_str().unwrap();
                match signed(signing, alg, jwk, crypto) {
                    None => count.skip(1),
                    Some(passed) => count.ran(alg, passed),
                }
            }
            let _ = count.finish();
        }
    });
}

fn signed(signing: &Json, alg: &str, jwk: &Json, crypto: &Crypto) -> Option<bool> {
    let text = |name: &str| signing[name].as_str().unwrap();
    let expected = base64url::decode(text("sig")).unwrap();
    let input = text("sig-input").as_bytes();
    let verifier = keys::verification(jwk, alg, crypto)?;
    let made = signing_key(jwk, alg, crypto).sign(input).unwrap();
    let draws = alg.starts_with("ES") || alg.starts_with("PS");
    let same = made == expected;
    let holds = verifier.verify(input, &expected).is_ok() && verifier.verify(input, &made).is_ok();
    Some(holds && (same || draws))
}

fn signing_key(jwk: &Json, alg: &str, crypto: &Crypto) -> SigningKey {
    let algorithm: SignatureAlgorithm = alg.parse().unwrap();
    let jwk = PrivateJwk::from_object(Object::from_value(jwk.clone()).unwrap()).unwrap();
    match jwk.key() {
        PrivateKey::Oct(secret) => {
            SigningKey::from_secret(&Secret::new(secret.expose().to_vec()), algorithm, crypto)
        }
        _ => SigningKey::from_jwk(&jwk, algorithm, crypto),
    }
    .unwrap()
}

/// The header in this file has `b64` without `crit`. RFC 7797 §6 forbids that, and the example in
/// RFC 7797 §4.2 is different.
#[test]
fn rfc7797_6_b64_without_crit_is_refused() {
    let Some(vector) = json(&format!("{FOLDER}/rfc7797/4.2.hmac-sha2_b64_false.json")) else {
        return;
    };
    let reader = Reader::new().unencoded();
    for (form, token) in forms(&vector["output"]) {
        let error = reader.json(&token).unwrap_err();
        assert_eq!(error, Error::Critical(CriticalError::B64), "{form}");
    }
}
