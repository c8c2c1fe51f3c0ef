//! Optional claims that are `null`, empty or of a wrong type. They count as absent unless a rule
//! needs them.

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::Limits;
use symbolon_oidc::{
    ExpectedIdToken, IdToken, IdTokenError, IdTokenPolicy, IdTokenValidator, Nonce,
    NonceExpectation, ReceivedFrom, TrustedParties,
};

use crate::fixture::{
    APP, CLIENT, Login, NOW, at, clock, json_with, keys, seconds, sign_anything, validate_with,
    validator,
};

fn validate(
    expected: &ExpectedIdToken<'_>,
    members: &[(&str, &str)],
) -> Result<IdToken, IdTokenError> {
    validate_by(&validator(), expected, members)
}

fn validate_by(
    validator: &IdTokenValidator,
    expected: &ExpectedIdToken<'_>,
    members: &[(&str, &str)],
) -> Result<IdToken, IdTokenError> {
    let token = sign_anything(&json_with(members));
    validator.validate(&token, &keys(), expected, &CRYPTO, clock(NOW))
}

fn not_sent() -> ExpectedIdToken<'static> {
    ExpectedIdToken::login(NonceExpectation::NotSent)
}

#[test]
fn core_5_3_2_null_and_an_empty_text_are_absent() {
    let names = ["acr", "amr", "auth_time", "azp", "at_hash", "c_hash", "nbf", "jti", "nonce"];
    let token = validate(&not_sent(), &names.map(|name| (name, "null"))).unwrap();
    let claims = token.claims();
    assert_eq!((&claims.acr, &claims.azp, &claims.jti), (&None, &None, &None));
    assert_eq!((&claims.at_hash, &claims.c_hash, &claims.nonce), (&None, &None, &None));
    assert_eq!((claims.auth_time, claims.nbf, claims.amr.len()), (None, None, 0));
    assert!(token.odd_claims().is_empty());
    assert_eq!(claims.extra.names().collect::<Vec<_>>(), ["groups"]);
    let empty = ["acr", "amr", "azp", "jti", "nonce"].map(|name| (name, "\"\""));
    let token = validate(&not_sent(), &empty).unwrap();
    let claims = token.claims();
    assert_eq!((&claims.acr, &claims.azp, &claims.jti), (&None, &None, &None));
    assert!(claims.amr.is_empty() && token.odd_claims().is_empty());
}

#[test]
fn core_2_a_claim_that_was_requested_and_is_null_is_missing() {
    let login = Login::new();
    let bare = ExpectedIdToken::login(NonceExpectation::Sent(&login.nonce));
    let asked = |expected: ExpectedIdToken<'_>, name| {
        validate(&expected, &[(name, "null")]).map(drop).map_err(|error| error.code())
    };
    assert_eq!(asked(bare.clone(), "auth_time"), Ok(()));
    for expected in [
        bare.clone().max_age(seconds(300)),
        bare.clone().auth_time(),
        bare.clone().authenticated_since(at(NOW - 60)),
    ] {
        assert_eq!(asked(expected, "auth_time"), Err("id_token.auth_time_missing"));
    }
    let acr = bare.clone().acr_values(&login.acr_values);
    assert_eq!(asked(acr, "acr"), Err("id_token.acr_missing"));
    assert_eq!(asked(bare.clone(), "nonce"), Err("id_token.nonce_missing"));
    let browser = bare.clone().received_from(ReceivedFrom::AuthorizationEndpoint);
    let token = browser.clone().access_token(&login.access_token);
    assert_eq!(asked(token, "at_hash"), Err("id_token.at_hash_missing"));
    assert_eq!(asked(browser.code(&login.code), "c_hash"), Err("id_token.c_hash_missing"));
    // The claims that every ID Token has are never `null`.
    for name in ["iss", "sub", "aud", "exp", "iat"] {
        assert_eq!(asked(bare.clone(), name), Err("id_token.member"), "{name}");
    }
}

#[test]
fn core_3_1_3_7_a_claim_that_no_rule_needs_does_not_fail_the_token() {
    for (name, value, listed) in [
        ("jti", "1", "`jti` is a number; expected a string"),
        ("amr", "[0]", "`amr` is an array; expected an array of strings"),
        ("amr", "{}", "`amr` is an object; expected an array of strings"),
        ("acr", "0", "`acr` is a number; expected a string"),
        ("auth_time", "\"0\"", "`auth_time` is a string; expected a number of seconds since 1970"),
        ("at_hash", "[]", "`at_hash` is an array; expected a string"),
        ("c_hash", "true", "`c_hash` is a boolean; expected a string"),
        ("s_hash", "1", "`s_hash` is a number; expected a string"),
    ] {
        let token = validate(&not_sent(), &[(name, value), ("nonce", "")]).unwrap();
        let odd: Vec<String> = token.odd_claims().iter().map(ToString::to_string).collect();
        assert_eq!(odd, [listed]);
        assert_eq!(token.claims().extra.get(name).unwrap().to_string(), value);
    }
    // One method as a string is read as a list, and listed as odd.
    let token = validate_with(&[("amr", "\"pwd\"")]).unwrap();
    assert_eq!(token.amr, ["pwd"]);
    assert_eq!(token.odd_claims()[0].name, "amr");
    assert!(!token.claims().extra.contains("amr"));
}

#[test]
fn core_12_2_an_auth_time_that_could_not_be_read_is_not_compared_at_refresh() {
    let mut original = Login::new().original;
    let refresh = |original: &_| {
        let members = [("auth_time", "\"1\""), ("nonce", "null")];
        validate(&ExpectedIdToken::refresh(original), &members).map(drop)
    };
    assert_eq!(refresh(&original).unwrap_err().code(), "id_token.member");
    original.auth_time = None;
    assert_eq!(refresh(&original), Ok(()));
}

