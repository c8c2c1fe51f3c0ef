//! Seeds of the OAuth targets.

use symbolon_jose::jwt::Claims;
use symbolon_jose::{ContentEncryptionAlgorithm, KeyManagementAlgorithm, SignatureAlgorithm};
use symbolon_oauth::client::assertion::ClientAssertion;
use symbolon_test_support::names::{CODE_CHALLENGE, CODE_VERIFIER, client_id, issuer};

use super::Seed;
use crate::checksum::CHECKSUM;
use crate::{jwt, keys};

const REDIRECT: &str = "https%3A%2F%2Fclient.example%2Fcb";

pub(super) fn seeds() -> Vec<Seed> {
    [
        parameters(),
        requests(),
        responses(),
        token_endpoint(),
        challenges(),
        identifiers(),
        assertions(),
        responses_in_jwts(),
        request_objects(),
        request_uris(),
    ]
    .concat()
}

fn parameters() -> Vec<Seed> {
    vec![
        Seed::valid("parameters", "query", "a=1&b=%20+&resource=x&resource=y&empty="),
        Seed::valid("parameters", "query_and_form", "tenant=1\na=1&b=%C3%A9"),
        Seed::refused("parameters", "repeated", "a=1&%61=2"),
        Seed::refused("parameters", "not_utf_8", "a=%ff"),
    ]
}

fn requests() -> Vec<Seed> {
    let minimal = "response_type=code&client_id=s6BhdRkqt3";
    let plain = format!(
        "{minimal}&redirect_uri={REDIRECT}&scope=read+write&state=xyz&code_challenge={CODE_CHALLENGE}\
         &code_challenge_method=S256&resource=https%3A%2F%2Fapi.example&unknown=1"
    );
    let openid = format!(
        "{minimal}&redirect_uri={REDIRECT}&scope=openid+email&state=xyz&nonce=n&display=page\
         &prompt=login+consent&max_age=300&ui_locales=de+en&login_hint=a&acr_values=1+2&id_token_hint=a.b.c"
    );
    vec![
        Seed::valid("authorization_request", "minimal", minimal),
        Seed::valid("authorization_request", "full", plain),
        Seed::refused("authorization_request", "no_client", "response_type=code"),
        Seed::valid("authentication_request", "full", openid.clone()),
        Seed::refused("authentication_request", "no_openid", openid.replace("openid+", "")),
        Seed::refused(
            "authentication_request",
            "prompt",
            openid.replace("login+consent", "none+login"),
        ),
    ]
}

fn responses() -> Vec<Seed> {
    let target = "authorization_response";
    let issuer = "https%3A%2F%2Fop.example";
    vec![
        Seed::valid(
            target,
            "code",
            format!("code=SplxlOBeZQQYbYS6WxSbIA&state=xyz&iss={issuer}&x=1"),
        ),
        Seed::valid(target, "other_issuer", "code=c&state=xyz&iss=https%3A%2F%2Fevil.example"),
        Seed::valid(
            target,
            "error",
            format!("error=access_denied&error_description=no&state=xyz&iss={issuer}"),
        ),
        Seed::valid(
            target,
            "line_breaks",
            "error=access_denied&error_description=AADB2C90118%3a+forgot.%0d%0aCorrelation+ID%3a+1%0d%0a&state=xyz",
        ),
        Seed::valid(
            target,
            "not_sendable",
            "error=access_denied&error_description=%22Kennwort%22+vergessen:+%c3%bc&state=xyz",
        ),
        Seed::refused(target, "both", "code=c&error=access_denied&state=xyz"),
        Seed::refused(target, "neither", "state=xyz"),
    ]
}

