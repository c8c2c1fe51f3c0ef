//! Signed UserInfo responses: Core §5.3.2 and §5.3.4.

use http::Response;
use symbolon_jose::jws::{self, Jws};
use symbolon_jose::{Excerpt, Excerpts, Limits, MemberError, VerificationKeys, json};
use symbolon_oauth::{AccessToken, ClientId, Issuer, bearer};
use symbolon_oidc::{ExpectedUserInfo, UserInfo, UserInfoError};

use crate::fixture::{CLIENT, NOW, SUBJECT, at, clock, keys, mac_key, signing_key};

const ISSUER: &str = "https://op.example/tenant";
const BODY: &str = r#"{"iss":"https://op.example/tenant","aud":"s6BhdRkqt3","sub":"248289761001","email":"janedoe@example.com"}"#;

fn sign(payload: &str) -> String {
    Jws::new(payload.as_bytes().to_vec()).typ("JWT").sign(&signing_key()).unwrap()
}

fn response(content_type: &str, body: String) -> Response<String> {
    Response::builder().header("Content-Type", content_type).body(body).unwrap()
}

fn read(response: &Response<String>) -> Result<UserInfo, UserInfoError> {
    read_within(response, Limits::DEFAULT)
}

fn read_within(response: &Response<String>, limits: Limits) -> Result<UserInfo, UserInfoError> {
    let (issuer, client) = (Issuer::new(ISSUER).unwrap(), ClientId::new(CLIENT).unwrap());
    let keys = keys();
    let expected = ExpectedUserInfo::new(SUBJECT).signed(&issuer, &client, &keys).limits(limits);
    expected.read(response, clock(NOW))
}

/// Reads a response whose body is this payload, signed.
fn read_payload(payload: &str) -> Result<UserInfo, UserInfoError> {
    read(&response("application/jwt", sign(payload)))
}

/// Returns the payload with these members added or replaced.
fn with(members: &[(&str, &str)]) -> String {
    let mut object: serde_json::Value = serde_json::from_str(BODY).unwrap();
    for (name, value) in members {
        object[*name] = serde_json::from_str(value).unwrap();
    }
    object.to_string()
}

