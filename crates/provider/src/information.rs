//! What the provider's pages and user database offer, for the metadata document.

use symbolon_oauth::PageUrl;
use symbolon_oidc::Display;

/// The part of the metadata document that describes your pages and your user database
/// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
///
/// All fields are empty or `false` by default. The metadata document leaves out empty fields.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ProviderInformation {
    /// `claims_supported`: the names of the claims that the provider can return about a user.
    pub claims: Vec<String>,
    /// `acr_values_supported`: the authentication context classes that a sign-in can satisfy.
    pub acr_values: Vec<String>,
    /// `display_values_supported`: the kinds of pages that you have, such as `page` and `touch`.
    pub displays: Vec<Display>,
    /// Whether you have a page on which a new user creates an account. If it is `true`,
    /// `prompt_values_supported` lists `create`, and the provider accepts requests with
    /// `prompt=create` (see
    /// [`PendingAuthorization::creates_account`](crate::PendingAuthorization::creates_account)).
    pub creates_accounts: bool,
    /// `ui_locales_supported`: the languages of your pages, as BCP 47 tags.
    pub ui_locales: Vec<String>,
    /// `claims_locales_supported`: the languages in which claims are available, as BCP 47 tags.
    pub claims_locales: Vec<String>,
    /// `service_documentation`: the URL of a page for the developers of clients.
    pub documentation: Option<PageUrl>,
    /// `op_policy_uri`: the URL of a page that tells the developers of clients how they are allowed
    /// to use the users' data.
    pub policy: Option<PageUrl>,
    /// `op_tos_uri`: the URL of a page with the terms of service.
    pub terms_of_service: Option<PageUrl>,
}
