//! Proof Key for Code Exchange (PKCE) with the method `S256`:
//! [RFC 7636](https://www.rfc-editor.org/rfc/rfc7636).
//!
//! The method `plain` is not supported. Its challenge is the verifier itself, so an attacker who
//! sees the authorization request can use a stolen code
//! ([RFC 9700 §2.1.1](https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1)).
//!
//! ```
//! use symbolon_crypto_ring::CRYPTO;
//! use symbolon_oauth::{CodeVerifier, pkce};
//!
//! let verifier = CodeVerifier::random(&CRYPTO)?; // the client keeps the verifier
//! let challenge = verifier.challenge(&CRYPTO); // the authorization request contains the challenge
//! assert!(pkce::verify(Some(&challenge), Some(&verifier), &CRYPTO).is_ok());
//! assert!(pkce::verify(Some(&challenge), None, &CRYPTO).is_err());
//! # Ok::<(), symbolon_jose::crypto::RandomError>(())
//! ```

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use subtle::ConstantTimeEq as _;
use symbolon_jose::{Crypto, base64url};

use crate::SyntaxError;
use crate::syntax::characters::is_unreserved;

secret_text! {
    /// `code_verifier`: the secret with which a client proves, at the token endpoint, that it sent
    /// the authorization request.
    ///
    /// [RFC 7636 §4.1](https://www.rfc-editor.org/rfc/rfc7636#section-4.1). Create a fresh verifier
    /// with [`random`](Self::random) for every authorization request.
    CodeVerifier, is_code_verifier
}

impl CodeVerifier {
    /// Computes the `code_challenge` of this verifier, which the client sends in the authorization
    /// request.
    ///
    /// See [RFC 7636 §4.2](https://www.rfc-editor.org/rfc/rfc7636#section-4.2).
    #[must_use]
    pub fn challenge(&self, crypto: &Crypto) -> CodeChallenge {
        // RFC 7636 §4.2: BASE64URL-ENCODE(SHA256(ASCII(code_verifier))).
        CodeChallenge(base64url::encode(&crypto.digests.sha256(self.expose().as_bytes())))
    }
}

/// Returns whether the text is 43 to 128 unreserved characters (RFC 7636 §4.1).
fn is_code_verifier(text: &str) -> bool {
    (43..=128).contains(&text.len()) && text.bytes().all(is_unreserved)
}

/// The `code_challenge` for the method `S256`: the SHA-256 hash of a code verifier, encoded as 43
/// characters of base64url ([RFC 7636 §4.2](https://www.rfc-editor.org/rfc/rfc7636#section-4.2)).
/// The authorization server stores the challenge together with the authorization code
/// ([§4.4](https://www.rfc-editor.org/rfc/rfc7636#section-4.4)).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CodeChallenge(String);

impl CodeChallenge {
    /// The only `code_challenge_method` that this crate supports
    /// ([RFC 7636 §4.3](https://www.rfc-editor.org/rfc/rfc7636#section-4.3)).
    pub const METHOD: &'static str = "S256";

    /// Reads a challenge: the base64url form of 32 bytes.
    ///
    /// # Errors
    /// [`SyntaxError::CodeChallenge`] when the text is not the base64url form of 32 bytes.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        match base64url::decode(text) {
            Ok(digest) if digest.len() == 32 => Ok(Self(text.to_owned())),
            _ => Err(SyntaxError::CodeChallenge),
        }
    }

    /// Returns the challenge as it is sent in messages: 43 characters of base64url.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Compares the challenge of the authorization request with the verifier of the token request.
