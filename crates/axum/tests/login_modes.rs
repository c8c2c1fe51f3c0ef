//! Logins in every response mode: several tabs, the fragment, forms, and encrypted responses.

use std::error::Error;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::response::Response;
use http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use http::{HeaderMap, StatusCode};
use symbolon_axum::{CookieKey, LoginCallback, LoginCookies, Logins, Problem, ProblemCode};
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{
    ContentEncryptionAlgorithm, DecryptionKey, EncryptionKey, KeyManagementAlgorithm, SigningKey,
};
use symbolon_oauth::jarm::ResponseJwt;
use symbolon_oauth::{
    ErrorCode, ErrorResponse, Parameters, RedirectUri, ResponseMode, ResponseType, ReturnPath,
    State, WayBack,
};
use symbolon_relying_party::{
    Callback, ClientAuthentication, ClientConfiguration, LoginRequest, RelyingParty,
};
use symbolon_test_support::{clock::at, keys, metadata, names};
use tower::ServiceExt as _;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

const ALG: KeyManagementAlgorithm = KeyManagementAlgorithm::EcdhEsA128Kw;
const ENC: ContentEncryptionAlgorithm = ContentEncryptionAlgorithm::A256Gcm;

fn client() -> ClientConfiguration {
    let authentication = ClientAuthentication::ClientSecretBasic(names::client_secret());
    ClientConfiguration::new(names::client_id(), authentication)
        .response_types(ResponseType::ALL.to_vec())
}

fn relying_party(client: ClientConfiguration) -> Outcome<RelyingParty> {
    let mut provider = metadata::endpoints(&["RS256"]);
    provider.response_types_supported = ResponseType::ALL.to_vec();
    Ok(RelyingParty::new(provider, client, &CRYPTO)?)
}

fn redirect_uri() -> Outcome<RedirectUri> {
    Ok(RedirectUri::new(names::REDIRECT_URI)?)
}

/// The cookies of one browser.
#[derive(Default)]
struct Jar(Vec<(String, String)>);

impl Jar {
    fn keep(&mut self, response: &Response) -> Outcome {
        for set in response.headers().get_all(SET_COOKIE) {
            let pair = set.to_str()?.split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').ok_or("no cookie")?;
            self.0.retain(|(known, _)| known != name);
            self.0.push((name.to_owned(), value.to_owned()));
        }
        Ok(())
    }

    fn headers(&self) -> Outcome<HeaderMap> {
        let pairs: Vec<_> = self.0.iter().map(|(name, value)| format!("{name}={value}")).collect();
        Ok(HeaderMap::from_iter([(COOKIE, pairs.join("; ").parse()?)]))
    }
}

/// Begins a login in a browser. Returns its callback, without a session at the provider.
fn begin(
    cookies: &LoginCookies,
    rp: &RelyingParty,
    jar: &mut Jar,
    mode: &ResponseMode,
) -> Outcome<Callback> {
    let login = rp.login(&redirect_uri()?).response_mode(mode.clone()).begin(at(0))?;
    let state = login.1.state().expose().to_owned();
    let response = cookies.begin(&jar.headers()?, login).map_err(|problem| problem.code())?;
    jar.keep(&response)?;
    Ok(Callback::from_uri(&format!("/cb?error=access_denied&state={state}"))?)
}

#[test]
fn eight_tabs_of_a_browser_sign_in_at_the_same_time_in_each_response_mode() -> Outcome {
    let rp = relying_party(client())?;
    for mode in ResponseMode::ALL {
        let cookies = LoginCookies::new(CookieKey::random(&CRYPTO)?, &redirect_uri()?);
        let mut jar = Jar::default();
        let tabs = (0..8).map(|_| begin(&cookies, &rp, &mut jar, &mode));
        let tabs = tabs.collect::<Outcome<Vec<_>>>()?;
        assert_eq!(jar.0.len(), 8, "{mode}");
        for callback in &tabs {
            let taken =
                cookies.take(&jar.headers()?, callback).map_err(|problem| problem.code())?;
            assert_eq!(taken.pending.state(), callback.state(), "{mode}");
        }
        // A ninth login replaces one login, and the browser keeps no more cookies.
        let ninth = begin(&cookies, &rp, &mut jar, &mode)?;
        assert_eq!(jar.0.len(), 8, "{mode}");
        let headers = jar.headers()?;
        let found = tabs.iter().filter(|it| cookies.take(&headers, it).is_ok()).count();
        assert_eq!((found, cookies.take(&headers, &ninth).is_ok()), (7, true), "{mode}");
    }
    Ok(())
}

#[test]
fn tabs_with_different_response_modes_sign_in_at_the_same_time() -> Outcome {
    let (rp, mut jar) = (relying_party(client())?, Jar::default());
    let cookies = LoginCookies::new(CookieKey::random(&CRYPTO)?, &redirect_uri()?);
    let tabs = ResponseMode::ALL.iter().map(|mode| begin(&cookies, &rp, &mut jar, mode));
    for callback in tabs.collect::<Outcome<Vec<_>>>()? {
        assert!(cookies.take(&jar.headers()?, &callback).is_ok());
    }
    Ok(())
}

/// A browser that visits the routes of a relying party whose provider is never reached.
struct Visit {
    routes: Router,
    jar: Jar,
}

impl Visit {
    fn new(
        rp: RelyingParty,
        parameters: impl Fn(LoginRequest) -> LoginRequest + Clone + Send + Sync + 'static,
    ) -> Outcome<Self> {
        let logins = Logins::new(rp, redirect_uri()?, CookieKey::random(&CRYPTO)?);
        let send = |_| std::future::ready(Err(std::io::Error::other("no network")));
        Ok(Self { routes: logins.routes_for(parameters, send), jar: Jar::default() })
    }

