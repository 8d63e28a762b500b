//! The model of an official document: its components in the order in which Nghị định số 30/2020/NĐ-CP,
//! Phụ lục I, sets them out.
//!
//! Texts are written *normally* here ("Sở Nội vụ tỉnh Thái Bình", "Kết quả đạt được"); the writers
//! capitalise in the text itself where the decree wants capitals. Numbers and letters ("I.", "2.", "c)",
//! "Phụ lục II") are never part of a text: they follow from the position (see [`super::lettering`]).

use chrono::{DateTime, NaiveDate, Utc};

use super::picture::Picture;

/// A whole paper, ready to be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Which type of document; gives the type name and the code.
    pub kind: PaperKind,
    /// Who issues it.
    pub letterhead: Letterhead,
    /// Number within the year; `None` while it has none.
    pub number: Option<u32>,
    /// Notation behind the number, without spaces: `TB-SNV`.
    pub notation: String,
    /// Place and date line; `None` for minutes, which have none (Mẫu 1.9).
    pub place_date: Option<PlaceDate>,
    /// Trích yếu, printed under the type name; in a letter behind "V/v" under the number, written as it stands there:
    /// `đôn đốc báo cáo kết quả khắc phục`.
    pub abstract_text: String,
    /// Behind "Kính gửi:" of a letter: one addressee stands on its line, several as dashes below. Other papers have none.
    pub addressed_to: Vec<String>,
    /// Căn cứ lines in order, without closing punctuation.
    pub bases: Vec<Paragraph>,
    /// The sections in order; opening paragraphs are an [`SectionTitle::Untitled`] first section.
    pub body: Vec<Section>,
    /// Last paragraph of the text; the writers end it with "./.".
    pub closing: Paragraph,
    /// Nơi nhận; `None` where the paper has none.
    pub recipients: Option<Recipients>,
    /// Who signs, from left to right; one signature stands right, beside nơi nhận.
    pub signatures: Vec<Signature>,
    /// Annexes in order.
    pub annexes: Vec<Annex>,
    /// Draft or final.
    pub status: Status,
    /// What is required of whom until when: data for programs, printed by no writer but JSON.
    pub requirements: Vec<Requirement>,
    /// Properties of the file.
    pub properties: Properties,
}

/// Type of document (Nghị định số 30/2020/NĐ-CP, Phụ lục III).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PaperKind {
    /// Thông báo (Mẫu 1.4): the conclusion notice.
    Notice,
    /// Biên bản (Mẫu 1.9).
    Minutes,
    /// Báo cáo (Mẫu 1.4).
    Report,
    /// Công văn (Mẫu 1.5): has no type name; its abstract stands under the number, its addressees behind "Kính gửi:".
    Letter,
    /// Chương trình (Mẫu 1.4): the days, times and places of a round.
    Programme,
    /// For the team's own files; no document of the decree.
    Internal,
}

impl PaperKind {
    /// Abbreviation in the notation: `TB`, `BB`, `BC`, `CTr`, `PL`; a letter has none.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Notice => "TB",
            Self::Minutes => "BB",
            Self::Report => "BC",
            Self::Letter => "",
            Self::Programme => "CTr",
            Self::Internal => "PL",
        }
    }

    /// Word in JSON: `notice`, `minutes`, `report`, `letter`, `programme`, `internal`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Minutes => "minutes",
            Self::Report => "report",
            Self::Letter => "letter",
            Self::Programme => "programme",
            Self::Internal => "internal",
        }
    }
}

/// The issuing agency and the one above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letterhead {
    /// Cơ quan chủ quản, where there is one.
    pub parent: Option<String>,
    /// Cơ quan ban hành.
    pub agency: String,
}

/// Place and date line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceDate {
    /// Địa danh: `Thái Bình`.
    pub place: String,
    /// Day of issue.
    pub date: IssueDate,
}

/// Day of issue, or the year alone while the day is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssueDate {
    /// Issued, or to be issued, on this day.
    Known(NaiveDate),
    /// Day and month are left blank for the pen.
    Open {
        /// The year that is printed.
        year: i32,
    },
}

/// Whether the paper has been issued; a draft says DỰ THẢO on every page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Not issued yet.
    Draft,
    /// Issued, or ready for signature.
    Final,
}

/// Id of a journal revision that a text rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Source(pub String);

/// A run of text and the revisions it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// The text, without number or letter in front.
    pub text: String,
    /// Revisions that the text was made from; empty for fixed wording.
    pub sources: Vec<Source>,
}

impl Paragraph {
    /// A paragraph that rests on `sources`.
    pub fn new(text: impl Into<String>, sources: Vec<Source>) -> Self {
        Self { text: text.into(), sources }
    }
}

impl<T: Into<String>> From<T> for Paragraph {
    /// Fixed wording: a paragraph that rests on no revision.
    fn from(text: T) -> Self {
        Self::new(text, Vec::new())
    }
}

/// A part of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// First-level title.
    pub title: SectionTitle,
    /// What stands under it.
    pub blocks: Vec<Block>,
}

/// First-level title; printed in bold capitals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SectionTitle {
    /// No title: opening paragraphs.
    Untitled,
    /// A title without number.
    Unnumbered(String),
    /// A title behind "I.", "II." … by its place among the numbered titles.
    Numbered(String),
}