#[test]
fn core_12_2_azp_may_appear_and_disappear_at_refresh() {
    let mut original = Login::new().original;
    let refresh = |original: &_, azp: &str| {
        validate(&ExpectedIdToken::refresh(original), &[("azp", azp)]).map(drop)
    };
    assert_eq!(refresh(&original, ""), Ok(()));
    let error = refresh(&original, &format!("{APP:?}")).unwrap_err();
    assert_eq!(error.code(), "id_token.refreshed");
    original.azp = None;
    assert_eq!(refresh(&original, &format!("{CLIENT:?}")), Ok(()));
    let error = refresh(&original, "\"other\"").unwrap_err();
    assert_eq!(error.code(), "id_token.authorized_party");
}

#[test]
fn core_3_1_3_7_5_azp_names_the_client_or_a_trusted_party() {
    let login = Login::new();
    let with = |parties: TrustedParties, azp: &str| {
        let mut policy = IdTokenPolicy::default();
        policy.trusted_audiences.push(crate::fixture::TRUSTED.into());
        policy.trusted_parties = parties;
        let validator = validator().policy(policy).unwrap();
        let result = validate_by(&validator, &login.expected(), &[("azp", azp)]);
        result.map(drop).map_err(|error| error.code())
    };
    let listed = || TrustedParties::Listed(vec![APP.into()]);
    assert_eq!(
        with(TrustedParties::default(), "\"android-app\""),
        Err("id_token.authorized_party")
    );
    assert_eq!(with(listed(), "\"android-app\""), Ok(()));
    assert_eq!(with(listed(), "\"s6BhdRkqt3\""), Ok(()));
    assert_eq!(with(listed(), "\"other\""), Err("id_token.authorized_party"));
    assert_eq!(with(listed(), "[]"), Err("id_token.member"));
    for azp in ["\"other\"", "[]", "7"] {
        assert_eq!(with(TrustedParties::Any, azp), Ok(()), "{azp}");
    }
    assert!(listed().contains(APP) && !listed().contains("other"));
}

#[test]
fn core_3_1_3_7_3_the_client_may_be_listed_twice() {
    let twice = format!("[{CLIENT:?},{CLIENT:?}]");
    assert!(validate_with(&[("aud", &twice)]).is_ok());
    // §3.1.3.7 (8): an audience that is listed twice is one audience, also for a MAC.
    let mut claims = crate::fixture::claims();
    claims.aud = vec![CLIENT.into(), CLIENT.into()];
    let token = claims.sign(&crate::fixture::mac_key(), &CRYPTO).unwrap();
    let login = Login::new();
    let expected = ExpectedIdToken::login(NonceExpectation::Sent(&login.nonce));
    assert!(validator().validate(&token, &keys(), &expected, &CRYPTO, clock(NOW)).is_ok());
    // §12.2: at a refresh, the audience is the same as the one listed once.
    let mut original = login.original.clone();
    original.aud = vec![CLIENT.into()];
    assert!(validate(&ExpectedIdToken::refresh(&original), &[("aud", &twice)]).is_ok());
}

#[test]
fn core_2_the_limits_on_claims_are_a_policy() {
    let groups: Vec<String> = (0..1500).map(|number| format!("\"g{number}\"")).collect();
    let groups = format!("[{}]", groups.join(","));
    let refused = validate_with(&[("groups", &groups)]).unwrap_err();
    assert_eq!(refused.code(), "json.too_many_members");
    let mut policy = IdTokenPolicy::default();
    policy.trusted_audiences.push(crate::fixture::TRUSTED.into());
    policy.limits = Limits { json_members: 2000, ..Limits::DEFAULT };
    let wide = validator().policy(policy.clone()).unwrap();
    let login = Login::new();
    let token = validate_by(&wide, &login.expected(), &[("groups", &groups)]).unwrap();
    assert_eq!(token.claims().extra.get("groups").unwrap().as_array().unwrap().len(), 1500);
    // The limit on the size of the token is applied as well.
    policy.limits.token = 1000;
    let narrow = validator().policy(policy).unwrap();
    let refused = validate_by(&narrow, &login.expected(), &[("groups", &groups)]).unwrap_err();
    assert_eq!(refused.code(), "jws.too_large");
}

#[test]
fn core_3_1_2_1_a_nonce_that_was_not_sent_may_be_null_or_empty_but_not_present() {
    for (value, refused) in [
        ("null", None),
        ("\"\"", None),
        ("\"x\"", Some("id_token.nonce_unexpected")),
        ("1", Some("id_token.member")),
    ] {
        let result = validate(&not_sent(), &[("nonce", value)]);
        assert_eq!(result.err().map(|error| error.code()), refused, "{value}");
    }
    // §12.2: the same holds at a refresh, where `nonce` is optional.
    let original = Login::new().original;
    for (value, refused) in [("null", None), ("\"\"", None), ("\"x\"", Some("id_token.refreshed"))]
    {
        let result = validate(&ExpectedIdToken::refresh(&original), &[("nonce", value)]);
        assert_eq!(result.err().map(|error| error.code()), refused, "{value}");
    }
    let sent = Nonce::new("n-0S6_WzA2Mj".into());
    let sent = ExpectedIdToken::login(NonceExpectation::Sent(&sent));
    let refused = validate(&sent, &[("nonce", "\"\"")]).unwrap_err();
    assert_eq!(refused, IdTokenError::NonceMismatch);
}
