//! The primitives of aws-lc-rs, with public keys that were parsed in advance.

use std::rc::Rc;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    self, EcdsaKeyPair, EcdsaSigningAlgorithm, EcdsaVerificationAlgorithm, Ed25519KeyPair,
    ParsedPublicKey, PqdsaKeyPair, PqdsaSigningAlgorithm, PqdsaVerificationAlgorithm, RsaEncoding,
    RsaParameters,
};
use aws_lc_rs::{hmac, rsa};
use symbolon_jose::SignatureAlgorithm as Alg;
use symbolon_jose::jwk::{AkpPrivate, EcPrivate, OkpPrivate, PrivateKey, RsaPrivate};

use super::{Raw, RawVerify, put};
use crate::key::Key;

pub fn signature(key: &Key) -> Option<Raw> {
    match (key.algorithm, key.jwk.key()) {
        (Alg::Hs256, PrivateKey::Oct(secret)) => Some(mac(hmac::HMAC_SHA256, secret.expose())),
        (Alg::Rs256, PrivateKey::Rsa(key)) => {
            Some(rsa(key, &signature::RSA_PKCS1_2048_8192_SHA256, &signature::RSA_PKCS1_SHA256))
        }
        (Alg::Ps256, PrivateKey::Rsa(key)) => {
            Some(rsa(key, &signature::RSA_PSS_2048_8192_SHA256, &signature::RSA_PSS_SHA256))
        }
        (Alg::Es256, PrivateKey::Ec(key)) => Some(ecdsa(
            key,
            &signature::ECDSA_P256_SHA256_FIXED,
            &signature::ECDSA_P256_SHA256_FIXED_SIGNING,
        )),
        (Alg::Es256k, PrivateKey::Ec(key)) => Some(ecdsa(
            key,
            &signature::ECDSA_P256K1_SHA256_FIXED,
            &signature::ECDSA_P256K1_SHA256_FIXED_SIGNING,
        )),
        (Alg::Es384, PrivateKey::Ec(key)) => Some(ecdsa(
            key,
            &signature::ECDSA_P384_SHA384_FIXED,
            &signature::ECDSA_P384_SHA384_FIXED_SIGNING,
        )),
        (Alg::Es512, PrivateKey::Ec(key)) => Some(ecdsa(
            key,
            &signature::ECDSA_P521_SHA512_FIXED,
            &signature::ECDSA_P521_SHA512_FIXED_SIGNING,
        )),
        (Alg::EdDsa, PrivateKey::Okp(key)) => Some(eddsa(key)),
        (Alg::MlDsa44, PrivateKey::Akp(key)) => {
            Some(ml_dsa(key, &signature::ML_DSA_44, &signature::ML_DSA_44_SIGNING))
        }
        _ => None,
    }
}

fn mac(algorithm: hmac::Algorithm, secret: &[u8]) -> Raw {
    let key = hmac::Key::new(algorithm, secret);
    let verifier = key.clone();
    Raw {
        verify: Rc::new(move |message, tag| hmac::verify(&verifier, message, tag).is_ok()),
        sign: Rc::new(move |message, tag| put(tag, hmac::sign(&key, message).as_ref())),
    }
}

fn rsa(
    key: &RsaPrivate,
    parameters: &'static RsaParameters,
    encoding: &'static dyn RsaEncoding,
) -> Raw {
    let public = rsa::PublicKeyComponents { n: key.public().n(), e: key.public().e() };
    let pair = rsa::KeyPair::from_components(&rsa::KeyPairComponents {
        public_key: public,
        d: key.d().expose(),
        p: key.p().expose(),
        q: key.q().expose(),
        dP: key.dp().expose(),
        dQ: key.dq().expose(),
        qInv: key.qi().expose(),
    })
    .expect("a key that AWS-LC takes");
    Raw {
        verify: verify(public.to_parsed_public_key(parameters).expect("a key that AWS-LC takes")),
        sign: Rc::new(move |message, signature| {
            signature.resize(pair.public_modulus_len(), 0);
            pair.sign(encoding, &SystemRandom::new(), message, signature).expect("a signature");
        }),
    }
}

fn ecdsa(
    key: &EcPrivate,
    verification: &'static EcdsaVerificationAlgorithm,
    signing: &'static EcdsaSigningAlgorithm,
) -> Raw {
    let point = key.public().uncompressed();
    let pair = EcdsaKeyPair::from_private_key_and_public_key(signing, key.d().expose(), &point)
        .expect("a key that AWS-LC takes");
    Raw {
        verify: verify(ParsedPublicKey::new(verification, point).expect("a point of the curve")),
        sign: Rc::new(move |message, signature| {
            let random = SystemRandom::new();
            put(signature, pair.sign(&random, message).expect("a signature").as_ref());
        }),
    }
}

fn eddsa(key: &OkpPrivate) -> Raw {
    let public = key.public().x();
    let pair = Ed25519KeyPair::from_seed_and_public_key(key.d().expose(), public)
        .expect("a key that AWS-LC takes");
    Raw {
        verify: verify(ParsedPublicKey::new(&signature::ED25519, public).expect("a point")),
        sign: Rc::new(move |message, signature| put(signature, pair.sign(message).as_ref())),
    }
}

fn ml_dsa(
    key: &AkpPrivate,
    verification: &'static PqdsaVerificationAlgorithm,
    signing: &'static PqdsaSigningAlgorithm,
) -> Raw {
    let public = key.public().bytes();
    let pair = PqdsaKeyPair::from_seed(signing, key.seed().expose()).expect("a seed");
    Raw {
        verify: verify(ParsedPublicKey::new(verification, public).expect("a key of its length")),
        sign: Rc::new(move |message, signature| {
            signature.resize(signing.signature_len(), 0);
            pair.sign(message, signature).expect("a signature");
        }),
    }
}

fn verify(public: ParsedPublicKey) -> RawVerify {
    Rc::new(move |message, signature| public.verify_sig(message, signature).is_ok())
}
