//! Properties of arbitrary input.

use std::collections::BTreeMap;

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use serde_json::{Value, json};
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::Object;
use symbolon_oauth::{EncodedJwt, Parameters};
use symbolon_oidc::id_token::rules::RULES;
use symbolon_oidc::{
    AuthenticationRequest, ClaimsRequest, ExpectedIdToken, Nonce, NonceExpectation, StandardClaims,
    UserInfo,
};

use crate::fixture::{self, ISSUED, Login, NOW, at, clock, keys, sign_anything, validator};

/// Any JSON value of moderate size.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(any::<String>(), inner, 0..4).prop_map(|map| json!(map)),
        ]
    })
}

/// Claims with names that this crate does not define.
fn extra() -> impl Strategy<Value = Object> {
    btree_map("x_[a-z#]{0,6}", any_json(), 0..4).prop_map(object)
}

fn object(members: BTreeMap<String, Value>) -> Object {
    let mut object = Object::new();
    for (name, value) in members {
        object.insert(&name, value);
    }
    object
}

/// Standard claims and other members, with right and wrong types.
fn members() -> impl Strategy<Value = Object> {
    let names: Vec<&str> = RULES.iter().map(|rule| rule.id()).collect();
    let name = prop_oneof![
        proptest::sample::select(names).prop_map(str::to_owned),
        "(name|website|given_name)(#[a-zA-Z-]{0,8})?",
        "(email|email_verified|address|updated_at|locale)",
        any::<String>(),
    ];
    btree_map(name, any_json(), 0..8).prop_map(object)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn validating_an_issued_token_returns_its_claims(
        sub in "[!-~]{1,255}",
        nonce in option::of(any::<String>()),
        (acr, jti) in (option::of(any::<String>()), option::of(any::<String>())),
        amr in vec(any::<String>(), 0..3),
        auth_time in option::of(-1_000_000_000..=ISSUED),
        extra in extra(),
    ) {
        let mut claims = fixture::claims();
        claims.sub = sub;
        claims.nonce = nonce.map(Nonce::new);
        // An empty text counts as absent.
        claims.acr = acr.filter(|acr| !acr.is_empty());
        claims.jti = jti.filter(|jti| !jti.is_empty());
        claims.amr = amr;
        claims.auth_time = auth_time.map(at);
        claims.extra = extra;
        let token = claims.sign(&fixture::signing_key(), &CRYPTO).unwrap();
        let nonce = claims.nonce.as_ref();
        let expected =
            ExpectedIdToken::login(nonce.map_or(NonceExpectation::NotSent, NonceExpectation::Sent));
        let id_token = validator().validate(&token, &keys(), &expected, &CRYPTO, clock(NOW));
        prop_assert_eq!(id_token.unwrap().claims().clone(), claims);
    }

    #[test]
    fn explain_and_validate_agree_on_any_claims(members in members()) {
        let mut claims = Object::from(&fixture::claims());
        for (name, value) in members.iter() {
            claims.insert(name, value.clone());
        }
        let token = sign_anything(&claims.to_json());
        let (login, keys) = (Login::new(), keys());
        let expected = login.expected();
        let validated = validator().validate(&token, &keys, &expected, &CRYPTO, clock(NOW));
        let explained = validator().explain(&token, &keys, &expected, &CRYPTO, clock(NOW));
        prop_assert_eq!(validated.as_ref().err(), explained.error());
    }

    #[test]
    fn attack_123_arbitrary_text_is_refused_without_a_panic(
        text in prop_oneof![any::<String>(), "[A-Za-z0-9_.-]{0,80}", "e30\\.[A-Za-z0-9_-]{0,40}\\.AA"],
        now in any::<i64>(),
    ) {
        let token = EncodedJwt::new(text);
        let (login, keys) = (Login::new(), keys());
        let now = time::OffsetDateTime::from_unix_timestamp(now)
            .unwrap_or(time::OffsetDateTime::UNIX_EPOCH);
        let expected = login.expected();
        let validated = validator().validate(&token, &keys, &expected, &CRYPTO, now);
        let explained = validator().explain(&token, &keys, &expected, &CRYPTO, now);
        prop_assert!(validated.is_err());
        prop_assert_eq!(validated.as_ref().err(), explained.error());
    }

    #[test]
    fn attack_123_an_arbitrary_signed_payload_is_refused_without_a_panic(payload in vec(any::<u8>(), 1..200)) {
        let jws = symbolon_jose::jws::Jws::new(payload).sign(&fixture::signing_key()).unwrap();
        prop_assert!(fixture::validate(&EncodedJwt::new(jws)).is_err());
    }

    #[test]
    fn standard_claims_that_were_read_are_written_again(members in members()) {
        let mut rest = members.clone();
        let claims = StandardClaims::take_from(&mut rest);
        let mut printed = claims.to_object();
        printed.extend(rest);
        let mut again = printed.clone();
        prop_assert_eq!(StandardClaims::take_from(&mut again), claims);
        // Only nulls and empty texts (§5.3.2) and fractions of a second are lost.
        for name in members.names() {
            let value = members.get(name).unwrap();
            let absent = value.is_null() || value == "";
            prop_assert!(absent || printed.contains(name), "{} is lost", name);
        }
    }

    #[test]
    fn user_info_that_was_written_is_read_back(sub in any::<String>(), extra in extra()) {
        let mut user_info = UserInfo::new(&sub);
        user_info.extra = extra;
        let response = user_info.clone().into_http();
        prop_assert_eq!(UserInfo::from_http(&response, &sub).unwrap(), user_info);
    }

    #[test]
    fn attack_123_an_arbitrary_user_info_response_does_not_panic(body in vec(any::<u8>(), 0..200)) {
        let response = http::Response::builder().header("Content-Type", "application/json");
        let _ = UserInfo::from_http(&response.body(body).unwrap(), "sub");
    }

    #[test]
    fn an_authentication_request_that_was_read_is_written_again(
        values in btree_map(
            prop_oneof![
                Just("nonce".to_owned()), Just("login_hint".to_owned()), "x_[a-z]{1,5}",
            ],
            "\\PC{1,20}",
            0..5,
        ),
        max_age in option::of(any::<u64>()),
        acr_values in vec("[!-~]{1,8}", 0..3),
    ) {
        let mut parameters = Parameters::parse(
            "response_type=code&scope=openid&client_id=c&redirect_uri=https%3A%2F%2Fc.example%2Fcb",
        )
        .unwrap();
        for (name, value) in &values {
            parameters.push(name, value);
        }
        parameters.push("max_age", &max_age.map_or(String::new(), |age| age.to_string()));
        parameters.push("acr_values", &acr_values.join(" "));
        let request = AuthenticationRequest::from_parameters(parameters.clone()).unwrap();
        let printed = request.to_parameters();
        prop_assert_eq!(printed.len(), parameters.len());
        for (name, value) in parameters.iter() {
            prop_assert_eq!(printed.get(name), Some(value));
        }
        let read = Parameters::parse(&printed.encode()).unwrap();
        prop_assert_eq!(AuthenticationRequest::from_parameters(read).unwrap(), request);
    }

    #[test]
    fn attack_123_arbitrary_parameters_do_not_panic(query in any::<String>()) {
        let read = Parameters::parse(&format!(
            "response_type=code&scope=openid&client_id=c&redirect_uri=https://c.example/&{query}"
        ));
        if let Ok(parameters) = read {
            let _ = AuthenticationRequest::from_parameters(parameters);
        }
    }

    #[test]
    fn attack_123_arbitrary_claims_do_not_panic(text in any::<String>(), value in any_json()) {
        let _ = ClaimsRequest::parse(&text);
        let _ = ClaimsRequest::parse(&value.to_string());
        let _ = ClaimsRequest::parse(&json!({"userinfo": value}).to_string());
    }

    #[test]
    fn core_5_5_members_that_are_not_defined_survive(
        extra in extra(),
        in_claim in extra(),
        essential in option::of(any::<bool>()),
        value in any_json(),
        values in vec(any_json(), 0..3),
        name in "x_[a-z]{1,5}(#[a-z]{2})?",
    ) {
        let mut claim = in_claim.clone();
        claim.insert_some("essential", essential);
        claim.insert("value", value.clone());
        if !values.is_empty() {
            claim.insert("values", values.clone());
        }
        let mut asked = extra.clone();
        asked.insert("id_token", json!({name.clone(): claim}));
        let read = ClaimsRequest::parse(&asked.to_json()).unwrap();
        prop_assert_eq!(&read.extra, &extra);
        let claim = &read.id_token[&name];
        prop_assert_eq!(&claim.extra, &in_claim);
        prop_assert_eq!(claim.essential, essential == Some(true));
        prop_assert_eq!(claim.value.clone().unwrap_or_default(), value);
        prop_assert_eq!(&claim.values, &values);
        prop_assert_eq!(&ClaimsRequest::parse(&read.to_json()).unwrap(), &read);
        let stored = serde_json::to_string(&read).unwrap();
        prop_assert_eq!(serde_json::from_str::<ClaimsRequest>(&stored).unwrap(), read);
    }
}
