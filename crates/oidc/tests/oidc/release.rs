//! The release of claims: Core §5.2, §5.4 and §5.5.

use serde_json::{Value, json};
use symbolon_jose::Object;
use symbolon_oauth::{ResponseType, Scope};
use symbolon_oidc::release::{Asked, AskedBy, ClaimOutcome, Consented, Release, ReleaseTo};
use symbolon_oidc::{ClaimPlace, ClaimRequest, ClaimsRequest};

/// What the provider knows about the user.
fn known() -> Object {
    let known = json!({
        "name": "Jane", "name#de": "Johanna", "name#fr-CA": "Jeanne",
        "website#ja-Kana-JP": "https://jane.example/ja",
        "email": "jane@op.example", "email_verified": true,
        "phone_number": "+49301", "groups": ["staff"],
        "nickname": null, "gender": "",
        "iss": "https://evil.example", "sub": "mallory", "acr": "9", "nonce": "n", "sid": "s"
    });
    Object::from_value(known).unwrap()
}

fn scope(text: &str) -> Scope {
    text.parse().unwrap()
}

fn claims(text: &str) -> ClaimsRequest {
    ClaimsRequest::parse(text).unwrap()
}

fn release_to(claims_text: &str, scope_text: &str, to: ReleaseTo) -> Release {
    let (claims, scope) = (claims(claims_text), scope(scope_text));
    Release::new(&Asked::new(&claims, &scope, to), &Consented::to_all(), &known())
}

fn release(claims_text: &str, scope_text: &str) -> Release {
    release_to(claims_text, scope_text, ReleaseTo::IdTokenAndUserInfo)
}

/// The report without the claims whose value is unknown.
fn outcomes(release: &Release) -> Vec<(ClaimPlace, &str, ClaimOutcome)> {
    let report = release.report.iter().filter(|claim| claim.outcome != ClaimOutcome::Unknown);
    report.map(|claim| (claim.place, claim.name.as_str(), claim.outcome)).collect()
}

fn object(value: Value) -> Object {
    Object::from_value(value).unwrap()
}

#[test]
fn core_5_4_scope_claims_come_from_user_info_if_there_is_an_access_token() {
    let release = release("{}", "openid email");
    assert_eq!(release.id_token, Object::new());
    let email = json!({"email": "jane@op.example", "email_verified": true});
    assert_eq!(release.user_info, object(email));
}

