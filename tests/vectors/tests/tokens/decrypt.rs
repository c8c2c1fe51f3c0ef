//! Decrypts a JWE in any form with the key of its vector.

use symbolon_jose::jwe::Reader;
use symbolon_jose::{Crypto, DecryptionKeys, base64url};
use symbolon_vector_tests::Json;

use crate::keys::{self, Unlocking};

/// A reader that also accepts compressed content.
const READER: Reader<'static> = Reader::new().inflating();

/// Returns the plaintext, or `None` if the backend does not have the algorithm.
pub(crate) fn decrypted(
    token: &str,
    key: &Unlocking<'_>,
    alg: &str,
    enc: &str,
    crypto: &Crypto,
) -> Option<Result<Vec<u8>, String>> {
    let keys = DecryptionKeys::new(vec![keys::decryption(key, alg, enc, crypto)?]);
    let decrypted = if token.trim_start().starts_with('{') {
        READER.json(token).and_then(|jwe| jwe.decrypt(&keys))
    } else {
        READER.compact(token).and_then(|jwe| jwe.decrypt(&keys))
    };
    Some(decrypted.map(|jwe| jwe.plaintext().to_vec()).map_err(|error| error.to_string()))
}

/// Returns `alg` of every recipient, and `enc`.
pub(crate) fn algorithms(token: &str) -> (Vec<String>, String) {
    let protected =
        |text: &str| -> Json { serde_json::from_slice(&base64url::decode(text).unwrap()).unwrap() };
    let Ok(jwe) = serde_json::from_str::<Json>(token) else {
        let header = protected(token.split('.').next().unwrap());
        return (vec![text(&header["alg"])], text(&header["enc"]));
    };
    let header = jwe.get("protected").map(|it| protected(it.as_str().unwrap()));
    let shared = [header.as_ref(), jwe.get("unprotected")];
    let said = |own: Option<&Json>, name: &str| {
        shared.into_iter().chain([own]).flatten().find_map(|it| it.get(name)).map(text)
    };
    let recipients = match &jwe["recipients"] {
        Json::Array(recipients) => recipients.iter().map(|it| it.get("header")).collect(),
        _ => vec![jwe.get("header")],
    };
    let algs = recipients.into_iter().map(|own| said(own, "alg").unwrap()).collect();
    (algs, said(None, "enc").unwrap())
}

fn text(value: &Json) -> String {
    value.as_str().unwrap().to_owned()
}
