//! Provider metadata: the document in which an OpenID Provider describes itself.
//!
//! ```
//! use symbolon_discovery::metadata::RULES;
//!
//! for rule in RULES {
//!     println!("{}: {}", rule.section(), rule.statement());
//! }
//! ```

mod aliases;
mod defaults;
mod endpoints;
mod error;
mod known;
mod left_out;
pub(crate) mod read;
mod rules;
mod shown;
pub(crate) mod signed;
mod verifier;

use symbolon_jose::Object;
use symbolon_oauth::{ClientAuthenticationMethod, GrantType, Issuer, PageUrl, ResponseType};

use crate::Endpoint;

pub use aliases::EndpointAliases;
pub use error::{MetadataError, PublicationError};
pub use known::KNOWN_ELSEWHERE;
pub use left_out::LeftOut;
pub use rules::{MetadataRule, PUBLICATION_RULES, PublicationRule, RULES};
pub(crate) use shown::{member, shown, shown_name};
pub use signed::SignedMetadataError;
pub use verifier::{DiscoverVerifier, VerifierMetadata};

symbolon_jose::document! {
    /// The metadata of an OpenID Provider: its endpoints and the features that it supports.
    ///
    /// The fields are the members that
    /// [OpenID Connect Discovery 1.0 §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)
    /// and [RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414#section-2) define, and the members
    /// that extensions define for pushed and signed requests, signed responses, DPoP, mutual TLS,
    /// authorization details, device logins, CIBA, logout and more. Each field links its section.
    /// All other members are in [`extra`](Self::extra); read a URL from there with
    /// [`extra_endpoint`](Self::extra_endpoint), which checks it.
    ///
    /// The rest of a document can be used even if an optional member cannot be read. The reader
    /// leaves the member out, and [`left_out`](Self::left_out) lists the member with the reason.
    ///
    /// A field with an empty list stands for an omitted member
    /// ([Discovery §4.2](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationResponse)).
    /// Some omitted members have a default. Methods such as
    /// [`supports_grant_type`](Self::supports_grant_type) apply the default.
    ///
    /// ```
    /// use symbolon_discovery::{Endpoint, ProviderMetadata};
    /// use symbolon_oauth::Issuer;
    ///
    /// let mut metadata = ProviderMetadata::new(
    ///     Issuer::new("https://op.example")?,
    ///     Endpoint::new("https://op.example/authorize")?,
    ///     Endpoint::new("https://op.example/token")?,
    ///     Endpoint::new("https://op.example/jwks")?,
    ///     vec!["RS256".to_owned()],
    /// );
    /// metadata.userinfo_endpoint = Some(Endpoint::new("https://op.example/userinfo")?);
    /// let response = metadata.to_http(3600)?;
    /// assert_eq!(ProviderMetadata::from_http(&response, &metadata.issuer)?, metadata);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct ProviderMetadata, refused with MetadataError {
        section "Discovery §3" "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata" {
            /// The issuer, equal byte for byte to `iss` in the provider's ID Tokens.
            issuer: Issuer as identity;
            /// The URL to which the client sends the user's browser.
            authorization_endpoint: Endpoint = required;
            /// The URL at which the client exchanges codes for tokens.
            ///
            /// The member is required unless the provider supports only the implicit flow.
            token_endpoint: Option<Endpoint>;
            /// The URL at which the client reads claims about the user with an access token.
            userinfo_endpoint: Option<Endpoint>;
            /// The URL of the provider's JWK Set.
            jwks_uri: Endpoint = required;
            /// The URL at which clients register themselves.
            registration_endpoint: Option<Endpoint>;

            /// The supported scope values. The provider is allowed to list only some of them.
            scopes_supported: Vec<String>;
            /// The supported response types, such as `code`.
            response_types_supported: Vec<ResponseType> = promised;
            /// The supported response modes, such as `query`. An empty list means `query` and
            /// `fragment`.
            response_modes_supported: Vec<String>, omitted means ["query", "fragment"];
            /// The supported grant types, such as `authorization_code`. An empty list means
            /// `authorization_code` and `implicit`.
            grant_types_supported: Vec<GrantType>, omitted means ["authorization_code", "implicit"];
            /// The supported authentication context class references (values of `acr`).
            acr_values_supported: Vec<String>;
            /// The supported types of subject identifiers: `public`, `pairwise`.
            subject_types_supported: Vec<String> = promised;

            /// The JWS algorithms with which the provider signs ID Tokens.
            id_token_signing_alg_values_supported: Vec<String> = promised;
            /// The JWE algorithms with which the provider can encrypt the content key of ID Tokens.
            id_token_encryption_alg_values_supported: Vec<String>;
            /// The JWE algorithms with which the provider can encrypt the content of ID Tokens.
            id_token_encryption_enc_values_supported: Vec<String>;
            /// The JWS algorithms with which the provider signs UserInfo responses. `none` is
            /// allowed.
            userinfo_signing_alg_values_supported: Vec<String>;
            /// The JWE algorithms with which the provider can encrypt the content key of UserInfo
            /// responses.
            userinfo_encryption_alg_values_supported: Vec<String>;
            /// The JWE algorithms with which the provider can encrypt the content of UserInfo
            /// responses.
            userinfo_encryption_enc_values_supported: Vec<String>;
            /// The JWS algorithms that the provider accepts for request objects. `none` is allowed.
            request_object_signing_alg_values_supported: Vec<String>;
            /// The JWE algorithms that the provider accepts for the content key of request objects.
            request_object_encryption_alg_values_supported: Vec<String>;
            /// The JWE algorithms that the provider accepts for the content of request objects.
            request_object_encryption_enc_values_supported: Vec<String>;

            /// The methods by which clients authenticate at the token endpoint. An empty list
            /// means `client_secret_basic`.
            token_endpoint_auth_methods_supported: Vec<ClientAuthenticationMethod>,
                omitted means ["client_secret_basic"];
            /// The JWS algorithms that the provider accepts for client assertions at the token
            /// endpoint. `none` is forbidden.
            token_endpoint_auth_signing_alg_values_supported: Vec<String>;

            /// The supported values of the `display` parameter.
            display_values_supported: Vec<String>;
            /// The supported claim types: `normal`, `aggregated`, `distributed`. An empty list
            /// means `normal`.
            claim_types_supported: Vec<String>, omitted means ["normal"];
            /// The names of the claims that the provider can send. The provider is allowed to list
            /// only some of them.
            claims_supported: Vec<String>;
            /// The languages in which the provider can send claims, as BCP 47 tags.
            claims_locales_supported: Vec<String>;
            /// The languages of the provider's pages, as BCP 47 tags.
            ui_locales_supported: Vec<String>;

            /// Whether the provider supports the `claims` parameter. `None` means `false`.
            claims_parameter_supported: Option<bool>, omitted means false;
            /// Whether the provider supports the `request` parameter. `None` means `false`.
            request_parameter_supported: Option<bool>, omitted means false;
            /// Whether the provider supports the `request_uri` parameter. `None` means `true`.
            request_uri_parameter_supported: Option<bool>, omitted means true;
            /// Whether a client must register a `request_uri` before it uses the URI. `None` means
            /// `false`.
            require_request_uri_registration: Option<bool>, omitted means false;

            /// The URL of a page with information for the developers of clients.
            service_documentation: Option<PageUrl>;
            /// The URL of a page that states how clients are allowed to use the provider's data.
            op_policy_uri: Option<PageUrl>;
            /// The URL of the provider's terms of service.
            op_tos_uri: Option<PageUrl>;
        }
        section "RFC 8414 §2" "https://www.rfc-editor.org/rfc/rfc8414#section-2" {
            /// The URL at which clients revoke tokens
            /// ([RFC 7009](https://www.rfc-editor.org/rfc/rfc7009)).
            revocation_endpoint: Option<Endpoint>;
            /// The methods by which clients authenticate at the revocation endpoint. An empty list
            /// means `client_secret_basic`.
            revocation_endpoint_auth_methods_supported: Vec<ClientAuthenticationMethod>,
                omitted means ["client_secret_basic"];
            /// The JWS algorithms that the provider accepts for client assertions at the revocation
            /// endpoint. `none` is forbidden.
            revocation_endpoint_auth_signing_alg_values_supported: Vec<String>;
            /// The URL at which resource servers ask whether a token is valid
            /// ([RFC 7662](https://www.rfc-editor.org/rfc/rfc7662)).
            introspection_endpoint: Option<Endpoint>;
            /// The methods by which resource servers authenticate at the introspection endpoint:
            /// names of client authentication methods or of access token types.
            introspection_endpoint_auth_methods_supported: Vec<String>;
            /// The JWS algorithms that the provider accepts for client assertions at the
            /// introspection endpoint. `none` is forbidden.
            introspection_endpoint_auth_signing_alg_values_supported: Vec<String>;
            /// The supported PKCE challenge methods. An empty list means that the provider does not
            /// support PKCE.
            code_challenge_methods_supported: Vec<String>;
            /// A JWT with values of the other members, signed by a party that vouches for them.
            ///
            /// Its values are used only after [`verify_signed`](Self::verify_signed).
            signed_metadata: Option<String>;
        }
        section "RFC 9207 §3" "https://www.rfc-editor.org/rfc/rfc9207#section-3" {
            /// Whether authorization responses have the `iss` parameter. `None` means `false`.
            authorization_response_iss_parameter_supported: Option<bool>, omitted means false;
        }
        section "RFC 8628 §4" "https://www.rfc-editor.org/rfc/rfc8628#section-4" {
            /// The URL at which a device without a browser asks for a code that the user enters.
            device_authorization_endpoint: Option<Endpoint>;
        }
        section "RFC 8705 §3.3" "https://www.rfc-editor.org/rfc/rfc8705#section-3.3" {
            /// Whether the provider can bind access tokens to the TLS certificate of the client.
            /// `None` means `false`.
            tls_client_certificate_bound_access_tokens: Option<bool>, omitted means false;
        }
        section "RFC 8705 §5" "https://www.rfc-editor.org/rfc/rfc8705#section-5" {
            /// The endpoints for clients that authenticate or bind tokens with a TLS certificate:
            /// see [`mtls_endpoint`](Self::mtls_endpoint).
            mtls_endpoint_aliases: Option<EndpointAliases>;
        }
        section "RFC 9101 §10.5" "https://www.rfc-editor.org/rfc/rfc9101#section-10.5" {
            /// Whether the provider refuses authorization requests without a signed request object.
            /// `None` means `false`.
            require_signed_request_object: Option<bool>, omitted means false;
        }
        section "RFC 9126 §5" "https://www.rfc-editor.org/rfc/rfc9126#section-5" {
            /// The URL to which the client pushes the parameters of its authorization request.
            pushed_authorization_request_endpoint: Option<Endpoint>;
            /// Whether the provider refuses authorization requests that were not pushed. `None`
            /// means `false`.
            require_pushed_authorization_requests: Option<bool>, omitted means false;
        }
        section "RFC 9396 §10" "https://www.rfc-editor.org/rfc/rfc9396#section-10" {
            /// The supported types of authorization details.
            authorization_details_types_supported: Vec<String>;
        }
        section "RFC 9449 §5.1" "https://www.rfc-editor.org/rfc/rfc9449#section-5.1" {
            /// The JWS algorithms that the provider accepts for DPoP proofs. `none` and symmetric
            /// algorithms are forbidden. An empty list means that the provider does not support
            /// DPoP.
            dpop_signing_alg_values_supported: Vec<String>;
        }
        section "RFC 9701 §7" "https://www.rfc-editor.org/rfc/rfc9701#section-7" {
            /// The JWS algorithms with which the provider signs introspection responses.
            introspection_signing_alg_values_supported: Vec<String>;
            /// The JWE algorithms with which the provider can encrypt the content key of
            /// introspection responses.
            introspection_encryption_alg_values_supported: Vec<String>;
            /// The JWE algorithms with which the provider can encrypt the content of introspection
            /// responses.
            introspection_encryption_enc_values_supported: Vec<String>;
        }
        section "RFC 9728 §4" "https://www.rfc-editor.org/rfc/rfc9728#section-4" {
            /// The identifiers of protected resources for which the provider issues access tokens.
            protected_resources: Vec<String>;
        }
        section "JARM §4" "https://openid.net/specs/oauth-v2-jarm.html#name-authorization-server-metada" {
            /// The JWS algorithms with which the provider signs authorization responses.
            authorization_signing_alg_values_supported: Vec<String>;
            /// The JWE algorithms with which the provider can encrypt the content key of
            /// authorization responses.
            authorization_encryption_alg_values_supported: Vec<String>;
            /// The JWE algorithms with which the provider can encrypt the content of authorization
            /// responses.
            authorization_encryption_enc_values_supported: Vec<String>;
        }
        section "Prompt Create §4.2" "https://openid.net/specs/openid-connect-prompt-create-1_0.html#name-discovery-metadata" {
            /// The supported values of the `prompt` parameter. If the list is empty, the provider
            /// does not support `create`, and may support every other value.
            prompt_values_supported: Vec<String>;
        }
        section "CIBA §4" "https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#registration" {
            /// The URL at which a client asks the provider to let a user sign in on another device.
            backchannel_authentication_endpoint: Option<Endpoint>;
            /// The supported ways to deliver the tokens of a login on another device: `poll`, `ping`,
            /// `push`.
            backchannel_token_delivery_modes_supported: Vec<String>;
            /// The JWS algorithms that the provider accepts for signed requests at
            /// `backchannel_authentication_endpoint`. An empty list means that signed requests are
            /// not supported.
            backchannel_authentication_request_signing_alg_values_supported: Vec<String>;
            /// Whether the provider supports the parameter `user_code` in requests at
            /// `backchannel_authentication_endpoint`. `None` means `false`.
            backchannel_user_code_parameter_supported: Option<bool>, omitted means false;
        }
        section "RP-Initiated Logout §2.1" "https://openid.net/specs/openid-connect-rpinitiated-1_0.html#OPMetadata" {
            /// The URL to which a client sends the user's browser to sign the user out at the
            /// provider.
            end_session_endpoint: Option<Endpoint>;
        }
        section "Session Management §3.3" "https://openid.net/specs/openid-connect-session-1_0.html#OPMetadata" {
            /// The URL of a frame that tells a client whether the user's session has changed.
            check_session_iframe: Option<Endpoint>;
        }
        section "Front-Channel Logout §3" "https://openid.net/specs/openid-connect-frontchannel-1_0.html#OPLogout" {
            /// Whether the provider signs users out at its clients by frames in the browser. `None`
            /// means `false`.
            frontchannel_logout_supported: Option<bool>, omitted means false;
            /// Whether the URL of a logout frame contains `iss` and `sid`. `None` means `false`.
            frontchannel_logout_session_supported: Option<bool>, omitted means false;
        }
        section "Back-Channel Logout §2.1" "https://openid.net/specs/openid-connect-backchannel-1_0.html#BCSupport" {
            /// Whether the provider signs users out at its clients by logout tokens. `None` means
            /// `false`.
            backchannel_logout_supported: Option<bool>, omitted means false;
            /// Whether a logout token contains `sid`. `None` means `false`.
            backchannel_logout_session_supported: Option<bool>, omitted means false;
        }
        section "CIMD §5" "https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/" {
            /// Whether the provider accepts the URL of a client's metadata as `client_id`. `None`
            /// means `false`.
            client_id_metadata_document_supported: Option<bool>, omitted means false;
        }
        also {
            /// The members and list values that the reader of the document left out.
            left_out: Vec<LeftOut>;
        }
    }
}

