//! The users who can sign in: the users of an embedded file, with their password hashes and claims,
//! and the users who created an account since the demo has started.

mod password;

use std::sync::{Arc, PoisonError, RwLock};

use serde::Deserialize;
use symbolon::jose::crypto::RandomError;
use symbolon::jose::{Object, base64url};
use symbolon::oidc::{Localized, OddClaim, StandardClaims};
use symbolon::ring::CRYPTO;
use thiserror::Error;
use tokio::sync::Semaphore;

use self::password::{has_hash, hash};

const FILE: &str = include_str!("../users.json");

/// A hash to compare with when there is no user of the name: no password has it.
const NO_PASSWORD: &str = "$argon2id$v=19$m=19456,t=2,p=1$Wzxw+q6KRJVaYXvtjF2s3w$JhqwGt8yaND0KnP0egr5ZmWp+FXlo/mjlJ6GH65Vu3s";

/// The most passwords that are hashed at the same time. Each takes 19 MiB and a processor, and anybody
/// can send guesses.
const HASHES: usize = 4;

/// The largest number of users. Anyone can create accounts, and the memory is limited.
const MOST: usize = 1000;

/// The length of the random bytes from which a new `sub` or a salt is made.
const RANDOM: usize = 16;

/// A user with an account.
#[derive(Debug)]
pub(crate) struct User {
    /// The name that the user types. It may change, so clients do not identify the user by it.
    pub(crate) username: String,
    /// `sub`, by which clients identify the user.
    pub(crate) subject: String,
    pub(crate) claims: StandardClaims,
    /// The hash of the password, in the PHC string format.
    hash: String,
}

/// All users with an account.
#[derive(Debug)]
pub(crate) struct Users {
    users: Arc<RwLock<Vec<Arc<User>>>>,
    hashing: Arc<Semaphore>,
}

/// Why the embedded file cannot be used.
#[derive(Debug, Error)]
pub(crate) enum UsersError {
    #[error("users.json is not a list of users")]
    Json(#[from] serde_json::Error),
    #[error("users.json has a claim of a wrong type: {0}")]
    Claim(OddClaim),
}

/// What a person types to create an account.
#[derive(Clone, Debug)]
pub(crate) struct NewAccount {
    pub(crate) username: String,
    /// The full name; empty if the person does not tell it.
    pub(crate) name: String,
    pub(crate) password: String,
}

/// Why an account is not created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotCreated {
    /// The user name or the full name is empty, too long, or has unusual characters.
    Name,
    /// Another user has the user name.
    Taken,
    /// The password is too short or too long.
    Password,
    /// There are [`MOST`] users, or the password cannot be hashed.
    Full,
}

impl NotCreated {
    /// All reasons.
    pub(crate) const ALL: [Self; 4] = [Self::Name, Self::Taken, Self::Password, Self::Full];

    /// Returns a short name of the reason.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Taken => "taken",
            Self::Password => "password",
            Self::Full => "full",
        }
    }

    /// Returns the reason with this name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

impl NewAccount {
    /// Checks what does not depend on other users.
    fn check(&self) -> Result<(), NotCreated> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || ".-_@+".contains(c);
        let username =
            (1..=64).contains(&self.username.len()) && self.username.chars().all(is_plain);
        let name = self.name.len() <= 200 && !self.name.contains(char::is_control);
        if !username || !name {
            return Err(NotCreated::Name);
        }
        let is_usual = (8..=1000).contains(&self.password.chars().count());
        if is_usual { Ok(()) } else { Err(NotCreated::Password) }
    }

    fn into_user(self, subject: String, hash: String) -> User {
        let mut claims = StandardClaims::new();
        claims.preferred_username = Localized::new(&self.username);
        if !self.name.is_empty() {
            claims.name = Localized::new(&self.name);
        }
        User { username: self.username, subject, claims, hash }
    }
}

/// Returns a new `sub`, which no user has.
pub(crate) fn new_subject() -> Result<String, RandomError> {
    Ok(base64url::encode(&random()?))
}

fn random() -> Result<[u8; RANDOM], RandomError> {
    let mut bytes = [0; RANDOM];
    CRYPTO.random.fill(&mut bytes)?;
    Ok(bytes)
}

impl Users {
    /// Reads the embedded file.
    pub(crate) fn load() -> Result<Self, UsersError> {
        let records: Vec<Record> = serde_json::from_str(FILE)?;
        let users = records.into_iter().map(|record| record.into_user().map(Arc::new));
        let users = Arc::new(RwLock::new(users.collect::<Result<_, _>>()?));
        Ok(Self { users, hashing: Arc::new(Semaphore::new(HASHES)) })
    }

    /// Returns the user with this `sub`.
    pub(crate) fn by_subject(&self, subject: &str) -> Option<Arc<User>> {
        self.find(|user| user.subject == subject)
    }

    /// Creates an account with this `sub`. The demo keeps it in its memory until it ends.
    pub(crate) async fn create(
        &self,
        account: NewAccount,
        subject: String,
    ) -> Result<(), NotCreated> {
        account.check()?;
        self.check_room(&account.username)?;
        let permit = self.hashing.clone().acquire_owned().await;
        let permit = permit.map_err(|_| NotCreated::Full)?;
        let salt = random().map_err(|_| NotCreated::Full)?;
        let hashed = move || {
            let _permit = permit;
            hash(&account.password, &salt).map(|hash| account.into_user(subject, hash))
        };
        let user = tokio::task::spawn_blocking(hashed).await.ok().flatten();
        let user = user.ok_or(NotCreated::Full)?;
        let mut users = self.users.write().unwrap_or_else(PoisonError::into_inner);
        // Another request may have created an account while the password was hashed.
        room(&users, &user.username)?;
        users.push(Arc::new(user));
        Ok(())
    }

