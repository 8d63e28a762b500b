//! From a path to a table: what the file really is decides, not its ending.

use std::fs::{File, Metadata};
use std::io::Read;
use std::path::Path;
use std::time::SystemTime;

use super::error::{TableError, WrongType};
use super::remark::Remark;
use super::{Table, delimited, html, legacy, package, workbook};
use crate::system::explain;

/// Largest file read, in bytes.
pub const MAX_BYTES: u64 = 100_000_000;

/// Endings of the files that are offered; any other file can be named, too.
pub const ENDINGS: [&str; 8] = ["xlsx", "xls", "ods", "csv", "tsv", "txt", "xlsm", "xlsb"];

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Go on.
    GoOn,
    /// Stop here: nothing is wanted any more.
    Stop,
}

/// Hears how far the reading is (steps done and in all, 0 while unknown) and says whether to go on.
pub(super) type Watch<'w> = &'w mut dyn FnMut(u64, u64) -> Flow;

/// Reads the file at `path`. Nothing of it can make this panic; it takes time, so call it in a job.
pub fn read(path: &Path, watch: &mut dyn FnMut(u64, u64) -> Flow) -> Result<Table, TableError> {
    let (bytes, beside) = load(path, || {})?;
    let file = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let mut table = parse(&bytes, watch)?;
    table.file = crate::vietnamese::nfc::single_line(&file);
    table.remarks.extend(beside);
    Ok(table)
}

/// The bytes of a file that is the same before and after; `meanwhile` is for tests.
fn load(path: &Path, meanwhile: impl FnOnce()) -> Result<(Vec<u8>, Option<Remark>), TableError> {
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    if name.starts_with("~$") || name.starts_with(".~lock.") {
        return Err(TableError::LockFile);
    }
    let mut file = File::open(path).map_err(|error| refused(&error))?;
    let before = file.metadata().map_err(|error| refused(&error))?;
    if before.is_dir() {
        return Err(TableError::Unreadable(rust_i18n::t!("system.is_folder").into_owned()));
    }
    if before.len() > MAX_BYTES {
        return Err(TableError::TooLarge);
    }
    let mut bytes = Vec::new();
    file.by_ref().take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| refused(&error))?;
    meanwhile();
    let after = std::fs::metadata(path).map_err(|_| TableError::Changed)?;
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if stamp(&before) != stamp(&after) || length != after.len() {
        return Err(TableError::Changed);
    }
    let beside = |prefix: &str, suffix: &str| path.with_file_name(format!("{prefix}{name}{suffix}")).exists();
    let open = beside("~$", "") || beside(".~lock.", "#");
    Ok((bytes, open.then_some(Remark::OpenElsewhere)))
}

fn stamp(meta: &Metadata) -> (u64, Option<SystemTime>) {
    (meta.len(), meta.modified().ok())
}

fn refused(error: &std::io::Error) -> TableError {
    // Windows' ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION: Excel keeps an open file to itself.
    if cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33)) {
        return TableError::Locked;
    }
    TableError::Unreadable(explain(error))
}

/// What the bytes are.
fn parse(bytes: &[u8], watch: Watch<'_>) -> Result<Table, TableError> {
    let (sheets, mut remarks) = match bytes {
        _ if bytes.iter().all(u8::is_ascii_whitespace) => return Err(TableError::Empty),
        [b'P', b'K', 3, 4, ..] => {
            let inspected = package::inspect(bytes)?;
            let sheets = match inspected.format {
                package::Format::Xlsx => workbook::xlsx(bytes, watch)?,
                package::Format::Xlsb => workbook::xlsb(bytes)?,
                package::Format::Ods => workbook::ods(bytes)?,
            };
            let hidden = inspected.hidden_rows;
            (sheets, (hidden > 0).then_some(Remark::HiddenRows { count: hidden }).into_iter().collect())
        }
        [0xD0, 0xCF, 0x11, 0xE0, ..] => {
            package::inspect_compound(bytes)?;
            (workbook::xls(bytes)?, Vec::new())
        }
        _ => match foreign(bytes) {
            Some(wrong) => return Err(TableError::WrongType(wrong)),
            None => match html::table_of(bytes)? {
                Some(sheets) => (sheets, vec![Remark::WebPage]),
                None => delimited::read(bytes, watch)?,
            },
        },
    };
    let mut table = Table { file: String::new(), sheets, remarks: Vec::new() };
    for sheet in &mut table.sheets {
        workbook::compose(sheet);
        sheet.remarks.extend(legacy::remarks(sheet));
    }
    if table.sheets.iter().all(|sheet| sheet.rows.is_empty()) {
        return Err(TableError::Empty);
    }
    table.remarks.append(&mut remarks);
    Ok(table)
}

/// Files of other programs, by their first bytes.
fn foreign(bytes: &[u8]) -> Option<WrongType> {
    const SIGNS: [(&[u8], WrongType); 12] = [
        (b"%PDF", WrongType::Pdf),
        (b"\xFF\xD8\xFF", WrongType::Picture),
        (b"\x89PNG", WrongType::Picture),
        (b"GIF8", WrongType::Picture),
        (b"II*\0", WrongType::Picture),
        (b"MM\0*", WrongType::Picture),
        (b"Rar!", WrongType::Archive),
        (b"7z\xBC\xAF", WrongType::Archive),
        (b"\x1F\x8B", WrongType::Archive),
        (b"PK", WrongType::Archive),
        (b"{\\rtf", WrongType::Document),
        (b"MIME-Version:", WrongType::WebPage),
    ];
    let sign = SIGNS.iter().find(|(sign, _)| bytes.starts_with(sign));
    let picture = bytes.get(4..12).is_some_and(|brand| brand == b"ftypheic" || brand == b"ftypmif1");
    let utf16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let head = &bytes[..bytes.len().min(4096)];
    match sign {
        Some((_, wrong)) => Some(*wrong),
        None if picture => Some(WrongType::Picture),
        None if !utf16 && head.contains(&0) => Some(WrongType::Unknown),
        None if contains(head, b"urn:schemas-microsoft-com:office:spreadsheet") && contains(head, b"<?xml") => {
            Some(WrongType::OldXml)
        }
        None => None,
    }
}

/// Whether `part` is somewhere in `bytes`.
pub(super) fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests;
