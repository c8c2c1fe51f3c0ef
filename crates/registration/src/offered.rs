//! What a provider offers, as its metadata states it.

use symbolon_discovery::ProviderMetadata;
use symbolon_jose::Object;
use symbolon_jose::json::document::{Absent, Value};

/// What a provider offers, as its metadata states it.
///
/// ```
/// # use symbolon_discovery::{Endpoint, ProviderMetadata};
/// # use symbolon_oauth::Issuer;
/// # let provider = ProviderMetadata::new(
/// #     Issuer::new("https://op.example")?,
/// #     Endpoint::new("https://op.example/authorize")?,
/// #     Endpoint::new("https://op.example/token")?,
/// #     Endpoint::new("https://op.example/jwks")?,
/// #     vec!["RS256".to_owned()],
/// # );
/// use symbolon_registration::Offer;
///
/// let offer = Offer::of(&provider);
/// assert_eq!(offer.values("id_token_signing_alg_values_supported"), ["RS256"]);
/// assert_eq!(offer.values("grant_types_supported"), ["authorization_code", "implicit"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Offer(Object);

impl Offer {
    /// Creates the offer of a provider from its metadata. Members of
    /// [`extra`](ProviderMetadata::extra) count too.
    #[must_use]
    pub fn of(provider: &ProviderMetadata) -> Self {
        Self(provider.to_object())
    }

    /// Returns the values of a list in the provider's metadata, or the default of the list. Returns
    /// an empty list for another member.
    #[must_use]
    pub fn values(&self, list: &str) -> Vec<String> {
        if let Some(Value::Array(values)) = self.0.get(list) {
            return values.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        }
        match absent(list) {
            Some(Absent::Texts(default)) => default.iter().map(|&text| text.to_owned()).collect(),
            _ => Vec::new(),
        }
    }

    /// Returns a boolean member of the provider's metadata, or its default.
    pub(crate) fn flag(&self, member: &str) -> bool {
        let stated = self.0.get(member).and_then(Value::as_bool);
        stated.unwrap_or(matches!(absent(member), Some(Absent::Flag(true))))
    }

    /// Returns whether the provider's metadata has a member.
    pub(crate) fn has(&self, member: &str) -> bool {
        self.0.contains(member)
    }
}

/// Returns what the absence of a member of the provider's metadata means.
fn absent(name: &str) -> Option<Absent> {
    let member = ProviderMetadata::MEMBERS.iter().find(|member| member.name() == name);
    member.map(|member| member.absent())
}
