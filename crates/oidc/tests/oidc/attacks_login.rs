//! Attacks 67 to 69, 71, 72, 75, 125 and 129: tokens that do not answer the request.

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{Excerpt, Excerpts, SignatureAlgorithm as A, jwt};
use symbolon_oauth::client::assertion;
use symbolon_oauth::{AccessToken, AuthorizationCode, ClientId, EncodedJwt, Issuer, State};
use symbolon_oidc::id_token::ChangedClaim;
use symbolon_oidc::{
    ExpectedIdToken, IdToken, IdTokenClaims, IdTokenError, IdTokenValidator, Nonce,
    NonceExpectation, OriginalAuthentication, ReceivedFrom, hash,
};

use crate::fixture::{self, CLIENT, ISSUED, Login, NOW, at, clock, keys, seconds, validator};

fn sign(mutate: impl FnOnce(&mut IdTokenClaims)) -> EncodedJwt {
    let mut claims = fixture::claims();
    mutate(&mut claims);
    claims.sign(&fixture::signing_key(), &CRYPTO).unwrap()
}

fn validate(token: &EncodedJwt, expected: &ExpectedIdToken<'_>) -> Result<IdToken, IdTokenError> {
    validator().validate(token, &keys(), expected, &CRYPTO, clock(NOW))
}

#[test]
fn attack_067_nonce_missing_unexpected_or_of_another_login() {
    let login = Login::new();
    let sent = ExpectedIdToken::login(NonceExpectation::Sent(&login.nonce));
    let not_sent = ExpectedIdToken::login(NonceExpectation::NotSent);
    let (with, without) = (sign(|_| ()), sign(|claims| claims.nonce = None));
    assert!(validate(&with, &sent).is_ok());
    assert!(validate(&without, &not_sent).is_ok());
    assert_eq!(validate(&without, &sent).unwrap_err(), IdTokenError::NonceMissing);
    assert_eq!(validate(&with, &not_sent).unwrap_err(), IdTokenError::NonceUnexpected);
    let other = sign(|claims| claims.nonce = Some(Nonce::new("n-0S6_WzA2Mj ".into())));
    assert_eq!(validate(&other, &sent).unwrap_err(), IdTokenError::NonceMismatch);
}

#[test]
fn attack_068_hashes_missing_of_another_value_size_or_half() {
    let login = Login::new();
    let expected = login.expected();
    let bare = sign(|claims| {
        claims.at_hash = None;
        claims.c_hash = None;
        claims.s_hash = None;
    });
    // §3.1.3.6: optional from the token endpoint; §3.3.2.11: required through the browser.
    assert!(validate(&bare, &expected).is_ok());
    let through_browser = expected.clone().received_from(ReceivedFrom::AuthorizationEndpoint);
    assert_eq!(validate(&bare, &through_browser).unwrap_err(), IdTokenError::AtHashMissing);
    let code_alone = ExpectedIdToken::login(NonceExpectation::Sent(&login.nonce))
        .code(&login.code)
        .received_from(ReceivedFrom::AuthorizationEndpoint);
    assert_eq!(validate(&bare, &code_alone).unwrap_err(), IdTokenError::CHashMissing);

    let whole = CRYPTO.digests.sha256(login.access_token.expose().as_bytes());
    let right_half = symbolon_jose::base64url::encode(&whole[16..]);
    let whole = symbolon_jose::base64url::encode(&whole);
    let longer = hash::at_hash(A::Es384, &login.access_token, &CRYPTO).unwrap();
    let right = hash::at_hash(A::Es256, &login.access_token, &CRYPTO).unwrap();
    for wrong in [whole, right_half, longer, right.to_lowercase(), String::new()] {
        let token = sign(|claims| claims.at_hash = Some(wrong.clone()));
        assert_eq!(validate(&token, &expected).unwrap_err(), IdTokenError::AtHash, "{wrong}");
        let token = sign(|claims| claims.c_hash = Some(wrong.clone()));
        assert_eq!(validate(&token, &expected).unwrap_err(), IdTokenError::CHash, "{wrong}");
        let token = sign(|claims| claims.s_hash = Some(wrong.clone()));
        for expected in [&expected, &through_browser] {
            assert_eq!(validate(&token, expected).unwrap_err(), IdTokenError::SHash, "{wrong}");
        }
    }
    let of_another_type = fixture::sign_anything(&fixture::json_with(&[("s_hash", "0")]));
    let error = validate(&of_another_type, &through_browser).unwrap_err();
    assert_eq!(error.code(), "id_token.member");
    assert!(validate(&of_another_type, &expected).is_ok());
    // Only FAPI defines `s_hash`, so it is optional, and not checked without a `state`.
    let without_s_hash = sign(|claims| claims.s_hash = None);
    assert!(validate(&without_s_hash, &through_browser).is_ok());
    let other_s_hash = sign(|claims| claims.s_hash = Some("x".to_owned()));
    let without_state = ExpectedIdToken::login(NonceExpectation::Sent(&login.nonce));
    assert!(validate(&other_s_hash, &without_state).is_ok());
}