fn token_endpoint() -> Vec<Seed> {
    let code = format!(
        "grant_type=authorization_code&code=c&redirect_uri={REDIRECT}&code_verifier={CODE_VERIFIER}"
    );
    let assertion_type =
        "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer";
    // The claims are {"sub":"s6BhdRkqt3"}.
    let assertion = "e30.eyJzdWIiOiJzNkJoZFJrcXQzIn0.AA";
    let tokens = r#"{"access_token":"SlAV32hkKG","token_type":"Bearer","expires_in":3600,"refresh_token":"8xLOxBtZp8","scope":"openid","id_token":"a.b.c","x":1}"#;
    vec![
        Seed::valid(
            "token_request",
            "basic",
            format!("Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW\n{code}"),
        ),
        Seed::valid(
            "token_request",
            "post",
            format!("\n{code}&client_id=s6BhdRkqt3&client_secret=gX1fBat3bV"),
        ),
        Seed::valid("token_request", "public", format!("\n{code}&client_id=s6BhdRkqt3")),
        Seed::valid(
            "token_request",
            "assertion",
            format!("\n{code}&{assertion_type}&client_assertion={assertion}"),
        ),
        Seed::valid(
            "token_request",
            "refresh",
            "\ngrant_type=refresh_token&refresh_token=r&scope=a+b&client_id=c",
        ),
        Seed::valid(
            "token_request",
            "other",
            "\ngrant_type=client_credentials&client_id=c&scope=a",
        ),
        Seed::refused(
            "token_request",
            "two_ways",
            format!("Basic YTpi\n{code}&client_secret=x&client_id=a"),
        ),
        Seed::valid("token_response", "tokens", format!("200\n{tokens}")),
        Seed::valid(
            "token_response",
            "error",
            "400\n{\"error\":\"invalid_grant\",\"error_description\":\"no\",\"error_uri\":\"https://a\"}",
        ),
        Seed::valid("token_response", "invalid_client", "401\n{\"error\":\"invalid_client\"}"),
        Seed::refused("token_response", "redirect", format!("302\n{tokens}")),
        Seed::valid("token_response", "error_in_success", "200\n{\"error\":\"invalid_grant\"}"),
        Seed::refused("token_response", "odd_error", "200\n{\"error\":{\"code\":1}}"),
        Seed::valid("token_response", "forbidden", "403\n{\"error\":\"invalid_grant\"}"),
        Seed::valid("token_response", "outage", "503\n{\"error\":\"temporarily_unavailable\"}"),
        Seed::refused("token_response", "outage_page", "503\n<html></html>"),
        Seed::valid(
            "token_response",
            "line_breaks",
            "400\n{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS70008\\r\\nTrace ID: 1\",\"error_uri\":null}",
        ),
        Seed::valid(
            "token_response",
            "blank_members",
            r#"200
{"access_token":"a","token_type":"Bearer","refresh_token":"","scope":null,"expires_in":null,"id_token":null,"error":null}"#,
        ),
        Seed::valid(
            "token_response",
            "expires_in_string",
            "200\n{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":\"3599\",\"scope\":\"openid  email \"}",
        ),
        Seed::valid(
            "token_response",
            "expires_in_large",
            "200\n{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":9.3e18}",
        ),
        Seed::valid(
            "token_response",
            "quirks",
            "201\n{\"id_token\":\"a.b.c\",\"scope\":[\"openid\",\"user:read\"]}",
        ),
    ]
}

