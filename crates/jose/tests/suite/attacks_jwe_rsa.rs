//! Attacks on RSA encryption. Most tests replace RSA decryption by a stub that chooses the failure,
//! so that they run on every backend.

use std::sync::Arc;

use crate::CRYPTO;
use symbolon_jose::crypto::{CipherFailed, KeyRejected, RsaDecrypter, RsaEncrypter, RsaEncryption};
use symbolon_jose::jwe::{CompactJwe, Error, Jwe, Part};
use symbolon_jose::jwk::{RsaPrivate, RsaPublic};
use symbolon_jose::key::SelectError;
use symbolon_jose::{
    ContentEncryptionAlgorithm as Enc, Crypto, DecryptionKey, DecryptionKeys, EncryptionKey,
    KeyManagementAlgorithm as Alg, Secret, danger, key,
};

use crate::suite::common::{RSA, private, public};
use crate::suite::counting::counting;
use crate::suite::jwe_forged::{content_secret, forged, outcome, with_bytes, with_part};

const ENC: Enc = Enc::A128CbcHs256;
const RSA1_5: &str = r#"{"alg":"RSA1_5","enc":"A128CBC-HS256"}"#;

/// A stub of RSA decryption whose result depends on the first byte of the encrypted key.
#[derive(Debug)]
struct ByFirstByte(Alg);

const RIGHT: u8 = 0;
const BAD_PADDING: u8 = 1;
const TOO_SHORT: u8 = 2;
const TOO_LONG: u8 = 3;
const EMPTY: u8 = 4;

impl RsaEncryption for ByFirstByte {
    fn algorithm(&self) -> Alg {
        self.0
    }

    fn encrypter(&self, _: &RsaPublic) -> Result<Arc<dyn RsaEncrypter>, KeyRejected> {
        Err(KeyRejected)
    }

    fn decrypter(&self, _: &RsaPrivate) -> Result<Arc<dyn RsaDecrypter>, KeyRejected> {
        Ok(Arc::new(Self(self.0)))
    }
}

impl RsaDecrypter for ByFirstByte {
    fn decrypt(&self, encrypted: &[u8]) -> Result<Secret, CipherFailed> {
        let right = content_secret(ENC).expose().to_vec();
        match encrypted[0] {
            RIGHT => Ok(Secret::new(right)),
            TOO_SHORT => Ok(Secret::new(right[1..].to_vec())),
            TOO_LONG => Ok(Secret::new([&right[..], &[0x42]].concat())),
            EMPTY => Ok(Secret::new(vec![])),
            _ => Err(CipherFailed),
        }
    }
}

fn keys(crypto: &Crypto) -> DecryptionKeys {
    danger::rsa1_5_decryption_key(&private(RSA), &[ENC], crypto).unwrap().into()
}

fn encrypted_key(kind: u8) -> Vec<u8> {
    [&[kind][..], &[7; 255]].concat()
}

#[test]
fn attack_044_every_rsa1_5_failure_has_the_same_error_and_cost() {
    let (crypto, counts) = counting();
    let keys = keys(&Crypto { rsa: &[&ByFirstByte(Alg::Rsa1_5)], ..crypto });
    let token = |kind| forged(RSA1_5, &encrypted_key(kind), ENC);
    let spent = |token: &str| {
        counts.take();
        (outcome(token, &keys), counts.take())
    };
    // One MAC, no password derivation, and one random draw.
    let once = [1, 0, 1];
    assert_eq!(spent(&token(RIGHT)), (Ok(()), once));
    let wrong_tag = with_bytes(&token(RIGHT), 4, |tag| tag[0] ^= 1);
    assert_eq!(spent(&wrong_tag), (Err(Error::Decryption), once));
    for kind in [BAD_PADDING, TOO_SHORT, TOO_LONG, EMPTY] {
        assert_eq!(spent(&token(kind)), (Err(Error::Decryption), once), "{kind}");
    }
}

#[test]
fn attack_054_the_substitute_content_key_is_random() {
    // The substitute is neither zeros nor the unwrapped bytes, cut or padded to the right length.
    let crypto = Crypto { rsa: &[&ByFirstByte(Alg::Rsa1_5)], ..CRYPTO };
    for stand_in in [[0; 32], [0x42; 32]] {
        let cipher =
            symbolon_jose::jwe::ContentKey::new(Secret::new(stand_in.to_vec()), ENC, &CRYPTO);
        let header = symbolon_jose::base64url::encode(RSA1_5.as_bytes());
        let sealed = cipher.unwrap().seal(header.as_bytes(), b"x").unwrap();
        for kind in [BAD_PADDING, TOO_SHORT, TOO_LONG, EMPTY] {
            let parts = [&encrypted_key(kind), &sealed.iv, &sealed.ciphertext, &sealed.tag]
                .map(|part| symbolon_jose::base64url::encode(part));
            let token = format!("{header}.{}", parts.join("."));
            assert_eq!(outcome(&token, &keys(&crypto)), Err(Error::Decryption), "{kind}");
        }
    }
}

