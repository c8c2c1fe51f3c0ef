//! The registration of the app at a provider that a user named: kept, forgotten, changed and refused.

use http::StatusCode;
use reqwest::Response;
use serde_json::{Value, json};
use url::Url;

use crate::copies::{Copy, fresh};
use crate::provider_choice::{choose, sign_in, start_page, token};
use crate::registrar::Registrar;
use crate::support::{Demo, Outcome, Tab, is_page};

/// Sends the form with what a user types.
async fn send(tab: &Tab<'_>, typed: &str) -> Result<Response, Box<dyn std::error::Error>> {
    let token = token(tab)?;
    tab.send("/provider", &[("token", &token), ("identifier", typed)]).await
}

/// Sends the form, checks that the answer is a page, and shows the page in the tab.
async fn page(tab: &mut Tab<'_>, typed: &str) -> Outcome {
    let answer = send(tab, typed).await?;
    assert_eq!(answer.status(), StatusCode::OK);
    tab.html = answer.text().await?;
    Ok(())
}

/// Returns a parameter of an address.
fn parameter(url: &Url, name: &str) -> String {
    let mut pairs = url.query_pairs();
    pairs.find(|(it, _)| it == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// Returns the address of the response that a provider sends to its redirect URI.
fn response(request: &Url, issuer: &str) -> String {
    let (to, state) = (parameter(request, "redirect_uri"), parameter(request, "state"));
    format!("{to}?code=c&state={state}&iss={issuer}")
}

#[tokio::test]
async fn rfc7592_2_1_a_registration_is_kept_until_the_provider_has_forgotten_it() -> Outcome {
    let (demo, provider) = (Demo::start()?, Registrar::start().await?);
    for typed in [provider.alice(), provider.issuer.clone(), provider.alice()] {
        let mut tab = start_page(&demo).await?;
        choose(&mut tab, &typed).await?;
        assert_eq!(parameter(&tab.address, "client_id"), "client-1");
        assert_eq!(provider.conduct().registered, 1);
    }

    provider.conduct().client = None;
    let mut tab = start_page(&demo).await?;
    page(&mut tab, &provider.alice()).await?;
    for told in ["This app registered itself again", "id=\"replaced\"", "client-2"] {
        assert!(tab.html.contains(told), "{told}: {}", tab.html);
    }
    // The button of the page continues with the new registration.
    let issuer = provider.issuer.clone();
    choose(&mut tab, &issuer).await?;
    assert_eq!(parameter(&tab.address, "client_id"), "client-2");
    assert_eq!(provider.conduct().registered, 2);
    Ok(())
}

#[tokio::test]
async fn rfc6749_5_2_a_client_that_the_token_endpoint_does_not_know_registers_again() -> Outcome {
    let (demo, provider) = (Demo::start()?, Registrar::start().await?);
    let mut tab = start_page(&demo).await?;
    choose(&mut tab, &provider.issuer).await?;
    let back = response(&tab.address, &provider.issuer);
    let answer = demo.http.get(back).header("cookie", &tab.cookie).send().await?;
    assert_eq!(answer.status(), StatusCode::BAD_GATEWAY);
    let html = answer.text().await?;
    let code = "<code id=\"error-code\">named.forgotten</code>";
    for told in ["The provider no longer knows this app", "Register again and sign in", code] {
        assert!(html.contains(told), "{told}: {html}");
    }
    assert_eq!(provider.conduct().token_requests, 1);
    let mut tab = Tab { html, address: demo.app.parse()?, ..tab };
    let issuer = provider.issuer.clone();
    choose(&mut tab, &issuer).await?;
    assert_eq!(parameter(&tab.address, "client_id"), "client-2");
    Ok(())
}

#[tokio::test]
async fn rfc7591_3_2_1_a_page_shows_what_the_provider_changed() -> Outcome {
    let (demo, provider) = (Demo::start()?, Registrar::start().await?);
    provider.conduct().changes =
        vec![("scope", "openid email".into()), ("client_name", "<b>Another name".into())];
    let mut tab = start_page(&demo).await?;
    page(&mut tab, &provider.issuer).await?;
    for told in [
        "This app registered itself",
        "<dt>scope</dt><dd>asked for: &#34;openid profile email&#34;<br>registered: &#34;openid email&#34;</dd>",
        "&#60;b&#62;Another name",
    ] {
        assert!(tab.html.contains(told), "{told}: {}", tab.html);
    }
    let issuer = provider.issuer.clone();
    choose(&mut tab, &issuer).await?;
    // The app asks only for the scope that is registered.
    assert_eq!(parameter(&tab.address, "scope"), "openid email");
    Ok(())
}

#[tokio::test]
async fn rfc7591_3_2_1_a_weaker_registration_is_deleted_and_not_used() -> Outcome {
    let (demo, provider) = (Demo::start()?, Registrar::start().await?);
    for (change, code) in [
        (("token_endpoint_auth_method", json!("none")), "registered.weaker"),
        (("redirect_uris", json!(["https://evil.example/"])), "registered.redirect_uris"),
    ] {
        provider.conduct().changes = vec![change];
        let before = provider.conduct().deleted;
        let tab = start_page(&demo).await?;
        let answer = send(&tab, &provider.issuer).await?;
        is_page(answer, StatusCode::BAD_GATEWAY, code).await?;
        assert_eq!(provider.conduct().deleted, before + 1, "{code}");
    }
    provider.conduct().changes.clear();
    let mut tab = start_page(&demo).await?;
    choose(&mut tab, &provider.issuer).await?;
    assert_eq!(parameter(&tab.address, "client_id"), "client-3");
    Ok(())
}

#[tokio::test]
async fn every_failure_is_a_page_that_says_what_the_user_can_do() -> Outcome {
    let demo = Demo::start()?;
    type Change = fn(&mut crate::registrar::Conduct);
    let failures: [(Change, bool, &str, &str); 5] = [
        (|it| it.has_webfinger = false, true, "document.status", "type that address"),
        (
            |it| it.other_issuer = Some("http://127.0.0.1:1"),
            true,
            "metadata.issuer_mismatch",
            "exactly",
        ),
        (|it| it.has_registration = false, false, "register.no_endpoint", "ask the operator"),
        (|it| it.refuses = true, false, "client_information.refused", "at another provider"),
        (|it| it.changes.push(("client_id", Value::Null)), false, "", "at another provider"),
    ];
    for (change, by_user, code, told) in failures {
        let provider = Registrar::start().await?;
        change(&mut provider.conduct());
        let typed = if by_user { provider.alice() } else { provider.issuer.clone() };
        let tab = start_page(&demo).await?;
        let html = send(&tab, &typed).await?.text().await?;
        assert!(html.contains(told), "{told}: {html}");
        assert!(html.contains(&format!("<strong id=\"typed\">{typed}</strong>")), "{html}");
        assert!(html.contains("Try again"), "{html}");
        let found = html.split_once("error-code\">").and_then(|(_, it)| it.split_once('<'));
        let found = found.map(|(code, _)| code).unwrap_or_default();
        assert!(code.is_empty() || found == code, "found {found}, expected {code}");
    }
    Ok(())
}

/// RFC 9700 §4.4: each provider has its own redirect URI, and nothing is sent for a response that
/// arrives at the redirect URI of another provider.
#[tokio::test]
async fn attack_078_a_response_at_the_redirect_uri_of_another_named_provider_is_refused() -> Outcome
{
    let demo = Demo::start()?;
    let (honest, other) = (Registrar::start().await?, Registrar::start().await?);
    let mut tab = start_page(&demo).await?;
    choose(&mut tab, &other.issuer).await?;
    let at_other = tab.address.clone();
    tab.address = demo.app.parse()?;
    choose(&mut tab, &honest.issuer).await?;
    let state = parameter(&tab.address, "state");
    for iss in [&honest.issuer, &other.issuer] {
        let redirect_uri = parameter(&at_other, "redirect_uri");
        let url = format!("{redirect_uri}?code=c&state={state}&iss={iss}");
        let answer = demo.http.get(url).header("cookie", &tab.cookie).send().await?;
        is_page(answer, StatusCode::BAD_REQUEST, "app.no_login").await?;
    }
    assert_eq!((honest.conduct().token_requests, other.conduct().token_requests), (0, 0));
    Ok(())
}

#[tokio::test]
async fn an_app_for_the_internet_refuses_addresses_in_its_own_network() -> Outcome {
    let provider = Registrar::start().await?;
    let demo = Demo::start_as(&["--provider-port", "0", "--named-providers", "internet"])?;
    let port = provider.issuer.rsplit(':').next().ok_or("no port")?;
    for (typed, code) in [
        (provider.alice(), "send.stranger_address"),
        (format!("https://127.0.0.1:{port}"), "send.stranger_address"),
        (format!("https://localhost:{port}"), "send.stranger_address"),
        ("https://169.254.169.254".to_owned(), "send.stranger_address"),
        ("alice@10.0.0.1".to_owned(), "send.stranger_address"),
        (provider.issuer.clone(), "issuer.scheme"),
    ] {
        let tab = start_page(&demo).await?;
        is_page(send(&tab, &typed).await?, StatusCode::BAD_REQUEST, code).await?;
    }
    // On this machine, an http issuer has to be on this machine.
    let demo = Demo::start()?;
    let tab = start_page(&demo).await?;
    let answer = send(&tab, "http://169.254.169.254").await?;
    is_page(answer, StatusCode::BAD_REQUEST, "issuer.scheme").await
}

#[tokio::test]
async fn users_cannot_name_a_provider_if_the_operator_switches_it_off() -> Outcome {
    let own = Demo::start()?;
    let with_form = start_page(&own).await?;
    let demo = Demo::start_as(&["--provider-port", "0", "--named-providers", "off"])?;
    let tab = start_page(&demo).await?;
    assert!(!tab.html.contains("provider-form"), "{}", tab.html);
    let tab = Tab { html: with_form.html, cookie: with_form.cookie, ..tab };
    let answer = send(&tab, "https://op.example").await?;
    is_page(answer, StatusCode::BAD_REQUEST, "named.off").await
}

#[tokio::test]
async fn the_registration_and_a_login_survive_a_restart() -> Outcome {
    let store = format!("sqlite:{}", fresh("named", "named.db")?.display());
    let secret = fresh("named", "named-secret")?;
    let copy = Copy::new(&store, &secret.display().to_string())?;
    let demo = copy.start()?;
    let issuer = copy.provider.replace("127.0.0.1", "localhost");
    let mut tab = start_page(&demo).await?;
    choose(&mut tab, &issuer).await?;
    let (request, cookie) = (tab.address.clone(), tab.cookie.clone());
    let back = sign_in(&demo, &request).await?;
    drop(tab);
    drop(demo);

    let demo = copy.start()?;
    let mut tab = Tab::at(&demo, back.clone(), "");
    tab.cookie = cookie;
    tab.visit(back.as_str()).await?;
    assert!(tab.html.contains("You are signed in"), "{}", tab.html);
    tab.post("/refresh", &[]).await?;
    assert!(tab.html.contains("The tokens have been refreshed."), "{}", tab.html);
    let mut tab = start_page(&demo).await?;
    choose(&mut tab, &issuer).await?;
    assert_eq!(parameter(&tab.address, "client_id"), parameter(&request, "client_id"));
    Ok(())
}
