//! The party that registered a client.

use serde::{Deserialize, Serialize};

/// The party that registered a client. The provider trusts the client's redirect URIs if the
/// operator registered the client
/// ([RFC 9700 §4.11.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.11.2)).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RegisteredBy {
    /// The operator of the provider registered the client, and trusts its redirect URIs.
    #[default]
    Operator,
    /// The client registered itself, for example by dynamic registration
    /// ([RFC 7591](https://www.rfc-editor.org/rfc/rfc7591)). Its redirect URIs can be the addresses
    /// of an attacker. The provider trusts these URIs only if
    /// [`ProviderPolicy::trust_self_registered_clients`](crate::ProviderPolicy::trust_self_registered_clients)
    /// is set.
    Itself,
}
