//! Logins and refreshes from start to end (kinds F and I).

use symbolon_case_tests::{FieldProvider, client, refresh, sign_in, user_info};

#[test]
fn without_a_change_the_login_goes_through() {
    let provider = FieldProvider::default();
    let login = sign_in(&provider, client()).unwrap();
    assert_eq!(login.id_token.sub, "alice");
    assert_eq!(user_info(&provider, client(), &login.session).unwrap().sub, "alice");
    let refreshed = FieldProvider::default().claims(&serde_json::json!({"nonce": "<absent>"}));
    refresh(&refreshed, client(), &login.session).unwrap();
}
