//! Claims of ID Tokens and of UserInfo (kinds A, B, D and F).

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::{Value, json};
use symbolon_case_tests::{Case, FieldProvider, case};
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::jwk::PublicJwkSet;
use symbolon_jose::{Limits, SignatureAlgorithm, VerificationKeys};
use symbolon_oauth::{ClientId, EncodedJwt, Issuer};
use symbolon_oidc::{
    AcceptedIssuers, ExpectedIdToken, ExpectedUserInfo, IdToken, IdTokenError, IdTokenPolicy,
    IdTokenQuirks, IdTokenValidator, IssuerTemplate, JsonType, Nonce, NonceExpectation,
    TrustedParties, UserInfo, UserInfoError,
};
use symbolon_test_support::clock::{NOW, now};
use symbolon_test_support::names::{CLIENT_ID, ISSUER, NONCE, client_id};

/// A relying party that validates the ID Token of a [`FieldProvider`].
struct Party {
    validator: IdTokenValidator,
    nonce: Nonce,
}

impl Party {
    fn new() -> Self {
        Self::with(client_id().as_str(), IdTokenPolicy::default(), IdTokenQuirks::default())
    }

    fn with(client_id: &str, policy: IdTokenPolicy, quirks: IdTokenQuirks) -> Self {
        let client_id = ClientId::new(client_id).unwrap();
        let validator = IdTokenValidator::new(Issuer::new(ISSUER).unwrap(), client_id);
        let validator = validator.policy(policy).unwrap().quirks(quirks);
        Self { validator, nonce: Nonce::new(NONCE.to_owned()) }
    }

    fn quirks(set: impl FnOnce(&mut IdTokenQuirks)) -> Self {
        let mut quirks = IdTokenQuirks::default();
        set(&mut quirks);
        Self::with(CLIENT_ID, IdTokenPolicy::default(), quirks)
    }

    fn sent(&self) -> ExpectedIdToken<'_> {
        ExpectedIdToken::login(NonceExpectation::Sent(&self.nonce))
    }

    fn login(&self, claims: &Value) -> Result<IdToken, IdTokenError> {
        self.validate(claims, &self.sent())
    }

    fn refresh(&self, login: &IdToken, claims: &Value) -> Result<IdToken, IdTokenError> {
        self.validate(claims, &ExpectedIdToken::refresh(&login.original_authentication()))
    }

    fn validate(
        &self,
        claims: &Value,
        expected: &ExpectedIdToken<'_>,
    ) -> Result<IdToken, IdTokenError> {
        let provider = FieldProvider::default().claims(claims);
        let token = EncodedJwt::new(provider.id_token(Some(NONCE)));
        self.validator.validate(&token, &keys(), expected, &CRYPTO, now())
    }
}

fn keys() -> VerificationKeys {
    let set = FieldProvider::default().jwks.to_string();
    let set = PublicJwkSet::parse(set.as_bytes()).unwrap();
    set.verification_keys(&[SignatureAlgorithm::Rs256], &CRYPTO)
}

fn code<T>(result: Result<T, IdTokenError>) -> Result<(), &'static str> {
    result.map(drop).map_err(|error| error.code())
}

/// Returns the claims of the case for the client that the other tests use.
fn claims_for_our_client(case: &Case, pointer: &str) -> Value {
    let ours = case.part(pointer).to_string().replace("web-client", CLIENT_ID);
    serde_json::from_str(&ours).unwrap()
}

fn user_info(body: &Value) -> UserInfo {
    let response = http::Response::builder().header("Content-Type", "application/json");
    let sub = body["sub"].as_str().unwrap();
    UserInfo::from_http(&response.body(body.to_string()).unwrap(), sub).unwrap()
}

/// Reads the UserInfo of a case, which has the email address and one odd claim.
fn odd_user_info(case: &Case, odd: &str, found: JsonType) -> UserInfo {
    let user_info = user_info(case.part("/body"));
    assert_eq!(user_info.sub, "alice");
    assert_eq!(user_info.claims.email.as_deref(), Some("a@example.com"));
    let listed = user_info.claims.odd.iter().map(|listed| (listed.name.as_str(), listed.found));
    assert_eq!(listed.collect::<Vec<_>>(), [(odd, found)]);
    user_info
}

// Kind A: `azp` by errata 2.

