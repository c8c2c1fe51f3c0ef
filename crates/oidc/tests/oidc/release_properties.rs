//! Laws of the release of claims, for arbitrary requests.

use std::collections::BTreeMap;

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use serde_json::Value;
use symbolon_jose::Object;
use symbolon_oauth::Scope;
use symbolon_oidc::release::{Asked, ClaimOutcome, Consented, Release, ReleaseTo};
use symbolon_oidc::{ClaimPlace, ClaimRequest, ClaimsRequest, scope_claims};

fn name() -> impl Strategy<Value = String> {
    "(name|email|groups|sub|iss|acr|nonce|website|phone_number|at_hash)(#(de|de-CH|fr|))?"
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just("".into()),
        Just("a".into()),
        Just("b".into()),
        Just(1.into()),
        Just(vec!["a"].into()),
    ]
}

fn claim() -> impl Strategy<Value = ClaimRequest> {
    (any::<bool>(), option::of(value()), vec(value(), 0..3)).prop_map(
        |(essential, only, values)| {
            let mut claim = ClaimRequest::voluntary().values(values);
            (claim.essential, claim.value) = (essential, only);
            claim
        },
    )
}

fn scope() -> impl Strategy<Value = Scope> {
    "openid( (profile|email|phone|x)){0,3}".prop_map(|text| text.parse().unwrap())
}

fn object(members: BTreeMap<String, Value>) -> Object {
    let mut object = Object::new();
    for (name, value) in members {
        object.insert(&name, value);
    }
    object
}

fn base(name: &str) -> &str {
    name.split('#').next().unwrap()
}

const REGISTERED: [&str; 5] = ["sub", "iss", "acr", "nonce", "at_hash"];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn only_what_was_asked_for_and_allowed_is_released(
        (user_info, id_token) in (btree_map(name(), claim(), 0..5), btree_map(name(), claim(), 0..5)),
        known in btree_map(name(), value(), 0..10).prop_map(object),
        (asked_scope, consented_scope) in (scope(), scope()),
        names in vec("(name|email|groups|sub|iss)", 0..3),
        locales in vec("(de|de-CH|fr|en|\\PC{0,4})", 0..3),
        (alone, all) in (any::<bool>(), any::<bool>()),
    ) {
        let mut claims = ClaimsRequest::new();
        (claims.user_info, claims.id_token) = (user_info, id_token);
        let to = if alone { ReleaseTo::IdTokenOnly } else { ReleaseTo::IdTokenAndUserInfo };
        let asked = Asked::new(&claims, &asked_scope, to).locales(&locales);
        let consented = Consented::new(&consented_scope).claims(&names);
        let consented = if all { Consented::to_all() } else { consented };
        let release = Release::new(&asked, &consented, &known);
        let by_scope = scope_claims(&asked_scope);
        let allowed_by_scope = scope_claims(&consented_scope);
        for (place, released) in
            [(ClaimPlace::IdToken, &release.id_token), (ClaimPlace::UserInfo, &release.user_info)]
        {
            prop_assert!(released.is_empty() || place == ClaimPlace::IdToken || !alone);
            for (member, value) in released.iter() {
                let claim = base(member);
                prop_assert!(!REGISTERED.contains(&claim), "{} is registered", member);
                prop_assert!(!value.is_null() && value != "", "{} is blank", member);
                // The value is known under the name of the claim, with or without a language tag.
                prop_assert!(known.iter().any(|(known, it)| base(known) == claim && it == value));
                let place_of_scope = (place == ClaimPlace::UserInfo) != alone;
                let mut requests = claims.place(place).iter().filter(|(it, _)| base(it) == claim);
                let exact = claims.place(place).get(member);
                prop_assert!(exact.is_none_or(|it| it.accepts(value)), "{} differs", member);
                let by_name = requests.clone().next().is_some();
                prop_assert!(by_name || (place_of_scope && by_scope.contains(&claim)));
                // The value is acceptable to a request. The request by the scope counts only if
                // `claims` does not ask for this claim.
                let scope_asks = place_of_scope
                    && by_scope.contains(&claim)
                    && !claims.place(place).contains_key(claim);
                prop_assert!(scope_asks || requests.any(|(_, it)| it.accepts(value)));
                let allowed = names.iter().any(|it| it == claim)
                    || allowed_by_scope.contains(&claim);
                prop_assert!(all || allowed, "no consent to {}", member);
            }
        }
        for claim in &release.report {
            let released = match claim.place {
                ClaimPlace::IdToken => &release.id_token,
                _ => &release.user_info,
            };
            let is_released = released.names().any(|it| base(it) == base(&claim.name));
            prop_assert!(claim.outcome != ClaimOutcome::Released || is_released);
        }
        // The stored claims and the stored scope release the same claims later.
        let stored = asked.consented_claims(&consented);
        let mut scope = Scope::new();
        for value in asked_scope.iter().filter(|value| all || consented_scope.contains(value)) {
            scope.insert(value).unwrap();
        }
        let later = Asked::new(&stored, &scope, to).locales(&locales);
        let later = Release::new(&later, &Consented::to_all(), &known);
        for (member, value) in later.user_info.iter() {
            prop_assert_eq!(release.user_info.get(member), Some(value));
        }
        prop_assert!(later.id_token.names().all(|member| release.id_token.contains(member)));
    }
}
