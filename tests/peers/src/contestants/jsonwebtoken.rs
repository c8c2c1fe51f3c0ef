//! [jsonwebtoken](https://docs.rs/jsonwebtoken), on AWS-LC.

use std::hint::black_box;
use std::rc::Rc;

use ::jsonwebtoken::jwk::Jwk;
use ::jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode, get_current_timestamp,
};
use serde::de::IgnoredAny;
use symbolon_jose::SignatureAlgorithm as Alg;

use super::{Contestant, Read, Write, josekit};
use crate::id_token::{CLIENT, ISSUER, IdToken, NONCE, SUBJECT};
use crate::key::{KID, Key};

pub fn contestant(key: &Key) -> Option<Contestant> {
    let algorithm = match key.algorithm {
        Alg::Hs256 => Algorithm::HS256,
        Alg::Rs256 => Algorithm::RS256,
        Alg::Ps256 => Algorithm::PS256,
        Alg::Es256 => Algorithm::ES256,
        Alg::Es384 => Algorithm::ES384,
        Alg::EdDsa => Algorithm::EdDSA,
        _ => return None,
    };
    Some(Contestant {
        name: "jsonwebtoken",
        verify: Some(verify(decoding_key(key), algorithm)),
        validate: Some(validate(decoding_key(key), algorithm)),
        sign: None, // It does not sign bytes.
        issue: Some(issue(encoding_key(key), algorithm)),
    })
}

fn decoding_key(key: &Key) -> DecodingKey {
    if let Some(secret) = key.secret() {
        return DecodingKey::from_secret(secret.expose());
    }
    let public = key.jwk.public().expect("an asymmetric key").to_object().to_json();
    let jwk: Jwk = serde_json::from_str(&public).expect("a JWK");
    DecodingKey::from_jwk(&jwk).expect("a key that it takes")
}

fn encoding_key(key: &Key) -> EncodingKey {
    if let Some(secret) = key.secret() {
        return EncodingKey::from_secret(secret.expose());
    }
    let pem = josekit::pkcs8_pem(key);
    let encoding_key = match key.algorithm {
        Alg::Rs256 | Alg::Ps256 => EncodingKey::from_rsa_pem(pem.as_bytes()),
        Alg::EdDsa => EncodingKey::from_ed_pem(pem.as_bytes()),
        _ => EncodingKey::from_ec_pem(pem.as_bytes()),
    };
    encoding_key.expect("a key that it takes")
}

fn verify(key: DecodingKey, algorithm: Algorithm) -> Read {
    let mut validation = Validation::new(algorithm);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    Rc::new(move |token| black_box(decode::<IgnoredAny>(token, &key, &validation)).is_ok())
}

fn validate(key: DecodingKey, algorithm: Algorithm) -> Read {
    let mut validation = Validation::new(algorithm);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[CLIENT]);
    validation.sub = Some(SUBJECT.to_owned());
    validation.validate_nbf = true;
    Rc::new(move |token| {
        let Ok(data) = decode::<IdToken>(token, &key, &validation) else { return false };
        // jsonwebtoken does not check `iat`.
        let issued = u64::try_from(data.claims.iat).is_ok_and(|iat| iat <= get_current_timestamp());
        let holds = issued && data.claims.nonce == NONCE && data.claims.azp == CLIENT;
        black_box(data);
        holds
    })
}

fn issue(key: EncodingKey, algorithm: Algorithm) -> Write {
    let mut header = Header::new(algorithm);
    header.kid = Some(KID.to_owned());
    let claims = IdToken::expected();
    Rc::new(move || encode(&header, &claims, &key).expect("a signature"))
}
