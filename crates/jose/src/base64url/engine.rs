//! The base64url engine, chosen when compiling.
//!
//! Most of a token is base64url, and the engine that uses vector instructions is faster. Both
//! engines are equally strict and give the same results.

#[cfg(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon")))]
mod fastest {
    use std::sync::LazyLock;

    use base64::engine::Simd;
    use base64::engine::general_purpose::NO_PAD;

    /// Finds out once which vector instructions the processor has.
    pub(in super::super) static ENGINE: LazyLock<Simd> = LazyLock::new(|| Simd::url_safe(NO_PAD));
}

#[cfg(not(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon"))))]
mod fastest {
    pub(in super::super) use base64::engine::general_purpose::URL_SAFE_NO_PAD as ENGINE;
}

pub(super) use fastest::ENGINE;

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use crate::base64url::{decode, encode};

    /// Long enough for every path through the vector engine: no whole vector, several vectors, and
    /// a remainder of any length after them.
    const LONGEST: u8 = 200;

    #[test]
    fn vector_engine_gives_the_same_results() {
        for len in 0..LONGEST {
            let bytes: Vec<u8> = (0..len).map(|i| i.wrapping_mul(181).wrapping_add(len)).collect();
            let text = encode(&bytes);
            assert_eq!(text, URL_SAFE_NO_PAD.encode(&bytes), "{len}");
            assert_eq!(decode(&text), Ok(bytes), "{len}");
        }
    }

    #[test]
    fn vector_engine_is_equally_strict() {
        let text = encode(&[0xa5; 150]);
        for position in 0..text.len() {
            for wrong in ['=', '+', '/', ' ', '\n', '.', '\0', '\u{7f}', '\u{80}'] {
                let mut characters: Vec<char> = text.chars().collect();
                characters[position] = wrong;
                let wrong: String = characters.iter().collect();
                assert!(decode(&wrong).is_err(), "{wrong:?}");
            }
        }
        // Nonzero trailing bits, one character too many, padding.
        for rest in ["__5", "_5", "_", "__4=", "_w=="] {
            assert!(decode(&format!("{text}{rest}")).is_err(), "{rest}");
        }
    }
}
