//! Tests of a small document that has a member of every kind.

use std::convert::Infallible;

use super::{Absent, MemberType, ReadError, StatedList};
use crate::jwk::{self, PublicJwkSet};
use crate::{MemberError, Object};

crate::document! {
    /// A document with one member of every kind.
    #[derive(Clone, Debug, PartialEq)]
    struct Example, refused with ReadError<Infallible> {
        section "Example §1" "https://example.com/#1" {
            /// The name of the document.
            id: String as identity;
            /// A required text.
            title: String = required;
            /// A required list.
            parts: Vec<String> = required;
            /// A list that the writer must write, but that can be absent when a note is read.
            tags: Vec<String> = promised;
        }
        section "Example §2" "https://example.com/#2" {
            /// An optional text.
            alg: Option<String>, omitted means "RS256";
            /// A list with a default.
            modes: Vec<String>, omitted means ["query", "fragment"];
            /// A list without a default.
            scopes: Vec<String>;
            /// A flag that is `true` if omitted.
            open: Option<bool>, omitted means true;
            /// A flag that is `false` if omitted.
            signed: Option<bool>, omitted means false;
            /// A number.
            age: Option<u64>;
            /// An object.
            keys: Option<Object>;
        }
    }
}

const FULL: &str = r#"{"age":5,"alg":"ES256","id":"a","keys":{"kid":"k"},"modes":["query"],
    "open":false,"parts":["p"],"scopes":["s","t"],"signed":true,"title":"x","zoo":[null]}"#;

fn read(json: &str) -> Result<Example, ReadError<Infallible>> {
    let mut object = Object::parse(json.as_bytes()).unwrap();
    let id = object.take_string("id").unwrap().unwrap_or_default();
    Example::read(id, object, |_, _, error| Err(error))
}

#[test]
fn a_document_is_written_as_it_was_read() {
    let example = read(FULL).unwrap();
    assert_eq!(example.write(), Object::parse(FULL.as_bytes()).unwrap());
    assert_eq!(example.extra.names().collect::<Vec<_>>(), ["zoo"]);
}

