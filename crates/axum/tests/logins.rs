//! The login of a relying party: its redirect, its cookies and its callback.

use std::error::Error;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::response::{IntoResponse as _, Response};
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE,
};
use http::{HeaderMap, StatusCode};
use symbolon_axum::{CookieKey, LoginCookies, Logins, Message, Problem, ProblemCode, SetCookie};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::Endpoint;
use symbolon_oauth::{Parameters, RedirectUri, ResponseMode};
use symbolon_provider::StoreFailed;
use symbolon_relying_party::{
    Callback, ClientAuthentication, ClientConfiguration, FetchUserInfoError, RelyingParty,
    ThirdPartyLogin,
};
use symbolon_test_support::{clock::at, metadata, names};
use tower::ServiceExt as _;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

fn relying_party() -> Outcome<RelyingParty> {
    let authentication = ClientAuthentication::ClientSecretBasic(names::client_secret());
    let client = ClientConfiguration::new(names::client_id(), authentication);
    Ok(RelyingParty::new(metadata::endpoints(&["RS256"]), client, &CRYPTO)?)
}

/// Returns the routes of a relying party whose provider is never reached.
fn routes(scope: &'static str) -> Outcome<Router> {
    let rp = relying_party()?;
    let redirect_uri = RedirectUri::new(names::REDIRECT_URI)?;
    let logins = Logins::new(rp, redirect_uri, CookieKey::random(&CRYPTO)?);
    let send = |_| std::future::ready(Err(std::io::Error::other("no network")));
    Ok(logins.routes(scope, send))
}

async fn get(routes: &Router, path: &str, cookie: &str) -> Outcome<Response> {
    let request = Request::get(path).header(COOKIE, cookie).body(Body::empty())?;
    Ok(routes.clone().oneshot(request).await?)
}

fn field(response: &Response, name: http::HeaderName) -> &str {
    response.headers().get(name).and_then(|it| it.to_str().ok()).unwrap_or_default()
}

async fn text(response: Response) -> Outcome<String> {
    Ok(String::from_utf8(to_bytes(response.into_body(), 100_000).await?.into())?)
}

/// Begins a login. Returns its state, and its cookie as the browser sends it back.
async fn begin(routes: &Router) -> Outcome<(String, String)> {
    let response = get(routes, "/login", "").await?;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(field(&response, CACHE_CONTROL), "no-store");
    let query = field(&response, LOCATION).split_once('?').ok_or("no query")?.1;
    let state = Parameters::parse(query)?.take("state").ok_or("no state")?.to_string();
    let cookie = field(&response, SET_COOKIE).split(';').next().unwrap_or_default();
    Ok((state, cookie.to_owned()))
}

/// Returns the callback of a provider that refuses, which needs no network.
fn refused(state: &str) -> String {
    format!("/cb?error=access_denied&state={state}&iss=https%3A%2F%2Fop.example")
}

#[tokio::test]
async fn the_cookie_of_a_login_is_for_this_host_over_https_only() -> Outcome {
    let response = get(&routes("profile")?, "/login", "").await?;
    let cookie = field(&response, SET_COOKIE);
    assert!(cookie.starts_with("__Host-login-"), "{cookie}");
    for attribute in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/", "Max-Age=600"] {
        assert!(cookie.split("; ").any(|it| it == attribute), "{attribute}: {cookie}");
    }
    Ok(())
}

#[tokio::test]
async fn the_cookie_of_a_login_does_not_show_its_secrets() -> Outcome {
    let (state, cookie) = begin(&routes("profile")?).await?;
    assert!(!cookie.contains(&state), "{cookie}");
    Ok(())
}

#[tokio::test]
async fn attack_077_only_the_browser_that_began_a_login_gets_its_answer() -> Outcome {
    let routes = routes("profile")?;
    let (state, cookie) = begin(&routes).await?;
    let (_, of_other) = begin(&routes).await?;
    for cookie in ["", "__Host-login-0=planted", &*of_other] {
        let response = get(&routes, &refused(&state), cookie).await?;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        let page = text(response).await?;
        assert!(!page.contains("did not sign you in"), "{page}");
    }
    let answer = text(get(&routes, &refused(&state), &cookie).await?).await?;
    assert!(answer.contains("did not sign you in"), "{answer}");
    Ok(())
}

/// Returns the cookies of a relying party at this address.
fn cookies(redirect_uri: &str) -> Outcome<LoginCookies> {
    Ok(LoginCookies::new(CookieKey::random(&CRYPTO)?, &RedirectUri::new(redirect_uri)?))
}

