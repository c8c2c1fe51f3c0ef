//! A login at the relying party, from the authorization response to the validated ID Token.

use std::sync::LazyLock;

use http::header::CONTENT_TYPE;
use http::{Request, Response, StatusCode};
use symbolon_discovery::{ProviderMetadata, jwk_set};
use symbolon_jose::jwk::{KeyKind, PublicJwkSet};
use symbolon_jose::jws::Jws;
use symbolon_jose::{Object, SignatureAlgorithm};
use symbolon_oauth::{ClientSecret, RedirectUri};
use symbolon_relying_party::{
    Callback, ClientAuthentication, ClientConfiguration, Flow as _, PendingLogin, RelyingParty,
    Step,
};
use symbolon_test_support::metadata::MINIMAL;
use symbolon_test_support::names::{client_id, issuer};

use crate::checksum::CHECKSUM;
use crate::{Accepted, first_line, jwt, keys, text};

/// Takes four parts, each on a line: the query of the authorization response, the status of the token
/// response, the claims of an ID Token that the provider signs, and the other members of the token
/// response.
///
/// A login succeeds only with the `state` and `nonce` of this login, and with an ID Token of the
/// provider that the login was sent to.
pub(crate) fn login(data: &[u8]) -> Option<Accepted> {
    let (callback, rest) = first_line(data);
    let (status, rest) = first_line(rest);
    let (claims, members) = first_line(rest);
    let pending = begin();
    let state = pending.state().expose().to_owned();

    let request = Request::get(format!("/cb?{}", text(callback)?)).body("").ok()?;
    let callback = Callback::from_http(&request).ok()?;
    let is_ours = callback.state().expose() == state;
    let relying_party = relying_party();
    let finished = relying_party.finish(pending, callback, relying_party.key_cache());
    assert!(is_ours || finished.is_err(), "finished with the state of another login");
    let mut flow = finished.ok()?;

    let Ok(Step::Send(request)) = flow.start(jwt::now()) else {
        panic!("a login begins with a token request")
    };
    assert_eq!(request.uri(), "https://op.example/token");
    let answer = token_response(status, claims, members)?;
    let mut step = flow.receive(answer, jwt::now()).ok()?;
    if let Step::Send(request) = step {
        assert_eq!(request.uri(), "https://op.example/jwks");
        let keys = PublicJwkSet::new(vec![keys::public(KeyKind::Rsa)]);
        step = flow.receive(jwk_set::to_http(&keys, 60), jwt::now()).ok()?;
    }
    let Step::Done(login) = step else { panic!("one fetch is enough") };

    let claims = Object::parse(claims).expect("it was signed");
    assert_eq!(claims.get("sub").and_then(|sub| sub.as_str()), Some(login.session.sub()));
    assert_eq!(
        (&login.id_token.iss, login.id_token.algorithm()),
        (&issuer(), SignatureAlgorithm::Rs256)
    );
    assert!(login.id_token.nonce.is_some());
    // A stored session is read back as the same session.
    let stored = serde_json::to_string(&login.session).expect("a session is stored");
    assert!(
        serde_json::from_str(&stored)
            .is_ok_and(|again: symbolon_relying_party::Session| { again == login.session })
    );
    Some(Accepted)
}

/// Begins the login that every input continues. Its state and nonce are the first random values of a
/// run, so that seeds can contain them.
pub(crate) fn begin() -> PendingLogin {
    let redirect_uri = RedirectUri::new("https://client.example/cb").expect("our URI is valid");
    let request = relying_party().login(&redirect_uri).scope("email");
    let (_, pending) = request.begin(jwt::now()).expect("our request is valid");
    let stored = serde_json::to_string(&pending).expect("a login is stored");
    serde_json::from_str(&stored).expect("a stored login is read")
}

fn relying_party() -> &'static RelyingParty {
    static RELYING_PARTY: LazyLock<RelyingParty> = LazyLock::new(|| {
        let metadata = ProviderMetadata::parse(MINIMAL.as_bytes(), &issuer());
        let secret = ClientSecret::new("gX1fBat3bV".to_owned());
        let client =
            ClientConfiguration::new(client_id(), ClientAuthentication::ClientSecretBasic(secret));
        let metadata = metadata.expect("our metadata is valid");
        RelyingParty::new(metadata, client, &CHECKSUM).expect("our settings are valid")
    });
    &RELYING_PARTY
}

fn token_response(status: &[u8], claims: &[u8], members: &[u8]) -> Option<Response<Vec<u8>>> {
    let mut body = Object::parse(members).ok()?;
    if !claims.is_empty() {
        let token = Jws::new(claims.to_vec()).sign(&keys::signing(SignatureAlgorithm::Rs256));
        body.insert("id_token", token.expect("checksums do not fail"));
    }
    let response = Response::builder()
        .status(StatusCode::from_bytes(status).ok()?)
        .header(CONTENT_TYPE, "application/json");
    Some(response.body(body.to_json().into_bytes()).expect("the parts are valid"))
}
