#![doc = include_str!("../README.md")]

pub use symbolon_discovery as discovery;
pub use symbolon_jose as jose;
pub use symbolon_oauth as oauth;
pub use symbolon_oidc as oidc;
pub use symbolon_provider as provider;
pub use symbolon_relying_party as relying_party;

#[cfg(feature = "aws-lc")]
pub use symbolon_crypto_aws_lc as aws_lc;
#[cfg(feature = "ring")]
pub use symbolon_crypto_ring as ring;

pub use discovery::{Discover, KeyCache, ProviderMetadata};
pub use jose::{Crypto, Object, SignatureAlgorithm};
pub use oauth::flow::{DriveError, Flow, Step, drive, drive_blocking};
pub use oauth::{ClientId, ClientSecret, Issuer, RedirectUri, Scope};
pub use oidc::{IdToken, IdTokenClaims, IdTokenValidator, StandardClaims, UserInfo};
pub use provider::Provider;
pub use relying_party::{Callback, Login, PendingLogin, RelyingParty, Session};