#[test]
fn aud_trusted_other_without_azp() {
    let Some(case) = case("aud-trusted-other-without-azp") else { return };
    let mut policy = IdTokenPolicy::default();
    let trusted = case.part("/policy/trusted_audiences").as_array().unwrap();
    policy.trusted_audiences = trusted.iter().map(|aud| aud.as_str().unwrap().into()).collect();
    let client = case.part("/client_id").as_str().unwrap();
    let party = Party::with(client, policy, IdTokenQuirks::default());
    assert_eq!(code(party.login(case.part("/claims"))), Ok(()));
    let without = Party::with(client, IdTokenPolicy::default(), IdTokenQuirks::default());
    assert_eq!(code(without.login(case.part("/claims"))), Err("id_token.untrusted_audience"));
}

#[test]
fn azp_google_android() {
    let Some(case) = case("azp-google-android") else { return };
    let mut claims = case.part("/claims").clone();
    claims["nonce"] = json!(NONCE);
    let client = case.part("/client_id").as_str().unwrap();
    let login = |parties: TrustedParties| {
        let mut policy = IdTokenPolicy::default();
        policy.trusted_parties = parties;
        code(Party::with(client, policy, IdTokenQuirks::default()).login(&claims))
    };
    let party = claims["azp"].as_str().unwrap().to_owned();
    assert_eq!(login(TrustedParties::Listed(vec![party])), Ok(()));
    assert_eq!(login(TrustedParties::Any), Ok(()));
    assert_eq!(login(TrustedParties::default()), Err("id_token.authorized_party"));
}

#[test]
fn refreshed_azp_appears() {
    let Some(case) = case("refreshed-azp-appears") else { return };
    let party = Party::new();
    let login = party.login(&claims_for_our_client(&case, "/login_claims")).unwrap();
    let refreshed = claims_for_our_client(&case, "/refreshed_claims");
    assert_eq!(code(party.refresh(&login, &refreshed)), Ok(()));
}

#[test]
fn refreshed_azp_gone() {
    let Some(case) = case("refreshed-azp-gone") else { return };
    let party = Party::new();
    let login = party.login(&claims_for_our_client(&case, "/login_claims")).unwrap();
    assert_eq!(login.azp.as_deref(), Some(CLIENT_ID));
    let refreshed = claims_for_our_client(&case, "/refreshed_claims");
    assert_eq!(code(party.refresh(&login, &refreshed)), Ok(()));
}

/// puiterwijk/flask-oidc #66: `aud` is an array with one audience, and there is no `azp`.
#[test]
fn a_an_array_with_one_audience_and_no_azp() {
    assert_eq!(code(Party::new().login(&json!({"aud": [CLIENT_ID]}))), Ok(()));
}

/// pow-auth/assent #111 (NetSuite): two audiences, of which one is the client.
#[test]
fn a_two_audiences_of_netsuite() {
    let claims = json!({"aud": [CLIENT_ID, "12345~https://netsuite.example"]});
    let mut policy = IdTokenPolicy::default();
    policy.trusted_audiences = vec!["12345~https://netsuite.example".to_owned()];
    let party = Party::with(CLIENT_ID, policy, IdTokenQuirks::default());
    assert_eq!(code(party.login(&claims)), Ok(()));
    assert_eq!(code(Party::new().login(&claims)), Err("id_token.untrusted_audience"));
}

/// spring-projects/spring-security #10001: the client is listed twice, or `azp` is absent, empty or
/// `null` beside several audiences.
#[test]
fn a_the_client_twice_and_no_azp() {
    for azp in [json!("<absent>"), Value::Null, json!(""), json!(CLIENT_ID)] {
        let claims = json!({"aud": [CLIENT_ID, CLIENT_ID], "azp": azp});
        assert_eq!(code(Party::new().login(&claims)), Ok(()), "{claims}");
    }
}

// Kind B: `null` is absence.

