//! The promises about the registrations of clients at providers.

mod registrations;

use super::broken::{BrokenPromise, Failure};
use super::client_registration_records::ClientRegistrationRecords;
use super::promise::{Promise, Times, promises};
use super::trial::Trial;

promises! {
    /// The promises of [`ClientRegistrationRecords`], in the order in which the harness checks them.
    CLIENT_REGISTRATION_PROMISES, check_client_registrations: ClientRegistrationRecords;

    "client_registration.kept", Once, registrations::kept:
        "Every copy of the server finds a registration as it was last written.";
    "client_registration.one_winner", EachRound, registrations::one_winner:
        "Of many new registrations with the same name at the same time, one is written, and every \
         copy of the server gets it.";
    "client_registration.replace_one_winner", EachRound, registrations::replace_one_winner:
        "Of many copies that replace the same registration at the same time, exactly one succeeds.";
    "client_registration.late", Once, registrations::late:
        "A copy that has read the registration before a change replaces and deletes nothing.";
    "client_registration.deleted", Once, registrations::deleted:
        "A registration that was deleted is unknown, and can be written again.";
    "client_registration.issuer", Once, registrations::issuer:
        "A registration belongs to one issuer and one name. Another issuer does not find it.";
    "client_registration.sealed", Once, registrations::sealed:
        "A registration cannot be read with another key.";
}
