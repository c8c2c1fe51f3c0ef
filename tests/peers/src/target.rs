//! The targets. They are ratios, so that they do not depend on the machine.

use crate::case::Operation;

/// The targets of a case. Each of them can be absent.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Targets {
    /// The most that our time divided by the time of the primitive may be.
    pub over_raw: Option<f64>,
    /// The least that the time of the fastest peer divided by our time must be.
    pub under_peers: Option<f64>,
}

/// Returns the targets of a case. Algorithms without a target are timed too.
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
