//! JSON writer: the document as data, in the shape that programs outside rely on.

use chrono::NaiveDate;
use serde::Serialize;

use super::lettering::annex_label;
use super::outline::{self, Line, Printed};
use super::printable::printable;
use super::{Document, IssueDate, Row, Source, Status, Table};

#[derive(Serialize)]
struct Paper<'a> {
    kind: &'static str,
    number: Option<u32>,
    date: Option<NaiveDate>,
    draft: bool,
    /// Of letters alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    addressed_to: Vec<String>,
    sections: Vec<Section<'a>>,
    requirements: Vec<Requirement<'a>>,
    annexes: Vec<Annex<'a>>,
}

/// Opening, căn cứ and closing are sections with an empty title, so that a title is always a text.
#[derive(Serialize)]
struct Section<'a> {
    title: String,
    paragraphs: Vec<Paragraph<'a>>,
}

#[derive(Serialize)]
struct Paragraph<'a> {
    text: String,
    sources: &'a [Source],
}

#[derive(Serialize)]
struct Requirement<'a> {
    text: &'a str,
    due: Option<NaiveDate>,
    item: &'a str,
}

/// `sources` runs alongside `rows`.
#[derive(Serialize)]
struct Annex<'a> {
    label: String,
    title: &'a str,
    notes: Vec<Paragraph<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sections: Vec<Section<'a>>,
    columns: Vec<&'a str>,
    rows: Vec<Vec<&'a str>>,
    sources: Vec<&'a [Source]>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pictures: Vec<Picture<'a>>,
}

/// A picture stays in its file: name and hash tell which.
#[derive(Serialize)]
struct Picture<'a> {
    name: &'a str,
    hash: &'a str,
    caption: Paragraph<'a>,
}

/// The document as JSON: UTF-8, indented, numbers and letters in place as printed.
#[expect(clippy::expect_used, reason = "plain data under text keys always serialises, and into memory")]
pub(super) fn write(document: &Document) -> Vec<u8> {
    let date = document.place_date.as_ref().and_then(|line| match line.date {
        IssueDate::Known(date) => Some(date),
        IssueDate::Open { .. } => None,
    });
    let count = document.annexes.len();
    let paper = Paper {
        kind: document.kind.word(),
        number: document.number,
        date,
        draft: document.status == Status::Draft,
        addressed_to: document.addressed_to.iter().map(|name| printable(name)).collect(),
        sections: sections(document),
        requirements: document
            .requirements
            .iter()
            .map(|requirement| Requirement { text: &requirement.text, due: requirement.due, item: &requirement.item })
            .collect(),
        annexes: document
            .annexes
            .iter()
            .enumerate()
            .map(|(index, annex)| Annex {
                label: annex_label(index, count),
                title: &annex.title,
                notes: annex
                    .notes
                    .iter()
                    .map(|note| Paragraph { text: printable(&note.text), sources: &note.sources })
                    .collect(),
                sections: titled(&annex.body),
                columns: annex.table.columns().iter().map(|column| column.title.as_str()).collect(),
                rows: annex.table.rows().iter().map(|row| cells(row).0).collect(),
                sources: annex.table.rows().iter().map(|row| cells(row).1).collect(),
                pictures: annex
                    .pictures
                    .iter()
                    .map(|picture| Picture {
                        name: &picture.name,
                        hash: &picture.hash,
                        caption: Paragraph {
                            text: printable(&picture.caption.text),
                            sources: &picture.caption.sources,
                        },
                    })
                    .collect(),
            })
            .collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&paper).expect("plain data");
    bytes.push(b'\n');
    bytes
}

fn sections(document: &Document) -> Vec<Section<'_>> {
    let untitled = |paragraphs| Section { title: String::new(), paragraphs };
    let bases: Vec<_> = outline::bases(document).into_iter().map(paragraph).collect();
    let opening = (!bases.is_empty()).then(|| untitled(bases));
    let closing = untitled(vec![paragraph(outline::closing(document))]);
    opening.into_iter().chain(titled(&document.body)).chain([closing]).collect()
}

fn titled(body: &[super::Section]) -> Vec<Section<'_>> {
    let parts = outline::parts(body).into_iter();
    let sections = parts.map(|part| Section {
        title: part.title.unwrap_or_default(),
        paragraphs: part.lines.into_iter().flat_map(paragraphs).collect(),
    });
    sections.collect()
}

fn paragraph(printed: Printed<'_>) -> Paragraph<'_> {
    Paragraph { text: printed.text, sources: printed.sources }
}

fn paragraphs(line: Line<'_>) -> Vec<Paragraph<'_>> {
    match line {
        Line::Heading(printed) | Line::Text(printed) => vec![paragraph(printed)],
        Line::Table(table) => table_paragraphs(table),
    }
}

/// A table within the body: one paragraph per row, the cells parted by " | ".
fn table_paragraphs(table: &Table) -> Vec<Paragraph<'_>> {
    let row = |row| {
        let (cells, sources) = cells(row);
        Paragraph { text: printable(&cells.join(" | ")), sources }
    };
    table.rows().iter().map(row).collect()
}

fn cells(row: &Row) -> (Vec<&str>, &[Source]) {
    match row {
        Row::Entry { cells, sources } | Row::Total { cells, sources } => {
            (cells.iter().map(String::as_str).collect(), sources)
        }
        Row::Group(title) => (vec![title], &[]),
    }
}
