//! Query strings and form bodies.

use http::Request;
use http::header::CONTENT_TYPE;
use symbolon_oauth::Parameters;

use crate::{Accepted, first_line, text};

/// What parses, prints as something that parses as the same; and so do the forms of a POST whose
/// query is another.
pub(crate) fn parameters(data: &[u8]) -> Option<Accepted> {
    let (query, body) = first_line(data);
    let request = Request::post(format!("/?{}", text(query)?))
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(body);
    if let Ok(request) = request
        && let Ok(parameters) = Parameters::from_http(&request)
    {
        round_trip(&parameters);
        assert_eq!(Parameters::parse(text(body).expect("it was read")), Ok(parameters));
    }
    let parameters = Parameters::parse(text(query)?).ok()?;
    round_trip(&parameters);
    Some(Accepted)
}

fn round_trip(parameters: &Parameters) {
    assert_eq!(Parameters::parse(&parameters.encode()).as_ref(), Ok(parameters));
    // RFC 6749 §3.1: once, but for `resource`; and a parameter without a value is none.
    for (name, value) in parameters.iter() {
        assert!(!value.is_empty());
        assert!(name == "resource" || parameters.all(name).count() == 1);
    }
}
