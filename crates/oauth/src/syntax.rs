//! Texts with a grammar: parameters, URIs, issuers, scopes, secrets, and the errors of broken
//! grammars.

#[macro_use]
mod macros;

pub(crate) mod characters;
mod endpoint_uri;
mod error;
pub(crate) mod http_auth;
mod issuer;
pub(crate) mod media_type;
mod page_url;
mod parameters;
pub(crate) mod percent;
mod redirect_uri;
mod scope;
pub(crate) mod seconds;
mod secrets;
pub mod stored_issuer;
pub mod stored_redirect_uri;
pub(crate) mod uri;

pub use endpoint_uri::{EndpointUriError, endpoint_uri};
pub use error::SyntaxError;
pub use issuer::{Issuer, IssuerError};
pub use page_url::{PageUrl, PageUrlError};
pub(crate) use parameters::is_registered;
pub use parameters::{Parameters, ParametersError};
pub(crate) use redirect_uri::RESPONSE_PARAMETERS;
pub use redirect_uri::{RedirectUri, RedirectUriError};
pub use scope::Scope;
pub use secrets::{AccessToken, AuthorizationCode, ClientSecret, EncodedJwt, RefreshToken};
pub use uri::{UriError, check_uri};
