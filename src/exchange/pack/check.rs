//! A pack in which everything was found in order, and what can be taken from it.

use std::fmt;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::sync::Arc;

use tempfile::TempPath;

use super::ahead::{self, Ahead};
use super::error::{Damage, PackError};
use super::header::{AttachmentEntry, EditionText, Header};
use super::progress::{Progress, Report, Stage};
use super::walk::{Item, Purpose, Walk};
use crate::journal::{Signed, StoredRevision};

/// A pack whose hash, sections, limits, counts, revisions, editions and attachments were all found in order. What its
/// header says is the sender's claim. Holds a working copy, which goes with it.
pub struct CheckedPack {
    /// What it says about itself.
    pub header: Header,
    /// Whether the sender that the header names made it: a fact, which others judge.
    pub signature: Signed,
    /// SHA-256 of the payload: the same however often and to whomever it was encrypted.
    pub digest: [u8; 32],
    /// SHA-256 of the file as it was given.
    pub file_hash: [u8; 32],
    payload: Arc<TempPath>,
}

impl fmt::Debug for CheckedPack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CheckedPack({} of {})", self.header.id, self.header.sender.device)
    }
}

/// The revisions of a pack in their order. After an error nothing more comes.
pub struct Revisions {
    // Dropped before the file it reads: Windows removes no open file.
    walk: Option<Walk>,
    _payload: Arc<TempPath>,
}

impl Iterator for Revisions {
    type Item = Result<StoredRevision, PackError>;

    fn next(&mut self) -> Option<Self::Item> {
        let walk = self.walk.as_mut()?;
        match walk.next() {
            Ok(Item::Revision(stored)) => Some(Ok(stored)),
            Ok(_) => {
                self.walk = None;
                None
            }
            Err(error) => {
                self.walk = None;
                Some(Err(error))
            }
        }
    }
}

impl CheckedPack {
    /// Reads the revisions once more; memory does not grow with their number.
    pub fn revisions(&self) -> Result<Revisions, PackError> {
        let walk = Walk::begin(&self.payload, Purpose::Revisions)?;
        Ok(Revisions { walk: Some(walk), _payload: Arc::clone(&self.payload) })
    }

    /// Hands every revision to `each`, unpacking ahead of it. Its error ends it; `wrong` makes one of what cannot be read.
    pub fn each_revision<E>(
        &self,
        wrong: impl Fn(PackError) -> E,
        each: &mut dyn FnMut(&StoredRevision) -> Result<(), E>,
    ) -> Result<(), E> {
        let revisions = self.revisions().map_err(&wrong)?;
        std::thread::scope(|scope| {
            let (mut ahead, receiver) = ahead::pair();
            let unpacking = scope.spawn(move || {
                for revision in revisions {
                    if ahead.put(revision?).is_err() {
                        return Ok(());
                    }
                }
                // Whoever wants no more has said why.
                let _ = ahead.finish();
                Ok::<_, PackError>(())
            });
            // Ends, and is let go of, before the other thread is waited for: else that would wait for room.
            let taken = receiver.into_iter().flatten().try_for_each(|revision| each(&revision));
            let unpacked = ahead::joined(unpacking);
            taken?;
            unpacked.map_err(wrong)
        })
    }

