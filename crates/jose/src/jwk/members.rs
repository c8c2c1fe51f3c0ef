//! Reading the member `keys` of a JWK Set.

use serde_json::Value;

use super::Error;
use crate::key::{DropReason, DroppedKey};
use crate::{Limits, MemberError, Object, json};

/// Removes `keys` from a JWK Set and reads each key. A key that cannot be read is left out, and the
/// reason is returned (RFC 7517 §5).
pub(super) fn read_keys<K>(
    set: &mut Object,
    limits: &Limits,
    read: impl Fn(Object) -> Result<K, Error>,
) -> Result<(Vec<K>, Vec<DroppedKey>), Error> {
    let entries = match set.remove("keys") {
        Some(Value::Array(entries)) => entries,
        Some(_) => return Err(MemberError { name: "keys", expected: "an array" }.into()),
        None => return Err(Error::Missing("keys")),
    };
    if entries.len() > limits.keys {
        return Err(json::Error::TooManyMembers.into());
    }
    let mut keys = Vec::new();
    let mut dropped = Vec::new();
    for (index, entry) in entries.into_iter().enumerate() {
        let text = |name| entry.get(name).and_then(Value::as_str).map(str::to_owned);
        let (kid, kty) = (text("kid"), text("kty"));
        let number = entry.get("kid").filter(|kid| kid.is_number()).map(Value::to_string);
        match Object::from_value(entry).map_err(Error::from).and_then(&read) {
            Ok(key) => keys.push(key),
            Err(error) => {
                // If a key is left out because its `kid` is a number, a header whose `kid` has the
                // same digits refers to this key.
                let by_kid = matches!(error, Error::Member(MemberError { name: "kid", .. }));
                let kid = kid.or(number.filter(|_| by_kid));
                dropped.push(DroppedKey { index, kid, kty, reason: DropReason::Jwk(error) });
            }
        }
    }
    Ok((keys, dropped))
}
