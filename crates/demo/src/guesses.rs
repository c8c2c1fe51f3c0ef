//! Limits on how fast passwords are guessed, for each account and for each address.
//!
//! After a few wrong passwords, each further attempt has to wait, and the wait doubles each time.
//! An attempt counts as wrong before its password is checked, so that an attacker does not get
//! around the limit by many attempts at the same time. A name without an account is limited like an
//! account, so that the limit does not tell which accounts exist.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use symbolon::jose::{Fingerprint, SecretString};
use symbolon::ring::CRYPTO;
use time::{Duration, OffsetDateTime};

use crate::aging::Aging;

/// The number of wrong passwords for an account after which the next attempt has to wait.
const FREE_FOR_ACCOUNT: u32 = 5;

/// The number of wrong passwords from an address after which the next attempt has to wait. Many
/// people can share an address.
const FREE_FOR_ADDRESS: u32 = 50;

/// The longest wait. After an attack, a user waits this long at most. While an attacker goes on
/// guessing at an account, its user may have to wait longer, because the attacker's next attempt
/// can be the first after each wait. A real provider counts the attempts from a browser in which
/// the user has signed in before separately.
const LONGEST: Duration = Duration::minutes(5);

/// Wrong passwords are forgotten when this time has passed since the last wrong password.
const MEMORY: Duration = Duration::hours(1);

/// The most accounts and addresses that are remembered.
const MOST: usize = 100_000;

/// The wrong passwords of the last hour.
#[derive(Debug, Default)]
pub(crate) struct Guesses(Mutex<Table>);

#[derive(Debug, Default)]
struct Table {
    subjects: HashMap<Subject, Wrong>,
    aging: Aging<Subject>,
}

/// The account whose password is guessed, or the address from which guesses come. The name of an
/// account is kept as a fingerprint, because an attacker can send a name of any length.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Subject {
    Account(Fingerprint),
    Address(IpAddr),
}

#[derive(Debug)]
struct Wrong {
    count: u32,
    /// The time before which no further attempt is allowed.
    wait_until: OffsetDateTime,
    /// The time of the last attempt.
    last: OffsetDateTime,
}

/// An attempt whose password may be checked.
#[derive(Debug)]
#[must_use]
pub(crate) struct Attempt {
    account: Subject,
    address: Subject,
}

/// The refusal of an attempt that comes too early. The password must not be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooEarly {
    /// How long to wait.
    pub(crate) wait: Duration,
}

impl Guesses {
    /// Admits an attempt to sign in, and counts it as wrong until [`right`](Self::right) is called.
    pub(crate) fn admit(
        &self,
        username: &str,
        address: IpAddr,
        now: OffsetDateTime,
    ) -> Result<Attempt, TooEarly> {
        let name = SecretString::new(username.to_owned());
        let account = Subject::Account(name.fingerprint(&CRYPTO));
        let address = Subject::Address(network(address));
        let mut guard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        guard.forget(now);
        for subject in [&account, &address] {
            if let Some(wait) = guard.wait(subject, now) {
                return Err(TooEarly { wait });
            }
        }
        guard.count(&account, now);
        guard.count(&address, now);
        Ok(Attempt { account, address })
    }

    /// Forgets the wrong passwords for the account, and forgets this attempt of the address. The
    /// other attempts of the address still count, because an attacker can have an account too.
    pub(crate) fn right(&self, attempt: &Attempt) {
        let mut guard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(wrong) = guard.subjects.get_mut(&attempt.account) {
            (wrong.count, wrong.wait_until) = (0, wrong.last);
        }
        if let Some(wrong) = guard.subjects.get_mut(&attempt.address) {
            wrong.count = wrong.count.saturating_sub(1);
            wrong.wait_until = wrong.last;
        }
    }
}

/// Returns the network of an IPv6 address, because one customer has all addresses with the same
/// first 64 bits. Returns an IPv4 address unchanged.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((address.to_bits() >> 64 << 64).into()),
        address => address,
    }
}

impl Table {
    /// Returns how long an attempt has to wait, or `None` if it need not wait.
    fn wait(&self, subject: &Subject, now: OffsetDateTime) -> Option<Duration> {
        let wrong = self.subjects.get(subject)?;
        let wait = wrong.wait_until.unix_timestamp().checked_sub(now.unix_timestamp())?;
        (now < wrong.wait_until).then(|| Duration::seconds(wait.max(1)))
    }

    fn count(&mut self, subject: &Subject, now: OffsetDateTime) {
        let free = match subject {
            Subject::Account(_) => FREE_FOR_ACCOUNT,
            Subject::Address(_) => FREE_FOR_ADDRESS,
        };
        let wrong = match self.subjects.get_mut(subject) {
            Some(wrong) => wrong,
            None => {
                self.make_room();
                self.aging.push(subject.clone(), now.saturating_add(MEMORY));
                let new = Wrong { count: 0, wait_until: now, last: now };
                self.subjects.entry(subject.clone()).or_insert(new)
            }
        };
        wrong.count = wrong.count.saturating_add(1);
        wrong.last = now;
        wrong.wait_until = now.saturating_add(wait_after(wrong.count, free));
    }