/// Returns the value of a `Set-Cookie` header, and the headers with which the browser sends it back.
fn told(set: &SetCookie) -> Outcome<(String, HeaderMap)> {
    let text = set.header_value().to_str()?.to_owned();
    let pair = text.split(';').next().unwrap_or_default().parse()?;
    Ok((text, HeaderMap::from_iter([(COOKIE, pair)])))
}

fn problem<T>(result: Result<T, Problem>) -> Result<T, &'static str> {
    result.map_err(|problem| problem.code())
}

#[test]
fn the_cookie_of_a_user_is_for_this_host_over_https_only_except_on_loopback() -> Outcome {
    for (redirect_uri, begins, secure) in [
        (names::REDIRECT_URI, "__Host-session=", true),
        ("http://127.0.0.1:3000/cb", "session=", false),
    ] {
        let (text, headers) = told(&problem(cookies(redirect_uri)?.sign_in(&"alice"))?)?;
        assert!(text.starts_with(begins), "{text}");
        assert_eq!(text.split("; ").any(|it| it == "Secure"), secure, "{text}");
        assert!(headers.contains_key(COOKIE));
    }
    Ok(())
}

#[test]
fn a_user_stays_signed_in_for_the_lifetime_of_the_session() -> Outcome {
    let cookies = cookies(names::REDIRECT_URI)?;
    let (text, headers) = told(&problem(cookies.sign_in(&"alice"))?)?;
    assert!(text.contains("Max-Age=28800"), "{text}");
    assert_eq!(cookies.user(&headers), Some("alice".to_owned()));
    // The browser keeps the cookie too long.
    let short = cookies.clone().session_lifetime(Duration::ZERO);
    let (_, headers) = told(&problem(short.sign_in(&"alice"))?)?;
    assert_eq!(cookies.user::<String>(&headers), None);
    Ok(())
}

#[test]
fn the_cookie_of_a_login_is_removed_after_the_login() -> Outcome {
    let (cookies, rp) = (cookies(names::REDIRECT_URI)?, relying_party()?);
    let (url, pending) = rp.login(&RedirectUri::new(names::REDIRECT_URI)?).begin(at(0))?;
    let callback = Callback::from_uri(&refused(pending.state().expose()))?;
    let begun = problem(cookies.begin(&HeaderMap::new(), (url, pending)))?;
    let set = field(&begun, SET_COOKIE).split(';').next().unwrap_or_default().parse()?;
    let taken = problem(cookies.take(&HeaderMap::from_iter([(COOKIE, set)]), &callback))?;
    let (text, _) = told(&taken.forget.ok_or("the cookie stays")?)?;
    assert!(text.starts_with("__Host-login-") && text.contains("=; "), "{text}");
    assert!(text.contains("Max-Age=0"), "{text}");
    Ok(())
}

/// Returns the cookie of a login at this redirect URI, in this response mode.
fn cookie_in(redirect_uri: &str, mode: ResponseMode) -> Outcome<String> {
    let login = relying_party()?.login(&RedirectUri::new(redirect_uri)?).response_mode(mode);
    let begun = problem(cookies(redirect_uri)?.begin(&HeaderMap::new(), login.begin(at(0))?))?;
    Ok(field(&begun, SET_COOKIE).to_owned())
}

#[test]
fn browsers_send_the_cookie_with_a_response_that_the_provider_posts() -> Outcome {
    const LOOPBACK: &str = "http://127.0.0.1:3000/cb";
    for (redirect_uri, mode, expected) in [
        (names::REDIRECT_URI, ResponseMode::FORM_POST, "SameSite=None"),
        (names::REDIRECT_URI, ResponseMode::FORM_POST_JWT, "SameSite=None"),
        (names::REDIRECT_URI, ResponseMode::QUERY, "SameSite=Lax"),
        (names::REDIRECT_URI, ResponseMode::FRAGMENT, "SameSite=Lax"),
        // Browsers refuse `SameSite=None` without `Secure`.
        (LOOPBACK, ResponseMode::FORM_POST, "SameSite=Lax"),
    ] {
        let cookie = cookie_in(redirect_uri, mode)?;
        let secure = redirect_uri.starts_with("https:");
        let attributes: Vec<&str> = cookie.split("; ").skip(1).collect();
        assert!(attributes.contains(&expected) && attributes.contains(&"HttpOnly"), "{cookie}");
        assert_eq!(attributes.contains(&"Secure"), secure, "{cookie}");
    }
    Ok(())
}

