//! Templates that are read, refused and filled, whole.

mod builder;
mod filled;
mod refused;

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::tree::Node;
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
                Node::Text(text) if element.name == "w:t" => out.extend(text.chars().filter(|c| !c.is_whitespace())),
                Node::Element(child) => gather(child, out),
                _ => {}
            }
        }
    }
    let package = package::Package::open(bytes).unwrap();
    let mut out = String::new();
    gather(&package.tree("word/document.xml").unwrap(), &mut out);
    out
}

/// Checks a package as a word processor does before it shows anything; its XML parts are returned.
#[track_caller]
fn assert_holds_together(bytes: &[u8]) -> BTreeMap<String, String> {
    fn each(element: &Element, seen: &mut dyn FnMut(&Element)) {
        seen(element);
        element.elements().for_each(|child| each(child, seen));
    }
    let package = package::Package::open(bytes).unwrap();
    let styles = package.names().find(|name| package.type_of(name).ends_with("styles+xml")).unwrap();
    let styles = package.tree(styles).unwrap();
    let styles: Vec<&str> = styles.elements().filter_map(|style| style.attribute("w:styleId")).collect();
    let mut parts = BTreeMap::new();
    let is_xml = |name: &&str| matches!(name.rsplit('.').next(), Some("xml" | "rels"));
    for name in package.names().filter(is_xml) {
        assert!(!package.type_of(name).is_empty(), "{name}");
        let tree = package.tree(name).unwrap_or_else(|fault| panic!("{fault}"));
        let relations = package.relations(name).unwrap();
        for relation in &relations {
            let inside = matches!(&relation.target, package::Target::Part(part) if package.file(part).is_some());
            assert!(inside, "{name}: {relation:?}");
        }
        each(&tree, &mut |element| {
            for (attribute, value) in &element.attributes {
                if attribute.starts_with("r:") {
                    assert!(relations.iter().any(|relation| relation.id == *value), "{name}: {value}");
                }
            }
            match element.name.as_str() {
                "w:pStyle" if element.value().is_some_and(|id| id.starts_with("Kiemtra")) => {
                    assert!(styles.contains(&element.value().unwrap()), "{name}: {element:?}");
                }
                "w:tc" => assert_eq!(element.elements().last().unwrap().name, "w:p", "{name}"),
                "w:body" => assert_eq!(element.elements().last().unwrap().name, "w:sectPr", "{name}"),
                _ => {}
            }
        });
        parts.insert(name.to_owned(), String::from_utf8(package.file(name).unwrap().to_vec()).unwrap());
    }
    parts
}

#[test]
fn the_example_filled_says_what_the_built_in_layout_says() {
    for (name, document) in papers() {
        let template = example(document.kind);
        assert_eq!(template.doubts(), [], "{name}");
        let filled = render_in(&document, &template).unwrap();
        let built_in = render(&document, Format::Docx).unwrap();
        assert_eq!(letters(&filled), letters(&built_in), "{name}");
        assert_holds_together(&filled);
    }
}

#[test]
fn the_example_of_every_kind_has_every_mark_that_it_needs_and_is_sound() {
    for kind in [
        PaperKind::Notice,
        PaperKind::Minutes,
        PaperKind::Report,
        PaperKind::Letter,
        PaperKind::Programme,
        PaperKind::Internal,
    ] {
        let template = example(kind);
        let found: Vec<Mark> = template.marks().iter().map(|placed| placed.mark).collect();
        for mark in Mark::ALL.into_iter().filter(|mark| mark.need(kind) == Need::Required) {
            assert!(found.contains(&mark), "{kind:?}: {}", mark.name());
        }
        let document = Document { kind, ..samples::notice() };
        assert_holds_together(&render_in(&document, &template).unwrap());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Whatever is done to a file, it is refused or it is filled; nothing panics.
    #[test]
    fn damaged_bytes_do_no_harm(at in 0.0_f64..1.0, length in 0_usize..64, with in proptest::collection::vec(any::<u8>(), 0..64)) {
        let mut bytes = Template::example(PaperKind::Notice).unwrap();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a file")]
        let at = (bytes.len() as f64 * at) as usize;
        let end = (at + length).min(bytes.len());
        bytes.splice(at..end, with);
        if let Ok(template) = Template::read(&bytes, PaperKind::Notice) {
            render_in(&samples::notice(), &template).unwrap();
        }
    }

    /// Nor does whatever is done to its XML: pieces of it left out, doubled, moved.
    #[test]
    fn damaged_xml_does_no_harm(from in 0_usize..4000, length in 0_usize..200, to in 0_usize..4000, whole_tags in any::<bool>()) {
        let table = format!("<w:tbl>{}</w:tbl>", builder::row(&[&builder::p("{{agency}}"), &builder::control("kind", "", &builder::p("x"))]));
        let boxed = format!("<w:p><w:r><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></w:r></w:p>", builder::p("{{status}}"));
        let made = builder::Made::of(&format!("{table}{boxed}{}", builder::marks()));
        let xml = String::from_utf8(made.content("word/document.xml").to_vec()).unwrap();
        // At borders of tags what comes out is more often well-formed.
        let near = |at: usize| {
            let at = at.min(xml.len());
            if whole_tags { xml[at..].find('<').map_or(xml.len(), |next| at + next) } else { at }
        };
        let (from, to) = (near(from), near(to));
        let end = near(from + length).max(from);
        let (Some(piece), Some(before), Some(after)) = (xml.get(from..end), xml.get(..to), xml.get(to..)) else { return Ok(()) };
        let document = format!("{before}{piece}{after}");
        let bytes = made.file("word/document.xml", document).bytes();
        if let Ok(template) = Template::read(&bytes, PaperKind::Notice) {
            assert_holds_together(&render_in(&samples::long_notice(), &template).unwrap());
        }
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
    // Templates that word processors wrote, put there by hand.
    for given in std::fs::read_dir(folder.join("given")).into_iter().flatten() {
        let path = given.unwrap().path();
        match Template::read(&std::fs::read(&path).unwrap(), PaperKind::Notice) {
            Ok(template) => {
                let told: Vec<String> = template.doubts().iter().map(ToString::to_string).collect();
                eprintln!("{}: {told:#?}", path.display());
                let filled = render_in(&samples::long_notice(), &template).unwrap();
                assert_holds_together(&filled);
                let name = format!("filled-{}", path.file_name().unwrap().to_string_lossy());
                crate::paper::write_atomically(&folder.join(name), &filled).unwrap();
            }
            Err(error) => eprintln!("{}: {error}", path.display()),
        }
    }
}
