//! The cryptography backends, each with the primitives of its library for comparison.

use symbolon_jose::Crypto;

use crate::key::Key;
use crate::raw::{self, Raw};

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Backend {
    Ring,
    AwsLc,
}

impl Backend {
    pub const ALL: &[Self] = &[Self::Ring, Self::AwsLc];

    pub fn name(self) -> &'static str {
        match self {
            Self::Ring => "ring",
            Self::AwsLc => "aws-lc",
        }
    }

    pub fn crypto(self) -> &'static Crypto {
        match self {
            Self::Ring => &symbolon_crypto_ring::CRYPTO,
            Self::AwsLc => &symbolon_crypto_aws_lc::CRYPTO,
        }
    }

    /// Returns the primitive with a prepared key, or `None` if the library does not have it.
    pub fn raw(self, key: &Key) -> Option<Raw> {
        match self {
            Self::Ring => raw::ring::signature(key),
            Self::AwsLc => raw::aws_lc::signature(key),
        }
    }
}
