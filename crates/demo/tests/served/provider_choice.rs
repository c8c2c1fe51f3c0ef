//! The form on the start page of the app, in which a user names a provider.

use http::StatusCode;
use http::header::LOCATION;
use url::Url;

use crate::support::{ALICE, Demo, Outcome, Tab, is_page};

/// Opens the start page of the app.
pub(crate) async fn start_page(demo: &Demo) -> Result<Tab<'_>, Box<dyn std::error::Error>> {
    Tab::open(demo, Url::parse(&format!("{}/", demo.app))?).await
}

/// Returns the token of the form.
pub(crate) fn token(tab: &Tab<'_>) -> Result<String, &'static str> {
    let (_, rest) = tab.html.split_once("name=\"token\" value=\"").ok_or("no form")?;
    Ok(rest.split_once('"').ok_or("no token")?.0.to_owned())
}

/// Sends the form, and follows the redirects within the app. The address of the tab is then that of
/// the provider.
pub(crate) async fn choose(tab: &mut Tab<'_>, identifier: &str) -> Outcome {
    let token = token(tab)?;
    let fields = [("token", token.as_str()), ("identifier", identifier)];
    tab.post("/provider", &fields).await?;
    Ok(())
}

/// Signs alice in at the provider, to whose authorization endpoint the app has sent the browser.
/// Returns the address to which the provider sends the browser back.
pub(crate) async fn sign_in(demo: &Demo, request: &Url) -> Result<Url, Box<dyn std::error::Error>> {
    let mut provider = Tab::open(demo, request.clone()).await?;
    provider.post("/sign-in", &ALICE).await?;
    assert!(provider.html.contains("Demo App registered itself."), "{}", provider.html);
    provider.post("/consent", &[("action", "allow")]).await?;
    Ok(provider.address)
}

#[tokio::test]
async fn discovery_2_an_identifier_leads_to_the_provider_and_to_a_registration() -> Outcome {
    let demo = Demo::start()?;
    let provider = demo.authorization_request().await?;
    let host = format!("localhost:{}", provider.port().ok_or("no port")?);
    let mut tab = start_page(&demo).await?;
    assert!(tab.html.contains(&format!("Try <b>alice@{host}</b>")), "{}", tab.html);
    choose(&mut tab, &format!("alice@{host}")).await?;
    let request = tab.address.clone();
    assert_eq!(request.path(), "/authorize", "{request}");
    let parameter = |name: &str| {
        request.query_pairs().find(|(it, _)| it == name).map(|(_, value)| value.into_owned())
    };
    // The app is another client there than the client that the operator registered.
    assert_ne!(parameter("client_id").as_deref(), Some("demo-app"));
    let redirect_uri = parameter("redirect_uri").ok_or("no redirect_uri")?;
    assert!(redirect_uri.starts_with(&format!("{}/callback/", demo.app)), "{redirect_uri}");

    let back = sign_in(&demo, &request).await?;
    tab.visit(back.as_str()).await?;
    for text in ["You are signed in", "248289761001"] {
        assert!(tab.html.contains(text), "{text}: {}", tab.html);
    }
    // The buttons of the page ask the provider that the user has named.
    tab.post("/userinfo", &[]).await?;
    assert!(tab.html.contains("Claims from UserInfo"), "{}", tab.html);
    assert!(tab.html.contains("says that you are <strong>Alice"), "{}", tab.html);
    assert!(tab.html.contains("id=\"registered\""), "{}", tab.html);
    assert!(tab.html.contains(&parameter("client_id").ok_or("no client_id")?), "{}", tab.html);

    // After the user has signed out, the start page offers the first provider again.
    tab.post("/sign-out", &[]).await?;
    assert!(!tab.html.contains("id=\"registered\""), "{}", tab.html);
    assert!(tab.html.contains("id=\"sign-in\""), "{}", tab.html);
    let token = token(&tab)?;
    let empty = tab.send("/provider", &[("token", &token), ("identifier", "")]).await?;
    is_page(empty, StatusCode::BAD_REQUEST, "identifier.no_host").await
}

#[tokio::test]
async fn discovery_3_an_issuer_leads_to_the_provider_and_the_app_registers_itself_once() -> Outcome
{
    let demo = Demo::start()?;
    let issuer = demo.authorization_request().await?.origin().ascii_serialization();
    let mut clients = Vec::new();
    for _ in 0..2 {
        let mut tab = start_page(&demo).await?;
        choose(&mut tab, &issuer).await?;
        let mut query = tab.address.query_pairs();
        let client = query.find(|(name, _)| name == "client_id").ok_or("no client_id")?;
        clients.push(client.1.into_owned());
    }
    assert_eq!(clients[0], clients[1]);
    Ok(())
}

/// Another site cannot make the browser of a user register the app at a provider.
#[tokio::test]
async fn discovery_2_the_identifier_form_has_a_token() -> Outcome {
    let demo = Demo::start()?;
    let issuer = demo.authorization_request().await?.origin().ascii_serialization();
    let tab = start_page(&demo).await?;
    let other = token(&start_page(&demo).await?)?;
    for token in ["", "wrong", &other] {
        let fields = [("token", token), ("identifier", issuer.as_str())];
        let answer = tab.send("/provider", &fields).await?;
        is_page(answer, StatusCode::FORBIDDEN, "app.other_site").await?;
    }
    // The token without the cookie of the browser.
    let mut without = start_page(&demo).await?;
    without.cookie.clear();
    let own = token(&without)?;
    let answer = without.send("/provider", &[("token", &own), ("identifier", &issuer)]).await?;
    is_page(answer, StatusCode::FORBIDDEN, "app.other_site").await
}

#[tokio::test]
async fn an_identifier_that_leads_to_no_provider_is_a_page() -> Outcome {
    let demo = Demo::start_as(&["--provider-port", "0", "--registration", "off"])?;
    let provider = demo.authorization_request().await?;
    let issuer = provider.origin().ascii_serialization();
    for (identifier, status, code) in [
        ("=alice", StatusCode::BAD_REQUEST, "identifier.xri"),
        ("http://op.example", StatusCode::BAD_REQUEST, "issuer.scheme"),
        // The provider does not let the app register itself.
        (issuer.as_str(), StatusCode::BAD_GATEWAY, "register.no_endpoint"),
        ("alice@127.0.0.1:1", StatusCode::BAD_GATEWAY, "app.http"),
    ] {
        let tab = start_page(&demo).await?;
        let token = token(&tab)?;
        let fields = [("token", token.as_str()), ("identifier", identifier)];
        let answer = tab.send("/provider", &fields).await?;
        assert_eq!(answer.headers().get(LOCATION), None, "{identifier}");
        is_page(answer, status, code).await?;
    }
    Ok(())
}

/// A response of the provider that the user has named is not accepted as that of another provider.
#[tokio::test]
async fn rfc9700_4_4_a_response_arrives_at_the_address_of_its_provider() -> Outcome {
    let demo = Demo::start()?;
    let issuer = demo.authorization_request().await?.origin().ascii_serialization();
    let mut tab = start_page(&demo).await?;
    choose(&mut tab, &issuer).await?;
    let back = sign_in(&demo, &tab.address.clone()).await?;
    let query = back.query().ok_or("no query")?;
    for address in ["/callback", "/callback/unknown"] {
        let url = format!("{}{address}?{query}", demo.app);
        let answer = demo.http.get(url).header("cookie", &tab.cookie).send().await?;
        is_page(answer, StatusCode::BAD_REQUEST, "app.no_login").await?;
    }
    tab.visit(back.as_str()).await?;
    assert!(tab.html.contains("You are signed in"), "{}", tab.html);
    Ok(())
}