    fn check_room(&self, username: &str) -> Result<(), NotCreated> {
        room(&self.users.read().unwrap_or_else(PoisonError::into_inner), username)
    }

    fn find(&self, matches: impl Fn(&User) -> bool) -> Option<Arc<User>> {
        let users = self.users.read().unwrap_or_else(PoisonError::into_inner);
        users.iter().find(|user| matches(user)).cloned()
    }

    /// Returns the subject of the user with this name and this password.
    ///
    /// An unknown name takes as long as a wrong password, so that the time does not tell whether there
    /// is an account. Hashing is slow on purpose. It runs on threads for blocking work, at most
    /// [`HASHES`] at the same time.
    pub(crate) async fn sign_in(&self, username: String, password: String) -> Option<String> {
        let permit = self.hashing.clone().acquire_owned().await.ok()?;
        let user = self.find(|user| user.username == username);
        let verify = move || {
            // The thread goes on hashing when the browser closes the connection, so the thread holds the
            // permit.
            let _permit = permit;
            let hash = user.as_ref().map_or(NO_PASSWORD, |user| &user.hash);
            let matches = has_hash(&password, hash);
            user.filter(|_| matches).map(|user| user.subject.clone())
        };
        tokio::task::spawn_blocking(verify).await.ok().flatten()
    }
}

/// Checks that no user has this name, and that there is room for one more user.
fn room(users: &[Arc<User>], username: &str) -> Result<(), NotCreated> {
    if users.iter().any(|user| user.username.eq_ignore_ascii_case(username)) {
        return Err(NotCreated::Taken);
    }
    if users.len() < MOST { Ok(()) } else { Err(NotCreated::Full) }
}

#[derive(Deserialize)]
struct Record {
    username: String,
    subject: String,
    password: String,
    claims: Object,
}

impl Record {
    fn into_user(mut self) -> Result<User, UsersError> {
        let claims = StandardClaims::take_from(&mut self.claims);
        if let Some(odd) = claims.odd.first() {
            return Err(UsersError::Claim(odd.clone()));
        }
        let Self { username, subject, password: hash, .. } = self;
        Ok(User { username, subject, claims, hash })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_name_and_its_password_sign_one_user_in() {
        let users = Users::load().unwrap();
        let sign_in = |name: &str, password: &str| users.sign_in(name.into(), password.into());
        let alice = sign_in("alice", "correct horse battery staple").await.unwrap();
        assert_eq!(users.by_subject(&alice).unwrap().username, "alice");
        assert_eq!(sign_in("alice", "hunter2 hunter2 hunter2").await, None);
        assert_eq!(sign_in("carol", "correct horse battery staple").await, None);
        assert_eq!(sign_in("", "").await, None);
    }

    fn account(username: &str, password: &str) -> NewAccount {
        NewAccount { username: username.into(), name: "Carol".into(), password: password.into() }
    }

    #[tokio::test]
    async fn a_new_account_signs_its_user_in_and_keeps_its_name() {
        let users = Users::load().unwrap();
        let subject = new_subject().unwrap();
        users.create(account("carol", "a good password"), subject.clone()).await.unwrap();
        let signed_in = users.sign_in("carol".into(), "a good password".into()).await;
        assert_eq!(signed_in, Some(subject.clone()));
        assert_eq!(users.sign_in("carol".into(), "another password".into()).await, None);
        let claims = users.by_subject(&subject).unwrap().claims.to_object();
        assert_eq!(claims.to_json(), r#"{"name":"Carol","preferred_username":"carol"}"#);
        let again = users.create(account("Carol", "a good password"), "1".into()).await;
        assert_eq!(again, Err(NotCreated::Taken));
    }

    #[tokio::test]
    async fn an_account_that_breaks_a_rule_is_not_created() {
        let users = Users::load().unwrap();
        for (username, password, reason) in [
            ("", "a good password", NotCreated::Name),
            ("a b", "a good password", NotCreated::Name),
            ("carol\n", "a good password", NotCreated::Name),
            (&"c".repeat(65), "a good password", NotCreated::Name),
            ("alice", "a good password", NotCreated::Taken),
            ("carol", "1234567", NotCreated::Password),
            ("carol", &"1".repeat(1001), NotCreated::Password),
        ] {
            let created = users.create(account(username, password), "1".into()).await;
            assert_eq!(created, Err(reason), "{username}");
        }
        let user = users.find(|user| user.username == "bob").unwrap();
        users.users.write().unwrap().resize(MOST, user);
        let created = users.create(account("carol", "a good password"), "1".into()).await;
        assert_eq!(created, Err(NotCreated::Full));
    }

    #[tokio::test]
    async fn a_guess_still_counts_after_its_browser_closed_the_connection() {
        let users = Users::load().unwrap();
        for _ in 0..HASHES {
            tokio::select! {
                biased;
                _ = users.sign_in("alice".into(), "guessed".into()) => {}
                () = std::future::ready(()) => {}
            }
        }
        assert_eq!(users.hashing.available_permits(), 0);
    }
}
