//! Seeds of the targets that run a relying party or a provider.

use symbolon_jose::{Object, SignatureAlgorithm, SigningKey, jwk::KeyKind};
use symbolon_oauth::client::assertion::ClientAssertion;
use symbolon_oauth::{ClientId, Parameters, ResponseMode, ResponseType};
use symbolon_provider::Stored;
use symbolon_test_support::names::{CODE_VERIFIER, REDIRECT_URI, issuer};

use super::Seed;
use crate::checksum::{self, CHECKSUM};
use crate::{callback, jwt, keys, login, provider};

pub(super) fn seeds() -> Vec<Seed> {
    [logins(), callbacks(), third_parties(), authorization(), tokens(), pushed(), user_info()]
        .concat()
}

/// Restarts the source of randomness for each seed: a seed has to contain the values that its run
/// draws first.
fn logins() -> Vec<Seed> {
    checksum::restart(0);
    let pending = Object::from_serialize(&login::begin()).expect("a login is stored");
    let of = |name| pending.get(name).and_then(|value| value.as_str()).expect("it is stored");
    let callback = format!("code=c&state={}&iss=https%3A%2F%2Fop.example", of("state"));
    let claims = format!(
        r#"{{"aud":"{}","exp":{},"iat":{},"iss":"{}","nonce":"{}","sub":"{}"}}"#,
        jwt::AUDIENCE,
        jwt::NOW + 60,
        jwt::NOW,
        jwt::ISSUER,
        of("nonce"),
        jwt::SUBJECT,
    );
    let members = r#"{"access_token":"SlAV32hkKG","token_type":"Bearer","expires_in":60,"refresh_token":"r"}"#;
    let other = claims.replace("op.example", "evil.example");
    let replayed = claims.replace(of("nonce"), "n-0S6_WzA2Mj");
    let odd = r#"{"access_token":"00Dxx!AQ|^","token_type":"bearer","expires_in":"60.5","refresh_token":null,"scope":" openid  email ","error":null}"#;
    let both = r#"{"access_token":"SlAV32hkKG","token_type":"Bearer","error":"invalid_grant"}"#;
    vec![
        Seed::valid("login", "alice", format!("{callback}\n200\n{claims}\n{members}")),
        Seed::valid("login", "odd_members", format!("{callback}\n200\n{claims}\n{odd}")),
        Seed::refused("login", "error_beside_tokens", format!("{callback}\n200\n{claims}\n{both}")),
        Seed::refused("login", "other_nonce", format!("{callback}\n200\n{replayed}\n{members}")),
        Seed::refused("login", "other_state", format!("{callback}x\n200\n{claims}\n{members}")),
        Seed::refused("login", "other_issuer", format!("{callback}\n200\n{other}\n{members}")),
        Seed::refused("login", "no_id_token", format!("{callback}\n200\n\n{members}")),
        Seed::refused("login", "no", format!("{callback}\n400\n\n{{\"error\":\"invalid_grant\"}}")),
    ]
}

