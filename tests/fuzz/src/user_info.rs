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
    assert_eq!(UserInfo::from_http(&info.clone().into_http(), jwt::SUBJECT), Ok(info));
    Some(Accepted)
}
