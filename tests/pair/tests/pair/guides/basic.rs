//! The code of `docs/guide-basic-client.md`. Each item below the first blank line after `mod tests`
//! is in a code block of that page.

use super::yours;

mod tests;

use std::error::Error;
use std::sync::Mutex;
use std::time::Duration;

use symbolon::discovery::Endpoint;
use symbolon::http::{Request, Response, StatusCode, header};
use symbolon::jose::json;
use symbolon::oauth::{ErrorCode, bearer};
use symbolon::oidc::{Address, ClaimRequest, Prompt, UserInfoError};
use symbolon::relying_party::{
    CallbackError, FetchUserInfoError, LoginRequest, RelyingPartyPolicy,
};
use symbolon::ring::CRYPTO;
use symbolon::{
    Callback, ClientAuthentication, ClientConfiguration, ClientId, ClientSecret, Discover,
    DriveError, IdToken, Issuer, KeyCache, Login, ProviderMetadata, RedirectUri, RelyingParty,
    Session, SignatureAlgorithm, UserInfo, drive_blocking,
};
use yours::{Http, Logins, clock};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The values that your program creates once and uses for all logins.
struct App {
    rp: RelyingParty,
    keys: Mutex<KeyCache>, // the keys of the provider
    redirect_uri: RedirectUri,
    logins: Logins, // the logins that have begun
    http: Http,
}

fn app(provider: ProviderMetadata, secret: ClientSecret, http: Http) -> Outcome<App> {
    let authentication = ClientAuthentication::ClientSecretBasic(secret);
    let client = ClientConfiguration::new(ClientId::new("s6BhdRkqt3")?, authentication);
    let rp = RelyingParty::new(provider, client, &CRYPTO)?;
    let keys = Mutex::new(rp.key_cache());
    let redirect_uri = RedirectUri::new("https://client.example/cb")?;
    Ok(App { rp, keys, redirect_uri, logins: Logins::new(), http })
}

/// Answers `GET /login`: steps 1 and 2.
fn login(app: &App) -> Outcome<Response<Vec<u8>>> {
    redirect(app, prepare(app))
}

/// Answers `GET /cb`, the redirect URI: steps 5, 6 and 7.
fn callback(app: &App, request: &Request<Vec<u8>>) -> Outcome<Login> {
    let pending = app.logins.take(request.headers())?;
    let callback = Callback::from_http(request)?;
    let flow = app.rp.finish(pending, callback, &app.keys)?;
    Ok(drive_blocking(flow, |request| app.http.send(request), clock)?)
}

fn prepare(app: &App) -> LoginRequest {
    app.rp.login(&app.redirect_uri).scope("profile email")
}

fn prepare_with_hint(app: &App, email: &str) -> LoginRequest {
    prepare(app).login_hint(email).max_age(Duration::from_secs(3600)).ui_locales("fr-CA fr en")
}

fn redirect(app: &App, request: LoginRequest) -> Outcome<Response<Vec<u8>>> {
    let (url, pending) = request.begin(clock())?;
    let cookie = app.logins.put(pending)?;
    let response = Response::builder().status(StatusCode::SEE_OTHER);
    let response = response.header(header::LOCATION, url.as_str());
    Ok(response.header(header::SET_COOKIE, cookie).body(Vec::new())?)
}

/// Asks for the user's password, even if the user is signed in at the provider.
fn authenticate_again(app: &App) -> LoginRequest {
    prepare(app).prompt(Prompt::LOGIN)
}

/// Asks whether this user is still signed in at the provider. The provider shows no page.
fn check_session(app: &App, earlier: &IdToken) -> LoginRequest {
    prepare(app).prompt(Prompt::NONE).id_token_hint(earlier.encoded())
}

fn may_read_email(session: &Session) -> bool {
    session.scope.contains("email")
}

/// Returns the sentence for the user whose login did not succeed.
fn sentence(error: &CallbackError) -> String {
    match error.refusal().map(|refusal| &refusal.error) {
        Some(code) if *code == ErrorCode::ACCESS_DENIED => "You did not agree.".to_owned(),
        Some(code) if *code == ErrorCode::LOGIN_REQUIRED => "Please sign in.".to_owned(),
        _ => format!("The login failed: {}. Please try again.", error.code()),
    }
}

