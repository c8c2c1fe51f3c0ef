//! UserInfo responses.

use http::Response;
use http::header::CONTENT_TYPE;
use symbolon_oidc::UserInfo;

use crate::{Accepted, jwt};

/// Reads a UserInfo response. A response that is read is printed and read again as the same, and is
/// about the expected subject.
pub(crate) fn user_info(data: &[u8]) -> Option<Accepted> {
    let response = Response::builder().header(CONTENT_TYPE, "application/json").body(data);
    let response = response.expect("the parts are valid");
    let info = UserInfo::from_http(&response, jwt::SUBJECT).ok()?;
    assert_eq!(info.sub, jwt::SUBJECT);
    let variants = info.variants();
    let _ = (variants.email_verified(), variants.phone_number_verified(), variants.updated_at());
    let _ = (variants.locale(), variants.address(), variants.text("email"));
    assert!(variants.picture().is_none_or(|url| url.as_str().to_lowercase().starts_with("http")));
    for odd in &info.claims.odd {
        let _ = odd.to_string();
    }
    assert_eq!(UserInfo::from_http(&info.clone().into_http(), jwt::SUBJECT), Ok(info));
    Some(Accepted)
}
