//! A request object, as an authorization server reads it.

use std::fmt;

use symbolon_jose::jwe::CompactJwe;
use symbolon_jose::jws::{self, CompactJws, Header};
use symbolon_jose::jwt::{self, Claims};
use symbolon_jose::{DecryptionKeys, Object, Secret, SignatureAlgorithm, VerificationKeys, danger};
use time::OffsetDateTime;

use super::TYP;
use super::error::RequestObjectError;
use super::expected::ExpectedRequestObject;
use super::members::parameters_of;
use super::rules::{self, Case, Type};
use crate::{EncodedJwt, Parameters};

/// A request object that the authorization server has not verified yet.
///
/// [RFC 9101 §6](https://www.rfc-editor.org/rfc/rfc9101#section-6). `Debug` prints only the name of
/// the type.
#[derive(Clone)]
pub struct UnverifiedRequestObject {
    content: Content,
    /// The header of the encrypted JWT around the content.
    outer: Option<Object>,
}

/// What a request object contains.
#[derive(Clone)]
enum Content {
    /// A JWT with a signature.
    Signed(EncodedJwt),
    /// A JWT whose `alg` is `none`.
    Unsecured(EncodedJwt),
    /// Claims that are only encrypted, with the `typ` of the encrypted JWT.
    Claims(Secret, Type),
}

impl UnverifiedRequestObject {
    /// Reads a request object that is not encrypted.
    ///
    /// # Errors
    /// [`RequestObjectError::Encrypted`] when the JWT is encrypted, and [`RequestObjectError::Jwt`]
    /// when the text is not a JWT.
    pub fn parse(text: &str) -> Result<Self, RequestObjectError> {
        if is_encrypted(text) {
            return Err(RequestObjectError::Encrypted);
        }
        Ok(Self { content: Content::of(text)?, outer: None })
    }

    /// Reads a request object that is encrypted. It contains a signed JWT, a JWT whose `alg` is
    /// `none`, or the claims alone
    /// ([Core §6.3.1](https://openid.net/specs/openid-connect-core-1_0.html#EncryptedRequestObject)).
    ///
    /// Anyone can encrypt to the public key of the server, so that encryption does not replace the
    /// signature: [`verify`](Self::verify) refuses an object without a signature.
    ///
    /// # Errors
    /// [`RequestObjectError::NotEncrypted`] when the JWT is not encrypted, and
    /// [`RequestObjectError::Jwt`] when it cannot be decrypted, or contains neither a JWT nor a JSON
    /// object.
    pub fn decrypt(text: &str, keys: &DecryptionKeys) -> Result<Self, RequestObjectError> {
        if !is_encrypted(text) {
            return Err(RequestObjectError::NotEncrypted);
        }
        let jwe = CompactJwe::parse(text).map_err(jwt::Error::from)?;
        // RFC 7519 §5.2: `cty` of a nested JWT is `JWT`, which is short for `application/jwt`. Some
        // clients write the type of request objects, which names the same content more precisely.
        let is_nested = ["JWT", TYP].iter().any(|it| jwe.header().is_content_type(it));
        if !is_nested && jwe.header().cty().is_some() {
            return Err(jwt::Error::NotNested.into());
        }
        let jwe = jwe.decrypt(keys).map_err(jwt::Error::from)?;
        let (header, plaintext) = (jwe.header(), jwe.plaintext());
        let content = if is_nested {
            let inner = str::from_utf8(plaintext);
            Content::of(inner.map_err(|_| jwt::Error::Jws(jws::Error::NotCompact))?)?
        } else if plaintext.trim_ascii_start().starts_with(b"{") {
            let typ = Type::new(header.typ(), |media_type| header.is_type(media_type));
            Content::Claims(Secret::new(plaintext.to_vec()), typ)
        } else {
            return Err(jwt::Error::NotNested.into());
        };
        Ok(Self { content, outer: Some(header.extra().clone()) })
    }