/// Builds a request to an API that accepts the access token.
fn orders(session: &Session) -> Outcome<Request<Vec<u8>>> {
    let token = session.access_token.as_ref().ok_or("there is no access token")?;
    let mut request = Request::get("https://api.example/orders").body(Vec::new())?;
    bearer::authorize(&mut request, token)?;
    Ok(request)
}

/// The claims that only your provider has.
#[derive(serde::Deserialize)]
struct Membership {
    groups: Vec<String>,
}

fn groups(id_token: &IdToken) -> Result<Vec<String>, json::Error> {
    let membership: Membership = id_token.extra()?;
    Ok(membership.groups)
}

fn strict(client: ClientConfiguration) -> ClientConfiguration {
    let mut policy = RelyingPartyPolicy::default();
    policy.id_token.leeway = Duration::from_secs(10); // rule 3
    policy.id_token.max_age_of_iat = Some(Duration::from_secs(300)); // rule 4
    client.policy(policy).id_token_signed_response_alg(SignatureAlgorithm::Es256)
}

fn user_info(app: &App, session: &Session) -> Outcome<UserInfo> {
    let flow = app.rp.user_info(session)?;
    Ok(drive_blocking(flow, |request| app.http.send(request), clock)?)
}

/// Returns the email address if the provider has checked that it is the user's address.
fn checked_email(user_info: &UserInfo) -> Option<&str> {
    let claims = &user_info.claims;
    claims.email.as_deref().filter(|_| claims.email_verified == Some(true))
}

/// Returns whether the access token has expired or was revoked, so that the app needs a new one.
fn needs_new_token(error: &FetchUserInfoError) -> bool {
    match error {
        FetchUserInfoError::Response(UserInfoError::Refused { error, .. }) => {
            *error == ErrorCode::INVALID_TOKEN
        }
        _ => false,
    }
}

fn with_address(app: &App) -> LoginRequest {
    let request = app.rp.login(&app.redirect_uri).scope("profile address");
    let essential = ClaimRequest::essential();
    request.claim("email", essential.clone()).claim("email_verified", essential)
}

fn postal_label(address: &Address) -> Option<String> {
    let parts = [&address.street_address, &address.postal_code, &address.locality];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    address.formatted.clone().or_else(|| (!parts.is_empty()).then(|| parts.join("\n")))
}

fn in_katakana(user_info: &UserInfo) -> Option<&str> {
    user_info.claims.family_name.get("ja-Kana-JP")
}

/// Returns the key under which your database has the account of the user.
fn account_key(session: &Session) -> (String, String) {
    (session.iss().as_str().to_owned(), session.sub().to_owned())
}

fn discover(http: &Http) -> Outcome<ProviderMetadata> {
    let issuer = Issuer::new("https://op.example")?;
    Ok(drive_blocking(Discover::new(issuer), |request| http.send(request), clock)?)
}

fn without_discovery() -> Outcome<ProviderMetadata> {
    let mut provider = ProviderMetadata::new(
        Issuer::new("https://op.example")?,
        Endpoint::new("https://op.example/authorize")?,
        Endpoint::new("https://op.example/token")?,
        Endpoint::new("https://op.example/jwks")?,
        vec!["ES256".to_owned()], // the algorithms of ID Tokens
    );
    provider.userinfo_endpoint = Some(Endpoint::new("https://op.example/userinfo")?);
    Ok(provider)
}

/// Removes the tokens that the app does not need, before it stores the session.
fn without_tokens(mut session: Session) -> Session {
    session.access_token = None;
    session.refresh_token = None;
    session
}

fn offline(app: &App) -> LoginRequest {
    app.rp.login(&app.redirect_uri).scope("offline_access").prompt(Prompt::CONSENT)
}

/// Replaces the tokens of the session. Store the session afterwards, even after an error.
fn refresh(app: &App, session: &mut Session) -> Outcome<()> {
    let flow = app.rp.refresh(session, &app.keys)?;
    match drive_blocking(flow, |request| app.http.send(request), clock) {
        Ok(refreshed) => *session = refreshed.session,
        Err(DriveError::Flow(error)) => {
            // The provider may have issued new tokens before the refresh failed.
            if let Some(issued) = error.clone().into_session() {
                *session = issued;
            }
            return Err(error.into());
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
