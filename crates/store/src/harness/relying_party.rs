//! The promises about the records of a relying party.

mod logins;
mod sessions;

use super::broken::{BrokenPromise, Failure};
use super::party_records::RelyingPartyRecords;
use super::promise::{Promise, Times, promises};
use super::trial::Trial;

promises! {
    /// The promises of [`RelyingPartyRecords`], in the order in which the harness checks them.
    RELYING_PARTY_PROMISES, check_relying_party: RelyingPartyRecords;

    "pending_login.kept", Once, logins::kept:
        "Every copy of the server can take a login, as it was written.";
    "pending_login.one_winner", EachRound, logins::one_winner:
        "Of many callbacks with the same `state` at the same time, exactly one gets the login.";
    "pending_login.once", Once, logins::once:
        "A login that was taken is unknown.";
    "pending_login.browser", Once, logins::browser:
        "A login of one browser is unknown to another browser, which cannot take it.";
    "pending_login.expires", Once, logins::expires:
        "A login cannot be taken after its time.";
    "pending_login.relying_party", Once, logins::relying_party:
        "A login of one relying party is unknown to another, which cannot write or take it.";

    "login_session.kept", Once, sessions::kept:
        "Every copy of the server finds a session, as it was written.";
    "login_session.expires", Once, sessions::expires:
        "A session is unknown after its time.";
    "login_session.deleted", Once, sessions::deleted:
        "A session that was deleted is unknown.";
    "login_session.one_refresh", EachRound, sessions::one_refresh:
        "Of many copies that want to refresh a session at the same time, exactly one gets the lease.";
    "login_session.replaced", Once, sessions::replaced:
        "The session after the refresh replaces the session before, and ends the lease.";
    "login_session.lease_ends", Once, sessions::lease_ends:
        "After one minute, another copy can refresh the session.";
    "login_session.late_refresh", Once, sessions::late_refresh:
        "A copy whose lease another copy has got since writes nothing.";
    "login_session.signed_out", Once, sessions::signed_out:
        "A refresh that ends after the user has signed out does not bring the session back.";
    "login_session.relying_party", Once, sessions::relying_party:
        "A session of one relying party is unknown to another, which cannot refresh or delete it.";
}
