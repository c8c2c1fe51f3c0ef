//! The login in the README compiles, and its two handlers work together.

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
    use symbolon::relying_party::{ClientAuthentication, ClientConfiguration};
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
        let client = ClientConfiguration::new(ClientId::new("app")?, ClientAuthentication::None);
        let rp = RelyingParty::new(provider, client, &CRYPTO)?;
        let keys = Mutex::new(rp.key_cache());
        let redirect_uri = RedirectUri::new("https://app.example/callback")?;
        Ok(Arc::new(App { rp, keys, redirect_uri, logins: Sessions::new(), http: HttpClient }))
    }

    fn field(response: &Response, name: http::HeaderName) -> Option<&str> {
        response.headers().get(name)?.to_str().ok()
    }

    #[test]
    fn the_readme_contains_login_rs() {
        let readme = include_str!("../../../../README.md");
        let login = include_str!("login.rs");
        assert!(
            readme.contains(&format!("```rust\n{login}```")),
            "the login in the README differs from login.rs"
        );
        assert!(login.lines().count() <= 30, "the login has more than 30 lines");
    }

    #[test]
    fn axum_takes_the_functions_as_handlers() -> Result<(), Problem> {
        let routes = Router::new().route("/login", get(login));
        let _: Router = routes.route("/callback", get(callback)).with_state(app()?);
        Ok(())
    }

    #[tokio::test]
    async fn only_the_cookie_of_a_login_gives_its_response_to_it_and_only_once()
    -> Result<(), Problem> {
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
