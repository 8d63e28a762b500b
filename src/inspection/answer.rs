//! What was answered to an item, read from the journal's heads.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::keys::{EntryId, Member};
use super::quoted_percent::QuotedPercent;
use super::row_place::RowPlace;
use super::second::SecondReading;
use crate::checklist::{ColumnId, ItemHash, Verdict};
use crate::journal::{AttachmentHash, AttachmentState, Head, RevisionId};

/// A field of an answer; names are the journal's, the file's and JSON's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnswerField {
    /// Verdict chosen by a person.
    Verdict,
    /// Figure found.
    Number,
    /// Free text.
    Text,
    /// Day.
    Date,
    /// Choice.
    Choice,
    /// Figure in the unit's own report.
    Reported,
    /// Percentage quoted by the unit, its digits as text.
    Quoted,
    /// Where the figure comes from.
    Source,
    /// Remark for the papers.
    Remark,
    /// Internal note, never printed.
    Note,
    /// The unit's explanation.
    Explanation,
    /// Points the unit gave itself.
    SelfPoints,
    /// Why self and verified points differ.
    PointsReason,
    /// Hash of the item the answer was made under.
    Asked,
}

impl AnswerField {
    /// All fields.
    pub const ALL: [Self; 14] = [
        Self::Verdict,
        Self::Number,
        Self::Text,
        Self::Date,
        Self::Choice,
        Self::Reported,
        Self::Quoted,
        Self::Source,
        Self::Remark,
        Self::Note,
        Self::Explanation,
        Self::SelfPoints,
        Self::PointsReason,
        Self::Asked,
    ];

    /// As in the journal.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Verdict => "verdict",
            Self::Number => "number",
            Self::Text => "text",
            Self::Date => "date",
            Self::Choice => "choice",
            Self::Reported => "reported",
            Self::Quoted => "quoted",
            Self::Source => "source",
            Self::Remark => "remark",
            Self::Note => "note",
            Self::Explanation => "explanation",
            Self::SelfPoints => "self_points",
            Self::PointsReason => "points_reason",
            Self::Asked => "asked",
        }
    }

    /// The reverse of [`Self::as_str`].
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }
}

/// Where a figure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FigureSource {
    /// The unit's report.
    BaoCao,
    /// The one-stop software.
    PhanMem,
    /// The national portal.
    CongDvc,
    /// The unit's books.
    So,
    /// Counted on site.
    Dem,
}

impl FigureSource {
    /// All sources.
    pub const ALL: [Self; 5] = [Self::BaoCao, Self::PhanMem, Self::CongDvc, Self::So, Self::Dem];

    /// As written in TOML.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BaoCao => "bao-cao",
            Self::PhanMem => "phan-mem",
            Self::CongDvc => "cong-dvc",
            Self::So => "so",
            Self::Dem => "dem",
        }
    }
}

/// The unit's explanation of a shortcoming.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    /// Whether it agrees.
    pub agrees: Agreement,
    /// What it says.
    #[serde(default)]
    pub text: String,
}

/// Whether the unit agrees with a finding; `true` or `false` in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "bool", into = "bool")]
pub enum Agreement {
    /// Đồng ý.
    Agrees,
    /// Không đồng ý.
    Disagrees,
}

impl From<bool> for Agreement {
    fn from(agrees: bool) -> Self {
        if agrees { Self::Agrees } else { Self::Disagrees }
    }
}

impl From<Agreement> for bool {
    fn from(agreement: Agreement) -> Self {
        agreement == Agreement::Agrees
    }
}

/// A register's row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Which one.
    pub id: EntryId,
    /// Where it stands, where it was put between two others.
    pub place: Option<RowPlace>,
    /// Cells that are filled: text, number, `true`/`false`, or a day as text.
    pub cells: BTreeMap<ColumnId, Value>,
    /// Who recorded it (first cell's author).
    pub member: Option<String>,
    /// Revisions it rests on.
    pub revisions: Vec<RevisionId>,
}

/// A survey form.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// Which one.
    pub id: EntryId,
    /// What is on it.
    pub content: FormContent,
    /// Who recorded it.
    pub member: Option<String>,
    /// Revision it rests on.
    pub revision: RevisionId,
}

/// What is on a survey form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FormContent {
    /// An answer per question, 0 = left blank.
    pub answers: Vec<u32>,
    /// Officer, field, date …
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub details: BTreeMap<String, String>,
    /// Set aside as not valid (`*` on the screen): kept, counted nowhere.
    #[serde(default, skip_serializing_if = "is_valid")]
    pub validity: FormValidity,
}

