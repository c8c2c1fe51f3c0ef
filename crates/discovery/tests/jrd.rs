//! JSON Resource Descriptors: RFC 7033 §4.4.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use symbolon_discovery::webfinger::{ISSUER_REL, Jrd, Link, Resource};
use symbolon_oauth::Issuer;

/// The response that RFC 7033 §3.2 prints, without its white space.
const BLOG: &str = r#"{
    "subject":"http://blog.example.com/article/id/314",
    "aliases":["http://blog.example.com/cool_new_thing","http://blog.example.com/steve/article/7"],
    "properties":{"http://blgx.example.net/ns/version":"1.3","http://blgx.example.net/ns/ext":null},
    "links":[{"rel":"copyright","href":"http://www.example.com/copyright"},
        {"rel":"author","href":"http://blog.example.com/author/steve",
         "titles":{"en-us":"The Magical World of Steve","fr":"Le Monde Magique de Steve"},
         "properties":{"http://example.com/role":"editor"}}]}"#;

fn parse(json: &str) -> Jrd {
    Jrd::parse(json.as_bytes()).unwrap()
}

#[test]
fn rfc7033_3_2_the_printed_response() {
    let jrd = parse(BLOG);
    assert_eq!(jrd.subject.as_deref(), Some("http://blog.example.com/article/id/314"));
    assert_eq!(jrd.aliases[1], "http://blog.example.com/steve/article/7");
    assert_eq!(jrd.properties["http://blgx.example.net/ns/version"].as_deref(), Some("1.3"));
    assert_eq!(jrd.properties["http://blgx.example.net/ns/ext"], None);
    assert_eq!(jrd.links[0], Link::new("copyright", "http://www.example.com/copyright"));
    let author = jrd.link("author").unwrap();
    assert_eq!(author.titles["fr"], "Le Monde Magique de Steve");
    assert_eq!(author.properties["http://example.com/role"].as_deref(), Some("editor"));
    assert_eq!(jrd.left_out(), [""; 0]);
    assert_eq!(Jrd::from_object(jrd.to_object()), jrd);
}

#[test]
fn rfc7033_4_4_unknown_members_are_ignored_and_kept() {
    let json = r#"{"expires":"2030-01-01","links":[{"properties":{"a:b":"c"},"rel":"x","template":"t","type":"text/html"}]}"#;
    let jrd = parse(json);
    assert!(jrd.extra.contains("expires") && jrd.links[0].extra.contains("template"));
    assert_eq!(jrd.links[0].media_type.as_deref(), Some("text/html"));
    assert_eq!(jrd.to_object().to_json(), json);
}

#[test]
fn rfc7033_4_4_members_of_a_wrong_type_are_left_out_and_listed() {
    let jrd = parse(
        r#"{"subject":1,"aliases":["a:b",2],"properties":{"a:b":{},"c:d":"e"},"links":[
            {"rel":"x","href":3,"titles":[],"properties":"p","type":null},
            {"href":"https://no.rel.example"}, {"rel":4}, "link", {"rel":"y","href":""}]}"#,
    );
    assert_eq!((jrd.subject.as_ref(), &*jrd.aliases), (None, &["a:b".to_owned()][..]));
    assert_eq!(jrd.properties.len(), 1);
    let rels: Vec<&str> = jrd.links.iter().map(|link| &*link.rel).collect();
    assert_eq!(rels, ["x", "y"]);
    assert!(jrd.links.iter().all(|link| link.href.is_none()));
    let expected = [
        "/subject",
        "/aliases/1",
        "/properties",
        "/links/0/href",
        "/links/0/titles",
        "/links/0/properties",
        "/links/1",
        "/links/2",
        "/links/3",
    ];
    assert_eq!(jrd.left_out(), expected);
    assert_eq!(parse(r#"{"links":{},"aliases":"a"}"#).left_out(), ["/aliases", "/links"]);
}

#[test]
fn rfc7033_4_4_4_1_rel_is_compared_as_text() {
    let issuer = |rel: &str| {
        let json = format!(r#"{{"links":[{{"rel":"{rel}","href":"https://op.example"}}]}}"#);
        parse(&json).issuer().map_err(|error| error.code())
    };
    assert!(issuer(ISSUER_REL).is_ok());
    for other in [
        "https://openid.net/specs/connect/1.0/issuer",
        "http://OpenID.net/specs/connect/1.0/issuer",
        "http://openid.net/specs/connect/1.0/issuer/",
        "http://openid.net/specs/connect/1.0/issuer author",
    ] {
        assert_eq!(issuer(other), Err("webfinger.no_issuer"), "{other}");
    }
}

#[test]
fn rfc7033_4_4_4_the_first_link_counts() {
    let mut jrd = Jrd::default();
    jrd.links = ["https://first.example", "https://second.example"]
        .map(|href| Link::new(ISSUER_REL, href))
        .to_vec();
    assert_eq!(jrd.issuer().unwrap().as_str(), "https://first.example");
}

#[test]
fn rfc7033_4_4_4_4_titles_with_tags_differing_in_case() {
    let jrd = parse(r#"{"links":[{"rel":"x","titles":{"EN":"a","en":"b","und":"c"}}]}"#);
    assert_eq!(jrd.links[0].titles.len(), 3);
    assert_eq!(jrd.left_out(), [""; 0]);
}

#[test]
fn a_field_wins_over_a_member_in_extra_with_its_name() {
    let resource = Resource::parse("acct:joe@example.com").unwrap();
    let mut jrd = Jrd::of_issuer(&resource, &Issuer::new("https://op.example").unwrap());
    jrd.extra.insert("subject", "acct:mallory@example.com");
    jrd.extra.insert("aliases", "acct:mallory@example.com");
    jrd.links[0].extra.insert("href", "https://evil.example");
    jrd.links[0].extra.insert("type", "text/html");
    let expected = format!(
        r#"{{"links":[{{"href":"https://op.example","rel":"{ISSUER_REL}"}}],"subject":"acct:joe@example.com"}}"#
    );
    assert_eq!(jrd.to_object().to_json(), expected);
}

#[test]
fn rfc8259_8_1_a_byte_order_mark_is_ignored() {
    assert!(Jrd::parse("\u{feff}{}".as_bytes()).is_ok());
}
