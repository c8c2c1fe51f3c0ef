//! Tokens whose content encryption key is unwrapped by an external service.

use crate::CRYPTO;
use symbolon_jose::jwe::{CompactJwe, Error, JsonJwe, Jwe, Part, Recipient};
use symbolon_jose::key::SelectError;
use symbolon_jose::{
    ContentEncryptionAlgorithm as Enc, EncryptionKey, KeyManagementAlgorithm as Alg, Secret,
    base64url,
};

use crate::suite::jwe_forged::{
    DIR, PLAINTEXT, a128kw, content_secret, forged, with_bytes, with_part,
};

const KW: Alg = Alg::A128Kw;

fn secret() -> Secret {
    Secret::new(vec![0x17; 16])
}

fn key() -> EncryptionKey {
    EncryptionKey::from_secret(&secret(), KW, Enc::A128Gcm, &CRYPTO).unwrap().named("kms")
}

fn token() -> String {
    Jwe::new(PLAINTEXT.to_vec()).encrypt(&key()).unwrap()
}

/// Unwraps an encrypted key, as a service does whose key never leaves it.
fn service(encrypted_key: &[u8]) -> Option<Secret> {
    a128kw().unwrap_key(&secret(), encrypted_key).ok()
}

fn locked(token: &str, alg: Alg, encs: &[Enc]) -> Result<Vec<u8>, Error> {
    let locked = CompactJwe::parse(token)?.locked(alg, encs, &CRYPTO)?;
    let content_key = service(locked.encrypted_key());
    locked.unlock(content_key).map(|jwe| jwe.plaintext().to_vec())
}

#[test]
fn a_service_unwraps_the_content_key() {
    let token = token();
    let jwe = CompactJwe::parse(&token).unwrap();
    assert_eq!(jwe.encrypted_key().len(), 24);
    let locked = jwe.locked(KW, &[Enc::A128Gcm], &CRYPTO).unwrap();
    assert_eq!(locked.header().kid(), Some("kms"));
    let content_key = service(locked.encrypted_key());
    let decrypted = locked.unlock(content_key).unwrap();
    assert_eq!(decrypted.plaintext(), PLAINTEXT);
    assert_eq!((decrypted.algorithm(), decrypted.key()), (KW, None));
}

#[test]
fn a_service_unwraps_the_content_key_of_one_recipient() {
    let other = EncryptionKey::from_secret(&Secret::new(vec![1; 16]), KW, Enc::A128Gcm, &CRYPTO);
    let (other, key) = (other.unwrap(), key());
    let jwe = Jwe::new(PLAINTEXT.to_vec()).aad(b"beside");
    let text = jwe.encrypt_general(&[Recipient::new(&other), Recipient::new(&key)]).unwrap();
    let jwe = JsonJwe::parse(&text).unwrap();
    let ours = jwe.headers().position(|header| header.kid() == Some("kms")).unwrap();
    let missing = jwe.clone().locked(2, KW, &[Enc::A128Gcm], &CRYPTO);
    assert_eq!(missing.map(|_| ()), Err(Error::NoRecipient));
    let locked = jwe.locked(ours, KW, &[Enc::A128Gcm], &CRYPTO).unwrap();
    let content_key = service(locked.encrypted_key());
    let decrypted = locked.unlock(content_key).unwrap();
    assert_eq!(decrypted.plaintext(), PLAINTEXT);
    assert_eq!((decrypted.recipient(), decrypted.additional_data()), (1, Some(&b"beside"[..])));
}

#[test]
fn rfc7516_11_5_every_failure_of_the_service_has_the_same_error() {
    let token = token();
    let unlock = |content_key: Option<&[u8]>| {
        let locked = CompactJwe::parse(&token).unwrap().locked(KW, &[Enc::A128Gcm], &CRYPTO);
        let content_key = content_key.map(|bytes| Secret::new(bytes.to_vec()));
        locked.unwrap().unlock(content_key).map(|_| ())
    };
    for content_key in [None, Some(&[0; 16][..]), Some(&[0; 15]), Some(&[0; 32]), Some(&[])] {
        assert_eq!(unlock(content_key), Err(Error::Decryption));
    }
    let changed = with_bytes(&token, 1, |bytes| bytes[0] ^= 1);
    assert_eq!(locked(&changed, KW, &[Enc::A128Gcm]), Err(Error::Decryption));
    let changed = with_bytes(&token, 4, |bytes| bytes[0] ^= 1);
    assert_eq!(locked(&changed, KW, &[Enc::A128Gcm]), Err(Error::Decryption));
}

