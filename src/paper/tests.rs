use std::path::Path;

use super::{Format, PaperError, render, samples, write_atomically};

fn printed(document: &super::Document, format: Format) -> String {
    String::from_utf8(render(document, format).unwrap()).unwrap()
}

#[test]
fn a_notice_as_text() {
    insta::assert_snapshot!(printed(&samples::notice(), Format::Text));
}

#[test]
fn minutes_as_text() {
    insta::assert_snapshot!(printed(&samples::minutes(), Format::Text));
}

#[test]
fn a_notice_as_json() {
    insta::assert_snapshot!(printed(&samples::notice(), Format::Json));
}

#[test]
fn a_draft_says_so_in_text_and_json() {
    let draft = samples::long_notice();
    assert!(printed(&draft, Format::Text).trim_start().starts_with("DỰ THẢO"));
    let json: serde_json::Value = serde_json::from_str(&printed(&draft, Format::Json)).unwrap();
    assert_eq!((&json["draft"], &json["number"], &json["date"]), (&true.into(), &().into(), &().into()));
}

#[test]
fn the_ending_chooses_the_format() {
    let format = |path: &str| Format::from_path(Path::new(path));
    assert_eq!(format("a/Thông báo.DOCX").unwrap(), Format::Docx);
    assert_eq!(format("a.txt").unwrap(), Format::Text);
    assert_eq!(format("a.json").unwrap(), Format::Json);
    for other in ["a.pdf", "a", ".docx", ""] {
        let error = format(other).unwrap_err();
        assert!(matches!(error, PaperError::Ending(_)));
        let said = error.to_string();
        assert!([".docx", ".txt", ".json"].iter().all(|ending| said.contains(ending)), "{said}");
    }
}

/// Writes the sample papers to the system's folder for temporary files, to be looked at.
#[test]
#[ignore = "writes files to look at"]
fn samples_to_look_at() {
    let folder = std::env::temp_dir().join("kiemtra-papers");
    std::fs::create_dir_all(&folder).unwrap();
    let papers =
        [("notice", samples::notice()), ("long-notice", samples::long_notice()), ("minutes", samples::minutes())];
    for (name, document) in papers {
        for (ending, format) in [("docx", Format::Docx), ("txt", Format::Text), ("json", Format::Json)] {
            write_atomically(&folder.join(name).with_extension(ending), &render(&document, format).unwrap()).unwrap();
        }
    }
}
