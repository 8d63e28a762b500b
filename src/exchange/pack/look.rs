//! What a file is, told from its first bytes and never from its name.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use rust_i18n::t;

use super::error::{Damage, PackError};
use super::header::Header;
use super::sections::{Kind, Sections};
use super::{BLOCK, DIGEST, FRONT, LAYOUT, MAGIC, SEAL_MAGIC, seal, trouble, walk};

/// What a file that is no pack looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Nothing in it.
    Empty,
    /// A folder.
    Folder,
    /// A device, pipe or the like.
    Special,
    /// Only zeros: what is left of a file when a stick was pulled too early.
    Zeros,
    /// An SQLite database, perhaps the program's own data or a backup.
    Database,
    /// A picture.
    Picture,
    /// A PDF document.
    Pdf,
    /// A zip archive, which Word and Excel files are too.
    Zip,
    /// An Office file of the older kind.
    OldOffice,
    /// Another archive.
    Archive,
    /// A program.
    Executable,
    /// Text.
    Text,
    /// An age file in letters.
    ArmoredSeal,
    /// Opened, but what was encrypted is no pack.
    OtherSealed,
    /// None of these.
    Unknown,
}

impl fmt::Display for Look {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = match self {
            Self::Empty => "empty",
            Self::Folder => "folder",
            Self::Special => "special",
            Self::Zeros => "zeros",
            Self::Database => "database",
            Self::Picture => "picture",
            Self::Pdf => "pdf",
            Self::Zip => "zip",
            Self::OldOffice => "old_office",
            Self::Archive => "archive",
            Self::Executable => "executable",
            Self::Text => "text",
            Self::ArmoredSeal => "armored_seal",
            Self::OtherSealed => "other_sealed",
            Self::Unknown => "unknown",
        };
        f.write_str(&t!(format!("exchange_pack.look_{key}")))
    }
}

/// What an encrypted pack is encrypted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum With {
    /// Devices' reading keys.
    Devices,
    /// A passphrase.
    Passphrase,
}

/// What a first look at a file tells, before anything of it is checked.
#[derive(Debug)]
pub enum Peeked {
    /// A pack for everybody; what it claims about itself.
    Plain(Box<Header>),
    /// An encrypted one.
    Encrypted(With),
    /// Something else.
    NotAPack(Look),
}

/// What a file begins as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beginning {
    Payload,
    Sealed,
    /// Less than a beginning of either.
    Cut,
    Other(Look),
}

/// Looks at `path` without checking or copying it: cheap, and nothing of it may be trusted yet.
pub fn peek(path: &Path) -> Result<Peeked, PackError> {
    let mut file = match open(path)? {
        Ok(file) => file,
        Err(look) => return Ok(Peeked::NotAPack(look)),
    };
    let reading = |error: io::Error| trouble::reading(path, error);
    match begins(&mut file).map_err(reading)? {
        Beginning::Other(look) => Ok(Peeked::NotAPack(look)),
        Beginning::Cut => Err(PackError::Damaged(Damage::Cut)),
        Beginning::Sealed => seal::sealed_with(file).map_err(reading)?.map(Peeked::Encrypted),
        Beginning::Payload => {
            let size = file.metadata().map_err(reading)?.len();
            read_front(&mut file).map_err(reading)??;
            let inner = size.checked_sub(FRONT + DIGEST).ok_or(PackError::Damaged(Damage::Cut))?;
            let mut sections = Sections::open(file, inner, path)?;
            match sections.next()? {
                Some(Kind::Header) => Ok(Peeked::Plain(Box::new(walk::header(&mut sections)?))),
                _ => Err(PackError::layout("no header")),
            }
        }
    }
}

/// Opens an ordinary file; asked before it is opened, since a pipe would wait for somebody to write into it.
pub(super) fn open(path: &Path) -> Result<Result<File, Look>, PackError> {
    let meta = std::fs::metadata(path).map_err(|error| trouble::reading(path, error))?;
    if meta.is_dir() {
        return Ok(Err(Look::Folder));
    }
    if !meta.is_file() {
        return Ok(Err(Look::Special));
    }
    File::open(path).map(Ok).map_err(|error| trouble::reading(path, error))
}

