//! The list of cases against the list of tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use symbolon_case_tests::names;

#[test]
#[expect(clippy::disallowed_methods, reason = "this test is about files")]
fn every_case_has_a_test_of_its_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut tests = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        for part in text.split("#[test]\nfn ").skip(1) {
            tests.extend(part.split('(').next().map(str::to_owned));
        }
    }
    let missing: Vec<String> =
        names().into_iter().filter(|name| !tests.contains(&name.replace('-', "_"))).collect();
    assert!(missing.is_empty(), "{} cases without a test: {missing:#?}", missing.len());
}
