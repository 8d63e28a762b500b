//! Letters that go out: composed to be looked at, then written, then recorded as gone out, in this order.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::office::{Office, refused, saving};
use super::request::{Existing, Outcome};
use super::templates::WrittenPaper;
use crate::conclusion::follow_up::{self, ReminderBasis, ReminderError, proposed_day, record_reminder, reminder};
use crate::conclusion::issue::{
    CorrectionError, CorrectionOrder, FrozenNotice, IssueError, correct, correction_letter,
};
use crate::conclusion::layout::{LayoutChoice, UsedLayout};
use crate::conclusion::letter::{self, AroundKind, AroundOrder, LetterBasis, LetterError, compose, record_sent};
use crate::conclusion::numbering::last_number;
use crate::inspection::{
    InspectionError, OfficeError, Recorder, Reminder, RoundId, Signer, Slip, StepError, UnitId, find_unit,
};
use crate::paper::{Document, Format, Status};
use crate::tui::screen::{EffectKind, Failure};

/// Which letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterKind {
    /// Around the inspection.
    Around(AroundKind),
    /// Corrects the issued notice of a unit.
    Correction,
    /// Reminds a unit of what is overdue.
    Reminder,
}

impl LetterKind {
    /// End of the name of its file: letters that every system and every mail program takes.
    fn file(self) -> &'static str {
        match self {
            Self::Around(AroundKind::Programme) => "lich-kiem-tra",
            Self::Around(AroundKind::Announcement) => "cong-van-thong-bao",
            Self::Around(AroundKind::Outline) => "de-cuong-bao-cao",
            Self::Around(AroundKind::Opinion) => "cong-van-lay-y-kien",
            Self::Correction => "dinh-chinh",
            Self::Reminder => "don-doc",
        }
    }

    /// Whether it is recorded that it went out, once it has number and day.
    pub fn is_recorded(self) -> bool {
        match self {
            Self::Around(kind) => kind.step().is_some(),
            Self::Correction | Self::Reminder => true,
        }
    }
}

/// Which letter to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterPlace {
    /// In which round.
    pub round: RoundId,
    /// To which unit; none = to all of the round.
    pub unit: Option<UnitId>,
    /// Which.
    pub kind: LetterKind,
}

/// What a letter says beside what is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LetterSaid {
    /// Nothing.
    Recorded,
    /// What it corrects, and why figures are corrected by a letter.
    Slips(Vec<Slip>, Option<String>),
    /// Until when it asks for the report.
    ReportBy(NaiveDate),
}

/// A letter as it is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterWish {
    /// Which, to whom.
    pub place: LetterPlace,
    /// Number and day; a draft without.
    pub issue: Option<(u32, NaiveDate)>,
    /// Part of the name or post of who signs; none = who signs for the round.
    pub signer: Option<String>,
    /// What it says.
    pub said: LetterSaid,
}

/// What the screen of letters asks for.
#[derive(Debug, Clone)]
pub enum LetterRequest {
    /// What is to be known before it is filled in → [`LetterOutcome::Begun`].
    Begin(LetterPlace),
    /// The letter as it would print → [`LetterOutcome::Composed`].
    Compose(Box<LetterWish>),
    /// Writes it, a name alone meaning the office's folder; with number and day it is recorded as gone out →
    /// [`LetterOutcome::Written`] or [`LetterOutcome::Exists`].
    Write(Box<LetterWish>, PathBuf, Existing),
}

impl LetterRequest {
    /// Whether it changes the store.
    pub fn kind(&self) -> EffectKind {
        match self {
            Self::Write(wish, ..) if wish.issue.is_some() && wish.place.kind.is_recorded() => EffectKind::Write,
            Self::Begin(_) | Self::Compose(_) | Self::Write(..) => EffectKind::Read,
        }
    }
}

/// What came of it; each names the letter it is about.
#[derive(Debug, Clone)]
pub enum LetterOutcome {
    /// What is to be known before it is filled in.
    Begun(LetterPlace, Box<LetterDesk>),
    /// The letter as it would print, as text.
    Composed(LetterPlace, String),
    /// It is written.
    Written(LetterPlace, WrittenPaper),
    /// It is not: there is such a file already.
    Exists(LetterPlace, PathBuf),
}

/// What is to be known before a letter is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterDesk {
    /// To whom: the unit's name, or the round's title.
    pub to: String,
    /// Where it would be written.
    pub file: PathBuf,
    /// Behind its number.
    pub notation: String,
    /// The highest number with it that this laptop knows of this year.
    pub last: Option<u32>,
    /// Who may sign, who signs for the round first.
    pub signers: Vec<Signer>,
    /// Until when a reminder would ask for the report.
    pub report_by: NaiveDate,
    /// The reminders that the unit got, by their dates.
    pub reminders: Vec<Reminder>,
    /// Of a correction: the text of the issued notice, and its number.
    pub notice: Option<IssuedText>,
    /// The day it is.
    pub today: NaiveDate,
}

