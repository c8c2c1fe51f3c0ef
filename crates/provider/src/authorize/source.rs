//! The parameters of a request: the parameters that arrived, or the parameters in the request
//! object.

use symbolon_jose::jwk::PublicJwkSet;
use symbolon_jose::jws::CompactJws;
use symbolon_jose::jwt;
use symbolon_oauth::request_object::{
    ExpectedRequestObject, RequestObjectError, UnverifiedRequestObject,
};
use symbolon_oauth::{EncodedJwt, Parameters, danger};
use time::OffsetDateTime;

use super::AuthorizeError;
use super::reference::Reference;
use crate::{Provider, RegisteredClient, RequestObjectAlgorithm, RequestObjects};

/// The parameters of a request, and the reason why its request object is refused. If there is a
/// reason, the parameters are used only to send the error.
pub(super) struct Source {
    pub(super) parameters: Parameters,
    pub(super) refused: Option<AuthorizeError>,
}

/// Reads the request object of a request, if the request has one and the policy allows it.
pub(super) fn of(
    provider: &Provider,
    client: &RegisteredClient,
    parameters: Parameters,
    reference: Option<Reference>,
    now: OffsetDateTime,
) -> Source {
    let fetched = match reference {
        Some(Reference::Refused(reason)) => return Source { parameters, refused: Some(reason) },
        Some(Reference::Object(object)) => Some(object),
        None => None,
    };
    let settings = provider.policy().request_objects.as_ref();
    let required = client.require_signed_request_object || settings.is_some_and(|it| it.required);
    let by_value = parameters.get("request");
    let refused = match (fetched.as_ref().map(EncodedJwt::expose).or(by_value), settings) {
        // RFC 9101 §5: `request_uri` is absent if `request` is present.
        (Some(_), Some(_)) if fetched.is_none() && parameters.contains("request_uri") => {
            Some(AuthorizeError::RequestUriNotSupported)
        }
        (Some(text), Some(settings)) => {
            let case = Case { provider, client, settings, required };
            match case.read(text, now) {
                Ok(object) => return case.assemble(parameters, object),
                Err(error) => Some(error.into()),
            }
        }
        // RFC 9101 §10.5: a request without a signed request object is rejected.
        (None, _) if required => Some(AuthorizeError::RequestObjectRequired),
        _ => None,
    };
    Source { parameters, refused }
}

struct Case<'a> {
    provider: &'a Provider,
    client: &'a RegisteredClient,
    settings: &'a RequestObjects,
    required: bool,
}

impl Case<'_> {
    /// Verifies a request object, and returns its parameters.
    fn read(&self, text: &str, now: OffsetDateTime) -> Result<Parameters, RequestObjectError> {
        let object = UnverifiedRequestObject::parse(text)?;
        let registered = self.client.request_object_signing_alg;
        let mut expected =
            ExpectedRequestObject::new(&self.client.client_id, self.provider.issuer());
        expected.leeway = self.provider.policy().leeway;
        expected.requires_claims = self.settings.requires_claims;
        // RFC 9101 §10.5: `none` is rejected where a signature is required.
        let accepts_unsigned = self.settings.accept_unsigned
            && !self.required
            && registered == Some(RequestObjectAlgorithm::Unsigned);
        if !object.is_signed() && accepts_unsigned {
            return danger::unsigned_request_object(&object, &expected, now);
        }
        if let Some(RequestObjectAlgorithm::Signed(algorithm)) = registered {
            expected.algorithm = Some(algorithm);
        }
        // The header selects among the registered keys. Nothing else in the object is used before
        // the signature is verified.
        let jws = CompactJws::parse(text).map_err(jwt::Error::from)?;
        let none = PublicJwkSet::new(Vec::new());
        let keys = self.client.jwks.as_ref().unwrap_or(&none).verification_keys_for(
            jws.header().kid(),
            jws.header().alg(),
            &self.settings.algorithms,
            self.provider.crypto(),
        );
        object.verify(&keys, &expected, now)
    }

    fn assemble(&self, outside: Parameters, object: Parameters) -> Source {
        let rule = self.client.request_object_rule.unwrap_or(self.settings.rule);
        match rule.assemble(outside, object.clone()) {
            Ok(parameters) => Source { parameters, refused: None },
            Err(error) => Source { parameters: object, refused: Some(error.into()) },
        }
    }
}
