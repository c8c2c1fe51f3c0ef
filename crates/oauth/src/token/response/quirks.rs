//! Deviations of providers from the token response that the specifications describe.

/// Deviations of a provider's token responses that the client accepts. By default, every switch is
/// off.
///
/// Switch a deviation on only for a provider that needs it. No switch affects how an ID Token is
/// verified. Harmless deviations are always accepted and have no switch: see
/// [`TokenResponse::from_object`](crate::TokenResponse::from_object).
///
/// ```
/// use symbolon_oauth::TokenResponseQuirks;
/// let twitch = TokenResponseQuirks::default().scope_array(true);
/// assert!(twitch.scope_array && !twitch.token_type_missing);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenResponseQuirks {
    /// Whether `scope` can be an array of strings instead of one string with spaces
    /// ([RFC 6749 §3.3](https://www.rfc-editor.org/rfc/rfc6749#section-3.3)).
    ///
    /// Twitch sends such a response. The switch costs nothing, because the elements of the array
    /// are the scope tokens.
    pub scope_array: bool,
    /// Whether a response without `token_type` is read as if the type were `Bearer`
    /// ([RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1) requires the member).
    ///
    /// LinkedIn and some versions of Rancher send such a response. The cost: if the server issued a
    /// token of a different type, for example a token that is bound to a key, the client presents
    /// it as a bearer token.
    pub token_type_missing: bool,
    /// Whether a response that has `id_token` can lack `access_token`
    /// ([RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1) requires the member).
    ///
    /// Azure AD B2C sends such a response if the client asked for no scope of an API. The cost: the
    /// client cannot ask for UserInfo, and cannot check the `at_hash` of the ID Token. A response
    /// without `id_token` still needs `access_token`.
    pub access_token_missing: bool,
    /// Whether a successful response can have any status from 200 to 299 instead of 200
    /// ([RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1)).
    ///
    /// Supabase sends 201. The switch costs little: a response with a different status must still
    /// have a JSON body with tokens.
    pub any_success_status: bool,
    /// Whether a successful response can have any `Content-Type`, or have none, instead of
    /// `application/json`
    /// ([RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1)).
    ///
    /// Small servers that send `text/html` or `text/plain` need this switch. The cost: a page that
    /// is not a token response, such as the page of a proxy, is reported as malformed JSON instead
    /// of as a wrong `Content-Type`.
    pub any_content_type: bool,
    /// An `expires_in` that is not a number of seconds counts as absent, and stays in
    /// [`TokenResponse::extra`](crate::TokenResponse::extra). Needed for servers that write `-1` or
    /// a word if the token does not expire, such as some versions of WSO2 API Manager.
    ///
    /// Cost: the client does not know when the access token expires. The client notices the expiry
    /// only when a resource server refuses the token.
    pub expires_in_unreadable: bool,
}

impl TokenResponseQuirks {
    /// Sets whether `scope` can be an array: see [`scope_array`](#structfield.scope_array).
    #[must_use]
    pub fn scope_array(mut self, accepted: bool) -> Self {
        self.scope_array = accepted;
        self
    }

    /// Sets whether a missing `token_type` means `Bearer`: see
    /// [`token_type_missing`](#structfield.token_type_missing).
    #[must_use]
    pub fn token_type_missing(mut self, accepted: bool) -> Self {
        self.token_type_missing = accepted;
        self
    }

    /// Sets whether `access_token` can be missing if the response has an ID Token: see
    /// [`access_token_missing`](#structfield.access_token_missing).
    #[must_use]
    pub fn access_token_missing(mut self, accepted: bool) -> Self {
        self.access_token_missing = accepted;
        self
    }

    /// Sets whether a status such as 201 reports success: see
    /// [`any_success_status`](#structfield.any_success_status).
    #[must_use]
    pub fn any_success_status(mut self, accepted: bool) -> Self {
        self.any_success_status = accepted;
        self
    }

    /// Sets whether the `Content-Type` of a successful response is ignored: see
    /// [`any_content_type`](#structfield.any_content_type).
    #[must_use]
    pub fn any_content_type(mut self, accepted: bool) -> Self {
        self.any_content_type = accepted;
        self
    }

    /// Sets [`expires_in_unreadable`](Self::expires_in_unreadable).
    #[must_use]
    pub fn expires_in_unreadable(mut self, accepted: bool) -> Self {
        self.expires_in_unreadable = accepted;
        self
    }
}
