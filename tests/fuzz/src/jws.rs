//! JWS in every form, verified with a key for every algorithm.
//!
//! An input with wrong signatures is tried again with the right ones.

use serde_json::Value;
use symbolon_jose::jws::{
    CompactJws, CriticalError, Error, Header, JsonJws, Reader, VerifiedJsonJws, VerifiedJws,
};
use symbolon_jose::{Object, base64url, danger};

use crate::{Accepted, first_line, keys, text};

/// Verifies a compact token. A token has one spelling, and verifies only with the right checksum.
pub(crate) fn jws(data: &[u8]) -> Option<Accepted> {
    let token = text(data)?;
    unverified(token);
    let jws = CompactJws::parse(token).ok()?;
    one_spelling(token);
    assert!(Reader::new().detached(token, b"payload").is_err(), "read as attached and as detached");
    let accepted = compact(token, &Reader::new());
    if let Some(forged) = signed(token, jws.header().alg()) {
        let jws = CompactJws::parse(&forged).expect("only the signature differs");
        holds(jws.verify(keys::verification()));
        let _ = compact(&forged, &Reader::new());
    }
    accepted
}

/// Takes a token on the first line, and its detached payload after it.
pub(crate) fn jws_detached(data: &[u8]) -> Option<Accepted> {
    let (token, payload) = first_line(data);
    let token = text(token)?;
    let reader = Reader::new().unencoded();
    let jws = reader.detached(token, payload).ok()?;
    assert!(reader.compact(token).is_err(), "read as attached and as detached");
    let unencoded = is_unencoded(jws.header());
    let header = token.split_once('.').expect("the target read it").0;
    let mut input = format!("{header}.").into_bytes();
    match unencoded {
        true => input.extend_from_slice(payload),
        false => input.extend_from_slice(base64url::encode(payload).as_bytes()),
    }
    let right = keys::signature(jws.header().alg(), &input);
    let verified = jws.verify(keys::verification());
    if let Ok(verified) = &verified {
        assert_eq!(verified.payload(), payload);
        assert!(right.as_ref().is_some_and(|right| token.ends_with(&format!("..{right}"))));
        let other = [payload, b"."].concat();
        let other = reader.detached(token, &other).expect("a detached payload is not parsed");
        assert!(other.verify(keys::verification()).is_err(), "verified for another payload");
    }
    if let Some(right) = right {
        let forged = format!("{header}..{right}");
        let jws = reader.detached(&forged, payload).expect("only the signature differs");
        holds(jws.verify(keys::verification()));
    }
    verified.ok().map(|_| Accepted)
}

/// Verifies unencoded payloads (RFC 7797). A reader that was not told to expect them refuses them.
pub(crate) fn jws_unencoded(data: &[u8]) -> Option<Accepted> {
    let text = text(data)?;
    let reader = Reader::new().unencoded();
    if text.starts_with('{') {
        return json(text, &reader);
    }
    let jws = reader.compact(text).ok()?;
    match CompactJws::parse(text) {
        Ok(_) => assert!(!is_unencoded(jws.header())),
        Err(error) => {
            assert!(is_unencoded(jws.header()));
            assert_eq!(error, Error::Critical(CriticalError::NotUnderstood));
        }
    }
    if let Some(forged) = signed(text, jws.header().alg()) {
        let jws = reader.compact(&forged).expect("only the signature differs");
        holds(jws.verify(keys::verification()));
        let _ = compact(&forged, &reader);
    }
    compact(text, &reader)
}

/// Verifies the flattened and the general JSON form. Each signature that verifies was made by the key
/// that it names.
pub(crate) fn jws_json(data: &[u8]) -> Option<Accepted> {
    json(text(data)?, &Reader::new())
}

fn json(text: &str, reader: &Reader<'_>) -> Option<Accepted> {
    let jws = reader.json(text).ok()?;
    let _ = format!("{jws:?}");
    assert!(!jws.signatures().is_empty() && jws.signatures().len() <= 16);
    let object = Object::parse(text.as_bytes()).expect("the target read it");
    let accepted = any_and_all(jws.clone(), &object);
    let forged = signed_json(&jws, object);
    let jws = reader.json(&forged.to_json()).expect("only the signatures differ");
    let all = jws.clone().verify_all(keys::verification());
    assert!(!matches!(all, Err(Error::Signature)), "refused with the right signature");
    let _ = any_and_all(jws, &forged);
    accepted
}

/// Compares `verify_all` with `verify_any`: all signatures verify when any does and no signature is
/// refused. What was verified is what the text contains.
fn any_and_all(jws: JsonJws, object: &Object) -> Option<Accepted> {
    let count = jws.signatures().len();
    let all = jws.clone().verify_all(keys::verification());
    let any = jws.verify_any(keys::verification());
    let Ok(any) = any else {
        assert!(all.is_err(), "`verify_all` accepted what `verify_any` refused");
        return None;
    };
    assert_eq!(any.signatures().len() + any.refused().len(), count);
    assert_eq!(all.is_ok(), any.refused().is_empty());
    stands_in(&any, object);
    all.ok().map(|all| {
        assert_eq!(all.signatures().len(), count);
        assert_eq!(all.payload(), any.payload());
        Accepted
    })
}

