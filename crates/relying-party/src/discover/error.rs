//! The reason why a provider that a user named cannot be used.

use symbolon_discovery::DiscoveryError;
use symbolon_discovery::keys::FetchError;
use symbolon_discovery::webfinger::WebFingerError;
use symbolon_oauth::flow::OutOfTurn;
use symbolon_oauth::{ErrorResponse, Issuer};

use crate::{RegisterError, RegisteredError, Registration, RelyingPartyConfigurationError};

/// The reason why [`DiscoverRelyingParty`](crate::DiscoverRelyingParty) returns no relying party.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DiscoverRelyingPartyError {
    /// The host of the identifier named no issuer
    /// ([Discovery §2](https://openid.net/specs/openid-connect-discovery-1_0.html#IssuerDiscovery)).
    #[error(transparent)]
    WebFinger(#[from] WebFingerError),
    /// The metadata of the issuer cannot be fetched or used, for example because it states another
    /// issuer
    /// ([Discovery §4.3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation)).
    #[error(transparent)]
    Metadata(#[from] DiscoveryError),
    /// The keys of the provider cannot be fetched or used
    /// ([Core §10.1](https://openid.net/specs/openid-connect-core-1_0.html#Signing)).
    #[error(transparent)]
    Keys(#[from] FetchError),
    /// Your program has no client at this issuer, and did not ask for a registration. Call
    /// [`client`](crate::DiscoverRelyingParty::client) or
    /// [`register`](crate::DiscoverRelyingParty::register).
    #[error("there is no client for the issuer {0}; call `client` or `register`")]
    NoClient(Issuer),
    /// The client cannot be registered
    /// ([Registration §3](https://openid.net/specs/openid-connect-registration-1_0.html#ClientRegistration)).
    #[error(transparent)]
    Register(#[from] RegisterError),
    /// The client is registered, and the registration cannot be used. Pass it to
    /// [`Unregister`](crate::Unregister), or call
    /// [`accept_differences`](Registration::accept_differences)
    /// ([RFC 7591 §3.2.1](https://www.rfc-editor.org/rfc/rfc7591#section-3.2.1)).
    #[error("the client was registered, and the registration cannot be used: {error}")]
    Registered {
        /// The reason.
        #[source]
        error: RegisteredError,
        /// The registration. **A secret.**
        registration: Box<Registration>,
    },
    /// The metadata of the provider and the settings of the client do not fit together
    /// ([Core §3.1](https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth)).
    #[error("the provider and the client do not fit together: {error}")]
    Configuration {
        /// The reason.
        #[source]
        error: RelyingPartyConfigurationError,
        /// The registration, if the flow registered a client. **A secret.**
        registration: Option<Box<Registration>>,
    },
    /// Your program started the flow twice, or passed it a response that the flow had not asked
    /// for.
    #[error(transparent)]
    OutOfTurn(#[from] OutOfTurn),
}

impl DiscoverRelyingPartyError {
    /// Returns a stable name for logs and metrics, such as `"discover.no_client"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::WebFinger(error) => error.code(),
            Self::Metadata(error) => error.code(),
            Self::Keys(error) => error.code(),
            Self::NoClient(_) => "discover.no_client",
            Self::Register(error) => error.code(),
            Self::Registered { error, .. } => error.code(),
            Self::Configuration { error, .. } => error.code(),
            Self::OutOfTurn(error) => error.code(),
        }
    }

    /// Returns the provider's error response. `None` if the provider did not refuse the
    /// registration.
    #[must_use]
    pub fn refusal(&self) -> Option<&ErrorResponse> {
        match self {
            Self::Register(error) => error.refusal(),
            _ => None,
        }
    }

    /// Returns the registration that the flow made before it failed. Delete it with
    /// [`Unregister`](crate::Unregister), or store it.
    #[must_use]
    pub fn into_registration(self) -> Option<Registration> {
        match self {
            Self::Registered { registration, .. } => Some(*registration),
            Self::Configuration { registration, .. } => registration.map(|it| *it),
            _ => None,
        }
    }
}
