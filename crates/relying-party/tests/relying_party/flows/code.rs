//! The response type `code`.

use super::rows::{self, table};
use super::trip::Trip;

#[test]
fn core_3_1_2_7_code() {
    table("code", &["/token", "/jwks"], &[rows::SENDER, rows::CODE]);
}

#[test]
fn core_3_1_2_5_nothing_comes_through_the_browser_except_the_code() {
    assert_eq!(Trip::new("code").run().result.unwrap().from_browser, None);
}

#[test]
fn a_token_that_was_not_asked_for_is_not_used() {
    let mut trip = Trip::new("code");
    trip.parameters = |parameters| {
        parameters.push("access_token", "attacker");
        parameters.push("id_token", "a.b.c");
    };
    let login = trip.run().result.unwrap();
    assert_eq!(login.from_browser, None);
    assert_eq!(login.session.access_token.unwrap().expose(), "SlAV32hkKG");
}
