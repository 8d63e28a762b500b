//! Record keys: deterministic where two laptops must collide, with a random last part where two
//! things are two things. The second part is always the round.

use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::issued::RequirementId;
use super::model::{MemberId, RoundId, Unit, UnitId};
use super::office::OfficeId;
use super::office_template::TemplateKind;
use super::passage::PassageId;
use super::signature::Fingerprint;
use super::step::Step;
use crate::checklist::{ChecklistId, ItemId};
use crate::journal::{DeviceId, NameError, RecordKey};

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

impl std::str::FromStr for ItemKey {
    type Err = crate::identifier::IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (checklist, item) = text.split_once('/').unwrap_or((text, ""));
        Ok(Self { checklist: ChecklistId::new(checklist)?, item: ItemId::new(item)? })
    }
}

impl Serialize for ItemKey {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        target.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ItemKey {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        String::deserialize(source)?.parse().map_err(serde::de::Error::custom)
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

/// `draw/…/<entry>`: how a sample was drawn.
pub fn draw(round: &RoundId, unit: &UnitId, key: &ItemKey, entry: &EntryId) -> Key {
    RecordKey::new(format!("draw/{round}/{unit}/{}/{}/{}", key.checklist, key.item, entry.0))
}

/// `draw-list/…/<entry>`: the list it was drawn from, apart because it is long and seldom read.
pub fn draw_list(round: &RoundId, unit: &UnitId, key: &ItemKey, entry: &EntryId) -> Key {
    RecordKey::new(format!("draw-list/{round}/{unit}/{}/{}/{}", key.checklist, key.item, entry.0))
}

/// `visit/<round>/<unit>`: when and where the unit was inspected, and what was said at the end.
pub fn visit(round: &RoundId, unit: &UnitId) -> Key {
    RecordKey::new(format!("visit/{round}/{unit}"))
}

/// `present/<round>/<unit>/<entry>`: somebody who was there.
pub fn present(round: &RoundId, unit: &UnitId, entry: &EntryId) -> Key {
    RecordKey::new(format!("present/{round}/{unit}/{}", entry.0))
}

/// `signature/<round>/<unit>`: that the minutes were signed.
pub fn signature(round: &RoundId, unit: &UnitId) -> Key {
    RecordKey::new(format!("signature/{round}/{unit}"))
}

/// `question/<round>/<unit>/<checklist>/<item>/<entry>`: that an answer was sent back.
pub fn question(round: &RoundId, unit: &UnitId, key: &ItemKey, entry: &EntryId) -> Key {
    RecordKey::new(format!("question/{round}/{unit}/{key}/{}", entry.0))
}

/// `recurrence/<round>/<unit>/<checklist>/<item>`: that a shortcoming was required to be mended before.
pub fn recurrence(round: &RoundId, unit: &UnitId, key: &ItemKey) -> Key {
    RecordKey::new(format!("recurrence/{round}/{unit}/{}/{}", key.checklist, key.item))
}

/// `passage/<round>/<unit>/<part>/<checklist>/<item>`, `…/<part>/own/<entry>`, `…/<part>/fixed/<n>`: what people made of a
/// passage of the draft notice.
pub fn passage(round: &RoundId, unit: &UnitId, id: &PassageId) -> Key {
    RecordKey::new(format!("passage/{round}/{unit}/{id}"))
}

/// `final/<round>/<member>`: that the member says to have finished.
pub fn finished(round: &RoundId, member: &MemberId) -> Key {
    RecordKey::new(format!("final/{round}/{member}"))
}

/// `looked/<round>/<unit>/<checklist>/<item>`: that somebody looked at what was changed there side by side.
pub fn looked(round: &RoundId, unit: &UnitId, key: &ItemKey) -> Key {
    RecordKey::new(format!("looked/{round}/{unit}/{}/{}", key.checklist, key.item))
}

/// `notice/<round>/<unit>`: that the conclusion notice was issued. Two laptops that issue one unit collide.
pub fn notice(round: &RoundId, unit: &UnitId) -> Key {
    RecordKey::new(format!("{NOTICES}{round}/{unit}"))
}

/// What the keys of issued notices begin with, in whichever round.
pub const NOTICES: &str = "notice/";

/// `correction/<round>/<unit>/<entry>`: a letter that corrects an issued notice.
pub fn correction(round: &RoundId, unit: &UnitId, entry: &EntryId) -> Key {
    RecordKey::new(format!("{CORRECTIONS}{round}/{unit}/{}", entry.0))
}

/// What the keys of letters of correction begin with, in whichever round.
pub const CORRECTIONS: &str = "correction/";

/// `frozen/<round>/<unit>/<SHA-256>`: the bytes of an issued paper, apart from what is said of it because they are long
/// and seldom read. Named by what they are: equal on every laptop.
pub fn frozen(round: &RoundId, unit: &UnitId, bytes: &Fingerprint) -> Key {
    RecordKey::new(format!("frozen/{round}/{unit}/{bytes}"))
}

/// `remediation/<round>/<unit>/<requirement>/<entry>`: what a report of the unit says of one requirement. The entry is the
/// report's, the same under all requirements that it covers.
pub fn remediation(round: &RoundId, unit: &UnitId, requirement: &RequirementId, entry: &EntryId) -> Key {
    RecordKey::new(format!("remediation/{round}/{unit}/{requirement}/{}", entry.0))
}

/// `reminder/<round>/<unit>/<entry>`: a reminder that was sent to the unit.
pub fn reminder(round: &RoundId, unit: &UnitId, entry: &EntryId) -> Key {
    RecordKey::new(format!("reminder/{round}/{unit}/{}", entry.0))
}

/// `step/<round>/<unit>/<step>`: that a step of the unit is done, and until when it has to be.
pub fn step(round: &RoundId, unit: &UnitId, step: Step) -> Key {
    RecordKey::new(format!("step/{round}/{unit}/{}", step.as_str()))
}

/// `setting/office/<id>`: head and foot of an office's papers, kept on this laptop for its next rounds.
pub fn office(office: &OfficeId) -> Key {
    RecordKey::new(format!("{OFFICES}{office}"))
}

/// What the keys of kept offices begin with.
pub const OFFICES: &str = "setting/office/";

/// `setting/office-template/<office>/<kind>`: which file an office's papers of a kind are printed by on this laptop.
pub fn office_template(office: &OfficeId, kind: TemplateKind) -> Key {
    RecordKey::new(format!("{OFFICE_TEMPLATES}{office}/{}", kind.as_str()))
}

/// What the keys of templates begin with, of whichever office.
pub const OFFICE_TEMPLATES: &str = "setting/office-template/";

/// `setting/template/<SHA-256>`: the bytes of a template, apart from what is said of it because they are long and seldom
/// read.
pub fn template_bytes(bytes: &Fingerprint) -> Key {
    RecordKey::new(format!("setting/template/{bytes}"))
}

/// Kinds of records that hold what was found at a unit, which is their third part. Once the unit is signed they take
/// no change without a reason, and changes of them are listed: a new kind that belongs to a unit is one more here. The
/// list of a draw is written with its draw, and long.
pub const UNIT_KINDS: [&str; 9] =
    ["answer", "row", "form", "evidence", "second", "draw", "visit", "present", "recurrence"];

/// The unit a record of one of the kinds that are of a unit, or a signature, belongs to.
pub fn unit_of(record: &RecordKey) -> Option<UnitId> {
    let is_of_unit = UNIT_KINDS.contains(&record.kind()) || record.kind() == "signature";
    record.as_str().split('/').nth(2).filter(|_| is_of_unit).and_then(|unit| UnitId::new(unit).ok())
}

/// The item a record is about: of an answer, a row, form or piece of evidence of it, or its recurrence.
pub fn item_of(record: &RecordKey) -> Option<ItemKey> {
    place_of(record).map(|(_, key)| key)
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

/// `setting/screen`: what was switched in the settings of the screen.
pub fn screen_settings() -> Key {
    RecordKey::new("setting/screen".to_owned())
}

/// `device/<id>`: what this laptop knows of a device, itself included, in whichever round.
pub fn device(device: &DeviceId) -> Key {
    RecordKey::new(format!("device/{device}"))
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

/// Kinds of records that belong to an item: `<kind>/<round>/<unit>/<checklist>/<item>`, mostly with an entry behind it.
pub const ITEM_KINDS: [&str; 9] =
    ["answer", "row", "form", "evidence", "second", "draw", "draw-list", "recurrence", "question"];

/// Every record that belongs to an item starts with one of these.
pub fn of_item(round: &RoundId, unit: &UnitId, key: &ItemKey) -> Result<Vec<RecordKey>, NameError> {
    ITEM_KINDS
        .iter()
        .map(|kind| RecordKey::new(format!("{kind}/{round}/{unit}/{}/{}", key.checklist, key.item)))
        .collect()
}

/// Kinds of records that a work order carries: what the round is.
pub const WORK_ORDER_KINDS: [&str; 5] = DEFINITION_KINDS;

/// Kinds of records that say what a round is.
const DEFINITION_KINDS: [&str; 5] = ["round", "unit", "member", "assignment", "pin"];

/// What a record is about, as far as its key tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordPlace {
    /// An item at a unit: its answer, or a row, form, piece of evidence …
    Item(UnitId, ItemKey),
    /// What the round is: its units, members, checklists.
    Definition,
    /// Something else at a unit of the round: its visit, who was present …
    Unit(UnitId),
    /// Something else of the round: a phrase …
    Round,
}

impl RecordPlace {
    /// What `record` of a round with `units` is about. A kind this program does not know is never the definition.
    pub fn of(record: &RecordKey, units: &[Unit]) -> Self {
        if let Some((unit, key)) = place_of(record) {
            return Self::Item(unit, key);
        }
        if DEFINITION_KINDS.contains(&record.kind()) {
            return Self::Definition;
        }
        let third = record.as_str().split('/').nth(2);
        let unit = units.iter().find(|unit| Some(unit.id.as_str()) == third);
        unit.map_or(Self::Round, |unit| Self::Unit(unit.id.clone()))
    }
}

/// The unit and item a record of an answer (or of its rows, forms, evidence) belongs to; `None` for
/// whatever belongs to no item.
pub fn place_of(record: &RecordKey) -> Option<(UnitId, ItemKey)> {
    let mut parts = record.as_str().split('/');
    let kind = parts.next()?;
    if !ITEM_KINDS.contains(&kind) {
        return None;
    }
    let unit = UnitId::new(parts.nth(1)?).ok()?;
    let checklist = ChecklistId::new(parts.next()?).ok()?;
    let item = ItemId::new(parts.next()?).ok()?;
    Some((unit, ItemKey { checklist, item }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_tell_where_they_belong_also_of_kinds_that_are_not_known_here() {
        let unit = |id: &str| UnitId::new(id).unwrap();
        let units = [Unit {
            id: unit("mau-a"),
            name: "UBND xã Mẫu A".into(),
            kind: crate::checklist::UnitKind::Xa,
            under: None,
            visit: None,
            self_report: None,
            head: None,
        }];
        let place = |key: &str| RecordPlace::of(&RecordKey::new(key.to_owned()).unwrap(), &units);
        let item = ItemKey { checklist: ChecklistId::new("c").unwrap(), item: ItemId::new("i").unwrap() };
        for kind in ITEM_KINDS {
            assert_eq!(place(&format!("{kind}/r1/mau-a/c/i/1")), RecordPlace::Item(unit("mau-a"), item.clone()));
        }
        for key in ["round/r1", "unit/r1/mau-a", "member/r1/tv-1", "assignment/r1/tv-1", "pin/r1/c"] {
            assert_eq!(place(key), RecordPlace::Definition, "{key}");
        }
        for key in ["visit/r1/mau-a", "present/r1/mau-a/1", "signature/r1/mau-a", "anything/r1/mau-a/x"] {
            assert_eq!(place(key), RecordPlace::Unit(unit("mau-a")), "{key}");
        }
        assert_eq!(place("phrase/r1/c/i/1"), RecordPlace::Round);
        assert_eq!(place("anything/r1"), RecordPlace::Round);
    }
}
