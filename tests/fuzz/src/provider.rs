//! The provider's endpoints, from the bytes of a request to the response.

use std::sync::LazyLock;
use std::time::Duration;

use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Request};
use symbolon_discovery::Endpoint;
use symbolon_jose::jwk::{KeyKind, PublicJwkSet};
use symbolon_jose::{Object, SignatureAlgorithm};
use symbolon_oauth::jarm::{self, UnverifiedResponse};
use symbolon_oauth::{
    ClientAuthenticationMethod as Method, ClientId, ClientSecret, RedirectUri, Scope, WayBack,
};
use symbolon_provider::{
    AuthorizationRecords, Consent, Decision, FirstUse, IdTokenKey, Presented, Provider,
    ProviderPolicy, ReceivedRequest, Refusal, RegisteredClient, SignedIn, SingleUse, SpentRecord,
    Stored, TokenRequest, Unstored,
};
use symbolon_test_support::carried::carried;
use symbolon_test_support::metadata;
use symbolon_test_support::names::{CODE_VERIFIER, REDIRECT_URI, issuer};

use crate::checksum::CHECKSUM;
use crate::{Accepted, first_line, jwt, keys, text};

/// The secret of each client that has a secret.
pub(crate) const SECRET: &str = "gX1fBat3bV";
const FORM: &str = "application/x-www-form-urlencoded";

/// Takes a form for the authorization endpoint. A code is sent only to the redirect URI of the client.
/// An error is sent there too, or shown to the user.
pub(crate) fn provider_authorize(data: &[u8]) -> Option<Accepted> {
    let request = Request::post("/authorize").header(CONTENT_TYPE, FORM);
    let request = request.body(data).expect("the parts are valid");
    let request = ReceivedRequest::from_http(&request).ok()?;
    let client = client(request.client_id().as_str());
    let pending = match provider().authorize(request, client.as_ref(), jwt::now()) {
        Ok(pending) => pending,
        Err(refusal) => return refused(refusal, data),
    };
    let client = client.expect("only registered clients are accepted");
    assert_eq!(pending.client_id(), &client.client_id);
    assert!(pending.scope().contains("openid"));
    let signed_in = SignedIn::new(jwt::SUBJECT, jwt::now());
    let granted = Consent::new(signed_in, "openid email".parse().expect("our scope is valid"));
    let code = match provider().respond(pending, Decision::Consented(granted), jwt::now()) {
        Ok(code) => code,
        Err(refusal) => return refused(refusal, data),
    };
    let record = code.records().code.as_ref().expect("the response type is `code`");
    assert_eq!(record.redirect_uri.as_str(), REDIRECT_URI);
    to_the_client(&code.into_response(Stored::Confirmed), &client.client_id);
    Some(Accepted)
}

fn refused(refusal: Refusal, form: &[u8]) -> Option<Accepted> {
    match refusal {
        Refusal::ToClient(redirect) => {
            // RFC 9700 §4.11.2: no redirect to a client that registered itself, except after silent
            // authentication.
            let form = text(form).and_then(|form| symbolon_oauth::Parameters::parse(form).ok());
            let silent = form.is_some_and(|form| form.get("prompt") == Some("none"));
            assert!(silent || redirect.client_id().as_str() != "stranger");
            let client_id = redirect.client_id().clone();
            to_the_client(&redirect.into_response(), &client_id);
        }
        Refusal::AfterPage(page) => {
            assert_eq!(page.client_id().as_str(), "stranger");
            let address = match page.way_back().expect("delivered") {
                WayBack::Link(url) => url,
                WayBack::Form { action, .. } => action.as_str().to_owned(),
            };
            assert!(address.starts_with(REDIRECT_URI));
        }
        Refusal::ToUser(_) => {}
    }
    None
}

/// Reads the answer at the redirect URI, and verifies it if it is in a JWT.
fn to_the_client(response: &http::Response<Vec<u8>>, client_id: &ClientId) {
    let redirect_uri = RedirectUri::new(REDIRECT_URI).expect("our redirect URI is valid");
    let (_, answer) = carried(response, &redirect_uri).expect("sent to the redirect URI");
    let answer = match jarm::response(&answer).expect("`response` is alone") {
        None => answer,
        Some(jwt) => {
            let algorithms = SignatureAlgorithm::ALL;
            let keys = provider().jwks().verification_keys(algorithms, provider().crypto());
            let response = UnverifiedResponse::parse(jwt).expect("a signed JWT");
            response
                .verify(&keys, provider().issuer(), client_id, jwt::now(), Duration::ZERO)
                .expect("a valid JWT")
        }
    };
    // RFC 9207 §2: the response names its issuer.
    assert_eq!(answer.get("iss"), Some(jwt::ISSUER));
    assert!(answer.contains("code") != answer.contains("error"));
}

