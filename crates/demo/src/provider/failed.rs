//! What the sign-in page shows after an attempt to sign in, or to create an account, has failed.
//!
//! The browser keeps it in a cookie: it only concerns what this browser shows to its user.

use std::fmt;

use symbolon::jose::base64url;
use time::Duration;

use crate::guesses::TooEarly;
use crate::users::NotCreated;

/// The longest user name that is shown again, in bytes.
const LONGEST_NAME: usize = 200;

/// The user name of a failed attempt to sign in, and the message about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failed {
    pub(super) username: String,
    pub(super) alert: Alert,
}

/// The reason why an attempt to sign in, or to create an account, failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alert {
    Wrong,
    TooEarly(TooEarly),
    OtherAccount,
    NotCreated(NotCreated),
}

impl Failed {
    /// Writes the value of the cookie. The page of another request does not show it.
    pub(super) fn to_cookie(&self, interaction: &str) -> String {
        let alert = match self.alert {
            Alert::Wrong => "wrong".to_owned(),
            Alert::OtherAccount => "other".to_owned(),
            Alert::NotCreated(reason) => reason.name().to_owned(),
            Alert::TooEarly(TooEarly { wait }) => wait.whole_seconds().to_string(),
        };
        let name = if self.username.len() > LONGEST_NAME { "" } else { &self.username };
        format!("{interaction}.{alert}.{}", base64url::encode(name.as_bytes()))
    }

    /// Reads the value of the cookie.
    pub(super) fn from_cookie(value: &str, interaction: &str) -> Option<Self> {
        let (alert, name) = value.strip_prefix(interaction)?.strip_prefix('.')?.split_once('.')?;
        let alert = match alert {
            "wrong" => Alert::Wrong,
            "other" => Alert::OtherAccount,
            other => match NotCreated::of(other) {
                Some(reason) => Alert::NotCreated(reason),
                None => {
                    let seconds = other.parse::<u16>().ok()?;
                    Alert::TooEarly(TooEarly { wait: Duration::seconds(seconds.into()) })
                }
            },
        };
        let username = String::from_utf8(base64url::decode(name).ok()?).ok()?;
        Some(Self { username, alert })
    }
}

impl Alert {
    /// Returns a stable name of the alert, for the log.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Wrong => "sign_in.wrong_password",
            Self::TooEarly(_) => "sign_in.too_early",
            Self::OtherAccount => "sign_in.other_account",
            Self::NotCreated(NotCreated::Name) => "sign_up.name",
            Self::NotCreated(NotCreated::Taken) => "sign_up.taken",
            Self::NotCreated(NotCreated::Password) => "sign_up.password",
            Self::NotCreated(NotCreated::Full) => "sign_up.full",
        }
    }
}

impl fmt::Display for Alert {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wrong => {
                f.write_str("The user name or the password is wrong. Please try again.")
            }
            Self::TooEarly(TooEarly { wait }) => {
                let seconds = wait.whole_seconds().saturating_add(1);
                write!(f, "There were too many wrong passwords. Please try again in ")?;
                if seconds < 90 {
                    write!(f, "{seconds} seconds.")
                } else {
                    write!(f, "{} minutes.", seconds.saturating_add(59) / 60)
                }
            }
            Self::OtherAccount => f.write_str(
                "The app expects another account. Please sign in with the account that you used there \
                 before, or cancel.",
            ),
            Self::NotCreated(NotCreated::Name) => f.write_str(
                "A user name has 1 to 64 letters, digits or the characters . - _ @ +. A full name has at \
                 most 200 bytes.",
            ),
            Self::NotCreated(NotCreated::Taken) => {
                f.write_str("Another account has this user name. Please choose another name.")
            }
            Self::NotCreated(NotCreated::Password) => {
                f.write_str("A password has at least 8 characters, and at most 1000.")
            }
            Self::NotCreated(NotCreated::Full) => {
                f.write_str("This provider has no room for another account.")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_attempt_is_read_again_for_its_own_request_only() {
        let early = Alert::TooEarly(TooEarly { wait: Duration::seconds(300) });
        let not_created = NotCreated::ALL.map(Alert::NotCreated);
        for alert in [Alert::Wrong, Alert::OtherAccount, early].into_iter().chain(not_created) {
            let failed = Failed { username: "ali;ce\u{e9}".to_owned(), alert };
            let cookie = failed.to_cookie("page");
            assert!(cookie.is_ascii() && !cookie.contains(';'), "{cookie}");
            assert_eq!(Failed::from_cookie(&cookie, "page"), Some(failed));
            assert_eq!(Failed::from_cookie(&cookie, "other"), None);
        }
        for odd in ["", "page", "page.wrong", "page.-1.YQ", "page.99999.YQ", "page.wrong.*"] {
            assert_eq!(Failed::from_cookie(odd, "page"), None, "{odd}");
        }
    }

    #[test]
    fn a_long_user_name_is_not_kept() {
        let failed = Failed { username: "a".repeat(300), alert: Alert::Wrong };
        let read = Failed::from_cookie(&failed.to_cookie("page"), "page").unwrap();
        assert_eq!(read, Failed { username: String::new(), alert: Alert::Wrong });
    }
}