/// The text of an issued notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedText {
    /// `05/TB-SNV`.
    pub number: String,
    /// As it was frozen.
    pub text: String,
}

impl Office {
    /// Runs a request about letters.
    pub(super) fn letters(&mut self, request: &LetterRequest) -> Result<Outcome, Failure> {
        let outcome = match request {
            LetterRequest::Begin(place) => LetterOutcome::Begun(place.clone(), Box::new(self.begin_letter(place)?)),
            LetterRequest::Compose(wish) => {
                let document = self.composed_letter(wish)?;
                let bytes = crate::paper::render(&document, Format::Text)
                    .map_err(|error| Failure::Refused(error.to_string()))?;
                LetterOutcome::Composed(wish.place.clone(), String::from_utf8_lossy(&bytes).into_owned())
            }
            LetterRequest::Write(wish, path, existing) => self.write_letter(wish, path, *existing)?,
        };
        Ok(Outcome::Letters(outcome))
    }

    fn begin_letter(&mut self, place: &LetterPlace) -> Result<LetterDesk, Failure> {
        let open = self.opened(&place.round)?;
        let round = &open.round;
        let unit = place.unit.as_ref().map(|unit| find_unit(round, unit.as_str())).transpose().map_err(refused)?;
        let today = self.store.today();
        let notation = match place.kind {
            LetterKind::Around(kind) => kind.notation(round),
            LetterKind::Correction | LetterKind::Reminder => letter::notation(round),
        };
        let (notice, reminders) = match (place.kind, unit) {
            (LetterKind::Correction, Some(unit)) => {
                let frozen = FrozenNotice::of(&self.store, &round.id, unit).map_err(not_issued)?;
                let Some(frozen) = frozen else {
                    return Err(not_corrected(CorrectionError::NothingIssued { unit: unit.name.clone() }));
                };
                let text = String::from_utf8_lossy(frozen.bytes(Format::Text)).into_owned();
                (Some(IssuedText { number: frozen.issued.content.number_line(), text }), Vec::new())
            }
            (LetterKind::Reminder, Some(unit)) => (None, self.store.reminders(&round.id, &unit.id).map_err(refused)?),
            _ => (None, Vec::new()),
        };
        let of = unit.map_or_else(|| round.id.to_string(), |unit| unit.id.to_string());
        Ok(LetterDesk {
            to: unit.map_or_else(|| round.title.clone(), |unit| unit.name.clone()),
            file: self.papers.join(format!("{of}-{}.docx", place.kind.file())),
            last: last_number(&self.store, &notation, today).map_err(refused)?,
            notation,
            signers: self.store.signers(round).map_err(refused)?,
            report_by: proposed_day(self.store.calendar(), today),
            reminders,
            notice,
            today,
        })
    }

    /// The letter, where nothing stands in its way.
    fn composed_letter(&mut self, wish: &LetterWish) -> Result<Document, Failure> {
        let open = self.opened(&wish.place.round)?;
        match &wish.said {
            LetterSaid::Recorded => {
                let order = self.around_order(wish)?;
                if wish.issue.is_some() {
                    letter::refuse_sending(&self.store, &order).map_err(not_composed)?;
                }
                compose(&self.store, &open.round, &order).map_err(not_composed)
            }
            LetterSaid::Slips(..) => {
                let (recorder, order) = self.correction(wish)?;
                correction_letter(&self.store, &recorder, &order).map_err(not_corrected)
            }
            LetterSaid::ReportBy(day) => {
                let basis = self.reminder_basis(wish, *day)?;
                if wish.issue.is_some() {
                    follow_up::refuse_sending(&basis).map_err(not_reminded)?;
                }
                let unit = unit_of(wish)?;
                reminder(&self.store, &open.round, unit.as_str(), &basis).map_err(not_reminded)
            }
        }
    }

    /// First the file, then the record: what cannot be written does not go out. Where it cannot be recorded, a file that
    /// was not there before goes again.
    fn write_letter(&mut self, wish: &LetterWish, path: &Path, existing: Existing) -> Result<LetterOutcome, Failure> {
        let document = self.composed_letter(wish)?;
        let is_new = !self.papers.join(path).exists();
        let written = match self.write_document(&document, path, existing)? {
            Outcome::PaperExists(path) => return Ok(LetterOutcome::Exists(wish.place.clone(), path)),
            Outcome::PaperWritten(written) => written,
            _ => WrittenPaper { path: self.papers.join(path), layout: UsedLayout::BuiltIn },
        };
        if document.status == Status::Final
            && let Err(failure) = self.record_letter(wish, &document)
        {
            if is_new {
                // What failed is told; a file that stays beside that is no reason to say otherwise.
                let _ = std::fs::remove_file(&written.path);
            }
            return Err(failure);
        }
        Ok(LetterOutcome::Written(wish.place.clone(), written))
    }

