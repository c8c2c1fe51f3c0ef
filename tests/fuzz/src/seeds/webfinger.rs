//! Seeds of the WebFinger targets.

use super::Seed;

pub(super) fn seeds() -> Vec<Seed> {
    [identifiers(), requests(), descriptors()].concat()
}

fn identifiers() -> Vec<Seed> {
    let valid = |name, text: &str| Seed::valid("webfinger_identifier", name, text);
    let refused = |name, text: &str| Seed::refused("webfinger_identifier", name, text);
    vec![
        valid("email", "joe@example.com"),
        valid("two_at_signs", "juliet@capulet.example@shopping.example.com"),
        valid("host", "example.com"),
        valid("port", "joe@example.com:8080"),
        valid("url", "https://joe@example.com:8080/a%2Fb?c=d#e"),
        valid("acct", "acct:juliet%40capulet.example@shopping.example.com"),
        valid("mailto", "mailto:joe+a@example.com"),
        valid("literal", "joe@[2001:db8::1]:8080/a"),
        refused("xri", "=example"),
        refused("password", "https://joe:secret@example.com"),
        refused("number", "joe@2130706433"),
        refused("tel", "tel:+1-201-555-0123"),
    ]
}

fn requests() -> Vec<Seed> {
    let valid = |name, query: &str| Seed::valid("webfinger_request", name, query);
    let refused = |name, query: &str| Seed::refused("webfinger_request", name, query);
    vec![
        valid(
            "issuer",
            "resource=acct%3Ajoe%40example.com&rel=http%3A%2F%2Fopenid.net%2Fspecs%2Fconnect%2F1.0%2Fissuer",
        ),
        valid(
            "two_rels",
            "rel=author&resource=https://example.com/joe?a&rel=http%3A%2F%2Fa.example%2Fb",
        ),
        valid("plus", "resource=mailto:joe+a@example.com"),
        refused("no_resource", "rel=author"),
        refused("two_resources", "resource=acct:a@b.example&resource=acct:c@b.example"),
        refused("control", "resource=acct:a%2500@b.example"),
    ]
}

fn descriptors() -> Vec<Seed> {
    let full = r#"{"subject":"acct:joe@example.com","aliases":["https://example.com/joe"],"properties":{"https://example.com/ns/a":"b","https://example.com/ns/c":null},"links":[{"rel":"http://openid.net/specs/connect/1.0/issuer","href":"https://op.example"},{"rel":"author","type":"text/html","href":"https://example.com/","titles":{"en":"Joe","und":"J"},"properties":{"https://example.com/ns/d":null},"x":[1]}],"y":{}}"#;
    vec![
        Seed::valid("jrd", "empty", "{}"),
        Seed::valid("jrd", "full", full),
        Seed::valid(
            "jrd",
            "wrong_types",
            r#"{"subject":1,"aliases":[2],"links":[{"rel":3},{"rel":"a","titles":{"b":4}}]}"#,
        ),
        Seed::refused("jrd", "array", "[]"),
        Seed::refused("jrd", "twice", r#"{"links":[],"links":[]}"#),
    ]
}
