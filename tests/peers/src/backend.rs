//! The cryptography libraries that symbolon runs on, each with its own raw primitives to compare to.

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

    /// The primitive alone, with a key prepared beforehand; `None` where the library itself has no
    /// such thing.
    pub fn raw(self, key: &Key) -> Option<Raw> {
        match self {
            Self::Ring => raw::ring::signature(key),
            Self::AwsLc => raw::aws_lc::signature(key),
        }
    }
}
