//! .csv, .tsv and .txt: which sign separates, and which letters the bytes are.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258};

use super::cell::{Cell, address};
use super::error::TableError;
use super::legacy;
use super::read::{Flow, Watch};
use super::remark::Remark;
use super::serial::Epoch;
use super::sheet::{Gathered, Sheet, Visibility};

/// Signs that may stand between two cells.
const DELIMITERS: [u8; 4] = [b';', b'\t', b',', b'|'];
/// Lines looked at to find out which does.
const LOOKED_AT: usize = 50;

/// Text and what was noticed while it was decoded.
pub(super) struct Decoded {
    pub text: String,
    pub remark: Option<Remark>,
}

/// Reads the bytes as letters: UTF-8 or UTF-16 by their mark, UTF-8 where they are valid, TCVN3 or VNI where the words say
/// so (kept as written, as in a spreadsheet), else windows-1258, which Windows calls "Vietnamese".
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    let marked = Encoding::for_bom(bytes).map(|(encoding, length)| (encoding, &bytes[length..]));
    if let Some((encoding, rest)) = marked {
        let (text, _) = encoding.decode_without_bom_handling(rest);
        let name = if encoding == UTF_16LE || encoding == UTF_16BE { Some(Remark::Encoding("UTF-16")) } else { None };
        return Decoded { text: text.into_owned(), remark: name };
    }
    if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        return Decoded { text: text.into_owned(), remark: None };
    }
    let (western, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    if legacy::font_of(western.split(['\n', '\t', ';', ','])).is_some() {
        return Decoded { text: western.into_owned(), remark: None };
    }
    let (text, _) = WINDOWS_1258.decode_without_bom_handling(bytes);
    // The marks of windows-1258 stand apart by its nature: that is no remark of its own.
    let text = crate::vietnamese::nfc::nfc(&text).into_owned();
    Decoded { text, remark: Some(Remark::Encoding("windows-1258")) }
}

/// One sheet, with what concerns the file.
pub fn read(bytes: &[u8], watch: Watch<'_>) -> Result<(Vec<Sheet>, Vec<Remark>), TableError> {
    let Decoded { text, remark } = decode(bytes);
    let mut text = text.as_str();
    let mut told = None;
    // Excel's own way of naming the sign: a first line `sep=;`.
    if let Some(rest) = text.strip_prefix("sep=")
        && let Some((sign, rest)) = rest.split_once('\n')
    {
        told = sign.trim_end_matches('\r').bytes().next();
        text = rest;
    }
    let delimiter = told.unwrap_or_else(|| delimiter_of(text));
    let mut gathered = Gathered::default();
    let mut unreadable = None;
    let total = u64::try_from(text.len()).unwrap_or(0);
    let mut reader = reader(text, delimiter);
    let mut record = csv::StringRecord::new();
    let (mut line, mut counted) = (usize::from(told.is_some()), 0);
    while reader.read_record(&mut record).map_err(|_| TableError::Damaged)? {
        let byte = record.position().map_or(0, csv::Position::byte);
        if watch(byte, total) == Flow::Stop {
            return Err(TableError::Stopped);
        }
        // Rows are numbered by the lines of the text, as an editor shows them; the reader passes over blank ones.
        let begins = usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
        let blank = text.as_bytes()[begins..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        line += text.as_bytes()[counted..begins + blank].split(|byte| *byte == b'\n').count() - 1;
        counted = begins + blank;
        let row = u32::try_from(line).unwrap_or(u32::MAX);
        for (column, cell) in (0_u32..).zip(&record) {
            if unreadable.is_none() && cell.contains('\u{fffd}') {
                let column = usize::try_from(column).unwrap_or(0);
                unreadable = Some(Remark::Unreadable { first: address(column, row + 1) });
            }
            gathered.put(row, column, Cell::text(cell))?;
        }
    }
    let sheet = Sheet {
        name: String::new(),
        visibility: Visibility::Shown,
        rows: gathered.into_rows(),
        remarks: unreadable.into_iter().collect(),
        epoch: Epoch::Year1900,
    };
    Ok((vec![sheet], remark.into_iter().collect()))
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes())
}

/// The sign that cuts the first lines into the most cells, the same number on most of them.
fn delimiter_of(text: &str) -> u8 {
    let score = |delimiter: u8| {
        let mut widths: Vec<usize> = reader(text, delimiter)
            .into_records()
            .take(LOOKED_AT)
            .map_while(Result::ok)
            .map(|record| record.len())
            .filter(|width| *width > 1)
            .collect();
        widths.sort_unstable();
        let most = widths.chunk_by(PartialEq::eq).max_by_key(|chunk| chunk.len() * chunk[0].min(20));
        most.map_or(0, |chunk| chunk.len() * chunk[0].min(20))
    };
    // Of equals the first counts: where a comma is the decimal sign, Excel writes semicolons.
    let mut best = (0, b',');
    for delimiter in DELIMITERS {
        let score = score(delimiter);
        if score > best.0 {
            best = (score, delimiter);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<String> {
        let (sheets, _) = read(bytes, &mut |_, _| Flow::GoOn).unwrap();
        let line = |row: &super::super::Row| {
            let cells: Vec<_> = row.cells.iter().map(|cell| cell.typed().into_owned()).collect();
            format!("{}: {}", row.number, cells.join("|"))
        };
        sheets[0].rows.iter().map(line).collect()
    }

    #[test]
    fn the_sign_between_cells_is_found() {
        assert_eq!(cells("Mã;Tên\nH1;\"a;b\"\n\nH2;c".as_bytes()), ["1: Mã|Tên", "2: H1|a;b", "4: H2|c"]);
        assert_eq!(cells(b"a,b\n1,2"), ["1: a|b", "2: 1|2"]);
        assert_eq!(cells(b"a\tb\n1,5\t2,5"), ["1: a|b", "2: 1,5|2,5"]);
        assert_eq!(cells(b"a|b\n1|2"), ["1: a|b", "2: 1|2"]);
        assert_eq!(cells(b"sep=;\na;b,c\n"), ["2: a|b,c"]);
        assert_eq!(cells(b"a;b\n1,5;2,5\n3,5;4,5"), ["1: a|b", "2: 1,5|2,5", "3: 3,5|4,5"]);
    }

    #[test]
    fn letters_are_read_in_their_encoding() {
        let text = "Mã;Tiếng Việt";
        let wide = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let expected = ["1: Mã|Tiếng Việt"];
        assert_eq!(cells(&[b"\xEF\xBB\xBF", text.as_bytes()].concat()), expected);
        assert_eq!(cells(&[b"\xFF\xFE".as_slice(), &wide(u16::to_le_bytes)].concat()), expected);
        assert_eq!(cells(&[b"\xFE\xFF".as_slice(), &wide(u16::to_be_bytes)].concat()), expected);
        // windows-1258: ế is ê and a mark.
        assert_eq!(cells(b"Ma\xDE;Ti\xEA\xECng Vi\xEA\xF2t"), expected);
        // TCVN3 bytes stay as they are, to be named and converted with the spreadsheets'.
        assert_eq!(cells(b"Th\xABng b\xB8o;x\xB7 h\xE9i"), ["1: Th\u{ab}ng b\u{b8}o|x\u{b7} h\u{e9}i"]);
    }
}
