//! The settings for clients that register themselves.

use core::time::Duration;

use symbolon_jose::VerificationKeys;
use symbolon_oauth::{ClientAuthenticationMethod, GrantType, ResponseType, Scope};

/// The settings for clients that register themselves
/// ([Registration](https://openid.net/specs/openid-connect-registration-1_0.html),
/// [RFC 7591](https://www.rfc-editor.org/rfc/rfc7591)).
///
/// The lists restrict a client further than the rest of the [`ProviderPolicy`](crate::ProviderPolicy)
/// does: a client can register only what the provider offers.
///
/// ```
/// use symbolon_provider::{ProviderPolicy, RegistrationPolicy};
///
/// let mut registration = RegistrationPolicy::by_token();
/// registration.hosts = Some(vec!["wiki.example".to_owned()]);
/// let mut policy = ProviderPolicy::default();
/// policy.registration = Some(registration);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RegistrationPolicy {
    /// Who is allowed to register a client.
    pub access: RegistrationAccessRule,
    /// The scope values that clients are allowed to register. `None`, the default, allows all
    /// values in [`ProviderPolicy::scopes`](crate::ProviderPolicy::scopes). Other values are left
    /// out of the registration. If no requested value is left, the request is refused.
    pub scopes: Option<Scope>,
    /// The grant types that clients are allowed to register. `None`, the default, allows all grant
    /// types of the provider.
    pub grant_types: Option<Vec<GrantType>>,
    /// The response types that clients are allowed to register. `None`, the default, allows all
    /// response types of the provider.
    pub response_types: Option<Vec<ResponseType>>,
    /// The methods of client authentication that clients are allowed to register. `None`, the
    /// default, allows all methods of the provider.
    pub authentication_methods: Option<Vec<ClientAuthenticationMethod>>,
    /// The names of the algorithms that clients are allowed to register, such as `ES256`. The list
    /// applies to signatures and to encryption. `None`, the default, allows all algorithms of the
    /// provider.
    pub algorithms: Option<Vec<String>>,
    /// The hosts that redirect URIs are allowed to have, such as `wiki.example`. A host does not
    /// include its subdomains. If the list is set, redirect URIs with a private-use scheme are
    /// refused. `None`, the default, allows every host.
    pub hosts: Option<Vec<String>>,
    /// What happens if a page of the client, such as its logo, is on a host that no redirect URI of
    /// the client has. The default is [`ForeignPages::Told`].
    pub foreign_pages: ForeignPages,
    /// Whether a client is allowed to register the authentication method `none`. The default is
    /// `true`, because applications on the user's device cannot keep a secret.
    pub allows_public_clients: bool,
    /// The names of the members that are kept although this library does not know them. They are
    /// stored in [`RegisteredClient::extra`](crate::RegisteredClient::extra) and returned to the
    /// client. The default is empty: unknown members are left out
    /// ([RFC 7591 §2](https://www.rfc-editor.org/rfc/rfc7591#section-2)).
    pub kept_members: Vec<String>,
    /// The lifetime of client secrets. `None`, the default, means that secrets do not expire. If it
    /// is set, the client must update its registration in the second half of this time: the response
    /// then contains a new secret.
    pub secret_lifetime: Option<Duration>,
    /// Whether the provider keeps the text of a client secret if the client registers an algorithm
    /// that needs it, such as `HS256`. The default is `false`: such a registration is refused. If it
    /// is `true`, a person who can read the database can act as these clients.
    pub keeps_secrets_in_clear: bool,
    /// Whether an update issues a new registration access token, which makes the old token void.
    /// The default is `true`. If the response to an update is lost, the client has only the old
    /// token and can no longer manage its registration. Set this field to `false` if losing access
    /// is worse for you than a stolen token
    /// ([RFC 7592 §5](https://www.rfc-editor.org/rfc/rfc7592#section-5)).
    pub rotates_registration_token: bool,
    /// What a client is allowed to do with its registration. The default allows every operation.
    pub allows: Operations,
    /// The parties whose software statements the provider accepts. The default is empty: a request
    /// with a software statement is refused
    /// ([RFC 7591 §2.3](https://www.rfc-editor.org/rfc/rfc7591#section-2.3)).
    pub software_issuers: Vec<SoftwareIssuer>,
    /// Whether every registration needs a software statement. The default is `false`.
    pub requires_software_statement: bool,
    /// Whether the provider fetches the keys at `jwks_uri` and checks them before it registers a
    /// client. The default is `false`: the keys are fetched when they are first needed.
    pub checks_jwks_uri: bool,
    /// Whether the provider fetches the logo and checks that it is an image before it registers a
    /// client. The default is `false`. If it is `true`, a client can register only one logo: `logo_uri`
    /// with a language tag is refused.
    pub checks_logo: bool,
    /// The time after which your store may delete a client that never received a grant. `None`, the
    /// default, means that unused clients are kept.
    pub unused_lifetime: Option<Duration>,
}

