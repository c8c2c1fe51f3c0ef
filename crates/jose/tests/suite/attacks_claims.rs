//! Attacks on the claims of a correctly signed JWT.

use std::time::Duration;

use symbolon_jose::jwt::{
    Error, Expected, ExpectedAudience, ExpectedIssuer, ExpectedSubject, ExpectedTyp,
};
use symbolon_jose::{Excerpt, Excerpts, MemberError, NumericDate, VerificationKeys, json};
use time::OffsetDateTime;

use crate::suite::common::{object, signed, signer, verifiers};

const NOW: i64 = 1_800_000_000;

fn now() -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(NOW).unwrap()
}

fn anyone() -> Expected<'static> {
    Expected::new(ExpectedTyp::Untyped, ExpectedIssuer::NotChecked, ExpectedAudience::NotChecked)
}

fn date(seconds: i64) -> NumericDate {
    NumericDate::from_seconds(seconds).unwrap()
}

/// Returns the error of a token that expired at `exp`, verified at [`NOW`].
fn expired(exp: i64) -> Error {
    expired_at(exp, NOW)
}

fn expired_at(exp: i64, now: i64) -> Error {
    Error::Expired { exp: date(exp), now: date(now) }
}

fn not_yet_valid(nbf: i64, now: i64) -> Error {
    Error::NotYetValid { nbf: date(nbf), now: date(now) }
}

