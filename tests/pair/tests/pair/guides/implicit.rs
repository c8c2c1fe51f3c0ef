//! The code of `docs/guide-implicit-client.md`. Each item below `mod tests` is in a code block of
//! that page.

use super::yours;

mod tests;

use std::error::Error;
use std::sync::Mutex;
use std::time::Duration;

use symbolon::http::{Method, Request, Response, StatusCode, header};
use symbolon::oauth::{ErrorCode, Parameters, ResponseType, bearer, fragment_page};
use symbolon::oidc::{Address, ClaimRequest, Prompt, UserInfoError};
use symbolon::relying_party::{
    CallbackError, FetchUserInfoError, LoginRequest, RelyingPartyPolicy,
};
use symbolon::ring::CRYPTO;
use symbolon::{
    Callback, ClientAuthentication, ClientConfiguration, ClientId, Discover, IdToken, Issuer,
    KeyCache, Login, ProviderMetadata, RedirectUri, RelyingParty, Session, SignatureAlgorithm,
    UserInfo, drive_blocking,
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

fn app(provider: ProviderMetadata, http: Http) -> Outcome<App> {
    let client_id = ClientId::new("s6BhdRkqt3")?;
    let client = ClientConfiguration::new(client_id, ClientAuthentication::None)
        .response_types(vec![ResponseType::ID_TOKEN_TOKEN, ResponseType::ID_TOKEN]);
    let rp = RelyingParty::new(provider, client, &CRYPTO)?;
    let keys = Mutex::new(rp.key_cache());
    let redirect_uri = RedirectUri::new("https://client.example/cb")?;
    Ok(App { rp, keys, redirect_uri, logins: Logins::new(), http })
}

/// Answers `GET /login`: steps 1 and 2.
fn login(app: &App) -> Outcome<Response<Vec<u8>>> {
    redirect(app, prepare(app))
}

/// Finishes the login with the parameters that the page of §2.1.5.3 posts: steps 5 and 6.
fn finish(app: &App, request: &Request<Vec<u8>>) -> Outcome<Login> {
    let pending = app.logins.take(request.headers())?;
    let callback = Callback::from_http(request)?;
    let flow = app.rp.finish(pending, callback, &app.keys)?;
    Ok(drive_blocking(flow, |request| app.http.send(request), clock)?)
}

fn prepare(app: &App) -> LoginRequest {
    let request = app.rp.login(&app.redirect_uri).scope("profile email");
    request.response_type(ResponseType::ID_TOKEN_TOKEN)
}

fn prepare_id_token_only(app: &App) -> LoginRequest {
    prepare(app).response_type(ResponseType::ID_TOKEN)
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

/// Builds a request to an API that accepts the access token.
fn orders(session: &Session) -> Outcome<Request<Vec<u8>>> {
    let token = session.access_token.as_ref().ok_or("there is no access token")?;
    let mut request = Request::get("https://api.example/orders").body(Vec::new())?;
    bearer::authorize(&mut request, token)?;
    Ok(request)
}

/// Returns the sentence for the user whose login did not succeed.
fn sentence(error: &CallbackError) -> String {
    match error.refusal().map(|refusal| &refusal.error) {
        Some(code) if *code == ErrorCode::ACCESS_DENIED => "You did not agree.".to_owned(),
        Some(code) if *code == ErrorCode::LOGIN_REQUIRED => "Please sign in.".to_owned(),
        _ => format!("The login failed: {}. Please try again.", error.code()),
    }
}

/// Answers `GET /cb` and `POST /cb`. Returns the page to show, or the login.
fn callback(app: &App, request: &Request<Vec<u8>>) -> Outcome<Result<Login, Response<Vec<u8>>>> {
    let has_error = Parameters::from_http(request)?.contains("error");
    if request.method() == Method::GET && !has_error {
        return Ok(Err(fragment_page())); // posts the fragment to the same address
    }
    Ok(Ok(finish(app, request)?))
}

fn greeting(id_token: &IdToken) -> String {
    format!("Hello, {} of {}!", id_token.sub, id_token.iss)
}

fn strict(client: ClientConfiguration) -> ClientConfiguration {
    let mut policy = RelyingPartyPolicy::default();
    policy.id_token.leeway = Duration::from_secs(10); // rule 5
    policy.id_token.max_age_of_iat = Some(Duration::from_secs(300)); // rule 6
    client.policy(policy).id_token_signed_response_alg(SignatureAlgorithm::Es256) // rule 4
}

/// Returns the hash that was compared with the access token.
fn checked_hash(login: &Login) -> Option<&str> {
    login.id_token.at_hash.as_deref()
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
    let request = request.response_type(ResponseType::ID_TOKEN_TOKEN);
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

/// Removes the access token from the session, if the app does not need it any longer.
fn without_token(mut session: Session) -> Session {
    session.access_token = None;
    session
}
