//! `request_uri`: the URI of a request object that the client hosts, and the response with the object.

use std::sync::LazyLock;

use http::header::CONTENT_TYPE;
use http::{Request, Response, StatusCode};
use symbolon_jose::SignatureAlgorithm;
use symbolon_jose::jwk::{KeyKind, PublicJwkSet};
use symbolon_oauth::request_object::{RequestObjectUri, hosted};
use symbolon_oauth::{Parameters, RedirectUri};
use symbolon_provider::{
    IdTokenKey, Pkce, Provider, ProviderPolicy, ReceivedRequest, RegisteredClient, RequestObjects,
    RequestSource,
};
use symbolon_test_support::metadata::provider_endpoints;
use symbolon_test_support::names::{REDIRECT_URI, client_id, issuer};

use crate::checksum::CHECKSUM;
use crate::{Accepted, first_line, jwt as tokens, keys, text};

/// Takes a `request_uri` on a line, and the response to its HTTP request: the status and the content
/// type on a line, and the body. Only a registered URI is fetched, and only a request object of the
/// client is accepted.
pub(crate) fn request_uri(data: &[u8]) -> Option<Accepted> {
    let (uri, rest) = first_line(data);
    let uri = text(uri)?;
    let (head, body) = first_line(rest);
    let registered = RequestObjectUri::on_loopback(uri);
    if let Ok(registered) = &registered {
        assert_eq!(registered.as_str(), uri);
        assert!(registered.allows(uri));
        let request = hosted::fetch(registered).expect("the URI was accepted").into_request();
        let target = request.uri().to_string();
        assert!(
            !target.contains('#') && matches!(request.uri().scheme_str(), Some("https" | "http"))
        );
    }
    let (status, content_type) = text(head)?.split_once(' ')?;
    let status = StatusCode::from_bytes(status.as_bytes()).ok()?;
    let response = Response::builder().status(status).header(CONTENT_TYPE, content_type);
    let response = response.body(body.to_vec()).ok()?;
    asked(uri, response, registered.ok())
}

/// Sends a request with this `request_uri` to the provider.
fn asked(
    uri: &str,
    response: Response<Vec<u8>>,
    registered: Option<RequestObjectUri>,
) -> Option<Accepted> {
    let mut parameters = Parameters::new();
    parameters.push("client_id", client_id().as_str());
    parameters.push("request_uri", uri);
    let request = format!("/authorize?{}", parameters.encode());
    let request = Request::get(request).body(Vec::new()).ok()?;
    let request = ReceivedRequest::from_http(&request).ok()?;
    let mut client = signing_client();
    let RequestSource::Complete(refused) = provider().source(request.clone(), Some(&client)) else {
        panic!("the provider fetches a URI that is not registered");
    };
    assert!(provider().authorize(refused, Some(&client), tokens::now()).is_err());
    client.request_uris = vec![registered?];
    let request = match provider().source(request, Some(&client)) {
        RequestSource::Fetch(fetch) => fetch.receive(Ok::<_, ()>(response)),
        other => panic!("the registered URI is not fetched: {other:?}"),
    };
    let pending = provider().authorize(request, Some(&client), tokens::now()).ok()?;
    assert_eq!(pending.client_id(), &client_id());
    Some(Accepted)
}

/// Returns the client, whose keys are the keys of the tokens.
fn signing_client() -> RegisteredClient {
    let redirect_uri = RedirectUri::new(REDIRECT_URI).expect("our URI is valid");
    let mut client = RegisteredClient::new(client_id(), vec![redirect_uri]);
    let keys = [KeyKind::P256, KeyKind::Ed25519].map(keys::public);
    client.jwks = Some(PublicJwkSet::new(keys.to_vec()));
    client
}

fn provider() -> &'static Provider {
    static PROVIDER: LazyLock<Provider> = LazyLock::new(|| {
        let mut settings = RequestObjects::default();
        settings.by_reference = true;
        let mut policy = ProviderPolicy::default();
        policy.request_objects = Some(settings);
        policy.pkce = Pkce::RequiredOfPublicClients;
        let key =
            IdTokenKey::new(&keys::private(KeyKind::Rsa), SignatureAlgorithm::Rs256, &CHECKSUM);
        let keys = vec![key.expect("our key is valid")];
        let provider = Provider::new(issuer(), provider_endpoints(), keys, policy, CHECKSUM);
        provider.expect("our settings are valid")
    });
    &PROVIDER
}
