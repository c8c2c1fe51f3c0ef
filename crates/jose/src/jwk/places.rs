use std::collections::HashMap;

use super::PublicJwk;
use crate::{SignatureAlgorithm, VerificationKey};

/// Of a set's keys that fit a header alike, how many are looked at.
const MOST_ALIKE: usize = 16;

/// Where in a set the keys are that a header can mean, so that a set of a thousand keys is searched
/// as fast as one of two.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Places {
    named: HashMap<String, Vec<usize>>,
    nameless: Vec<usize>,
    /// In the order of [`SignatureAlgorithm::ALL`].
    fitting: Vec<(SignatureAlgorithm, Vec<usize>)>,
}

impl Places {
    pub(super) fn of(keys: &[PublicJwk]) -> Self {
        let mut places = Self::default();
        for (place, jwk) in keys.iter().enumerate() {
            match jwk.kid() {
                Some(kid) => add(places.named.entry(kid.to_owned()).or_default(), place),
                None => add(&mut places.nameless, place),
            }
        }
        places.fitting = SignatureAlgorithm::ALL
            .iter()
            .map(|algorithm| {
                let fits = |jwk: &PublicJwk| VerificationKey::may_fit(jwk, *algorithm);
                let fitting = keys.iter().enumerate().filter(|(_, jwk)| fits(jwk));
                (*algorithm, fitting.map(|(place, _)| place).take(MOST_ALIKE).collect())
            })
            .collect();
        places
    }

    /// The keys of this name, if there are any.
    pub(super) fn named(&self, kid: &str) -> Option<&[usize]> {
        self.named.get(kid).map(Vec::as_slice)
    }

    /// A name selects by name; keys without a name are considered when no name matches. Without a
    /// name, the algorithm selects.
    pub(super) fn meant(
        &self,
        kid: Option<&str>,
        algorithm: Option<SignatureAlgorithm>,
    ) -> &[usize] {
        match kid {
            Some(kid) => self.named.get(kid).unwrap_or(&self.nameless),
            None => self
                .fitting
                .iter()
                .find(|(fitting, _)| Some(*fitting) == algorithm)
                .map_or(&[], |(_, places)| places),
        }
    }
}

fn add(places: &mut Vec<usize>, place: usize) {
    if places.len() < MOST_ALIKE {
        places.push(place);
    }
}