    /// Hands every edition to `each`; breaking ends it.
    pub fn each_edition(&self, each: &mut dyn FnMut(&EditionText) -> ControlFlow<()>) -> Result<(), PackError> {
        let mut walk = Walk::begin(&self.payload, Purpose::Editions)?;
        while let Item::Edition(edition) = walk.next()? {
            if each(&edition).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Hands every attachment that is included to `each`, with its content to read; breaking ends it. Whoever reads a
    /// content to its end knows that it has its hash: else the last read fails.
    pub fn each_attachment(
        &self,
        each: &mut dyn FnMut(&AttachmentEntry, &mut dyn Read) -> ControlFlow<()>,
    ) -> Result<(), PackError> {
        // Going through all revisions only to find none takes time.
        if self.header.counts.attachments == 0 {
            return Ok(());
        }
        let mut walk = Walk::begin(&self.payload, Purpose::Attachments)?;
        while let Item::Attachment(entry) = walk.next()? {
            if each(&entry, &mut Content { walk: &mut walk }).is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// The content of the attachment at hand.
struct Content<'a> {
    walk: &'a mut Walk,
}

impl Read for Content<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.walk.read_attachment(bytes).map_err(|error| match error {
            PackError::Scratch { source, .. } => source,
            other => io::Error::new(io::ErrorKind::InvalidData, other.to_string()),
        })
    }
}

/// How many things are checked between two reports.
const STEP: u64 = 256;

/// A pack that was opened: its bytes are those that were packed, and what they say is not looked at yet.
#[derive(Debug)]
pub struct Unsealed {
    pub(super) payload: Arc<TempPath>,
    pub(super) digest: [u8; 32],
    pub(super) file_hash: [u8; 32],
}

impl Unsealed {
    /// SHA-256 of the payload: see [`CheckedPack::digest`].
    pub fn digest(&self) -> &[u8; 32] {
        &self.digest
    }

    /// Walks through it once under all limits. `check` is asked about every revision; what it says refuses the pack.
    pub fn check(
        self,
        check: &mut (dyn FnMut(&StoredRevision) -> Result<(), String> + Send),
        report: &mut Report<'_>,
    ) -> Result<CheckedPack, PackError> {
        walk_through(self, check, report)
    }

    /// Reads the header alone: for whoever checked these very bytes before, found them in order and remembers their
    /// digest.
    pub fn checked_before(self) -> Result<CheckedPack, PackError> {
        let header = Walk::begin(&self.payload, Purpose::Editions)?.header;
        let Self { payload, digest, file_hash } = self;
        Ok(CheckedPack { header, signature: Signed::Valid, digest, file_hash, payload })
    }
}

fn walk_through(
    unsealed: Unsealed,
    check_revision: &mut (dyn FnMut(&StoredRevision) -> Result<(), String> + Send),
    report: &mut Report<'_>,
) -> Result<CheckedPack, PackError> {
    let Unsealed { payload, digest, file_hash } = unsealed;
    let walk = Walk::begin(&payload, Purpose::Check)?;
    let header = walk.header.clone();
    let signature = std::thread::scope(|scope| {
        let (mut ahead, receiver) = ahead::pair();
        let checking = scope.spawn(move || {
            let numbered = (1..).zip(receiver.into_iter().flatten());
            for (number, revision) in numbered {
                check_revision(&revision).map_err(|detail| PackError::Damaged(Damage::Revision { number, detail }))?;
            }
            Ok::<_, PackError>(())
        });
        let walked = walk_to_the_end(walk, &mut ahead, report);
        // Also where the walk ended early: what stood before that place is looked at, and named first.
        let _ = ahead.finish();
        let checked = ahead::joined(checking);
        // A revision that is none stands before whatever comes behind it.
        checked.and(walked)
    })?;
    Ok(CheckedPack { header, signature, digest, file_hash, payload })
}

fn walk_to_the_end(mut walk: Walk, ahead: &mut Ahead, report: &mut Report<'_>) -> Result<Signed, PackError> {
    let total = walk.still_packed();
    let mut tell = |walk: &Walk| {
        let progress = Progress { stage: Stage::Checking, done: total.saturating_sub(walk.still_packed()), total };
        if report(progress).is_break() { Err(PackError::Cancelled) } else { Ok(()) }
    };
    tell(&walk)?;
    let mut revisions = 0_u64;
    let mut block = vec![0; super::BLOCK];
    loop {
        match walk.next()? {
            Item::Edition(_) => {}
            Item::Revision(stored) => {
                revisions += 1;
                // The thread that checks has found something, and says so itself.
                ahead.put(stored).map_err(|_| PackError::layout("not a revision"))?;
                if revisions.is_multiple_of(STEP) {
                    tell(&walk)?;
                }
            }
            Item::Attachment(_) => {
                while walk.read_attachment(&mut block)? > 0 {
                    tell(&walk)?;
                }
            }
            Item::Beyond => return Err(PackError::layout("ends early")),
            Item::Signed(signature) => return Ok(signature),
        }
    }
}
