//! Key sets from the field (kinds B and H).

#![cfg(test)]

use serde_json::{Value, json};
use symbolon_case_tests::{FieldProvider, client, sign_in};
use symbolon_discovery::quirks::Quirks;

use super::field::{Outcome, at, key, key_beside, quirky, table};

const CERTIFICATE: &str = "MIIB";

/// The modulus of a key that signs no token of these tests. Its private part was not kept.
const OTHER: &str = "lxSP1OHW7imuad9lDGKbdWAdCMyuVrJr8xWtZcwc8ZYzjz6XOxKkUKp2TjyGbpnTiFYpPoIKp7lY6ZCLmlY7ua\
    9XVCAqbweAPov0cWWlTH6-_TmwqlUXvudZ0GuTM5eguCOvtKL7CSlTGGIpOnerT6XHQCTegSTTXmdYl5uSxePL\
    NF7EgXan15DuDCrwBAQPytua9EDilindBHgyF3HtvdU67kxP-j0dHUHQ4M2rp27t4qH3NogQ9whBcB9aAynDaH\
    o6JKgDJY-CQnDRpBczgHeqwQq5otgAL78Wxngv9VJG7zCbUDHzNLTFpTGOY_B6mySLLJV2n422rcAkuPncgw";

#[test]
#[rustfmt::skip]
fn a_member_that_no_signature_needs_costs_nothing() {
    table([
        ("square/go-jose #373 (Oracle)", at(&key(json!({"x5t": "wCAFGcBT8CeA4U2mYa4z3xg0-Zw="}))), "", ""),
        ("wso2/product-is #14899", at(&key(json!({"x5t#S256": "TkRSaU1UTTNOR1kzTURSaE56QmpaamMw"}))), "", ""),
        ("wso2/api-manager #3001", at(&key(json!({"x5t": "4E6A4D3"}))), "", ""),
        ("auth0/node-jwks-rsa #279", at(&key(json!({"x5c": ["not a certificate"]}))), "", ""),
        ("openziti/ziti #2455", at(&key(json!({"x5c": [CERTIFICATE]}))), "", ""),
        ("a chain as a string", at(&key(json!({"x5c": CERTIFICATE}))), "", ""),
        ("appsup-dart/jose #10", at(&key(json!({"x5u": "https://op.example/c.pem", "x5c": []}))), "", ""),
        ("simpleidserver/SimpleIdServer #864", at(&key(json!({"oth": []}))), "", ""),
        ("googleapis/php-jwt #321", at(&key(json!({"d": null, "p": "", "dp": null}))), "", ""),
        ("cloudfoundry/uaa #449", at(&key(json!({"value": "-----BEGIN PUBLIC KEY-----", "issuer": "x"}))), "", ""),
        ("damienbod/angular-auth-oidc-client #1079", at(&key(json!({"use": "<absent>"}))), "", ""),
        ("keycloak/keycloak #31854", at(&key(json!({"use": ""}))), "", ""),
        ("bluesky-social/atproto #4101", at(&key(json!({"use": "sig", "key_ops": ["verify"]}))), "", ""),
        ("Web Cryptography's `ext`", at(&key(json!({"ext": true, "key_ops": ["verify"]}))), "", ""),
        ("a key with dates", at(&key(json!({"exp": 1, "nbf": "2020", "iat": null}))), "", ""),
    ]);
}

#[test]
#[rustfmt::skip]
fn a_key_whose_use_excludes_signatures_is_named() {
    table([
        ("JanssenProject/jans #3777", at(&key(json!({"key_ops": "verify"}))), "jws.key_left_out", "`key_ops` is not an array of strings"),
        ("a `use` with another case", at(&key(json!({"use": "SIG"}))), "jws.key_left_out", "`use`"),
    ]);
}