#[test]
fn id_token_optional_claims_null() {
    let Some(case) = case("id-token-optional-claims-null") else { return };
    let (party, claims) = (Party::new(), case.part("/claims"));
    let token = party.login(claims).unwrap();
    assert_eq!((token.auth_time, token.nbf, &token.acr, &token.azp), (None, None, &None, &None));
    assert!(token.odd_claims().is_empty());
    let acr_values = ["1".to_owned()];
    for (expected, refused) in [
        (party.sent().max_age(core::time::Duration::from_secs(60)), "id_token.auth_time_missing"),
        (party.sent().auth_time(), "id_token.auth_time_missing"),
        (party.sent().acr_values(&acr_values), "id_token.acr_missing"),
    ] {
        assert_eq!(code(party.validate(claims, &expected)), Err(refused));
    }
    for name in ["exp", "iat", "nonce", "sub", "aud", "iss"] {
        assert!(party.login(&json!({name: null})).is_err(), "{name}");
    }
}

/// panva/openid-client #532 (authentik): a refreshed ID Token whose hashes and nonce are `null`.
#[test]
fn b_hashes_and_nonce_null_at_refresh() {
    let party = Party::new();
    let login = party.login(&json!({})).unwrap();
    let refreshed = json!({"at_hash": null, "c_hash": null, "nonce": null, "family_name": ""});
    let token = party.refresh(&login, &refreshed).unwrap();
    assert!(token.standard_claims().family_name.is_empty());
}

/// authlib/authlib #930: `nonce` is `null` when the request contained no nonce.
#[test]
fn b_nonce_null_when_none_was_sent() {
    let (party, claims) = (Party::new(), json!({"nonce": null}));
    let not_sent = ExpectedIdToken::login(NonceExpectation::NotSent);
    assert_eq!(code(party.validate(&claims, &not_sent)), Ok(()));
    assert_eq!(code(party.login(&claims)), Err("id_token.nonce_missing"));
}

/// goauthentik/authentik #785: `exp` is `null`. A token that never expires stays refused.
#[test]
fn b_exp_null_stays_refused() {
    assert_eq!(code(Party::new().login(&json!({"exp": null}))), Err("id_token.member"));
}

// Kind D: one odd claim costs one claim.

#[test]
fn id_token_standard_claims_apple() {
    let Some(case) = case("id-token-standard-claims-apple") else { return };
    let token = Party::new().login(case.part("/claims")).unwrap();
    let claims = token.standard_claims();
    assert_eq!(claims.email.as_deref(), Some("a@example.com"));
    assert_eq!(claims.email_verified, None);
    assert_eq!(claims.odd[0].name, "email_verified");
    assert_eq!(token.variants().email_verified(), Some(true));
}

#[test]
fn userinfo_address_number() {
    let Some(case) = case("userinfo-address-number") else { return };
    let user_info = odd_user_info(&case, "address.postal_code", JsonType::Number);
    let address = user_info.claims.address.as_ref().unwrap();
    assert_eq!(address.postal_code, None);
    assert_eq!(address.extra.get("postal_code"), Some(&json!(69118)));
    let address = user_info.variants().address().unwrap();
    assert_eq!(address.postal_code.as_deref(), Some("69118"));
}

#[test]
fn userinfo_address_string() {
    let Some(case) = case("userinfo-address-string") else { return };
    let user_info = odd_user_info(&case, "address", JsonType::String);
    assert_eq!(user_info.extra.get("address"), Some(&json!("1 Main St")));
    let address = user_info.variants().address().unwrap();
    assert_eq!(address.formatted.as_deref(), Some("1 Main St"));
}

#[test]
fn userinfo_email_verified_string() {
    let Some(case) = case("userinfo-email-verified-string") else { return };
    let user_info = odd_user_info(&case, "email_verified", JsonType::String);
    assert_eq!(user_info.claims.email_verified, None);
    assert_eq!(user_info.extra.get("email_verified"), Some(&json!("true")));
    assert_eq!(user_info.variants().email_verified(), Some(true));
}

#[test]
fn userinfo_locale_object() {
    let Some(case) = case("userinfo-locale-object") else { return };
    let user_info = odd_user_info(&case, "locale", JsonType::Object);
    assert_eq!(user_info.variants().locale().as_deref(), Some("en-US"));
}

#[test]
fn userinfo_name_language_null() {
    let Some(case) = case("userinfo-name-language-null") else { return };
    let user_info = user_info(case.part("/body"));
    assert_eq!(user_info.claims.email.as_deref(), Some("a@example.com"));
    assert!(user_info.claims.odd.is_empty() && user_info.claims.name.is_empty());
}

