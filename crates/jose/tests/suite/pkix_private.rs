//! Private keys in DER: malformed private keys, and public keys that do not belong to them.

use crate::CRYPTO;
use symbolon_jose::jwk::{KeyKind, PrivateJwk};
use symbolon_jose::pkix::{Content, Error};

use crate::suite::common::{OTHER_P256, OTHER_RSA, P256, hex, private, public, wrong_length};
use crate::suite::pkix::{der, key_file};
use crate::suite::pkix_refused::{element, public_point, replaced};

#[test]
fn attack_037_a_file_with_the_public_key_of_another_key() {
    // The point of another key in SEC 1, by itself and in PKCS #8.
    let point = |jwk: &str| public_point(jwk)[3..].to_vec();
    let (right, wrong) = (point(P256), point(OTHER_P256));
    let sec1 = replaced(&der(key_file!("p256.sec1")), &right, &wrong);
    assert_eq!(PrivateJwk::from_sec1_der(&sec1, &CRYPTO), Err(Error::Mismatch));
    let pkcs8 = replaced(&der(key_file!("p256.pkcs8")), &right, &wrong);
    assert_eq!(PrivateJwk::from_pkcs8_der(&pkcs8, &CRYPTO), Err(Error::Mismatch));
    // PKCS #8 names another curve than the SEC 1 key in it.
    let within = private(P256).to_sec1_der().unwrap();
    let secp256k1 = hex("301006072a8648ce3d020106052b8104000a");
    let two_curves = element(0x30, &[&[2, 1, 0], &secp256k1, &element(4, &[within.expose()])]);
    assert_eq!(PrivateJwk::from_pkcs8_der(&two_curves, &CRYPTO), Err(Error::Mismatch));
    let within = der(key_file!("p256.no_public.sec1"));
    let two_curves = element(0x30, &[&[2, 1, 0], &secp256k1, &element(4, &[&within])]);
    assert_eq!(PrivateJwk::from_pkcs8_der(&two_curves, &CRYPTO), Err(Error::Mismatch));
}

/// Adds a public key to PKCS #8 of version 1, which makes it version 2.
fn version_2(pkcs8: &[u8], bits: &[u8]) -> Vec<u8> {
    // The outer sequence gets a new header, because its length changes.
    let header = match pkcs8[1] {
        0x82 => 4,
        0x81 => 3,
        _ => 2,
    };
    let version = &pkcs8[header..header + 3];
    assert_eq!(version, [2, 1, 0]);
    element(0x30, &[&[2, 1, 1], &pkcs8[header + 3..], &element(0x81, &[&[0], bits])])
}

#[test]
fn rfc5958_2_the_public_key_must_belong_to_the_private_key() {
    let read = |pkcs8: &[u8]| PrivateJwk::from_pkcs8_der(pkcs8, &CRYPTO).map(|_| ());
    let ed25519 = der(key_file!("ed25519.pkcs8"));
    let right = &der(key_file!("ed25519.spki"))[12..];
    assert_eq!(read(&version_2(&ed25519, right)), Ok(()));
    assert_eq!(read(&version_2(&ed25519, &[7; 32])), Err(Error::Mismatch));
    let short = Err(Error::Jwk(wrong_length("x", 31, 32)));
    assert_eq!(read(&version_2(&ed25519, &[7; 31])), short);
    let p256 = der(key_file!("p256.pkcs8"));
    assert_eq!(read(&version_2(&p256, &public_point(P256)[3..])), Ok(()));
    assert_eq!(read(&version_2(&p256, &public_point(OTHER_P256)[3..])), Err(Error::Mismatch));
    let rsa = der(key_file!("rsa.pkcs8"));
    assert_eq!(read(&version_2(&rsa, &der(key_file!("rsa.public.pkcs1")))), Ok(()));
    let other = public(OTHER_RSA).to_pkcs1_der().unwrap();
    assert_eq!(read(&version_2(&rsa, &other)), Err(Error::Mismatch));
    // Version 1 with a public key, version 2 without a public key, and an unknown version.
    let without = replaced(&version_2(&ed25519, right), &[2, 1, 1], &[2, 1, 0]);
    assert_eq!(read(&without), Err(Error::Der(Content::PrivateKey)));
    let unversioned = replaced(&ed25519, &[2, 1, 0], &[2, 1, 1]);
    assert_eq!(read(&unversioned), Err(Error::Der(Content::PrivateKey)));
    let third = replaced(&ed25519, &[2, 1, 0], &[2, 1, 2]);
    assert_eq!(read(&third), Err(Error::Der(Content::PrivateKey)));
}

