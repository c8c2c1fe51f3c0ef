//! The backends under test.

use serde::Deserialize;
use symbolon_jose::Crypto;

/// A cryptography backend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Backend {
    /// `symbolon-crypto-ring`.
    Ring,
    /// `symbolon-crypto-aws-lc`.
    AwsLc,
}

impl Backend {
    /// Every backend.
    pub const ALL: &'static [Self] = &[Self::Ring, Self::AwsLc];

    /// Returns the backend as a value.
    #[must_use]
    pub fn crypto(self) -> &'static Crypto {
        match self {
            Self::Ring => &symbolon_crypto_ring::CRYPTO,
            Self::AwsLc => &symbolon_crypto_aws_lc::CRYPTO,
        }
    }

    /// Returns the name of the backend.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ring => "ring",
            Self::AwsLc => "aws-lc",
        }
    }
}
