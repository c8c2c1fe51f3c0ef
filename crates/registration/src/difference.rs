//! The differences between the metadata that a client asked for and the metadata that the provider
//! registered.

use std::fmt;

use symbolon_jose::Excerpt;
use symbolon_jose::json::document::Value;
use symbolon_jose::{KeyManagementAlgorithm, Object, SignatureAlgorithm};

use crate::ClientMetadata;
use crate::choices::CHOICES;

/// A member of the client metadata for which the provider registered another value than the client
/// asked for.
///
/// `Display` prints the member and both values.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Difference {
    /// The name of the member, with its language tag if it has one.
    pub member: String,
    /// What happened to the member.
    pub kind: DifferenceKind,
    is_weaker: bool,
}

/// What a provider did with a member of client metadata. This enum is deliberately exhaustive,
/// because a report has to show each kind.
#[derive(Clone, Debug, PartialEq)]
pub enum DifferenceKind {
    /// The client did not ask for the member, and the provider added this value, which is not the
    /// default.
    Added(Excerpt),
    /// The provider replaced the value.
    Replaced {
        /// The value that the client asked for, as JSON.
        asked: Excerpt,
        /// The value that the provider registered, as JSON.
        held: Excerpt,
    },
    /// The provider left the member out. The client asked for this value.
    LeftOut(Excerpt),
}

impl Difference {
    /// Returns whether the registered value protects the client less than the value that the client
    /// asked for, for example because a signature or encryption is missing. A client should refuse
    /// such a registration.
    #[must_use]
    pub fn is_weaker(&self) -> bool {
        self.is_weaker
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            DifferenceKind::Added(held) => write!(f, "`{}` was added: {held}", self.member),
            DifferenceKind::Replaced { asked, held } => {
                write!(f, "`{}` is {held} instead of {asked}", self.member)
            }
            DifferenceKind::LeftOut(asked) => write!(f, "`{}` was left out: {asked}", self.member),
        }
    }
}

impl ClientMetadata {
    /// Returns the differences between this metadata, which the client asked for, and `held`, which
    /// the provider returned. The order is that of the names.
    ///
    /// The defaults of omitted members count on both sides. A list of choices is not compared: the
    /// provider returns the chosen value, which is not a difference if it is in the list.
    ///
    /// ```
    /// use symbolon_registration::ClientMetadata;
    ///
    /// let asked = ClientMetadata::parse(br#"{"id_token_signed_response_alg":"ES256"}"#)?;
    /// let held = ClientMetadata::parse(br#"{"id_token_signed_response_alg":"none"}"#)?;
    /// let differences = asked.differences(&held);
    /// assert_eq!(
    ///     differences[0].to_string(),
    ///     r#"`id_token_signed_response_alg` is "none" instead of "ES256""#
    /// );
    /// assert!(differences[0].is_weaker());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn differences(&self, held: &Self) -> Vec<Difference> {
        let (asked, returned) = (filled(self), filled(held));
        let mut names: Vec<&str> = asked.names().chain(returned.names()).collect();
        names.sort_unstable();
        names.dedup();
        let mut differences = Vec::new();
        for name in names {
            let values = (asked.get(name), returned.get(name));
            if values.0 == values.1 || self.chose(name, values.1) {
                continue;
            }
            let kind = match values {
                (Some(asked), Some(held)) => {
                    DifferenceKind::Replaced { asked: excerpt(asked), held: excerpt(held) }
                }
                (Some(asked), None) => DifferenceKind::LeftOut(excerpt(asked)),
                (None, Some(held)) => DifferenceKind::Added(excerpt(held)),
                (None, None) => continue,
            };
            let is_weaker = is_weaker(name, values.0, values.1);
            differences.push(Difference { member: name.to_owned(), kind, is_weaker });
        }
        differences
    }

    /// Returns whether a value is one of the choices of the client for this member.
    fn chose(&self, member: &str, held: Option<&Value>) -> bool {
        let choice = CHOICES.iter().find(|choice| choice.member() == member);
        let Some((choice, held)) = choice.zip(held.and_then(Value::as_str)) else { return false };
        choice.values(self).iter().any(|value| value == held)
    }
}

/// Returns the members with their defaults. The lists of choices are not compared: they are
/// removed, and the members that they stand for have their defaults.
fn filled(metadata: &ClientMetadata) -> Object {
    let mut metadata = metadata.clone();
    CHOICES.iter().for_each(|choice| choice.clear(&mut metadata));
    metadata.fill_defaults();
    metadata.to_object()
}

fn excerpt(value: &Value) -> Excerpt {
    match value {
        Value::String(text) => Excerpt::new(text),
        other => Excerpt::new(&other.to_string()),
    }
}

/// The members that are protections if they are true.
const FLAGS: [&str; 6] = [
    "require_auth_time",
    "require_pushed_authorization_requests",
    "require_signed_request_object",
    "dpop_bound_access_tokens",
    "tls_client_certificate_bound_access_tokens",
    "backchannel_logout_session_required",
];

/// Returns whether the registered value protects the client less than the value that the client
/// asked for.
fn is_weaker(member: &str, asked: Option<&Value>, held: Option<&Value>) -> bool {
    let (asked_text, held_text) = (asked.and_then(Value::as_str), held.and_then(Value::as_str));
    match member {
        member if FLAGS.contains(&member) => asked == Some(&Value::Bool(true)),
        "token_endpoint_auth_method" => strength(held_text) < strength(asked_text),
        "subject_type" => asked_text == Some("pairwise"),
        member if member.ends_with("_signed_response_alg") || member.ends_with("_signing_alg") => {
            asked_text.is_some_and(|it| it != "none")
                && signature(held_text) < signature(asked_text)
        }
        member
            if member.ends_with("_encrypted_response_alg")
                || member == "request_object_encryption_alg" =>
        {
            asked.is_some() && encryption(held_text) < encryption(asked_text)
        }
        member if member.ends_with("_encrypted_response_enc") => held.is_none(),
        _ => false,
    }
}

/// Returns the strength of an authentication method: no authentication, a shared secret, a key.
fn strength(method: Option<&str>) -> u8 {
    match method {
        None | Some("none") => 0,
        Some("client_secret_basic" | "client_secret_post") => 1,
        Some("client_secret_jwt") => 2,
        Some(_) => 3,
    }
}

/// Returns the strength of a signature: no signature, a MAC, an asymmetric algorithm. Registration
/// does not order the algorithms among each other.
fn signature(alg: Option<&str>) -> u8 {
    match alg {
        None | Some("none") => 0,
        Some(alg) if alg.parse::<SignatureAlgorithm>().is_ok_and(SignatureAlgorithm::is_mac) => 1,
        Some(_) => 2,
    }
}

/// Returns the strength of an encryption: no encryption, RSA1_5, another algorithm.
fn encryption(alg: Option<&str>) -> u8 {
    match alg.map(str::parse::<KeyManagementAlgorithm>) {
        None => 0,
        Some(Ok(KeyManagementAlgorithm::Rsa1_5)) => 1,
        Some(_) => 2,
    }
}
