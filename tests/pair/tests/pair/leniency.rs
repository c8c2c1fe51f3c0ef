//! The same changes of the same messages for a relying party that accepts quirks: a change that is
//! refused without a quirk is refused with it, except the changes in a table.

use std::collections::BTreeMap;

use symbolon_discovery::Endpoint;
use symbolon_discovery::quirks::{Quirks, presets};
use symbolon_jose::SignatureAlgorithm;
use symbolon_oidc::{AcceptedIssuers, IssuerTemplate};
use symbolon_relying_party::{RelyingPartyPolicy, danger};
use symbolon_test_support::metadata::TOKEN;
use symbolon_test_support::names::ISSUER;

use crate::harmless::Kind::{self, Altered, Dropped, Duplicated, Replayed};
use crate::matrix::{SEED, name, tamperings};
use crate::run::{Leniency, run_with};
use crate::wire::Message::{
    self, DiscoveryDocument, Jwks, RefreshResponse, TokenResponse, UserInfoResponse,
};
use crate::wire::{Tampering, Tape, Tapes};

/// A change that a leniency lets through although it is refused without the leniency.
struct LetThrough {
    leniency: &'static str,
    message: Message,
    field: &'static str,
    kinds: &'static [Kind],
    #[expect(dead_code, reason = "the reason is for readers of the table")]
    reason: &'static str,
}

const fn lets(
    leniency: &'static str,
    message: Message,
    field: &'static str,
    kinds: &'static [Kind],
    reason: &'static str,
) -> LetThrough {
    LetThrough { leniency, message, field, kinds, reason }
}

#[rustfmt::skip]
const TABLE: &[LetThrough] = &[
    lets("metadata.any_content_type", DiscoveryDocument, "content-type:", &[Altered, Dropped, Duplicated], "the quirk accepts every type; the document must still be a JSON object with the right issuer"),
    lets("metadata.any_content_type", Jwks, "content-type:", &[Altered, Dropped, Duplicated], "the quirk accepts every type; the keys must still verify the ID Token"),
    lets("metadata.token_endpoint", DiscoveryDocument, "token_endpoint", &[Dropped], "the quirk states the endpoint that the metadata leaves out"),
    lets("token_response.access_token_missing", TokenResponse, "access_token", &[Dropped], "the quirk accepts a login without an access token"),
    lets("token_response.access_token_missing", RefreshResponse, "access_token", &[Dropped], "the quirk accepts a refresh without an access token"),
    lets("token_response.any_content_type", TokenResponse, "content-type:", &[Altered, Dropped, Duplicated], "the quirk accepts every type; the body must still be a JSON object with a valid ID Token"),
    lets("token_response.any_content_type", RefreshResponse, "content-type:", &[Altered, Dropped, Duplicated], "the quirk accepts every type; the body must still be a JSON object"),
    lets("token_response.token_type_missing", TokenResponse, "token_type", &[Dropped], "the quirk reads a missing type as Bearer"),
    lets("token_response.token_type_missing", RefreshResponse, "token_type", &[Dropped], "the quirk reads a missing type as Bearer"),
    lets("user_info.any_content_type", UserInfoResponse, "content-type:", &[Altered, Dropped, Duplicated], "the quirk accepts every type; the body must still be a JSON object about the user of the ID Token"),
    lets("danger::send_no_nonce", TokenResponse, "", &[Replayed], "nothing tells the ID Token of another login from this one; only TLS protects the response"),
];

impl LetThrough {
    fn covers(&self, leniency: &str, tampering: &Tampering) -> bool {
        self.leniency == leniency
            && self.message == tampering.message
            && self.field == tampering.mutation.field()
            && self.kinds.contains(&tampering.mutation.kind())
    }
}

fn quirk(change: impl FnOnce(&mut Quirks)) -> Leniency {
    let mut quirks = Quirks::default();
    change(&mut quirks);
    Leniency { quirks, policy: RelyingPartyPolicy::default() }
}

