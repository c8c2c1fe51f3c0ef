//! Clients that register themselves at the provider: open, with an initial access token, and off.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use http::{Method, StatusCode};
use serde_json::{Value, json};
use url::Url;

use crate::support::{ALICE, Demo, Outcome, Tab};

type Answer = (StatusCode, Value);

/// Sends a request with a JSON body and a bearer token.
async fn send(
    demo: &Demo,
    method: Method,
    url: &str,
    token: Option<&str>,
    body: Option<Value>,
) -> Result<Answer, Box<dyn std::error::Error>> {
    let mut request = demo.http.request(method, url);
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    if let Some(body) = body {
        request = request.header("content-type", "application/json").body(body.to_string());
    }
    let response = request.send().await?;
    let status = response.status();
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
    let text = response.text().await?;
    Ok((status, if text.is_empty() { Value::Null } else { serde_json::from_str(&text)? }))
}

fn wiki() -> Value {
    json!({
        "client_name": "Wiki",
        "redirect_uris": ["https://wiki.example/callback"],
        "client_uri": "https://wiki.example/"
    })
}

async fn provider(demo: &Demo) -> Result<Url, Box<dyn std::error::Error>> {
    Ok(demo.authorization_request().await?.join("/")?)
}

fn text<'a>(answer: &'a Value, member: &str) -> Result<&'a str, String> {
    answer[member].as_str().ok_or_else(|| format!("no {member}: {answer}"))
}

#[tokio::test]
async fn registration_3_a_client_registers_itself_and_a_user_signs_in_with_a_warning() -> Outcome {
    let demo = Demo::start()?;
    let provider = provider(&demo).await?;
    let metadata = demo.get(provider.join("/.well-known/openid-configuration")?.as_str()).await?;
    let metadata: Value = serde_json::from_str(&metadata.text().await?)?;
    let endpoint = text(&metadata, "registration_endpoint")?;
    let (status, client) = send(&demo, Method::POST, endpoint, None, Some(wiki())).await?;
    assert_eq!(status, StatusCode::CREATED, "{client}");
    let mut url = provider.join("/authorize")?;
    url.query_pairs_mut()
        .append_pair("client_id", text(&client, "client_id")?)
        .append_pair("redirect_uri", "https://wiki.example/callback")
        .append_pair("response_type", "code")
        .append_pair("scope", "openid")
        .append_pair("nonce", "n");
    let mut tab = Tab::open(&demo, url).await?;
    assert!(tab.html.contains("Wiki registered itself."), "{}", tab.html);
    tab.post("/sign-in", &ALICE).await?;
    for told in ["Wiki registered itself.", "an app of <strong>wiki.example</strong>", "Home page"]
    {
        assert!(tab.html.contains(told), "{told}: {}", tab.html);
    }
    tab.post("/consent", &[("action", "allow")]).await?;
    assert_eq!(tab.address.host_str(), Some("wiki.example"));
    assert!(tab.address.query_pairs().any(|(name, _)| name == "code"), "{}", tab.address);
    Ok(())
}

#[tokio::test]
async fn rfc7592_2_a_client_reads_updates_and_deletes_its_registration() -> Outcome {
    let demo = Demo::start()?;
    let endpoint = provider(&demo).await?.join("/register")?;
    let (_, client) = send(&demo, Method::POST, endpoint.as_str(), None, Some(wiki())).await?;
    let uri = text(&client, "registration_client_uri")?.to_owned();
    let token = text(&client, "registration_access_token")?.to_owned();
    let (status, read) = send(&demo, Method::GET, &uri, Some(&token), None).await?;
    assert_eq!((status, text(&read, "client_name")?), (StatusCode::OK, "Wiki"));
    let (status, _) = send(&demo, Method::GET, &uri, Some("wrong"), None).await?;
    assert_eq!(status, StatusCode::UNAUTHORIZED);

    let mut update = wiki();
    update["client_id"] = client["client_id"].clone();
    update["client_name"] = json!("Second Wiki");
    let (status, updated) = send(&demo, Method::PUT, &uri, Some(&token), Some(update)).await?;
    assert_eq!((status, text(&updated, "client_name")?), (StatusCode::OK, "Second Wiki"));
    // The update has changed the registration access token.
    let (status, _) = send(&demo, Method::GET, &uri, Some(&token), None).await?;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let token = text(&updated, "registration_access_token")?.to_owned();

    let (status, _) = send(&demo, Method::DELETE, &uri, Some(&token), None).await?;
    assert_eq!(status, StatusCode::NO_CONTENT);
    let (status, _) = send(&demo, Method::GET, &uri, Some(&token), None).await?;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    Ok(())
}

#[tokio::test]
async fn rfc7591_3_2_2_a_bad_registration_is_refused_with_its_member() -> Outcome {
    let demo = Demo::start()?;
    let endpoint = provider(&demo).await?.join("/register")?;
    for (body, error, member) in [
        (
            json!({"redirect_uris": ["https://a.example/#f"]}),
            "invalid_redirect_uri",
            "redirect_uris",
        ),
        (
            json!({"redirect_uris": ["https://a.example/"], "client_name": 1}),
            "invalid_client_metadata",
            "client_name",
        ),
    ] {
        let (status, answer) =
            send(&demo, Method::POST, endpoint.as_str(), None, Some(body)).await?;
        assert_eq!((status, text(&answer, "error")?), (StatusCode::BAD_REQUEST, error));
        assert!(text(&answer, "error_description")?.contains(member), "{answer}");
    }
    Ok(())
}

#[tokio::test]
async fn rfc7591_3_without_open_registration_a_token_is_needed() -> Outcome {
    // The command prints the token before the address of the app.
    let mut child = Command::new(env!("CARGO_BIN_EXE_symbolon-demo"))
        .args(["serve", "--provider-port", "0", "--relying-party-port", "0"])
        .args(["--registration", "token"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let stdout = child.stdout.take().ok_or("no standard output")?;
    let mut lines = BufReader::new(stdout).lines();
    let token = lines.next().ok_or("no line")??;
    let app = lines.next().ok_or("no line")??;
    let demo = Demo::running(child, app.trim())?;
    let token = token.strip_prefix("Initial access token: ").ok_or("no token")?;
    let endpoint = provider(&demo).await?.join("/register")?;
    for (token, expected) in [
        (None, StatusCode::UNAUTHORIZED),
        (Some("wrong"), StatusCode::UNAUTHORIZED),
        (Some(token), StatusCode::CREATED),
    ] {
        let answer = send(&demo, Method::POST, endpoint.as_str(), token, Some(wiki())).await?;
        assert_eq!(answer.0, expected, "{}", answer.1);
    }
    Ok(())
}

#[tokio::test]
async fn registration_can_be_switched_off() -> Outcome {
    let demo = Demo::start_as(&["--provider-port", "0", "--registration", "off"])?;
    let provider = provider(&demo).await?;
    let metadata = demo.get(provider.join("/.well-known/openid-configuration")?.as_str()).await?;
    assert!(!metadata.text().await?.contains("registration_endpoint"));
    let answer = demo.http.post(provider.join("/register")?).send().await?;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    Ok(())
}
