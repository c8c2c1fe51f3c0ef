//! The recipes of `docs/recipes.md`. Each function here is a code block of that page, and signs in at
//! a provider of its shape in `presets.rs`.

use std::error::Error;

use symbolon_discovery::quirks::{Quirks, presets};
use symbolon_discovery::{Discover, DiscoverVerifier, Endpoint};
use symbolon_jose::{SignatureAlgorithm, VerificationKeys, jws};
use symbolon_oauth::{ClientId, ClientSecret, Issuer};
use symbolon_oidc::IssuerTemplate;
use symbolon_relying_party::ClientAuthentication::{ClientSecretBasic, ClientSecretPost};
use symbolon_relying_party::{ClientConfiguration, RelyingPartyPolicy, danger};

pub(crate) type Recipe = Result<(Discover, ClientConfiguration), Box<dyn Error>>;

fn recipe(issuer: &str, quirks: Quirks, client: ClientConfiguration) -> Recipe {
    let discover = Discover::new(Issuer::new(issuer)?).quirks(&quirks);
    Ok((discover, client.quirks(quirks)))
}

pub(crate) fn amazon_alb(oidc_data: &str, keys: &VerificationKeys) -> Result<Vec<u8>, jws::Error> {
    let reader = jws::Reader::new().quirks(presets::amazon_alb().id_token.jws);
    let verified = reader.compact(oidc_data)?.verify(keys)?;
    Ok(verified.payload().to_vec()) // then compare `signer` and `exp` in the header
}

pub(crate) fn amazon_cognito(client_id: ClientId, secret: ClientSecret) -> Recipe {
    let client = ClientConfiguration::new(client_id, ClientSecretBasic(secret));
    let issuer = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Ab1Cd2Ef3";
    recipe(issuer, presets::amazon_cognito(), client)
}

pub(crate) fn apple(client_id: ClientId, secret: ClientSecret) -> Recipe {
    let client = ClientConfiguration::new(client_id, ClientSecretPost(secret));
    recipe("https://appleid.apple.com", presets::apple(), client)
}

pub(crate) fn auth0(client_id: ClientId, secret: ClientSecret) -> Recipe {
    let client = ClientConfiguration::new(client_id, ClientSecretBasic(secret));
    recipe("https://shop.eu.auth0.com/", presets::auth0(), client)
}

pub(crate) fn azure_ad_b2c(client_id: ClientId, secret: ClientSecret) -> Recipe {
    let user_flow = "https://contoso.b2clogin.com/contoso.onmicrosoft.com/b2c_1_sign_in";
    let published_at = format!("{user_flow}/v2.0/.well-known/openid-configuration");
    let quirks = presets::azure_ad_b2c(Endpoint::new(&published_at)?);
    let client = ClientConfiguration::new(client_id, ClientSecretPost(secret));
    let issuer = "https://contoso.b2clogin.com/3f2b7a51-6c0e-4f59-9d6b-0a4c1d2e3f40/v2.0/";
    recipe(issuer, quirks, client)
}

pub(crate) fn discord(client_id: ClientId, secret: ClientSecret) -> Recipe {
    let client = ClientConfiguration::new(client_id, ClientSecretBasic(secret));
    recipe("https://discord.com", presets::discord(), client)
}

pub(crate) fn facebook(client_id: ClientId, secret: ClientSecret) -> Recipe {
    let client = ClientConfiguration::new(client_id, ClientSecretPost(secret));
    recipe("https://www.facebook.com", presets::facebook("v19.0")?, client)
}

pub(crate) fn gitlab(client_id: ClientId, secret: ClientSecret) -> Recipe {
    let client = ClientConfiguration::new(client_id, ClientSecretBasic(secret));
    recipe("https://gitlab.com", presets::gitlab(), client)
}

pub(crate) fn google(client_id: ClientId, secret: ClientSecret) -> Recipe {
    let client = ClientConfiguration::new(client_id, ClientSecretBasic(secret));
    recipe("https://accounts.google.com", presets::google(), client)
}

pub(crate) fn keycloak(client_id: ClientId, secret: ClientSecret) -> Recipe {
    let client = ClientConfiguration::new(client_id, ClientSecretBasic(secret))
        .id_token_signed_response_alg(SignatureAlgorithm::Es256); // default: from the metadata
    recipe("https://id.example/realms/shop", presets::keycloak(), client)
}

