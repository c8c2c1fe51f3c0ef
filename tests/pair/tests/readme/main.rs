//! The login in the README is the one that is compiled here, and it does what it is there for.

#![expect(clippy::disallowed_methods, reason = "an application reads the clock")]

mod yours;

include!("login.rs");

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::routing::get;
    use http::header::{COOKIE, LOCATION, SET_COOKIE};
    use symbolon::discovery::Endpoint;
    use symbolon::oauth::Parameters;
    use symbolon::relying_party::{Client, ClientAuthentication};
    use symbolon::ring::CRYPTO;
    use symbolon::{ClientId, Issuer, ProviderMetadata};

    use super::*;

    fn app() -> Result<Arc<App>, Problem> {
        let endpoint = |path: &str| Endpoint::new(&format!("https://op.example{path}"));
        let provider = ProviderMetadata::new(
            Issuer::new("https://op.example")?,
            endpoint("/authorize")?,
            endpoint("/token")?,
            endpoint("/jwks")?,
            vec!["RS256".to_owned()],
        );
        let client = Client::new(ClientId::new("app")?, ClientAuthentication::None);
        let rp = RelyingParty::new(provider, client, &CRYPTO)?;
        let keys = Mutex::new(rp.key_cache());
        let redirect_uri = RedirectUri::new("https://app.example/callback")?;
        Ok(Arc::new(App { rp, keys, redirect_uri, logins: Sessions::new(), http: HttpClient }))
    }

    fn field(response: &Response, name: http::HeaderName) -> Option<&str> {
        response.headers().get(name)?.to_str().ok()
    }

    #[test]
    fn the_readme_shows_this_login() {
        let readme = include_str!("../../../../README.md");
        let login = include_str!("login.rs");
        assert!(readme.contains(&format!("```rust\n{login}```")), "the README has another login");
        assert!(login.lines().count() <= 30, "it is no longer short");
    }

    #[test]
    fn its_functions_are_handlers() -> Result<(), Problem> {
        let routes = Router::new().route("/login", get(login));
        let _: Router = routes.route("/callback", get(callback)).with_state(app()?);
        Ok(())
    }

    #[tokio::test]
    async fn the_answer_reaches_the_login_that_asked_for_it_and_no_other() -> Result<(), Problem> {
        let app = app()?;
        let sent_off = login(State(app.clone())).await?;
        let location = field(&sent_off, LOCATION).unwrap_or_default();
        let query = location.split_once('?').map(|(_, query)| query).unwrap_or_default();
        let state = Parameters::parse(query)?.take("state").unwrap_or_default();
        let cookie = field(&sent_off, SET_COOKIE).and_then(|it| it.split(';').next());
        let cookie = cookie.unwrap_or_default();

        let answer = format!("/callback?error=access_denied&state={state}");
        let request =
            |cookie: &str| Request::get(&answer).header(COOKIE, cookie).body(Body::empty());
        let error = async |request| callback(State(app.clone()), request).await.unwrap_err().0;
        assert_eq!(error(request("id=guessed")?).await, "entity not found");
        assert_eq!(error(request(cookie)?).await, "the provider refused: access_denied");
        assert_eq!(error(request(cookie)?).await, "entity not found");
        Ok(())
    }
}
