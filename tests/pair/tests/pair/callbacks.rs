//! A callback with a parameter that was changed on its way through the browser. The login fails
//! before the code is sent, except after the changes in [`Outcome::of`], which names the reason.

use symbolon_oauth::{Parameters, ResponseMode, ResponseType};
use symbolon_test_support::metadata::{JWKS, TOKEN};

use crate::flows::{Arriving, World, for_each_flow};

type Kind<'a> = (&'a ResponseType, Option<&'a ResponseMode>);

/// What becomes of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Dropped,
    /// The value is changed by one character.
    Altered,
    /// The value is taken from the callback of another user's login.
    Replayed,
}

/// What the relying party does with the changed callback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// It sends nothing.
    Nothing(&'static str),
    /// It fetches keys, and does not send the code.
    Keys(&'static str),
    /// It sends the code, which the provider refuses: only the provider knows its codes. PKCE
    /// protects a code of another login.
    RefusedByProvider,
    /// The login succeeds: nothing in the response protects this parameter.
    Harmless,
}

impl Outcome {
    fn of(response_type: &ResponseType, parameter: &str, change: Change) -> Option<Self> {
        use Change::{Altered, Dropped, Replayed};
        let id_token = response_type.includes("id_token");
        Some(match (parameter, change) {
            ("state", Dropped) => Self::Nothing("callback.missing_state"),
            ("state", Altered | Replayed) => Self::Nothing("callback.state"),
            // RFC 9207 §4: the ID Token names its issuer.
            ("iss", Dropped) if id_token => Self::Harmless,
            ("iss", Dropped) => Self::Nothing("iss.missing"),
            ("iss", Altered) => Self::Nothing("iss.mismatch"),
            ("code", Dropped) => Self::Nothing("authorization_response.missing_code"),
            ("code", Altered | Replayed) if id_token => Self::Keys("id_token.c_hash"),
            ("code", Altered | Replayed) => Self::RefusedByProvider,
            ("id_token", Dropped) => Self::Nothing("authorization_response.missing_id_token"),
            ("id_token", Altered) => Self::Keys("jws.signature"),
            ("id_token", Replayed) => Self::Keys("id_token.nonce_mismatch"),
            ("access_token", Dropped) => {
                Self::Nothing("authorization_response.missing_access_token")
            }
            ("access_token", Altered | Replayed) if id_token => Self::Keys("id_token.at_hash"),
            // No ID Token contains the hash of this access token. `FromBrowser` says so, and the
            // session has the access token of the token endpoint.
            ("access_token", Altered | Replayed) => Self::Harmless,
            ("token_type", Dropped) => Self::Nothing("authorization_response.missing_token_type"),
            ("token_type", Altered) => Self::Nothing("callback.token_type"),
            // RFC 6749 §4.2.2: both are hints about the access token, and both are optional.
            ("expires_in" | "scope", Dropped | Altered) => Self::Harmless,
            // Every login of this provider has the same value.
            ("iss" | "token_type" | "expires_in" | "scope", Replayed) => Self::Harmless,
            _ => return None,
        })
    }
}

/// Changes one character of a value, so that it stays in the alphabet of base64url, of numbers, and
/// of scopes.
fn altered(name: &str, value: &str) -> String {
    if name == "expires_in" {
        return format!("{value}0");
    }
    let mut characters: Vec<char> = value.chars().collect();
    // The last characters of a JWT and of a random value can have unused bits.
    let position = characters.len() - 5;
    let character = &mut characters[position];
    *character = if *character == 'a' { 'b' } else { 'a' };
    characters.into_iter().collect()
}

fn set(parameters: &mut Parameters, name: &str, value: &str) {
    parameters.take(name);
    parameters.push(name, value);
}

fn change(parameters: &mut Parameters, name: &str, change: Change, other: &Parameters) {
    let value = parameters.get(name).unwrap().to_owned();
    match change {
        Change::Dropped => drop(parameters.take(name)),
        Change::Altered => set(parameters, name, &altered(name, &value)),
        Change::Replayed => set(parameters, name, other.get(name).unwrap()),
    }
}

/// Returns the response to the login of another user at the same provider.
fn other_login(world: &mut World, kind: &Kind<'_>) -> Parameters {
    world.op.user("bob");
    let other = world.authorize(kind.0, kind.1).unwrap();
    world.op.user("alice");
    other.parameters
}

/// Finishes a login with these parameters, and returns what the relying party did.
fn outcome(world: &mut World, arriving: Arriving) -> Outcome {
    let is_none = *arriving.pending.response_type() == ResponseType::NONE;
    world.asked.clear();
    let result = world.finish(arriving);
    let asked: Vec<&str> = world.asked.iter().map(String::as_str).collect();
    match (result, asked.as_slice()) {
        (Ok(user), _) => {
            assert_eq!(user.as_deref(), (!is_none).then_some("alice"));
            Outcome::Harmless
        }
        (Err(code), []) => Outcome::Nothing(code),
        (Err(code), [JWKS]) => Outcome::Keys(code),
        (Err("token_response.refused"), [TOKEN]) => Outcome::RefusedByProvider,
        (Err(code), asked) => panic!("{code} after {asked:?}"),
    }
}

#[test]
fn core_3_3_2_8_the_error_of_each_changed_callback_and_what_is_sent_before_it() {
    for_each_flow(|response_type, mode| {
        let kind = (response_type, mode);
        let mut world = World::new(4);
        let valid = world.authorize(response_type, mode).unwrap();
        for (name, _) in valid.parameters.iter() {
            for it in [Change::Dropped, Change::Altered, Change::Replayed] {
                let other = other_login(&mut world, &kind);
                let mut arriving = world.authorize(response_type, mode).unwrap();
                change(&mut arriving.parameters, name, it, &other);
                let found = outcome(&mut world, arriving);
                let expected = Outcome::of(response_type, name, it);
                assert_eq!(Some(found), expected, "{kind:?}, {name} {it:?}");
            }
        }
    });
}

#[test]
fn attack_077_the_whole_callback_of_another_login() {
    for_each_flow(|response_type, mode| {
        let kind = (response_type, mode);
        let mut world = World::new(5);
        let earlier = world.authorize(response_type, mode).unwrap().parameters;
        for replayed in [earlier, other_login(&mut world, &kind)] {
            let mut arriving = world.authorize(response_type, mode).unwrap();
            arriving.parameters = replayed;
            let found = outcome(&mut world, arriving);
            assert_eq!(found, Outcome::Nothing("callback.state"), "{kind:?}");
        }
    });
}

/// An attacker knows the state if the victim's browser has shown its address. Then only `nonce` and
/// PKCE tie the other parameters to the login.
#[test]
fn attack_067_every_parameter_of_another_login_with_the_state_of_this_login() {
    for_each_flow(|response_type, mode| {
        // A response without code and tokens has nothing to take from another login.
        if *response_type == ResponseType::NONE {
            return;
        }
        let kind = (response_type, mode);
        let mut world = World::new(6);
        let mut other = other_login(&mut world, &kind);
        let mut arriving = world.authorize(response_type, mode).unwrap();
        set(&mut other, "state", arriving.parameters.get("state").unwrap());
        arriving.parameters = other;
        let expected = if response_type.includes("id_token") {
            Outcome::Keys("id_token.nonce_mismatch")
        } else {
            Outcome::RefusedByProvider
        };
        assert_eq!(outcome(&mut world, arriving), expected, "{kind:?}");
    });
}
