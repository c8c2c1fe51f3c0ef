//! The members that a JWK of every type can have: `kid`, `alg`, `use` and `key_ops`.

use serde_json::Value;

use super::operation::{KeyOperation, KeyUse};
use super::{Error, KeyKind};
use crate::algorithm::{ContentEncryptionAlgorithm, KeyManagementAlgorithm};
use crate::{Object, SignatureAlgorithm};

/// The most operations in one `key_ops`. RFC 7517 §8.3.2 registers eight, and each is compared with
/// all others.
const MAX_OPERATIONS: usize = 32;

/// The members of a JWK that are not key material.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Common {
    pub(super) kid: Option<String>,
    pub(super) alg: Option<String>,
    pub(super) key_use: Option<KeyUse>,
    pub(super) key_ops: Option<Vec<KeyOperation>>,
    /// The unknown members.
    pub(super) extra: Object,
}

impl Common {
    /// Creates the members of a JWK that is built from key material.
    pub(super) fn new(kind: KeyKind, kid: Option<String>) -> Self {
        // RFC 9964 §3: an AKP key must have `alg`, which names its parameter set.
        let alg = match kind {
            KeyKind::MlDsa44 | KeyKind::MlDsa65 | KeyKind::MlDsa87 => Some(kind.to_string()),
            _ => None,
        };
        Self { kid, alg, ..Self::default() }
    }

    /// Reads the members that are left after the key material was taken out.
    pub(super) fn read(mut object: Object) -> Result<Self, Error> {
        remove_absent(&mut object);
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
        if operations.len() > MAX_OPERATIONS {
            return Err(Error::KeyOperations);
        }
        // RFC 7517 §4.3: no operation is named twice.
        let repeated = operations.iter().enumerate().any(|(index, operation)| {
            operations.iter().skip(index.saturating_add(1)).any(|other| other == operation)
        });
        // RFC 7517 §4.3: if both are present, `use` and `key_ops` must agree. Unknown values
        // contradict nothing.
        let against_use = match self.key_use {
            Some(KeyUse::Signature) => operations.iter().any(KeyOperation::is_encryption),
            Some(KeyUse::Encryption) => operations.iter().any(KeyOperation::is_signature),
            _ => false,
        };
        if repeated || against_use { Err(Error::KeyOperations) } else { Ok(()) }
    }

    /// Returns `true` if the members permit this operation, signing or verifying, with this
    /// algorithm.
    pub(super) fn permits_signature(
        &self,
        algorithm: SignatureAlgorithm,
        operation: &KeyOperation,
    ) -> bool {
        let by_use = matches!(self.key_use, None | Some(KeyUse::Signature));
        let by_operation = self.key_ops.as_ref().is_none_or(|ops| ops.contains(operation));
        let by_algorithm = match self.alg.as_deref() {
            None => true,
            // RFC 9864 §2.2: on Ed25519, both names mean the same algorithm.
            Some("EdDSA" | "Ed25519") => {
                matches!(algorithm, SignatureAlgorithm::EdDsa | SignatureAlgorithm::Ed25519)
            }
            Some(name) => name == algorithm.as_str(),
        };
        by_use && by_operation && by_algorithm
    }

    /// Returns `true` if the members permit encryption or decryption with this algorithm, and, for
    /// `dir`, with each of these content encryption algorithms.
    pub(super) fn permits_encryption(
        &self,
        algorithm: KeyManagementAlgorithm,
        contents: &[ContentEncryptionAlgorithm],
        side: Side,
    ) -> bool {
        let by_use = matches!(self.key_use, None | Some(KeyUse::Encryption));
        let by_operation = self.key_ops.as_ref().is_none_or(|ops| {
            let operations = side.operations(algorithm);
            // Deriving is an operation of the private key, so Web Cryptography exports the public
            // key of a key agreement with an empty `key_ops`.
            let derives = operations.contains(&KeyOperation::DeriveKey);
            (ops.is_empty() && derives && side == Side::Encrypt)
                || ops.iter().any(|operation| operations.contains(operation))
        });
        let by_algorithm = self.alg.as_deref().is_none_or(|name| {
            // RFC 7520 §5.6.1: the `alg` of a key for `dir` is allowed to name the content
            // encryption.
            let direct = algorithm == KeyManagementAlgorithm::Dir && !contents.is_empty();
            name == algorithm.as_str()
                || (direct && contents.iter().all(|content| content.as_str() == name))
        });
        by_use && by_operation && by_algorithm
    }