/// Returns routes whose callback is a form, with the response mode `form_post`.
fn posted_routes() -> Outcome<Router> {
    let redirect_uri = RedirectUri::new(names::REDIRECT_URI)?;
    let logins = Logins::new(relying_party()?, redirect_uri, CookieKey::random(&CRYPTO)?);
    let begun = logins.clone();
    let begin = async move |headers: HeaderMap| {
        begun.begin(&headers, begun.request().response_mode(ResponseMode::FORM_POST))
    };
    let callback = async move |headers: HeaderMap, Message(callback): Message<Callback>| {
        let send = |_| std::future::ready(Err::<http::Response<Vec<u8>>, _>(()));
        let done = logins.finish(&headers, callback, send).await;
        done.map(|done| done.login.session.sub().to_owned())
    };
    Ok(Router::new()
        .route("/login", axum::routing::get(begin))
        .route("/cb", axum::routing::post(callback)))
}

#[tokio::test]
async fn attack_077_a_posted_response_belongs_to_the_browser_that_began_the_login() -> Outcome {
    let routes = posted_routes()?;
    let (state, cookie) = begin(&routes).await?;
    let (_, of_other) = begin(&routes).await?;
    let post = async |state: &str, cookie: &str| {
        let request = Request::post("/cb")
            .header(COOKIE, cookie)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(format!("error=access_denied&state={state}")))?;
        text(routes.clone().oneshot(request).await?).await
    };
    for (state, cookie) in [(&*state, ""), (&*state, &*of_other), ("guess", &*cookie)] {
        let page = post(state, cookie).await?;
        assert!(!page.contains("did not sign you in"), "{page}");
    }
    let answer = post(&state, &cookie).await?;
    assert!(answer.contains("did not sign you in"), "{answer}");
    Ok(())
}

/// RFC 9700 §4.4.2: the address at which the callback arrived is compared with that of the login.
#[tokio::test]
async fn attack_078_a_nested_router_does_not_change_where_a_callback_arrived() -> Outcome {
    let arrived = async |Message(callback): Message<Callback>| {
        let same = Callback::from_uri(&format!("/other{}", refused("s")));
        format!("{}", same.is_ok_and(|same| format!("{same:?}") == format!("{callback:?}")))
    };
    let nested =
        Router::new().nest("/other", Router::new().route("/cb", axum::routing::get(arrived)));
    let response = get(&nested, &format!("/other{}", refused("s")), "").await?;
    assert_eq!(text(response).await?, "true");
    Ok(())
}

#[tokio::test]
async fn many_logins_of_one_browser_use_few_cookies() -> Outcome {
    let routes = routes("profile")?;
    let mut names = std::collections::BTreeSet::new();
    for _ in 0..100 {
        let (_, cookie) = begin(&routes).await?;
        names.insert(cookie.split_once('=').ok_or("no name")?.0.to_owned());
    }
    assert!((2..=8).contains(&names.len()), "{names:?}");
    Ok(())
}

#[tokio::test]
async fn error_pages_cannot_be_framed() -> Outcome {
    let response = get(&routes("profile")?, "/cb", "").await?;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    let policy = field(&response, CONTENT_SECURITY_POLICY);
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    Ok(())
}

#[tokio::test]
async fn a_login_that_fits_into_no_cookie_is_an_error() -> Outcome {
    let scope: &'static str = "a".repeat(4000).leak();
    let response = get(&routes(scope)?, "/login", "").await?;
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!response.headers().contains_key(LOCATION));
    Ok(())
}

#[tokio::test]
async fn the_response_of_a_problem_has_the_code_for_a_log() -> Outcome {
    let response = get(&routes("profile")?, &refused("unknown"), "").await?;
    assert_eq!(response.extensions().get(), Some(&ProblemCode("axum.no_login")));
    Ok(())
}

#[tokio::test]
async fn a_form_of_another_site_signs_no_user_out() -> Outcome {
    // The browser sends no cookie with it, because the cookie is `SameSite=Lax`.
    let request = Request::post("/logout").body(Body::empty())?;
    let response = routes("profile")?.oneshot(request).await?;
    assert_eq!(field(&response, LOCATION), "/");
    assert!(!response.headers().contains_key(SET_COOKIE), "{response:?}");
    Ok(())
}

#[tokio::test]
async fn sign_out_needs_a_post() -> Outcome {
    let response = get(&routes("profile")?, "/logout", "").await?;
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    Ok(())
}

#[test]
fn a_failing_database_is_a_page_with_503() {
    let response = Problem::from(StoreFailed).into_response();
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(response.extensions().get(), Some(&ProblemCode("store_failed")));
}

#[test]
fn a_provider_without_user_info_is_a_problem_of_the_login() {
    let problem = Problem::from(FetchUserInfoError::NoEndpoint);
    assert_eq!(problem.code(), "user_info.no_endpoint");
    assert_eq!(problem.into_response().status(), StatusCode::BAD_GATEWAY);
}