/// The rule that says who is allowed to register a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RegistrationAccessRule {
    /// Everyone is allowed to register clients
    /// ([Registration §3](https://openid.net/specs/openid-connect-registration-1_0.html#ClientRegistration)).
    /// Limit the number of requests from one network address before you call this library: each
    /// registration is a row in your database. A request with a valid initial access token gets the
    /// terms of the token.
    Open,
    /// Only a request with an initial access token is accepted. Issue tokens with
    /// [`Provider::initial_access_token`](crate::Provider::initial_access_token).
    InitialAccessToken,
}

/// What happens if a page of a client is on a host that no redirect URI of the client has
/// ([Registration §9.1](https://openid.net/specs/openid-connect-registration-1_0.html#Impersonation)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ForeignPages {
    /// The client is registered. Your consent page shows the host beside each link.
    Told,
    /// The registration is refused with `invalid_client_metadata`.
    Refused,
}

/// What a client is allowed to do with its registration. A request for another operation is answered
/// with the status 403 ([RFC 7592 §2](https://www.rfc-editor.org/rfc/rfc7592#section-2)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operations {
    /// Whether a client can read its registration. The default is `true`.
    pub read: bool,
    /// Whether a client can replace its metadata. The default is `true`.
    pub update: bool,
    /// Whether a client can delete its registration. The default is `true`.
    pub delete: bool,
}

/// A party whose software statements the provider accepts
/// ([RFC 7591 §2.3](https://www.rfc-editor.org/rfc/rfc7591#section-2.3)).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SoftwareIssuer {
    /// The value of `iss` in the statements of this party.
    pub issuer: String,
    /// The keys that verify the signatures of this party. No other party's keys are used for its
    /// statements.
    pub keys: VerificationKeys,
    /// The largest accepted age of a statement, counted from its `iat`. `None`, the default, means
    /// that the age is not limited.
    pub max_age: Option<Duration>,
}

impl SoftwareIssuer {
    /// Creates a trusted party from the `iss` of its statements and its keys.
    #[must_use]
    pub fn new(issuer: &str, keys: VerificationKeys) -> Self {
        Self { issuer: issuer.to_owned(), keys, max_age: None }
    }
}

impl RegistrationPolicy {
    /// Returns the settings of a provider at which everyone is allowed to register clients.
    #[must_use]
    pub fn open() -> Self {
        Self::new(RegistrationAccessRule::Open)
    }

    /// Returns the settings of a provider at which only the holder of an initial access token is
    /// allowed to register clients.
    #[must_use]
    pub fn by_token() -> Self {
        Self::new(RegistrationAccessRule::InitialAccessToken)
    }

    fn new(access: RegistrationAccessRule) -> Self {
        Self {
            access,
            scopes: None,
            grant_types: None,
            response_types: None,
            authentication_methods: None,
            algorithms: None,
            hosts: None,
            foreign_pages: ForeignPages::Told,
            allows_public_clients: true,
            kept_members: Vec::new(),
            secret_lifetime: None,
            keeps_secrets_in_clear: false,
            rotates_registration_token: true,
            allows: Operations { read: true, update: true, delete: true },
            software_issuers: Vec::new(),
            requires_software_statement: false,
            checks_jwks_uri: false,
            checks_logo: false,
            unused_lifetime: None,
        }
    }
}
