//! [jwt-simple](https://docs.rs/jwt-simple), in pure Rust: its BoringSSL defines the same symbols
//! as josekit's OpenSSL, so a process cannot link both. This affects only RSA; its other algorithms
//! are always in Rust.

use std::collections::HashSet;
use std::hint::black_box;
use std::rc::Rc;

use ::jwt_simple::algorithms::{
    ECDSAP256KeyPairLike, ECDSAP256PublicKeyLike, ECDSAP384KeyPairLike, ECDSAP384PublicKeyLike,
    ES256KeyPair, ES384KeyPair, Ed25519KeyPair, EdDSAKeyPairLike, EdDSAPublicKeyLike, HS256Key,
    MACLike, PS256KeyPair, RS256KeyPair, RSAKeyPairLike, RSAPublicKeyLike,
};
use ::jwt_simple::claims::{Audiences, JWTClaims};
use ::jwt_simple::common::VerificationOptions;
use ::jwt_simple::reexports::coarsetime::{Duration, UnixTimeStamp};
use serde::{Deserialize, Serialize};
use symbolon_jose::jwk::PrivateKey;

use super::{Contestant, Read, Write, josekit};
use crate::id_token::{CLIENT, ISSUER, IdToken, NONCE, SUBJECT};
use crate::key::{KID, Key};

/// The claims that jwt-simple does not know.
#[derive(Clone, Serialize, Deserialize)]
struct Rest {
    auth_time: i64,
    at_hash: String,
    azp: String,
}

/// Builds the operations for one type of key. The key types have the same methods, but no common
/// trait.
macro_rules! contestant {
    ($private:expr, $sign:ident, $public:expr) => {{
        let (public, private) = ($public, $private.with_key_id(KID));
        let (verifier, validator) = (public.clone(), public);
        let claims = claims();
        let verify: Read = Rc::new(move |token| {
            // jwt-simple cannot verify the signature without checking the times.
            black_box(verifier.verify_token::<::jwt_simple::claims::NoCustomClaims>(token, None))
                .is_ok()
        });
        let options = options();
        let validate: Read = Rc::new(move |token| {
            // jwt-simple takes the options by value, so every token needs a copy of them.
            let verified = validator.verify_token::<Rest>(token, Some(options.clone()));
            verified.is_ok_and(|claims| holds(black_box(&claims)))
        });
        let issue: Write = Rc::new(move || private.$sign(claims.clone()).expect("a signature"));
        Some(Contestant {
            name: "jwt-simple",
            verify: Some(verify),
            validate: Some(validate),
            sign: None, // It does not sign bytes.
            issue: Some(issue),
        })
    }};
}

pub fn contestant(key: &Key) -> Option<Contestant> {
    use symbolon_jose::SignatureAlgorithm as Alg;
    match (key.algorithm, key.jwk.key()) {
        (Alg::Hs256, PrivateKey::Oct(secret)) => {
            let key = HS256Key::from_bytes(secret.expose());
            contestant!(key, authenticate, key.clone())
        }
        (Alg::Rs256, _) => {
            let pair =
                RS256KeyPair::from_pem(&josekit::pkcs8_pem(key)).expect("a key that it takes");
            contestant!(pair, sign, pair.public_key())
        }
        (Alg::Ps256, _) => {
            let pair =
                PS256KeyPair::from_pem(&josekit::pkcs8_pem(key)).expect("a key that it takes");
            contestant!(pair, sign, pair.public_key())
        }
        (Alg::Es256, PrivateKey::Ec(key)) => {
            let pair = ES256KeyPair::from_bytes(key.d().expose()).expect("a key that it takes");
            contestant!(pair, sign, pair.public_key())
        }
        (Alg::Es384, PrivateKey::Ec(key)) => {
            let pair = ES384KeyPair::from_bytes(key.d().expose()).expect("a key that it takes");
            contestant!(pair, sign, pair.public_key())
        }
        (Alg::EdDsa, PrivateKey::Okp(key)) => {
            let bytes = [key.d().expose(), key.public().x()].concat();
            let pair = Ed25519KeyPair::from_bytes(&bytes).expect("a key that it takes");
            contestant!(pair, sign, pair.public_key())
        }
        _ => None,
    }
}

fn options() -> VerificationOptions {
    VerificationOptions {
        required_subject: Some(SUBJECT.to_owned()),
        required_nonce: Some(NONCE.to_owned()),
        allowed_issuers: Some(HashSet::from([ISSUER.to_owned()])),
        allowed_audiences: Some(HashSet::from([CLIENT.to_owned()])),
        time_tolerance: Some(Duration::from_secs(60)),
        ..VerificationOptions::default()
    }
}

/// Makes the checks that jwt-simple does not make: `exp` is present, and `azp` matches.
fn holds(claims: &JWTClaims<Rest>) -> bool {
    claims.expires_at.is_some() && claims.custom.azp == CLIENT
}

fn claims() -> JWTClaims<Rest> {
    let token = IdToken::expected();
    let time = |seconds: i64| UnixTimeStamp::from_secs(u64::try_from(seconds).expect("after 1970"));
    JWTClaims {
        issued_at: Some(time(token.iat)),
        expires_at: Some(time(token.exp)),
        invalid_before: None,
        issuer: Some(token.iss),
        subject: Some(token.sub),
        audiences: Some(Audiences::AsString(token.aud)),
        jwt_id: None,
        nonce: Some(token.nonce),
        custom: Rest { auth_time: token.auth_time, at_hash: token.at_hash, azp: token.azp },
    }
}
