//! The users who can sign in, from an embedded file with their password hashes and claims.

mod password;

use std::sync::Arc;

use serde::Deserialize;
use symbolon::jose::Object;
use symbolon::oidc::{OddClaim, StandardClaims};
use thiserror::Error;
use tokio::sync::Semaphore;

use self::password::has_hash;

const FILE: &str = include_str!("../users.json");

/// A hash to compare with when there is no user of the name: no password has it.
const NO_PASSWORD: &str = "$argon2id$v=19$m=19456,t=2,p=1$Wzxw+q6KRJVaYXvtjF2s3w$JhqwGt8yaND0KnP0egr5ZmWp+FXlo/mjlJ6GH65Vu3s";

/// The most passwords that are hashed at the same time. Each takes 19 MiB and a processor, and anybody
/// can send guesses.
const HASHES: usize = 4;

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
    users: Arc<[User]>,
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

impl Users {
    /// Reads the embedded file.
    pub(crate) fn load() -> Result<Self, UsersError> {
        let records: Vec<Record> = serde_json::from_str(FILE)?;
        let users = records.into_iter().map(Record::into_user).collect::<Result<_, _>>()?;
        Ok(Self { users, hashing: Arc::new(Semaphore::new(HASHES)) })
    }

    /// Returns the user with this `sub`.
    pub(crate) fn by_subject(&self, subject: &str) -> Option<&User> {
        self.users.iter().find(|user| user.subject == subject)
    }

    /// Returns the subject of the user with this name and this password.
    ///
    /// An unknown name takes as long as a wrong password, so that the time does not tell whether there
    /// is an account. Hashing is slow on purpose. It runs on threads for blocking work, at most
    /// [`HASHES`] at the same time.
    pub(crate) async fn sign_in(&self, username: String, password: String) -> Option<String> {
        let permit = self.hashing.clone().acquire_owned().await.ok()?;
        let users = self.users.clone();
        let verify = move || {
            // The thread goes on hashing when the browser closes the connection, so the thread holds the
            // permit.
            let _permit = permit;
            let user = users.iter().find(|user| user.username == username);
            let hash = user.map_or(NO_PASSWORD, |user| &user.hash);
            let matches = has_hash(&password, hash);
            user.filter(|_| matches).map(|user| user.subject.clone())
        };
        tokio::task::spawn_blocking(verify).await.ok().flatten()
    }
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
