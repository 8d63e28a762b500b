//! Papers in an office's own layout: the example to start from, and one with a logo, other fonts and other margins.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::sync::OnceLock;

use kiemtra::paper::{Document, PaperKind, Status, Template, render_in};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::layout::{self, Laid, Page};
use super::papers::{DRAFT, FINAL, HARD, PHOTOS, Papers, png};
use super::{OFF, assert_near, place, texts};

/// Margins of the office's template, in millimetres.
const LEFT: f64 = 30.0;
const RIGHT: f64 = 15.0;

/// Papers in the example's layout, papers in the office's, and a draft of the hard one in each.
const NAMES: [(&str, &str); 4] =
    [(FINAL, "mau-thong-bao"), (DRAFT, "mau-du-thao"), (HARD, "mau-dai"), (PHOTOS, "mau-anh")];
const EXAMPLE: &str = "vi-du";

struct Measured {
    documents: BTreeMap<&'static str, Document>,
    laid: BTreeMap<&'static str, Laid>,
    _folder: tempfile::TempDir,
}

fn measured() -> Option<&'static Measured> {
    static MEASURED: OnceLock<Option<Measured>> = OnceLock::new();
    let measured = MEASURED.get_or_init(|| {
        super::measured()?;
        let (papers, folder) = (Papers::compose(), tempfile::tempdir().unwrap());
        let mut documents: BTreeMap<&'static str, Document> = BTreeMap::new();
        for (paper, name) in NAMES {
            documents.insert(name, papers.document(paper).clone());
        }
        documents.insert(EXAMPLE, Document { status: Status::Draft, ..papers.document(HARD).clone() });
        let example = Template::example(PaperKind::Notice).unwrap();
        let packages: Vec<(&'static str, Vec<u8>)> = documents
            .iter()
            .map(|(name, document)| {
                let bytes = if *name == EXAMPLE { example.clone() } else { office(&example) };
                let template = Template::read(&bytes, PaperKind::Notice).unwrap_or_else(|error| panic!("{error}"));
                (*name, render_in(document, &template).unwrap())
            })
            .collect();
        let laid = layout::lay_out(&packages, folder.path());
        Some(Measured { documents, laid, _folder: folder })
    });
    measured.as_ref()
}

/// The example as an office would change it: its text in 13 points of Arial, a logo over its name, other margins.
fn office(example: &[u8]) -> Vec<u8> {
    let mut package = ZipArchive::new(Cursor::new(example)).unwrap();
    let mut changed = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::DEFAULT;
    for index in 0..package.len() {
        let mut part = package.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if ["word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"].contains(&name.as_str()) {
            content = redrawn(&name, &String::from_utf8(content).unwrap()).into_bytes();
        }
        changed.start_file(name, options).unwrap();
        changed.write_all(&content).unwrap();
    }
    changed.start_file("word/media/logo.png", options).unwrap();
    changed.write_all(&png(64, 64)).unwrap();
    changed.finish().unwrap().into_inner()
}

fn redrawn(name: &str, part: &str) -> String {
    match name {
        "word/document.xml" => {
            let body = part.find("{{body}}").unwrap();
            let look = part[..body].rfind("<w:rPr>").unwrap();
            let arial = "<w:rPr><w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" w:cs=\"Arial\"/><w:sz w:val=\"26\"/></w:rPr>\
                <w:t xml:space=\"preserve\">";
            let mut part = format!("{}{arial}{}", &part[..look], &part[body..]);
            let cell = part.find("</w:tcPr>").unwrap() + "</w:tcPr>".len();
            part.insert_str(cell, LOGO);
            part.replace("w:left=\"1984\"", "w:left=\"1701\"").replace("w:right=\"1134\"", "w:right=\"850\"")
        }
        "word/_rels/document.xml.rels" => {
            let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image";
            let logo =
                format!("<Relationship Id=\"rIdLogo\" Type=\"{kind}\" Target=\"media/logo.png\"/></Relationships>");
            part.replace("</Relationships>", &logo)
        }
        _ if part.contains("Extension=\"png\"") => part.to_owned(),
        _ => part.replacen("<Override", "<Default Extension=\"png\" ContentType=\"image/png\"/><Override", 1),
    }
}

