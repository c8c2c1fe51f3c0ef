use core::time::Duration;

use time::OffsetDateTime;

use super::claims::Claims;
use super::error::Error;
use crate::jws::{Header, Reader};
use crate::{Limits, NumericDate, SignatureAlgorithm, VerificationKeys};

/// What a JWT must say to be accepted.
///
/// Type, issuer and audience are named when it is made, expiry is always required, and each further
/// expectation requires the claim it is about. Nothing is checked only if present, except `nbf` and
/// `iat`, which no one has to send.
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

/// What `typ` must be: [RFC 8725 §3.11](https://www.rfc-editor.org/rfc/rfc8725#section-3.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedTyp<'a> {
    /// This media type, with `application/` left out or not.
    Exactly(&'a str),
    /// Absent, or `JWT`: for kinds of token that are older than explicit types.
    Untyped,
}

/// What `iss` must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedIssuer<'a> {
    /// This string, byte for byte.
    Exactly(&'a str),
    /// Not looked at: whoever holds the key is the issuer.
    NotChecked,
}

/// What `aud` must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedAudience<'a> {
    /// This string among any others.
    Contains(&'a str),
    /// This string and nothing else.
    Only(&'a str),
    /// Not looked at.
    NotChecked,
}

/// What `sub` must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedSubject<'a> {
    /// This string, byte for byte.
    Exactly(&'a str),
    /// Anything, but present.
    Present,
    /// Not looked at.
    NotChecked,
}

impl<'a> Expected<'a> {
    /// Expects this type, issuer and audience, and a token that has not expired, with a minute's
    /// leeway between clocks.
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

    /// Expects this subject.
    pub fn subject(mut self, subject: ExpectedSubject<'a>) -> Self {
        self.subject = subject;
        self
    }

    /// How far the clocks of the two sides may be apart.
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway;
        self
    }

    /// How much is read.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Verifies a compact token: its signature first, then every expectation.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn verify(
        &self,
        token: &str,
        keys: &VerificationKeys,
        now: OffsetDateTime,
    ) -> Result<Jwt, Error> {
        // RFC 7519 §7.2: the compact form alone. RFC 7797 §7: never `"b64":false`.
        let jws = Reader::new().limits(self.limits).compact(token)?.verify(keys)?;
        let claims = Claims::parse(jws.payload(), &self.limits)?;
        self.check_type(jws.header())?;
        self.check_parties(&claims)?;
        self.check_times(&claims, now.into())?;
        let algorithm = jws.algorithm();
        let (header, _) = jws.into_parts();
        Ok(Jwt { header, claims, algorithm })
    }

    /// RFC 8725 §3.11: a token of one kind is no token of another.
    fn check_type(&self, header: &Header) -> Result<(), Error> {
        let holds = match self.typ {
            ExpectedTyp::Exactly(typ) => header.is_type(typ),
            ExpectedTyp::Untyped => header.typ().is_none() || header.is_type("JWT"),
        };
        if holds { Ok(()) } else { Err(Error::Type) }
    }

    fn check_parties(&self, claims: &Claims) -> Result<(), Error> {
        // RFC 7519 §4.1.1, RFC 8725 §3.8.
        if let ExpectedIssuer::Exactly(issuer) = self.issuer {
            let found = claims.iss.as_deref().ok_or(Error::Missing("iss"))?;
            if found != issuer {
                return Err(Error::Issuer);
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
        let holds = match self.audience {
            ExpectedAudience::NotChecked => true,
            _ if claims.aud.is_empty() => return Err(Error::Missing("aud")),
            ExpectedAudience::Contains(audience) => claims.aud.iter().any(|aud| aud == audience),
            ExpectedAudience::Only(audience) => claims.aud == [audience],
        };
        if holds { Ok(()) } else { Err(Error::Audience) }
    }

    fn check_times(&self, claims: &Claims, now: NumericDate) -> Result<(), Error> {
        // RFC 7519 §4.1.4: now is before exp.
        let exp = claims.exp.ok_or(Error::Missing("exp"))?;
        if now >= exp.after(self.leeway) {
            return Err(Error::Expired);
        }
        // RFC 7519 §4.1.5: now is not before nbf.
        if claims.nbf.is_some_and(|nbf| now < nbf.before(self.leeway)) {
            return Err(Error::NotYetValid);
        }
        // RFC 7519 §4.1.6: nobody issues tomorrow.
        if claims.iat.is_some_and(|iat| now < iat.before(self.leeway)) {
            return Err(Error::IssuedInFuture);
        }
        Ok(())
    }
}

/// A JWT that has been verified and says what was expected. There is no other way to one.
#[derive(Clone, Debug)]
pub struct Jwt {
    header: Header,
    claims: Claims,
    algorithm: SignatureAlgorithm,
}

impl Jwt {
    /// The header.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The claims.
    #[must_use]
    pub fn claims(&self) -> &Claims {
        &self.claims
    }

    /// The claims, by value.
    #[must_use]
    pub fn into_claims(self) -> Claims {
        self.claims
    }

    /// The algorithm of the key that verified.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }
}