    fn make_room(&mut self) {
        while self.subjects.len() >= MOST {
            let Some(oldest) = self.aging.pop() else { return };
            self.subjects.remove(&oldest);
        }
    }

    fn forget(&mut self, now: OffsetDateTime) {
        let Self { subjects, aging } = self;
        aging.forget(now, |subject| {
            let end = subjects.get(subject)?.last.saturating_add(MEMORY);
            if end <= now {
                subjects.remove(subject);
                return None;
            }
            Some(end)
        });
    }
}

/// Returns the wait after this many wrong passwords. The wait is 1 second after `free` wrong
/// passwords, and doubles after each further wrong password.
fn wait_after(count: u32, free: u32) -> Duration {
    match count.checked_sub(free) {
        None => Duration::ZERO,
        Some(more) => {
            let seconds = 1_i64.checked_shl(more.min(32)).unwrap_or(i64::MAX);
            Duration::seconds(seconds).min(LONGEST)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

    fn address(last: u8) -> IpAddr {
        [192, 0, 2, last].into()
    }

    /// Guesses at alice's password from many addresses, until an attempt has to wait. Returns how
    /// many attempts were admitted.
    fn guess_until_wait(guesses: &Guesses, now: OffsetDateTime) -> (u32, Duration) {
        (0..)
            .zip(0..=u8::MAX)
            .find_map(|(count, last)| {
                let error = guesses.admit("alice", address(last), now).err()?;
                Some((count, error.wait))
            })
            .unwrap()
    }

    #[test]
    fn after_five_wrong_passwords_an_account_waits_and_the_wait_doubles() {
        let guesses = Guesses::default();
        let mut now = NOW;
        assert_eq!(guess_until_wait(&guesses, now), (FREE_FOR_ACCOUNT, Duration::seconds(1)));
        for seconds in [2, 4, 8, 16, 32, 64, 128, 256, 300, 300] {
            let (_, wait) = guess_until_wait(&guesses, now);
            now += wait;
            assert_eq!(guess_until_wait(&guesses, now), (1, Duration::seconds(seconds)));
        }
        assert!(guesses.admit("bob", address(1), now).is_ok(), "another account does not wait");
    }

    #[test]
    fn many_attempts_at_the_same_time_count_like_many_in_a_row() {
        let guesses = Guesses::default();
        let admitted = (0..100).filter_map(|_| guesses.admit("alice", address(1), NOW).ok());
        assert_eq!(admitted.collect::<Vec<_>>().len(), 5);
    }

    #[test]
    fn a_name_without_an_account_is_limited_like_an_account() {
        let guesses = Guesses::default();
        for name in ["alice", "there is no such account"] {
            let waits = (0..10).map(|_| guesses.admit(name, address(1), NOW).err());
            assert_eq!(waits.flatten().count(), 5, "{name}");
        }
    }

    #[test]
    fn an_address_that_guesses_at_many_accounts_waits() {
        let guesses = Guesses::default();
        let attempts = (0..100).map(|number| guesses.admit(&number.to_string(), address(1), NOW));
        assert_eq!(attempts.filter(Result::is_ok).count(), 50);
        assert!(guesses.admit("alice", address(2), NOW).is_ok(), "another address does not wait");
    }

    #[test]
    fn the_addresses_of_one_ipv6_network_count_together() {
        let at = |text: &str| network(text.parse().unwrap());
        assert_eq!(at("2001:db8:1:2:3::1"), at("2001:db8:1:2:4::2"));
        assert_ne!(at("2001:db8:1:2::1"), at("2001:db8:1:3::1"));
        assert_eq!(at("::ffff:192.0.2.1"), at("192.0.2.1"));
    }

    #[test]
    fn the_right_password_forgets_the_wrong_ones_of_the_account_alone() {
        let guesses = Guesses::default();
        for number in 0..49 {
            let _ = guesses.admit(&number.to_string(), address(1), NOW);
        }
        let attempt = guesses.admit("alice", address(1), NOW).unwrap();
        guesses.right(&attempt);
        let _ = guesses.admit("alice", address(1), NOW).unwrap();
        assert!(
            guesses.admit("bob", address(1), NOW).is_err(),
            "the address has used its attempts"
        );
    }

    #[test]
    fn the_memory_of_wrong_passwords_is_bounded() {
        let guesses = Guesses::default();
        for number in 0..60_000_u128 {
            let network = IpAddr::V6((number << 64).into());
            let _ = guesses.admit(&number.to_string(), network, NOW);
        }
        assert_eq!(guesses.0.lock().unwrap().subjects.len(), MOST);
    }

    #[test]
    fn wrong_passwords_are_forgotten_an_hour_after_the_last_one() {
        let guesses = Guesses::default();
        guess_until_wait(&guesses, NOW);
        let later = NOW + Duration::minutes(59);
        guess_until_wait(&guesses, later);
        // Each attempt checks two entries, and there are six entries.
        for number in 0..6 {
            let _ = guesses.admit(&number.to_string(), address(200), later + MEMORY);
        }
        let (admitted, _) = guess_until_wait(&guesses, later + MEMORY);
        assert_eq!(admitted, FREE_FOR_ACCOUNT);
    }
}
