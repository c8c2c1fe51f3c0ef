#![doc = include_str!("../README.md")]

pub mod authentication_request;
pub mod claims;
pub mod claims_request;
pub mod id_token;
pub mod release;
pub mod user_info;

pub use authentication_request::{
    AuthenticationRequest, AuthenticationRequestError, Display, Nonce, Prompt, Prompts,
};
pub use claims::{
    Address, JsonType, Localized, LocalizedPage, OddClaim, StandardClaims, Variants, scope_claims,
};
pub use claims_request::{ClaimPlace, ClaimRequest, ClaimsRequest, ClaimsRequestError};
pub use id_token::{
    AcceptedIssuers, ExpectedIdToken, Explanation, IdToken, IdTokenClaims, IdTokenError,
    IdTokenPolicy, IdTokenQuirks, IdTokenValidator, IssueError, IssuerTemplate,
    IssuerTemplateError, NonceExpectation, OriginalAuthentication, ReceivedFrom, TrustedParties,
    hash,
};
pub use release::Release;
pub use symbolon_oauth::Issuer;
pub use user_info::{ExpectedUserInfo, UserInfo, UserInfoError, UserInfoQuirks};
