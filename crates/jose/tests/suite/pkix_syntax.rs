//! DER must end where its outer length says, and PEM must be one block.

use crate::CRYPTO;
use symbolon_jose::jwk::{PrivateJwk, PublicJwk};
use symbolon_jose::pkix::{Certificate, Content, Error};

use crate::suite::common::{P256, public};
use crate::suite::pkix::{der, key_file};
use crate::suite::pkix_refused::{element, private_pem, public_pem};

#[test]
fn attack_011_der_with_missing_or_trailing_bytes() {
    type Read = fn(&[u8]) -> Option<Error>;
    let readers: [(&str, Content, Read); 6] = [
        (key_file!("p256.pkcs8"), Content::PrivateKey, |der| {
            PrivateJwk::from_pkcs8_der(der, &CRYPTO).err()
        }),
        (key_file!("p256.sec1"), Content::EcPrivateKey, |der| {
            PrivateJwk::from_sec1_der(der, &CRYPTO).err()
        }),
        (key_file!("rsa.pkcs1"), Content::RsaPrivateKey, |der| {
            PrivateJwk::from_pkcs1_der(der).err()
        }),
        (key_file!("rsa.spki"), Content::PublicKey, |der| PublicJwk::from_spki_der(der).err()),
        (key_file!("rsa.public.pkcs1"), Content::RsaPublicKey, |der| {
            PublicJwk::from_pkcs1_der(der).err()
        }),
        (key_file!("rsa.certificate"), Content::Certificate, |der| {
            Certificate::from_der(der).err()
        }),
    ];
    for (text, content, read) in readers {
        let whole = der(text);
        assert_eq!(read(&whole), None);
        for len in (0..whole.len()).step_by(7).chain([whole.len() - 1]) {
            assert_eq!(read(&whole[..len]), Some(Error::Der(content)), "{content} {len}");
        }
        for more in [&[0][..], b"\n", &whole] {
            let longer = [&whole, more].concat();
            assert_eq!(read(&longer), Some(Error::TrailingData), "{content}");
        }
        assert_eq!(read(&vec![0x30; 65 << 10]), Some(Error::TooLarge));
        // BER allows an indefinite length; DER does not.
        let indefinite = [&[0x30, 0x80][..], &whole[4..], &[0, 0]].concat();
        assert_eq!(read(&indefinite), Some(Error::Der(content)), "{content}");
        // An additional NULL within the outer sequence.
        let mut within = whole.clone();
        within.extend([5, 0]);
        let within = match whole[1] {
            0x82 => element(0x30, &[&within[4..]]),
            0x81 => element(0x30, &[&within[3..]]),
            _ => element(0x30, &[&within[2..]]),
        };
        assert!(read(&within).is_some(), "{content}");
    }
}

#[test]
fn x690_8_6_2_a_key_that_ends_within_a_byte_is_refused() {
    let spki = public(P256).to_spki_der().unwrap();
    let mut bits = spki.clone();
    let at = spki.len() - 66;
    assert_eq!(bits[at], 0);
    bits[at] = 1;
    *bits.last_mut().unwrap() &= 0xfe;
    assert_eq!(PublicJwk::from_spki_der(&bits), Err(Error::Der(Content::PublicKey)));
}

#[test]
fn rfc7468_2_only_well_formed_pem_is_read() {
    let key = key_file!("p256.pkcs8");
    assert_eq!(private_pem(&format!("{key}{key}")), Error::SeveralPemBlocks);
    let with_certificate = format!("{key}{}", key_file!("p256.certificate"));
    assert_eq!(private_pem(&with_certificate), Error::SeveralPemBlocks);
    let body: String = key.lines().filter(|line| !line.starts_with('-')).collect();
    for text in [
        String::new(),
        "{}".to_owned(),
        body.clone(),
        key.replace("-----END PRIVATE KEY-----", ""),
        key.replace("-----END PRIVATE", "-----END PUBLIC"),
        key.replace("-----BEGIN PRIVATE KEY-----", "-----BEGIN PRIVATE KEY----"),
        key.replace("-----BEGIN PRIVATE KEY-----", "-----BEGIN private KEY-----"),
        key.replace('\n', ""),
        format!(" {key}"),
        format!("{key}and more"),
        key.replace("-----\nM", "-----\n\u{e9}M"),
        key.replace("-----\nM", "-----\n*M"),
        key.replace("-----\nM", "-----\nM="),
        "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n".to_owned(),
    ] {
        let error = private_pem(&text);
        assert!(matches!(error, Error::Pem | Error::Der(_)), "{error:?}: {text}");
    }
    assert_eq!(private_pem(&format!("{}{key}", "x".repeat(65 << 10))), Error::TooLarge);
    assert_eq!(public_pem(&"-----BEGIN".repeat(7 << 10)), Error::TooLarge);
}