fn challenges() -> Vec<Seed> {
    vec![
        Seed::valid(
            "challenge",
            "bearer",
            r#"Bearer realm="a \"b\"", error="invalid_token", scope="a b""#,
        ),
        Seed::valid(
            "challenge",
            "two",
            r#"Basic realm="x", Bearer error=invalid_token,error_description="é""#,
        ),
        Seed::valid(
            "challenge",
            "odd_description",
            r#"Bearer error=invalid_token,error_description="a \"b\"	é",error_uri="javascript:x""#,
        ),
        Seed::valid("challenge", "token68", "Negotiate abc==, Bearer realm=x"),
        Seed::refused("challenge", "open_quote", r#"Bearer realm="a"#),
    ]
}

fn identifiers() -> Vec<Seed> {
    let target = "identifiers";
    vec![
        Seed::valid(target, "https", "https://client.example:8443/cb?tenant=1&x=a%20b"),
        Seed::valid(target, "ipv6", "https://[2001:db8::1]:8443/cb"),
        Seed::valid(target, "loopback", "http://127.0.0.1:51004/oauth2redirect"),
        Seed::valid(target, "private_scheme", "com.example.app:/oauth2redirect"),
        Seed::valid(target, "idn", "https://xn--bcher-kva.example/%E2%82%AC"),
        Seed::valid(target, "issuer", "https://op.example/tenant"),
        Seed::valid(target, "scope", "openid email https://api.example/read"),
        Seed::valid(target, "response_type", "code id_token token"),
        Seed::valid(target, "code_challenge", CODE_CHALLENGE),
        Seed::valid(target, "code_verifier", CODE_VERIFIER),
        Seed::valid(target, "private_scheme_without_period", "msauth://com.example.app/cb"),
        Seed::valid(target, "http", "http://app.lan/cb"),
        Seed::valid(target, "decimal_address", "http://2130706433/jwks"),
        Seed::valid(target, "hexadecimal_address", "https://0xa9.0xfe.0xa9.0xfe/"),
        Seed::valid(target, "mapped_address", "https://[::ffff:127.0.0.1]/"),
        Seed::valid(target, "nat64_address", "https://[64:ff9b::8.8.8.8]/"),
        Seed::valid(target, "local_name", "https://metadata.google.internal./"),
        Seed::valid(target, "scope_of_a_response", "openid  email "),
        Seed::valid(target, "dots", "https://client.example/a/%2e%2e/b"),
        Seed::refused(target, "control", "a\u{1}b"),
    ]
}

fn assertions() -> Vec<Seed> {
    let target = "client_assertion";
    let sign = |algorithm| {
        let assertion = ClientAssertion::new(&client_id(), &issuer());
        let assertion = assertion.sign(&keys::signing(algorithm), &CHECKSUM, jwt::now());
        assertion.expect("checksums do not fail").expose().to_owned()
    };
    let mut old = ClientAssertion::new(&client_id(), &issuer())
        .claims(&CHECKSUM, jwt::now())
        .expect("counting does not fail");
    let by = |claims: &Claims, algorithm| {
        claims.sign("JWT", &keys::signing(algorithm)).expect("checksums do not fail")
    };
    let untyped = by(&old, SignatureAlgorithm::Ps256);
    let mac = by(&old, SignatureAlgorithm::Hs256);
    old.aud.push("https://evil.example".to_owned());
    vec![
        Seed::valid(target, "es256", sign(SignatureAlgorithm::Es256)),
        Seed::valid(target, "eddsa", sign(SignatureAlgorithm::EdDsa)),
        Seed::valid(target, "untyped", untyped),
        Seed::refused(target, "mac", mac),
        Seed::refused(target, "two_audiences", by(&old, SignatureAlgorithm::Es256)),
    ]
}

fn responses_in_jwts() -> Vec<Seed> {
    let target = "jarm";
    let by = |claims: &Claims, algorithm| {
        claims.sign("JWT", &keys::signing(algorithm)).expect("checksums do not fail")
    };
    let response = || {
        Claims::new()
            .issuer(jwt::ISSUER)
            .audience(jwt::AUDIENCE)
            .expires(symbolon_test_support::clock::at(600))
            .claim("state", "xyz")
    };
    let code = response().claim("code", "SplxlOBeZQQYbYS6WxSbIA");
    let hybrid = (code.clone())
        .claim("id_token", "e30.e30.AA")
        .claim("access_token", "SlAV32hkKG")
        .claim("token_type", "Bearer")
        .claim("expires_in", 3600)
        .claim("scope", "openid email");
    let error = response().claim("error", "access_denied").claim("error_description", "no");
    let signed = by(&code, SignatureAlgorithm::Es256);
    let key = keys::encrypting(KeyManagementAlgorithm::EcdhEs, ContentEncryptionAlgorithm::A128Gcm);
    let encrypted = symbolon_jose::jwt::encrypt(&signed, &key).expect("it is signed");
    vec![
        Seed::valid(target, "code", signed),
        Seed::valid(target, "mac", by(&code, SignatureAlgorithm::Hs256)),
        Seed::valid(target, "hybrid", by(&hybrid, SignatureAlgorithm::EdDsa)),
        Seed::valid(target, "error", by(&error, SignatureAlgorithm::Ps256)),
        Seed::valid(target, "encrypted", encrypted),
        Seed::refused(target, "other_audience", {
            by(&code.audience("other"), SignatureAlgorithm::Es256)
        }),
        Seed::refused(target, "list", {
            by(&response().claim("code", vec!["c"]), SignatureAlgorithm::Es256)
        }),
        Seed::refused(target, "unsigned", "eyJhbGciOiJub25lIn0.e30."),
    ]
}

fn request_objects() -> Vec<Seed> {
    let target = "request_object";
    let by = |claims: &Claims, typ, algorithm| {
        claims.sign(typ, &keys::signing(algorithm)).expect("checksums do not fail")
    };
    let typ = symbolon_oauth::request_object::TYP;
    let object = Claims::new()
        .issuer(client_id().as_str())
        .audience(jwt::ISSUER)
        .expires(symbolon_test_support::clock::at(300))
        .claim("client_id", client_id().as_str())
        .claim("response_type", "code")
        .claim("scope", "openid")
        .claim("state", "xyz")
        .claim("max_age", 60);
    let claims = serde_json::json!({"userinfo": {"email": {"essential": true}}});
    let full = object.clone().claim("claims", claims).claim("resource", vec!["urn:a", "urn:b"]);
    let signed = by(&object, typ, SignatureAlgorithm::Es256);
    let key = keys::encrypting(KeyManagementAlgorithm::EcdhEs, ContentEncryptionAlgorithm::A128Gcm);
    let encrypted = symbolon_jose::jwt::encrypt(&signed, &key).expect("it is signed");
    let payload = object.to_object().to_json();
    let payload = symbolon_jose::base64url::encode(payload.as_bytes());
    let nested = object.clone().claim("request", "e30.e30.");
    let other = object.clone().claim("client_id", "other");
    let assertion = object.clone().subject(client_id().as_str());
    let only_encrypted = |typ: &str| {
        let jwe = symbolon_jose::jwe::Jwe::new(object.to_object().to_json().into_bytes());
        jwe.typ(typ).encrypt(&key).expect("the key encrypts")
    };
    vec![
        Seed::valid(target, "only_encrypted", only_encrypted(typ)),
        Seed::refused(target, "only_encrypted_type", only_encrypted("at+jwt")),
        Seed::valid(target, "minimal", signed),
        Seed::valid(target, "full", by(&full, typ, SignatureAlgorithm::EdDsa)),
        Seed::valid(target, "untyped", by(&object, "JWT", SignatureAlgorithm::Ps256)),
        Seed::valid(target, "mac", by(&object, typ, SignatureAlgorithm::Hs256)),
        Seed::valid(target, "encrypted", encrypted),
        Seed::valid(target, "unsigned", format!("eyJhbGciOiJub25lIn0.{payload}.")),
        Seed::refused(target, "nested", by(&nested, typ, SignatureAlgorithm::Es256)),
        Seed::refused(target, "other_client", by(&other, typ, SignatureAlgorithm::Es256)),
        Seed::refused(target, "assertion", by(&assertion, "JWT", SignatureAlgorithm::Es256)),
    ]
}

fn request_uris() -> Vec<Seed> {
    let target = "request_uri";
    let object = Claims::new()
        .issuer(client_id().as_str())
        .audience(jwt::ISSUER)
        .claim("client_id", client_id().as_str())
        .claim("response_type", "code")
        .claim("scope", "openid")
        .claim("redirect_uri", symbolon_test_support::names::REDIRECT_URI);
    let typ = symbolon_oauth::request_object::TYP;
    let signed = object.sign(typ, &keys::signing(SignatureAlgorithm::Es256));
    let signed = signed.expect("checksums do not fail");
    let uri = "https://client.example/request.jwt";
    let seed = |uri: &str, head: &str, body: &str| format!("{uri}\n{head}\n{body}");
    let (ok, jwt) = ("200 application/oauth-authz-req+jwt", "200 application/jwt; charset=utf-8");
    vec![
        Seed::valid(target, "signed", seed(uri, ok, &signed)),
        Seed::valid(target, "hash", seed(&format!("{uri}?a=b#hash"), jwt, &format!("{signed}\n"))),
        Seed::valid(target, "loopback", seed("http://127.0.0.1:8080/request", ok, &signed)),
        Seed::refused(target, "http", seed("http://client.example/request.jwt", ok, &signed)),
        Seed::refused(target, "file", seed("file:///etc/passwd", ok, &signed)),
        Seed::refused(target, "redirect", seed(uri, "302 application/jwt", &signed)),
        Seed::refused(target, "html", seed(uri, "200 text/html", &signed)),
        Seed::refused(target, "no_object", seed(uri, ok, "e30.e30.e30")),
        Seed::refused(target, "recursive", seed(uri, ok, "request_uri=https://client.example/")),
    ]
}
