//! Makes every change to every message, and checks the result of each run.

use crate::edit;
use crate::harmless::{Harmless, Kind, TABLE};
use crate::run::{Refused, SignedIn, run};
use crate::wire::{Message, Mutation, Tampering, Tape, Tapes};

pub(crate) const SEED: u64 = 7;

fn unchanged() -> (SignedIn, Tape) {
    let (result, tape) = run("alice", SEED, None);
    (result.expect("the unchanged run succeeds"), tape)
}

#[test]
fn the_unchanged_run_logs_in_reads_user_info_and_refreshes() {
    let (signed_in, tape) = unchanged();
    let expected = SignedIn {
        sub: "alice".to_owned(),
        email: Some("alice@example.com".to_owned()),
        scope: "openid email offline_access".to_owned(),
        rotated: true,
    };
    assert_eq!(signed_in, expected);
    for message in Message::ALL {
        assert!(tape.get(message).is_some(), "{message:?} was not sent");
    }
}

#[test]
fn the_same_seed_gives_the_same_run() {
    let (_, one) = unchanged();
    let (_, other) = unchanged();
    for message in Message::ALL {
        // ECDSA signatures draw their randomness from the operating system.
        if !matches!(message, Message::TokenResponse | Message::RefreshResponse) {
            let (one, other) = (one.get(message), other.get(message));
            assert_eq!(format!("{one:?}"), format!("{other:?}"), "{message:?}");
        }
    }
}

#[test]
fn every_changed_run_fails_unless_the_change_is_harmless() {
    let (expected, same) = unchanged();
    let (result, other) = run("bob", SEED + 1, None);
    assert!(result.is_ok());

    let mut rows = Vec::new();
    for tampering in tamperings(&same) {
        let tapes = Tapes { same: &same, other: &other };
        let (result, _) = run("alice", SEED, Some((&tampering, tapes)));
        rows.push((tampering, result));
    }
    print(&rows);

    let mut hits = vec![0; TABLE.len()];
    let mut surprises = Vec::new();
    for (tampering, result) in &rows {
        let refused = matches!(result, Err(refused) if refused.holds_for(tampering.message));
        match (TABLE.iter().position(|entry| entry.covers(tampering)), refused) {
            (None, true) => {}
            (Some(entry), false) => hits[entry] += 1,
            (None, false) => surprises.push(format!("succeeds: {}", name(tampering))),
            (Some(_), true) => surprises.push(format!("fails: {}", name(tampering))),
        }
        // A run that succeeds signs the same user in.
        if let Ok(signed_in) = result {
            assert_eq!(signed_in.sub, expected.sub);
        }
    }
    let idle = TABLE.iter().zip(&hits).filter(|(_, hits)| **hits == 0);
    surprises.extend(idle.map(|(entry, _)| format!("does not occur, or always fails: {entry}")));
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}

#[test]
fn a_changed_run_fails_with_the_error_of_the_rule_it_breaks() {
    let (_, same) = unchanged();
    let (_, other) = run("bob", SEED + 1, None);
    for (message, field, kind, code) in EXACT {
        let all = tamperings(&same);
        let tampering = all.iter().find(|it| {
            it.message == *message && it.mutation.field() == *field && it.mutation.kind() == *kind
        });
        let tampering = tampering.expect("a row of the matrix");
        let (result, _) =
            run("alice", SEED, Some((tampering, Tapes { same: &same, other: &other })));
        assert_eq!(result.unwrap_err().code, *code, "{}", name(tampering));
    }
}

/// Changes that a rule was written against, with its error code.
#[rustfmt::skip]
const EXACT: &[(Message, &str, Kind, &str)] = &[
    (Message::DiscoveryDocument, "issuer", Kind::Altered, "metadata.issuer_mismatch"),
    (Message::AuthorizationRequest, "redirect_uri", Kind::Altered, "authorize.redirect_uri"),
    (Message::AuthorizationRequest, "code_challenge", Kind::Altered, "token_response.refused"),
    (Message::AuthorizationRequest, "code_challenge_method", Kind::Dropped, "callback.refused"),
    (Message::AuthorizationRequest, "nonce", Kind::Altered, "id_token.nonce_mismatch"),
    (Message::AuthorizationRequest, "nonce", Kind::Dropped, "id_token.nonce_missing"),
    (Message::AuthorizationResponse, "state", Kind::Altered, "callback.state"),
    (Message::AuthorizationResponse, "iss", Kind::Altered, "iss.mismatch"),
    (Message::AuthorizationResponse, "iss", Kind::Dropped, "iss.missing"),
    (Message::AuthorizationResponse, "code", Kind::Duplicated, "parameters.duplicate"),
    (Message::AuthorizationResponse, "", Kind::Replayed, "callback.state"),
    (Message::TokenResponse, "access_token", Kind::Altered, "id_token.at_hash"),
    (Message::TokenResponse, "token_type", Kind::Altered, "token_response.token_type"),
    (Message::TokenResponse, "id_token (payload)", Kind::Altered, "jws.signature"),
    (Message::TokenResponse, "", Kind::Replayed, "id_token.nonce_mismatch"),
    (Message::Jwks, "keys[0].kid", Kind::Altered, "jws.unknown_kid"),
    (Message::Jwks, "keys[0].x", Kind::Duplicated, "json.duplicate_member"),
    (Message::UserInfoResponse, "sub", Kind::Altered, "user_info.subject"),
    (Message::UserInfoResponse, "", Kind::Replayed, "user_info.subject"),
    (Message::RefreshRequest, "", Kind::Replayed, "token_response.refused"),
    (Message::RefreshResponse, "", Kind::Replayed, "id_token.refreshed"),
];

/// Returns every mutation of every field of every message.
pub(crate) fn tamperings(tape: &Tape) -> Vec<Tampering> {
    let mut all = Vec::new();
    for message in Message::ALL {
        let raw = tape.get(message).expect("every message was sent");
        let mut mutations = Vec::new();
        for field in edit::fields(raw) {
            mutations.push(Mutation::Altered(field.clone()));
            if edit::is_optional(&field) {
                mutations.push(Mutation::Dropped(field.clone()));
                mutations.push(Mutation::Duplicated(field));
            }
        }
        mutations.extend([
            Mutation::Added,
            Mutation::Lost,
            Mutation::Replayed,
            Mutation::Reordered,
        ]);
        all.extend(mutations.into_iter().map(|mutation| Tampering { message, mutation }));
    }
    all
}

fn print(rows: &[(Tampering, Result<SignedIn, Refused>)]) {
    let mut refused = 0;
    for (tampering, result) in rows {
        let ended = match result {
            Ok(_) => "-".to_owned(),
            Err(Refused { stage, code }) => format!("{stage:?}: {code}"),
        };
        let reason = TABLE.iter().find(|entry| entry.covers(tampering)).map(Harmless::reason);
        refused += usize::from(reason.is_none());
        println!("{} {ended:<48} {}", name(tampering), reason.unwrap_or_default());
    }
    println!("{} of {} runs failed", refused, rows.len());
}

pub(crate) fn name(tampering: &Tampering) -> String {
    let Tampering { message, mutation } = tampering;
    let message = format!("{message:?}");
    let kind = format!("{:?}", mutation.kind());
    format!("{message:<22} {:<48} {kind:<10}", mutation.field())
}
