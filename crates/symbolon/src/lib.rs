#![doc = include_str!("../README.md")]

/// Provider metadata, discovery, and the public keys that providers and clients publish.
#[doc(inline)]
pub use symbolon_discovery as discovery;
/// JSON, JWK, JWS, JWE, JWT, secrets, and the interface to a cryptography library.
#[doc(inline)]
pub use symbolon_jose as jose;
/// The messages of OAuth 2.0, client authentication, PKCE, bearer tokens and flows.
#[doc(inline)]
pub use symbolon_oauth as oauth;
/// ID Tokens, claims, UserInfo and the authentication request.
#[doc(inline)]
pub use symbolon_oidc as oidc;
/// The endpoints of an OpenID Provider.
#[doc(inline)]
pub use symbolon_provider as provider;
/// Client metadata with its rules, and the messages with which clients register themselves.
#[doc(inline)]
pub use symbolon_registration as registration;
/// The login of users at a provider: the login request, the callback, the refresh of tokens and
/// UserInfo; and the registration of a client.
#[doc(inline)]
pub use symbolon_relying_party as relying_party;

/// The cryptography backend that uses AWS-LC. Present with the feature `aws-lc`.
#[cfg(feature = "aws-lc")]
#[doc(inline)]
pub use symbolon_crypto_aws_lc as aws_lc;
/// The cryptography backend that uses *ring*. Present with the feature `ring`, which is on by
/// default.
#[cfg(feature = "ring")]
#[doc(inline)]
pub use symbolon_crypto_ring as ring;

/// The types of HTTP requests and responses in the signatures of these crates.
#[doc(no_inline)]
pub use http;
/// The type of points in time, [`time::OffsetDateTime`], in the signatures of these crates.
#[doc(no_inline)]
pub use time;

pub use discovery::{Discover, KeyCache, ProviderMetadata};
pub use jose::{Crypto, Object, SignatureAlgorithm};
pub use oauth::flow::{DriveError, Flow, Step, drive, drive_blocking};
pub use oauth::{ClientId, ClientSecret, Issuer, RedirectUri, Scope};
pub use oidc::{IdToken, IdTokenClaims, IdTokenValidator, StandardClaims, UserInfo};
pub use provider::Provider;
pub use relying_party::{
    Callback, ClientAuthentication, ClientConfiguration, Login, PendingLogin, RelyingParty, Session,
};
