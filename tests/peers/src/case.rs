//! A row of the table: one operation with one algorithm on one backend, by every library that has
//! it.

use crate::backend::Backend;

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Operation {
    /// Verifies the signature of a compact JWS and returns its payload.
    Verify,
    /// Verifies a JWT and checks every claim.
    Validate,
    /// The same as `Validate`, compared with a reader that checks only the signature.
    Unchecked,
    /// Signs a payload of bytes.
    Sign,
    /// Signs the claims of a JWT.
    Issue,
    /// Encrypts bytes to a compact JWE.
    Encrypt,
    /// Decrypts a compact JWE.
    Decrypt,
    /// Refuses ten megabytes of malformed input.
    Refuse,
}

impl Operation {
    pub fn name(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Validate => "validate",
            Self::Unchecked => "unchecked",
            Self::Sign => "sign",
            Self::Issue => "issue",
            Self::Encrypt => "encrypt",
            Self::Decrypt => "decrypt",
            Self::Refuse => "refuse",
        }
    }
}

/// One run of an operation. It panics if the operation fails, so that failures are never timed.
pub type Job = Box<dyn FnMut()>;

pub struct Case {
    pub operation: Operation,
    pub algorithm: &'static str,
    pub backend: Backend,
    pub ours: Job,
    /// The primitive of the backend.
    pub raw: Option<Job>,
    pub peers: Vec<(&'static str, Job)>,
}