#[test]
fn a_minimal_document_omits_every_optional_member() {
    let example =
        Example::minimal("a".to_owned(), "x".to_owned(), vec!["p".to_owned()], Vec::new());
    assert_eq!(example.write().to_json(), r#"{"id":"a","parts":["p"],"title":"x"}"#);
    assert_eq!(read(r#"{"id":"a","parts":["p"],"title":"x"}"#), Ok(example));
}

#[test]
fn a_required_member_is_named_when_it_is_missing() {
    assert_eq!(read(r#"{"parts":["p"]}"#), Err(ReadError::Missing("title")));
    assert_eq!(read(r#"{"title":"x"}"#), Err(ReadError::Missing("parts")));
}

#[test]
fn a_member_of_another_type_is_named_and_never_absent() {
    for (name, expected) in [
        ("title", "a string"),
        ("parts", "an array of strings"),
        ("alg", "a string"),
        ("modes", "an array of strings"),
        ("open", "true or false"),
        ("age", "a whole number from 0"),
        ("keys", "an object"),
    ] {
        let mut object = Object::parse(FULL.as_bytes()).unwrap();
        object.insert(name, serde_json::Value::Null);
        let error = ReadError::Type(MemberError { name, expected });
        assert_eq!(Example::read("a".to_owned(), object, |_, _, it| Err(it)), Err(error));
    }
}

#[test]
fn a_value_that_cannot_be_read_is_passed_on_and_left_out() {
    let mut object = Object::parse(FULL.as_bytes()).unwrap();
    object.insert("alg", 1);
    object.insert("modes", serde_json::json!(["query", 2, "fragment"]));
    object.insert("tags", "one");
    object.insert("keys", true);
    let mut odd = Vec::new();
    let example = Example::read("a".to_owned(), object, |name, found, error| {
        odd.push((name, found.to_string(), error.to_string()));
        Ok(())
    });
    let example = example.unwrap();
    assert_eq!((&example.alg, &example.keys, &example.tags), (&None, &None, &Vec::new()));
    assert_eq!(example.modes, ["query", "fragment"]);
    let odd: Vec<_> = odd.iter().map(|(name, found, why)| (*name, &**found, &**why)).collect();
    assert_eq!(
        odd,
        [
            ("tags", "\"one\"", "`tags` is not an array of strings"),
            ("alg", "1", "`alg` is not a string"),
            ("modes", "2", "`modes` is not an array of strings"),
            ("keys", "true", "`keys` is not an object"),
        ]
    );
}

#[test]
fn a_required_member_that_cannot_be_read_is_an_error() {
    let mut object = Object::parse(FULL.as_bytes()).unwrap();
    object.insert("parts", serde_json::json!(["p", 1]));
    let error = MemberError { name: "parts", expected: "an array of strings" };
    let read = Example::read("a".to_owned(), object, |_, _, _| Ok(()));
    assert_eq!(read, Err(ReadError::Type(error)));
}

#[test]
fn extra_is_no_second_place_for_a_member() {
    let mut example = read(FULL).unwrap();
    for member in Example::MEMBERS {
        example.extra.insert(member.name(), "from extra");
    }
    assert_eq!(example.write(), Object::parse(FULL.as_bytes()).unwrap());

    let mut example = Example::minimal(String::new(), String::new(), Vec::new(), Vec::new());
    example.extra.insert("open", true);
    assert!(!example.write().contains("open"));
}

#[test]
fn the_table_says_where_a_member_is_defined_and_what_its_absence_means() {
    let rows: Vec<_> =
        Example::MEMBERS.iter().map(|it| (it.name(), it.section(), it.absent())).collect();
    let texts = |texts| Absent::Texts(texts);
    assert_eq!(
        rows,
        [
            ("id", "Example §1", Absent::Refused),
            ("title", "Example §1", Absent::Refused),
            ("parts", "Example §1", Absent::Refused),
            ("tags", "Example §1", Absent::Refused),
            ("alg", "Example §2", texts(&["RS256"])),
            ("modes", "Example §2", texts(&["query", "fragment"])),
            ("scopes", "Example §2", Absent::NoDefault),
            ("open", "Example §2", Absent::Flag(true)),
            ("signed", "Example §2", Absent::Flag(false)),
            ("age", "Example §2", Absent::NoDefault),
            ("keys", "Example §2", Absent::NoDefault),
        ]
    );
    assert_eq!(members::alg.link(), "https://example.com/#2");
}

#[test]
fn a_stated_value_replaces_the_default() {
    assert!(members::modes.lists::<String>(&[], "fragment"));
    assert!(!members::modes.lists(&["query".to_owned()], "fragment"));
    assert!(!members::scopes.lists::<String>(&[], "openid"));
    assert!(members::open.flag(None) && !members::open.flag(Some(false)));
    assert!(!members::signed.flag(None) && members::signed.flag(Some(true)));
    assert!(!members::age.flag(None));
}

#[test]
fn values_pairs_each_member_with_its_field() {
    let example = read(FULL).unwrap();
    let names: Vec<_> = example.values().map(|(member, _)| member).collect();
    assert_eq!(names, Example::MEMBERS);
    let (_, age) = example.values().find(|(member, _)| member.name() == "age").unwrap();
    assert_eq!(age.downcast_ref::<Option<u64>>(), Some(&Some(5)));
}

#[test]
fn a_stated_list_keeps_an_empty_array_and_a_plain_list_does_not() {
    let mut object = Object::parse(br#"{"stated":[],"plain":[]}"#).unwrap();
    let stated = StatedList::<String>::take(&mut object, "stated").unwrap();
    let plain = Vec::<String>::take(&mut object, "plain").unwrap();
    assert_eq!(StatedList::<String>::take(&mut object, "stated"), Ok(None));
    stated.unwrap().put(&mut object, "stated");
    plain.unwrap().put(&mut object, "plain");
    assert_eq!(object.to_json(), r#"{"stated":[]}"#);
}

#[test]
fn a_jwk_set_is_a_member_and_the_error_does_not_show_the_set() {
    let mut object = Object::parse(br#"{"jwks":{"keys":[]},"other":{"secret":"x"}}"#).unwrap();
    let set = PublicJwkSet::take(&mut object, "jwks").unwrap().unwrap();
    let error = PublicJwkSet::take(&mut object, "other").unwrap_err();
    assert!(matches!(error, ReadError::Value { error: jwk::Error::Missing("keys"), .. }));
    assert!(!format!("{error} {error:?}").contains("secret"));
    set.put(&mut object, "jwks");
    assert_eq!(object.to_json(), r#"{"jwks":{"keys":[]}}"#);
}
