//! `at_hash`, `c_hash` and `s_hash`: claims that bind an access token, a code and a `state` to an ID
//! Token.
//!
//! ```
//! use symbolon_crypto_ring::CRYPTO;
//! use symbolon_jose::SignatureAlgorithm;
//! use symbolon_oauth::AccessToken;
//! use symbolon_oidc::hash::at_hash;
//!
//! let token = AccessToken::new("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y".into());
//! let hash = at_hash(SignatureAlgorithm::Rs256, &token, &CRYPTO)?;
//! assert_eq!(hash, "77QmUPtjPfzWtF2AnpK9RQ");
//! # Ok::<(), symbolon_oidc::hash::UnknownHash>(())
//! ```

use symbolon_jose::{Crypto, SignatureAlgorithm, base64url};
use symbolon_oauth::{AccessToken, AuthorizationCode, State};

/// The error when no hash algorithm is known for a signature algorithm, so that `at_hash`, `c_hash`
/// and `s_hash` cannot be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the hashes in an ID Token cannot be computed: no hash algorithm is defined for {0}")]
pub struct UnknownHash(pub SignatureAlgorithm);

impl UnknownHash {
    /// Returns the stable name of the error, `"hash.unknown"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "hash.unknown"
    }
}

/// Computes the `at_hash` of an access token, for an ID Token that is signed with `algorithm`
/// ([Core §3.1.3.6](https://openid.net/specs/openid-connect-core-1_0.html#CodeIDToken)).
///
/// The result is the left half of the hash, encoded as base64url.
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_jose::SignatureAlgorithm;
/// use symbolon_oauth::AccessToken;
///
/// let token = AccessToken::new("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y".into());
/// let at_hash = symbolon_oidc::hash::at_hash(SignatureAlgorithm::Rs256, &token, &CRYPTO)?;
/// assert_eq!(at_hash, "77QmUPtjPfzWtF2AnpK9RQ");
/// # Ok::<(), symbolon_oidc::hash::UnknownHash>(())
/// ```
///
/// # Errors
/// [`UnknownHash`] if no hash algorithm is defined for the signature algorithm.
pub fn at_hash(
    algorithm: SignatureAlgorithm,
    access_token: &AccessToken,
    crypto: &Crypto,
) -> Result<String, UnknownHash> {
    left_half(algorithm, access_token.expose().as_bytes(), crypto)
}

/// Computes the `c_hash` of an authorization code, for an ID Token that is signed with `algorithm`
/// ([Core §3.3.2.11](https://openid.net/specs/openid-connect-core-1_0.html#HybridIDToken)).
///
/// The result is the left half of the hash, encoded as base64url.
///
/// # Errors
/// [`UnknownHash`] if no hash algorithm is defined for the signature algorithm.
pub fn c_hash(
    algorithm: SignatureAlgorithm,
    code: &AuthorizationCode,
    crypto: &Crypto,
) -> Result<String, UnknownHash> {
    left_half(algorithm, code.expose().as_bytes(), crypto)
}

/// Computes the `s_hash` of a `state`, for an ID Token that is signed with `algorithm`
/// ([FAPI 1.0 Advanced §5.1.1](https://openid.net/specs/openid-financial-api-part-2-1_0.html#id-token-as-detached-signature)).
///
/// The result is the left half of the hash, encoded as base64url.
///
/// # Errors
/// [`UnknownHash`] if no hash algorithm is defined for the signature algorithm.
pub fn s_hash(
    algorithm: SignatureAlgorithm,
    state: &State,
    crypto: &Crypto,
) -> Result<String, UnknownHash> {
    left_half(algorithm, state.expose().as_bytes(), crypto)
}

fn left_half(
    algorithm: SignatureAlgorithm,
    octets: &[u8],
    crypto: &Crypto,
) -> Result<String, UnknownHash> {
    use SignatureAlgorithm as A;
    // Core §3.1.3.6: the hash algorithm is the hash algorithm of the signature algorithm in `alg`.
    // RFC 8032 §5.1: Ed25519 uses SHA-512.
    let digest = match algorithm {
        A::Hs256 | A::Rs256 | A::Ps256 | A::Es256 | A::Es256k => {
            crypto.digests.sha256(octets).to_vec()
        }
        A::Hs384 | A::Rs384 | A::Ps384 | A::Es384 => crypto.digests.sha384(octets).to_vec(),
        A::Hs512 | A::Rs512 | A::Ps512 | A::Es512 | A::EdDsa | A::Ed25519 => {
            crypto.digests.sha512(octets).to_vec()
        }
        other => return Err(UnknownHash(other)),
    };
    let (left, _) = digest.split_at(digest.len() / 2);
    Ok(base64url::encode(left))
}