fn verify(claims: &str, expected: &Expected<'_>, at: OffsetDateTime) -> Result<(), Error> {
    let token = signed(r#"{"alg":"EdDSA"}"#, claims, &signer());
    expected.verify(&token, &verifiers(), at).map(|_| ())
}

#[test]
fn attack_061_a_claim_of_the_wrong_type_is_an_error() {
    const STRING: &str = "a string";
    const DATE: &str = "a number of seconds since 1970";
    const AUDIENCE: &str = "a string or an array of strings";
    for (name, expected, values) in [
        ("exp", DATE, &["\"9999999999\"", "null", "true", "[]", "{}", "\"\""][..]),
        ("nbf", DATE, &["\"x\"", "null", "[]"]),
        ("iat", DATE, &["[]", "null", "\"1\"", "{\"a\":1}"]),
        ("aud", AUDIENCE, &["1", "[1]", "[]", "null", "{}", "[\"a\",null]", "[[\"a\"]]", "true"]),
        ("iss", STRING, &["[\"https://op.example\"]", "null", "1", "{}"]),
        ("sub", STRING, &["123", "null", "[]", "true"]),
        ("jti", STRING, &["1", "null", "[\"x\"]"]),
    ] {
        for value in values {
            let claims = match name {
                "exp" => format!(r#"{{"exp":{value}}}"#),
                _ => format!(r#"{{"exp":{},"{name}":{value}}}"#, NOW + 60),
            };
            let refused = Err(Error::Claim(MemberError { name, expected }));
            assert_eq!(verify(&claims, &anyone(), now()), refused, "{claims}");
        }
    }
}

#[test]
fn attack_062_extreme_numbers_as_dates() {
    let no_date =
        Err(Error::Claim(MemberError { name: "exp", expected: "a number of seconds since 1970" }));
    for (exp, expected) in [
        ("1e300", no_date.clone()),
        ("-1e300", no_date.clone()),
        ("9223372036854775807", no_date.clone()),
        ("9223372036854775808", no_date.clone()),
        ("18446744073709551617", no_date.clone()),
        ("253402300800", no_date),
        ("253402300799", Ok(())),
        ("-1", Err(expired(-1))),
        ("0", Err(expired(0))),
        ("1.5", Err(expired(1))),
        ("1e-400", Err(expired(0))),
        ("1.800000061e9", Ok(())),
    ] {
        let claims = format!(r#"{{"exp":{exp}}}"#);
        assert_eq!(verify(&claims, &anyone(), now()), expected, "{exp}");
    }
    for exp in ["NaN", "Infinity", "1e999", "0x10", "01", "+1", "1."] {
        let result = verify(&format!(r#"{{"exp":{exp}}}"#), &anyone(), now());
        let syntax = matches!(result, Err(Error::Json(json::Error::Syntax { .. })));
        assert!(syntax, "{exp}: {result:?}");
    }
}

#[test]
fn rfc7519_4_1_5_a_token_is_refused_a_fraction_of_a_second_before_nbf() {
    let exact = anyone().leeway(Duration::ZERO);
    let with = |nbf: &str| format!(r#"{{"exp":{},"nbf":{nbf}}}"#, NOW + 60);
    for (nbf, expected) in [
        (format!("{NOW}"), Ok(())),
        (format!("{}.5", NOW - 1), Ok(())),
        (format!("{NOW}.5"), Err(not_yet_valid(NOW + 1, NOW))),
        (format!("{}", NOW + 1), Err(not_yet_valid(NOW + 1, NOW))),
    ] {
        assert_eq!(verify(&with(&nbf), &exact, now()), expected, "{nbf}");
    }
}

#[test]
fn attack_124_leeway_and_clock_extremes() {
    let at = |seconds| OffsetDateTime::from_unix_timestamp(seconds).unwrap();
    const LAST: i64 = 253_402_300_799;
    const FIRST: i64 = -377_705_116_800;
    let (first, last) = (at(FIRST), at(LAST));
    let forever = anyone().leeway(Duration::MAX);
    let claims = format!(r#"{{"exp":{NOW},"nbf":{NOW},"iat":{NOW}}}"#);
    assert_eq!(verify(&claims, &anyone(), at(0)), Err(not_yet_valid(NOW, 0)));
    assert_eq!(verify(&claims, &anyone(), first), Err(not_yet_valid(NOW, FIRST)));
    assert_eq!(verify(&claims, &anyone(), last), Err(expired_at(NOW, LAST)));
    assert_eq!(verify(&claims, &forever, first), Ok(()));
    // The sum of `exp` and the leeway stops at the last representable second, which is now.
    assert_eq!(verify(&claims, &forever, last), Err(expired_at(NOW, LAST)));
    let claims = r#"{"exp":253402300799}"#;
    assert_eq!(verify(claims, &forever, last), Err(expired_at(LAST, LAST)));
    assert_eq!(verify(r#"{"exp":-377705116800}"#, &anyone(), first), Ok(()));
}

#[test]
fn attack_065_audience_near_misses() {
    let contains = Expected::new(
        ExpectedTyp::Untyped,
        ExpectedIssuer::NotChecked,
        ExpectedAudience::Contains("me"),
    );
    let only = Expected::new(
        ExpectedTyp::Untyped,
        ExpectedIssuer::NotChecked,
        ExpectedAudience::Only("me"),
    );
    let with = |aud: &str| format!(r#"{{"exp":{},"aud":{aud}}}"#, NOW + 60);
    let refused = |aud: &str| {
        let found = object(&with(aud)).take_one_or_many("aud").unwrap().unwrap();
        Err(Error::Audience { found: Excerpts::new(&found), expected: Excerpt::new("me") })
    };
    for aud in
        ["\"me2\"", "\"ME\"", "\"me \"", "\" me\"", "\"m\"", "\"\"", "[\"a me b\"]", "[\"you\"]"]
    {
        assert_eq!(verify(&with(aud), &contains, now()), refused(aud), "{aud}");
        assert_eq!(verify(&with(aud), &only, now()), refused(aud), "{aud}");
    }
    for aud in ["\"me\"", "[\"me\"]"] {
        assert_eq!(verify(&with(aud), &contains, now()), Ok(()), "{aud}");
        assert_eq!(verify(&with(aud), &only, now()), Ok(()), "{aud}");
    }
    for aud in ["[\"me\",\"evil\"]", "[\"evil\",\"me\"]", "[\"me\",\"me\"]"] {
        assert_eq!(verify(&with(aud), &contains, now()), Ok(()), "{aud}");
        assert_eq!(verify(&with(aud), &only, now()), refused(aud), "{aud}");
    }
}

#[test]
fn attack_066_issuer_near_misses() {
    let issuer = ExpectedIssuer::Exactly("https://op.example");
    let expected = Expected::new(ExpectedTyp::Untyped, issuer, ExpectedAudience::NotChecked);
    let with = |iss: &str| format!(r#"{{"exp":{},"iss":"{iss}"}}"#, NOW + 60);
    assert_eq!(verify(&with("https://op.example"), &expected, now()), Ok(()));
    assert_eq!(verify(&with("https:\\/\\/op\\u002eexample"), &expected, now()), Ok(()));
    for iss in [
        "https://op.example/",
        "https://OP.example",
        "HTTPS://op.example",
        "https://op.example:443",
        "https://op.example@evil.example",
        "https://op.example.",
        "https://op.example#",
        "https://op.example?",
        "https://\u{43e}p.example",
        "https://op.example/{tenantid}",
        "http://op.example",
        " https://op.example",
        "https://op.example\\u0000",
        "",
    ] {
        let claims = object(&with(iss));
        let found = Excerpt::new(claims.get("iss").unwrap().as_str().unwrap());
        let refused = Error::Issuer { found, expected: Excerpt::new("https://op.example") };
        assert_eq!(verify(&with(iss), &expected, now()), Err(refused), "{iss}");
    }
    let subject = anyone().subject(ExpectedSubject::Exactly("alice"));
    for sub in ["Alice", "alice ", "alic", ""] {
        let claims = format!(r#"{{"exp":{},"sub":"{sub}"}}"#, NOW + 60);
        assert_eq!(verify(&claims, &subject, now()), Err(Error::Subject), "{sub}");
    }
}

#[test]
fn attack_014_duplicate_claims() {
    for claims in [
        r#"{"exp":1800000060,"sub":"a","sub":"b"}"#,
        r#"{"exp":1800000060,"sub":"a","\u0073ub":"b"}"#,
        r#"{"exp":1800000060,"cnf":{"jkt":"a","jkt":"b"}}"#,
        r#"{"exp":1800000060,"events":{"x":[{"a":1,"\u0061":1}]}}"#,
        r#"{"exp":1800000060,"address":{"region":"a","region":"a"}}"#,
        r#"{"exp":1,"exp":1800000060}"#,
    ] {
        let refused = verify(claims, &anyone(), now()).unwrap_err();
        let duplicate = matches!(refused, Error::Json(json::Error::DuplicateMember { .. }));
        assert!(duplicate, "{claims}: {refused}");
    }
}

#[test]
fn attack_021_deep_claims() {
    let claims = format!(r#"{{"exp":1800000060,"a":{}{}}}"#, "[".repeat(32), "]".repeat(32));
    let refused = Err(Error::Json(json::Error::TooDeep));
    assert_eq!(verify(&claims, &anyone(), now()), refused.clone());
    let open = format!(r#"{{"exp":1800000060,"a":{}"#, "{\"a\":".repeat(100_000));
    assert_eq!(verify(&open, &anyone(), now()), refused);
}

#[test]
fn attack_023_claims_that_are_not_an_object() {
    for claims in ["[]", "null", "\"claims\"", "1"] {
        let refused = Err(Error::Json(json::Error::NotAnObject));
        assert_eq!(verify(claims, &anyone(), now()), refused, "{claims}");
    }
    for claims in ["{", "{\"exp\":1800000060}}", "{\"sub\":\"\\ud800\"}", "\u{feff}{}", "{} {}"] {
        let result = verify(claims, &anyone(), now());
        assert!(matches!(result, Err(Error::Json(json::Error::Syntax { .. }))), "{claims}");
    }
}

#[test]
fn attack_001_no_expectation_accepts_an_unsigned_jwt() {
    let claims = format!(r#"{{"exp":{}}}"#, NOW + 60);
    let token = signed(r#"{"alg":"none"}"#, &claims, &signer());
    for keys in [verifiers(), VerificationKeys::default()] {
        let result = anyone().verify(&token, &keys, now()).map(|_| ());
        assert_eq!(result, Err(Error::Jws(symbolon_jose::jws::Error::NotSigned)));
    }
}

#[test]
fn attack_130_the_claims_returned_are_the_claims_verified() {
    let claims = format!(r#"{{"exp":{},"sub":"alice","z":1,"a":[true]}}"#, NOW + 60);
    let token = signed(r#"{"alg":"EdDSA","typ":"JWT"}"#, &claims, &signer());
    let jwt = anyone().verify(&token, &verifiers(), now()).unwrap();
    drop(token);
    assert_eq!(jwt.claims().sub.as_deref(), Some("alice"));
    assert_eq!(jwt.claims().extra.to_json(), r#"{"a":[true],"z":1}"#);
    assert_eq!(jwt.header().typ(), Some("JWT"));
}
