//! JWEs in the JSON forms that decrypt, and the exact error after each single change: RFC 7516
//! §7.2.

use crate::CRYPTO;
use serde_json::{Value, json};
use symbolon_jose::jwe::{Error, JsonJwe, Jwe, Part, Reader, Recipient};
use symbolon_jose::key::SelectError;
use symbolon_jose::{
    ContentEncryptionAlgorithm as Enc, DecryptionKey, DecryptionKeys, EncryptionKey,
    KeyManagementAlgorithm as Alg, Limits, MemberError, Secret, base64url, json,
};

use crate::suite::common::P256;
use crate::suite::counting::counting;
use crate::suite::jwe_forged::{PLAINTEXT, a128kw, content_key, content_secret};
use crate::suite::jwe_keys::{Pair, of_jwk};

fn secret(byte: u8) -> Secret {
    Secret::new(vec![byte; 16])
}

fn encryption(byte: u8) -> EncryptionKey {
    let enc = Enc::A128Gcm;
    let key = EncryptionKey::from_secret(&secret(byte), Alg::A128Kw, enc, &CRYPTO).unwrap();
    key.named(&byte.to_string())
}

fn keys(byte: u8) -> DecryptionKeys {
    let enc = [Enc::A128Gcm];
    let key = DecryptionKey::from_secret(&secret(byte), Alg::A128Kw, &enc, &CRYPTO).unwrap();
    key.named(&byte.to_string()).into()
}

fn flattened() -> Value {
    let jwe = Jwe::new(PLAINTEXT.to_vec()).aad(b"aad").unprotected("hint", "x");
    serde_json::from_str(&jwe.encrypt_json(&encryption(1)).unwrap()).unwrap()
}

fn general() -> Value {
    let (one, two) = (encryption(1), encryption(2));
    let recipients = [Recipient::new(&one), Recipient::new(&two).param("for", "two")];
    let jwe = Jwe::new(PLAINTEXT.to_vec()).unprotected("hint", "x");
    serde_json::from_str(&jwe.encrypt_general(&recipients).unwrap()).unwrap()
}

fn result_of(text: &str, key: u8) -> Result<usize, Error> {
    JsonJwe::parse(text)?.decrypt(&keys(key)).map(|decrypted| {
        assert_eq!(decrypted.plaintext(), PLAINTEXT);
        decrypted.recipient()
    })
}

fn result(token: &Value) -> Result<usize, Error> {
    result_of(&token.to_string(), 1)
}

fn flattened_with(member: &str, value: Value) -> Result<usize, Error> {
    let mut token = flattened();
    token[member] = value;
    result(&token)
}

fn flattened_without(member: &str) -> Result<usize, Error> {
    let mut token = flattened();
    token.as_object_mut().unwrap().remove(member).unwrap();
    result(&token)
}

#[test]
fn the_unchanged_tokens_decrypt() {
    assert_eq!(result(&flattened()), Ok(0));
    assert_eq!(result(&general()), Ok(0));
    assert_eq!(result_of(&general().to_string(), 2), Ok(1));
    // RFC 7516 §7.2.1: unknown members are ignored.
    assert_eq!(flattened_with("unknown", json!([1])), Ok(0));
}

