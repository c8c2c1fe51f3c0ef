//! Rules about texts for people, language tags, lists of choices, and unknown members.

use std::collections::BTreeSet;

use symbolon_jose::rule::Verdict;

use super::{Checked, HttpUrls, at_most, each, require};
use crate::ClientMetadata;
use crate::limits::{LONGEST_CONTACT, LONGEST_NAME, MOST_CONTACTS, MOST_LANGUAGES};

/// RFC 7591 §5: a name has only visible characters that do not change the direction of the
/// text, because a consent page shows the name inside other text.
pub(super) fn client_name(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    let names =
        metadata.client_name.default.iter().chain(metadata.client_name.by_language.values());
    each(names, |name| {
        // With a blank name, the consent page would not show which client asks.
        let is_blank = name.trim().is_empty();
        let fits =
            !is_blank && name.chars().count() <= LONGEST_NAME && name.chars().all(is_printable);
        let expected = "at most 200 characters that are visible and do not change the direction \
                        of the text";
        require(fits, "client_name", name, expected)
    })
}

pub(super) fn contacts(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    at_most("contacts", metadata.contacts.len(), MOST_CONTACTS)?;
    each(&metadata.contacts, |contact| {
        let length = contact.chars().count();
        let fits = (1..=LONGEST_CONTACT).contains(&length) && contact.chars().all(is_printable);
        require(fits, "contacts", contact, "1 to 254 visible characters")
    })
}

/// Returns whether a character is visible, and does not change the direction of the text.
fn is_printable(character: char) -> bool {
    let invisible = matches!(
        character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    );
    !character.is_control() && !invisible
}

/// Registration §2.1: a tag has the syntax of BCP 47.
pub(super) fn tags(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    each(localized(metadata), |(member, tags)| {
        at_most(member, tags.len(), MOST_LANGUAGES)?;
        each(&tags, |tag| require(is_tag(tag), member, tag, "a language tag of BCP 47")).map(drop)
    })
}

/// RFC 7591 §2.2: tags are compared without regard to case.
pub(super) fn distinct_tags(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    each(localized(metadata), |(member, tags)| {
        let mut seen = BTreeSet::new();
        for tag in tags {
            let is_new = seen.insert(tag.to_ascii_lowercase());
            require(is_new, member, tag, "each language tag once, without regard to case")?;
        }
        Ok(())
    })
}

/// Returns the members that have language tags, with the tags.
fn localized(metadata: &ClientMetadata) -> impl Iterator<Item = (&'static str, Vec<&String>)> {
    let pages = [
        ("logo_uri", &metadata.logo_uri),
        ("client_uri", &metadata.client_uri),
        ("policy_uri", &metadata.policy_uri),
        ("tos_uri", &metadata.tos_uri),
    ];
    let pages = pages.into_iter().map(|(member, page)| (member, page.by_language.keys().collect()));
    std::iter::once(("client_name", metadata.client_name.by_language.keys().collect()))
        .chain(pages)
        .filter(|(_, tags): &(_, Vec<&String>)| !tags.is_empty())
}

/// Returns whether a text has the syntax of a language tag: subtags of 1 to 8 letters and digits,
/// with a hyphen between two, and at first 2 to 8 letters, or `x` or `i`.
fn is_tag(tag: &str) -> bool {
    let mut subtags = tag.split('-');
    let is_language = |first: &str| {
        matches!(first, "x" | "X" | "i" | "I")
            || ((2..=8).contains(&first.len()) && first.bytes().all(|it| it.is_ascii_alphabetic()))
    };
    let is_subtag = |subtag: &str| {
        (1..=8).contains(&subtag.len()) && subtag.bytes().all(|it| it.is_ascii_alphanumeric())
    };
    let single = matches!(tag, "x" | "X" | "i" | "I");
    !single && subtags.next().is_some_and(is_language) && subtags.all(is_subtag)
}

/// Members of requests and responses that are not client metadata (Registration §3.2, RFC 7591
/// §2.3, §3.2.1), in addition to the members of the table.
pub(crate) const NOT_METADATA: [&str; 7] = [
    "client_id",
    "client_secret",
    "client_secret_expires_at",
    "client_id_issued_at",
    "registration_access_token",
    "registration_client_uri",
    "software_statement",
];

pub(super) fn extra(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    let has_field = |name: &str| {
        let name = name.split_once('#').map_or(name, |(name, _)| name);
        ClientMetadata::MEMBERS.iter().any(|member| member.name() == name)
    };
    each(metadata.extra.names(), |name| {
        let expected =
            "no member that has a field of its own, and no language tag on other members";
        require(!has_field(name) && !NOT_METADATA.contains(&name), "extra", name, expected)
    })
    .map(|_| Verdict::Held)
}
