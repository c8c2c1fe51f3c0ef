//! The bounds of the leeway and the lifetimes in a policy.

use core::time::Duration;

use symbolon_oauth::client::assertion::AssertionLimits;

use crate::{ProviderConfigurationError, ProviderPolicy};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl ProviderPolicy {
    /// The largest leeway: ten minutes. A leeway is usually a few minutes at most
    /// ([RFC 7519 §4.1.4](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4)).
    pub const LARGEST_LEEWAY: Duration = AssertionLimits::LARGEST_LEEWAY;

    /// The longest lifetime of an authorization code: ten minutes, as
    /// [RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2) recommends.
    pub const LONGEST_CODE_LIFETIME: Duration = Duration::from_secs(10 * 60);

    /// The longest lifetime of a pushed authorization request: ten minutes, the longest lifetime that
    /// [RFC 9126 §2.2](https://www.rfc-editor.org/rfc/rfc9126#section-2.2) names.
    pub const LONGEST_PUSHED_REQUEST_LIFETIME: Duration = Duration::from_secs(10 * 60);

    /// The longest lifetime of an access token and of an ID Token: thirty days.
    pub const LONGEST_TOKEN_LIFETIME: Duration = DAY.saturating_mul(30);

    /// The longest time for which a client can use refresh tokens: ten years.
    pub const LONGEST_REFRESH_LIFETIME: Duration = DAY.saturating_mul(3650);

    /// The longest time for which a fetched request object can be used again: one day.
    pub const LONGEST_REQUEST_OBJECT_CACHE: Duration = DAY;

    /// The longest time for which the metadata of a client can be kept, if its `client_id` is the URL
    /// of the metadata: thirty days.
    pub const LONGEST_CLIENT_DOCUMENT_CACHE: Duration = DAY.saturating_mul(30);

    /// Checks the leeway and the lifetimes against their bounds.
    pub(crate) fn check_times(&self) -> Result<(), ProviderConfigurationError> {
        let pushed = Self::LONGEST_PUSHED_REQUEST_LIFETIME;
        let cached = self.request_objects.as_ref().map_or(Duration::ZERO, |it| it.cache_lifetime);
        let documents = self.client_documents.as_ref();
        let longest_document = documents.map_or(Duration::ZERO, |it| it.longest.max(it.shortest));
        for (setting, found, longest) in [
            ("leeway", self.leeway, Self::LARGEST_LEEWAY),
            ("code_lifetime", self.code_lifetime, Self::LONGEST_CODE_LIFETIME),
            ("access_token_lifetime", self.access_token_lifetime, Self::LONGEST_TOKEN_LIFETIME),
            ("id_token_lifetime", self.id_token_lifetime, Self::LONGEST_TOKEN_LIFETIME),
            ("pushed_request_lifetime", self.pushed_request_lifetime, pushed),
            ("request_objects.cache_lifetime", cached, Self::LONGEST_REQUEST_OBJECT_CACHE),
            ("client_documents.longest", longest_document, Self::LONGEST_CLIENT_DOCUMENT_CACHE),
            ("refresh_lifetime", self.refresh_lifetime, Self::LONGEST_REFRESH_LIFETIME),
        ] {
            if found > longest {
                return Err(ProviderConfigurationError::TooLong { setting, found, longest });
            }
        }
        Ok(())
    }
}
