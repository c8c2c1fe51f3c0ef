//! What a key says it is for: `use` and `key_ops`.

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
    /// `encrypt`: content.
    Encrypt,
    /// `decrypt`: content.
    Decrypt,
    /// `wrapKey`: encrypt a key.
    WrapKey,
    /// `unwrapKey`: decrypt a key.
    UnwrapKey,
    /// `deriveKey`.
    DeriveKey,
    /// `deriveBits`: what is not to be a key.
    DeriveBits,
    /// Any other value.
    Other(String),
}

impl KeyUse {
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

    pub(super) fn is_signature(&self) -> bool {
        matches!(self, Self::Sign | Self::Verify)
    }

    /// Neither is what has no meaning here.
    pub(super) fn is_encryption(&self) -> bool {
        !self.is_signature() && !matches!(self, Self::Other(_))
    }

    /// What the other half of a key pair does; `None` for what only the private half does.
    pub(super) fn of_public_half(&self) -> Option<Self> {
        match self {
            Self::Sign => Some(Self::Verify),
            Self::Decrypt => Some(Self::Encrypt),
            Self::UnwrapKey => Some(Self::WrapKey),
            // What is derived takes the private half.
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
