//! Preparing keys for JWE: what is refused, and which key is selected for a token.

use crate::CRYPTO;
use serde_json::json;
use symbolon_jose::jwk::{KeyKind, PrivateJwk, PublicJwk};
use symbolon_jose::key::{Error, SelectError, WrongKey};
use symbolon_jose::{
    ContentEncryptionAlgorithm as Enc, Crypto, DecryptionKey, DecryptionKeys, EncryptionKey,
    KeyManagementAlgorithm as Alg, Secret, base64url,
};

use crate::suite::common::{
    ED25519, OTHER_P256, P256, P384, P521, RSA, SECP256K1, X448, X25519, object, private, public,
};
use crate::suite::jwe_forged::{DIR, direct, forged, outcome};
use crate::suite::jwe_keys::{agreed_pairs, is_pbes2, pair, secret_len};

const ENC: Enc = Enc::A128CbcHs256;

fn of_secret(len: usize, alg: Alg, enc: Enc) -> Result<(), Error> {
    let secret = Secret::new(vec![1; len]);
    let encryption = EncryptionKey::from_secret(&secret, alg, enc, &CRYPTO).map(|_| ());
    let decryption = DecryptionKey::from_secret(&secret, alg, &[enc], &CRYPTO).map(|_| ());
    assert_eq!(encryption, decryption, "{alg}");
    encryption
}

/// Prepares the same JWK for encryption and decryption. A secret is used for both; a key pair is
/// encrypted to with its public key.
fn of_jwk(jwk: &PrivateJwk, alg: Alg, enc: Enc) -> [Result<(), Error>; 2] {
    let encryption = match jwk.public() {
        Some(public) => EncryptionKey::from_jwk(&public, alg, enc, &CRYPTO),
        None => EncryptionKey::from_secret_jwk(jwk, alg, enc, &CRYPTO),
    };
    let decryption = DecryptionKey::from_jwk(jwk, alg, &[enc], &CRYPTO);
    [encryption.map(|_| ()), decryption.map(|_| ())]
}