fn without(change: fn(RelyingPartyPolicy) -> RelyingPartyPolicy) -> Leniency {
    Leniency { quirks: Quirks::default(), policy: change(RelyingPartyPolicy::default()) }
}

fn endpoint(path: &str) -> Endpoint {
    Endpoint::new(&format!("{ISSUER}{path}")).unwrap()
}

/// Returns every quirk alone, and every danger alone.
fn leniencies() -> BTreeMap<&'static str, Leniency> {
    let template = "https://op.example/{tenantid}";
    let tenants = AcceptedIssuers::Tenants(IssuerTemplate::new(template).unwrap());
    BTreeMap::from([
        ("metadata.any_content_type", quirk(|it| it.metadata.any_content_type = true)),
        (
            "metadata.published_at",
            quirk(|it| {
                let well_known = endpoint("/.well-known/openid-configuration");
                it.metadata.published_at = Some(well_known);
            }),
        ),
        (
            "metadata.stated_issuer",
            quirk(|it| it.metadata.stated_issuer = Some("https://op.example/{tenantid}".into())),
        ),
        (
            "metadata.id_token_algorithms",
            quirk(|it| it.metadata.id_token_algorithms = vec![SignatureAlgorithm::Es256]),
        ),
        ("metadata.token_endpoint", quirk(|it| it.metadata.token_endpoint = Some(endpoint(TOKEN)))),
        ("keys.leading_zeros", quirk(|it| it.keys.leading_zeros = true)),
        ("keys.short_coordinates", quirk(|it| it.keys.short_coordinates = true)),
        ("token_response.scope_array", quirk(|it| it.token_response.scope_array = true)),
        (
            "token_response.token_type_missing",
            quirk(|it| it.token_response.token_type_missing = true),
        ),
        (
            "token_response.access_token_missing",
            quirk(|it| it.token_response.access_token_missing = true),
        ),
        (
            "token_response.any_success_status",
            quirk(|it| it.token_response.any_success_status = true),
        ),
        ("token_response.any_content_type", quirk(|it| it.token_response.any_content_type = true)),
        (
            "token_response.expires_in_unreadable",
            quirk(|it| it.token_response.expires_in_unreadable = true),
        ),
        ("keys.standard_base64", quirk(|it| it.keys.standard_base64 = true)),
        ("keys.numeric_kid", quirk(|it| it.keys.numeric_kid = true)),
        ("id_token.jws.numeric_kid", quirk(|it| it.id_token.jws.numeric_kid = true)),
        ("id_token.jws.any_key", quirk(|it| it.id_token.jws.any_key = true)),
        ("id_token.other_types", quirk(|it| it.id_token.other_types = vec!["ID".into()])),
        ("id_token.numeric_subject", quirk(|it| it.id_token.numeric_subject = true)),
        ("id_token.any_subject", quirk(|it| it.id_token.any_subject = true)),
        ("id_token.string_times", quirk(|it| it.id_token.string_times = true)),
        ("user_info.numeric_subject", quirk(|it| it.user_info.numeric_subject = true)),
        ("user_info.any_content_type", quirk(|it| it.user_info.any_content_type = true)),
        (
            "id_token.issuers: Also",
            quirk(|it| it.id_token.issuers = AcceptedIssuers::Also(vec!["op.example".into()])),
        ),
        ("id_token.issuers: Tenants", quirk(|it| it.id_token.issuers = tenants)),
        ("id_token.events_claim", quirk(|it| it.id_token.events_claim = true)),
        ("id_token.jws.padding", quirk(|it| it.id_token.jws.padding = true)),
        ("id_token.jws.null_kid", quirk(|it| it.id_token.jws.null_kid = true)),
        ("id_token.refreshed_auth_time", quirk(|it| it.id_token.refreshed_auth_time = true)),
        ("danger::send_no_nonce", without(danger::send_no_nonce)),
        ("danger::send_no_pkce", without(danger::send_no_pkce)),
        ("danger::accept_any_auth_time", without(danger::accept_any_auth_time)),
    ])
}

