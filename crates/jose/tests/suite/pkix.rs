//! Keys in DER and PEM: files that OpenSSL wrote are read, and the same bytes are written.

use crate::CRYPTO;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use symbolon_jose::jwk::{KeyKind, PrivateJwk, PublicJwk};
use symbolon_jose::pkix::{Certificate, Content, Error};
use symbolon_jose::{Crypto, SignatureAlgorithm as Alg, SigningKey};

use crate::suite::common::{
    ALL_PAIRS, ED448, ED25519, HS, ML_DSA_44, P256, P384, P521, RSA, SECP256K1, X448, X25519,
    private, public,
};

macro_rules! key_file {
    ($name:literal) => {
        include_str!(concat!("data/pkix/", $name, ".pem"))
    };
}
pub(crate) use key_file;

/// Decodes the base64 of a PEM block.
pub(crate) fn der(pem: &str) -> Vec<u8> {
    let text: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    STANDARD.decode(text).unwrap()
}

/// Returns a key without the `kid`, `use` and `alg` of its JWK.
pub(crate) fn bare(json: &str) -> PrivateJwk {
    PrivateJwk::from_key(private(json).key().clone(), None)
}

pub(crate) fn bare_public(json: &str) -> PublicJwk {
    PublicJwk::from_key(public(json).key().clone(), None)
}

/// Keys, each with the PKCS #8 and the SPKI file that OpenSSL made from it.
const FILES: &[(&str, &str, &str)] = &[
    (RSA, key_file!("rsa.pkcs8"), key_file!("rsa.spki")),
    (P256, key_file!("p256.pkcs8"), key_file!("p256.spki")),
    (P384, key_file!("p384.pkcs8"), key_file!("p384.spki")),
    (P521, key_file!("p521.pkcs8"), key_file!("p521.spki")),
    (SECP256K1, key_file!("secp256k1.pkcs8"), key_file!("secp256k1.spki")),
    (ED25519, key_file!("ed25519.pkcs8"), key_file!("ed25519.spki")),
    (ED448, key_file!("ed448.pkcs8"), key_file!("ed448.spki")),
    (X25519, key_file!("x25519.pkcs8"), key_file!("x25519.spki")),
    (X448, key_file!("x448.pkcs8"), key_file!("x448.spki")),
];

/// EC keys, each with the SEC 1 file that OpenSSL made from it.
const SEC1: &[(&str, &str)] = &[
    (P256, key_file!("p256.sec1")),
    (P384, key_file!("p384.sec1")),
    (P521, key_file!("p521.sec1")),
    (SECP256K1, key_file!("secp256k1.sec1")),
];

/// Returns `true` for the curves on which no backend can derive a public key.
fn is_448(kind: KeyKind) -> bool {
    matches!(kind, KeyKind::Ed448 | KeyKind::X448)
}

#[test]
fn files_written_by_openssl_are_read() {
    for (jwk, pkcs8, spki) in FILES {
        let kind = private(jwk).key().kind();
        let expected = if is_448(kind) { Err(Error::NoPublicHalf(kind)) } else { Ok(bare(jwk)) };
        assert_eq!(PrivateJwk::from_pem(pkcs8, &CRYPTO), expected, "{kind}");
        assert_eq!(PrivateJwk::from_pkcs8_der(&der(pkcs8), &CRYPTO), expected, "{kind}");
        assert_eq!(PublicJwk::from_pem(spki), Ok(bare_public(jwk)), "{kind}");
        assert_eq!(PublicJwk::from_spki_der(&der(spki)), Ok(bare_public(jwk)), "{kind}");
    }
    for (jwk, sec1) in SEC1 {
        assert_eq!(PrivateJwk::from_pem(sec1, &CRYPTO), Ok(bare(jwk)));
        assert_eq!(PrivateJwk::from_sec1_der(&der(sec1), &CRYPTO), Ok(bare(jwk)));
    }
    let pkcs1 = key_file!("rsa.pkcs1");
    assert_eq!(PrivateJwk::from_pem(pkcs1, &CRYPTO), Ok(bare(RSA)));
    assert_eq!(PrivateJwk::from_pkcs1_der(&der(pkcs1)), Ok(bare(RSA)));
    let public_pkcs1 = key_file!("rsa.public.pkcs1");
    assert_eq!(PublicJwk::from_pem(public_pkcs1), Ok(bare_public(RSA)));
    assert_eq!(PublicJwk::from_pkcs1_der(&der(public_pkcs1)), Ok(bare_public(RSA)));
}