#[test]
fn attack_068_a_provider_signs_the_hashes_of_what_it_returns() {
    let login = Login::new();
    let mut claims = fixture::claims();
    (claims.at_hash, claims.c_hash, claims.s_hash) = (None, None, None);
    let key = fixture::signing_key();
    let signed = claims.sign_for(&login.expected(), &key, &CRYPTO).unwrap();
    assert_eq!(*validate(&signed, &login.expected()).unwrap().claims(), fixture::claims());
}

#[test]
fn attack_068_the_hash_algorithm_follows_from_the_signature_algorithm() {
    let token = AccessToken::new("SlAV32hkKG".into());
    let code = AuthorizationCode::new("SlAV32hkKG".into());
    let state = State::parse("SlAV32hkKG".into()).unwrap();
    let octets = token.expose().as_bytes();
    let sha256 = symbolon_jose::base64url::encode(&CRYPTO.digests.sha256(octets)[..16]);
    let sha384 = symbolon_jose::base64url::encode(&CRYPTO.digests.sha384(octets)[..24]);
    let sha512 = symbolon_jose::base64url::encode(&CRYPTO.digests.sha512(octets)[..32]);
    for (algorithms, expected) in [
        (&[A::Hs256, A::Rs256, A::Ps256, A::Es256][..], sha256),
        (&[A::Hs384, A::Rs384, A::Ps384, A::Es384], sha384),
        (&[A::Hs512, A::Rs512, A::Ps512, A::EdDsa, A::Ed25519], sha512),
    ] {
        for algorithm in algorithms {
            assert_eq!(hash::at_hash(*algorithm, &token, &CRYPTO).unwrap(), expected);
            assert_eq!(hash::c_hash(*algorithm, &code, &CRYPTO).unwrap(), expected);
            assert_eq!(hash::s_hash(*algorithm, &state, &CRYPTO).unwrap(), expected);
        }
    }
}

#[test]
fn attack_069_max_age_and_auth_time() {
    let login = Login::new();
    let expected = ExpectedIdToken::login(NonceExpectation::Sent(&login.nonce));
    let absent = sign(|claims| claims.auth_time = None);
    assert!(validate(&absent, &expected).is_ok());
    for asked in [expected.clone().max_age(seconds(300)), expected.clone().auth_time()] {
        assert_eq!(validate(&absent, &asked).unwrap_err(), IdTokenError::AuthTimeMissing);
    }
    // Zero is a time in 1970, not an absent claim.
    let zero = sign(|claims| claims.auth_time = Some(at(0)));
    assert_eq!(
        validate(&zero, &expected.clone().max_age(seconds(300))).unwrap_err(),
        IdTokenError::AuthenticatedTooLongAgo {
            auth_time: at(0),
            now: at(NOW),
            max_age: seconds(300)
        }
    );
    assert_eq!(validate(&zero, &expected.clone().auth_time()).unwrap().auth_time, Some(at(0)));
    let future = fixture::json_with(&[("auth_time", &(NOW + 61).to_string())]);
    assert_eq!(
        validate(&fixture::sign_anything(&future), &expected).unwrap_err(),
        IdTokenError::AuthTimeInFuture { auth_time: at(NOW + 61), now: at(NOW) }
    );
}

#[test]
fn attack_069_max_age_is_exceeded_by_at_most_the_leeway() {
    let login = Login::new();
    let expected =
        ExpectedIdToken::login(NonceExpectation::Sent(&login.nonce)).max_age(seconds(100));
    assert!(validate(&sign(|claims| claims.auth_time = Some(at(NOW - 160))), &expected).is_ok());
    let refused = validate(&sign(|claims| claims.auth_time = Some(at(NOW - 161))), &expected);
    assert_eq!(refused.unwrap_err().code(), "id_token.authenticated_too_long_ago");
}

