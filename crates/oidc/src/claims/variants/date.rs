//! Dates that are not a JSON number of seconds.

use core::str::FromStr;

use serde_json::{Number, Value};
use symbolon_jose::NumericDate;
use time::{Date, Month, PrimitiveDateTime, Time, UtcOffset};

/// Reads a number of seconds or milliseconds, or a date as text.
pub(super) fn read(value: &Value) -> Option<NumericDate> {
    match value {
        Value::Number(number) => of_number(number),
        Value::String(text) => of_digits(text).or_else(|| iso_8601(text)),
        _ => None,
    }
}

/// Reads a number of seconds. A number that would be a date after the year 9999 is read as
/// milliseconds.
fn of_number(number: &Number) -> Option<NumericDate> {
    let seconds = NumericDate::from_json(&Value::Number(number.clone()));
    seconds.or_else(|| NumericDate::from_seconds(number.as_i64()?.div_euclid(1000)))
}

/// Reads a number that is written as text. A text such as `1e3` is not a date.
fn of_digits(text: &str) -> Option<NumericDate> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if plain { of_number(&Number::from_str(text).ok()?) } else { None }
}

/// Reads a date of ISO 8601 in its extended format, with or without a time and an offset.
fn iso_8601(text: &str) -> Option<NumericDate> {
    let (date, rest) = text.split_at_checked(10)?;
    let (year, rest_of_date) = date.split_once('-')?;
    let (month, day) = rest_of_date.split_once('-')?;
    let month = Month::try_from(number::<u8>(month, 2)?).ok()?;
    let date = Date::from_calendar_date(number(year, 4)?, month, number(day, 2)?).ok()?;
    let (time, offset) = match rest.strip_prefix(['T', 't', ' ']) {
        Some(rest) => {
            let end = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
            let (time, offset) = rest.split_at_checked(end)?;
            (clock(time)?, utc_offset(offset)?)
        }
        None if rest.is_empty() => (Time::MIDNIGHT, UtcOffset::UTC),
        None => return None,
    };
    let moment = PrimitiveDateTime::new(date, time).assume_offset(offset);
    NumericDate::from_seconds(moment.unix_timestamp())
}

/// Reads `HH:MM`, `HH:MM:SS` or `HH:MM:SS` with a fraction. The fraction is dropped.
fn clock(text: &str) -> Option<Time> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut parts = whole.split(':');
    let (hour, minute) = (number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    let second = parts.next().map_or(Some(0), |second| number(second, 2))?;
    if parts.next().is_some() {
        return None;
    }
    Time::from_hms(hour, minute, second).ok()
}

/// Reads `Z`, `+HH:MM`, `+HHMM` or `+HH`, or no text, which means UTC.
fn utc_offset(text: &str) -> Option<UtcOffset> {
    if matches!(text, "" | "Z" | "z") {
        return Some(UtcOffset::UTC);
    }
    let (sign, rest) = text.split_at_checked(1)?;
    let (hours, minutes) = rest.split_at_checked(2)?;
    let minutes = match minutes.strip_prefix(':').unwrap_or(minutes) {
        "" => 0,
        minutes => number::<i8>(minutes, 2)?,
    };
    let offset = UtcOffset::from_hms(number(hours, 2)?, minutes, 0).ok()?;
    match sign {
        "+" => Some(offset),
        "-" => UtcOffset::from_whole_seconds(offset.whole_seconds().checked_neg()?).ok(),
        _ => None,
    }
}

/// Reads exactly this many digits.
fn number<T: FromStr>(text: &str, digits: usize) -> Option<T> {
    let all_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if text.len() == digits && all_digits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn seconds(value: &Value) -> Option<i64> {
        read(value).map(NumericDate::seconds)
    }

    #[test]
    fn numbers_are_seconds_or_milliseconds() {
        for (value, expected) in [
            (json!(1_643_282_255), 1_643_282_255),
            (json!(1_609_988_421_000_i64), 1_609_988_421),
            (json!(1_609_988_421_999_i64), 1_609_988_421),
            (json!("1643282255"), 1_643_282_255),
            (json!("1643282255123"), 1_643_282_255),
            (json!("1643282255.5"), 1_643_282_255),
            (json!(1.5), 1),
            (json!(0), 0),
        ] {
            assert_eq!(seconds(&value), Some(expected), "{value}");
        }
    }

    #[test]
    fn iso_8601_dates_with_and_without_time_and_offset() {
        for (text, expected) in [
            ("2024-01-01T00:00:00.000Z", 1_704_067_200),
            ("2024-01-01T00:00:00Z", 1_704_067_200),
            ("2024-01-01T00:00", 1_704_067_200),
            ("2024-01-01 00:00:00", 1_704_067_200),
            ("2024-01-01", 1_704_067_200),
            ("2024-01-01T02:00:00+02:00", 1_704_067_200),
            ("2024-01-01T02:00:00+0200", 1_704_067_200),
            ("2024-01-01T02:00:00+02", 1_704_067_200),
            ("2023-12-31T19:30:00.123456-04:30", 1_704_067_200),
            ("1969-12-31T23:59:59Z", -1),
        ] {
            assert_eq!(seconds(&json!(text)), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_texts_and_types_are_no_dates() {
        for value in [
            json!("Wed Apr 04 18:45:44 CEST 2018"),
            json!("2024-13-01"),
            json!("2024-02-30"),
            json!("2024-1-1"),
            json!("2024-01-01T"),
            json!("2024-01-01T25:00"),
            json!("2024-01-01T00:00:00:00"),
            json!("2024-01-01T00:00:00.Z"),
            json!("2024-01-01T00:00Zx"),
            json!("2024-01-01T00:00+2"),
            json!("2024-01-01x"),
            json!("1.2.3"),
            json!("."),
            json!("1e3"),
            json!("-1"),
            json!(""),
            json!(1e300),
            json!(true),
            json!([1]),
            json!(null),
            json!("٢٠٢٤-01-01"),
        ] {
            assert_eq!(seconds(&value), None, "{value}");
        }
    }
}