    /// Returns whether the request object has a signature, which is **not verified**. Returns
    /// `false` if its `alg` is `none`, or if it is only encrypted.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        matches!(self.content, Content::Signed(_))
    }

    /// Returns the signed JWT, after decryption if the request object is encrypted. It is **not
    /// verified**. Use it only to find the keys that verify it. Returns `None` if the request object
    /// has no signature.
    #[must_use]
    pub fn signed_jwt(&self) -> Option<&EncodedJwt> {
        match &self.content {
            Content::Signed(jwt) => Some(jwt),
            Content::Unsecured(_) | Content::Claims(..) => None,
        }
    }

    /// Verifies the request object, and returns its parameters.
    ///
    /// `keys` are the keys of the client. Members that OAuth and OpenID Connect do not define, and
    /// that are neither a string nor a number, are left out. Pass the result to
    /// [`RequestObjectRule::assemble`](super::RequestObjectRule::assemble).
    ///
    /// # Errors
    /// [`RequestObjectError`] when the signature is wrong or missing, for the first of
    /// [`RULES`](super::RULES) that the request object breaks, or when a parameter has the wrong
    /// JSON type.
    pub fn verify(
        &self,
        keys: &VerificationKeys,
        expected: &ExpectedRequestObject,
        now: OffsetDateTime,
    ) -> Result<Parameters, RequestObjectError> {
        // RFC 9101 §6.2: the signature. No key has the algorithm `none`, so a JWT without a
        // signature is refused.
        let (Content::Signed(jwt) | Content::Unsecured(jwt)) = &self.content else {
            return Err(jwt::Error::Jws(jws::Error::NotSigned).into());
        };
        let jws = CompactJws::parse(jwt.expose()).and_then(|jws| jws.verify(keys));
        let jws = jws.map_err(jwt::Error::from)?;
        let claims = claims_of(jws.payload())?;
        self.checked(&type_of(jws.header()), Some(jws.algorithm()), claims, expected, now)
    }

    /// Reads the parameters of a request object without a signature.
    pub(crate) fn unsigned(
        &self,
        expected: &ExpectedRequestObject,
        now: OffsetDateTime,
    ) -> Result<Parameters, RequestObjectError> {
        match &self.content {
            Content::Signed(jwt) | Content::Unsecured(jwt) => {
                let jws = danger::unsecured_jws(jwt.expose())?;
                let claims = claims_of(jws.payload())?;
                self.checked(&type_of(jws.header()), None, claims, expected, now)
            }
            Content::Claims(claims, typ) => {
                self.checked(typ, None, claims_of(claims.expose())?, expected, now)
            }
        }
    }

    fn checked(
        &self,
        typ: &Type,
        algorithm: Option<SignatureAlgorithm>,
        claims: Claims,
        expected: &ExpectedRequestObject,
        now: OffsetDateTime,
    ) -> Result<Parameters, RequestObjectError> {
        let (outer, now) = (self.outer.as_ref(), now.into());
        rules::check(&Case { typ, algorithm, claims: &claims, outer, expected, now })?;
        parameters_of(&claims.extra)
    }
}

impl Content {
    /// Reads a JWT that is not encrypted.
    fn of(text: &str) -> Result<Self, RequestObjectError> {
        if danger::unsecured_jws(text).is_ok() {
            return Ok(Self::Unsecured(EncodedJwt::new(text.to_owned())));
        }
        CompactJws::parse(text).map_err(jwt::Error::from)?;
        Ok(Self::Signed(EncodedJwt::new(text.to_owned())))
    }
}

fn type_of(header: &Header) -> Type {
    Type::new(header.typ(), |media_type| header.is_type(media_type))
}

impl fmt::Debug for UnverifiedRequestObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UnverifiedRequestObject")
    }
}

fn claims_of(payload: &[u8]) -> Result<Claims, jwt::Error> {
    Ok(Claims::from_object(Object::parse(payload)?)?)
}

/// Returns whether the text has five parts, as an encrypted token has (RFC 7516 §7.1).
fn is_encrypted(text: &str) -> bool {
    text.bytes().filter(|byte| *byte == b'.').count() == 4
}
