//! Query strings and form bodies.

use http::Request;
use http::header::CONTENT_TYPE;
use symbolon_oauth::Parameters;

use crate::{Accepted, first_line, text};

/// Parses parameters. Parsed parameters are printed and parsed again as the same, also from the body
/// of a POST that has a different query.
pub(crate) fn parameters(data: &[u8]) -> Option<Accepted> {
    let (query, body) = first_line(data);
    let request = Request::post(format!("/?{}", text(query)?))
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(body);
    if let Ok(request) = request
        && let Ok(parameters) = Parameters::from_http(&request)
    {
        round_trip(&parameters);
        assert_eq!(Parameters::parse(text(body).expect("the target read it")), Ok(parameters));
    }
    let parameters = Parameters::parse(text(query)?).ok()?;
    round_trip(&parameters);
    Some(Accepted)
}

fn round_trip(parameters: &Parameters) {
    assert_eq!(Parameters::parse(&parameters.encode()).as_ref(), Ok(parameters));
    // RFC 6749 §3.1: only `resource` may occur twice; a parameter without a value is left out.
    for (name, value) in parameters.iter() {
        assert!(!value.is_empty());
        assert!(name == "resource" || parameters.all(name).count() == 1);
    }
}