#[test]
fn private_scalars_of_wrong_length_or_out_of_range_are_refused() {
    let sec1 = |d: &[u8]| {
        let p256 = hex("a00a06082a8648ce3d030107");
        let der = element(0x30, &[&[2, 1, 1], &element(4, &[d]), &p256]);
        PrivateJwk::from_sec1_der(&der, &CRYPTO).map(|_| ())
    };
    assert_eq!(sec1(&[1; 32]), Ok(()));
    for d in [&[0; 32][..], &[0xff; 32], &[1; 31], &[1; 33], &[]] {
        assert_eq!(sec1(d), Err(Error::Rejected), "{d:?}");
    }
    // RFC 5915 §3: the version of SEC 1 is 1.
    let p256 = hex("a00a06082a8648ce3d030107");
    let der = element(0x30, &[&[2, 1, 0], &element(4, &[&[1; 32]]), &p256]);
    let refused = Err(Error::Der(Content::EcPrivateKey));
    assert_eq!(PrivateJwk::from_sec1_der(&der, &CRYPTO), refused);
    // RFC 8410 §7: CurvePrivateKey is an octet string within the octet string.
    let okp = |private: &[u8]| {
        let algorithm = hex("300506032b6570");
        let der = element(0x30, &[&[2, 1, 0], &algorithm, &element(4, &[private])]);
        PrivateJwk::from_pkcs8_der(&der, &CRYPTO).map(|_| ())
    };
    assert_eq!(okp(&element(4, &[&[7; 32]])), Ok(()));
    assert_eq!(okp(&[7; 32]), Err(Error::Der(Content::PrivateKey)));
    assert_eq!(okp(&[7; 34]), Err(Error::Der(Content::PrivateKey)));
    let longer = [element(4, &[&[7; 32]]), vec![0]].concat();
    assert_eq!(okp(&longer), Err(Error::Der(Content::PrivateKey)));
    assert_eq!(okp(&element(4, &[&[7; 31]])), Err(Error::Rejected));
}

#[test]
fn rfc9881_6_the_forms_of_an_ml_dsa_private_key() {
    let read = |private: &[u8]| {
        let algorithm = hex("300b0609608648016503040311");
        let public = element(0x81, &[&[0], &[7; 1312]]);
        let private = element(4, &[private]);
        let der = element(0x30, &[&[2, 1, 1], &algorithm, &private, &public]);
        PrivateJwk::from_pkcs8_der(&der, &CRYPTO).map(|jwk| jwk.key().kind())
    };
    let made = CRYPTO.key_pairs.iter().any(|pairs| pairs.kind() == KeyKind::MlDsa44);
    // The public key beside the seed belongs to another seed. Only a backend that derives public
    // keys notices while reading.
    let seed = if made { Err(Error::Mismatch) } else { Ok(KeyKind::MlDsa44) };
    assert_eq!(read(&element(0x80, &[&[7; 32]])), seed);
    let both = |seed_len: usize, expanded_len: usize, first: u8| {
        let seed = element(4, &[&vec![7; seed_len]]);
        let expanded = element(4, &[&vec![first; expanded_len]]);
        read(&element(0x30, &[&seed, &expanded]))
    };
    assert_eq!(both(32, 2560, 7), seed);
    // The first 32 bytes of the expanded form must be those of the public key.
    assert_eq!(both(32, 2560, 8), Err(Error::Mismatch));
    let no_key = Err(Error::Der(Content::PrivateKey));
    assert_eq!(both(32, 2559, 7), no_key);
    assert_eq!(both(32, 4032, 7), no_key);
    assert_eq!(read(&element(4, &[&[7; 2560]])), Err(Error::NoSeed));
    for other in [
        vec![7; 32],
        vec![],
        element(0x81, &[&[7; 32]]),
        element(0xa0, &[&element(4, &[&[7; 32]])]),
        element(3, &[&[7; 32]]),
        element(0x30, &[&element(4, &[&[7; 32]])]),
        [element(0x80, &[&[7; 32]]), vec![0]].concat(),
        [element(0x30, &[&element(4, &[&[7; 32]]), &element(4, &[&[7; 2560]])]), vec![0]].concat(),
    ] {
        assert_eq!(read(&other), no_key, "{other:?}");
    }
    let short = read(&element(0x80, &[&[7; 31]])).unwrap_err();
    let expected = if made { Error::Rejected } else { Error::Jwk(wrong_length("priv", 31, 32)) };
    assert_eq!(short, expected);
}
