use super::{Format, render, samples, write_atomically};

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
