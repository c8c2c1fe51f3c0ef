//! The standard claims: Core §5.1, §5.2 and §5.4.

use symbolon_jose::Object;
use symbolon_oauth::{PageUrl, Scope};
use symbolon_oidc::{JsonType, LocalizedPage, StandardClaims, UserInfo, Variants, scope_claims};

const EVERY_CLAIM: &str = r#"{"address":{"country":"US","formatted":"1 Main St\nAnytown","locality":"Anytown","planet":"Earth","postal_code":"12345","region":"NY","street_address":"1 Main St"},"birthdate":"0000-12-31","email":"janedoe@example.com","email_verified":true,"family_name":"Doe","family_name#ja-Hani-JP":"田中","family_name#ja-Kana-JP":"タナカ","gender":"female","given_name":"Jane","locale":"en-US","middle_name":"Q","name":"Jane Doe","nickname":"JD","phone_number":"+1 (425) 555-1212","phone_number_verified":false,"picture":"https://example.com/jane.jpg","preferred_username":"j.doe","profile":"https://example.com/jane","updated_at":1311280970,"website":"https://jane.example","website#de":"https://jane.example/de","zoneinfo":"America/Los_Angeles"}"#;

fn read(json: &str) -> (StandardClaims, Object) {
    let mut object = Object::parse(json.as_bytes()).unwrap();
    let claims = StandardClaims::take_from(&mut object);
    (claims, object)
}

#[test]
fn core_5_1_every_claim_has_a_field() {
    let (claims, rest) = read(EVERY_CLAIM);
    assert!(rest.is_empty());
    assert_eq!(claims.phone_number_verified, Some(false));
    assert_eq!(claims.updated_at.map(|at| at.seconds()), Some(1_311_280_970));
    assert_eq!(claims.address.as_ref().unwrap().extra.get("planet").unwrap(), "Earth");
    assert_eq!(claims.to_object().to_json(), EVERY_CLAIM);
}