#[test]
fn core_5_4_scope_claims_are_in_the_id_token_if_there_is_no_access_token() {
    let release =
        release_to(r#"{"userinfo":{"phone_number":null}}"#, "openid email", ReleaseTo::IdTokenOnly);
    let email = json!({"email": "jane@op.example", "email_verified": true});
    assert_eq!(release.id_token, object(email));
    assert_eq!(release.user_info, Object::new());
    assert_eq!(
        outcomes(&release),
        [
            (ClaimPlace::IdToken, "email", ClaimOutcome::Released),
            (ClaimPlace::IdToken, "email_verified", ClaimOutcome::Released),
            (ClaimPlace::UserInfo, "phone_number", ClaimOutcome::NoAccessToken),
        ]
    );
}

#[test]
fn core_5_4_the_response_type_decides_whether_there_is_an_access_token() {
    for (response_type, to) in [
        ("code", ReleaseTo::IdTokenAndUserInfo),
        ("id_token token", ReleaseTo::IdTokenAndUserInfo),
        ("token id_token", ReleaseTo::IdTokenAndUserInfo),
        ("code id_token", ReleaseTo::IdTokenAndUserInfo),
        ("code token", ReleaseTo::IdTokenAndUserInfo),
        ("code id_token token", ReleaseTo::IdTokenAndUserInfo),
        ("id_token", ReleaseTo::IdTokenOnly),
        ("none", ReleaseTo::IdTokenOnly),
    ] {
        let parsed: ResponseType = response_type.parse().unwrap();
        assert_eq!(ReleaseTo::of(&parsed), to, "{response_type}");
    }
}

#[test]
fn core_5_5_claims_asked_for_by_name_go_where_they_were_asked_for() {
    let release = release(
        r#"{"userinfo":{"groups":{"essential":true}},"id_token":{"phone_number":null}}"#,
        "openid",
    );
    assert_eq!(release.id_token, object(json!({"phone_number": "+49301"})));
    assert_eq!(release.user_info, object(json!({"groups": ["staff"]})));
    assert_eq!(release.report.iter().map(|it| it.essential).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn core_5_5_1_a_claim_whose_value_differs_is_withheld() {
    for (asked, outcome) in [
        (json!({"value": "jane@op.example"}), ClaimOutcome::Released),
        (json!({"values": ["x", "jane@op.example"]}), ClaimOutcome::Released),
        (json!({"value": "jane@op.exampl"}), ClaimOutcome::ValueDiffers),
        (json!({"value": "JANE@op.example"}), ClaimOutcome::ValueDiffers),
        (json!({"essential": true, "values": ["x", "y"]}), ClaimOutcome::ValueDiffers),
    ] {
        // The scope asks for the claim, too: the request for a value counts nevertheless.
        let asked = json!({"userinfo": {"email": asked}}).to_string();
        let release = release(&asked, "openid email");
        assert_eq!(outcomes(&release)[0].2, outcome, "{asked}");
        assert_eq!(release.user_info.contains("email"), outcome == ClaimOutcome::Released);
    }
}

#[test]
fn core_5_3_2_claims_without_a_value_are_unknown() {
    let asked = r#"{"userinfo":{"nickname":null,"gender":{"essential":true},"shoe_size":null}}"#;
    let release = release(asked, "openid");
    assert!(release.user_info.is_empty());
    assert!(release.report.iter().all(|claim| claim.outcome == ClaimOutcome::Unknown));
}

#[test]
fn core_2_registered_claims_are_never_taken_from_what_is_known() {
    let names = [
        "_claim_names",
        "_claim_sources",
        "acr",
        "act",
        "amr",
        "at_hash",
        "aud",
        "auth_time",
        "azp",
        "c_hash",
        "client_id",
        "cnf",
        "events",
        "exp",
        "iat",
        "iss",
        "jti",
        "may_act",
        "nbf",
        "nonce",
        "s_hash",
        "scope",
        "sid",
        "sub",
        "sub_jwk",
        "iss#de",
    ];
    let mut asked = ClaimsRequest::new();
    let mut known = Object::new();
    for name in names {
        asked = asked.claim(name, ClaimRequest::essential());
        asked = asked.id_token_claim(name, ClaimRequest::voluntary());
        known.insert(name, "mallory");
    }
    let scope = scope("openid profile email");
    for to in [ReleaseTo::IdTokenAndUserInfo, ReleaseTo::IdTokenOnly] {
        let asked = Asked::new(&asked, &scope, to);
        let release = Release::new(&asked, &Consented::to_all(), &known);
        assert_eq!((release.id_token.len(), release.user_info.len()), (0, 0));
        let set = release.report.iter().filter(|it| it.outcome == ClaimOutcome::SetByProvider);
        assert_eq!(set.count(), 2 * names.len());
        assert!(asked.consented_claims(&Consented::to_all()).is_empty());
        assert!(asked.beyond_scope().is_empty());
    }
}

#[test]
fn core_5_5_only_claims_with_consent_are_released() {
    let asked = claims(
        r#"{"userinfo":{"groups":null,"email":null,"x":{"value":1,"purpose":"p"},"sub":null},
            "id_token":{"phone_number#de":null,"name":null}, "vot": 1}"#,
    );
    let (wide, narrow) = (scope("openid email phone"), scope("openid phone"));
    let asked = Asked::new(&asked, &wide, ReleaseTo::IdTokenAndUserInfo);
    assert_eq!(asked.beyond_scope(), ["groups", "name", "x"]);

    // The user did not consent to `email`, although the client asks for it in both ways.
    let release = Release::new(&asked, &Consented::new(&narrow), &known());
    assert_eq!(release.user_info, object(json!({"phone_number": "+49301"})));
    let by_user = release.report.iter().filter(|it| it.outcome == ClaimOutcome::NotConsented);
    let by_user: Vec<_> = by_user.map(|it| (it.name.as_str(), it.asked_by)).collect();
    assert_eq!(
        by_user,
        [
            ("name", AskedBy::ClaimsParameter),
            ("email", AskedBy::Both),
            ("email_verified", AskedBy::Scope),
            ("groups", AskedBy::ClaimsParameter),
            ("x", AskedBy::ClaimsParameter),
        ]
    );

    let names = ["groups".to_owned(), "x".to_owned()];
    let consented = Consented::new(&narrow).claims(&names);
    let release = Release::new(&asked, &consented, &known());
    let expected = json!({"phone_number": "+49301", "groups": ["staff"]});
    assert_eq!(release.user_info, object(expected));
    assert_eq!(
        asked.consented_claims(&consented).to_json(),
        r#"{"id_token":{"phone_number#de":null},"userinfo":{"groups":null,"x":{"value":1}}}"#
    );
}

#[test]
fn core_5_2_without_claims_locales_every_language_is_released() {
    let all = json!({"name": "Jane", "name#de": "Johanna", "name#fr-CA": "Jeanne"});
    assert_eq!(release(r#"{"userinfo":{"name":null}}"#, "openid").user_info, object(all.clone()));
    let mut by_scope = release("{}", "openid profile").user_info;
    assert!(by_scope.remove("website#ja-Kana-JP").is_some());
    assert_eq!(by_scope, object(all));
}

#[test]
fn core_5_2_claims_locales_choose_the_value_without_a_tag() {
    for (locales, name) in [
        (&["de"][..], "Johanna"),
        (&["DE"], "Johanna"),
        (&["de-CH"], "Johanna"),
        (&["de-Latn-CH-x-y"], "Johanna"),
        (&["fr"], "Jeanne"),
        (&["FR-ca", "de"], "Jeanne"),
        (&["en", "fr", "de"], "Jeanne"),
        (&["en"], "Jane"),
        (&["f"], "Jane"),
        (&["*"], "Jane"),
        (&["-", "", "é", "fr-"], "Jane"),
    ] {
        let (none, scope) = (ClaimsRequest::new(), scope("openid profile"));
        let locales: Vec<String> = locales.iter().map(|&locale| locale.to_owned()).collect();
        let asked = Asked::new(&none, &scope, ReleaseTo::IdTokenAndUserInfo).locales(&locales);
        let release = Release::new(&asked, &Consented::to_all(), &known());
        // The website is known in a language that the client did not name, so it has its tag.
        let expected = json!({"name": name, "website#ja-Kana-JP": "https://jane.example/ja"});
        assert_eq!(release.user_info, object(expected), "{locales:?}");
    }
}

#[test]
fn core_5_5_2_a_claim_in_one_language() {
    for (asked, expected) in [
        ("name#de", json!({"name#de": "Johanna"})),
        ("name#DE", json!({"name#DE": "Johanna"})),
        ("name#de-CH", json!({"name#de": "Johanna"})),
        ("name#fr", json!({"name#fr-CA": "Jeanne"})),
        ("website#ja", json!({"website#ja-Kana-JP": "https://jane.example/ja"})),
        ("name#en", json!({})),
        ("name#", json!({})),
        ("email#de", json!({})),
    ] {
        let asked = json!({"userinfo": {asked: null}}).to_string();
        assert_eq!(release(&asked, "openid").user_info, object(expected), "{asked}");
    }
}

#[test]
fn core_5_5_1_a_request_for_one_language_decides_about_its_value() {
    let asked = r#"{"userinfo":{"name":null,"name#de":{"value":"x"},"name#de-CH":null}}"#;
    let release = release(asked, "openid");
    assert_eq!(release.user_info, object(json!({"name": "Jane", "name#fr-CA": "Jeanne"})));
}

#[test]
fn the_names_of_outcomes_are_stable() {
    for (outcome, name) in [
        (ClaimOutcome::Released, "released"),
        (ClaimOutcome::SetByProvider, "set_by_provider"),
        (ClaimOutcome::Unknown, "unknown"),
        (ClaimOutcome::NotConsented, "not_consented"),
        (ClaimOutcome::ValueDiffers, "value_differs"),
        (ClaimOutcome::NoAccessToken, "no_access_token"),
    ] {
        assert_eq!(outcome.as_str(), name);
    }
}
