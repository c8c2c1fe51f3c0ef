//! A login with each response type in each response mode, and the changes of its authorization
//! response.

use std::convert::Infallible;

use http::{Method, Request, Response, header};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::Discover;
use symbolon_jose::SignatureAlgorithm;
use symbolon_oauth::{Parameters, ResponseMode, ResponseType};
use symbolon_relying_party::{
    Callback, ClientAuthentication, ClientConfiguration, DriveError, Flow, PendingLogin,
    RelyingParty, drive_blocking,
};
use symbolon_test_support::carried::{Carrier, carried};
use symbolon_test_support::clock::now;
use symbolon_test_support::metadata::TOKEN;
use symbolon_test_support::names::{client_id, client_secret, issuer, redirect_uri};
use symbolon_test_support::random;
use url::Url;

use crate::party::Op;

const MODES: [Option<ResponseMode>; 8] = [
    None,
    Some(ResponseMode::QUERY),
    Some(ResponseMode::FRAGMENT),
    Some(ResponseMode::FORM_POST),
    Some(ResponseMode::JWT),
    Some(ResponseMode::QUERY_JWT),
    Some(ResponseMode::FRAGMENT_JWT),
    Some(ResponseMode::FORM_POST_JWT),
];

/// The modes in which a response without encryption cannot contain tokens.
const IN_QUERY: [ResponseMode; 2] = [ResponseMode::QUERY, ResponseMode::QUERY_JWT];

/// The two parties, and the paths of the requests between them.
pub(crate) struct World {
    pub(crate) op: Op,
    pub(crate) rp: RelyingParty,
    pub(crate) asked: Vec<String>,
    /// Whether logins are pushed.
    pushes: bool,
}

/// A response on its way through the browser.
pub(crate) struct Arriving {
    pub(crate) pending: PendingLogin,
    pub(crate) carrier: Carrier,
    pub(crate) parameters: Parameters,
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        let op = Op::with(random::seeded(seed, &CRYPTO), "alice", ResponseType::ALL.to_vec());
        Self::of(op, seed)
    }

    /// Creates the two parties, which push the request of each login.
    pub(crate) fn pushing(seed: u64) -> Self {
        let op = Op::with_push(random::seeded(seed, &CRYPTO), "alice", ResponseType::ALL.to_vec());
        Self { pushes: true, ..Self::of(op, seed) }
    }

    fn of(mut op: Op, seed: u64) -> Self {
        let send = |request| -> Result<_, Infallible> { Ok(op.answer(&request, now())) };
        let Ok(provider) = drive_blocking(Discover::new(issuer()), send, now) else {
            panic!("the provider publishes its metadata")
        };
        let authentication = ClientAuthentication::ClientSecretBasic(client_secret());
        let client = ClientConfiguration::new(client_id(), authentication)
            .response_types(ResponseType::ALL.to_vec())
            .id_token_signed_response_alg(SignatureAlgorithm::Es256);
        let rp = RelyingParty::new(provider, client, &random::seeded(seed + 1000, &CRYPTO));
        let rp = rp.unwrap();
        Self { op, rp, asked: Vec::new(), pushes: false }
    }

    /// Takes the browser to the provider, and returns the response. `None` if the login cannot begin.
    pub(crate) fn authorize(
        &mut self,
        response_type: &ResponseType,
        mode: Option<&ResponseMode>,
    ) -> Option<Arriving> {
        let (url, pending) = self.begin(response_type, mode)?;
        let response = self.op.grant(url.as_str(), now()).unwrap();
        let (carrier, parameters) = carried(&response, &redirect_uri()).unwrap();
        Some(Arriving { pending, carrier, parameters })
    }

    /// Begins a login. `None` if the login cannot begin.
    pub(crate) fn begin(
        &mut self,
        response_type: &ResponseType,
        mode: Option<&ResponseMode>,
    ) -> Option<(Url, PendingLogin)> {
        let login = self.rp.login(&redirect_uri()).scope("email");
        let login = login.response_type(response_type.clone());
        let login = match mode {
            Some(mode) => login.response_mode(mode.clone()),
            None => login,
        };
        if self.pushes {
            return self.drive(login.push(), |error| error.code()).ok();
        }
        login.begin(now()).ok()
    }

    /// Finishes the login. Returns the `sub` of the user, which a login with `none` does not have, or
    /// the code of the error.
    pub(crate) fn finish(&mut self, arriving: Arriving) -> Result<Option<String>, &'static str> {
        let is_none = *arriving.pending.response_type() == ResponseType::NONE;
        let callback = read(arriving.carrier, &arriving.parameters)?;
        let rp = self.rp.clone();
        let mut keys = rp.key_cache();
        if is_none {
            let flow = rp.finish_without_tokens(arriving.pending, callback, &mut keys);
            let flow = flow.map_err(|error| error.code())?;
            self.drive(flow, |error| error.code()).map(|_| None)
        } else {
            let flow = rp.finish(arriving.pending, callback, &mut keys);
            let flow = flow.map_err(|error| error.code())?;
            let login = self.drive(flow, |error| error.code())?;
            if login.session.access_token.is_some() {
                let flow = rp.user_info(&login.session).unwrap();
                let user_info = self.drive(flow, |error| error.code())?;
                assert_eq!(user_info.sub, login.session.sub());
            }
            Ok(Some(login.session.sub().to_owned()))
        }
    }

    fn drive<F: Flow>(
        &mut self,
        flow: F,
        code: impl FnOnce(&F::Error) -> &'static str,
    ) -> Result<F::Output, &'static str> {
        let send = |request: Request<Vec<u8>>| -> Result<Response<Vec<u8>>, Infallible> {
            self.asked.push(request.uri().path().to_owned());
            Ok(self.op.answer(&request, now()))
        };
        drive_blocking(flow, send, now).map_err(|error| match &error {
            DriveError::Flow(error) => code(error),
            other => other.code(),
        })
    }
}

