//! The URL of a login: with all parameters, or with a request object.

use symbolon_jose::{Excerpts, SignatureAlgorithm, SigningKey};
use symbolon_oauth::request_object::RequestObject;
use symbolon_oauth::{AuthorizationRequest, Scope};
use symbolon_oidc::AuthenticationRequest;
use time::OffsetDateTime;
use url::Url;

use super::LoginRequestError;
use crate::RelyingParty;

/// Builds the URL to which the browser is sent. If there is a key, the URL contains the parameters
/// only inside a signed request object.
pub(super) fn url(
    rp: &RelyingParty,
    request: AuthenticationRequest,
    key: Option<&SigningKey>,
    now: OffsetDateTime,
) -> Result<Url, LoginRequestError> {
    let endpoint = rp.provider().authorization_endpoint.url();
    let Some(key) = key else { return Ok(request.into_url(endpoint)) };
    check(rp, key.algorithm())?;
    let client_id = rp.client_id();
    let object = RequestObject::new(client_id, rp.issuer(), request.to_parameters());
    let object = object.sign(key, rp.crypto(), now)?;
    // Core §6.1: these parameters are also outside the object, and `scope` contains `openid`.
    let mut outside = AuthorizationRequest::new(request.oauth.response_type, client_id.clone());
    outside.scope = Some(Scope::parse("openid")?);
    outside.extra.push("request", object.expose());
    Ok(outside.into_url(endpoint))
}

/// Checks that the provider reads request objects, and supports the algorithm.
fn check(rp: &RelyingParty, asked: SignatureAlgorithm) -> Result<(), LoginRequestError> {
    let provider = rp.provider();
    if !provider.supports_request_parameter() {
        return Err(LoginRequestError::NoRequestObjects);
    }
    // Discovery §3: a provider that lists no algorithms may still support this algorithm.
    let advertised = &provider.request_object_signing_alg_values_supported;
    if !advertised.is_empty() && !advertised.iter().any(|name| name == asked.as_str()) {
        let advertised = Excerpts::new(advertised);
        return Err(LoginRequestError::RequestObjectAlgorithm { asked, advertised });
    }
    Ok(())
}
