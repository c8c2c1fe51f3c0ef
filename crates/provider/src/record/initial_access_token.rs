//! The record of an initial access token.

use serde::{Deserialize, Serialize};
use symbolon_jose::{Fingerprint, NumericDate};
use symbolon_oauth::{GrantType, Issuer, Scope};

/// The record of an initial access token, with which a developer registers clients
/// ([RFC 7591 §3](https://www.rfc-editor.org/rfc/rfc7591#section-3)).
///
/// Your store finds the record under its fingerprint and returns it for a request to the
/// registration endpoint. It returns `None` for a token that is used up. Finding does not count as a
/// use.
///
/// **Atomic:** a use is counted in the operation that writes the client, see
/// [`NewRegistration`](crate::NewRegistration). A token for
/// [`clients`](InitialAccessTokenTerms::clients) registrations never allows more.
///
/// Keep the record until [`expires`](Self::expires). The provider refuses an expired token, so your
/// store may also keep the record for longer. If the operator withdraws the token, delete the record:
/// clients that are already registered with it stay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InitialAccessTokenRecord {
    /// The fingerprint of the token. Use it as the key of this record in your store.
    pub fingerprint: Fingerprint,
    /// The issuer of the provider that issued the token. Several providers can share one store: each
    /// provider refuses tokens of other issuers.
    #[serde(with = "symbolon_oauth::stored_issuer")]
    pub issuer: Issuer,
    /// What a registration with this token is allowed to ask for.
    pub terms: InitialAccessTokenTerms,
    /// When the token expires. The provider refuses the token from this time on.
    pub expires: NumericDate,
}

/// What registrations with an initial access token are allowed to ask for. The terms restrict the
/// [`RegistrationPolicy`](crate::RegistrationPolicy) further. They never allow more than the policy,
/// except for [`trusted`](Self::trusted).
///
/// ```
/// use symbolon_provider::InitialAccessTokenTerms;
///
/// let mut terms = InitialAccessTokenTerms::default(); // one client
/// terms.clients = Some(3);
/// terms.hosts = Some(vec!["wiki.example".to_owned()]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct InitialAccessTokenTerms {
    /// The number of clients that can be registered with the token. The default is `Some(1)`. `None`
    /// means that the number is not limited.
    pub clients: Option<u32>,
    /// The scope values that the clients are allowed to request. `None`, the default, allows every
    /// value that the policy allows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Scope>,
    /// The grant types that the clients are allowed to use. `None`, the default, allows every grant
    /// type that the policy allows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grant_types: Option<Vec<GrantType>>,
    /// The hosts that the redirect URIs of the clients are allowed to have, such as `wiki.example`.
    /// A host does not include its subdomains. `None`, the default, allows every host that the policy
    /// allows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hosts: Option<Vec<String>>,
    /// Whether the clients count as registered by the operator, which is
    /// [`RegisteredBy::Operator`](crate::RegisteredBy::Operator). The default is `false`. If it is
    /// `true`, the provider redirects to the addresses of these clients without a page first: the
    /// holder of the token, or a thief, can then use your provider to send users to any address
    /// ([RFC 9700 §4.11.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.11.2)). List the
    /// [`hosts`](Self::hosts) in this case.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub trusted: bool,
}

impl Default for InitialAccessTokenTerms {
    fn default() -> Self {
        // One client: a token that is stolen after its use is worthless.
        Self { clients: Some(1), scopes: None, grant_types: None, hosts: None, trusted: false }
    }
}
