#![doc = include_str!("../README.md")]

mod client;
mod configuration_error;
pub mod danger;
mod discover;
mod login;
mod policy;
mod register;
mod relying_parties;
mod relying_party;
mod stored_secrets;
mod third_party_login;
mod token_keys;
mod tokens;
mod user_info;

pub use client::{ClientAuthentication, ClientConfiguration};
pub use configuration_error::RelyingPartyConfigurationError;
pub use discover::{DiscoverRelyingParty, DiscoverRelyingPartyError, FoundProvider};
pub use login::{
    Callback, CallbackError, FromBrowser, Login, LoginError, LoginFlow, LoginRequest,
    LoginRequestError, MalformedCallback, PendingLogin, PushFlow, PushLoginError, WithoutTokens,
    WithoutTokensFlow,
};
pub use policy::{BearerMethod, IssParameter, RelyingPartyPolicy};
pub use register::{
    ReadRegistration, Register, RegisterError, RegisteredError, Registration, Unregister,
    UpdateRegistration,
};
pub use relying_parties::{RelyingParties, RelyingPartiesError};
pub use relying_party::RelyingParty;
pub use symbolon_discovery::{KeysError, ProviderKeys};
pub use symbolon_oauth::flow::{DriveError, Flow, OutOfTurn, Step, drive, drive_blocking};
pub use third_party_login::{
    MalformedThirdPartyLogin, OwnOrigins, OwnUrl, OwnUrlError, ThirdPartyLogin,
    ThirdPartyLoginError,
};
pub use tokens::{
    ExchangeError, RefreshError, RefreshFlow, Refreshed, ScopeChange, Session, TokenEndpointError,
};
pub use user_info::{FetchUserInfoError, SignedUserInfoFlow, UserInfoFlow};
