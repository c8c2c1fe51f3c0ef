//! [biscuit](https://docs.rs/biscuit), on ring.

use std::hint::black_box;
use std::rc::Rc;
use std::sync::Arc;

use ::biscuit::jwa::SignatureAlgorithm;
use ::biscuit::jws::{Compact, Header, RegisteredHeader, Secret};
use ::biscuit::{
    ClaimPresenceOptions, ClaimsSet, CompactPart, Empty, JWT, Presence, RegisteredClaims,
    SingleOrMultiple, Validation, ValidationOptions,
};
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING};
use serde::{Deserialize, Serialize};
use symbolon_jose::SignatureAlgorithm as Alg;
use symbolon_jose::jwk::PrivateKey;

use super::{Contestant, Read, Write, josekit};
use crate::id_token::{CLIENT, ISSUER, IdToken, NONCE, SUBJECT};
use crate::key::{KID, Key};
use crate::raw::ring::{ec_key_pair, key_pair};

/// The claims that biscuit does not know.
#[derive(Clone, Serialize, Deserialize)]
struct Rest {
    nonce: String,
    auth_time: i64,
    at_hash: String,
    azp: String,
}

pub fn contestant(key: &Key) -> Option<Contestant> {
    let algorithm = match key.algorithm {
        Alg::Hs256 => SignatureAlgorithm::HS256,
        Alg::Rs256 => SignatureAlgorithm::RS256,
        Alg::Ps256 => SignatureAlgorithm::PS256,
        Alg::Es256 => SignatureAlgorithm::ES256,
        Alg::Es384 => SignatureAlgorithm::ES384,
        _ => return None,
    };
    let (private, public) = secrets(key)?;
    Some(Contestant {
        name: "biscuit",
        verify: Some(verify(public.clone(), algorithm)),
        validate: Some(validate(public, algorithm)),
        sign: Some(encode(private.clone(), algorithm, IdToken::expected().to_json().into_bytes())),
        issue: Some(encode(private, algorithm, claims())),
    })
}

/// Returns the keys for signing and for verifying.
fn secrets(key: &Key) -> Option<(Secret, Secret)> {
    match key.jwk.key() {
        PrivateKey::Oct(secret) => {
            let secret = Secret::Bytes(secret.expose().to_vec());
            Some((secret.clone(), secret))
        }
        PrivateKey::Rsa(rsa) => Some((
            Secret::RsaKeyPair(Arc::new(key_pair(rsa))),
            Secret::PublicKey(josekit::pkcs1_public(key)),
        )),
        PrivateKey::Ec(ec) => {
            let signing = match key.algorithm {
                Alg::Es256 => &ECDSA_P256_SHA256_FIXED_SIGNING,
                _ => &ECDSA_P384_SHA384_FIXED_SIGNING,
            };
            Some((
                Secret::EcdsaKeyPair(Arc::new(ec_key_pair(ec, signing))),
                Secret::PublicKey(ec.public().uncompressed()),
            ))
        }
        _ => None,
    }
}

fn verify(secret: Secret, algorithm: SignatureAlgorithm) -> Read {
    Rc::new(move |token| {
        let token = Compact::<Vec<u8>, Empty>::new_encoded(token);
        black_box(token.decode(&secret, algorithm)).is_ok()
    })
}

fn validate(secret: Secret, algorithm: SignatureAlgorithm) -> Read {
    let options = ValidationOptions {
        claim_presence_options: ClaimPresenceOptions {
            issued_at: Presence::Required,
            expiry: Presence::Required,
            issuer: Presence::Required,
            audience: Presence::Required,
            subject: Presence::Required,
            ..ClaimPresenceOptions::default()
        },
        issuer: Validation::Validate(ISSUER.to_owned()),
        audience: Validation::Validate(CLIENT.to_owned()),
        ..ValidationOptions::default()
    };
    Rc::new(move |token| {
        let token = JWT::<Rest, Empty>::new_encoded(token);
        let Ok(token) = token.decode(&secret, algorithm) else { return false };
        // biscuit takes the options by value, so every token needs a copy of them.
        let valid = token.validate(options.clone()).is_ok();
        let holds = token.payload().is_ok_and(|claims| {
            claims.registered.subject.as_deref() == Some(SUBJECT)
                && claims.private.nonce == NONCE
                && claims.private.azp == CLIENT
        });
        black_box(token);
        valid && holds
    })
}

fn encode<T: CompactPart + Clone + 'static>(
    secret: Secret,
    algorithm: SignatureAlgorithm,
    payload: T,
) -> Write {
    let header = Header::from_registered_header(RegisteredHeader {
        algorithm,
        media_type: Some("JWT".to_owned()),
        key_id: Some(KID.to_owned()),
        ..RegisteredHeader::default()
    });
    let token = Compact::new_decoded(header, payload);
    Rc::new(move || {
        let encoded = token.encode(&secret).expect("a signature");
        encoded.encoded().expect("it has just been encoded").encode()
    })
}

fn claims() -> ClaimsSet<Rest> {
    let token = IdToken::expected();
    ClaimsSet {
        registered: RegisteredClaims {
            issuer: Some(token.iss),
            subject: Some(token.sub),
            audience: Some(SingleOrMultiple::Single(token.aud)),
            expiry: Some(token.exp.into()),
            not_before: None,
            issued_at: Some(token.iat.into()),
            id: None,
        },
        private: Rest {
            nonce: token.nonce,
            auth_time: token.auth_time,
            at_hash: token.at_hash,
            azp: token.azp,
        },
    }
}
