//! Records as the engine of a provider makes them.

use core::error::Error;

use http::{Request, Response};
use symbolon_jose::jwk::{KeyKind, PrivateJwk};
use symbolon_jose::{Crypto, Object, SignatureAlgorithm};
use symbolon_oauth::obligation::{FirstUse, SingleUse, Stored};
use symbolon_oauth::request_object::{RequestObjectUri, hosted};
use symbolon_oauth::{
    ClientAuthenticationMethod, ClientId, ClientSecret, EncodedJwt, Issuer, Parameters,
    RedirectUri, TokenRequest,
};
use symbolon_provider::{
    CodeRecord, Consent, Decision, FetchedRequestObject, IdTokenKey, PendingAuthorization,
    Presented, Provider, ProviderEndpoints, ProviderPolicy, PushRefusal, PushedRequest,
    PushedRequestRecord, ReceivedRequest, RefreshTokenRecord, RegisteredClient, RequestObjects,
    RequestSource, SignedIn, TokenRecords, TokenRefusal,
};

use super::party::Party;
use super::times::now;

/// The records of one login. The records of other logins are copies with other fingerprints.
#[derive(Clone, Debug)]
pub(super) struct Templates {
    pub(super) client: RegisteredClient,
    pub(super) pending: PendingAuthorization,
    pub(super) pushed: PushedRequestRecord,
    pub(super) object: FetchedRequestObject,
    pub(super) code: CodeRecord,
    /// The tokens for the code.
    pub(super) tokens: TokenRecords,
    /// The tokens for the refresh token.
    pub(super) refreshed: TokenRecords,
    pub(super) party: Party,
}

const REDIRECT_URI: &str = "https://client.example/callback";

/// The parameter `claims` of the request, encoded for a query:
/// `{"userinfo":{"groups":{"values":["a",1.5]}},"id_token":{"name#el":null}}`.
const CLAIMS: &str = "%7B%22userinfo%22:%7B%22groups%22:%7B%22values%22:%5B%22a%22,1.5%5D%7D%7D,\
    %22id_token%22:%7B%22name%23el%22:null%7D%7D";

/// Runs the engine of a provider through a login and a refresh, and returns the records. `client_id` is
/// the client of the relying party.
pub(super) fn templates(
    issuer: &Issuer,
    client_id: &ClientId,
    crypto: &Crypto,
) -> Result<Templates, Box<dyn Error>> {
    let jwk = PrivateJwk::generate(KeyKind::P256, crypto)?.named_by_thumbprint(crypto);
    let key = IdTokenKey::new(&jwk, SignatureAlgorithm::Es256, crypto)?;
    let endpoints = ProviderEndpoints::below(issuer)?;
    let mut policy = ProviderPolicy::default();
    let mut objects = RequestObjects::default();
    objects.by_reference = true;
    policy.request_objects = Some(objects);
    let provider = Provider::new(issuer.clone(), endpoints, vec![key], policy, *crypto)?;
    let secret = ClientSecret::random(crypto)?;
    let redirect_uri = RedirectUri::new(REDIRECT_URI)?;
    let mut client = RegisteredClient::new(ClientId::new("client")?, vec![redirect_uri])
        .secret(&secret, crypto)
        .refresh_tokens();
    client.token_endpoint_auth_method = ClientAuthenticationMethod::CLIENT_SECRET_POST;
    let (pending, code, answer) = authorize(&provider, &client)?;
    let credentials = format!("client_id=client&client_secret={}", secret.expose());
    let pushed = push(&provider, &client, &credentials)?;
    let object = fetch(&provider, &client, crypto)?;
    let code_text = between(answer.headers().get("location"), "code=").ok_or("no code")?;
    let form = format!(
        "grant_type=authorization_code&code={code_text}&redirect_uri={REDIRECT_URI}&{credentials}"
    );
    let found = Found::Code(SingleUse::fresh(code.clone()));
    let (tokens, answer) = token(&provider, &client, form, found)?;
    let answer: serde_json::Value = serde_json::from_slice(answer.body())?;
    let refresh = answer.get("refresh_token").and_then(|token| token.as_str());
    let refresh = refresh.ok_or("no refresh token")?;
    let form = format!("grant_type=refresh_token&refresh_token={refresh}&{credentials}");
    let found = tokens.refresh.clone().ok_or("no refresh token")?;
    let found = Found::RefreshToken(SingleUse::fresh(found));
    let (refreshed, _) = token(&provider, &client, form, found)?;
    let party = Party::new(issuer, client_id, crypto)?;
    Ok(Templates { client, pending, pushed, object, code, tokens, refreshed, party })
}

type Answered = (TokenRecords, Response<Vec<u8>>);
type Authorized = (PendingAuthorization, CodeRecord, Response<Vec<u8>>);