///
/// [RFC 7636 §4.6](https://www.rfc-editor.org/rfc/rfc7636#section-4.6). If both the challenge and
/// the verifier are absent, the function returns `Ok`. Therefore, if a client must use PKCE, the
/// authorization endpoint must refuse an authorization request without a challenge.
///
/// # Errors
/// [`PkceError`] when only the challenge or only the verifier is present, or when the SHA-256 hash
/// of the verifier is not the challenge. Refuse the token request with `invalid_grant`.
pub fn verify(
    challenge: Option<&CodeChallenge>,
    verifier: Option<&CodeVerifier>,
    crypto: &Crypto,
) -> Result<(), PkceError> {
    match (challenge, verifier) {
        (None, None) => Ok(()),
        // RFC 7636 §4.6: a code with a challenge is redeemed with its verifier.
        (Some(_), None) => Err(PkceError::MissingVerifier),
        // RFC 9700 §4.8.2: without a challenge there is no verifier.
        (None, Some(_)) => Err(PkceError::UnexpectedVerifier),
        // RFC 7636 §4.6: the hash of the verifier is the challenge.
        (Some(challenge), Some(verifier)) => {
            let computed = verifier.challenge(crypto);
            if bool::from(computed.0.as_bytes().ct_eq(challenge.0.as_bytes())) {
                Ok(())
            } else {
                Err(PkceError::Mismatch)
            }
        }
    }
}

/// The reason why [`verify`] refuses a token request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PkceError {
    /// The authorization request had a challenge, but the token request has no verifier
    /// ([RFC 7636 §4.6](https://www.rfc-editor.org/rfc/rfc7636#section-4.6)).
    #[error("`code_verifier` is missing, but the authorization request had a `code_challenge`")]
    MissingVerifier,
    /// The token request has a verifier, but the authorization request had no challenge. It is
    /// possible that an attacker removed the challenge from the authorization request
    /// ([RFC 9700 §4.8.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.8.2)).
    #[error(
        "`code_verifier` is present, but the authorization request had no `code_challenge`; \
         perhaps an attacker removed it"
    )]
    UnexpectedVerifier,
    /// The SHA-256 hash of the verifier is not the challenge of the authorization request
    /// ([RFC 7636 §4.6](https://www.rfc-editor.org/rfc/rfc7636#section-4.6)).
    #[error(
        "the SHA-256 of `code_verifier` is not the `code_challenge` of the authorization request"
    )]
    Mismatch,
}

impl PkceError {
    /// Returns a stable name for logs and metrics, such as `"pkce.mismatch"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::MissingVerifier => "pkce.missing_verifier",
            Self::UnexpectedVerifier => "pkce.unexpected_verifier",
            Self::Mismatch => "pkce.mismatch",
        }
    }
}

impl fmt::Debug for CodeChallenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CodeChallenge").field(&self.0).finish()
    }
}

impl Serialize for CodeChallenge {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for CodeChallenge {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc7636_4_1_43_to_128_unreserved_characters() {
        for accepted in [43, 44, 127, 128] {
            assert!(CodeVerifier::parse("a".repeat(accepted)).is_ok());
        }
        for refused in [0, 42, 129] {
            assert_eq!(
                CodeVerifier::parse("a".repeat(refused)),
                Err(SyntaxError::CodeVerifier),
                "attack 87: {refused} characters"
            );
        }
        for character in ["+", "/", "=", " ", "%", "é"] {
            let text = format!("{}{character}", "a".repeat(43));
            assert_eq!(CodeVerifier::parse(text), Err(SyntaxError::CodeVerifier));
        }
        assert!(CodeVerifier::parse(format!("-._~{}", "a".repeat(43))).is_ok());
    }

    #[test]
    fn attack_087_challenge_is_a_sha_256_digest() {
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert_eq!(CodeChallenge::parse(challenge).unwrap().as_str(), challenge);
        for refused in [
            "",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cMA",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cN",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM=",
        ] {
            assert_eq!(CodeChallenge::parse(refused), Err(SyntaxError::CodeChallenge), "{refused}");
        }
    }

    #[test]
    fn attack_088_the_verifier_is_not_printed() {
        let verifier = CodeVerifier::parse("a".repeat(43)).unwrap();
        assert_eq!(format!("{verifier:?}"), "CodeVerifier");
    }
}
