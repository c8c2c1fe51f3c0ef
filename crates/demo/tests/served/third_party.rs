//! A login that the page of the provider starts: Core §4.

use http::StatusCode;

use crate::support::{ALICE, Demo, Outcome, Tab, is_page};

/// Returns the address of the link "Open Demo App" on the provider's page of alice.
async fn link(demo: &Demo) -> Result<String, Box<dyn std::error::Error>> {
    let request = demo.authorization_request().await?;
    let mut tab = Tab::open(demo, request.clone()).await?;
    tab.post("/sign-in", &ALICE).await?;
    tab.post("/consent", &[("action", "allow")]).await?;
    tab.address = request;
    tab.visit("/").await?;
    let (before, _) = tab.html.split_once("\">Open Demo App").ok_or("no link")?;
    let (_, link) = before.rsplit_once("href=\"").ok_or("no address")?;
    Ok(link.replace("&#38;", "&").replace("&amp;", "&"))
}

#[tokio::test]
async fn core_4_the_link_of_the_provider_starts_a_login_with_a_hint() -> Outcome {
    let demo = Demo::start()?;
    let link = link(&demo).await?;
    assert!(link.starts_with(&format!("{}/start?iss=http", demo.app)), "{link}");
    let started = demo.get(&link).await?;
    assert_eq!(started.status(), StatusCode::SEE_OTHER);
    let location = started.headers()["location"].to_str()?;
    let provider = demo.authorization_request().await?.origin().ascii_serialization();
    assert!(location.starts_with(&format!("{provider}/authorize?")), "{location}");
    assert!(location.contains("login_hint=alice"), "{location}");
    Ok(())
}

#[tokio::test]
async fn core_4_a_link_of_another_provider_or_to_another_site_is_a_page() -> Outcome {
    let demo = Demo::start()?;
    let link = link(&demo).await?;
    let (start, _) = link.split_once('?').ok_or("no query")?;
    for (link, code) in [
        (start.to_owned(), "third_party_login.missing_iss"),
        (format!("{start}?iss=https://evil.example"), "third_party_login.other_provider"),
        (format!("{link}&target_link_uri=https://evil.example/"), "own_url.origin"),
        (format!("{link}&iss=https://evil.example"), "parameters.duplicate"),
    ] {
        is_page(demo.get(&link).await?, StatusCode::BAD_REQUEST, code).await?;
    }
    Ok(())
}

#[tokio::test]
async fn core_4_a_form_starts_a_login_and_the_user_comes_to_the_target() -> Outcome {
    let demo = Demo::start()?;
    let link = link(&demo).await?;
    let (start, query) = link.split_once('?').ok_or("no query")?;
    let form = format!("{query}&target_link_uri={}/%3Fafter=login", demo.app);
    let post = demo.http.post(start).body(form);
    let post = post.header("content-type", "application/x-www-form-urlencoded");
    let started = post.send().await?;
    assert_eq!(started.status(), StatusCode::SEE_OTHER);
    let cookie = started.headers()["set-cookie"].to_str()?;
    let cookie = cookie.split(';').next().ok_or("no cookie")?.to_owned();
    let request = started.headers()["location"].to_str()?.parse()?;
    let mut tab = Tab::open(&demo, request).await?;
    tab.post("/sign-in", &ALICE).await?;
    tab.post("/consent", &[("action", "allow")]).await?;
    let callback = demo.http.get(tab.address.clone()).header("cookie", cookie).send().await?;
    assert_eq!(callback.status(), StatusCode::SEE_OTHER);
    let target = callback.headers()["location"].to_str()?;
    assert_eq!(target, format!("{}/?after=login", demo.app));
    Ok(())
}
