//! A relying party. Its users sign in at the provider in the variable `ISSUER`. `CLIENT_SECRET` is
//! the secret of the client `app` at this provider.

use std::{env, error::Error};

use axum::{Router, extract::State, response::Redirect, routing::get};
use symbolon::relying_party::{ClientAuthentication, ClientConfiguration};
use symbolon::{ClientId, ClientSecret, Discover, Issuer, RedirectUri, RelyingParty, drive};
use symbolon::{http::HeaderMap, ring::CRYPTO, time::OffsetDateTime};
use symbolon_axum::{CookieKey, Logins};
use symbolon_reqwest::Sender;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = Sender::new(reqwest::Client::builder)?;
    let issuer = Issuer::on_loopback(&env::var("ISSUER")?)?; // https works too
    let provider =
        drive(Discover::new(issuer), |it| http.send(it), OffsetDateTime::now_utc).await?;
    let secret = ClientSecret::new(env::var("CLIENT_SECRET")?);
    let authentication = ClientAuthentication::ClientSecretBasic(secret);
    let client = ClientConfiguration::new(ClientId::new("app")?, authentication);
    let rp = RelyingParty::new(provider, client, &CRYPTO)?;
    let address = env::args().nth(1).unwrap_or("127.0.0.1:3000".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    let site = format!("http://{}", listener.local_addr()?);
    let redirect_uri = RedirectUri::new(&format!("{site}/callback"))?;
    let logins = Logins::new(rp, redirect_uri, CookieKey::random(&CRYPTO)?);
    eprintln!("site {site}");
    let routes = Router::new().route("/", get(home));
    let routes = routes.merge(logins.routes("profile", http.into_function()));
    Ok(axum::serve(listener, routes.with_state(logins)).await?)
}

async fn home(State(logins): State<Logins>, headers: HeaderMap) -> Result<String, Redirect> {
    let user = logins.user(&headers).ok_or(Redirect::to("/login"))?;
    Ok(format!("Hello, {user}!"))
}
