//! A refused request gets a page that explains it, and no redirect.

use http::StatusCode;
use http::header::{ALLOW, LOCATION, SET_COOKIE};
use tokio::net::TcpListener;
use url::Url;

use crate::support::{Demo, Outcome, Tab, changed, is_page};

#[tokio::test]
async fn attack_096_no_redirect_to_an_address_that_is_not_registered() -> Outcome {
    let demo = Demo::start()?;
    let request = demo.authorization_request().await?;
    let elsewhere = Some("https://attacker.example/callback");
    let other_path = format!("{}/callback/", demo.app);
    let stranger = changed(&request, "redirect_uri", elsewhere);
    for url in [
        stranger.clone(),
        changed(&request, "redirect_uri", Some(&other_path)),
        // These mistakes would be reported by redirect if the redirect URI were registered.
        changed(&stranger, "response_type", Some("token")),
        changed(&stranger, "scope", Some("\u{7}")),
        changed(&stranger, "code_challenge", None),
    ] {
        let response = demo.get(url.as_str()).await?;
        is_page(response, StatusCode::BAD_REQUEST, "authorize.redirect_uri").await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_unknown_or_duplicate_client_id_gets_a_page() -> Outcome {
    let demo = Demo::start()?;
    let request = demo.authorization_request().await?;
    let unknown = changed(&request, "client_id", Some("<script>"));
    let response = demo.get(unknown.as_str()).await?;
    is_page(response, StatusCode::BAD_REQUEST, "authorize.unknown_client").await?;

    let mut twice = request.clone();
    twice.query_pairs_mut().append_pair("client_id", "demo-app");
    let response = demo.get(twice.as_str()).await?;
    is_page(response, StatusCode::BAD_REQUEST, "parameters.duplicate").await?;
    Ok(())
}

#[tokio::test]
async fn a_form_that_was_not_shown_to_this_browser_gets_a_page() -> Outcome {
    let demo = Demo::start()?;
    let request = demo.authorization_request().await?;
    let shown = Tab::open(&demo, request.clone()).await?;
    let interaction = shown.interaction().ok_or("no form")?;
    // This request comes from another browser, because it has no cookie.
    for (path, action) in [("/sign-in", "sign-in"), ("/sign-in", "cancel"), ("/consent", "allow")] {
        let password = "correct horse battery staple";
        let form = [
            ("interaction", interaction),
            ("username", "alice"),
            ("password", password),
            ("action", action),
        ];
        let mut body = Url::parse("form:")?;
        body.query_pairs_mut().extend_pairs(form);
        let response = demo
            .http
            .post(request.join(path)?)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body.query().unwrap_or_default().to_owned())
            .send()
            .await?;
        is_page(response, StatusCode::BAD_REQUEST, "interaction.gone").await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_callback_without_a_login_gets_a_page() -> Outcome {
    let demo = Demo::start()?;
    for (query, code) in [
        ("code=c&state=guessed&iss=i", "app.no_login"),
        ("error=access_denied&state=guessed", "app.no_login"),
        ("code=c", "callback.missing_state"),
        ("code=c&state=s&state=s", "parameters.duplicate"),
    ] {
        let response = demo.get(&format!("{}/callback?{query}", demo.app)).await?;
        is_page(response, StatusCode::BAD_REQUEST, code).await?;
    }
    let response = demo.http.post(format!("{}/refresh", demo.app)).send().await?;
    is_page(response, StatusCode::UNAUTHORIZED, "app.not_signed_in").await?;
    Ok(())
}

#[tokio::test]
async fn a_long_body_or_an_unsupported_method_gets_a_page() -> Outcome {
    let demo = Demo::start()?;
    let authorize = demo.authorization_request().await?;
    let response = demo.http.put(authorize.clone()).send().await?;
    is_page(response, StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed").await?;
    let response = demo.http.put(&demo.app).send().await?;
    assert!(response.headers().contains_key(ALLOW), "RFC 9110 §15.5.6");
    is_page(response, StatusCode::METHOD_NOT_ALLOWED, "app.method_not_allowed").await?;

    let form = "application/x-www-form-urlencoded";
    let post = demo.http.post(authorize.join("/authorize")?).header("content-type", form);
    let response = post.body("a".repeat(64 * 1024 + 1)).send().await?;
    is_page(response, StatusCode::PAYLOAD_TOO_LARGE, "too_long").await
}

#[tokio::test]
async fn a_request_that_shows_no_page_opens_no_session() -> Outcome {
    let demo = Demo::start()?;
    let request = demo.authorization_request().await?;
    let silent = demo.get(changed(&request, "prompt", Some("none")).as_str()).await?;
    assert_eq!(silent.status(), StatusCode::SEE_OTHER);
    assert!(!silent.headers().contains_key(SET_COOKIE));
    let shown = demo.get(request.as_str()).await?;
    assert!(shown.headers().contains_key(SET_COOKIE));
    Ok(())
}

#[tokio::test]
async fn pkce_can_be_omitted_with_a_nonce_and_otherwise_only_with_its_option() -> Outcome {
    for (argument, with_nonce, without_nonce) in [
        (None, "/interaction", "error=invalid_request"),
        (Some("--require-pkce"), "error=invalid_request", "error=invalid_request"),
        (Some("--optional-pkce"), "/interaction", "/interaction"),
    ] {
        let arguments = ["--provider-port", "0"].into_iter().chain(argument);
        let demo = Demo::start_as(&arguments.collect::<Vec<_>>())?;
        let request = demo.authorization_request().await?;
        let request = changed(&request, "code_challenge", None);
        let request = changed(&request, "code_challenge_method", None);
        for (request, answer) in
            [(request.clone(), with_nonce), (changed(&request, "nonce", None), without_nonce)]
        {
            let response = demo.get(request.as_str()).await?;
            let location = response.headers().get(LOCATION).ok_or("no redirect")?.to_str()?;
            assert!(location.contains(answer), "{argument:?}: {location}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_provider_that_does_not_answer_is_asked_once_for_all_logins() -> Outcome {
    let provider = TcpListener::bind("127.0.0.1:0").await?;
    let issuer = format!("http://{}", provider.local_addr()?);
    let client = ["--client-id", "c", "--client-secret", "s"];
    let demo = Demo::start_as(&[&["--provider", &issuer][..], &client].concat())?;
    let login = format!("{}/login", demo.app);
    let asked = async {
        let mut times = 0;
        while let Ok(connection) = provider.accept().await {
            times += 1;
            drop(connection);
            assert_eq!(times, 1, "the provider was asked again");
        }
    };
    tokio::select! {
        () = asked => return Err("the provider was not asked".into()),
        answers = async { tokio::join!(demo.get(&login), demo.get(&login), demo.get(&login)) } => {
            for answer in [answers.0?, answers.1?, answers.2?] {
                is_page(answer, StatusCode::BAD_GATEWAY, "app.http").await?;
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn an_unknown_address_gets_a_page() -> Outcome {
    let demo = Demo::start()?;
    let response = demo.get(&format!("{}/nowhere", demo.app)).await?;
    is_page(response, StatusCode::NOT_FOUND, "app.not_found").await?;
    let provider = demo.authorization_request().await?.join("/nowhere")?;
    is_page(demo.get(provider.as_str()).await?, StatusCode::NOT_FOUND, "not_found").await
}
