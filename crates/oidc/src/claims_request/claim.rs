//! The request for one claim.

use std::fmt;

use serde_json::Value;
use symbolon_jose::Object;

use super::{ClaimPlace, ClaimsRequestError, types};
use crate::JsonType;

/// The request for one claim: whether the claim is essential, and which values are acceptable
/// ([Core §5.5.1](https://openid.net/specs/openid-connect-core-1_0.html#IndividualClaimsRequests)).
///
/// ```
/// use symbolon_oidc::ClaimRequest;
///
/// let acr = ClaimRequest::essential().values(["phr", "phrh"]);
/// assert!(acr.accepts(&"phr".into()));
/// assert!(!acr.accepts(&"0".into()));
/// assert!(ClaimRequest::voluntary().accepts(&"0".into()));
/// ```
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ClaimRequest {
    /// `essential`: the client needs the claim for what the user wants to do. If a provider cannot
    /// return an essential claim, it leaves the claim out and returns no error. The exceptions are
    /// `acr` and `sub`.
    pub essential: bool,
    /// `value`: the only acceptable value. `None` if the request does not name a value.
    pub value: Option<Value>,
    /// `values`: the acceptable values in the order of preference. Empty if the request does not
    /// restrict the values.
    pub values: Vec<Value>,
    /// The members that Core §5.5.1 does not define. This library ignores them, and writes them
    /// again when it writes the request.
    pub extra: Object,
}

impl ClaimRequest {
    /// Creates a request for a voluntary claim with any value. In JSON, this request is `null`.
    #[must_use]
    pub fn voluntary() -> Self {
        Self::default()
    }

    /// Creates a request for an essential claim with any value.
    #[must_use]
    pub fn essential() -> Self {
        Self { essential: true, ..Self::default() }
    }

    /// Sets the only acceptable value.
    #[must_use]
    pub fn value(mut self, value: impl Into<Value>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// Sets the acceptable values, the preferred value first. An empty list accepts every value.
    #[must_use]
    pub fn values<V: Into<Value>>(mut self, values: impl IntoIterator<Item = V>) -> Self {
        self.values = values.into_iter().map(Into::into).collect();
        self
    }

    /// Returns whether the request names acceptable values.
    #[must_use]
    pub fn is_restricted(&self) -> bool {
        self.value.is_some() || !self.values.is_empty()
    }

    /// Returns whether the value is acceptable. If the request has `value` and `values`, the value
    /// must satisfy both.
    #[must_use]
    pub fn accepts(&self, value: &Value) -> bool {
        self.value.as_ref().is_none_or(|only| only == value)
            && (self.values.is_empty() || self.values.contains(value))
    }

    /// Returns the acceptable values, the preferred value first. The list is also empty if the
    /// request does not restrict the values: see [`is_restricted`](Self::is_restricted).
    pub fn acceptable(&self) -> impl Iterator<Item = &Value> {
        let only = self.value.as_ref().filter(|_| self.values.is_empty());
        self.values.iter().chain(only).filter(|value| self.accepts(value))
    }

    /// Reads the request for the claim `name`.
    pub(super) fn read(
        place: ClaimPlace,
        name: &str,
        value: Value,
    ) -> Result<Self, ClaimsRequestError> {
        let found = JsonType::of(&value);
        if value.is_null() {
            return Ok(Self::voluntary());
        }
        let Ok(mut members) = Object::from_value(value) else {
            return Err(ClaimsRequestError::claim(place, name, found));
        };
        // An optional member with the value `null` counts as absent.
        let mut take = |member| members.remove(member).filter(|value| !value.is_null());
        let essential = match take("essential") {
            None => false,
            Some(Value::Bool(essential)) => essential,
            Some(other) => return Err(ClaimsRequestError::essential(place, name, &other)),
        };
        let value = take("value");
        let values = match take("values") {
            None => Vec::new(),
            // An empty list would mean that no value is acceptable.
            Some(Value::Array(values)) if !values.is_empty() => values,
            Some(other) => return Err(ClaimsRequestError::values(place, name, &other)),
        };
        // §5.5.1: each requested value is a valid value for the claim.
        for value in value.iter().chain(&values) {
            types::check(name, value).map_err(|expected| {
                ClaimsRequestError::value(place, name, JsonType::of(value), expected)
            })?;
        }
        Ok(Self { essential, value, values, extra: members })
    }
}

/// Shows which qualifiers the request has, but no requested value: a value can be personal data.
impl fmt::Debug for ClaimRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClaimRequest")
            .field("essential", &self.essential)
            .field("has_value", &self.value.is_some())
            .field("number_of_values", &self.values.len())
            .field("extra", &self.extra)
            .finish()
    }
}

/// Converts the request to the JSON value of the member: `null` or an object.
impl From<ClaimRequest> for Value {
    fn from(claim: ClaimRequest) -> Self {
        let mut object = claim.extra;
        if claim.essential {
            object.insert("essential", true);
        }
        object.insert_some("value", claim.value.filter(|value| !value.is_null()));
        if !claim.values.is_empty() {
            object.insert("values", claim.values);
        }
        if object.is_empty() { Self::Null } else { object.into() }
    }
}
