//! The requirements that a JWT must meet, and the verification.

use core::time::Duration;

use time::OffsetDateTime;

use super::claims::Claims;
use super::error::Error;
use crate::jws::{Header, JwsQuirks, Reader, is_same_type};
use crate::{Excerpt, Excerpts, Limits, NumericDate, SignatureAlgorithm, VerificationKeys};

/// A verifier of JWTs, with the values that `typ` and the claims of a token must have.
///
/// Pass the expected type, issuer and audience to [`new`](Self::new). A token must have `exp`,
/// unless you call [`expiry`](Self::expiry), and every claim for which you set an expected value.
/// `nbf` and `iat` are optional: they are checked if the token has them.
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
    expiry: ExpectedExpiry,
    leeway: Duration,
    pub(super) limits: Limits,
    pub(super) quirks: JwsQuirks,
}

/// The value that a token's header parameter `typ` must have
/// ([RFC 8725 §3.11](https://www.rfc-editor.org/rfc/rfc8725#section-3.11)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExpectedTyp<'a> {
    /// `typ` must be this media type, with or without the prefix `application/`.
    Exactly(&'a str),
    /// `typ` must be absent or be `JWT`. Use this variant for tokens whose specification does not
    /// define a `typ`, such as ID Tokens.
    Untyped,
}

/// The issuer that a token must name in `iss`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExpectedIssuer<'a> {
    /// `iss` must be this string, byte for byte.
    Exactly(&'a str),
    /// `iss` is not checked. Use this variant only if all verification keys belong to one issuer.
    NotChecked,
}

/// The audience that a token must name in `aud`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExpectedAudience<'a> {
    /// `aud` must contain this string. It is allowed to contain other strings too.
    Contains(&'a str),
    /// `aud` must contain only this string.
    Only(&'a str),
    /// `aud` is not checked, and can be absent.
    NotChecked,
}

/// The subject that a token must name in `sub`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExpectedSubject<'a> {
    /// `sub` must be this string, byte for byte.
    Exactly(&'a str),
    /// The token must have a `sub`, which can have any value.
    Present,
    /// `sub` is not checked, and can be absent.
    NotChecked,
}

/// Whether a token must have `exp`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExpectedExpiry {
    /// The token must have an `exp`, which must be in the future.
    Required,
    /// If the token has an `exp`, it must be in the future. A token without `exp` never expires: if
    /// its issuer withdraws it, the verifier does not learn this. Use this variant only for tokens
    /// whose specification does not require `exp`, such as signed metadata.
    Optional,
}

impl<'a> Expected<'a> {
    /// Creates a verifier that expects this type, issuer and audience, and a token that has not
    /// expired.
    ///
    /// By default, the clocks of the issuer and of the verifier are allowed to differ by one
    /// minute, `sub` is not checked, and the limits are [`Limits::DEFAULT`].
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
            expiry: ExpectedExpiry::Required,
            leeway: Duration::from_secs(60),
            limits: Limits::DEFAULT,
            quirks: JwsQuirks::default(),
        }
    }

    /// Sets the value that `sub` must have. By default, `sub` is not checked.
    pub fn subject(mut self, subject: ExpectedSubject<'a>) -> Self {
        self.subject = subject;
        self
    }

    /// Sets whether a token must have `exp`. By default, `exp` is required.
    pub fn expiry(mut self, expiry: ExpectedExpiry) -> Self {
        self.expiry = expiry;
        self
    }

    /// Sets the longest time by which the clocks of the issuer and of the verifier are allowed to
    /// differ. `exp`, `nbf` and `iat` are checked with this tolerance. The default is one minute.
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway;
        self
    }

    /// Sets the limits that a token must not exceed, such as the maximum number of bytes.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets the deviations that tokens are allowed to have. By default, no deviation is accepted.
    pub fn quirks(mut self, quirks: JwsQuirks) -> Self {
        self.quirks = quirks;
        self
    }

    /// Verifies a token in the compact form: first its signature, then its type and claims. `now`
    /// is the current time.
    ///
    /// # Errors
    /// - [`Error::Jws`] if the token is not a compact JWS, or its signature could not be verified;
    /// - [`Error::Json`] if the payload is not a JSON object;
    /// - [`Error::Claim`] if a registered claim has the wrong JSON type;
    /// - [`Error::Type`], [`Error::Issuer`], [`Error::Subject`] and [`Error::Audience`] if `typ` or
    ///   a claim does not have the expected value;
    /// - [`Error::Missing`] if the token does not have an expected claim, such as `exp`;
    /// - [`Error::Expired`], [`Error::NotYetValid`] and [`Error::IssuedInFuture`] if the token has
    ///   expired, or its `nbf` or `iat` is in the future.
    pub fn verify(
        &self,
        token: &str,
        keys: &VerificationKeys,
        now: OffsetDateTime,
    ) -> Result<Jwt, Error> {
        // RFC 7519 §7.2: a JWT has the compact form. RFC 7797 §7: it never has `"b64":false`.
        let reader = Reader::new().limits(self.limits).quirks(self.quirks);
        let jws = reader.compact(token)?.verify(keys)?;
        let claims = Claims::parse(jws.payload(), &self.limits)?;
        self.check(jws.header().typ(), &claims, now.into())?;
        let algorithm = jws.algorithm();
        let (header, _) = jws.into_parts();
        Ok(Jwt { header, claims, algorithm })
    }

    /// Checks the type and the claims of a token after the token was authenticated.
    pub(super) fn check(
        &self,
        typ: Option<&str>,
        claims: &Claims,
        now: NumericDate,
    ) -> Result<(), Error> {
        self.check_type(typ)?;
        self.check_parties(claims)?;
        self.check_times(claims, now)
    }

    /// Checks the type of the token: RFC 8725 §3.11.
    fn check_type(&self, found: Option<&str>) -> Result<(), Error> {
        let is = |typ| found.is_some_and(|found| is_same_type(found, typ));
        let (holds, expected) = match self.typ {
            ExpectedTyp::Exactly(typ) => (is(typ), Some(typ)),
            ExpectedTyp::Untyped => (found.is_none() || is("JWT"), None),
        };
        if holds {
            return Ok(());
        }
        let found = found.map(Excerpt::new);
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
        if claims.exp.is_none() && self.expiry == ExpectedExpiry::Required {
            return Err(Error::Missing("exp"));
        }
        // RFC 7519 §4.1.4: now is before exp.
        if let Some(exp) = claims.exp.filter(|exp| now >= exp.after(self.leeway)) {
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
///
/// ```
/// use symbolon_jose::jwt::Jwt;
///
/// fn greet(jwt: &Jwt) -> String {
///     let subject = jwt.claims().sub.as_deref().unwrap_or("a service");
///     format!("{subject} sent a token that was signed with {}", jwt.algorithm().as_str())
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Jwt {
    header: Header,
    claims: Claims,
    algorithm: SignatureAlgorithm,
}

impl Jwt {
    /// Returns the verified header.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Returns the verified claims.
    #[must_use]
    pub fn claims(&self) -> &Claims {
        &self.claims
    }

    /// Returns the verified claims, and drops the rest of the JWT.
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