/// Returns the recorded messages of the unchanged run, and of a run of another user. `None` if the
/// unchanged run fails, because the leniency is for a provider of another kind.
fn tapes(leniency: &Leniency) -> Option<(Tape, Tape)> {
    let (result, same) = run_with(leniency, "alice", SEED, None);
    let (_, other) = run_with(leniency, "bob", SEED + 1, None);
    result.is_ok().then_some((same, other))
}

/// Returns the changes after which the operation succeeds that the message belongs to.
fn let_through<'a>(
    leniency: &Leniency,
    (same, other): &(Tape, Tape),
    changes: &'a [Tampering],
) -> Vec<&'a Tampering> {
    let passes = |tampering: &&Tampering| {
        let tapes = Tapes { same, other };
        let (result, _) = run_with(leniency, "alice", SEED, Some((tampering, tapes)));
        !matches!(result, Err(refused) if refused.holds_for(tampering.message))
    };
    changes.iter().filter(passes).collect()
}

/// Returns the quirks of every preset. The addresses that a preset needs are those of the provider
/// in this test.
fn presets() -> BTreeMap<&'static str, Quirks> {
    let published_at = || endpoint("/.well-known/openid-configuration");
    let tenants = IssuerTemplate::new("https://op.example/{tenantid}").unwrap();
    BTreeMap::from([
        ("amazon_alb", presets::amazon_alb()),
        ("amazon_cognito", presets::amazon_cognito()),
        ("apple", presets::apple()),
        ("auth0", presets::auth0()),
        ("azure_ad_b2c", presets::azure_ad_b2c(published_at())),
        ("discord", presets::discord()),
        ("facebook", presets::facebook("v21.0").unwrap()),
        ("github_actions", presets::github_actions()),
        ("gitlab", presets::gitlab()),
        ("google", presets::google()),
        ("keycloak", presets::keycloak()),
        ("kubernetes", presets::kubernetes()),
        ("line", presets::line()),
        ("linkedin", presets::linkedin()),
        ("microsoft_entra", presets::microsoft_entra()),
        ("microsoft_entra_tenants", presets::microsoft_entra_tenants(tenants)),
        ("okta", presets::okta()),
        ("oracle_identity_domain", presets::oracle_identity_domain(published_at())),
        ("salesforce", presets::salesforce()),
        ("slack", presets::slack()),
        ("spire", presets::spire()),
        ("supabase", presets::supabase()),
        ("twitch", presets::twitch()),
    ])
}

#[test]
fn the_list_of_presets_is_complete() {
    let sources = [
        include_str!("../../../../crates/discovery/src/quirks/presets.rs"),
        include_str!("../../../../crates/discovery/src/quirks/presets/microsoft.rs"),
    ];
    let functions = sources.iter().flat_map(|text| text.split("\npub fn ").skip(1));
    let mut names: Vec<&str> = functions.filter_map(|it| it.split('(').next()).collect();
    names.sort_unstable();
    assert_eq!(presets().into_keys().collect::<Vec<_>>(), names);
}

/// Returns whether the single quirk of a row of the table is on in these quirks.
fn has(quirks: &Quirks, leniency: &str) -> bool {
    match leniency {
        "metadata.any_content_type" => quirks.metadata.any_content_type,
        "metadata.token_endpoint" => quirks.metadata.token_endpoint.is_some(),
        "token_response.access_token_missing" => quirks.token_response.access_token_missing,
        "token_response.any_content_type" => quirks.token_response.any_content_type,
        "token_response.token_type_missing" => quirks.token_response.token_type_missing,
        "user_info.any_content_type" => quirks.user_info.any_content_type,
        _ => false,
    }
}

