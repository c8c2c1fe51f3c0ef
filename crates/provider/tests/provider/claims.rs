//! The parameter `claims` and `prompt=create`: what the pages can read, essential `acr`, `sub` with
//! a value, consent, and the claims that the records release.

use serde_json::{Value, json};
use symbolon_jose::{Excerpt, Excerpts, Object};
use symbolon_oidc::{
    AuthenticationRequestError, ClaimRequest, ClaimsRequest, ExpectedIdToken, Nonce,
    NonceExpectation, Prompt, Release, StandardClaims,
};
use symbolon_provider::{
    AuthorizeError, CodeRecord, Consent, Decision, EarlierConsent, Interaction,
    PendingAuthorization, Refusal, SignedIn, SingleUse, UserInfoRequest,
};

use crate::common::*;

const BRONZE: &str = "urn:example:bronze";
const GOLD: &str = "urn:example:gold";

fn pending(claims: &Value) -> PendingAuthorization {
    let pending = authorize(&asking().set("claims", &claims.to_string())).unwrap();
    // Every test uses the value as a session store returns it.
    let stored = serde_json::to_string(&pending).unwrap();
    let read: PendingAuthorization = serde_json::from_str(&stored).unwrap();
    assert_eq!(read, pending);
    read
}

fn interaction(claims: &Value, user: &SignedIn) -> Result<Interaction, Refusal> {
    let consented = earlier("openid email offline_access");
    provider().interaction(&pending(claims), Some(user), &consented, at(100))
}

fn acr(request: Value) -> Value {
    json!({"id_token": {"acr": request}})
}

fn unmet(found: Option<&str>, expected: &[&str]) -> AuthorizeError {
    let expected: Vec<String> = expected.iter().map(|&acr| acr.to_owned()).collect();
    AuthorizeError::UnmetAcr { found: found.map(Excerpt::new), expected: Excerpts::new(&expected) }
}

/// What the provider knows about Alice.
fn known() -> Object {
    let known = json!({
        "email": "alice@op.example", "groups": ["staff"], "name": "Alice", "name#el": "Αλίκη",
        "phone_number": "+30210", "sub": "mallory", "acr": "9"
    });
    Object::from_value(known).unwrap()
}

#[test]
fn core_5_5_the_pages_can_read_the_claims() {
    let asked = json!({
        "userinfo": {"email": null, "groups": {"essential": true}, "name#el": null},
        "id_token": {"acr": {"essential": true, "values": [GOLD, BRONZE]}, "phone_number": null}
    });
    let request = pending(&asked);
    assert_eq!(request.claims().user_info["groups"], ClaimRequest::essential());
    assert_eq!(request.claims_beyond_scope(), ["groups", "name", "phone_number"]);
    assert_eq!(request.required_acr(), [GOLD, BRONZE]);
    let none = authorize(&asking()).unwrap();
    assert_eq!(none.claims(), &ClaimsRequest::new());
    assert!(none.claims_beyond_scope().is_empty() && none.required_acr().is_empty());
}

#[test]
fn attack_097_malformed_claims_are_refused_before_sign_in() {
    for claims in [r#"{"id_token":[]}"#, r#"{"userinfo":{"sub":{"value":{}}}}"#, "not json", "1"] {
        let refusal = authorize(&asking().set("claims", claims)).unwrap_err();
        let error = ClaimsRequest::parse(claims).unwrap_err();
        let error = AuthorizeError::Request(AuthenticationRequestError::Claims(error));
        assert_redirect(refusal, &error, "invalid_request");
    }
}

