//! What the caller's own pages and data offer, for the metadata document.

use symbolon_discovery::PageUrl;
use symbolon_oidc::Display;

/// What the caller's sign-in pages and user database offer. The engine cannot know it; the metadata
/// document repeats it
/// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
///
/// Everything is empty by default, and an empty member is left out of the document.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ProviderInformation {
    /// `claims_supported`: names of claims that users may have.
    pub claims: Vec<String>,
    /// `acr_values_supported`: authentication context classes that sign-in can reach.
    pub acr_values: Vec<String>,
    /// `display_values_supported`: kinds of pages, such as `page` and `touch`.
    pub displays: Vec<Display>,
    /// `ui_locales_supported`: languages of the pages, as BCP 47 tags.
    pub ui_locales: Vec<String>,
    /// `claims_locales_supported`: languages of claims, as BCP 47 tags.
    pub claims_locales: Vec<String>,
    /// `service_documentation`: a page for developers.
    pub documentation: Option<PageUrl>,
    /// `op_policy_uri`: a page on how clients may use what the provider gives them.
    pub policy: Option<PageUrl>,
    /// `op_tos_uri`: the terms of service.
    pub terms_of_service: Option<PageUrl>,
}
