//! The request with which a third party starts a login, as the relying party reads it and as the
//! provider writes it.

use http::header::CONTENT_TYPE;
use http::{HeaderValue, Request};
use symbolon_discovery::Endpoint;
use symbolon_oauth::{Parameters, RedirectUri};
use symbolon_provider::RegisteredClient;
use symbolon_relying_party::{MalformedThirdPartyLogin, OwnOrigins, ThirdPartyLogin, danger};
use symbolon_test_support::names::{client_id, issuer, redirect_uri};
use url::Url;

use crate::{Accepted, callback, first_line, jwt, provider, text};

const OWN: &str = "https://client.example";

/// Takes two lines: the query of the address, and the form of a POST request. If the second line is
/// empty, the request is a GET request.
///
/// A login begins only at the provider, and returns only to an address of the program.
pub(crate) fn third_party_login(data: &[u8]) -> Option<Accepted> {
    let (query, form) = first_line(data);
    let (query, form) = (text(query)?, text(form)?);
    let uri = format!("/start?{query}");
    let request = if form.is_empty() {
        Request::get(&uri).body(Vec::new()).ok()?
    } else {
        let post = Request::post(&uri).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        post.body(form.as_bytes().to_vec()).ok()?
    };
    let request = ThirdPartyLogin::from_http(&request).ok()?;
    round_trip(query, &request);

    let own = OwnOrigins::new(&[OWN]).expect("our origin is valid");
    let rp = callback::relying_party();
    let login = rp.third_party_login(&request, &redirect_uri(), &own).ok()?;
    assert_eq!(request.iss(), issuer().as_str());
    let (_, pending) = login.begin(jwt::now()).ok()?;
    assert_eq!(pending.return_to(), danger::unchecked_target_link_uri(&request));
    if let Some(target) = pending.return_to() {
        assert!(HeaderValue::from_str(target).is_ok(), "no Location: {target}");
        // A browser reads the target of a redirect relative to the page that redirects.
        let page = Url::parse(redirect_uri().as_str()).expect("our URI is valid");
        let reached = page.join(target).expect("a browser goes there");
        assert_eq!(reached.origin(), page.origin(), "{target}");
    }
    Some(Accepted)
}

/// Checks that a client reads the link of the provider as the provider wrote it.
fn round_trip(query: &str, request: &ThirdPartyLogin) {
    let address = Endpoint::new(&format!("{OWN}/start?{query}"));
    let Ok(address) = address else { return };
    let redirect_uri = RedirectUri::new(redirect_uri().as_str()).expect("our URI is valid");
    let client = RegisteredClient::new(client_id(), vec![redirect_uri]).initiate_login_uri(address);
    let (hint, target) = (request.login_hint(), danger::unchecked_target_link_uri(request));
    let link = provider::provider().third_party_login_url(&client, hint, target);
    let link = link.expect("the client has an address");
    assert!(link.as_str().starts_with(OWN));
    let visit = Request::get(link.as_str()).body(Vec::new());
    let Ok(visit) = visit else { return };
    match ThirdPartyLogin::from_http(&visit) {
        Ok(read) => {
            assert_eq!(read.iss(), issuer().as_str());
            assert_eq!(read.login_hint(), hint);
            assert_eq!(danger::unchecked_target_link_uri(&read), target);
        }
        // The query of the client's address, or its length with the parameters, is at fault.
        Err(MalformedThirdPartyLogin::Parameters(_)) => {
            let registered = Parameters::parse(query);
            assert!(registered.is_err() || link.query().is_some_and(is_too_much), "{link}");
        }
        Err(error) => panic!("{error}: {link}"),
    }
}

fn is_too_much(query: &str) -> bool {
    query.len() > Parameters::MAX_LENGTH || query.split('&').count() > Parameters::MAX_COUNT
}
