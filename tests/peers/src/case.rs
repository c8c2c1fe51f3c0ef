//! What is timed together: one operation with one algorithm on one backend, and everybody who does it.

use crate::backend::Backend;

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Operation {
    /// The signature of a compact JWS, payload out.
    Verify,
    /// A JWT with every claim checked.
    Validate,
    /// The same, beside a reader that looks at nothing but the signature.
    Unchecked,
    /// A compact JWS of a payload that is bytes already.
    Sign,
    /// A JWT of claims.
    Issue,
    /// A compact JWE of bytes.
    Encrypt,
    /// The plaintext of a compact JWE.
    Decrypt,
    /// An error, for ten megabytes of what nobody wants.
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

/// One run of an operation. It panics when it fails, so that nobody is timed failing fast.
pub type Job = Box<dyn FnMut()>;

pub struct Case {
    pub operation: Operation,
    pub algorithm: &'static str,
    pub backend: Backend,
    pub ours: Job,
    /// The backend's primitive alone.
    pub raw: Option<Job>,
    pub peers: Vec<(&'static str, Job)>,
}
