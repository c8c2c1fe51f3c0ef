//! Times at both ends of what a clock can show: attack 124.

use core::time::Duration;

use symbolon_jose::Object;
use symbolon_provider::{EarlierConsent, ProviderPolicy, SignedIn, SingleUse, UserInfoRequest};
use time::OffsetDateTime;

use crate::common::*;

fn extremes() -> [OffsetDateTime; 5] {
    use time::{Date, PrimitiveDateTime, Time};
    [
        PrimitiveDateTime::new(Date::MIN, Time::MIDNIGHT).assume_utc(),
        OffsetDateTime::from_unix_timestamp(-1).unwrap(),
        OffsetDateTime::UNIX_EPOCH,
        at(0),
        PrimitiveDateTime::new(Date::MAX, Time::MAX).assume_utc(),
    ]
}

#[test]
fn attack_124_no_clock_makes_the_engine_panic() {
    let mut provider = provider();
    for lifetime in [Duration::ZERO, Duration::from_secs(600), Duration::MAX] {
        provider = provider_with(|policy| {
            policy.code_lifetime = lifetime.min(ProviderPolicy::LONGEST_CODE_LIFETIME);
            policy.access_token_lifetime = lifetime.min(ProviderPolicy::LONGEST_TOKEN_LIFETIME);
            policy.id_token_lifetime = lifetime.min(ProviderPolicy::LONGEST_TOKEN_LIFETIME);
            policy.refresh_lifetime = lifetime.min(ProviderPolicy::LONGEST_REFRESH_LIFETIME);
            policy.leeway = lifetime.min(ProviderPolicy::LARGEST_LEEWAY);
        });
        for asked in extremes() {
            for now in extremes() {
                log_in(&provider, asked, now);
            }
        }
    }
    drop(provider);
}

/// Runs a login, a refresh and a UserInfo request until a step is refused. Only panics matter here.
fn log_in(provider: &symbolon_provider::Provider, asked: OffsetDateTime, now: OffsetDateTime) {
    let form = asking().set("max_age", &u64::MAX.to_string());
    let request = symbolon_provider::ReceivedRequest::from_http(&form.get()).unwrap();
    let pending = provider.authorize(request, Some(&web()), asked).unwrap();
    let user = SignedIn::new("alice", asked);
    let _ = provider.interaction(&pending, Some(&user), &EarlierConsent::default(), now);
    let Ok(issued) = provider.respond(pending, yes(user), now) else { return };
    let record = issued.records().code.clone().unwrap();
    let code = response_of(&sent(issued)).get("code").unwrap().to_owned();
    let presented = presented_code(provider, &redeeming(&code), &web()).unwrap();
    let found = SingleUse::fresh(record);
    let Ok(issued) = provider.redeem(presented, found, Object::new(), now) else { return };
    let records = issued.records().clone();
    let response = json(&sent(issued));
    let form = refreshing(response["refresh_token"].as_str().unwrap());
    let presented = presented_refresh_token(provider, &form, &web()).unwrap();
    let found = SingleUse::fresh(records.refresh.unwrap());
    let _ = provider.refresh(presented, found, Object::new(), asked);
    let form = Form::of(&[("access_token", response["access_token"].as_str().unwrap())]);
    let request = UserInfoRequest::from_http(&form.post("/userinfo")).unwrap();
    let _ = provider.user_info(&request, Some(records.access), asked);
}

#[test]
fn attack_124_at_the_end_of_time_everything_has_expired() {
    let [.., last] = extremes();
    let (code, mut record) = code_for(&asking());
    record.expires = last.into();
    let presented = presented_code(&provider(), &redeeming(&code), &web()).unwrap();
    let found = SingleUse::fresh(record);
    let refusal = provider().redeem(presented, found, Object::new(), last).unwrap_err();
    assert_eq!(refusal.code(), "token.expired");
}

#[test]
fn attack_124_an_auth_time_of_zero_is_accepted() {
    let pending = authorize(&asking().set("max_age", "2000000000")).unwrap();
    let user = SignedIn::new("alice", OffsetDateTime::UNIX_EPOCH);
    assert!(provider().respond(pending, yes(user), at(10)).is_ok());
}