#[test]
fn core_5_3_2_a_signed_response_is_read() {
    for content_type in ["application/jwt", "application/jwt; charset=utf-8", "Application/JWT"] {
        let user_info = read(&response(content_type, sign(BODY))).unwrap();
        assert_eq!(user_info.sub, SUBJECT);
        assert_eq!(user_info.claims.email.as_deref(), Some("janedoe@example.com"));
    }
    let mac = Jws::new(BODY.as_bytes().to_vec()).sign(&mac_key()).unwrap();
    assert!(read(&response("application/jwt", format!("{mac}\n"))).is_ok());
    // Some providers leave `iss` and `aud` out, or send more audiences.
    assert!(read_payload(r#"{"sub":"248289761001"}"#).is_ok());
    assert!(read_payload(&with(&[("iss", "null"), ("aud", "null"), ("exp", "null")])).is_ok());
    assert!(read_payload(&with(&[("aud", r#"["s6BhdRkqt3","other"]"#)])).is_ok());
}

#[test]
fn core_5_3_1_the_request_asks_for_the_expected_format() {
    let endpoint = "https://op.example/userinfo".parse().unwrap();
    let token = AccessToken::new("SlAV32hkKG".into());
    let (issuer, client) = (Issuer::new(ISSUER).unwrap(), ClientId::new(CLIENT).unwrap());
    let keys = keys();
    let plain = ExpectedUserInfo::new(SUBJECT);
    for (expected, accept) in
        [(plain, "application/json"), (plain.signed(&issuer, &client, &keys), "application/jwt")]
    {
        let request = expected.request(&endpoint, &token).unwrap();
        assert_eq!(request.headers()["Accept"], accept);
        assert_eq!(bearer::token_from_http(&request).unwrap().as_ref(), Some(&token));
    }
}

#[test]
fn attack_074_a_plain_response_where_a_signed_one_was_agreed() {
    let plain = response("application/json", BODY.to_owned());
    assert_eq!(read(&plain).unwrap_err(), UserInfoError::NotSigned);
    // If no signed response is expected, the plain response is read and the signed response is
    // refused.
    assert!(UserInfo::from_http(&plain, SUBJECT).is_ok());
    let signed = response("application/jwt", sign(BODY));
    assert_eq!(UserInfo::from_http(&signed, SUBJECT).unwrap_err(), UserInfoError::Jwt);
    let not_agreed = ExpectedUserInfo::new(SUBJECT);
    let refused = not_agreed.read_jwt(signed.body(), clock(NOW)).unwrap_err();
    assert_eq!(refused, UserInfoError::Jwt);
}

#[test]
fn attack_074_a_response_of_another_issuer_or_for_another_client() {
    for iss in ["https://evil.example", "https://op.example/tenant/", ""] {
        let error = UserInfoError::Issuer {
            found: Excerpt::new(iss),
            expected: Issuer::new(ISSUER).unwrap(),
        };
        assert_eq!(read_payload(&with(&[("iss", &format!("{iss:?}"))])).unwrap_err(), error);
    }
    for aud in ["other", "s6BhdRkqt32", ""] {
        let error = UserInfoError::Audience {
            found: Excerpts::new(&[aud.to_owned()]),
            client_id: CLIENT.to_owned(),
        };
        assert_eq!(read_payload(&with(&[("aud", &format!("{aud:?}"))])).unwrap_err(), error);
    }
    for name in ["iss", "aud", "exp", "nbf", "sub"] {
        let refused = read_payload(&with(&[(name, "{}")])).unwrap_err();
        assert!(
            matches!(refused, UserInfoError::Member(MemberError { name: found, .. }) if found == name)
        );
    }
}

#[test]
fn attack_073_a_signed_response_about_another_user() {
    let refused = read_payload(&with(&[("sub", "\"mallory\"")])).unwrap_err();
    assert_eq!(refused, UserInfoError::Subject);
    let refused = read_payload(r#"{"email":"a@example.com"}"#).unwrap_err();
    assert_eq!(refused, UserInfoError::MissingSubject);
}

#[test]
fn core_5_3_4_the_signature_is_verified() {
    let code = |body: String| read(&response("application/jwt", body)).unwrap_err().code();
    let (honest, forged) = (sign(BODY), sign(&with(&[("email", "\"m@example.com\"")])));
    let (_, signature) = honest.rsplit_once('.').unwrap();
    let (claims, _) = forged.rsplit_once('.').unwrap();
    assert_eq!(code(format!("{claims}.{signature}")), "jws.signature");
    let unsigned = |header: &str| {
        let encode = |text: &str| symbolon_jose::base64url::encode(text.as_bytes());
        format!("{}.{}.", encode(header), encode(BODY))
    };
    assert_eq!(code(unsigned(r#"{"alg":"none"}"#)), "jws.not_signed");
    assert_eq!(code(format!("{}AA", unsigned(r#"{"alg":"none"}"#))), "jws.not_signed");
    assert_eq!(code("{}".to_owned()), "jws.not_compact");
    assert_eq!(code("a.b.c.d.e".to_owned()), "user_info.encrypted");
    let strangers = VerificationKeys::new(Vec::new());
    let (issuer, client) = (Issuer::new(ISSUER).unwrap(), ClientId::new(CLIENT).unwrap());
    let expected = ExpectedUserInfo::new(SUBJECT).signed(&issuer, &client, &strangers);
    let refused = expected.read_jwt(&honest, clock(NOW)).unwrap_err();
    assert!(matches!(refused, UserInfoError::Jws(jws::Error::Key(_))), "{refused:?}");
    let not_utf8 = Response::builder().header("Content-Type", "application/jwt").body([0xff]);
    let keys = keys();
    let expected = ExpectedUserInfo::new(SUBJECT).signed(&issuer, &client, &keys);
    let refused = expected.read(&not_utf8.unwrap(), clock(NOW)).unwrap_err();
    assert_eq!(refused, UserInfoError::Jws(jws::Error::NotCompact));
}

#[test]
fn attack_070_another_kind_of_token_is_no_user_info() {
    for typ in ["at+jwt", "logout+jwt", "oauth-authz-req+jwt", "JWT+", ""] {
        let token = Jws::new(BODY.as_bytes().to_vec()).typ(typ).sign(&signing_key()).unwrap();
        let error = UserInfoError::Type { typ: Excerpt::new(typ) };
        assert_eq!(read(&response("application/jwt", token)).unwrap_err(), error);
    }
    for typ in ["jwt", "application/jwt"] {
        let token = Jws::new(BODY.as_bytes().to_vec()).typ(typ).sign(&signing_key()).unwrap();
        assert!(read(&response("application/jwt", token)).is_ok(), "{typ}");
    }
    for name in ["events", "response_type"] {
        let refused = read_payload(&with(&[(name, "{}")])).unwrap_err();
        assert_eq!(refused, UserInfoError::OtherKind(name));
    }
}

#[test]
fn attack_070_a_nonce_or_a_hash_marks_an_id_token() {
    let (exp, iat) = ((NOW + 60).to_string(), NOW.to_string());
    let times = [("exp", exp.as_str()), ("iat", iat.as_str())];
    for name in ["nonce", "at_hash", "c_hash", "s_hash"] {
        for times in [&times[..], &[]] {
            let refused = read_payload(&with(&[times, &[(name, "\"x\"")]].concat())).unwrap_err();
            assert_eq!(refused, UserInfoError::OtherKind(name));
            assert_eq!(refused.code(), "user_info.type");
        }
    }
}

/// oidc-provider for Node.js sends both times in each signed response.
#[test]
fn core_5_3_2_a_signed_response_can_contain_exp_and_iat() {
    let times = |exp: i64, iat: i64| {
        read_payload(&with(&[("exp", &exp.to_string()), ("iat", &iat.to_string())]))
    };
    let user_info = times(NOW + 60, NOW).unwrap();
    assert_eq!(user_info.claims.email.as_deref(), Some("janedoe@example.com"));
    let expired = UserInfoError::Expired { exp: at(NOW - 60), now: at(NOW) };
    assert_eq!(times(NOW - 60, NOW - 120).unwrap_err(), expired);
}

#[test]
fn rfc7519_4_1_4_a_signed_response_that_expired_or_is_not_valid_yet() {
    let times = |name, seconds: i64| read_payload(&with(&[(name, &seconds.to_string())])).err();
    assert_eq!(times("exp", NOW - 59), None);
    let expired = UserInfoError::Expired { exp: at(NOW - 60), now: at(NOW) };
    assert_eq!(times("exp", NOW - 60), Some(expired));
    assert_eq!(times("nbf", NOW + 60), None);
    let early = UserInfoError::NotYetValid { nbf: at(NOW + 61), now: at(NOW) };
    assert_eq!(times("nbf", NOW + 61), Some(early));
}

#[test]
fn the_limits_apply_to_signed_and_plain_responses() {
    let groups: Vec<String> = (0..1500).map(|number| format!("\"g{number}\"")).collect();
    let body = with(&[("groups", &format!("[{}]", groups.join(",")))]);
    let signed = response("application/jwt", sign(&body));
    let plain = response("application/json", body);
    let too_many = UserInfoError::Json(json::Error::TooManyMembers);
    assert_eq!(read(&signed).unwrap_err(), too_many);
    assert_eq!(UserInfo::from_http(&plain, SUBJECT).unwrap_err(), too_many);
    let wide = Limits { json_members: 2000, ..Limits::DEFAULT };
    assert!(read_within(&signed, wide).is_ok());
    assert!(ExpectedUserInfo::new(SUBJECT).limits(wide).read(&plain, clock(NOW)).is_ok());
    let narrow = Limits { token: 1000, ..wide };
    assert_eq!(read_within(&signed, narrow).unwrap_err().code(), "jws.too_large");
}
