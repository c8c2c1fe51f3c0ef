//! Authentication requests: Core §3.1.2.1 and §3.1.2.2.

use symbolon_oauth::{ErrorCode, ErrorResponse, Parameters, ResponseMode};
use symbolon_oidc::authentication_request::PromptError;
use symbolon_oidc::{
    AuthenticationRequest, AuthenticationRequestError, ClaimRequest, ClaimsRequest, Display, Prompt,
};

const VALID: &str = "response_type=code&scope=openid%20profile&client_id=s6BhdRkqt3\
    &state=af0ifjsldkj&redirect_uri=https%3A%2F%2Fclient.example.org%2Fcb";

fn read(more: &str) -> Result<AuthenticationRequest, AuthenticationRequestError> {
    let parameters = Parameters::parse(&format!("{VALID}&{more}")).unwrap();
    AuthenticationRequest::from_parameters(parameters)
}

#[test]
fn core_3_1_2_1_every_parameter() {
    let request = read(
        "nonce=n-0S6_WzA2Mj&display=popup&prompt=login%20consent&max_age=300&ui_locales=fr-CA%20fr\
         &claims_locales=de&id_token_hint=e30.e30.c2ln&login_hint=jane%40example.com\
         &acr_values=gold%20silver&claims=%7B%22userinfo%22%3A%7B%22email%22%3Anull%7D%7D&response_mode=form_post&x=y",
    )
    .unwrap();
    assert_eq!(request.nonce.as_ref().map(|nonce| nonce.expose()), Some("n-0S6_WzA2Mj"));
    assert_eq!(request.display, Some(Display::POPUP));
    assert!(request.prompt.contains(&Prompt::LOGIN) && request.prompt.contains(&Prompt::CONSENT));
    assert_eq!(request.max_age.map(|age| age.as_secs()), Some(300));
    assert_eq!(request.ui_locales, ["fr-CA", "fr"]);
    assert_eq!(request.claims_locales, ["de"]);
    assert_eq!(request.id_token_hint.as_ref().map(|hint| hint.expose()), Some("e30.e30.c2ln"));
    assert_eq!(request.login_hint.as_deref(), Some("jane@example.com"));
    assert_eq!(request.acr_values, ["gold", "silver"]);
    let claims = ClaimsRequest::new().claim("email", ClaimRequest::voluntary());
    assert_eq!(request.claims, Some(claims));
    assert_eq!(request.oauth.response_mode, Some(ResponseMode::FORM_POST));
    assert_eq!(request.oauth.extra.get("x"), Some("y"));

    let parameters = request.to_parameters();
    assert_eq!(AuthenticationRequest::from_parameters(parameters).unwrap(), request);
    let url = request.clone().into_url(&"https://op.example/authorize?tenant=1".parse().unwrap());
    let query = url.query().unwrap().strip_prefix("tenant=1&").unwrap();
    assert_eq!(Parameters::parse(query).unwrap(), request.to_parameters());
}

#[test]
fn core_3_1_2_1_only_the_required_parameters() {
    let request = read("").unwrap();
    assert_eq!((request.nonce.is_none(), request.max_age), (true, None));
    assert!(request.prompt.is_empty() && request.ui_locales.is_empty());
    assert_eq!(request.to_parameters().len(), Parameters::parse(VALID).unwrap().len());
    assert_eq!(AuthenticationRequest::from_parameters(request.to_parameters()).unwrap(), request);
}

#[test]
fn core_3_1_2_2_one_change_one_error() {
    use AuthenticationRequestError as E;
    for (more, error) in [
        ("prompt=none%20login", E::Prompt(PromptError::NoneWithOther)),
        ("prompt=login%20none", E::Prompt(PromptError::NoneWithOther)),
        ("prompt=none%20create", E::Prompt(PromptError::NoneWithOther)),
        ("prompt=login%20%20consent", E::Prompt(PromptError::Syntax)),
        ("prompt=login%09consent", E::Prompt(PromptError::Syntax)),
        ("max_age=-1", E::MaxAge),
        ("max_age=%2B1", E::MaxAge),
        ("max_age=1.5", E::MaxAge),
        ("max_age=five", E::MaxAge),
        ("max_age=18446744073709551616", E::MaxAge),
        ("display=pop%20up", E::Display),
        ("id_token_hint=a%20b", E::IdTokenHint),
    ] {
        assert_eq!(read(more).unwrap_err(), error, "{more}");
        assert_eq!(ErrorResponse::from(error).error, ErrorCode::INVALID_REQUEST);
    }
}

#[test]
fn core_3_1_2_1_unknown_values_are_accepted() {
    let request = read("prompt=create&display=hologram&ui_locales=tlh%20%20x&max_age=0").unwrap();
    assert_eq!(
        request.prompt.iter().map(Prompt::as_str).collect::<Vec<_>>(),
        [Prompt::CREATE.as_str()]
    );
    assert_eq!(request.display.map(|display| display.as_str().to_owned()), Some("hologram".into()));
    assert_eq!(request.ui_locales, ["tlh", "x"]);
    assert_eq!(request.max_age.map(|age| age.as_secs()), Some(0));
}

#[test]
fn core_3_1_2_2_the_scope_contains_openid() {
    for scope in ["profile", "openid2", "OPENID"] {
        let text = VALID.replace("openid%20profile", scope);
        let refused = AuthenticationRequest::from_parameters(Parameters::parse(&text).unwrap());
        assert_eq!(refused.unwrap_err(), AuthenticationRequestError::NotOpenId, "{scope}");
    }
    assert_eq!(
        ErrorResponse::from(AuthenticationRequestError::NotOpenId).error,
        ErrorCode::INVALID_SCOPE
    );
}

#[test]
fn core_3_1_2_1_the_redirect_uri_is_required() {
    let text = VALID.replace("redirect_uri", "redirect");
    let refused = AuthenticationRequest::from_parameters(Parameters::parse(&text).unwrap());
    assert_eq!(refused.unwrap_err(), AuthenticationRequestError::MissingRedirectUri);
}

#[test]
fn core_3_1_2_1_a_request_by_get_or_post() {
    let get = http::Request::get(format!("https://op.example/authorize?{VALID}")).body("").unwrap();
    let post = http::Request::post("https://op.example/authorize")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(VALID)
        .unwrap();
    let request = AuthenticationRequest::from_http(&get).unwrap();
    assert_eq!(AuthenticationRequest::from_http(&post).unwrap(), request);
}

#[test]
fn attack_126_debug_shows_no_token() {
    let text = format!("{:?}", read("nonce=geheim&id_token_hint=geheim.geheim.geheim").unwrap());
    assert!(!text.contains("geheim"), "{text}");
}
