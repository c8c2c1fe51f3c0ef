//! The options about another provider.

use std::error::Error;
use std::process::{Command, Stdio};

use http::StatusCode;
use http::header::{LOCATION, SET_COOKIE};
use symbolon::jose::base64url;
use url::Url;

use crate::mock::{Mock, key};
use crate::support::{ALICE, Demo, Outcome, Tab, file, is_page};

/// Runs `serve` with these options, checks that it refuses them, and returns its error message.
fn refused(arguments: &[&str]) -> Result<String, Box<dyn Error>> {
    let output = Command::new(env!("CARGO_BIN_EXE_symbolon-demo"))
        .args(["serve", "--relying-party-port", "0"])
        .args(arguments)
        .output()?;
    assert!(!output.status.success(), "{arguments:?}");
    Ok(String::from_utf8(output.stderr)?)
}

#[test]
fn options_that_do_not_fit_together_are_refused_with_what_is_missing() -> Outcome {
    let file = file("key-without-alg.json", r#"{"kty":"oct","k":"AAAA"}"#)?;
    let provider = ["--provider", "https://op.example", "--client-id", "c"];
    for (arguments, problem) in [
        (&[][..], "--client-secret"),
        (&["--client-authentication", "private_key_jwt"], "--client-key"),
        (&["--client-authentication", "private_key_jwt", "--client-key", &file], "`alg`"),
        (&["--client-authentication", "digest"], "client_secret_post"),
        (&["--client-secret", "s", "--id-token-algorithm", "none"], "RS256"),
        (&["--client-secret", "s", "--clients", "f"], "--clients"),
        (&["--client-secret", "s", "--request", "signed"], "--client-key"),
    ] {
        let told = refused(&[&provider, arguments].concat())?;
        assert!(told.contains(problem), "{arguments:?}: {told}");
    }
    let told = refused(&["--client-secret", "s"])?;
    assert!(told.contains("--provider"), "{told}");
    Ok(())
}

/// Starts the app as a client of another provider.
fn start_at(issuer: &str, arguments: &[&str]) -> Result<Demo, Box<dyn Error>> {
    let client = ["--provider", issuer, "--client-id", "c"];
    Demo::start_with(&[&client, arguments].concat(), Stdio::piped())
}

/// Begins a login at the mock, lets `answer` choose the ID Token for its nonce, and returns the
/// app's page after the callback.
async fn login(
    demo: &Demo,
    answer: impl FnOnce(&str) -> Outcome,
) -> Result<(StatusCode, String), Box<dyn Error>> {
    let begun = demo.get(&format!("{}/login", demo.app)).await?;
    let cookie = begun.headers().get(SET_COOKIE).ok_or("no cookie")?.to_str()?;
    let cookie = cookie.split_once(';').ok_or("no attributes")?.0.to_owned();
    let request: Url = begun.headers().get(LOCATION).ok_or("no redirect")?.to_str()?.parse()?;
    let parameter = |wanted: &str| {
        request.query_pairs().find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
    };
    answer(&parameter("nonce").ok_or("no nonce")?)?;
    let mut tab = Tab::open(demo, demo.app.parse()?).await?;
    tab.cookie = cookie;
    let state = parameter("state").ok_or("no state")?;
    let status = tab.visit(&format!("/callback?code=c&state={state}")).await?;
    Ok((status, tab.html))
}

#[tokio::test]
async fn attack_001_alg_none_is_refused_by_that_name_in_the_log() -> Outcome {
    let mock = Mock::start().await?;
    mock.publish(&key()?)?;
    let demo = start_at(&mock.issuer, &["--client-secret", "s"])?;
    let none = base64url::encode(br#"{"alg":"none"}"#);
    let claims = base64url::encode(br#"{"sub":"alice"}"#);
    for signature in ["", "AAAA"] {
        let (status, html) = login(&demo, |_| {
            mock.answer(format!("{none}.{claims}.{signature}"));
            Ok(())
        })
        .await?;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{html}");
        assert!(html.contains("<code id=\"error-code\">jws.not_signed</code>"), "{html}");
    }
    let log = demo.log()?;
    assert_eq!(log.matches("jws.not_signed: the token's `alg` is `none`").count(), 2, "{log}");
    Ok(())
}

#[tokio::test]
async fn a_rotation_soon_after_the_first_fetch_is_followed_and_then_the_app_says_try_again()
-> Outcome {
    let mock = Mock::start().await?;
    let demo = start_at(&mock.issuer, &["--client-secret", "s"])?;
    for _ in 0..2 {
        let key = key()?;
        mock.publish(&key)?;
        let (status, html) = login(&demo, |nonce| {
            mock.answer(mock.id_token(&key, nonce)?);
            Ok(())
        })
        .await?;
        assert_eq!(status, StatusCode::OK, "{html}");
        assert!(html.contains("id=\"signed-in\""), "{html}");
    }
    let another = key()?;
    mock.publish(&another)?;
    let (status, html) = login(&demo, |nonce| {
        mock.answer(mock.id_token(&another, nonce)?);
        Ok(())
    })
    .await?;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{html}");
    assert!(html.contains("keys.cool_down") && html.contains("Please try again"), "{html}");
    Ok(())
}

#[tokio::test]
async fn without_a_cool_down_every_rotation_is_followed() -> Outcome {
    let mock = Mock::start().await?;
    let arguments = ["--client-secret", "s", "--cool-down", "0"];
    let demo = start_at(&mock.issuer, &arguments)?;
    for _ in 0..4 {
        let key = key()?;
        mock.publish(&key)?;
        let (status, html) = login(&demo, |nonce| {
            mock.answer(mock.id_token(&key, nonce)?);
            Ok(())
        })
        .await?;
        assert_eq!(status, StatusCode::OK, "{html}");
    }
    Ok(())
}

#[tokio::test]
async fn an_algorithm_that_was_not_named_is_refused() -> Outcome {
    let mock = Mock::start().await?;
    let demo = start_at(&mock.issuer, &["--client-secret", "s", "--id-token-algorithm", "RS256"])?;
    let key = key()?;
    mock.publish(&key)?;
    let (status, html) = login(&demo, |nonce| {
        mock.answer(mock.id_token(&key, nonce)?);
        Ok(())
    })
    .await?;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{html}");
    Ok(())
}

#[tokio::test]
async fn a_provider_without_an_endpoint_for_pushed_requests_is_said_on_a_page() -> Outcome {
    let mock = Mock::start().await?;
    let demo = start_at(&mock.issuer, &["--client-secret", "s", "--request", "pushed"])?;
    let answer = demo.get(&format!("{}/login", demo.app)).await?;
    is_page(answer, StatusCode::BAD_REQUEST, "push.no_endpoint").await
}

#[tokio::test]
async fn the_app_signs_its_requests_with_its_key_at_another_provider() -> Outcome {
    let key = key()?;
    let mut private = key.expose();
    private.insert("alg", "ES256");
    let key_file = file("request-key.json", &private.to_json())?;
    let public = key.public().ok_or("no public half")?.to_object().to_json();
    let client = format!(
        r#"[{{"client_id":"c","redirect_uris":["http://127.0.0.1/callback"],"client_secret":"s",
        "require_signed_request_object":true,"jwks":{{"keys":[{public}]}}}}]"#
    );
    let clients = file("signers.json", &client)?;
    let op = Demo::start_as(&["--provider-port", "0", "--clients", &clients])?;
    let issuer = op.authorization_request().await?.origin().ascii_serialization();
    let signed = ["--client-secret", "s", "--request", "signed", "--client-key", &key_file];
    let page = Tab::open(&op, start_at(&issuer, &signed)?.authorization_request().await?).await?;
    assert!(page.html.contains("id=\"sign-in-form\""), "{}", page.html);
    let plain = start_at(&issuer, &["--client-secret", "s"])?.authorization_request().await?;
    let refused = op.get(plain.as_str()).await?;
    let location = refused.headers().get(LOCATION).ok_or("no redirect")?.to_str()?;
    assert!(location.contains("error=invalid_request"), "{location}");
    Ok(())
}

