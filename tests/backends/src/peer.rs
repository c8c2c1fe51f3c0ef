//! One request a line, one answer a line, both JSON: our side of the tests with programs that others
//! wrote. Bytes are in base64url.

use serde::Deserialize;
use serde_json::{Value, json};
use symbolon_jose::jwk::KeyKind;

use crate::{Backend, Bytes, Material, Refusal, jws};

#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "snake_case", deny_unknown_fields)]
enum Request {
    /// What the backend can run.
    Algorithms { backend: Backend },
    /// A new key: `kind` as in `crv`, or as in `kty` where there is no curve.
    Generate { backend: Backend, kind: String, #[serde(default)] bits: usize },
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
        Request::Algorithms { backend } => Ok(algorithms(backend)),
        Request::Generate { backend, kind, bits } => {
            let kind = kind_named(&kind).ok_or(Refusal("peer.unknown_kind"))?;
            let jwk = Material::generate(kind, bits, backend.crypto())?;
            Ok(json!(jwk.expose()))
        }
        Request::Sign { backend, form, payload, keys } => {
            Ok(json!(jws::make(&form, &payload.0, &keys, backend.crypto())?))
        }
        Request::Verify { backend, form, token, payload, keys } => {
            let payload = jws::read(&form, &token, &payload.0, &keys, backend.crypto())?;
            Ok(json!(Bytes(payload)))
        }
    }
}

fn algorithms(backend: Backend) -> Value {
    let crypto = backend.crypto();
    json!({
        "alg": crypto.signature_algorithms().collect::<Vec<_>>(),
        "key_management": crypto.key_management_algorithms().collect::<Vec<_>>(),
        "enc": crypto.content_encryption_algorithms().collect::<Vec<_>>(),
    })
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
