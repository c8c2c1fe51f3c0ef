//! Rules about lists of choices.

use std::collections::BTreeSet;

use symbolon_jose::Excerpts;
use symbolon_jose::rule::Verdict;

use super::{Checked, HttpUrls, require};
use crate::choices::CHOICES;
use crate::{ClientMetadata, ClientMetadataError};

/// RP Metadata Choices §2: the single value is in its list.
pub(super) fn contains(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    let mut verdict = Verdict::NotApplicable;
    for choice in CHOICES {
        let values = choice.values(metadata);
        let Some(value) = choice.value(metadata).filter(|_| !values.is_empty()) else { continue };
        if !values.iter().any(|it| it == value) {
            let found = Excerpts::new(values);
            let (list, member) = (choice.list(), choice.member());
            return Err(ClientMetadataError::NotAmongChoices { list, member, found });
        }
        verdict = Verdict::Held;
    }
    Ok(verdict)
}

/// RP Metadata Choices §2: a list has each value once.
pub(super) fn distinct(metadata: &ClientMetadata, _: HttpUrls) -> Checked {
    let mut verdict = Verdict::NotApplicable;
    for choice in CHOICES {
        let mut seen = BTreeSet::new();
        for value in choice.values(metadata) {
            let expected = "distinct values with at least one character";
            let holds = !value.is_empty() && seen.insert(value);
            require(holds, choice.list(), value, expected)?;
            verdict = Verdict::Held;
        }
    }
    Ok(verdict)
}
