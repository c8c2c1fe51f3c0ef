//! What a client of the provider does with a code, and what the provider and the app do about theft.

use http::StatusCode;
use http::header::SET_COOKIE;
use serde_json::Value;
use url::Url;

use crate::support::{ALICE, BOB, Demo, Outcome, Tab, changed, file};

const CLIENT: &str = r#"[{"client_id": "web", "token_endpoint_auth_method": "none",
    "redirect_uris": ["https://app.example/callback"]}]"#;

/// The challenge of [RFC 7636 §B](https://www.rfc-editor.org/rfc/rfc7636#appendix-B).
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// Starts the demo with a web app. Returns an authorization request of the app.
async fn start(name: &str) -> Result<(Demo, Url), Box<dyn std::error::Error>> {
    let demo = Demo::start_as(&["--provider-port", "0", "--clients", &file(name, CLIENT)?])?;
    let mut request = demo.authorization_request().await?;
    for (name, value) in [
        ("client_id", "web"),
        ("redirect_uri", "https://app.example/callback"),
        ("scope", "openid"),
        ("code_challenge", CHALLENGE),
    ] {
        request = changed(&request, name, Some(value));
    }
    Ok((demo, request))
}

/// Lets alice sign in and consent. Returns the form of the token request with her code.
async fn code_of_alice(demo: &Demo, request: &Url) -> Result<String, Box<dyn std::error::Error>> {
    let mut tab = Tab::open(demo, request.clone()).await?;
    tab.post("/sign-in", &ALICE).await?;
    tab.post("/consent", &[("action", "allow")]).await?;
    let code = tab.address.query_pairs().find(|(name, _)| name == "code").ok_or("no code")?.1;
    let mut form = Url::parse("form:")?;
    form.query_pairs_mut().extend_pairs([
        ("grant_type", "authorization_code"),
        ("client_id", "web"),
        ("redirect_uri", "https://app.example/callback"),
        ("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
        ("code", &*code),
    ]);
    Ok(form.query().unwrap_or_default().to_owned())
}

async fn exchange(
    demo: &Demo,
    endpoint: Url,
    form: &str,
) -> Result<Value, Box<dyn std::error::Error>> {
    let request = demo.http.post(endpoint);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    Ok(serde_json::from_str(&request.body(form.to_owned()).send().await?.text().await?)?)
}

#[tokio::test]
async fn attack_090_a_second_use_of_a_code_ends_the_tokens_of_the_first() -> Outcome {
    let (demo, request) = start("twice.json").await?;
    let form = code_of_alice(&demo, &request).await?;
    let tokens = exchange(&demo, request.join("/token")?, &form).await?;
    let token = tokens["access_token"].as_str().ok_or("no token")?;
    let user_info = || demo.http.get(request.join("/userinfo").unwrap()).bearer_auth(token).send();
    assert_eq!(user_info().await?.status(), StatusCode::OK);
    let again = exchange(&demo, request.join("/token")?, &form).await?;
    assert_eq!(again["error"], "invalid_grant");
    assert_eq!(user_info().await?.status(), StatusCode::UNAUTHORIZED);
    Ok(())
}

#[tokio::test]
async fn core_3_1_2_2_4_only_the_user_of_the_hint_signs_in() -> Outcome {
    let (demo, request) = start("hint.json").await?;
    let form = code_of_alice(&demo, &request).await?;
    let tokens = exchange(&demo, request.join("/token")?, &form).await?;
    let request = changed(&request, "id_token_hint", tokens["id_token"].as_str());
    let mut tab = Tab::open(&demo, request).await?;
    tab.post("/sign-in", &BOB).await?;
    assert!(tab.html.contains("The app expects another account"), "{}", tab.html);
    tab.post("/sign-in", &ALICE).await?;
    assert!(tab.html.contains("consent-form"), "{}", tab.html);
    Ok(())
}

/// An attacker who knows the cookie of the browser before the sign-in is not signed in.
#[tokio::test]
async fn attack_077_the_app_gives_the_browser_a_new_cookie_at_a_sign_in() -> Outcome {
    let demo = Demo::start()?;
    let begun = demo.get(&format!("{}/login", demo.app)).await?;
    let cookie = begun.headers().get(SET_COOKIE).ok_or("no cookie")?.to_str()?;
    let planted = cookie.split_once(';').ok_or("no attributes")?.0.to_owned();
    let request = begun.headers().get("location").ok_or("no redirect")?.to_str()?.parse()?;
    let mut op = Tab::open(&demo, request).await?;
    op.post("/sign-in", &ALICE).await?;
    op.post("/consent", &[("action", "allow")]).await?;

    let mut tab = Tab::open(&demo, demo.app.parse()?).await?;
    tab.cookie = planted.clone();
    tab.visit(op.address.as_str()).await?;
    assert!(tab.html.contains("id=\"signed-in\""), "{}", tab.html);
    assert_ne!(tab.cookie, planted);
    tab.cookie = planted;
    tab.visit("/").await?;
    assert!(!tab.html.contains("id=\"signed-in\""), "{}", tab.html);
    Ok(())
}