/// Reads a response as the app does: a native app reads a fragment, and a server all others.
fn read(carrier: Carrier, parameters: &Parameters) -> Result<Callback, &'static str> {
    let (uri, encoded) = (redirect_uri(), parameters.encode());
    let callback = match carrier {
        Carrier::Query => Callback::from_uri(&format!("{}?{encoded}", uri.as_str())),
        Carrier::Fragment => Callback::from_uri(&format!("{}#{encoded}", uri.as_str())),
        Carrier::FormPost => Callback::from_http(
            &Request::builder()
                .method(Method::POST)
                .uri(uri.as_str())
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(encoded)
                .unwrap(),
        ),
    };
    callback.map_err(|error| error.code())
}

/// Calls `check` with each response type and each mode that is allowed for it and in which the
/// parameters can be changed one by one, because they are not in a signed JWT.
pub(crate) fn for_each_flow(check: impl Fn(&ResponseType, Option<&ResponseMode>)) {
    for_each_flow_and_jwt(|response_type, mode| {
        if !mode.is_some_and(ResponseMode::is_jwt) {
            check(response_type, mode);
        }
    });
}

/// Calls `check` with each response type and each mode that is allowed for it.
pub(crate) fn for_each_flow_and_jwt(check: impl Fn(&ResponseType, Option<&ResponseMode>)) {
    for response_type in ResponseType::ALL {
        for mode in &MODES {
            let in_query = mode.as_ref().is_some_and(|mode| IN_QUERY.contains(mode));
            if !in_query || !response_type.returns_tokens() {
                check(&response_type, mode.as_ref());
            }
        }
    }
}

#[test]
fn each_response_type_in_each_mode_signs_the_user_in() {
    for_each_flow_and_jwt(|response_type, mode| {
        let mut world = World::new(1);
        let arriving = world.authorize(response_type, mode).unwrap();
        let expected = (*response_type != ResponseType::NONE).then(|| "alice".to_owned());
        assert_eq!(world.finish(arriving), Ok(expected), "{response_type} {mode:?}");
        let sends_code = world.asked.iter().any(|path| path == TOKEN);
        assert_eq!(sends_code, response_type.includes("code"), "{response_type} {mode:?}");
    });
}

#[test]
fn a_login_with_tokens_in_the_query_does_not_begin() {
    for response_type in ResponseType::ALL.into_iter().filter(ResponseType::returns_tokens) {
        for mode in &IN_QUERY {
            let arriving = World::new(1).authorize(&response_type, Some(mode));
            assert!(arriving.is_none(), "{response_type} {mode}");
        }
    }
}

/// The parameters that a client need not receive: the lifetime and the scope of an access token.
const OPTIONAL: [&str; 2] = ["expires_in", "scope"];

