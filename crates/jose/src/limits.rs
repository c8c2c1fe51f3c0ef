//! Limits on the size and cost of input.

/// The limits within which every parser of this crate reads its input.
///
/// Each limit is checked before the work that it limits, so refusing large input costs little
/// memory and time. Functions without a `Limits` argument use [`Limits::DEFAULT`]. To use other
/// limits, call the `_within` functions or [`jws::Reader::limits`](crate::jws::Reader::limits) and
/// [`jwe::Reader::limits`](crate::jwe::Reader::limits).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes of a whole token or JSON document.
    pub token: usize,
    /// The most bytes of a decoded JOSE header.
    pub header: usize,
    /// The most levels that JSON arrays and objects may nest. Values above 127 have no effect:
    /// serde_json refuses deeper JSON, as [`json::Error::Syntax`](crate::json::Error::Syntax).
    pub json_depth: usize,
    /// The most members of one JSON object, and the most elements of one JSON array.
    pub json_members: usize,
    /// The most members and elements of a whole JSON document, counted together. A parsed value
    /// takes far more memory than its text.
    pub json_values: usize,
    /// The most keys of a JWK Set.
    pub keys: usize,
    /// The most signatures of a JWS, and the most recipients of a JWE, in the general JSON form. A
    /// JWT always has exactly one signature or recipient.
    pub recipients: usize,
    /// The fewest bits of an RSA modulus. Keys with a smaller modulus are refused.
    pub rsa_modulus_bits_least: usize,
    /// The most bits of an RSA modulus. Keys with a larger modulus are refused.
    pub rsa_modulus_bits_most: usize,
    /// The fewest PBES2 iterations. A token with fewer is refused.
    pub pbes2_iterations_least: u32,
    /// The most PBES2 iterations. Each iteration costs the recipient two hashes.
    pub pbes2_iterations_most: u32,
    /// The most bytes that compressed content may inflate to.
    pub inflated: usize,
}

impl Limits {
    /// The default limits: well above what providers send, and low enough to bound memory and time.
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
