//! Calls about the logins and sessions of a relying party.

use serde_json::{Value, json};
use symbolon_relying_party::{PendingLogin, Session};
use symbolon_store::Refresh;
use symbolon_test_support::clock::{at, date};

use super::{Call, Subject, numbered, text};
use crate::relying_party::{login, session};

pub(super) async fn answer(of: &mut Subject, call: &Call) -> String {
    let store = of.relying_party(call);
    let Call { a, b, time, .. } = *call;
    let (now, browser, id) = (at(time), numbered("browser", a % 2), numbered("session", a % 2));
    let new = session(&format!("token-{}", of.calls));
    match call.function {
        32..=34 => {
            let state = if of.is_swept { format!("new-{}", of.calls) } else { b.to_string() };
            text(store.put_login(&browser, &pending(of, call, &state), now).await)
        }
        35 | 36 => {
            let state = pending(of, call, &b.to_string()).state().clone();
            text(
                store
                    .take_login(&browser, &state, now)
                    .await
                    .map(|found| found.map(|it| it.begun())),
            )
        }
        37 => text(store.put_session(&id, &new, now).await),
        38 => text(store.session(&id, now).await.map(|found| found.as_ref().map(token))),
        39 if b == 0 => text(store.delete_session(&id).await),
        39..=40 => {
            text(store.start_refresh(&id, at(time * 2)).await.map(|refresh| match refresh {
                Refresh::Yours(lease, found) => {
                    of.leases.insert(b, lease);
                    format!("yours {}", token(&found))
                }
                Refresh::Busy(found) => format!("busy {}", token(&found)),
                Refresh::Unknown => "unknown".to_owned(),
            }))
        }
        _ => match of.leases.remove(&b) {
            Some(lease) => text(store.replace_session(lease, &new).await),
            None => "no lease".to_owned(),
        },
    }
}

fn token(session: &Session) -> Value {
    serde_json::to_value(session).unwrap()["access_token"].clone()
}

/// Returns a login with this state, which began one second after the login of the call before.
fn pending(of: &Subject, call: &Call, state: &str) -> PendingLogin {
    let mut pending = serde_json::to_value(login().0).unwrap();
    pending["issuer"] = json!(of.issuer(call).as_str());
    pending["state"] = json!(format!("state-of-the-login-{state}"));
    pending["begun"] = json!(date(i64::from(of.calls)));
    serde_json::from_value(pending).unwrap()
}
