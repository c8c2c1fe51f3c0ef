//! A JWT that is signed and then encrypted.

use symbolon_jose::jwt::{self, Claims, Expected, ExpectedAudience, ExpectedIssuer, ExpectedTyp};
use symbolon_jose::key::DecryptionKeys;
use symbolon_jose::{ContentEncryptionAlgorithm, Crypto, NumericDate, VerificationKeys};
use time::OffsetDateTime;

use crate::{Refusal, jwe, jws};

/// The value of `typ` in every token.
pub const TYP: &str = "at+jwt";

const ISSUER: &str = "https://op.example";
const AUDIENCE: &str = "client";
/// The time at which every token is verified. Tests never read the clock.
const NOW: OffsetDateTime = OffsetDateTime::UNIX_EPOCH.saturating_add(time::Duration::days(20_000));

/// Returns the claims of every token.
#[must_use]
pub fn claims() -> Claims {
    let mut claims = Claims::new();
    claims.iss = Some(ISSUER.into());
    claims.sub = Some("248289761001".into());
    claims.aud = vec![AUDIENCE.into()];
    claims.exp = NumericDate::from_seconds(NOW.unix_timestamp().saturating_add(3600));
    claims
}

/// Signs claims and encrypts the signed token.
///
/// # Errors
/// The errors of preparing the keys, of signing and of encrypting.
pub fn make(
    claims: &Claims,
    signer: &jws::Party,
    recipient: &jwe::Party,
    enc: ContentEncryptionAlgorithm,
    crypto: &Crypto,
) -> Result<String, Refusal> {
    let signed = claims.sign(TYP, &signer.key.signing(signer.alg, crypto)?)?;
    let key = recipient.key.encryption(recipient.alg, enc, crypto)?;
    Ok(jwt::encrypt(&signed, &key)?)
}

/// Decrypts and verifies a token, and returns its claims.
///
/// # Errors
/// The errors of preparing the keys, of decrypting and of verifying.
pub fn read(
    token: &str,
    signer: &jws::Party,
    recipient: &jwe::Party,
    enc: ContentEncryptionAlgorithm,
    crypto: &Crypto,
) -> Result<Claims, Refusal> {
    let decryption = recipient.key.decryption(recipient.alg, &[enc], crypto)?;
    let verification = signer.key.verification(signer.alg, crypto)?;
    let expected = Expected::new(
        ExpectedTyp::Exactly(TYP),
        ExpectedIssuer::Exactly(ISSUER),
        ExpectedAudience::Contains(AUDIENCE),
    );
    let jwt = expected.verify_encrypted(
        token,
        &DecryptionKeys::from(decryption),
        &VerificationKeys::from(verification),
        NOW,
    )?;
    Ok(jwt.into_claims())
}
