//! A relying party. Its users sign in at the provider in the variable `ISSUER`. `CLIENT_SECRET` is
//! the secret of the client `app` at this provider.

use std::{env, error::Error};

use axum::{extract::State, routing::get};
use symbolon::{ClientAuthentication::ClientSecretBasic, ClientConfiguration, ClientId};
use symbolon::{ClientSecret, Discover, Issuer, RedirectUri, RelyingParty, drive};
use symbolon::{http::HeaderMap, ring::CRYPTO, time::OffsetDateTime};
use symbolon_axum::{CookieKey, Logins, Page, User, escape};
use symbolon_reqwest::Sender;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let send = Sender::new(reqwest::Client::builder)?.into_function();
    let issuer = Issuer::on_loopback(&env::var("ISSUER")?)?; // https works too
    let provider = drive(Discover::new(issuer), &send, OffsetDateTime::now_utc).await?;
    let secret = ClientSecret::new(env::var("CLIENT_SECRET")?);
    let client = ClientConfiguration::new(ClientId::new("app")?, ClientSecretBasic(secret));
    let rp = RelyingParty::new(provider, client, &CRYPTO)?;
    let address = env::args().nth(1).unwrap_or("127.0.0.1:3000".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    let site = format!("http://{}", listener.local_addr()?);
    let redirect_uri = RedirectUri::new(&format!("{site}/callback"))?;
    let logins = Logins::new(rp, redirect_uri, CookieKey::random(&CRYPTO)?);
    eprintln!("site {site}");
    let routes = logins.routes("profile email", send).route("/", get(home));
    Ok(axum::serve(listener, routes.with_state(logins)).await?)
}

async fn home(State(logins): State<Logins>, headers: HeaderMap) -> Page {
    let Some(User { sub, name, email, .. }) = logins.user(&headers) else {
        return Page(r#"<a href="/login">Sign in</a>"#.to_owned());
    };
    let text = escape(&format!("Hello, {}! {}", name.unwrap_or(sub), email.unwrap_or_default()));
    let button = r#"<form method="post" action="/logout"><button>Sign out</button></form>"#;
    Page(format!("<p>{text}</p>{button}"))
}
