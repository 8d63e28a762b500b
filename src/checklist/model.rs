//! What a checklist asks, once it has been read and found right: every rule of the format that
//! could be broken in a file is already kept by the types here.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::expression::{Expression, Sentence};
use crate::identifier;

identifier!(
    /// Id of a checklist, the same for all its editions: `niem-yet-tthc`.
    ChecklistId, crate::identifier::check
);
identifier!(
    /// Id of a section within its checklist.
    SectionId, crate::identifier::check
);
identifier!(
    /// Id of an item, unique within its checklist.
    ItemId, crate::identifier::check
);
identifier!(
    /// Id of a rule, unique within its checklist (items included).
    RuleId, crate::identifier::check
);
identifier!(
    /// Id of a legal basis within its checklist.
    BasisId, crate::identifier::check
);
identifier!(
    /// Id of a register's column or of a survey's question.
    ColumnId, crate::identifier::check
);

impl ItemId {
    /// The item's name in expressions and sentences: its id with `-` as `_`.
    pub fn variable(&self) -> String {
        self.as_str().replace('-', "_")
    }
}

impl ColumnId {
    /// The column's (or question's) name in expressions: its id with `-` as `_`.
    pub fn variable(&self) -> String {
        self.as_str().replace('-', "_")
    }
}

/// SHA-256 (lower-case hex) of an edition's TOML text as stored (UTF-8, NFC).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EditionHash(pub String);

/// SHA-256 (lower-case hex) over what an item asks and how it is judged; equal in two editions when
/// an answer may be carried over.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ItemHash(pub String);

/// One edition of a checklist.
#[derive(Debug, Clone)]
pub struct Checklist {
    /// The same in all editions.
    pub id: ChecklistId,
    /// What the author calls this edition, e.g. `2025-09`.
    pub edition: String,
    /// As printed in papers.
    pub title: String,
    /// Which of the seven fields of administrative reform its findings belong to.
    pub field: Field,
    /// Kinds of unit it is for; empty = every kind.
    pub applies_to: Vec<UnitKind>,
    /// Inspected periods it is meant for.
    pub effective: Validity,
    /// Legal bases, in the file's order.
    pub bases: Vec<Basis>,
    /// Sections with their items, in the file's order.
    pub sections: Vec<Section>,
    /// Figures that must add up.
    pub rules: Vec<Rule>,
    /// Hash of [`Self::text`].
    pub hash: EditionHash,
    /// The TOML text, NFC: kept in the journal with the answers made under it.
    pub text: Arc<str>,
}

impl Checklist {
    /// All items in order.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.sections.iter().flat_map(|section| section.items.iter())
    }

    /// The item called `id`.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items().find(|item| item.id.as_str() == id)
    }

    /// The basis called `id`.
    pub fn basis(&self, id: &BasisId) -> Option<&Basis> {
        self.bases.iter().find(|basis| basis.id == *id)
    }

    /// Whether units of `kind` are asked this checklist.
    pub fn applies_to(&self, kind: UnitKind) -> bool {
        self.applies_to.is_empty() || self.applies_to.contains(&kind)
    }
}

/// From when to when something holds; an open side is `None`. Both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Validity {
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
}

impl Validity {
    /// Whether `day` lies within.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// The seven fields of administrative reform, in the order of every paper (DOMAIN §4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// 1 Chỉ đạo, điều hành.
    ChiDao,
    /// 2 Cải cách thể chế.
    TheChe,
    /// 3 Cải cách thủ tục hành chính.
    Tthc,
    /// 4 Tổ chức bộ máy.
    BoMay,
    /// 5 Chế độ công vụ.
    CongVu,
    /// 6 Tài chính công.
    TaiChinh,
    /// 7 Chính quyền điện tử, chính quyền số.
    SoHoa,
}

impl Field {
    /// In the order of the papers.
    pub const ALL: [Self; 7] =
        [Self::ChiDao, Self::TheChe, Self::Tthc, Self::BoMay, Self::CongVu, Self::TaiChinh, Self::SoHoa];

    /// As written in TOML.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ChiDao => "chi-dao",
            Self::TheChe => "the-che",
            Self::Tthc => "tthc",
            Self::BoMay => "bo-may",
            Self::CongVu => "cong-vu",
            Self::TaiChinh => "tai-chinh",
            Self::SoHoa => "so-hoa",
        }
    }

    /// The reverse of [`Self::as_str`].
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }
}

/// Kinds of unit, before and after 1/7/2025.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnitKind {
    /// Xã.
    Xa,
    /// Phường.
    Phuong,
    /// Đặc khu.
    DacKhu,
    /// Thị trấn (until 30/6/2025).
    ThiTran,
    /// Huyện (until 30/6/2025).
    Huyen,
    /// Sở.
    So,
    /// Phòng.
    Phong,
    /// Đơn vị sự nghiệp.
    SuNghiep,
    /// Trung tâm.
    TrungTam,
    /// Khác.
    Khac,
}