    fn record_letter(&mut self, wish: &LetterWish, document: &Document) -> Result<(), Failure> {
        let open = self.opened(&wish.place.round)?;
        match &wish.said {
            LetterSaid::Recorded => {
                let order = self.around_order(wish)?;
                let member = self.letter_member(wish)?;
                record_sent(&mut self.store, &open.round, &member, &order, document).map_err(not_composed)?;
            }
            LetterSaid::Slips(..) => {
                let (recorder, order) = self.correction(wish)?;
                correct(&mut self.store, &recorder, &order, document, LayoutChoice::ByOffice).map_err(not_corrected)?;
            }
            LetterSaid::ReportBy(day) => {
                let basis = self.reminder_basis(wish, *day)?;
                let (round, unit) = (wish.place.round.clone(), unit_of(wish)?.clone());
                let recorder = Recorder { round, unit, member: self.letter_member(wish)?, reason: None };
                record_reminder(&mut self.store, &recorder, &basis).map_err(not_reminded)?;
            }
        }
        Ok(())
    }

    fn letter_basis(&mut self, wish: &LetterWish) -> Result<LetterBasis, Failure> {
        let now = self.store.journal().clock().now().to_utc();
        let open = self.opened(&wish.place.round)?;
        let signer = wish.signer.as_deref().map(|name| self.store.signer_for(&open.round, name)).transpose();
        let signer = signer.map_err(|error| match error {
            OfficeError::Inspection(error) => refused(error),
            other => Failure::Refused(other.to_string()),
        })?;
        let (number, date) = wish.issue.unzip();
        Ok(LetterBasis { number, date, signer, ..LetterBasis::draft(now) })
    }

    fn around_order(&mut self, wish: &LetterWish) -> Result<AroundOrder, Failure> {
        let LetterKind::Around(kind) = wish.place.kind else {
            return Err(Failure::Refused(rust_i18n::t!("screen_letter.other_kind").into_owned()));
        };
        let basis = self.letter_basis(wish)?;
        Ok(AroundOrder { kind, unit: wish.place.unit.clone(), due: None, basis })
    }

    fn correction(&mut self, wish: &LetterWish) -> Result<(Recorder, CorrectionOrder), Failure> {
        let LetterBasis { signer, .. } = self.letter_basis(wish)?;
        let LetterSaid::Slips(slips, reason) = &wish.said else {
            return Err(not_corrected(CorrectionError::NoSlip));
        };
        let (round, unit) = (wish.place.round.clone(), unit_of(wish)?.clone());
        let recorder = Recorder { round, unit, member: self.letter_member(wish)?, reason: reason.clone() };
        let order = CorrectionOrder { issue: wish.issue, notation: None, signer, slips: slips.clone() };
        Ok((recorder, order))
    }

    fn reminder_basis(&mut self, wish: &LetterWish, report_by: NaiveDate) -> Result<ReminderBasis, Failure> {
        Ok(ReminderBasis { letter: self.letter_basis(wish)?, report_by, today: self.store.today() })
    }

    /// Who acts in the round of the letter, which need not be the one at work.
    fn letter_member(&mut self, wish: &LetterWish) -> Result<String, Failure> {
        let open = self.opened(&wish.place.round)?;
        let known = || open.round.members.iter().map(|member| member.id.to_string()).collect();
        let member = self.acting_in(&open).ok_or_else(|| refused(InspectionError::NobodyActs { known: known() }))?;
        Ok(member.id.to_string())
    }
}

/// The unit that a letter to one unit goes to.
fn unit_of(wish: &LetterWish) -> Result<&UnitId, Failure> {
    let missing = || Failure::Refused(rust_i18n::t!("screen_letter.no_unit").into_owned());
    wish.place.unit.as_ref().ok_or_else(missing)
}

fn not_issued(error: IssueError) -> Failure {
    match error {
        IssueError::Inspection(error) => saving(error),
        other => Failure::Refused(other.to_string()),
    }
}

fn not_corrected(error: CorrectionError) -> Failure {
    match error {
        CorrectionError::Issue(error) => not_issued(error),
        other => Failure::Refused(other.to_string()),
    }
}

fn not_composed(error: LetterError) -> Failure {
    match error {
        LetterError::Inspection(error) | LetterError::Step(StepError::Inspection(error)) => saving(error),
        other => Failure::Refused(other.to_string()),
    }
}

fn not_reminded(error: ReminderError) -> Failure {
    match error {
        ReminderError::Inspection(error) => saving(error),
        other @ ReminderError::NumberUsed(_) => Failure::Refused(other.to_string()),
    }
}
