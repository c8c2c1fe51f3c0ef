//! Several users and several tabs in one browser, and forms that other pages forge.

use http::StatusCode;
use url::Url;

use crate::support::{ALICE, BOB, Demo, Outcome, Tab, changed, file, is_page};

/// Starts the demo with a web app whose consent is remembered. Returns its authorization request.
async fn with_remembered_consent(name: &str) -> Result<(Demo, Url), Box<dyn std::error::Error>> {
    let clients = r#"[{"client_id": "web", "token_endpoint_auth_method": "none",
        "redirect_uris": ["https://app.example/callback"]}]"#;
    let demo = Demo::start_as(&["--provider-port", "0", "--clients", &file(name, clients)?])?;
    let request = demo.authorization_request().await?;
    let request = changed(&request, "client_id", Some("web"));
    let request = changed(&request, "redirect_uri", Some("https://app.example/callback"));
    Ok((demo, changed(&changed(&request, "prompt", None), "scope", Some("openid"))))
}

/// An attacker who knows the cookie of the browser before the sign-in is not signed in.
#[tokio::test]
async fn attack_077_a_sign_in_gives_the_browser_a_new_cookie() -> Outcome {
    let demo = Demo::start()?;
    let mut tab = Tab::open(&demo, demo.authorization_request().await?).await?;
    let planted = tab.cookie.clone();
    tab.post("/sign-in", &ALICE).await?;
    assert_ne!(tab.cookie, planted);
    tab.visit("/").await?;
    assert!(tab.html.contains("<strong>alice</strong>"), "{}", tab.html);
    tab.cookie = planted;
    tab.visit("/").await?;
    assert!(tab.html.contains("You are not signed in here"), "{}", tab.html);
    Ok(())
}

#[tokio::test]
async fn a_request_is_not_allowed_before_its_consent_page_was_shown() -> Outcome {
    let demo = Demo::start()?;
    let request = demo.authorization_request().await?;
    let mut waiting = Tab::open(&demo, request.clone()).await?;
    let mut other = Tab::open(&demo, waiting.address.clone()).await?;
    other.cookie = waiting.cookie.clone();
    other.visit(request.as_str()).await?;
    other.post("/sign-in", &ALICE).await?;
    waiting.cookie = other.cookie;
    let answer = waiting.send("/consent", &[("action", "allow")]).await?;
    is_page(answer, StatusCode::BAD_REQUEST, "interaction.gone").await?;
    let page = waiting.address.clone();
    assert_eq!(waiting.visit(page.as_str()).await?, StatusCode::OK);
    assert!(waiting.html.contains("consent-form"), "{}", waiting.html);
    Ok(())
}

/// The second user does not see what the first was asked, and has consented to nothing.
#[tokio::test]
async fn another_user_takes_over_neither_requests_nor_consents() -> Outcome {
    let (demo, request) = with_remembered_consent("another-user.json").await?;
    let mut tab = Tab::open(&demo, request.clone()).await?;
    tab.post("/sign-in", &ALICE).await?;
    tab.post("/consent", &[("action", "allow")]).await?;
    tab.address = request.clone();
    tab.visit(changed(&request, "prompt", Some("consent")).as_str()).await?;
    let of_alice = tab.address.clone();
    assert!(tab.html.contains("consent-form"), "{}", tab.html);

    tab.visit(changed(&request, "prompt", Some("login")).as_str()).await?;
    tab.post("/sign-in", &BOB).await?;
    for text in ["consent-form", "<strong>bob</strong>"] {
        assert!(tab.html.contains(text), "{text}: {}", tab.html);
    }
    assert_eq!(tab.visit(of_alice.as_str()).await?, StatusCode::BAD_REQUEST);
    assert!(tab.html.contains("interaction.gone"), "{}", tab.html);
    Ok(())
}

