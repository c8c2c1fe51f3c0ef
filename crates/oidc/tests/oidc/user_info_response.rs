//! The response of the UserInfo endpoint is the same as that of claims that are copied first.

use std::collections::BTreeMap;

use proptest::collection::btree_map;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};
use symbolon_jose::{NumericDate, Object};
use symbolon_oauth::{PageUrl, Scope};
use symbolon_oidc::{Address, Localized, LocalizedPage, StandardClaims, UserInfo, user_info};

const EVERYTHING: &str = "openid profile email address phone";

/// Every standard claim and other claims, in the order of their names.
const FULL: &str = concat!(
    r#"{"address":{"country":"DE","formatted":"A 1\nB","locality":"B","planet":"Earth","#,
    r#""postal_code":"1","region":"C","street_address":"A 1"},"birthdate":"2000-01-02","#,
    r#""email":"a@b.example","email_verified":true,"family_name":"Example","#,
    r##""family_name#de":"Beispiel","gender":"female","given_name":"Alice","groups":["staff"],"##,
    r##""locale":"en","middle_name":"B","name":"Alice \"Al\" Example","name#de":"Alice Beispiel","##,
    r##""name#el":"Αλίκη","nickname":"Al","phone_number":"+493012345","##,
    r#""phone_number_verified":false,"picture":"https://a.example/p.png","#,
    r##""picture#de":"https://a.example/de.png","preferred_username":"alice","##,
    r#""profile":"https://a.example/","sub":"alice","updated_at":1700000000,"#,
    r#""website":"https://www.a.example/","x":null,"zoneinfo":5}"#,
);

#[test]
fn core_5_3_2_a_response_with_every_claim_is_written_as_it_was_read() {
    let user_info = UserInfo::from_object(Object::parse(FULL.as_bytes()).unwrap(), "alice");
    let UserInfo { claims, extra, .. } = user_info.unwrap();
    // `zoneinfo` is not a string, so it is an odd claim and a member of `extra`.
    assert_eq!((claims.odd.len(), extra.len()), (1, 3));
    let response = user_info::respond("alice", &claims, &scope(EVERYTHING), &extra);
    assert_eq!(str::from_utf8(response.body()).unwrap(), FULL);
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert_eq!(response.status(), 200);
}

fn scope(text: &str) -> Scope {
    text.parse().unwrap()
}

/// The same response, from claims that are copied and converted to an object first.
fn copied(
    sub: &str,
    known: &StandardClaims,
    scope: &Scope,
    extra: &Object,
) -> http::Response<Vec<u8>> {
    let mut user_info = UserInfo::new(sub);
    user_info.claims = known.within(scope);
    user_info.extra = extra.clone();
    user_info.into_http()
}

/// A text that is often empty.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), any::<String>(), "[a-z\"\\\\\u{7f}\n]{1,4}"]
}

fn tagged<T: std::fmt::Debug + Clone + 'static>(
    value: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = BTreeMap<String, T>> {
    btree_map(select(vec!["", "#", "de", "DE", "de#x", "~"]).prop_map(str::to_owned), value, 0..3)
}

fn localized() -> impl Strategy<Value = Localized> {
    (option::of(text()), tagged(text())).prop_map(|(default, by_language)| {
        let mut claim = Localized::default();
        (claim.default, claim.by_language) = (default, by_language);
        claim
    })
}

fn pages() -> impl Strategy<Value = LocalizedPage> {
    let page = || {
        let urls = vec!["https://a.example", "http://b.example/c?d#e"];
        select(urls).prop_map(|url| PageUrl::new(url).unwrap())
    };
    (option::of(page()), tagged(page())).prop_map(|(default, by_language)| {
        let mut claim = LocalizedPage::default();
        (claim.default, claim.by_language) = (default, by_language);
        claim
    })
}

fn value() -> impl Strategy<Value = Value> {
    select(vec![Value::Null, json!(""), json!("x"), json!(1.5), json!({ "b": [], "a": null })])
}

fn object_of(names: Vec<&'static str>) -> impl Strategy<Value = Object> {
    btree_map(select(names), value(), 0..5).prop_map(|members| {
        let mut object = Object::new();
        for (name, value) in members {
            object.insert(name, value);
        }
        object
    })
}

fn address() -> impl Strategy<Value = Address> {
    let parts = vec!["formatted", "country", "locality", "street_address", "a", "z"];
    let texts = (option::of(text()), option::of(text()), option::of(text()));
    (texts, object_of(parts)).prop_map(|((formatted, country, street_address), extra)| {
        let mut address = Address::new();
        (address.formatted, address.country) = (formatted, country);
        (address.street_address, address.extra) = (street_address, extra);
        address
    })
}

fn claims() -> impl Strategy<Value = StandardClaims> {
    let names = (localized(), localized(), localized(), localized(), localized(), localized());
    let texts = [(); 6].map(|()| option::of(text()));
    let others = (option::of(any::<bool>()), option::of(0_i64..4_000_000_000));
    let flags = option::of(any::<bool>());
    (names, (pages(), pages(), pages()), texts, option::of(address()), others, flags).prop_map(
        |(names, pages, texts, address, (verified, updated_at), phone_verified)| {
            let mut claims = StandardClaims::new();
            (claims.name, claims.given_name, claims.family_name, ..) = (names.0, names.1, names.2);
            (claims.middle_name, claims.nickname, claims.preferred_username) =
                (names.3, names.4, names.5);
            (claims.profile, claims.picture, claims.website) = pages;
            let [email, gender, birthdate, zoneinfo, locale, phone_number] = texts;
            (claims.email, claims.gender, claims.birthdate) = (email, gender, birthdate);
            (claims.zoneinfo, claims.locale, claims.phone_number) =
                (zoneinfo, locale, phone_number);
            (claims.email_verified, claims.phone_number_verified) = (verified, phone_verified);
            claims.address = address;
            claims.updated_at = updated_at.and_then(NumericDate::from_seconds);
            claims
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn core_5_4_the_response_is_the_same_as_that_of_copied_claims(
        sub in any::<String>(),
        claims in claims(),
        extra in object_of(vec!["address", "email", "name#de", "groups", "sub", "name", "~", ""]),
        scope in subsequence(EVERYTHING.split(' ').collect::<Vec<_>>(), 0..=5),
    ) {
        let scope = scope.join(" ").parse().unwrap_or_default();
        let (written, expected) = (
            user_info::respond(&sub, &claims, &scope, &extra),
            copied(&sub, &claims, &scope, &extra),
        );
        prop_assert_eq!(
            str::from_utf8(written.body()).unwrap(),
            str::from_utf8(expected.body()).unwrap()
        );
        prop_assert_eq!(written.headers(), expected.headers());
        // Neither list of members repeats a name.
        prop_assert!(Object::parse(written.body()).is_ok());
    }
}
