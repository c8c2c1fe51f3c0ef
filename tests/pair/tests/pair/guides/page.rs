//! The pages contain the code, and a section for each section of the specifications.

use std::path::Path;
use std::{env, fs, io};

/// A guide: its page, its code, and the file of the specification.
struct Guide {
    page: &'static str,
    code: &'static str,
    specification: &'static str,
}

const GUIDES: [Guide; 2] = [
    Guide {
        page: include_str!("../../../../../docs/guide-basic-client.md"),
        code: include_str!("basic.rs"),
        specification: "openid-connect-basic-1_0.txt",
    },
    Guide {
        page: include_str!("../../../../../docs/guide-implicit-client.md"),
        code: include_str!("implicit.rs"),
        specification: "openid-connect-implicit-1_0.txt",
    },
];

/// Returns the code blocks of a page that are written in Rust.
fn blocks(page: &str) -> impl Iterator<Item = &str> {
    page.split("```rust\n").skip(1).filter_map(|rest| rest.split("\n```").next())
}

#[test]
fn each_code_block_of_a_page_is_compiled() {
    for Guide { page, code, .. } in GUIDES {
        for block in blocks(page) {
            assert!(code.contains(block), "the tests do not compile this block:\n{block}");
        }
    }
}

#[test]
fn each_item_that_is_compiled_is_on_the_page() {
    for Guide { page, code, .. } in GUIDES {
        let (_, code) = code.split_once("\nmod tests;\n\n").unwrap();
        let mut rest = code.to_owned();
        blocks(page).for_each(|block| rest = rest.replacen(block, "", 1));
        assert_eq!(rest.trim(), "", "the page does not contain this code");
    }
}

/// Returns the number at the beginning of a line, without its last dot: `2.1.1` of
/// `2.1.1.  Request Parameters`.
fn number(line: &str) -> Option<&str> {
    let (number, _) = line.split_once(' ')?;
    let number = number.trim_end_matches('.');
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    number.split('.').all(is_number).then_some(number)
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the specification is not in the repository")]
fn each_section_of_the_specification_is_a_section_of_the_page() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/specs/openid");
    for Guide { page, specification, .. } in GUIDES {
        let Ok(text) = fs::read_to_string(folder.join(specification)) else {
            skip(specification);
            continue;
        };
        // The lines of the table of contents and of the text begin with spaces.
        let expected: Vec<_> = text.lines().filter_map(number).collect();
        let headings = page.lines().filter(|line| line.starts_with("##"));
        let found: Vec<_> =
            headings.filter_map(|line| number(line.trim_start_matches('#').trim())).collect();
        assert_eq!(found, expected, "{specification}");
    }
}

/// Reports that the specification is missing, or fails the test on CI.
#[expect(clippy::disallowed_methods, reason = "only CI sets the variable")]
fn skip(missing: &str) {
    let missing = format!("../shared/specs/openid/{missing} is missing");
    assert!(env::var_os("CI").is_none_or(|value| value != "true"), "{missing}: CI skips no test");
    let line = format!("skipped: the sections of a guide: {missing}\n");
    io::Write::write_all(&mut io::stderr(), line.as_bytes()).unwrap();
}
