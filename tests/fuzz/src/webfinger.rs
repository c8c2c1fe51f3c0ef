//! WebFinger: identifiers that a user types, requests at a provider, and descriptors of a host.

use http::{Request, Uri};
use symbolon_discovery::webfinger::{Identifier, Jrd, Resource, WebFingerRequest};
use url::Url;

use crate::{Accepted, text};

/// Normalises an identifier. The result is stable, the request goes to the host of the resource
/// only, and a provider reads the same resource from the request.
pub(crate) fn webfinger_identifier(data: &[u8]) -> Option<Accepted> {
    let typed = text(data)?;
    let identifier = Identifier::new(typed).ok()?;
    let resource = identifier.resource();
    assert_eq!(Identifier::new(resource.as_str()).as_ref(), Ok(&identifier));
    assert_eq!(Resource::parse(resource.as_str()).as_ref(), Ok(resource));
    assert_eq!(resource.host(), Some(identifier.host()));
    let request = identifier.request().request;
    asks_only(request.uri(), identifier.host());
    let received = WebFingerRequest::from_http(&request).expect("a provider reads it");
    assert_eq!(received.resource(), resource);
    let local = Identifier::on_loopback(typed).expect("`new` accepts less");
    assert_eq!(local.resource(), resource);
    asks_only(local.request().request.uri(), identifier.host());
    Some(Accepted)
}

/// Checks that a browser reads this host and port in an address, and no user.
fn asks_only(uri: &Uri, host: &str) {
    let url = Url::parse(&uri.to_string()).expect("a browser reads it too");
    assert_eq!((url.username(), url.password(), url.fragment()), ("", None, None));
    let read = url.host_str().expect("an http URL has a host");
    assert!(host.strip_prefix(read).is_some_and(|port| port.is_empty() || port.starts_with(':')));
    assert_eq!(url.path(), "/.well-known/webfinger");
}

/// Takes the query of a request. The resource is read again as the same value. The response has no
/// link that the request does not ask for.
pub(crate) fn webfinger_request(data: &[u8]) -> Option<Accepted> {
    let uri: Uri = format!("/.well-known/webfinger?{}", text(data)?).parse().ok()?;
    let request = Request::get(uri).body(()).expect("the parts are valid");
    let request = WebFingerRequest::from_http(&request).ok()?;
    let resource = request.resource();
    assert_eq!(Resource::parse(resource.as_str()).as_ref(), Ok(resource));
    assert!(!resource.user().is_some_and(|user| user.chars().any(char::is_control)));
    let issuer = symbolon_test_support::names::issuer();
    let response = request.respond(Some(Jrd::of_issuer(resource, &issuer)));
    let jrd = Jrd::from_http(&response).expect("it was written here");
    assert_eq!(jrd.subject.as_deref(), Some(resource.as_str()));
    assert!(
        request.rels().is_empty() || jrd.links.iter().all(|it| request.rels().contains(&it.rel))
    );
    Some(Accepted)
}

/// Reads a descriptor. It is printed and read again as the same, except for what was left out.
pub(crate) fn jrd(data: &[u8]) -> Option<Accepted> {
    let jrd = Jrd::parse(data).ok()?;
    let again = Jrd::from_http(&jrd.to_http()).expect("it was read before");
    assert_eq!((again.to_object(), again.left_out()), (jrd.to_object(), &[][..]));
    assert!(!jrd.left_out().is_empty() || again == jrd);
    if let Ok(issuer) = jrd.issuer() {
        assert!(issuer.is_https() && jrd.issuer_on_loopback().as_ref() == Ok(&issuer));
    }
    Some(Accepted)
}
