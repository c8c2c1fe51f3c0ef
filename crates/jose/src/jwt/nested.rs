//! JWTs that were signed and then encrypted:
//! [RFC 7519 §5.2](https://www.rfc-editor.org/rfc/rfc7519#section-5.2).

use serde_json::Value;
use time::OffsetDateTime;

use super::claims::Claims;
use super::error::Error;
use super::expected::{Expected, Jwt};
use crate::jwe::{self, EncryptError, Jwe};
use crate::jws::{self, CompactJws, is_same_type};
use crate::{DecryptionKeys, EncryptionKey, VerificationKeys};

/// The reason why a JWT could not be encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NestError {
    /// The text to encrypt is not a signed token in the compact form
    /// ([RFC 8725 §3.2](https://www.rfc-editor.org/rfc/rfc8725#section-3.2)). The contained error
    /// says why.
    #[error("only a signed token can be encrypted: {0}")]
    NotSigned(jws::Error),
    /// The signed token could not be encrypted. The contained error says why.
    #[error(transparent)]
    Encrypt(#[from] EncryptError),
}

impl NestError {
    /// Returns the stable name of the error, such as `"nest.not_signed"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotSigned(_) => "nest.not_signed",
            Self::Encrypt(error) => error.code(),
        }
    }
}

/// Encrypts a signed JWT and sets `cty` in the header of the encrypted token to `JWT`
/// ([RFC 7519 §7.1](https://www.rfc-editor.org/rfc/rfc7519#section-7.1) (5)).
///
/// The recipient can verify who issued the token, and only the recipient can read it
/// ([RFC 7519 §11.2](https://www.rfc-editor.org/rfc/rfc7519#section-11.2)).
///
/// ```
/// use symbolon_jose::jwt::{self, Claims};
/// use symbolon_jose::{EncryptionKey, SigningKey};
///
/// fn issue(ours: &SigningKey, theirs: &EncryptionKey) -> Result<String, Box<dyn std::error::Error>> {
///     let mut claims = Claims::new();
///     claims.iss = Some("https://op.example".into());
///     let signed = claims.sign("at+jwt", ours)?;
///     Ok(jwt::encrypt(&signed, theirs)?)
/// }
/// ```
///
/// # Errors
/// - [`NestError::NotSigned`] if `signed` is not a compact JWS with a supported algorithm;
/// - [`NestError::Encrypt`] if the encryption fails.
pub fn encrypt(signed: &str, key: &EncryptionKey) -> Result<String, NestError> {
    // Do not write a token that recipients refuse.
    let jws = CompactJws::parse(signed).map_err(NestError::NotSigned)?;
    jws.header().algorithm().map_err(NestError::NotSigned)?;
    // RFC 7519 §5.2: `cty` is present, and "JWT" is written in upper case.
    Ok(Jwe::new(signed.as_bytes().to_vec()).cty("JWT").encrypt(key)?)
}

impl Expected<'_> {
    /// Decrypts a token in the compact form, then verifies the signed token inside it in the same
    /// way as [`verify`](Self::verify). `now` is the current time.
    ///
    /// A token that is only encrypted, or encrypted twice, is refused.
    ///
    /// # Errors
    /// - [`Error::Jwe`] if the token is not a compact JWE, or cannot be decrypted;
    /// - [`Error::NotNested`] if `cty` of the encrypted token is not `JWT`;
    /// - the errors of [`verify`](Self::verify) for the signed token;
    /// - [`Error::Replica`] if the header of the encrypted token contains a copy of `iss`, `sub` or
    ///   `aud` that differs from the signed token's claim.
    pub fn verify_encrypted(
        &self,
        token: &str,
        decryption_keys: &DecryptionKeys,
        verification_keys: &VerificationKeys,
        now: OffsetDateTime,
    ) -> Result<Jwt, Error> {
        let outer = self.jwe_reader().compact(token)?;
        // RFC 7519 §5.2: `cty` is "JWT", in upper or lower case, which is short for
        // `application/jwt` by RFC 7515 §4.1.10.
        if !outer.header().cty().is_some_and(|cty| is_same_type(cty, "JWT")) {
            return Err(Error::NotNested);
        }
        let outer = outer.decrypt(decryption_keys)?;
        // RFC 7519 §7.2 (8), limited to one level: the content must be a signed compact JWS.
        // Another JWE, bare claims and a token with `none` are refused.
        let inner = str::from_utf8(outer.plaintext()).map_err(|_| jws::Error::NotCompact)?;
        let jwt = self.verify(inner, verification_keys, now)?;
        check_replicas(outer.header(), jwt.claims())?;
        Ok(jwt)
    }

    /// Returns the reader for an encrypted token.
    pub(super) fn jwe_reader(&self) -> jwe::Reader<'static> {
        let reader = jwe::Reader::new().limits(self.limits);
        if self.quirks.null_kid { reader.null_kid() } else { reader }
    }
}

/// Checks that claims in the outer header have the same values as in the token: RFC 7519 §5.3.
pub(super) fn check_replicas(outer: &jwe::Header, claims: &Claims) -> Result<(), Error> {
    let claims = claims.to_object();
    for name in ["iss", "sub", "aud"] {
        match (outer.extra().get(name), claims.get(name)) {
            (None, _) => {}
            (Some(replica), Some(claim)) if as_list(replica) == as_list(claim) => {}
            _ => return Err(Error::Replica(name)),
        }
    }
    Ok(())
}

/// Returns the value as a list. RFC 7519 §4.1.3: `"a"` and `["a"]` are the same audience.
fn as_list(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}
