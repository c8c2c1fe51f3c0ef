//! Tokens from public bug reports: padding, `"kid": null`, other spellings of `typ`, and a byte
//! order mark before JSON.

use crate::CRYPTO;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;
use serde_json::json;
use symbolon_jose::jwk::{PrivateJwk, PublicJwk, PublicJwkSet};
use symbolon_jose::jws::{Error, Jws, JwsQuirks, Part, Reader};
use symbolon_jose::jwt::{Expected, ExpectedAudience, ExpectedIssuer, ExpectedTyp};
use symbolon_jose::key::SelectError;
use symbolon_jose::{
    Limits, MemberError, Object, SignatureAlgorithm as Alg, SigningKey, VerificationKeys,
    base64url, json, jwt,
};
use time::OffsetDateTime;

use crate::suite::common::{
    ED25519, P256, mac_keys, private, public, signed, signer, signing, verification, verifiers,
};

/// Builds a token as an AWS Application Load Balancer does: with padding, which the signature
/// covers.
fn padded(header: &str, payload: &str, key: &SigningKey) -> String {
    let input = [header, payload].map(|part| URL_SAFE.encode(part)).join(".");
    format!("{input}.{}", URL_SAFE.encode(key.sign(input.as_bytes()).unwrap()))
}

fn verify(reader: &Reader<'_>, token: &str, keys: &VerificationKeys) -> Result<Vec<u8>, Error> {
    reader.compact(token)?.verify(keys).map(|jws| jws.payload().to_vec())
}

fn base64(part: Part) -> Result<Vec<u8>, Error> {
    Err(Error::Base64 { part, error: base64url::Error })
}

#[test]
fn rfc7515_2_padding_is_read_only_by_name() {
    // potatosalad/erlang-jose #141, quarkusio/quarkus #34300, DCIT/perl-Crypt-JWT #43,
    // jpadilla/pyjwt #1209: `x-amzn-oidc-data`. The header also has claims.
    let header = r#"{"typ":"JWT","kid":"c2f8","alg":"ES256","client":"4fm","exp":1687748045}"#;
    let keys = verification(P256, Alg::Es256).into();
    let (strict, by_name) = (Reader::new(), Reader::new().padded());
    // One, two and no characters of padding in the payload.
    for payload in [r#"{"sub":"a"}"#, r#"{"sub":"ab"}"#, r#"{"sub":"abc"}"#, r#"{"sub":"abcd"}"#] {
        let token = padded(header, payload, &signing(P256, Alg::Es256));
        assert!(token.ends_with("=="));
        assert!(matches!(verify(&strict, &token, &keys), Err(Error::Base64 { .. })), "{token}");
        assert_eq!(verify(&by_name, &token, &keys), Ok(payload.into()));
        let quirks = Reader::new().quirks(JwsQuirks::default().padding());
        assert_eq!(verify(&quirks, &token, &keys), Ok(payload.into()));
    }
}

