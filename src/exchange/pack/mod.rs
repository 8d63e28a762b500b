//! The pack: one file (`.ktra`) that carries what was recorded in a round from one laptop to another.
//!
//! This is the format, complete enough for another program to read and write it. Numbers are little-endian.
//!
//! ```text
//! file     = payload                                  signed, readable by anybody
//!          | age-encryption.org/v1 (binary) of payload   X25519 recipients, or one scrypt recipient alone
//!
//! payload    0        8       10                                    n-32       n
//!            ┌────────┬───────┬──────────────────────────────────────┬──────────┐
//!            │KTRAPACK│layout │ one zstd frame of the stream          │ SHA-256  │ of bytes 0 … n-32
//!            │ 8 bytes│ u16=1 │ (window ≤ 8 MiB, RFC 8878)            │ 32 bytes │
//!            └────────┴───────┴──────────────────────────────────────┴──────────┘
//!
//! stream   = section*         section = ┌──────┬────────────┬──────────────┐
//!                                       │ kind │ length u32 │ length bytes │
//!                                       └──────┴────────────┴──────────────┘
//!   H   header, JSON: see `Header`                         exactly one, first, ≤ 1 MiB
//!   E   edition, JSON {hash, checklist, edition, text}     ≤ 4 MiB; hash = SHA-256 of text
//!   R   one revision, shortened as below                   ≤ 1 MiB, also when lengthened again
//!   A   attachment begins, JSON {hash, size}               then its bytes in C sections (1 byte … 1 MiB each),
//!   C   bytes of the attachment                            size bytes together, SHA-256 = hash
//!   S   signature, 64 bytes                                exactly one, last
//! ```
//!
//! The order is H E\* R\* (A C\*)\* S; so whoever wants the revisions need not unpack the attachments. Sections of
//! other kinds may stand anywhere between H and S, but not between an A and its Cs: they are skipped, 64 MiB of them
//! together at most, and take part in hash and signature like all others.
//!
//! *Shortening.* A revision names its predecessors by 64 hexadecimal digits, which no compressor can shorten. In an R
//! section the byte `0x01` followed by a LEB128 number *d* of at most 3 bytes stands for the 64 lower-case digits of
//! the SHA-256 of the revision *d* places before this one in the same stream, 1 ≤ d ≤ 131,072; *d* = 0 stands for the
//! byte `0x01` itself (no JSON contains it, so it costs nothing). Counting backwards makes "the one before" the same
//! two bytes every time, which compress to almost nothing; the limit bounds the memory of whoever reads.
//!
//! *Signature.* Ed25519 by the sender over [`SIGNATURE_DOMAIN`] and the SHA-256 of all stream bytes before the S
//! section's kind byte. age says nothing about who wrote a file; this does.
//!
//! *Counts.* The header says how many revisions and editions follow, which attachments, and how many bytes these are
//! together before shortening; what follows must agree. A revision that stands in a pack twice is in it once, for
//! taking packs in is a union.
//!
//! *Newer programs.* Members of JSON objects and kinds of sections that are not known are passed over. The header's
//! `least_reader` is raised only when an older program would misread the rest; magic, layout number and the final
//! SHA-256 keep their places for ever, so a pack too new is always told apart from a broken one.
//!
//! No text in a pack ever becomes a path.

mod ahead;
mod check;
mod copied;
mod delivery;
mod error;
mod header;
mod look;
mod progress;
mod seal;
mod sections;
mod shorten;
mod trouble;
mod walk;
mod writer;

#[cfg(test)]
mod tests;

pub use check::{CheckedPack, Revisions, Unsealed};
pub use copied::{Copied, clean, open};
pub use delivery::{WrittenFile, write_file};
pub use error::{Damage, Excess, PackError};
pub use header::{AttachmentEntry, Counts, Definition, EditionText, Header, Named, PackId, Purpose, Segment, Sender};
pub use look::{Look, Peeked, With, peek};
pub use progress::{Progress, Report, Stage};
pub use seal::{Reach, Sealing, Unlock, reach};
pub use writer::{Finished, PackWriter};

/// How a pack file's name ends.
pub const EXTENSION: &str = "ktra";
/// The version of the header's words that this program writes, and the newest `least_reader` it can read.
pub const FORMAT: u16 = 1;
/// What the sender signs: these bytes, then the SHA-256 of the stream before the signature.
pub const SIGNATURE_DOMAIN: &[u8] = b"kiemtra pack signature 1\n";

/// Most bytes of the header's JSON.
pub const MAX_HEADER: usize = 1 << 20;
/// Most bytes of an edition's section.
pub const MAX_EDITION: usize = 4 << 20;
/// Most bytes of one section of an attachment's content.
pub const MAX_CHUNK: usize = 1 << 20;
/// Most bytes that sections of unknown kinds have together.
pub const MAX_UNKNOWN: u64 = 64 << 20;
/// Most revisions.
pub const MAX_REVISIONS: u64 = 4_000_000;
/// Most editions.
pub const MAX_EDITIONS: u64 = 10_000;
/// Most bytes of the whole stream, and of the file.
pub const MAX_TOTAL: u64 = 8 << 30;

/// First bytes of the payload.
const MAGIC: &[u8; 8] = b"KTRAPACK";
/// How the payload is laid out.
const LAYOUT: u16 = 1;
/// Bytes before the zstd frame.
const FRONT: u64 = 10;
/// Bytes after it.
const DIGEST: u64 = 32;
/// First bytes of an age file, in every version of age.
const SEAL_MAGIC: &[u8] = b"age-encryption.org/";
/// Largest zstd window, as a power of two: what reading needs in memory.
const WINDOW_LOG: u32 = 23;
/// Bytes copied at once.
const BLOCK: usize = 256 * 1024;
