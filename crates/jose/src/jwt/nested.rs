//! A JWT that was signed and then encrypted:
//! [RFC 7519 §5.2](https://www.rfc-editor.org/rfc/rfc7519#section-5.2).

use serde_json::Value;
use time::OffsetDateTime;

use super::claims::Claims;
use super::error::Error;
use super::expected::{Expected, Jwt};
use crate::jwe::{self, EncryptError, Jwe};
use crate::jws::{self, CompactJws};
use crate::{DecryptionKeys, EncryptionKey, SignatureAlgorithm, VerificationKeys};

/// Why a JWT cannot be nested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NestError {
    /// What is to be encrypted is not a signed token in the compact form
    /// ([RFC 8725 §3.2](https://www.rfc-editor.org/rfc/rfc8725#section-3.2)).
    #[error("the token to be encrypted is not signed: {0}")]
    NotSigned(jws::Error),
    /// It cannot be encrypted.
    #[error(transparent)]
    Encrypt(#[from] EncryptError),
}

impl NestError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotSigned(_) => "nest.not_signed",
            Self::Encrypt(error) => error.code(),
        }
    }
}

/// Encrypts a signed JWT, and says so with `cty`: [RFC 7519 §7.1](https://www.rfc-editor.org/rfc/rfc7519#section-7.1) (5).
///
/// Sign, then encrypt: whoever reads it then knows both who wrote it and that nobody else could read
/// it ([§11.2](https://www.rfc-editor.org/rfc/rfc7519#section-11.2)).
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
/// See [`NestError`].
pub fn encrypt(signed: &str, key: &EncryptionKey) -> Result<String, NestError> {
    // What readers refuse is not written.
    let jws = CompactJws::parse(signed).map_err(NestError::NotSigned)?;
    jws.header()
        .alg()
        .parse::<SignatureAlgorithm>()
        .map_err(|_| NestError::NotSigned(jws::Error::UnsupportedAlgorithm))?;
    // RFC 7519 §5.2: present, and in uppercase.
    Ok(Jwe::new(signed.as_bytes().to_vec()).cty("JWT").encrypt(key)?)
}

impl Expected<'_> {
    /// Decrypts a compact token, and verifies the signed token inside as [`verify`](Self::verify)
    /// does. A token that is only encrypted is refused, as is one that is encrypted twice.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn verify_encrypted(
        &self,
        token: &str,
        decryption_keys: &DecryptionKeys,
        verification_keys: &VerificationKeys,
        now: OffsetDateTime,
    ) -> Result<Jwt, Error> {
        let outer = jwe::Reader::new().limits(self.limits).compact(token)?;
        // RFC 7519 §5.2: "JWT", in whatever case.
        if !outer.header().cty().is_some_and(|cty| cty.eq_ignore_ascii_case("JWT")) {
            return Err(Error::NotNested);
        }
        let outer = outer.decrypt(decryption_keys)?;
        // RFC 7519 §7.2 (8), with one nesting and no more: three parts are expected, so that neither
        // another JWE nor bare claims pass, and a signature, so that `none` does not.
        let inner = str::from_utf8(outer.plaintext()).map_err(|_| jws::Error::NotCompact)?;
        let jwt = self.verify(inner, verification_keys, now)?;
        check_replicas(outer.header(), jwt.claims())?;
        Ok(jwt)
    }
}

/// RFC 7519 §5.3: what the outer header repeats of the claims, it repeats faithfully.
fn check_replicas(outer: &jwe::Header, claims: &Claims) -> Result<(), Error> {
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

/// RFC 7519 §4.1.3: one audience is the same with brackets around it and without.
fn as_list(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}
