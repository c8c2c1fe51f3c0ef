//! What a caller expects of a JWT, and the verification.

use core::time::Duration;

use time::OffsetDateTime;

use super::claims::Claims;
use super::error::Error;
use crate::jws::{Header, Reader};
use crate::{Excerpt, Excerpts, Limits, NumericDate, SignatureAlgorithm, VerificationKeys};

/// The verifier of a JWT: what the token must say to be accepted.
///
/// Type, issuer and audience are arguments of [`new`](Self::new), and `exp` is always required. An
/// expectation about a claim requires that claim. Only `nbf` and `iat` are optional: they are
/// checked if the token has them.
///
/// ```
/// use symbolon_jose::jwt::{ExpectedAudience, Expected, ExpectedIssuer, ExpectedTyp};
/// # use symbolon_crypto_ring::CRYPTO;
/// # use symbolon_jose::jwt::Claims;
/// # use symbolon_jose::{NumericDate, Secret, SignatureAlgorithm, SigningKey, VerificationKey};
/// # let secret = Secret::new(b"thirty-two bytes at the very least".to_vec());
/// # let signing = SigningKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO)?;
/// # let keys = VerificationKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO)?.into();
/// # let now = time::OffsetDateTime::from_unix_timestamp(1_800_000_000)?;
/// # let mut claims = Claims::new();
/// # claims.iss = Some("https://op.example".into());
/// # claims.aud = vec!["https://api.example".into()];
/// # claims.exp = NumericDate::from_seconds(1_800_000_060);
/// # let token = claims.sign("at+jwt", &signing)?;
/// let expected = Expected::new(
///     ExpectedTyp::Exactly("at+jwt"),
///     ExpectedIssuer::Exactly("https://op.example"),
///     ExpectedAudience::Contains("https://api.example"),
/// );
/// let jwt = expected.verify(&token, &keys, now)?;
/// assert_eq!(jwt.claims().aud, ["https://api.example"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Expected<'a> {
    typ: ExpectedTyp<'a>,
    issuer: ExpectedIssuer<'a>,
    audience: ExpectedAudience<'a>,
    subject: ExpectedSubject<'a>,
    leeway: Duration,
    pub(super) limits: Limits,
}

/// The expected type of a token: `typ`
/// ([RFC 8725 §3.11](https://www.rfc-editor.org/rfc/rfc8725#section-3.11)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedTyp<'a> {
    /// `typ` is this media type, with or without the prefix `application/`.
    Exactly(&'a str),
    /// The token has no `typ`, or `typ` is `JWT`. Use this value for tokens of protocols that do
    /// not define a `typ`, such as ID Tokens.
    Untyped,
}

/// The expected issuer of a token: `iss`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedIssuer<'a> {
    /// `iss` is this string, byte for byte.
    Exactly(&'a str),
    /// `iss` is not checked. Use this value only if all keys belong to one issuer.
    NotChecked,
}