impl UnitKind {
    /// All kinds, in the order of the contract.
    pub const ALL: [Self; 10] = [
        Self::Xa,
        Self::Phuong,
        Self::DacKhu,
        Self::ThiTran,
        Self::Huyen,
        Self::So,
        Self::Phong,
        Self::SuNghiep,
        Self::TrungTam,
        Self::Khac,
    ];

    /// As written in TOML.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Xa => "xa",
            Self::Phuong => "phuong",
            Self::DacKhu => "dac-khu",
            Self::ThiTran => "thi-tran",
            Self::Huyen => "huyen",
            Self::So => "so",
            Self::Phong => "phong",
            Self::SuNghiep => "su-nghiep",
            Self::TrungTam => "trung-tam",
            Self::Khac => "khac",
        }
    }

    /// The reverse of [`Self::as_str`].
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// A legal basis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// Id within the checklist.
    pub id: BasisId,
    /// Short name for every later mention.
    pub short: String,
    /// Full citation for the first mention.
    pub cite: String,
    /// When it is in force.
    pub in_force: Validity,
    /// Note shown to the lead, e.g. what is to be verified.
    pub note: Option<String>,
}

/// A basis with the article it points at: `nd63:17`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasisReference {
    /// Which basis.
    pub basis: BasisId,
    /// Article (Điều), as written after the colon.
    pub article: Option<String>,
}

/// A part of a checklist.
#[derive(Debug, Clone)]
pub struct Section {
    /// Id within the checklist.
    pub id: SectionId,
    /// As shown and printed.
    pub title: String,
    /// Its items, in the file's order.
    pub items: Vec<Item>,
}

/// One thing that is asked or computed.
#[derive(Debug, Clone)]
pub struct Item {
    /// Id within the checklist.
    pub id: ItemId,
    /// The question.
    pub ask: String,
    /// What kind of answer it takes, or how it is computed.
    pub kind: ItemKind,
    /// Whether the unit is unfinished without it.
    pub required: Required,
    /// Asked only where this holds.
    pub when: Option<Expression>,
    /// Full and partial points; only on items that have a verdict.
    pub points: Option<Points>,
    /// How grave a failure is.
    pub severity: ItemSeverity,
    /// What it rests on.
    pub basis: Vec<BasisReference>,
    /// What the papers say.
    pub says: Says,
    /// Deadline of the requirement, in working days.
    pub within_days: Option<u32>,
    /// When evidence is asked for.
    pub evidence: EvidencePolicy,
    /// Covers what it asks and how it is judged.
    pub hash: ItemHash,
}

impl Item {
    /// Whether the program computes it and nobody types it.
    pub fn is_computed(&self) -> bool {
        matches!(self.kind, ItemKind::Rate { .. })
    }

    /// Whether it can ever have a verdict.
    pub fn has_verdict(&self) -> bool {
        match &self.kind {
            ItemKind::Verdict => true,
            ItemKind::Number { thresholds, .. }
            | ItemKind::Rate { thresholds, .. }
            | ItemKind::Register(Register { thresholds, .. })
            | ItemKind::Survey(Survey { thresholds, .. }) => thresholds.is_some(),
            ItemKind::Choice { verdicts, .. } => !verdicts.is_empty(),
            ItemKind::Text | ItemKind::Date => false,
        }
    }
}

/// Whether an answer must be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Required {
    /// The unit is unfinished without it.
    Yes,
    /// May stay empty.
    No,
}

/// What an item takes.
#[derive(Debug, Clone)]
pub enum ItemKind {
    /// A person chooses pass, partial, fail or na.
    Verdict,
    /// A figure.
    Number {
        /// What is counted: `thủ tục`.
        unit: Option<String>,
        /// Smallest value accepted.
        min: Option<f64>,
        /// Largest value accepted.
        max: Option<f64>,
        /// Digits after the comma.
        decimals: u8,
        /// Verdict from the value.
        thresholds: Option<Thresholds>,
    },
    /// Free text.
    Text,
    /// A day.
    Date,
    /// One of several.
    Choice {
        /// The values offered.
        choices: Vec<String>,
        /// Verdict of some or all of them.
        verdicts: BTreeMap<String, Verdict>,
    },
    /// Computed from other items, never typed.
    Rate {
        /// What is computed.
        formula: Expression,
        /// Verdict from the value.
        thresholds: Option<Thresholds>,
    },
    /// Sampled rows.
    Register(Register),
    /// Satisfaction forms.
    Survey(Survey),
}

/// A register of sampled rows.
#[derive(Debug, Clone)]
pub struct Register {
    /// Rows asked for.
    pub at_least: u32,
    /// Columns, in order.
    pub columns: Vec<Column>,
    /// Judges a row from its columns.
    pub row_ok: Option<Expression>,
    /// Verdict from the share of rows that are ok.
    pub thresholds: Option<Thresholds>,
}

/// A register's column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Id within the register.
    pub id: ColumnId,
    /// Head of the column.
    pub title: String,
    /// What its cells hold.
    pub kind: ColumnKind,
    /// Whether a row is incomplete without it.
    pub required: Required,
}

