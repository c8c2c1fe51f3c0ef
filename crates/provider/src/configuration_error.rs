//! Why a provider cannot be built.

use symbolon_discovery::MetadataError;
use symbolon_jose::SignatureAlgorithm;

/// A provider cannot be built from these settings. Nothing that a peer sends causes this error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProviderConfigurationError {
    /// Relying parties would refuse the metadata
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("relying parties would refuse the metadata: {0}")]
    Metadata(#[from] MetadataError),
    /// There is no key that signs ID Tokens.
    #[error("there is no key that signs ID Tokens; pass at least one `IdTokenKey`")]
    NoKeys,
    /// A key has no `kid`, so a verifier could not choose it among several keys
    /// ([Core §10.1](https://openid.net/specs/openid-connect-core-1_0.html#Signing)).
    #[error("the {0} key for ID Tokens has no `kid`")]
    KeyWithoutKid(SignatureAlgorithm),
    /// Two keys have the same `kid`.
    #[error("two keys for ID Tokens have the `kid` \"{0}\"")]
    RepeatedKid(String),
    /// A member of the metadata is to be hidden whose absence would promise something else, or
    /// which is required.
    #[error(
        "`{0}` cannot be hidden from the metadata: it is required, or its absence has a meaning"
    )]
    CannotHide(String),
}

impl ProviderConfigurationError {
    /// Returns a stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Metadata(error) => error.code(),
            Self::NoKeys => "configuration.no_keys",
            Self::KeyWithoutKid(_) => "configuration.key_without_kid",
            Self::RepeatedKid(_) => "configuration.repeated_kid",
            Self::CannotHide(_) => "configuration.cannot_hide",
        }
    }
}
