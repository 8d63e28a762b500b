//! Templates put together by hand, as sound or as bad as a test wants them.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
    xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
    xmlns:v=\"urn:schemas-microsoft-com:vml\"";
pub const TYPE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WML: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
/// The end of the section of the text: A4 with margins of 30 and 15 mm.
pub const SECTION: &str = "<w:sectPr w:rsidR=\"00AB12CD\"><w:headerReference w:type=\"default\" r:id=\"rId8\"/><w:headerReference w:type=\"first\" r:id=\"rId9\"/>\
    <w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"850\" w:bottom=\"1134\" w:left=\"1701\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/>\
    <w:cols w:space=\"708\"/><w:titlePg/><w:docGrid w:linePitch=\"360\"/></w:sectPr>";

/// A package under construction.
#[derive(Debug, Clone)]
pub struct Made {
    files: Vec<(String, Vec<u8>)>,
    relations: String,
    types: String,
}

/// A paragraph that says `text`.
pub fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// The marks that a notice must have, one a paragraph.
pub fn marks() -> String {
    ["number", "place_date", "abstract", "body", "recipients", "signature"]
        .map(|name| p(&format!("{{{{{name}}}}}")))
        .concat()
}

/// A content control tagged `tag` around `content`.
pub fn control(tag: &str, more: &str, content: &str) -> String {
    format!("<w:sdt><w:sdtPr><w:tag w:val=\"{tag}\"/>{more}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>")
}

/// A table of one row with these cells.
pub fn row(cells: &[&str]) -> String {
    let cell = |cell: &&str| format!("<w:tc><w:tcPr><w:tcW w:w=\"4000\" w:type=\"dxa\"/></w:tcPr>{cell}</w:tc>");
    let cells = cells.iter().map(cell).collect::<Vec<_>>().concat();
    format!("<w:tr>{cells}</w:tr>")
}

impl Made {
    /// With `body` as its text, in the usual section, with a numbered header and a blank one for first pages.
    pub fn of(body: &str) -> Self {
        Self::bare(&format!("{body}{SECTION}"))
            .related(
                "header",
                "rId8",
                "header1.xml",
                &header("<w:fldSimple w:instr=\" PAGE \"><w:r><w:t>2</w:t></w:r></w:fldSimple>"),
            )
            .related("header", "rId9", "header2.xml", &header(""))
    }

    /// With `body` as its whole body, section and all.
    pub fn bare(body: &str) -> Self {
        let styles = format!(
            "<w:styles {W}><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Binhthng\"><w:name w:val=\"Normal\"/></w:style></w:styles>"
        );
        let made = Self { files: Vec::new(), relations: String::new(), types: String::new() };
        let document = format!("<w:document {W}><w:body>{body}</w:body></w:document>");
        made.file("word/document.xml", document).typed("word/document.xml", "document.main").related(
            "styles",
            "rId1",
            "styles.xml",
            &styles,
        )
    }

    /// With a file, instead of one of its name.
    pub fn file(mut self, name: &str, content: impl Into<Vec<u8>>) -> Self {
        self.files.retain(|(known, _)| known != name);
        self.files.push((name.to_owned(), content.into()));
        self
    }

    /// With a type for a part.
    pub fn typed(mut self, name: &str, kind: &str) -> Self {
        let part = format!("<Override PartName=\"/{name}\" ContentType=\"{WML}.{kind}+xml\"/>");
        self.types.push_str(&part);
        self
    }

    /// With a part that the text is related to.
    pub fn related(self, kind: &str, id: &str, file: &str, content: &str) -> Self {
        let name = format!("word/{file}");
        self.relation(kind, id, file, "").file(&name, content).typed(&name, kind)
    }

    /// With a relationship of the text.
    pub fn relation(mut self, kind: &str, id: &str, target: &str, more: &str) -> Self {
        let link = format!("<Relationship Id=\"{id}\" Type=\"{TYPE}/{kind}\" Target=\"{target}\"{more}/>");
        self.relations.push_str(&link);
        self
    }

    /// With a link out of the package.
    pub fn outward(self, kind: &str, id: &str, target: &str) -> Self {
        self.relation(kind, id, target, " TargetMode=\"External\"")
    }

    /// The file of that name.
    pub fn content(&self, name: &str) -> &[u8] {
        &self.files.iter().find(|(known, _)| known == name).unwrap().1
    }

    /// As .docx.
    pub fn bytes(&self) -> Vec<u8> {
        let types = format!(
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
             <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/>{}</Types>",
            self.types
        );
        let package = "http://schemas.openxmlformats.org/package/2006/relationships";
        let root = format!(
            "<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" Type=\"{TYPE}/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
        );
        let relations = format!("<Relationships xmlns=\"{package}\">{}</Relationships>", self.relations);
        let own = [("[Content_Types].xml", types), ("_rels/.rels", root), ("word/_rels/document.xml.rels", relations)];
        let own = own.iter().filter(|(name, _)| !self.files.iter().any(|(given, _)| given == name));
        let own = own.map(|(name, content)| (*name, content.as_bytes()));
        let all = own.chain(self.files.iter().map(|(name, content)| (name.as_str(), content.as_slice())));
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in all {
            zip.start_file(name, SimpleFileOptions::DEFAULT).unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }
}

/// A header with this in its paragraph.
pub fn header(content: &str) -> String {
    format!("<w:hdr {W}><w:p>{content}</w:p></w:hdr>")
}
