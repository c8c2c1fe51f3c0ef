//! The reasons why a login that a third party starts is refused.

use symbolon_jose::Excerpt;
use symbolon_oauth::{Issuer, PageUrlError, ParametersError, UriError};

/// The reason why a request cannot be read as the start of a login by a third party. Show an error
/// page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MalformedThirdPartyLogin {
    /// The parameters cannot be read, or a parameter is repeated
    /// ([RFC 6749 §3.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1)).
    #[error(transparent)]
    Parameters(#[from] ParametersError),
    /// The request does not say at which provider the user should sign in
    /// ([Core §4](https://openid.net/specs/openid-connect-core-1_0.html#ThirdPartyInitiatedLogin)).
    #[error("the request has no `iss`; expected the issuer of a provider")]
    MissingIss,
}

impl MalformedThirdPartyLogin {
    /// Returns a stable name for logs and metrics, such as `"third_party_login.missing_iss"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Parameters(error) => error.code(),
            Self::MissingIss => "third_party_login.missing_iss",
        }
    }
}

/// The reason why a login that a third party starts is refused. Show an error page, and redirect to
/// no address of the request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ThirdPartyLoginError {
    /// `iss` is not the issuer of this relying party's provider
    /// ([Core §4](https://openid.net/specs/openid-connect-core-1_0.html#ThirdPartyInitiatedLogin)).
    #[error("the third party asks for a login at {found}; expected {expected}")]
    OtherProvider {
        /// The value of `iss`.
        found: Excerpt,
        /// The issuer of the provider.
        expected: Box<Issuer>,
    },
    /// [`RelyingParties`](crate::RelyingParties) has no relying party for the provider that `iss`
    /// names ([Core §4](https://openid.net/specs/openid-connect-core-1_0.html#ThirdPartyInitiatedLogin)).
    #[error(
        "the third party asks for a login at {found}; no relying party is configured for this \
         provider"
    )]
    UnknownProvider {
        /// The value of `iss`.
        found: Excerpt,
    },
    /// `target_link_uri` is not an address of your program
    /// ([Core §4](https://openid.net/specs/openid-connect-core-1_0.html#ThirdPartyInitiatedLogin)).
    #[error("the target_link_uri is refused: {0}")]
    Target(#[from] OwnUrlError),
}

impl ThirdPartyLoginError {
    /// Returns a stable name for logs and metrics, such as `"third_party_login.other_provider"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::OtherProvider { .. } => "third_party_login.other_provider",
            Self::UnknownProvider { .. } => "third_party_login.unknown_provider",
            Self::Target(error) => error.code(),
        }
    }
}

/// The reason why an address is not accepted as an address of the program.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OwnUrlError {
    /// The address is not an absolute `http` or `https` URL.
    #[error(transparent)]
    Page(#[from] PageUrlError),
    /// Parsers could read the address in different ways
    /// ([RFC 3986 §7](https://www.rfc-editor.org/rfc/rfc3986#section-7)).
    #[error(transparent)]
    Uri(#[from] UriError),
    /// The address has an origin that is not in [`OwnOrigins`](crate::OwnOrigins)
    /// ([RFC 9700 §4.11.1](https://www.rfc-editor.org/rfc/rfc9700#section-4.11.1)).
    #[error(
        "the address has the origin {found}; expected one of {expected:?}. Add an origin of your \
         program to `OwnOrigins`"
    )]
    Origin {
        /// The origin of the address.
        found: Excerpt,
        /// The origins of the program.
        expected: Vec<String>,
    },
    /// A text that should be an origin of the program has a path or a query, or uses `http` on a host
    /// other than `127.0.0.1`, `[::1]` and `localhost`.
    #[error("{found} is not an origin; expected a text such as `https://app.example`")]
    NotAnOrigin {
        /// The text.
        found: Excerpt,
    },
}

impl OwnUrlError {
    /// Returns a stable name for logs and metrics, such as `"own_url.origin"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Page(error) => error.code(),
            Self::Uri(error) => error.code(),
            Self::Origin { .. } => "own_url.origin",
            Self::NotAnOrigin { .. } => "own_url.not_an_origin",
        }
    }
}
