//! `prompt`: whether the end-user is to be asked.

use std::fmt;
use std::str::FromStr;

/// One value of `prompt`; open to extensions
/// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prompt(std::borrow::Cow<'static, str>);

impl Prompt {
    /// No page may be shown: answer at once, or with an error.
    pub const NONE: Self = Self(std::borrow::Cow::Borrowed("none"));
    /// The end-user has to authenticate again.
    pub const LOGIN: Self = Self(std::borrow::Cow::Borrowed("login"));
    /// The end-user has to consent again.
    pub const CONSENT: Self = Self(std::borrow::Cow::Borrowed("consent"));
    /// The end-user has to choose an account.
    pub const SELECT_ACCOUNT: Self = Self(std::borrow::Cow::Borrowed("select_account"));

    /// The value as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The values of `prompt` together: empty when the parameter is absent. `none` stands alone.
///
/// ```
/// use symbolon_oidc::{Prompt, Prompts};
///
/// let prompts: Prompts = "login consent".parse()?;
/// assert!(prompts.contains(&Prompt::LOGIN));
/// assert!("none login".parse::<Prompts>().is_err());
/// # Ok::<(), symbolon_oidc::authentication_request::PromptError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prompts(Vec<Prompt>);

/// The value of `prompt` cannot be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PromptError {
    /// Not a list of ASCII words with one space between
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    #[error("prompt is not a list of words")]
    Syntax,
    /// `none` together with another value
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    #[error("prompt has none and another value")]
    NoneWithOther,
}

impl PromptError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Syntax => "prompt.syntax",
            Self::NoneWithOther => "prompt.none_with_other",
        }
    }
}

impl Prompts {
    /// No value at all.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether this value is among them.
    #[must_use]
    pub fn contains(&self, prompt: &Prompt) -> bool {
        self.0.contains(prompt)
    }

    /// Adds a value, once.
    ///
    /// # Errors
    /// [`PromptError::NoneWithOther`].
    pub fn insert(&mut self, prompt: Prompt) -> Result<(), PromptError> {
        if self.0.contains(&prompt) {
            return Ok(());
        }
        // Core §3.1.2.1, prompt: `none` with any other value is an error.
        if !self.0.is_empty() && (prompt == Prompt::NONE || self.contains(&Prompt::NONE)) {
            return Err(PromptError::NoneWithOther);
        }
        self.0.push(prompt);
        Ok(())
    }

    /// The values in the order in which they were given.
    pub fn iter(&self) -> impl Iterator<Item = &Prompt> {
        self.0.iter()
    }

    /// Whether there is none, that is, no parameter.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Prompt> for Prompts {
    fn from(prompt: Prompt) -> Self {
        Self(vec![prompt])
    }
}

impl FromStr for Prompts {
    type Err = PromptError;

    fn from_str(text: &str) -> Result<Self, PromptError> {
        let mut prompts = Self::new();
        // Core §14: one space is the delimiter.
        for word in text.split(' ') {
            if word.is_empty() || !word.bytes().all(|byte| byte.is_ascii_graphic()) {
                return Err(PromptError::Syntax);
            }
            prompts.insert(Prompt(word.to_owned().into()))?;
        }
        Ok(prompts)
    }
}

impl fmt::Display for Prompts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.0.iter().map(Prompt::as_str).collect();
        f.write_str(&words.join(" "))
    }
}
