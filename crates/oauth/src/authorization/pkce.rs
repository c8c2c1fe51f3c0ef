//! Proof Key for Code Exchange: [RFC 7636](https://www.rfc-editor.org/rfc/rfc7636), with `S256`
//! alone.
//!
//! `plain` is not here: a challenge that is the verifier protects from nobody who sees the
//! request ([RFC 9700 section 2.1.1](https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1)).

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use subtle::ConstantTimeEq as _;
use symbolon_jose::{Crypto, base64url};

use crate::SyntaxError;
use crate::syntax::characters::is_unreserved;

secret_text! {
    /// `code_verifier`: what proves that a code is redeemed by whoever asked for it. Made afresh
    /// for every authorization request.
    ///
    /// [RFC 7636 section 4.1](https://www.rfc-editor.org/rfc/rfc7636#section-4.1).
    CodeVerifier, is_code_verifier
}

impl CodeVerifier {
    /// The S256 challenge to send with the authorization request:
    /// [RFC 7636 section 4.2](https://www.rfc-editor.org/rfc/rfc7636#section-4.2).
    pub fn challenge(&self, crypto: &Crypto) -> CodeChallenge {
        // RFC 7636 §4.2: BASE64URL-ENCODE(SHA256(ASCII(code_verifier))).
        CodeChallenge(base64url::encode(&crypto.digests.sha256(self.expose().as_bytes())))
    }
}

/// RFC 7636 §4.1: 43 to 128 unreserved characters.
fn is_code_verifier(text: &str) -> bool {
    (43..=128).contains(&text.len()) && text.bytes().all(is_unreserved)
}

/// `code_challenge` by the method `S256`: the SHA-256 of a code verifier, as 43 characters.
///
/// [RFC 7636 section 4.2](https://www.rfc-editor.org/rfc/rfc7636#section-4.2). Serialises, since
/// the server keeps it with the code
/// ([section 4.4](https://www.rfc-editor.org/rfc/rfc7636#section-4.4)).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CodeChallenge(String);

impl CodeChallenge {
    /// The one `code_challenge_method` there is:
    /// [RFC 7636 section 4.3](https://www.rfc-editor.org/rfc/rfc7636#section-4.3).
    pub const METHOD: &'static str = "S256";

    /// Checks that the text is the base64url form of 32 bytes.
    pub fn parse(text: &str) -> Result<CodeChallenge, SyntaxError> {
        match base64url::decode(text) {
            Ok(digest) if digest.len() == 32 => Ok(CodeChallenge(text.to_owned())),
            _ => Err(SyntaxError::CodeChallenge),
        }
    }

    /// The 43 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Compares what came with the authorization request with what came with the token request:
/// [RFC 7636 section 4.6](https://www.rfc-editor.org/rfc/rfc7636#section-4.6).
///
/// Both absent is agreement: whether a challenge is required was decided when the code was asked
/// for.
///
/// # Errors
/// Every [`PkceError`] is an `invalid_grant`.
pub fn verify(
    challenge: Option<&CodeChallenge>,
    verifier: Option<&CodeVerifier>,
    crypto: &Crypto,
) -> Result<(), PkceError> {
    match (challenge, verifier) {
        (None, None) => Ok(()),
        // RFC 7636 §4.6: a code with a challenge is redeemed with its verifier.
        (Some(_), None) => Err(PkceError::MissingVerifier),
        // RFC 9700 §4.8.2: no challenge, then no verifier either.
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

/// Why a code verifier was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PkceError {
    /// The code was asked for with a challenge, and no verifier came:
    /// [RFC 7636 section 4.6](https://www.rfc-editor.org/rfc/rfc7636#section-4.6).
    #[error("the code verifier is missing")]
    MissingVerifier,
    /// The code was asked for without a challenge, so somebody removed it on the way:
    /// [RFC 9700 section 4.8.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.8.2).
    #[error("there is a code verifier but the code was asked for without a challenge")]
    UnexpectedVerifier,
    /// The verifier is another one:
    /// [RFC 7636 section 4.6](https://www.rfc-editor.org/rfc/rfc7636#section-4.6).
    #[error("the code verifier does not match the challenge")]
    Mismatch,
}

impl PkceError {
    /// A stable name for logs and metrics.
    pub fn code(&self) -> &'static str {
        match self {
            PkceError::MissingVerifier => "pkce.missing_verifier",
            PkceError::UnexpectedVerifier => "pkce.unexpected_verifier",
            PkceError::Mismatch => "pkce.mismatch",
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
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<CodeChallenge, D::Error> {
        CodeChallenge::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
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
