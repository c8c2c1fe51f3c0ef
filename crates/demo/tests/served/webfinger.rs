//! WebFinger at the provider, and what its consent page shows of a client that registered itself.

use http::StatusCode;
use serde_json::Value;
use url::Url;

use crate::support::{ALICE, Demo, Outcome, Tab, file};

/// Asks the provider for the issuer of this resource.
async fn ask(
    demo: &Demo,
    provider: &Url,
    resource: &str,
) -> Result<(StatusCode, String), Box<dyn std::error::Error>> {
    let mut url = provider.join("/.well-known/webfinger")?;
    url.query_pairs_mut().append_pair("resource", resource);
    let response = demo.get(url.as_str()).await?;
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
    Ok((response.status(), response.text().await?))
}

#[tokio::test]
async fn discovery_2_the_users_of_the_host_have_this_provider() -> Outcome {
    let demo = Demo::start()?;
    let provider = demo.authorization_request().await?.join("/")?;
    let issuer = provider.as_str().trim_end_matches('/');
    let host = issuer.strip_prefix("http://").ok_or("no host")?;
    for resource in [
        format!("https://alice@{host}/"),
        format!("https://{host}/alice"),
        format!("https://{host}/"),
    ] {
        let (status, jrd) = ask(&demo, &provider, &resource).await?;
        assert_eq!(status, StatusCode::OK, "{resource}");
        let jrd: Value = serde_json::from_str(&jrd)?;
        assert_eq!(jrd["subject"], resource);
        assert_eq!(jrd["links"][0]["href"], issuer);
    }
    let (status, _) = ask(&demo, &provider, "acct:alice@other.example").await?;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert_eq!(ask(&demo, &provider, "").await?.0, StatusCode::BAD_REQUEST);
    Ok(())
}

/// RFC 7033 §9.3: strangers do not learn from the answers which users exist.
#[tokio::test]
async fn webfinger_answers_alike_for_unknown_users() -> Outcome {
    let demo = Demo::start()?;
    let provider = demo.authorization_request().await?.join("/")?;
    let host = format!("localhost:{}", provider.port().ok_or("no port")?);
    let (known, jrd) = ask(&demo, &provider, &format!("https://alice@{host}/")).await?;
    let (unknown, other) = ask(&demo, &provider, &format!("https://nobody@{host}/")).await?;
    assert_eq!((known, unknown), (StatusCode::OK, StatusCode::OK));
    assert_eq!(jrd.replace("alice", "nobody"), other);
    Ok(())
}

#[tokio::test]
async fn registration_2_the_consent_page_shows_logo_and_links_with_their_hosts() -> Outcome {
    let clients = file(
        "pages-of-client.json",
        r#"[{"client_id":"wiki","client_name":"Wiki","registered_by":"itself",
            "redirect_uris":["https://wiki.example/callback"],"client_secret":"s",
            "logo_uri":"https://cdn.example/logo.png?a=b&c=d",
            "client_uri":"https://wiki.example/","policy_uri":"https://legal.example/data",
            "tos_uri":"https://wiki.example/terms"}]"#,
    )?;
    let demo = Demo::start_as(&["--provider-port", "0", "--clients", &clients])?;
    let mut url = demo.authorization_request().await?.join("/authorize")?;
    url.query_pairs_mut()
        .append_pair("client_id", "wiki")
        .append_pair("redirect_uri", "https://wiki.example/callback")
        .append_pair("response_type", "code")
        .append_pair("scope", "openid")
        .append_pair("nonce", "n");
    let mut tab = Tab::open(&demo, url).await?;
    tab.post("/sign-in", &ALICE).await?;
    for text in [
        "Wiki registered itself.",
        "an app of <strong>wiki.example</strong>",
        "src=\"https://cdn.example/logo.png?a=b&#38;c=d\"",
        "referrerpolicy=\"no-referrer\"",
        "<a href=\"https://wiki.example/\" rel=\"noopener noreferrer\" target=\"_blank\">Home page</a> (wiki.example)",
        ">How it uses your data</a> (legal.example)",
        ">Terms of service</a> (wiki.example)",
    ] {
        assert!(tab.html.contains(text), "{text}: {}", tab.html);
    }
    // The page may load the logo, and nothing else from another host.
    let page = demo.http.get(tab.address.clone()).header("cookie", &tab.cookie).send().await?;
    let policy = page.headers()["content-security-policy"].to_str()?;
    assert!(policy.contains("default-src 'none'"), "{policy}");
    assert!(policy.contains("img-src 'self' https://cdn.example;"), "{policy}");
    // The app of the operator has no logo, and its page names no host as its owner.
    let mut tab = Tab::open(&demo, demo.authorization_request().await?).await?;
    tab.post("/sign-in", &ALICE).await?;
    assert!(!tab.html.contains("client-host") && !tab.html.contains("<img"), "{}", tab.html);
    Ok(())
}
