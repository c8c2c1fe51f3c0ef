//! The quirks of known providers: one function for each provider.
//!
//! The docs of each function state what you need to know about the provider. If a provider needs no
//! quirks, its function returns `Quirks::default()`. A preset does not include the functions of a
//! `danger` module. If a provider needs a function of a `danger` module, the docs name the
//! function. Recipes with the rest of the configuration are in `docs/recipes.md`.
//!
//! ```
//! use symbolon_discovery::quirks::{Quirks, presets};
//!
//! let quirks = presets::google();
//! assert_ne!(quirks, Quirks::default());
//! assert_eq!(presets::okta(), Quirks::default()); // Okta needs no quirks
//! ```

mod microsoft;

pub use microsoft::{azure_ad_b2c, microsoft_entra, microsoft_entra_tenants};

use symbolon_jose::SignatureAlgorithm;
use symbolon_oidc::AcceptedIssuers;

use super::Quirks;
use crate::{Endpoint, EndpointError};

/// Returns the quirks of Amazon Cognito: none.
///
/// The issuer is `https://cognito-idp.<region>.amazonaws.com/<pool>`. The endpoints are on another
/// host, the domain of the user pool. UserInfo has `email_verified` as a string. The claim
/// `token_use` is `id` in an ID Token and `access` in an access token.
#[must_use]
pub fn amazon_cognito() -> Quirks {
    Quirks::default()
}

/// Returns the quirks of an Amazon Application Load Balancer in front of your app: its tokens have
/// `=` padding.
///
/// The load balancer itself signs the user in, so your program does not start a login. The load
/// balancer adds the HTTP header `x-amzn-oidc-data`, which contains a JWS. Read the JWS with the
/// [`Reader`](symbolon_jose::jws::Reader) and the quirks in `id_token.jws`. The key is a PEM file
/// at `https://public-keys.auth.elb.<region>.amazonaws.com/<kid>`. In the header of the JWS,
/// compare `signer` with the ARN of your load balancer, and compare `exp` with the current time.
///
/// ```
/// use symbolon_discovery::quirks::presets;
/// use symbolon_jose::jws::Reader;
///
/// let reader = Reader::new().quirks(presets::amazon_alb().id_token.jws);
/// assert!(reader.compact("eyJhbGciOiJFUzI1NiJ9.e30=.AA==").is_ok());
/// ```
#[must_use]
pub fn amazon_alb() -> Quirks {
    let mut quirks = Quirks::default();
    quirks.id_token.jws.padding = true;
    quirks
}

/// Returns the quirks of Sign in with Apple: none.
///
/// The issuer is `https://appleid.apple.com`. The client secret is a JWT that you sign with your
/// key (ES256), and Apple accepts it only in the body (`client_secret_post`). There is no UserInfo
/// endpoint. `email_verified` and `is_private_email` can be strings. If you ask for `name` or
/// `email`, the callback is a form (`form_post`), and the name of the user is only in that form.
#[must_use]
pub fn apple() -> Quirks {
    Quirks::default()
}

/// Returns the quirks of Auth0: none.
///
/// The issuer ends with a slash: `https://<tenant>.auth0.com/`. Custom claims usually have the name
/// of a URL. If an action adds a claim with the name `events`, set
/// [`events_claim`](symbolon_oidc::IdTokenQuirks::events_claim). An application can be set to sign
/// ID Tokens with HS256; set it to RS256. If a request has no parameter `audience`, your program
/// cannot read the access token.
#[must_use]
pub fn auth0() -> Quirks {
    Quirks::default()
}

/// Returns the quirks of Discord: none.
///
/// The issuer is `https://discord.com`. The metadata does not state the methods of client
/// authentication, so `client_secret_basic` applies. Ask for `openid identify email`.
#[must_use]
pub fn discord() -> Quirks {
    Quirks::default()
}

