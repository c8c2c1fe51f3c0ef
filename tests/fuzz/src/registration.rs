//! Client metadata, and the messages with it.

use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{Method, Request, Response, StatusCode};
use symbolon_discovery::Endpoint;
use symbolon_jose::jws::CompactJws;
use symbolon_jose::rule::Outcome;
use symbolon_jose::{Limits, Object};
use symbolon_oauth::{ClientId, EncodedJwt};
use symbolon_registration::client_document::{self, ClientIdUrl};
use symbolon_registration::software_statement::{
    ExpectedSoftwareStatement, UnverifiedSoftwareStatement,
};
use symbolon_registration::{
    ClientInformation, ClientMetadata, ConfigurationRequest, HttpUrls, RegistrationRequest,
    SectorDocument,
};
use symbolon_test_support::clock::now;
use symbolon_test_support::names::{ISSUER, issuer};

use crate::{Accepted, jws, keys, text};

/// Reads client metadata. Metadata that is read is printed and read again as the same, also after
/// its defaults are filled in, and filling them in twice changes nothing. The lenient reader reads
/// every object, and reads what the strict reader accepts as the same metadata.
pub(crate) fn client_metadata(data: &[u8]) -> Option<Accepted> {
    let parsed = ClientMetadata::parse(data);
    if let Ok(object) = Object::parse_document(data, &Limits::DEFAULT) {
        let answer = ClientMetadata::from_answer(object);
        match &parsed {
            Ok(metadata) => assert_eq!(&answer, metadata),
            Err(_) => drop(ClientMetadata::from_answer(answer.to_object())),
        }
    }
    let mut metadata = parsed.ok()?;
    let valid = metadata.validate();
    for _ in 0..2 {
        let printed = metadata.to_object();
        let again = ClientMetadata::from_object(printed.clone()).expect("it was read before");
        assert_eq!(again.to_object(), printed);
        metadata.fill_defaults();
    }
    // Filling in the defaults does not change what the rules say, and each error names a member.
    for http in [HttpUrls::Refused, HttpUrls::OnLoopback] {
        for (_, outcome) in metadata.explain(http) {
            if let Outcome::Failed(error) = outcome {
                assert!(error.member().is_some() && error.to_string().is_ascii());
            }
        }
    }
    let filled = metadata.clone();
    metadata.fill_defaults();
    assert_eq!((&metadata, metadata.validate()), (&filled, valid));
    Some(Accepted)
}

/// Reads a body as a registration request and as an update. Each message that is read is sent and
/// read again as the same.
pub(crate) fn registration_request(data: &[u8]) -> Option<Accepted> {
    let endpoint = Endpoint::new("https://op.example/register?client_id=app").expect("a URL");
    let request = |method: Method| {
        let request = Request::builder().method(method).uri(endpoint.as_str());
        let request = request.header(CONTENT_TYPE, "application/json");
        let request = request.header(AUTHORIZATION, "Bearer token");
        request.body(data.to_vec()).expect("the parts are valid")
    };
    let post = RegistrationRequest::from_http(&request(Method::POST));
    let put = ConfigurationRequest::from_http(&request(Method::PUT));
    for error in [post.as_ref().err(), put.as_ref().err()].into_iter().flatten() {
        assert!(error.to_http().status().is_client_error());
    }
    // A registration has no `client_id`, and an update has one.
    assert!(post.is_err() || put.is_err());
    if let Ok(update) = &put {
        let sent = update.clone().into_http(&endpoint).expect("the token is valid");
        assert_same(&ConfigurationRequest::from_http(&sent).ok(), &put.as_ref().ok().cloned());
    }
    if let Ok(registration) = &post {
        let sent = registration.clone().into_http(&endpoint).expect("the token is valid");
        assert_same(&RegistrationRequest::from_http(&sent).ok(), &Some(registration.clone()));
    }
    (post.is_ok() || put.is_ok()).then_some(Accepted)
}

/// Compares two messages. Keys that were left out of a key set are not sent, so metadata with such
/// keys is not compared.
fn assert_same<T: PartialEq + std::fmt::Debug>(found: &Option<T>, expected: &Option<T>) {
    if !format!("{expected:?}").contains("DroppedKey") {
        assert_eq!(found, expected);
    }
}

/// Reads a body as the response to a registration. Information that is read is sent and read again
/// as the same, except for what was left out.
pub(crate) fn client_information(data: &[u8]) -> Option<Accepted> {
    let response = Response::builder().status(201).header(CONTENT_TYPE, "application/json");
    let response = response.body(data).expect("the parts are valid");
    let information = ClientInformation::from_http(&response).ok()?;
    let object = information.to_object();
    let sent = information.clone().into_http(StatusCode::OK);
    let again = ClientInformation::from_http(&sent).expect("it was read before");
    assert_eq!(again.to_object(), object);
    assert!(again.metadata.unread().is_empty());
    assert_eq!(information.metadata.differences(&again.metadata), []);
    Some(Accepted)
}

/// Reads a body as the metadata at the URL of a client and as the document of a sector. A document
/// that is read is written and read again as the same.
pub(crate) fn client_document(data: &[u8]) -> Option<Accepted> {
    let response = Response::builder().header(CONTENT_TYPE, "application/json");
    let response = response.body(data).expect("the parts are valid");
    let client_id = ClientId::new("https://app.example/client").expect("visible text");
    let url = ClientIdUrl::new(&client_id).expect("an https URL");
    let client = client_document::from_http(&response, &url, client_document::MAX_BYTES).ok();
    let sector = SectorDocument::from_http(&response).ok();
    if let Some(client) = &client {
        let again = client_document::from_http(
            &client_document::to_http(&url, client),
            &url,
            client_document::MAX_BYTES,
        );
        // The document can be written with more bytes than it had, and then it is too large.
        assert!(again.is_err() || again.ok().map(|it| it.to_object()) == Some(client.to_object()));
    }
    if let Some(sector) = &sector {
        let again = SectorDocument::from_http(&sector.to_http());
        assert!(again.is_err() || again.ok().as_ref() == Some(sector));
    }
    (client.is_some() || sector.is_some()).then_some(Accepted)
}

/// Verifies a software statement. A statement that is accepted names the issuer of the keys, and
/// metadata with its values can be read. An input with a wrong signature is tried again with the
/// right one.
pub(crate) fn software_statement(data: &[u8]) -> Option<Accepted> {
    let token = text(data)?;
    let accepted = verified(token);
    if let Ok(jws) = CompactJws::parse(token)
        && let Some(forged) = jws::signed(token, jws.header().alg())
    {
        let _ = verified(&forged);
    }
    accepted
}

fn verified(token: &str) -> Option<Accepted> {
    let jwt = EncodedJwt::parse(token.to_owned()).ok()?;
    let expected = ExpectedSoftwareStatement::new(ISSUER, issuer());
    let statement = UnverifiedSoftwareStatement::parse(&jwt).ok()?;
    let statement = statement.verify(keys::verification(), &expected, now()).ok()?;
    assert_eq!((statement.issuer(), statement.jwt()), (ISSUER, &jwt));
    let merged = statement.apply(&ClientMetadata::default()).expect("its members were read");
    assert!(!merged.extra.contains("client_id") && !merged.extra.contains("iss"));
    Some(Accepted)
}
