//! The page about records names the whole schema.

use std::fs;
use std::path::Path;

use symbolon_store::Store;

use crate::support::Folder;

/// Returns the text that begins with a table, up to the next table or heading.
fn about<'a>(page: &'a str, table: &str) -> &'a str {
    let begin = format!("\n\n`{table}` has ");
    section(
        page.split_once(&begin).unwrap_or_else(|| panic!("the page does not explain {table}")).1,
    )
}

/// Returns a text up to the next table or heading.
fn section(text: &str) -> &str {
    ["\n## ", "\n### ", "\n\n`symbolon_"]
        .iter()
        .fold(text, |text, next| text.split_once(next).map_or(text, |(before, _)| before))
}

#[tokio::test]
async fn the_page_names_every_table_column_and_index() {
    let folder = Folder::new();
    drop(Store::migrate(&folder.database()).await.unwrap());
    let database = rusqlite::Connection::open(folder.file()).unwrap();
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/records.md");
    let page = fs::read_to_string(page).unwrap();
    let names = |sql: &str| -> Vec<(String, String)> {
        let mut statement = database.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        rows.unwrap().map(Result::unwrap).collect()
    };
    let columns = names(
        "SELECT tables.name, columns.name FROM sqlite_schema AS tables
         JOIN pragma_table_info(tables.name) AS columns
         WHERE tables.type = 'table' AND tables.name LIKE 'symbolon%'",
    );
    let indexes =
        names("SELECT tbl_name, name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL");
    assert!(columns.len() > 50 && indexes.len() > 10, "{columns:?} {indexes:?}");
    for (table, name) in columns.iter().chain(&indexes) {
        assert!(about(&page, table).contains(&format!("`{name}`")), "{table}: {name}");
    }
    // What the page names exists.
    let known =
        |name: &str| columns.iter().any(|it| it.0 == name) || indexes.iter().any(|it| it.1 == name);
    for name in page.split('`').filter(|name| name.starts_with("symbolon_")) {
        assert!(known(name), "{name}");
    }
}

#[test]
fn the_page_says_how_long_each_row_is_kept() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/records.md");
    let page = fs::read_to_string(page).unwrap();
    let tables = page.split("\n\n`symbolon_").skip(1).filter(|part| part.contains("` has "));
    for part in tables.filter(|part| !part.starts_with("schema`")) {
        let name = part.split('`').next().unwrap();
        assert!(section(part).contains("kept"), "{name}");
    }
}