#[tokio::test]
async fn a_consent_stays_after_a_sign_out_until_the_user_withdraws_it() -> Outcome {
    let (demo, request) = with_remembered_consent("signed-out.json").await?;
    let mut tab = Tab::open(&demo, request.clone()).await?;
    tab.post("/sign-in", &ALICE).await?;
    tab.post("/consent", &[("action", "allow")]).await?;
    tab.address = request.clone();
    tab.visit("/").await?;
    tab.post("/sign-out", &[]).await?;
    tab.visit(request.as_str()).await?;
    tab.post("/sign-in", &ALICE).await?;
    assert!(tab.address.as_str().starts_with("https://app.example/callback?code="));

    tab.address = request.clone();
    tab.visit("/").await?;
    assert!(tab.html.contains("Remove the access of web"), "{}", tab.html);
    let form = [("client_id", "web")];
    let forged = tab.demo.http.post(tab.address.join("/withdraw")?).header("cookie", &tab.cookie);
    let forged = forged.header("content-type", "application/x-www-form-urlencoded");
    let forged = forged.header("origin", "https://attacker.example").body("client_id=web");
    let answer = forged.send().await?;
    is_page(answer, StatusCode::FORBIDDEN, "interaction.other_site").await?;
    tab.post("/withdraw", &form).await?;
    assert!(!tab.html.contains("Remove the access"), "{}", tab.html);
    tab.visit(request.as_str()).await?;
    assert!(tab.html.contains("consent-form"), "{}", tab.html);
    Ok(())
}

/// A client that presents its code with a wrong verifier loses the grant. The consent stays.
#[tokio::test]
async fn a_remembered_consent_without_a_grant_is_listed_and_can_be_withdrawn() -> Outcome {
    let (demo, request) = with_remembered_consent("no-grant.json").await?;
    let mut tab = Tab::open(&demo, request.clone()).await?;
    tab.post("/sign-in", &ALICE).await?;
    tab.post("/consent", &[("action", "allow")]).await?;
    let code = tab.address.query_pairs().find(|(name, _)| name == "code");
    let code = code.ok_or("no code")?.1.into_owned();
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", "web"),
        ("redirect_uri", "https://app.example/callback"),
        ("code", &code),
        ("code_verifier", &"x".repeat(43)),
    ];
    let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let token = demo.http.post(request.join("/token")?).body(form);
    let token = token.header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(token.send().await?.status(), StatusCode::BAD_REQUEST);

    tab.address = request.clone();
    tab.visit("/").await?;
    assert!(tab.html.contains("Remove the access of web"), "{}", tab.html);
    tab.post("/withdraw", &[("client_id", "web")]).await?;
    assert!(!tab.html.contains("Remove the access"), "{}", tab.html);
    tab.visit(request.as_str()).await?;
    assert!(tab.html.contains("consent-form"), "{}", tab.html);
    Ok(())
}

/// Another user cannot withdraw what alice has allowed.
#[tokio::test]
async fn a_user_withdraws_own_consents_only() -> Outcome {
    let (demo, request) = with_remembered_consent("own-consents.json").await?;
    let mut alice = Tab::open(&demo, request.clone()).await?;
    alice.post("/sign-in", &ALICE).await?;
    alice.post("/consent", &[("action", "allow")]).await?;
    let mut bob = Tab::open(&demo, request.clone()).await?;
    let nobody = bob.send("/withdraw", &[("client_id", "web")]).await?;
    is_page(nobody, StatusCode::BAD_REQUEST, "interaction.gone").await?;
    bob.post("/sign-in", &BOB).await?;
    bob.post("/withdraw", &[("client_id", "web")]).await?;
    alice.address = request.clone();
    alice.visit(request.as_str()).await?;
    assert!(alice.address.as_str().starts_with("https://app.example/callback?code="));
    Ok(())
}

#[tokio::test]
async fn the_right_password_makes_room_for_wrong_ones() -> Outcome {
    let demo = Demo::start()?;
    let wrong = [("username", "alice"), ("password", "guessed"), ("action", "sign-in")];
    for _ in 0..2 {
        let mut tab = Tab::open(&demo, demo.authorization_request().await?).await?;
        for _ in 0..3 {
            tab.post("/sign-in", &wrong).await?;
            assert!(tab.html.contains("the password is wrong"), "{}", tab.html);
        }
        tab.post("/sign-in", &ALICE).await?;
        assert!(tab.html.contains("consent-form"), "{}", tab.html);
    }
    Ok(())
}

#[tokio::test]
async fn a_form_of_another_site_is_refused_by_the_app_too() -> Outcome {
    let demo = Demo::start()?;
    for form in ["/refresh", "/userinfo", "/sign-out"] {
        let request = demo.http.post(format!("{}{form}", demo.app));
        let answer = request.header("origin", "https://attacker.example").send().await?;
        is_page(answer, StatusCode::FORBIDDEN, "app.other_site").await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_request_that_is_too_long_to_be_kept_is_refused() -> Outcome {
    let demo = Demo::start()?;
    let request = demo.authorization_request().await?;
    let long = changed(&request, "ui_locales", Some(&"a".repeat(12 * 1024)));
    is_page(demo.get(long.as_str()).await?, StatusCode::PAYLOAD_TOO_LARGE, "too_long").await
}
