//! Clients from a file: a client that registered itself, a native app and a browser app.

use http::header::{LOCATION, ORIGIN};
use http::{Method, StatusCode};
use url::Url;

use crate::support::{ALICE, Demo, Outcome, Tab, file};

const CLIENTS: &str = r#"[
  {"client_id": "stranger", "client_name": "Stranger", "registered_by": "itself",
   "redirect_uris": ["https://stranger.example/callback"], "client_secret": "s"},
  {"client_id": "native", "client_name": "Native", "token_endpoint_auth_method": "none",
   "redirect_uris": ["http://127.0.0.1/callback"]},
  {"client_id": "browser", "client_name": "Browser", "token_endpoint_auth_method": "none",
   "redirect_uris": ["https://app.example/callback"]}
]"#;

/// Starts the demo with the clients, and returns the address of its authorization endpoint.
async fn start(name: &str) -> Result<(Demo, Url), Box<dyn std::error::Error>> {
    let file = file(name, CLIENTS)?;
    let demo = Demo::start_as(&["--provider-port", "0", "--clients", &file])?;
    let endpoint = demo.authorization_request().await?.join("/authorize")?;
    Ok((demo, endpoint))
}

/// Returns a request of this client to the authorization endpoint.
fn request(endpoint: &Url, client: &str, redirect_uri: &str, response_type: &str) -> Url {
    let mut url = endpoint.clone();
    url.query_pairs_mut()
        .append_pair("client_id", client)
        .append_pair("redirect_uri", redirect_uri)
        .append_pair("response_type", response_type)
        .append_pair("scope", "openid")
        .append_pair("state", "s")
        .append_pair("nonce", "n")
        .append_pair("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
        .append_pair("code_challenge_method", "S256");
    url
}

#[tokio::test]
async fn rfc9700_4_11_2_an_error_of_a_client_that_registered_itself_is_a_page_with_a_link()
-> Outcome {
    let (demo, endpoint) = start("stranger.json").await?;
    let url = request(&endpoint, "stranger", "https://stranger.example/callback", "token");
    let response = demo.get(url.as_str()).await?;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert_eq!(response.headers().get(LOCATION), None);
    let html = response.text().await?;
    // RFC 6749 §4.2.2.1: the error of a request for a token is in the fragment.
    let link = "href=\"https://stranger.example/callback#";
    for text in [link, "only if you trust this address", "authorize.unsupported_response_type"] {
        assert!(html.contains(text), "{text}: {html}");
    }
    Ok(())
}

/// If the user denies the request of a suspicious app, the browser does not go to the app.
#[tokio::test]
async fn attack_096_the_pages_name_an_app_that_registered_itself_and_a_denial_stays_here() -> Outcome
{
    let (demo, endpoint) = start("denied.json").await?;
    let url = request(&endpoint, "stranger", "https://stranger.example/callback", "code");
    let mut tab = Tab::open(&demo, url).await?;
    let warning = "Stranger registered itself.";
    assert!(tab.html.contains(warning), "{}", tab.html);
    tab.post("/sign-in", &ALICE).await?;
    for text in [warning, "stranger.example"] {
        assert!(tab.html.contains(text), "{text}: {}", tab.html);
    }
    let answer = tab.send("/consent", &[("action", "deny")]).await?;
    assert_eq!((answer.status(), answer.headers().get(LOCATION)), (StatusCode::OK, None));
    let html = answer.text().await?;
    for text in
        ["You did not allow", "href=\"https://stranger.example/callback?", "error=access_denied"]
    {
        assert!(html.contains(text), "{text}: {html}");
    }

    let trusted = Tab::open(&demo, demo.authorization_request().await?).await?;
    assert!(!trusted.html.contains("registered itself"), "{}", trusted.html);
    Ok(())
}

#[tokio::test]
async fn rfc8252_8_6_a_native_app_is_asked_for_consent_each_time() -> Outcome {
    let (demo, endpoint) = start("native.json").await?;
    let native = request(&endpoint, "native", "http://127.0.0.1:49152/callback", "code");
    let browser = request(&endpoint, "browser", "https://app.example/callback", "code");
    let mut tab = Tab::open(&demo, native.clone()).await?;
    tab.post("/sign-in", &ALICE).await?;
    for text in ["an app on this device", "You are asked at every sign-in"] {
        assert!(tab.html.contains(text), "{text}: {}", tab.html);
    }
    tab.post("/consent", &[("action", "allow")]).await?;
    tab.address = native.clone();
    tab.visit(native.as_str()).await?;
    assert!(tab.html.contains("consent-form"), "{}", tab.html);

    tab.visit(browser.as_str()).await?;
    assert!(tab.html.contains("<strong>app.example</strong>"), "{}", tab.html);
    tab.post("/consent", &[("action", "allow")]).await?;
    tab.address = browser.clone();
    tab.visit(browser.as_str()).await?;
    assert_eq!(tab.address.host_str(), Some("app.example"), "the consent is remembered");
    Ok(())
}

#[tokio::test]
async fn web_pages_of_a_client_and_no_others_may_read_its_responses() -> Outcome {
    let (demo, endpoint) = start("browser.json").await?;
    const ALLOWED: &str = "access-control-allow-origin";
    for (origin, allowed) in
        [("https://app.example", Some("https://app.example")), ("https://other.example", None)]
    {
        for path in ["/token", "/userinfo"] {
            let preflight = demo.http.request(Method::OPTIONS, endpoint.join(path)?);
            let answer = preflight.header(ORIGIN, origin).send().await?;
            assert_eq!(answer.status(), StatusCode::NO_CONTENT, "{path}");
            let header = answer.headers().get(ALLOWED).and_then(|value| value.to_str().ok());
            assert_eq!(header, allowed, "{path}");
        }
        let request = demo.http.post(endpoint.join("/token")?).header(ORIGIN, origin);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let body = "grant_type=authorization_code&code=c&client_id=browser";
        let answer = request.body(body).send().await?;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
        let header = answer.headers().get(ALLOWED).and_then(|value| value.to_str().ok());
        assert_eq!(header, allowed, "the client may read the error too");
    }
    for path in ["/jwks", "/.well-known/openid-configuration"] {
        let answer = demo.http.get(endpoint.join(path)?).send().await?;
        assert_eq!(answer.headers()[ALLOWED], "*", "{path}");
    }
    Ok(())
}