/// The expected audience of a token: `aud`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedAudience<'a> {
    /// `aud` contains this string, and possibly others.
    Contains(&'a str),
    /// `aud` is only this string.
    Only(&'a str),
    /// `aud` is not checked.
    NotChecked,
}

/// The expected subject of a token: `sub`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedSubject<'a> {
    /// `sub` is this string, byte for byte.
    Exactly(&'a str),
    /// The token has a `sub`.
    Present,
    /// `sub` is not checked.
    NotChecked,
}

impl<'a> Expected<'a> {
    /// Creates a verifier that expects this type, issuer and audience, and a token that has not
    /// expired.
    ///
    /// The leeway is one minute, `sub` is not checked, and the limits are [`Limits::DEFAULT`].
    pub fn new(
        typ: ExpectedTyp<'a>,
        issuer: ExpectedIssuer<'a>,
        audience: ExpectedAudience<'a>,
    ) -> Self {
        Self {
            typ,
            issuer,
            audience,
            subject: ExpectedSubject::NotChecked,
            leeway: Duration::from_secs(60),
            limits: Limits::DEFAULT,
        }
    }

    /// Sets the expected subject.
    pub fn subject(mut self, subject: ExpectedSubject<'a>) -> Self {
        self.subject = subject;
        self
    }

    /// Sets how far the clocks of issuer and verifier may differ.
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway;
        self
    }

    /// Sets the limits, such as the size of a token.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Verifies a compact token: first its signature, then its type and claims.
    ///
    /// # Errors
    /// - [`Error::Jws`] if the token is not a compact JWS, or its signature is not valid;
    /// - [`Error::Json`] and [`Error::Claim`] if the claims cannot be read;
    /// - [`Error::Type`], [`Error::Issuer`], [`Error::Subject`] and [`Error::Audience`] if `typ` or
    ///   a claim has another value than expected, and [`Error::Missing`] if the claim is missing;
    /// - [`Error::Expired`], [`Error::NotYetValid`] and [`Error::IssuedInFuture`] if `now` is
    ///   outside the times of the token.
    pub fn verify(
        &self,
        token: &str,
        keys: &VerificationKeys,
        now: OffsetDateTime,
    ) -> Result<Jwt, Error> {
        // RFC 7519 §7.2: a JWT has the compact form. RFC 7797 §7: it never has `"b64":false`.
        let jws = Reader::new().limits(self.limits).compact(token)?.verify(keys)?;
        let claims = Claims::parse(jws.payload(), &self.limits)?;
        self.check_type(jws.header())?;
        self.check_parties(&claims)?;
        self.check_times(&claims, now.into())?;
        let algorithm = jws.algorithm();
        let (header, _) = jws.into_parts();
        Ok(Jwt { header, claims, algorithm })
    }

    /// Checks the type of the token: RFC 8725 §3.11.
    fn check_type(&self, header: &Header) -> Result<(), Error> {
        let (holds, expected) = match self.typ {
            ExpectedTyp::Exactly(typ) => (header.is_type(typ), Some(typ)),
            ExpectedTyp::Untyped => (header.typ().is_none() || header.is_type("JWT"), None),
        };
        if holds {
            return Ok(());
        }
        let found = header.typ().map(Excerpt::new);
        Err(Error::Type { found, expected: expected.map(Excerpt::new) })
    }

    fn check_parties(&self, claims: &Claims) -> Result<(), Error> {
        // RFC 7519 §4.1.1, RFC 8725 §3.8.
        if let ExpectedIssuer::Exactly(issuer) = self.issuer {
            let found = claims.iss.as_deref().ok_or(Error::Missing("iss"))?;
            if found != issuer {
                let (found, expected) = (Excerpt::new(found), Excerpt::new(issuer));
                return Err(Error::Issuer { found, expected });
            }
        }
        // RFC 7519 §4.1.2, RFC 8725 §3.8.
        match self.subject {
            ExpectedSubject::NotChecked => {}
            ExpectedSubject::Present if claims.sub.is_some() => {}
            ExpectedSubject::Exactly(subject) if claims.sub.as_deref() == Some(subject) => {}
            _ if claims.sub.is_none() => return Err(Error::Missing("sub")),
            _ => return Err(Error::Subject),
        }
        // RFC 7519 §4.1.3, RFC 8725 §3.9.
        let (holds, audience) = match self.audience {
            ExpectedAudience::NotChecked => return Ok(()),
            _ if claims.aud.is_empty() => return Err(Error::Missing("aud")),
            ExpectedAudience::Contains(audience) => {
                (claims.aud.iter().any(|aud| aud == audience), audience)
            }
            ExpectedAudience::Only(audience) => (claims.aud == [audience], audience),
        };
        if holds {
            return Ok(());
        }
        let (found, expected) = (Excerpts::new(&claims.aud), Excerpt::new(audience));
        Err(Error::Audience { found, expected })
    }

    fn check_times(&self, claims: &Claims, now: NumericDate) -> Result<(), Error> {
        // RFC 7519 §4.1.4: now is before exp.
        let exp = claims.exp.ok_or(Error::Missing("exp"))?;
        if now >= exp.after(self.leeway) {
            return Err(Error::Expired { exp, now });
        }
        // RFC 7519 §4.1.5: now is not before nbf.
        if let Some(nbf) = claims.nbf.filter(|nbf| now < nbf.before(self.leeway)) {
            return Err(Error::NotYetValid { nbf, now });
        }
        // RFC 7519 §4.1.6: iat is the time of issue, which cannot be in the future.
        if let Some(iat) = claims.iat.filter(|iat| now < iat.before(self.leeway)) {
            return Err(Error::IssuedInFuture { iat, now });
        }
        Ok(())
    }
}

/// A JWT that has been verified and has the expected type and claims. Returned only by
/// [`Expected::verify`] and [`Expected::verify_encrypted`].
#[derive(Clone, Debug)]
pub struct Jwt {
    header: Header,
    claims: Claims,
    algorithm: SignatureAlgorithm,
}

impl Jwt {
    /// Returns the header.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Returns the claims.
    #[must_use]
    pub fn claims(&self) -> &Claims {
        &self.claims
    }

    /// Returns the claims by value.
    #[must_use]
    pub fn into_claims(self) -> Claims {
        self.claims
    }

    /// Returns the algorithm of the key that verified the signature.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }
}
