//! Record keys: deterministic where two laptops must collide, with a random last part where two
//! things are two things. The second part is always the round.

use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, FixedOffset};

use super::model::{MemberId, RoundId, UnitId};
use crate::checklist::{ChecklistId, ItemId};
use crate::journal::{NameError, RecordKey};

/// Where an item's answer lives: `checklist/item` as people write it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemKey {
    /// Checklist.
    pub checklist: ChecklistId,
    /// Item within it.
    pub item: ItemId,
}

impl std::fmt::Display for ItemKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.checklist, self.item)
    }
}

/// What an answer's set members are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Member {
    /// A register's row.
    Row,
    /// A survey's form.
    Form,
    /// A piece of evidence.
    Evidence,
    /// A form read a second time; its entry is the form's.
    Second,
}

impl Member {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Row, Self::Form, Self::Evidence, Self::Second];

    /// First part of the record key.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Row => "row",
            Self::Form => "form",
            Self::Evidence => "evidence",
            Self::Second => "second",
        }
    }

    /// The reverse of [`Self::kind`].
    pub fn of(kind: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|member| member.kind() == kind)
    }
}

type Key = Result<RecordKey, NameError>;

/// `round/<round>`.
pub fn round(round: &RoundId) -> Key {
    RecordKey::new(format!("round/{round}"))
}

/// `unit/<round>/<unit>`.
pub fn unit(round: &RoundId, unit: &UnitId) -> Key {
    RecordKey::new(format!("unit/{round}/{unit}"))
}

/// `member/<round>/<member>`.
pub fn member(round: &RoundId, member: &MemberId) -> Key {
    RecordKey::new(format!("member/{round}/{member}"))
}

/// `assignment/<round>/<member>`.
pub fn assignment(round: &RoundId, member: &MemberId) -> Key {
    RecordKey::new(format!("assignment/{round}/{member}"))
}

/// `pin/<round>/<checklist>`: which edition the round uses.
pub fn pin(round: &RoundId, checklist: &ChecklistId) -> Key {
    RecordKey::new(format!("pin/{round}/{checklist}"))
}

/// `answer/<round>/<unit>/<checklist>/<item>`.
pub fn answer(round: &RoundId, unit: &UnitId, key: &ItemKey) -> Key {
    RecordKey::new(format!("answer/{round}/{unit}/{}/{}", key.checklist, key.item))
}

/// `row/…/<entry>`, `form/…/<entry>`, `evidence/…/<entry>`, `second/…/<form's entry>`.
pub fn entry(kind: Member, round: &RoundId, unit: &UnitId, key: &ItemKey, entry: &EntryId) -> Key {
    RecordKey::new(format!("{}/{round}/{unit}/{}/{}/{}", kind.kind(), key.checklist, key.item, entry.0))
}

/// `phrase/<round>/<checklist>/<item>/<entry>`: a phrase the team saved.
pub fn phrase(round: &RoundId, key: &ItemKey, entry: &EntryId) -> Key {
    RecordKey::new(format!("{}{}", phrases(round, key), entry.0))
}

/// What the keys of the phrases saved for an item begin with.
pub fn phrases(round: &RoundId, key: &ItemKey) -> String {
    format!("phrase/{round}/{key}/")
}

/// Whether a record is a phrase the team saved: it belongs to no unit and changes nothing of the round.
pub fn is_phrase(record: &RecordKey) -> bool {
    record.as_str().starts_with("phrase/")
}

/// `setting/acting/<round>`: who acts on this laptop.
pub fn acting(round: &RoundId) -> Key {
    RecordKey::new(format!("setting/acting/{round}"))
}

/// `setting/folder/evidence`: where files were last attached from on this laptop, in whichever round.
pub fn last_folder() -> Key {
    RecordKey::new("setting/folder/evidence".to_owned())
}

/// `setting/added/<round>`: this home added the round.
pub fn added(round: &RoundId) -> Key {
    RecordKey::new(format!("setting/added/{round}"))
}

/// Id of a row, form or piece of evidence: sorts by when it was made, unique by its random half.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub String);

impl EntryId {
    /// A new id. Entries that this program makes within one millisecond keep their order.
    pub fn new(now: DateTime<FixedOffset>) -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        // Five hexadecimal digits: no laptop makes a million entries in a millisecond.
        let position = MADE.fetch_add(1, Ordering::Relaxed) & 0xf_ffff;
        let mut random = [0_u8; 8];
        // Without randomness two laptops could collide, which a set must never do: fall back to
        // finer time rather than stop recording.
        if getrandom::fill(&mut random).is_err() {
            random = now.timestamp_nanos_opt().unwrap_or_default().to_be_bytes();
        }
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        Self(format!("{millis:011x}-{position:05x}-{:016x}", u64::from_be_bytes(random)))
    }
}

/// The unit and item a record of an answer (or of its rows, forms, evidence, second readings) belongs to; `None` for
/// records of the round's definition.
pub fn place_of(record: &RecordKey) -> Option<(UnitId, ItemKey)> {
    let mut parts = record.as_str().split('/');
    let kind = parts.next()?;
    if !matches!(kind, "answer" | "row" | "form" | "evidence" | "second") {
        return None;
    }
    let unit = UnitId::new(parts.nth(1)?).ok()?;
    let checklist = ChecklistId::new(parts.next()?).ok()?;
    let item = ItemId::new(parts.next()?).ok()?;
    Some((unit, ItemKey { checklist, item }))
}
