//! The pages of the provider: the page after a form, and the text about the user who is signed in.

use http::StatusCode;
use http::header::SET_COOKIE;
use url::Url;

use crate::support::{ALICE, BOB, Demo, Outcome, Tab, is_page};

#[tokio::test]
async fn every_form_is_answered_with_a_redirect_to_a_page() -> Outcome {
    let demo = Demo::start()?;
    let mut tab = Tab::open(&demo, demo.authorization_request().await?).await?;
    let wrong = [("username", "alice"), ("password", "guessed"), ("action", "sign-in")];
    // `post` checks the redirect.
    assert_eq!(tab.post("/sign-in", &wrong).await?, StatusCode::OK);
    let shown = tab.address.clone();
    for _ in 0..2 {
        assert!(tab.html.contains("user name or the password is wrong"), "{}", tab.html);
        assert!(tab.html.contains("value=\"alice\""), "{}", tab.html);
        assert_eq!(tab.visit(shown.as_str()).await?, StatusCode::OK, "a reload sends no form");
    }
    tab.post("/sign-in", &ALICE).await?;
    assert!(tab.html.contains("consent-form"), "{}", tab.html);
    assert_eq!(tab.address, shown, "Back leads to the page that the request needs now");

    tab.post("/consent", &[("action", "allow")]).await?;
    assert!(tab.address.as_str().starts_with(&format!("{}/callback?", demo.app)));
    for form in ["/sign-in", "/consent", "/sign-out"] {
        tab.address = shown.clone();
        assert_eq!(tab.visit(form).await?, StatusCode::OK);
        assert_eq!(tab.address.path(), "/", "{form}");
    }
    Ok(())
}

#[tokio::test]
async fn a_page_that_was_answered_says_so_and_who_is_signed_in() -> Outcome {
    let demo = Demo::start()?;
    let mut tab = Tab::open(&demo, demo.authorization_request().await?).await?;
    let page = tab.address.clone();
    tab.post("/sign-in", &ALICE).await?;
    tab.post("/consent", &[("action", "allow")]).await?;

    tab.address = page;
    assert_eq!(tab.visit("").await?, StatusCode::BAD_REQUEST);
    for text in ["interaction.answered", "Demo App has your answer", "<strong>alice</strong>"] {
        assert!(tab.html.contains(text), "{text}: {}", tab.html);
    }
    // Another link that is not safe, opened by a user who is signed in.
    tab.visit("/authorize?client_id=nobody").await?;
    assert!(tab.html.contains("authorize.unknown_client"), "{}", tab.html);
    assert!(tab.html.contains("<strong>alice</strong>"), "{}", tab.html);
    assert!(!tab.html.contains("You were not signed in"), "{}", tab.html);
    Ok(())
}

#[tokio::test]
async fn not_you_asks_for_another_account_for_the_same_request() -> Outcome {
    let demo = Demo::start()?;
    let mut tab = Tab::open(&demo, demo.authorization_request().await?).await?;
    tab.post("/sign-in", &ALICE).await?;
    let (page, cookie) = (tab.address.clone(), tab.cookie.clone());
    tab.post("/consent", &[("action", "not-you")]).await?;
    assert!(tab.html.contains("sign-in-form"), "{}", tab.html);
    assert_eq!(tab.address, page);
    assert_ne!(tab.cookie, cookie, "the session has a new id");
    tab.post("/sign-in", &BOB).await?;
    assert!(tab.html.contains("<strong>bob</strong>"), "{}", tab.html);
    tab.post("/consent", &[("action", "allow")]).await?;
    assert!(tab.address.as_str().contains("code="));
    Ok(())
}

#[tokio::test]
async fn a_user_signs_out_at_the_provider_and_has_to_sign_in_again() -> Outcome {
    let demo = Demo::start()?;
    let request = demo.authorization_request().await?;
    let mut tab = Tab::open(&demo, request.clone()).await?;
    tab.post("/sign-in", &ALICE).await?;
    tab.visit("/").await?;
    assert!(tab.html.contains("<strong>alice</strong>"), "{}", tab.html);
    let old = tab.cookie.clone();
    tab.post("/sign-out", &[]).await?;
    assert!(tab.html.contains("You are not signed in here"), "{}", tab.html);
    tab.visit(request.as_str()).await?;
    assert!(tab.html.contains("sign-in-form"), "{}", tab.html);

    // A thief of the cookie is signed out too.
    tab.cookie = old;
    tab.visit("/").await?;
    assert!(tab.html.contains("You are not signed in here"), "{}", tab.html);
    Ok(())
}

