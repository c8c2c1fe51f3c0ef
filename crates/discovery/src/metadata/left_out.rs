//! The values that the reader of a document left out, with the reasons.

use symbolon_jose::Excerpt;
use symbolon_jose::json::document::Value;

use super::{MetadataError, ProviderMetadata};

/// A metadata member, or one value of a list, that the reader left out because it could not read
/// the value.
///
/// The rest of the document can be used. If a later step needs the member, the step fails with
/// [`error`](Self::error).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LeftOut {
    /// The name of the member.
    pub member: &'static str,
    /// The value that was left out. A string is unchanged; any other value is JSON text.
    pub found: Excerpt,
    /// The reason why the value cannot be read.
    pub error: MetadataError,
}

impl LeftOut {
    pub(crate) fn new(member: &'static str, found: &Value, error: MetadataError) -> Self {
        let found = match found {
            Value::String(text) => Excerpt::new(text),
            other => Excerpt::new(&other.to_string()),
        };
        Self { member, found, error }
    }
}

impl ProviderMetadata {
    /// Returns the values that the reader of the document left out. Write these values to the log
    /// of your program, or show them to its operator.
    ///
    /// ```
    /// use symbolon_discovery::ProviderMetadata;
    /// use symbolon_oauth::Issuer;
    ///
    /// let json = br#"{"issuer":"https://op.example", "jwks_uri":"https://op.example/jwks",
    ///     "authorization_endpoint":"https://op.example/authorize",
    ///     "token_endpoint":"https://op.example/token", "registration_endpoint":"/register",
    ///     "response_types_supported":["code"], "subject_types_supported":["public"],
    ///     "id_token_signing_alg_values_supported":["RS256"]}"#;
    /// let metadata = ProviderMetadata::parse(json, &Issuer::new("https://op.example")?)?;
    /// assert_eq!(metadata.registration_endpoint, None);
    /// assert_eq!(metadata.left_out()[0].member, "registration_endpoint");
    /// assert_eq!(metadata.left_out()[0].error.code(), "endpoint.scheme");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// Returns the reason why a member has no value: the reader's error if the reader left the
    /// member out, otherwise [`MetadataError::Missing`].
    ///
    /// Call this method if your program needs a member, such as `introspection_endpoint`, and the
    /// field of the member is empty.
    #[must_use]
    pub fn why_absent(&self, member: &'static str) -> MetadataError {
        let left_out = self.left_out.iter().find(|left_out| left_out.member == member);
        left_out.map_or(MetadataError::Missing(member), |left_out| left_out.error.clone())
    }
}
