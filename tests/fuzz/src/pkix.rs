//! Keys and certificates in DER and PEM.

use symbolon_jose::jwk::{PrivateJwk, PublicJwk};
use symbolon_jose::pkix::{Certificate, certificates};
use symbolon_jose::{Object, base64url};

use crate::checksum::CHECKSUM;
use crate::{Accepted, text};

/// Reads a private key in any form. A key that is read is written in every form that can hold it, and
/// read again as the same key.
pub(crate) fn private_key(data: &[u8]) -> Option<Accepted> {
    let crypto = &CHECKSUM;
    let read = [
        PrivateJwk::from_pkcs8_der(data, crypto),
        PrivateJwk::from_sec1_der(data, crypto),
        PrivateJwk::from_pkcs1_der(data),
        text(data)
            .map_or(PrivateJwk::from_pkcs1_der(b""), |text| PrivateJwk::from_pem(text, crypto)),
    ];
    let mut read = read.into_iter().flatten();
    let key = read.next()?;
    assert!(read.next().is_none(), "read in two forms");
    assert!(PrivateJwk::parse(key.expose().to_json().as_bytes()) == Ok(key.clone()));
    let mut written = 0;
    if let Ok(der) = key.to_pkcs8_der() {
        assert!(PrivateJwk::from_pkcs8_der(der.expose(), crypto).as_ref() == Ok(&key));
        let pem = key.to_pkcs8_pem().expect("what is DER is PEM");
        assert!(PrivateJwk::from_pem(pem.expose(), crypto).as_ref() == Ok(&key));
        written += 1;
    }
    if let Ok(der) = key.to_sec1_der() {
        assert!(PrivateJwk::from_sec1_der(der.expose(), crypto).as_ref() == Ok(&key));
        let pem = key.to_sec1_pem().expect("what is DER is PEM");
        assert!(PrivateJwk::from_pem(pem.expose(), crypto).as_ref() == Ok(&key));
    }
    if let Ok(der) = key.to_pkcs1_der() {
        assert!(PrivateJwk::from_pkcs1_der(der.expose()).as_ref() == Ok(&key));
        let pem = key.to_pkcs1_pem().expect("what is DER is PEM");
        assert!(PrivateJwk::from_pem(pem.expose(), crypto).as_ref() == Ok(&key));
    }
    assert_eq!(written, 1, "every key has a PKCS #8");
    Some(Accepted)
}

/// Reads a public key in any form.
pub(crate) fn public_key(data: &[u8]) -> Option<Accepted> {
    let read = [
        PublicJwk::from_spki_der(data),
        PublicJwk::from_pkcs1_der(data),
        text(data).map_or(PublicJwk::from_pkcs1_der(b""), PublicJwk::from_pem),
    ];
    let mut read = read.into_iter().flatten();
    let key = read.next()?;
    assert!(read.next().is_none(), "read in two forms");
    assert_eq!(PublicJwk::parse(key.to_object().to_json().as_bytes()).as_ref(), Ok(&key));
    let der = key.to_spki_der().expect("every key has an SPKI");
    assert_eq!(PublicJwk::from_spki_der(&der).as_ref(), Ok(&key));
    let pem = key.to_spki_pem().expect("what is DER is PEM");
    assert_eq!(PublicJwk::from_pem(&pem).as_ref(), Ok(&key));
    if let Ok(der) = key.to_pkcs1_der() {
        assert_eq!(PublicJwk::from_pkcs1_der(&der).as_ref(), Ok(&key));
    }
    Some(Accepted)
}

/// Reads a certificate, or a JWK with certificates.
pub(crate) fn certificate(data: &[u8]) -> Option<Accepted> {
    if let Ok(object) = Object::parse(data) {
        if let Some(x5c) = object.get("x5c") {
            let _ = certificates(x5c);
        }
        let jwk = PublicJwk::from_object(object).ok()?;
        let chain = jwk.x5c(&CHECKSUM).ok()?;
        let leaf = chain.first()?;
        assert_eq!(leaf.public_key().as_ref().map(PublicJwk::key), Ok(jwk.key()));
        return Some(Accepted);
    }
    let certificate = match text(data).map(Certificate::from_pem) {
        Some(Ok(certificate)) => certificate,
        _ => Certificate::from_der(data).ok()?,
    };
    assert_eq!(Certificate::from_der(certificate.der()).as_ref(), Ok(&certificate));
    let thumbprint = base64url::encode(&CHECKSUM.digests.sha256(certificate.der()));
    assert_eq!(certificate.x5t_s256(&CHECKSUM), thumbprint);
    let key = certificate.public_key().ok()?;
    assert_eq!(key.check_certificate(&certificate, &CHECKSUM), Ok(()));
    Some(Accepted)
}
