//! A content encryption key that is unwrapped elsewhere.

use crate::CRYPTO;
use symbolon_jose::jwe::{CompactJwe, Error, JsonJwe, Jwe, Part, Recipient};
use symbolon_jose::key::SelectError;
use symbolon_jose::{
    ContentEncryptionAlgorithm as Enc, EncryptionKey, KeyManagementAlgorithm as Alg, Secret,
};

use crate::suite::jwe_forged::{DIR, PLAINTEXT, a128kw, forged, with_bytes, with_part};

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

/// What a service does with a key that never leaves it.
fn service(encrypted_key: &[u8]) -> Option<Secret> {
    a128kw().unwrap_key(&secret(), encrypted_key).ok()
}

fn locked(token: &str, alg: Alg, encs: &[Enc]) -> Result<Vec<u8>, Error> {
    let locked = CompactJwe::parse(token)?.locked(alg, encs, &CRYPTO)?;
    let content_key = service(locked.encrypted_key());
    locked.unlock(content_key).map(|jwe| jwe.plaintext().to_vec())
}

#[test]
fn the_encrypted_key_goes_out_and_the_content_key_comes_in() {
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
fn in_a_json_form_for_one_of_the_recipients() {
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
fn rfc7516_11_5_whatever_the_service_says_the_error_is_one() {
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
fn only_what_the_service_does_and_what_is_allowed() {
    let token = token();
    let not_allowed = Err(SelectError::AlgorithmNotAllowed.into());
    assert_eq!(locked(&token, Alg::A256Kw, &[Enc::A128Gcm]), not_allowed);
    let refused = Err(Error::ContentEncryptionNotAllowed(Enc::A128Gcm));
    assert_eq!(locked(&token, KW, &[Enc::A256Gcm]), refused);
    assert_eq!(locked(&token, KW, &[]), refused);
    let absent = Err(Error::Missing(Part::EncryptedKey));
    assert_eq!(locked(&with_part(&token, 1, ""), KW, &[Enc::A128Gcm]), absent);
    let direct = forged(DIR, b"", Enc::A128Gcm);
    assert_eq!(locked(&direct, Alg::Dir, &[Enc::A128Gcm]), absent);
    let rsa1_5 = forged(r#"{"alg":"RSA1_5","enc":"A128GCM"}"#, &[1; 256], Enc::A128Gcm);
    assert_eq!(locked(&rsa1_5, Alg::Rsa1_5, &[Enc::A128Gcm]), not_allowed);
    let short = with_bytes(&token, 4, |tag| tag.truncate(8));
    assert_eq!(locked(&short, KW, &[Enc::A128Gcm]), Err(Error::Length(Part::Tag)));
}
