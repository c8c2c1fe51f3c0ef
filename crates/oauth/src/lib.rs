#![doc = include_str!("../README.md")]

#[macro_use]
mod macros;

mod authorization_request;
mod authorization_response;
pub mod bearer;
mod characters;
pub mod client_assertion;
mod client_authentication_method;
mod client_id;
mod credentials;
pub mod danger;
mod endpoint;
mod error_code;
mod error_response;
pub mod flow;
mod grant_type;
mod http_auth;
pub mod iss;
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
mod token_request;
mod token_response;
mod token_type;
pub mod unreplayed;
mod uri;

pub use authorization_request::{AuthorizationRequest, AuthorizationRequestError, ReturnAddress};
pub use authorization_response::{
    AuthorizationError, AuthorizationResponse, AuthorizationResponseError,
};
pub use client_authentication_method::ClientAuthenticationMethod;
pub use client_id::ClientId;
pub use credentials::{ClientCredentials, ClientCredentialsError, ClientCredentialsRefusal};
pub use endpoint::{EndpointError, endpoint_uri};
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
pub use token_request::{Grant, TokenRequest, TokenRequestError};
pub use token_response::{TokenResponse, TokenResponseError};
pub use token_type::TokenType;
pub use uri::{UriError, check_uri};
