//! For each preset, a provider in the shape of the real one: its recipe signs a user in, and the same
//! client without the preset gets the error that the data file of the provider names.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use http::Request;
use symbolon_case_tests::{Failure, Shape};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::keys::{KeySource, SearchStep};
use symbolon_discovery::quirks::{Quirks, presets};
use symbolon_discovery::{
    Discover, DiscoverVerifier, MetadataCache, MetadataLookup, ProviderMetadata, VerifierMetadata,
};
use symbolon_jose::SignatureAlgorithm;
use symbolon_jose::jws::CompactJws;
use symbolon_oauth::flow::{DriveError, Flow, drive_blocking};
use symbolon_oauth::{ClientId, ClientSecret, Issuer};
use symbolon_relying_party::{
    Callback, ClientConfiguration, Login, RelyingParty, RelyingPartyPolicy, danger,
};
use symbolon_test_support::clock::now;
use symbolon_test_support::names::{client_id, client_secret, redirect_uri};

use crate::recipes::{self, Recipe};

type LoginRecipe = fn(ClientId, ClientSecret) -> Recipe;

/// Each preset of a provider at which users sign in, with its recipe.
const LOGINS: &[(&str, LoginRecipe)] = &[
    ("amazon_cognito", recipes::amazon_cognito),
    ("apple", recipes::apple),
    ("auth0", recipes::auth0),
    ("azure_ad_b2c", recipes::azure_ad_b2c),
    ("discord", recipes::discord),
    ("facebook", recipes::facebook),
    ("gitlab", recipes::gitlab),
    ("google", recipes::google),
    ("keycloak", recipes::keycloak),
    ("line", recipes::line),
    ("linkedin", recipes::linkedin),
    ("microsoft_entra", recipes::microsoft_entra),
    ("microsoft_entra_tenants", recipes::microsoft_entra_tenants),
    ("okta", recipes::okta),
    ("oracle_identity_domain", recipes::oracle_identity_domain),
    ("salesforce", recipes::salesforce),
    ("slack", recipes::slack),
    ("supabase", recipes::supabase),
    ("twitch", recipes::twitch),
];

type VerifierRecipe = fn() -> Result<DiscoverVerifier, Box<dyn std::error::Error>>;

/// Each preset of a service whose tokens are only verified, with its recipe.
const VERIFIERS: &[(&str, VerifierRecipe)] = &[
    ("github_actions", recipes::github_actions),
    ("kubernetes", recipes::kubernetes),
    ("spire", recipes::spire),
];

fn cooked(recipe: LoginRecipe) -> (Discover, ClientConfiguration) {
    recipe(client_id(), client_secret()).unwrap()
}

fn run<F: Flow>(flow: F, shape: &Shape, nonce: Option<&str>) -> Result<F::Output, F::Error> {
    match drive_blocking(flow, |request| shape.answer(&request, nonce), now) {
        Ok(output) => Ok(output),
        Err(DriveError::Flow(error)) => Err(error),
        Err(_) => unreachable!("a shape always answers"),
    }
}

/// Signs a user in at a provider, and asks for UserInfo if the provider has an answer.
fn sign_in(
    shape: &Shape,
    discover: Discover,
    client: ClientConfiguration,
) -> Result<Login, Failure> {
    let metadata = run(discover, shape, None).map_err(Failure::Discovery)?;
    let rp = RelyingParty::new(metadata, client, &CRYPTO).map_err(Failure::Configuration)?;
    let (url, pending) = rp.login(&redirect_uri()).scope("email").begin(now()).unwrap();
    let nonce = url.query_pairs().find(|(name, _)| name == "nonce").map(|(_, value)| value);
    let (state, redirect) = (pending.state().expose(), redirect_uri());
    let mut uri = format!("{}?code=SplxlOBe&state={state}", redirect.as_str());
    if shape.part("iss_in_callback") == true {
        let iss: String =
            url::form_urlencoded::byte_serialize(rp.issuer().as_str().as_bytes()).collect();
        uri = format!("{uri}&iss={iss}");
    }
    let callback = Callback::from_http(&Request::get(uri).body(Vec::new()).unwrap()).unwrap();
    let mut keys = rp.key_cache();
    let flow = rp.finish(pending, callback, &mut keys).map_err(Failure::Callback)?;
    let login = run(flow, shape, nonce.as_deref()).map_err(Failure::Login)?;
    if !shape.part("user_info").is_null() {
        let flow = rp.user_info(&login.session).map_err(Failure::UserInfo)?;
        run(flow, shape, None).map_err(Failure::UserInfo)?;
    }
    Ok(login)
}

