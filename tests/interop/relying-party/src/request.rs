//! The requests of the test.

use serde::Deserialize;
use symbolon::Object;
use symbolon::relying_party::{PendingLogin, Registration, Session};

/// A request of the test. `party` is the number that `Register` returned.
#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Request {
    /// Discovers a provider, and creates a relying party that is a client of it.
    Register { issuer: String, client: Client },
    /// Begins a login. Returns the URL for the browser, and the pending login.
    Begin { party: usize, login: Login },
    /// Finishes a login with what arrived at the redirect URI.
    Finish { party: usize, pending: PendingLogin, callback: Callback },
    /// Reads the claims of UserInfo.
    UserInfo { party: usize, session: Session },
    /// Refreshes the tokens.
    Refresh { party: usize, session: Session },
    /// Registers a client itself, and creates a relying party. Returns its number and the
    /// registration.
    RegisterItself {
        issuer: String,
        metadata: Object,
        initial_access_token: Option<String>,
        /// The private key of the client: a JWK with `alg`.
        signing_key: Option<Object>,
    },
    /// Creates a relying party from a registration.
    Resume { registration: Box<Registration>, signing_key: Option<Object> },
    /// Reads a registration.
    Read { registration: Box<Registration> },
    /// Replaces members of a registration. `null` removes a member.
    Update { registration: Box<Registration>, changes: Object },
    /// Deletes a registration.
    Unregister { registration: Box<Registration> },
}

/// A client, as it is registered at the provider.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Client {
    pub(crate) client_id: String,
    /// The secret for `client_secret_basic`. Without a secret, the client is public.
    pub(crate) client_secret: Option<String>,
    pub(crate) response_types: Vec<String>,
    /// The private key that signs request objects: a JWK with `alg`.
    pub(crate) signing_key: Option<Object>,
    /// A public key of the provider, to which request objects are encrypted: a JWK with `alg`.
    pub(crate) encryption_key: Option<Object>,
    /// The private key that decrypts authorization responses: a JWK with `alg`.
    pub(crate) decryption_key: Option<Object>,
}

/// The parameters of a login.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Login {
    pub(crate) redirect_uri: String,
    pub(crate) scope: String,
    pub(crate) response_type: String,
    pub(crate) response_mode: Option<String>,
    pub(crate) prompt: Option<String>,
    /// The parameter `claims`.
    pub(crate) claims: Option<String>,
    pub(crate) acr_values: Option<String>,
    pub(crate) max_age: Option<u64>,
    #[serde(default)]
    pub(crate) request: Way,
}

/// How the parameters of a login travel to the provider.
#[derive(Deserialize, Default, Clone, Copy, PartialEq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Way {
    /// In the URL.
    #[default]
    Plain,
    /// In a request object that is signed with the client's key.
    Signed,
    /// In a request object that is signed with the client secret, by HS256.
    Secret,
    /// In a request object that is signed with the client's key and encrypted for the provider.
    Encrypted,
    /// Pushed to the provider.
    Pushed,
    /// In a request object that is signed with the client's key and pushed to the provider.
    PushedSigned,
}

/// What arrived at the redirect URI.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Callback {
    /// The address that the browser opened, with its query or fragment.
    pub(crate) url: String,
    /// The form that the browser posted.
    pub(crate) form: Option<String>,
}