/// Returns the quirks of Facebook: its metadata states no token endpoint.
///
/// The issuer is `https://www.facebook.com`. `version` is the version of the Graph API, such as
/// `v19.0`, which is a part of the token endpoint. An app for iOS with Limited Login gets an ID
/// Token directly: verify it as a token of the issuer.
///
/// # Errors
/// [`EndpointError`] when `version` is not a part of a URL path.
pub fn facebook(version: &str) -> Result<Quirks, EndpointError> {
    let mut quirks = Quirks::default();
    let url = format!("https://graph.facebook.com/{version}/oauth/access_token");
    quirks.metadata.token_endpoint = Some(Endpoint::new(&url)?);
    Ok(quirks)
}

/// Returns the quirks of GitHub Actions: none.
///
/// GitHub Actions issues tokens to workflows, and no user signs in there: read its metadata with
/// [`DiscoverVerifier`](crate::DiscoverVerifier). The issuer is
/// `https://token.actions.githubusercontent.com`. Require the `aud` that your workflow asks for,
/// and compare `sub` or `repository_id` with the repositories that you trust.
#[must_use]
pub fn github_actions() -> Quirks {
    Quirks::default()
}

/// Returns the quirks of GitLab: none.
///
/// The issuer is `https://gitlab.com`, or the `external_url` of your own server. If your own server
/// is behind a proxy and its metadata states `http` endpoints or a wrong port, correct its
/// `external_url` and the `X-Forwarded-Proto` header of the proxy: the endpoints are refused
/// otherwise. The job tokens of GitLab CI are verified with
/// [`DiscoverVerifier`](crate::DiscoverVerifier).
#[must_use]
pub fn gitlab() -> Quirks {
    Quirks::default()
}

/// Returns the quirks of Google: `iss` can be `accounts.google.com`, without the scheme.
///
/// The issuer is `https://accounts.google.com`. The endpoints are on several hosts. If an Android
/// app gets an ID Token for your web client, `azp` is the client ID of the app: add this client ID
/// to the trusted parties of the ID Token policy. Google issues a refresh token only if the request
/// has the parameter `access_type=offline`.
#[must_use]
pub fn google() -> Quirks {
    let mut quirks = Quirks::default();
    quirks.id_token.issuers = AcceptedIssuers::Also(vec!["accounts.google.com".to_owned()]);
    quirks
}

/// Returns the quirks of Keycloak: version 19 and earlier versions can shorten the coordinates of
/// EC keys.
///
/// The issuer is `https://<host>/realms/<realm>`, and before version 17
/// `https://<host>/auth/realms/<realm>`. For `http` inside a container network, create the issuer
/// with [`danger::http_issuer`](symbolon_oauth::danger::http_issuer), and let Keycloak and your
/// program use the same host name. If a mapper adds a claim with the name `events`, set
/// [`events_claim`](symbolon_oidc::IdTokenQuirks::events_claim).
#[must_use]
pub fn keycloak() -> Quirks {
    let mut quirks = Quirks::default();
    quirks.keys = quirks.keys.short_coordinates();
    quirks
}

/// Returns the quirks of Kubernetes, Amazon EKS and other issuers of service account tokens: none.
///
/// No user signs in there: read the metadata with [`DiscoverVerifier`](crate::DiscoverVerifier),
/// which ignores that `authorization_endpoint` is a URN. The API server answers only requests with
/// a token of the cluster, unless a role allows all clients to read the discovery documents.
#[must_use]
pub fn kubernetes() -> Quirks {
    Quirks::default()
}

/// Returns the quirks of LINE: its metadata does not list HS256.
///
/// The issuer is `https://access.line.me`. LINE signs ID Tokens for web apps with the channel
/// secret (HS256), and ID Tokens for native apps with ES256. Allow the algorithm of your app in the
/// policy of the relying party. The token endpoint accepts the secret only in the body
/// (`client_secret_post`).
#[must_use]
pub fn line() -> Quirks {
    let mut quirks = Quirks::default();
    quirks.metadata.id_token_algorithms = vec![SignatureAlgorithm::Hs256];
    quirks
}

