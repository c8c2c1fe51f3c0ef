//! The promises about clients that register themselves.

mod client_documents;
mod crashes;
mod initial_access_tokens;
mod issuers;
mod races;
mod registrations;
mod sweep;

use super::broken::{BrokenPromise, Failure};
use super::promise::{Promise, Times, promises};
use super::registration_records::RegistrationRecords;
use super::trial::Trial;

promises! {
    /// The promises of [`RegistrationRecords`], in the order in which the harness checks them.
    REGISTRATION_PROMISES, check_registrations: RegistrationRecords;

    "registration.kept", Once, registrations::kept:
        "Every copy of the server finds a registration that was written, with its client.";
    "registration.client_unique", Once, registrations::client_unique:
        "A registration for a client that exists is refused, and changes nothing.";
    "registration.token_uses", EachRound, races::token_uses:
        "Of many registrations at the same time with a token for a number of clients, exactly this \
         number is written.";
    "registration.token_expired", Once, registrations::token_expired:
        "A token that has expired or is used up allows no registration.";
    "registration.crash", EachRound, crashes::register:
        "If a server stops while it writes a registration, the client, the registration and the use \
         of the token are written together, or nothing is written.";
    "registration.replace_one_winner", EachRound, races::replace_one_winner:
        "Of many updates at the same time with the same registration access token, exactly one is \
         written.";
    "registration.replace_crash", EachRound, crashes::replace:
        "If a server stops during an update, the store has the old registration with its old token, \
         or the new registration with its new token.";
    "registration.old_token", Once, registrations::old_token:
        "After an update that changed the token, the old token replaces and deletes nothing.";
    "registration.origins", Once, registrations::origins:
        "After an update, the origins of the old redirect URIs are unknown unless another client has \
         them.";
    "registration.consents", Once, registrations::consents:
        "An update ends the consents to the client if its records say so, and keeps them otherwise.";
    "registration.deleted", Once, registrations::deleted:
        "After a deletion, the client and its registration are unknown and its grants are revoked. \
         Other clients keep their grants.";
    "registration.delete_crash", EachRound, crashes::delete:
        "If a server stops during a deletion, everything that belongs to the client is deleted, or \
         nothing is deleted.";
    "registration.issuer", Once, issuers::registration:
        "A registration of one issuer is unknown to another issuer, which cannot write, change or \
         delete it.";
    "registration.swept", Once, sweep::registrations:
        "A sweep deletes no registration of a client that was used, and no unused registration \
         before its time. It deletes a registration together with its client.";

    "initial_access_token.kept", Once, initial_access_tokens::kept:
        "Every copy of the server finds a token that was written, and finding it is not a use.";
    "initial_access_token.written_once", Once, initial_access_tokens::written_once:
        "A token that is used up stays used up when its record is written again.";
    "initial_access_token.revoked", Once, initial_access_tokens::revoked:
        "A token that was revoked is unknown, and allows no registration.";
    "initial_access_token.until_expiry", Once, sweep::initial_access_tokens:
        "A sweep deletes no token before it expires.";
    "initial_access_token.issuer", Once, issuers::initial_access_token:
        "A token of one issuer is unknown to another issuer, which cannot write, use or revoke it.";

    "client_document.kept", Once, client_documents::kept:
        "Every copy of the server finds a client document that was written, as it was written.";
    "client_document.replaced", Once, client_documents::replaced:
        "A client document that is written again replaces the earlier document.";
    "client_document.until_expiry", Once, client_documents::until_expiry:
        "A sweep deletes no client document as long as it is fresh.";
    "client_document.issuer", Once, client_documents::issuer:
        "A client document of one issuer is unknown to another issuer.";
}
