//! The provider's metadata, the client's settings, and their messages.

use http::{Request, Response, header};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::ProviderMetadata;
use symbolon_jose::jwk::PublicJwkSet;
use symbolon_jose::{Object, SignatureAlgorithm};
use symbolon_oauth::{ClientSecret, Parameters};
use symbolon_relying_party::{
    Callback, ClientAuthentication, ClientConfiguration, PendingLogin, RelyingParty,
};
pub(crate) use symbolon_test_support::clock::now;
use symbolon_test_support::keys::KeyPair;
use symbolon_test_support::metadata::endpoints;
use symbolon_test_support::names::client_id;
pub(crate) use symbolon_test_support::names::{CLIENT_ID as CLIENT, ISSUER, redirect_uri};
use url::Url;

use crate::keys;

pub(crate) const SECRET: &str = "a client secret of 32 characters.";

pub(crate) fn metadata() -> ProviderMetadata {
    endpoints(&["RS256", "ES256", "EdDSA", "HS256"])
}

pub(crate) fn client() -> ClientConfiguration {
    let secret = ClientSecret::new(SECRET.to_owned());
    let authentication = ClientAuthentication::ClientSecretBasic(secret);
    let mut client = ClientConfiguration::new(client_id(), authentication);
    client.policy.id_token_algorithms =
        Some(vec![SignatureAlgorithm::Es256, SignatureAlgorithm::EdDsa]);
    client
}

pub(crate) fn rp() -> RelyingParty {
    RelyingParty::new(metadata(), client(), &CRYPTO).unwrap()
}

/// Begins a login, and returns the parameters of its request.
pub(crate) fn begin(rp: &RelyingParty) -> (Parameters, PendingLogin) {
    let (url, pending) = rp.login(&redirect_uri()).scope("email").begin(now()).unwrap();
    (parameters(&url), pending)
}

pub(crate) fn parameters(url: &Url) -> Parameters {
    Parameters::parse(url.query().unwrap()).unwrap()
}

/// Returns the request that a browser makes to the redirect URI.
pub(crate) fn arriving(query: &str) -> Request<Vec<u8>> {
    let uri = format!("{}?{query}", redirect_uri().as_str());
    Request::builder().uri(uri).body(Vec::new()).unwrap()
}

/// Returns a valid callback of this login.
pub(crate) fn callback(pending: &PendingLogin) -> Callback {
    let query = format!("code=SplxlOBeZQQYbYS6WxSbIA&state={}", pending.state().expose());
    Callback::from_http(&arriving(&query)).unwrap()
}

pub(crate) fn json(object: &Object) -> Response<Vec<u8>> {
    answer("application/json", object.to_json().as_bytes())
}

pub(crate) fn answer(content_type: &str, body: &[u8]) -> Response<Vec<u8>> {
    Response::builder().header(header::CONTENT_TYPE, content_type).body(body.to_vec()).unwrap()
}

/// Returns the response with the provider's key set: the public keys of these pairs.
pub(crate) fn jwks(pairs: &[KeyPair]) -> Response<Vec<u8>> {
    let set = PublicJwkSet::new(pairs.iter().map(KeyPair::public).collect());
    symbolon_discovery::jwk_set::to_http(&set, 3600)
}

pub(crate) fn usual_jwks() -> Response<Vec<u8>> {
    jwks(&[keys::es()])
}
