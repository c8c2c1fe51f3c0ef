//! `x5c`, `x5t` and `x5t#S256`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::{Certificate, Error};
use crate::Crypto;
use crate::jwk::PublicJwk;

/// The most certificates of one chain.
const LONGEST_CHAIN: usize = 16;

/// The certificates of an `x5c`, that of a JOSE header
/// ([RFC 7515 §4.1.6](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.6)) or of a key: the first is
/// the key's own. None of them is verified: see [`Certificate`].
///
/// # Errors
/// [`Error::X5c`], and what a certificate can be refused for.
pub fn certificates(x5c: &Value) -> Result<Vec<Certificate>, Error> {
    let entries = x5c.as_array().ok_or(Error::X5c)?;
    if entries.is_empty() || entries.len() > LONGEST_CHAIN {
        return Err(Error::X5c);
    }
    let certificate = |entry: &Value| {
        let text = entry.as_str().ok_or(Error::X5c)?;
        // RFC 7515 §4.1.6: base64, not base64url.
        Certificate::from_der(&STANDARD.decode(text).map_err(|_| Error::X5c)?)
    };
    entries.iter().map(certificate).collect()
}

impl PublicJwk {
    /// The certificates in the key's `x5c`, after a look whether they are the key's: none, when
    /// there is no `x5c`. **Nothing about them is verified**: see [`Certificate`].
    ///
    /// # Errors
    /// [`Error::X5c`], [`Error::OtherKey`], [`Error::Thumbprint`], and what a certificate can be
    /// refused for.
    pub fn x5c(&self, crypto: &Crypto) -> Result<Vec<Certificate>, Error> {
        let Some(x5c) = self.extra().get("x5c") else { return Ok(Vec::new()) };
        let chain = certificates(x5c)?;
        self.check_certificate(chain.first().ok_or(Error::X5c)?, crypto)?;
        Ok(chain)
    }

    /// Whether a certificate is that of this key: it holds the key, and its thumbprints are the
    /// key's `x5t` and `x5t#S256`, as far as there are any.
    ///
    /// # Errors
    /// [`Error::OtherKey`], [`Error::Thumbprint`], and what the certificate's key can be refused for.
    pub fn check_certificate(
        &self,
        certificate: &Certificate,
        crypto: &Crypto,
    ) -> Result<(), Error> {
        // RFC 7517 §4.7: the key of the first certificate is the one that the other members say.
        if certificate.public_key()?.key() != self.key() {
            return Err(Error::OtherKey);
        }
        // RFC 7517 §4.8, §4.9: thumbprints of the certificate of this key.
        let is = |name: &str, thumbprint: String| {
            self.extra().get(name).is_none_or(|value| value.as_str() == Some(thumbprint.as_str()))
        };
        if !is("x5t", certificate.x5t(crypto)) {
            return Err(Error::Thumbprint("x5t"));
        }
        if !is("x5t#S256", certificate.x5t_s256(crypto)) {
            return Err(Error::Thumbprint("x5t#S256"));
        }
        Ok(())
    }
}