/// Returns a route at which third parties start logins.
fn started_by_third_parties() -> Outcome<(Logins, Router)> {
    let redirect_uri = RedirectUri::new(names::REDIRECT_URI)?;
    let logins = Logins::new(relying_party()?, redirect_uri, CookieKey::random(&CRYPTO)?);
    let of_route = logins.clone();
    let start = async move |headers: HeaderMap, Message(request): Message<ThirdPartyLogin>| {
        of_route.begin(&headers, of_route.third_party(&request)?.scope("email"))
    };
    Ok((logins, Router::new().route("/start", axum::routing::get(start.clone()).post(start))))
}

#[tokio::test]
async fn core_4_a_third_party_starts_a_login_by_get_and_by_post() -> Outcome {
    let (logins, routes) = started_by_third_parties()?;
    let query = "iss=https%3A%2F%2Fop.example&login_hint=alice\
                 &target_link_uri=https%3A%2F%2Fclient.example%2Forders";
    let by_get = get(&routes, &format!("/start?{query}"), "").await?;
    let form = "application/x-www-form-urlencoded";
    let post = Request::post("/start").header(CONTENT_TYPE, form).body(Body::from(query))?;
    for response in [by_get, routes.oneshot(post).await?] {
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        let query = field(&response, LOCATION).split_once('?').ok_or("no query")?.1;
        let sent = Parameters::parse(query)?;
        assert_eq!(sent.get("login_hint"), Some("alice"));
        let cookie = field(&response, SET_COOKIE).split(';').next().unwrap_or_default();
        let headers = HeaderMap::from_iter([(COOKIE, cookie.parse()?)]);
        let state = sent.get("state").ok_or("no state")?;
        let callback = Callback::from_uri(&format!("/cb?code=a&state={state}"))?;
        let taken = logins.cookies().take(&headers, &callback);
        let pending = taken.map_err(|problem| problem.code())?.pending;
        assert_eq!(pending.return_to(), Some("https://client.example/orders"));
    }
    Ok(())
}

#[tokio::test]
async fn core_4_a_link_of_a_third_party_to_another_site_is_no_redirect() -> Outcome {
    let (_, routes) = started_by_third_parties()?;
    for (query, code) in [
        ("", "third_party_login.missing_iss"),
        ("iss=a&iss=b", "parameters.duplicate"),
        ("iss=https%3A%2F%2Fevil.example", "third_party_login.other_provider"),
        (
            "iss=https%3A%2F%2Fop.example&target_link_uri=https%3A%2F%2Fevil.example%2F",
            "own_url.origin",
        ),
    ] {
        let response = get(&routes, &format!("/start?{query}"), "").await?;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(response.extensions().get(), Some(&ProblemCode(code)));
        assert!(!response.headers().contains_key(LOCATION));
        let page = text(response).await?;
        assert!(!page.contains("evil"), "{page}");
    }
    Ok(())
}

/// RFC 9126 §5: the routes push if the provider accepts only pushed requests.
#[tokio::test]
async fn the_routes_push_the_request_of_a_login() -> Outcome {
    let mut provider = metadata::endpoints(&["RS256"]);
    provider.pushed_authorization_request_endpoint = Some(Endpoint::new("https://op.example/par")?);
    provider.require_pushed_authorization_requests = Some(true);
    let authentication = ClientAuthentication::ClientSecretBasic(names::client_secret());
    let client = ClientConfiguration::new(names::client_id(), authentication);
    let rp = RelyingParty::new(provider, client, &CRYPTO)?;
    let redirect_uri = RedirectUri::new(names::REDIRECT_URI)?;
    for (status, expected) in [(201, StatusCode::SEE_OTHER), (400, StatusCode::BAD_GATEWAY)] {
        let logins = Logins::new(rp.clone(), redirect_uri.clone(), CookieKey::random(&CRYPTO)?);
        let send = move |request: http::Request<Vec<u8>>| {
            assert_eq!(request.uri().path(), "/par");
            let body =
                br#"{"request_uri":"urn:example:a","expires_in":60,"error":"invalid_request"}"#;
            let answer = http::Response::builder().status(status);
            let answer = answer.header(CONTENT_TYPE, "application/json").body(body.to_vec());
            std::future::ready(answer)
        };
        let response = get(&logins.routes("profile", send), "/login", "").await?;
        assert_eq!(response.status(), expected);
        if expected == StatusCode::SEE_OTHER {
            let query = field(&response, LOCATION).split_once('?').ok_or("no query")?.1;
            assert_eq!(query, "client_id=s6BhdRkqt3&request_uri=urn%3Aexample%3Aa");
            assert!(field(&response, SET_COOKIE).starts_with("__Host-login-"));
        }
    }
    Ok(())
}