/// Returns the parameters of the authorization request, without `client_id`.
fn parameters() -> String {
    format!(
        "response_type=code&redirect_uri={REDIRECT_URI}&prompt=consent\
         &scope=openid%20offline_access&state=a-state&nonce=a-nonce&claims_locales=de%20el\
         &claims={CLAIMS}"
    )
}

/// Pushes the authorization request.
fn push(
    provider: &Provider,
    client: &RegisteredClient,
    credentials: &str,
) -> Result<PushedRequestRecord, Box<dyn Error>> {
    let request = Request::post(format!("{}/par", provider.issuer()))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("{}&{credentials}", parameters()).into_bytes())?;
    let refused = |refusal: PushRefusal| refusal.code();
    let request = PushedRequest::from_http(&request).map_err(refused)?;
    let client = provider.authenticate_push(&request, Some(client), now()).map_err(refused)?;
    let client = client.accept(FirstUse::Confirmed)?;
    let pushed = provider.push(request, client, now()).map_err(refused)?;
    Ok(pushed.records().clone())
}

/// Fetches a request object from a URI with its hash.
fn fetch(
    provider: &Provider,
    client: &RegisteredClient,
    crypto: &Crypto,
) -> Result<FetchedRequestObject, Box<dyn Error>> {
    let object = EncodedJwt::new("e30.e30.AA".to_owned());
    let uri = RequestObjectUri::new("https://client.example/request.jwt")?;
    let uri = uri.with_hash_of(object.expose().as_bytes(), crypto);
    let mut client = client.clone();
    client.request_uris = vec![uri.clone()];
    let mut query = Parameters::new();
    query.push("client_id", client.client_id.as_str());
    query.push("request_uri", uri.as_str());
    let uri = format!("{}/authorize?{}", provider.issuer(), query.encode());
    let request = ReceivedRequest::from_http(&Request::get(uri).body(Vec::new())?)
        .map_err(|refusal| format!("{refusal:?}"))?;
    let RequestSource::Fetch(fetch) = provider.source(request, Some(&client)) else {
        return Err("no request for the object".into());
    };
    Ok(fetch.to_cache(&hosted::to_http(&object), now()).ok_or("no request object")?)
}

fn authorize(provider: &Provider, client: &RegisteredClient) -> Result<Authorized, Box<dyn Error>> {
    let uri = format!("{}/authorize?client_id=client&{}", provider.issuer(), parameters());
    let request = ReceivedRequest::from_http(&Request::get(uri).body(Vec::new())?)
        .map_err(|refusal| format!("{refusal:?}"))?;
    let pending = provider
        .authorize(request, Some(client), now())
        .map_err(|refusal| format!("{refusal:?}"))?;
    let consent = Consent::new(SignedIn::new("alice", now()), pending.scope().clone());
    // The records then have every member that an engine writes.
    let consent = consent.claims(pending.claims_beyond_scope());
    let issued = provider
        .respond(pending.clone(), Decision::Consented(consent), now())
        .map_err(|refusal| format!("{refusal:?}"))?;
    let code = issued.records().code.clone().ok_or("no code")?;
    Ok((pending, code, issued.into_response(Stored::Confirmed)))
}

fn refused(refusal: impl Into<TokenRefusal>) -> &'static str {
    refusal.into().code()
}

enum Found {
    Code(SingleUse<CodeRecord>),
    RefreshToken(SingleUse<RefreshTokenRecord>),
}

fn token(
    provider: &Provider,
    client: &RegisteredClient,
    form: String,
    found: Found,
) -> Result<Answered, Box<dyn Error>> {
    let request = Request::post(format!("{}/token", provider.issuer()))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form.into_bytes())?;
    let request = TokenRequest::from_http(&request).map_err(refused)?;
    let client = provider.authenticate(&request, Some(client), now()).map_err(refused)?;
    let client = client.accept(FirstUse::Confirmed)?;
    let issued = match (provider.presented(request, client).map_err(refused)?, found) {
        (Presented::Code(code), Found::Code(found)) => {
            provider.redeem(code, found, Object::new(), now()).map_err(refused)?
        }
        (Presented::RefreshToken(token), Found::RefreshToken(found)) => {
            provider.refresh(token, found, Object::new(), now()).map_err(refused)?
        }
        _ => return Err("the provider read another grant type".into()),
    };
    let records = issued.records().clone();
    Ok((records, issued.into_response(Stored::Confirmed)))
}

/// Returns the value of a parameter in an address.
fn between<'a>(location: Option<&'a http::HeaderValue>, name: &str) -> Option<&'a str> {
    let (_, value) = location?.to_str().ok()?.split_once(name)?;
    value.split('&').next()
}
