//! Deterministic signatures: RFC 6979.

use symbolon_crypto_ring::{CRYPTO, ES256K, ES512};
use symbolon_jose::Secret;
use symbolon_jose::crypto::{SignatureScheme, SigningMaterial};
use symbolon_jose::jwk::KeyKind;

fn sign(scheme: &dyn SignatureScheme, kind: KeyKind, private: &[u8], message: &[u8]) -> String {
    let pairs = CRYPTO.key_pairs.iter().find(|pairs| pairs.kind() == kind).unwrap();
    let key = pairs.from_private(&Secret::new(private.to_vec())).unwrap();
    let signature = scheme.signer(SigningMaterial::Private(&key)).unwrap().sign(message).unwrap();
    signature.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The vectors of RFC 6979 §A.2.7 with SHA-512.
#[test]
fn rfc6979_a_2_7_es512_signatures_are_deterministic() {
    let private = [
        0x00, 0xfa, 0xd0, 0x6d, 0xaa, 0x62, 0xba, 0x3b, 0x25, 0xd2, 0xfb, 0x40, 0x13, 0x3d, 0xa7,
        0x57, 0x20, 0x5d, 0xe6, 0x7f, 0x5b, 0xb0, 0x01, 0x8f, 0xee, 0x8c, 0x86, 0xe1, 0xb6, 0x8c,
        0x7e, 0x75, 0xca, 0xa8, 0x96, 0xeb, 0x32, 0xf1, 0xf4, 0x7c, 0x70, 0x85, 0x58, 0x36, 0xa6,
        0xd1, 0x6f, 0xcc, 0x14, 0x66, 0xf6, 0xd8, 0xfb, 0xec, 0x67, 0xdb, 0x89, 0xec, 0x0c, 0x08,
        0xb0, 0xe9, 0x96, 0xb8, 0x35, 0x38,
    ];
    let sign = |message| sign(ES512, KeyKind::P521, &private, message);
    assert_eq!(
        sign(b"sample"),
        "00c328fafcbd79dd77850370c46325d987cb525569fb63c5d3bc53950e6d4c5f1\
         74e25a1ee9017b5d450606add152b534931d7d4e8455cc91f9b15bf05ec36e377fa\
         00617cce7cf5064806c467f678d3b4080d6f1cc50af26ca209417308281b68af2\
         82623eaa63e5b5c0723d8b8c37ff0777b1a20f8ccb1dccc43997f1ee0e44da4a67a"
    );
    assert_eq!(
        sign(b"test"),
        "013e99020abf5cee7525d16b69b229652ab6bdf2affcaef38773b4b7d08725f10\
         cdb93482fdcc54edcee91eca4166b2a7c6265ef0ce2bd7051b7cef945babd47ee6d\
         01fbd0013c674aa79cb39849527916ce301c66ea7ce8b80682786ad60f98f7e78\
         a19ca69eff5c57400e3b3a0ad66ce0978214d13baf4e9ac60752f7b155e2de4dce3"
    );
}

/// A vector that many implementations of secp256k1 have in their tests.
#[test]
fn rfc6979_3_2_es256k_signatures_are_deterministic() {
    let mut private = [0; 32];
    private[31] = 1;
    assert_eq!(
        sign(ES256K, KeyKind::Secp256k1, &private, b"Satoshi Nakamoto"),
        "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8\
         2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5"
    );
}
