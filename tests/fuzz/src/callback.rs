//! The authorization response of every response type in every response mode, as the relying party
//! reads it.

use std::sync::LazyLock;

use http::header::CONTENT_TYPE;
use http::{Method, Request};
use symbolon_discovery::{ProviderMetadata, jwk_set};
use symbolon_jose::SignatureAlgorithm;
use symbolon_jose::jwk::{KeyKind, PublicJwkSet};
use symbolon_jose::jws::Jws;
use symbolon_oauth::{RedirectUri, ResponseMode, ResponseType};
use symbolon_relying_party::{
    Callback, ClientAuthentication, ClientConfiguration, Flow, PendingLogin, RelyingParty, Step,
};
use symbolon_test_support::metadata::MINIMAL;
use symbolon_test_support::names::{client_id, client_secret, issuer};

use crate::checksum::CHECKSUM;
use crate::{Accepted, first_line, jwt, keys, text};

const REDIRECT_URI: &str = "https://client.example/cb";

/// Takes four parts, each on a line: the response type, the response mode, the claims of an ID Token
/// that the provider signs, and the parameters. In a mode with `jwt`, the parameters are the claims of
/// the JWT that the provider signs.
///
/// A login ends with the ID Token of the provider for this login, or its code is sent. The code is
/// sent only if the ID Token beside it is valid.
pub(crate) fn callback(data: &[u8]) -> Option<Accepted> {
    let (response_type, rest) = first_line(data);
    let (mode, rest) = first_line(rest);
    let (claims, parameters) = first_line(rest);
    let response_type = ResponseType::new(text(response_type)?).ok()?;
    let mode = ResponseMode::new(text(mode)?).ok()?;
    let pending = begin(&response_type, &mode)?;
    let stored = serde_json::to_value(&pending).expect("a login is stored");

    let callback = read(&pending, claims, parameters)?;
    let is_ours = callback.state() == pending.state();
    let rp = relying_party();
    if response_type == ResponseType::NONE {
        let flow = rp.finish_without_tokens(pending, callback, rp.key_cache());
        assert!(is_ours || flow.is_err(), "finished with the state of another login");
        return run(flow.ok()?).map(|_| Accepted);
    }
    let flow = rp.finish(pending, callback, rp.key_cache());
    assert!(is_ours || flow.is_err(), "finished with the state of another login");
    let end = run(flow.ok()?)?;
    // In a mode with `jwt`, the ID Token is a text within the claims of the JWT.
    if response_type.includes("id_token") && !mode.is_jwt() && !claims.is_empty() {
        let claims = symbolon_jose::Object::parse(claims).expect("the ID Token was validated");
        assert_eq!(claims.get("nonce"), stored.get("nonce"));
    }
    match end {
        End::Done(login) => assert_eq!(login.id_token.iss, issuer()),
        End::CodeSent => assert!(response_type.includes("code"), "sent a code of another flow"),
    }
    Some(Accepted)
}

enum End<T> {
    Done(T),
    CodeSent,
}

/// Runs a flow until it ends or sends the code.
fn run<F: Flow>(mut flow: F) -> Option<End<F::Output>> {
    let mut step = flow.start(jwt::now()).ok()?;
    for _ in 0..2 {
        match step {
            Step::Done(output) => return Some(End::Done(output)),
            Step::Send(request) if request.uri() == "https://op.example/token" => {
                return Some(End::CodeSent);
            }
            Step::Send(request) => {
                assert_eq!(request.uri(), "https://op.example/jwks");
                let keys = PublicJwkSet::new(vec![keys::public(KeyKind::Rsa)]);
                step = flow.receive(jwk_set::to_http(&keys, 60), jwt::now()).ok()?;
            }
        }
    }
    match step {
        Step::Done(output) => Some(End::Done(output)),
        Step::Send(request) => {
            assert_eq!(request.uri(), "https://op.example/token");
            Some(End::CodeSent)
        }
    }
}

/// Begins the login that an input continues. Its state and nonce are the first random values of a run,
/// so that seeds can contain them.
pub(crate) fn begin(response_type: &ResponseType, mode: &ResponseMode) -> Option<PendingLogin> {
    let redirect_uri = RedirectUri::new(REDIRECT_URI).expect("our URI is valid");
    let login = relying_party().login(&redirect_uri).response_type(response_type.clone());
    let (_, pending) = login.response_mode(mode.clone()).begin(jwt::now()).ok()?;
    let stored = serde_json::to_string(&pending).expect("a login is stored");
    serde_json::from_str(&stored).ok()
}

/// Reads the response where its mode puts it.
fn read(pending: &PendingLogin, claims: &[u8], parameters: &[u8]) -> Option<Callback> {
    let mode = pending.response_mode().map_or("", ResponseMode::as_str);
    let mut encoded = if mode.ends_with(".jwt") {
        format!("response={}", sign(parameters)?)
    } else {
        text(parameters)?.to_owned()
    };
    if !claims.is_empty() && !mode.ends_with(".jwt") {
        encoded = format!("{encoded}&id_token={}", sign(claims)?);
    }
    let callback = if mode.starts_with("form_post") {
        let posted = Request::builder().method(Method::POST).uri(REDIRECT_URI);
        let posted = posted.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        Callback::from_http(&posted.body(encoded.into_bytes()).ok()?)
    } else {
        let part = if mode.starts_with("fragment") { '#' } else { '?' };
        Callback::from_uri(&format!("{REDIRECT_URI}{part}{encoded}"))
    };
    callback.ok()
}

/// Signs a payload. Returns `None` if it is empty, because a JWS has a payload.
fn sign(payload: &[u8]) -> Option<String> {
    Jws::new(payload.to_vec()).sign(&keys::signing(SignatureAlgorithm::Rs256)).ok()
}

pub(crate) fn relying_party() -> &'static RelyingParty {
    static RELYING_PARTY: LazyLock<RelyingParty> = LazyLock::new(|| {
        let mut metadata =
            ProviderMetadata::parse(MINIMAL.as_bytes(), &issuer()).expect("our metadata is valid");
        metadata.response_types_supported = ResponseType::ALL.to_vec();
        let authentication = ClientAuthentication::ClientSecretBasic(client_secret());
        let client = ClientConfiguration::new(client_id(), authentication)
            .authorization_signed_response_alg(SignatureAlgorithm::Rs256);
        RelyingParty::new(metadata, client, &CHECKSUM).expect("our settings are valid")
    });
    &RELYING_PARTY
}
