#![doc = include_str!("../README.md")]

mod advertise;
mod authorize;
mod client;
mod client_document;
mod client_keys;
mod configuration_error;
pub mod cors;
mod endpoints;
mod id_token;
mod information;
mod keys;
mod not_waiting;
mod pages;
mod policy;
mod provider;
mod push;
mod record;
mod registration;
mod request_object_key;
mod store_failed;
mod third_party_login;
mod token;
mod user_info;

pub use authorize::{
    AUTHORIZATION_RULES, AuthorizationCheck, AuthorizeError, ClientPages, Consent, Decision,
    EarlierConsent, Interaction, PendingAuthorization, PushedReference, ReceivedRequest, Refusal,
    RefusalAfterPage, RefusalToClient, RefusalToUser, RequestFetch, RequestSource,
    ResponseJwtError,
};
pub use client::{
    RegisteredBy, RegisteredClient, RequestObjectAlgorithm, SharedSecret, SubjectType,
};
pub use client_document::{ClientDocument, ClientDocumentFetch, UnresolvedClient};
pub use client_keys::{ClientKeys, LoadKeys};
pub use configuration_error::ProviderConfigurationError;
pub use endpoints::ProviderEndpoints;
pub use information::ProviderInformation;
pub use keys::{IdTokenKey, NoSigningKey};
pub use not_waiting::NotWaiting;
pub use pages::page_headers;
pub use policy::{
    ClientDocuments, ForeignPages, Operations, Pkce, ProviderPolicy, RegistrationAccessRule,
    RegistrationPolicy, RequestObjects, SoftwareIssuer,
};
pub use provider::Provider;
pub use push::{PushError, PushRefusal, PushedRequest};
pub use record::{
    AccessTokenRecord, AuthorizationRecords, ClientDocumentRecord, ClientRegistration, CodeRecord,
    EndedRegistration, FetchedRequestObject, GrantRecord, InitialAccessTokenRecord,
    InitialAccessTokenTerms, NewRegistration, PushedRequestRecord, RefreshTokenRecord,
    RegistrationRecord, ReplacedRegistration, SignedIn, SpentRecord, TokenRecords,
};
pub use registration::{
    Configured, REGISTRATION_RULES, RegisterFlow, RegistrationCheck, RegistrationError,
    RegistrationRefusal, UpdateFlow,
};
pub use request_object_key::RequestObjectKey;
pub use store_failed::StoreFailed;
pub use symbolon_oauth::TokenRequest;
pub use symbolon_oauth::obligation::{
    FirstUse, GrantId, ReplayKey, Replayed, SingleUse, Stored, Unreplayed, Unstored,
};
pub use symbolon_registration::{ConfigurationRequest, RegistrationRequest};
pub use token::{
    AuthenticatedClient, CODE_RULES, CodeCheck, Presented, PresentedCode, PresentedRefreshToken,
    REFRESH_TOKEN_RULES, RefreshTokenCheck, TokenError, TokenRefusal,
};
pub use user_info::{
    USER_INFO_RULES, UserInfoAccess, UserInfoAccessError, UserInfoCheck, UserInfoRefusal,
    UserInfoRequest,
};
