//! The parameters that count when a request has a request object.

use serde::{Deserialize, Serialize};
use symbolon_jose::Excerpt;

use super::error::RequestObjectError;
use super::members::within_limits;
use crate::{Parameters, ResponseType};

/// The rule that says which parameters count if an authorization request has a request object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RequestObjectRule {
    /// Only the parameters in the request object count
    /// ([RFC 9101 §6.3](https://www.rfc-editor.org/rfc/rfc9101#section-6.3)). This is the default,
    /// because an attacker can change every parameter outside the object.
    #[default]
    ObjectOnly,
    /// The parameters in the request object count. A parameter outside the object counts if the
    /// object does not contain this parameter
    /// ([Core §6.3.3](https://openid.net/specs/openid-connect-core-1_0.html#RequestParameterValidation)).
    ///
    /// Clients that sign one request object and send it many times need this rule: they send
    /// `state` and `nonce` outside the object. The cost: an attacker can add parameters that the
    /// client did not sign.
    ObjectWins,
}

impl RequestObjectRule {
    /// Computes the parameters of the authorization request.
    ///
    /// `outside` are the parameters of the query or form, and `object` are the parameters that
    /// [`UnverifiedRequestObject::verify`](super::UnverifiedRequestObject::verify) returned. The
    /// result never contains `request` and `request_uri`.
    ///
    /// # Errors
    /// - [`RequestObjectError::ClientId`] when the `client_id` outside the object is not the
    ///   `client_id` in the object;
    /// - [`RequestObjectError::Missing`] when the request has no `client_id` outside the object, or
    ///   when the rule is [`ObjectOnly`](Self::ObjectOnly) and the object has no `client_id`;
    /// - [`RequestObjectError::ResponseType`] when the object and the parameters outside it contain
    ///   different values of `response_type`;
    /// - [`RequestObjectError::Parameters`] when the result exceeds the limits of [`Parameters`].
    pub fn assemble(
        self,
        mut outside: Parameters,
        object: Parameters,
    ) -> Result<Parameters, RequestObjectError> {
        self.check_client_id(&outside, &object)?;
        check_response_type(&outside, &object)?;
        if self == Self::ObjectOnly {
            return Ok(object);
        }
        outside.push("request", "");
        outside.push("request_uri", "");
        // Core §6.3.3: the parameter in the object is used, with all its values.
        if object.contains("resource") {
            while outside.take("resource").is_some() {}
        }
        for (name, value) in object.iter() {
            outside.push(name, value);
        }
        within_limits(outside)
    }

    fn check_client_id(
        self,
        outside: &Parameters,
        object: &Parameters,
    ) -> Result<(), RequestObjectError> {
        const NAME: &str = "client_id";
        let missing = RequestObjectError::Missing { name: NAME };
        let expected = outside.get(NAME).ok_or_else(|| missing.clone())?;
        match object.get(NAME) {
            Some(found) if found == expected => Ok(()),
            Some(found) => Err(RequestObjectError::ClientId {
                found: Excerpt::new(found),
                expected: Excerpt::new(expected),
            }),
            // Core §6.1: the object may lack `client_id`. If the object contains `client_id`, it
            // must match.
            None if self == Self::ObjectWins => Ok(()),
            // RFC 9101 §4: the object contains all parameters.
            None => Err(missing),
        }
    }
}

/// Checks Core §6.1: the `response_type` outside the object matches the `response_type` in the
/// object.
fn check_response_type(
    outside: &Parameters,
    object: &Parameters,
) -> Result<(), RequestObjectError> {
    let (Some(outside), Some(object)) = (outside.get("response_type"), object.get("response_type"))
    else {
        return Ok(());
    };
    // RFC 6749 §3.1.1: the order of the names does not matter.
    let is_same = |a, b| ResponseType::new(a).is_ok_and(|a| Ok(a) == ResponseType::new(b));
    if outside == object || is_same(outside, object) {
        return Ok(());
    }
    let (found, expected) = (Excerpt::new(object), Excerpt::new(outside));
    Err(RequestObjectError::ResponseType { found, expected })
}
