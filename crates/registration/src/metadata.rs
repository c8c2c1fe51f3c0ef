//! Client metadata: the document in which a client describes itself.
//!
//! ```
//! use symbolon_registration::ClientMetadata;
//!
//! for member in ClientMetadata::MEMBERS {
//!     println!("{}: {}", member.name(), member.section());
//! }
//! ```

mod application_type;
mod defaults;
mod effective;
mod error;
mod read;

use symbolon_discovery::Endpoint;
use symbolon_jose::Object;
use symbolon_jose::json::document::StatedList;
use symbolon_jose::jwk::PublicJwkSet;
use symbolon_oauth::request_object::RequestObjectUri;
use symbolon_oauth::{
    ClientAuthenticationMethod, GrantType, RedirectUri, ResponseMode, ResponseType, Scope,
};
use symbolon_oidc::{Localized, LocalizedPage};

pub use application_type::ApplicationType;
pub use error::{ClientMetadataError, ValueError};
pub use read::UnreadMember;

symbolon_jose::document! {
    /// The metadata of a client: its redirect URIs, its keys, and the features that it uses.
    ///
    /// The fields are the members that are defined in
    /// [Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata),
    /// [RFC 7591 §2](https://www.rfc-editor.org/rfc/rfc7591#section-2) and the specifications that
    /// extend them; each field names its section. All other members are in
    /// [`extra`](Self::extra). A language-tagged member such as `client_name#de` belongs to the
    /// field `client_name`.
    ///
    /// A field that is empty or `None` stands for an omitted member. Some omitted members have a
    /// default. [`fill_defaults`](Self::fill_defaults) writes the defaults into the fields, and
    /// methods such as [`authentication_method`](Self::authentication_method) apply them.
    ///
    /// ```
    /// use symbolon_oauth::RedirectUri;
    /// use symbolon_oidc::Localized;
    /// use symbolon_registration::ClientMetadata;
    ///
    /// let mut metadata =
    ///     ClientMetadata::new(vec![RedirectUri::new("https://wiki.example/callback")?]);
    /// metadata.client_name = Localized::new("Wiki").language("ja-Jpan-JP", "ウィキ");
    /// let json = metadata.to_object().to_json();
    /// assert_eq!(ClientMetadata::parse(json.as_bytes())?, metadata);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct ClientMetadata, refused with ClientMetadataError {
        section "Registration §2" "https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata" {
            /// The redirect URIs of the client. Required if the client uses a response type.
            redirect_uris: Vec<RedirectUri>;
            /// The response types that the client uses. An empty list is for a client that never
            /// sends a user to the authorization endpoint.
            response_types: Option<StatedList<ResponseType>>, omitted means ["code"];
            /// The grant types that the client uses. If `response_types` is stated, the default is
            /// the grant types that the response types need.
            grant_types: Option<StatedList<GrantType>>, omitted means ["authorization_code"];
            /// The kind of application: `web` or `native`.
            application_type: Option<ApplicationType>, omitted means "web";
            /// The email addresses of people who are responsible for the client.
            contacts: Vec<String>;
            /// The name of the client, for the user. The value can have translations, such as
            /// `client_name#ja-Jpan-JP`.
            client_name: Localized;
            /// The URL of the client's logo. The value can have translations.
            logo_uri: LocalizedPage;
            /// The URL of the client's home page. The value can have translations.
            client_uri: LocalizedPage;
            /// The URL of a page that says how the client uses the user's data. The value can have
            /// translations.
            policy_uri: LocalizedPage;
            /// The URL of the client's terms of service. The value can have translations.
            tos_uri: LocalizedPage;
            /// The URL of the client's JWK Set. Prefer this member to `jwks`, because keys can then
            /// be replaced without an update of the registration.
            jwks_uri: Option<Endpoint>;
            /// The public keys of the client. Use this member only if the client cannot host a
            /// document for `jwks_uri`.
            jwks: Option<PublicJwkSet>;
            /// The URL of a JSON array of redirect URIs. All clients that name this URL get the
            /// same pairwise subject identifiers.
            sector_identifier_uri: Option<Endpoint>;
            /// The type of subject identifiers that the client wants: `public` or `pairwise`.
            subject_type: Option<String>;
            /// The JWS algorithm of the client's ID Tokens.
            id_token_signed_response_alg: Option<String>, omitted means "RS256";
            /// The JWE algorithm that encrypts the content key of the client's ID Tokens. `None`
            /// means that ID Tokens are not encrypted.
            id_token_encrypted_response_alg: Option<String>;
            /// The JWE algorithm that encrypts the content of the client's ID Tokens. If only
            /// `id_token_encrypted_response_alg` is stated, the default is `A128CBC-HS256`.
            id_token_encrypted_response_enc: Option<String>;
            /// The JWS algorithm of UserInfo responses. `None` means that responses are plain JSON.
            userinfo_signed_response_alg: Option<String>;
            /// The JWE algorithm that encrypts the content key of UserInfo responses. `None` means
            /// that responses are not encrypted.
            userinfo_encrypted_response_alg: Option<String>;
            /// The JWE algorithm that encrypts the content of UserInfo responses. If only
            /// `userinfo_encrypted_response_alg` is stated, the default is `A128CBC-HS256`.
            userinfo_encrypted_response_enc: Option<String>;
            /// The only JWS algorithm of the client's request objects. `none` is allowed. `None`
            /// means that every algorithm of the provider is accepted.
            request_object_signing_alg: Option<String>;
            /// The JWE algorithm with which the client can encrypt the content key of request
            /// objects.
            request_object_encryption_alg: Option<String>;
            /// The JWE algorithm with which the client can encrypt the content of request objects.
            /// If only `request_object_encryption_alg` is stated, the default is `A128CBC-HS256`.
            request_object_encryption_enc: Option<String>;
            /// The method by which the client authenticates. `none` is for a public client.
            token_endpoint_auth_method: Option<ClientAuthenticationMethod>,
                omitted means "client_secret_basic";
            /// The only JWS algorithm of the client's assertions. `None` means that every algorithm
            /// of the provider is accepted.
            token_endpoint_auth_signing_alg: Option<String>;
            /// The longest time since the user signed in, in seconds. The parameter `max_age` of a
            /// request replaces this value.
            default_max_age: Option<u64>;
            /// Whether every ID Token must have the claim `auth_time`.
            require_auth_time: Option<bool>, omitted means false;
            /// The authentication context class references that the client prefers, in order of
            /// preference. The parameter `acr_values` of a request replaces this list.
            default_acr_values: Vec<String>;
            /// The URL at which a third party can start a login.
            initiate_login_uri: Option<Endpoint>;
            /// The URLs at which the client hosts request objects.
            request_uris: Vec<RequestObjectUri>;
        }
        section "RFC 7591 §2" "https://www.rfc-editor.org/rfc/rfc7591#section-2" {
            /// The scope values that the client is allowed to request. `None` lets the provider
            /// choose.
            scope: Option<Scope>;
            /// The identifier of the client's software. It is equal for all instances and versions
            /// of the software.
            software_id: Option<String>;
            /// The version of the client's software.
            software_version: Option<String>;
        }
        section "RP-Initiated Logout §3.1" "https://openid.net/specs/openid-connect-rpinitiated-1_0.html#ClientMetadata" {
            /// The URIs to which the provider is allowed to send the user after a logout.
            post_logout_redirect_uris: Vec<RedirectUri>;
        }
        section "Front-Channel Logout §2" "https://openid.net/specs/openid-connect-frontchannel-1_0.html#RPLogout" {
            /// The URL that the provider loads in the user's browser when the user logs out.
            frontchannel_logout_uri: Option<Endpoint>;
            /// Whether the provider must send `iss` and `sid` to `frontchannel_logout_uri`.
            frontchannel_logout_session_required: Option<bool>, omitted means false;
        }
        section "Back-Channel Logout §2.2" "https://openid.net/specs/openid-connect-backchannel-1_0.html#BCRegistration" {
            /// The URL to which the provider sends a logout token when the user logs out.
            backchannel_logout_uri: Option<Endpoint>;
            /// Whether every logout token must have the claim `sid`.
            backchannel_logout_session_required: Option<bool>, omitted means false;
        }
        section "CIBA §4" "https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#registration" {
            /// How the client receives tokens after a backchannel authentication: `poll`, `ping` or
            /// `push`. Required with the grant type of CIBA.
            backchannel_token_delivery_mode: Option<String>;
            /// The URL that the provider calls when a user has authenticated. Required for `ping`
            /// and `push`.
            backchannel_client_notification_endpoint: Option<Endpoint>;
            /// The JWS algorithm of signed backchannel authentication requests. `None` means that
            /// the client does not sign them.
            backchannel_authentication_request_signing_alg: Option<String>;
            /// Whether the client sends the parameter `user_code`.
            backchannel_user_code_parameter: Option<bool>, omitted means false;
        }
        section "RFC 9126 §6" "https://www.rfc-editor.org/rfc/rfc9126#section-6" {
            /// Whether every authorization request of the client must be pushed.
            require_pushed_authorization_requests: Option<bool>, omitted means false;
        }
        section "RFC 9101 §10.5" "https://www.rfc-editor.org/rfc/rfc9101#section-10.5" {
            /// Whether every authorization request of the client must be a signed request object.
            require_signed_request_object: Option<bool>, omitted means false;
        }
        section "JARM §3" "https://openid.net/specs/oauth-v2-jarm.html#name-client-metadata" {
            /// The JWS algorithm of authorization responses in a JWT.
            authorization_signed_response_alg: Option<String>, omitted means "RS256";
            /// The JWE algorithm that encrypts the content key of authorization responses. `None`
            /// means that responses are not encrypted.
            authorization_encrypted_response_alg: Option<String>;
            /// The JWE algorithm that encrypts the content of authorization responses. If only
            /// `authorization_encrypted_response_alg` is stated, the default is `A128CBC-HS256`.
            authorization_encrypted_response_enc: Option<String>;
        }
        section "RFC 9449 §5.2" "https://www.rfc-editor.org/rfc/rfc9449#section-5.2" {
            /// Whether the client always uses DPoP for its token requests.
            dpop_bound_access_tokens: Option<bool>, omitted means false;
        }
        section "RFC 8705 §3.4" "https://www.rfc-editor.org/rfc/rfc8705#section-3.4" {
            /// Whether the client's access tokens are bound to its TLS certificate.
            tls_client_certificate_bound_access_tokens: Option<bool>, omitted means false;
        }
        section "RFC 8705 §2.1.2" "https://www.rfc-editor.org/rfc/rfc8705#section-2.1.2" {
            /// The subject distinguished name of the client's certificate, in the form of RFC 4514.
            tls_client_auth_subject_dn: Option<String>;
            /// The DNS name in the subject alternative names of the client's certificate.
            tls_client_auth_san_dns: Option<String>;
            /// The URI in the subject alternative names of the client's certificate.
            tls_client_auth_san_uri: Option<String>;
            /// The IP address in the subject alternative names of the client's certificate.
            tls_client_auth_san_ip: Option<String>;
            /// The email address in the subject alternative names of the client's certificate.
            tls_client_auth_san_email: Option<String>;
        }
        section "RFC 9396 §10" "https://www.rfc-editor.org/rfc/rfc9396#section-10" {
            /// The types of authorization details that the client uses.
            authorization_details_types: Vec<String>;
        }
        section "FAPI 2.0 Message Signing, Client metadata" "https://openid.net/specs/fapi-message-signing-2_0.html#name-client-metadata" {
            /// The response modes that the client uses. `None` means every mode of the provider.
            response_modes: Option<StatedList<ResponseMode>>;
        }
        section "FAPI 2.0 Security Profile, Client Metadata" "https://openid.net/specs/fapi-security-profile-2_0.html#name-client-metadata" {
            /// Whether the client uses the endpoints in `mtls_endpoint_aliases` of the provider.
            use_mtls_endpoint_aliases: Option<bool>, omitted means false;
        }
        section "RFC 9701 §6" "https://www.rfc-editor.org/rfc/rfc9701#section-6" {
            /// The JWS algorithm of introspection responses in a JWT.
            introspection_signed_response_alg: Option<String>, omitted means "RS256";
            /// The JWE algorithm that encrypts the content key of introspection responses. `None`
            /// means that responses are not encrypted.
            introspection_encrypted_response_alg: Option<String>;
            /// The JWE algorithm that encrypts the content of introspection responses. If only
            /// `introspection_encrypted_response_alg` is stated, the default is `A128CBC-HS256`.
            introspection_encrypted_response_enc: Option<String>;
        }
        section "RP Metadata Choices §2" "https://openid.net/specs/openid-connect-rp-metadata-choices-1_0.html" {
            /// The values of `subject_type` that the client supports. The provider chooses a value.
            /// Only requests contain this list.
            subject_types_supported: Vec<String>;
            /// The values of `id_token_signed_response_alg` that the client supports. The provider
            /// chooses a value. Only requests contain this list.
            id_token_signing_alg_values_supported: Vec<String>;
            /// The values of `id_token_encrypted_response_alg` that the client supports. The
            /// provider chooses a value. Only requests contain this list.
            id_token_encryption_alg_values_supported: Vec<String>;
            /// The values of `id_token_encrypted_response_enc` that the client supports. The
            /// provider chooses a value. Only requests contain this list.
            id_token_encryption_enc_values_supported: Vec<String>;
            /// The values of `userinfo_signed_response_alg` that the client supports. The provider
            /// chooses a value. Only requests contain this list.
            userinfo_signing_alg_values_supported: Vec<String>;
            /// The values of `userinfo_encrypted_response_alg` that the client supports. The
            /// provider chooses a value. Only requests contain this list.
            userinfo_encryption_alg_values_supported: Vec<String>;
            /// The values of `userinfo_encrypted_response_enc` that the client supports. The
            /// provider chooses a value. Only requests contain this list.
            userinfo_encryption_enc_values_supported: Vec<String>;
            /// The values of `request_object_signing_alg` that the client supports. The provider
            /// chooses a value. Only requests contain this list.
            request_object_signing_alg_values_supported: Vec<String>;
            /// The values of `request_object_encryption_alg` that the client supports. The provider
            /// chooses a value. Only requests contain this list.
            request_object_encryption_alg_values_supported: Vec<String>;
            /// The values of `request_object_encryption_enc` that the client supports. The provider
            /// chooses a value. Only requests contain this list.
            request_object_encryption_enc_values_supported: Vec<String>;
            /// The values of `token_endpoint_auth_method` that the client supports. The provider
            /// chooses a value. Only requests contain this list.
            token_endpoint_auth_methods_supported: Vec<String>;
            /// The values of `token_endpoint_auth_signing_alg` that the client supports. The
            /// provider chooses a value. Only requests contain this list.
            token_endpoint_auth_signing_alg_values_supported: Vec<String>;
            /// The values of `backchannel_authentication_request_signing_alg` that the client
            /// supports. The provider chooses a value. Only requests contain this list.
            backchannel_authentication_request_signing_alg_values_supported: Vec<String>;
            /// The values of `authorization_signed_response_alg` that the client supports. The
            /// provider chooses a value. Only requests contain this list.
            authorization_signing_alg_values_supported: Vec<String>;
            /// The values of `authorization_encrypted_response_alg` that the client supports. The
            /// provider chooses a value. Only requests contain this list.
            authorization_encryption_alg_values_supported: Vec<String>;
            /// The values of `authorization_encrypted_response_enc` that the client supports. The
            /// provider chooses a value. Only requests contain this list.
            authorization_encryption_enc_values_supported: Vec<String>;
            /// The values of `introspection_signed_response_alg` that the client supports. The
            /// provider chooses a value. Only requests contain this list.
            introspection_signing_alg_values_supported: Vec<String>;
            /// The values of `introspection_encrypted_response_alg` that the client supports. The
            /// provider chooses a value. Only requests contain this list.
            introspection_encryption_alg_values_supported: Vec<String>;
            /// The values of `introspection_encrypted_response_enc` that the client supports. The
            /// provider chooses a value. Only requests contain this list.
            introspection_encryption_enc_values_supported: Vec<String>;
        }
        also {
            /// The values that the lenient reader left out.
            unread: Vec<UnreadMember>;
        }
    }
}

impl ClientMetadata {
    /// Creates the metadata of a client with these redirect URIs. All other members are omitted.
    #[must_use]
    pub fn new(redirect_uris: Vec<RedirectUri>) -> Self {
        Self { redirect_uris, ..Self::minimal() }
    }

    /// Returns the metadata as a JSON object, which includes the members of [`extra`](Self::extra).
    #[must_use]
    pub fn to_object(&self) -> Object {
        self.write()
    }
}

/// Creates metadata in which every member is omitted.
impl Default for ClientMetadata {
    fn default() -> Self {
        Self::minimal()
    }
}
