//! What the tables of inputs from the field share. Each row of a table is one input: the public
//! report, what came of the input, and what has to come of it.

#![cfg(test)]

use serde_json::{Value, json};
use symbolon_case_tests::{Failure, FieldProvider, client, sign_in};
use symbolon_discovery::quirks::Quirks;

/// What came of an input: it was read, or it was refused with this error.
pub(crate) type Outcome = Result<(), Failure>;

/// Compares what came of each input with what has to come of it: the code of the error and a text
/// that its message contains, or two empty texts if the input has to be read.
pub(crate) fn table<const N: usize>(rows: [(&str, Outcome, &str, &str); N]) {
    let wrong: Vec<String> = rows.into_iter().filter_map(wrong).collect();
    assert!(wrong.is_empty(), "{} of {N} inputs:\n{}", wrong.len(), wrong.join("\n"));
}

fn wrong((report, outcome, code, says): (&str, Outcome, &str, &str)) -> Option<String> {
    match outcome {
        Ok(()) => (!code.is_empty()).then(|| format!("{report}: read, and not {code}")),
        Err(failure) => {
            let (found, message) = (failure.code(), failure.to_string());
            let right = found == code && message.contains(says);
            (!right).then(|| format!("{report}: {found} ({message}), and not {code} ({says})"))
        }
    }
}

/// Signs in at this provider.
pub(crate) fn at(provider: &FieldProvider) -> Outcome {
    sign_in(provider, client()).map(drop)
}

/// Signs in at this provider with a client that accepts a deviation.
pub(crate) fn quirky(provider: &FieldProvider, quirk: impl FnOnce(&mut Quirks)) -> Outcome {
    let mut quirks = Quirks::default();
    quirk(&mut quirks);
    sign_in(provider, client().quirks(quirks)).map(drop)
}

/// Signs in with an ID Token that has these claims too.
pub(crate) fn claims(claims: Value) -> Outcome {
    at(&FieldProvider::default().claims(&claims))
}

/// Signs in with an ID Token whose header has these parameters too.
pub(crate) fn header(parameters: Value) -> Outcome {
    at(&FieldProvider::default().header(&parameters))
}

/// Signs in at a provider whose metadata has these members too.
pub(crate) fn metadata(members: Value) -> Outcome {
    at(&FieldProvider::default().metadata(&members))
}

/// Returns a provider whose token response has these members too. `<absent>` removes a member.
pub(crate) fn tokens(members: Value) -> FieldProvider {
    let mut provider = FieldProvider::default();
    merge(&mut provider.tokens, members);
    provider
}

/// Returns a provider whose only key has these members too.
pub(crate) fn key(members: Value) -> FieldProvider {
    let mut provider = FieldProvider::default();
    merge(&mut provider.jwks["keys"][0], members);
    provider
}

/// Returns a provider whose key set has this key before its own key.
pub(crate) fn key_beside(jwk: Value) -> FieldProvider {
    let mut provider = FieldProvider::default();
    let own = provider.jwks["keys"][0].clone();
    provider.jwks = json!({"keys": [jwk, own]});
    provider
}

fn merge(object: &mut Value, members: Value) {
    let Value::Object(members) = members else { panic!("the change is an object") };
    for (name, value) in members {
        object[name] = value;
    }
    object.as_object_mut().unwrap().retain(|_, value| value != "<absent>");
}