#[test]
#[rustfmt::skip]
fn keys_that_are_not_understood_do_not_cost_the_others() {
    let rsa = FieldProvider::default().jwks["keys"][0].clone();
    let with = |change: Value| {
        let mut jwk = rsa.clone();
        for (name, value) in change.as_object().unwrap() {
            jwk[name] = value.clone();
        }
        at(&key_beside(jwk))
    };
    table([
        ("go-kratos/kratos #3840 (Telegram)", at(&key_beside(json!({"kty": "EC", "crv": "secp256k1", "kid": "x", "x": "AA", "y": "AA"}))), "", ""),
        ("FusionAuth/fusionauth-jwt #80", at(&key_beside(json!({"kty": "AKP", "alg": "ML-DSA-44", "kid": "x", "pub": "AA"}))), "", ""),
        ("openid-certification/oidctest #225", at(&key_beside(json!({"kty": "EC", "crv": "P-257", "x": "AA", "y": "AA"}))), "", ""),
        ("nextcloud/user_oidc #1333", at(&key_beside(json!({"kty": "OKP", "crv": "Ed448", "x": "AA"}))), "", ""),
        ("damienbod/angular-auth-oidc-client #1339", at(&key_beside(json!({"kid": "x"}))), "", ""),
        ("huskarl-rs/huskarl #139", at(&key_beside(json!({"kty": "EC", "crv": "P-256", "x": "AA"}))), "", ""),
        ("panva/openid-client #552", at(&key_beside(json!({"kty": "RSA", "kid": "x", "alg": "RS256"}))), "", ""),
        ("panva/node-oidc-provider #481", at(&key_beside(json!({"kty": "oct", "k": "AAAA", "kid": "x"}))), "", ""),
        ("a null beside the keys", at(&key_beside(Value::Null)), "", ""),
        ("a string beside the keys", at(&key_beside(json!("key"))), "", ""),
        ("smart-on-fhir/fhir-bulk-data-docs #64", with(json!({"kid": "x", "d": "AAAA"})), "", ""),
        ("marcjazz/authkestra #341 (Keycloak)", with(json!({"kid": "x", "use": "enc", "alg": "RSA-OAEP"})), "", ""),
        ("opensearch-project/security #4618", with(json!({"use": "enc", "alg": "RSA-OAEP"})), "", ""),
        ("keycloak/keycloak #15616 (ForgeRock)", with(json!({"alg": "RS512"})), "", ""),
        ("jpadilla/pyjwt #1139", with(json!({"alg": "RS384"})), "", ""),
        ("a key twice", with(json!({})), "", ""),
    ]);
}

#[test]
#[rustfmt::skip]
fn a_kid_that_is_a_number() {
    let provider = |jwk: Value, token: Value| FieldProvider { header: json!({"alg": "RS256", "kid": token}), ..key(json!({"kid": jwk})) };
    let in_set = |it: &mut Quirks| it.keys.numeric_kid = true;
    let in_both = |it: &mut Quirks| {
        it.keys.numeric_kid = true;
        it.id_token.jws.numeric_kid = true;
    };
    table([
        ("cisco/node-jose #109", at(&provider(json!(1), json!("1"))), "jws.key_left_out", "`kid` is not a string"),
        ("cisco/node-jose #109", quirky(&provider(json!(1), json!("1")), in_set), "", ""),
        ("jwtk/jjwt #958", at(&provider(json!(7), json!(7))), "jws.header_parameter", "`kid` is not a string"),
        ("jwtk/jjwt #958", quirky(&provider(json!(7), json!(7)), in_both), "", ""),
        ("jpadilla/pyjwt #174", quirky(&provider(json!("7"), json!(7)), in_both), "", ""),
        ("two numbers", quirky(&provider(json!(7), json!(8)), in_both), "jws.unknown_kid", "kid"),
    ]);
}

#[test]
#[rustfmt::skip]
fn a_missing_kid() {
    let header = |header: Value, provider: FieldProvider| at(&FieldProvider { header, ..provider });
    let absent = || key(json!({"kid": "<absent>"}));
    let other = json!({"kty": "RSA", "n": OTHER, "e": "AQAB"});
    let named = |kid: &str| json!({"kty": "RSA", "n": OTHER, "e": "AQAB", "kid": kid});
    let only = |keys: Value| FieldProvider { jwks: json!({"keys": keys}), ..FieldProvider::default() };
    let unnamed = || {
        let mut provider = absent();
        provider.jwks["keys"].as_array_mut().unwrap().insert(0, other.clone());
        provider
    };
    let any = |it: &mut Quirks| it.id_token.jws.any_key = true;
    table([
        ("GluuFederation/oxd #442", header(json!({"alg": "RS256"}), FieldProvider::default()), "", ""),
        ("boylesoftware/tomcat-oidcauth #20 (Unity)", header(json!({"alg": "RS256"}), absent()), "", ""),
        ("zitadel/oidc #124", header(json!({"alg": "RS256"}), absent()), "", ""),
        ("GluuFederation/oxd #555", header(json!({"alg": "RS256", "kid": "k1"}), absent()), "", ""),
        ("latchset/jwcrypto #143, dadrus/heimdall #196", header(json!({"alg": "RS256"}), key_beside(other.clone())), "jws.ambiguous_key", "any_key"),
        ("latchset/jwcrypto #143, dadrus/heimdall #196", quirky(&FieldProvider { header: json!({"alg": "RS256"}), ..key_beside(other.clone()) }, any), "", ""),
        ("hyprstream/hyprstream #1184", quirky(&FieldProvider { header: json!({"alg": "RS256"}), ..only(json!([other, other])) }, any), "jws.signature", "signature"),
        ("two keys with one kid", quirky(&key_beside(named("k1")), any), "", ""),
        ("two keys with one kid", at(&key_beside(named("k1"))), "jws.ambiguous_key", "any_key"),
        ("two keys without a kid", quirky(&unnamed(), any), "", ""),
        ("a key of another name is not tried", quirky(&only(json!([named("k2"), named("k3")])), any), "jws.unknown_kid", "kid"),
        ("jpadilla/pyjwt #1072", header(json!({"alg": "RS256", "kid": ""}), key(json!({"kid": ""}))), "", ""),
    ]);
}