const LOGO: &str = "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:drawing>\
    <wp:inline xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\"><wp:extent cx=\"360000\" cy=\"360000\"/>\
    <wp:docPr id=\"1\" name=\"Logo\"/><a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">\
    <a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">\
    <pic:pic xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:nvPicPr><pic:cNvPr id=\"1\" name=\"Logo\"/><pic:cNvPicPr/></pic:nvPicPr>\
    <pic:blipFill><a:blip xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" r:embed=\"rIdLogo\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
    <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"360000\" cy=\"360000\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr>\
    </pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>";

#[test]
#[ignore = "needs LibreOffice; .ci/run runs it"]
fn a_draft_in_a_template_says_so_on_every_page_and_a_final_paper_on_none() {
    let Some(measured) = measured() else { return };
    for (name, laid) in &measured.laid {
        let draft = measured.documents[name].status == Status::Draft;
        for (index, page) in laid.pages.iter().enumerate() {
            let said = page.header().windows(2).any(|words| words == ["DỰ", "THẢO"]);
            assert_eq!(said, draft, "{name}, page {}", index + 1);
        }
    }
}

#[test]
#[ignore = "needs LibreOffice; .ci/run runs it"]
fn nothing_of_a_paper_is_lost_in_a_template() {
    let Some(measured) = measured() else { return };
    for (name, laid) in &measured.laid {
        let document = &measured.documents[name];
        let letters = laid.letters();
        for text in texts(document) {
            let wanted = text.split_whitespace().collect::<String>();
            assert!(letters.contains(wanted.trim_end_matches('.')), "{name}: {text}");
        }
        assert_eq!(laid.sections().len(), 1 + document.annexes.len(), "{name}");
        assert!(!letters.contains("{{"), "{name}");
    }
    let pictures = measured.laid["mau-anh"].pictures();
    assert_eq!(pictures, [(64, 64), (800, 600), (300, 900)], "the logo and the photos");
}

#[test]
#[ignore = "needs LibreOffice; .ci/run runs it"]
fn pages_in_a_template_are_numbered_at_the_top_and_keep_its_margins_and_fonts() {
    let Some(measured) = measured() else { return };
    for (name, laid) in &measured.laid {
        let (left, right) = if *name == EXAMPLE { (super::LEFT, super::RIGHT) } else { (LEFT, RIGHT) };
        for pages in laid.sections() {
            for (index, page) in pages.iter().enumerate() {
                let header = page.header();
                let numbers: Vec<_> = header.iter().filter(|word| !["DỰ", "THẢO"].contains(word)).collect();
                if index == 0 {
                    assert!(numbers.is_empty(), "{name}: {numbers:?} on a first page");
                } else {
                    let wanted = (index + 1).to_string();
                    assert_eq!(numbers, [&wanted.as_str()], "{name}");
                    assert_near(
                        place(page, &wanted).centre(),
                        left.midpoint(page.width - right),
                        format!("{name}: {wanted}"),
                    );
                }
                for word in page.text() {
                    let inside = word.place.left >= left - OFF && word.place.right <= page.width - right + OFF;
                    assert!(inside, "{name}: {} at {:?}", word.text, word.place);
                }
            }
        }
        let second = &laid.pages[1];
        let reaches = |edge: fn(&Page) -> f64| edge(second);
        assert_near(reaches(|page| page.text().map(|word| word.place.left).fold(f64::MAX, f64::min)), left, name);
        let arial = laid.fonts.iter().any(|font| font.starts_with("LiberationSans") || font.starts_with("Arial"));
        assert_eq!(arial, *name != EXAMPLE, "{name}: {:?}", laid.fonts);
    }
}
