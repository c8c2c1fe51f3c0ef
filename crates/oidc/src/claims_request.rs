//! The parameter `claims` of an authentication request: the claims that the client asks for by
//! name.
//!
//! ```
//! use symbolon_oidc::{ClaimRequest, ClaimsRequest};
//!
//! let asked = ClaimsRequest::new().claim("email", ClaimRequest::essential());
//! assert_eq!(asked.to_json(), r#"{"userinfo":{"email":{"essential":true}}}"#);
//! ```

mod claim;
mod error;
mod types;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use symbolon_jose::{Limits, Object, json};

use crate::JsonType;

pub use claim::ClaimRequest;
pub use error::ClaimsRequestError;
pub(crate) use types::base_name;

/// The claims that a client asks for by name: the value of the parameter `claims`
/// ([Core §5.5](https://openid.net/specs/openid-connect-core-1_0.html#ClaimsParameter)).
///
/// The keys of both maps are claim names. A name can end with `#` and a language tag, as in
/// `family_name#ja-Kana-JP`
/// ([Core §5.5.2](https://openid.net/specs/openid-connect-core-1_0.html#IndividualClaimsLanguages)).
/// `Debug` shows no requested values, because they can be personal data, such as a `sub`.
///
/// ```
/// use symbolon_oidc::{ClaimRequest, ClaimsRequest};
///
/// let asked = ClaimsRequest::parse(
///     r#"{"userinfo": {"nickname": null, "email": {"essential": true}},
///         "id_token": {"acr": {"values": ["urn:mace:incommon:iap:silver"]}}}"#,
/// )?;
/// assert!(asked.user_info["email"].essential);
/// assert_eq!(asked.user_info["nickname"], ClaimRequest::voluntary());
/// assert_eq!(asked.id_token["acr"].values, ["urn:mace:incommon:iap:silver"]);
/// # Ok::<(), symbolon_oidc::claims_request::ClaimsRequestError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(into = "Object", try_from = "Object")]
#[non_exhaustive]
pub struct ClaimsRequest {
    /// `userinfo`: the claims that the UserInfo endpoint should return, in addition to the claims
    /// that the scope requests.
    pub user_info: BTreeMap<String, ClaimRequest>,
    /// `id_token`: the claims that the ID Token should contain, in addition to those that every ID
    /// Token contains.
    pub id_token: BTreeMap<String, ClaimRequest>,
    /// The members that Core §5.5 does not define. This library ignores them, and writes them again
    /// when it writes the request.
    pub extra: Object,
}

/// The place in which a client asks for a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ClaimPlace {
    /// The response of the UserInfo endpoint.
    UserInfo,
    /// The ID Token.
    IdToken,
}

impl ClaimPlace {
    /// Returns the name of the member of `claims` that asks for claims in this place: `userinfo` or
    /// `id_token`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UserInfo => "userinfo",
            Self::IdToken => "id_token",
        }
    }
}

impl ClaimsRequest {
    /// The limits on the JSON text of the parameter: 64 KiB, 16 levels, 256 members in one object
    /// and 4096 values.
    pub const LIMITS: Limits = Limits {
        token: 64 << 10,
        json_depth: 16,
        json_members: 256,
        json_values: 4096,
        ..Limits::DEFAULT
    };

    /// Creates a request that asks for no claim.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Parses the JSON text of the parameter `claims`, within [`LIMITS`](Self::LIMITS).
    ///
    /// # Errors
    /// [`ClaimsRequestError`] if the text is not a JSON object within the limits, if `userinfo` or
    /// `id_token` is not an object, if the request for a claim is neither `null` nor an object, if
    /// `essential` is not a boolean, if `values` is not an array or is empty, or if a requested
    /// value does not have the type of its claim.
    pub fn parse(text: &str) -> Result<Self, ClaimsRequestError> {
        let object = Object::parse_within(text.as_bytes(), &Self::LIMITS);
        Self::try_from(object.map_err(ClaimsRequestError::Json)?)
    }

    /// Asks for a claim from the UserInfo endpoint. An earlier request for the same claim there is
    /// replaced.
    #[must_use]
    pub fn claim(mut self, name: &str, claim: ClaimRequest) -> Self {
        self.user_info.insert(name.to_owned(), claim);
        self
    }

    /// Asks for a claim in the ID Token. An earlier request for the same claim there is replaced.
    #[must_use]
    pub fn id_token_claim(mut self, name: &str, claim: ClaimRequest) -> Self {
        self.id_token.insert(name.to_owned(), claim);
        self
    }

    /// Returns the requested claims of one place.
    #[must_use]
    pub fn place(&self, place: ClaimPlace) -> &BTreeMap<String, ClaimRequest> {
        match place {
            ClaimPlace::UserInfo => &self.user_info,
            ClaimPlace::IdToken => &self.id_token,
        }
    }

    /// Returns whether the request asks for no claim and has no other member.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.user_info.is_empty() && self.id_token.is_empty() && self.extra.is_empty()
    }

    /// Returns the JSON text of the parameter.
    #[must_use]
    pub fn to_json(&self) -> String {
        Object::from(self.clone()).to_json()
    }
}

impl TryFrom<Object> for ClaimsRequest {
    type Error = ClaimsRequestError;

    /// Reads the requested claims from an object, such as the member `claims` of a request object.
    fn try_from(mut object: Object) -> Result<Self, ClaimsRequestError> {
        let user_info = take_claims(&mut object, ClaimPlace::UserInfo)?;
        let id_token = take_claims(&mut object, ClaimPlace::IdToken)?;
        let request = Self { user_info, id_token, extra: object };
        // The text that is written is sometimes longer than the text that was read: `1e5` becomes
        // `100000.0`. A request that was accepted is accepted again after it was stored.
        if request.to_json().len() > Self::LIMITS.token {
            return Err(ClaimsRequestError::Json(json::Error::TooLarge));
        }
        Ok(request)
    }
}

/// Removes the claims of one place from the object.
fn take_claims(
    object: &mut Object,
    place: ClaimPlace,
) -> Result<BTreeMap<String, ClaimRequest>, ClaimsRequestError> {
    let claims = match object.remove(place.as_str()) {
        // The member is optional, so `null` counts as absent.
        None | Some(Value::Null) => return Ok(BTreeMap::new()),
        Some(Value::Object(claims)) => claims,
        Some(other) => {
            return Err(ClaimsRequestError::Place { place, found: JsonType::of(&other) });
        }
    };
    let claims = claims.into_iter().map(|(name, value)| {
        let claim = ClaimRequest::read(place, &name, value)?;
        Ok((name, claim))
    });
    claims.collect()
}

impl From<ClaimsRequest> for Object {
    fn from(request: ClaimsRequest) -> Self {
        let mut object = request.extra;
        for (place, claims) in
            [(ClaimPlace::UserInfo, request.user_info), (ClaimPlace::IdToken, request.id_token)]
        {
            let members = claims.into_iter().map(|(name, claim)| (name, Value::from(claim)));
            let members: serde_json::Map<String, Value> = members.collect();
            if !members.is_empty() {
                object.insert(place.as_str(), members);
            }
        }
        object
    }
}
