//! Hashes passwords with Argon2, checks a password against its hash, and gives the memory of the
//! hash back.

use argon2::password_hash::phc::{Output, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};

/// The blocks for which memory is reserved: 33 MiB. Only the blocks that a hash uses take memory.
///
/// The allocator of glibc returns memory of more than 32 MiB to the system as soon as it is freed.
/// It learns from smaller memory: after the first hash, it would keep the 19 MiB of each further
/// hash for each thread ([mallopt(3)](https://man7.org/linux/man-pages/man3/mallopt.3.html),
/// `M_MMAP_THRESHOLD`).
const RESERVED: usize = 33 * 1024;

/// The memory of the hash of a new password in KiB, the number of passes, and the number of lanes:
/// the parameters of the embedded users.
const MEMORY: u32 = 19_456;
const TIME: u32 = 2;
const LANES: u32 = 1;

/// The length of the hash of a new password, in bytes.
const LENGTH: usize = 32;

/// Returns whether the password has this hash, which is in the PHC string format.
pub(super) fn has_hash(password: &str, hash: &str) -> bool {
    compare(password, hash).unwrap_or(false)
}

/// Hashes a new password with this salt. Returns the PHC string format.
pub(super) fn hash(password: &str, salt: &[u8]) -> Option<String> {
    let params = Params::new(MEMORY, TIME, LANES, None).ok()?;
    let digest = digest(password, salt, (Algorithm::Argon2id, Version::V0x13, params), LENGTH)?;
    let (salt, digest) = (Salt::new(salt).ok()?, Output::new(&digest).ok()?);
    Some(format!("$argon2id$v=19$m={MEMORY},t={TIME},p={LANES}${salt}${digest}"))
}

/// Returns `None` if the hash cannot be read.
fn compare(password: &str, hash: &str) -> Option<bool> {
    let hash = PasswordHash::new(hash).ok()?;
    let (salt, expected) = (hash.salt?, hash.hash?);
    let algorithm = Algorithm::try_from(hash.algorithm.as_str()).ok()?;
    let version = Version::try_from(hash.version?).ok()?;
    let params = Params::try_from(&hash).ok()?;
    let output = digest(password, &salt, (algorithm, version, params), expected.len())?;
    // `Output` compares in constant time.
    Some(Output::new(&output).ok()? == expected)
}

/// Computes the hash of this length.
fn digest(
    password: &str,
    salt: &[u8],
    (algorithm, version, params): (Algorithm, Version, Params),
    length: usize,
) -> Option<Vec<u8>> {
    let mut blocks = Vec::with_capacity(RESERVED.max(params.block_count()));
    blocks.resize(params.block_count(), Block::new());
    let mut output = vec![0; length];
    Argon2::new(algorithm, version, params)
        .hash_password_into_with_memory(password.as_bytes(), salt, &mut output, &mut blocks)
        .ok()?;
    Some(output)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_of_another_program_is_read() {
        // Made with `argon2 somesalt -id -k 64 -t 1 -p 1 -e` of the reference implementation.
        let hash = "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ\
                    $cpx6VEQbwTVZvcpxNIxOVUWZ5xnAipUmAe1cg2GMG70";
        assert!(has_hash("password", hash));
        assert!(!has_hash("Password", hash));
        assert!(!has_hash("", hash));
    }

    #[test]
    fn a_new_password_has_its_hash_with_the_parameters_of_the_embedded_users() {
        let new = hash("correct horse", b"sixteen bytes...").unwrap();
        assert!(has_hash("correct horse", &new));
        assert!(!has_hash("correct hors", &new));
        let parameters = |hash: &str| hash.rsplitn(3, '$').nth(2).unwrap().to_owned();
        assert_eq!(parameters(&new), parameters(crate::users::NO_PASSWORD));
    }

    #[test]
    fn a_hash_that_cannot_be_read_is_of_no_password() {
        for hash in ["", "password", "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ", "$2b$12$abc"] {
            assert!(!has_hash("password", hash), "{hash}");
            assert!(!has_hash("", hash), "{hash}");
        }
    }
}
