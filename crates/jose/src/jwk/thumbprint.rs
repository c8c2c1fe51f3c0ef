use crate::{Crypto, Object, base64url};

/// RFC 7638 §3: the required members in the order of their names, without white space, hashed. An
/// [`Object`] prints just so.
pub(super) fn sha256(required: &Object, crypto: &Crypto) -> String {
    base64url::encode(&crypto.digests.sha256(required.to_json().as_bytes()))
}
