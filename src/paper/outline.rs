//! The text of a document with its numbers and letters in place, as every writer prints it.

use super::lettering::{ended, letter, roman, upper};
use super::printable::printable;
use super::{Block, Document, PaperKind, Paragraph, Section, SectionTitle, Source, Table};

/// A section as printed.
pub(super) struct Part<'a> {
    /// Title in capitals with its numeral.
    pub title: Option<String>,
    /// What stands under it.
    pub lines: Vec<Line<'a>>,
}

/// A paragraph or a table as printed.
pub(super) enum Line<'a> {
    /// A numbered title on a line of its own.
    Heading(Printed<'a>),
    /// Running text.
    Text(Printed<'a>),
    /// A table.
    Table(&'a Table),
}

/// A text as printed, number or letter included, and what it rests on.
pub(super) struct Printed<'a> {
    /// The text.
    pub text: String,
    /// Its revisions.
    pub sources: &'a [Source],
}

impl<'a> Printed<'a> {
    fn new(lead: &str, paragraph: &'a Paragraph) -> Self {
        Self { text: format!("{lead}{}", printable(&paragraph.text)), sources: &paragraph.sources }
    }
}

/// Căn cứ lines: each ends ";", the last ".".
pub(super) fn bases(document: &Document) -> Vec<Printed<'_>> {
    let last = document.bases.len().saturating_sub(1);
    let mark = |index| if index == last { "." } else { ";" };
    let close = |(index, paragraph): (usize, &'_ Paragraph)| ended(&printable(&paragraph.text), mark(index));
    document.bases.iter().enumerate().map(|at| Printed { text: close(at), sources: &at.1.sources }).collect()
}

/// The sections of the body.
pub(super) fn parts(body: &[Section]) -> Vec<Part<'_>> {
    let mut numbered = 0;
    body.iter()
        .map(|section| {
            let title = match &section.title {
                SectionTitle::Untitled => None,
                SectionTitle::Unnumbered(title) => Some(upper(&printable(title))),
                SectionTitle::Numbered(title) => {
                    numbered += 1;
                    Some(format!("{}. {}", roman(numbered), upper(&printable(title))))
                }
            };
            Part { title, lines: lines(&section.blocks) }
        })
        .collect()
}

/// The last paragraph of the text, which ends "./.".
pub(super) fn closing(document: &Document) -> Printed<'_> {
    let text = ended(&printable(&document.closing.text), "./.");
    Printed { text, sources: &document.closing.sources }
}

/// "Kính gửi:" and, where they are several, the addressees below it.
pub(super) enum Addressed {
    /// `Kính gửi: Ủy ban nhân dân xã Mẫu A`, on one line.
    One(String),
    /// `Kính gửi:`, then dashes under its colon, each ending ";", the last ".".
    Several {
        /// `Kính gửi:`.
        lead: String,
        /// The dashes.
        lines: Vec<String>,
    },
}

/// Whom a letter is addressed to (Nghị định số 30/2020/NĐ-CP, Phụ lục I, phần II, mục 5); none where nobody is named.
pub(super) fn addressed(document: &Document) -> Option<Addressed> {
    let lead = super::wording::wording!("addressed");
    match document.addressed_to.as_slice() {
        [] => None,
        [one] => Some(Addressed::One(format!("{lead} {}", ended(&printable(one), "")))),
        several => {
            let last = several.len() - 1;
            let mark = |index| if index == last { "." } else { ";" };
            let dash = |(index, name): (usize, &String)| format!("- {}", ended(&printable(name), mark(index)));
            Some(Addressed::Several { lead, lines: several.iter().enumerate().map(dash).collect() })
        }
    }
}

/// Nơi nhận, one line each with dash and punctuation, "Lưu" last; a letter's begin with "Như trên". Empty where the
/// paper has none.
pub(super) fn recipients(document: &Document) -> Vec<String> {
    let as_above = super::wording::wording!("as_above");
    document.recipients.as_ref().map_or_else(Vec::new, |list| {
        let mut lines = listed(list);
        let missing = lines.first().is_none_or(|line| !line.starts_with(&format!("- {as_above}")));
        if document.kind == PaperKind::Letter && missing {
            lines.insert(0, format!("- {as_above};"));
        }
        lines
    })
}

fn listed(recipients: &super::Recipients) -> Vec<String> {
    let filing = printable(recipients.filing.trim());
    let filing = match filing.as_str() {
        "" => "VT".to_owned(),
        written if written == "VT" || written.starts_with("VT,") => written.to_owned(),
        rest => format!("VT, {rest}"),
    };
    let filed = super::wording::wording!("filing", filing = filing.trim_end_matches('.'));
    let listed = recipients.lines.iter().map(|line| ended(&printable(line), ";"));
    listed.chain([format!("{filed}.")]).map(|line| format!("- {line}")).collect()
}

