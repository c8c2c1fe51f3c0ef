use symbolon_discovery::MetadataError;
use symbolon_jose::SignatureAlgorithm;

/// A provider that cannot be built as configured. Nothing a peer sends causes one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigurationError {
    /// Relying parties would refuse the metadata
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error(transparent)]
    Metadata(#[from] MetadataError),
    /// The metadata has no token endpoint, which the authorization code flow needs.
    #[error("the metadata has no token endpoint")]
    NoTokenEndpoint,
    /// A key has no `kid`; without it a verifier could not choose among several
    /// ([Core §10.1](https://openid.net/specs/openid-connect-core-1_0.html#Signing)).
    #[error("a key for ID Tokens has no kid")]
    KeyWithoutKid,
    /// Two keys have the same `kid`.
    #[error("two keys for ID Tokens have the same kid")]
    RepeatedKid,
    /// The metadata promises an algorithm that there is no key for, or one unknown here.
    #[error("the metadata promises an ID Token algorithm that no key is for")]
    AlgorithmWithoutKey,
    /// There is a key for an algorithm that the metadata does not mention.
    #[error("the metadata does not mention {0}, which there is a key for")]
    UnmentionedAlgorithm(SignatureAlgorithm),
    /// The metadata promises what this engine does not do.
    #[error("the metadata promises `{0}`, which this provider does not do")]
    Unsupported(&'static str),
}

impl ConfigurationError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Metadata(error) => error.code(),
            Self::NoTokenEndpoint => "configuration.no_token_endpoint",
            Self::KeyWithoutKid => "configuration.key_without_kid",
            Self::RepeatedKid => "configuration.repeated_kid",
            Self::AlgorithmWithoutKey => "configuration.algorithm_without_key",
            Self::UnmentionedAlgorithm(_) => "configuration.unmentioned_algorithm",
            Self::Unsupported(_) => "configuration.unsupported",
        }
    }
}
