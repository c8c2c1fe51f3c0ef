use std::sync::{Arc, Mutex};

use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use symbolon::{Callback, KeyCache, PendingLogin, RedirectUri, RelyingParty, drive};
use time::OffsetDateTime;
use yours::{HttpClient, Problem, Sessions}; // an HTTP client without redirects, an error page, cookies

struct App {
    rp: RelyingParty,      // from the provider's metadata, which `symbolon::Discover` fetches
    keys: Mutex<KeyCache>, // from `rp.key_cache()`
    redirect_uri: RedirectUri,
    logins: Sessions<PendingLogin>,
    http: HttpClient,
}

async fn login(State(app): State<Arc<App>>) -> Result<Response, Problem> {
    let request = app.rp.login(&app.redirect_uri).scope("profile email");
    let (url, pending) = request.begin(OffsetDateTime::now_utc())?;
    let cookie = app.logins.put(pending).await?;
    Ok(([("set-cookie", cookie)], Redirect::to(url.as_str())).into_response())
}

async fn callback(State(app): State<Arc<App>>, request: Request) -> Result<String, Problem> {
    let pending = app.logins.take(request.headers()).await?;
    let callback = Callback::from_http(&request.map(|_| []))?;
    let flow = app.rp.finish(pending, callback, &app.keys)?;
    let login = drive(flow, |request| app.http.send(request), OffsetDateTime::now_utc).await?;
    Ok(format!("Hello, {}!", login.id_token.sub))
}
