//! Web pages that call themselves .xls: many systems "export to Excel" by writing a `<table>`.

use encoding_rs::{Encoding, UTF_8};

use super::cell::Cell;
use super::delimited;
use super::error::{TableError, WrongType};
use super::remark::{Remark, Tally};
use super::serial::Epoch;
use super::sheet::{Gathered, Sheet, Visibility};

/// Widest cell that is believed.
const MAX_SPAN: u32 = 512;

/// The tables of a page, each as a sheet; `None` where the bytes are no page.
pub fn table_of(bytes: &[u8]) -> Result<Option<Vec<Sheet>>, TableError> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).replace('\0', "").to_ascii_lowercase();
    let begins = head.trim_start_matches(['\u{feff}', '\u{fffd}']).trim_start().starts_with('<');
    if !begins || !["<html", "<table", "<!doctype html"].iter().any(|tag| head.contains(tag)) {
        return Ok(None);
    }
    let text = decode(bytes, &head);
    let sheets: Vec<Sheet> = tables(&text)?.into_iter().filter(|sheet| !sheet.rows.is_empty()).collect();
    if sheets.is_empty() { Err(TableError::WrongType(WrongType::WebPage)) } else { Ok(Some(sheets)) }
}

fn decode(bytes: &[u8], head: &str) -> String {
    let label = head.split_once("charset=").map(|(_, rest)| rest.trim_start_matches(['"', '\'']));
    let label = label.and_then(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').next());
    match label.and_then(|label| Encoding::for_label(label.as_bytes())) {
        Some(encoding) if encoding != UTF_8 && Encoding::for_bom(bytes).is_none() => {
            encoding.decode(bytes).0.into_owned()
        }
        // Bytes that are no UTF-8 whatever the page claims.
        _ => delimited::decode(bytes).text,
    }
}

/// A table being read.
#[derive(Default)]
struct Open {
    gathered: Gathered,
    row: u32,
    column: u32,
    cell: Option<Span>,
    text: String,
    /// Cells that reach down from above: column and how many rows more.
    hanging: Vec<(u32, u32)>,
    merged: Tally,
}

#[derive(Clone, Copy)]
struct Span {
    columns: u32,
    rows: u32,
}

impl Open {
    fn end_cell(&mut self) -> Result<(), TableError> {
        let Some(span) = self.cell.take() else { return Ok(()) };
        let text = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.text.clear();
        while self.hanging.iter().any(|(column, _)| *column == self.column) {
            self.column += 1;
        }
        if span.columns > 1 || span.rows > 1 {
            let (row, column) = (self.row, usize::try_from(self.column).unwrap_or(0));
            self.merged.add(|| super::address(column, row + 1));
        }
        self.gathered.put(self.row, self.column, Cell::text(&text))?;
        if span.rows > 1 {
            let below = (self.column..self.column + span.columns).map(|column| (column, span.rows));
            self.hanging.extend(below);
        }
        self.column += span.columns;
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), TableError> {
        self.end_cell()?;
        if self.column > 0 {
            self.row += 1;
            self.column = 0;
            for (_, rows) in &mut self.hanging {
                *rows -= 1;
            }
            self.hanging.retain(|(_, rows)| *rows > 0);
        }
        Ok(())
    }

    fn sheet(mut self, number: usize) -> Result<Sheet, TableError> {
        self.end_row()?;
        let merged = self.merged.remark(|count, first| Remark::Merged { count, first });
        Ok(Sheet {
            name: number.to_string(),
            visibility: Visibility::Shown,
            rows: self.gathered.into_rows(),
            remarks: merged.into_iter().collect(),
            epoch: Epoch::Year1900,
        })
    }
}

/// A table in a cell of another counts as a table of its own.
fn tables(text: &str) -> Result<Vec<Sheet>, TableError> {
    let mut done = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        if let Some(table) = open.last_mut().filter(|table| table.cell.is_some()) {
            table.text.push_str(&entities(&rest[..start]));
        }
        rest = &rest[start..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some(end) = rest.find('>') else { break };
        let tag = &rest[1..end];
        rest = &rest[end + 1..];
        let name: String = tag.chars().take_while(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        match (name.trim_end_matches('/'), open.last_mut()) {
            ("style" | "script", _) => {
                let close = format!("</{name}");
                let at = rest.to_ascii_lowercase().find(&close).unwrap_or(rest.len());
                rest = &rest[at..];
            }
            ("table", _) => open.push(Open::default()),
            ("/table", Some(_)) => {
                if let Some(table) = open.pop() {
                    done.push(table.sheet(done.len() + 1)?);
                }
            }
            ("tr" | "/tr", Some(table)) => table.end_row()?,
            ("td" | "th", Some(table)) => {
                table.end_cell()?;
                table.cell = Some(Span { columns: span(tag, "colspan"), rows: span(tag, "rowspan") });
            }
            ("/td" | "/th", Some(table)) => table.end_cell()?,
            ("br" | "p" | "/p" | "div" | "/div", Some(table)) => table.text.push(' '),
            _ => {}
        }
    }
    // A page that was cut off still shows what it has; its end is the end of its tables.
    for table in open {
        done.push(table.sheet(done.len() + 1)?);
    }
    Ok(done)
}

fn span(tag: &str, attribute: &str) -> u32 {
    let lower = tag.to_ascii_lowercase();
    let value = lower.split_once(attribute).and_then(|(_, rest)| rest.trim_start().strip_prefix('='));
    let digits: Option<String> = value
        .map(|value| value.trim_start_matches([' ', '"', '\'']).chars().take_while(char::is_ascii_digit).collect());
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(1).clamp(1, MAX_SPAN)
}

/// Character references; the named ones are those of Latin-1 that Vietnamese pages write.
fn entities(text: &str) -> String {
    const NAMED: [(&str, char); 6] =
        [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("nbsp", ' ')];
    const MARKS: [(&str, char); 5] =
        [("grave", '\u{300}'), ("acute", '\u{301}'), ("tilde", '\u{303}'), ("circ", '\u{302}'), ("uml", '\u{308}')];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest[1..].split_once(';').map(|(name, _)| name).filter(|name| name.len() <= 8);
        let number = |name: &str| {
            let digits = name.strip_prefix('#')?;
            let hexadecimal = digits.strip_prefix(['x', 'X']).map(|digits| u32::from_str_radix(digits, 16));
            char::from_u32(hexadecimal.unwrap_or_else(|| digits.parse()).ok()?).map(String::from)
        };
        let named = |name: &str| NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| c.to_string());
        let marked = |name: &str| {
            let letter = name.chars().next().filter(char::is_ascii_alphabetic)?;
            let mark = MARKS.iter().find(|(known, _)| *known == &name[1..])?.1;
            Some(format!("{letter}{mark}"))
        };
        let letter = |name| number(name).or_else(|| named(name)).or_else(|| marked(name));
        if let Some((name, letter)) = name.and_then(|name| Some((name, letter(name)?))) {
            out.push_str(&letter);
            rest = &rest[name.len() + 2..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    crate::vietnamese::nfc::nfc(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(page: &str) -> Vec<String> {
        let sheets = table_of(page.as_bytes()).unwrap().unwrap();
        let cells =
            |row: &super::super::Row| row.cells.iter().map(|cell| cell.typed().into_owned()).collect::<Vec<_>>();
        sheets.iter().flat_map(|sheet| &sheet.rows).map(|row| cells(row).join("|")).collect()
    }

    #[test]
    fn a_web_table_is_read() {
        let page = "<html><head><style>td > b {}</style></head><body><TABLE border=1>\
            <tr><th colspan=\"2\">Danh s&aacute;ch</th></tr><tr><td>H&#7891; s&#x1A1;<td>a &amp; b<br>c</tr>\
            <tr><td rowspan=2>x</td><td>1</td></tr><tr><td>2</td></tr></table>";
        assert_eq!(lines(page), ["Danh sách", "Hồ sơ|a & b c", "x|1", "|2"]);
    }

    #[test]
    fn a_page_without_a_table_and_a_text_that_is_no_page() {
        assert_eq!(table_of(b"<html><body>403</body></html>"), Err(TableError::WrongType(WrongType::WebPage)));
        assert_eq!(table_of(b"a;b\n<table>"), Ok(None));
    }

    proptest! {
        #[test]
        fn nothing_panics(page in "(<|>|/|table|tr|td|rowspan=2|&|;|#x1|é|!--| ){0,60}") {
            let _ = table_of(format!("<html>{page}").as_bytes());
            let _ = entities(&page);
        }
    }
}
