//! Software statements: JWTs in which another party vouches for the metadata of a client.
//!
//! ```
//! use symbolon_registration::software_statement::RULES;
//!
//! for rule in RULES {
//!     println!("{}: {}", rule.section(), rule.statement());
//! }
//! ```

mod error;
mod expected;
mod rules;

use std::fmt;

use symbolon_jose::jws::CompactJws;
use symbolon_jose::jwt::{self, Claims};
use symbolon_jose::{Object, VerificationKeys, danger};
use symbolon_oauth::EncodedJwt;
use time::OffsetDateTime;

use crate::{CHOICES, ClientMetadata, ClientMetadataError, limits};

pub use error::SoftwareStatementError;
pub use expected::ExpectedSoftwareStatement;
pub use rules::{RULES, SoftwareStatementCheck, SoftwareStatementRule};

use rules::Case;

/// A software statement that is not verified yet.
///
/// [RFC 7591 §2.3](https://www.rfc-editor.org/rfc/rfc7591#section-2.3). Read its
/// [`issuer`](Self::issuer), find the keys of this issuer among those that your program trusts, and
/// call [`verify`](Self::verify). `Debug` prints only the name of the type.
#[derive(Clone)]
pub struct UnverifiedSoftwareStatement {
    jwt: EncodedJwt,
    issuer: String,
}

impl UnverifiedSoftwareStatement {
    /// Reads a software statement.
    ///
    /// # Errors
    /// [`SoftwareStatementError::Jwt`] when the text is not a signed JWT in compact form, for
    /// example because it is encrypted or has the `alg` `none`,
    /// [`SoftwareStatementError::MissingIssuer`] when it has no `iss`.
    pub fn parse(statement: &EncodedJwt) -> Result<Self, SoftwareStatementError> {
        CompactJws::parse(statement.expose()).map_err(jwt::Error::from)?;
        let claims = danger::unverified_claims(statement.expose())?;
        let issuer = claims.iss.ok_or(SoftwareStatementError::MissingIssuer)?;
        Ok(Self { jwt: statement.clone(), issuer })
    }

    /// Returns the issuer that the statement names. It is **not verified**: use it only to find the
    /// keys that verify the statement.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Verifies the statement. `keys` are the keys of its [`issuer`](Self::issuer) alone.
    ///
    /// # Errors
    /// [`SoftwareStatementError`] when the signature is wrong, and for the first of the [`RULES`]
    /// that the statement breaks.
    pub fn verify(
        &self,
        keys: &VerificationKeys,
        expected: &ExpectedSoftwareStatement,
        now: OffsetDateTime,
    ) -> Result<SoftwareStatement, SoftwareStatementError> {
        let jws = CompactJws::parse(self.jwt.expose()).and_then(|jws| jws.verify(keys));
        let jws = jws.map_err(jwt::Error::from)?;
        let payload = Object::parse_within(jws.payload(), &limits::DOCUMENT);
        let claims = Claims::from_object(payload.map_err(jwt::Error::from)?);
        let claims = claims.map_err(jwt::Error::from)?;
        let header = jws.header();
        rules::check(&Case {
            typ: header.typ(),
            is_jwt: header.is_type("JWT"),
            algorithm: jws.algorithm(),
            claims: &claims,
            expected,
            now: now.into(),
        })?;
        let members = claims.extra;
        ClientMetadata::from_object(members.clone())?;
        Ok(SoftwareStatement { jwt: self.jwt.clone(), issuer: self.issuer.clone(), members })
    }
}

impl fmt::Debug for UnverifiedSoftwareStatement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UnverifiedSoftwareStatement")
    }
}

/// A software statement that is verified: its issuer vouches for its members.
///
/// Returned only by [`UnverifiedSoftwareStatement::verify`].
#[derive(Clone, Debug, PartialEq)]
pub struct SoftwareStatement {
    jwt: EncodedJwt,
    issuer: String,
    members: Object,
}

impl SoftwareStatement {
    /// Returns the issuer of the statement.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Returns the statement as it was received, for the response to the registration.
    #[must_use]
    pub fn jwt(&self) -> &EncodedJwt {
        &self.jwt
    }

    /// Returns the metadata of a client, with the values of the statement in place of the plain
    /// values ([RFC 7591 §2.3](https://www.rfc-editor.org/rfc/rfc7591#section-2.3)). Check the
    /// result with [`ClientMetadata::validate`].
    ///
    /// If the statement contains a member, the result does not contain the plain translations of this
    /// member, nor the plain list from which a provider would choose its value. Otherwise a client
    /// could add its own name in another language, or a value that the statement does not have.
    ///
    /// # Errors
    /// [`ClientMetadataError`] when the result cannot be read as client metadata.
    pub fn apply(&self, metadata: &ClientMetadata) -> Result<ClientMetadata, ClientMetadataError> {
        let mut merged = metadata.to_object();
        let replaced: Vec<String> = merged
            .iter()
            .map(|(name, _)| name.to_owned())
            .filter(|name| self.replaces(name))
            .collect();
        for name in replaced {
            merged.remove(&name);
        }
        for (name, value) in self.members.iter() {
            merged.insert(name, value.clone());
        }
        ClientMetadata::from_object(merged)
    }

    /// Returns whether the statement decides about a plain member: about the member itself, about a
    /// translation of it, or about the list of choices for it.
    fn replaces(&self, name: &str) -> bool {
        let untagged = |name: &str| name.split_once('#').map_or(name, |(name, _)| name).to_owned();
        let has = |member: &str| self.members.iter().any(|(name, _)| untagged(name) == member);
        let choice = CHOICES.iter().find(|choice| choice.list() == name);
        has(&untagged(name)) || choice.is_some_and(|choice| has(choice.member()))
    }
}
