//! The page on which a new user creates an account (`prompt=create`).

use http::StatusCode;
use http::header::{LOCATION, SET_COOKIE};

use crate::support::{ALICE, Demo, Outcome, Tab, changed, is_page};

const CAROL: [(&str, &str); 3] =
    [("username", "carol"), ("name", "Carol Danvers"), ("password", "a good password")];

/// Opens the page for new accounts.
async fn page(demo: &Demo) -> Result<Tab<'_>, Box<dyn std::error::Error>> {
    let request = changed(&demo.authorization_request().await?, "prompt", Some("create"));
    let tab = Tab::open(demo, request).await?;
    assert!(tab.html.contains("<h1>Create an account</h1>"), "{}", tab.html);
    Ok(tab)
}

#[tokio::test]
async fn prompt_create_4_a_new_user_creates_an_account_and_signs_in_to_the_app() -> Outcome {
    let demo = Demo::start_as(&["--provider-port", "0", "--prompt", "create"])?;
    let begun = demo.get(&format!("{}/login", demo.app)).await?;
    let header = |name| begun.headers().get(name).ok_or("a header is missing");
    let (request, cookie) = (header(LOCATION)?.to_str()?, header(SET_COOKIE)?.to_str()?);
    let mut pages = Tab::open(&demo, request.parse()?).await?;
    assert!(pages.html.contains("id=\"sign-in-form\""), "{}", pages.html);
    pages.post("/sign-up", &CAROL).await?;
    assert!(pages.html.contains("id=\"consent-form\""), "{}", pages.html);
    pages.post("/consent", &[("action", "allow")]).await?;
    let mut app = Tab::at(&demo, demo.app.parse()?, "");
    app.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    app.visit(pages.address.as_str()).await?;
    assert!(app.html.contains("id=\"signed-in\""), "{}", app.html);
    app.post("/userinfo", &[]).await?;
    assert!(app.html.contains("Carol Danvers"), "{}", app.html);
    // The account has its password from now on.
    let mut again = Tab::open(&demo, changed(&request.parse()?, "prompt", Some("login"))).await?;
    let carol = [("username", "carol"), ("password", "a good password"), ("action", "sign-in")];
    again.post("/sign-in", &carol).await?;
    // The user consented before, so the provider shows no further page.
    assert_eq!(again.address.path(), "/callback", "{}", again.html);
    Ok(())
}

#[tokio::test]
async fn an_account_that_cannot_be_created_leads_back_to_the_page_with_the_reason() -> Outcome {
    let demo = Demo::start_logged()?;
    let mut tab = page(&demo).await?;
    for (name, password, message) in [
        ("bob", "a good password", "Another account has this user name"),
        ("b b", "a good password", "A user name has 1 to 64"),
        ("carol", "short", "at least 8 characters"),
    ] {
        tab.post("/sign-up", &[("username", name), ("password", password)]).await?;
        assert!(tab.html.contains(message), "{name}: {}", tab.html);
        assert!(tab.html.contains(&format!("value=\"{name}\"")), "{name}: {}", tab.html);
        assert!(!tab.html.contains(password), "the password is on the page");
    }
    // A user who has an account signs in on the same page.
    tab.post("/sign-in", &ALICE).await?;
    assert!(tab.html.contains("id=\"consent-form\""), "{}", tab.html);
    let log = demo.log()?;
    for code in ["sign_up.taken", "sign_up.name", "sign_up.password"] {
        assert!(log.contains(code), "{code}: {log}");
    }
    Ok(())
}

#[tokio::test]
async fn only_the_page_for_new_accounts_creates_an_account() -> Outcome {
    let demo = Demo::start()?;
    let mut tab = Tab::open(&demo, demo.authorization_request().await?).await?;
    assert!(!tab.html.contains("id=\"sign-up-form\""), "{}", tab.html);
    tab.post("/sign-up", &CAROL).await?;
    assert!(tab.html.contains("<h1>Sign in</h1>"), "{}", tab.html);
    let carol = [("username", "carol"), ("password", "a good password"), ("action", "sign-in")];
    tab.post("/sign-in", &carol).await?;
    assert!(tab.html.contains("The user name or the password is wrong"), "{}", tab.html);

    // A form of another site, or of a request that does not wait, creates no account either.
    let other = demo.http.post(tab.address.join("/sign-up")?).header("origin", "https://b.example");
    let other = other.header("content-type", "application/x-www-form-urlencoded");
    is_page(other.send().await?, StatusCode::FORBIDDEN, "interaction.other_site").await?;
    let gone = tab.send("/sign-up", &[("interaction", "a")]).await?;
    assert_eq!(gone.status(), StatusCode::BAD_REQUEST);
    Ok(())
}

#[tokio::test]
async fn core_3_1_2_1_the_login_hint_is_the_user_name_in_each_form() -> Outcome {
    let demo = Demo::start()?;
    for (prompt, fields) in [("login", 1), ("create", 2)] {
        let request = changed(&demo.authorization_request().await?, "prompt", Some(prompt));
        let request = changed(&request, "login_hint", Some("dora@people.example"));
        let tab = Tab::open(&demo, request).await?;
        let found = tab.html.matches("value=\"dora@people.example\"").count();
        assert_eq!(found, fields, "{prompt}: {}", tab.html);
    }
    Ok(())
}