fn stands_in(verified: &VerifiedJsonJws, object: &Object) {
    for signature in verified.signatures() {
        let entry = match object.get("signatures") {
            Some(entries) => {
                entries.get(signature.index()).expect("each verified signature has an index")
            }
            None => &Value::from(object.clone()),
        };
        let found = entry.get("signature").and_then(Value::as_str);
        let input = signing_input(entry, object);
        let right = keys::signature(signature.algorithm().as_str(), input.as_bytes());
        assert_eq!(right.as_deref(), found, "verified, but the signature is wrong");
        // RFC 7515 §10.7: an unprotected header does not choose the algorithm.
        assert!(signature.unprotected().get("alg").is_none());
    }
    let payload = object.get("payload").and_then(Value::as_str).expect("the target read it");
    if verified.signatures().iter().any(|signature| is_unencoded(signature.header())) {
        assert_eq!(verified.payload(), payload.as_bytes());
    } else {
        assert_eq!(base64url::encode(verified.payload()), payload);
    }
}

fn signing_input(entry: &Value, object: &Object) -> String {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    format!("{}.{}", text(entry.get("protected")), text(object.get("payload")))
}

/// Returns the object with right signatures, for each algorithm that is known.
fn signed_json(jws: &JsonJws, mut object: Object) -> Object {
    let whole = object.clone();
    let right = |index: usize, entry: &Value| {
        let alg = jws.signatures().get(index).map(|signature| signature.header().alg());
        keys::signature(alg.unwrap_or_default(), signing_input(entry, &whole).as_bytes())
    };
    match object.remove("signatures") {
        Some(Value::Array(mut entries)) => {
            for (index, entry) in entries.iter_mut().enumerate() {
                if let Some(right) = right(index, entry) {
                    entry["signature"] = right.into();
                }
            }
            object.insert("signatures", entries);
        }
        _ => {
            if let Some(right) = right(0, &whole.clone().into()) {
                object.insert("signature", right);
            }
        }
    }
    object
}

/// Whether the header asks for an unencoded payload (RFC 7797 §3).
fn is_unencoded(header: &Header) -> bool {
    header.extra().get("b64") == Some(&Value::Bool(false))
}

/// Checks that padding, white space and a fourth part are refused (RFC 7515 §2, §7.1).
fn one_spelling(token: &str) {
    for other in [
        format!("{token}="),
        format!("{token}."),
        format!(".{token}"),
        format!(" {token}"),
        format!("{token}\n"),
        token.replacen('.', "=.", 1),
        token.replacen('.', "..", 1),
        format!("\u{feff}{token}"),
    ] {
        assert!(CompactJws::parse(&other).is_err(), "read in another spelling: {other:?}");
    }
}

/// Checks that a token which is read as unsecured has `alg` `none` and no signature, and that the
/// verifying reader refuses it.
fn unverified(token: &str) {
    let _ = danger::unverified_claims(token);
    if let Ok(unsecured) = danger::unsecured_jws(token) {
        assert_eq!(unsecured.header().alg(), "none");
        assert!(token.ends_with('.') && CompactJws::parse(token).is_err());
    }
}

/// Verifies, and compares what was verified with the text.
fn compact(token: &str, reader: &Reader<'_>) -> Option<Accepted> {
    let verified = reader.compact(token).ok()?.verify(keys::verification()).ok()?;
    let (signing_input, signature) = token.rsplit_once('.').expect("it was parsed");
    let (header, payload) = signing_input.split_once('.').expect("it was parsed");
    let right = keys::signature(verified.algorithm().as_str(), signing_input.as_bytes());
    assert_eq!(right.as_deref(), Some(signature), "verified, but the signature is wrong");
    assert_eq!(verified.header().alg(), verified.algorithm().as_str());
    if is_unencoded(verified.header()) {
        assert_eq!(verified.payload(), payload.as_bytes());
    } else {
        assert_eq!(base64url::encode(verified.payload()), payload);
    }
    let header = base64url::decode(header).expect("it was parsed");
    let header = Object::parse(&header).expect("it was parsed");
    assert_eq!(header.get("alg").and_then(Value::as_str), Some(verified.header().alg()));
    let _ = format!("{verified:?}");
    Some(Accepted)
}

/// Checks that a token with the right signature verifies, or is refused for its key only.
fn holds(verified: Result<VerifiedJws, Error>) {
    assert!(
        matches!(verified, Ok(_) | Err(Error::Key(_))),
        "refused with the right signature: {verified:?}"
    );
}

/// Returns the token with the right signature, if its `alg` is known.
pub(crate) fn signed(token: &str, alg: &str) -> Option<String> {
    let (signing_input, _) = token.rsplit_once('.')?;
    let signature = keys::signature(alg, signing_input.as_bytes())?;
    Some(format!("{signing_input}.{signature}"))
}
