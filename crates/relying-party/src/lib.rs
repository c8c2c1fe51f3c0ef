#![doc = include_str!("../README.md")]

mod callback;
mod client;
mod exchange;
mod finish;
mod login_flow;
mod login_request;
mod pending_login;
mod policy;
mod refresh_flow;
mod relying_party;
mod session;
mod stored;
mod token_endpoint;
mod user_info_flow;

pub use callback::{Callback, MalformedCallback};
pub use client::{Client, ClientAuthentication};
pub use finish::CallbackError;
pub use login_flow::{Login, LoginError, LoginFlow};
pub use login_request::{LoginRequest, LoginRequestError};
pub use pending_login::PendingLogin;
pub use policy::{IssParameter, Policy};
pub use refresh_flow::{RefreshError, RefreshFlow, Refreshed};
pub use relying_party::{ConfigurationError, RelyingParty};
pub use session::Session;
pub use symbolon_discovery::{KeysError, ProviderKeys};
pub use symbolon_oauth::flow::{DriveError, Flow, Step, drive, drive_blocking};
pub use token_endpoint::TokenEndpointError;
pub use user_info_flow::{FetchUserInfoError, UserInfoFlow};