#[test]
fn userinfo_picture_object() {
    let Some(case) = case("userinfo-picture-object") else { return };
    let user_info = odd_user_info(&case, "picture", JsonType::Object);
    let picture = user_info.variants().picture().unwrap();
    assert_eq!(picture.as_str(), "https://x.example/p.jpg");
}

#[test]
fn userinfo_updated_at_iso() {
    let Some(case) = case("userinfo-updated-at-iso") else { return };
    let user_info = odd_user_info(&case, "updated_at", JsonType::String);
    assert_eq!(user_info.variants().updated_at().unwrap().seconds(), 1_704_067_200);
}

#[test]
fn userinfo_updated_at_milliseconds() {
    let Some(case) = case("userinfo-updated-at-milliseconds") else { return };
    let user_info = odd_user_info(&case, "updated_at", JsonType::Number);
    assert_eq!(user_info.variants().updated_at().unwrap().seconds(), 1_609_988_421);
}

#[test]
fn userinfo_updated_at_string() {
    let Some(case) = case("userinfo-updated-at-string") else { return };
    let user_info = odd_user_info(&case, "updated_at", JsonType::String);
    assert_eq!(user_info.variants().updated_at().unwrap().seconds(), 1_643_282_255);
}

/// indigo-iam/iam #272: `updated_at` is a date as people write it, which no reader understands.
#[test]
fn d_updated_at_as_text_for_people() {
    let body =
        json!({"sub": "alice", "name": "Alice", "updated_at": "Wed Apr 04 18:45:44 CEST 2018"});
    let user_info = user_info(&body);
    assert_eq!(user_info.claims.name.default.as_deref(), Some("Alice"));
    assert_eq!(user_info.claims.odd[0].name, "updated_at");
    assert_eq!(user_info.variants().updated_at(), None);
    assert!(user_info.extra.contains("updated_at"));
}

/// holoplot/radioauth #4 (JumpCloud), teamhanko/hanko #2054 (Apple): a boolean as a string.
#[test]
fn d_verified_as_a_string_in_the_id_token() {
    let claims = json!({"email_verified": "false", "phone_number_verified": "TRUE"});
    let token = Party::new().login(&claims).unwrap();
    assert_eq!(token.variants().email_verified(), Some(false));
    assert_eq!(token.variants().phone_number_verified(), Some(true));
    assert_eq!(token.standard_claims().odd.len(), 2);
}

/// nextcloud/user_oidc #948: an address that is empty, or has empty members.
#[test]
fn d_an_empty_address() {
    for address in [json!({}), json!({"locality": ""}), json!({"locality": null})] {
        let user_info = user_info(&json!({"sub": "alice", "address": address}));
        assert!(user_info.claims.odd.is_empty());
        assert_eq!(user_info.claims.address.unwrap().locality, None);
    }
    let user_info = user_info(&json!({"sub": "alice", "address": []}));
    assert_eq!(user_info.claims.odd[0].found, JsonType::Array);
}

// Kind F: a named way out where the input cannot be changed.

#[test]
fn amr_string() {
    let Some(case) = case("amr-string") else { return };
    let token = Party::new().login(case.part("/claims")).unwrap();
    assert_eq!(token.amr, ["pwd"]);
    assert_eq!(token.odd_claims()[0].name, "amr");
}

#[test]
fn jti_number() {
    let Some(case) = case("jti-number") else { return };
    let token = Party::new().login(case.part("/claims")).unwrap();
    assert_eq!(token.jti, None);
    assert_eq!(token.extra.get("jti"), Some(&json!(1)));
    assert_eq!(token.odd_claims()[0].to_string(), "`jti` is a number; expected a string");
}

#[test]
fn claims_1500_groups() {
    if case("claims-1500-groups").is_none() {
        return;
    }
    let groups: Vec<String> = (0..1500).map(|number| format!("group-{number}")).collect();
    let wide = Limits { json_members: 2000, ..Limits::DEFAULT };
    let mut policy = IdTokenPolicy::default();
    policy.limits = wide;
    let party = Party::with(CLIENT_ID, policy, IdTokenQuirks::default());
    let token = party.login(&json!({"groups": groups})).unwrap();
    assert_eq!(token.extra.get("groups").unwrap().as_array().unwrap().len(), 1500);
    let body = json!({"sub": "alice", "groups": groups}).to_string();
    let response = http::Response::builder().header("Content-Type", "application/json");
    let response = response.body(body).unwrap();
    let user_info = ExpectedUserInfo::new("alice").limits(wide).read(&response, now()).unwrap();
    assert_eq!(user_info.extra.get("groups").unwrap().as_array().unwrap().len(), 1500);
}

