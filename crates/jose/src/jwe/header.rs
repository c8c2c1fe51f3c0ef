//! The header of a received JWE.

use super::error::Error;
use crate::jwk::PublicJwk;
use crate::jws::{CriticalError, critical, is_same_type};
use crate::{ContentEncryptionAlgorithm, KeyManagementAlgorithm, Object};

/// The JOSE header of one recipient of a JWE:
/// [RFC 7516 §4](https://www.rfc-editor.org/rfc/rfc7516#section-4).
///
/// Before decryption, no part of the header is authenticated. After decryption:
/// - All parameters of a compact JWE are authenticated.
/// - In a JSON form, [`alg`](Self::alg), [`enc`](Self::enc), [`kid`](Self::kid) and
///   [`parameters`](Self::parameters) can come from an unprotected header. They only select the key
///   and help to decrypt. All other unprotected parameters are in
///   [`unprotected`](Self::unprotected). The other methods return only authenticated parameters.
///
/// `jku`, `x5u` and `x5c` are in [`extra`](Self::extra). This crate never uses them.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    alg: String,
    enc: String,
    kid: Option<String>,
    typ: Option<String>,
    cty: Option<String>,
    zip: Option<String>,
    crit: Vec<String>,
    jwk: Option<PublicJwk>,
    parameters: Object,
    extra: Object,
    unprotected: Object,
}

/// The header parameters of key management algorithms (RFC 7518 §4.1).
const PARAMETERS: &[&str] = &["epk", "apu", "apv", "iv", "tag", "p2s", "p2c"];

impl Header {
    /// Reads a header that is completely protected, as in the compact form.
    pub(super) fn read(protected: Object) -> Result<Self, Error> {
        Self::join(protected, Object::new())
    }

    /// Joins the three headers of a JSON form (RFC 7516 §5.2 (4)).
    pub(super) fn union(protected: &Object, shared: &Object, own: &Object) -> Result<Self, Error> {
        for header in [shared, own] {
            // RFC 7516 §4.1.3, RFC 7515 §4.1.11: an attacker could remove them from an unprotected
            // header.
            for name in ["zip", "crit"] {
                if header.contains(name) {
                    return Err(Error::Unprotected(name));
                }
            }
        }
        // RFC 7516 §7.2.1: no name is in two of the three headers.
        let twice = shared.names().any(|name| protected.contains(name))
            || own.names().any(|name| protected.contains(name) || shared.contains(name));
        if twice {
            return Err(Error::HeaderOverlap);
        }
        let mut unprotected = shared.clone();
        unprotected.extend(own.clone());
        Self::join(protected.clone(), unprotected)
    }

    fn join(mut protected: Object, mut unprotected: Object) -> Result<Self, Error> {
        let crit = critical::take_names::<Error>(&mut protected)?;
        let mut parameters = Object::new();
        for name in PARAMETERS {
            let value = protected.remove(name).or_else(|| unprotected.remove(name));
            parameters.insert_some(name, value);
        }
        let mut choosing = |name| match protected.take_string(name)? {
            Some(text) => Ok(Some(text)),
            None => unprotected.take_string(name),
        };
        let (alg, enc, kid) = (choosing("alg")?, choosing("enc")?, choosing("kid")?);
        // Parameters of the wrong type are refused, even in a header where they are not used.
        known(&mut unprotected.clone())?;
        let Known { typ, cty, jwk } = known(&mut protected)?;
        Ok(Self {
            alg: alg.ok_or(Error::MissingParameter("alg"))?,
            enc: enc.ok_or(Error::MissingParameter("enc"))?,
            kid,
            typ,
            cty,
            zip: protected.take_string("zip")?,
            crit,
            jwk,
            parameters,
            extra: protected,
            unprotected,
        })
    }

    /// Checks that every extension in `crit` is understood (RFC 7515 §4.1.11).
    pub(super) fn understood(&self, extensions: &[&str]) -> Result<(), CriticalError> {
        if self.crit.iter().all(|name| extensions.contains(&name.as_str())) {
            Ok(())
        } else {
            Err(CriticalError::NotUnderstood)
        }
    }

    /// Returns `alg`, the name of the key management algorithm, even if this crate does not know
    /// it.
    #[must_use]
    pub fn alg(&self) -> &str {
        &self.alg
    }

    /// Returns `enc`, the name of the content encryption algorithm, even if this crate does not
    /// know it.
    #[must_use]
    pub fn enc(&self) -> &str {
        &self.enc
    }

