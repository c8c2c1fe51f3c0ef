//! The registration of a client, as a flow of one request.

use http::Response;
use symbolon_discovery::quirks::Quirks;
use symbolon_discovery::{Endpoint, MetadataError, ProviderMetadata};
use symbolon_jose::Crypto;
use symbolon_jose::json::document::StatedList;
use symbolon_oauth::flow::{Flow, OutOfTurn, Step};
use symbolon_oauth::obligation::AddressFrom;
use symbolon_oauth::{AccessToken, EncodedJwt};
use symbolon_registration::{ClientMetadata, Offer, RegistrationRequest};
use time::OffsetDateTime;

use super::choices;
use super::exchange::Exchange;
use super::{RegisterError, Registration};

/// A flow that registers a client at a provider.
///
/// [Registration §3](https://openid.net/specs/openid-connect-registration-1_0.html#ClientRegistration),
/// [RFC 7591 §3](https://www.rfc-editor.org/rfc/rfc7591#section-3). The flow sends one request. Store
/// the result before you use it: the provider does not show the secret again.
///
/// ```
/// # use symbolon_discovery::ProviderMetadata;
/// # use time::OffsetDateTime;
/// use symbolon_oauth::RedirectUri;
/// use symbolon_oidc::Localized;
/// use symbolon_registration::ClientMetadata;
/// use symbolon_relying_party::{Registration, Register, drive_blocking};
///
/// fn register(
///     provider: &ProviderMetadata,
///     send: impl FnMut(http::Request<Vec<u8>>) -> std::io::Result<http::Response<Vec<u8>>>,
/// ) -> Result<Registration, Box<dyn std::error::Error>> {
///     let redirect_uri = RedirectUri::new("https://wiki.example/callback")?;
///     let mut metadata = ClientMetadata::new(vec![redirect_uri]);
///     metadata.client_name = Localized::new("Wiki");
///     let flow = Register::new(provider, metadata)?;
///     Ok(drive_blocking(flow, send, OffsetDateTime::now_utc)?)
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until the flow is driven"]
pub struct Register {
    exchange: Exchange,
    endpoint: Endpoint,
    offer: Offer,
    request: RegistrationRequest,
    stage: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Begin,
    Sent,
    Over,
}

impl Register {
    /// Creates the flow that registers a client with this metadata.
    ///
    /// The request always states `response_types` and `grant_types`. Beside each list of choices, it
    /// states the first value of the list that the provider offers.
    ///
    /// # Errors
    /// - [`RegisterError::NoEndpoint`] when the provider has no registration endpoint.
    /// - [`RegisterError::Provider`] when the metadata of the provider is not safe to use.
    /// - [`RegisterError::Metadata`] when the metadata of the client breaks a rule, or asks for
    ///   something that the provider does not offer.
    pub fn new(
        provider: &ProviderMetadata,
        mut metadata: ClientMetadata,
    ) -> Result<Self, RegisterError> {
        provider.validate_for_use()?;
        let Some(endpoint) = provider.registration_endpoint.clone() else {
            return Err(match provider.why_absent("registration_endpoint") {
                MetadataError::Missing(_) => RegisterError::NoEndpoint,
                left_out => left_out.into(),
            });
        };
        let exchange = Exchange::new(&provider.issuer, AddressFrom::Configuration);
        // RP Metadata Choices §2: a stated value is in its list.
        exchange.validate(&metadata)?;
        metadata.prefer(provider)?;
        state_types(&mut metadata);
        metadata.check_offer(provider)?;
        let request = RegistrationRequest::new(metadata);
        let offer = Offer::of(provider);
        Ok(Self { exchange, endpoint, offer, request, stage: Stage::Begin })
    }

    /// Sets values that the metadata leaves open, if the provider does not offer their defaults: the
    /// first algorithm for ID Tokens that the provider offers and the cryptography backend supports,
    /// and `client_secret_post` instead of `client_secret_basic`. Use this method for a provider
    /// that you do not know. [`DiscoverRelyingParty`](crate::DiscoverRelyingParty) does the same.
    pub fn choices(mut self, crypto: &Crypto) -> Self {
        choices::state(&mut self.request.metadata, &self.offer, crypto);
        self
    }

    /// Sets the initial access token, which shows that the client is allowed to register. The
    /// provider, or its operator, gives the token to you
    /// ([RFC 7591 §3](https://www.rfc-editor.org/rfc/rfc7591#section-3)).
    pub fn initial_access_token(mut self, token: AccessToken) -> Self {
        self.request.initial_access_token = Some(token);
        self
    }

    /// Sets the software statement, in which another party vouches for values of the metadata
    /// ([RFC 7591 §2.3](https://www.rfc-editor.org/rfc/rfc7591#section-2.3)).
    pub fn software_statement(mut self, statement: EncodedJwt) -> Self {
        self.request.software_statement = Some(statement);
        self
    }

    /// Sets who chose the issuer. Without this call, the flow assumes that the issuer comes from
    /// the configuration of your program. Pass the value that you passed to
    /// [`Discover::address_from`](symbolon_discovery::Discover::address_from). The registration
    /// keeps the value.
    pub fn address_from(mut self, address: AddressFrom) -> Self {
        self.exchange.address = address;
        self
    }

    /// Sets the quirks of the provider. Without this call, no quirk is accepted.
    pub fn quirks(mut self, quirks: &Quirks) -> Self {
        self.exchange.quirks = quirks.registration;
        self
    }
}

/// States the response types and the grant types, so that no default of the provider applies.
pub(super) fn state_types(metadata: &mut ClientMetadata) {
    let response_types = metadata.effective_response_types();
    let grant_types = metadata.effective_grant_types();
    metadata.response_types = Some(StatedList(response_types));
    metadata.grant_types = Some(StatedList(grant_types));
}

impl Flow for Register {
    type Output = Registration;
    type Error = RegisterError;

    fn start(&mut self, _now: OffsetDateTime) -> Result<Step<Registration>, RegisterError> {
        if self.stage != Stage::Begin {
            return Err(OutOfTurn.into());
        }
        self.stage = Stage::Over;
        let request = self.request.clone().into_http(&self.endpoint)?;
        self.stage = Stage::Sent;
        Ok(Step::Send(self.exchange.limited(request)))
    }

    fn receive(
        &mut self,
        response: Response<Vec<u8>>,
        _now: OffsetDateTime,
    ) -> Result<Step<Registration>, RegisterError> {
        if self.stage != Stage::Sent {
            return Err(OutOfTurn.into());
        }
        self.stage = Stage::Over;
        let information = self.exchange.read(&response)?;
        Ok(Step::Done(Registration {
            issuer: self.exchange.issuer.clone(),
            information,
            asked: self.request.metadata.clone(),
            address: self.exchange.address,
        }))
    }
}
