//! How much input is read before it is refused.

/// The bounds that every parser of this crate works under.
///
/// Each bound is checked before the work it bounds, so refused input costs neither memory nor time
/// in proportion to its size. [`Limits::DEFAULT`] is what the short functions use; the `_within`
/// ones take another value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The bytes of a whole token or JSON document.
    pub token: usize,
    /// The bytes of a decoded JOSE header.
    pub header: usize,
    /// How deep JSON arrays and objects may nest. No more than 127 have an effect: what is deeper,
    /// serde_json refuses by itself, as [`json::Error::Syntax`](crate::json::Error::Syntax).
    pub json_depth: usize,
    /// The members of one JSON object, and the elements of one JSON array.
    pub json_members: usize,
    /// The members and elements of a whole JSON document: each takes far more memory than text.
    pub json_values: usize,
    /// The keys of a JWK Set.
    pub keys: usize,
    /// The signatures of one JWS, and the recipients of one JWE, in their general JSON forms. A JWT
    /// has one, whatever this says.
    pub recipients: usize,
    /// The fewest bits of an RSA modulus that are read.
    pub rsa_modulus_bits_least: usize,
    /// The most bits of an RSA modulus that are read.
    pub rsa_modulus_bits_most: usize,
    /// The fewest PBES2 iterations that are read.
    pub pbes2_iterations_least: u32,
    /// The most PBES2 iterations that are read: each costs whoever decrypts two hashes.
    pub pbes2_iterations_most: u32,
    /// The bytes that compressed content may inflate to.
    pub inflated: usize,
}

impl Limits {
    /// 1 MiB tokens, 16 KiB headers, 32 levels, 1 024 members in one object and 32 768 in all, 1 000
    /// keys, 16 signatures or recipients: an order of magnitude above what providers send, and far
    /// below what hurts. RSA from 2 048 bits ([RFC 7518 §3.3]) to 8 192, PBES2 from 1 000 iterations
    /// ([RFC 7518 §4.8.1.2]) to 1 000 000, 250 000 bytes inflated ([RFC 8725 §3.6] asks for a bound).
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