#[test]
fn rfc7515_5_2_8_the_signature_covers_the_padding() {
    let keys = verification(P256, Alg::Es256).into();
    let reader = Reader::new().padded();
    let token = padded(r#"{"alg":"ES256"}"#, r#"{"sub":"a"}"#, &signing(P256, Alg::Es256));
    let [header, payload, signature]: [&str; 3] =
        token.split('.').collect::<Vec<_>>().try_into().unwrap();
    assert!(payload.ends_with('=') && signature.ends_with("=="));
    let strip = |text: &str| text.trim_end_matches('=').to_owned();
    // Without the padding, the text is not the text that was signed.
    let stripped = [header, payload, signature].map(strip).join(".");
    assert_eq!(verify(&Reader::new(), &stripped, &keys), Err(Error::Signature));
    // The unused bits of the last character are not zero.
    let cut: String = signature.chars().take(signature.len() - 3).collect();
    // Only the padding of RFC 4648 §4 is accepted, so a token has one spelling.
    for (token, part) in [
        (format!("{header}.{}.{signature}", strip(payload)), Part::Payload),
        (format!("{header}.{payload}=.{signature}"), Part::Payload),
        (format!("{header}.{payload}====.{signature}"), Part::Payload),
        (format!("{header}.{payload}.{}", strip(signature)), Part::Signature),
        (format!("{header}.{payload}.{}=", strip(signature)), Part::Signature),
        (format!("{header}.{payload}.{signature}="), Part::Signature),
        (format!("{header}.{payload}.{cut}R=="), Part::Signature),
        (format!("{header}====.{payload}.{signature}"), Part::Header),
        (format!("={header}.{payload}.{signature}"), Part::Header),
    ] {
        assert_eq!(verify(&reader, &token, &keys), base64(part), "{token}");
    }
    let standard = token.replace(['-', '_'], "+");
    assert!(standard == token || verify(&reader, &standard, &keys).is_err());
}

#[test]
fn padding_changes_no_other_rule() {
    let reader = Reader::new().padded();
    let none = padded(r#"{"alg":"none"}"#, "{}", &signer());
    assert_eq!(verify(&reader, &none, &verifiers()), Err(Error::NotSigned));
    let forged = padded(r#"{"alg":"ES256"}"#, "{}", &signing(P256, Alg::Es256));
    let refused = SelectError::AlgorithmNotAllowed(Alg::Es256.into());
    assert_eq!(verify(&reader, &forged, &verifiers()), Err(Error::Key(refused)));
    let critical = padded(r#"{"alg":"EdDSA","crit":["x"],"x":1}"#, "{}", &signer());
    assert!(matches!(verify(&reader, &critical, &verifiers()), Err(Error::Critical(_))));
    // The flattened JSON form is read with padding too.
    let token = padded(r#"{"alg":"EdDSA"}"#, "{}", &signer());
    let [protected, payload, signature]: [&str; 3] =
        token.split('.').collect::<Vec<_>>().try_into().unwrap();
    let text = json!({ "protected": protected, "payload": payload, "signature": signature });
    let jws = reader.json(&text.to_string()).unwrap().verify_all(&verifiers()).unwrap();
    assert_eq!(jws.payload(), b"{}");
    assert!(Reader::new().json(&text.to_string()).is_err());
}

/// AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet #299,
/// limosa-io/laravel-openid-connect-server #33.
#[test]
fn rfc7515_4_1_4_a_null_kid_is_absent_only_by_name() {
    let token = signed(r#"{"alg":"EdDSA","typ":"JWT","kid":null}"#, "{}", &signer());
    let set = PublicJwkSet::new(vec![public(ED25519)]);
    let keys = set.verification_keys(&[Alg::EdDsa], &CRYPTO);
    let refused = MemberError { name: "kid", expected: "a string" };
    let strict = verify(&Reader::new(), &token, &keys);
    assert_eq!(strict, Err(Error::HeaderParameter(refused)));
    let reader = Reader::new().null_kid();
    assert_eq!(verify(&reader, &token, &keys), Ok(b"{}".to_vec()));
    assert_eq!(reader.compact(&token).unwrap().header().kid(), None);
    // Other values of `kid`, and `null` in other parameters, are refused.
    for header in [
        r#"{"alg":"EdDSA","kid":7}"#,
        r#"{"alg":"EdDSA","kid":[null]}"#,
        r#"{"alg":"EdDSA","typ":null}"#,
        r#"{"alg":null,"kid":null}"#,
        r#"{"alg":"EdDSA","jwk":null}"#,
        r#"{"alg":"EdDSA","crit":null}"#,
    ] {
        let token = signed(header, "{}", &signer());
        let refused = verify(&reader, &token, &keys);
        assert!(matches!(refused, Err(Error::HeaderParameter(_))), "{header}");
    }
    // Several keys are ambiguous, as for a token without `kid`.
    let other = PrivateJwk::generate(symbolon_jose::jwk::KeyKind::Ed25519, &CRYPTO).unwrap();
    let two = PublicJwkSet::new(vec![public(ED25519), other.public().unwrap()]);
    let two = two.verification_keys(&[Alg::EdDsa], &CRYPTO);
    assert_eq!(verify(&reader, &token, &two), Err(Error::Key(SelectError::Ambiguous)));
    // In an unprotected header, `"kid": null` stays refused: the signature does not cover it, so a
    // program can remove it before verification.
    let text = Jws::new(b"{}".to_vec()).sign_json(&signer()).unwrap();
    let mut text: serde_json::Value = serde_json::from_str(&text).unwrap();
    text["header"] = json!({ "kid": null });
    assert!(matches!(reader.json(&text.to_string()), Err(Error::HeaderParameter(_))));
}

/// WICG/email-verification #43: tokens with an empty `kid`, and a set without names.
#[test]
fn an_empty_kid_selects_a_key_without_kid() {
    let token = signed(r#"{"alg":"EdDSA","kid":""}"#, "{}", &signer());
    let set = PublicJwkSet::new(vec![public(ED25519), public(P256)]);
    let keys = set.verification_keys(&[Alg::EdDsa, Alg::Es256], &CRYPTO);
    assert_eq!(verify(&Reader::new(), &token, &keys), Ok(b"{}".to_vec()));
}

fn jwt_with(header: &str, typ: ExpectedTyp<'_>, quirks: JwsQuirks) -> Result<(), jwt::Error> {
    let now = OffsetDateTime::from_unix_timestamp(1_800_000_000).unwrap();
    let (key, keys) = mac_keys(&[7; 32], Alg::Hs256);
    let token = if quirks.padding {
        padded(header, r#"{"exp":1800000060}"#, &key)
    } else {
        signed(header, r#"{"exp":1800000060}"#, &key)
    };
    let expected = Expected::new(typ, ExpectedIssuer::NotChecked, ExpectedAudience::NotChecked);
    expected.quirks(quirks).verify(&token, &keys, now).map(|_| ())
}

#[test]
fn a_jwt_is_read_with_the_quirks_of_its_signer() {
    let none = JwsQuirks::default();
    let typ = ExpectedTyp::Untyped;
    let null = r#"{"alg":"HS256","kid":null}"#;
    assert!(jwt_with(null, typ, none).is_err());
    assert_eq!(jwt_with(null, typ, none.null_kid()), Ok(()));
    assert_eq!(jwt_with(r#"{"alg":"HS256"}"#, typ, none.padding()), Ok(()));
}

#[test]
fn rfc7515_4_1_9_the_prefix_application_is_optional() {
    let read = |typ: &str, expected| {
        let header = json!({ "alg": "HS256", "typ": typ }).to_string();
        jwt_with(&header, expected, JwsQuirks::default()).is_ok()
    };
    for typ in ["JWT", "jwt", "application/jwt", "application/JWT", "Application/jwt"] {
        assert!(read(typ, ExpectedTyp::Untyped), "{typ}");
        assert!(read(typ, ExpectedTyp::Exactly("JWT")), "{typ}");
        assert!(read(typ, ExpectedTyp::Exactly("application/jwt")), "{typ}");
        assert!(!read(typ, ExpectedTyp::Exactly("at+jwt")), "{typ}");
    }
    for typ in ["application/at+jwt", "text/jwt", "application/application/jwt", "", "JOSE"] {
        assert!(!read(typ, ExpectedTyp::Untyped), "{typ}");
    }
    assert!(read("application/at+jwt", ExpectedTyp::Exactly("at+jwt")));
    assert!(read("at+jwt", ExpectedTyp::Exactly("application/at+jwt")));
}

/// instructure/canvas-lms #2639: a JWK Set that an editor saved with a byte order mark.
#[test]
fn rfc8259_8_1_a_byte_order_mark_before_a_document_is_ignored() {
    let marked = |json: &str| [b"\xef\xbb\xbf", json.as_bytes()].concat();
    let key = public(ED25519).to_object();
    let set = json!({ "keys": [serde_json::Value::from(key.clone())] }).to_string();
    assert_eq!(PublicJwkSet::parse(&marked(&set)).unwrap().keys(), [public(ED25519)]);
    assert_eq!(PublicJwk::parse(&marked(&key.to_json())), Ok(public(ED25519)));
    assert_eq!(PrivateJwk::parse(&marked(ED25519)), Ok(private(ED25519)));
    // Two marks, a mark in UTF-16, and a mark after the start are refused.
    for bytes in
        [&b"\xef\xbb\xbf\xef\xbb\xbf{}"[..], b"\xfe\xff{}", b"\xef\xbb{}", b" \xef\xbb\xbf{}"]
    {
        let refused = Object::parse_document(bytes, &Limits::DEFAULT);
        assert!(matches!(refused, Err(json::Error::Syntax { .. })), "{bytes:?}");
    }
}
