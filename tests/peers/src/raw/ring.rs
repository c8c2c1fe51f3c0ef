//! The primitives of ring with prepared keys, and those of RustCrypto for algorithms that the
//! backend takes from there.

use std::rc::Rc;

use ring::rand::SystemRandom;
use ring::signature::{
    self, EcdsaKeyPair, EcdsaSigningAlgorithm, EcdsaVerificationAlgorithm, Ed25519KeyPair,
    RsaEncoding, RsaParameters, UnparsedPublicKey,
};
use ring::{hmac, rsa};
use symbolon_jose::SignatureAlgorithm as Alg;
use symbolon_jose::jwk::{EcPrivate, OkpPrivate, PrivateKey, RsaPrivate};

use super::{Raw, put, rust_crypto};
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
        (Alg::Es384, PrivateKey::Ec(key)) => Some(ecdsa(
            key,
            &signature::ECDSA_P384_SHA384_FIXED,
            &signature::ECDSA_P384_SHA384_FIXED_SIGNING,
        )),
        (Alg::Es512, PrivateKey::Ec(key)) => Some(rust_crypto::es512(key)),
        (Alg::Es256k, PrivateKey::Ec(key)) => Some(rust_crypto::es256k(key)),
        (Alg::EdDsa, PrivateKey::Okp(key)) => Some(eddsa(key)),
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
    let public =
        rsa::PublicKeyComponents { n: key.public().n().to_vec(), e: key.public().e().to_vec() };
    let pair = key_pair(key);
    Raw {
        verify: Rc::new(move |message, signature| {
            public.verify(parameters, message, signature).is_ok()
        }),
        sign: Rc::new(move |message, signature| {
            signature.resize(pair.public().modulus_len(), 0);
            pair.sign(encoding, &SystemRandom::new(), message, signature).expect("a signature");
        }),
    }
}

/// Converts a private key to the type of ring.
pub fn key_pair(key: &RsaPrivate) -> rsa::KeyPair {
    rsa::KeyPair::from_components(&rsa::KeyPairComponents {
        public_key: rsa::PublicKeyComponents { n: key.public().n(), e: key.public().e() },
        d: key.d().expose(),
        p: key.p().expose(),
        q: key.q().expose(),
        dP: key.dp().expose(),
        dQ: key.dq().expose(),
        qInv: key.qi().expose(),
    })
    .expect("a key that ring takes")
}

fn ecdsa(
    key: &EcPrivate,
    verification: &'static EcdsaVerificationAlgorithm,
    signing: &'static EcdsaSigningAlgorithm,
) -> Raw {
    let public = UnparsedPublicKey::new(verification, key.public().uncompressed());
    let pair = ec_key_pair(key, signing);
    let random = SystemRandom::new();
    Raw {
        verify: Rc::new(move |message, signature| public.verify(message, signature).is_ok()),
        sign: Rc::new(move |message, signature| {
            put(signature, pair.sign(&random, message).expect("a signature").as_ref());
        }),
    }
}

/// Converts a private key to the type of ring.
pub fn ec_key_pair(key: &EcPrivate, signing: &'static EcdsaSigningAlgorithm) -> EcdsaKeyPair {
    EcdsaKeyPair::from_private_key_and_public_key(
        signing,
        key.d().expose(),
        &key.public().uncompressed(),
        &SystemRandom::new(),
    )
    .expect("a key that ring takes")
}

fn eddsa(key: &OkpPrivate) -> Raw {
    let public = UnparsedPublicKey::new(&signature::ED25519, key.public().x().to_vec());
    let pair = Ed25519KeyPair::from_seed_and_public_key(key.d().expose(), key.public().x())
        .expect("a key that ring takes");
    Raw {
        verify: Rc::new(move |message, signature| public.verify(message, signature).is_ok()),
        sign: Rc::new(move |message, signature| put(signature, pair.sign(message).as_ref())),
    }
}