#[test]
fn entra_multi_tenant() {
    let Some(case) = case("entra-multi-tenant") else { return };
    let template = IssuerTemplate::new(case.part("/document/issuer").as_str().unwrap()).unwrap();
    let claims = case.part("/id_token");
    let tenants =
        |template| Party::quirks(|quirks| quirks.issuers = AcceptedIssuers::Tenants(template));
    let token = tenants(template.clone()).login(claims).unwrap();
    assert_eq!(token.iss.as_str(), claims["iss"]);
    assert_eq!(code(Party::new().login(claims)), Err("id_token.issuer"));
    let listed = |tenant: &str| template.clone().tenants(vec![tenant.to_owned()]).unwrap();
    assert_eq!(code(tenants(listed(claims["tid"].as_str().unwrap())).login(claims)), Ok(()));
    let other = tenants(listed("72f988bf-86f1-41af-91ab-2d7cd011db47"));
    assert_eq!(code(other.login(claims)), Err("id_token.tenant"));
    let mut forged = claims.clone();
    forged["tid"] = json!("72f988bf-86f1-41af-91ab-2d7cd011db47");
    assert_eq!(code(tenants(template).login(&forged)), Err("id_token.tenant_issuer"));
}

/// DuendeArchive/identity-model-oidc-client-js #724: the issuer of Entra's version 1 ends with the
/// tenant and a slash.
#[test]
fn f_the_template_of_version_1() {
    let template = IssuerTemplate::new("https://sts.windows.example/{tenantid}/").unwrap();
    let party = Party::quirks(|quirks| quirks.issuers = AcceptedIssuers::Tenants(template));
    let tenant = "72f988bf-86f1-41af-91ab-2d7cd011db47";
    let iss = format!("https://sts.windows.example/{tenant}/");
    assert_eq!(code(party.login(&json!({"iss": iss, "tid": tenant}))), Ok(()));
    let iss = format!("https://sts.windows.example/{tenant}");
    let refused = code(party.login(&json!({"iss": iss, "tid": tenant})));
    assert_eq!(refused, Err("id_token.tenant_issuer"));
}

#[test]
fn google_iss_without_scheme() {
    let Some(case) = case("google-iss-without-scheme") else { return };
    let claims = case.part("/claims");
    let issuer = Issuer::new(case.part("/issuer").as_str().unwrap()).unwrap();
    let token = EncodedJwt::new(FieldProvider::default().claims(claims).id_token(Some(NONCE)));
    let nonce = Nonce::new(NONCE.to_owned());
    let expected = ExpectedIdToken::login(NonceExpectation::Sent(&nonce));
    let strict = IdTokenValidator::new(issuer.clone(), client_id());
    let refused = strict.validate(&token, &keys(), &expected, &CRYPTO, now());
    assert_eq!(code(refused), Err("id_token.issuer"));
    let mut quirks = IdTokenQuirks::default();
    quirks.issuers = AcceptedIssuers::Also(vec![claims["iss"].as_str().unwrap().to_owned()]);
    let by_name = strict.quirks(quirks);
    let token = by_name.validate(&token, &keys(), &expected, &CRYPTO, now()).unwrap();
    assert_eq!(token.iss, issuer);
}

#[test]
fn refreshed_auth_time_new() {
    let Some(case) = case("refreshed-auth-time-new") else { return };
    let party = Party::quirks(|quirks| quirks.refreshed_auth_time = true);
    let login = party.login(case.part("/login_claims")).unwrap();
    let refreshed = case.part("/refreshed_claims");
    assert_eq!(code(party.refresh(&login, refreshed)), Ok(()));
    assert_eq!(code(Party::new().refresh(&login, refreshed)), Err("id_token.refreshed"));
}

/// authts/oidc-client-ts #772 (PingID): `auth_time` is absent after a refresh.
#[test]
fn f_auth_time_absent_after_a_refresh() {
    let party = Party::new();
    let login = party.login(&json!({})).unwrap();
    assert!(login.auth_time.is_some());
    for absent in [json!("<absent>"), Value::Null] {
        assert_eq!(code(party.refresh(&login, &json!({"auth_time": absent}))), Ok(()));
    }
}

