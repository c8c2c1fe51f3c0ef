//! The cryptography with which the provider signs.

use clap::ValueEnum;
use symbolon::jose::crypto::Crypto;

/// A library of cryptography.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum Backend {
    #[default]
    Ring,
    /// AWS-LC signs with RSA more than twice as fast. It takes long to build, so a feature adds it.
    #[cfg(feature = "aws-lc")]
    AwsLc,
}

impl Backend {
    /// Returns the algorithms of the library.
    pub(super) fn crypto(self) -> Crypto {
        match self {
            Self::Ring => symbolon::ring::CRYPTO,
            #[cfg(feature = "aws-lc")]
            Self::AwsLc => symbolon::aws_lc::CRYPTO,
        }
    }
}
