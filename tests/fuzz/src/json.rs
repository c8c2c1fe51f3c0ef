//! JSON objects, base64url and claims.

use symbolon_jose::jwt::Claims;
use symbolon_jose::{NumericDate, Object, base64url as b64};

use crate::{Accepted, text};

/// Parses an object. A parsed object is printed and parsed again as the same object.
pub(crate) fn object(data: &[u8]) -> Option<Accepted> {
    let object = Object::parse(data).ok()?;
    let printed = object.to_json();
    assert_eq!(Object::parse(printed.as_bytes()).as_ref(), Ok(&object));
    assert_eq!(Object::parse(printed.as_bytes()).map(|again| again.to_json()), Ok(printed));
    Some(Accepted)
}

/// Decodes base64url. Each byte string has exactly one encoding.
pub(crate) fn base64url(data: &[u8]) -> Option<Accepted> {
    assert_eq!(b64::decode(&b64::encode(data)).as_deref(), Ok(data));
    let text = text(data)?;
    let bytes = b64::decode(text).ok()?;
    assert_eq!(b64::encode(&bytes), text);
    Some(Accepted)
}

/// Reads claims. Registered claims are printed as they were read, except that a date loses its
/// fraction.
pub(crate) fn claims(data: &[u8]) -> Option<Accepted> {
    let object = Object::parse(data).ok()?;
    for (_, value) in object.iter() {
        if let Some(date) = NumericDate::from_json(value) {
            let seconds = date.datetime().unix_timestamp();
            assert_eq!(NumericDate::from_seconds(seconds), Some(date));
            assert_eq!(date.seconds(), seconds);
        }
    }
    let claims = Claims::from_object(object).ok()?;
    assert_eq!(Claims::from_object(claims.to_object()).as_ref(), Ok(&claims));
    Some(Accepted)
}
