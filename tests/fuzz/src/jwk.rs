//! Keys and sets of keys.

use symbolon_jose::jwe::{CompactJwe, Jwe};
use symbolon_jose::jwk::{KeyQuirks, PrivateJwk, PublicJwk, PublicJwkSet};
use symbolon_jose::jws::CompactJws;
use symbolon_jose::{
    ContentEncryptionAlgorithm, DecryptionKey, EncryptionKey, KeyManagementAlgorithm, Limits,
    SignatureAlgorithm, SigningKey, VerificationKey, base64url,
};

use crate::checksum::CHECKSUM;
use crate::{Accepted, first_line};

/// Reads a public or private key. A key that is read is printed and read again as the same key. If
/// both halves can be prepared, one verifies what the other signs.
pub(crate) fn jwk(data: &[u8]) -> Option<Accepted> {
    let public = PublicJwk::parse(data);
    if let Ok(public) = &public {
        let printed = public.to_object().to_json();
        assert_eq!(PublicJwk::parse(printed.as_bytes()).as_ref(), Ok(public));
        assert!(!public.to_object().contains("priv"), "a private member in a public key");
        assert_eq!(public.thumbprint(&CHECKSUM).len(), 43);
        prepare_public(public);
    }
    let Ok(private) = PrivateJwk::parse(data) else { return public.ok().map(|_| Accepted) };
    assert!(public.is_err(), "a private key was read as a public one");
    let printed = private.expose().to_json();
    assert!(PrivateJwk::parse(printed.as_bytes()) == Ok(private.clone()));
    // `Debug` prints the `kid`, and no secret.
    let shown = format!("PrivateJwk {{ kid: {:?}, .. }}", private.kid().map(str::to_owned));
    assert_eq!(format!("{private:?}"), shown);
    if let Some(half) = private.public() {
        let printed = half.to_object().to_json();
        assert_eq!(PublicJwk::parse(printed.as_bytes()), Ok(half.clone()));
        assert_eq!(half.thumbprint(&CHECKSUM), private.thumbprint(&CHECKSUM));
    }
    sign_and_verify(&private);
    encrypt_and_decrypt(&private);
    Some(Accepted)
}

fn prepare_public(jwk: &PublicJwk) {
    for algorithm in SignatureAlgorithm::ALL {
        if let Ok(key) = VerificationKey::from_jwk(jwk, *algorithm, &CHECKSUM) {
            // RFC 8725 §2.1: a public key is never used as a shared secret.
            assert!(!algorithm.is_mac());
            assert!(key.verify(b"message", b"").is_err());
        }
    }
}

fn sign_and_verify(jwk: &PrivateJwk) {
    for algorithm in SignatureAlgorithm::ALL {
        let Ok(signing) = SigningKey::from_jwk(jwk, *algorithm, &CHECKSUM) else { continue };
        assert_eq!((signing.kid(), signing.algorithm()), (jwk.kid(), *algorithm));
        let signature = signing.sign(b"message").expect("checksums do not fail");
        let Some(public) = jwk.public() else { continue };
        // `key_ops` may allow signing and not verification.
        if let Ok(verifying) = VerificationKey::from_jwk(&public, *algorithm, &CHECKSUM) {
            assert_eq!(verifying.verify(b"message", &signature), Ok(()));
            assert!(verifying.verify(b"massage", &signature).is_err());
        }
    }
}

fn encrypt_and_decrypt(jwk: &PrivateJwk) {
    const ENC: ContentEncryptionAlgorithm = ContentEncryptionAlgorithm::A128CbcHs256;
    for algorithm in KeyManagementAlgorithm::ALL {
        let decrypting = DecryptionKey::from_jwk(jwk, *algorithm, &[ENC], &CHECKSUM);
        let encrypting = match jwk.public() {
            Some(public) => EncryptionKey::from_jwk(&public, *algorithm, ENC, &CHECKSUM),
            None => EncryptionKey::from_secret_jwk(jwk, *algorithm, ENC, &CHECKSUM),
        };
        let (Ok(decrypting), Ok(encrypting)) = (decrypting, encrypting) else { continue };
        assert_eq!((decrypting.kid(), decrypting.algorithm()), (jwk.kid(), *algorithm));
        let Ok(token) = Jwe::new(b"plaintext".to_vec()).encrypt(&encrypting) else {
            // Encryption fails if the `kid` is longer than a header may be, or if no secret is agreed on.
            continue;
        };
        let jwe = CompactJwe::parse(&token).expect("what is written can be read");
        let decrypted = jwe.decrypt(&decrypting.into()).expect("what is encrypted decrypts");
        assert_eq!(decrypted.plaintext(), b"plaintext");
    }
}

/// Takes the header of a token and a key set. A bad key does not spoil the set, the keys that are
/// kept are printed and read again as the same, and the keys prepared for one token are among the
/// keys prepared for all.
pub(crate) fn jwk_set(data: &[u8]) -> Option<Accepted> {
    let (header, json) = first_line(data);
    let set = PublicJwkSet::parse(json).ok()?;
    let printed = set.to_object().to_json();
    let again = PublicJwkSet::parse(printed.as_bytes()).expect("a printed set parses");
    assert!(again.dropped().is_empty());
    assert_eq!(again.keys(), set.keys());

    // A key that is read with quirks is written in the form that needs none.
    let quirks = KeyQuirks::default().leading_zeros().short_coordinates();
    let lenient = PublicJwkSet::parse_with_quirks(json, &Limits::DEFAULT, &quirks).expect("a set");
    assert!(lenient.keys().len() >= set.keys().len());
    let printed = lenient.to_object().to_json();
    let again = PublicJwkSet::parse(printed.as_bytes()).expect("a printed set parses");
    assert_eq!(again.keys(), lenient.keys());

    let keys = set.verification_keys(SignatureAlgorithm::ALL, &CHECKSUM);
    assert!(keys.iter().all(|key| !key.algorithm().is_mac()));
    assert!(keys.dropped().len() <= set.keys().len());

    let token = format!("{}.e30.AA", base64url::encode(header));
    let jws = CompactJws::parse(&token).ok()?;
    let allowed = SignatureAlgorithm::ALL;
    let few = set.verification_keys_for(jws.header().kid(), jws.header().alg(), allowed, &CHECKSUM);
    for key in few.iter() {
        assert_eq!(key.algorithm().as_str(), jws.header().alg());
        let same = |other: &&VerificationKey| {
            (other.kid(), other.algorithm()) == (key.kid(), key.algorithm())
        };
        assert!(keys.iter().find(same).is_some());
    }
    (!few.is_empty()).then_some(Accepted)
}