/// panva/jose #73 (ADFS): `auth_time` is a date of ISO 8601. No rule needs it unless it was asked for.
#[test]
fn f_auth_time_as_a_date() {
    let (party, claims) = (Party::new(), json!({"auth_time": "2020-03-14T18:52:01.180Z"}));
    let token = party.login(&claims).unwrap();
    assert_eq!(token.auth_time, None);
    assert_eq!(token.odd_claims()[0].name, "auth_time");
    let asked = code(party.validate(&claims, &party.sent().auth_time()));
    assert_eq!(asked, Err("id_token.member"));
}

/// IdentityPython/pyop #20, authlib/authlib #801: `exp` and `iat` have a fraction.
#[test]
fn f_times_with_a_fraction() {
    let claims = json!({"iat": NOW as f64 - 0.5, "exp": NOW as f64 + 60.75});
    let token = Party::new().login(&claims).unwrap();
    assert_eq!(token.exp.seconds(), NOW + 60);
}

/// auth0/node-jsonwebtoken #293: `exp` is a string. The expiry stays strict.
#[test]
fn f_exp_as_a_string_stays_refused() {
    let claims = json!({"exp": (NOW + 60).to_string()});
    assert_eq!(code(Party::new().login(&claims)), Err("id_token.member"));
}

#[test]
fn f_a_custom_claim_events() {
    let claims = json!({"events": ["signup", "login"]});
    let party = Party::quirks(|quirks| quirks.events_claim = true);
    assert_eq!(code(party.login(&claims)), Ok(()));
    assert_eq!(code(Party::new().login(&claims)), Err("id_token.type"));
}

#[test]
fn f_typ_application_jwt() {
    let party = Party::new();
    let provider = FieldProvider::default().header(&json!({"typ": "application/jwt"}));
    let token = EncodedJwt::new(provider.id_token(Some(NONCE)));
    let result = party.validator.validate(&token, &keys(), &party.sent(), &CRYPTO, now());
    assert_eq!(code(result), Ok(()));
}

// Signed UserInfo.

/// Returns a response with these claims as a JWT that the provider signed.
fn signed_user_info(content_type: &str, claims: &Value) -> http::Response<String> {
    let provider = FieldProvider { claims: claims.clone(), ..FieldProvider::default() };
    let response = http::Response::builder().header("Content-Type", content_type);
    response.body(provider.id_token(None)).unwrap()
}

fn read_signed(response: &http::Response<String>) -> Result<UserInfo, UserInfoError> {
    let (issuer, client_id, keys) = (Issuer::new(ISSUER).unwrap(), client_id(), keys());
    ExpectedUserInfo::new("alice").signed(&issuer, &client_id, &keys).read(response, now())
}

#[test]
fn userinfo_signed() {
    let Some(case) = case("userinfo-signed") else { return };
    let content_type = case.part("/content_type").as_str().unwrap();
    let claims = json!({"iss": ISSUER, "aud": CLIENT_ID, "sub": "alice", "name": "Alice"});
    let user_info = read_signed(&signed_user_info(content_type, &claims)).unwrap();
    assert_eq!(user_info.claims.name.default.as_deref(), Some("Alice"));
    for (name, value, refused) in [
        ("iss", "https://evil.example", "user_info.issuer"),
        ("aud", "other", "user_info.audience"),
        ("sub", "mallory", "user_info.subject"),
    ] {
        let mut claims = claims.clone();
        claims[name] = json!(value);
        let error = read_signed(&signed_user_info(content_type, &claims)).unwrap_err();
        assert_eq!(error.code(), refused);
    }
    let plain = http::Response::builder().header("Content-Type", "application/json");
    let plain = plain.body(claims.to_string()).unwrap();
    assert_eq!(read_signed(&plain).unwrap_err().code(), "user_info.not_signed");
}

/// DuendeArchive/identity-model-oidc-client-js #635 (BankID): the content type has a parameter.
/// jenkinsci/oic-auth-plugin #162: signed UserInfo without the claims `iss` and `aud`.
#[test]
fn i_signed_user_info_with_a_charset_and_without_parties() {
    let response = signed_user_info("application/jwt;charset=utf-8", &json!({"sub": "alice"}));
    assert_eq!(read_signed(&response).unwrap().sub, "alice");
}