/// Returns responses of several response types in several modes.
fn callbacks() -> Vec<Seed> {
    checksum::restart(0);
    let pending = callback::begin(&ResponseType::ID_TOKEN, &ResponseMode::FORM_POST);
    let pending = Object::from_serialize(&pending).expect("a login is stored");
    let of = |name| pending.get(name).and_then(|value| value.as_str()).expect("it is stored");
    let (state, aud, exp, iss) = (of("state"), jwt::AUDIENCE, jwt::NOW + 60, jwt::ISSUER);
    let claims = |nonce: &str| {
        let (iat, sub) = (jwt::NOW, jwt::SUBJECT);
        format!(
            r#"{{"aud":"{aud}","exp":{exp},"iat":{iat},"iss":"{iss}","nonce":"{nonce}","sub":"{sub}"}}"#
        )
    };
    let (valid, replayed) = (claims(of("nonce")), claims("n-0S6_WzA2Mj"));
    let parameters = format!("state={state}&iss=https%3A%2F%2Fop.example");
    let jwt = format!(r#"{{"aud":"{aud}","exp":{exp},"iss":"{iss}","state":"{state}"}}"#);
    let other = jwt.replace("op.example", "evil.example");
    let with_code = jwt.replace(r#""state""#, r#""code":"c","state""#);
    vec![
        Seed::valid("callback", "fragment", format!("id_token\nfragment\n{valid}\n{parameters}")),
        Seed::valid("callback", "form_post", format!("id_token\nform_post\n{valid}\n{parameters}")),
        Seed::valid("callback", "none", format!("none\nquery\n\n{parameters}")),
        Seed::valid("callback", "none_jwt", format!("none\njwt\n\n{jwt}")),
        Seed::valid("callback", "code_jwt", format!("code\nform_post.jwt\n\n{with_code}")),
        Seed::valid("callback", "code", format!("code\nform_post\n\n{parameters}&code=c")),
        Seed::refused(
            "callback",
            "other_nonce",
            format!("id_token\nform_post\n{replayed}\n{parameters}"),
        ),
        Seed::refused("callback", "other_issuer", format!("none\njwt\n\n{other}")),
        Seed::refused(
            "callback",
            "no_c_hash",
            format!("code id_token\nfragment\n{valid}\n{parameters}&code=c"),
        ),
        Seed::refused("callback", "query", format!("id_token\nquery\n{valid}\n{parameters}")),
    ]
}

fn third_parties() -> Vec<Seed> {
    let target = "third_party_login";
    let iss = "iss=https%3A%2F%2Fop.example";
    let all = format!(
        "{iss}&login_hint=alice%40op.example&target_link_uri=https%3A%2F%2Fclient.example%2Forders%23seven"
    );
    let to = |uri: &str| format!("{iss}&target_link_uri={uri}");
    vec![
        Seed::valid(target, "get", all.clone()),
        Seed::valid(target, "post", format!("tenant=1&a=b\n{all}&other=1")),
        Seed::valid(target, "only_iss", iss),
        Seed::refused(target, "no_iss", "login_hint=alice"),
        Seed::refused(target, "other_iss", "iss=https%3A%2F%2Fop.example%2F"),
        Seed::refused(target, "two_iss", format!("{iss}&{iss}")),
        Seed::refused(target, "iss_in_query_and_body", format!("{iss}\n{iss}")),
        Seed::refused(target, "other_origin", to("https%3A%2F%2Fevil.example%2F")),
        Seed::refused(target, "user_info", to("https%3A%2F%2Fclient.example%40evil.example%2F")),
        Seed::refused(target, "backslash", to("https%3A%2F%2Fevil.example%5C.client.example")),
        Seed::refused(target, "without_slashes", to("https%3Aclient.example")),
        Seed::refused(target, "relative", to("%2F%2Fevil.example")),
        Seed::refused(target, "script", to("javascript%3Aalert(1)")),
    ]
}

fn authorization() -> Vec<Seed> {
    let target = "provider_authorize";
    let asked = "response_type=code&redirect_uri=https%3A%2F%2Fclient.example%2Fcb&scope=openid+email&state=xyz&nonce=n&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
    let without_pkce = asked.split("&code_challenge").next().expect("the first part");
    vec![
        Seed::valid(target, "basic", format!("client_id=basic&{asked}")),
        Seed::valid(target, "public", format!("client_id=public&{asked}&max_age=300&login_hint=a")),
        Seed::valid(target, "stranger", format!("client_id=stranger&{asked}")),
        Seed::refused(target, "stranger_fails", format!("client_id=stranger&{asked}&max_age=-1")),
        Seed::refused(
            target,
            "stranger_fails_silently",
            format!("client_id=stranger&{asked}&max_age=-1&prompt=none"),
        ),
        Seed::valid(target, "nonce_instead_of_pkce", format!("client_id=basic&{without_pkce}")),
        Seed::refused(target, "public_without_pkce", format!("client_id=public&{without_pkce}")),
        Seed::refused(
            target,
            "neither_nonce_nor_pkce",
            format!("client_id=basic&{without_pkce}").replace("nonce", "once"),
        ),
        Seed::refused(target, "nobody", format!("client_id=nobody&{asked}")),
        Seed::refused(
            target,
            "elsewhere",
            format!("client_id=basic&{asked}").replace("client.", "evil."),
        ),
        Seed::refused(target, "request_object", format!("client_id=basic&{asked}&request=a.b.c")),
        Seed::refused(
            target,
            "token",
            format!("client_id=basic&{asked}").replace("=code", "=token"),
        ),
    ]
}

fn tokens() -> Vec<Seed> {
    let target = "provider_token";
    let form = |client_id: &str| {
        checksum::restart(0);
        let response = provider::granted(client_id).into_response(Stored::Confirmed);
        let location = response.headers().get("location").and_then(|it| it.to_str().ok());
        let query = location.and_then(|it| it.split_once('?')).expect("a redirect").1;
        let mut form = Parameters::new();
        let answer = Parameters::parse(query).expect("the response has parameters");
        form.push("grant_type", "authorization_code");
        form.push("code", answer.get("code").expect("the response has a code"));
        form.push("redirect_uri", REDIRECT_URI);
        form.push("code_verifier", CODE_VERIFIER);
        form
    };
    // "basic:gX1fBat3bV"
    let basic = format!("Basic YmFzaWM6Z1gxZkJhdDNiVg==\n{}", form("basic").encode());
    let mut post = form("post");
    post.push("client_id", "post");
    post.push("client_secret", provider::SECRET);
    let mut public = form("public");
    public.push("client_id", "public");
    let mut other = public.clone();
    other.push("code_verifier", &CODE_VERIFIER.replace('d', "e"));
    let key =
        SigningKey::from_jwk(&keys::private(KeyKind::P256), SignatureAlgorithm::Es256, &CHECKSUM);
    let client_id = ClientId::new("signer").expect("our client is valid");
    let mut signer = form("signer");
    let assertion = ClientAssertion::new(&client_id, &issuer())
        .sign(&key.expect("our key is valid"), &CHECKSUM, jwt::now())
        .expect("checksums do not fail");
    signer.push("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    signer.push("client_assertion", assertion.expose());
    vec![
        Seed::valid(target, "basic", basic.clone()),
        Seed::valid(target, "post", format!("\n{}", post.encode())),
        Seed::valid(target, "public", format!("\n{}", public.encode())),
        Seed::valid(target, "signer", format!("\n{}", signer.encode())),
        Seed::refused(target, "other_verifier", format!("\n{}", other.encode())),
        Seed::refused(target, "other_secret", basic.replace("YmFz", "YmFy")),
    ]
}

fn pushed() -> Vec<Seed> {
    let (target, answer) = ("pushed_request", "pushed_response");
    let asked = "response_type=code&redirect_uri=https%3A%2F%2Fclient.example%2Fcb&scope=openid+email&state=xyz&nonce=n&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
    let public = format!("\nclient_id=public&{asked}");
    // "basic:gX1fBat3bV"
    let basic = format!("Basic YmFzaWM6Z1gxZkJhdDNiVg==\n{asked}");
    let secret = provider::SECRET;
    let uri = "urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c";
    vec![
        Seed::valid(target, "public", public.clone()),
        Seed::valid(target, "basic", basic.clone()),
        Seed::valid(target, "post", format!("\nclient_id=post&client_secret={secret}&{asked}")),
        Seed::refused(target, "other_secret", basic.replace("YmFz", "YmFy")),
        Seed::refused(target, "request_uri", format!("{public}&request_uri={uri}")),
        Seed::refused(target, "elsewhere", public.replace("client.", "evil.")),
        Seed::refused(target, "request_object", format!("{public}&request=a.b.c")),
        Seed::valid(
            answer,
            "created",
            format!("201\n{{\"request_uri\":\"{uri}\",\"expires_in\":60}}"),
        ),
        Seed::valid(answer, "refused", "400\n{\"error\":\"invalid_request\"}"),
        Seed::refused(answer, "no_lifetime", format!("201\n{{\"request_uri\":\"{uri}\"}}")),
        Seed::refused(answer, "not_a_uri", "201\n{\"request_uri\":\"a b\",\"expires_in\":60}"),
        Seed::refused(
            answer,
            "redirect",
            format!("302\n{{\"request_uri\":\"{uri}\",\"expires_in\":60}}"),
        ),
    ]
}

fn user_info() -> Vec<Seed> {
    let target = "userinfo_request";
    vec![
        Seed::valid(target, "header", "Bearer mF_9.B5f-4.1JqM\n\n"),
        Seed::valid(target, "form", "\n\naccess_token=mF_9.B5f-4.1JqM"),
        Seed::refused(target, "both", "Bearer mF_9.B5f-4.1JqM\n\naccess_token=mF_9.B5f-4.1JqM"),
        Seed::refused(target, "query", "\naccess_token=mF_9.B5f-4.1JqM\n"),
        Seed::refused(target, "none", ""),
    ]
}
