//! DER and PEM that is refused: other content, unsupported keys, and malformed keys.

use crate::CRYPTO;
use symbolon_jose::jwk::{self, PrivateJwk, PublicJwk};
use symbolon_jose::pkix::{Certificate, Content, Error, UnsupportedAlgorithm};

use crate::suite::common::{P256, RSA, hex, public, wrong_modulus};
use crate::suite::pkix::{der, key_file};

pub(crate) fn private_pem(text: &str) -> Error {
    PrivateJwk::from_pem(text, &CRYPTO).unwrap_err()
}

pub(crate) fn public_pem(text: &str) -> Error {
    PublicJwk::from_pem(text).unwrap_err()
}

/// Encodes bytes as PEM with any label.
fn pem(label: &str, der: &[u8]) -> String {
    use base64::Engine as _;
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    format!("-----BEGIN {label}-----\n{text}\n-----END {label}-----\n")
}

/// Encodes a DER element of less than 64 KiB.
pub(crate) fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let [high, low] = u16::try_from(content.len()).unwrap().to_be_bytes();
    let length = match (high, low) {
        (0, low) if low < 0x80 => vec![low],
        (0, low) => vec![0x81, low],
        _ => vec![0x82, high, low],
    };
    [&[tag], length.as_slice(), &content].concat()
}

pub(crate) fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = bytes.windows(from.len()).position(|it| it == from).unwrap();
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

#[test]
fn the_error_names_the_content_of_another_pem_label() {
    use Content as It;
    let expected = Content::PrivateKey;
    for (text, found) in [
        (key_file!("p256.encrypted.pkcs8"), It::EncryptedPrivateKey),
        (key_file!("p256.encrypted.sec1"), It::EncryptedPrivateKey),
        (key_file!("p256.certificate"), It::Certificate),
        (key_file!("p256.csr"), It::CertificateRequest),
        (key_file!("p256.spki"), It::PublicKey),
        (key_file!("rsa.public.pkcs1"), It::RsaPublicKey),
        (key_file!("dsa.traditional"), It::DsaPrivateKey),
    ] {
        assert_eq!(private_pem(text), Error::Unexpected { found, expected }, "{text}");
    }
    let expected = Content::PublicKey;
    for (text, found) in [
        (key_file!("p256.pkcs8"), It::PrivateKey),
        (key_file!("p256.sec1"), It::EcPrivateKey),
        (key_file!("rsa.pkcs1"), It::RsaPrivateKey),
        (key_file!("p256.csr"), It::CertificateRequest),
    ] {
        assert_eq!(public_pem(text), Error::Unexpected { found, expected }, "{text}");
    }
    let other = |label: &str| private_pem(&pem(label, &der(key_file!("p256.pkcs8"))));
    for (label, found) in [
        ("OPENSSH PRIVATE KEY", It::OpenSshPrivateKey),
        ("EC PARAMETERS", It::EcParameters),
        ("NEW CERTIFICATE REQUEST", It::CertificateRequest),
        ("PGP MESSAGE", It::Unknown),
        ("ANY PRIVATE KEY", It::Unknown),
    ] {
        assert_eq!(other(label), Error::Unexpected { found, expected: It::PrivateKey }, "{label}");
    }
    let refused = Certificate::from_pem(key_file!("p256.spki"));
    let error = Error::Unexpected { found: It::PublicKey, expected: It::Certificate };
    assert_eq!(refused, Err(error));
    assert_eq!(error.to_string(), "found a public key (SPKI), expected a certificate (X.509)");
    let encrypted = private_pem(key_file!("p256.encrypted.pkcs8")).to_string();
    assert!(encrypted.ends_with("; decrypt the key first, with `openssl pkey`"), "{encrypted}");
}

#[test]
fn the_error_names_the_structure_that_was_found_instead() {
    use Content as It;
    let pkcs8 = |text: &str| PrivateJwk::from_pkcs8_der(&der(text), &CRYPTO).unwrap_err();
    for (text, found) in [
        (key_file!("p256.certificate"), It::Certificate),
        (key_file!("p256.spki"), It::PublicKey),
        (key_file!("p256.encrypted.pkcs8"), It::EncryptedPrivateKey),
        (key_file!("p256.sec1"), It::EcPrivateKey),
        (key_file!("rsa.pkcs1"), It::RsaPrivateKey),
        (key_file!("rsa.public.pkcs1"), It::RsaPublicKey),
        (key_file!("dsa.traditional"), It::DsaPrivateKey),
    ] {
        let expected = It::PrivateKey;
        assert_eq!(pkcs8(text), Error::Unexpected { found, expected }, "{text}");
    }
    let found = It::PrivateKey;
    let p256 = der(key_file!("p256.pkcs8"));
    assert_eq!(
        PublicJwk::from_spki_der(&p256),
        Err(Error::Unexpected { found, expected: It::PublicKey })
    );
    assert_eq!(
        PublicJwk::from_pkcs1_der(&p256),
        Err(Error::Unexpected { found, expected: It::RsaPublicKey })
    );
    assert_eq!(
        PrivateJwk::from_pkcs1_der(&p256),
        Err(Error::Unexpected { found, expected: It::RsaPrivateKey })
    );
    assert_eq!(
        PrivateJwk::from_sec1_der(&p256, &CRYPTO),
        Err(Error::Unexpected { found, expected: It::EcPrivateKey })
    );
    assert_eq!(
        Certificate::from_der(&p256),
        Err(Error::Unexpected { found, expected: It::Certificate })
    );
    // DER with the structure of no known content.
    for unknown in [element(0x30, &[]), element(4, &[&p256]), element(0x31, &[&p256])] {
        let refused = PublicJwk::from_spki_der(&unknown);
        assert_eq!(refused, Err(Error::Der(It::PublicKey)), "{unknown:?}");
    }
    // The label announces other content than the block contains.
    let text = pem("PRIVATE KEY", &der(key_file!("p256.certificate")));
    let found = It::Certificate;
    assert_eq!(private_pem(&text), Error::Unexpected { found, expected: It::PrivateKey });
}

