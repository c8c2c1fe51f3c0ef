//! Signed metadata: a JWT whose issuer vouches for the metadata of a provider or of a protected
//! resource.
//!
//! [RFC 8414 §2.1](https://www.rfc-editor.org/rfc/rfc8414#section-2.1) and
//! [RFC 9728 §2.2](https://www.rfc-editor.org/rfc/rfc9728#section-2.2).

use std::collections::BTreeSet;

use symbolon_jose::jws::SignError;
use symbolon_jose::jwt::{
    Claims, Expected, ExpectedAudience, ExpectedExpiry, ExpectedIssuer, ExpectedTyp,
};
use symbolon_jose::{Excerpt, Excerpts, Object, SigningKey, VerificationKeys, danger};
use symbolon_oauth::Issuer;
use time::OffsetDateTime;

use super::SignedMetadataError;

/// The name of the member with the JWT, which must not be a claim in the JWT.
const MEMBER: &str = "signed_metadata";

/// Returns the issuer of a JWT that is not verified yet.
pub(crate) fn signer(jwt: Option<&str>) -> Option<String> {
    danger::unverified_claims(jwt?).ok()?.iss
}

/// Verifies the JWT, and returns its claims that are metadata.
///
/// `identity` is the member that says whose metadata it is, with its expected value.
pub(crate) fn verify(
    jwt: Option<&str>,
    identity: (&'static str, &str),
    signer: &Issuer,
    keys: &VerificationKeys,
    now: OffsetDateTime,
) -> Result<Object, SignedMetadataError> {
    let jwt = jwt.ok_or(SignedMetadataError::Absent)?;
    // RFC 8414 §2.1: `iss` is required. No specification requires `exp` or gives the JWT a type.
    let issuer = ExpectedIssuer::Exactly(signer.as_str());
    let expected = Expected::new(ExpectedTyp::Untyped, issuer, ExpectedAudience::NotChecked)
        .expiry(ExpectedExpiry::Optional);
    let jwt = expected.verify(jwt, keys, now)?;
    if jwt.algorithm().is_mac() {
        return Err(SignedMetadataError::Mac);
    }
    let claims = jwt.into_claims();
    // RFC 7519 §4.1.3: a recipient that is not in `aud` refuses the JWT. Metadata is for everyone,
    // so a JWT with an audience, such as an ID Token, was issued for another purpose.
    if !claims.aud.is_empty() {
        return Err(SignedMetadataError::Audience { found: Excerpts::new(&claims.aud) });
    }
    // A JWT about a user, such as a UserInfo response, can have no `aud`. It always has a `sub`.
    if claims.sub.is_some_and(|subject| subject != identity.1) {
        return Err(SignedMetadataError::Subject { expected: Excerpt::new(identity.1) });
    }
    // RFC 8414 §2.1: `signed_metadata` should not be a claim. RFC 9728 §2.2: refuse it.
    if claims.extra.contains(MEMBER) {
        return Err(SignedMetadataError::Nested);
    }
    check_identity(&claims.extra, identity, signer)?;
    Ok(claims.extra)
}

/// Checks that the signed metadata is the metadata of the expected provider or resource.
///
/// RFC 8414 §3.3 and RFC 9728 §3.3 compare the identity. The signed value takes precedence, so it
/// is compared too. Without it, anyone could put the signed metadata of another provider, from the
/// same signer, into the document.
fn check_identity(
    claims: &Object,
    (member, expected): (&'static str, &str),
    signer: &Issuer,
) -> Result<(), SignedMetadataError> {
    let Some(found) = claims.get(member) else {
        let is_own = signer.as_str() == expected;
        return if is_own { Ok(()) } else { Err(SignedMetadataError::NoIdentity { member }) };
    };
    let found = match found.as_str() {
        Some(found) if found == expected => return Ok(()),
        Some(found) => Excerpt::new(found),
        None => Excerpt::new(&found.to_string()),
    };
    Err(SignedMetadataError::OtherIdentity { member, found, expected: Excerpt::new(expected) })
}

/// Replaces the plain members of a document by the members that are signed.
///
/// A member that is signed in one language has no plain values in other languages. Otherwise an
/// attacker could add a name in a language for which the signer did not vouch.
pub(crate) fn replace(plain: &mut Object, signed: &Object) {
    let base = |name: &str| name.split_once('#').map_or(name, |(base, _)| base).to_owned();
    let replaced: BTreeSet<String> = signed.names().map(base).collect();
    let names = plain.names().filter(|name| replaced.contains(&base(name))).map(str::to_owned);
    for name in names.collect::<Vec<_>>() {
        plain.remove(&name);
    }
    plain.extend(signed.clone());
}

/// Signs the members of a document, without an earlier `signed_metadata`.
pub(crate) fn sign(
    mut document: Object,
    signer: &Issuer,
    key: &SigningKey,
    now: OffsetDateTime,
) -> Result<String, SignError> {
    document.remove(MEMBER);
    let mut claims = Claims::new().issuer(signer.as_str()).issued(now);
    claims.extra = document;
    claims.sign("JWT", key)
}
