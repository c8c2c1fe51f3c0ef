//! The response of the UserInfo endpoint, written from the claims without a copy.

use std::borrow::Cow;

use http::{HeaderValue, Response, header};
use serde::{Serialize, Serializer};
use symbolon_jose::Object;
use symbolon_oauth::Scope;

use crate::StandardClaims;
use crate::claims::{MemberValue, merged, requested_by};

/// The media type of a UserInfo response.
pub(super) const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Builds the response of the UserInfo endpoint: `sub`, those claims in `known` that the scope
/// requests, and all members of `extra`
/// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse),
/// [Core §5.4](https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims)).
///
/// A member of `extra` is left out if another claim in the response has the same name. Claims that
/// are an empty string are left out. The response is the same as that of
/// [`UserInfo::into_http`](crate::UserInfo::into_http) with the claims
/// [`within`](StandardClaims::within) the scope, but no claim is copied.
///
/// ```
/// use symbolon_jose::Object;
/// use symbolon_oidc::{StandardClaims, user_info};
///
/// let mut known = StandardClaims::new();
/// known.email = Some("alice@example.com".to_owned());
/// known.phone_number = Some("+493012345".to_owned());
/// let response = user_info::respond("alice", &known, &"openid email".parse()?, &Object::new());
/// assert_eq!(response.body(), br#"{"email":"alice@example.com","sub":"alice"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn respond(
    sub: &str,
    known: &StandardClaims,
    scope: &Scope,
    extra: &Object,
) -> Response<Vec<u8>> {
    let mut body = Vec::with_capacity(512);
    let written = serde_json::to_writer(&mut body, &Body::new(sub, known, scope, extra));
    // Writing JSON with string keys to memory cannot fail.
    if written.is_err() {
        body.clear();
    }
    response(body)
}

/// Builds the response with this JSON object as its body.
pub(super) fn response(json: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(json);
    response.headers_mut().insert(header::CONTENT_TYPE, JSON);
    // The response contains personal data of one user, so caches must not store it.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

struct Body<'a> {
    /// `sub` and the claims within the scope, sorted by the names of their members.
    claims: Vec<(Cow<'static, str>, MemberValue<'a>)>,
    extra: &'a Object,
}

impl<'a> Body<'a> {
    fn new(sub: &'a str, known: &'a StandardClaims, scope: &Scope, extra: &'a Object) -> Self {
        let is_requested = requested_by(scope);
        let mut claims = Vec::with_capacity(24);
        known.each(&mut |claim, tag, value| {
            // Core §5.3.2: a claim without a value is omitted. Core §5.2: a language tag is not
            // empty.
            let is_blank = matches!(value, MemberValue::Text("")) || tag == Some("");
            if !is_blank && is_requested(claim) {
                let name = tag.map(|tag| Cow::Owned(format!("{claim}#{tag}")));
                claims.push((name.unwrap_or(Cow::Borrowed(claim)), value));
            }
        });
        let place = claims.partition_point(|(name, _)| name.as_ref() < "sub");
        claims.insert(place, (Cow::Borrowed("sub"), MemberValue::Text(sub)));
        Self { claims, extra }
    }
}

impl Serialize for Body<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        merged::serialize(serializer, &self.claims, self.extra.iter())
    }
}