#[test]
fn keys_are_written_byte_for_byte_as_openssl_writes_them() {
    for (jwk, pkcs8, spki) in FILES {
        let kind = private(jwk).key().kind();
        if !is_448(kind) {
            assert_eq!(private(jwk).to_pkcs8_pem().unwrap().expose(), *pkcs8, "{kind}");
            assert_eq!(private(jwk).to_pkcs8_der().unwrap().expose(), der(pkcs8), "{kind}");
        }
        assert_eq!(public(jwk).to_spki_pem().unwrap(), *spki, "{kind}");
        assert_eq!(public(jwk).to_spki_der().unwrap(), der(spki), "{kind}");
    }
    for (jwk, sec1) in SEC1 {
        assert_eq!(private(jwk).to_sec1_pem().unwrap().expose(), *sec1);
        assert_eq!(private(jwk).to_sec1_der().unwrap().expose(), der(sec1));
    }
    let pkcs1 = key_file!("rsa.pkcs1");
    assert_eq!(private(RSA).to_pkcs1_pem().unwrap().expose(), pkcs1);
    assert_eq!(private(RSA).to_pkcs1_der().unwrap().expose(), der(pkcs1));
    let public_pkcs1 = key_file!("rsa.public.pkcs1");
    assert_eq!(public(RSA).to_pkcs1_pem().unwrap(), public_pkcs1);
    assert_eq!(public(RSA).to_pkcs1_der().unwrap(), der(public_pkcs1));
}

#[test]
fn written_keys_are_read_back_unchanged() {
    for jwk in ALL_PAIRS {
        let pem = private(jwk).to_pkcs8_pem().unwrap();
        assert_eq!(PrivateJwk::from_pem(pem.expose(), &CRYPTO), Ok(bare(jwk)));
        let pem = public(jwk).to_spki_pem().unwrap();
        assert_eq!(PublicJwk::from_pem(&pem), Ok(bare_public(jwk)));
    }
}

#[test]
fn keys_read_from_pem_can_sign() {
    let key = PrivateJwk::from_pem(key_file!("rsa.pkcs8"), &CRYPTO).unwrap();
    assert!(SigningKey::from_jwk(&key, Alg::Rs256, &CRYPTO).is_ok());
    let key = PrivateJwk::from_pem(key_file!("p256.no_public.sec1"), &CRYPTO).unwrap();
    assert!(SigningKey::from_jwk(&key, Alg::Es256, &CRYPTO).is_ok());
}

#[test]
fn rfc5915_3_an_absent_public_key_is_derived() {
    for pem in [key_file!("p256.no_public.sec1"), key_file!("p256.no_public.pkcs8")] {
        assert_eq!(PrivateJwk::from_pem(pem, &CRYPTO), Ok(bare(P256)));
        let nothing = Crypto { key_pairs: &[], ..CRYPTO };
        let refused = PrivateJwk::from_pem(pem, &nothing);
        assert_eq!(refused, Err(Error::NoPublicHalf(KeyKind::P256)));
    }
    // A public key in the file is kept. Whether it belongs to the private key is checked when the
    // key is prepared, as for a JWK.
    let nothing = Crypto { key_pairs: &[], ..CRYPTO };
    assert_eq!(PrivateJwk::from_pem(key_file!("p256.sec1"), &nothing), Ok(bare(P256)));
}

#[test]
fn keys_of_another_kind_cannot_be_written_in_a_format() {
    for (jwk, kind) in [(P256, KeyKind::P256), (ED25519, KeyKind::Ed25519), (HS, KeyKind::Oct)] {
        let refused = Err(Error::NoSuchForm { form: Content::RsaPrivateKey, found: kind });
        assert_eq!(private(jwk).to_pkcs1_der(), refused);
    }
    for (jwk, kind) in [(RSA, KeyKind::Rsa), (X25519, KeyKind::X25519), (HS, KeyKind::Oct)] {
        let refused = Error::NoSuchForm { form: Content::EcPrivateKey, found: kind };
        assert_eq!(private(jwk).to_sec1_der(), Err(refused));
        assert_eq!(private(jwk).to_sec1_pem(), Err(refused));
    }
    let refused = Error::NoSuchForm { form: Content::PrivateKey, found: KeyKind::Oct };
    assert_eq!(private(HS).to_pkcs8_der(), Err(refused));
    assert_eq!(refused.to_string(), "oct keys cannot be written as a private key (PKCS #8)");
    let refused = Err(Error::NoSuchForm { form: Content::RsaPublicKey, found: KeyKind::P256 });
    assert_eq!(public(P256).to_pkcs1_der(), refused);
}

#[test]
fn rfc9881_c2_public_keys_are_read_and_written() {
    for (pem, kind) in [
        (key_file!("mldsa44_rfc9881_c2.spki"), KeyKind::MlDsa44),
        (key_file!("mldsa65_rfc9881_c2.spki"), KeyKind::MlDsa65),
        (key_file!("mldsa87_rfc9881_c2.spki"), KeyKind::MlDsa87),
    ] {
        let jwk = PublicJwk::from_pem(pem).unwrap();
        assert_eq!((jwk.key().kind(), jwk.alg()), (kind, Some(kind.as_str())));
        assert_eq!(jwk.to_spki_pem().unwrap(), pem);
        assert_eq!(PublicJwk::from_object(jwk.to_object()), Ok(jwk));
    }
}

