//! How fast it has to be, as ratios: a machine has no say in them.

use crate::case::Operation;

/// The two kinds of target of a case; either may be missing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Targets {
    /// At most this many times what the backend's primitive takes.
    pub over_raw: Option<f64>,
    /// The quickest peer takes at least this many times what we take.
    pub under_peers: Option<f64>,
}

/// An algorithm without a target is measured all the same.
pub fn targets(operation: Operation, algorithm: &str) -> Targets {
    let over_raw = |ratio| Targets { over_raw: Some(ratio), under_peers: None };
    let under_peers = |ratio| Targets { over_raw: None, under_peers: Some(ratio) };
    match (operation, algorithm) {
        (Operation::Verify | Operation::Validate, "HS256") => under_peers(3.0),
        (Operation::Verify | Operation::Validate, "RS256") => over_raw(1.06),
        (Operation::Verify | Operation::Validate, "ES256") => over_raw(1.04),
        (Operation::Verify | Operation::Validate, "ES384") => over_raw(1.02),
        (Operation::Verify | Operation::Validate, "EdDSA") => over_raw(1.04),
        (Operation::Verify | Operation::Validate, _) => Targets::default(),
        (Operation::Sign | Operation::Issue, "HS256") => over_raw(2.0),
        (Operation::Sign | Operation::Issue, _) => over_raw(1.05),
        (Operation::Decrypt, "ECDH-ES+A128KW/A128CBC-HS256" | "RSA-OAEP/A256GCM") => {
            under_peers(1.0)
        }
        (Operation::Unchecked | Operation::Encrypt | Operation::Decrypt | Operation::Refuse, _) => {
            Targets::default()
        }
    }
}
