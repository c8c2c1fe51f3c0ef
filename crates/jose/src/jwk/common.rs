//! The members that every key may have: `kid`, `alg`, `use`, `key_ops`.

use serde_json::Value;

use super::Error;
use crate::{Object, SignatureAlgorithm};

/// `use`: [RFC 7517 §4.2](https://www.rfc-editor.org/rfc/rfc7517#section-4.2).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyUse {
    /// `sig`.
    Signature,
    /// `enc`.
    Encryption,
    /// Any other value: neither of the two uses here.
    Other(String),
}

/// One operation of `key_ops`: [RFC 7517 §4.3](https://www.rfc-editor.org/rfc/rfc7517#section-4.3).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyOperation {
    /// `sign`.
    Sign,
    /// `verify`.
    Verify,
    /// Any other value, such as `encrypt` or `deriveKey`.
    Other(String),
}

impl KeyUse {
    fn as_str(&self) -> &str {
        match self {
            Self::Signature => "sig",
            Self::Encryption => "enc",
            Self::Other(name) => name,
        }
    }
}

impl From<String> for KeyUse {
    fn from(name: String) -> Self {
        match name.as_str() {
            "sig" => Self::Signature,
            "enc" => Self::Encryption,
            _ => Self::Other(name),
        }
    }
}

impl KeyOperation {
    fn as_str(&self) -> &str {
        match self {
            Self::Sign => "sign",
            Self::Verify => "verify",
            Self::Other(name) => name,
        }
    }

    fn is_signature(&self) -> bool {
        matches!(self, Self::Sign | Self::Verify)
    }
}

impl From<String> for KeyOperation {
    fn from(name: String) -> Self {
        match name.as_str() {
            "sign" => Self::Sign,
            "verify" => Self::Verify,
            _ => Self::Other(name),
        }
    }
}

const MAX_OPERATIONS: usize = 32;

/// The metadata of a key, without its material.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Common {
    pub(super) kid: Option<String>,
    pub(super) alg: Option<String>,
    pub(super) key_use: Option<KeyUse>,
    pub(super) key_ops: Option<Vec<KeyOperation>>,
    /// Members not known here.
    pub(super) extra: Object,
}

impl Common {
    /// Takes what is left of a key after its material.
    pub(super) fn read(mut object: Object) -> Result<Self, Error> {
        let kid = object.take_string("kid")?;
        let alg = object.take_string("alg")?;
        let key_use = object.take_string("use")?.map(KeyUse::from);
        let key_ops: Option<Vec<KeyOperation>> = object
            .take_strings("key_ops")?
            .map(|names| names.into_iter().map(KeyOperation::from).collect());
        let common = Self { kid, alg, key_use, key_ops, extra: object };
        common.check_operations()?;
        Ok(common)
    }

    fn check_operations(&self) -> Result<(), Error> {
        let Some(operations) = &self.key_ops else { return Ok(()) };
        // RFC 7517 §8.3 registers eight; each is about to be compared with all others.
        if operations.len() > MAX_OPERATIONS {
            return Err(Error::KeyOperations);
        }
        // RFC 7517 §4.3: no operation is named twice.
        let repeated = operations.iter().enumerate().any(|(index, operation)| {
            operations.iter().skip(index.saturating_add(1)).any(|other| other == operation)
        });
        // RFC 7517 §4.3: when both are there, `use` and `key_ops` agree.
        let against_use = match self.key_use {
            Some(KeyUse::Signature) => !operations.iter().all(KeyOperation::is_signature),
            Some(KeyUse::Encryption) => operations.iter().any(KeyOperation::is_signature),
            _ => false,
        };
        if repeated || against_use { Err(Error::KeyOperations) } else { Ok(()) }
    }

    /// Whether the key may be used with this algorithm for this operation.
    pub(super) fn permits(&self, algorithm: SignatureAlgorithm, operation: &KeyOperation) -> bool {
        let by_use = matches!(self.key_use, None | Some(KeyUse::Signature));
        let by_operation = self.key_ops.as_ref().is_none_or(|ops| ops.contains(operation));
        let by_algorithm = match self.alg.as_deref() {
            None => true,
            // RFC 9864 §2.2: a key that says EdDSA and lies on Ed25519 has one algorithm with two
            // names.
            Some("EdDSA" | "Ed25519") => {
                matches!(algorithm, SignatureAlgorithm::EdDsa | SignatureAlgorithm::Ed25519)
            }
            Some(name) => name == algorithm.as_str(),
        };
        by_use && by_operation && by_algorithm
    }

    pub(super) fn write(&self, object: &mut Object) {
        object.insert_some("kid", self.kid.clone());
        object.insert_some("alg", self.alg.clone());
        object.insert_some("use", self.key_use.as_ref().map(KeyUse::as_str));
        object.insert_some(
            "key_ops",
            self.key_ops
                .as_ref()
                .map(|ops| ops.iter().map(|op| Value::from(op.as_str())).collect::<Vec<_>>()),
        );
        object.extend(self.extra.clone());
    }
}
