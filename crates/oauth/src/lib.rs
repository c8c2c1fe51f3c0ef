#![doc = include_str!("../README.md")]

#[macro_use]
mod macros;

mod characters;
mod client_authentication_method;
mod client_id;
pub mod danger;
mod error_code;
mod error_response;
pub mod flow;
mod grant_type;
mod issuer;
mod media_type;
mod parameters;
mod percent;
pub mod pkce;
mod redirect_uri;
mod response_type;
mod scope;
mod secrets;
mod state;
mod syntax;
mod token_type;
mod uri;

pub use client_authentication_method::ClientAuthenticationMethod;
pub use client_id::ClientId;
pub use error_code::ErrorCode;
pub use error_response::{ErrorResponse, ErrorResponseError};
pub use grant_type::GrantType;
pub use issuer::{Issuer, IssuerError};
pub use parameters::{Parameters, ParametersError};
pub use pkce::{CodeChallenge, CodeVerifier};
pub use redirect_uri::{RedirectUri, RedirectUriError};
pub use response_type::ResponseType;
pub use scope::Scope;
pub use secrets::{AccessToken, AuthorizationCode, ClientSecret, EncodedJwt, RefreshToken};
pub use state::State;
pub use syntax::SyntaxError;
pub use token_type::TokenType;
pub use uri::UriError;
