//! The commands as a user types them: exit codes, messages, and that a refusal changes nothing.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod afternoon;
mod around;
mod attachments;
mod board;
mod checklists;
mod conflicts;
mod demo;
mod devices;
mod editions;
mod issuing;
mod keeping;
mod papers;
mod passages;
mod place;
mod records;
mod refusals;
mod requirements;
mod results;
mod returns;
mod reviews;
mod rounds;
mod signing;
mod syncing;
mod teams;
mod templates;
mod usage;

#[test]
fn no_file_of_tests_is_forgotten() {
    let source = include_str!("main.rs");
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let is_module = path.extension().is_some_and(|ending| ending == "rs") && name != "main";
        assert!(!is_module || source.contains(&format!("mod {name};")), "{name}.rs is compiled by nobody");
    }
}
