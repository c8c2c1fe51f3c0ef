//! The check of a JWK Set by its author.

use std::collections::BTreeSet;

use symbolon_jose::json::document::Value;
use symbolon_jose::jwk::PublicJwk;
use symbolon_jose::rule::{Rule, Section};
use symbolon_jose::{Excerpt, Object, rfc};

use super::{LintFinding, Severity};

const DISCOVERY_3: Section = Section::new(
    "Discovery §3",
    "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata",
);
const CORE_10_1: Section =
    Section::new("Core §10.1", "https://openid.net/specs/openid-connect-core-1_0.html#Signing");

/// A rule for the keys of a set, with the severity of its findings. The check returns sentences.
type KeyRule = (Severity, Rule<fn(&[Object]) -> Vec<String>>);

#[rustfmt::skip]
static RULES: &[KeyRule] = &[
    (Severity::Broken, Rule::new("keys", rfc!("7517", "5"), "`keys` contains at least one JWK", at_least_one)),
    (Severity::Broken, Rule::new("keys.private", DISCOVERY_3, "no key is a private or a symmetric key", private)),
    (Severity::Broken, Rule::new("keys.x5c", DISCOVERY_3, "a key with `x5c` has the bare values of the key too", bare)),
    (Severity::Broken, Rule::new("keys.use", DISCOVERY_3, "if the set has keys for signing and for encryption, every key has `use`", uses)),
    (Severity::Broken, Rule::new("keys.kid", CORE_10_1, "if the set has several keys, every key has a `kid`", kids)),
    (Severity::Unwise, Rule::new("keys.kid.repeated", rfc!("7517", "4.5"), "a `kid` occurs once", repeated)),
    (Severity::Unwise, Rule::new("keys.unreadable", rfc!("7517", "5"), "clients can read every key", unreadable)),
];

/// Checks the JWK Set at the `jwks_uri` of a provider, and returns what it finds
/// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata),
/// [RFC 7517](https://www.rfc-editor.org/rfc/rfc7517)). The set is the JSON object as it is published.
///
/// ```
/// use symbolon_discovery::lint::lint_keys;
/// use symbolon_jose::Object;
///
/// let set = Object::parse(br#"{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}"#)?;
/// assert_eq!(lint_keys(&set)[0].rule, "keys.private");
/// # Ok::<(), symbolon_jose::json::Error>(())
/// ```
#[must_use]
pub fn lint_keys(set: &Object) -> Vec<LintFinding> {
    let keys = set.get("keys").and_then(Value::as_array);
    let keys = keys.into_iter().flatten();
    let keys: Vec<Object> =
        keys.map(|key| Object::from_value(key.clone()).unwrap_or_default()).collect();
    let findings = RULES.iter().flat_map(|(severity, rule)| {
        let finding = |found| LintFinding {
            rule: rule.id(),
            section: rule.section(),
            link: rule.link(),
            member: "keys".to_owned(),
            severity: *severity,
            found,
        };
        (rule.check())(&keys).into_iter().map(finding)
    });
    findings.collect()
}

/// Returns the text of a member of a key.
fn text<'a>(key: &'a Object, name: &str) -> Option<&'a str> {
    key.get(name).and_then(Value::as_str)
}

/// Returns a key as it is named in a sentence: by its `kid` or by its place.
fn name(place: usize, key: &Object) -> String {
    match text(key, "kid") {
        Some(kid) => format!("the key {}", Excerpt::new(kid)),
        None => format!("key {place} of the set"),
    }
}

/// Returns the keys for which a check says something.
fn each(keys: &[Object], check: impl Fn(&Object) -> Option<String>) -> Vec<String> {
    let found = keys.iter().zip(1..).filter_map(|(key, place)| {
        let found = check(key)?;
        Some(format!("{} {found}", name(place, key)))
    });
    found.collect()
}

fn at_least_one(keys: &[Object]) -> Vec<String> {
    if !keys.is_empty() {
        return Vec::new();
    }
    vec!["the set has no keys: clients cannot verify the provider's tokens".to_owned()]
}

fn private(keys: &[Object]) -> Vec<String> {
    each(keys, |key| {
        let is_symmetric = text(key, "kty") == Some("oct") || key.contains("k");
        // RFC 7518 §6.2.2, §6.3.2: the members of private keys. The value is not shown.
        let private = ["d", "p", "q", "dp", "dq", "qi", "oth", "priv"];
        let private = private.into_iter().find(|name| key.contains(name));
        match (is_symmetric, private) {
            (true, _) => Some("is a symmetric key: everyone can now use it".to_owned()),
            (false, Some(name)) => {
                Some(format!("has the member `{name}` of a private key: everyone can now use it"))
            }
            (false, None) => None,
        }
    })
}

fn bare(keys: &[Object]) -> Vec<String> {
    each(keys, |key| {
        let values: &[&str] = match text(key, "kty")? {
            "RSA" => &["n", "e"],
            "EC" => &["crv", "x", "y"],
            "OKP" => &["crv", "x"],
            _ => return None,
        };
        let missing = values.iter().find(|name| !key.contains(name));
        let missing = missing.filter(|_| key.contains("x5c"))?;
        Some(format!("has `x5c`, but not the bare value `{missing}`"))
    })
}

fn uses(keys: &[Object]) -> Vec<String> {
    let has = |usage: &str| keys.iter().any(|key| text(key, "use") == Some(usage));
    if !(has("enc") && keys.len() > 1) {
        return Vec::new();
    }
    each(keys, |key| {
        text(key, "use").is_none().then(|| "has no `use`, but another key is for encryption".into())
    })
}

fn kids(keys: &[Object]) -> Vec<String> {
    if keys.len() < 2 {
        return Vec::new();
    }
    each(keys, |key| text(key, "kid").is_none().then(|| "has no `kid` beside other keys".into()))
}

fn repeated(keys: &[Object]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let kids = keys.iter().filter_map(|key| text(key, "kid"));
    let again = kids.filter(|kid| !seen.insert(kid.to_owned()));
    again.map(|kid| format!("several keys have the `kid` {}", Excerpt::new(kid))).collect()
}

fn unreadable(keys: &[Object]) -> Vec<String> {
    each(keys, |key| {
        // The rule about private keys already reports this key.
        if key.contains("k") || key.contains("d") || text(key, "kty") == Some("oct") {
            return None;
        }
        let error = PublicJwk::from_object(key.clone()).err()?;
        Some(format!("cannot be read, so that clients leave it out: {error}"))
    })
}