#[test]
fn core_3_1_2_1_an_authentication_after_the_request_satisfies_max_age() {
    let login = Login::new();
    let expected = ExpectedIdToken::login(NonceExpectation::Sent(&login.nonce)).max_age(seconds(0));
    // The user spent ten minutes on the pages and authenticated in the first of them.
    let expected = expected.requested_at(at(NOW - 600));
    assert!(validate(&sign(|claims| claims.auth_time = Some(at(NOW - 540))), &expected).is_ok());
    assert!(validate(&sign(|claims| claims.auth_time = Some(at(NOW - 660))), &expected).is_ok());
    let before = validate(&sign(|claims| claims.auth_time = Some(at(NOW - 661))), &expected);
    assert_eq!(before.unwrap_err().code(), "id_token.authenticated_too_long_ago");
}

#[test]
fn attack_069_prompt_login_requires_an_authentication_after_the_request() {
    let login = Login::new();
    let bare = ExpectedIdToken::login(NonceExpectation::Sent(&login.nonce));
    let expected = bare.clone().authenticated_since(at(NOW - 100));
    // The clocks may differ by the leeway.
    assert!(validate(&sign(|claims| claims.auth_time = Some(at(NOW - 160))), &expected).is_ok());
    let stale = sign(|claims| claims.auth_time = Some(at(NOW - 161)));
    let error =
        IdTokenError::AuthenticatedBeforeRequest { auth_time: at(NOW - 161), since: at(NOW - 100) };
    assert_eq!(validate(&stale, &expected).unwrap_err(), error);
    assert!(validate(&stale, &bare).is_ok());
    let absent = sign(|claims| claims.auth_time = None);
    assert_eq!(validate(&absent, &expected).unwrap_err(), IdTokenError::AuthTimeMissing);
}

#[test]
fn attack_069_acr() {
    let login = Login::new();
    let expected =
        ExpectedIdToken::login(NonceExpectation::Sent(&login.nonce)).acr_values(&login.acr_values);
    for acr in ["0", "urn:example:Silver", "urn:example:silver urn:example:gold"] {
        let token = sign(|claims| claims.acr = Some(acr.into()));
        let error =
            IdTokenError::Acr { found: Excerpt::new(acr), expected: login.acr_values.clone() };
        assert_eq!(validate(&token, &expected).unwrap_err(), error, "{acr}");
    }
    // An empty text counts as absent (Core §5.3.2), and so does `null`.
    for value in ["\"\"", "null"] {
        let token = fixture::sign_anything(&fixture::json_with(&[("acr", value)]));
        let error = IdTokenError::AcrMissing { expected: login.acr_values.clone() };
        assert_eq!(validate(&token, &expected).unwrap_err(), error, "{value}");
    }
    let token = sign(|claims| claims.acr = Some("urn:example:gold".into()));
    assert!(validate(&token, &expected).is_ok());
}

#[test]
fn attack_069_a_stronger_acr_is_accepted_only_by_a_list() {
    let login = Login::new();
    let texts = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
    let order = texts(&["0", "bronze", "silver", "gold"]);
    for (asked, acr, is_accepted) in [
        (&["silver"][..], "silver", true),
        (&["silver"], "gold", true),
        (&["silver"], "bronze", false),
        (&["silver"], "0", false),
        (&["silver"], "Gold", false),
        (&["silver"], "platinum", false),
        (&["gold", "bronze"], "silver", true),
        (&["gold", "bronze"], "0", false),
        (&["platinum"], "gold", false),
        (&["platinum"], "platinum", true),
        (&["platinum", "silver"], "gold", true),
    ] {
        let asked = texts(asked);
        let expected = ExpectedIdToken::login(NonceExpectation::Sent(&login.nonce));
        let token = sign(|claims| claims.acr = Some(acr.into()));
        let with_order = validate(&token, &expected.clone().acr_at_least(&order, &asked));
        assert_eq!(with_order.is_ok(), is_accepted, "{asked:?} {acr}");
        if !is_accepted {
            let error = IdTokenError::Acr { found: Excerpt::new(acr), expected: asked.clone() };
            assert_eq!(with_order.unwrap_err(), error);
        }
        let without = validate(&token, &expected.clone().acr_at_least(&[], &asked));
        assert_eq!(without.is_ok(), asked.iter().any(|it| it == acr), "{asked:?} {acr}");
        let reset = expected.clone().acr_at_least(&order, &[]).acr_values(&asked);
        assert_eq!(validate(&token, &reset).is_ok(), without.is_ok());
        let missing = sign(|claims| claims.acr = None);
        let error = IdTokenError::AcrMissing { expected: asked.clone() };
        let refused = validate(&missing, &expected.acr_at_least(&order, &asked));
        assert_eq!(refused.unwrap_err(), error);
    }
}

