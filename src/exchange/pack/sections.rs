//! The stream cut into sections, read one after the other with little memory.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Take};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use zstd::stream::read::Decoder;

use super::error::{Damage, Excess, PackError};
use super::{BLOCK, MAX_TOTAL, WINDOW_LOG, trouble};

/// What a section holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Header,
    Edition,
    Revision,
    Attachment,
    Chunk,
    Signature,
    /// Something a newer program knows.
    Unknown,
}

impl Kind {
    pub(super) fn letter(self) -> u8 {
        match self {
            Self::Header => b'H',
            Self::Edition => b'E',
            Self::Revision => b'R',
            Self::Attachment => b'A',
            Self::Chunk => b'C',
            Self::Signature => b'S',
            Self::Unknown => b'?',
        }
    }

    fn of(letter: u8) -> Self {
        let known =
            [Self::Header, Self::Edition, Self::Revision, Self::Attachment, Self::Chunk, Self::Signature].into_iter();
        known.into_iter().find(|kind| kind.letter() == letter).unwrap_or(Self::Unknown)
    }
}

/// What stands before the bytes of a section.
pub(super) const PREFIX: usize = 5;

/// The sections of one stream.
pub(super) struct Sections {
    input: BufReader<Decoder<'static, BufReader<Take<File>>>>,
    path: PathBuf,
    hash: Sha256,
    read: u64,
    /// Bytes of the present section not read yet.
    left: u64,
    /// The hash of everything before the present section, where that is the signature.
    before: Option<[u8; 32]>,
}

impl Sections {
    /// Reads from `file`, which stands before the zstd frame of `length` bytes.
    pub(super) fn open(file: File, length: u64, path: &Path) -> Result<Self, PackError> {
        let input = BufReader::with_capacity(BLOCK, file.take(length));
        let decoder = Decoder::with_buffer(input).and_then(|mut decoder| {
            decoder.window_log_max(WINDOW_LOG)?;
            Ok(decoder.single_frame())
        });
        let decoder = decoder.map_err(|error| trouble::scratch(path, error))?;
        Ok(Self {
            input: BufReader::with_capacity(BLOCK, decoder),
            path: path.to_owned(),
            hash: Sha256::new(),
            read: 0,
            left: 0,
            before: None,
        })
    }

    /// Goes to the next section, past what is left of the present one; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Kind>, PackError> {
        self.skip()?;
        let mut prefix = [0; PREFIX];
        if self.fill(&mut prefix[..1])? == 0 {
            return Ok(None);
        }
        if self.fill(&mut prefix[1..])? < PREFIX - 1 {
            return Err(PackError::layout("section cut off"));
        }
        let kind = Kind::of(prefix[0]);
        self.before = (kind == Kind::Signature).then(|| self.hash.clone().finalize().into());
        self.hash.update(prefix);
        self.left = u64::from(u32::from_le_bytes([prefix[1], prefix[2], prefix[3], prefix[4]]));
        Ok(Some(kind))
    }

    /// Bytes of the present section not read yet.
    pub(super) fn left(&self) -> u64 {
        self.left
    }

    /// What the signature signs; `None` in any other section.
    pub(super) fn before(&self) -> Option<[u8; 32]> {
        self.before
    }

    /// The whole section, where it is not over `most` bytes. Its length is a claim: memory grows with what is there.
    pub(super) fn body(&mut self, most: usize, excess: Excess) -> Result<Vec<u8>, PackError> {
        if self.left > most as u64 {
            return Err(PackError::TooLarge(excess));
        }
        let mut body = Vec::new();
        while self.left > 0 {
            let start = body.len();
            let piece = usize::try_from(self.left).map_or(BLOCK, |left| left.min(BLOCK));
            body.resize(start + piece, 0);
            let read = self.read_some(&mut body[start..])?;
            body.truncate(start + read);
        }
        Ok(body)
    }

    /// Some of the section's bytes, at least one; none only where none are left or `bytes` is empty.
    pub(super) fn read_some(&mut self, bytes: &mut [u8]) -> Result<usize, PackError> {
        let most = usize::try_from(self.left).map_or(bytes.len(), |left| left.min(bytes.len()));
        if most == 0 {
            return Ok(0);
        }
        let read = self.fill(&mut bytes[..most])?;
        if read < most {
            return Err(PackError::layout("section cut off"));
        }
        self.hash.update(&bytes[..read]);
        self.left -= read as u64;
        Ok(read)
    }

    fn skip(&mut self) -> Result<(), PackError> {
        let mut block = [0; 8 * 1024];
        while self.left > 0 {
            self.read_some(&mut block)?;
        }
        Ok(())
    }

    /// Nothing may follow: neither in the stream nor after its frame.
    pub(super) fn end(&mut self) -> Result<(), PackError> {
        if self.next()?.is_some() {
            return Err(PackError::layout("section after the signature"));
        }
        let path = &self.path;
        let decoder = self.input.get_mut();
        decoder.finish_frame().map_err(|error| unreadable(path, error))?;
        match decoder.get_mut().fill_buf() {
            Ok([]) => Ok(()),
            Ok(_) => Err(PackError::layout("bytes after the stream")),
            Err(error) => Err(unreadable(path, error)),
        }
    }

    /// Bytes of the frame not unpacked yet.
    pub(super) fn still_packed(&self) -> u64 {
        self.input.get_ref().get_ref().get_ref().limit()
    }

    /// Reads until `bytes` is full or the stream ends.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<usize, PackError> {
        let mut filled = 0;
        while filled < bytes.len() {
            match self.input.read(&mut bytes[filled..]) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(unreadable(&self.path, error)),
            }
        }
        self.read += filled as u64;
        if self.read > MAX_TOTAL {
            return Err(PackError::TooLarge(Excess::Total));
        }
        Ok(filled)
    }
}

/// The system's own errors carry a number; the rest are the unpacker's.
fn unreadable(path: &Path, error: io::Error) -> PackError {
    if error.raw_os_error().is_some() {
        trouble::scratch(path, error)
    } else if error.kind() == io::ErrorKind::UnexpectedEof {
        PackError::Damaged(Damage::Cut)
    } else {
        PackError::layout("not unpackable")
    }
}
