//! Runs the code of the page at the provider.

use symbolon::DriveError;
use symbolon_test_support::clock::now;

use super::*;
use crate::guides::Browser;

fn world() -> (Browser, App) {
    let browser = Browser::new();
    let http = browser.http();
    let app = app(discover(&http).unwrap(), http).unwrap();
    (browser, app)
}

/// Gives the app the requests of the browser, and returns the result of the last request.
fn arrive(app: &App, arriving: &[Request<Vec<u8>>]) -> Outcome<Login> {
    let [page, form] = arriving else { panic!("the response comes in the fragment") };
    let page = callback(app, page).unwrap().unwrap_err();
    assert_eq!(page.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
    Ok(callback(app, form)?.unwrap())
}

/// Signs the user in with this request.
fn sign_in(browser: &Browser, app: &App, request: LoginRequest) -> Outcome<Login> {
    arrive(app, &browser.follow(&redirect(app, request).unwrap()))
}

fn refused(outcome: Outcome<Login>) -> CallbackError {
    *outcome.unwrap_err().downcast().unwrap()
}

#[test]
fn implicit_2_1_the_implicit_flow_signs_the_user_in_without_the_token_endpoint() {
    let (browser, app) = world();
    let login = arrive(&app, &browser.follow(&login(&app).unwrap())).unwrap();
    assert_eq!(greeting(&login.id_token), "Hello, alice of https://op.example!");
    assert!(may_read_email(&login.session));
    let key = account_key(&login.session);
    assert_eq!(key, ("https://op.example".to_owned(), "alice".to_owned()));
    assert_eq!(*app.http.sent.borrow(), ["/.well-known/openid-configuration", "/jwks"]);
}

#[test]
fn implicit_2_1_1_1_the_parameters_are_in_the_request() {
    let (browser, app) = world();
    let response = redirect(&app, prepare_with_hint(&app, "alice@example.com")).unwrap();
    let url = crate::guides::location(&response);
    for parameter in ["login_hint=alice%40example.com", "response_type=id_token+token", "nonce="] {
        assert!(url.contains(parameter), "{url} contains {parameter}");
    }
    let login = sign_in(&browser, &app, prepare_id_token_only(&app)).unwrap();
    assert_eq!(login.session.access_token, None);
    assert_eq!(checked_hash(&login), None);
}

#[test]
fn implicit_2_1_3_the_user_authenticates_again_or_the_provider_shows_no_page() {
    let (browser, app) = world();
    let first = sign_in(&browser, &app, prepare(&app)).unwrap();
    let again = sign_in(&browser, &app, authenticate_again(&app)).unwrap();
    assert!(again.id_token.auth_time.is_some());

    let asked = refused(sign_in(&browser, &app, check_session(&app, &first.id_token)));
    assert_eq!(sentence(&asked), "Please sign in.");
    browser.op.borrow_mut().session = Some(symbolon_provider::SignedIn::new("alice", now()));
    let request = check_session(&app, &first.id_token);
    assert_eq!(sign_in(&browser, &app, request).unwrap().id_token.sub, "alice");
}

#[test]
fn implicit_2_1_5_1_the_access_token_is_sent_to_an_api() {
    let (browser, app) = world();
    let login = sign_in(&browser, &app, prepare(&app)).unwrap();
    let request = orders(&login.session).unwrap();
    let sent = request.headers()[header::AUTHORIZATION].to_str().unwrap();
    let token = login.session.access_token.clone().unwrap();
    assert_eq!(sent, format!("Bearer {}", token.expose()));
    assert!(orders(&without_token(login.session)).is_err());
}

#[test]
fn implicit_2_1_5_2_a_user_who_does_not_agree_reads_a_sentence() {
    let (browser, app) = world();
    let error = refused(arrive(&app, &browser.refuse(&login(&app).unwrap())));
    assert_eq!(sentence(&error), "You did not agree.");
}

#[test]
fn implicit_2_2_1_the_policy_of_the_app_is_used() {
    let (browser, app) = world();
    let client = ClientConfiguration::new(app.rp.client_id().clone(), ClientAuthentication::None);
    let client = strict(client);
    assert_eq!(client.policy.id_token.leeway, Duration::from_secs(10));
    let rp = RelyingParty::new(app.rp.provider().clone(), client, &CRYPTO).unwrap();
    let app = App { rp, ..app };
    assert!(sign_in(&browser, &app, prepare(&app)).is_ok());
}

#[test]
fn implicit_2_2_2_another_access_token_is_refused() {
    let (browser, app) = world();
    let login = sign_in(&browser, &app, prepare(&app)).unwrap();
    assert!(checked_hash(&login).is_some());

    let other = login.session.access_token.unwrap();
    let arriving = browser.follow(&redirect(&app, prepare(&app)).unwrap());
    let mut changed = arriving[1].clone();
    let body = Parameters::from_http(&changed).unwrap();
    let replaced = |name: &str, value: &str| match name {
        "access_token" => other.expose().to_owned(),
        _ => value.to_owned(),
    };
    let mut parameters = Parameters::new();
    body.iter().for_each(|(name, value)| parameters.push(name, &replaced(name, value)));
    *changed.body_mut() = parameters.encode().into_bytes();
    let error = callback(&app, &changed).unwrap_err();
    assert!(error.to_string().contains("at_hash"), "{error}");
}

#[test]
fn implicit_2_3_the_claims_come_from_the_user_info_endpoint() {
    let (browser, app) = world();
    let login = sign_in(&browser, &app, with_address(&app)).unwrap();
    let user_info = user_info(&app, &login.session).unwrap();
    assert_eq!(checked_email(&user_info), Some("alice@example.com"));
    let address = user_info.claims.address.as_ref().unwrap();
    assert_eq!(postal_label(address).unwrap(), "1-1 Chiyoda\n100-8111\nTokyo");
    assert_eq!(in_katakana(&user_info), Some("タナカ"));
}

#[test]
fn implicit_2_3_3_an_access_token_that_is_refused_is_recognised() {
    let (browser, app) = world();
    let mut session = sign_in(&browser, &app, prepare(&app)).unwrap().session;
    session.access_token = Some(symbolon::oauth::AccessToken::new("revoked".to_owned()));
    let error = user_info(&app, &session).unwrap_err();
    let DriveError::Flow(error) = *error.downcast::<UserInfoFailure>().unwrap() else {
        panic!("the provider answered");
    };
    assert!(needs_new_token(&error));
    assert!(!needs_new_token(&FetchUserInfoError::NoAccessToken));
}

type UserInfoFailure = DriveError<FetchUserInfoError, std::io::Error>;
