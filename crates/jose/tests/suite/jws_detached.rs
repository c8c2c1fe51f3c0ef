//! Unencoded payloads (RFC 7797), and detached payloads (RFC 7515, appendix F).

use serde_json::json;
use symbolon_jose::jws::{
    CompactJws, Error, GeneralJws, HeaderParameters, Jws, Part, Reader, SignError,
};

use crate::suite::common::{signed, signer, verifiers};

/// Writes the payload in every form and reads it back. Returns the forms that can contain it.
fn forms(payload: &[u8], unencoded: bool) -> Vec<&'static str> {
    let jws = || {
        let jws = Jws::new(payload.to_vec());
        if unencoded { jws.unencoded() } else { jws }
    };
    let general = if unencoded { GeneralJws::new_unencoded } else { GeneralJws::new };
    let general = || general(payload.to_vec()).sign(&signer(), HeaderParameters::new()).unwrap();
    let reader = if unencoded { Reader::new().unencoded() } else { Reader::new() };
    let mut held = Vec::new();
    if let Ok(token) = jws().sign(&signer()) {
        let verified = reader.compact(&token).unwrap().verify(&verifiers()).unwrap();
        assert_eq!(verified.payload(), payload);
        held.push("compact");
    }
    let token = jws().detached().sign(&signer()).unwrap();
    assert!(token.contains(".."));
    let verified = reader.detached(&token, payload).unwrap().verify(&verifiers()).unwrap();
    assert_eq!(verified.payload(), payload);
    let changed = [payload, b"x"].concat();
    let forged = reader.detached(&token, &changed).unwrap().verify(&verifiers()).map(|_| ());
    assert_eq!(forged, Err(Error::Signature));
    for text in [jws().sign_json(&signer()), general().to_json()].into_iter().flatten() {
        let verified = reader.json(&text).unwrap().verify_all(&verifiers()).unwrap();
        assert_eq!(verified.payload(), payload);
        held.push("json");
    }
    for text in [jws().detached().sign_json(&signer()), general().detached().to_json()] {
        let text = text.unwrap();
        let read = |payload| reader.detached_json(&text, payload).unwrap().verify_all(&verifiers());
        assert_eq!(read(payload).unwrap().payload(), payload);
        assert_eq!(read(&changed).map(|_| ()), Err(Error::Signature));
        assert_eq!(reader.json(&text).map(|_| ()), Err(Error::Missing("payload")));
    }
    held
}

#[test]
fn rfc7515_f_written_tokens_are_read_back_in_every_form() {
    for payload in [&b"{}"[..], b"$.02", b"\xff\0", "\u{20ac}\"\n".as_bytes()] {
        assert_eq!(forms(payload, false), ["compact", "json", "json"], "{payload:?}");
    }
    // In the compact form, an empty payload would look like a detached payload.
    assert_eq!(forms(b"", false), ["json", "json"]);
    assert_eq!(Jws::new(Vec::new()).sign(&signer()), Err(SignError::EmptyPayload));
}