#[test]
fn each_provider_signs_in_with_its_preset() {
    for (name, recipe) in LOGINS {
        let shape = Shape::named(name);
        let (discover, client) = cooked(*recipe);
        let login = sign_in(&shape, discover, client);
        let login = login.unwrap_or_else(|error| panic!("{name}: {error}"));
        let issuer = shape.text("session_issuer").or(shape.text("issuer"));
        assert_eq!(Some(login.session.iss().as_str()), issuer, "{name}");
    }
}

#[test]
fn the_document_of_each_provider_is_cached_and_published_with_its_preset() {
    for (name, recipe) in LOGINS {
        let shape = Shape::named(name);
        let (discover, _) = cooked(*recipe);
        let discovered = run(discover.clone(), &shape, None).unwrap();
        let mut cache = MetadataCache::new(discover).unwrap();
        let MetadataLookup::Fetch { fetch, ticket } = cache.metadata(now()) else {
            unreachable!("the cache is empty")
        };
        let response = shape.answer(&fetch.into_request(), None).unwrap();
        cache.receive(ticket, &response, now()).unwrap();
        let MetadataLookup::Have(metadata) = cache.metadata(now()) else {
            unreachable!("the cache has the document")
        };
        assert_eq!(*metadata, discovered, "{name}");
        // A document that was read is printed and read again as the same.
        let printed = metadata.to_object();
        let again = ProviderMetadata::from_object(printed.clone(), &metadata.issuer).unwrap();
        assert_eq!((again.to_object(), again.left_out()), (printed, &[][..]), "{name}");
        assert_eq!(again.validate_for_use(), Ok(()), "{name}");
    }
}

#[test]
fn a_provider_whose_preset_has_quirks_is_refused_without_them() {
    for (name, recipe) in LOGINS {
        let shape = Shape::named(name);
        let issuer = Issuer::new(shape.text("issuer").unwrap()).unwrap();
        let (_, client) = cooked(*recipe);
        let has_quirks = client.quirks != Quirks::default();
        let client = client.quirks(Quirks::default());
        let result = sign_in(&shape, Discover::new(issuer), client).map_err(|error| error.code());
        let expected = shape.text("without_preset");
        assert_eq!(result.err(), expected, "{name}");
        assert_eq!(has_quirks, expected.is_some(), "{name}");
    }
}

#[test]
fn azure_ad_b2c_needs_both_of_its_quirks_for_a_login() {
    let shape = Shape::named("azure_ad_b2c");
    let (discover, client) = cooked(recipes::azure_ad_b2c);
    let error = sign_in(&shape, discover, client.quirks(Quirks::default())).unwrap_err();
    assert_eq!(Some(error.code()), shape.text("without_token_response_quirk"));
}

#[test]
fn linkedin_is_refused_without_each_danger() {
    let shape = Shape::named("linkedin");
    let (discover, client) = cooked(recipes::linkedin);
    let strict = RelyingPartyPolicy::default();
    for (policy, code) in [
        (danger::send_no_nonce(strict.clone()), "token_response.refused"),
        (danger::send_no_pkce(strict.clone()), "id_token.nonce_missing"),
        (strict, "token_response.refused"),
    ] {
        let client = client.clone().policy(policy);
        assert_eq!(sign_in(&shape, discover.clone(), client).unwrap_err().code(), code);
    }
}

#[test]
fn the_users_of_an_entra_tenant_that_is_not_listed_are_refused() {
    let shape = Shape::named("microsoft_entra_tenants");
    let (discover, client) = cooked(recipes::microsoft_entra_tenants);
    let template = "https://login.microsoftonline.com/{tenantid}/v2.0";
    let template = symbolon_oidc::IssuerTemplate::new(template).unwrap();
    let other = "3f2b7a51-6c0e-4f59-9d6b-0a4c1d2e3f40".to_owned();
    let quirks = presets::microsoft_entra_tenants(template.tenants(vec![other]).unwrap());
    let error = sign_in(&shape, discover, client.quirks(quirks)).unwrap_err();
    assert_eq!(error.code(), "id_token.tenant");
}