#[test]
#[rustfmt::skip]
fn the_text_of_a_number() {
    let n = FieldProvider::default().jwks["keys"][0]["n"].as_str().unwrap().to_owned();
    let standard = n.replace('-', "+").replace('_', "/");
    assert_ne!(n, standard, "the modulus of the test has such characters");
    let number = |n: &str| at(&key(json!({"n": n})));
    let lenient = |n: &str| quirky(&key(json!({"n": n})), |it| it.keys.standard_base64 = true);
    table([
        ("IdentityServer/IdentityServer3 #732", number(&standard), "jws.key_left_out", "`n`"),
        ("IdentityServer/IdentityServer3 #732", lenient(&standard), "", ""),
        ("cloudfoundry/uaa #530", number(&format!("{n}==")), "jws.key_left_out", "standard_base64"),
        ("cloudfoundry/uaa #530, huskarl-rs/huskarl #139", lenient(&format!("{n}==")), "", ""),
        ("cloudfoundry/uaa #530", lenient(&format!("{n},,")), "jws.key_left_out", "`n`"),
        ("OpenIDC/mod_auth_openidc #229", number(&format!("{n},,")), "jws.key_left_out", "`n`"),
        ("square/js-jose #63", number(&format!("{n}\n")), "jws.key_left_out", "`n`"),
        ("panva/openid-client #552", at(&key(json!({"n": "<absent>", "e": "<absent>"}))), "jws.key_left_out", "`n`"),
        ("panva/jose #96", at(&key(json!({"n": "<absent>", "e": "<absent>", "x5c": [CERTIFICATE]}))), "jws.key_left_out", "`n`"),
        ("an `e` that is a number", at(&key(json!({"e": 65537}))), "jws.key_left_out", "`e`"),
    ]);
}

/// Signs in at a provider that publishes this as its key set.
fn published(content_type: &str, status: u16, body: &str) -> Outcome {
    sign_in(&FieldProvider::default().exact("jwks_uri", status, content_type, body), client())
        .map(drop)
}

#[test]
#[rustfmt::skip]
fn a_key_set_in_another_shape_is_named() {
    let own = FieldProvider::default().jwks;
    let keys = own["keys"].clone();
    table([
        ("DuendeArchive/identity-model-oidc-client-js #488", published("application/jwk-set+json;charset=UTF-8", 200, &own.to_string()), "", ""),
        ("longsleep in identity-model-oidc-client-js #488", published("application/jwk-set+json", 200, &own.to_string()), "", ""),
        ("openid-certification/oidctest #95", published("text/plain", 200, &own.to_string()), "document.content_type", "any_content_type"),
        ("simplesamlphp/simplesamlphp-module-oidc #40", published("application/json", 200, &json!({"keys": {"0": keys[0]}}).to_string()), "jwk.member", "`keys` is not an array"),
        ("ramosbugs/openidconnect-rs #102", published("application/json", 200, "{}"), "jwk.missing", "`keys`"),
        ("a null for the keys", published("application/json", 200, r#"{"keys":null}"#), "jwk.member", "`keys` is not an array"),
        ("lestrrat-go/jwx #49", published("application/json", 200, &keys.to_string()), "json.not_an_object", "object"),
        ("ramosbugs/openidconnect-rs #102", published("application/json", 200, &keys[0].to_string()), "jwk.missing", "`keys`"),
        ("auth0/node-jwks-rsa #360", published("application/json", 200, r#"{"keys":[]}"#), "jws.unknown_kid", "no key"),
        ("inrupt/solid-client-authn-js #1701", published("text/html", 404, "<html>"), "document.status", "404"),
    ]);
}