#[test]
fn attack_071_an_id_token_is_not_accepted_for_another_client_or_as_another_kind_of_token() {
    let token = sign(|_| ());
    let issuer = Issuer::new("https://op.example/tenant").unwrap();
    let other = ClientId::new("other").unwrap();
    let validator = IdTokenValidator::new(issuer.clone(), other.clone());
    let refused =
        validator.validate(&token, &keys(), &ExpectedIdToken::hint(), &CRYPTO, clock(NOW));
    let audiences = [CLIENT.to_owned(), fixture::TRUSTED.to_owned()];
    let error =
        IdTokenError::Audience { found: Excerpts::new(&audiences), client_id: "other".into() };
    assert_eq!(refused.unwrap_err(), error);

    let access_token = jwt::Expected::new(
        jwt::ExpectedTyp::Exactly("at+jwt"),
        jwt::ExpectedIssuer::Exactly(issuer.as_str()),
        jwt::ExpectedAudience::Contains(fixture::TRUSTED),
    );
    let refused = access_token.verify(token.expose(), &keys(), clock(NOW));
    assert_eq!(refused.unwrap_err().code(), "jwt.type");

    let assertion = assertion::ExpectedAssertion::new(&other, &issuer);
    assert!(assertion.verify(&token, &keys(), &CRYPTO, clock(NOW)).is_err());
}

#[test]
fn attack_072_a_hint_may_have_expired_but_must_satisfy_every_other_rule() {
    let later = clock(NOW + 86_400);
    let hint = |validator: &IdTokenValidator, token| {
        validator.validate(token, &keys(), &ExpectedIdToken::hint(), &CRYPTO, later)
    };
    let token = sign(|_| ());
    assert_eq!(hint(&validator(), &token).unwrap().sub, "248289761001");
    // The hint has another issuer, or is signed with a key that is not the issuer's.
    let other_issuer = IdTokenValidator::new(
        Issuer::new("https://evil.example").unwrap(),
        ClientId::new(CLIENT).unwrap(),
    );
    let error = IdTokenError::Issuer {
        found: Excerpt::new("https://op.example/tenant"),
        expected: Issuer::new("https://evil.example").unwrap(),
    };
    assert_eq!(hint(&other_issuer, &token).unwrap_err(), error);
    let strangers = symbolon_jose::VerificationKeys::new(Vec::new());
    let refused =
        validator().validate(&token, &strangers, &ExpectedIdToken::hint(), &CRYPTO, later);
    assert!(matches!(refused, Err(IdTokenError::Jws(_))));
}

#[test]
fn attack_072_the_answer_to_a_hint_is_about_the_user_of_the_hint() {
    let login = Login::new();
    let expected = ExpectedIdToken::login(NonceExpectation::Sent(&login.nonce));
    let same = expected.clone().subject(fixture::SUBJECT);
    assert!(validate(&sign(|_| ()), &same).is_ok());
    for other in ["mallory", "248289761001 ", "24828976100", ""] {
        let refused = validate(&sign(|_| ()), &expected.clone().subject(other));
        assert_eq!(refused.unwrap_err(), IdTokenError::OtherSubject, "{other}");
    }
    // The same `sub` at another issuer is another user.
    for (issuer, accepted) in [("https://op.example/tenant", true), ("https://op.example", false)] {
        let issuer = Issuer::new(issuer).unwrap();
        let outcome = validate(&sign(|_| ()), &same.clone().subject_issuer(&issuer));
        let outcome = outcome.map(drop);
        let refused = if accepted { Ok(()) } else { Err(IdTokenError::OtherSubject) };
        assert_eq!(outcome, refused, "{issuer}");
        let without_sub = expected.clone().subject_issuer(&issuer);
        assert_eq!(validate(&sign(|_| ()), &without_sub).is_ok(), accepted, "{issuer}");
    }
}

