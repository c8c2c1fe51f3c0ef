//! A relying party that finds a provider which a user named, and registers a client there.

use http::header::CONTENT_TYPE;
use http::{Request, Response};
use symbolon_discovery::{Identifier, jwk_set};
use symbolon_jose::jwk::{KeyKind, PublicJwkSet};
use symbolon_oauth::RedirectUri;
use symbolon_oauth::obligation::{AddressFrom, FetchLimits};
use symbolon_registration::ClientMetadata;
use symbolon_relying_party::{
    Flow, FoundProvider, ReadRegistration, Registration, RelyingParty, Step,
};
use symbolon_test_support::clock::now;

use crate::checksum::CHECKSUM;
use crate::{Accepted, first_line, keys};

/// Takes four parts, each on a line: the answer of WebFinger, the metadata of the provider, the
/// answer to the registration, and the answer when the client reads its registration.
///
/// The flow sends each request to an `https` address, as an address that a stranger chose. The
/// relying party, the registration and the metadata have one issuer. A registration is stored and
/// read as the same value, and a read never changes the client.
pub(crate) fn discover_relying_party(data: &[u8]) -> Option<Accepted> {
    let (jrd, rest) = first_line(data);
    let (metadata, rest) = first_line(rest);
    let (registered, read) = first_line(rest);
    let mut flow = RelyingParty::discover(identifier(), &CHECKSUM).register(client());
    let mut step = flow.start(now()).ok()?;
    let keys = jwk_set::to_http(&PublicJwkSet::new(vec![keys::public(KeyKind::Rsa)]), 60);
    for answer in [json(200, jrd), json(200, metadata), keys, json(201, registered)] {
        let Step::Send(request) = step else { panic!("the flow waits for four answers") };
        assert_strangers(&request);
        step = match flow.receive(answer, now()) {
            Ok(step) => step,
            Err(error) => {
                assert!(error.into_registration().is_none_or(|it| !registered_as(&it).is_empty()));
                return None;
            }
        };
    }
    let Step::Done(found) = step else { panic!("four answers are enough") };
    let registration = agreed(&found);
    let mut flow = ReadRegistration::new(&registration).ok()?;
    let Ok(Step::Send(request)) = flow.start(now()) else { panic!("a read is one request") };
    assert_strangers(&request);
    let Step::Done(read) = flow.receive(json(200, read), now()).ok()? else {
        panic!("one answer is enough")
    };
    assert_eq!(read.client_id(), registration.client_id());
    assert_eq!((&read.issuer, &read.asked), (&registration.issuer, &registration.asked));
    Some(Accepted)
}

/// Returns the identifier that the user typed.
fn identifier() -> Identifier {
    Identifier::new("joe@example.com").expect("our identifier is valid")
}

/// Returns the metadata of the client.
fn client() -> ClientMetadata {
    let redirect_uri = RedirectUri::new("https://client.example/cb").expect("our URI is valid");
    ClientMetadata::new(vec![redirect_uri])
}

fn json(status: u16, body: &[u8]) -> Response<Vec<u8>> {
    let response = Response::builder().status(status).header(CONTENT_TYPE, "application/json");
    response.body(body.to_vec()).expect("the parts are valid")
}

/// Checks the address of a request.
fn assert_strangers(request: &Request<Vec<u8>>) {
    assert_eq!(request.uri().scheme_str(), Some("https"));
    let limits = request.extensions().get::<FetchLimits>().expect("each request has limits");
    assert_eq!(limits.address, AddressFrom::Stranger);
}

/// Stores the registration and reads it again. Returns the identifier of the client.
fn registered_as(registration: &Registration) -> String {
    let stored = serde_json::to_string(registration).expect("a registration is stored");
    let again: Registration = serde_json::from_str(&stored).expect("it is read again");
    assert_eq!(again.information.to_object(), registration.information.to_object());
    assert_eq!(again.differences(), registration.differences());
    registration.client_id().as_str().to_owned()
}

/// Checks that everything that the flow found belongs to one issuer and one client.
fn agreed(found: &FoundProvider) -> Registration {
    let registration = found.registration.clone().expect("the flow registered a client");
    assert_eq!(found.rp.client_id().as_str(), registered_as(&registration));
    assert_eq!(found.rp.issuer(), &registration.issuer);
    assert_eq!(found.keys.jwks_uri(), &found.rp.provider().jwks_uri);
    assert_eq!(registration.address, AddressFrom::Stranger);
    assert!(registration.differences().iter().all(|difference| !difference.is_weaker()));
    let secret = registration.information.client_secret.as_ref();
    if let Some(secret) = secret.filter(|secret| secret.expose().len() > 16) {
        assert!(!format!("{registration:?}").contains(&format!("\"{}\"", secret.expose())));
    }
    registration
}