#[test]
fn core_5_5_1_1_an_essential_acr_is_met_or_the_user_signs_in_in_a_stronger_way() {
    let before = SignedIn::new("alice", at(-60)).acr(BRONZE);
    let during = SignedIn::new("alice", at(50)).acr(BRONZE);
    let without = SignedIn::new("alice", at(50));
    let one = acr(json!({"essential": true, "value": BRONZE}));
    let several = acr(json!({"essential": true, "values": [GOLD, BRONZE]}));
    for request in [&one, &several] {
        for user in [&before, &during] {
            assert!(matches!(interaction(request, user), Ok(Interaction::Nothing(_))), "{request}");
        }
        let expected = if *request == one { &[BRONZE][..] } else { &[GOLD, BRONZE] };
        let refusal = interaction(request, &without).unwrap_err();
        assert_redirect(refusal, &unmet(None, expected), "unmet_authentication_requirements");
    }
    // The user signed in before the request, so the page can ask for a stronger way.
    let gold = acr(json!({"essential": true, "value": GOLD}));
    assert_eq!(interaction(&gold, &before).unwrap(), Interaction::SignIn);
    let refusal = interaction(&gold, &during).unwrap_err();
    assert_redirect(refusal, &unmet(Some(BRONZE), &[GOLD]), "unmet_authentication_requirements");
    let stronger = SignedIn::new("alice", at(60)).acr(GOLD);
    assert!(matches!(interaction(&gold, &stronger), Ok(Interaction::Nothing(_))));
}

#[test]
fn core_5_5_1_1_an_acr_that_is_not_essential_never_fails() {
    let user = SignedIn::new("alice", at(50)).acr(BRONZE);
    for request in [
        acr(json!({"value": GOLD})),
        acr(json!({"essential": false, "values": [GOLD]})),
        acr(json!({"essential": true})),
        acr(Value::Null),
        json!({"userinfo": {"acr": {"essential": true, "value": GOLD}}}),
    ] {
        let page = interaction(&request, &user);
        assert!(matches!(page, Ok(Interaction::Nothing(_))), "{request}: {page:?}");
    }
}

#[test]
fn core_5_5_1_1_an_essential_acr_without_a_page_and_at_the_answer() {
    let gold = acr(json!({"essential": true, "value": GOLD}));
    let form = asking().set("claims", &gold.to_string()).set("prompt", "none");
    let user = SignedIn::new("alice", at(-60)).acr(BRONZE);
    let silent = authorize(&form).unwrap();
    let all = earlier("openid email offline_access");
    let refusal = provider().interaction(&silent, Some(&user), &all, at(1)).unwrap_err();
    assert_redirect(refusal, &unmet(Some(BRONZE), &[GOLD]), "unmet_authentication_requirements");
    // A program that skips `interaction` cannot answer either.
    let refusal = provider().respond(pending(&gold), yes(alice()), at(10)).unwrap_err();
    assert_redirect(refusal, &unmet(Some(BRONZE), &[GOLD]), "unmet_authentication_requirements");
    let gold_user = SignedIn::new("alice", at(5)).acr(GOLD);
    assert!(provider().respond(pending(&gold), yes(gold_user), at(10)).is_ok());
}

#[test]
fn core_5_5_1_a_sub_with_a_value_signs_in_this_user_or_fails() {
    for (place, request) in [
        ("id_token", json!({"value": "alice"})),
        ("userinfo", json!({"value": "alice"})),
        ("id_token", json!({"essential": true, "values": ["bob", "alice"]})),
    ] {
        let request = json!({place: {"sub": request}});
        let alice = SignedIn::new("alice", at(50));
        assert!(matches!(interaction(&request, &alice), Ok(Interaction::Nothing(_))), "{request}");
        let mallory = SignedIn::new("mallory", at(50));
        assert_eq!(interaction(&request, &mallory).unwrap(), Interaction::SignIn, "{request}");
        assert!(pending(&request).expects_subject("alice"));
        assert!(!pending(&request).expects_subject("mallory"));
        let refusal = provider().respond(pending(&request), yes(mallory.clone()), at(60));
        let error = AuthorizeError::LoginRequired;
        assert_redirect(refusal.unwrap_err(), &error, "login_required");
        let form = asking().set("claims", &request.to_string()).set("prompt", "none");
        let silent = authorize(&form).unwrap();
        let refusal = provider().interaction(&silent, Some(&mallory), &earlier("openid"), at(60));
        assert_redirect(refusal.unwrap_err(), &error, "login_required");
    }
    // Anyone can write this value into a link, so it does not count as a verified hint.
    assert_eq!(pending(&json!({"id_token": {"sub": {"value": "alice"}}})).hinted_subject(), None);
}