#[tokio::test]
async fn the_app_authenticates_by_each_method_at_another_provider() -> Outcome {
    let key = key()?;
    let mut private = key.expose();
    private.insert("alg", "ES256");
    let key_file = file("client-key.json", &private.to_json())?;
    let public = key.public().ok_or("no public half")?.to_object().to_json();
    let by_key =
        format!(r#""token_endpoint_auth_method":"private_key_jwt","jwks":{{"keys":[{public}]}}"#);
    let at_endpoint = format!(r#"{by_key},"assertion_audience_token_endpoint":true"#);
    let signed = ["--client-authentication", "private_key_jwt", "--client-key", &key_file];
    let secret = ["--client-secret", "s", "--client-authentication"];
    for (registered, arguments) in [
        (r#""client_secret":"s""#, [&secret[..], &["client_secret_basic"]].concat()),
        (
            r#""client_secret":"s","token_endpoint_auth_method":"client_secret_post""#,
            [&secret[..], &["client_secret_post"]].concat(),
        ),
        (r#""token_endpoint_auth_method":"none""#, vec!["--client-authentication", "none"]),
        (&by_key, signed.to_vec()),
        (&at_endpoint, [&signed[..], &["--assertion-audience", "token-endpoint"]].concat()),
    ] {
        let client = format!(
            r#"[{{"client_id":"c","redirect_uris":["http://127.0.0.1/callback"],{registered}}}]"#
        );
        let clients = file("methods.json", &client)?;
        let op = Demo::start_as(&["--provider-port", "0", "--clients", &clients])?;
        let issuer = op.authorization_request().await?.origin().ascii_serialization();
        let app = start_at(&issuer, &arguments)?;

        let begun = app.get(&format!("{}/login", app.app)).await?;
        let cookie = begun.headers().get(SET_COOKIE).ok_or("no cookie")?.to_str()?;
        let cookie = cookie.split_once(';').ok_or("no attributes")?.0.to_owned();
        let request = begun.headers().get(LOCATION).ok_or("no redirect")?.to_str()?.parse()?;
        let mut pages = Tab::open(&op, request).await?;
        pages.post("/sign-in", &ALICE).await?;
        pages.post("/consent", &[("action", "allow")]).await?;
        let mut tab = Tab::open(&app, app.app.parse()?).await?;
        tab.cookie = cookie;
        tab.visit(pages.address.as_str()).await?;
        assert!(tab.html.contains("id=\"signed-in\""), "{arguments:?}: {}", tab.html);
    }
    Ok(())
}