#[test]
fn tokens_of_each_service_are_verified_with_its_preset() {
    for (name, recipe) in VERIFIERS {
        let shape = Shape::named(name);
        let metadata: VerifierMetadata = run(recipe().unwrap(), &shape, None).unwrap();
        let mut cache = metadata.key_cache();
        let algorithms = vec![SignatureAlgorithm::Rs256, SignatureAlgorithm::Es256];
        let source = KeySource::new(metadata.jwks_uri.clone(), algorithms, &CRYPTO);
        let token = shape.token(None);
        let step = source.search_for_jws(&token, &mut cache, now()).unwrap();
        let SearchStep::Fetch { fetch, search } = step else { panic!("the cache is empty") };
        let response = shape.answer(&fetch.into_request(), None).unwrap();
        let keys = search.receive(&response, &mut cache, now()).unwrap();
        assert!(CompactJws::parse(&token).unwrap().verify(&keys).is_ok(), "{name}");
    }
}

#[test]
fn the_header_of_a_load_balancer_is_verified_with_its_preset() {
    let key = symbolon_test_support::keys::p256("alb");
    let encode = |bytes: &[u8]| {
        let text = symbolon_jose::base64url::encode(bytes);
        format!("{text}{}", "=".repeat((4 - text.len() % 4) % 4))
    };
    let header = br#"{"typ":"JWT","kid":"alb","alg":"ES256","signer":"arn:aws:x","exp":1}"#;
    let claims = br#"{"sub":"alice","iss":"https://op.example"}"#;
    let input = format!("{}.{}", encode(header), encode(claims));
    let signature = key.signing(&CRYPTO).sign(input.as_bytes()).unwrap();
    let token = format!("{input}.{}", encode(&signature));
    let keys = key.verification(&CRYPTO);
    assert_eq!(recipes::amazon_alb(&token, &keys).unwrap(), claims);
    assert_eq!(CompactJws::parse(&token).unwrap_err().code(), "jws.base64url");
}

#[test]
fn a_service_that_only_issues_tokens_is_no_provider_to_sign_in_at() {
    for (name, _) in VERIFIERS {
        let shape = Shape::named(name);
        let issuer = Issuer::new(shape.text("issuer").unwrap()).unwrap();
        let document = shape.part("metadata").to_string();
        let error = ProviderMetadata::parse(document.as_bytes(), &issuer).unwrap_err();
        assert_eq!(Some(error.code()), shape.text("login_is_refused"), "{name}");
    }
}

#[test]
fn every_preset_has_a_provider_in_its_shape() {
    let sources = [
        include_str!("../../../../crates/discovery/src/quirks/presets.rs"),
        include_str!("../../../../crates/discovery/src/quirks/presets/microsoft.rs"),
    ];
    let functions = sources.iter().flat_map(|source| source.split("\npub fn ").skip(1));
    let presets: BTreeSet<&str> = functions.filter_map(|it| it.split('(').next()).collect();
    let logins = LOGINS.iter().map(|(name, _)| *name);
    let tested: BTreeSet<&str> = logins.chain(VERIFIERS.iter().map(|(name, _)| *name)).collect();
    // The load balancer is no provider: it signs the user in itself, and has a test of its header.
    let untested: Vec<_> = presets.difference(&tested).collect();
    assert_eq!(untested, [&"amazon_alb"]);
    assert!(tested.is_subset(&presets));
}

#[test]
fn every_recipe_is_a_code_block_of_the_page() {
    let page = include_str!("../../../../docs/recipes.md");
    let source = include_str!("recipes.rs").replace("pub(crate) ", "");
    let recipes = source.split("\n\n").filter(|part| part.starts_with("fn "));
    for recipe in recipes {
        let block = format!("{}\n", recipe.trim_end());
        assert!(page.contains(&block), "the page does not contain:\n{block}");
    }
}