/// Takes `Authorization` on a line, and a form for the token endpoint. Tokens are issued only to the
/// client of the code, after it authenticated.
pub(crate) fn provider_token(data: &[u8]) -> Option<Accepted> {
    let (authorization, body) = first_line(data);
    let mut request = Request::post("/token").header(CONTENT_TYPE, FORM);
    if !authorization.is_empty() {
        request = request.header(AUTHORIZATION, HeaderValue::from_bytes(authorization).ok()?);
    }
    let request = request.body(body).expect("the parts are valid");
    let request = TokenRequest::from_http(&request).ok()?;
    let client = client(request.credentials.client_id().as_str());
    let authenticated = match provider().authenticate(&request, client.as_ref(), jwt::now()) {
        Ok(authenticated) => authenticated.accept(FirstUse::Confirmed).expect("the first use"),
        Err(refusal) => {
            let _ = refusal.into_response(Stored::Confirmed);
            return None;
        }
    };
    let client = client.expect("only registered clients are authenticated");
    assert_eq!(authenticated.client().client_id, client.client_id);
    let shown = [authorization, body].concat();
    if client.client_secret_fingerprint.is_some() {
        // The secret came in the form or in Basic, perhaps percent-encoded.
        assert!(!shown.is_empty() && !client.is_public());
    }

    let code = granted(client.client_id.as_str());
    let record = code.records().code.clone().expect("the response type is `code`");
    let Presented::Code(presented) = provider().presented(request, authenticated).ok()? else {
        panic!("this provider has no refresh tokens");
    };
    let is_it = *presented.fingerprint() == record.fingerprint;
    let found = if is_it { SingleUse::fresh(record.clone()) } else { SingleUse::Unknown };
    let tokens = provider().redeem(presented, found, Object::new(), jwt::now());
    assert!(is_it || tokens.is_err(), "tokens for a code that was never issued");
    let tokens = tokens.ok()?;
    assert_eq!(tokens.records().spends, SpentRecord::Code(record.fingerprint.clone()));
    assert_eq!(tokens.records().access.client_id, client.client_id);
    assert_eq!(tokens.records().access.subject.as_deref(), Some(jwt::SUBJECT));
    assert_eq!(tokens.into_response(Stored::Confirmed).status(), 200);
    Some(Accepted)
}

/// Issues the code that this client can redeem. It is the first random value of a run.
pub(crate) fn granted(client_id: &str) -> Unstored<AuthorizationRecords> {
    let form = format!(
        "response_type=code&client_id={client_id}&redirect_uri=https%3A%2F%2Fclient.example%2Fcb\
         &scope=openid&nonce=n&code_challenge={}&code_challenge_method=S256",
        challenge()
    );
    let request = Request::post("/authorize").header(CONTENT_TYPE, FORM);
    let request = request.body(form.as_bytes()).expect("the parts are valid");
    let request = ReceivedRequest::from_http(&request).expect("our request is valid");
    let client = client(client_id).expect("our client is valid");
    let pending = provider().authorize(request, Some(&client), jwt::now());
    let signed_in = SignedIn::new(jwt::SUBJECT, jwt::now());
    let granted = Consent::new(signed_in, Scope::parse("openid").expect("our scope is valid"));
    let pending = pending.expect("our request is valid");
    provider()
        .respond(pending, Decision::Consented(granted), jwt::now())
        .expect("our decision is valid")
}

fn challenge() -> String {
    let verifier = symbolon_oauth::CodeVerifier::parse(CODE_VERIFIER.to_owned());
    verifier.expect("our verifier is valid").challenge(&CHECKSUM).as_str().to_owned()
}

/// Returns the client of this name. There is one for each way to authenticate.
pub(crate) fn client(client_id: &str) -> Option<RegisteredClient> {
    let redirect_uri = RedirectUri::new(REDIRECT_URI).expect("our URI is valid");
    let id = ClientId::new(client_id).ok()?;
    let client = RegisteredClient::new(id, vec![redirect_uri]);
    let secret = ClientSecret::new(SECRET.to_owned());
    let mut client = match client_id {
        "basic" | "post" => client.secret(&secret, &CHECKSUM),
        "public" => client.public(),
        "stranger" => client.public().self_registered(),
        "signer" => client.private_key_jwt(PublicJwkSet::new(vec![keys::public(KeyKind::P256)])),
        _ => return None,
    };
    if client_id == "post" {
        client.token_endpoint_auth_method = Method::CLIENT_SECRET_POST;
    }
    Some(client)
}

pub(crate) fn provider() -> &'static Provider {
    static PROVIDER: LazyLock<Provider> = LazyLock::new(|| {
        let mut policy = ProviderPolicy::default();
        policy.refresh_tokens = false;
        let key =
            IdTokenKey::new(&keys::private(KeyKind::Rsa), SignatureAlgorithm::Rs256, &CHECKSUM);
        let keys = vec![key.expect("our key is valid")];
        let push = Endpoint::new("https://op.example/par").expect("our URL is valid");
        let endpoints = metadata::provider_endpoints().pushed_authorization_request(push);
        Provider::new(issuer(), endpoints, keys, policy, CHECKSUM).expect("our settings are valid")
    });
    &PROVIDER
}

/// Takes `Authorization` on a line, the query on a line, and the body of a UserInfo request. Each of
/// them may contain an access token.
pub(crate) fn userinfo_request(data: &[u8]) -> Option<Accepted> {
    let (authorization, rest) = first_line(data);
    let (query, body) = first_line(rest);
    let mut request =
        Request::post(format!("/userinfo?{}", text(query)?)).header(CONTENT_TYPE, FORM);
    if !authorization.is_empty() {
        request = request.header(AUTHORIZATION, HeaderValue::from_bytes(authorization).ok()?);
    }
    let request = request.body(body).ok()?;
    match symbolon_provider::UserInfoRequest::from_http(&request) {
        Ok(read) => {
            let token = read.access_token().expose().as_bytes();
            // RFC 6750 §2: a token is sent in one way only.
            assert!(authorization.ends_with(token) || !authorization.starts_with(b"Bearer "));
            let refused = provider().user_info(&read, None, jwt::now());
            let _ = refused.expect_err("the token is unknown").into_response();
            Some(Accepted)
        }
        Err(refusal) => {
            let _ = refusal.into_response();
            None
        }
    }
}
