use symbolon_jose::jwk::{PublicJwk, PublicJwkSet};
use symbolon_jose::jws::Jws;
use symbolon_jose::jwt::Claims;
use symbolon_jose::{NumericDate, SignatureAlgorithm};

use super::Seed;
use crate::{jwt, keys};

pub(super) fn seeds() -> Vec<Seed> {
    [json(), single_keys(), sets(), jws(), jwts()].concat()
}

fn json() -> Vec<Seed> {
    let deep = format!("{}{}{}", r#"{"a":"#, "[".repeat(30), "]".repeat(30)) + "}";
    vec![
        Seed::valid("object", "empty", "{}"),
        Seed::valid(
            "object",
            "every_type",
            r#"{"a":[null,true,-0.5e3],"b":{"\u0063":"\ud83d\ude00"}}"#,
        ),
        Seed::valid("object", "deep", deep),
        Seed::refused("object", "repeated", r#"{"a":1,"\u0061":2}"#),
        Seed::refused("object", "array", "[{}]"),
        Seed::valid("base64url", "two_bytes", "__4"),
        Seed::valid("base64url", "none", ""),
        Seed::refused("base64url", "trailing_bits", "__5"),
        Seed::refused("base64url", "padded", "__4="),
        Seed::valid(
            "claims",
            "registered",
            r#"{"aud":["a","b"],"exp":1800000060,"iat":1.8e9,"iss":"i","jti":"j","nbf":-1.5,"sub":"s","x":1}"#,
        ),
        Seed::valid("claims", "one_audience", r#"{"aud":"a"}"#),
        Seed::refused("claims", "date_in_quotes", r#"{"exp":"1800000060"}"#),
        Seed::refused("claims", "date_too_far", r#"{"exp":1e300}"#),
    ]
}

fn single_keys() -> Vec<Seed> {
    let mut seeds = Vec::new();
    for kind in keys::KINDS {
        let key = keys::private(*kind);
        let name = kind.as_str().to_ascii_lowercase();
        seeds.push(Seed::valid("jwk", &format!("{name}_private"), key.expose().to_json()));
        if let Some(public) = key.public() {
            let public = public.to_object().to_json();
            seeds.push(Seed::valid("jwk", &format!("{name}_public"), public));
        }
    }
    let mut limited = keys::private(symbolon_jose::jwk::KeyKind::Ed25519).expose();
    limited.insert("use", "sig");
    limited.insert("key_ops", vec!["sign", "verify"]);
    limited.insert("alg", "EdDSA");
    seeds.push(Seed::valid("jwk", "limited", limited.to_json()));
    limited.insert("use", "enc");
    seeds.push(Seed::refused("jwk", "at_odds_with_itself", limited.to_json()));
    seeds
}

fn sets() -> Vec<Seed> {
    let every: Vec<PublicJwk> =
        keys::KINDS.iter().filter_map(|kind| keys::private(*kind).public()).collect();
    let all = PublicJwkSet::new(every).to_object().to_json();
    let mut broken = PublicJwkSet::new(vec![keys::public(symbolon_jose::jwk::KeyKind::P256)])
        .to_object()
        .to_json();
    broken.insert_str(broken.len().saturating_sub(2), r#",{"kty":"oct","k":"AA"},{"kty":"x"},1"#);
    vec![
        Seed::valid(
            "jwk_set",
            "by_name",
            format!("{{\"alg\":\"ES256\",\"kid\":\"P-256\"}}\n{all}"),
        ),
        Seed::valid("jwk_set", "by_algorithm", format!("{{\"alg\":\"RS256\"}}\n{all}")),
        Seed::valid("jwk_set", "some_dropped", format!("{{\"alg\":\"ES256\"}}\n{broken}")),
        Seed::refused("jwk_set", "mac", format!("{{\"alg\":\"HS256\"}}\n{all}")),
        Seed::refused("jwk_set", "no_keys", "{\"alg\":\"ES256\"}\n{}"),
    ]
}

fn jws() -> Vec<Seed> {
    let mut seeds = Vec::new();
    for algorithm in SignatureAlgorithm::ALL {
        let token = Jws::new(b"payload".to_vec()).typ("example").cty("text/plain");
        let token = token.sign(&keys::signing(*algorithm)).expect("checksums do not fail");
        seeds.push(Seed::valid("jws", &algorithm.as_str().to_ascii_lowercase(), token));
    }
    let none = "eyJhbGciOiJub25lIn0.e30.";
    let unsigned = Jws::new(b"payload".to_vec()).unsigned(SignatureAlgorithm::Es256, None);
    seeds.push(Seed::refused("jws", "none", none));
    seeds.push(Seed::refused("jws", "zeros", unsigned.attach(&[0; 64]).expect("of this length")));
    seeds
}

fn jwts() -> Vec<Seed> {
    let signed = |claims: &Claims, typ: &str| {
        claims.sign(typ, &keys::signing(SignatureAlgorithm::Es256)).expect("checksums do not fail")
    };
    let at = |seconds| NumericDate::from_seconds(jwt::NOW + seconds);
    let mut claims = Claims::new();
    claims.iss = Some(jwt::ISSUER.to_owned());
    claims.sub = Some(jwt::SUBJECT.to_owned());
    claims.aud = vec![jwt::AUDIENCE.to_owned()];
    claims.exp = at(60);
    let minimal = signed(&claims, "at+jwt");
    claims.nbf = at(0);
    claims.iat = at(-1);
    claims.jti = Some("j".to_owned());
    claims.extra.insert("scope", "openid");
    let full = signed(&claims, "application/at+jwt");
    let untyped = signed(&claims, "JWT");
    claims.exp = at(-60);
    vec![
        Seed::valid("jwt", "minimal", minimal),
        Seed::valid("jwt", "full", full),
        Seed::refused("jwt", "of_another_type", untyped),
        Seed::refused("jwt", "expired", signed(&claims, "at+jwt")),
    ]
}
