//! The parameters of a request: the parameters that arrived, or the parameters in the request
//! object.

use symbolon_jose::jwk::PublicJwkSet;
use symbolon_jose::jws::CompactJws;
use symbolon_jose::{VerificationKeys, jwt};
use symbolon_oauth::request_object::{
    ExpectedRequestObject, RequestObjectError, UnverifiedRequestObject,
};
use symbolon_oauth::{EncodedJwt, Parameters, danger};
use time::OffsetDateTime;

use super::AuthorizeError;
use super::reference::Reference;
use crate::{
    Provider, PushedRequestRecord, RegisteredClient, RequestObjectAlgorithm, RequestObjects,
};

/// The parameters of a request, and the reason why its request object is refused. If there is a
/// reason, the parameters are used only to send the error.
pub(super) struct Source {
    pub(super) parameters: Parameters,
    pub(super) refused: Option<AuthorizeError>,
    /// Whether the parameters come from a request object with a signature.
    pub(super) is_signed: bool,
    /// Whether the client has pushed the parameters.
    pub(super) was_pushed: bool,
}

impl Source {
    fn from_browser(parameters: Parameters, refused: Option<AuthorizeError>) -> Self {
        Self { parameters, refused, is_signed: false, was_pushed: false }
    }
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
        Some(Reference::Refused(reason)) => {
            return Source::from_browser(parameters, Some(reason));
        }
        Some(Reference::Pushed(record)) => {
            let case = PushedCase { provider, client, record: &record };
            return match case.check(now) {
                Ok(()) => case.source(),
                // The parameters of a record that is refused are not used.
                Err(reason) => Source::from_browser(parameters, Some(reason)),
            };
        }
        Some(Reference::Object(object)) => Some(object),
        None => None,
    };
    let settings = provider.policy().request_objects.as_ref();
    let required = requires_object(provider, client);
    let by_value = parameters.get("request");
    let refused = match (fetched.as_ref().map(EncodedJwt::expose).or(by_value), settings) {
        // RFC 9101 §5: `request_uri` is absent if `request` is present.
        (Some(_), Some(_)) if fetched.is_none() && parameters.contains("request_uri") => {
            Some(AuthorizeError::RequestUriNotSupported)
        }
        (Some(text), Some(settings)) => {
            let case = Case { provider, client, settings, required };
            match case.read(text, now) {
                Ok(opened) => return case.assemble(parameters, opened),
                Err(error) => Some(error.into()),
            }
        }
        // RFC 9101 §10.5: a request without a signed request object is rejected.
        (None, _) if required => Some(AuthorizeError::RequestObjectRequired),
        _ => None,
    };
    Source::from_browser(parameters, refused)
}

/// Returns the signed JWT of a request object, after decryption. The signature is **not verified**.
/// Returns `None` if the policy does not allow request objects, or if the object has no signature.
pub(crate) fn signed_object(
    provider: &Provider,
    client: &RegisteredClient,
    object: &str,
) -> Option<EncodedJwt> {
    let settings = provider.policy().request_objects.as_ref()?;
    let case = Case { provider, client, settings, required: false };
    case.decrypted(object).ok()?.signed_jwt().cloned()
}

fn requires_object(provider: &Provider, client: &RegisteredClient) -> bool {
    let settings = provider.policy().request_objects.as_ref();
    client.require_signed_request_object || settings.is_some_and(|it| it.required)
}

/// The record of a pushed request, with the provider and the client of the request that refers to it.
struct PushedCase<'a> {
    provider: &'a Provider,
    client: &'a RegisteredClient,
    record: &'a PushedRequestRecord,
}

