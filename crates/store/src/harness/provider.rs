//! The promises of a provider's store.

mod authorizations;
mod clients;
mod codes;
mod crashes;
mod grants;
mod issuers;
mod pushed_requests;
mod races;
mod replay_keys;
mod request_objects;
mod state;
mod sweep;
mod tokens;

pub(super) use self::state::{Valid, valid};
pub(super) use self::tokens::redeemed;
use super::broken::{BrokenPromise, Failure};
use super::promise::{Promise, Times, promises};
use super::records::ProviderRecords;
use super::trial::Trial;

promises! {
    /// The promises of [`ProviderRecords`], in the order in which the harness checks them.
    PROVIDER_PROMISES, check_provider: ProviderRecords;

    "client.kept", Once, clients::kept:
        "Every copy of the server finds a client that was written, as it was written last.";
    "client.deleted", Once, clients::deleted:
        "A client that was deleted is unknown.";
    "client.delete_revokes", Once, clients::delete_revokes:
        "When a client is deleted, all its grants are revoked, and no grants of other clients.";
    "client.origins", Once, clients::origins:
        "An origin is known as long as a client has a redirect URI with it.";
    "client.issuer", Once, issuers::client:
        "A client of one issuer is unknown to another issuer, which cannot delete it.";

    "code.kept", Once, codes::kept:
        "Every copy of the server finds a code that was written, as it was written.";
    "code.unmarked", Once, codes::unmarked:
        "To find a code does not mark it, so that a request that failed can be sent again.";
    "code.spent", Once, codes::spent:
        "A code is spent when its tokens are written, and stays spent after the revocation.";
    "code.written_once", Once, codes::written_once:
        "A spent code does not become fresh when its record is written again.";
    "code.void", Once, codes::void:
        "A code whose grant was revoked is unknown, and no tokens are written for it.";
    "code.missing", Once, codes::missing:
        "No tokens are written for a code that the store does not have.";
    "code.second_use", Once, codes::second_use:
        "When tokens are written for a spent code, nothing is written and the grant is revoked.";
    "code.one_winner", EachRound, races::code_one_winner:
        "Of many requests with the same code at the same time, exactly one gets tokens.";
    "code.race_revokes", EachRound, races::code_race_revokes:
        "After many requests with the same code at the same time, no token is valid.";
    "code.crash", EachRound, crashes::code:
        "If a server stops while it writes a code, the code can be redeemed or is unknown.";
    "code.second_use_crash", EachRound, crashes::code_second_use:
        "If a server stops while it notices the second use of a code, all tokens of the grant are \
         valid, or none is.";
    "code.issuer", Once, issuers::code:
        "A code of one issuer is unknown to another issuer, which cannot write or spend it.";

    "authorization.kept", Once, authorizations::kept:
        "Every copy of the server finds the code and the access token of an authorization response.";
    "authorization.void", Once, authorizations::void:
        "When its grant is revoked, the code and the access token of a response are unknown.";
    "authorization.written_once", Once, authorizations::written_once:
        "An access token stays with its grant when a response of another grant contains it again.";
    "authorization.issuer", Once, authorizations::issuer:
        "A response whose access token belongs to another issuer is not written.";
    "authorization.crash", EachRound, authorizations::crash:
        "If a server stops while it writes a code and an access token, both are written or neither.";

    "tokens.kept", Once, tokens::kept:
        "Every copy of the server finds the tokens that were written, as they were written.";
    "tokens.crash", EachRound, crashes::tokens:
        "If a server stops while it writes tokens, all or none are written, and the client can \
         repeat its request.";
    "tokens.issuer", Once, issuers::tokens:
        "Tokens of one issuer are unknown to another issuer, which cannot write them.";

    "refresh_token.unmarked", Once, tokens::unmarked:
        "To find a refresh token does not mark it, so that a request that failed can be sent again.";
    "refresh_token.spent", Once, tokens::spent:
        "A refresh token is spent when the tokens that replace it are written, and stays spent after \
         the revocation.";
    "refresh_token.void", Once, tokens::void:
        "A refresh token whose grant was revoked is unknown, and no tokens are written for it.";
    "refresh_token.second_use", Once, tokens::second_use:
        "When tokens are written for a spent refresh token, nothing is written and the grant is \
         revoked.";
    "refresh_token.one_winner", EachRound, races::refresh_token_one_winner:
        "Of many requests with the same refresh token at the same time, exactly one gets tokens.";
    "refresh_token.race_revokes", EachRound, races::refresh_token_race_revokes:
        "After many requests with the same refresh token at the same time, no token is valid.";
    "refresh_token.crash", EachRound, crashes::refresh_token_is_replaced:
        "If a server stops while it replaces a refresh token, all or none of the new tokens are \
         written, and the client can repeat its request.";
    "refresh_token.second_use_crash", EachRound, crashes::refresh_token_second_use:
        "If a server stops while it notices the second use of a refresh token, all tokens of the \
         grant are valid, or none is.";
    "access_token.void", Once, tokens::access_token_void:
        "An access token whose grant was revoked is unknown.";

    "grant.listed", Once, grants::listed:
        "The grants of a user are listed until they are revoked, and no grants of other users.";
    "grant.revoked", EachRound, grants::revoked:
        "When a grant is revoked while its tokens are written, no token is valid afterwards.";
    "grant.issuer", Once, issuers::grant:
        "A grant of one issuer is not listed by another issuer, which cannot revoke it.";
    "grant.outlives_tokens", Once, sweep::grant_outlives_tokens:
        "As long as a token of a grant is valid, a second use of its code revokes it.";
    "sweep.keeps", Once, sweep::keeps:
        "A sweep deletes no record before it expires.";

    "replay_key.one_winner", EachRound, replay_keys::one_winner:
        "Of many requests with the same replay key at the same time, exactly one is confirmed.";
    "replay_key.overlap", EachRound, replay_keys::overlap:
        "Of two requests at the same time that share a replay key, at most one is confirmed.";
    "replay_key.all_or_none", Once, replay_keys::all_or_none:
        "If one key of a request was used before, no key of the request is remembered.";
    "replay_key.twice", Once, replay_keys::twice:
        "A request with the same key twice is not confirmed.";
    "replay_key.until_expiry", Once, replay_keys::until_expiry:
        "A replay key is remembered until it expires.";
    "replay_key.crash", EachRound, replay_keys::crash:
        "If a server stops while it remembers keys, all or none are remembered.";
    "replay_key.issuer", Once, issuers::replay_key:
        "A replay key that one issuer has used is new to another issuer.";

    "pushed_request.kept", Once, pushed_requests::kept:
        "Every copy of the server finds a pushed request that was written, as it was written.";
    "pushed_request.taken_once", Once, pushed_requests::taken_once:
        "A pushed request that was taken is unknown to every copy of the server.";
    "pushed_request.one_winner", EachRound, pushed_requests::one_winner:
        "Of many requests that take the same pushed request at the same time, exactly one gets it.";
    "pushed_request.until_expiry", Once, pushed_requests::until_expiry:
        "A pushed request is kept until it expires.";
    "pushed_request.crash", EachRound, pushed_requests::crash:
        "If a server stops while it takes a pushed request, at most one later request gets it.";
    "pushed_request.issuer", Once, pushed_requests::issuer:
        "A pushed request of one issuer is unknown to another issuer, which cannot write or take it.";

    "request_object.kept", Once, request_objects::kept:
        "Every copy of the server finds a request object that was written, as it was written.";
    "request_object.replaced", Once, request_objects::replaced:
        "A request object that is written again replaces the earlier request object.";
    "request_object.until_expiry", Once, request_objects::until_expiry:
        "A sweep deletes no request object before it expires.";
    "request_object.issuer", Once, request_objects::issuer:
        "A request object of one issuer is unknown to another issuer, which cannot write it.";
}