    /// Returns the members of the public key, with the `key_ops` that correspond to those of the
    /// private key.
    pub(super) fn of_public_key(&self) -> Self {
        let mut common = self.clone();
        if let Some(operations) = &mut common.key_ops {
            let of_public_key = operations.iter().filter_map(KeyOperation::of_public_key);
            // RFC 7517 §4.3: no operation is named twice.
            let mut distinct = Vec::new();
            for operation in of_public_key {
                if !distinct.contains(&operation) {
                    distinct.push(operation);
                }
            }
            *operations = distinct;
        }
        common
    }

    /// Writes the members into a JWK.
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

/// The members that are optional in a JWK of every type: RFC 7517 §4. `kid` is optional too, but is
/// not in this list, because an empty string is a valid `kid`.
const OPTIONAL: &[&str] = &["alg", "use", "key_ops", "x5u", "x5c", "x5t", "x5t#S256"];

/// Returns `true` if the value of an optional member means that the member is absent. Some servers
/// write every member that they know, and use `null` or an empty string if the member has no value.
pub(super) fn is_absent(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(str::is_empty)
}

/// Returns `true` if this private member has a value, so that the key is not public. An empty list
/// of further primes (`oth`) does not count as a value.
pub(super) fn is_private(name: &str, value: &Value) -> bool {
    let no_primes = name == "oth" && value.as_array().is_some_and(Vec::is_empty);
    !is_absent(value) && !no_primes
}

/// Removes the optional members that are absent.
fn remove_absent(object: &mut Object) {
    for name in OPTIONAL {
        if object.get(name).is_some_and(is_absent) {
            object.remove(name);
        }
    }
    if object.get("kid").is_some_and(Value::is_null) {
        object.remove("kid");
    }
}

/// The side of a JWE that uses a key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Encrypt,
    Decrypt,
}

