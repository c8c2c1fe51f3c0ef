//! The settings for request objects.

use core::time::Duration;

use symbolon_jose::SignatureAlgorithm;
use symbolon_oauth::request_object::RequestObjectRule;

use crate::RequestObjectKey;

/// The settings for request objects: authorization requests that a client signs and sends as the
/// parameter `request` ([RFC 9101](https://www.rfc-editor.org/rfc/rfc9101),
/// [Core §6](https://openid.net/specs/openid-connect-core-1_0.html#JWTRequests)).
///
/// The keys of a client are its [`jwks`](crate::RegisteredClient::jwks), or its client secret if the
/// record contains the secret
/// ([`RegisteredClient::shared_secret`](crate::RegisteredClient::shared_secret)).
///
/// ```
/// use symbolon_provider::{ProviderPolicy, RequestObjects};
///
/// let mut policy = ProviderPolicy::default();
/// policy.request_objects = Some(RequestObjects::default());
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RequestObjects {
    /// The rule that says which parameters of a request with a request object count. The default is
    /// [`RequestObjectRule::ObjectOnly`]. To change the rule for one client, use
    /// [`RegisteredClient::request_object_rule`](crate::RegisteredClient::request_object_rule).
    pub rule: RequestObjectRule,
    /// The algorithms that are accepted in request objects. The default is RS256, RS384, RS512,
    /// PS256, PS384, PS512, ES256, ES384, EdDSA and Ed25519. Add HS256, HS384 or HS512 for clients
    /// that sign with their client secret. A client that registered an algorithm
    /// ([`request_object_signing_alg`](crate::RegisteredClient::request_object_signing_alg)) can use
    /// only this algorithm.
    pub algorithms: Vec<SignatureAlgorithm>,
    /// Whether every client must send a signed request object
    /// ([RFC 9101 §10.5](https://www.rfc-editor.org/rfc/rfc9101#section-10.5)). The default is
    /// `false`. To require a signed request object from only one client, use
    /// [`RegisteredClient::require_signed_request_object`](crate::RegisteredClient::require_signed_request_object).
    /// With the rule [`RequestObjectRule::ObjectWins`], an attacker can still add parameters outside
    /// the object.
    pub required: bool,
    /// Whether a client that registered the algorithm `none` can send a request object without a
    /// signature. The default is `false`, because anyone can write such an object in the name of
    /// the client. A request with such an object is not safer than a request without a request
    /// object.
    pub accept_unsigned: bool,
    /// Whether a client can send the URI of a request object as `request_uri`. The URI must be in
    /// [`RegisteredClient::request_uris`](crate::RegisteredClient::request_uris). The default is
    /// `false`. Set this field to `true` only if your program calls
    /// [`Provider::source`](crate::Provider::source), which returns the request for the object
    /// ([Core §6.2](https://openid.net/specs/openid-connect-core-1_0.html#RequestUriParameter)).
    pub by_reference: bool,
    /// The time for which a request object that was fetched can be used again, if the fragment of its
    /// URI is the hash of the object. The default is one hour. Zero means that such objects are also
    /// fetched for each request
    /// ([Core §6.2](https://openid.net/specs/openid-connect-core-1_0.html#RequestUriParameter)).
    pub cache_lifetime: Duration,
    /// Whether a request object must have `iss`, `aud` and `exp`. The default is `false`, because
    /// [RFC 9101 §4](https://www.rfc-editor.org/rfc/rfc9101#section-4) only recommends these claims.
    /// They must have the right values if they are present. Set this field to `true` if all your
    /// clients send them: a request object without `exp` can be sent again at any later time, and a
    /// request object without `aud` can be sent to other providers.
    pub requires_claims: bool,
    /// The keys that decrypt request objects. The default is empty, which means that an encrypted
    /// request object is refused. The provider publishes the public keys and their algorithms
    /// ([RFC 9101 §6.1](https://www.rfc-editor.org/rfc/rfc9101#section-6.1)). To replace a key, put
    /// the new key first, and remove the old key when no client uses it any more.
    ///
    /// An encrypted request object must contain a signed JWT, as if it were not encrypted: anyone can
    /// encrypt to a public key.
    pub decryption_keys: Vec<RequestObjectKey>,
}

impl Default for RequestObjects {
    fn default() -> Self {
        Self {
            rule: RequestObjectRule::ObjectOnly,
            algorithms: super::asymmetric_algorithms(),
            required: false,
            accept_unsigned: false,
            by_reference: false,
            cache_lifetime: Duration::from_secs(60 * 60),
            requires_claims: false,
            decryption_keys: Vec::new(),
        }
    }
}
