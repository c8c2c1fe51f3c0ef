//! Named deviations of real providers from the UserInfo response, each of them off by default.

/// Deviations of a provider's UserInfo responses from the specification. All deviations are off by
/// default; turn on only those that your provider needs, with
/// [`ExpectedUserInfo::quirks`](super::ExpectedUserInfo::quirks).
///
/// ```
/// use symbolon_oidc::{ExpectedUserInfo, UserInfoQuirks};
///
/// let quirks = UserInfoQuirks::default().numeric_subject();
/// let response = http::Response::builder().header("Content-Type", "application/json");
/// let response = response.body(r#"{"sub":35}"#)?;
/// let expected = ExpectedUserInfo::new("35").quirks(quirks);
/// assert_eq!(expected.read(&response, time::OffsetDateTime::UNIX_EPOCH)?.sub, "35");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct UserInfoQuirks {
    /// A `sub` that is an integer is read as its digits. Needed by providers whose ID Tokens have the
    /// digits as a string, such as the WordPress plugin miniOrange OAuth Server.
    ///
    /// Cost: the users `35` and `"35"` are the same user.
    pub numeric_subject: bool,
    /// A response without a signature may have any content type but `application/jwt`, or none. The
    /// body must still be a JSON object about the right user. Needed by providers that send
    /// `text/plain`.
    ///
    /// Cost: an error page is refused as malformed JSON, and not for its type.
    pub any_content_type: bool,
}

impl UserInfoQuirks {
    /// Sets [`numeric_subject`](Self::numeric_subject) to `true`.
    #[must_use]
    pub const fn numeric_subject(mut self) -> Self {
        self.numeric_subject = true;
        self
    }

    /// Sets [`any_content_type`](Self::any_content_type) to `true`.
    #[must_use]
    pub const fn any_content_type(mut self) -> Self {
        self.any_content_type = true;
        self
    }
}
