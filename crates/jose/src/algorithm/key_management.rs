//! The key management algorithms of JWE.

/// A key management algorithm: the `alg` header parameter of a JWE.
///
/// It determines how the recipient obtains the content encryption key
/// ([RFC 7518 §4](https://www.rfc-editor.org/rfc/rfc7518#section-4)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum KeyManagementAlgorithm {
    /// RSAES-PKCS1-v1_5. This algorithm is dangerous, so only the module [`danger`](crate::danger)
    /// prepares keys for it. If the recipient's answers or response times reveal whether the
    /// padding of a token is correct, an attacker can use the recipient to decrypt tokens
    /// ([RFC 8725 §3.2](https://www.rfc-editor.org/rfc/rfc8725#section-3.2)).
    Rsa1_5,
    /// RSAES-OAEP with SHA-1 and MGF1 with SHA-1.
    RsaOaep,
    /// RSAES-OAEP with SHA-256 and MGF1 with SHA-256.
    RsaOaep256,
    /// RSAES-OAEP with SHA-384 and MGF1 with SHA-384.
    RsaOaep384,
    /// RSAES-OAEP with SHA-512 and MGF1 with SHA-512.
    RsaOaep512,
    /// AES-128 key wrap of the content encryption key.
    A128Kw,
    /// AES-192 key wrap of the content encryption key.
    A192Kw,
    /// AES-256 key wrap of the content encryption key.
    A256Kw,
    /// Direct encryption: the shared secret itself is the content encryption key.
    Dir,
    /// ECDH with an ephemeral key. The agreed key is the content encryption key.
    EcdhEs,
    /// ECDH with an ephemeral key. The agreed key encrypts the content encryption key with AES-128
    /// key wrap.
    EcdhEsA128Kw,
    /// ECDH with an ephemeral key. The agreed key encrypts the content encryption key with AES-192
    /// key wrap.
    EcdhEsA192Kw,
    /// ECDH with an ephemeral key. The agreed key encrypts the content encryption key with AES-256
    /// key wrap.
    EcdhEsA256Kw,
    /// AES-128-GCM encryption of the content encryption key.
    A128GcmKw,
    /// AES-192-GCM encryption of the content encryption key.
    A192GcmKw,
    /// AES-256-GCM encryption of the content encryption key.
    A256GcmKw,
    /// PBKDF2 with HMAC SHA-256 derives a key from a password. This key encrypts the content
    /// encryption key with AES-128 key wrap.
    Pbes2Hs256A128Kw,
    /// PBKDF2 with HMAC SHA-384 derives a key from a password. This key encrypts the content
    /// encryption key with AES-192 key wrap.
    Pbes2Hs384A192Kw,
    /// PBKDF2 with HMAC SHA-512 derives a key from a password. This key encrypts the content
    /// encryption key with AES-256 key wrap.
    Pbes2Hs512A256Kw,
}

impl KeyManagementAlgorithm {
    /// Returns `true` if sender and recipient share the key, so that only they can write a token
    /// that the key decrypts. With all other algorithms, anyone who has the recipient's public key
    /// can write such a token.
    #[must_use]
    pub const fn is_shared_key(self) -> bool {
        match self {
            Self::Dir
            | Self::A128Kw
            | Self::A192Kw
            | Self::A256Kw
            | Self::A128GcmKw
            | Self::A192GcmKw
            | Self::A256GcmKw
            | Self::Pbes2Hs256A128Kw
            | Self::Pbes2Hs384A192Kw
            | Self::Pbes2Hs512A256Kw => true,
            Self::Rsa1_5
            | Self::RsaOaep
            | Self::RsaOaep256
            | Self::RsaOaep384
            | Self::RsaOaep512
            | Self::EcdhEs
            | Self::EcdhEsA128Kw
            | Self::EcdhEsA192Kw
            | Self::EcdhEsA256Kw => false,
        }
    }

    /// Returns true if the key of the algorithm is a password (RFC 7518 §4.8).
    pub(crate) const fn takes_password(self) -> bool {
        matches!(self, Self::Pbes2Hs256A128Kw | Self::Pbes2Hs384A192Kw | Self::Pbes2Hs512A256Kw)
    }
}

super::named! {
    KeyManagementAlgorithm, "`alg`",
    Rsa1_5 = "RSA1_5",
    RsaOaep = "RSA-OAEP",
    RsaOaep256 = "RSA-OAEP-256",
    RsaOaep384 = "RSA-OAEP-384",
    RsaOaep512 = "RSA-OAEP-512",
    A128Kw = "A128KW",
    A192Kw = "A192KW",
    A256Kw = "A256KW",
    Dir = "dir",
    EcdhEs = "ECDH-ES",
    EcdhEsA128Kw = "ECDH-ES+A128KW",
    EcdhEsA192Kw = "ECDH-ES+A192KW",
    EcdhEsA256Kw = "ECDH-ES+A256KW",
    A128GcmKw = "A128GCMKW",
    A192GcmKw = "A192GCMKW",
    A256GcmKw = "A256GCMKW",
    Pbes2Hs256A128Kw = "PBES2-HS256+A128KW",
    Pbes2Hs384A192Kw = "PBES2-HS384+A192KW",
    Pbes2Hs512A256Kw = "PBES2-HS512+A256KW",
}