#[test]
fn rfc9881_c1_private_keys_are_read_and_written() {
    for (pem, spki, kind) in [
        (
            key_file!("mldsa44_rfc9881_c1.seed"),
            key_file!("mldsa44_rfc9881_c2.spki"),
            KeyKind::MlDsa44,
        ),
        (
            key_file!("mldsa65_rfc9881_c1.seed"),
            key_file!("mldsa65_rfc9881_c2.spki"),
            KeyKind::MlDsa65,
        ),
        (
            key_file!("mldsa87_rfc9881_c1.seed"),
            key_file!("mldsa87_rfc9881_c2.spki"),
            KeyKind::MlDsa87,
        ),
        (
            key_file!("mldsa44_rfc9881_c1.both"),
            key_file!("mldsa44_rfc9881_c2.spki"),
            KeyKind::MlDsa44,
        ),
    ] {
        match PrivateJwk::from_pem(pem, &CRYPTO) {
            Ok(jwk) => {
                assert_eq!(jwk.public(), Some(PublicJwk::from_pem(spki).unwrap()));
                let pem = jwk.to_pkcs8_pem().unwrap();
                assert_eq!(PrivateJwk::from_pem(pem.expose(), &CRYPTO), Ok(jwk));
            }
            Err(error) => {
                assert!(CRYPTO.key_pairs.iter().all(|pairs| pairs.kind() != kind));
                assert_eq!(error, Error::NoPublicHalf(kind));
            }
        }
    }
}

#[test]
fn rfc9964_4_an_ml_dsa_key_without_its_seed_is_refused() {
    let refused = PrivateJwk::from_pem(key_file!("mldsa44_rfc9881_c1.expanded"), &CRYPTO);
    assert_eq!(refused, Err(Error::NoSeed));
}

#[test]
fn rfc9881_8_2_a_seed_beside_the_expanded_form_of_another_key_is_refused() {
    let refused = PrivateJwk::from_pem(key_file!("mldsa44_rfc9881_c4.inconsistent"), &CRYPTO);
    let completed = CRYPTO.key_pairs.iter().any(|pairs| pairs.kind() == KeyKind::MlDsa44);
    let error = if completed { Error::Mismatch } else { Error::NoPublicHalf(KeyKind::MlDsa44) };
    assert_eq!(refused, Err(error));
}

#[test]
fn rfc5280_4_the_public_key_of_a_certificate_is_read() {
    for (jwk, pem) in [
        (RSA, key_file!("rsa.certificate")),
        (P256, key_file!("p256.certificate")),
        (P521, key_file!("p521.certificate")),
        (ED25519, key_file!("ed25519.certificate")),
    ] {
        let certificate = Certificate::from_pem(pem).unwrap();
        assert_eq!(certificate.public_key(), Ok(bare_public(jwk)));
        assert_eq!(certificate.der(), der(pem));
        assert_eq!(Certificate::from_der(&der(pem)), Ok(certificate));
        assert_eq!(PublicJwk::from_pem(pem), Ok(bare_public(jwk)));
    }
    let certificate = Certificate::from_pem(key_file!("mldsa44_rfc9881_c3.certificate")).unwrap();
    let spki = key_file!("mldsa44_rfc9881_c2.spki");
    assert_eq!(certificate.public_key(), PublicJwk::from_pem(spki));
}

#[test]
fn rfc7468_3_other_line_lengths_and_line_endings_are_read() {
    let pem = key_file!("rsa.pkcs8");
    let text: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let wrapped = |width: usize| {
        let lines: Vec<_> =
            text.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).unwrap()).collect();
        format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----", lines.join("\n"))
    };
    for text in [
        wrapped(76),
        wrapped(text.len()),
        pem.replace('\n', "\r\n"),
        pem.trim_end().to_owned(),
        format!("{pem}\n \r\n"),
        format!("Bag Attributes: none\n{pem}"),
    ] {
        assert_eq!(PrivateJwk::from_pem(&text, &CRYPTO), Ok(bare(RSA)), "{text}");
    }
}

#[test]
fn rfc9881_6_the_public_key_is_written_where_not_every_backend_derives_it() {
    // OneAsymmetricKey begins with INTEGER 1 in version 2, which has a public key, and with
    // INTEGER 0 in version 1.
    let pkcs8 = |jwk: &str| private(jwk).to_pkcs8_der().unwrap().expose().to_vec();
    let has = |der: &[u8], version: u8| der.windows(3).take(8).any(|it| it == [2, 1, version]);
    for jwk in [ED448, X448, ML_DSA_44] {
        assert!(has(&pkcs8(jwk), 1));
    }
    for jwk in [RSA, P256, ED25519, X25519] {
        assert!(has(&pkcs8(jwk), 0) && !has(&pkcs8(jwk), 1));
    }
}
