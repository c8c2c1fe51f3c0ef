//! The functions of `danger` that read tokens without verifying a signature.

use symbolon_jose::danger::{self, UnsecuredError};
use symbolon_jose::jws::{CriticalError, Error, Part};
use symbolon_jose::{MemberError, json, jwt};

use crate::suite::common::{compact, signed, signer};

fn unsecured(token: &str) -> Result<Vec<u8>, UnsecuredError> {
    danger::unsecured_jws(token).map(|jws| jws.payload().to_vec())
}

#[test]
fn rfc7515_a_5_an_unsecured_jws_is_read() {
    let token = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6\
                 Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.";
    let jws = danger::unsecured_jws(token).unwrap();
    assert_eq!(jws.header().alg(), "none");
    assert!(jws.payload().starts_with(br#"{"iss":"joe","#));
    assert!(!format!("{jws:?}").contains("joe"));
}

#[test]
fn attack_001_a_signed_token_is_not_read_as_unsecured() {
    let header = |alg: &str| compact(format!(r#"{{"alg":"{alg}"}}"#).as_bytes(), b"{}", b"");
    assert_eq!(unsecured(&header("none")), Ok(b"{}".to_vec()));
    for alg in ["None", "NONE", "none ", "", "EdDSA", "HS256", "dir"] {
        assert_eq!(unsecured(&header(alg)), Err(UnsecuredError::Signed), "{alg}");
    }
    let with_signature = compact(br#"{"alg":"none"}"#, b"{}", b"x");
    assert_eq!(unsecured(&with_signature), Err(UnsecuredError::Signed));
    let token = signed(r#"{"alg":"EdDSA"}"#, "{}", &signer());
    assert_eq!(unsecured(&token), Err(UnsecuredError::Signed));
    assert_eq!(UnsecuredError::Signed.code(), "unsecured.signed");
}

#[test]
fn rfc7518_3_6_an_unsecured_jws_is_parsed_as_strictly_as_a_signed_one() {
    for (token, error) in [
        ("a.b".to_owned(), Error::NotCompact),
        ("a.b.c.d.e".to_owned(), Error::NotCompact),
        (compact(br#"{"alg":"none"}"#, b"", b""), Error::Empty(Part::Payload)),
        (
            compact(br#"{"alg":"none","crit":["x"],"x":1}"#, b"{}", b""),
            CriticalError::NotUnderstood.into(),
        ),
        ("A".repeat(1 << 21), Error::TooLarge),
    ] {
        assert_eq!(unsecured(&token), Err(error.into()), "{}", token.len());
    }
    assert_eq!(UnsecuredError::from(Error::NotCompact).code(), "jws.not_compact");
}

#[test]
fn unverified_claims_are_parsed_as_strictly_as_verified_ones() {
    let token =
        |claims: &str| compact(br#"{"alg":"ES256"}"#, claims.as_bytes(), b"not a signature");
    let claims = danger::unverified_claims(&token(r#"{"sub":"a","exp":1}"#)).unwrap();
    assert_eq!(claims.sub.as_deref(), Some("a"));
    let wrong = MemberError { name: "exp", expected: "a number of seconds since 1970" };
    for (claims, error) in [
        (r#"{"exp":"1"}"#, jwt::Error::Claim(wrong)),
        (
            r#"{"a":1,"a":1}"#,
            jwt::Error::Json(json::Error::DuplicateMember { line: 1, column: 10 }),
        ),
        ("[]", jwt::Error::Json(json::Error::NotAnObject)),
    ] {
        assert_eq!(danger::unverified_claims(&token(claims)), Err(error), "{claims}");
    }
    let jwe = "a.b.c.d.e";
    assert_eq!(danger::unverified_claims(jwe), Err(jwt::Error::Jws(Error::NotCompact)));
}
