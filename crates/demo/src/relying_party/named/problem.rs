//! The reasons why the app cannot use a provider that a user named, in plain English.

use http::StatusCode;
use symbolon::discovery::{
    DiscoveryError, DocumentError, IdentifierError, MetadataError, WebFingerError,
};
use symbolon::oauth::{Issuer, IssuerError, RedirectUriError, SyntaxError};
use symbolon::relying_party::{
    DiscoverRelyingPartyError, DriveError, RegisterError, RegisteredError,
};
use symbolon_reqwest::SendError;
use thiserror::Error;

/// The reason why the app cannot use a provider that a user named.
#[derive(Debug, Error)]
pub(crate) enum NamedProblem {
    #[error("users can name no provider")]
    Off,
    #[error("too many searches for providers run at the same time")]
    Busy,
    #[error(transparent)]
    Identifier(#[from] IdentifierError),
    #[error(transparent)]
    Issuer(#[from] IssuerError),
    #[error(transparent)]
    WebFinger(#[from] WebFingerError),
    #[error(transparent)]
    Discover(#[from] DiscoverRelyingPartyError),
    /// The provider registered something that the app cannot use.
    #[error("{error}")]
    Registered {
        #[source]
        error: RegisteredError,
        /// Whether the provider confirmed that it deleted the registration.
        is_deleted: bool,
    },
    /// The token endpoint does not know the client any more.
    #[error("the provider has forgotten the app; the store has forgotten its registration, too")]
    Forgotten(Issuer),
    #[error(transparent)]
    Http(#[from] SendError),
    #[error("the redirect URI of the provider cannot be used")]
    RedirectUri(#[from] RedirectUriError),
    #[error(transparent)]
    Scope(#[from] SyntaxError),
    #[error("the store has failed")]
    Store(#[from] symbolon_store::Error),
    #[error("the exchange with the provider failed")]
    Exchange,
}

impl From<RegisteredError> for NamedProblem {
    fn from(error: RegisteredError) -> Self {
        Self::Registered { error, is_deleted: false }
    }
}

impl<F> From<DriveError<F, SendError>> for NamedProblem
where
    Self: From<F>,
{
    fn from(error: DriveError<F, SendError>) -> Self {
        match error {
            DriveError::Flow(error) => error.into(),
            DriveError::Send(error) => error.into(),
            _ => Self::Exchange,
        }
    }
}

/// The heading and the sentence for a text that names no host.
const UNREADABLE: (&str, &str) = (
    "This is not the address of a user or a provider",
    "Type an address that looks like an email address, such as alice@example.com, or the address of a provider, such as https://example.com.",
);

/// The heading and the sentence for a host that does not answer.
const UNREACHABLE: (&str, &str) = (
    "The provider cannot be reached",
    "No server answered at this address. Check the spelling, or try again in a moment.",
);

/// The heading and the sentence for a host without WebFinger.
const UNKNOWN_USER: (&str, &str) = (
    "This address has no provider",
    "The server of this address does not say where its users sign in. Check the spelling. If you know the address of your provider, type that address, such as https://example.com.",
);

/// The heading and the sentence for metadata of another issuer.
const OTHER_ISSUER: (&str, &str) = (
    "The provider says that it has another name",
    "This app does not use the provider, because another server could pretend to be your provider. Type the address exactly as your provider writes it, with or without a slash at the end.",
);

/// The heading and the sentence for an address without metadata.
const NO_PROVIDER: (&str, &str) = (
    "There is no provider at this address",
    "The server has no description of a provider that this app can read. If this is the address of your own page, type it without https:// at the beginning. Otherwise, ask your provider for the right address.",
);

/// The heading and the sentence for a provider without a registration endpoint.
const NO_REGISTRATION: (&str, &str) = (
    "This provider does not accept new apps",
    "Apps cannot register themselves at this provider. You can sign in at another provider, or ask the operator of this app to register it there.",
);

/// The heading and the sentence for a refused registration.
const REFUSED: (&str, &str) = (
    "The provider did not register this app",
    "You did nothing wrong: the provider refused what this app asked for. You can sign in at another provider.",
);

/// The heading and the sentence for a provider whose offer does not suffice.
const LACKS: (&str, &str) = (
    "This app cannot work with this provider",
    "You did nothing wrong: the provider and this app have too little in common. You can sign in at another provider.",
);

/// The heading and the sentences for a registration that the app does not use.
const CHANGED: (&str, &str) = (
    "The provider changed too much",
    "The provider registered this app in a way that is less safe or does not work. The app does not use this registration, and the provider has deleted it. You can sign in at another provider.",
);
const CHANGED_AND_LEFT: &str = "The provider registered this app in a way that is less safe or does not work. The app does not use this registration. You can sign in at another provider.";

/// The heading and the sentence for a registration that the provider has forgotten.
const FORGOTTEN: (&str, &str) = (
    "The provider no longer knows this app",
    "The registration of this app was deleted at the provider. The app can register itself again; then you can sign in.",
);

/// The heading and the sentence for an address that the app does not call.
const FORBIDDEN: (&str, &str) = (
    "This app does not use this address",
    "The address is in the network of this app, not on the internet. Type the address of a provider on the internet.",
);

impl NamedProblem {
    /// Returns a stable name of the error.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Off => "named.off",
            Self::Busy => "app.busy",
            Self::Identifier(error) => error.code(),
            Self::Issuer(error) => error.code(),
            Self::WebFinger(error) => error.code(),
            Self::Discover(error) => error.code(),
            Self::Registered { error, .. } => error.code(),
            Self::Forgotten(_) => "named.forgotten",
            Self::Http(error @ SendError::ForbiddenAddress(_)) => error.code(),
            Self::Http(_) => "app.http",
            Self::RedirectUri(_) => "named.redirect_uri",
            Self::Scope(_) => "named.scope",
            Self::Store(error) => error.code(),
            Self::Exchange => "app.exchange",
        }
    }

    /// Returns a heading and a sentence that say to the user what happened and what to do.
    pub(crate) fn in_words(&self) -> (&'static str, &'static str) {
        match self {
            Self::Off => ("You cannot choose the provider", "Use the button on the start page."),
            Self::Identifier(_) | Self::Issuer(_) => UNREADABLE,
            Self::WebFinger(_) => UNKNOWN_USER,
            Self::Discover(error) => words_of(error),
            Self::Registered { is_deleted: true, .. } => CHANGED,
            Self::Registered { .. } => (CHANGED.0, CHANGED_AND_LEFT),
            Self::Forgotten(_) => FORGOTTEN,
            Self::Http(SendError::ForbiddenAddress(_)) => FORBIDDEN,
            Self::Http(_) | Self::Exchange => UNREACHABLE,
            Self::RedirectUri(_) | Self::Scope(_) => LACKS,
            Self::Busy | Self::Store(_) => (
                "This app is not available",
                "You did nothing wrong. Please try again in a moment.",
            ),
        }
    }

    /// Returns what the provider changed, if the app does not use the registration for this reason.
    pub(crate) fn details(&self) -> Vec<String> {
        match self {
            Self::Registered { error: RegisteredError::Weaker(differences), .. } => {
                differences.iter().map(ToString::to_string).collect()
            }
            Self::Registered { error, .. } => vec![error.to_string()],
            _ => Vec::new(),
        }
    }

    /// Returns the status of the error page.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::Off | Self::Identifier(_) | Self::Issuer(_) => StatusCode::BAD_REQUEST,
            Self::Http(SendError::ForbiddenAddress(_)) => StatusCode::BAD_REQUEST,
            Self::Busy | Self::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::RedirectUri(_) | Self::Scope(_) => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::BAD_GATEWAY,
        }
    }

    /// Returns whether the store has failed.
    pub(crate) fn is_of_store(&self) -> bool {
        matches!(self, Self::Store(_))
    }
}

/// Returns a heading and a sentence about a search that failed.
fn words_of(error: &DiscoverRelyingPartyError) -> (&'static str, &'static str) {
    match error {
        DiscoverRelyingPartyError::WebFinger(_) => UNKNOWN_USER,
        DiscoverRelyingPartyError::Metadata(DiscoveryError::Metadata(
            MetadataError::IssuerMismatch { .. },
        )) => OTHER_ISSUER,
        DiscoverRelyingPartyError::Metadata(DiscoveryError::Document(DocumentError::Status(
            status,
        ))) if status.is_server_error() => UNREACHABLE,
        DiscoverRelyingPartyError::Metadata(_) => NO_PROVIDER,
        DiscoverRelyingPartyError::Register(RegisterError::NoEndpoint) => NO_REGISTRATION,
        DiscoverRelyingPartyError::Register(RegisterError::Answer(_)) => REFUSED,
        DiscoverRelyingPartyError::Registered { .. } => (CHANGED.0, CHANGED_AND_LEFT),
        _ => LACKS,
    }
}
