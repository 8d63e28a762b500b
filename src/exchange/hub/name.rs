//! What objects at a meeting place are called: `kiemtra/v1/<round>/<device>/<sha256>.<kind>`.
//!
//! A name says who put the object there and which bytes it has, nothing about its content. Only names of exactly
//! this shape are looked at; since a name is made of checked parts, it never leads out of the place's folder.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::hexadecimal;
use crate::inspection::RoundId;
use crate::journal::DeviceId;

/// What all our names begin with; the number is raised when the layout changes.
const ROOT: &str = "kiemtra/v1";

/// SHA-256 of an object's bytes, 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectHash(String);

impl ObjectHash {
    /// The hash of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self::finish(Sha256::new_with_prefix(bytes))
    }

    /// The hash that was computed piece by piece.
    pub fn finish(hash: Sha256) -> Self {
        Self(hexadecimal::write(&hash.finalize()))
    }

    fn new(text: &str) -> Option<Self> {
        let digits = text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        digits.then(|| Self(text.to_owned()))
    }

    /// All 64 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What an object holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectKind {
    /// Revisions, or nothing but what its writer holds (a receipt).
    Segment,
    /// One attached file. Fetched after all segments: photographs must not hold up findings on a slow line.
    Attachment,
}

impl ObjectKind {
    fn ending(self) -> &'static str {
        match self {
            Self::Segment => "seg",
            Self::Attachment => "att",
        }
    }
}

/// The name of one object. Ordered by kind first, so segments come before attachments.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectName {
    /// What it holds.
    pub kind: ObjectKind,
    /// The round it belongs to.
    pub round: RoundId,
    /// The laptop that put it there.
    pub device: DeviceId,
    /// The hash of its bytes.
    pub hash: ObjectHash,
}

impl ObjectName {
    /// Reads a key; `None` where it is not one of ours.
    pub fn parse(key: &str) -> Option<Self> {
        let mut parts = key.strip_prefix(ROOT)?.strip_prefix('/')?.split('/');
        let round = RoundId::new(parts.next()?).ok()?;
        let device = DeviceId::new(parts.next()?).ok()?;
        let (hash, ending) = parts.next()?.split_once('.')?;
        let kind = [ObjectKind::Segment, ObjectKind::Attachment].into_iter().find(|kind| kind.ending() == ending)?;
        let hash = ObjectHash::new(hash)?;
        parts.next().is_none().then_some(Self { kind, round, device, hash })
    }
}

impl fmt::Display for ObjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{ROOT}/{}/{}/{}.{}", self.round, self.device, self.hash.0, self.kind.ending())
    }
}

/// What all keys of `round` begin with; ends with `/`, so that `dot-1` does not reach into `dot-10`.
pub fn prefix(round: &RoundId) -> String {
    format!("{ROOT}/{round}/")
}

/// What lies under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listed {
    /// An object of ours.
    Object(ObjectName),
    /// Something that is no object, and why.
    Foreign(Foreign),
    /// What file managers and synchronisers leave everywhere; not worth a word.
    Litter,
}

/// Why something at the place is passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// A copy that Syncthing, Dropbox or the like made beside an object of the same name; the object itself counts.
    ConflictCopy,
    /// A file that is still being written, or was broken off.
    Unfinished,
    /// Anything else.
    Unknown,
}

impl Listed {
    /// Tells what a key of `round` is.
    pub fn of(key: &str, round: &RoundId) -> Self {
        let file = key.rsplit('/').find(|part| !part.is_empty()).unwrap_or_default();
        let folded = file.to_ascii_lowercase();
        match ObjectName::parse(key) {
            Some(name) if name.round == *round => Self::Object(name),
            _ if is_litter(&folded, key) => Self::Litter,
            _ if folded.contains(".sync-conflict-") || folded.contains("conflicted copy") => {
                Self::Foreign(Foreign::ConflictCopy)
            }
            _ if is_unfinished(&folded) => Self::Foreign(Foreign::Unfinished),
            _ => Self::Foreign(Foreign::Unknown),
        }
    }
}

