//! The query of a WebFinger request: names and values in percent-encoding.

use super::percent;
use super::request_error::{MAX_COUNT, MAX_LENGTH, WebFingerRequestError as Error};

/// Decodes the names and values of a query, in their order.
pub(super) fn parse(query: &str) -> Result<Vec<(String, String)>, Error> {
    if query.len() > MAX_LENGTH {
        return Err(Error::TooLong { length: query.len() });
    }
    let mut pairs = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        if pairs.len() >= MAX_COUNT {
            return Err(Error::TooMany);
        }
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let text = |part| percent::decode(part).ok_or(Error::Encoding);
        pairs.push((text(name)?, text(value)?));
    }
    Ok(pairs)
}
