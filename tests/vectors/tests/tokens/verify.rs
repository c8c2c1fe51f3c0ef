//! Verifies a JWS in any form with the keys of its vector.

use symbolon_jose::jws::{JsonJws, Reader};
use symbolon_jose::{Crypto, VerificationKey, VerificationKeys, base64url};
use symbolon_vector_tests::Json;

use crate::keys;

/// A reader that also accepts an unencoded payload, and `alg` in an unprotected header.
const READER: Reader<'static> = Reader::new().unencoded().unprotected_algorithm();

/// Returns the payload after verifying all signatures, or `None` if the backend does not have one
/// of the algorithms.
pub(crate) fn verified(
    token: &str,
    jwks: &[&Json],
    detached: Option<&[u8]>,
    crypto: &Crypto,
) -> Option<Result<Vec<u8>, String>> {
    if token.trim_start().starts_with('{') {
        json(token, jwks, detached, crypto)
    } else {
        compact(token, jwks, detached, crypto)
    }
}

fn compact(
    token: &str,
    jwks: &[&Json],
    detached: Option<&[u8]>,
    crypto: &Crypto,
) -> Option<Result<Vec<u8>, String>> {
    let header = token.split('.').next().unwrap();
    let header: Json = serde_json::from_slice(&base64url::decode(header).unwrap()).unwrap();
    let keys = verifiers(jwks, &[header["alg"].as_str().unwrap().to_owned()], crypto)?;
    let read = match detached {
        Some(payload) if token.contains("..") => READER.detached(token, payload),
        _ => READER.compact(token),
    };
    let verified = read.and_then(|jws| jws.verify(&keys)).map(|jws| jws.payload().to_vec());
    Some(verified.map_err(|error| error.to_string()))
}

fn json(
    text: &str,
    jwks: &[&Json],
    detached: Option<&[u8]>,
    crypto: &Crypto,
) -> Option<Result<Vec<u8>, String>> {
    let has_payload = serde_json::from_str::<Json>(text).unwrap().get("payload").is_some();
    let read: Result<JsonJws, _> = match detached {
        Some(payload) if !has_payload => READER.detached_json(text, payload),
        _ => READER.json(text),
    };
    let jws = match read {
        Ok(jws) => jws,
        Err(error) => return Some(Err(error.to_string())),
    };
    let algs: Vec<String> =
        jws.signatures().iter().map(|signature| signature.header().alg().to_owned()).collect();
    let keys = verifiers(jwks, &algs, crypto)?;
    let count = algs.len();
    let verified = jws.verify_all(&keys).map_err(|error| error.to_string());
    Some(verified.map(|jws| {
        assert_eq!(jws.signatures().len(), count);
        jws.payload().to_vec()
    }))
}

/// Prepares, for each algorithm that a signature names, the first key that fits it.
fn verifiers(jwks: &[&Json], algs: &[String], crypto: &Crypto) -> Option<VerificationKeys> {
    let mut keys: Vec<VerificationKey> = Vec::new();
    for alg in algs {
        let fitting = jwks.iter().find(|jwk| fits(jwk, alg)).unwrap();
        keys.push(keys::verification(fitting, alg, crypto)?);
    }
    Some(VerificationKeys::new(keys))
}

fn fits(jwk: &Json, alg: &str) -> bool {
    let kty = match alg.as_bytes() {
        [b'H', ..] => "oct",
        [b'R' | b'P', ..] => "RSA",
        [b'M', ..] => "AKP",
        [b'E', b'S', ..] => "EC",
        _ => "OKP",
    };
    jwk["kty"] == kty
}