    /// Returns `kid`, the identifier of the recipient's key, or `None` if the header does not
    /// contain it.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// Returns `typ`, the media type of the whole token, or `None` if the header does not contain
    /// it.
    #[must_use]
    pub fn typ(&self) -> Option<&str> {
        self.typ.as_deref()
    }

    /// Returns `cty`, the media type of the plaintext, or `None` if the header does not contain it.
    #[must_use]
    pub fn cty(&self) -> Option<&str> {
        self.cty.as_deref()
    }

    /// Returns whether `typ` is this media type.
    ///
    /// Upper and lower case are treated as equal, and the prefix `application/` is optional
    /// ([RFC 7516 §4.1.11](https://www.rfc-editor.org/rfc/rfc7516#section-4.1.11)). Returns `false`
    /// if the header has no `typ`.
    #[must_use]
    pub fn is_type(&self, media_type: &str) -> bool {
        self.typ().is_some_and(|typ| is_same_type(typ, media_type))
    }

    /// Returns whether `cty` is this media type, such as `JWT` for a nested JWT.
    ///
    /// Upper and lower case are treated as equal, and the prefix `application/` is optional
    /// ([RFC 7516 §4.1.12](https://www.rfc-editor.org/rfc/rfc7516#section-4.1.12)). Returns `false`
    /// if the header has no `cty`.
    #[must_use]
    pub fn is_content_type(&self, media_type: &str) -> bool {
        self.cty().is_some_and(|cty| is_same_type(cty, media_type))
    }

    /// Returns `zip`, the algorithm that compressed the plaintext before encryption, or `None` if
    /// the plaintext is not compressed.
    #[must_use]
    pub fn zip(&self) -> Option<&str> {
        self.zip.as_deref()
    }

    /// Returns `crit`, the names of the extensions that a recipient must understand. A
    /// [`Reader`](super::Reader) refuses a token with an extension that was not passed to
    /// [`understanding`](super::Reader::understanding).
    #[must_use]
    pub fn crit(&self) -> &[String] {
        &self.crit
    }

    /// Returns `jwk`, the recipient's public key, with which the token was encrypted, or `None` if
    /// the header does not contain a usable key.
    ///
    /// If the key is too weak or has an unknown type, the method returns `None` and the key is in
    /// [`extra`](Self::extra).
    #[must_use]
    pub fn jwk(&self) -> Option<&PublicJwk> {
        self.jwk.as_ref()
    }

    /// Returns the parameters of the key management algorithm: `epk`, `apu`, `apv`, `iv`, `tag`,
    /// `p2s` and `p2c`.
    #[must_use]
    pub fn parameters(&self) -> &Object {
        &self.parameters
    }

    /// Returns the protected header parameters for which this type has no method.
    #[must_use]
    pub fn extra(&self) -> &Object {
        &self.extra
    }

    /// Returns the parameters of the unprotected headers of a JSON form, except `alg`, `enc`, `kid`
    /// and the parameters that [`parameters`](Self::parameters) returns. Unprotected parameters are
    /// **not authenticated**, even after decryption.
    #[must_use]
    pub fn unprotected(&self) -> &Object {
        &self.unprotected
    }

    /// Returns the PBES2 iterations that decrypting for this recipient costs, or 0 if its algorithm
    /// is not PBES2.
    pub(super) fn iterations(&self) -> u32 {
        let count = self.parameters.get("p2c").and_then(serde_json::Value::as_u64).unwrap_or(0);
        if self.alg.starts_with("PBES2-") { u32::try_from(count).unwrap_or(u32::MAX) } else { 0 }
    }

    pub(crate) fn algorithm(&self) -> Result<KeyManagementAlgorithm, Error> {
        self.alg.parse().map_err(|_| Error::UnsupportedAlgorithm)
    }

    pub(super) fn content(&self) -> Result<ContentEncryptionAlgorithm, Error> {
        self.enc.parse().map_err(|_| Error::UnsupportedContentEncryption)
    }
}

/// The typed parameters that are ignored in an unprotected header (RFC 7516 §4.1.5, §4.1.11,
/// §4.1.12).
struct Known {
    typ: Option<String>,
    cty: Option<String>,
    jwk: Option<PublicJwk>,
}

/// Takes `typ`, `cty` and `jwk` out of a header. A key that this crate cannot use stays in it.
fn known(header: &mut Object) -> Result<Known, Error> {
    let (mut jwk, found) = (None, header.take_object("jwk")?);
    if let Some(object) = found {
        jwk = PublicJwk::from_header(&object).map_err(Error::EmbeddedKey)?;
        if jwk.is_none() {
            header.insert("jwk", object);
        }
    }
    Ok(Known { typ: header.take_string("typ")?, cty: header.take_string("cty")?, jwk })
}
