#![doc = include_str!("../README.md")]

#[macro_use]
mod syntax;

pub mod authorization;
pub mod client;
pub mod danger;
pub mod flow;
pub mod obligation;
pub mod resource;
pub mod token;

pub use authorization::pkce::{CodeChallenge, CodeVerifier};
pub use authorization::{
    AuthorizationError, AuthorizationRequest, AuthorizationRequestError, AuthorizationResponse,
    AuthorizationResponseError, ResponseMode, ResponseModeError, ResponseType, ReturnAddress,
    ReturnPath, State, UndeliverableResponse, WayBack, fragment_page, iss, jarm, pkce, pushed,
    request_object,
};
pub use client::{
    AssertionAudience, ClientAuthenticationMethod, ClientCredentials, ClientCredentialsError,
    ClientCredentialsRefusal, ClientId,
};
pub use resource::bearer;
pub use syntax::{
    AccessToken, AuthorizationCode, ClientSecret, EncodedJwt, EndpointUriError, Issuer,
    IssuerError, PageUrl, PageUrlError, Parameters, ParametersError, RedirectUri, RedirectUriError,
    RefreshToken, Scope, SyntaxError, UriError, check_uri, endpoint_uri, stored_issuer,
    stored_redirect_uri,
};
pub use token::{
    AuthorizationGrant, CodeGrant, ErrorCode, ErrorResponse, ErrorResponseError, GrantType,
    RefreshTokenGrant, TokenRequest, TokenRequestError, TokenResponse, TokenResponseError,
    TokenResponseQuirks, TokenType,
};
