//! Walking once through everything a pack holds, under all limits.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::error::{Damage, Excess, PackError};
use super::header::{AttachmentEntry, AttachmentStart, Counts, EditionText, Header, Sender, Versions};
use super::sections::{Kind, PREFIX, Sections};
use super::shorten::{Lengthener, Unreadable};
use super::{
    DIGEST, FORMAT, FRONT, MAX_CHUNK, MAX_EDITION, MAX_EDITIONS, MAX_HEADER, MAX_REVISIONS, MAX_UNKNOWN,
    SIGNATURE_DOMAIN, look, trouble,
};
use crate::hexadecimal::Hex;
use crate::journal::{MAX_ATTACHMENT, MAX_REVISION, Signed, StoredRevision, verify};

/// What a walk is for: what is not wanted is passed over, which has been checked by then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Check,
    Editions,
    Revisions,
    Attachments,
}

/// What comes next.
pub(super) enum Item {
    Edition(EditionText),
    Revision(StoredRevision),
    /// Its content is read with [`Walk::read_attachment`]; what is left of it is passed over.
    Attachment(AttachmentEntry),
    /// Nothing of what is wanted comes any more.
    Beyond,
    /// The end, where everything agreed.
    Signed(Signed),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Editions,
    Revisions,
    Attachments,
}

struct OpenAttachment {
    entry: AttachmentEntry,
    left: u64,
    hash: Sha256,
}

pub(super) struct Walk {
    sections: Sections,
    purpose: Purpose,
    pub(super) header: Header,
    phase: Phase,
    counts: Counts,
    unknown: u64,
    lengthener: Lengthener,
    open: Option<OpenAttachment>,
}

/// Reads the header; the sections stand at it.
pub(super) fn header(sections: &mut Sections) -> Result<Header, PackError> {
    let body = sections.body(MAX_HEADER, Excess::Header)?;
    let wrong = |error: serde_json::Error| PackError::Damaged(Damage::Header(error.to_string()));
    // A header that this program would not understand must still be told apart from a broken one.
    let versions: Versions = serde_json::from_slice(&body).map_err(wrong)?;
    if versions.least_reader > FORMAT {
        let program = versions.program.unwrap_or_default();
        return Err(PackError::TooNew { needs: versions.least_reader, program });
    }
    serde_json::from_slice(&body).map_err(wrong)
}

impl Walk {
    /// Begins at the header of the payload at `path`, whose final hash has been checked.
    pub(super) fn begin(path: &Path, purpose: Purpose) -> Result<Self, PackError> {
        let wrong = |error| trouble::scratch(path, error);
        let mut file = std::fs::File::open(path).map_err(wrong)?;
        look::read_front(&mut file).map_err(wrong)??;
        let size = file.metadata().map_err(wrong)?.len();
        let inner = size.checked_sub(FRONT + DIGEST).ok_or(PackError::Damaged(Damage::Cut))?;
        let mut sections = Sections::open(file, inner, path)?;
        if sections.next()? != Some(Kind::Header) {
            return Err(PackError::layout("no header"));
        }
        let header = header(&mut sections)?;
        let walk = Self {
            sections,
            purpose,
            header,
            phase: Phase::Editions,
            counts: Counts::default(),
            unknown: 0,
            lengthener: Lengthener::default(),
            open: None,
        };
        walk.check_announcement()?;
        Ok(walk)
    }

    /// Bytes of the file not unpacked yet.
    pub(super) fn still_packed(&self) -> u64 {
        self.sections.still_packed()
    }

    /// Refuses what cannot be, before anything is unpacked.
    fn check_announcement(&self) -> Result<(), PackError> {
        let (header, counts) = (&self.header, self.header.counts);
        let included = header.attachments.iter().filter(|entry| entry.included);
        let excess = if counts.revisions > MAX_REVISIONS {
            Some(Excess::Revisions)
        } else if counts.editions > MAX_EDITIONS {
            Some(Excess::Edition)
        } else if counts.bytes > super::MAX_TOTAL {
            Some(Excess::Total)
        } else if included.clone().any(|entry| entry.size > MAX_ATTACHMENT) {
            Some(Excess::Attachment)
        } else {
            None
        };
        match excess {
            Some(excess) => Err(PackError::TooLarge(excess)),
            None if included.count() as u64 != counts.attachments => Err(PackError::Damaged(Damage::Counts)),
            None => Ok(()),
        }
    }

    /// The next thing wanted.
    pub(super) fn next(&mut self) -> Result<Item, PackError> {
        self.pass_attachment()?;
        loop {
            match self.sections.next()? {
                None => return Err(PackError::layout("no signature")),
                Some(Kind::Header) => return Err(PackError::layout("second header")),
                Some(Kind::Chunk) => return Err(PackError::layout("chunk outside an attachment")),
                Some(Kind::Edition) => {
                    self.enter(Phase::Editions)?;
                    if matches!(self.purpose, Purpose::Check | Purpose::Editions) {
                        return self.edition().map(Item::Edition);
                    }
                }
                Some(Kind::Revision) => {
                    self.enter(Phase::Revisions)?;
                    match self.purpose {
                        Purpose::Check | Purpose::Revisions => return self.revision(),
                        Purpose::Editions => return Ok(Item::Beyond),
                        Purpose::Attachments => {}
                    }
                }
                Some(Kind::Attachment) => {
                    self.enter(Phase::Attachments)?;
                    return self.attachment().map(Item::Attachment);
                }
                Some(Kind::Signature) => return self.signature().map(Item::Signed),
                Some(Kind::Unknown) => {
                    self.unknown = self.unknown.saturating_add(self.sections.left() + PREFIX as u64);
                    if self.unknown > MAX_UNKNOWN {
                        return Err(PackError::TooLarge(Excess::Unknown));
                    }
                }
            }
        }
    }