    async fn send(&mut self, request: http::request::Builder, body: &str) -> Outcome<Response> {
        let cookie = self.jar.headers()?.remove(COOKIE).ok_or("no cookies")?;
        let form = "application/x-www-form-urlencoded";
        let request = request.header(COOKIE, cookie).header(CONTENT_TYPE, form);
        let request: Request = request.body(Body::from(body.to_owned()))?;
        let response = self.routes.clone().oneshot(request).await?;
        self.jar.keep(&response)?;
        Ok(response)
    }

    /// Begins a login. Returns its `state`.
    async fn login(&mut self) -> Outcome<String> {
        let response = self.send(Request::get("/login"), "").await?;
        let location = response.headers().get(LOCATION).ok_or("no redirect")?.to_str()?;
        let query = location.split_once('?').ok_or("no query")?.1;
        Ok(Parameters::parse(query)?.take("state").ok_or("no state")?.to_string())
    }
}

async fn text(response: Response) -> Outcome<String> {
    Ok(String::from_utf8(to_bytes(response.into_body(), 100_000).await?.into())?)
}

fn refused(state: &str) -> String {
    format!("error=access_denied&state={state}&iss=https%3A%2F%2Fop.example")
}

#[tokio::test]
async fn the_routes_serve_the_page_that_posts_the_fragment() -> Outcome {
    let mut visit =
        Visit::new(relying_party(client())?, |it| it.response_type(ResponseType::ID_TOKEN))?;
    // A browser that has not begun a login gets the error page, which no other site can frame.
    let response = visit.send(Request::get("/cb"), "").await?;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    let state = visit.login().await?;
    let response = visit.send(Request::get("/cb"), "").await?;
    assert_eq!(response.status(), StatusCode::OK);
    let policy = response.headers()[CONTENT_SECURITY_POLICY].to_str()?.to_owned();
    assert!(policy.contains("script-src 'sha256-"), "{policy}");
    assert!(text(response).await?.contains("location.hash"));
    // The page posts the response.
    let response = visit.send(Request::post("/cb"), &refused(&state)).await?;
    assert!(text(response).await?.contains("did not sign you in"));
    Ok(())
}

#[tokio::test]
async fn without_a_login_whose_response_comes_in_the_fragment_there_is_no_such_page() -> Outcome {
    let mut visit = Visit::new(relying_party(client())?, |it| it.scope("email"))?;
    visit.login().await?;
    let response = visit.send(Request::get("/cb"), "").await?;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    Ok(())
}

#[tokio::test]
async fn the_routes_read_a_posted_form_and_refuse_another_response_mode() -> Outcome {
    let form_post = |it: LoginRequest| it.response_mode(ResponseMode::FORM_POST);
    let mut visit = Visit::new(relying_party(client())?, form_post)?;
    let (first, second) = (visit.login().await?, visit.login().await?);
    let response = visit.send(Request::post("/cb"), &refused(&second)).await?;
    assert!(text(response).await?.contains("did not sign you in"));
    let query = format!("/cb?code=a&state={first}&iss=https%3A%2F%2Fop.example");
    let response = visit.send(Request::get(query), "").await?;
    let code = response.extensions().get().copied();
    assert_eq!(code, Some(ProblemCode("callback.response_mode")));
    Ok(())
}

/// Returns the form with an encrypted JWT in which the provider refuses a login.
fn encrypted(state: &str) -> Outcome<String> {
    let (op, pair) = (keys::p256("op-1"), keys::p256("rp-1"));
    let signing = SigningKey::from_jwk(&op.jwk, op.algorithm, &CRYPTO)?;
    let encryption = EncryptionKey::from_jwk(&pair.public(), ALG, ENC, &CRYPTO)?;
    let jwt = ResponseJwt::new(&names::issuer(), &names::client_id(), signing, at(0));
    let mode = ResponseMode::FORM_POST_JWT;
    let path = ReturnPath::new(redirect_uri()?, &ResponseType::CODE, Some(&mode))?
        .state(Some(State::parse(state.to_owned())?))
        .jwt(jwt.encrypt(encryption));
    match path.way_back(ErrorResponse::new(ErrorCode::ACCESS_DENIED))? {
        WayBack::Form { parameters, .. } => Ok(parameters.encode()),
        link => Err(format!("{link:?}").into()),
    }
}

#[tokio::test]
async fn jarm_2_4_an_encrypted_response_is_decrypted_with_the_keys_of_the_relying_party() -> Outcome
{
    let key = DecryptionKey::from_jwk(&keys::p256("rp-1").jwk, ALG, &[ENC], &CRYPTO)?;
    let with_key = client().authorization_decryption_keys(key.into());
    for (client, status) in [(with_key, StatusCode::OK), (client(), StatusCode::BAD_REQUEST)] {
        let logins =
            Logins::new(relying_party(client)?, redirect_uri()?, CookieKey::random(&CRYPTO)?);
        let callback = async |LoginCallback(callback): LoginCallback| -> Result<String, Problem> {
            Ok(callback.state().expose().to_owned())
        };
        let routes = Router::new().route("/cb", axum::routing::post(callback)).with_state(logins);
        let mut visit = Visit { routes, jar: Jar::default() };
        let response = visit.send(Request::post("/cb"), &encrypted("the-state")?).await?;
        assert_eq!(response.status(), status);
        if status == StatusCode::OK {
            assert_eq!(text(response).await?, "the-state");
        }
    }
    Ok(())
}