/// Tells what `file` is; it stands at its beginning again afterwards.
pub(super) fn begins(file: &mut File) -> io::Result<Beginning> {
    let mut first = Vec::new();
    file.by_ref().take(BLOCK as u64).read_to_end(&mut first)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(beginning(&first))
}

/// Reads magic and layout number; `file` stands before the zstd frame afterwards.
pub(super) fn read_front(file: &mut File) -> io::Result<Result<(), PackError>> {
    let mut front = [0; 10];
    match file.read_exact(&mut front) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(Err(PackError::Damaged(Damage::Cut))),
        other => other?,
    }
    let layout = u16::from_le_bytes([front[8], front[9]]);
    if front[..8] != *MAGIC {
        return Ok(Err(PackError::NotAPack(Look::OtherSealed)));
    }
    Ok(match layout {
        LAYOUT => Ok(()),
        0 => Err(PackError::layout("layout 0")),
        newer => Err(PackError::TooNew { needs: newer, program: String::new() }),
    })
}

fn beginning(first: &[u8]) -> Beginning {
    let is_start_of = |magic: &[u8]| first.starts_with(magic) || magic.starts_with(first);
    if first.is_empty() {
        Beginning::Other(Look::Empty)
    } else if first.starts_with(MAGIC) {
        Beginning::Payload
    } else if first.starts_with(SEAL_MAGIC) {
        Beginning::Sealed
    } else if is_start_of(MAGIC) || is_start_of(SEAL_MAGIC) {
        Beginning::Cut
    } else {
        Beginning::Other(look(first))
    }
}

fn look(first: &[u8]) -> Look {
    const SIGNS: &[(&[u8], Look)] = &[
        (b"SQLite format 3\0", Look::Database),
        (b"\xff\xd8\xff", Look::Picture),
        (b"\x89PNG\r\n\x1a\n", Look::Picture),
        (b"GIF8", Look::Picture),
        (b"BM", Look::Picture),
        (b"II*\0", Look::Picture),
        (b"MM\0*", Look::Picture),
        (b"%PDF-", Look::Pdf),
        (b"PK\x03\x04", Look::Zip),
        (b"PK\x05\x06", Look::Zip),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Look::OldOffice),
        (b"Rar!\x1a\x07", Look::Archive),
        (b"7z\xbc\xaf\x27\x1c", Look::Archive),
        (b"\x1f\x8b", Look::Archive),
        (b"\x28\xb5\x2f\xfd", Look::Archive),
        (b"MZ", Look::Executable),
        (b"\x7fELF", Look::Executable),
        (b"-----BEGIN AGE", Look::ArmoredSeal),
    ];
    // Two letters may as well begin a text.
    let is_sign = |sign: &[u8]| first.starts_with(sign) && (sign.len() > 2 || !is_text(first));
    if let Some((_, look)) = SIGNS.iter().find(|(sign, _)| is_sign(sign)) {
        return *look;
    }
    let is_webp = first.starts_with(b"RIFF") && first.get(8..12) == Some(b"WEBP");
    let is_heic = first.get(4..8) == Some(b"ftyp") && matches!(first.get(8..11), Some(b"hei" | b"mif" | b"avi"));
    if is_webp || is_heic {
        Look::Picture
    } else if first.iter().all(|byte| *byte == 0) {
        Look::Zeros
    } else if is_text(first) {
        Look::Text
    } else {
        Look::Unknown
    }
}

/// UTF-8 without control characters but those of lines; or UTF-16, which Notepad marks.
fn is_text(first: &[u8]) -> bool {
    let readable = match std::str::from_utf8(first) {
        Ok(text) => text,
        // The end may cut a letter in two.
        Err(error) if error.error_len().is_none() => std::str::from_utf8(&first[..error.valid_up_to()]).unwrap_or(""),
        Err(_) => "",
    };
    let is_plain = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t' | '\u{c}');
    first.starts_with(b"\xff\xfe")
        || first.starts_with(b"\xfe\xff")
        || (!readable.is_empty() && readable.chars().all(is_plain))
}