#[tokio::test]
async fn a_form_of_another_site_is_refused() -> Outcome {
    let demo = Demo::start()?;
    let mut tab = Tab::open(&demo, demo.authorization_request().await?).await?;
    tab.post("/sign-in", &ALICE).await?;
    for form in ["/sign-in", "/consent", "/sign-out"] {
        let request = demo.http.post(tab.address.join(form)?).header("origin", &demo.app);
        let answer = request.header("cookie", &tab.cookie).send().await?;
        is_page(answer, StatusCode::FORBIDDEN, "interaction.other_site").await?;
    }
    tab.visit("/").await?;
    assert!(tab.html.contains("<strong>alice</strong>"), "{}", tab.html);
    Ok(())
}

/// RFC 6265 §8.5: browsers send the cookies of a host to all its ports.
#[tokio::test]
async fn the_cookies_of_the_provider_and_of_the_app_do_not_meet() -> Outcome {
    let demo = Demo::start()?;
    let request = demo.authorization_request().await?;
    let app = Url::parse(&demo.app)?;
    assert_ne!(request.host_str(), app.host_str());
    let mut names = Vec::new();
    for address in [format!("{}/login", demo.app), request.to_string()] {
        let answer = demo.get(&address).await?;
        let cookie = answer.headers().get(SET_COOKIE).ok_or("no cookie")?.to_str()?;
        assert!(!cookie.to_lowercase().contains("domain"), "{cookie}");
        names.push(cookie.split_once('=').ok_or("no name")?.0.to_owned());
    }
    assert_ne!(names.first(), names.last());
    Ok(())
}

#[tokio::test]
async fn passwords_cannot_be_guessed_fast() -> Outcome {
    let demo = Demo::start()?;
    let mut tab = Tab::open(&demo, demo.authorization_request().await?).await?;
    let wrong = [("username", "alice"), ("password", "guessed"), ("action", "sign-in")];
    for _ in 0..5 {
        tab.post("/sign-in", &wrong).await?;
        assert!(tab.html.contains("user name or the password is wrong"), "{}", tab.html);
    }
    // The right password has to wait too, so that the answer does not tell whether a password is
    // right.
    tab.post("/sign-in", &ALICE).await?;
    assert!(tab.html.contains("too many wrong passwords"), "{}", tab.html);
    // Another account does not wait.
    tab.post("/sign-in", &BOB).await?;
    assert!(tab.html.contains("<strong>bob</strong>"), "{}", tab.html);
    Ok(())
}

#[tokio::test]
async fn an_error_page_of_the_app_says_whether_the_user_is_signed_in() -> Outcome {
    let demo = Demo::start()?;
    let begun = demo.get(&format!("{}/login", demo.app)).await?;
    let cookie = begun.headers().get(SET_COOKIE).ok_or("no cookie")?.to_str()?;
    let cookie = cookie.split_once(';').ok_or("no attributes")?.0.to_owned();
    let request = begun.headers().get("location").ok_or("no redirect")?.to_str()?.parse()?;
    let mut op = Tab::open(&demo, request).await?;
    op.post("/sign-in", &ALICE).await?;
    op.post("/consent", &[("action", "allow")]).await?;

    let callback = op.address.clone();
    let before = demo.get(callback.as_str()).await?.text().await?;
    assert!(before.contains("href=\"/login\""), "{before}");
    assert!(!before.contains("You are still signed in"), "{before}");

    let mut tab = Tab::open(&demo, demo.app.parse()?).await?;
    tab.cookie = cookie;
    tab.visit(callback.as_str()).await?;
    assert!(tab.html.contains("id=\"signed-in\""), "{}", tab.html);
    assert_eq!(tab.visit(callback.as_str()).await?, StatusCode::BAD_REQUEST);
    assert!(tab.html.contains("app.no_login"), "{}", tab.html);
    assert!(tab.html.contains("You are still signed in"), "{}", tab.html);
    assert!(!tab.html.contains("href=\"/login\""), "{}", tab.html);
    Ok(())
}
