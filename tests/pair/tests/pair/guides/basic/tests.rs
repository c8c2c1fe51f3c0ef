//! Runs the code of the page at the provider.

use symbolon_test_support::clock::now;
use symbolon_test_support::names::client_secret;

use super::*;
use crate::guides::Browser;

fn world() -> (Browser, App) {
    let browser = Browser::new();
    let http = browser.http();
    let app = app(discover(&http).unwrap(), client_secret(), http).unwrap();
    (browser, app)
}

/// Signs the user in with this request.
fn sign_in(browser: &Browser, app: &App, request: LoginRequest) -> Outcome<Login> {
    let arriving = browser.follow(&redirect(app, request).unwrap());
    callback(app, &arriving[0])
}

fn refused(outcome: Outcome<Login>) -> CallbackError {
    *outcome.unwrap_err().downcast().unwrap()
}

#[test]
fn basic_2_1_the_code_flow_signs_the_user_in() {
    let (browser, app) = world();
    let arriving = browser.follow(&login(&app).unwrap());
    let login = callback(&app, &arriving[0]).unwrap();
    assert_eq!(login.id_token.sub, "alice");
    assert!(may_read_email(&login.session));
    assert_eq!(login.id_token.algorithm(), SignatureAlgorithm::Es256);
    let key = account_key(&login.session);
    assert_eq!(key, ("https://op.example".to_owned(), "alice".to_owned()));
    // The cookie finds the login once.
    assert!(callback(&app, &arriving[0]).is_err());
}

#[test]
fn basic_2_1_1_1_the_parameters_are_in_the_request() {
    let (_, app) = world();
    let response = redirect(&app, prepare_with_hint(&app, "alice@example.com")).unwrap();
    let url = crate::guides::location(&response);
    for parameter in ["login_hint=alice%40example.com", "max_age=3600", "ui_locales=fr-CA+fr+en"] {
        assert!(url.contains(parameter), "{url} contains {parameter}");
    }
}

#[test]
fn basic_2_1_3_the_user_authenticates_again_or_the_provider_shows_no_page() {
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
fn basic_2_1_5_2_a_user_who_does_not_agree_reads_a_sentence() {
    let (browser, app) = world();
    let arriving = browser.refuse(&login(&app).unwrap());
    let error = refused(callback(&app, &arriving[0]));
    assert_eq!(sentence(&error), "You did not agree.");

    // A response with the state of another login does not sign the user in.
    let arriving = browser.follow(&login(&app).unwrap());
    let other = browser.follow(&login(&app).unwrap());
    let mut mixed = Request::get(other[0].uri()).body(Vec::new()).unwrap();
    *mixed.headers_mut() = arriving[0].headers().clone();
    let sentence = sentence(&refused(callback(&app, &mixed)));
    assert_eq!(sentence, "The login failed: callback.state. Please try again.");
}

#[test]
fn basic_2_1_6_the_code_is_exchanged_and_the_access_token_is_sent_to_an_api() {
    let (browser, app) = world();
    let login = sign_in(&browser, &app, prepare(&app)).unwrap();
    assert!(app.http.sent.borrow().contains(&"/token".to_owned()));
    let request = orders(&login.session).unwrap();
    let sent = request.headers()[header::AUTHORIZATION].to_str().unwrap();
    let token = login.session.access_token.clone().unwrap();
    assert_eq!(sent, format!("Bearer {}", token.expose()));
    assert!(orders(&without_tokens(login.session)).is_err());
}

#[test]
fn basic_2_2_claims_of_the_provider_are_read_as_a_type_of_the_app() {
    let (browser, app) = world();
    let request = prepare(&app).id_token_claim("groups", ClaimRequest::voluntary());
    let login = sign_in(&browser, &app, request).unwrap();
    assert_eq!(groups(&login.id_token).unwrap(), ["readers"]);
}

#[test]
fn basic_2_2_1_the_policy_of_the_app_is_used() {
    let (browser, app) = world();
    let authentication = ClientAuthentication::ClientSecretBasic(client_secret());
    let client = ClientConfiguration::new(app.rp.client_id().clone(), authentication);
    let client = strict(client);
    assert_eq!(client.policy.id_token.leeway, Duration::from_secs(10));
    let rp = RelyingParty::new(app.rp.provider().clone(), client, &CRYPTO).unwrap();
    let app = App { rp, ..app };
    assert!(sign_in(&browser, &app, prepare(&app)).is_ok());
}

#[test]
fn basic_2_3_the_claims_come_from_the_user_info_endpoint() {
    let (browser, app) = world();
    let login = sign_in(&browser, &app, with_address(&app)).unwrap();
    let user_info = user_info(&app, &login.session).unwrap();
    assert_eq!(checked_email(&user_info), Some("alice@example.com"));
    let address = user_info.claims.address.as_ref().unwrap();
    assert_eq!(postal_label(address).unwrap(), "1-1 Chiyoda\n100-8111\nTokyo");
    assert_eq!(in_katakana(&user_info), Some("タナカ"));
}

#[test]
fn basic_2_3_3_an_access_token_that_is_refused_is_recognised() {
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

#[test]
fn basic_5_1_the_metadata_can_be_written_down_or_fetched() {
    let browser = Browser::new();
    let provider = without_discovery().unwrap();
    let app = app(provider, client_secret(), browser.http()).unwrap();
    assert!(sign_in(&browser, &app, prepare(&app)).is_ok());
    assert!(!app.http.sent.borrow().contains(&"/.well-known/openid-configuration".to_owned()));
}

#[test]
fn basic_7_4_a_refresh_replaces_the_tokens() {
    let (browser, app) = world();
    let mut session = sign_in(&browser, &app, offline(&app)).unwrap().session;
    let before = session.clone();
    refresh(&app, &mut session).unwrap();
    assert_ne!(session.access_token, before.access_token);
    assert_eq!(session.sub(), "alice");
    assert!(refresh(&app, &mut without_tokens(session)).is_err());
}
