//! The issuer of a provider with many tenants, as a text with a placeholder for the tenant.

use symbolon_jose::Excerpt;
use symbolon_oauth::{Issuer, IssuerError};

use crate::id_token::IdTokenError;

/// The placeholder for the tenant in the text of a template.
const PLACE: &str = "{tenantid}";
/// A UUID that stands for any tenant while a template is checked.
const ANY_TENANT: &str = "00000000-0000-0000-0000-000000000000";

/// The issuer of a provider that has one issuer for each tenant, such as Microsoft Entra: a text in
/// which `{tenantid}` stands for the tenant.
///
/// An ID Token is accepted if its `tid` is a UUID in lower case, and its `iss` is the text with
/// that `tid` instead of each `{tenantid}`.
///
/// ```
/// use symbolon_oauth::Issuer;
/// use symbolon_oidc::IssuerTemplate;
///
/// let template = IssuerTemplate::new("https://login.microsoftonline.com/{tenantid}/v2.0")?;
/// let tenant = "9188040d-6c67-4c5b-b112-36a304b66dad";
/// let issuer = template.issuer(tenant).map(|issuer| issuer.to_string());
/// assert_eq!(
///     issuer.as_deref(),
///     Some("https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0"),
/// );
/// assert_eq!(template.issuer("common"), None);
/// # Ok::<(), symbolon_oidc::IssuerTemplateError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuerTemplate {
    text: String,
    /// The accepted tenants. `None` accepts every tenant.
    tenants: Option<Vec<String>>,
}

impl IssuerTemplate {
    /// Creates a template that accepts every tenant of the provider.
    ///
    /// # Errors
    /// [`IssuerTemplateError::NoPlace`] if the text does not contain `{tenantid}`;
    /// [`IssuerTemplateError::Issuer`] if the text, with a UUID instead of each `{tenantid}`, is
    /// not an issuer that [`Issuer::new`] accepts.
    pub fn new(text: &str) -> Result<Self, IssuerTemplateError> {
        if !text.contains(PLACE) {
            return Err(IssuerTemplateError::NoPlace { found: Excerpt::new(text) });
        }
        Issuer::new(&text.replace(PLACE, ANY_TENANT)).map_err(IssuerTemplateError::Issuer)?;
        Ok(Self { text: text.to_owned(), tenants: None })
    }

    /// Sets the tenants whose users are accepted. Users of all other tenants are refused.
    ///
    /// # Errors
    /// [`IssuerTemplateError::Tenant`] if one of the tenants is not a UUID in lower case.
    pub fn tenants(mut self, tenants: Vec<String>) -> Result<Self, IssuerTemplateError> {
        if let Some(wrong) = tenants.iter().find(|tenant| !is_uuid(tenant)) {
            return Err(IssuerTemplateError::Tenant { found: Excerpt::new(wrong) });
        }
        self.tenants = Some(tenants);
        Ok(self)
    }

    /// Returns the text of the template, which contains `{tenantid}`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the issuer of this tenant. Returns `None` if the tenant is not a UUID in lower case,
    /// or if it is not in the list of accepted tenants.
    #[must_use]
    pub fn issuer(&self, tenant: &str) -> Option<Issuer> {
        if !self.accepts(tenant) {
            return None;
        }
        // `new` checked the text with another UUID, so this text is an issuer too.
        Issuer::new(&self.text.replace(PLACE, tenant)).ok()
    }

    /// Returns whether users of this tenant are accepted.
    pub(super) fn accepts(&self, tenant: &str) -> bool {
        let listed = |tenants: &Vec<String>| tenants.iter().any(|listed| listed == tenant);
        is_uuid(tenant) && self.tenants.as_ref().is_none_or(listed)
    }

    /// Returns the tenant that an issuer of this template names.
    pub(super) fn tenant_of<'a>(&self, issuer: &'a str) -> Option<&'a str> {
        let start = self.text.find(PLACE)?;
        let tenant = issuer.get(start..start.checked_add(ANY_TENANT.len())?)?;
        (self.text.replace(PLACE, tenant) == issuer).then_some(tenant)
    }

    /// Returns the issuer of a token with this `iss` and `tid`.
    pub(super) fn resolve(&self, iss: &str, tid: &str) -> Result<Issuer, IdTokenError> {
        let tenant = || Excerpt::new(tid);
        let issuer = self.issuer(tid).ok_or_else(|| IdTokenError::Tenant { found: tenant() })?;
        if issuer.as_str() == iss {
            return Ok(issuer);
        }
        let (found, template) = (Excerpt::new(iss), self.text.clone());
        Err(IdTokenError::TenantIssuer { found, template, tenant: tenant() })
    }
}

/// Returns whether the text is a UUID in lower case (RFC 9562 §4).
fn is_uuid(text: &str) -> bool {
    let hyphens = [8, 13, 18, 23];
    text.len() == ANY_TENANT.len()
        && text.bytes().enumerate().all(|(index, byte)| match byte {
            b'-' => hyphens.contains(&index),
            b'0'..=b'9' | b'a'..=b'f' => !hyphens.contains(&index),
            _ => false,
        })
}

/// The reason why an [`IssuerTemplate`] cannot be created.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IssuerTemplateError {
    /// The text does not contain `{tenantid}`. If the provider has only one issuer, use
    /// [`AcceptedIssuers::Exact`](crate::AcceptedIssuers::Exact).
    #[error("the template is {found}; expected a text that contains `{{tenantid}}`")]
    NoPlace {
        /// The text of the template.
        found: Excerpt,
    },
    /// The text, with a UUID instead of each `{tenantid}`, is not an issuer.
    #[error(transparent)]
    Issuer(IssuerError),
    /// The list of tenants contains a text that is not a UUID in lower case.
    #[error("the tenant is {found}; expected a UUID in lower case")]
    Tenant {
        /// The text in the list.
        found: Excerpt,
    },
}

impl IssuerTemplateError {
    /// Returns the stable name of the error, such as `"issuer_template.tenant"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoPlace { .. } => "issuer_template.no_place",
            Self::Issuer(error) => error.code(),
            Self::Tenant { .. } => "issuer_template.tenant",
        }
    }
}
