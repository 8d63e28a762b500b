//! CSV after RFC 4180: commas, CRLF, UTF-8 with a byte order mark, numbers with a point.

use super::{Dataset, Value};

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
/// Signs at whose sight a spreadsheet takes a text for a formula, also in the width of East Asian letters.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

#[expect(clippy::expect_used, reason = "rows as long as the header, written into memory")]
pub(super) fn write(dataset: &Dataset) -> Vec<u8> {
    let mut bytes = BYTE_ORDER_MARK.to_vec();
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(&mut bytes);
    writer.write_record(dataset.columns()).expect("a header");
    for row in dataset.rows() {
        writer.write_record(row.iter().map(cell)).expect("a row");
    }
    writer.flush().expect("memory");
    drop(writer);
    bytes
}

fn cell(value: &Value) -> String {
    match value {
        Value::Nothing => String::new(),
        Value::Text(text) => harmless(text),
        Value::Word(word) => word.code().to_owned(),
        Value::Number(number) | Value::Share(number) => plain(*number),
        Value::Flag(flag) => flag.to_string(),
        Value::Day(day) => day.to_string(),
    }
}

/// An apostrophe in front keeps a spreadsheet from evaluating what somebody typed (CWE-1236).
fn harmless(text: &str) -> String {
    if text.trim_start_matches(' ').starts_with(FORMULA) { format!("'{text}") } else { text.to_owned() }
}

/// With a point and without grouping, every digit that tells numbers apart.
fn plain(number: f64) -> String {
    number.to_string()
}
