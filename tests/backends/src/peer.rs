//! One request a line, one answer a line, both JSON: our side of the tests with programs that others
//! wrote. Bytes are in base64url.

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
    /// Every algorithm that has a name here, every form of a token, and the claims of a JWT.
    Names,
    /// The keys that an algorithm takes; none where it takes a password.
    Keys { alg: String, enc: ContentEncryptionAlgorithm },
    /// A new key: `kind` as in `crv`, or as in `kty` where there is no curve.
    Generate {
        backend: Backend,
        kind: String,
        #[serde(default)]
        bits: usize,
    },
    /// A JWS.
    Sign { backend: Backend, form: jws::Form, payload: Bytes, keys: Vec<jws::Party> },
    /// Its payload.
    Verify {
        backend: Backend,
        form: jws::Form,
        token: String,
        #[serde(default)]
        payload: Bytes,
        keys: Vec<jws::Party>,
    },
    /// A JWE.
    Encrypt {
        backend: Backend,
        form: jwe::Form,
        plaintext: Bytes,
        keys: Vec<jwe::Party>,
        enc: ContentEncryptionAlgorithm,
    },
    /// Its plaintext, and what is authenticated beside it.
    Decrypt {
        backend: Backend,
        form: jwe::Form,
        token: String,
        keys: Vec<jwe::Party>,
        enc: ContentEncryptionAlgorithm,
    },
    /// A JWT of the claims of every token, signed and then encrypted.
    Nest {
        backend: Backend,
        signer: jws::Party,
        recipient: jwe::Party,
        enc: ContentEncryptionAlgorithm,
    },
    /// What it claims.
    Unnest {
        backend: Backend,
        token: String,
        signer: jws::Party,
        recipient: jwe::Party,
        enc: ContentEncryptionAlgorithm,
    },
}

/// The answer to a line: `{"ok": ..}`, or `{"error": "the name of the error"}`. What is no request
/// has `{"invalid": ".."}` for an answer, which no test takes for a refusal.
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

/// A parameter that any reader passes over.
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
