//! The response of the UserInfo endpoint as a signed JWT.

use http::Response;
use symbolon_jose::jws::{Jws, SignError};
use symbolon_jose::{Object, SigningKey};
use symbolon_oauth::{ClientId, Issuer};

use super::{expected, respond};
use crate::release;

/// Builds the response of the UserInfo endpoint as a signed JWT, for a client that registered
/// `userinfo_signed_response_alg`
/// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
///
/// `claims` are `sub` and the claims about the user. The JWT also contains `iss` and `aud`. Claims
/// that belong to another kind of JWT, such as `exp`, `nonce` and `events`, are left out, so that no
/// reader accepts the response as an ID Token or as another kind
/// ([RFC 8725 §3.12](https://www.rfc-editor.org/rfc/rfc8725#section-3.12)).
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_jose::Object;
/// use symbolon_oidc::{ExpectedUserInfo, user_info};
/// # use symbolon_jose::{Secret, SignatureAlgorithm, SigningKey, VerificationKey, VerificationKeys};
/// # use symbolon_oauth::{ClientId, Issuer};
/// # let (issuer, client_id) = (Issuer::new("https://op.example")?, ClientId::new("s6BhdRkqt3")?);
/// # let now = time::OffsetDateTime::UNIX_EPOCH;
/// # let secret = Secret::new(b"a client secret of at least 32 bytes".to_vec());
/// # let key = SigningKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO)?;
/// # let keys: VerificationKeys =
/// #     VerificationKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO)?.into();
/// let claims = Object::parse(br#"{"sub":"alice","email":"alice@example.com"}"#)?;
/// let response = user_info::respond_signed(&claims, &issuer, &client_id, &key)?;
/// assert_eq!(response.headers()["content-type"], "application/jwt");
///
/// let expected = ExpectedUserInfo::new("alice").signed(&issuer, &client_id, &keys);
/// assert_eq!(expected.read(&response, now)?.claims.email.as_deref(), Some("alice@example.com"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`SignError::Backend`] when the cryptography backend fails.
pub fn respond_signed(
    claims: &Object,
    issuer: &Issuer,
    client_id: &ClientId,
    key: &SigningKey,
) -> Result<Response<Vec<u8>>, SignError> {
    let mut signed = Object::new();
    for (name, value) in claims.iter().filter(|(name, _)| !is_of_other_kind(name)) {
        signed.insert(name, value.clone());
    }
    // Core §5.3.2: `iss` is the issuer, and `aud` is the client.
    signed.insert("iss", issuer.as_str());
    signed.insert("aud", client_id.as_str());
    let jwt = Jws::new(signed.to_json().into_bytes()).typ("JWT").sign(key)?;
    let mut response = respond::response(jwt.into_bytes());
    response.headers_mut().insert(http::header::CONTENT_TYPE, expected::JWT);
    Ok(response)
}

/// Returns whether a claim belongs to another kind of JWT. `sub` belongs to both, and the claims of
/// other parties (Core §5.6.2) belong to UserInfo.
fn is_of_other_kind(name: &str) -> bool {
    let is_of_user_info = ["sub", "_claim_names", "_claim_sources"].contains(&name);
    let is_of_messages = ["response_type", "code", "state"].contains(&name);
    !is_of_user_info && (is_of_messages || release::is_reserved(name))
}
