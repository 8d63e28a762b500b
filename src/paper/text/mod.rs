//! Plain text writer: the paper as it reads in any editor. Heads and signatures stand in columns of a page of
//! [`PAGE`] characters; paragraphs run on one line each and are left to the editor to wrap.

mod columns;
mod table;

use super::lettering::{about, annex_label, number_line, place_date, reference, type_name, upper};
use super::outline::{self, Addressed, Line};
use super::printable::printable;
use super::wording::wording;
use super::{Annex, Document, PaperKind, Section, Signature, Status};
use columns::{balanced, centred, padded, side_by_side, wrapped};

/// Width of the page in characters.
const PAGE: usize = 80;
/// Width of the left half of the head, where the agency stands.
const AGENCY: usize = 34;
/// Lines left free for a signature.
const PEN: usize = 3;

/// The document as plain text: UTF-8, lines end "\n".
pub(super) fn write(document: &Document) -> String {
    let mut lines = Vec::new();
    if document.status == Status::Draft {
        lines.extend([centred(&wording!("draft"), PAGE), String::new()]);
    }
    lines.extend(head(document));
    lines.push(String::new());
    if document.kind != PaperKind::Letter {
        lines.push(centred(&upper(&type_name(document.kind)), PAGE));
        lines.extend(ruled(&document.abstract_text, PAGE));
        lines.push(String::new());
    }
    lines.extend(addressed(document));
    for basis in outline::bases(document) {
        lines.extend([basis.text, String::new()]);
    }
    lines.extend(body(&document.body));
    lines.extend([outline::closing(document).text, String::new()]);
    lines.extend(tail(document));
    for (index, annex) in document.annexes.iter().enumerate() {
        lines.extend(annex_lines(document, annex, index));
    }
    let mut text = lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n");
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn body(sections: &[Section]) -> Vec<String> {
    let mut lines = Vec::new();
    for part in outline::parts(sections) {
        if let Some(title) = part.title {
            lines.extend([title, String::new()]);
        }
        for line in part.lines {
            match line {
                Line::Heading(printed) | Line::Text(printed) => lines.push(printed.text),
                Line::Table(table) => lines.extend(table::lines(table)),
            }
            lines.push(String::new());
        }
    }
    lines
}

/// "Kính gửi:" in the middle; several addressees stand in a block with it, their dashes under its colon.
fn addressed(document: &Document) -> Vec<String> {
    let Some(addressed) = outline::addressed(document) else { return Vec::new() };
    let (lead, lines) = match addressed {
        Addressed::One(line) => (balanced(&line, PAGE), Vec::new()),
        Addressed::Several { lead, lines } => (vec![lead], lines),
    };
    let Some(longest) = lines.iter().map(|line| columns::width(line)).max() else {
        return lead.iter().map(|line| centred(line, PAGE)).chain([String::new()]).collect();
    };
    let under = lead.first().map_or(0, |lead| columns::width(lead.trim_end_matches(':')));
    let indent = PAGE.saturating_sub(under + longest) / 2;
    let room = PAGE.saturating_sub(indent + under);
    let lead = lead.into_iter().map(|line| format!("{}{line}", padded("", indent)));
    let lines =
        lines.iter().flat_map(|line| wrapped(line, room)).map(|line| format!("{}{line}", padded("", indent + under)));
    lead.chain(lines).chain([String::new()]).collect()
}

fn head(document: &Document) -> Vec<String> {
    let nation = PAGE - AGENCY;
    let parent = document.letterhead.parent.as_deref().map(|parent| balanced(&upper(&printable(parent)), AGENCY));
    let mut left: Vec<_> = parent.into_iter().flatten().map(|line| centred(&line, AGENCY)).collect();
    left.extend(ruled(&upper(&printable(&document.letterhead.agency)), AGENCY));
    let motto = wording!("motto");
    let line = "-".repeat(motto.chars().count());
    let right = [wording!("country"), motto, line].map(|text| centred(&text, nation));
    let mut lines = side_by_side(&[(left, AGENCY), (right.to_vec(), nation)]);
    let number = number_line(document.number, &printable(&document.notation));
    let date = document.place_date.as_ref().map(|line| printable(&place_date(line)));
    let mut number = vec![centred(&number, AGENCY)];
    if document.kind == PaperKind::Letter {
        let about = about(&printable(&document.abstract_text));
        number.extend(balanced(&about, AGENCY - 4).iter().map(|line| centred(line, AGENCY)));
    }
    let date = date.iter().map(|date| centred(date, nation)).collect();
    lines.extend(side_by_side(&[(number, AGENCY), (date, nation)]));
    lines
}

/// `text` centred on as many lines as it needs, over a line 2/5 as long as the longest of them.
fn ruled(text: &str, width: usize) -> Vec<String> {
    let text = balanced(&printable(text), width);
    let longest = text.iter().map(|line| columns::width(line)).max().unwrap_or(0);
    let rule = "-".repeat(longest * 2 / 5);
    text.iter().chain([&rule]).map(|line| centred(line, width)).collect()
}

fn tail(document: &Document) -> Vec<String> {
    let list = outline::recipients(document);
    let title = (!list.is_empty()).then(|| wording!("recipients"));
    let list: Vec<_> = title.into_iter().chain(list).flat_map(|line| wrapped(&line, PAGE / 2 - 2)).collect();
    if let [signature] = document.signatures.as_slice() {
        return side_by_side(&[(list, PAGE / 2), (signature_lines(signature, PAGE / 2), PAGE / 2)]);
    }
    let mut lines = Vec::new();
    for row in document.signatures.chunks(super::SIGNATURES_IN_A_ROW) {
        let width = PAGE / row.len();
        let blocks: Vec<_> = row.iter().map(|signature| (signature_lines(signature, width), width)).collect();
        lines.extend(side_by_side(&blocks));
        lines.push(String::new());
    }
    lines.extend(list);
    lines
}

fn signature_lines(signature: &Signature, width: usize) -> Vec<String> {
    let authority = signature.authority.as_deref().map(|text| upper(&printable(text)));
    let note = signature.note.as_deref().map(printable);
    let mut lines: Vec<_> = authority.into_iter().chain([upper(&printable(&signature.post))]).chain(note).collect();
    lines.extend(std::iter::repeat_n(String::new(), PEN));
    lines.extend(signature.name.as_deref().map(printable));
    lines.iter().flat_map(|line| wrapped(line, width - 2)).map(|line| centred(&line, width)).collect()
}

fn annex_lines(document: &Document, annex: &Annex, index: usize) -> Vec<String> {
    let label = annex_label(index, document.annexes.len());
    let title = upper(&printable(&annex.title));
    let reference = printable(&reference(document));
    let mut lines = vec![String::new(), "=".repeat(PAGE), String::new()];
    let head = [label, title, reference];
    lines.extend(head.iter().flat_map(|text| balanced(text, PAGE)).map(|line| centred(&line, PAGE)));
    lines.push(String::new());
    for note in &annex.notes {
        lines.extend([printable(&note.text), String::new()]);
    }
    lines.extend(body(&annex.body));
    if !annex.table.columns().is_empty() {
        lines.extend(table::lines(&annex.table));
    }
    for picture in &annex.pictures {
        let placed = wording!("picture", name = printable(&picture.name));
        lines.extend([placed, printable(&picture.caption.text), String::new()]);
    }
    lines
}
