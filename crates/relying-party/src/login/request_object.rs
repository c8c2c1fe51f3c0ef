//! The URL of a login: with all parameters, or with a request object.

use symbolon_jose::{EncryptionKey, Excerpts, SignatureAlgorithm, SigningKey};
use symbolon_oauth::request_object::{HostedObjectError, RequestObject, RequestObjectUri, hosted};
use symbolon_oauth::{AuthorizationRequest, EncodedJwt, Scope, danger};
use symbolon_oidc::AuthenticationRequest;
use time::OffsetDateTime;
use url::Url;

use super::LoginRequestError;
use crate::RelyingParty;

/// The keys of a request object.
#[derive(Clone, Debug, Default)]
pub(super) struct ObjectKeys {
    pub(super) signing: Option<Signing>,
    pub(super) encryption: Option<EncryptionKey>,
}

/// How a request object is signed.
#[derive(Clone, Debug)]
pub(super) enum Signing {
    Key(SigningKey),
    /// The object has the `alg` `none`.
    Unsigned,
}

/// The longest `request_uri` in characters
/// ([Core §6.2](https://openid.net/specs/openid-connect-core-1_0.html#RequestUriParameter)).
const MAX_URI: usize = 512;

/// Builds the URL to which the browser is sent. If there is a key, the URL contains the parameters
/// only inside a signed request object.
pub(super) fn url(
    rp: &RelyingParty,
    request: AuthenticationRequest,
    keys: &ObjectKeys,
    now: OffsetDateTime,
) -> Result<Url, LoginRequestError> {
    check_push(rp)?;
    let has_object = keys.signing.is_some() || keys.encryption.is_some();
    if has_object && !rp.provider().supports_request_parameter() {
        return Err(LoginRequestError::NoRequestObjects);
    }
    match keys.object(rp, &request, now)? {
        None => Ok(request.into_url(rp.provider().authorization_endpoint.url())),
        Some(object) => outside(rp, request, "request", object.expose()),
    }
}

/// Builds the URL with the address and the hash of a request object, and the request object.
pub(super) fn by_reference(
    rp: &RelyingParty,
    request: AuthenticationRequest,
    keys: &ObjectKeys,
    uri: &RequestObjectUri,
    now: OffsetDateTime,
) -> Result<(Url, EncodedJwt), LoginRequestError> {
    check_push(rp)?;
    // Discovery §3: without this member, the provider supports `request_uri`.
    if !rp.provider().supports_request_uri_parameter() {
        return Err(LoginRequestError::NoRequestUri);
    }
    let object = keys.object(rp, &request, now)?;
    let object = object.ok_or(LoginRequestError::NoRequestObjectKey)?;
    let found = object.expose().len();
    if found > hosted::MAX_BYTES {
        return Err(HostedObjectError::TooLarge { found }.into());
    }
    let uri = uri.with_hash_of(object.expose().as_bytes(), rp.crypto());
    let length = uri.as_str().len();
    if length > MAX_URI {
        return Err(LoginRequestError::RequestUriTooLong { length });
    }
    Ok((outside(rp, request, "request_uri", uri.as_str())?, object))
}

/// Checks that the provider accepts a request that was not pushed.
fn check_push(rp: &RelyingParty) -> Result<(), LoginRequestError> {
    // RFC 9126 §5: the provider refuses a request that was not pushed.
    match rp.provider().require_pushed_authorization_requests {
        Some(true) => Err(LoginRequestError::PushRequired),
        _ => Ok(()),
    }
}

/// Builds the URL of a request whose parameters are in a request object.
fn outside(
    rp: &RelyingParty,
    request: AuthenticationRequest,
    name: &str,
    value: &str,
) -> Result<Url, LoginRequestError> {
    // Core §6.1: these parameters are also outside the object, and `scope` contains `openid`.
    let client_id = rp.client_id().clone();
    let mut outside = AuthorizationRequest::new(request.oauth.response_type, client_id);
    outside.scope = Some(Scope::parse("openid")?);
    outside.extra.push(name, value);
    Ok(outside.into_url(rp.provider().authorization_endpoint.url()))
}

impl ObjectKeys {
    /// Creates the request object, if the login sends a request object.
    pub(super) fn object(
        &self,
        rp: &RelyingParty,
        request: &AuthenticationRequest,
        now: OffsetDateTime,
    ) -> Result<Option<EncodedJwt>, LoginRequestError> {
        let Some(signing) = &self.signing else {
            // RFC 9101 §4: a request object is signed, or signed and then encrypted.
            return match &self.encryption {
                None => Ok(None),
                Some(_) => Err(LoginRequestError::NoRequestObjectKey),
            };
        };
        let mut object = RequestObject::new(rp.client_id(), rp.issuer(), request.to_parameters());
        if let Some(key) = &self.encryption {
            check_encryption(rp, key)?;
            object = object.encrypt(key.clone());
        }
        let object = match signing {
            Signing::Key(key) => {
                check_signature(rp, key.algorithm())?;
                object.sign(key, rp.crypto(), now)
            }
            // The encryption is not left out without a word.
            Signing::Unsigned if self.encryption.is_some() => {
                return Err(LoginRequestError::NoRequestObjectKey);
            }
            Signing::Unsigned => {
                let listed = &rp.provider().request_object_signing_alg_values_supported;
                if not_listed(listed, "none").is_some() {
                    return Err(LoginRequestError::UnsignedRequestObject);
                }
                danger::write_unsigned_request_object(&object, rp.crypto(), now)
            }
        };
        Ok(Some(object?))
    }
}

/// Checks that the provider supports the algorithm of the signature.
fn check_signature(rp: &RelyingParty, asked: SignatureAlgorithm) -> Result<(), LoginRequestError> {
    let listed = &rp.provider().request_object_signing_alg_values_supported;
    not_listed(listed, asked.as_str()).map_or(Ok(()), |advertised| {
        Err(LoginRequestError::RequestObjectAlgorithm { asked, advertised })
    })
}

/// Checks that the provider supports the algorithms of the encryption.
fn check_encryption(rp: &RelyingParty, key: &EncryptionKey) -> Result<(), LoginRequestError> {
    let provider = rp.provider();
    let asked = key.algorithm();
    let listed = &provider.request_object_encryption_alg_values_supported;
    if let Some(advertised) = not_listed(listed, asked.as_str()) {
        return Err(LoginRequestError::RequestObjectEncryption { asked, advertised });
    }
    let asked = key.content_encryption();
    let listed = &provider.request_object_encryption_enc_values_supported;
    if let Some(advertised) = not_listed(listed, asked.as_str()) {
        return Err(LoginRequestError::RequestObjectContentEncryption { asked, advertised });
    }
    Ok(())
}

/// Returns the list for an error message if the algorithm is not in the list.
fn not_listed(listed: &[String], asked: &str) -> Option<Excerpts> {
    // Discovery §3: a provider that lists no algorithms may still support this algorithm.
    let is_listed = listed.is_empty() || listed.iter().any(|name| name == asked);
    (!is_listed).then(|| Excerpts::new(listed))
}
