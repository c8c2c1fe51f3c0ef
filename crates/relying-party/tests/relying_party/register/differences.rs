//! What the provider changed, and which changes make a registration unusable.

use symbolon_jose::Object;
use symbolon_jose::json::document::Value;
use symbolon_registration::ClientMetadata;
use symbolon_relying_party::{ClientConfiguration, RegisteredError};

use super::party::{register, wiki};

/// A member that the client asks for, and the value that the provider answers.
struct Row {
    member: &'static str,
    asked: &'static str,
    held: &'static str,
    is_weaker: bool,
}

const fn row(member: &'static str, asked: &'static str, held: &'static str, weaker: bool) -> Row {
    Row { member, asked, held, is_weaker: weaker }
}

const ROWS: [Row; 14] = [
    row("application_type", r#""web""#, r#""native""#, false),
    row("client_name", r#""Wiki""#, r#""A wiki""#, false),
    row("contacts", r#"["a@client.example"]"#, "null", false),
    row("default_max_age", "60", "3600", false),
    row("id_token_signed_response_alg", r#""ES256""#, r#""RS256""#, false),
    row("id_token_signed_response_alg", r#""ES256""#, r#""HS256""#, true),
    row("id_token_signed_response_alg", r#""ES256""#, r#""none""#, true),
    row("logo_uri", r#""https://client.example/logo.png""#, "null", false),
    row("require_auth_time", "true", "false", true),
    row("scope", r#""openid email""#, r#""openid""#, false),
    row("token_endpoint_auth_method", r#""client_secret_post""#, r#""none""#, true),
    row("token_endpoint_auth_method", r#""client_secret_post""#, r#""client_secret_basic""#, false),
    row("software_version", r#""1""#, r#""2""#, false),
    row("userinfo_signed_response_alg", "null", r#""RS256""#, false),
];

fn value(json: &str) -> Value {
    let object = Object::parse(format!(r#"{{"value":{json}}}"#).as_bytes()).unwrap();
    object.get("value").unwrap().clone()
}

#[test]
fn rfc7591_3_2_1_each_difference_is_told() {
    for Row { member, asked, held, is_weaker } in ROWS {
        let mut object = wiki().to_object();
        object.insert(member, value(asked));
        let metadata = ClientMetadata::from_object(object).unwrap();
        let registration = register(metadata, |answer| {
            answer.insert(member, value(held));
        });
        let registration = registration.unwrap();
        let differences = registration.differences();
        let told: Vec<_> =
            differences.iter().map(|it| (it.member.as_str(), it.is_weaker())).collect();
        assert_eq!(told, [(member, is_weaker)], "{asked} {held}");

        // A weaker value is refused until the client accepts the registered metadata.
        let found = ClientConfiguration::registered(&registration, None);
        assert_eq!(matches!(found, Err(RegisteredError::Weaker(_))), is_weaker, "{asked} {held}");
        let accepted = registration.accept_differences();
        assert_eq!(accepted.differences(), []);
        let found = ClientConfiguration::registered(&accepted, None);
        assert!(!matches!(found, Err(RegisteredError::Weaker(_))), "{asked} {held}");
    }
}

#[test]
fn rp_choices_2_a_chosen_value_is_no_difference() {
    let mut metadata = wiki();
    metadata.id_token_signing_alg_values_supported = ["ES256", "RS256"].map(str::to_owned).to_vec();
    let registration = register(metadata, |answer| {
        answer.remove("id_token_signing_alg_values_supported");
        answer.insert("id_token_signed_response_alg", "RS256");
    });
    assert_eq!(registration.unwrap().differences(), []);
}
