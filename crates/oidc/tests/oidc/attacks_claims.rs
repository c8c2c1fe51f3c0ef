//! Attacks 61 to 66, 70 and 130: claims and types.

use symbolon_jose::jws::Jws;
use symbolon_oauth::EncodedJwt;
use symbolon_oidc::{IdTokenError, IssueError};

use crate::fixture::{self, json_with, sign_anything, validate, validate_with};

#[test]
fn attack_061_wrong_json_type_is_not_absence() {
    for (name, value) in [
        ("exp", "\"9999999999\""),
        ("exp", "null"),
        ("exp", "true"),
        ("nbf", "\"x\""),
        ("nbf", "null"),
        ("iat", "[]"),
        ("aud", "1"),
        ("aud", "[1]"),
        ("aud", "[]"),
        ("aud", "null"),
        ("iss", r#"["https://op.example/tenant"]"#),
        ("sub", "123"),
        ("sub", "null"),
        ("nonce", "{}"),
        ("nonce", "null"),
        ("azp", "null"),
        ("auth_time", "\"0\""),
        ("acr", "0"),
        ("amr", "[0]"),
        ("jti", "{}"),
        ("at_hash", "[]"),
        ("c_hash", "null"),
    ] {
        match validate_with(&[(name, value)]) {
            Err(IdTokenError::Member(error)) => assert_eq!(error.name, name),
            other => panic!("{name}: {value}: {other:?}"),
        }
    }
}

#[test]
fn attack_062_number_extremes() {
    for name in ["exp", "iat", "nbf", "auth_time"] {
        for value in ["1e300", "-1e300", "9223372036854775808", "18446744073709551617"] {
            match validate_with(&[(name, value)]) {
                Err(IdTokenError::Member(error)) => assert_eq!(error.name, name),
                other => panic!("{name}: {value}: {other:?}"),
            }
        }
    }
    // No text reads as a number that is not one.
    for value in ["NaN", "Infinity", "-Infinity", "0x10", "1e"] {
        let refused = validate_with(&[("exp", value)]);
        assert!(matches!(refused, Err(IdTokenError::Claims(_))), "{value}");
    }
    for value in ["-1", "1.5", "1e-400", "0"] {
        let refused = validate_with(&[("exp", value)]);
        assert!(matches!(refused, Err(IdTokenError::Expired { .. })), "{value}");
    }
}

#[test]
fn attack_063_missing_required_claim() {
    for name in ["iss", "sub", "aud", "exp", "iat"] {
        let refused = validate_with(&[(name, "")]).unwrap_err();
        assert_eq!(refused, IdTokenError::Missing(name));
    }
}

#[test]
fn attack_064_audiences_and_the_authorized_party() {
    for (aud, azp, error) in [
        (r#""evil""#, "", IdTokenError::Audience),
        (r#"["evil"]"#, r#""s6BhdRkqt3""#, IdTokenError::Audience),
        (r#"["s6BhdRkqt3","evil"]"#, r#""s6BhdRkqt3""#, IdTokenError::UntrustedAudience),
        (r#"["s6BhdRkqt3","https://api.example"]"#, "", IdTokenError::AuthorizedPartyMissing),
        (r#""s6BhdRkqt3""#, r#""evil""#, IdTokenError::AuthorizedParty),
    ] {
        assert_eq!(validate_with(&[("aud", aud), ("azp", azp)]).unwrap_err(), error, "{aud} {azp}");
    }
    // What was trusted by name is taken, and so is an array of one.
    for aud in [r#"["https://api.example","s6BhdRkqt3"]"#, r#"["s6BhdRkqt3"]"#, r#""s6BhdRkqt3""#] {
        assert!(validate_with(&[("aud", aud)]).is_ok(), "{aud}");
    }
}

#[test]
fn attack_065_near_misses_of_the_audience() {
    for aud in ["s6BhdRkqt32", "s6BhdRkqt", "S6BHDRKQT3", "s6BhdRkqt3 ", " s6BhdRkqt3", ""] {
        let refused = validate_with(&[("aud", &format!("{aud:?}")), ("azp", "")]);
        assert_eq!(refused.unwrap_err(), IdTokenError::Audience, "{aud:?}");
    }
}

#[test]
fn attack_066_near_misses_of_the_issuer() {
    for iss in [
        "https://op.example/tenant/",
        "https://op.example",
        "https://OP.example/tenant",
        "https://op.example:443/tenant",
        "http://op.example/tenant",
        "https://op.example@evil/tenant",
        "https://op.ex\u{430}mple/tenant",
        "https://op.example/{tenantid}",
        "https://op.example/Tenant",
        "https://op.example/%74enant",
        " https://op.example/tenant",
        "",
    ] {
        let refused = validate_with(&[("iss", &format!("\"{iss}\""))]);
        assert_eq!(refused.unwrap_err(), IdTokenError::Issuer, "{iss}");
    }
}

#[test]
fn attack_070_another_type_of_token() {
    for typ in [
        "at+jwt",
        "application/at+jwt",
        "logout+jwt",
        "dpop+jwt",
        "client-authentication+jwt",
        "oauth-authz-req+jwt",
        "entity-statement+jwt",
        "secevent+jwt",
        "JOSE",
        "JWT+",
        "",
    ] {
        let jws = Jws::new(json_with(&[]).into_bytes()).typ(typ);
        let token = EncodedJwt::new(jws.sign(&fixture::signing_key()).unwrap());
        assert_eq!(validate(&token).unwrap_err(), IdTokenError::Type, "{typ}");
    }
    // RFC 7519 §5.1: none at all, or the one that says no more than that it is a JWT.
    let untyped = Jws::new(json_with(&[]).into_bytes()).sign(&fixture::signing_key()).unwrap();
    assert!(validate(&EncodedJwt::new(untyped)).is_ok());
    let jws = Jws::new(json_with(&[]).into_bytes()).typ("jwt");
    assert!(validate(&EncodedJwt::new(jws.sign(&fixture::signing_key()).unwrap())).is_ok());
}

#[test]
fn attack_130_the_claims_are_those_that_were_verified() {
    let id_token = validate(&sign_anything(&json_with(&[]))).unwrap();
    assert_eq!(*id_token.claims(), fixture::claims());
    // Claims put in front of somebody else's signature reach nobody.
    let honest = sign_anything(&json_with(&[]));
    let forged = sign_anything(&json_with(&[("sub", "\"mallory\"")]));
    let (_, signature) = honest.expose().rsplit_once('.').unwrap();
    let (claims, _) = forged.expose().rsplit_once('.').unwrap();
    let spliced = EncodedJwt::new(format!("{claims}.{signature}"));
    assert_eq!(validate(&spliced).unwrap_err().code(), "jws.signature");
}

#[test]
fn an_extra_claim_may_not_hide_one_that_has_a_field() {
    for name in ["iss", "sub", "aud", "exp", "iat", "nonce", "azp", "auth_time", "at_hash", "nbf"] {
        let mut claims = fixture::claims();
        claims.extra.insert(name, "x");
        let refused = claims.sign(&fixture::signing_key(), &symbolon_crypto_ring::CRYPTO);
        assert_eq!(refused.unwrap_err(), IssueError::Registered(name));
    }
}
