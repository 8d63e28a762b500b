//! Writing a pack, section by section, into anything that takes bytes.

use std::io::{self, Read, Write};

use serde::Serialize;
use sha2::{Digest, Sha256};
use zstd::stream::write::Encoder;

use super::error::{Excess, PackError};
use super::header::{AttachmentEntry, AttachmentStart, Counts, EditionText, Header};
use super::seal::{Sealed, Sealing};
use super::sections::{Kind, PREFIX};
use super::shorten::Shortener;
use super::walk::signed_message;
use super::{BLOCK, LAYOUT, MAGIC, MAX_EDITION, MAX_HEADER, WINDOW_LOG};
use crate::hexadecimal::Hex;
use crate::journal::MAX_REVISION;

/// How hard zstd tries; see `tests::size` for what it comes to.
const LEVEL: i32 = 9;

/// A pack being written: editions first, then revisions, then the attachments as the header lists them, then
/// [`Self::finish`]. What is handed over must be what the header announces ([`Counts`]). A pack not finished is none.
pub struct PackWriter<W: Write> {
    encoder: Encoder<'static, Digesting<Sealed<W>>>,
    hash: Sha256,
    shortener: Shortener,
    announced: Counts,
    included: std::vec::IntoIter<AttachmentEntry>,
    written: Counts,
    phase: Phase,
    section: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Editions,
    Revisions,
    Attachments,
}

/// A pack that is written.
#[derive(Debug)]
pub struct Finished<W> {
    /// What it was written into; not flushed to a disk.
    pub output: W,
    /// SHA-256 of the payload, as [`super::CheckedPack::digest`] will give it.
    pub digest: [u8; 32],
}

impl<W: Write> PackWriter<W> {
    /// Begins a pack with its header.
    pub fn begin(output: W, header: &Header, sealing: &Sealing) -> Result<Self, PackError> {
        let mut output = Digesting { output: Sealed::begin(output, sealing)?, hash: Sha256::new() };
        let front = [&MAGIC[..], &LAYOUT.to_le_bytes()].concat();
        let encoder = output.write_all(&front).and_then(|()| {
            let mut encoder = Encoder::new(output, LEVEL)?;
            encoder.window_log(WINDOW_LOG)?;
            Ok(encoder)
        });
        let included: Vec<_> = header.attachments.iter().filter(|entry| entry.included).cloned().collect();
        let mut writer = Self {
            encoder: encoder.map_err(PackError::Output)?,
            hash: Sha256::new(),
            shortener: Shortener::default(),
            announced: header.counts,
            included: included.into_iter(),
            written: Counts::default(),
            phase: Phase::Editions,
            section: Vec::new(),
        };
        writer.json(Kind::Header, header, MAX_HEADER, Excess::Header)?;
        Ok(writer)
    }

    /// Adds the text of an edition.
    pub fn edition(&mut self, edition: &EditionText) -> Result<(), PackError> {
        self.enter(Phase::Editions)?;
        if Hex::sha256(edition.text.as_bytes()) != edition.hash {
            return Err(PackError::NotAsAnnounced);
        }
        self.written.add_edition(&edition.text);
        self.json(Kind::Edition, edition, MAX_EDITION, Excess::Edition)
    }

    /// Adds a revision by its stored bytes. Smallest where predecessors come before those that name them.
    pub fn revision(&mut self, stored: &[u8]) -> Result<(), PackError> {
        self.enter(Phase::Revisions)?;
        let mut short = std::mem::take(&mut self.section);
        short.clear();
        self.shortener.shorten(stored, &mut short);
        if stored.is_empty() || stored.len().max(short.len()) > MAX_REVISION {
            return Err(PackError::TooLarge(Excess::Revision));
        }
        self.written.add_revision(stored);
        let result = self.write(Kind::Revision, &short);
        self.section = short;
        result
    }

    /// Adds the next attachment that the header lists as included; `content` is read to its end.
    pub fn attachment(&mut self, entry: &AttachmentEntry, content: &mut dyn Read) -> Result<(), PackError> {
        self.enter(Phase::Attachments)?;
        if self.included.next().as_ref() != Some(entry) {
            return Err(PackError::NotAsAnnounced);
        }
        let start = AttachmentStart { hash: entry.hash.clone(), size: entry.size };
        self.json(Kind::Attachment, &start, MAX_HEADER, Excess::Attachment)?;
        let (mut hash, mut size) = (Sha256::new(), 0_u64);
        let mut block = vec![0; BLOCK];
        loop {
            let read = match content.read(&mut block) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(source) => return Err(PackError::Attachment { hash: entry.hash.clone(), source }),
            };
            size += read as u64;
            if size > entry.size {
                break;
            }
            hash.update(&block[..read]);
            self.write(Kind::Chunk, &block[..read])?;
        }
        if size != entry.size || Hex(hash.finalize().into()).to_string() != entry.hash.as_str() {
            return Err(PackError::AttachmentChanged(entry.hash.clone()));
        }
        self.written.add_attachment(size);
        Ok(())
    }

    /// Ends the pack: `sign` makes the sender's Ed25519 signature over the message it is given.
    pub fn finish(mut self, sign: impl FnOnce(&[u8]) -> [u8; 64]) -> Result<Finished<W>, PackError> {
        if self.written != self.announced || self.included.len() > 0 {
            return Err(PackError::NotAsAnnounced);
        }
        let stream: [u8; 32] = self.hash.clone().finalize().into();
        let signature = sign(&signed_message(&stream));
        self.write(Kind::Signature, &signature)?;
        let ended = self.encoder.finish().and_then(|mut payload| {
            let digest: [u8; 32] = payload.hash.finalize_reset().into();
            payload.output.write_all(&digest)?;
            Ok(Finished { output: payload.output.finish()?, digest })
        });
        ended.map_err(PackError::Output)
    }

    fn enter(&mut self, phase: Phase) -> Result<(), PackError> {
        if phase < self.phase {
            return Err(PackError::NotAsAnnounced);
        }
        self.phase = phase;
        Ok(())
    }

    fn json(&mut self, kind: Kind, value: &impl Serialize, most: usize, excess: Excess) -> Result<(), PackError> {
        let body = serde_json::to_vec(value).map_err(|error| PackError::Output(error.into()))?;
        if body.len() > most {
            return Err(PackError::TooLarge(excess));
        }
        self.write(kind, &body)
    }

    fn write(&mut self, kind: Kind, body: &[u8]) -> Result<(), PackError> {
        let length = u32::try_from(body.len()).map_err(|_| PackError::TooLarge(Excess::Total))?;
        let mut prefix = [kind.letter(); PREFIX];
        prefix[1..].copy_from_slice(&length.to_le_bytes());
        self.hash.update(prefix);
        self.hash.update(body);
        self.encoder.write_all(&prefix).and_then(|()| self.encoder.write_all(body)).map_err(PackError::Output)
    }
}

/// Hashes what it passes on.
struct Digesting<W> {
    output: W,
    hash: Sha256,
}

impl<W: Write> Write for Digesting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.output.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}
