//! The encodings of 32 bytes that are refused as public keys on Ed25519 and X25519.

use super::curve::OkpCurve;
use crate::jwk::Error;

/// Checks an encoded point as far as that is possible without curve arithmetic.
///
/// Points on Ed448 and X448 are not checked, because no backend prepares keys on these curves.
pub(super) fn check(curve: OkpCurve, encoded: &[u8]) -> Result<(), Error> {
    // RFC 8032 §5.1.2, RFC 7748 §5: the top bit of the last byte is not part of the coordinate.
    let Ok(mut coordinate) = <[u8; 32]>::try_from(encoded) else { return Ok(()) };
    let [.., last] = &mut coordinate;
    *last &= 0x7f;
    match curve {
        OkpCurve::Ed25519 => ed25519(&coordinate),
        OkpCurve::X25519 => x25519(&coordinate),
        OkpCurve::Ed448 | OkpCurve::X448 => Ok(()),
    }
}

fn ed25519(y: &[u8; 32]) -> Result<(), Error> {
    // RFC 8032 §5.1.3 (1): y is below p = 2^255 - 19.
    if is_p_or_more(y) {
        return Err(Error::PointEncoding);
    }
    // RFC 8032 §8.8, RFC 7748 §7: with a public key of small order, some signatures are valid for
    // every message.
    if SMALL_ORDER_Y.contains(&y) { Err(Error::SmallOrder) } else { Ok(()) }
}

fn x25519(u: &[u8; 32]) -> Result<(), Error> {
    // RFC 7748 §6.1, §7: with a public key of small order, all private keys agree on zeros, because
    // they are multiples of 8. §5: u is reduced modulo p, so p and p + 1 are read as 0 and 1.
    if SMALL_ORDER_U.contains(&u) { Err(Error::SmallOrder) } else { Ok(()) }
}

/// Returns `true` if a little-endian number is not below p, which is `ed`, thirty times `ff`, `7f`.
fn is_p_or_more([first, middle @ .., last]: &[u8; 32]) -> bool {
    *last == 0x7f && middle.iter().all(|byte| *byte == 0xff) && *first >= 0xed
}

/// The y coordinates of the eight points of order 1, 2, 4 and 8. Points that differ only in the
/// sign of x have the same y coordinate, so there are five.
const SMALL_ORDER_Y: [&[u8; 32]; 5] = [
    &from_low(0x01),
    &from_p(0xec),
    &from_low(0x00),
    &[
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98,
        0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53,
        0xfc, 0x05,
    ],
    &[
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
        0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac,
        0x03, 0x7a,
    ],
];

/// The u coordinates of the points of order 1, 2, 4 and 8 on the curve and on its twist: 0, 1, two
/// points of order 8, and p - 1. The last two are other encodings of 0 and 1: p and p + 1.
const SMALL_ORDER_U: [&[u8; 32]; 7] = [
    &from_low(0x00),
    &from_low(0x01),
    &[
        0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3, 0xfa, 0xf1, 0x9f, 0xc4,
        0x6a, 0xda, 0x09, 0x8d, 0xeb, 0x9c, 0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49,
        0xb8, 0x00,
    ],
    &[
        0x5f, 0x9c, 0x95, 0xbc, 0xa3, 0x50, 0x8c, 0x24, 0xb1, 0xd0, 0xb1, 0x55, 0x9c, 0x83, 0xef,
        0x5b, 0x04, 0x44, 0x5c, 0xc4, 0x58, 0x1c, 0x8e, 0x86, 0xd8, 0x22, 0x4e, 0xdd, 0xd0, 0x9f,
        0x11, 0x57,
    ],
    &from_p(0xec),
    &from_p(0xed),
    &from_p(0xee),
];

/// Returns a number below 256, little-endian.
const fn from_low(first: u8) -> [u8; 32] {
    let mut bytes = [0; 32];
    let [low, ..] = &mut bytes;
    *low = first;
    bytes
}

/// Returns a number that differs from p only in its lowest byte, little-endian.
const fn from_p(first: u8) -> [u8; 32] {
    let mut bytes = [0xff; 32];
    let [low, .., high] = &mut bytes;
    *low = first;
    *high = 0x7f;
    bytes
}