#[test]
fn the_error_names_an_unsupported_algorithm() {
    use UnsupportedAlgorithm as Alg;
    for (text, algorithm) in
        [(key_file!("dsa.pkcs8"), Alg::Dsa), (key_file!("rsa_pss.pkcs8"), Alg::RsaPss)]
    {
        assert_eq!(private_pem(text), Error::UnsupportedAlgorithm(algorithm));
    }
    for (text, algorithm) in [
        (key_file!("dsa.spki"), Alg::Dsa),
        (key_file!("dh.spki"), Alg::DiffieHellman),
        (key_file!("rsa_pss.spki"), Alg::RsaPss),
    ] {
        assert_eq!(public_pem(text), Error::UnsupportedAlgorithm(algorithm));
    }
    let spki = |oid: &str| {
        let oid = element(6, &[&hex(oid)]);
        let bits = element(3, &[&[0], &[7; 32]]);
        PublicJwk::from_spki_der(&element(0x30, &[&element(0x30, &[&oid]), &bits])).unwrap_err()
    };
    for (oid, algorithm) in [
        ("2a864886f70d010107", Alg::RsaOaep),
        ("2b8104010c", Alg::EcAgreement),
        ("2b8104010d", Alg::EcAgreement),
        ("2a8648ce3e0201", Alg::DiffieHellman),
    ] {
        assert_eq!(spki(oid), Error::UnsupportedAlgorithm(algorithm), "{oid}");
    }
    // GOST R 34.10-2012, ML-KEM-512, HashML-DSA-44.
    for (bytes, expected) in [
        ("2a85030701010101", "1.2.643.7.1.1.1.1"),
        ("608648016503040401", "2.16.840.1.101.3.4.4.1"),
        ("608648016503040320", "2.16.840.1.101.3.4.3.32"),
    ] {
        let error = spki(bytes);
        let Error::UnsupportedAlgorithm(Alg::Other(oid)) = error else { panic!("{error:?}") };
        assert_eq!(oid.to_string(), expected);
    }
    assert_eq!(
        Error::UnsupportedAlgorithm(Alg::Dsa).to_string(),
        "found a DSA key; supported are RSA, EC, Ed25519, Ed448, X25519, X448 and ML-DSA keys"
    );
}

#[test]
fn rfc5480_2_1_1_the_curve_must_be_named_and_known() {
    assert_eq!(private_pem(key_file!("p256.explicit.sec1")), Error::ExplicitCurve);
    assert_eq!(private_pem(key_file!("p256.explicit.pkcs8")), Error::ExplicitCurve);
    assert_eq!(public_pem(key_file!("p256.explicit.spki")), Error::ExplicitCurve);
    let brainpool =
        [public_pem(key_file!("brainpool.spki")), private_pem(key_file!("brainpool.pkcs8"))];
    for error in brainpool {
        let Error::UnsupportedCurve(oid) = error else { panic!("{error:?}") };
        assert_eq!(oid.to_string(), "1.3.36.3.3.2.8.1.1.7");
    }
    // id-ecPublicKey with a curve, without parameters, with NULL, and with an INTEGER.
    let spki = |parameters: &[u8]| {
        let algorithm = element(0x30, &[&hex("06072a8648ce3d0201"), parameters]);
        let point = public_point(P256);
        PublicJwk::from_spki_der(&element(0x30, &[&algorithm, &point])).map(|_| ())
    };
    assert_eq!(spki(&hex("06082a8648ce3d030107")), Ok(()));
    assert_eq!(spki(&[]), Err(Error::NoCurve));
    assert_eq!(spki(&[5, 0]), Err(Error::Parameters));
    assert_eq!(spki(&[2, 1, 0]), Err(Error::Parameters));
    // SEC 1 without parameters, by itself.
    let sec1 = element(0x30, &[&[2, 1, 1], &element(4, &[&[1; 32]])]);
    assert_eq!(PrivateJwk::from_sec1_der(&sec1, &CRYPTO), Err(Error::NoCurve));
}

