//! The statements of the page.

use std::collections::BTreeMap;

const PAGE: &str = include_str!("../../../../docs/records-in-sql.md");

/// Returns the statements under their names. Each block begins with a comment that names it.
pub(crate) fn statements() -> BTreeMap<&'static str, &'static str> {
    let blocks = PAGE.split("```sql\n-- ").skip(1);
    let blocks: Vec<_> =
        blocks.map(|block| block.split_once("```").unwrap().0.split_once('\n').unwrap()).collect();
    let statements: BTreeMap<_, _> = blocks.iter().copied().collect();
    assert_eq!(statements.len(), blocks.len(), "each name is used once");
    statements
}

#[test]
fn each_record_has_a_rule_and_says_how_long_its_row_is_kept() {
    let sections = PAGE.split("\n## ").filter(|section| section.starts_with('`'));
    let mut names = Vec::new();
    for section in sections {
        let name = section.split('`').nth(1).unwrap();
        assert!(section.contains("**Rule:** "), "{name}");
        let keeps = section.contains("Keep ") || name == "TokenRecords";
        assert!(keeps, "{name}");
        names.push(name);
    }
    assert_eq!(
        names,
        [
            "RegisteredClient",
            "PendingAuthorization",
            "CodeRecord",
            "RefreshTokenRecord",
            "AccessTokenRecord",
            "TokenRecords",
            "GrantId",
            "ReplayKey",
        ]
    );
}

#[test]
fn each_block_of_sql_has_a_name() {
    assert_eq!(PAGE.matches("```sql\n").count(), statements().len());
}