fn is_litter(file: &str, key: &str) -> bool {
    let known = matches!(file, ".ds_store" | "desktop.ini" | "thumbs.db" | ".directory" | ".stfolder" | ".stignore");
    // Some programs put an empty object for each "folder" of a bucket; of a folder place only foreign folders are
    // listed so, and their last part is no device.
    let folder_mark = key.ends_with('/') && (DeviceId::new(file).is_ok() || key.matches('/').count() <= 3);
    known || folder_mark || file.starts_with("._")
}

fn is_unfinished(file: &str) -> bool {
    [".part", ".tmp", ".crdownload", ".partial", ".filepart", ".!sync"].iter().any(|ending| file.ends_with(ending))
        || file.starts_with(".syncthing.")
        || file.starts_with("~syncthing~")
        || file.starts_with('~')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn round() -> RoundId {
        RoundId::new("2025-dot-1").unwrap()
    }

    fn name(kind: ObjectKind) -> ObjectName {
        let device = DeviceId::new("00112233445566ff").unwrap();
        ObjectName { kind, round: round(), device, hash: ObjectHash::of(b"a") }
    }

    #[test]
    fn names_are_read_back_and_nothing_else_is_ours() {
        for kind in [ObjectKind::Segment, ObjectKind::Attachment] {
            let name = name(kind);
            assert_eq!(ObjectName::parse(&name.to_string()), Some(name));
        }
        let good = name(ObjectKind::Segment).to_string();
        assert_eq!(good, format!("kiemtra/v1/2025-dot-1/00112233445566ff/{}.seg", ObjectHash::of(b"a").as_str()));
        for bad in [
            good.replace("v1", "v2"),
            good.replace(".seg", ".SEG"),
            good.replace(".seg", ".seg.part"),
            good.to_uppercase(),
            format!("/{good}"),
            format!("{good}/"),
            good.replace("00112233445566ff", ".."),
            good.replace("2025-dot-1", "../.."),
            good.replace('/', "\\"),
        ] {
            assert_eq!(ObjectName::parse(&bad), None, "{bad}");
        }
    }

    #[test]
    fn what_is_not_ours_is_told_apart() {
        let good = name(ObjectKind::Segment).to_string();
        let of = |key: &str| Listed::of(key, &round());
        assert_eq!(of(&good), Listed::Object(name(ObjectKind::Segment)));
        let conflict = good.replace(".seg", ".sync-conflict-20251101-080000-ABCDEFG.seg");
        assert_eq!(of(&conflict), Listed::Foreign(Foreign::ConflictCopy));
        assert_eq!(of(&format!("{good}.part")), Listed::Foreign(Foreign::Unfinished));
        let folder = good.rsplit_once('/').unwrap().0.to_owned();
        assert_eq!(of(&format!("{folder}/.syncthing.x.seg.tmp")), Listed::Foreign(Foreign::Unfinished));
        assert_eq!(of(&format!("{folder}/anh.jpg")), Listed::Foreign(Foreign::Unknown));
        assert_eq!(of("kiemtra/v1/2025-dot-1/ghi-chu/"), Listed::Foreign(Foreign::Unknown));
        assert_eq!(of(&format!("{folder}/")), Listed::Litter);
        assert_eq!(of("kiemtra/v1/2025-dot-1/"), Listed::Litter);
        assert_eq!(of(&format!("{folder}/Thumbs.db")), Listed::Litter);
        assert_eq!(of(&good.replace("dot-1", "dot-2")), Listed::Foreign(Foreign::Unknown));
    }

    #[test]
    fn segments_come_before_attachments() {
        assert!(name(ObjectKind::Segment) < name(ObjectKind::Attachment));
    }

    proptest! {
        #[test]
        fn no_key_is_read_as_a_name_that_is_written_otherwise(key in "(kiemtra/v1/)?[a-z0-9./-]{0,120}") {
            if let Some(name) = ObjectName::parse(&key) {
                prop_assert_eq!(name.to_string(), key);
            }
        }
    }
}
