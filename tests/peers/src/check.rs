//! Everybody does what they are timed doing: the right token is accepted, and every wrong one is
//! refused for what is wrong with it.

use symbolon_jose::{SigningKey, base64url};

use crate::backend::Backend;
use crate::contestants::{Contestant, Read, Write, symbolon};
use crate::id_token::IdToken;
use crate::key::Key;
use crate::raw::Raw;

/// Good and bad tokens of one key, and a reader that all written tokens have to pass.
pub struct Check {
    /// The token that everybody accepts.
    pub token: String,
    /// Tokens whose signature does not hold.
    tampered: Vec<String>,
    /// Tokens whose signature holds, with one claim that is not what was expected.
    unexpected: Vec<(&'static str, String)>,
    validate: Read,
}

impl Check {
    pub fn new(key: &Key, backend: Backend) -> Self {
        let signing = SigningKey::from_jwk(&key.jwk, key.algorithm, backend.crypto());
        let signing = signing.expect("a key that fits");
        let sign = |id_token| symbolon::sign(signing.clone(), id_token)();
        let unexpected: Vec<_> = IdToken::unexpected()
            .into_iter()
            .map(|(claim, id_token)| (claim, sign(id_token)))
            .collect();
        let token = sign(IdToken::expected());
        let tampered = vec![
            other_signature(&token),
            swapped(&token, unexpected.first().map_or("", |(_, token)| token)),
        ];
        let validate = symbolon::contestant(key, backend.crypto()).validate;
        Self { token, tampered, unexpected, validate: validate.expect("ours does everything") }
    }

    /// # Panics
    /// When it accepts or refuses what it should not.
    pub fn contestant(&self, contestant: &Contestant) {
        let name = contestant.name;
        for read in contestant.verify.iter().chain(&contestant.validate) {
            assert!(read(&self.token), "{name} refuses the right token");
            for token in &self.tampered {
                assert!(!read(token), "{name} accepts a signature that does not hold");
            }
        }
        if let Some(validate) = &contestant.validate {
            for (claim, token) in &self.unexpected {
                assert!(!validate(token), "{name} does not check {claim}");
            }
        }
        for write in contestant.sign.iter().chain(&contestant.issue) {
            self.written(name, write);
        }
    }

    fn written(&self, name: &str, write: &Write) {
        assert!((self.validate)(&write()), "{name} writes a token that cannot be read");
    }

    /// # Panics
    /// When it accepts, refuses or writes what it should not.
    pub fn raw(&self, raw: &Raw) {
        let verifies = |token: &str| {
            let (message, signature) = token.rsplit_once('.').expect("a compact token");
            let signature = base64url::decode(signature).expect("base64url");
            (raw.verify)(message.as_bytes(), &signature)
        };
        assert!(verifies(&self.token), "the raw primitive refuses the right token");
        for token in &self.tampered {
            assert!(!verifies(token), "the raw primitive accepts a signature that does not hold");
        }
        let (message, _) = self.token.rsplit_once('.').expect("a compact token");
        let mut signature = Vec::new();
        (raw.sign)(message.as_bytes(), &mut signature);
        let signed = format!("{message}.{}", base64url::encode(&signature));
        assert!((self.validate)(&signed), "the raw primitive's signature does not hold");
    }
}

/// The same header and payload, and a signature with one bit changed.
fn other_signature(token: &str) -> String {
    let (message, signature) = token.rsplit_once('.').expect("a compact token");
    let mut signature = base64url::decode(signature).expect("base64url");
    let middle = signature.len() / 2;
    signature[middle] ^= 1;
    format!("{message}.{}", base64url::encode(&signature))
}

/// The signature of one token under the header and payload of another.
fn swapped(token: &str, other: &str) -> String {
    let (message, _) = other.rsplit_once('.').expect("a compact token");
    let (_, signature) = token.rsplit_once('.').expect("a compact token");
    format!("{message}.{signature}")
}
