//! Attack 124: the earliest and latest times, and the longest durations.

use core::time::Duration;

use symbolon_crypto_ring::CRYPTO;
use symbolon_oauth::EncodedJwt;
use symbolon_oidc::id_token::PolicyError;
use symbolon_oidc::{ExpectedIdToken, IdTokenError, IdTokenPolicy, NonceExpectation};
use time::OffsetDateTime;

use crate::fixture::{
    self, ISSUED, Login, NOW, at, clock, json_with, keys, sign_anything, validator,
};

fn error_at(token: &EncodedJwt, now: OffsetDateTime) -> Option<IdTokenError> {
    validator().validate(token, &keys(), &Login::new().expected(), &CRYPTO, now).err()
}

#[test]
fn core_3_1_3_7_9_a_token_expires_at_exp_plus_the_leeway() {
    let token = sign_anything(&json_with(&[("exp", &(NOW + 10).to_string())]));
    assert_eq!(error_at(&token, clock(NOW + 69)), None);
    let expired = IdTokenError::Expired { exp: at(NOW + 10), now: at(NOW + 70) };
    assert_eq!(error_at(&token, clock(NOW + 70)), Some(expired));
}

#[test]
fn core_2_iat_nbf_and_auth_time_may_be_in_the_future_by_the_leeway() {
    for name in ["iat", "nbf", "auth_time"] {
        let ahead = sign_anything(&json_with(&[(name, &(NOW + 60).to_string())]));
        assert_eq!(error_at(&ahead, clock(NOW)), None, "{name}");
        let further = sign_anything(&json_with(&[(name, &(NOW + 61).to_string())]));
        assert!(error_at(&further, clock(NOW)).is_some(), "{name}");
    }
}

#[test]
fn core_3_1_3_7_10_iat_may_exceed_its_maximum_age_by_the_leeway() {
    let issued_at = |iat: i64| {
        let (iat, authenticated) = (iat.to_string(), (NOW - 300).to_string());
        sign_anything(&json_with(&[("iat", &iat), ("nbf", ""), ("auth_time", &authenticated)]))
    };
    assert_eq!(error_at(&issued_at(NOW - 260), clock(NOW)), None);
    let error = IdTokenError::IssuedTooLongAgo {
        iat: at(NOW - 261),
        now: at(NOW),
        max_age: Duration::from_secs(200),
    };
    assert_eq!(error_at(&issued_at(NOW - 261), clock(NOW)), Some(error));
}

#[test]
fn rfc7519_4_1_5_a_token_is_not_valid_a_fraction_of_a_second_before_nbf() {
    let token = sign_anything(&json_with(&[("nbf", &format!("{}.5", NOW + 60))]));
    let refused = IdTokenError::NotYetValid { nbf: at(NOW + 61), now: at(NOW) };
    assert_eq!(error_at(&token, clock(NOW)), Some(refused));
    assert_eq!(error_at(&token, clock(NOW + 1)), None);
}

#[test]
fn attack_124_a_policy_that_switches_a_check_off_is_refused() {
    const TOO_LONG: Duration = Duration::from_secs(601);
    let mut policy = IdTokenPolicy::default();
    for (leeway, refused) in [
        (Duration::ZERO, None),
        (IdTokenPolicy::MAX_LEEWAY, None),
        (TOO_LONG, Some(PolicyError::Leeway { found: TOO_LONG })),
        (Duration::MAX, Some(PolicyError::Leeway { found: Duration::MAX })),
    ] {
        policy.leeway = leeway;
        assert_eq!(validator().policy(policy.clone()).err(), refused);
    }
    policy.leeway = Duration::ZERO;
    const TOO_OLD: Duration = Duration::from_secs(366 * 86_400 + 1);
    for (max_age, refused) in [
        (None, None),
        (Some(IdTokenPolicy::MAX_AGE_OF_IAT), None),
        (Some(TOO_OLD), Some(PolicyError::MaxAgeOfIat { found: TOO_OLD })),
        (Some(Duration::MAX), Some(PolicyError::MaxAgeOfIat { found: Duration::MAX })),
    ] {
        policy.max_age_of_iat = max_age;
        assert_eq!(validator().policy(policy.clone()).err(), refused);
    }
}

#[test]
fn attack_124_extreme_clocks_and_durations() {
    let token = sign_anything(&json_with(&[]));
    let first = OffsetDateTime::from_unix_timestamp(-377_705_116_800).unwrap();
    let last = OffsetDateTime::from_unix_timestamp(253_402_300_799).unwrap();
    assert_eq!(error_at(&token, first).unwrap().code(), "id_token.not_yet_valid");
    assert_eq!(
        error_at(&token, OffsetDateTime::UNIX_EPOCH).unwrap().code(),
        "id_token.not_yet_valid"
    );
    assert_eq!(error_at(&token, last).unwrap().code(), "id_token.expired");

    let login = Login::new();
    let expected =
        ExpectedIdToken::login(NonceExpectation::Sent(&login.nonce)).max_age(Duration::MAX);
    let mut policy = IdTokenPolicy::default();
    policy.max_age_of_iat = Some(IdTokenPolicy::MAX_AGE_OF_IAT);
    policy.trusted_audiences.push(fixture::TRUSTED.into());
    let validator = validator().policy(policy).unwrap();
    for now in [first, clock(ISSUED), last] {
        // No sum overflows. Whether the token is valid does not matter here.
        let _ = validator.validate(&token, &keys(), &expected, &CRYPTO, now);
    }
    assert!(validator.validate(&token, &keys(), &expected, &CRYPTO, clock(NOW)).is_ok());
}

#[test]
fn attack_124_exp_at_the_last_second_of_a_numeric_date() {
    let token = sign_anything(&json_with(&[("exp", "253402300799")]));
    let last = OffsetDateTime::from_unix_timestamp(253_402_300_799).unwrap();
    // The leeway is subtracted from the clock, so adding it to `exp` cannot overflow.
    assert!(!matches!(error_at(&token, last), Some(IdTokenError::Expired { .. })));
    let token = sign_anything(&json_with(&[("exp", "253402300800")]));
    assert!(matches!(error_at(&token, last), Some(IdTokenError::Member(_))));
}