/// Whether a form counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FormValidity {
    /// Counts.
    #[default]
    Valid,
    /// Kept, counted nowhere.
    Invalid,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's skip_serializing_if hands the field by reference")]
fn is_valid(validity: &FormValidity) -> bool {
    *validity == FormValidity::Valid
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Which one.
    pub id: EntryId,
    /// What it is.
    pub content: EvidenceContent,
    /// How its file stood on this laptop when it was read, by presence and size.
    pub state: AttachmentState,
    /// Who recorded it.
    pub member: Option<String>,
    /// Revision it rests on.
    pub revision: RevisionId,
}

/// What a piece of evidence is. A file's name without hash: the name alone is recorded, the file is elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EvidenceContent {
    /// A file's name, as it was called where it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The attached file's content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<AttachmentHash>,
    /// Its bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// A document's number and notation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The document's date.
    #[serde(default, deserialize_with = "super::day::optional::deserialize", skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// What it shows.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
    /// Whether its picture goes into the minutes' annex.
    #[serde(default, skip_serializing_if = "InAnnex::is_no")]
    pub printed: InAnnex,
}

impl EvidenceContent {
    /// Whether its file is a picture that papers can show, by its ending.
    pub fn is_picture(&self) -> bool {
        self.file.as_deref().is_some_and(is_picture_name)
    }

    /// Whether both say the same, and no different file stands behind its name.
    pub(super) fn is_same_piece(&self, other: &Self) -> bool {
        let said = |piece: &Self| Self { hash: None, size: None, printed: InAnnex::No, ..piece.clone() };
        let other_file = self.hash.is_some() && other.hash.is_some() && self.hash != other.hash;
        said(self) == said(other) && !other_file
    }

    /// The same piece with the file of either, printed where either says so.
    pub(super) fn with_file_of(&self, other: &Self) -> Self {
        let printed = if other.printed == InAnnex::Yes { InAnnex::Yes } else { self.printed };
        let from = if self.hash.is_some() { self } else { other };
        Self { hash: from.hash.clone(), size: from.size, printed, ..self.clone() }
    }
}

/// Whether a file called so is a picture that papers can show: .jpg, .jpeg or .png.
pub fn is_picture_name(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ["jpg", "jpeg", "png"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// Whether a picture goes into the minutes' annex; `true`, or left out, in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "bool", into = "bool")]
pub enum InAnnex {
    /// It does not.
    #[default]
    No,
    /// It does.
    Yes,
}

impl InAnnex {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's skip_serializing_if hands the field by reference")]
    fn is_no(&self) -> bool {
        *self == Self::No
    }
}

impl From<bool> for InAnnex {
    fn from(printed: bool) -> Self {
        if printed { Self::Yes } else { Self::No }
    }
}

impl From<InAnnex> for bool {
    fn from(printed: InAnnex) -> Self {
        printed == InAnnex::Yes
    }
}

/// Whose word is where in an answer, so that changing one row tells who is no longer in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Authors {
    /// In the fields.
    pub(super) of_fields: BTreeSet<String>,
    /// In each row, form or piece of evidence, those taken out included.
    pub(super) of_entries: BTreeMap<(Member, EntryId), BTreeSet<String>>,
}

/// Under which words an answer was made, against those of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedUnder {
    /// Under the item's words alone.
    These,
    /// Under others, at least in part: it cannot be said which word was given to which question.
    Others,
    /// Nothing tells.
    Unknown,
}