#[test]
fn core_5_5_claims_beyond_the_scope_need_the_consent_page() {
    let user = SignedIn::new("alice", at(50));
    let beyond = json!({"userinfo": {"groups": {"essential": true}}});
    assert_eq!(interaction(&beyond, &user).unwrap(), Interaction::Consent(user.clone()));
    let within =
        json!({"userinfo": {"email": {"essential": true}}, "id_token": {"auth_time": null}});
    assert!(matches!(interaction(&within, &user), Ok(Interaction::Nothing(_))));
    // Without a page, the claims are withheld. Core §5.5.1: that is no error.
    let form = asking().set("claims", &beyond.to_string()).set("prompt", "none");
    let silent = authorize(&form).unwrap();
    let all = earlier("openid email offline_access");
    let page = provider().interaction(&silent, Some(&user), &all, at(100)).unwrap();
    let Interaction::Nothing(consent) = page else { panic!("{page:?}") };
    assert!(consent.claims.is_empty());
}

#[test]
fn core_5_5_1_earlier_consent_to_claims_covers_these_claims_only() {
    let user = SignedIn::new("alice", at(50));
    let request = json!({"userinfo": {"groups": null}, "id_token": {"phone_number#de": null}});
    let shown = |claims: &[&str], prompt: &str| {
        let claims = claims.iter().map(|name| (*name).to_owned()).collect();
        let consented = earlier("openid email offline_access").claims(claims);
        let form = asking().set("claims", &request.to_string()).set("prompt", prompt);
        provider()
            .interaction(&authorize(&form).unwrap(), Some(&user), &consented, at(100))
            .unwrap()
    };
    let Interaction::Nothing(consent) = shown(&["phone_number", "name", "groups"], "") else {
        panic!("a page")
    };
    assert_eq!(consent.claims, ["groups", "phone_number"], "not `name`");
    for fewer in [&[][..], &["groups"], &["phone_number", "name"]] {
        assert_eq!(shown(fewer, ""), Interaction::Consent(user.clone()), "{fewer:?}");
    }
    // Without a page, the user cannot be asked, so only the earlier consent counts.
    let Interaction::Nothing(consent) = shown(&["groups"], "none") else { panic!("a page") };
    assert_eq!(consent.claims, ["groups"]);
    let again = shown(&["phone_number", "groups"], "consent");
    assert_eq!(again, Interaction::Consent(user), "prompt=consent");
}

#[test]
fn rfc8252_8_6_earlier_consent_to_claims_does_not_count_for_an_app_on_a_device() {
    let form = asking().set("client_id", "app").set("redirect_uri", "http://127.0.0.1:5000/cb");
    let form = form.set("claims", &json!({"userinfo": {"groups": null}}).to_string());
    let silent = form.set("prompt", "none").set("scope", "openid");
    let pending = authorize_as(&provider(), Some(&app()), &silent.get()).unwrap();
    let consented = earlier("openid").claims(vec!["groups".to_owned()]);
    let refusal = provider().interaction(&pending, Some(&alice()), &consented, at(10));
    assert_eq!(*refusal.unwrap_err().reason(), AuthorizeError::ConsentRequired);
}

#[test]
fn earlier_consents_add_up() {
    let mut all = earlier("openid").claims(vec!["b".to_owned(), "a".to_owned(), "b".to_owned()]);
    assert_eq!(all.claims, ["a", "b"]);
    all.add(&earlier("email").claims(vec!["c".to_owned(), "a".to_owned()]));
    let names = ["a", "b", "c"].map(str::to_owned).to_vec();
    assert_eq!(all, earlier("openid email").claims(names));
    assert!(!all.is_empty() && EarlierConsent::default().is_empty());
    assert!(!EarlierConsent::default().claims(vec!["a".to_owned()]).is_empty());
}

/// Returns the record of a code after the user consented to the scope and to these claims.
fn record(claims: &Value, consented: &[&str]) -> (String, CodeRecord) {
    let consent = Consent::new(alice(), scope("openid email offline_access"))
        .claims(consented.iter().map(|&name| name.to_owned()).collect());
    let pending = pending(claims);
    let issued = provider().respond(pending, Decision::Consented(consent), at(10)).unwrap();
    let record = issued.records().code.clone().unwrap();
    (response_of(&sent(issued)).get("code").unwrap().to_owned(), record)
}

