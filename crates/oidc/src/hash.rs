//! `at_hash` and `c_hash`: the left half of a token's hash, which ties it to the ID Token beside it.

use symbolon_jose::{Crypto, SignatureAlgorithm, base64url};
use symbolon_oauth::{AccessToken, AuthorizationCode};

/// No hash algorithm is known to go with this signature algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no hash algorithm is known for {0}")]
pub struct UnknownHash(pub SignatureAlgorithm);

impl UnknownHash {
    /// `"hash.unknown"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "hash.unknown"
    }
}

/// The `at_hash` of an access token, for an ID Token signed with this algorithm
/// ([Core §3.1.3.6](https://openid.net/specs/openid-connect-core-1_0.html#CodeIDToken)).
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
/// [`UnknownHash`].
pub fn at_hash(
    algorithm: SignatureAlgorithm,
    access_token: &AccessToken,
    crypto: &Crypto,
) -> Result<String, UnknownHash> {
    left_half(algorithm, access_token.expose().as_bytes(), crypto)
}

/// The `c_hash` of an authorization code, for an ID Token signed with this algorithm
/// ([Core §3.3.2.11](https://openid.net/specs/openid-connect-core-1_0.html#HybridIDToken)).
///
/// # Errors
/// [`UnknownHash`].
pub fn c_hash(
    algorithm: SignatureAlgorithm,
    code: &AuthorizationCode,
    crypto: &Crypto,
) -> Result<String, UnknownHash> {
    left_half(algorithm, code.expose().as_bytes(), crypto)
}

fn left_half(
    algorithm: SignatureAlgorithm,
    octets: &[u8],
    crypto: &Crypto,
) -> Result<String, UnknownHash> {
    use SignatureAlgorithm as A;
    // Core §3.1.3.6: the hash is the one inside the algorithm of the `alg` header parameter.
    // RFC 8032 §5.1: Ed25519 hashes with SHA-512.
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
