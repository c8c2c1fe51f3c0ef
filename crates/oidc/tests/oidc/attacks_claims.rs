//! Attacks 61 to 66, 70 and 130: claims and types of tokens.

use symbolon_jose::jws::Jws;
use symbolon_jose::{Excerpt, Excerpts};
use symbolon_oauth::EncodedJwt;
use symbolon_oidc::{IdTokenError, IssueError, Issuer};

use crate::fixture::{self, CLIENT, json_with, sign_anything, validate, validate_with};

#[test]
fn attack_061_wrong_json_type_is_not_absence() {
    for (name, value) in [
        ("exp", "\"9999999999\""),
        ("exp", "null"),
        ("exp", "true"),
        ("nbf", "\"x\""),
        ("iat", "[]"),
        ("aud", "1"),
        ("aud", "[1]"),
        ("aud", "[]"),
        ("aud", "null"),
        ("iat", "null"),
        ("iss", "null"),
        ("iss", r#"["https://op.example/tenant"]"#),
        ("sub", "123"),
        ("sub", "null"),
        ("nonce", "{}"),
        ("azp", "[]"),
        ("auth_time", "\"0\""),
        ("acr", "0"),
        ("at_hash", "[]"),
        ("c_hash", "0"),
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
    // Text that is not a JSON number makes the claims unreadable.
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

fn other_audience(audience: &str) -> IdTokenError {
    IdTokenError::Audience {
        found: Excerpts::new(&[audience.to_owned()]),
        client_id: CLIENT.into(),
    }
}

#[test]
fn attack_064_audiences_and_the_authorized_party() {
    for (aud, azp, error) in [
        (r#""evil""#, "", other_audience("evil")),
        (r#"["evil"]"#, r#""s6BhdRkqt3""#, other_audience("evil")),
        (
            r#"["s6BhdRkqt3","evil"]"#,
            r#""s6BhdRkqt3""#,
            IdTokenError::UntrustedAudience { audience: Excerpt::new("evil") },
        ),
        (
            r#""s6BhdRkqt3""#,
            r#""evil""#,
            IdTokenError::AuthorizedParty { found: Excerpt::new("evil"), client_id: CLIENT.into() },
        ),
    ] {
        assert_eq!(validate_with(&[("aud", aud), ("azp", azp)]).unwrap_err(), error, "{aud} {azp}");
    }
    // An audience that the policy trusts is accepted, and so is an array with one audience.
    for aud in [r#"["https://api.example","s6BhdRkqt3"]"#, r#"["s6BhdRkqt3"]"#, r#""s6BhdRkqt3""#] {
        assert!(validate_with(&[("aud", aud)]).is_ok(), "{aud}");
        // §3.1.3.7 (4): no rule requires `azp`.
        assert!(validate_with(&[("aud", aud), ("azp", "")]).is_ok(), "{aud}");
    }
}

#[test]
fn attack_065_near_misses_of_the_audience() {
    for aud in ["s6BhdRkqt32", "s6BhdRkqt", "S6BHDRKQT3", "s6BhdRkqt3 ", " s6BhdRkqt3", ""] {
        let refused = validate_with(&[("aud", &format!("{aud:?}")), ("azp", "")]);
        assert_eq!(refused.unwrap_err(), other_audience(aud), "{aud:?}");
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
        let expected = Issuer::new("https://op.example/tenant").unwrap();
        let error = IdTokenError::Issuer { found: Excerpt::new(iss), expected };
        assert_eq!(refused.unwrap_err(), error, "{iss}");
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
        let error = IdTokenError::Type { typ: Excerpt::new(typ) };
        assert_eq!(validate(&token).unwrap_err(), error, "{typ}");
    }
    // RFC 7519 §5.1: `typ` may be absent, or `JWT` in any case.
    let untyped = Jws::new(json_with(&[]).into_bytes()).sign(&fixture::signing_key()).unwrap();
    assert!(validate(&EncodedJwt::new(untyped)).is_ok());
    // RFC 7515 §4.1.9: `application/jwt` is the same media type.
    for typ in ["jwt", "application/jwt", "application/JWT"] {
        let jws = Jws::new(json_with(&[]).into_bytes()).typ(typ);
        assert!(validate(&EncodedJwt::new(jws.sign(&fixture::signing_key()).unwrap())).is_ok());
    }
}

#[test]
fn attack_130_the_returned_claims_are_the_verified_claims() {
    let id_token = validate(&sign_anything(&json_with(&[]))).unwrap();
    assert_eq!(*id_token.claims(), fixture::claims());
    // Claims with the signature of another token are refused.
    let honest = sign_anything(&json_with(&[]));
    let forged = sign_anything(&json_with(&[("sub", "\"mallory\"")]));
    let (_, signature) = honest.expose().rsplit_once('.').unwrap();
    let (claims, _) = forged.expose().rsplit_once('.').unwrap();
    let spliced = EncodedJwt::new(format!("{claims}.{signature}"));
    assert_eq!(validate(&spliced).unwrap_err().code(), "jws.signature");
}

#[test]
fn an_extra_claim_with_the_name_of_a_field_is_not_signed() {
    for name in ["iss", "sub", "aud", "exp", "iat", "nonce", "azp", "auth_time", "at_hash", "nbf"] {
        let mut claims = fixture::claims();
        claims.extra.insert(name, "x");
        let refused = claims.sign(&fixture::signing_key(), &symbolon_crypto_ring::CRYPTO);
        assert_eq!(refused.unwrap_err(), IssueError::Registered(name));
    }
}
