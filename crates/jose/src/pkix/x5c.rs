//! Certificates in a JWK or a JOSE header: `x5c`, `x5t` and `x5t#S256`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::{Certificate, Error};
use crate::Crypto;
use crate::jwk::PublicJwk;

/// The most certificates that an `x5c` is allowed to contain.
const LONGEST_CHAIN: usize = 16;

/// Reads the certificates in the value of `x5c`, which comes from a JOSE header
/// ([RFC 7515 §4.1.6](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.6)) or from a JWK
/// ([RFC 7517 §4.7](https://www.rfc-editor.org/rfc/rfc7517#section-4.7)).
///
/// The first certificate should contain the key, and each further certificate should certify the
/// certificate before it. **This function does not verify the certificates**: see [`Certificate`].
///
/// # Errors
/// - [`Error::X5c`] if the value is not an array of 1 to 16 strings in base64.
/// - An error of [`Certificate::from_der`] if a string is not a certificate.
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
    /// Reads the certificates in the key's `x5c`, and checks that the first one contains this key.
    ///
    /// The result is empty if the key has no `x5c`. **The certificates are not verified**: see
    /// [`Certificate`].
    ///
    /// # Errors
    /// - An error of [`certificates`] if `x5c` cannot be read.
    /// - An error of [`check_certificate`](Self::check_certificate) if the first certificate does
    ///   not match this key.
    pub fn x5c(&self, crypto: &Crypto) -> Result<Vec<Certificate>, Error> {
        let Some(x5c) = self.extra().get("x5c") else { return Ok(Vec::new()) };
        let chain = certificates(x5c)?;
        self.check_certificate(chain.first().ok_or(Error::X5c)?, crypto)?;
        Ok(chain)
    }

    /// Checks that a certificate contains this key, and that the key's `x5t` and `x5t#S256`, if it
    /// has them, are the certificate's thumbprints.
    ///
    /// # Errors
    /// - [`Error::OtherKey`] if the certificate contains a public key that is not this key.
    /// - [`Error::Thumbprint`] if the key's `x5t` or `x5t#S256` is not the thumbprint of the
    ///   certificate.
    /// - An error of [`Certificate::public_key`] if the key in the certificate cannot be read.
    pub fn check_certificate(
        &self,
        certificate: &Certificate,
        crypto: &Crypto,
    ) -> Result<(), Error> {
        // RFC 7517 §4.7: the key in the first certificate equals the key in the other members.
        if certificate.public_key()?.key() != self.key() {
            return Err(Error::OtherKey);
        }
        // RFC 7517 §4.8, §4.9: `x5t` and `x5t#S256` are thumbprints of the certificate with this
        // key.
        let matches = |name: &str, thumbprint: String| {
            self.extra().get(name).is_none_or(|value| value.as_str() == Some(thumbprint.as_str()))
        };
        if !matches("x5t", certificate.x5t(crypto)) {
            return Err(Error::Thumbprint("x5t"));
        }
        if !matches("x5t#S256", certificate.x5t_s256(crypto)) {
            return Err(Error::Thumbprint("x5t#S256"));
        }
        Ok(())
    }
}