fn oct(len: usize) -> symbolon_jose::Object {
    let mut object = object(r#"{"kty":"oct"}"#);
    object.insert("k", base64url::encode(&vec![1; len]));
    object
}

#[test]
fn rfc7518_4_secrets_must_have_exactly_the_length_of_the_algorithm() {
    for alg in Alg::ALL.iter().copied() {
        for enc in Enc::ALL.iter().copied() {
            let Some(needed) = secret_len(alg, enc) else { continue };
            for found in [0, 1, 15, 16, 17, 23, 24, 31, 32, 33, 48, 63, 64, 65] {
                let length = Err(Error::KeyLength { needed, found });
                let expected = if found == needed { Ok(()) } else { length };
                assert_eq!(of_secret(found, alg, enc), expected, "{alg} {enc}");
                let jwk = PrivateJwk::from_secret(Secret::new(vec![1; found]), None);
                assert_eq!(of_jwk(&jwk, alg, enc), [expected; 2], "{alg} {enc}");
            }
        }
    }
}

#[test]
fn rfc7518_4_5_a_dir_key_must_fit_every_allowed_enc() {
    let secret = Secret::new(vec![1; 32]);
    let dir =
        |encs: &[Enc]| DecryptionKey::from_secret(&secret, Alg::Dir, encs, &CRYPTO).map(|_| ());
    assert_eq!(dir(&[Enc::A256Gcm, Enc::A128CbcHs256]), Ok(()));
    let refused = Err(Error::KeyLength { needed: 16, found: 32 });
    assert_eq!(dir(&[Enc::A256Gcm, Enc::A128Gcm]), refused);
    assert_eq!(dir(&[]), Err(Error::NothingAllowed));
}

#[test]
fn rfc7518_4_1_every_algorithm_accepts_only_its_kinds_of_key() {
    let keys = [RSA, P256, P384, P521, SECP256K1, ED25519, X25519, X448];
    let agreeing = [KeyKind::P256, KeyKind::P384, KeyKind::P521, KeyKind::X25519];
    for alg in Alg::ALL.iter().copied().filter(|alg| *alg != Alg::Rsa1_5) {
        let needed: &[KeyKind] = match alg.as_str() {
            name if name.starts_with("RSA") => &[KeyKind::Rsa],
            name if name.starts_with("ECDH") => &agreeing,
            _ => &[KeyKind::Oct],
        };
        let is_wrong = |result: &Result<(), Error>, found| {
            matches!(result, Err(Error::WrongKeyType(WrongKey { found: f, needed: n, .. }))
                if *f == found && *n == needed)
        };
        for text in keys {
            let jwk = private(text);
            let found = jwk.key().kind();
            for result in of_jwk(&jwk, alg, ENC) {
                assert_eq!(is_wrong(&result, found), !needed.contains(&found), "{alg} {found}");
            }
        }
        if needed != [KeyKind::Oct] {
            assert!(is_wrong(&of_secret(32, alg, ENC), KeyKind::Oct), "{alg}");
        }
    }
    let pair = EncryptionKey::from_secret_jwk(&private(P256), Alg::EcdhEs, ENC, &CRYPTO);
    assert_eq!(pair.map(|_| ()), Err(Error::NotASecret));
}

#[test]
fn rfc7518_4_8_only_pbes2_accepts_a_password() {
    for alg in Alg::ALL.iter().copied() {
        let password = |text: &str| {
            let password = Secret::new(text.as_bytes().to_vec());
            let encryption = EncryptionKey::from_password(&password, alg, ENC, &CRYPTO);
            let decryption = DecryptionKey::from_password(&password, alg, &[ENC], &CRYPTO);
            assert_eq!(encryption.as_ref().map(|_| ()), decryption.as_ref().map(|_| ()));
            encryption.map(|_| ())
        };
        if is_pbes2(alg) {
            assert_eq!(password("correct horse"), Ok(()));
            assert_eq!(password(""), Err(Error::ShortSecret { needed: 1, found: 0 }));
            assert_eq!(password(P256), Err(Error::NotASecret));
            assert_eq!(of_secret(16, alg, ENC), Err(Error::Password(alg)));
            let jwk = PrivateJwk::from_object(oct(16)).unwrap();
            assert_eq!(of_jwk(&jwk, alg, ENC), [Err(Error::Password(alg)); 2]);
        } else {
            assert_eq!(password("correct horse"), Err(Error::Password(alg)), "{alg}");
        }
    }
}

#[test]
fn attack_038_use_key_ops_and_alg_are_respected() {
    let with = |text: &str, members: serde_json::Value, alg| {
        let mut object = object(text);
        for (name, value) in members.as_object().unwrap() {
            object.insert(name, value.clone());
        }
        of_jwk(&PrivateJwk::from_object(object).unwrap(), alg, ENC)
    };
    let (yes, no) = (Ok(()), Err(Error::NotPermitted));
    let agree = Alg::EcdhEsA128Kw;
    assert_eq!(with(P256, json!({ "use": "enc", "alg": "ECDH-ES+A128KW" }), agree), [yes, yes]);
    assert_eq!(with(P256, json!({ "use": "sig" }), agree), [no, no]);
    assert_eq!(with(P256, json!({ "alg": "ECDH-ES" }), agree), [no, no]);
    assert_eq!(with(P256, json!({ "alg": "ES256" }), agree), [no, no]);
    assert_eq!(with(P256, json!({ "key_ops": ["sign"] }), agree), [no, no]);
    assert_eq!(with(P256, json!({ "key_ops": ["deriveKey"] }), agree), [yes, yes]);
    let secret = oct(32).to_json();
    let dir = Alg::Dir;
    assert_eq!(with(&secret, json!({ "use": "enc", "alg": "dir" }), dir), [yes, yes]);
    // RFC 7520 §5.6.1: a key for `dir` may name the content encryption in `alg`.
    assert_eq!(with(&secret, json!({ "alg": "A128CBC-HS256" }), dir), [yes, yes]);
    assert_eq!(with(&secret, json!({ "alg": "A256GCM" }), dir), [no, no]);
    assert_eq!(with(&secret, json!({ "alg": "A128CBC-HS256" }), Alg::A256Kw), [no, no]);
    assert_eq!(with(&secret, json!({ "alg": "HS256" }), dir), [no, no]);
    assert_eq!(with(&secret, json!({ "key_ops": ["decrypt"] }), dir), [no, yes]);
    assert_eq!(with(&secret, json!({ "key_ops": ["wrapKey"] }), Alg::A256Kw), [yes, no]);
}

#[test]
fn attack_033_encryption_keys_off_the_curve() {
    for text in [P256, P384, P521] {
        let mut object = public(text).to_object();
        let len = base64url::decode(object.get("y").unwrap().as_str().unwrap()).unwrap().len();
        object.insert("y", base64url::encode(&vec![1; len]));
        let jwk = PublicJwk::from_object(object).unwrap();
        let key = EncryptionKey::from_jwk(&jwk, Alg::EcdhEs, ENC, &CRYPTO).map(|_| ());
        assert_eq!(key, Err(Error::Rejected));
    }
}

#[test]
fn attack_037_halves_that_do_not_match() {
    let mut jwk = object(P256);
    jwk.insert("d", object(OTHER_P256).get("d").unwrap().clone());
    let jwk = PrivateJwk::from_object(jwk).unwrap();
    let key = DecryptionKey::from_jwk(&jwk, Alg::EcdhEs, &[ENC], &CRYPTO).map(|_| ());
    assert_eq!(key, Err(Error::Rejected));
}

#[test]
fn an_algorithm_that_the_backend_lacks_is_an_error_when_the_key_is_prepared() {
    let none = Crypto {
        agreements: &[],
        key_wraps: &[],
        aeads: &[],
        block_ciphers: &[],
        rsa: &[],
        key_pairs: &[],
        ..CRYPTO
    };
    assert_eq!(none.key_management_algorithms().collect::<Vec<_>>(), [Alg::Dir]);
    assert_eq!(none.content_encryption_algorithms().count(), 0);
    let secret = |enc: Enc| Secret::new(vec![1; enc.key_len()]);
    for enc in Enc::ALL.iter().copied() {
        let key = EncryptionKey::from_secret(&secret(enc), Alg::Dir, enc, &none).map(|_| ());
        assert_eq!(key, Err(Error::Unsupported(enc.into())));
        let key = DecryptionKey::from_secret(&secret(enc), Alg::Dir, &[enc], &none).map(|_| ());
        assert_eq!(key, Err(Error::Unsupported(enc.into())));
    }
    // A backend that encrypts content, and has no key management.
    let cbc = Crypto { block_ciphers: CRYPTO.block_ciphers, ..none };
    let unsupported = |alg: Alg| Err(Error::Unsupported(alg.into()));
    for alg in Alg::ALL.iter().copied().filter(|alg| !matches!(alg, Alg::Rsa1_5 | Alg::Dir)) {
        let (encryption, decryption) = match secret_len(alg, ENC) {
            Some(len) => {
                let secret = Secret::new(vec![1; len]);
                let encryption = EncryptionKey::from_secret(&secret, alg, ENC, &cbc);
                (encryption, DecryptionKey::from_secret(&secret, alg, &[ENC], &cbc))
            }
            None if is_pbes2(alg) => {
                let password = Secret::new(b"correct horse".to_vec());
                let encryption = EncryptionKey::from_password(&password, alg, ENC, &cbc);
                (encryption, DecryptionKey::from_password(&password, alg, &[ENC], &cbc))
            }
            None => {
                let text = if alg.as_str().starts_with("RSA") { RSA } else { P256 };
                let encryption = EncryptionKey::from_jwk(&public(text), alg, ENC, &cbc);
                (encryption, DecryptionKey::from_jwk(&private(text), alg, &[ENC], &cbc))
            }
        };
        assert_eq!(encryption.map(|_| ()), unsupported(alg), "{alg}");
        assert_eq!(decryption.map(|_| ()), unsupported(alg), "{alg}");
    }
    // A backend that agrees on keys, and cannot generate the ephemeral key.
    let agreeing = Crypto { key_pairs: &[], ..CRYPTO };
    let key = EncryptionKey::from_jwk(&public(P256), Alg::EcdhEs, ENC, &agreeing).map(|_| ());
    assert_eq!(key, unsupported(Alg::EcdhEs));
    // The backend under test also reports what it lacks.
    for alg in [Alg::RsaOaep, Alg::RsaOaep256, Alg::RsaOaep384, Alg::RsaOaep512] {
        let has = CRYPTO.key_management_algorithms().any(|other| other == alg);
        let key = EncryptionKey::from_jwk(&public(RSA), alg, ENC, &CRYPTO).map(|_| ());
        assert_eq!(key, if has { Ok(()) } else { unsupported(alg) });
    }
}

#[test]
fn a_decryption_key_is_selected_by_kid_and_algorithm() {
    let secret = |byte: u8| Secret::new(vec![byte; 16]);
    let dir = |byte: u8| {
        DecryptionKey::from_secret(&secret(byte), Alg::Dir, &[Enc::A128Gcm], &CRYPTO).unwrap()
    };
    let token = |kid: &str| {
        let header = format!(r#"{{"alg":"dir","enc":"A128GCM"{kid}}}"#);
        forged(&header, b"", Enc::A128Gcm)
    };
    let (named, anonymous) = (token(r#","kid":"b""#), forged(DIR, b"", Enc::A128Gcm));
    let right = direct(Enc::A128Gcm).iter().next().unwrap().clone();
    let both = DecryptionKeys::new(vec![dir(1).named("a"), right.clone().named("b")]);
    assert_eq!(both.len(), 2);
    assert_eq!(outcome(&named, &both), Ok(()));
    assert_eq!(outcome(&anonymous, &both), Err(SelectError::Ambiguous.into()));
    let nameless = DecryptionKeys::new(vec![right]);
    assert_eq!(outcome(&named, &nameless), Ok(()));
    let other = DecryptionKeys::new(vec![dir(1).named("a")]);
    assert_eq!(outcome(&named, &other), Err(SelectError::UnknownKid.into()));
    assert_eq!(outcome(&anonymous, &other), Err(symbolon_jose::jwe::Error::Decryption));
    assert!(DecryptionKeys::default().is_empty());
    let no_keys = outcome(&anonymous, &DecryptionKeys::default());
    assert_eq!(no_keys, Err(SelectError::AlgorithmNotAllowed(Alg::Dir.into()).into()));
}

#[test]
fn attack_126_debug_output_of_jwe_keys_hides_secrets() {
    let pair = pair(Alg::Dir, Enc::A128Gcm);
    let printed = format!("{:?} {:?}", pair.encryption.named("k"), pair.decryption);
    for secret in ["90", "5a", "Wlpa"] {
        assert!(!printed.contains(secret), "{printed}");
    }
    for shown in ["kid: Some(\"k\")", "Dir", "A128Gcm"] {
        assert!(printed.contains(shown), "{printed}");
    }
    assert_eq!(agreed_pairs(Alg::EcdhEs, ENC).count(), 4);
}