fn lines(blocks: &[Block]) -> Vec<Line<'_>> {
    let (mut number, mut point) = (0, 0);
    blocks
        .iter()
        .map(|block| {
            if matches!(block, Block::Heading(_) | Block::Numbered(_)) {
                (number, point) = (number + 1, 0);
            }
            match block {
                Block::Heading(paragraph) => Line::Heading(Printed::new(&format!("{number}. "), paragraph)),
                Block::Numbered(paragraph) => Line::Text(Printed::new(&format!("{number}. "), paragraph)),
                Block::Lettered(paragraph) => {
                    point += 1;
                    Line::Text(Printed::new(&format!("{}) ", letter(point)), paragraph))
                }
                Block::Plain(paragraph) => Line::Text(Printed::new("", paragraph)),
                Block::Dash(paragraph) => Line::Text(Printed::new("- ", paragraph)),
                Block::Table(table) => Line::Table(table),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::{Recipients, samples};

    fn texts(blocks: &[Block]) -> Vec<String> {
        let text = |line: &Line<'_>| match line {
            Line::Heading(printed) | Line::Text(printed) => printed.text.clone(),
            Line::Table(_) => "table".to_owned(),
        };
        lines(blocks).iter().map(text).collect()
    }

    #[test]
    fn numbers_and_letters_follow_from_the_position() {
        let blocks = [
            Block::Plain("mở".into()),
            Block::Heading("một".into()),
            Block::Lettered("x".into()),
            Block::Lettered("y".into()),
            Block::Dash("z".into()),
            Block::Numbered("hai".into()),
            Block::Lettered("u".into()),
        ];
        assert_eq!(texts(&blocks), ["mở", "1. một", "a) x", "b) y", "- z", "2. hai", "a) u"]);
    }

    #[test]
    fn only_numbered_titles_count() {
        let titles = [
            SectionTitle::Untitled,
            SectionTitle::Numbered("Kết quả".to_owned()),
            SectionTitle::Unnumbered("Khác".to_owned()),
            SectionTitle::Numbered("Tồn tại".to_owned()),
        ];
        let body = titles.map(|title| Section { title, blocks: vec![] });
        let printed: Vec<_> = parts(&body).into_iter().map(|part| part.title.unwrap_or_default()).collect();
        assert_eq!(printed, ["", "I. KẾT QUẢ", "KHÁC", "II. TỒN TẠI"]);
    }

    #[test]
    fn the_filing_line_names_the_clerical_office_once() {
        let last = |filing: &str| {
            let list = Recipients { lines: vec!["Như trên;".to_owned()], filing: filing.to_owned() };
            listed(&list).join("|")
        };
        assert_eq!(last(""), "- Như trên;|- Lưu: VT.");
        assert_eq!(last("CCHC"), "- Như trên;|- Lưu: VT, CCHC.");
        assert_eq!(last("VT, CCHC."), "- Như trên;|- Lưu: VT, CCHC.");
    }

    #[test]
    fn a_letter_goes_first_to_whom_it_is_addressed() {
        let mut letter = samples::letter();
        assert_eq!(recipients(&letter)[..2], ["- Như trên;", "- Giám đốc, các Phó Giám đốc Sở;"]);
        letter.recipients =
            Some(Recipients { lines: vec!["Như trên (để thực hiện)".to_owned()], filing: String::new() });
        assert_eq!(recipients(&letter), ["- Như trên (để thực hiện);", "- Lưu: VT."]);
        letter.kind = PaperKind::Notice;
        letter.recipients = Some(Recipients { lines: vec![], filing: String::new() });
        assert_eq!(recipients(&letter), ["- Lưu: VT."]);
    }

    #[test]
    fn one_addressee_stands_on_the_line_and_several_below_it() {
        let mut letter = samples::letter();
        letter.addressed_to = vec!["Ủy ban nhân dân xã Mẫu A.".to_owned()];
        assert!(
            matches!(addressed(&letter), Some(Addressed::One(line)) if line == "Kính gửi: Ủy ban nhân dân xã Mẫu A")
        );
        letter.addressed_to.push("Ủy ban nhân dân xã Mẫu B".to_owned());
        let Some(Addressed::Several { lead, lines }) = addressed(&letter) else { panic!("one addressee") };
        assert_eq!(
            (lead.as_str(), lines.join("|").as_str()),
            ("Kính gửi:", "- Ủy ban nhân dân xã Mẫu A;|- Ủy ban nhân dân xã Mẫu B.")
        );
        letter.addressed_to.clear();
        assert!(addressed(&letter).is_none());
    }
}
