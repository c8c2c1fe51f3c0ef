//! The numbers of an RSA key that AWS-LC has just made. aws-lc-rs gives them out as PKCS #8
//! ([RFC 5208 §5](https://www.rfc-editor.org/rfc/rfc5208#section-5)) and in no other way.
//!
//! Not a parser for anything that comes from elsewhere: it checks no more than what it needs.

use symbolon_jose::Secret;
use symbolon_jose::jwk::{RsaPrivate, RsaPrivateNumbers, RsaPublic};

const INTEGER: u8 = 0x02;
const OCTET_STRING: u8 = 0x04;
const SEQUENCE: u8 = 0x30;

pub(crate) fn from_pkcs8(pkcs8: &[u8]) -> Option<RsaPrivate> {
    let mut info = Der(Der(pkcs8).element(SEQUENCE)?);
    let (_version, _algorithm) = (info.element(INTEGER)?, info.element(SEQUENCE)?);
    // RFC 8017 A.1.2: RSAPrivateKey.
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

/// What is left to read.
struct Der<'a>(&'a [u8]);

impl<'a> Der<'a> {
    /// The content of the next element, if it has this tag.
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

    /// A positive integer, without the zero that says so.
    fn number(&mut self) -> Option<&'a [u8]> {
        let integer = self.element(INTEGER)?;
        Some(integer.strip_prefix(&[0]).unwrap_or(integer))
    }
}
