#![doc = include_str!("../README.md")]

mod authenticate;
mod authorize;
mod client;
mod configuration;
mod grant;
mod interaction;
mod issue;
mod keys;
mod moment;
mod pending;
mod policy;
mod provider;
mod record;
mod redeem;
mod refresh;
mod refusal;
mod token_refusal;
mod user_info;

pub use authenticate::AuthenticatedClient;
pub use authorize::{AuthorizationRequest, AuthorizeError};
pub use client::Client;
pub use configuration::ConfigurationError;
pub use grant::{Decision, Granted, IssuedCode};
pub use interaction::{Interaction, SignedIn};
pub use issue::IssuedTokens;
pub use keys::IdTokenKey;
pub use pending::PendingAuthorization;
pub use policy::{Pkce, Policy};
pub use provider::Provider;
pub use record::{
    AccessTokenRecord, CodeLookup, CodeRecord, GrantId, Presented, RefreshTokenLookup,
    RefreshTokenRecord, Storing, TokenRecords,
};
pub use refusal::{PageRefusal, RedirectRefusal, Refusal};
pub use symbolon_oauth::TokenRequest;
pub use symbolon_oauth::obligation::{FirstUse, ReplayKey, Replayed, Unreplayed};
pub use token_refusal::{TokenError, TokenRefusal};
pub use user_info::{UserInfoAccess, UserInfoError, UserInfoRefusal, UserInfoRequest};