/// What a column's cells hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnKind {
    /// Free text.
    Text,
    /// A figure.
    Number,
    /// A day.
    Date,
    /// True or false.
    YesNo,
    /// One of several.
    Choice(Vec<String>),
}

/// A satisfaction survey.
#[derive(Debug, Clone)]
pub struct Survey {
    /// Questions, in the order of the printed form.
    pub questions: Vec<Question>,
    /// Optional columns of a form: officer, field, date.
    pub details: Vec<ColumnId>,
    /// Verdict from the pooled share of valid answers that are satisfied.
    pub thresholds: Option<Thresholds>,
    /// Raised where too many are unsatisfied.
    pub alarm: Option<Alarm>,
}

/// A question of a survey.
#[derive(Debug, Clone)]
pub struct Question {
    /// Id within the survey.
    pub id: ColumnId,
    /// As printed on the form.
    pub ask: String,
    /// Its answers.
    pub scale: Scale,
}

/// Answers of a question. 0 always means "left blank".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// 1–5, 5 best; satisfied from 4, unsatisfied to 2.
    Level5,
    /// 1 yes, 2 no; satisfied = 1.
    YesNo,
    /// A count (trips); satisfied up to and with `satisfied_to`.
    Count {
        /// Highest count that still satisfies.
        satisfied_to: u32,
    },
}

/// When a survey raises an alarm.
#[derive(Debug, Clone, PartialEq)]
pub struct Alarm {
    /// Share of unsatisfied answers above which it is raised, 0..1.
    pub unsatisfied_over: f64,
    /// Per which detail, or over all forms.
    pub by: AlarmBy,
}

/// What an alarm is counted over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlarmBy {
    /// Every value of this detail by itself (per officer, per field …).
    Detail(ColumnId),
    /// All forms together.
    All,
}

/// Turns a value into a verdict.
#[derive(Debug, Clone, PartialEq)]
pub enum Thresholds {
    /// Higher is better: pass from, partial from.
    From {
        /// Pass at or above.
        pass: Threshold,
        /// Partial at or above.
        partial: Option<Threshold>,
    },
    /// Lower is better: pass to, partial to.
    To {
        /// Pass at or below.
        pass: Threshold,
        /// Partial at or below.
        partial: Option<Threshold>,
    },
}

/// A threshold's value.
#[derive(Debug, Clone, PartialEq)]
pub enum Threshold {
    /// A number.
    Value(f64),
    /// `target.<name>` of the round.
    Target(String),
}

/// What an item is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Points {
    /// For a pass, ≥ 0.
    pub full: f64,
    /// For a partial; half of `full` unless the file says otherwise.
    pub partial: f64,
}

/// How grave a failure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum ItemSeverity {
    /// Small.
    #[default]
    Minor,
    /// Large.
    Major,
    /// Must be mended at once.
    Critical,
}

/// When evidence is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EvidencePolicy {
    /// Never (the default).
    #[default]
    Never,
    /// Where the verdict is partial or fail.
    OnFail,
    /// For every answer.
    Always,
}

/// What the papers say of an item.
#[derive(Debug, Clone, Default)]
pub struct Says {
    /// Where it passes.
    pub strength: Option<Sentence>,
    /// Where it fails or passes in part.
    pub shortcoming: Option<Sentence>,
    /// What the unit must do then.
    pub requirement: Option<Sentence>,
    /// Why it came about.
    pub cause: Option<Cause>,
    /// Whom the requirement addresses.
    pub to: Addressee,
}

/// Why a shortcoming came about.
#[derive(Debug, Clone)]
pub struct Cause {
    /// What the paper says.
    pub text: Sentence,
    /// Under which head.
    pub kind: CauseKind,
}

/// Objective or subjective.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CauseKind {
    /// Khách quan.
    Objective,
    /// Chủ quan.
    Subjective,
}

/// Whom a requirement addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Addressee {
    /// The inspected unit.
    #[default]
    Unit,
    /// Specialist agencies.
    Agency,
    /// Higher levels.
    Superior,
}

/// Figures that must add up.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Id within the checklist.
    pub id: RuleId,
    /// Holds where the figures are right.
    pub check: Expression,
    /// What is said where they are not.
    pub message: Sentence,
    /// Error or warning.
    pub severity: RuleSeverity,
}

/// How grave a broken rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleSeverity {
    /// The figures cannot be right.
    Error,
    /// The figures deserve a look.
    Warning,
}

/// The verdict on an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Đạt.
    Pass,
    /// Đạt một phần.
    Partial,
    /// Không đạt.
    Fail,
    /// Không áp dụng.
    Na,
}

impl Verdict {
    /// All verdicts, in the order of their keys 1–4.
    pub const ALL: [Self; 4] = [Self::Pass, Self::Partial, Self::Fail, Self::Na];

    /// As written in TOML, JSON and expressions.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Partial => "partial",
            Self::Fail => "fail",
            Self::Na => "na",
        }
    }

    /// The reverse of [`Self::as_str`].
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.as_str() == name)
    }
}