#[test]
fn rfc7516_7_2_text_that_is_not_exactly_a_json_object_is_refused() {
    let not_an_object = Err(Error::Json(json::Error::NotAnObject));
    for text in ["[]", "null", "\"x\""] {
        assert_eq!(result_of(text, 1), not_an_object, "{text}");
    }
    let text = flattened().to_string();
    for other in [format!("{text}x"), format!("\u{feff}{text}"), text.replace(':', "")] {
        let result = result_of(&other, 1);
        assert!(matches!(result, Err(Error::Json(json::Error::Syntax { .. }))), "{result:?}");
    }
    let twice = text.replacen('{', r#"{"iv":"AAAA","#, 1);
    let result = result_of(&twice, 1);
    assert!(matches!(result, Err(Error::Json(json::Error::DuplicateMember { .. }))), "{result:?}");
    // RFC 8725 §2.4: a reader of one form refuses the other form.
    let compact = Jwe::new(PLAINTEXT.to_vec()).encrypt(&encryption(1)).unwrap();
    assert!(matches!(result_of(&compact, 1), Err(Error::Json(_))));
    assert_eq!(symbolon_jose::jwe::CompactJwe::parse(&text).unwrap_err(), Error::NotCompact);
    let mut limits = Limits::DEFAULT;
    limits.token = text.len() - 1;
    assert_eq!(Reader::new().limits(limits).json(&text).unwrap_err(), Error::TooLarge);
}

#[test]
fn rfc7516_7_2_1_members_of_the_wrong_type_are_refused() {
    for name in ["protected", "encrypted_key", "iv", "ciphertext", "tag", "aad"] {
        for value in [json!(null), json!(1), json!([]), json!({})] {
            let expected = MemberError { name, expected: "a string" };
            assert_eq!(flattened_with(name, value), Err(Error::Member(expected)), "{name}");
        }
    }
    for name in ["header", "unprotected"] {
        for value in [json!(null), json!("e30"), json!([])] {
            let expected = MemberError { name, expected: "an object" };
            assert_eq!(flattened_with(name, value), Err(Error::Member(expected)), "{name}");
        }
    }
    for value in [json!(null), json!({}), json!("x"), json!([1]), json!([{}, []])] {
        let mut token = general();
        token["recipients"] = value;
        let expected = MemberError { name: "recipients", expected: "an array of objects" };
        assert_eq!(result(&token), Err(Error::Member(expected)));
    }
}

#[test]
fn rfc7516_7_2_1_empty_and_missing_members_are_refused() {
    for (name, part) in [
        ("protected", Part::Header),
        ("encrypted_key", Part::EncryptedKey),
        ("iv", Part::InitializationVector),
        ("tag", Part::Tag),
        ("aad", Part::AdditionalData),
    ] {
        assert_eq!(flattened_with(name, json!("")), Err(Error::Empty(part)), "{name}");
        let bad = Error::Base64 { part, error: base64url::Error };
        assert_eq!(flattened_with(name, json!("A")), Err(bad), "{name}");
    }
    for (name, part) in [("header", Part::RecipientHeader), ("unprotected", Part::SharedHeader)] {
        assert_eq!(flattened_with(name, json!({})), Err(Error::Empty(part)), "{name}");
    }
    for (name, part) in [
        ("encrypted_key", Part::EncryptedKey),
        ("iv", Part::InitializationVector),
        ("ciphertext", Part::Ciphertext),
        ("tag", Part::Tag),
    ] {
        assert_eq!(flattened_without(name), Err(Error::Missing(part)), "{name}");
    }
    assert_eq!(flattened_without("protected"), Err(Error::MissingParameter("alg")));
    // Removing or changing an authenticated member fails the tag. `unprotected` is not
    // authenticated.
    assert_eq!(flattened_without("aad"), Err(Error::Decryption));
    assert_eq!(flattened_without("unprotected"), Ok(0));
    assert_eq!(flattened_with("aad", json!("AAAA")), Err(Error::Decryption));
    assert_eq!(flattened_with("ciphertext", json!("")), Err(Error::Decryption));
}

#[test]
fn rfc7516_7_2_2_a_mix_of_both_forms_is_refused() {
    for (name, value) in [("header", json!({ "x": 1 })), ("encrypted_key", json!("AAAA"))] {
        let mut token = general();
        token[name] = value;
        assert_eq!(result(&token), Err(Error::BothForms));
    }
}

#[test]
fn attack_058_recipient_flood() {
    let with_recipients = |count: usize| {
        let mut token = general();
        let other = token["recipients"][1].clone();
        let recipients = token["recipients"].as_array_mut().unwrap();
        recipients.splice(0..0, std::iter::repeat_n(other, count - 2));
        result(&token)
    };
    assert_eq!(with_recipients(16), Ok(14));
    assert_eq!(with_recipients(17), Err(Error::TooManyRecipients));
    assert_eq!(with_recipients(1000), Err(Error::TooManyRecipients));
    let mut token = general();
    token["recipients"] = json!([]);
    assert_eq!(result(&token), Err(Error::NoRecipient));
}

#[test]
fn attack_058_all_recipients_share_one_limit_of_pbes2_iterations() {
    let (enc, alg) = (Enc::A128Gcm, Alg::Pbes2Hs256A128Kw);
    let entry = |count: u64| {
        let header = json!({ "alg": alg, "p2c": count, "p2s": "AAAAAAAAAAA" });
        json!({ "header": header, "encrypted_key": base64url::encode(&[1; 24]) })
    };
    let sealed = content_key(enc).seal(b"eyJlbmMiOiJBMTI4R0NNIn0", PLAINTEXT).unwrap();
    let token = json!({
        "protected": "eyJlbmMiOiJBMTI4R0NNIn0",
        "iv": base64url::encode(&sealed.iv),
        "ciphertext": base64url::encode(&sealed.ciphertext),
        "tag": base64url::encode(&sealed.tag),
        "recipients": [entry(1500), entry(1500), entry(1500)],
    });
    let (crypto, counts) = counting();
    let key = DecryptionKey::from_password(&secret(1), alg, &[enc], &crypto).unwrap();
    let decrypt = |most| {
        let mut limits = Limits::DEFAULT;
        limits.pbes2_iterations_most = most;
        let jwe = Reader::new().limits(limits).json(&token.to_string()).unwrap();
        jwe.decrypt(&key.clone().into()).map(|_| ())
    };
    assert_eq!(decrypt(4500), Err(Error::Decryption));
    let too_many = Error::Iterations { least: 1000, most: 1499, found: 1500 };
    assert_eq!(decrypt(1499), Err(too_many));
    // Each recipient is tried only if its iterations fit into what is left of the limit.
    for (most, expected) in [(1500, 1), (2999, 1), (3000, 2), (4499, 2), (4500, 3)] {
        counts.take();
        assert_eq!(decrypt(most), Err(Error::Decryption));
        assert_eq!(counts.take()[1], expected, "{most}");
    }
}

#[test]
fn attack_059_unprotected_headers_cannot_override_protected_ones() {
    let protected_names = ["alg", "enc", "kid"];
    for name in protected_names {
        for header in ["unprotected", "header"] {
            let result = flattened_with(header, json!({ name: "x" }));
            assert_eq!(result, Err(Error::HeaderOverlap), "{name} {header}");
        }
    }
    assert_eq!(flattened_with("header", json!({ "hint": "y" })), Err(Error::HeaderOverlap));
    for name in ["zip", "crit"] {
        for header in ["unprotected", "header"] {
            let result = flattened_with(header, json!({ name: "DEF" }));
            assert_eq!(result, Err(Error::Unprotected(name)), "{header}");
        }
    }
    let mut token = general();
    token["recipients"][0]["header"]["hint"] = json!("y");
    assert_eq!(result(&token), Err(Error::HeaderOverlap));
    token["recipients"][0]["header"] = json!({ "enc": "A128GCM", "alg": "A128KW", "kid": "1" });
    assert_eq!(result(&token), Err(Error::HeaderOverlap));
}

#[test]
fn attack_006_crit_must_be_protected() {
    let with = |crit: Value| flattened_with("unprotected", json!({ "crit": crit, "exp": 1 }));
    for crit in [json!(["exp"]), json!([]), json!(null)] {
        assert_eq!(with(crit), Err(Error::Unprotected("crit")));
    }
    let jwe = Jwe::new(PLAINTEXT.to_vec()).critical("exp", 1);
    let text = jwe.encrypt_json(&encryption(1)).unwrap();
    assert!(matches!(result_of(&text, 1), Err(Error::Critical(_))));
    assert!(Reader::new().understanding(&["exp"]).json(&text).is_ok());
}

#[test]
fn rfc7516_7_2_1_headers_that_are_too_long_are_refused() {
    let long = "x".repeat(16 << 10);
    for header in ["unprotected", "header"] {
        assert_eq!(flattened_with(header, json!({ "x": long })), Err(Error::HeaderTooLarge));
    }
    let protected = base64url::encode(json!({ "x": long }).to_string().as_bytes());
    assert_eq!(flattened_with("protected", json!(protected)), Err(Error::HeaderTooLarge));
}

#[test]
fn rfc7516_7_2_1_all_recipients_must_have_the_same_enc() {
    let mut token = general();
    // `enc` stands in the header of each recipient instead of the protected header.
    token.as_object_mut().unwrap().remove("protected");
    for (index, enc) in ["A128GCM", "A256GCM"].into_iter().enumerate() {
        token["recipients"][index]["header"]["enc"] = json!(enc);
    }
    assert_eq!(result(&token), Err(Error::ContentEncryptionDiffers));
    token["recipients"][1]["header"]["enc"] = json!("A128GCM");
    assert_eq!(result(&token), Err(Error::Decryption));
    token["recipients"][1]["header"].as_object_mut().unwrap().remove("enc");
    assert_eq!(result(&token), Err(Error::MissingParameter("enc")));
}

#[test]
fn attack_053_direct_algorithms_with_several_recipients() {
    for alg in ["dir", "ECDH-ES"] {
        for index in [0, 1] {
            let mut token = general();
            token["recipients"][index]["header"]["alg"] = json!(alg);
            assert_eq!(result(&token), Err(Error::DirectWithOthers), "{alg} {index}");
        }
    }
    let direct = EncryptionKey::from_secret(&secret(3), Alg::Dir, Enc::A128Gcm, &CRYPTO).unwrap();
    let Pair { encryption: agreed, .. } = of_jwk(P256, Alg::EcdhEs, Enc::A128Gcm);
    let wrapping = encryption(1);
    for key in [&direct, &agreed] {
        let recipients = [Recipient::new(&wrapping), Recipient::new(key)];
        let made = Jwe::new(b"x".to_vec()).encrypt_general(&recipients);
        assert_eq!(made, Err(symbolon_jose::jwe::EncryptError::DirectWithOthers));
        let recipients = [Recipient::new(key), Recipient::new(&wrapping)];
        let made = Jwe::new(b"x".to_vec()).encrypt_general(&recipients);
        assert_eq!(made, Err(symbolon_jose::jwe::EncryptError::DirectWithOthers));
    }
}

#[test]
fn attack_060_the_received_text_is_authenticated() {
    let protected = base64url::encode(b"{ \"enc\" : \"A128GCM\",\n \"alg\":\"A128KW\" }");
    let aad = base64url::encode(b" a ");
    let sealed =
        content_key(Enc::A128Gcm).seal(format!("{protected}.{aad}").as_bytes(), PLAINTEXT).unwrap();
    let encrypted_key = a128kw().wrap_key(&secret(1), &content_secret(Enc::A128Gcm)).unwrap();
    let token = json!({
        "protected": protected,
        "aad": aad,
        "encrypted_key": base64url::encode(&encrypted_key),
        "iv": base64url::encode(&sealed.iv),
        "ciphertext": base64url::encode(&sealed.ciphertext),
        "tag": base64url::encode(&sealed.tag),
    });
    assert_eq!(result(&token), Ok(0));
    // An escape in the JSON text does not change the value of the member.
    let escaped = format!("\\u0065{}", protected.strip_prefix('e').unwrap());
    assert_eq!(result_of(&token.to_string().replace(&protected, &escaped), 1), Ok(0));
    let mut other = token.clone();
    other["protected"] = json!(base64url::encode(br#"{"alg":"A128KW","enc":"A128GCM"}"#));
    assert_eq!(result(&other), Err(Error::Decryption));
    let mut other = token;
    other["aad"] = json!(base64url::encode(b"a"));
    assert_eq!(result(&other), Err(Error::Decryption));
}

#[test]
fn rfc7516_5_2_9_recipients_with_other_keys_are_skipped() {
    let text = general().to_string();
    assert_eq!(result_of(&text, 3), Err(SelectError::UnknownKid.into()));
    // The error is that of the recipient with our `kid`; the other recipient is skipped.
    for (index, key) in [(0, 1), (1, 2)] {
        let mut token = general();
        token["recipients"][index]["encrypted_key"] = json!(base64url::encode(&[1; 24]));
        assert_eq!(result_of(&token.to_string(), key), Err(Error::Decryption));
        let length = json!(base64url::encode(&[1; 25]));
        token["recipients"][index]["encrypted_key"] = length;
        let result = result_of(&token.to_string(), key);
        let part = Part::EncryptedKey;
        assert_eq!(result, Err(Error::Length { part, expected: 24, found: 25 }));
    }
    // Without `kid`, all recipients are tried.
    let mut token = general();
    for index in [0, 1] {
        token["recipients"][index]["header"].as_object_mut().unwrap().remove("kid");
    }
    assert_eq!(result_of(&token.to_string(), 2), Ok(1));
    // A recipient with an unknown algorithm is skipped.
    token["recipients"][0]["header"]["alg"] = json!("X-KW");
    assert_eq!(result_of(&token.to_string(), 2), Ok(1));
    assert_eq!(result_of(&token.to_string(), 3), Err(Error::Decryption));
}