#[test]
fn rfc7797_5_2_an_unencoded_compact_payload_has_only_allowed_characters() {
    for payload in ["a", " ", "~", "-", "/", "\"", "$02", "NDA1", "%2E"] {
        assert_eq!(forms(payload.as_bytes(), true), ["compact", "json", "json"], "{payload}");
    }
    for payload in [".", "$.02", "a\n", "\u{1f}", "\u{7f}", "\u{20ac}", "a\0"] {
        assert_eq!(forms(payload.as_bytes(), true), ["json", "json"], "{payload}");
        let refused = Jws::new(payload.as_bytes().to_vec()).unencoded().sign(&signer());
        assert_eq!(refused, Err(SignError::PayloadCharacters), "{payload}");
    }
    assert_eq!(forms(b"", true), ["json", "json"]);
    let empty = Jws::new(Vec::new()).unencoded().sign(&signer());
    assert_eq!(empty, Err(SignError::EmptyPayload));
    // The reader refuses the same characters.
    let header = symbolon_jose::base64url::encode(br#"{"alg":"EdDSA","b64":false,"crit":["b64"]}"#);
    let reader = Reader::new().unencoded();
    for payload in ["a\n", "\u{1f}", "\u{7f}", "\u{20ac}"] {
        let result = reader.compact(&format!("{header}.{payload}.AAAA")).map(|_| ());
        assert_eq!(result, Err(Error::PayloadCharacters), "{payload:?}");
    }
    for (token, error) in [
        (format!("{header}.$.02.AAAA"), Error::NotCompact),
        (format!("{header}..AAAA"), Error::Empty(Part::Payload)),
        (format!("{header}.a."), Error::Empty(Part::Signature)),
    ] {
        assert_eq!(reader.compact(&token).map(|_| ()), Err(error), "{token}");
    }
}

#[test]
fn rfc7797_5_3_an_unencoded_json_payload_must_be_text() {
    assert!(forms(b"\xff", true).is_empty());
    let refused = Jws::new(vec![0xff]).unencoded().sign_json(&signer());
    assert_eq!(refused, Err(SignError::PayloadCharacters));
    let general =
        GeneralJws::new_unencoded(vec![0xff]).sign(&signer(), HeaderParameters::new()).unwrap();
    assert_eq!(general.to_json(), Err(SignError::PayloadCharacters));
    // The payload is the value of the JSON string: escapes are decoded before verification.
    let text = Jws::new(b"$.02".to_vec()).unencoded().sign_json(&signer()).unwrap();
    let escaped = text.replace("$.02", "\\u0024.02");
    assert_ne!(text, escaped);
    let read = Reader::new().unencoded().json(&escaped).unwrap();
    assert_eq!(read.verify_all(&verifiers()).unwrap().payload(), b"$.02");
}

#[test]
fn rfc7797_6_b64_is_always_in_crit() {
    let token = Jws::new(b"$02".to_vec()).critical("x", 1).unencoded().sign(&signer()).unwrap();
    let reader = Reader::new().unencoded().understanding(&["x"]);
    let verified = reader.compact(&token).unwrap().verify(&verifiers()).unwrap();
    assert_eq!(verified.header().crit(), ["x", "b64"]);
    assert_eq!(verified.header().extra().get("b64"), Some(&json!(false)));
    let unencoded_alone = Reader::new().unencoded().compact(&token).map(|_| ());
    assert!(matches!(unencoded_alone, Err(Error::Critical(_))));
}

#[test]
fn rfc7515_f_the_reader_of_detached_tokens_refuses_a_token_with_a_payload() {
    let token = signed(r#"{"alg":"EdDSA"}"#, "{}", &signer());
    let [header, _, signature] = token.split('.').collect::<Vec<_>>().try_into().unwrap();
    let detached = format!("{header}..{signature}");
    assert!(Reader::new().detached(&detached, b"{}").unwrap().verify(&verifiers()).is_ok());
    let compact = CompactJws::parse(&detached).map(|_| ());
    assert_eq!(compact, Err(Error::Empty(Part::Payload)));
    for (token, error) in [
        (format!("{header}.{signature}"), Error::NotCompact),
        (format!("{header}...{signature}"), Error::NotCompact),
        (format!("..{signature}"), Error::Empty(Part::Header)),
        (format!("{header}.."), Error::Empty(Part::Signature)),
        (token.clone(), Error::NotDetached),
    ] {
        assert_eq!(Reader::new().detached(&token, b"{}").map(|_| ()), Err(error), "{token}");
    }
    // A payload that is present and empty is also refused.
    let flattened = json!({ "payload": "", "protected": header, "signature": signature });
    let read = Reader::new().detached_json(&flattened.to_string(), b"{}").map(|_| ());
    assert_eq!(read, Err(Error::NotDetached));
}
