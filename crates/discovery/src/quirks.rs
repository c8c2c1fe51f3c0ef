//! Quirks: named deviations of providers from the specifications. By default, no quirk is accepted.
//!
//! ```
//! use symbolon_discovery::Discover;
//! use symbolon_discovery::quirks::presets;
//! use symbolon_oauth::Issuer;
//!
//! let discover = Discover::new(Issuer::new("https://accounts.google.com")?);
//! let discover = discover.quirks(&presets::google());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod presets;

use symbolon_jose::SignatureAlgorithm;
use symbolon_jose::jwk::KeyQuirks;
use symbolon_oauth::TokenResponseQuirks;
use symbolon_oidc::{IdTokenQuirks, UserInfoQuirks};

use crate::Endpoint;

/// The deviations of one provider from the specifications that a relying party accepts.
///
/// By default, no deviation is accepted. Start with the preset of your provider in [`presets`], or
/// set the fields that your provider needs. The docs of each quirk name a provider that needs the
/// quirk, and state which protection your program loses with it. No quirk switches off the check of
/// a signature, an audience or an expiry.
///
/// ```
/// use symbolon_discovery::Discover;
/// use symbolon_discovery::quirks::Quirks;
/// use symbolon_oauth::Issuer;
///
/// let mut quirks = Quirks::default();
/// quirks.metadata.any_content_type = true;
/// let discover = Discover::new(Issuer::new("https://op.example")?).quirks(&quirks);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Quirks {
    /// The deviations of the provider's metadata, and of the responses with the documents that the
    /// provider publishes.
    pub metadata: MetadataQuirks,
    /// The deviations of the keys that the provider publishes.
    pub keys: KeyQuirks,
    /// The deviations of the provider's token responses.
    pub token_response: TokenResponseQuirks,
    /// The deviations of the provider's ID Tokens.
    pub id_token: IdTokenQuirks,
    /// The names of claims that can differ between the two ID Tokens of a hybrid login: the ID Token
    /// in the callback, and the ID Token of the token response. `exp`, `iat`, `nbf`, `jti`,
    /// `at_hash`, `c_hash` and `s_hash` can always differ.
    ///
    /// Needed by Microsoft Entra, which gives each token its own `uti`. The cost is small if the
    /// claim describes the token, and not the user or the authentication. Never list a claim about
    /// the user: your program would not notice that the two ID Tokens are about different users.
    ///
    /// [Core §3.3.3.6](https://openid.net/specs/openid-connect-core-1_0.html#HybridIDToken2)
    pub differing_claims: Vec<String>,
    /// The deviations of the provider's UserInfo responses.
    pub user_info: UserInfoQuirks,
    /// The deviations of the provider's responses to a registration.
    pub registration: RegistrationQuirks,
}

/// The deviations of a provider's metadata that a reader accepts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct MetadataQuirks {
    /// Accepts the metadata document and the JWK Set with any content type, or without a content
    /// type.
    ///
    /// Needed for documents in an object store, such as Amazon S3, that were uploaded without their
    /// type, and for servers that send a JWK Set as `text/html`. The cost is small: the document
    /// must still be a JSON object. But if users can put files on the provider's host, your program
    /// could accept a user's file as a document of the provider.
    ///
    /// [Discovery §4.2](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationResponse)
    pub any_content_type: bool,
    /// The URL of the metadata document, if the provider does not publish the document at the
    /// well-known URL that belongs to its issuer. `None` means the well-known URL.
    ///
    /// Needed by Azure AD B2C, whose URL contains the name of a user flow that the issuer does not
    /// contain. The cost: your program trusts the document at this URL, although the URL does not
    /// follow from the issuer. Use only a URL that the provider's documentation states. The issuer
    /// in the document must still be the issuer that you expect.
    ///
    /// [Discovery §4.1](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationRequest)
    pub published_at: Option<Endpoint>,
    /// The exact text that the metadata states as its issuer, if this text is not the issuer for
    /// which the metadata was requested. `None` means that the two are equal.
    ///
    /// Needed by Microsoft Entra for several tenants: the metadata of the issuer
    /// `https://login.microsoftonline.com/common/v2.0` states
    /// `https://login.microsoftonline.com/{tenantid}/v2.0`. The cost: your program does not notice
    /// a document of another issuer of this provider if that document states the same text.
    /// [`ProviderMetadata::issuer`](crate::ProviderMetadata::issuer) is the issuer for which the
    /// metadata was requested.
    ///
    /// [Discovery §4.3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation)
    pub stated_issuer: Option<String>,
    /// Algorithms with which the provider signs ID Tokens, although its metadata does not list
    /// them.
    ///
    /// Needed by LINE, whose metadata lists `ES256`, but which signs the ID Tokens of web apps with
    /// `HS256`. The cost is small: the client's own policy must allow the algorithm, too.
    ///
    /// [Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)
    pub id_token_algorithms: Vec<SignatureAlgorithm>,
    /// The token endpoint that is used if the metadata does not state a token endpoint.
    ///
    /// Needed by Facebook, which states only the endpoints of the implicit flow. The cost: your
    /// program sends codes and client secrets to this URL, which the metadata does not confirm. Use
    /// only a URL that the provider's documentation states.
    ///
    /// [Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)
    pub token_endpoint: Option<Endpoint>,
}

/// The deviations of a provider's responses to a registration that a client accepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RegistrationQuirks {
    /// Accepts a response that has a `client_secret` and no `client_secret_expires_at`. The secret
    /// then counts as a secret that does not expire.
    ///
    /// Needed by WSO2 Identity Server and INDIGO IAM. The cost is small: if the secret expires, your
    /// program learns it only when the provider refuses the secret.
    ///
    /// [RFC 7591 §3.2.1](https://www.rfc-editor.org/rfc/rfc7591#section-3.2.1)
    pub secret_expiry_missing: bool,
}