#[test]
fn rfc7516_7_2_1_rsa_needs_an_encrypted_key() {
    let crypto = Crypto { rsa: &[&ByFirstByte(Alg::Rsa1_5)], ..CRYPTO };
    let token = with_part(&forged(RSA1_5, &encrypted_key(RIGHT), ENC), 1, "");
    assert_eq!(outcome(&token, &keys(&crypto)), Err(Error::Missing(Part::EncryptedKey)));
}

#[test]
fn attack_045_an_oaep_key_does_not_decrypt_rsa1_5() {
    let crypto = Crypto {
        rsa: &[
            &ByFirstByte(Alg::Rsa1_5),
            &ByFirstByte(Alg::RsaOaep),
            &ByFirstByte(Alg::RsaOaep256),
        ],
        ..CRYPTO
    };
    let rsa = private(RSA);
    let header = |alg: Alg| format!(r#"{{"alg":"{alg}","enc":"A128CBC-HS256"}}"#);
    let algorithms = [Alg::Rsa1_5, Alg::RsaOaep, Alg::RsaOaep256];
    for of_key in [Alg::RsaOaep, Alg::RsaOaep256] {
        let keys = DecryptionKey::from_jwk(&rsa, of_key, &[ENC], &crypto).unwrap().into();
        for of_token in algorithms {
            let result = outcome(&forged(&header(of_token), &encrypted_key(RIGHT), ENC), &keys);
            let not_allowed = Err(SelectError::AlgorithmNotAllowed(of_token.into()).into());
            assert_eq!(result, if of_key == of_token { Ok(()) } else { not_allowed });
        }
    }
    // A key for RSA1_5 can only be prepared with the functions of `danger`.
    let refused = Err(key::Error::Dangerous(Alg::Rsa1_5));
    let decryption = DecryptionKey::from_jwk(&rsa, Alg::Rsa1_5, &[ENC], &crypto);
    assert_eq!(decryption.map(|_| ()), refused);
    let encryption = EncryptionKey::from_jwk(&public(RSA), Alg::Rsa1_5, ENC, &crypto);
    assert_eq!(encryption.map(|_| ()), refused);
    assert!(!crypto.key_management_algorithms().any(|alg| alg == Alg::Rsa1_5));
}

#[test]
fn attack_044_rsa1_5_failures_of_the_real_backend() {
    let encryption = danger::rsa1_5_encryption_key(&public(RSA), ENC, &CRYPTO);
    if CRYPTO.rsa.is_empty() {
        let unsupported = Err(key::Error::Unsupported(Alg::Rsa1_5.into()));
        assert_eq!(encryption.map(|_| ()), unsupported);
        let decryption = danger::rsa1_5_decryption_key(&private(RSA), &[ENC], &CRYPTO);
        assert_eq!(decryption.map(|_| ()), unsupported);
        return;
    }
    let keys = keys(&CRYPTO);
    let rsa = CRYPTO.rsa.iter().find(|rsa| rsa.algorithm() == Alg::Rsa1_5).unwrap();
    let symbolon_jose::jwk::PublicKey::Rsa(modulus) = public(RSA).key().clone() else {
        panic!("not an RSA key")
    };
    let encrypter = rsa.encrypter(&modulus).unwrap();
    for (len, expected) in [(32, Ok(())), (31, Err(Error::Decryption)), (0, Err(Error::Decryption))]
    {
        let encrypted = encrypter.encrypt(&Secret::new(vec![0x42; len])).unwrap();
        assert_eq!(outcome(&forged(RSA1_5, &encrypted, ENC), &keys), expected, "{len}");
    }
    for garbage in [vec![0; 256], vec![1; 256], vec![0xff; 256], vec![1; 255], vec![1; 257]] {
        let result = outcome(&forged(RSA1_5, &garbage, ENC), &keys);
        assert_eq!(result, Err(Error::Decryption));
    }
    let token = Jwe::new(b"x".to_vec()).encrypt(&encryption.unwrap()).unwrap();
    assert!(CompactJwe::parse(&token).unwrap().decrypt(&keys).is_ok());
}
