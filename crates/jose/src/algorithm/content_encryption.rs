//! The content encryption algorithms of JWE.

/// A content encryption algorithm: the `enc` header parameter of a JWE.
///
/// It encrypts and authenticates the plaintext
/// ([RFC 7518 §5](https://www.rfc-editor.org/rfc/rfc7518#section-5)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ContentEncryptionAlgorithm {
    /// AES-128-CBC with HMAC SHA-256. In OpenID Connect it is the default for a client that
    /// registers an encryption `alg` but no `enc`.
    A128CbcHs256,
    /// AES-192-CBC with HMAC SHA-384.
    A192CbcHs384,
    /// AES-256-CBC with HMAC SHA-512.
    A256CbcHs512,
    /// AES-128-GCM.
    A128Gcm,
    /// AES-192-GCM.
    A192Gcm,
    /// AES-256-GCM.
    A256Gcm,
}

impl ContentEncryptionAlgorithm {
    /// Returns the length of the content encryption key in bytes.
    ///
    /// For the AES-CBC algorithms the key consists of two halves: the MAC key and the cipher key
    /// ([RFC 7518 §5.2.2.1](https://www.rfc-editor.org/rfc/rfc7518#section-5.2.2.1)).
    #[must_use]
    pub const fn key_len(self) -> usize {
        match self {
            Self::A128Gcm => 16,
            Self::A192Gcm => 24,
            Self::A256Gcm | Self::A128CbcHs256 => 32,
            Self::A192CbcHs384 => 48,
            Self::A256CbcHs512 => 64,
        }
    }

    /// Returns the length of the initialization vector in bytes: 16 for AES-CBC, 12 for AES-GCM.
    ///
    /// Source: [RFC 7518 §5.2.2](https://www.rfc-editor.org/rfc/rfc7518#section-5.2.2),
    /// [§5.3](https://www.rfc-editor.org/rfc/rfc7518#section-5.3).
    #[must_use]
    pub const fn iv_len(self) -> usize {
        match self {
            Self::A128CbcHs256 | Self::A192CbcHs384 | Self::A256CbcHs512 => 16,
            Self::A128Gcm | Self::A192Gcm | Self::A256Gcm => 12,
        }
    }

    /// Returns the length of the authentication tag in bytes.
    ///
    /// A token whose tag has a different length is always refused, because an attacker could guess
    /// a short tag ([RFC 7518 §5.2](https://www.rfc-editor.org/rfc/rfc7518#section-5.2),
    /// [§5.3](https://www.rfc-editor.org/rfc/rfc7518#section-5.3)).
    #[must_use]
    pub const fn tag_len(self) -> usize {
        match self {
            Self::A128CbcHs256 | Self::A128Gcm | Self::A192Gcm | Self::A256Gcm => 16,
            Self::A192CbcHs384 => 24,
            Self::A256CbcHs512 => 32,
        }
    }
}

super::named! {
    ContentEncryptionAlgorithm, "`enc`",
    A128CbcHs256 = "A128CBC-HS256",
    A192CbcHs384 = "A192CBC-HS384",
    A256CbcHs512 = "A256CBC-HS512",
    A128Gcm = "A128GCM",
    A192Gcm = "A192GCM",
    A256Gcm = "A256GCM",
}
