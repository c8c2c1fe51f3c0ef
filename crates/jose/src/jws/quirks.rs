//! Deviations from RFC 7515 in the tokens of some servers, which a caller can accept by name.

/// Deviations in a signed token that a caller accepts. All are off by default.
///
/// [`Reader::quirks`](super::Reader::quirks) and [`Expected::quirks`](crate::jwt::Expected::quirks)
/// apply them. The signature covers the received text of the token, so a program cannot correct the
/// text before it verifies the token. These deviations do not affect how the signature is verified.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct JwsQuirks {
    /// Expects base64url **with** padding, which is the characters `=` at the end, in each part of
    /// the token. A part with any other padding than [RFC 4648 §4] requires is refused, so that
    /// each token still has only one spelling.
    ///
    /// Needed for: the header `x-amzn-oidc-data` of the AWS Application Load Balancer, which signs
    /// the padded text.
    ///
    /// Cost: other libraries, which follow RFC 7515, do not read the token.
    ///
    /// [RFC 4648 §4]: https://www.rfc-editor.org/rfc/rfc4648#section-4
    pub padding: bool,
    /// Reads `"kid": null` in a protected header as an absent `kid`. Without a `kid`, exactly one
    /// key must fit the `alg` of the token, and this key is selected.
    ///
    /// Needed for: signers that write `null` if their key has no name, such as programs with older
    /// versions of the IdentityModel extensions for .NET.
    ///
    /// Cost: none for security, because a token without `kid` is accepted too. But the token breaks
    /// [RFC 7515 §4.1.4](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.4), which requires a
    /// string.
    pub null_kid: bool,
    /// Reads a number as `kid` in a protected header. The `kid` is then the text with the digits of
    /// the number.
    ///
    /// Needed for: servers that use a database row number as `kid`. For their JWK Sets, turn on
    /// [`KeyQuirks::numeric_kid`](crate::jwk::KeyQuirks::numeric_kid).
    ///
    /// Cost: none, because `kid` only selects one of the keys of the issuer.
    pub numeric_kid: bool,
    /// Tries each key that fits, if more than one key fits the `kid` and `alg` of the header. At
    /// most 16 keys are tried.
    ///
    /// Needed for: issuers that publish several keys but write no `kid` into their tokens, which
    /// [Core §10.1](https://openid.net/specs/openid-connect-core-1_0.html#Signing) does not allow,
    /// and issuers that give two keys the same `kid`.
    ///
    /// Cost: for a forged token, up to 16 verifications are necessary. All these keys belong to the
    /// issuer, and each key is used only with its own algorithm, so no other signature becomes
    /// valid.
    pub any_key: bool,
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

    /// Sets [`numeric_kid`](Self::numeric_kid) to `true`.
    #[must_use]
    pub const fn numeric_kid(mut self) -> Self {
        self.numeric_kid = true;
        self
    }

    /// Sets [`any_key`](Self::any_key) to `true`.
    #[must_use]
    pub const fn any_key(mut self) -> Self {
        self.any_key = true;
        self
    }

    /// The same value as [`default`](Self::default), for use in constants.
    pub(super) const NONE: Self =
        Self { padding: false, null_kid: false, numeric_kid: false, any_key: false };
}