/// Returns the quirks of LinkedIn: token responses without `token_type`.
///
/// The issuer is `https://www.linkedin.com/oauth`. LinkedIn does not return the `nonce`, and
/// answers `invalid_client` if a token request has a `code_verifier`. Apply `send_no_nonce` and
/// `send_no_pkce` of the relying party's `danger` module to your policy. Their docs state what an
/// attacker gains. The token endpoint accepts the secret only in the body (`client_secret_post`).
/// UserInfo has `locale` as an object.
#[must_use]
pub fn linkedin() -> Quirks {
    let mut quirks = Quirks::default();
    quirks.token_response.token_type_missing = true;
    quirks
}

/// Returns the quirks of Okta: none.
///
/// The issuer of a custom authorization server is `https://<domain>/oauth2/<id>`. The first server
/// has the ID `default`. The issuer of the organization is `https://<domain>`; only Okta itself can
/// verify the access tokens of the organization. Do not use the `-admin` domain.
#[must_use]
pub fn okta() -> Quirks {
    Quirks::default()
}

/// Returns the quirks of Oracle Identity Cloud Service and Oracle identity domains: the metadata is
/// not at the well-known URL of the issuer.
///
/// The issuer is `https://identity.oraclecloud.com/`, with a slash at the end. `published_at` is
/// the URL of your domain's metadata, such as
/// `https://idcs-<id>.identity.oraclecloud.com/.well-known/openid-configuration`. All domains share
/// the issuer, so identify a user by the domain and `sub` together. Your program can read the keys
/// without a token only if the setting *Access Signing Certificate* of the domain allows it.
#[must_use]
pub fn oracle_identity_domain(published_at: Endpoint) -> Quirks {
    let mut quirks = Quirks::default();
    quirks.metadata.published_at = Some(published_at);
    quirks
}

/// Returns the quirks of Salesforce: none.
///
/// The issuer is the `https` URL of your domain, or `https://login.salesforce.com`. Access tokens
/// contain a `!`, the token response has no `expires_in`, and UserInfo has `updated_at` as a text
/// in ISO 8601 form. The readers accept all three without a quirk.
#[must_use]
pub fn salesforce() -> Quirks {
    Quirks::default()
}

/// Returns the quirks of Sign in with Slack: none.
///
/// The issuer is `https://slack.com`. An error response of Slack has the status 200 and the members
/// `"ok": false, "error": "..."`. It is read as an error. The identifiers of user and workspace are
/// also in the claims `https://slack.com/user_id` and `https://slack.com/team_id`.
#[must_use]
pub fn slack() -> Quirks {
    Quirks::default()
}

/// Returns the quirks of SPIRE: none.
///
/// SPIRE issues tokens to workloads, and no user signs in there: read its metadata with
/// [`DiscoverVerifier`](crate::DiscoverVerifier), whose reader ignores the empty
/// `authorization_endpoint` and the empty `subject_types_supported`.
#[must_use]
pub fn spire() -> Quirks {
    Quirks::default()
}

/// Returns the quirks of Supabase: token responses with the status 201.
///
/// The issuer is `https://<project>.supabase.co/auth/v1`.
#[must_use]
pub fn supabase() -> Quirks {
    let mut quirks = Quirks::default();
    quirks.token_response.any_success_status = true;
    quirks
}

/// Returns the quirks of Twitch: `scope` in token responses is an array.
///
/// The issuer is `https://id.twitch.tv/oauth2`. The token endpoint accepts the secret only in the
/// body (`client_secret_post`). Twitch returns claims such as `email` only if you ask for them with
/// the `claims` parameter. UserInfo has `updated_at` as a text.
#[must_use]
pub fn twitch() -> Quirks {
    let mut quirks = Quirks::default();
    quirks.token_response.scope_array = true;
    quirks
}