/// Everything answered to one item. A field in conflict has no value until a person settles it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// Verdict chosen by a person.
    pub verdict: Option<Verdict>,
    /// Figure found.
    pub number: Option<f64>,
    /// Free text.
    pub text: Option<String>,
    /// Day.
    pub date: Option<NaiveDate>,
    /// Choice.
    pub choice: Option<String>,
    /// Figure in the unit's own report.
    pub reported: Option<f64>,
    /// Percentage that the unit quotes for a computed rate.
    pub quoted: Option<QuotedPercent>,
    /// Where the figure comes from.
    pub source: Option<FigureSource>,
    /// Remark for the papers.
    pub remark: Option<String>,
    /// Internal note, never printed.
    pub note: Option<String>,
    /// The unit's explanation.
    pub explanation: Option<Explanation>,
    /// Points the unit gave itself.
    pub self_points: Option<f64>,
    /// Why self and verified points differ.
    pub points_reason: Option<String>,
    /// Items the answer was made under: one; several where laptops asked it in different words; none where it is not
    /// known.
    pub asked: BTreeSet<ItemHash>,
    /// Rows of a register, oldest first but where one was put between two others.
    pub rows: Vec<Row>,
    /// Forms of a survey, oldest first.
    pub forms: Vec<Form>,
    /// Evidence, oldest first.
    pub evidence: Vec<Evidence>,
    /// Forms chosen to be read a second time; they count nowhere.
    pub second: Vec<SecondReading>,
    /// Revisions each settled field rests on.
    pub revisions: BTreeMap<AnswerField, Vec<RevisionId>>,
    /// Fields with several different heads.
    pub conflicts: BTreeSet<AnswerField>,
    /// Everybody whose word is in it.
    pub members: BTreeSet<String>,
    /// Where the word of each of them is.
    pub authors: Authors,
}

impl Answer {
    /// Takes in the heads of one field of the answer record.
    pub(super) fn take_field(&mut self, field: AnswerField, heads: &[Head]) {
        let Some(first) = heads.first() else { return };
        if field == AnswerField::Asked {
            self.take_asked(heads);
            return;
        }
        if heads.iter().any(|head| head.value != first.value) {
            self.conflicts.insert(field);
            return;
        }
        if first.value.is_null() {
            return;
        }
        self.revisions.insert(field, heads.iter().map(|head| head.revision).collect());
        self.set(field, &first.value);
    }

    /// Different words are no different opinions: nobody is asked to settle them by themselves.
    fn take_asked(&mut self, heads: &[Head]) {
        let known: Vec<&Head> = heads.iter().filter(|head| head.value.is_string()).collect();
        self.asked =
            known.iter().filter_map(|head| head.value.as_str()).map(|hash| ItemHash(hash.to_owned())).collect();
        if !known.is_empty() {
            self.revisions.insert(AnswerField::Asked, known.iter().map(|head| head.revision).collect());
        }
    }

    /// Whether nothing is said: never answered, or all taken back.
    pub fn is_blank(&self) -> bool {
        let fields = self.revisions.keys().any(|field| *field != AnswerField::Asked);
        let entries = !self.rows.is_empty() || !self.forms.is_empty() || !self.evidence.is_empty();
        !fields && !entries && self.conflicts.is_empty()
    }

    /// Whether the answer was made under the words of the item with this hash.
    pub fn asked_under(&self, hash: &ItemHash) -> AskedUnder {
        if self.asked.is_empty() {
            AskedUnder::Unknown
        } else if self.asked.iter().all(|asked| asked == hash) {
            AskedUnder::These
        } else {
            AskedUnder::Others
        }
    }

    fn set(&mut self, field: AnswerField, value: &Value) {
        let text = || value.as_str().map(str::to_owned);
        match field {
            AnswerField::Verdict => self.verdict = value.as_str().and_then(Verdict::from_name),
            AnswerField::Number => self.number = value.as_f64(),
            AnswerField::Text => self.text = text(),
            AnswerField::Date => self.date = value.as_str().and_then(|day| day.parse().ok()),
            AnswerField::Choice => self.choice = text(),
            AnswerField::Reported => self.reported = value.as_f64(),
            AnswerField::Quoted => self.quoted = value.as_str().and_then(|text| text.parse().ok()),
            AnswerField::Source => self.source = FigureSource::deserialize(value).ok(),
            AnswerField::Remark => self.remark = text(),
            AnswerField::Note => self.note = text(),
            AnswerField::Explanation => self.explanation = Explanation::deserialize(value).ok(),
            AnswerField::SelfPoints => self.self_points = value.as_f64(),
            AnswerField::PointsReason => self.points_reason = text(),
            // Not one value: see `take_asked`.
            AnswerField::Asked => {}
        }
    }

    /// Revisions that a sentence about this item rests on, without doubles.
    pub fn all_revisions(&self) -> Vec<RevisionId> {
        let fields = self.revisions.iter().filter(|(field, _)| **field != AnswerField::Note).flat_map(|(_, ids)| ids);
        let rows = self.rows.iter().flat_map(|row| &row.revisions);
        let forms = self.forms.iter().map(|form| &form.revision);
        let mut all: Vec<RevisionId> = fields.chain(rows).chain(forms).copied().collect();
        let mut seen = BTreeSet::new();
        all.retain(|id| seen.insert(*id));
        all
    }
}