/// Returns the BIT STRING with the point of a P-256 key.
pub(crate) fn public_point(jwk: &str) -> Vec<u8> {
    let spki = public(jwk).to_spki_der().unwrap();
    spki[spki.len() - 68..].to_vec()
}

#[test]
fn rfc5480_2_2_only_uncompressed_points_are_read() {
    assert_eq!(public_pem(key_file!("p256.compressed.spki")), Error::CompressedPoint);
    assert_eq!(private_pem(key_file!("p256.compressed.sec1")), Error::CompressedPoint);
    let spki = public(P256).to_spki_der().unwrap();
    let with_form = |form: u8| {
        let mut spki = spki.clone();
        let at = spki.len() - 65;
        assert_eq!(spki[at], 4);
        spki[at] = form;
        PublicJwk::from_spki_der(&spki).unwrap_err()
    };
    assert_eq!(with_form(2), Error::CompressedPoint);
    assert_eq!(with_form(3), Error::CompressedPoint);
    for form in [0, 5, 6, 7] {
        assert_eq!(with_form(form), Error::Jwk(jwk::Error::PointForm), "{form}");
    }
    // The point at infinity is encoded as one zero byte.
    let infinity = element(3, &[&[0, 0]]);
    let infinity = element(0x30, &[&spki[2..23], &infinity]);
    assert_eq!(PublicJwk::from_spki_der(&infinity), Err(Error::Jwk(jwk::Error::PointForm)));
}

#[test]
fn rfc3279_2_3_1_algorithm_parameters_are_null_for_rsa_and_otherwise_absent() {
    let rsa = public(RSA).to_spki_der().unwrap();
    let null = hex("300d06092a864886f70d0101010500");
    let with = |algorithm: &[u8]| {
        let bits = &rsa[4 + null.len()..];
        PublicJwk::from_spki_der(&element(0x30, &[algorithm, bits])).map(|_| ())
    };
    assert_eq!(with(&null), Ok(()));
    assert_eq!(with(&hex("300b06092a864886f70d010101")), Err(Error::Parameters));
    assert_eq!(with(&hex("300d06092a864886f70d0101013000")), Err(Error::Parameters));
    for (oid, key_len) in [("06032b6570", 32), ("06032b656e", 32), ("0609608648016503040311", 1312)]
    {
        let spki = |parameters: &[u8]| {
            let algorithm = element(0x30, &[&hex(oid), parameters]);
            let bits = element(3, &[&[0], &vec![7; key_len]]);
            PublicJwk::from_spki_der(&element(0x30, &[&algorithm, &bits])).map(|_| ())
        };
        assert_eq!(spki(&[]), Ok(()), "{oid}");
        assert_eq!(spki(&[5, 0]), Err(Error::Parameters), "{oid}");
    }
}

#[test]
fn attack_035_a_file_with_a_weak_or_multi_prime_rsa_key() {
    assert_eq!(private_pem(key_file!("rsa_1024.pkcs8")), Error::Jwk(wrong_modulus(1024)));
    assert_eq!(private_pem(key_file!("rsa_multi.pkcs8")), Error::Jwk(jwk::Error::MultiPrime));
    assert_eq!(private_pem(key_file!("rsa_multi.pkcs1")), Error::Jwk(jwk::Error::MultiPrime));
    let integer = |bytes: &[u8]| element(2, &[&[0], bytes]);
    let with = |n: &[u8], e: &[u8]| {
        let der = element(0x30, &[&element(2, &[n]), &element(2, &[e])]);
        PublicJwk::from_pkcs1_der(&der).map(|_| ())
    };
    let n = [&[0][..], &[0xff; 256]].concat();
    assert_eq!(with(&n, &[3]), Ok(()));
    assert_eq!(with(&n, &[1]), Err(Error::Jwk(jwk::Error::RsaExponent)));
    assert_eq!(with(&n, &[2]), Err(Error::Jwk(jwk::Error::RsaExponent)));
    assert_eq!(with(&n, &[1; 5]), Ok(()));
    assert_eq!(with(&n, &[2, 1, 1, 1, 1]), Err(Error::Jwk(jwk::Error::RsaExponent)));
    assert_eq!(with(&n, &[0]), Err(Error::Jwk(jwk::Error::Number("e"))));
    assert_eq!(with(&n, &[0x83]), Err(Error::Der(Content::RsaPublicKey)), "negative");
    assert_eq!(with(&n, &[0, 3]), Err(Error::Der(Content::RsaPublicKey)), "not the shortest");
    let huge = element(0x30, &[&integer(&[0xff; 2048]), &[2, 1, 3]]);
    assert_eq!(PublicJwk::from_pkcs1_der(&huge), Err(Error::Jwk(wrong_modulus(16_384))));
}