/// What a section consists of. [`Block::Heading`] and [`Block::Numbered`] share one count, which starts
/// anew in each section; [`Block::Lettered`] starts anew after each of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// "1." as a title on a line of its own, bold.
    Heading(Paragraph),
    /// "1." in front of running text, upright.
    Numbered(Paragraph),
    /// "a)" in front of running text.
    Lettered(Paragraph),
    /// Running text.
    Plain(Paragraph),
    /// "- " in front of running text.
    Dash(Paragraph),
    /// A table.
    Table(Table),
}

/// A bordered table whose header row is repeated on each page. Every row has one cell per column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Row>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Text of the header cell.
    pub title: String,
    /// How the cells under it stand.
    pub alignment: Alignment,
    /// Width relative to the other columns; 0 counts as 1.
    pub width: u16,
}

/// How text stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    /// Text.
    Left,
    /// Ordinals, marks, dates.
    Center,
    /// Numbers.
    Right,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// One cell per column.
    Entry {
        /// The cells.
        cells: Vec<String>,
        /// Revisions that the row was made from.
        sources: Vec<Source>,
    },
    /// As an entry, in bold.
    Total {
        /// The cells.
        cells: Vec<String>,
        /// Revisions that the row was made from.
        sources: Vec<Source>,
    },
    /// A bold title over all columns.
    Group(String),
}

impl Table {
    /// A table without rows.
    pub fn new(columns: Vec<Column>) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// Appends a row. Cells that are missing become blank, cells too many are joined to the last one, so
    /// that no table is ragged and no text is lost.
    pub fn push(&mut self, row: Row) {
        let count = self.columns.len();
        let fit = |mut cells: Vec<String>| {
            if cells.len() > count && count > 0 {
                let rest = cells.split_off(count - 1).join(" ");
                cells.push(rest);
            }
            cells.resize(count, String::new());
            cells
        };
        self.rows.push(match row {
            Row::Entry { cells, sources } => Row::Entry { cells: fit(cells), sources },
            Row::Total { cells, sources } => Row::Total { cells: fit(cells), sources },
            Row::Group(title) => Row::Group(title),
        });
    }

    /// The columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The rows.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }
}

/// Nơi nhận.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipients {
    /// One recipient a line, without dash and punctuation; a letter puts "Như trên" in front by itself.
    pub lines: Vec<String>,
    /// What follows "Lưu: VT": `CCHC`; empty where nothing does. A leading "VT" is taken as written.
    pub filing: String,
}

/// One signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Quyền hạn line: `TM. Đoàn kiểm tra`, `KT. Giám đốc`.
    pub authority: Option<String>,
    /// Chức vụ line: `Phó Giám đốc`.
    pub post: String,
    /// Name, without degrees or titles; `None` leaves it to the pen.
    pub name: Option<String>,
    /// Hint under the post: `(Ký, ghi rõ họ tên)`.
    pub note: Option<String>,
}

/// An annex; its number and its reference line follow from the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annex {
    /// Title, printed in bold capitals.
    pub title: String,
    /// How its pages lie.
    pub orientation: Orientation,
    /// Paragraphs over the table.
    pub notes: Vec<Paragraph>,
    /// Sections between the notes and the table, numbered as those of a paper's body; most annexes have none.
    pub body: Vec<Section>,
    /// The table; one without columns is not printed.
    pub table: Table,
    /// Pictures behind it.
    pub pictures: Vec<Picture>,
}

/// How a page lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Orientation {
    /// 210 × 297 mm.
    Portrait,
    /// 297 × 210 mm, for tables with many columns.
    Landscape,
}

/// A requirement as data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// What is required.
    pub text: String,
    /// Until when.
    pub due: Option<NaiveDate>,
    /// `checklist/item` that it comes from.
    pub item: String,
}

/// Properties of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Properties {
    /// Title.
    pub title: String,
    /// Author: the issuing agency.
    pub author: String,
    /// Subject.
    pub subject: String,
    /// Time written into the file, so that the same document gives the same bytes.
    pub created: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(count: usize) -> Vec<Column> {
        (0..count).map(|n| Column { title: n.to_string(), alignment: Alignment::Left, width: 1 }).collect()
    }

    #[test]
    fn a_table_is_never_ragged_and_loses_no_text() {
        let mut table = Table::new(columns(2));
        for cells in [vec![], vec!["a".to_owned()], vec!["a".to_owned(), "b".to_owned(), "c".to_owned()]] {
            table.push(Row::Entry { cells, sources: vec![] });
        }
        let cells: Vec<_> = table
            .rows()
            .iter()
            .map(|row| match row {
                Row::Entry { cells, .. } | Row::Total { cells, .. } => cells.clone(),
                Row::Group(title) => vec![title.clone()],
            })
            .collect();
        assert_eq!(cells, [vec!["", ""], vec!["a", ""], vec!["a", "b c"]]);
    }

    #[test]
    fn kinds_have_the_codes_of_the_decree() {
        let codes = [PaperKind::Notice, PaperKind::Minutes, PaperKind::Report, PaperKind::Programme, PaperKind::Letter]
            .map(PaperKind::code);
        assert_eq!(codes, ["TB", "BB", "BC", "CTr", ""]);
    }
}
