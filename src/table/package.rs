//! What is in a container, and whether it is safe to unpack, before anything is made of it.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::error::{TableError, WrongType};
use super::read::contains;

/// Most bytes that all parts may unpack to.
const MAX_UNPACKED: u64 = 700_000_000;
/// Most parts.
const MAX_PARTS: usize = 10_000;

/// Which spreadsheet it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Office Open XML.
    Xlsx,
    /// Its binary sister.
    Xlsb,
    /// The open format of LibreOffice.
    Ods,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inspected {
    /// Which spreadsheet it is.
    pub format: Format,
    /// Rows that a filter or somebody hid (.xlsx only).
    pub hidden_rows: usize,
}

/// Looks into a zip: names, declared sizes, and the sizes that really come out, which a bomb lies about.
pub fn inspect(bytes: &[u8]) -> Result<Inspected, TableError> {
    inspect_within(bytes, MAX_UNPACKED)
}

fn inspect_within(bytes: &[u8], most: u64) -> Result<Inspected, TableError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| TableError::Damaged)?;
    if archive.len() > MAX_PARTS {
        return Err(TableError::Bomb);
    }
    let format = format_of(&mut archive)?;
    let mut left = most;
    let mut hidden_rows = 0;
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(|_| TableError::Damaged)?;
        if part.encrypted() {
            return Err(TableError::Password);
        }
        if part.size() > left {
            return Err(TableError::Bomb);
        }
        drop(part);
        let mut part = archive.by_index(index).map_err(|_| TableError::Damaged)?;
        let is_sheet = part.name().is_ok_and(|name| name.starts_with("xl/worksheets/"));
        let mut finder = HiddenRows::default();
        let mut buffer = vec![0; 1 << 16];
        loop {
            let read = part.read(&mut buffer).map_err(|_| TableError::Damaged)?;
            if read == 0 {
                break;
            }
            left = left.checked_sub(u64::try_from(read).unwrap_or(u64::MAX)).ok_or(TableError::Bomb)?;
            if is_sheet {
                finder.feed(&buffer[..read]);
            }
        }
        hidden_rows += finder.found;
    }
    Ok(Inspected { format, hidden_rows })
}

fn format_of(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<Format, TableError> {
    let wrong = |wrong| Err(TableError::WrongType(wrong));
    let has = |archive: &ZipArchive<_>, start: &str| archive.file_names().flatten().any(|name| name.starts_with(start));
    if has(archive, "xl/workbook.bin") {
        return Ok(Format::Xlsb);
    }
    if has(archive, "xl/") {
        return Ok(Format::Xlsx);
    }
    if has(archive, "word/") {
        return wrong(WrongType::Document);
    }
    if has(archive, "ppt/") {
        return wrong(WrongType::Slides);
    }
    let mut mime = String::new();
    if let Ok(part) = archive.by_name("mimetype") {
        // A file that is no text has no type to name.
        let _ = part.take(200).read_to_string(&mut mime);
    }
    let encrypted = archive.by_name("META-INF/manifest.xml").is_ok_and(|part| {
        let mut manifest = Vec::new();
        part.take(1 << 20).read_to_end(&mut manifest).is_ok() && contains(&manifest, b"encryption-data")
    });
    match mime.trim() {
        "application/vnd.oasis.opendocument.spreadsheet" if encrypted => Err(TableError::Password),
        "application/vnd.oasis.opendocument.spreadsheet" => Ok(Format::Ods),
        "application/vnd.oasis.opendocument.presentation" => wrong(WrongType::Slides),
        mime if mime.starts_with("application/vnd.oasis.opendocument") => wrong(WrongType::Document),
        _ => wrong(WrongType::Archive),
    }
}

/// Looks into a compound file of Office 97–2003. An .xlsx with a password is one, too ([MS-OFFCRYPTO] 2.3.4).
pub fn inspect_compound(bytes: &[u8]) -> Result<(), TableError> {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        contains(bytes, &wide)
    };
    if has("EncryptedPackage") {
        return Err(TableError::Password);
    }
    // The end of a name is zeros in its directory entry ([MS-CFB] 2.6.1).
    if has("Workbook\0") || has("Book\0") {
        return Ok(());
    }
    let wrong = if has("WordDocument\0") {
        WrongType::Document
    } else if has("PowerPoint Document\0") {
        WrongType::Slides
    } else {
        WrongType::Unknown
    };
    Err(TableError::WrongType(wrong))
}

/// Counts the rows of a sheet's XML that are marked as hidden (ISO/IEC 29500-1, 18.3.1.73).
#[derive(Debug, Default)]
struct HiddenRows {
    /// The tag being read, without its `<`.
    tag: Option<Vec<u8>>,
    found: usize,
}

impl HiddenRows {
    /// Longer tags are no rows.
    const LONGEST: usize = 400;

    fn feed(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            match (&mut self.tag, byte) {
                (tag, b'<') => *tag = Some(Vec::with_capacity(64)),
                (Some(tag), b'>') => {
                    let marked = contains(tag, b" hidden=\"1\"") || contains(tag, b" hidden=\"true\"");
                    if tag.starts_with(b"row ") && marked {
                        self.found += 1;
                    }
                    self.tag = None;
                }
                (Some(tag), byte) if tag.len() < Self::LONGEST => {
                    tag.push(byte);
                    if tag.len() == 4 && tag.as_slice() != b"row " {
                        self.tag = None;
                    }
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn other_documents_are_named() {
        let wrong = |parts: &[(&str, &[u8])]| inspect(&archive(parts)).unwrap_err();
        assert_eq!(wrong(&[("word/document.xml", b"")]), TableError::WrongType(WrongType::Document));
        assert_eq!(wrong(&[("ppt/presentation.xml", b"")]), TableError::WrongType(WrongType::Slides));
        assert_eq!(wrong(&[("anh.jpg", b"")]), TableError::WrongType(WrongType::Archive));
        let text = b"application/vnd.oasis.opendocument.text";
        assert_eq!(wrong(&[("mimetype", text)]), TableError::WrongType(WrongType::Document));
        let sheet = b"application/vnd.oasis.opendocument.spreadsheet";
        let manifest = ("META-INF/manifest.xml", b"<manifest:encryption-data/>".as_slice());
        assert_eq!(wrong(&[("mimetype", sheet), manifest]), TableError::Password);
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file("xl/workbook.xml", SimpleFileOptions::default()).unwrap();
        let zeros = vec![0; 1 << 20];
        for _ in 0..3 {
            writer.write_all(&zeros).unwrap();
        }
        let mut bytes = writer.finish().unwrap().into_inner();
        let most = 2 << 20;
        assert_eq!(inspect_within(&bytes, most), Err(TableError::Bomb), "by what it declares");
        // The central directory declares the size at offset 24 of its record; a lie of one byte.
        let record = bytes.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
        bytes[record + 24..record + 28].copy_from_slice(&1_u32.to_le_bytes());
        assert!(
            matches!(inspect_within(&bytes, most), Err(TableError::Bomb | TableError::Damaged)),
            "by what comes out"
        );
    }

    #[test]
    fn hidden_rows_are_counted_across_pieces() {
        let xml = b"<sheetData><row r=\"1\"><c/></row><row r=\"2\" hidden=\"1\"/><rowBreaks hidden=\"1\"/><col hidden=\"1\"/>";
        for size in 1..20 {
            let mut finder = HiddenRows::default();
            xml.chunks(size).for_each(|piece| finder.feed(piece));
            assert_eq!(finder.found, 1);
        }
    }
}
