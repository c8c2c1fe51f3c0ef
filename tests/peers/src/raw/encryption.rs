//! The primitives that one JWE needs: key agreement, key derivation, key wrap or RSA, and content
//! encryption. No JSON, no base64, no choice of a key.
//!
//! A JWE takes several calls of the library. They are made through the backend, [`Crypto`].

use std::hint::black_box;

use symbolon_jose::crypto::{AesKeySize, KeyAgreement, KeyWrap, RsaEncryption};
use symbolon_jose::jwe::{CompactJwe, ContentKey, Sealed};
use symbolon_jose::jwk::{KeyKind, PrivateJwk, PrivateKey, PublicJwk, PublicKey};
use symbolon_jose::{Crypto, KeyManagementAlgorithm as Alg, Object, Secret, base64url};

use crate::case::Job;
use crate::encryption::Suite;

pub struct RawEncryption {
    pub encrypt: Job,
    pub decrypt: Job,
}

/// Builds the jobs that encrypt and decrypt the content of this token.
pub fn raw(
    suite: Suite,
    jwk: &PrivateJwk,
    token: &str,
    text: Vec<u8>,
    crypto: &'static Crypto,
) -> RawEncryption {
    let (aad, _) = token.split_once('.').expect("a compact token");
    let parts: Vec<Vec<u8>> =
        token.split('.').map(|part| base64url::decode(part).expect("base64url")).collect();
    let [_, encrypted_key, iv, ciphertext, tag] = parts.try_into().expect("five parts");
    let sealed = Sealed::new(iv, ciphertext, tag);
    let content_key = move |key| ContentKey::new(key, suite.enc, crypto).expect("a content key");
    let new_key = move || {
        let mut key = vec![0; suite.enc.key_len()];
        crypto.random.fill(&mut key).expect("randomness");
        Secret::new(key)
    };

    let (seal_aad, open_aad) = (aad.as_bytes().to_vec(), aad.as_bytes().to_vec());
    let seal = move |key: &ContentKey| drop(black_box(key.seal(&seal_aad, &text).expect("sealed")));
    let open = move |key: &ContentKey| {
        drop(black_box(key.open(black_box(&sealed), &open_aad).expect("authentic")));
    };
    match (suite.alg, jwk.key()) {
        (Alg::Dir, PrivateKey::Oct(secret)) => {
            let (sealing, opening) = (content_key(secret.clone()), content_key(secret.clone()));
            RawEncryption {
                encrypt: Box::new(move || seal(&sealing)),
                decrypt: Box::new(move || open(&opening)),
            }
        }
        (Alg::EcdhEsA128Kw, private @ PrivateKey::Ec(_)) => {
            let ecdh = agreement(crypto);
            let wrap = key_wrap(crypto);
            let recipient = private.public().expect("a key pair");
            let own = ecdh.agreement(private).expect("a key that it takes");
            let sender = ephemeral(token);
            RawEncryption {
                encrypt: Box::new(move || {
                    let pair = PrivateJwk::generate(KeyKind::P256, crypto).expect("a key pair");
                    let agreed = ecdh.agreement(pair.key()).expect("a new key");
                    let z = agreed.agree(&recipient).expect("a point");
                    let key = new_key();
                    black_box(wrap.wrap_key(&derived(&z, crypto), &key).expect("wrapped"));
                    seal(&content_key(key));
                }),
                decrypt: Box::new(move || {
                    let z = own.agree(black_box(&sender)).expect("a point");
                    let key = wrap.unwrap_key(&derived(&z, crypto), black_box(&encrypted_key));
                    open(&content_key(key.expect("unwrapped")));
                }),
            }
        }
        (Alg::RsaOaep, PrivateKey::Rsa(private)) => {
            let rsa = oaep(crypto);
            let encrypter = rsa.encrypter(private.public()).expect("a key that it takes");
            let decrypter = rsa.decrypter(private).expect("a key that it takes");
            RawEncryption {
                encrypt: Box::new(move || {
                    let key = new_key();
                    black_box(encrypter.encrypt(&key).expect("encrypted"));
                    seal(&content_key(key));
                }),
                decrypt: Box::new(move || {
                    let key = decrypter.decrypt(black_box(&encrypted_key));
                    open(&content_key(key.expect("decrypted")));
                }),
            }
        }
        _ => unreachable!("no suite has another kind of key"),
    }
}

fn agreement(crypto: &Crypto) -> &'static dyn KeyAgreement {
    let of_p256 = |agreement: &&&dyn KeyAgreement| agreement.kind() == KeyKind::P256;
    crypto.agreements.iter().find(of_p256).copied().expect("ECDH on P-256")
}

fn key_wrap(crypto: &Crypto) -> &'static dyn KeyWrap {
    let of_128 = |wrap: &&&dyn KeyWrap| wrap.key_size() == AesKeySize::Aes128;
    crypto.key_wraps.iter().find(of_128).copied().expect("AES-128 key wrap")
}

fn oaep(crypto: &Crypto) -> &'static dyn RsaEncryption {
    let oaep = |rsa: &&&dyn RsaEncryption| rsa.algorithm() == Alg::RsaOaep;
    crypto.rsa.iter().find(oaep).copied().expect("RSA-OAEP")
}

/// Returns the sender's ephemeral key.
fn ephemeral(token: &str) -> PublicKey {
    let jwe = CompactJwe::parse(token).expect("a compact token");
    let epk = jwe.header().parameters().get("epk").expect("an ephemeral key");
    let epk = Object::from_value(epk.clone()).expect("an object");
    PublicJwk::from_object(epk).expect("a JWK").key().clone()
}

/// Derives the 16 bytes for `ECDH-ES+A128KW` without `apu` and `apv` (RFC 7518 §4.6.2).
fn derived(z: &Secret, crypto: &Crypto) -> Secret {
    const NAME: &[u8] = b"ECDH-ES+A128KW";
    let mut input = 1_u32.to_be_bytes().to_vec();
    input.extend_from_slice(z.expose());
    input.extend_from_slice(&14_u32.to_be_bytes());
    input.extend_from_slice(NAME);
    input.extend_from_slice(&[0; 8]);
    input.extend_from_slice(&128_u32.to_be_bytes());
    Secret::new(crypto.digests.sha256(&input)[..16].to_vec())
}
