//! Why a provider cannot be built.

use symbolon_discovery::MetadataError;
use symbolon_jose::SignatureAlgorithm;

/// Why [`Provider::new`](crate::Provider::new) refuses its settings. Nothing that a client or a
/// browser sends causes this error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProviderConfigurationError {
    /// Relying parties would refuse the metadata that follows from the settings
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("relying parties would refuse the metadata: {0}")]
    Metadata(#[from] MetadataError),
    /// The list of keys is empty, so ID Tokens could not be signed.
    #[error("there is no key that signs ID Tokens; pass at least one `IdTokenKey`")]
    NoKeys,
    /// The key for this algorithm has no `kid`, so relying parties could not find it among several
    /// keys ([Core §10.1](https://openid.net/specs/openid-connect-core-1_0.html#Signing)).
    #[error("the {0} key for ID Tokens has no `kid`")]
    KeyWithoutKid(SignatureAlgorithm),
    /// Two keys have this `kid`.
    #[error("two keys for ID Tokens have the `kid` \"{0}\"")]
    RepeatedKid(String),
    /// [`hidden_metadata`](crate::ProviderPolicy::hidden_metadata) contains this name. Only
    /// optional members of the metadata whose absence has no meaning can be hidden.
    #[error(
        "`{0}` cannot be hidden from the metadata; only optional members without a default can"
    )]
    CannotHide(String),
}

impl ProviderConfigurationError {
    /// Returns a stable name for logs and metrics, such as `"configuration.no_keys"`.
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
