//! Deviations from RFC 7515 in the tokens of some servers, which a caller can accept by name.

/// Deviations in a signed token that a caller accepts. All are off by default.
///
/// [`Reader::quirks`](super::Reader::quirks) and
/// [`Expected::quirks`](crate::jwt::Expected::quirks) apply them. The signature covers the text of
/// the token as it was received, so the recipient cannot correct such a token before it is
/// verified. No deviation changes which signatures are valid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct JwsQuirks {
    /// Expects each part of the token in base64url **with** padding, as the characters `=` at its
    /// end. The padding must be exactly that of [RFC 4648 §4], and a part without it is refused, so
    /// that a token still has only one spelling.
    ///
    /// Needed for: the header `x-amzn-oidc-data` of the AWS Application Load Balancer, which signs
    /// the padded text.
    ///
    /// Cost: other libraries, which follow RFC 7515, do not read the token.
    ///
    /// [RFC 4648 §4]: https://www.rfc-editor.org/rfc/rfc4648#section-4
    pub padding: bool,
    /// Reads `"kid": null` in a protected header as an absent `kid`. It then selects the only key
    /// that is for the token's `alg`.
    ///
    /// Needed for: signers that write a key without name, such as those built with older versions
    /// of the IdentityModel extensions for .NET.
    ///
    /// Cost: none, because a signer may also leave `kid` out. The member is only not a string, as
    /// [RFC 7515 §4.1.4](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.4) requires.
    pub null_kid: bool,
}

impl JwsQuirks {
    /// Sets [`padding`](Self::padding) to `true`.
    #[must_use]
    pub const fn padding(mut self) -> Self {
        self.padding = true;
        self
    }

    /// Sets [`null_kid`](Self::null_kid) to `true`.
    #[must_use]
    pub const fn null_kid(mut self) -> Self {
        self.null_kid = true;
        self
    }
}
