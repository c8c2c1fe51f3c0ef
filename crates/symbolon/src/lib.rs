#![doc = include_str!("../README.md")]

pub use symbolon_discovery as discovery;
pub use symbolon_jose as jose;
pub use symbolon_oauth as oauth;
pub use symbolon_oidc as oidc;
pub use symbolon_provider as provider;
pub use symbolon_relying_party as relying_party;

#[cfg(feature = "ring")]
pub use symbolon_crypto_ring as ring;