#[test]
fn a_token_with_another_algorithm_is_refused_before_the_service_is_asked() {
    let token = token();
    let not_allowed = |alg: Alg| Err(SelectError::AlgorithmNotAllowed(alg.into()).into());
    assert_eq!(locked(&token, Alg::A256Kw, &[Enc::A128Gcm]), not_allowed(KW));
    let refused = Err(Error::ContentEncryptionNotAllowed(Enc::A128Gcm));
    assert_eq!(locked(&token, KW, &[Enc::A256Gcm]), refused);
    assert_eq!(locked(&token, KW, &[]), refused);
    let absent = Err(Error::Missing(Part::EncryptedKey));
    assert_eq!(locked(&with_part(&token, 1, ""), KW, &[Enc::A128Gcm]), absent);
    let rsa1_5 = forged(r#"{"alg":"RSA1_5","enc":"A128GCM"}"#, &[1; 256], Enc::A128Gcm);
    assert_eq!(locked(&rsa1_5, Alg::Rsa1_5, &[Enc::A128Gcm]), not_allowed(Alg::Rsa1_5));
    let short = with_bytes(&token, 4, |tag| tag.truncate(8));
    let error = Error::Length { part: Part::Tag, expected: 16, found: 8 };
    assert_eq!(locked(&short, KW, &[Enc::A128Gcm]), Err(error));
}

/// Reads a token with these header parameters and an encrypted key of this length, up to the point
/// where the service is asked.
fn before_service(alg: Alg, parameters: &str, encrypted_key: usize) -> Result<(), Error> {
    let header = format!(r#"{{"alg":"{alg}","enc":"A128GCM"{parameters}}}"#);
    let token = forged(&header, &vec![1; encrypted_key], Enc::A128Gcm);
    CompactJwe::parse(&token)?.locked(alg, &[Enc::A128Gcm], &CRYPTO).map(drop)
}

#[test]
fn rfc7516_5_2_10_a_direct_algorithm_has_no_encrypted_key() {
    for (alg, parameters) in [(Alg::Dir, ""), (Alg::EcdhEs, EPK)] {
        assert_eq!(before_service(alg, parameters, 0), Ok(()));
        assert_eq!(before_service(alg, parameters, 1), Err(Error::EncryptedKey));
    }
    let token = forged(DIR, b"", Enc::A128Gcm);
    let jwe = CompactJwe::parse(&token).unwrap();
    let locked = jwe.locked(Alg::Dir, &[Enc::A128Gcm], &CRYPTO).unwrap();
    let jwe = locked.unlock(Some(content_secret(Enc::A128Gcm))).unwrap();
    assert_eq!(jwe.plaintext(), PLAINTEXT);
}

/// RFC 8037, appendix A.6.
const EPK: &str =
    r#","epk":{"kty":"OKP","crv":"X25519","x":"hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo"}"#;

#[test]
fn rfc7518_4_malformed_parameters_are_refused_before_the_service_is_asked() {
    assert_eq!(before_service(Alg::EcdhEsA128Kw, EPK, 24), Ok(()));
    assert_eq!(before_service(Alg::EcdhEsA128Kw, "", 24), Err(Error::MissingParameter("epk")));
    assert_eq!(before_service(Alg::EcdhEs, "", 0), Err(Error::MissingParameter("epk")));
    let private = EPK.replace("\"kty\"", "\"d\":\"AA\",\"kty\"");
    let refused = before_service(Alg::EcdhEsA128Kw, &private, 24);
    assert!(matches!(refused, Err(Error::EphemeralKey(_))), "{refused:?}");
    let length = |found| Err(Error::Length { part: Part::EncryptedKey, expected: 24, found });
    assert_eq!(before_service(Alg::EcdhEsA128Kw, EPK, 25), length(25));
    assert_eq!(before_service(Alg::A128Kw, "", 23), length(23));

    let gcm = |iv: usize, tag: usize| {
        let [iv, tag] = [iv, tag].map(|len| base64url::encode(&vec![0; len]));
        before_service(Alg::A128GcmKw, &format!(r#","iv":"{iv}","tag":"{tag}""#), 16)
    };
    assert_eq!(gcm(12, 16), Ok(()));
    let length = |name, least, most, found| Error::ParameterLength { name, least, most, found };
    assert_eq!(gcm(1, 16), Err(length("iv", 12, 12, 1)));
    assert_eq!(gcm(12, 4), Err(length("tag", 16, 16, 4)));

    let pbes2 = |salt: usize, count: u64| {
        let salt = base64url::encode(&vec![0; salt]);
        let parameters = format!(r#","p2s":"{salt}","p2c":{count}"#);
        before_service(Alg::Pbes2Hs256A128Kw, &parameters, 24)
    };
    assert_eq!(pbes2(8, 1000), Ok(()));
    assert_eq!(pbes2(7, 1000), Err(length("p2s", 8, 1024, 7)));
    let iterations = Error::Iterations { least: 1000, most: 1_000_000, found: 1 << 62 };
    assert_eq!(pbes2(8, 1 << 62), Err(iterations));
    assert_eq!(before_service(Alg::RsaOaep, "", 256), Ok(()));
    assert_eq!(before_service(Alg::RsaOaep, "", 0), Err(Error::Missing(Part::EncryptedKey)));
}
