//! The requests of the tests with other implementations.
//!
//! A request is one line of JSON, and its answer is one line of JSON. Bytes are written as
//! base64url.

use serde::Deserialize;
use serde_json::{Value, json};
use symbolon_jose::jwk::KeyKind;
use symbolon_jose::{
    ContentEncryptionAlgorithm, KeyManagementAlgorithm, Object, SignatureAlgorithm,
};

use crate::{
    Backend, Bytes, KeySize, Refusal, generate, jwe, jws, key_management_keys, nested,
    signature_key,
};

#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "snake_case", deny_unknown_fields)]
enum Request {
    /// Returns every algorithm that symbolon-jose knows, every form of a token, and the claims of a
    /// JWT.
    Names,
    /// Returns the keys that an algorithm takes. The list is empty if it takes a password.
    Keys { alg: String, enc: ContentEncryptionAlgorithm },
    /// Generates a key. `kind` is the value of `crv`, or of `kty` for keys without a curve.
    Generate {
        backend: Backend,
        kind: String,
        #[serde(default)]
        bits: usize,
    },
    /// Makes a JWS.
    Sign { backend: Backend, form: jws::Form, payload: Bytes, keys: Vec<jws::Party> },
    /// Verifies a JWS and returns its payload.
    Verify {
        backend: Backend,
        form: jws::Form,
        token: String,
        #[serde(default)]
        payload: Bytes,
        keys: Vec<jws::Party>,
    },
    /// Makes a JWE.
    Encrypt {
        backend: Backend,
        form: jwe::Form,
        plaintext: Bytes,
        keys: Vec<jwe::Party>,
        enc: ContentEncryptionAlgorithm,
    },
    /// Decrypts a JWE and returns its plaintext and `aad`.
    Decrypt {
        backend: Backend,
        form: jwe::Form,
        token: String,
        keys: Vec<jwe::Party>,
        enc: ContentEncryptionAlgorithm,
    },
    /// Makes a JWT with the claims of [`nested::claims`], signed and then encrypted.
    Nest {
        backend: Backend,
        signer: jws::Party,
        recipient: jwe::Party,
        enc: ContentEncryptionAlgorithm,
    },
    /// Decrypts and verifies a nested JWT and returns its claims.
    Unnest {
        backend: Backend,
        token: String,
        signer: jws::Party,
        recipient: jwe::Party,
        enc: ContentEncryptionAlgorithm,
    },
}

/// Answers a request with `{"ok": ..}`, or with `{"error": ".."}` and the stable name of the error.
///
/// The answer to a malformed request is `{"invalid": ".."}`, so that a test does not mistake it for
/// a refusal.
#[must_use]
pub fn answer(line: &str) -> String {
    let answer = match serde_json::from_str(line) {
        Ok(request) => match run(request) {
            Ok(value) => json!({ "ok": value }),
            Err(refusal) => json!({ "error": refusal.0 }),
        },
        Err(error) => json!({ "invalid": error.to_string() }),
    };
    answer.to_string()
}

fn run(request: Request) -> Result<Value, Refusal> {
    match request {
        Request::Names => Ok(json!({
            "alg": SignatureAlgorithm::ALL,
            "key_management": KeyManagementAlgorithm::ALL,
            "enc": ContentEncryptionAlgorithm::ALL,
            "claims": nested::claims().to_object(),
            "typ": nested::TYP,
            "jws_forms": jws::Form::every(&unprotected()),
            "jwe_forms": jwe::Form::every(b"the envelope", &unprotected()),
        })),
        Request::Keys { alg, enc } => {
            let keys = keys(&alg, enc).ok_or(Refusal("peer.unknown_algorithm"))?;
            let key = |(kind, bits): &KeySize| json!({ "kind": kind.as_str(), "bits": bits });
            Ok(json!(keys.iter().map(key).collect::<Vec<_>>()))
        }
        Request::Generate { backend, kind, bits } => {
            let kind = kind_named(&kind).ok_or(Refusal("peer.unknown_kind"))?;
            let jwk = generate((kind, bits), backend.crypto())?;
            Ok(json!(jwk.expose()))
        }
        Request::Sign { backend, form, payload, keys } => {
            Ok(json!(jws::make(&form, &payload.0, &keys, backend.crypto())?))
        }
        Request::Verify { backend, form, token, payload, keys } => {
            let payload = jws::read(&form, &token, &payload.0, &keys, backend.crypto())?;
            Ok(json!(Bytes(payload)))
        }
        Request::Encrypt { backend, form, plaintext, keys, enc } => {
            Ok(json!(jwe::make(&form, &plaintext.0, &keys, enc, backend.crypto())?))
        }
        Request::Decrypt { backend, form, token, keys, enc } => {
            let decrypted = jwe::read(&form, &token, &keys, &[enc], backend.crypto())?;
            let aad = decrypted.additional_data().map(|aad| Bytes(aad.to_vec()));
            Ok(json!({ "plaintext": Bytes(decrypted.plaintext().to_vec()), "aad": aad }))
        }
        Request::Nest { backend, signer, recipient, enc } => {
            let claims = nested::claims();
            Ok(json!(nested::make(&claims, &signer, &recipient, enc, backend.crypto())?))
        }
        Request::Unnest { backend, token, signer, recipient, enc } => {
            let claims = nested::read(&token, &signer, &recipient, enc, backend.crypto())?;
            Ok(json!(claims.to_object()))
        }
    }
}

/// Returns a header with a parameter that every reader ignores.
fn unprotected() -> Object {
    let mut header = Object::new();
    header.insert("jku", "https://example.com/keys");
    header
}

fn keys(alg: &str, enc: ContentEncryptionAlgorithm) -> Option<Vec<KeySize>> {
    match alg.parse::<SignatureAlgorithm>() {
        Ok(algorithm) => Some(vec![signature_key(algorithm)]),
        Err(_) => alg.parse().ok().map(|algorithm| key_management_keys(algorithm, enc)),
    }
}

fn kind_named(name: &str) -> Option<KeyKind> {
    use KeyKind as Kind;
    let kinds = [
        Kind::Rsa,
        Kind::P256,
        Kind::P384,
        Kind::P521,
        Kind::Secp256k1,
        Kind::Ed25519,
        Kind::X25519,
        Kind::MlDsa44,
        Kind::MlDsa65,
        Kind::MlDsa87,
        Kind::Oct,
    ];
    kinds.into_iter().find(|kind| kind.as_str() == name)
}
