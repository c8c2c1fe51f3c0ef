//! An API that accepts access tokens in the form of JWTs. The provider in the variable `ISSUER`
//! must have signed the token for this API.

use std::env;
use std::error::Error;
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::{Router, routing::get};
use symbolon::discovery::keys::{KeySource, SearchStep};
use symbolon::jose::SignatureAlgorithm;
use symbolon::jose::jwt::{
    Expected, ExpectedAudience, ExpectedIssuer, ExpectedSubject, ExpectedTyp,
};
use symbolon::oauth::AccessToken;
use symbolon::{Discover, Issuer, KeyCache, drive, ring::CRYPTO, time::OffsetDateTime};
use symbolon_axum::{Message, Problem};
use symbolon_reqwest::Sender;

const AUDIENCE: &str = "https://api.example";

struct Api {
    issuer: Issuer,
    source: KeySource,
    keys: Mutex<KeyCache>,
    http: Sender,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = Sender::new(reqwest::Client::builder)?;
    let issuer = Issuer::on_loopback(&env::var("ISSUER")?)?; // https works too
    let discover = Discover::new(issuer.clone());
    let provider = drive(discover, |it| http.send(it), OffsetDateTime::now_utc).await?;
    let source =
        KeySource::new(provider.jwks_uri.clone(), vec![SignatureAlgorithm::Es256], &CRYPTO);
    let keys = Mutex::new(KeyCache::new(provider.jwks_uri));
    let address = env::args().nth(1).unwrap_or("127.0.0.1:4000".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    eprintln!("site http://{}", listener.local_addr()?);
    let api = Arc::new(Api { issuer, source, keys, http });
    let routes = Router::new().route("/hello", get(hello)).with_state(api);
    Ok(axum::serve(listener, routes).await?)
}

async fn hello(
    State(api): State<Arc<Api>>,
    Message(token): Message<AccessToken>,
) -> Result<String, Problem> {
    let now = OffsetDateTime::now_utc();
    let keys = match api.source.search_for_jws(token.expose(), &mut &api.keys, now)? {
        SearchStep::Keys(keys) => keys,
        SearchStep::Fetch { fetch, search } => {
            let response = api.http.send(fetch.into_request()).await;
            let response = response.map_err(|error| Problem::unavailable(error.code()))?;
            search.receive(&response, &mut &api.keys, OffsetDateTime::now_utc())?
        }
    };
    let expected = Expected::new(
        ExpectedTyp::Exactly("at+jwt"), // RFC 9068
        ExpectedIssuer::Exactly(api.issuer.as_str()),
        ExpectedAudience::Contains(AUDIENCE),
    );
    let expected = expected.subject(ExpectedSubject::Present);
    let claims = expected.verify(token.expose(), &keys, now)?.into_claims();
    Ok(format!("Hello, {}!", claims.sub.unwrap_or_default()))
}
