//! Request objects: authorization requests in a signed or encrypted JWT.

use symbolon_jose::jws::CompactJws;
use symbolon_jose::jwt;
use symbolon_jose::{
    ContentEncryptionAlgorithm as Enc, KeyManagementAlgorithm as Km, SignatureAlgorithm,
};
use symbolon_oauth::request_object::{
    ExpectedRequestObject, RequestObject, RequestObjectError, RequestObjectRule,
    UnverifiedRequestObject,
};
use symbolon_oauth::{Parameters, danger};
use symbolon_test_support::names::{client_id, issuer};

use crate::checksum::CHECKSUM;
use crate::{Accepted, jws, jwt as tokens, keys, text};

/// Reads a request object. An accepted object contains no other object, names no other client, and
/// can be signed and read again. An input with a wrong signature is tried again with the right one.
pub(crate) fn request_object(data: &[u8]) -> Option<Accepted> {
    let token = text(data)?;
    if let Ok(object) = UnverifiedRequestObject::decrypt(token, keys::decryption()) {
        return opened(&object);
    }
    let accepted = held(token);
    if let Ok(jws) = CompactJws::parse(token)
        && let Some(forged) = jws::signed(token, jws.header().alg())
    {
        let _ = held(&forged);
    }
    accepted
}

fn held(token: &str) -> Option<Accepted> {
    let object = UnverifiedRequestObject::parse(token).ok()?;
    opened(&object)?;
    if !object.is_signed() {
        return Some(Accepted);
    }
    let parameters = verified(&object).ok()?;
    // The same object in an encrypted JWT.
    let key = keys::encrypting(Km::EcdhEsA128Kw, Enc::A256Gcm);
    let encrypted = jwt::encrypt(token, &key).expect("it is signed");
    let encrypted = UnverifiedRequestObject::decrypt(&encrypted, keys::decryption());
    let encrypted = encrypted.expect("it was encrypted with one of the keys");
    assert_eq!(verified(&encrypted).as_ref(), Ok(&parameters));
    signed_again(&parameters);
    Some(Accepted)
}

/// Reads an object by its only way: with a signature or without a signature.
fn opened(object: &UnverifiedRequestObject) -> Option<Accepted> {
    let unsigned = danger::unsigned_request_object(object, &expected(), tokens::now());
    let parameters = if object.is_signed() {
        assert!(unsigned.is_err(), "a signature was not verified");
        verified(object)
    } else {
        assert!(verified(object).is_err(), "verified without a signature");
        assert!(object.signed_jwt().is_none());
        unsigned
    };
    assembled(&parameters.ok()?);
    Some(Accepted)
}

fn expected() -> ExpectedRequestObject {
    ExpectedRequestObject::new(&client_id(), &issuer())
}

fn verified(object: &UnverifiedRequestObject) -> Result<Parameters, RequestObjectError> {
    object.verify(keys::verification(), &expected(), tokens::now())
}

/// Checks what the parameters of each accepted object fulfil.
fn assembled(parameters: &Parameters) {
    for name in ["request", "request_uri", "iss", "sub", "aud", "exp", "nbf", "iat", "jti"] {
        assert!(!parameters.contains(name), "{name} became a parameter");
    }
    let client_id = client_id();
    let id = client_id.as_str();
    assert!(parameters.get("client_id").is_none_or(|found| found == id));
    let encoded = parameters.encode();
    assert_eq!(Parameters::parse(&encoded).as_ref(), Ok(parameters));

    let outside = Parameters::parse(&format!("client_id={id}&request=a.b.c&state=outside"));
    let outside = outside.expect("three parameters");
    if let Ok(both) = RequestObjectRule::ObjectWins.assemble(outside.clone(), parameters.clone()) {
        assert!(!both.contains("request"));
        assert_eq!(both.get("state"), parameters.get("state").or(Some("outside")));
    }
    let only = RequestObjectRule::ObjectOnly.assemble(outside, parameters.clone());
    assert_eq!(only.is_ok(), parameters.contains("client_id"));
}

/// Signs the parameters again, if a client could send them.
fn signed_again(parameters: &Parameters) {
    let key = keys::signing(SignatureAlgorithm::Es256);
    let object = RequestObject::new(&client_id(), &issuer(), parameters.clone());
    let Ok(signed) = object.sign(&key, &CHECKSUM, tokens::now()) else { return };
    let again = UnverifiedRequestObject::parse(signed.expose()).expect("a request object");
    let again = verified(&again);
    let Ok(again) = again else { panic!("a signed request object is refused: {again:?}") };
    for (name, value) in parameters.iter().filter(|(name, _)| !JSON.contains(name)) {
        assert!(again.all(name).any(|found| found == value) || name == "max_age", "{name}");
    }
}

/// The parameters whose text can be written in other ways.
const JSON: [&str; 3] = ["authorization_details", "claims", "registration"];
