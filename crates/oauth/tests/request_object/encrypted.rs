//! Encrypted request objects: a valid request object, one change, one exact error (RFC 9101 §6.1).

use serde_json::{Value, json};
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::jwe::Jwe;
use symbolon_jose::jwk::PrivateJwk;
use symbolon_jose::jws;
use symbolon_jose::jwt::{self, Error as Jwt};
use symbolon_jose::{
    ContentEncryptionAlgorithm, DecryptionKey, DecryptionKeys, EncryptionKey,
    KeyManagementAlgorithm,
};
use symbolon_oauth::request_object::{RequestObjectError, TYP, UnverifiedRequestObject};
use symbolon_oauth::{Parameters, danger};
use symbolon_test_support::clock::now;
use symbolon_test_support::keys::P256;
use symbolon_test_support::names::CLIENT_ID;

use super::{changed, expected, members, read, sign, unsigned, verify};

const ENC: ContentEncryptionAlgorithm = ContentEncryptionAlgorithm::A128CbcHs256;
const ALG: KeyManagementAlgorithm = KeyManagementAlgorithm::EcdhEs;

pub(crate) fn encryption() -> EncryptionKey {
    let jwk = PrivateJwk::parse(P256.as_bytes()).unwrap().public().unwrap();
    EncryptionKey::from_jwk(&jwk, ALG, ENC, &CRYPTO).unwrap()
}

pub(crate) fn decryption() -> DecryptionKeys {
    let jwk = PrivateJwk::parse(P256.as_bytes()).unwrap();
    DecryptionKey::from_jwk(&jwk, ALG, &[ENC], &CRYPTO).unwrap().into()
}

pub(crate) fn read_encrypted(text: &str) -> Result<Parameters, RequestObjectError> {
    verify(&UnverifiedRequestObject::decrypt(text, &decryption())?, &expected())
}

#[test]
fn rfc9101_6_1_the_valid_encrypted_request_object() {
    let text = jwt::encrypt(&sign(&members()), &encryption()).unwrap();
    assert_eq!(read_encrypted(&text), read(&sign(&members())));
    assert_eq!(read(&text), Err(RequestObjectError::Encrypted));
    assert_eq!(read_encrypted(&sign(&members())), Err(RequestObjectError::NotEncrypted));
}

#[test]
fn attack_107_the_encrypted_request_object_is_a_nested_jwt() {
    let encrypt = |jwe: Jwe| jwe.encrypt(&encryption()).unwrap();
    let bytes = || sign(&members()).into_bytes();

    let error = read_encrypted(&encrypt(Jwe::new(bytes()))).unwrap_err();
    assert_eq!(error, Jwt::NotNested.into());
    let claims = encrypt(Jwe::new(members().to_json().into_bytes()).cty("JWT"));
    assert_eq!(read_encrypted(&claims), Err(Jwt::Jws(jws::Error::NotCompact).into()));
    let no_text = encrypt(Jwe::new(vec![0xff]).cty("JWT"));
    assert_eq!(read_encrypted(&no_text), Err(Jwt::Jws(jws::Error::NotCompact).into()));
    let unsigned = encrypt(Jwe::new(unsigned(&members()).into_bytes()).cty("JWT"));
    assert_eq!(read_encrypted(&unsigned), Err(Jwt::Jws(jws::Error::NotSigned).into()));
    assert!(read_encrypted(&encrypt(Jwe::new(bytes()).cty("application/jwt"))).is_ok());
    assert!(read_encrypted(&encrypt(Jwe::new(bytes()).cty(TYP))).is_ok());
    let claims = encrypt(Jwe::new(members().to_json().into_bytes()).cty(TYP));
    assert_eq!(read_encrypted(&claims), Err(Jwt::Jws(jws::Error::NotCompact).into()));

    // The content is neither a JWT nor claims.
    for (cty, content) in [(None, "[]"), (Some("json"), "{}"), (Some("json"), "")] {
        let jwe = Jwe::new(content.as_bytes().to_vec());
        let jwe = cty.map_or(jwe.clone(), |cty| jwe.cty(cty));
        assert_eq!(read_encrypted(&encrypt(jwe)), Err(Jwt::NotNested.into()), "{cty:?} {content}");
    }

    // RFC 7519 §5.3: a copy of a claim in the header is equal to the claim.
    for (name, value, holds) in
        [("iss", CLIENT_ID, true), ("iss", "other", false), ("sub", "alice", false)]
    {
        let text = encrypt(Jwe::new(bytes()).cty("JWT").param(name, value));
        let replica = if holds { None } else { Some(Jwt::Replica(name).into()) };
        assert_eq!(read_encrypted(&text).err(), replica, "{name}");
    }

    let text = jwt::encrypt(&sign(&members()), &encryption()).unwrap();
    let (kept, _) = text.rsplit_once('.').unwrap();
    let tampered = format!("{kept}.AAAAAAAAAAAAAAAAAAAAAA");
    assert_eq!(read_encrypted(&tampered).unwrap_err().code(), "jwe.decryption");
}

#[test]
fn attack_107_encryption_does_not_replace_the_signature() {
    let encrypt = |jwe: Jwe| jwe.encrypt(&encryption()).unwrap();
    let claims =
        |name: &str, value: Option<Value>| Jwe::new(changed(name, value).to_json().into_bytes());
    let only_encrypted = encrypt(claims("jti", None));
    let object = UnverifiedRequestObject::decrypt(&only_encrypted, &decryption()).unwrap();
    assert!(!object.is_signed() && object.signed_jwt().is_none());
    assert_eq!(verify(&object, &expected()), Err(Jwt::Jws(jws::Error::NotSigned).into()));

    // The function for objects without a signature checks all other rules.
    let unsecured = |text: &str| {
        let object = UnverifiedRequestObject::decrypt(text, &decryption()).unwrap();
        danger::unsigned_request_object(&object, &expected(), now())
    };
    assert_eq!(unsecured(&only_encrypted), read(&sign(&members())));
    let nested = encrypt(Jwe::new(unsigned(&members()).into_bytes()).cty("JWT"));
    assert_eq!(unsecured(&nested), read(&sign(&members())));
    let object = encrypt(claims("request", Some(json!("e30.e30."))));
    assert_eq!(unsecured(&object), Err(RequestObjectError::Nested { name: "request" }));
    let other = encrypt(claims("jti", None).typ("at+jwt"));
    assert_eq!(unsecured(&other).unwrap_err().code(), "jwt.type");
    let subject = encrypt(claims("sub", Some(json!(CLIENT_ID))));
    assert_eq!(unsecured(&subject), Err(RequestObjectError::Subject));
    assert!(unsecured(&encrypt(claims("sub", Some(json!(CLIENT_ID))).typ(TYP))).is_ok());
    let replica = encrypt(claims("jti", None).param("iss", "other"));
    assert_eq!(unsecured(&replica), Err(Jwt::Replica("iss").into()));
    let malformed = encrypt(Jwe::new(b"{\"iss\":1}".to_vec()));
    assert_eq!(unsecured(&malformed).unwrap_err().code(), "jwt.claim");
    // A signature is never left unverified.
    let signed = unsecured(&jwt::encrypt(&sign(&members()), &encryption()).unwrap());
    assert_eq!(signed.unwrap_err().code(), "unsecured.signed");
}