/// Returns all quirks together that this provider can be read with.
fn every_quirk() -> Quirks {
    let mut quirks = Quirks::default();
    quirks.metadata.any_content_type = true;
    quirks.metadata.published_at = Some(endpoint("/.well-known/openid-configuration"));
    quirks.metadata.token_endpoint = Some(endpoint(TOKEN));
    quirks.metadata.id_token_algorithms = vec![SignatureAlgorithm::Es256];
    quirks.keys.leading_zeros = true;
    quirks.keys.short_coordinates = true;
    quirks.token_response.scope_array = true;
    quirks.token_response.token_type_missing = true;
    quirks.token_response.access_token_missing = true;
    quirks.token_response.any_success_status = true;
    quirks.token_response.any_content_type = true;
    quirks.id_token.issuers = AcceptedIssuers::Also(vec!["op.example".into()]);
    quirks.id_token.events_claim = true;
    quirks.id_token.refreshed_auth_time = true;
    quirks.id_token.jws.padding = true;
    quirks.id_token.jws.null_kid = true;
    quirks.id_token.jws.numeric_kid = true;
    quirks.id_token.jws.any_key = true;
    quirks.id_token.other_types = vec!["ID".into()];
    quirks.id_token.numeric_subject = true;
    quirks.id_token.any_subject = true;
    quirks.id_token.string_times = true;
    quirks.keys.standard_base64 = true;
    quirks.keys.numeric_kid = true;
    quirks.token_response.expires_in_unreadable = true;
    quirks.user_info.numeric_subject = true;
    quirks.user_info.any_content_type = true;
    quirks
}

#[test]
fn a_preset_lets_through_only_what_one_of_its_quirks_lets_through() {
    let strict = Leniency::default();
    let strict_tapes = tapes(&strict).expect("the unchanged run succeeds");
    let refused = refused(&strict, &strict_tapes);
    let mut seen = vec![Quirks::default()];
    let mut surprises = Vec::new();
    for (preset, quirks) in presets().into_iter().chain([("every quirk", every_quirk())]) {
        if seen.contains(&quirks) {
            continue;
        }
        seen.push(quirks.clone());
        let settings = Leniency { quirks: quirks.clone(), policy: RelyingPartyPolicy::default() };
        let own_tapes = tapes(&settings);
        let tapes = own_tapes.as_ref().unwrap_or(&strict_tapes);
        for tampering in let_through(&settings, tapes, &refused) {
            let explained = TABLE
                .iter()
                .any(|row| has(&quirks, row.leniency) && row.covers(row.leniency, tampering));
            if !explained {
                surprises.push(format!("{preset} lets through: {}", name(tampering)));
            }
        }
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}

/// Returns the changes after which the operation fails without any leniency.
fn refused(strict: &Leniency, tapes: &(Tape, Tape)) -> Vec<Tampering> {
    let all = tamperings(&tapes.0);
    let harmless: Vec<Tampering> = let_through(strict, tapes, &all).into_iter().cloned().collect();
    all.into_iter().filter(|tampering| !harmless.contains(tampering)).collect()
}

#[test]
fn a_leniency_lets_no_change_through_that_is_not_in_the_table() {
    let strict = Leniency::default();
    let strict_tapes = tapes(&strict).expect("the unchanged run succeeds");
    let refused = refused(&strict, &strict_tapes);

    let mut hits = vec![0; TABLE.len()];
    let mut surprises = Vec::new();
    for (leniency, settings) in leniencies() {
        let own_tapes = tapes(&settings);
        // Without a nonce or a challenge, there is no such field to change.
        let exists = own_tapes.as_ref().map(|(same, _)| tamperings(same));
        let mut changes = refused.clone();
        changes.retain(|change| exists.as_ref().is_none_or(|exists| exists.contains(change)));
        let tapes = own_tapes.as_ref().unwrap_or(&strict_tapes);
        for tampering in let_through(&settings, tapes, &changes) {
            match TABLE.iter().position(|row| row.covers(leniency, tampering)) {
                Some(row) => hits[row] += 1,
                None => surprises.push(format!("{leniency} lets through: {}", name(tampering))),
            }
        }
    }
    for (row, _) in TABLE.iter().zip(&hits).filter(|(_, hits)| **hits == 0) {
        surprises.push(format!("no change is let through: {} {}", row.leniency, row.field));
    }
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}
