//! The purposes of a key that a JWK states: `use` and `key_ops`.

/// The purpose of a key, which the JWK names in `use`
/// ([RFC 7517 §4.2](https://www.rfc-editor.org/rfc/rfc7517#section-4.2)).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyUse {
    /// `sig`: the key is for signatures or MACs.
    Signature,
    /// `enc`: the key is for encryption.
    Encryption,
    /// A value other than `sig` and `enc`. A key with such a `use` cannot be used for signatures or
    /// for encryption.
    Other(String),
}

/// An operation that the JWK permits by naming it in `key_ops`
/// ([RFC 7517 §4.3](https://www.rfc-editor.org/rfc/rfc7517#section-4.3)).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyOperation {
    /// `sign`: create a signature or MAC.
    Sign,
    /// `verify`: verify a signature or MAC.
    Verify,
    /// `encrypt`: encrypt content.
    Encrypt,
    /// `decrypt`: decrypt content.
    Decrypt,
    /// `wrapKey`: encrypt a key.
    WrapKey,
    /// `unwrapKey`: decrypt a key.
    UnwrapKey,
    /// `deriveKey`: derive a key.
    DeriveKey,
    /// `deriveBits`: derive bits that are not used as a key.
    DeriveBits,
    /// An operation that RFC 7517 does not define. No algorithm of this crate needs such an
    /// operation.
    Other(String),
}

impl KeyUse {
    /// Returns the value of `use`.
    pub(super) fn as_str(&self) -> &str {
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
    /// Returns the name of the operation in `key_ops`.
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Sign => "sign",
            Self::Verify => "verify",
            Self::Encrypt => "encrypt",
            Self::Decrypt => "decrypt",
            Self::WrapKey => "wrapKey",
            Self::UnwrapKey => "unwrapKey",
            Self::DeriveKey => "deriveKey",
            Self::DeriveBits => "deriveBits",
            Self::Other(name) => name,
        }
    }

    /// Returns `true` for an operation that contradicts `use: enc`.
    pub(super) fn is_signature(&self) -> bool {
        matches!(self, Self::Sign | Self::Verify)
    }

    /// Returns `true` for an operation that contradicts `use: sig`. Unknown operations contradict
    /// neither use.
    pub(super) fn is_encryption(&self) -> bool {
        !self.is_signature() && !matches!(self, Self::Other(_))
    }

    /// Returns the operation of the public key that corresponds to this operation of the private
    /// key, or `None` if only the private key has it.
    pub(super) fn of_public_key(&self) -> Option<Self> {
        match self {
            Self::Sign => Some(Self::Verify),
            Self::Decrypt => Some(Self::Encrypt),
            Self::UnwrapKey => Some(Self::WrapKey),
            // Deriving needs the private key.
            Self::DeriveKey | Self::DeriveBits => None,
            other => Some(other.clone()),
        }
    }
}

impl From<String> for KeyOperation {
    fn from(name: String) -> Self {
        match name.as_str() {
            "sign" => Self::Sign,
            "verify" => Self::Verify,
            "encrypt" => Self::Encrypt,
            "decrypt" => Self::Decrypt,
            "wrapKey" => Self::WrapKey,
            "unwrapKey" => Self::UnwrapKey,
            "deriveKey" => Self::DeriveKey,
            "deriveBits" => Self::DeriveBits,
            _ => Self::Other(name),
        }
    }
}
