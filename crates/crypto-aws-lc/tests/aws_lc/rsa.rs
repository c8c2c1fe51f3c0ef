//! RSA: checks of a key's numbers, OAEP, and PKCS #1 v1.5 encryption.

use symbolon_crypto_aws_lc::{
    CRYPTO, PS256, RS256, RSA_OAEP, RSA_OAEP_256, RSA_OAEP_384, RSA_OAEP_512, RSA1_5,
};
use symbolon_jose::crypto::{CipherFailed, KeyRejected, SigningMaterial, VerificationMaterial};
use symbolon_jose::jwk::{PrivateKey, PublicJwk, PublicKey, RsaPrivate};
use symbolon_jose::{Limits, Object, Secret};

use crate::keys::{
    rsa_2048, rsa_2048_smaller_prime_first, rsa_2048_three_primes, rsa_2049_exponent_3, rsa_altered,
};

fn signs(key: &RsaPrivate) -> Result<(), KeyRejected> {
    let key = PrivateKey::Rsa(key.clone());
    RS256.signer(SigningMaterial::Private(&key)).map(|_| ())
}

fn decrypts(key: &RsaPrivate) -> Result<(), KeyRejected> {
    RSA_OAEP.decrypter(key).map(|_| ())
}

#[test]
fn rfc8017_3_2_a_key_with_one_changed_number_is_refused() {
    let key = rsa_2048();
    assert_eq!((signs(&key), decrypts(&key)), (Ok(()), Ok(())));
    for name in ["n", "e", "d", "p", "q", "dp", "dq", "qi"] {
        let altered = rsa_altered(&key, name);
        assert_eq!(signs(&altered), Err(KeyRejected), "{name}");
        assert_eq!(decrypts(&altered), Err(KeyRejected), "{name}");
        for rsa in CRYPTO.rsa {
            assert!(rsa.decrypter(&altered).is_err(), "{name} {:?}", rsa.algorithm());
        }
    }
}

#[test]
fn rfc8017_3_1_a_factor_that_is_not_prime_is_refused() {
    let key = rsa_2048_three_primes();
    assert_eq!((signs(&key), decrypts(&key)), (Err(KeyRejected), Err(KeyRejected)));
}

/// The caller's limits allow these sizes, but AWS-LC does not.
#[test]
fn a_modulus_below_2048_or_above_8192_bits_is_refused() {
    let mut limits = Limits::DEFAULT;
    (limits.rsa_modulus_bits_least, limits.rsa_modulus_bits_most) = (512, 16_384);
    // In base64url, four characters hold three bytes. Every modulus here ends in an odd byte.
    for (bytes, fits) in [(192, false), (255, false), (258, true), (1023, true), (1026, false)] {
        let n = "_".repeat(bytes / 3 * 4);
        let jwk = format!(r#"{{"kty":"RSA","n":"{n}","e":"AQAB"}}"#);
        let jwk = Object::parse(jwk.as_bytes()).unwrap();
        let jwk = PublicJwk::from_object_within(jwk, &limits).unwrap();
        let PublicKey::Rsa(key) = jwk.key() else { panic!() };
        for rsa in CRYPTO.rsa {
            assert_eq!(rsa.encrypter(key).is_ok(), fits, "{bytes}");
        }
        for scheme in [RS256, PS256] {
            let verifier = scheme.verifier(VerificationMaterial::Public(jwk.key()));
            assert_eq!(verifier.is_ok(), fits, "{bytes}");
        }
    }
}

#[test]
fn the_primes_can_be_in_any_order() {
    let (key, other) = (rsa_2048(), rsa_2048_smaller_prime_first());
    assert_eq!((signs(&other), decrypts(&other)), (Ok(()), Ok(())));
    let encrypted = RSA_OAEP.encrypter(key.public()).unwrap().encrypt(&Secret::new(vec![7; 16]));
    let decrypted = RSA_OAEP.decrypter(&other).unwrap().decrypt(&encrypted.unwrap());
    assert_eq!(decrypted, Ok(Secret::new(vec![7; 16])));
}

#[test]
fn the_private_key_decrypts_what_the_public_key_encrypted() {
    for key in [rsa_2048(), rsa_2049_exponent_3()] {
        for rsa in CRYPTO.rsa {
            let name = rsa.algorithm();
            let (encrypter, decrypter) =
                (rsa.encrypter(key.public()).unwrap(), rsa.decrypter(&key).unwrap());
            for len in [0, 16, 32, 64] {
                let secret = Secret::new(vec![7; len]);
                let encrypted = encrypter.encrypt(&secret).unwrap();
                assert_eq!(encrypted.len(), key.public().n().len(), "{name}");
                assert_ne!(encrypted, encrypter.encrypt(&secret).unwrap(), "{name}");
                assert_eq!(decrypter.decrypt(&encrypted), Ok(secret), "{name}");
            }
        }
    }
}

#[test]
fn rfc8017_7_1_1_and_7_2_1_a_key_that_is_too_long_for_the_modulus_is_refused() {
    let key = rsa_2048();
    for (rsa, longest) in [
        (RSA_OAEP, 214),
        (RSA_OAEP_256, 190),
        (RSA_OAEP_384, 158),
        (RSA_OAEP_512, 126),
        (RSA1_5, 245),
    ] {
        let encrypter = rsa.encrypter(key.public()).unwrap();
        assert!(encrypter.encrypt(&Secret::new(vec![7; longest])).is_ok(), "{longest}");
        let longer = Secret::new(vec![7; longest + 1]);
        assert_eq!(encrypter.encrypt(&longer), Err(CipherFailed), "{longest}");
    }
}

/// RFC 7516 §11.5, RFC 8017 §7.1.2: every failure is the same error.
#[test]
fn every_failure_to_decrypt_is_the_same_error() {
    let (key, other) = (rsa_2048(), rsa_2049_exponent_3());
    for rsa in CRYPTO.rsa {
        let decrypter = rsa.decrypter(&key).unwrap();
        let encrypted =
            rsa.encrypter(key.public()).unwrap().encrypt(&Secret::new(vec![7; 32])).unwrap();
        let mut flipped = encrypted.clone();
        flipped[100] ^= 1;
        let to_another =
            rsa.encrypter(other.public()).unwrap().encrypt(&Secret::new(vec![7; 32])).unwrap();
        let mut longer = encrypted.clone();
        longer.push(0);
        for bad in [
            flipped.as_slice(),
            to_another.as_slice(),
            longer.as_slice(),
            &encrypted[..255],
            b"",
            &[0; 256],
            &[0xff; 256],
            key.public().n(),
        ] {
            let failed = decrypter.decrypt(bad);
            assert_eq!(failed, Err(CipherFailed), "{:?} {}", rsa.algorithm(), bad.len());
        }
    }
}

#[test]
fn each_padding_decrypts_only_its_own_ciphertexts() {
    let key = rsa_2048();
    for one in CRYPTO.rsa {
        let encrypted =
            one.encrypter(key.public()).unwrap().encrypt(&Secret::new(vec![7; 32])).unwrap();
        for other in CRYPTO.rsa {
            let decrypted = other.decrypter(&key).unwrap().decrypt(&encrypted);
            let same = one.algorithm() == other.algorithm();
            assert_eq!(decrypted.is_ok(), same, "{:?} {:?}", one.algorithm(), other.algorithm());
        }
    }
}