impl PushedCase<'_> {
    /// Checks that this client can use the record now.
    fn check(&self, now: OffsetDateTime) -> Result<(), AuthorizeError> {
        let Self { provider, client, record } = self;
        if record.issuer != *provider.issuer() {
            let found = Box::new(record.issuer.clone());
            let expected = Box::new(provider.issuer().clone());
            return Err(AuthorizeError::OtherIssuer { found, expected });
        }
        // RFC 9126 §2.2: `request_uri` is bound to the client that pushed the request.
        if record.client_id != client.client_id {
            return Err(AuthorizeError::PushedByOtherClient);
        }
        // RFC 9126 §4: an expired `request_uri` is rejected.
        if record.expires <= now.into() {
            return Err(AuthorizeError::ExpiredPushedRequest);
        }
        Ok(())
    }

    /// Returns the parameters of the record. The request object was replaced by its parameters when
    /// the request was pushed.
    fn source(&self) -> Source {
        let Self { provider, client, record } = self;
        // RFC 9101 §10.5: a request without a signed request object is rejected.
        let lacks_object = requires_object(provider, client) && !record.is_signed;
        Source {
            parameters: record.parameters.clone(),
            refused: lacks_object.then_some(AuthorizeError::RequestObjectRequired),
            is_signed: record.is_signed,
            was_pushed: true,
        }
    }
}

/// The parameters in a request object.
struct Opened {
    object: Parameters,
    is_signed: bool,
}

struct Case<'a> {
    provider: &'a Provider,
    client: &'a RegisteredClient,
    settings: &'a RequestObjects,
    required: bool,
}

impl Case<'_> {
    /// Verifies a request object, and returns its parameters.
    fn read(&self, text: &str, now: OffsetDateTime) -> Result<Opened, RequestObjectError> {
        let object = self.decrypted(text)?;
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
            let object = danger::unsigned_request_object(&object, &expected, now)?;
            return Ok(Opened { object, is_signed: false });
        }
        if let Some(RequestObjectAlgorithm::Signed(algorithm)) = registered {
            expected.algorithm = Some(algorithm);
        }
        let object = object.verify(&self.keys(&object, now)?, &expected, now)?;
        Ok(Opened { object, is_signed: true })
    }

    /// Reads a request object, after decryption if it is encrypted.
    fn decrypted(&self, text: &str) -> Result<UnverifiedRequestObject, RequestObjectError> {
        match (UnverifiedRequestObject::parse(text), self.provider.object_keys()) {
            (Err(RequestObjectError::Encrypted), Some(keys)) => {
                UnverifiedRequestObject::decrypt(text, keys)
            }
            (object, _) => object,
        }
    }

    /// Returns the keys of the client that the header of the request object selects. Nothing else in
    /// the object is used before the signature is verified.
    fn keys(
        &self,
        object: &UnverifiedRequestObject,
        now: OffsetDateTime,
    ) -> Result<VerificationKeys, jwt::Error> {
        let Some(signed) = object.signed_jwt() else {
            return Ok(VerificationKeys::new(Vec::new()));
        };
        let (crypto, allowed) = (self.provider.crypto(), &self.settings.algorithms);
        let jws = CompactJws::parse(signed.expose())?;
        let (kid, alg) = (jws.header().kid(), jws.header().alg());
        // Core §10.1: the key of a MAC is the client secret. It has no `kid`. A public client
        // cannot keep a secret, so it must not use a MAC. An expired secret is not used as a key.
        let mac = allowed.iter().find(|it| it.is_mac() && it.as_str() == alg);
        let is_usable = !self.client.is_public() && !self.client.secret_has_expired(now);
        let secret = self.client.client_secret.as_ref().filter(|_| is_usable);
        if let (Some(algorithm), Some(secret)) = (mac, secret) {
            let key = secret.verification_key(*algorithm, crypto);
            return Ok(VerificationKeys::new(key.into_iter().collect()));
        }
        let none = PublicJwkSet::new(Vec::new());
        let jwks = self.client.jwks.as_ref().unwrap_or(&none);
        Ok(jwks.verification_keys_for(kid, alg, allowed, crypto))
    }

    fn assemble(&self, outside: Parameters, opened: Opened) -> Source {
        let Opened { object, is_signed } = opened;
        let rule = self.client.request_object_rule.unwrap_or(self.settings.rule);
        let (parameters, refused) = match rule.assemble(outside, object.clone()) {
            Ok(parameters) => (parameters, None),
            Err(error) => (object, Some(error.into())),
        };
        Source { parameters, refused, is_signed, was_pushed: false }
    }
}
