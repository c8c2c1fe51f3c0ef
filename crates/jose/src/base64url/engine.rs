//! What reads and writes base64url. Most of a token is base64url, and the engine that works in vectors
//! reads it sooner; both engines are as strict, and give the same answers.

#[cfg(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon")))]
mod fastest {
    use std::sync::LazyLock;

    use base64::engine::Simd;
    use base64::engine::general_purpose::NO_PAD;

    /// Which vectors the processor has is found out once.
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

    /// Long enough for every way through a vector engine: none, whole vectors, and a rest of any
    /// length behind them.
    const LONGEST: u8 = 200;

    #[test]
    fn vectors_give_the_same_answers() {
        for len in 0..LONGEST {
            let bytes: Vec<u8> = (0..len).map(|i| i.wrapping_mul(181).wrapping_add(len)).collect();
            let text = encode(&bytes);
            assert_eq!(text, URL_SAFE_NO_PAD.encode(&bytes), "{len}");
            assert_eq!(decode(&text), Ok(bytes), "{len}");
        }
    }

    #[test]
    fn vectors_are_as_strict() {
        let text = encode(&[0xa5; 150]);
        for place in 0..text.len() {
            for wrong in ['=', '+', '/', ' ', '\n', '.', '\0', '\u{7f}', '\u{80}'] {
                let mut characters: Vec<char> = text.chars().collect();
                characters[place] = wrong;
                let wrong: String = characters.iter().collect();
                assert!(decode(&wrong).is_err(), "{wrong:?}");
            }
        }
        // Trailing bits, and one character too many.
        for rest in ["__5", "_5", "_", "__4=", "_w=="] {
            assert!(decode(&format!("{text}{rest}")).is_err(), "{rest}");
        }
    }
}
