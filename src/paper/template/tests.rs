//! Templates that are read, refused and filled, whole.

use super::*;
use crate::paper::{Format, render, samples};

fn papers() -> [(&'static str, Document); 4] {
    [
        ("notice", samples::notice()),
        ("long-notice", samples::long_notice()),
        ("minutes", samples::minutes()),
        ("letter", samples::letter()),
    ]
}

fn example(kind: PaperKind) -> Template {
    Template::read(&Template::example(kind).unwrap(), kind).unwrap_or_else(|error| panic!("{error}"))
}

/// All text of the main part in order, without any space.
fn letters(bytes: &[u8]) -> String {
    fn gather(element: &Element, out: &mut String) {
        for child in &element.children {
            match child {
                tree::Node::Text(text) if element.name == "w:t" => {
                    out.extend(text.chars().filter(|c| !c.is_whitespace()))
                }
                tree::Node::Element(child) => gather(child, out),
                _ => {}
            }
        }
    }
    let package = package::Package::open(bytes).unwrap();
    let mut out = String::new();
    gather(&package.tree("word/document.xml").unwrap(), &mut out);
    out
}

#[test]
fn the_example_filled_says_what_the_built_in_layout_says() {
    for (name, document) in papers() {
        let template = example(document.kind);
        assert_eq!(template.doubts(), [], "{name}");
        let filled = render_in(&document, &template).unwrap();
        let built_in = render(&document, Format::Docx).unwrap();
        assert_eq!(letters(&filled), letters(&built_in), "{name}");
    }
}

/// Writes samples in the example to the system's folder for temporary files, to be looked at.
#[test]
#[ignore = "writes files to look at"]
fn samples_to_look_at() {
    let folder = std::env::temp_dir().join("kiemtra-templates");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, document) in papers() {
        let filled = render_in(&document, &example(document.kind)).unwrap();
        crate::paper::write_atomically(&folder.join(name).with_extension("docx"), &filled).unwrap();
    }
    let bytes = Template::example(PaperKind::Notice).unwrap();
    crate::paper::write_atomically(&folder.join("example.docx"), &bytes).unwrap();
}