impl Side {
    /// Returns the operations of which `key_ops` must name at least one (RFC 7517 §4.3).
    fn operations(self, algorithm: KeyManagementAlgorithm) -> &'static [KeyOperation] {
        use KeyManagementAlgorithm as Alg;
        use KeyOperation as Op;
        match (algorithm, self) {
            (
                Alg::EcdhEs
                | Alg::EcdhEsA128Kw
                | Alg::EcdhEsA192Kw
                | Alg::EcdhEsA256Kw
                | Alg::Pbes2Hs256A128Kw
                | Alg::Pbes2Hs384A192Kw
                | Alg::Pbes2Hs512A256Kw,
                _,
            ) => &[Op::DeriveKey, Op::DeriveBits],
            (Alg::Dir, Self::Encrypt) => &[Op::Encrypt],
            (Alg::Dir, Self::Decrypt) => &[Op::Decrypt],
            (_, Self::Encrypt) => &[Op::WrapKey, Op::Encrypt],
            (_, Self::Decrypt) => &[Op::UnwrapKey, Op::Decrypt],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use KeyManagementAlgorithm as Alg;

    fn read(json: &str) -> Common {
        Common::read(Object::parse(json.as_bytes()).unwrap()).unwrap()
    }

    /// Returns whether the members permit a key to encrypt, and whether they permit it to decrypt.
    fn may(json: &str, algorithm: Alg) -> (bool, bool) {
        let common = read(json);
        (
            common.permits_encryption(algorithm, &[], Side::Encrypt),
            common.permits_encryption(algorithm, &[], Side::Decrypt),
        )
    }

    const BOTH: (bool, bool) = (true, true);
    const NEITHER: (bool, bool) = (false, false);

    #[test]
    fn attack_038_use_of_an_encryption_key() {
        for algorithm in Alg::ALL.iter().copied() {
            assert_eq!(may("{}", algorithm), BOTH, "{algorithm}");
            assert_eq!(may(r#"{"use":"enc"}"#, algorithm), BOTH, "{algorithm}");
            // An empty string has the same meaning as an absent member.
            assert_eq!(may(r#"{"use":""}"#, algorithm), BOTH, "{algorithm}");
            for name in ["sig", " ", "ENC", "other"] {
                let json = format!(r#"{{"use":"{name}"}}"#);
                assert_eq!(may(&json, algorithm), NEITHER, "{algorithm} {name}");
            }
        }
    }

    #[test]
    fn attack_038_alg_of_an_encryption_key() {
        for algorithm in Alg::ALL.iter().copied() {
            for other in Alg::ALL.iter().copied() {
                let json = format!(r#"{{"alg":"{other}"}}"#);
                let expected = if algorithm == other { BOTH } else { NEITHER };
                assert_eq!(may(&json, algorithm), expected, "{algorithm} {other}");
            }
            assert_eq!(may(r#"{"alg":"A128GCM"}"#, algorithm), NEITHER, "{algorithm}");
        }
    }

    #[test]
    fn rfc7520_5_6_1_a_key_for_dir_may_name_the_content_encryption() {
        use ContentEncryptionAlgorithm as Enc;
        let key = read(r#"{"alg":"A128GCM"}"#);
        let may = |algorithm, contents: &[Enc]| {
            let encrypts = key.permits_encryption(algorithm, contents, Side::Encrypt);
            assert_eq!(key.permits_encryption(algorithm, contents, Side::Decrypt), encrypts);
            encrypts
        };
        assert!(may(Alg::Dir, &[Enc::A128Gcm]));
        assert!(!may(Alg::Dir, &[Enc::A256Gcm]));
        assert!(!may(Alg::Dir, &[Enc::A128Gcm, Enc::A256Gcm]));
        assert!(!may(Alg::Dir, &[]));
        assert!(!may(Alg::A128Kw, &[Enc::A128Gcm]));
        assert!(!may(Alg::A128GcmKw, &[Enc::A128Gcm]));
    }

    #[test]
    fn attack_038_key_ops_of_an_encryption_key() {
        let agreement = |algorithm: Alg| {
            algorithm.as_str().starts_with("ECDH") || algorithm.as_str().starts_with("PBES2")
        };
        for algorithm in Alg::ALL.iter().copied() {
            let direct = algorithm == Alg::Dir;
            for (operation, expected) in [
                ("sign", NEITHER),
                ("verify", NEITHER),
                ("other", NEITHER),
                ("deriveKey", if agreement(algorithm) { BOTH } else { NEITHER }),
                ("deriveBits", if agreement(algorithm) { BOTH } else { NEITHER }),
                ("encrypt", (!agreement(algorithm), false)),
                ("decrypt", (false, !agreement(algorithm))),
                ("wrapKey", (!agreement(algorithm) && !direct, false)),
                ("unwrapKey", (false, !agreement(algorithm) && !direct)),
            ] {
                let json = format!(r#"{{"key_ops":["{operation}"]}}"#);
                assert_eq!(may(&json, algorithm), expected, "{algorithm} {operation}");
            }
            // The public key of a key agreement may have an empty `key_ops`.
            let empty = may(r#"{"key_ops":[]}"#, algorithm);
            assert_eq!(empty, (agreement(algorithm), false), "{algorithm}");
        }
    }

    #[test]
    fn key_ops_of_the_public_key_correspond_to_those_of_the_private_key() {
        for (private, public) in [
            (r#"["sign"]"#, r#"["verify"]"#),
            (r#"["decrypt"]"#, r#"["encrypt"]"#),
            (r#"["unwrapKey","wrapKey"]"#, r#"["wrapKey"]"#),
            (r#"["deriveKey","deriveBits"]"#, "[]"),
            (r#"["mine","verify"]"#, r#"["mine","verify"]"#),
        ] {
            let mut printed = Object::new();
            read(&format!(r#"{{"key_ops":{private}}}"#)).of_public_key().write(&mut printed);
            assert_eq!(printed.to_json(), format!(r#"{{"key_ops":{public}}}"#));
        }
    }
}
