//! `prompt`: which pages the client asks the provider to show.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// A value of the parameter `prompt`, which tells the provider which page to show
/// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
///
/// Extensions can define more values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prompt(Cow<'static, str>);

impl Prompt {
    /// The provider must not show any page. If the user would have to log in or to consent, the
    /// provider answers with an error.
    pub const NONE: Self = Self(Cow::Borrowed("none"));
    /// The provider must ask the user to authenticate again.
    pub const LOGIN: Self = Self(Cow::Borrowed("login"));
    /// The provider must ask the user for consent again.
    pub const CONSENT: Self = Self(Cow::Borrowed("consent"));
    /// The provider must ask the user to choose an account.
    pub const SELECT_ACCOUNT: Self = Self(Cow::Borrowed("select_account"));
    /// The provider should show the page on which the user creates an account, instead of the
    /// sign-in page
    /// ([Prompt Create §4](https://openid.net/specs/openid-connect-prompt-create-1_0.html#name-prompt-parameter)).
    /// A user who has an account already may sign in there instead. Do not combine this value with
    /// other values.
    pub const CREATE: Self = Self(Cow::Borrowed("create"));

    /// Returns the text of the value, such as `login`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The values of the parameter `prompt` in a request. The list is empty if the parameter is absent.
///
/// `none` cannot be combined with another value.
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

/// The reason why the parameter `prompt` is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PromptError {
    /// The parameter is not a list of words that are separated by single spaces, or a word contains
    /// a character that is not printable ASCII
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    #[error("`prompt` is malformed; expected words of printable ASCII, separated by single spaces")]
    Syntax,
    /// The parameter contains `none` together with another value
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    #[error("`prompt` contains `none` and another value")]
    NoneWithOther,
}

impl PromptError {
    /// Returns the stable name of the error, such as `"prompt.syntax"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Syntax => "prompt.syntax",
            Self::NoneWithOther => "prompt.none_with_other",
        }
    }
}

impl Prompts {
    /// Creates an empty list of values.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns whether the list contains this value.
    #[must_use]
    pub fn contains(&self, prompt: &Prompt) -> bool {
        self.0.contains(prompt)
    }

    /// Adds a value if the list does not contain it yet.
    ///
    /// # Errors
    /// [`PromptError::NoneWithOther`] if the list would then contain `none` together with another
    /// value.
    pub fn insert(&mut self, prompt: Prompt) -> Result<(), PromptError> {
        if self.0.contains(&prompt) {
            return Ok(());
        }
        // Core §3.1.2.1, prompt: `none` together with another value is an error.
        if !self.0.is_empty() && (prompt == Prompt::NONE || self.contains(&Prompt::NONE)) {
            return Err(PromptError::NoneWithOther);
        }
        self.0.push(prompt);
        Ok(())
    }

    /// Returns the values in the order in which they were added or received.
    pub fn iter(&self) -> impl Iterator<Item = &Prompt> {
        self.0.iter()
    }

    /// Returns whether the list is empty, which means that the parameter is absent.
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
        // Core §14: the delimiter is one space.
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
