//! The promises about browsers and users of a provider.

mod consents;
mod pending;
mod sessions;

use super::broken::{BrokenPromise, Failure};
use super::browser_records::BrowserRecords;
use super::promise::{Promise, Times, promises};
use super::trial::Trial;

promises! {
    /// The promises of [`BrowserRecords`], in the order in which the harness checks them.
    BROWSER_PROMISES, check_browsers: BrowserRecords;

    "pending_authorization.kept", Once, pending::kept:
        "Every copy of the server finds a request that waits, as it was written, until it is taken.";
    "pending_authorization.one_winner", EachRound, pending::one_winner:
        "Of many answers to a page at the same time, exactly one gets the request.";
    "pending_authorization.shown_one_winner", EachRound, pending::shown_one_winner:
        "Of many answers of the user of a consent page at the same time, exactly one gets the \
         request.";
    "pending_authorization.answered", Once, pending::answered:
        "A request that was taken is known as answered, with its client, and does not open again.";
    "pending_authorization.shown_to", Once, pending::shown_to:
        "Only the user to whom a consent page was shown can take its request.";
    "pending_authorization.browser", Once, pending::browser:
        "A request of one browser is unknown to another browser, which cannot take it.";
    "pending_authorization.expires", Once, pending::expires:
        "A request cannot be found, shown or taken after its time.";
    "pending_authorization.deleted_client", Once, pending::deleted_client:
        "The requests of a client that wait for an answer end when the client is deleted.";
    "pending_authorization.issuer", Once, pending::issuer:
        "A request of one issuer is unknown to another issuer, which cannot take it.";

    "browser_session.kept", Once, sessions::kept:
        "Every copy of the server finds the session of a browser, as it was written.";
    "browser_session.expires", Once, sessions::expires:
        "A session ends at its time. It can be extended before, and not afterwards.";
    "browser_session.signed_out", Once, sessions::signed_out:
        "A session that has ended is unknown, and cannot be extended.";
    "browser_session.all_ended", Once, sessions::all_ended:
        "All sessions of a user end together, and no session of another user.";
    "browser_session.old_cookie", Once, sessions::old_cookie:
        "After a sign-in, the cookie from before has no session and no request.";
    "browser_session.moves_requests", Once, sessions::moves_requests:
        "After a sign-in, the requests that wait for the browser wait under the new cookie.";
    "browser_session.other_user", Once, sessions::other_user:
        "When another user signs in, only the request of the sign-in goes on waiting.";
    "browser_session.crash", EachRound, sessions::crash:
        "If a server stops during a sign-in, the session and the requests are both under the old \
         cookie, or both under the new cookie.";
    "browser_session.issuer", Once, sessions::issuer:
        "A session of one issuer is unknown to another issuer, which cannot end it.";

    "consent.adds", EachRound, consents::adds:
        "When many consents of a user to a client are written at the same time, no scope and no \
         claim is lost.";
    "consent.exact", Once, consents::exact:
        "A consent covers exactly the scope and the claims that were written.";
    "consent.separate", Once, consents::separate:
        "A consent belongs to one user and one client.";
    "consent.withdrawn", Once, consents::withdrawn:
        "A consent that was withdrawn is empty.";
    "consent.withdrawal_revokes", Once, consents::withdrawal_revokes:
        "When a consent is withdrawn, the grants of this user to this client are revoked, and no \
         other grants.";
    "consent.deleted_client", Once, consents::deleted_client:
        "The consents to a client end when the client is deleted.";
    "consent.issuer", Once, consents::issuer:
        "A consent at one issuer is unknown to another issuer, which cannot withdraw it.";
}
