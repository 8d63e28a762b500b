//! Which passage: the part of the paper, and what within it.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use rust_i18n::t;
use thiserror::Error;

use crate::checklist::{ChecklistId, Field, ItemId, Verdict};
use crate::inspection::keys::{EntryId, ItemKey};

/// A part of the notice, in the order of the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// On whose order, when, who, where, on what grounds.
    Opening,
    /// Kết quả đạt được, under its fields.
    Strengths,
    /// Tồn tại, hạn chế, under its fields.
    Shortcomings,
    /// Đánh giá chung.
    Assessment,
    /// Nguyên nhân khách quan.
    ObjectiveCauses,
    /// Nguyên nhân chủ quan.
    SubjectiveCauses,
    /// Yêu cầu đối với đơn vị.
    ForUnit,
    /// Đối với các cơ quan chuyên môn.
    ForAgencies,
    /// Kiến nghị với cơ quan cấp trên.
    ForSuperiors,
    /// Ý kiến của đơn vị được kiểm tra.
    Opinions,
    /// The last paragraph.
    Closing,
}

impl Part {
    /// All parts, in the order of the paper.
    pub const ALL: [Self; 11] = [
        Self::Opening,
        Self::Strengths,
        Self::Shortcomings,
        Self::Assessment,
        Self::ObjectiveCauses,
        Self::SubjectiveCauses,
        Self::ForUnit,
        Self::ForAgencies,
        Self::ForSuperiors,
        Self::Opinions,
        Self::Closing,
    ];

    /// As in record keys and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Strengths => "strengths",
            Self::Shortcomings => "shortcomings",
            Self::Assessment => "assessment",
            Self::ObjectiveCauses => "objective-causes",
            Self::SubjectiveCauses => "subjective-causes",
            Self::ForUnit => "for-unit",
            Self::ForAgencies => "for-agencies",
            Self::ForSuperiors => "for-superiors",
            Self::Opinions => "opinions",
            Self::Closing => "closing",
        }
    }

    /// The reverse of [`Self::as_str`].
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.as_str() == name)
    }

    /// Its title in the language of the screen.
    pub fn title(self) -> String {
        t!(format!("passage.part.{}", self.as_str())).into_owned()
    }

    /// Whether its passages stand under the titles of the fields of administrative reform.
    pub fn is_under_fields(self) -> bool {
        matches!(self, Self::Strengths | Self::Shortcomings)
    }

    /// Whether its passages require something of somebody, and may have a deadline.
    pub fn is_requirement(self) -> bool {
        matches!(self, Self::ForUnit | Self::ForAgencies | Self::ForSuperiors)
    }
}

/// What a passage says within its part.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// What the program says of no item: the first and second paragraph of the opening, the assessment, the closing …
    Fixed(u8),
    /// What is said of an item, or of several at once where they lead to the same words; then it is the first of them.
    Item(ItemKey),
    /// Several shortcomings of one kind in one sentence: those of a field that came to one verdict and of which the checklist
    /// says nothing of its own.
    Group(Field, Verdict),
    /// What a person wrote.
    Own(EntryId),
}

/// Which passage of the notice of a unit. Prints and parses as the end of the record's key:
/// `shortcomings/niem-yet/bang-ro`, `opening/fixed/1`, `shortcomings/group/tthc/fail`, `for-unit/own/<entry>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PassageId {
    /// The part of the paper.
    pub part: Part,
    /// What within it.
    pub slot: Slot,
}

/// A text names no passage.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}", t!("passage.unreadable_id", id = .0))]
pub struct PassageIdError(pub String);

impl PassageId {
    /// What is said of an item in a part.
    pub fn of_item(part: Part, item: ItemKey) -> Self {
        Self { part, slot: Slot::Item(item) }
    }

    /// What the program says of no item.
    pub fn fixed(part: Part, number: u8) -> Self {
        Self { part, slot: Slot::Fixed(number) }
    }

    /// What a person wrote.
    pub fn own(part: Part, entry: EntryId) -> Self {
        Self { part, slot: Slot::Own(entry) }
    }

    /// Whether a person wrote it from nothing.
    pub fn is_own(&self) -> bool {
        matches!(self.slot, Slot::Own(_))
    }
}

impl Display for PassageId {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let part = self.part.as_str();
        match &self.slot {
            Slot::Fixed(number) => write!(f, "{part}/fixed/{number}"),
            Slot::Item(key) => write!(f, "{part}/{key}"),
            Slot::Group(field, verdict) => write!(f, "{part}/group/{}/{}", field.as_str(), verdict.as_str()),
            Slot::Own(entry) => write!(f, "{part}/own/{}", entry.0),
        }
    }
}

impl FromStr for PassageId {
    type Err = PassageIdError;

    /// No id of a checklist's item begins with a digit, so nothing can be mistaken for an item of a checklist called `own`.
    fn from_str(text: &str) -> Result<Self, PassageIdError> {
        let mut words = text.split('/');
        let mut next = || words.next().unwrap_or_default();
        let (part, first, second, third) = (Part::from_name(next()), next(), next(), next());
        let begins_with_digit = second.starts_with(|c: char| c.is_ascii_digit());
        let slot = match (first, third) {
            ("fixed", "") if begins_with_digit => second.parse().ok().map(Slot::Fixed),
            ("own", "") if begins_with_digit && is_entry(second) => Some(Slot::Own(EntryId(second.to_owned()))),
            ("group", verdict) if !verdict.is_empty() => {
                Field::from_name(second).zip(Verdict::from_name(verdict)).map(|(field, of)| Slot::Group(field, of))
            }
            (checklist, "") => {
                let key = ChecklistId::new(checklist).ok().zip(ItemId::new(second).ok());
                key.map(|(checklist, item)| Slot::Item(ItemKey { checklist, item }))
            }
            _ => None,
        };
        let id = part.zip(slot).map(|(part, slot)| Self { part, slot });
        id.filter(|id| id.to_string() == text).ok_or_else(|| PassageIdError(text.to_owned()))
    }
}

fn is_entry(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase() || byte == b'-')
}

impl serde::Serialize for PassageId {
    fn serialize<S: serde::Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        target.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for PassageId {
    fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let text = String::deserialize(source)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
