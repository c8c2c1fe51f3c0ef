//! The quirks of Microsoft's providers: Entra for one and several tenants, and Azure AD B2C.

use symbolon_oidc::{AcceptedIssuers, IssuerTemplate};

use crate::Endpoint;
use crate::quirks::Quirks;

/// Returns the quirks of Microsoft Entra for the users of one tenant: none.
///
/// The issuer is `https://login.microsoftonline.com/<tenant ID>/v2.0`. The tenant ID is a UUID, not
/// the domain of the tenant. The UserInfo endpoint is on `graph.microsoft.com`. There is no
/// `email_verified`: `email` is a text that an administrator of the tenant can set. Identify a user
/// by `iss` and `sub`, or by `tid` and `oid`.
///
/// With a response type such as `code id_token`, also add `aio`, `rh` and `uti` to
/// [`Quirks::differing_claims`]. Entra gives each token its own values of these claims.
#[must_use]
pub fn microsoft_entra() -> Quirks {
    Quirks::default()
}

/// Returns the quirks of Microsoft Entra for the users of several tenants: the metadata states a
/// template, and each ID Token states the issuer of its tenant.
///
/// The issuer of the relying party is `https://login.microsoftonline.com/common/v2.0` (all
/// accounts), `.../organizations/v2.0` (work and school accounts) or `.../consumers/v2.0` (personal
/// accounts). For all three issuers, `template` has the text
/// `https://login.microsoftonline.com/{tenantid}/v2.0`. Limit the tenants with
/// [`IssuerTemplate::tenants`]; otherwise, the users of every tenant in the world can sign in.
/// Identify a user by the issuer of the session and `sub` together, never by `email`.
///
/// ```
/// use symbolon_discovery::quirks::presets;
/// use symbolon_oidc::IssuerTemplate;
///
/// let template = IssuerTemplate::new("https://login.microsoftonline.com/{tenantid}/v2.0")?;
/// let template = template.tenants(vec!["9188040d-6c67-4c5b-b112-36a304b66dad".to_owned()])?;
/// let quirks = presets::microsoft_entra_tenants(template);
/// # Ok::<(), symbolon_oidc::IssuerTemplateError>(())
/// ```
#[must_use]
pub fn microsoft_entra_tenants(template: IssuerTemplate) -> Quirks {
    let mut quirks = Quirks::default();
    quirks.metadata.stated_issuer = Some(template.as_str().to_owned());
    quirks.id_token.issuers = AcceptedIssuers::Tenants(template);
    quirks
}

/// Returns the quirks of Azure AD B2C: the metadata is not at the well-known URL of the issuer, the
/// token response can lack an access token, and a refresh changes `auth_time`.
///
/// The issuer is `https://<tenant>.b2clogin.com/<tenant ID>/v2.0/`, with a slash at the end.
/// `published_at` is the URL of the metadata of one user flow, such as
/// `https://<tenant>.b2clogin.com/<tenant>.onmicrosoft.com/<user flow>/v2.0/.well-known/openid-configuration`.
/// All user flows of a tenant share the issuer. If your program has to know by which user flow the
/// user signed in, compare the claim `tfp` or `acr` with the name of the user flow. If the user
/// flow is set to issue `tfp` issuers, the metadata is at the well-known URL; set `published_at` to
/// that URL.
#[must_use]
pub fn azure_ad_b2c(published_at: Endpoint) -> Quirks {
    let mut quirks = Quirks::default();
    quirks.metadata.published_at = Some(published_at);
    quirks.token_response.access_token_missing = true;
    quirks.id_token.refreshed_auth_time = true;
    quirks
}
