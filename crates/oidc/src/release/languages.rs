//! The choice of the language of a claim.

use serde_json::Value;
use symbolon_jose::Object;

/// A known value of a claim, and the name of the member under which it is released.
#[derive(Debug)]
pub(super) struct Variant<'a> {
    pub(super) member: String,
    pub(super) value: &'a Value,
}

/// Returns the values to release for the claim `name`, which can have a language tag. `locales` are
/// the client's `claims_locales`.
pub(super) fn variants<'a>(known: &'a Object, name: &str, locales: &[String]) -> Vec<Variant<'a>> {
    if let Some((base, tag)) = name.split_once('#') {
        let tagged = tagged(known, base);
        let Some(best) = best(&tagged, tag) else { return Vec::new() };
        // Core §5.5.2: a value in another language has its own language tag.
        let member = if best.tag.eq_ignore_ascii_case(tag) { name } else { best.member };
        return vec![Variant { member: member.to_owned(), value: best.value }];
    }
    let tagged = tagged(known, name);
    let plain = known.get(name).filter(|value| !is_blank(value));
    let preferred = locales.iter().find_map(|locale| best(&tagged, locale));
    // Core §5.2: a claim in the language that the client asks for has no language tag.
    let value = match (preferred, plain) {
        (Some(best), _) => Some(best.value),
        (None, Some(plain)) if !locales.is_empty() => Some(plain),
        _ => None,
    };
    if let Some(value) = value {
        return vec![Variant { member: name.to_owned(), value }];
    }
    let plain = plain.map(|value| Variant { member: name.to_owned(), value });
    let others = tagged.iter().map(|it| Variant { member: it.member.to_owned(), value: it.value });
    plain.into_iter().chain(others).collect()
}

/// A known value with a language tag.
#[derive(Clone, Copy, Debug)]
struct Tagged<'a> {
    member: &'a str,
    tag: &'a str,
    value: &'a Value,
}

/// Returns the values of a claim that have a language tag.
fn tagged<'a>(known: &'a Object, base: &str) -> Vec<Tagged<'a>> {
    let members = known.iter().filter(|(_, value)| !is_blank(value));
    let tagged = members.filter_map(|(member, value)| {
        let tag = member.strip_prefix(base)?.strip_prefix('#')?;
        (!tag.is_empty()).then_some(Tagged { member, tag, value })
    });
    tagged.collect()
}

/// Returns the value that suits a language best: in this language, in a regional form of it, or in
/// a more general form, such as `de` for `de-CH`.
fn best<'a>(tagged: &[Tagged<'a>], language: &str) -> Option<Tagged<'a>> {
    let exact = |wanted: &str| tagged.iter().find(|it| it.tag.eq_ignore_ascii_case(wanted));
    let is_form = |it: &&Tagged<'_>| {
        // Core §5.2: a value in Swiss German suits a client that asks for German.
        let start = it.tag.get(..language.len());
        let rest = it.tag.get(language.len()..);
        start.is_some_and(|start| start.eq_ignore_ascii_case(language))
            && rest.is_some_and(|rest| rest.starts_with('-'))
    };
    let shorter = || {
        // RFC 4647 §3.4: subtags are removed from the end until a value is found.
        let mut range = language;
        while let Some((start, _)) = range.rsplit_once('-') {
            if let Some(found) = exact(start) {
                return Some(found);
            }
            range = start;
        }
        None
    };
    exact(language).or_else(|| tagged.iter().find(is_form)).or_else(shorter).copied()
}

/// Returns whether a value counts as absent. Core §5.3.2: a claim without a value is omitted.
fn is_blank(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("")
}