    fn enter(&mut self, phase: Phase) -> Result<(), PackError> {
        if phase < self.phase {
            return Err(PackError::layout("sections out of order"));
        }
        self.phase = phase;
        Ok(())
    }

    /// Stops as soon as there is more than was announced.
    fn check_counts(&self) -> Result<(), PackError> {
        let (found, announced) = (self.counts, self.header.counts);
        let is_within = found.revisions <= announced.revisions
            && found.editions <= announced.editions
            && found.attachments <= announced.attachments
            && found.bytes <= announced.bytes;
        if is_within { Ok(()) } else { Err(PackError::Damaged(Damage::Counts)) }
    }

    fn edition(&mut self) -> Result<EditionText, PackError> {
        let body = self.sections.body(MAX_EDITION, Excess::Edition)?;
        let number = self.counts.editions + 1;
        let edition: EditionText =
            serde_json::from_slice(&body).map_err(|_| PackError::Damaged(Damage::Edition { number }))?;
        if Hex::sha256(edition.text.as_bytes()) != edition.hash {
            return Err(PackError::Damaged(Damage::Edition { number }));
        }
        self.counts.add_edition(&edition.text);
        self.check_counts()?;
        Ok(edition)
    }

    fn revision(&mut self) -> Result<Item, PackError> {
        let short = self.sections.body(MAX_REVISION, Excess::Revision)?;
        if short.is_empty() {
            return Err(PackError::layout("empty revision"));
        }
        let stored = self.lengthener.lengthen(&short).map_err(|unreadable| match unreadable {
            Unreadable::Reference => PackError::layout("reference to no revision"),
            Unreadable::TooLong => PackError::TooLarge(Excess::Revision),
        })?;
        self.counts.add_revision(stored.bytes());
        self.check_counts()?;
        Ok(Item::Revision(stored))
    }

    fn attachment(&mut self) -> Result<AttachmentEntry, PackError> {
        let body = self.sections.body(MAX_HEADER, Excess::Attachment)?;
        let start: AttachmentStart =
            serde_json::from_slice(&body).map_err(|_| PackError::layout("attachment's beginning"))?;
        let place = usize::try_from(self.counts.attachments).unwrap_or(usize::MAX);
        let announced = self.header.attachments.iter().filter(|entry| entry.included).nth(place);
        let Some(entry) = announced.filter(|entry| entry.hash == start.hash && entry.size == start.size).cloned()
        else {
            return Err(PackError::Damaged(Damage::Counts));
        };
        self.counts.add_attachment(entry.size);
        if self.purpose == Purpose::Check {
            self.check_counts()?;
        }
        self.open = Some(OpenAttachment { entry: entry.clone(), left: entry.size, hash: Sha256::new() });
        if entry.size == 0 {
            self.close_attachment()?;
        }
        Ok(entry)
    }

    /// Some of the content of the attachment at hand; nothing at its end, where its hash was right.
    pub(super) fn read_attachment(&mut self, bytes: &mut [u8]) -> Result<usize, PackError> {
        let Some(open) = &mut self.open else { return Ok(0) };
        if bytes.is_empty() {
            return Ok(0);
        }
        if self.sections.left() == 0 {
            match self.sections.next()? {
                Some(Kind::Chunk) => {}
                _ => return Err(PackError::Damaged(Damage::Attachment(open.entry.hash.clone()))),
            }
            let length = self.sections.left();
            if length > MAX_CHUNK as u64 {
                return Err(PackError::TooLarge(Excess::Attachment));
            }
            if length == 0 || length > open.left {
                return Err(PackError::Damaged(Damage::Attachment(open.entry.hash.clone())));
            }
        }
        let read = self.sections.read_some(bytes)?;
        open.hash.update(&bytes[..read]);
        open.left -= read as u64;
        if open.left == 0 {
            self.close_attachment()?;
        }
        Ok(read)
    }

    fn close_attachment(&mut self) -> Result<(), PackError> {
        let Some(open) = self.open.take() else { return Ok(()) };
        if Hex(open.hash.finalize().into()).to_string() == open.entry.hash.as_str() {
            Ok(())
        } else {
            Err(PackError::Damaged(Damage::Attachment(open.entry.hash)))
        }
    }

    fn pass_attachment(&mut self) -> Result<(), PackError> {
        let mut block = [0; 8 * 1024];
        while self.open.is_some() {
            self.read_attachment(&mut block)?;
        }
        Ok(())
    }

    fn signature(&mut self) -> Result<Signed, PackError> {
        let before = self.sections.before().unwrap_or_default();
        if self.sections.left() != 64 {
            return Err(PackError::layout("signature"));
        }
        let body = self.sections.body(64, Excess::Total)?;
        self.sections.end()?;
        if self.purpose == Purpose::Check && self.counts != self.header.counts {
            return Err(PackError::Damaged(Damage::Counts));
        }
        Ok(signed(&self.header.sender, &before, &body))
    }
}

/// What the sender signs.
pub(super) fn signed_message(stream: &[u8; 32]) -> Vec<u8> {
    [SIGNATURE_DOMAIN, stream].concat()
}

/// Signed with the key in the header, by the device whose key that is.
fn signed(sender: &Sender, stream: &[u8; 32], signature: &[u8]) -> Signed {
    match <&[u8; 64]>::try_from(signature) {
        Ok(signature) if sender.keys.device() == sender.device => {
            verify(&sender.keys, &signed_message(stream), signature)
        }
        _ => Signed::Invalid,
    }
}
