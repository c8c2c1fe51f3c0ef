//! Limits on the size and cost of input.
//!
//! ```
//! use symbolon_jose::Limits;
//! use symbolon_jose::jwk::PublicJwkSet;
//!
//! let mut limits = Limits::DEFAULT;
//! limits.keys = 1;
//! let set = br#"{"keys":[{"kty":"OKP"},{"kty":"OKP"}]}"#;
//! assert!(PublicJwkSet::parse_within(set, &limits).is_err());
//! ```

/// The limits on the size and cost of the input that the parsers of this crate accept.
///
/// Each limit is checked before the work that it limits, so refusing large input costs little
/// memory and time. Functions without a `Limits` argument use [`Limits::DEFAULT`]. To use other
/// limits, call a function whose name ends in `_within`, or set the limits with
/// [`jws::Reader::limits`](crate::jws::Reader::limits) or
/// [`jwe::Reader::limits`](crate::jwe::Reader::limits).
///
/// ```
/// use symbolon_jose::Limits;
///
/// // For a provider that lists 1 500 groups of a user in one claim.
/// let limits = Limits { json_members: 4096, ..Limits::DEFAULT };
/// ```
///
/// This struct is deliberately not `#[non_exhaustive]`, so that a program can write it in this
/// form, even in a constant. A later version can add fields, so always end with
/// `..Limits::DEFAULT`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest number of bytes that a whole token or JSON document is allowed to have.
    pub token: usize,
    /// The largest number of bytes that a decoded JOSE header is allowed to have.
    pub header: usize,
    /// The largest number of JSON arrays and objects that are allowed to be nested in each other. A
    /// value above 127 has no effect: the JSON parser refuses deeper nesting with
    /// [`json::Error::Syntax`](crate::json::Error::Syntax).
    pub json_depth: usize,
    /// The largest number of members that one JSON object is allowed to have, and of elements that
    /// one JSON array is allowed to have.
    pub json_members: usize,
    /// The largest number of members and elements, counted together, that a whole JSON document is
    /// allowed to have. This bounds the use of memory, because a parsed value needs far more memory
    /// than its JSON text.
    pub json_values: usize,
    /// The largest number of keys that a JWK Set is allowed to have.
    pub keys: usize,
    /// The largest number of signatures in a JWS of the general JSON form, and of recipients in a
    /// JWE of the general JSON form. A JWT always has exactly one signature or recipient.
    pub recipients: usize,
    /// The smallest size, in bits, that the modulus of an RSA key is allowed to have.
    pub rsa_modulus_bits_least: usize,
    /// The largest size, in bits, that the modulus of an RSA key is allowed to have.
    pub rsa_modulus_bits_most: usize,
    /// The smallest number of PBES2 iterations (`p2c`) that a token is allowed to require.
    pub pbes2_iterations_least: u32,
    /// The largest number of PBES2 iterations (`p2c`) that a token is allowed to require. This
    /// bounds the recipient's computing time, because the recipient computes two hashes for each
    /// iteration.
    pub pbes2_iterations_most: u32,
    /// The largest number of bytes that compressed content is allowed to have after it is inflated.
    pub inflated: usize,
}

impl Limits {
    /// The default limits. They allow far more than providers send, and they bound the use of
    /// memory and time.
    ///
    /// | limit | value |
    /// |---|---|
    /// | `token` | 1 MiB |
    /// | `header` | 16 KiB |
    /// | `json_depth` | 32 |
    /// | `json_members` | 1 024 |
    /// | `json_values` | 32 768 |
    /// | `keys` | 1 000 |
    /// | `recipients` | 16 |
    /// | `rsa_modulus_bits_least` | 2 048 ([RFC 7518 §3.3]) |
    /// | `rsa_modulus_bits_most` | 8 192 |
    /// | `pbes2_iterations_least` | 1 000 ([RFC 7518 §4.8.1.2]) |
    /// | `pbes2_iterations_most` | 1 000 000 |
    /// | `inflated` | 250 000 bytes ([RFC 8725 §3.6] asks for a limit) |
    ///
    /// [RFC 7518 §3.3]: https://www.rfc-editor.org/rfc/rfc7518#section-3.3
    /// [RFC 7518 §4.8.1.2]: https://www.rfc-editor.org/rfc/rfc7518#section-4.8.1.2
    /// [RFC 8725 §3.6]: https://www.rfc-editor.org/rfc/rfc8725#section-3.6
    pub const DEFAULT: Self = Self {
        token: 1 << 20,
        header: 16 << 10,
        json_depth: 32,
        json_members: 1024,
        json_values: 32 << 10,
        keys: 1000,
        recipients: 16,
        rsa_modulus_bits_least: 2048,
        rsa_modulus_bits_most: 8192,
        pbes2_iterations_least: 1000,
        pbes2_iterations_most: 1_000_000,
        inflated: 250_000,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
