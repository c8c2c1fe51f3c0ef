//! [josekit](https://docs.rs/josekit), on OpenSSL. It also converts keys to PEM and DER for
//! libraries that read only these formats.

use std::hint::black_box;
use std::rc::Rc;

use ::josekit::jwk::alg::{ec::EcKeyPair, ed::EdKeyPair, rsa::RsaKeyPair};
use ::josekit::jwk::{Jwk, KeyPair as _};
use ::josekit::jws::{
    self, ES256, ES384, EdDSA, HS256, JwsHeader, JwsSigner, JwsVerifier, PS256, RS256,
};
use ::josekit::jwt::{self, JwtPayload, JwtPayloadValidator};
use symbolon_jose::SignatureAlgorithm as Alg;

use super::{Contestant, Read, Write};
use crate::id_token::{CLIENT, ISSUER, IdToken, NONCE, SUBJECT};
use crate::key::{KID, Key};

pub fn contestant(key: &Key) -> Option<Contestant> {
    Some(Contestant {
        name: "josekit",
        verify: Some(verify(verifier(key)?)),
        validate: Some(validate(verifier(key)?)),
        sign: Some(sign(signer(key)?)),
        issue: Some(issue(signer(key)?)),
    })
}

fn jwk(key: &Key) -> Jwk {
    Jwk::from_bytes(key.to_json()).expect("a JWK")
}

fn verifier(key: &Key) -> Option<Box<dyn JwsVerifier>> {
    let jwk = jwk(key);
    Some(match key.algorithm {
        Alg::Hs256 => Box::new(HS256.verifier_from_jwk(&jwk).expect("a key that it takes")),
        Alg::Rs256 => Box::new(RS256.verifier_from_jwk(&jwk).expect("a key that it takes")),
        Alg::Ps256 => Box::new(PS256.verifier_from_jwk(&jwk).expect("a key that it takes")),
        Alg::Es256 => Box::new(ES256.verifier_from_jwk(&jwk).expect("a key that it takes")),
        Alg::Es384 => Box::new(ES384.verifier_from_jwk(&jwk).expect("a key that it takes")),
        Alg::EdDsa => Box::new(EdDSA.verifier_from_jwk(&jwk).expect("a key that it takes")),
        _ => return None,
    })
}

fn signer(key: &Key) -> Option<Box<dyn JwsSigner>> {
    let jwk = jwk(key);
    Some(match key.algorithm {
        Alg::Hs256 => Box::new(HS256.signer_from_jwk(&jwk).expect("a key that it takes")),
        Alg::Rs256 => Box::new(RS256.signer_from_jwk(&jwk).expect("a key that it takes")),
        Alg::Ps256 => Box::new(PS256.signer_from_jwk(&jwk).expect("a key that it takes")),
        Alg::Es256 => Box::new(ES256.signer_from_jwk(&jwk).expect("a key that it takes")),
        Alg::Es384 => Box::new(ES384.signer_from_jwk(&jwk).expect("a key that it takes")),
        Alg::EdDsa => Box::new(EdDSA.signer_from_jwk(&jwk).expect("a key that it takes")),
        _ => return None,
    })
}

fn verify(verifier: Box<dyn JwsVerifier>) -> Read {
    Rc::new(move |token| black_box(jws::deserialize_compact(token, &*verifier)).is_ok())
}

fn validate(verifier: Box<dyn JwsVerifier>) -> Read {
    let mut validator = JwtPayloadValidator::new();
    validator.set_issuer(ISSUER);
    validator.set_subject(SUBJECT);
    validator.set_audience(CLIENT);
    validator.set_claim("nonce", NONCE.into());
    validator.set_claim("azp", CLIENT.into());
    Rc::new(move |token| {
        let Ok((payload, header)) = jwt::decode_with_verifier(token, &*verifier) else {
            return false;
        };
        // josekit accepts a token without `exp` or `aud`.
        let present = payload.expires_at().is_some() && payload.claim("aud").is_some();
        let holds = present && validator.validate(&payload).is_ok();
        black_box((payload, header));
        holds
    })
}

fn header() -> JwsHeader {
    let mut header = JwsHeader::new();
    header.set_token_type("JWT");
    header.set_key_id(KID);
    header
}

fn sign(signer: Box<dyn JwsSigner>) -> Write {
    let header = header();
    let payload = IdToken::expected().to_json().into_bytes();
    Rc::new(move || jws::serialize_compact(&payload, &header, &*signer).expect("a signature"))
}

fn issue(signer: Box<dyn JwsSigner>) -> Write {
    let header = header();
    let claims = serde_json::to_value(IdToken::expected()).expect("JSON");
    let claims = claims.as_object().expect("an object").clone();
    let payload = JwtPayload::from_map(claims).expect("claims");
    Rc::new(move || jwt::encode_with_signer(&payload, &header, &*signer).expect("a signature"))
}

/// Returns the private key as PKCS #8 in PEM.
pub fn pkcs8_pem(key: &Key) -> String {
    let pem = match key.algorithm {
        Alg::EdDsa => EdKeyPair::from_jwk(&jwk(key)).expect("an Ed25519 key").to_pem_private_key(),
        Alg::Es256 | Alg::Es384 => {
            EcKeyPair::from_jwk(&jwk(key)).expect("an EC key").to_pem_private_key()
        }
        _ => rsa_key_pair(key).to_pem_private_key(),
    };
    String::from_utf8(pem).expect("PEM is text")
}

/// Returns an RSA private key as PKCS #1 in PEM.
pub fn pkcs1_pem(key: &Key) -> String {
    String::from_utf8(rsa_key_pair(key).to_traditional_pem_private_key()).expect("PEM is text")
}

/// Returns the public half of an RSA key as PKCS #1 in DER.
pub fn pkcs1_public(key: &Key) -> Vec<u8> {
    rsa_key_pair(key).to_raw_public_key()
}

fn rsa_key_pair(key: &Key) -> RsaKeyPair {
    RsaKeyPair::from_jwk(&jwk(key)).expect("an RSA key")
}