pub(crate) fn line(channel_id: ClientId, channel_secret: ClientSecret) -> Recipe {
    let client = ClientConfiguration::new(channel_id, ClientSecretPost(channel_secret))
        .id_token_signed_response_alg(SignatureAlgorithm::Hs256);
    recipe("https://access.line.me", presets::line(), client)
}

pub(crate) fn linkedin(client_id: ClientId, secret: ClientSecret) -> Recipe {
    let policy = danger::send_no_nonce(RelyingPartyPolicy::default());
    let policy = danger::send_no_pkce(policy);
    let client = ClientConfiguration::new(client_id, ClientSecretPost(secret)).policy(policy);
    recipe("https://www.linkedin.com/oauth", presets::linkedin(), client)
}

pub(crate) fn microsoft_entra(client_id: ClientId, secret: ClientSecret) -> Recipe {
    let client = ClientConfiguration::new(client_id, ClientSecretPost(secret));
    let tenant = "3f2b7a51-6c0e-4f59-9d6b-0a4c1d2e3f40";
    let issuer = format!("https://login.microsoftonline.com/{tenant}/v2.0");
    recipe(&issuer, presets::microsoft_entra(), client)
}

pub(crate) fn microsoft_entra_tenants(client_id: ClientId, secret: ClientSecret) -> Recipe {
    let template = IssuerTemplate::new("https://login.microsoftonline.com/{tenantid}/v2.0")?
        .tenants(vec!["9188040d-6c67-4c5b-b112-36a304b66dad".to_owned()])?; // default: all tenants
    let quirks = presets::microsoft_entra_tenants(template);
    let client = ClientConfiguration::new(client_id, ClientSecretPost(secret));
    recipe("https://login.microsoftonline.com/common/v2.0", quirks, client)
}

pub(crate) fn okta(client_id: ClientId, secret: ClientSecret) -> Recipe {
    let client = ClientConfiguration::new(client_id, ClientSecretBasic(secret));
    recipe("https://dev-123456.okta.example/oauth2/default", presets::okta(), client)
}

pub(crate) fn oracle_identity_domain(client_id: ClientId, secret: ClientSecret) -> Recipe {
    let domain = "https://idcs-0123.identity.oraclecloud.com";
    let published_at = Endpoint::new(&format!("{domain}/.well-known/openid-configuration"))?;
    let quirks = presets::oracle_identity_domain(published_at);
    let client = ClientConfiguration::new(client_id, ClientSecretBasic(secret));
    recipe("https://identity.oraclecloud.com/", quirks, client)
}

pub(crate) fn salesforce(client_id: ClientId, secret: ClientSecret) -> Recipe {
    let client = ClientConfiguration::new(client_id, ClientSecretBasic(secret));
    recipe("https://shop.my.salesforce.com", presets::salesforce(), client)
}

pub(crate) fn slack(client_id: ClientId, secret: ClientSecret) -> Recipe {
    let client = ClientConfiguration::new(client_id, ClientSecretPost(secret));
    recipe("https://slack.com", presets::slack(), client)
}

pub(crate) fn supabase(client_id: ClientId, secret: ClientSecret) -> Recipe {
    let client = ClientConfiguration::new(client_id, ClientSecretBasic(secret))
        .id_token_signed_response_alg(SignatureAlgorithm::Es256);
    recipe("https://abcdefgh.supabase.co/auth/v1", presets::supabase(), client)
}

pub(crate) fn twitch(client_id: ClientId, secret: ClientSecret) -> Recipe {
    let client = ClientConfiguration::new(client_id, ClientSecretPost(secret));
    recipe("https://id.twitch.tv/oauth2", presets::twitch(), client)
}

pub(crate) fn github_actions() -> Result<DiscoverVerifier, Box<dyn Error>> {
    let issuer = Issuer::new("https://token.actions.githubusercontent.com")?;
    Ok(DiscoverVerifier::new(issuer).quirks(&presets::github_actions()))
}

pub(crate) fn kubernetes() -> Result<DiscoverVerifier, Box<dyn Error>> {
    let issuer = Issuer::new("https://oidc.eks.eu-west-1.amazonaws.example/id/0123456789ABCDEF")?;
    Ok(DiscoverVerifier::new(issuer).quirks(&presets::kubernetes()))
}

pub(crate) fn spire() -> Result<DiscoverVerifier, Box<dyn Error>> {
    let issuer = Issuer::new("https://spire.example")?;
    Ok(DiscoverVerifier::new(issuer).quirks(&presets::spire()))
}