#[test]
fn core_5_2_language_tags() {
    let (claims, rest) = read(EVERY_CLAIM);
    assert_eq!(claims.family_name.get("ja-Kana-JP"), Some("タナカ"));
    assert_eq!(claims.family_name.get("JA-KANA-jp"), Some("タナカ"));
    assert_eq!(claims.family_name.get("ja"), None);
    assert!(rest.is_empty());
    // An empty tag is not a tag. Tags of other claims stay in the object.
    let (claims, rest) = read(r##"{"name#":"x","names#de":"y","email#de":"z"}"##);
    assert!(claims.name.is_empty());
    assert_eq!(rest.len(), 3);
}

#[test]
fn attack_061_a_claim_of_another_type_is_not_absent() {
    for (json, odd) in [
        (r#"{"name":1}"#, "`name` is a number; expected a string"),
        (r##"{"name#de":1}"##, "`name#de` is a number; expected a string"),
        (r#"{"email_verified":"true"}"#, "`email_verified` is a string; expected true or false"),
        (
            r#"{"updated_at":"2011-07-21"}"#,
            "`updated_at` is a string; expected a number of seconds since 1970",
        ),
        (r#"{"address":"1 Main St"}"#, "`address` is a string; expected an object"),
        (
            r#"{"phone_number_verified":0}"#,
            "`phone_number_verified` is a number; expected true or false",
        ),
    ] {
        let (claims, rest) = read(json);
        let listed: Vec<String> = claims.odd.iter().map(ToString::to_string).collect();
        assert_eq!(listed, [odd]);
        assert_eq!(claims.to_object().to_json(), "{}");
        assert_eq!(rest.to_json(), json);
    }
    // A member of the address stays in the address.
    let (claims, rest) = read(r#"{"address":{"country":1,"locality":"Anytown"}}"#);
    assert_eq!(claims.odd[0].to_string(), "`address.country` is a number; expected a string");
    let address = claims.address.unwrap();
    assert_eq!(address.locality.as_deref(), Some("Anytown"));
    assert_eq!(address.extra.to_json(), r#"{"country":1}"#);
    assert!(rest.is_empty());
}

#[test]
fn core_5_3_2_null_is_absent() {
    let (claims, rest) = read(r#"{"name":null,"email":null,"address":null,"team":null}"#);
    assert_eq!(claims, StandardClaims::new());
    assert_eq!(rest.to_json(), r#"{"team":null}"#);
}

#[test]
fn core_5_3_2_an_empty_text_and_a_null_in_a_language_are_absent() {
    let json = r##"{"name#de":null,"name":"","email":"","updated_at":"","address":{"region":null,"country":""}}"##;
    let (claims, rest) = read(json);
    assert!(rest.is_empty() && claims.odd.is_empty() && claims.name.is_empty());
    assert_eq!(claims.to_object().to_json(), r#"{"address":{}}"#);
}

#[test]
fn core_5_4_the_claims_of_each_scope() {
    let claims = |scope: &str| scope_claims(&scope.parse::<Scope>().unwrap());
    assert_eq!(claims("openid"), Vec::<&str>::new());
    assert_eq!(claims("openid address"), ["address"]);
    assert_eq!(claims("phone"), ["phone_number", "phone_number_verified"]);
    assert_eq!(claims("openid profile").len(), 14);
    // The four scopes together request all standard claims.
    let every = claims("profile email address phone");
    let names = Object::parse(EVERY_CLAIM.as_bytes()).unwrap();
    assert!(names.names().filter(|name| !name.contains('#')).all(|name| every.contains(&name)));
    assert_eq!(every.len(), 19);
}

#[test]
fn core_5_4_only_claims_within_the_scope_are_returned() {
    let (claims, _) = read(EVERY_CLAIM);
    let within = |scope: &str| claims.within(&scope.parse().unwrap()).to_object().to_json();
    assert_eq!(within("openid"), "{}");
    assert_eq!(within("openid email"), r#"{"email":"janedoe@example.com","email_verified":true}"#);
    assert!(within("profile").contains("family_name#ja-Kana-JP"));
    assert!(!within("profile").contains("email"));
    assert_eq!(within("profile email address phone"), EVERY_CLAIM);
}

#[test]
fn attack_081_a_url_for_a_link_is_never_a_script() {
    for url in [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example",
        "/relative",
        "jane.example",
        "https://jane.example/\"onclick=\"x",
    ] {
        for name in ["profile", "picture", "website", "website#de"] {
            let mut object = Object::new();
            object.insert(name, url);
            let claims = StandardClaims::take_from(&mut object);
            assert!(claims.profile.is_empty() && claims.picture.is_empty(), "{url}");
            assert!(claims.website.is_empty(), "{url}");
            assert_eq!(claims.odd[0].name, name);
            assert_eq!(claims.odd[0].found, JsonType::String);
            assert_eq!(object.get(name).unwrap(), url);
        }
        assert_eq!(variants(&format!(r#"{{"picture":{url:?}}}"#)).picture(), None);
        assert_eq!(variants(&format!(r#"{{"picture":{{"url":{url:?}}}}}"#)).picture(), None);
    }
}

#[test]
fn core_5_2_a_url_in_a_language() {
    let (claims, _) = read(EVERY_CLAIM);
    assert_eq!(claims.website.get("DE").unwrap().as_str(), "https://jane.example/de");
    assert_eq!(claims.website.get("fr"), None);
    assert_eq!(claims.picture.default.unwrap().as_str(), "https://example.com/jane.jpg");
    let url = PageUrl::new("https://jane.example").unwrap();
    assert!(!LocalizedPage::new(url.clone()).is_empty());
    assert!(!LocalizedPage::default().language("de", url).is_empty());
    assert!(LocalizedPage::default().is_empty());
}

/// Returns a reader for the claims of a UserInfo response with these members.
fn variants(json: &str) -> Variants {
    let mut object = Object::parse(json.as_bytes()).unwrap();
    object.insert("sub", "1");
    UserInfo::from_object(object, "1").unwrap().variants()
}

#[test]
fn core_5_1_verified_as_a_string() {
    for (json, expected) in [
        ("true", Some(true)),
        ("false", Some(false)),
        (r#""true""#, Some(true)),
        (r#""False""#, Some(false)),
        (r#""yes""#, None),
        (r#"" true""#, None),
        ("1", None),
        ("null", None),
        ("[true]", None),
    ] {
        let email = variants(&format!(r#"{{"email_verified":{json}}}"#));
        assert_eq!(email.email_verified(), expected, "{json}");
        assert_eq!(email.phone_number_verified(), None);
        let phone = variants(&format!(r#"{{"phone_number_verified":{json}}}"#));
        assert_eq!(phone.phone_number_verified(), expected, "{json}");
    }
    assert_eq!(variants("{}").email_verified(), None);
}

#[test]
fn core_5_1_a_locale_as_an_object() {
    for (json, expected) in [
        (r#"{"country":"US","language":"en"}"#, Some("en-US")),
        (r#"{"language":"en"}"#, Some("en")),
        (r#""de-CH""#, Some("de-CH")),
        (r#"{"country":"US"}"#, None),
        ("7", None),
    ] {
        let locale = variants(&format!(r#"{{"locale":{json}}}"#)).locale();
        assert_eq!(locale.as_deref(), expected, "{json}");
    }
}

#[test]
fn core_5_1_a_picture_as_an_object() {
    for json in [
        r#""https://x.example/p.jpg""#,
        r#"{"url":"https://x.example/p.jpg"}"#,
        r#"{"data":{"url":"https://x.example/p.jpg","width":50}}"#,
    ] {
        let picture = variants(&format!(r#"{{"picture":{json}}}"#)).picture();
        assert_eq!(picture.unwrap().as_str(), "https://x.example/p.jpg", "{json}");
    }
    assert_eq!(variants(r#"{"picture":{"data":[]}}"#).picture(), None);
}

#[test]
fn core_5_1_1_an_address_as_a_string_or_with_numbers() {
    let address = variants(r#"{"address":"1 Main St"}"#).address().unwrap();
    assert_eq!(address.formatted.as_deref(), Some("1 Main St"));
    let json = r#"{"address":{"postal_code":69118,"locality":"Heidelberg","region":{},"x":1}}"#;
    let address = variants(json).address().unwrap();
    assert_eq!(address.postal_code.as_deref(), Some("69118"));
    assert_eq!(address.locality.as_deref(), Some("Heidelberg"));
    assert_eq!(address.region, None);
    assert_eq!(address.extra.to_json(), r#"{"region":{},"x":1}"#);
    assert_eq!(variants(r#"{"address":[]}"#).address(), None);
}

#[test]
fn core_5_1_a_text_as_a_number_or_as_one_element() {
    let claims = variants(
        r#"{"phone_number":491234567,"email":["a@example.com"],"name":"A","nickname":["a","b"],"zoneinfo":{},"gender":[1]}"#,
    );
    assert_eq!(claims.text("phone_number").as_deref(), Some("491234567"));
    assert_eq!(claims.text("email").as_deref(), Some("a@example.com"));
    assert_eq!(claims.text("name").as_deref(), Some("A"));
    for name in ["nickname", "zoneinfo", "gender", "absent"] {
        assert_eq!(claims.text(name), None, "{name}");
    }
}
