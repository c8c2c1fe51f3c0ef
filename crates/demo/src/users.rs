//! The people who can sign in: one embedded file with their password hashes and claims.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordVerifier as _};
use serde::Deserialize;
use symbolon::jose::{MemberError, Object};
use symbolon::oidc::StandardClaims;
use thiserror::Error;
use tokio::sync::Semaphore;

const FILE: &str = include_str!("../users.json");

/// The hash of a password that nobody has.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$Wzxw+q6KRJVaYXvtjF2s3w$JhqwGt8yaND0KnP0egr5ZmWp+FXlo/mjlJ6GH65Vu3s";

/// How many passwords are hashed at once. Each takes 19 MiB and a processor, and strangers decide
/// how many are guessed.
const HASHES: usize = 4;

/// A person with an account.
#[derive(Debug)]
pub(crate) struct User {
    /// What they type. It may change, so it is not what clients know them by.
    pub(crate) username: String,
    /// `sub`: what clients know them by.
    pub(crate) subject: String,
    pub(crate) claims: StandardClaims,
    /// Their password's hash, in the PHC string format.
    hash: String,
}

/// Everybody with an account.
#[derive(Debug)]
pub(crate) struct Users {
    people: Arc<[User]>,
    hashing: Arc<Semaphore>,
}

/// The embedded file is not as it has to be.
#[derive(Debug, Error)]
pub(crate) enum UsersError {
    #[error("users.json is not a list of users")]
    Json(#[from] serde_json::Error),
    #[error("users.json has a claim of another type than it is given in Core §5.1")]
    Claim(#[from] MemberError),
}

impl Users {
    pub(crate) fn load() -> Result<Self, UsersError> {
        let records: Vec<Record> = serde_json::from_str(FILE)?;
        let people = records.into_iter().map(Record::into_user).collect::<Result<_, _>>()?;
        Ok(Self { people, hashing: Arc::new(Semaphore::new(HASHES)) })
    }

    pub(crate) fn by_subject(&self, subject: &str) -> Option<&User> {
        self.people.iter().find(|user| user.subject == subject)
    }

    /// The subject of whoever has this name and this password.
    ///
    /// A name that nobody has takes as long as a wrong password, so that the time does not tell who
    /// has an account. Hashing is slow on purpose: it has a thread of its own, and so few of them
    /// that others wait.
    pub(crate) async fn sign_in(&self, username: String, password: String) -> Option<String> {
        let permit = self.hashing.clone().acquire_owned().await.ok()?;
        let people = self.people.clone();
        let verify = move || {
            // The thread hashes on when the browser goes away, so it is the thread that holds this.
            let _permit = permit;
            let user = people.iter().find(|user| user.username == username);
            let hash = user.map_or(NOBODY, |user| &user.hash);
            let matches = has_hash(&password, hash);
            user.filter(|_| matches).map(|user| user.subject.clone())
        };
        tokio::task::spawn_blocking(verify).await.ok().flatten()
    }
}

fn has_hash(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
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
        let claims = StandardClaims::take_from(&mut self.claims)?;
        let Self { username, subject, password: hash, .. } = self;
        Ok(User { username, subject, claims, hash })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_name_and_its_password_open_one_account() {
        let users = Users::load().unwrap();
        let sign_in = |name: &str, password: &str| users.sign_in(name.into(), password.into());
        let alice = sign_in("alice", "correct horse battery staple").await.unwrap();
        assert_eq!(users.by_subject(&alice).unwrap().username, "alice");
        assert_eq!(sign_in("alice", "hunter2 hunter2 hunter2").await, None);
        assert_eq!(sign_in("carol", "correct horse battery staple").await, None);
        assert_eq!(sign_in("", "").await, None);
    }

    #[tokio::test]
    async fn a_guess_whose_browser_went_away_still_counts() {
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