impl ProviderMetadata {
    /// Creates the metadata of a provider that supports the authorization code flow.
    ///
    /// `response_types_supported` is `code`, `subject_types_supported` is `public`, and all
    /// optional members are omitted. `id_token_signing_algs` are JWS `alg` values, such as `RS256`.
    #[must_use]
    pub fn new(
        issuer: Issuer,
        authorization_endpoint: Endpoint,
        token_endpoint: Endpoint,
        jwks_uri: Endpoint,
        id_token_signing_algs: Vec<String>,
    ) -> Self {
        let response_types = vec![ResponseType::CODE];
        let subject_types = vec!["public".to_owned()];
        let minimal = Self::minimal(
            issuer,
            authorization_endpoint,
            jwks_uri,
            response_types,
            subject_types,
            id_token_signing_algs,
        );
        Self { token_endpoint: Some(token_endpoint), ..minimal }
    }

    /// Returns the metadata as a JSON object, which includes the members of [`extra`](Self::extra).
    ///
    /// ```
    /// # use symbolon_discovery::{Endpoint, ProviderMetadata};
    /// # use symbolon_oauth::Issuer;
    /// let json = br#"{"issuer":"https://op.example",
    ///     "authorization_endpoint":"https://op.example/authorize",
    ///     "token_endpoint":"https://op.example/token", "jwks_uri":"https://op.example/jwks",
    ///     "response_types_supported":["code"], "subject_types_supported":["public"],
    ///     "id_token_signing_alg_values_supported":["RS256"], "example":{"kept":true}}"#;
    /// let metadata = ProviderMetadata::parse(json, &Issuer::new("https://op.example")?)?;
    /// assert!(metadata.to_object().contains("example"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn to_object(&self) -> Object {
        self.write()
    }
}