#[test]
fn attack_075_a_refreshed_id_token_with_a_changed_claim() {
    let login = Login::new();
    let changed = |mutate: fn(&mut OriginalAuthentication)| {
        let mut original = login.original.clone();
        mutate(&mut original);
        match validate(&sign(|_| ()), &ExpectedIdToken::refresh(&original)) {
            Ok(_) => None,
            Err(IdTokenError::Refreshed(changed)) => Some(changed),
            Err(other) => panic!("{other:?}"),
        }
    };
    assert_eq!(changed(|_| ()), None);
    assert_eq!(
        changed(|original| original.iss = Issuer::new("https://op.example").unwrap()),
        Some(ChangedClaim::Issuer {
            found: Excerpt::new("https://op.example/tenant"),
            original: Issuer::new("https://op.example").unwrap(),
        })
    );
    assert_eq!(changed(|original| original.sub.push('x')), Some(ChangedClaim::Subject));
    assert_eq!(
        changed(|original| original.aud = vec![CLIENT.into()]),
        Some(ChangedClaim::Audience {
            found: Excerpts::new(&[CLIENT.into(), fixture::TRUSTED.into()]),
            original: vec![CLIENT.into()],
        })
    );
    assert_eq!(
        changed(|original| original.auth_time = Some(at(ISSUED - 31))),
        Some(ChangedClaim::AuthTime { found: at(ISSUED - 30), original: at(ISSUED - 31) })
    );
    assert_eq!(
        changed(|original| original.auth_time = Some(at(ISSUED - 29))),
        Some(ChangedClaim::AuthTime { found: at(ISSUED - 30), original: at(ISSUED - 29) })
    );
    assert_eq!(
        changed(|original| original.azp = Some(fixture::APP.into())),
        Some(ChangedClaim::AuthorizedParty {
            found: Excerpt::new(CLIENT),
            original: Excerpt::new(fixture::APP),
        })
    );
    assert_eq!(changed(|original| original.nonce = None), Some(ChangedClaim::Nonce));
    // The order of the audiences has no meaning.
    assert_eq!(changed(|original| original.aud.reverse()), None);
}

#[test]
fn attack_075_an_authentication_after_the_original_id_token_was_issued() {
    let mut original = Login::new().original;
    original.auth_time = None;
    original.iat = at(ISSUED - 91);
    let refused = validate(&sign(|_| ()), &ExpectedIdToken::refresh(&original));
    let changed =
        ChangedClaim::AuthTimeAfterIssue { found: at(ISSUED - 30), issued: at(ISSUED - 91) };
    assert_eq!(refused.unwrap_err(), IdTokenError::Refreshed(changed));
    original.iat = at(ISSUED - 90);
    assert!(validate(&sign(|_| ()), &ExpectedIdToken::refresh(&original)).is_ok());
}

#[test]
fn core_12_2_a_stored_original_authentication_is_read_back() {
    let original = Login::new().original;
    let stored = serde_json::to_string(&original).unwrap();
    assert_eq!(serde_json::from_str::<OriginalAuthentication>(&stored).unwrap(), original);
}

#[test]
fn attack_125_a_nonce_that_differs_at_any_position_is_refused() {
    // `SecretString` compares in constant time.
    let login = Login::new();
    let expected = ExpectedIdToken::login(NonceExpectation::Sent(&login.nonce));
    for wrong in ["N-0S6_WzA2Mj", "n-0S6_wzA2Mj", "n-0S6_WzA2Mk", "n-0S6_WzA2M", ""] {
        let token = sign(|claims| claims.nonce = Some(Nonce::new(wrong.into())));
        assert_eq!(validate(&token, &expected).unwrap_err(), IdTokenError::NonceMismatch);
    }
}

#[test]
fn attack_129_zero_is_a_value() {
    let login = Login::new();
    let expected = ExpectedIdToken::login(NonceExpectation::Sent(&login.nonce)).max_age(seconds(0));
    let now = sign(|claims| claims.auth_time = Some(at(ISSUED)));
    assert!(validate(&now, &expected).is_ok());
    let before = sign(|claims| claims.auth_time = Some(at(NOW - 61)));
    assert_eq!(
        validate(&before, &expected).unwrap_err().code(),
        "id_token.authenticated_too_long_ago"
    );
    let missing = sign(|claims| claims.auth_time = None);
    assert_eq!(validate(&missing, &expected).unwrap_err(), IdTokenError::AuthTimeMissing);
}
