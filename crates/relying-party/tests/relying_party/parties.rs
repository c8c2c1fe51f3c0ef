//! The two parties, as each knows the other.

use http::{Request, Response, header};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::{Endpoint, ProviderMetadata};
use symbolon_jose::jwk::PublicJwkSet;
use symbolon_jose::{Object, SignatureAlgorithm};
use symbolon_oauth::{ClientId, ClientSecret, Issuer, Parameters, RedirectUri};
use symbolon_relying_party::{Callback, Client, ClientAuthentication, PendingLogin, RelyingParty};
use time::OffsetDateTime;
use url::Url;

use crate::keys::{self, Pair};

pub(crate) const ISSUER: &str = "https://op.example";
pub(crate) const CLIENT: &str = "s6BhdRkqt3";
pub(crate) const SECRET: &str = "a client secret of 32 characters.";

/// Some time in 2023.
pub(crate) fn now() -> OffsetDateTime {
    at(1_700_000_000)
}

pub(crate) fn at(seconds: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(seconds).unwrap()
}

pub(crate) fn metadata() -> ProviderMetadata {
    let endpoint = |path| Endpoint::new(&format!("{ISSUER}{path}")).unwrap();
    let mut metadata = ProviderMetadata::new(
        Issuer::new(ISSUER).unwrap(),
        endpoint("/authorize"),
        endpoint("/token"),
        endpoint("/jwks"),
        ["RS256", "ES256", "EdDSA", "HS256"].map(str::to_owned).to_vec(),
    );
    metadata.userinfo_endpoint = Some(endpoint("/userinfo"));
    metadata
}

pub(crate) fn client() -> Client {
    let secret = ClientSecret::new(SECRET.to_owned());
    let authentication = ClientAuthentication::ClientSecretBasic(secret);
    let mut client = Client::new(ClientId::new(CLIENT).unwrap(), authentication);
    client.policy.id_token_algorithms = vec![SignatureAlgorithm::Es256, SignatureAlgorithm::EdDsa];
    client
}

pub(crate) fn rp() -> RelyingParty {
    RelyingParty::new(metadata(), client(), &CRYPTO).unwrap()
}

pub(crate) fn redirect_uri() -> RedirectUri {
    RedirectUri::new("https://client.example/callback").unwrap()
}

/// A login that has begun, and the parameters of its request.
pub(crate) fn begin(rp: &RelyingParty) -> (Parameters, PendingLogin) {
    let (url, pending) = rp.login(&redirect_uri()).scope("email").begin(now()).unwrap();
    (parameters(&url), pending)
}

pub(crate) fn parameters(url: &Url) -> Parameters {
    Parameters::parse(url.query().unwrap()).unwrap()
}

/// The request that a browser makes to the redirect URI.
pub(crate) fn arriving(query: &str) -> Request<Vec<u8>> {
    let uri = format!("{}?{query}", redirect_uri().as_str());
    Request::builder().uri(uri).body(Vec::new()).unwrap()
}

/// What arrives when all goes well.
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

/// The provider's key set with the public halves of these.
pub(crate) fn jwks(pairs: &[Pair]) -> Response<Vec<u8>> {
    let set = PublicJwkSet::new(pairs.iter().map(Pair::public).collect());
    symbolon_discovery::jwk_set::to_http(&set, 3600)
}

pub(crate) fn usual_jwks() -> Response<Vec<u8>> {
    jwks(&[keys::es()])
}
