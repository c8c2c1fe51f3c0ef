#![doc = include_str!("../README.md")]

pub mod authentication_request;
pub mod claims;
pub mod id_token;
pub mod user_info;

pub use authentication_request::{
    AuthenticationRequest, AuthenticationRequestError, Display, Nonce, Prompt, Prompts,
};
pub use claims::{Address, Localized, StandardClaims, scope_claims};
pub use id_token::{
    ExpectedIdToken, Explanation, IdToken, IdTokenClaims, IdTokenError, IdTokenPolicy,
    IdTokenValidator, IssueError, NonceExpectation, OriginalAuthentication, ReceivedFrom, hash,
};
pub use symbolon_oauth::Issuer;
pub use user_info::{UserInfo, UserInfoError};
