//! Reads the numbers of an RSA key that AWS-LC has generated. aws-lc-rs returns such a key only as
//! PKCS #8 ([RFC 5208 §5](https://www.rfc-editor.org/rfc/rfc5208#section-5)).
//!
//! Do not use this parser for keys from other sources: it checks only what it needs.

use symbolon_jose::Secret;
use symbolon_jose::jwk::{RsaPrivate, RsaPrivateNumbers, RsaPublic};

const INTEGER: u8 = 0x02;
const OCTET_STRING: u8 = 0x04;
const SEQUENCE: u8 = 0x30;

/// Reads a private key from PKCS #8.
pub(crate) fn from_pkcs8(pkcs8: &[u8]) -> Option<RsaPrivate> {
    let mut info = Der(Der(pkcs8).element(SEQUENCE)?);
    let (_version, _algorithm) = (info.element(INTEGER)?, info.element(SEQUENCE)?);
    // RFC 8017 §A.1.2: an RSAPrivateKey.
    let mut key = Der(Der(info.element(OCTET_STRING)?).element(SEQUENCE)?);
    let _version = key.element(INTEGER)?;
    let public = RsaPublic::new(key.number()?.to_vec(), key.number()?.to_vec()).ok()?;
    let mut secret = || key.number().map(|number| Secret::new(number.to_vec()));
    let numbers = RsaPrivateNumbers {
        d: secret()?,
        p: secret()?,
        q: secret()?,
        dp: secret()?,
        dq: secret()?,
        qi: secret()?,
    };
    RsaPrivate::new(public, numbers).ok()
}

/// The rest of a DER encoding that is being read.
struct Der<'a>(&'a [u8]);

impl<'a> Der<'a> {
    /// Reads the next element and returns its content if it has this tag.
    fn element(&mut self, expected: u8) -> Option<&'a [u8]> {
        let (tag, rest) = self.0.split_first()?;
        let (content, rest) = match rest {
            [len @ ..=0x7f, rest @ ..] => rest.split_at_checked(usize::from(*len))?,
            [0x81, len, rest @ ..] => rest.split_at_checked(usize::from(*len))?,
            [0x82, high, low, rest @ ..] => {
                rest.split_at_checked(usize::from(u16::from_be_bytes([*high, *low])))?
            }
            _ => return None,
        };
        self.0 = rest;
        (*tag == expected).then_some(content)
    }

    /// Reads a positive integer and removes its leading zero byte.
    fn number(&mut self) -> Option<&'a [u8]> {
        let integer = self.element(INTEGER)?;
        Some(integer.strip_prefix(&[0]).unwrap_or(integer))
    }
}
