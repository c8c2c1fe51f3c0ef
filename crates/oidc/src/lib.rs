#![doc = include_str!("../README.md")]

pub mod authentication_request;
pub mod claims;
pub mod id_token;
pub mod user_info;

pub use authentication_request::{
    AuthenticationRequest, AuthenticationRequestError, Display, Nonce, Prompt, Prompts,
};
pub use claims::{
    Address, JsonType, Localized, LocalizedPage, OddClaim, StandardClaims, Variants, scope_claims,
};
pub use id_token::{
    AcceptedIssuers, ExpectedIdToken, Explanation, IdToken, IdTokenClaims, IdTokenError,
    IdTokenPolicy, IdTokenQuirks, IdTokenValidator, IssueError, IssuerTemplate,
    IssuerTemplateError, NonceExpectation, OriginalAuthentication, ReceivedFrom, TrustedParties,
    hash,
};
pub use symbolon_oauth::Issuer;
pub use user_info::{ExpectedUserInfo, UserInfo, UserInfoError, UserInfoQuirks};