#[test]
fn core_5_5_only_claims_with_consent_are_recorded() {
    let asked = json!({
        "userinfo": {"groups": {"essential": true, "x": 1}, "email": null, "phone_number": null},
        "id_token": {"name": null, "acr": null, "sub": {"value": "alice"}},
        "y": 1
    });
    let recorded = |consented: &[&str]| record(&asked, consented).1.claims.to_json();
    assert_eq!(recorded(&[]), r#"{"userinfo":{"email":null}}"#);
    assert_eq!(
        recorded(&["groups", "name", "sub", "other"]),
        r#"{"id_token":{"name":null},"userinfo":{"email":null,"groups":{"essential":true}}}"#
    );
}

#[test]
fn core_5_5_the_claims_reach_the_id_token_and_user_info() {
    let asked = json!({
        "userinfo": {"groups": null, "phone_number": {"value": "+1"}},
        "id_token": {"name": null, "sub": null}
    });
    let (code, record) = record(&asked, &["groups", "name", "phone_number"]);
    let provider = provider();
    let presented = presented_code(&provider, &redeeming(&code), &web()).unwrap();
    let release: Release = record.release(&known());
    let found = SingleUse::fresh(record);
    let issued = provider.redeem(presented, found, release.id_token, at(11)).unwrap();
    let (access, refresh) = (issued.records().access.clone(), issued.records().refresh.clone());
    let response = json(&sent(issued));
    let nonce = Nonce::new(NONCE.to_owned());
    let expected = ExpectedIdToken::login(NonceExpectation::Sent(&nonce));
    let token = id_token(&response, &expected, at(12));
    assert_eq!(
        token.extra,
        Object::from_value(json!({"name": "Alice", "name#el": "Αλίκη"})).unwrap()
    );
    assert_eq!((token.sub.as_str(), token.acr.as_deref()), ("alice", Some(BRONZE)));

    let bearer = response["access_token"].as_str().unwrap();
    let form = Form::of(&[("access_token", bearer)]).post("/userinfo");
    let request = UserInfoRequest::from_http(&form).unwrap();
    let access = provider.user_info(&request, Some(access), at(12)).unwrap();
    let mut standard = StandardClaims::new();
    standard.email = Some("alice@op.example".to_owned());
    standard.phone_number = Some("+30210".to_owned());
    // The value of `phone_number` differs from the requested value.
    let body = json(&access.respond(&standard, Object::new()));
    assert_eq!(body, json!({"sub": "alice", "email": "alice@op.example"}));
    let released = access.release(&known()).user_info;
    let body = json(&access.respond(&StandardClaims::new(), released));
    let expected = json!({"sub": "alice", "email": "alice@op.example", "groups": ["staff"]});
    assert_eq!(body, expected);

    // Core §12.2: after a refresh, the new tokens release the same claims.
    let refresh = refresh.unwrap();
    let token = response["refresh_token"].as_str().unwrap();
    let presented = presented_refresh_token(&provider, &refreshing(token), &web()).unwrap();
    let (claims, known) = (refresh.claims.clone(), known());
    let extra = refresh.release(&known).id_token;
    assert!(extra.contains("name#el"));
    let issued = provider.refresh(presented, SingleUse::fresh(refresh), extra, at(13)).unwrap();
    assert_eq!(issued.records().access.claims, claims);
    assert_eq!(issued.records().refresh.as_ref().unwrap().claims, claims);
    assert_eq!(issued.records().access.release(&known).user_info.len(), 2);
    let expected = ExpectedIdToken::login(NonceExpectation::NotSent);
    let token = id_token(&json(&sent(issued)), &expected, at(14));
    assert!(token.extra.contains("name#el"));
}

#[test]
fn core_5_2_claims_locales_reach_user_info() {
    let form = asking().set("scope", "openid profile").set("claims_locales", "el");
    let pending = authorize(&form).unwrap();
    let consent = Consent::new(alice(), scope("openid profile"));
    let issued = provider().respond(pending, Decision::Consented(consent), at(10)).unwrap();
    let released = issued.records().code.as_ref().unwrap().release(&known()).user_info;
    assert_eq!(released, Object::from_value(json!({"name": "Αλίκη"})).unwrap());
}

#[test]
fn records_without_claims_are_read_as_before() {
    let (_, record) = code_for(&asking());
    let stored = serde_json::to_value(&record).unwrap();
    assert_eq!((stored.get("claims"), stored.get("claims_locales")), (None, None));
    assert_eq!(serde_json::from_value::<CodeRecord>(stored).unwrap(), record);
    let issued = tokens();
    let stored = serde_json::to_string(issued.records()).unwrap();
    assert!(!stored.contains("claims"));
}

#[test]
fn prompt_create_4_the_page_for_new_accounts() {
    let provider = provider_with(|policy| policy.information.creates_accounts = true);
    let prompts = &provider.metadata().prompt_values_supported;
    assert_eq!(prompts, &["none", "login", "consent", "select_account", "create"]);
    let form = asking().set("prompt", "create");
    let pending = authorize_as(&provider, Some(&web()), &form.get()).unwrap();
    assert!(pending.creates_account());
    assert!(!authorize(&asking()).unwrap().creates_account());
    let all = earlier("openid email offline_access");
    let page = |user: &SignedIn| provider.interaction(&pending, Some(user), &all, at(100)).unwrap();
    // A user who is signed in already still sees the page.
    assert_eq!(page(&SignedIn::new("alice", at(-60))), Interaction::SignIn);
    assert!(matches!(page(&SignedIn::new("bob", at(50))), Interaction::Nothing(_)));
}

#[test]
fn prompt_create_4_1_values_that_are_not_supported_are_refused() {
    for prompt in ["create", "login create", "signup"] {
        let value = prompt.split(' ').next_back().unwrap();
        let refusal = authorize(&asking().set("prompt", prompt)).unwrap_err();
        let AuthorizeError::UnsupportedPrompt(found) = refusal.reason() else {
            panic!("{:?}", refusal.reason())
        };
        assert_eq!(found.as_str(), value);
        let error = AuthorizeError::UnsupportedPrompt(found.clone());
        assert_redirect(refusal, &error, "invalid_request");
    }
    assert!(
        !provider().metadata().prompt_values_supported.contains(&Prompt::CREATE.as_str().into())
    );
}

#[test]
fn reasons_have_stable_names() {
    let unsupported = AuthorizeError::UnsupportedPrompt(Prompt::CREATE);
    assert_eq!(unsupported.code(), "authorize.unsupported_prompt");
    let unmet = unmet(Some("a\n"), &["b"]);
    assert_eq!(unmet.code(), "authorize.unmet_acr");
    assert_eq!(
        unmet.to_string(),
        r#"the acr of the authentication is "a\n"; the client requires one of ["b"]"#
    );
}

#[test]
fn core_5_5_a_scope_that_was_not_asked_for_covers_no_claim() {
    let (_, record) = record(&json!({"userinfo": {"phone_number": null}}), &[]);
    assert!(record.claims.user_info.is_empty());
    // The program passes the consent that it has stored, which contains more than the request.
    let pending = pending(&json!({"userinfo": {"phone_number": null}}));
    let consent = Consent::new(alice(), scope("openid email phone"));
    let known = Object::from_value(json!({"phone_number": "+49 30 1"})).unwrap();
    assert!(pending.release(&consent, &known).user_info.is_empty());
    let issued = provider().respond(pending, Decision::Consented(consent), at(10)).unwrap();
    assert!(issued.records().code.as_ref().unwrap().claims.user_info.is_empty());
}

#[test]
fn a_client_cannot_write_sentences_on_the_consent_page() {
    let long = "a".repeat(101);
    let asked = json!({"userinfo": {
        "nothing else. The operator checked this app": null, "\u{202e}": null, long: null, "a_b:c": null,
    }});
    assert_eq!(pending(&asked).claims_beyond_scope(), ["a_b:c"]);
}
