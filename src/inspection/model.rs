//! A round and who takes part in it, as the rest of the program sees them.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::checklist::{ChecklistId, UnitKind};
use crate::identifier;

identifier!(
    /// Id of a round; may start with its year: `2025-dot-1`.
    RoundId, crate::identifier::check_round
);
identifier!(
    /// Id of a unit within its round.
    UnitId, crate::identifier::check
);
identifier!(
    /// Id of a member within the round.
    MemberId, crate::identifier::check
);

/// A round of inspection (đợt kiểm tra).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Round {
    /// Its id.
    pub id: RoundId,
    /// As printed.
    pub title: String,
    /// How it is carried out.
    pub mode: Mode,
    /// Inspected period (thời kỳ kiểm tra).
    pub period: Period,
    /// Plan of inspection (kế hoạch).
    pub plan: Option<DocumentReference>,
    /// Decision that set up the team (quyết định).
    pub decision: Option<DocumentReference>,
    /// Checklists asked, in order.
    pub checklists: Vec<ChecklistId>,
    /// An age public key that may read every pack of the round.
    pub recovery: Option<String>,
    /// Targets that expressions and thresholds name: `target.<name>`.
    pub targets: BTreeMap<String, f64>,
    /// Head and foot of its papers.
    pub letterhead: Letterhead,
    /// The team, in order.
    pub members: Vec<Member>,
    /// The inspected units, in order.
    pub units: Vec<Unit>,
    /// Who looks at what; empty = everybody everything.
    pub assignments: Vec<Assignment>,
}

impl Round {
    /// The unit called `id`.
    pub fn unit(&self, id: &UnitId) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.id == *id)
    }

    /// The member called `id`.
    pub fn member(&self, id: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.id.as_str() == id)
    }

    /// The team's lead.
    pub fn lead(&self) -> Option<&Member> {
        self.members.iter().find(|member| member.role == Role::Lead)
    }

    /// Whether `member` is expected to answer `checklist` at `unit`. Without assignments, and for
    /// members who have none, everybody looks at everything.
    pub fn is_assigned(&self, member: &str, unit: &UnitId, checklist: &ChecklistId) -> bool {
        self.assignments.is_empty()
            || self.assignments.iter().any(|assignment| {
                assignment.member.as_str() == member
                    && (assignment.units.is_empty() || assignment.units.contains(unit))
                    && (assignment.checklists.is_empty() || assignment.checklists.contains(checklist))
            })
    }
}

/// How a round is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// By plan, announced.
    #[default]
    Planned,
    /// Đột xuất: not announced.
    Surprise,
    /// On the papers sent in.
    Desk,
    /// Phúc tra: looks at what was required before.
    FollowUp,
}

impl Mode {
    /// All modes.
    pub const ALL: [Self; 4] = [Self::Planned, Self::Surprise, Self::Desk, Self::FollowUp];

    /// As written in TOML.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Surprise => "surprise",
            Self::Desk => "desk",
            Self::FollowUp => "follow-up",
        }
    }
}

/// From when to when, both days included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// First day.
    #[serde(with = "super::day")]
    pub from: NaiveDate,
    /// Last day.
    #[serde(with = "super::day")]
    pub to: NaiveDate,
}

impl Period {
    /// The calendar year of `day`: what a round inspects where its file does not say.
    pub fn year_of(day: NaiveDate) -> Self {
        let first = NaiveDate::from_ymd_opt(day.year(), 1, 1).unwrap_or(day);
        let last = NaiveDate::from_ymd_opt(day.year(), 12, 31).unwrap_or(day);
        Self { from: first, to: last }
    }
}

/// A document cited by number, date and issuer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentReference {
    /// Number and notation: `1296/KH-SNV`.
    pub number: String,
    /// Its date.
    #[serde(with = "super::day")]
    pub date: NaiveDate,
    /// Who issued it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
}

/// Head and foot of a round's papers. Names are written normally; the paper capitalises.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Letterhead {
    /// Cơ quan chủ quản, only if there is one.
    pub parent: Option<String>,
    /// Cơ quan ban hành.
    pub agency: String,
    /// Letters after `TB-` in the notation: `SNV`; or the whole notation `TB-SNV`.
    pub notation: String,
    /// Địa danh.
    pub place: String,
    /// Who signs.
    pub signer: Option<Signer>,
    /// Nơi nhận, a line each.
    pub recipients: Vec<String>,
    /// After `Lưu: VT, `.
    pub filing: Option<String>,
    /// First word of the abstract.
    pub title: NoticeTitle,
    /// Whether counts below ten print with a leading 0: `05 cuộc`.
    pub pad_counts: PadCounts,
}

impl Default for Letterhead {
    fn default() -> Self {
        Self {
            parent: None,
            agency: String::new(),
            notation: String::new(),
            place: String::new(),
            signer: None,
            recipients: Vec::new(),
            filing: None,
            title: NoticeTitle::default(),
            pad_counts: PadCounts(true),
        }
    }
}

/// Whether counts below ten print with a leading 0 (`pad_counts` of the letterhead).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PadCounts(pub bool);

/// "Kết luận" or "Kết quả" kiểm tra …
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum NoticeTitle {
    /// Kết luận.
    #[default]
    #[serde(rename = "Kết luận")]
    Conclusion,
    /// Kết quả.
    #[serde(rename = "Kết quả")]
    Result,
}

/// Who signs the notice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Signer {
    /// TM., KT., TL., TUQ., Q. with whom: `KT. GIÁM ĐỐC`.
    pub authority: Option<String>,
    /// Post: `PHÓ GIÁM ĐỐC`.
    pub post: String,
    /// Name, without degrees or titles.
    pub name: String,
}

/// A member of the team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Id within the round.
    pub id: MemberId,
    /// Name as printed.
    pub name: String,
    /// Post.
    pub post: Option<String>,
    /// Agency that lent the member.
    pub agency: Option<String>,
    /// Role in the team.
    pub role: Role,
}

/// Role in the team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Trưởng đoàn.
    Lead,
    /// Phó trưởng đoàn.
    Deputy,
    /// Thư ký.
    Secretary,
    /// Thành viên.
    #[default]
    Member,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 4] = [Self::Lead, Self::Deputy, Self::Secretary, Self::Member];

    /// As written in TOML.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Deputy => "deputy",
            Self::Secretary => "secretary",
            Self::Member => "member",
        }
    }
}

/// An inspected unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Id within the round.
    pub id: UnitId,
    /// Name as printed.
    pub name: String,
    /// Its kind decides which checklists apply.
    pub kind: UnitKind,
    /// Whom it is under.
    pub under: Option<String>,
    /// Day of the visit.
    pub visit: Option<NaiveDate>,
    /// Its own report.
    pub self_report: Option<SelfReport>,
    /// Who leads it.
    pub head: Option<Head>,
}

/// The unit's own report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SelfReport {
    /// Number and notation.
    pub number: String,
    /// Its date.
    #[serde(with = "super::day")]
    pub date: NaiveDate,
}

/// Who leads a unit.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Head {
    /// Name.
    pub name: String,
    /// Post.
    pub post: String,
}

/// Who looks at what; an empty part means all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// Whose.
    pub member: MemberId,
    /// At which units.
    pub units: Vec<UnitId>,
    /// Which checklists.
    pub checklists: Vec<ChecklistId>,
}
