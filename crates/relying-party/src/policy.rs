//! The choices that the specifications leave to a relying party.

use symbolon_jose::SignatureAlgorithm;
use symbolon_oauth::AssertionAudience;
use symbolon_oidc::IdTokenPolicy;

/// The choices that the specifications leave to a relying party.
///
/// | field | default | reason |
/// |---|---|---|
/// | `id_token_algorithms` | `None`: every signature algorithm that the provider's metadata names and the cryptography backend supports | the login works with each algorithm that the provider could use for this client; only keys that the provider publishes can sign, so a longer list does not help an attacker |
/// | `id_token` | 60 seconds of leeway for clocks that differ; the client is the only accepted audience | see [`IdTokenPolicy`] |
/// | `user_info_algorithms` | empty: UserInfo responses are not signed | a client that registered no `userinfo_signed_response_alg` gets a JSON object |
/// | `authorization_response_algorithms` | `None`: every signature algorithm that the cryptography backend supports | only keys that the provider publishes can sign |
/// | `user_info_token` | `Header` | [RFC 6750 §2.2](https://www.rfc-editor.org/rfc/rfc6750#section-2.2) recommends the `Authorization` header |
/// | `iss_parameter` | `AsAdvertised` | the provider's metadata says whether its authorization responses contain `iss` |
/// | `assertion_audience` | `Issuer` | a malicious provider could name the token endpoint of another provider in its metadata |
///
/// The functions in [`danger`](crate::danger) switch off protections that have no field here.
///
/// ```
/// use symbolon_jose::SignatureAlgorithm;
/// use symbolon_relying_party::{IssParameter, RelyingPartyPolicy};
///
/// let mut policy = RelyingPartyPolicy::default();
/// policy.id_token_algorithms = Some(vec![SignatureAlgorithm::Es256]);
/// policy.id_token.leeway = core::time::Duration::from_secs(10);
/// policy.iss_parameter = IssParameter::Required;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RelyingPartyPolicy {
    /// The algorithms with which ID Tokens may be signed.
    ///
    /// `None` accepts every signature algorithm that the provider's metadata names in
    /// `id_token_signing_alg_values_supported` and that the cryptography backend supports. If the
    /// metadata names no algorithm, `None` accepts RS256. `None` never accepts MAC algorithms,
    /// whose key is the client secret.
    ///
    /// `Some` accepts only the algorithms in the list. Use a list if the client registered
    /// `id_token_signed_response_alg`
    /// ([Core §3.1.3.7 (7)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)),
    /// and for MAC algorithms. [`RelyingParty::new`](crate::RelyingParty::new) refuses a list that
    /// contains both MAC algorithms and signature algorithms.
    pub id_token_algorithms: Option<Vec<SignatureAlgorithm>>,
    /// The policy for ID Tokens: the leeway for clocks that differ, the longest accepted age of an
    /// ID Token, the audiences that are accepted besides the client, and the limits of the JSON in
    /// ID Tokens and UserInfo responses.
    pub id_token: IdTokenPolicy,
    /// The algorithms with which UserInfo responses must be signed. Use the
    /// `userinfo_signed_response_alg` that the client registered, and
    /// [`signed_user_info`](crate::RelyingParty::signed_user_info). If the list is empty, UserInfo
    /// responses are JSON objects without a signature. A list must not contain both MAC algorithms
    /// and signature algorithms.
    pub user_info_algorithms: Vec<SignatureAlgorithm>,
    /// The algorithms with which authorization responses in JWTs may be signed. Use the
    /// `authorization_signed_response_alg` that the client registered. `None` accepts every signature
    /// algorithm that the cryptography backend supports, and no MAC algorithm. A list must not
    /// contain both MAC algorithms and signature algorithms
    /// ([JARM §3](https://openid.net/specs/oauth-v2-jarm.html#name-client-metadata)).
    pub authorization_response_algorithms: Option<Vec<SignatureAlgorithm>>,
    /// The part of a UserInfo request in which the access token is sent.
    pub user_info_token: BearerMethod,
    /// Whether an authorization response without the parameter `iss` is refused.
    pub iss_parameter: IssParameter,
    /// The audience of the client's assertions, for
    /// [`ClientAuthentication::PrivateKeyJwt`](crate::ClientAuthentication::PrivateKeyJwt). Some
    /// providers, such as Okta, accept only the URL of their token endpoint.
    pub assertion_audience: AssertionAudience,
    /// Whether authentication requests have a `nonce`: see `danger::send_no_nonce`.
    pub(crate) sends_nonce: bool,
    /// Whether authentication requests have a PKCE challenge: see `danger::send_no_pkce`.
    pub(crate) sends_pkce: bool,
    /// Whether `prompt=login` requires a new `auth_time`: see `danger::accept_any_auth_time`.
    pub(crate) checks_prompt_login: bool,
}

impl Default for RelyingPartyPolicy {
    fn default() -> Self {
        Self {
            id_token_algorithms: None,
            id_token: IdTokenPolicy::default(),
            user_info_algorithms: Vec::new(),
            authorization_response_algorithms: None,
            user_info_token: BearerMethod::Header,
            iss_parameter: IssParameter::AsAdvertised,
            assertion_audience: AssertionAudience::Issuer,
            sends_nonce: true,
            sends_pkce: true,
            checks_prompt_login: true,
        }
    }
}

/// The part of a request in which an access token is sent
/// ([RFC 6750 §2](https://www.rfc-editor.org/rfc/rfc6750#section-2)). An access token is never sent
/// in the query of a URL, because servers log URLs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BearerMethod {
    /// The `Authorization` header of a GET request.
    Header,
    /// The form body of a POST request. Use it only for a provider that does not accept the
    /// `Authorization` header.
    Body,
}

/// Whether an authorization response without `iss` is refused
/// ([RFC 9207 §2.4](https://www.rfc-editor.org/rfc/rfc9207#section-2.4)). A response with a wrong
/// `iss` is always refused. A response in a JWT needs no parameter `iss`, because the JWT has the
/// claim `iss`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IssParameter {
    /// A response without `iss` is refused if `authorization_response_iss_parameter_supported` is
    /// `true` in the provider's metadata. A response with an ID Token is accepted, because the ID
    /// Token names its issuer
    /// ([RFC 9207 §4](https://www.rfc-editor.org/rfc/rfc9207#section-4)). Some providers, such as
    /// oidc-provider, send no `iss` beside an ID Token.
    AsAdvertised,
    /// A response without `iss` is always refused.
    Required,
}