#[test]
fn each_parameter_that_is_dropped_is_noticed() {
    for_each_flow_and_jwt(|response_type, mode| {
        let whole = World::new(1).authorize(response_type, mode).unwrap();
        for (name, _) in whole.parameters.iter() {
            let mut world = World::new(1);
            let mut arriving = world.authorize(response_type, mode).unwrap();
            arriving.parameters.take(name).unwrap();
            let is_refused = world.finish(arriving).is_err();
            // RFC 9207 §4: an ID Token names its issuer.
            let names_issuer = name == "iss" && response_type.includes("id_token");
            let is_optional = OPTIONAL.contains(&name) || names_issuer;
            assert_eq!(is_refused, !is_optional, "{response_type} {mode:?} {name}");
            assert!(!is_refused || world.asked.is_empty(), "{response_type} {mode:?} {name}");
        }
    });
}

#[test]
fn attack_068_each_parameter_of_another_login_is_noticed() {
    for_each_flow_and_jwt(|response_type, mode| {
        let names: Vec<String> = {
            let whole = World::new(1).authorize(response_type, mode).unwrap();
            whole.parameters.iter().map(|(name, _)| name.to_owned()).collect()
        };
        for name in &names {
            let mut world = World::new(1);
            let mut mine = world.authorize(response_type, mode).unwrap();
            world.op.user("mallory");
            let other = world.authorize(response_type, mode).unwrap();
            let value = other.parameters.get(name).unwrap();
            if mine.parameters.get(name) == Some(value) {
                continue;
            }
            mine.parameters.push(name, value);
            let result = world.finish(mine);
            // Core §3.3.2.9: with `code token`, no ID Token comes with the access token. The session
            // has the access token of the token endpoint, which belongs to the user.
            let is_unbound = name == "access_token" && *response_type == ResponseType::CODE_TOKEN;
            let expected = is_unbound.then(|| Ok(Some("alice".to_owned())));
            match expected {
                Some(expected) => assert_eq!(result, expected, "{response_type} {mode:?} {name}"),
                None => assert!(result.is_err(), "{response_type} {mode:?} {name}"),
            }
            // An ID Token beside the code shows that the code is of another login.
            if response_type.includes("id_token") {
                assert!(!world.asked.iter().any(|path| path == TOKEN), "{response_type} {name}");
            }
        }
    });
}

#[test]
fn a_response_in_another_mode_is_refused() {
    for_each_flow_and_jwt(|response_type, mode| {
        for carrier in [Carrier::Query, Carrier::Fragment, Carrier::FormPost] {
            let mut world = World::new(1);
            let arriving = world.authorize(response_type, mode).unwrap();
            // A page at the redirect URI posts the parameters of the fragment.
            let is_posted_fragment =
                (arriving.carrier, carrier) == (Carrier::Fragment, Carrier::FormPost);
            let is_accepted = arriving.carrier == carrier || is_posted_fragment;
            let result = world.finish(Arriving { carrier, ..arriving });
            if is_accepted {
                assert!(result.is_ok(), "{response_type} {mode:?} {carrier:?}: {result:?}");
            } else {
                assert_eq!(result, Err("callback.response_mode"), "{response_type} {mode:?}");
                assert!(world.asked.is_empty());
            }
        }
    });
}

#[test]
fn attack_078_an_id_token_that_was_not_asked_for_does_not_replace_iss() {
    for_each_flow(|response_type, mode| {
        let other = World::new(2).authorize(&ResponseType::CODE_ID_TOKEN, None).unwrap();
        let valid = other.parameters.get("id_token").unwrap().to_owned();
        for id_token in [valid.as_str(), "e30.e30.e30"] {
            let mut world = World::new(1);
            let mut arriving = world.authorize(response_type, mode).unwrap();
            arriving.parameters.take("iss").unwrap();
            arriving.parameters.push("id_token", id_token);
            let case = format!("{response_type} {mode:?}");
            let result = world.finish(arriving);
            if response_type.includes("id_token") {
                assert!(result.is_err(), "{case}");
            } else {
                assert_eq!(result, Err("iss.missing"), "{case}");
            }
            assert!(!world.asked.iter().any(|path| path == TOKEN), "{case}");
            // An error names its issuer only by `iss`.
            let mut arriving = world.authorize(response_type, mode).unwrap();
            let state = arriving.parameters.get("state").unwrap().to_owned();
            arriving.parameters = Parameters::new();
            arriving.parameters.push("state", &state);
            arriving.parameters.push("error", "access_denied");
            arriving.parameters.push("id_token", id_token);
            assert_eq!(world.finish(arriving), Err("iss.missing"), "{case}");
        }
    });
}
