//! The comparison of one member.

use std::collections::BTreeSet;

use symbolon_jose::Object;
use symbolon_jose::json::document::{Absent, Value};

use super::{Change, ChangeKind};
use crate::metadata::{member, shown};

/// The lists whose values no client has to choose: languages, and what pages look like.
const PREFERENCES: &[&str] =
    &["claims_locales_supported", "ui_locales_supported", "display_values_supported"];

/// The meaning of a value or a feature that the old document does not have.
const NEW_FEATURE: &str = "clients can use it";

/// Compares one member of two documents.
pub(super) fn compare(name: &str, old: &Object, new: &Object) -> Vec<Change> {
    let (was, is) = (stated(old, name), stated(new, name));
    if was == is {
        return Vec::new();
    }
    let absent = member(name).map(|member| member.absent());
    match (was, is, absent) {
        (was, is, _) if fits(was, Value::is_boolean) && fits(is, Value::is_boolean) => {
            flag(name, was, is)
        }
        (was, is, _) if fits(was, Value::is_array) && fits(is, Value::is_array) => {
            list(name, &values(name, was, absent), &values(name, is, absent))
        }
        (was, is, _) if name == ALIASES => aliases(was, is),
        (was, is, _) => single(name, was, is).into_iter().collect(),
    }
}

const ALIASES: &str = "mtls_endpoint_aliases";

/// Returns a member that has a value.
fn stated<'a>(document: &'a Object, name: &str) -> Option<&'a Value> {
    document.get(name).filter(|value| match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        _ => true,
    })
}

fn fits(value: Option<&Value>, is_type: fn(&Value) -> bool) -> bool {
    value.is_none_or(is_type)
}

/// Compares a flag. An omitted flag has its default.
fn flag(name: &str, was: Option<&Value>, is: Option<&Value>) -> Vec<Change> {
    let effective = |value: Option<&Value>| {
        let stated = value.and_then(Value::as_bool);
        member(name).map_or(stated == Some(true), |member| member.flag(stated))
    };
    let (was, is) = (effective(was), effective(is));
    if was == is {
        return Vec::new();
    }
    let kind = ChangeKind::Replaced { old: format!("`{was}`"), new: format!("`{is}`") };
    let is_demand = name.starts_with("require_");
    vec![match (is_demand, is) {
        (true, true) => Change::breaking(name, kind, "clients that do not do this yet are refused"),
        (true, false) => Change::harmless(name, kind, "clients may go on as before"),
        (false, true) => Change::harmless(name, kind, NEW_FEATURE),
        (false, false) => Change::breaking(name, kind, "clients that rely on it fail"),
    }]
}

/// Returns the values of a list as they are compared, or its default.
fn values(name: &str, value: Option<&Value>, absent: Option<Absent>) -> BTreeSet<String> {
    let list = value.and_then(Value::as_array);
    let stated = list.into_iter().flatten().map(|value| match value.as_str() {
        // The words of a response type have no order.
        Some(text) if name == "response_types_supported" => {
            let words: BTreeSet<&str> = text.split(' ').collect();
            shown(&Value::from(words.into_iter().collect::<Vec<_>>().join(" ")))
        }
        _ => shown(value),
    });
    match absent {
        Some(Absent::Texts(default)) if list.is_none() => {
            default.iter().map(|text| shown(&Value::from(*text))).collect()
        }
        _ => stated.collect(),
    }
}

fn list(name: &str, was: &BTreeSet<String>, is: &BTreeSet<String>) -> Vec<Change> {
    let removed = was.difference(is).map(|value| {
        let kind = ChangeKind::ValueRemoved(value.clone());
        if PREFERENCES.contains(&name) {
            Change::harmless(name, kind, "the provider uses another value instead")
        } else {
            Change::breaking(name, kind, "clients that use the value fail")
        }
    });
    let added = is
        .difference(was)
        .map(|value| Change::harmless(name, ChangeKind::ValueAdded(value.clone()), NEW_FEATURE));
    removed.chain(added).collect()
}

/// Compares the endpoints for clients with a TLS certificate.
fn aliases(was: Option<&Value>, is: Option<&Value>) -> Vec<Change> {
    let object = |value: Option<&Value>| value.and_then(Value::as_object).cloned();
    let (was, is) = (object(was).unwrap_or_default(), object(is).unwrap_or_default());
    let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let changes = names.into_iter().filter(|name| was.get(*name) != is.get(*name));
    changes
        .filter_map(|name| single(&format!("{ALIASES}.{name}"), was.get(name), is.get(name)))
        .collect()
}

/// Compares a member that is neither a list nor a flag, or whose type changed.
fn single(name: &str, was: Option<&Value>, is: Option<&Value>) -> Option<Change> {
    let kind = match (was, is) {
        (None, Some(is)) => ChangeKind::Added(shown(is)),
        (Some(was), None) => ChangeKind::Removed(shown(was)),
        (Some(was), Some(is)) => ChangeKind::Replaced { old: shown(was), new: shown(is) },
        (None, None) => return None,
    };
    // Clients read the member as another type, and leave it out.
    let is_other_type = was.zip(is).is_some_and(|(was, is)| kind_of(was) != kind_of(is));
    let is_known = member(name).is_some();
    Some(match kind {
        ChangeKind::Added(_) => {
            Change::harmless(name, kind, "clients of the old document ignore it")
        }
        _ if name == "issuer" => {
            Change::breaking(name, kind, "clients refuse tokens and responses of another issuer")
        }
        _ if is_endpoint(name) => {
            Change::breaking(name, kind, "clients that keep the old document use the old URL")
        }
        _ if is_other_type && is_known => {
            Change::breaking(name, kind, "clients cannot read a value of another type")
        }
        _ => Change::harmless(name, kind, "clients do not depend on the value"),
    })
}

/// Returns whether clients send requests to the URL in this member.
fn is_endpoint(name: &str) -> bool {
    name.ends_with("_endpoint") || matches!(name, "jwks_uri" | "check_session_iframe")
}

fn kind_of(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
    }
}
