//! A compact JWE that decrypts, and the exact error after each single change: RFC 7516 §5.2, step
//! by step.

use symbolon_jose::jwe::{CompactJwe, Error, Part};
use symbolon_jose::jws::CriticalError;
use symbolon_jose::key::SelectError;
use symbolon_jose::{
    ContentEncryptionAlgorithm as Enc, KeyManagementAlgorithm as Alg, MemberError, base64url, json,
    jwk,
};

use crate::suite::common::P256;
use crate::suite::jwe_forged::{DIR, direct, forged, outcome, with_bytes, with_part};

fn token() -> String {
    forged(DIR, b"", Enc::A128Gcm)
}

fn result(token: &str) -> Result<(), Error> {
    outcome(token, &direct(Enc::A128Gcm))
}

/// Decrypts a correctly encrypted token with this header text.
fn with_header(header: &str) -> Result<(), Error> {
    result(&forged(header, b"", Enc::A128Gcm))
}

fn wrong_type(name: &'static str, expected: &'static str) -> Result<(), Error> {
    Err(Error::HeaderParameter(MemberError { name, expected }))
}

#[test]
fn the_unchanged_token_decrypts() {
    assert_eq!(result(&token()), Ok(()));
    assert_eq!(with_header(r#" { "enc" : "A128GCM" , "unknown" : [1], "alg":"dir" } "#), Ok(()));
}

#[test]
fn rfc7516_7_1_wrong_numbers_of_parts_and_empty_parts_are_refused() {
    let token = token();
    let cut = token.rsplit_once('.').unwrap().0;
    for other in ["", "x", cut, &format!("{token}."), &format!("{token}.x"), &format!(".{token}")] {
        assert_eq!(result(other), Err(Error::NotCompact), "{other}");
    }
    let empty = |part| result(&with_part(&token, part, ""));
    assert_eq!(empty(0), Err(Error::Empty(Part::Header)));
    assert_eq!(empty(2), Err(Error::Empty(Part::InitializationVector)));
    assert_eq!(empty(4), Err(Error::Empty(Part::Tag)));
    // An empty ciphertext is allowed: it is that of an empty plaintext.
    assert_eq!(empty(3), Err(Error::Decryption));
}

#[test]
fn rfc7516_5_2_2_parts_that_are_not_base64url_are_refused() {
    let token = token();
    let parts =
        [Part::Header, Part::EncryptedKey, Part::InitializationVector, Part::Ciphertext, Part::Tag];
    for (index, part) in parts.into_iter().enumerate() {
        let text = token.split('.').nth(index).unwrap();
        for bad in [format!("{text}="), format!("{text}\n"), format!(" {text}"), "A".into()] {
            let result = result(&with_part(&token, index, &bad));
            assert_eq!(result, Err(Error::Base64 { part, error: base64url::Error }), "{bad:?}");
        }
    }
}

#[test]
fn rfc7516_5_2_3_the_header_must_be_a_json_object() {
    for header in ["[]", "null", "7", "\"dir\""] {
        assert_eq!(with_header(header), Err(Error::Header(json::Error::NotAnObject)), "{header}");
    }
    let twice = r#"{"alg":"dir","enc":"A128GCM","\u0061lg":"dir"}"#;
    let duplicate = json::Error::DuplicateMember { line: 1, column: 39 };
    assert_eq!(with_header(twice), Err(Error::Header(duplicate)));
    for header in ["", "{", "{}x", "\u{feff}{}"] {
        let result = CompactJwe::parse(&forged(header, b"", Enc::A128Gcm)).map(|_| ());
        let fits = matches!(result, Err(Error::Header(json::Error::Syntax { .. })))
            || result == Err(Error::Empty(Part::Header));
        assert!(fits, "{result:?}");
    }
    let long = format!(r#"{{"alg":"dir","enc":"A128GCM","x":"{}"}}"#, "x".repeat(16 << 10));
    assert_eq!(with_header(&long), Err(Error::HeaderTooLarge));
}

#[test]
fn rfc7516_4_1_1_and_4_1_2_absent_and_unsuitable_alg_and_enc_are_refused() {
    let iv_length = Error::Length { part: Part::InitializationVector, expected: 16, found: 12 };
    for (header, error) in [
        (r#"{"enc":"A128GCM"}"#, Error::MissingParameter("alg")),
        (r#"{"alg":"dir"}"#, Error::MissingParameter("enc")),
        (r#"{"alg":"DIR","enc":"A128GCM"}"#, Error::UnsupportedAlgorithm),
        (r#"{"alg":"none","enc":"A128GCM"}"#, Error::UnsupportedAlgorithm),
        (r#"{"alg":"HS256","enc":"A128GCM"}"#, Error::UnsupportedAlgorithm),
        (r#"{"alg":"dir","enc":"A128gcm"}"#, Error::UnsupportedContentEncryption),
        (r#"{"alg":"dir","enc":"none"}"#, Error::UnsupportedContentEncryption),
        (
            r#"{"alg":"A128KW","enc":"A128GCM"}"#,
            SelectError::AlgorithmNotAllowed(Alg::A128Kw.into()).into(),
        ),
        (r#"{"alg":"dir","enc":"A256GCM"}"#, Error::ContentEncryptionNotAllowed(Enc::A256Gcm)),
        (r#"{"alg":"dir","enc":"A128CBC-HS256"}"#, iv_length),
    ] {
        assert_eq!(with_header(header), Err(error), "{header}");
    }
}

#[test]
fn rfc7516_4_1_header_parameters_of_the_wrong_type_are_refused() {
    for name in ["alg", "enc", "kid", "typ", "cty", "zip"] {
        for value in ["null", "1", "true", "[]", "{}"] {
            let mut header = symbolon_jose::Object::parse(DIR.as_bytes()).unwrap();
            header.insert(name, serde_json::from_str::<serde_json::Value>(value).unwrap());
            assert_eq!(with_header(&header.to_json()), wrong_type(name, "a string"), "{name}");
        }
    }
    let header = |member: &str| format!(r#"{{"alg":"dir","enc":"A128GCM",{member}}}"#);
    assert_eq!(with_header(&header(r#""jwk":"x""#)), wrong_type("jwk", "an object"));
    let private = Err(Error::EmbeddedKey(jwk::Error::PrivateMember("d")));
    assert_eq!(with_header(&header(&format!(r#""jwk":{P256}"#))), private);
    let symmetric = Err(Error::EmbeddedKey(jwk::Error::SymmetricKey));
    assert_eq!(with_header(&header(r#""jwk":{"kty":"oct","k":"AA"}"#)), symmetric);
}

#[test]
fn rfc7516_4_1_3_zip_is_refused_by_default() {
    let header = |value: &str| format!(r#"{{"alg":"dir","enc":"A128GCM","zip":"{value}"}}"#);
    assert_eq!(with_header(&header("DEF")), Err(Error::Compressed));
    for other in ["def", "GZIP", "none", ""] {
        assert_eq!(with_header(&header(other)), Err(Error::UnsupportedCompression), "{other}");
    }
}

#[test]
fn attack_006_crit_in_a_jwe() {
    let header = |member: &str| format!(r#"{{"alg":"dir","enc":"A128GCM","exp":1,{member}}}"#);
    for (crit, error) in [
        (r#""crit":[]"#, CriticalError::Empty),
        (r#""crit":["exp","exp"]"#, CriticalError::Repeated),
        (r#""crit":["alg"]"#, CriticalError::Registered),
        (r#""crit":["epk"]"#, CriticalError::Registered),
        (r#""crit":["crit"]"#, CriticalError::Registered),
        (r#""crit":["nbf"]"#, CriticalError::Absent),
        (r#""crit":["exp"]"#, CriticalError::NotUnderstood),
        (r#""crit":["b64"],"b64":true"#, CriticalError::NotUnderstood),
    ] {
        assert_eq!(with_header(&header(crit)), Err(Error::Critical(error)), "{crit}");
    }
    for crit in [r#""crit":"exp""#, r#""crit":null"#, r#""crit":[1]"#, r#""crit":{}"#] {
        assert_eq!(with_header(&header(crit)), wrong_type("crit", "an array of strings"), "{crit}");
    }
    let token = forged(&header(r#""crit":["exp"]"#), b"", Enc::A128Gcm);
    let reader = symbolon_jose::jwe::Reader::new().understanding(&["exp"]);
    let decrypted = reader.compact(&token).unwrap().decrypt(&direct(Enc::A128Gcm)).unwrap();
    assert_eq!(decrypted.header().crit(), ["exp"]);
}

#[test]
fn rfc7516_5_2_10_dir_with_an_encrypted_key_is_refused() {
    assert_eq!(result(&forged(DIR, b"x", Enc::A128Gcm)), Err(Error::EncryptedKey));
}

#[test]
fn rfc7516_5_2_16_the_tag_covers_every_part() {
    let token = token();
    // The header has the same members in another order: the tag covers its text.
    let other_text = base64url::encode(br#"{"enc":"A128GCM","alg":"dir"}"#);
    assert_eq!(result(&with_part(&token, 0, &other_text)), Err(Error::Decryption));
    for part in [2, 3, 4] {
        for bit in 0..8 {
            let changed = with_bytes(&token, part, |bytes| bytes[0] ^= 1 << bit);
            assert_eq!(result(&changed), Err(Error::Decryption), "part {part} bit {bit}");
        }
    }
    for change in [
        (|bytes| bytes.truncate(bytes.len() - 1)) as fn(&mut Vec<u8>),
        |bytes| bytes.push(0),
        |bytes| bytes.rotate_left(1),
    ] {
        assert_eq!(result(&with_bytes(&token, 3, change)), Err(Error::Decryption));
    }
}

#[test]
fn another_key_of_the_same_kind_does_not_decrypt() {
    let secret = symbolon_jose::Secret::new(vec![0x43; 16]);
    let alg = Alg::Dir;
    let key =
        symbolon_jose::DecryptionKey::from_secret(&secret, alg, &[Enc::A128Gcm], &crate::CRYPTO);
    assert_eq!(outcome(&token(), &key.unwrap().into()), Err(Error::Decryption));
}
