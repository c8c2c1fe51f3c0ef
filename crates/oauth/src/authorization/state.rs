//! `state`: the link between an authorization request and its response.

use std::hash::{Hash, Hasher};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::syntax::characters::is_visible_text;

secret_text! {
    /// `state`: the random value that connects an authorization response with the browser session
    /// that sent the request.
    ///
    /// [RFC 6749 §4.1.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1). An attacker must
    /// not be able to guess the value
    /// ([§10.12](https://www.rfc-editor.org/rfc/rfc6749#section-10.12)), so create it with
    /// [`random`](Self::random). The type implements `Serialize`, so that the client can store the
    /// state in the browser session until the response arrives.
    ///
    /// The type intentionally has no `new` that accepts every string: a state must not be empty,
    /// because an empty parameter counts as absent
    /// ([§3.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1)).
    ///
    /// ```compile_fail,E0599
    /// let state = symbolon_oauth::State::new(String::new());
    /// ```
    State, is_visible_text
}

/// Allows a state as the key of a map in memory, where a client finds the login of a callback. A
/// state gives no access on its own. The other secrets have no `Hash`: look them up under their
/// fingerprint.
impl Hash for State {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.expose().hash(state);
    }
}

impl Serialize for State {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

impl<'de> Deserialize<'de> for State {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SyntaxError;

    #[test]
    fn a_state_survives_storage() {
        let state = State::parse("af0ifjsldkj".to_owned()).unwrap();
        let stored = serde_json::to_string(&state).unwrap();
        assert_eq!(stored, "\"af0ifjsldkj\"");
        assert_eq!(serde_json::from_str::<State>(&stored).unwrap(), state);
        assert_eq!(format!("{state:?}"), "State");
    }

    #[test]
    fn attack_095_a_state_with_line_breaks_is_refused() {
        for refused in ["", "a\r\nSet-Cookie: x=y", "\u{202e}", "a\0"] {
            assert_eq!(State::parse(refused.to_owned()), Err(SyntaxError::State));
        }
    }

    #[test]
    fn a_state_is_the_key_of_a_map() {
        let state = |text: &str| State::parse(text.to_owned()).unwrap();
        let logins =
            std::collections::HashMap::from([(state("af0ifjsldkj"), 1), (state("xyz"), 2)]);
        assert_eq!(logins.get(&state("af0ifjsldkj")), Some(&1));
        assert_eq!(logins.get(&state("af0ifjsldk")), None);
    }
}
