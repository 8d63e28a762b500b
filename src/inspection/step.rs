//! The steps that a unit goes through from the plan to the round's report (tiến trình), as far as no other record tells
//! them: a letter that went out, a deadline that was set. What the round, the visit, the signature, the notice and the
//! remediation reports say already is read from there ([`crate::conclusion::chain`]) and never written a second time.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use thiserror::Error;

use super::error::InspectionError;
use super::keys;
use super::model::{Mode, Round, RoundId, UnitId};
use super::record::line;
use super::store::Store;
use super::unit_answers::CONTENT;
use crate::journal::{Author, Chain, Head, Written};
use crate::vietnamese::nfc;

/// Field that holds a deadline.
const DUE: &str = "due";

/// A step of a unit, in the order in which they are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Kế hoạch kiểm tra.
    Plan,
    /// Quyết định thành lập đoàn.
    Decision,
    /// Công văn thông báo, with programme and outline.
    Announcement,
    /// Báo cáo của đơn vị.
    SelfReport,
    /// Kiểm tra tại đơn vị.
    Visit,
    /// Ký biên bản.
    Minutes,
    /// Gửi dự thảo thông báo kết luận lấy ý kiến đơn vị.
    Opinion,
    /// Đơn vị có ý kiến về dự thảo.
    Reply,
    /// Ban hành thông báo kết luận.
    Notice,
    /// Báo cáo kết quả khắc phục.
    Remediation,
    /// Báo cáo tổng hợp của đợt.
    RoundReport,
}

impl Step {
    /// All steps in order.
    pub const ALL: [Self; 11] = [
        Self::Plan,
        Self::Decision,
        Self::Announcement,
        Self::SelfReport,
        Self::Visit,
        Self::Minutes,
        Self::Opinion,
        Self::Reply,
        Self::Notice,
        Self::Remediation,
        Self::RoundReport,
    ];

    /// As in record keys, in JSON and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Decision => "decision",
            Self::Announcement => "announcement",
            Self::SelfReport => "self-report",
            Self::Visit => "visit",
            Self::Minutes => "minutes",
            Self::Opinion => "opinion",
            Self::Reply => "reply",
            Self::Notice => "notice",
            Self::Remediation => "remediation",
            Self::RoundReport => "round-report",
        }
    }

    /// The reverse of [`Self::as_str`].
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == name)
    }

    /// What people call it, in the language of the screen.
    pub fn name(self) -> String {
        let key = format!("step.name.{}", self.as_str());
        rust_i18n::t!(key).into_owned()
    }

    /// Whether it is said to be done by hand, because no other record tells.
    pub fn is_said_by_hand(self) -> bool {
        matches!(self, Self::Announcement | Self::Opinion | Self::Reply | Self::RoundReport)
    }

    /// Where a step that is not said by hand is recorded, in the language of the screen.
    pub fn recorded_at(self) -> String {
        let key = format!("step.elsewhere.{}", self.as_str());
        rust_i18n::t!(key).into_owned()
    }

    /// Whether a round of this `mode` has it: a surprise inspection is not announced and has no report of the unit.
    pub fn is_in(self, mode: Mode) -> bool {
        mode != Mode::Surprise || !matches!(self, Self::Announcement | Self::SelfReport)
    }
}

/// That a step is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepContent {
    /// On which day: of the document, or of what was done.
    #[serde(with = "super::day")]
    pub done: NaiveDate,
    /// Number and notation of the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Anything else worth knowing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A value that one or several laptops wrote.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Said<T> {
    /// Nobody did.
    #[default]
    Nothing,
    /// This.
    Settled(T),
    /// Different things, and nobody has said which holds.
    Contested,
}

impl<T> Said<T> {
    /// What holds, where something does.
    pub fn settled(&self) -> Option<&T> {
        match self {
            Self::Settled(value) => Some(value),
            Self::Nothing | Self::Contested => None,
        }
    }
}

/// What is recorded of one step of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StepRecord {
    /// That it is done.
    pub done: Said<StepContent>,
    /// Until when it has to be.
    pub due: Said<NaiveDate>,
}

/// That a step of a unit is done by a document with a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberedStep {
    /// In which round.
    pub round: RoundId,
    /// At which unit.
    pub unit: UnitId,
    /// Which step.
    pub step: Step,
    /// Number and notation as recorded.
    pub number: String,
    /// Day of the document.
    pub date: NaiveDate,
}

/// What is recorded of the steps of a unit.
pub type StepRecords = BTreeMap<Step, StepRecord>;

/// What becomes of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepChange {
    /// It is done.
    Done(StepContent),
    /// It is not done after all.
    NotDone,
    /// It has to be done until this day.
    Due(NaiveDate),
    /// No day is set.
    NotDue,
}

/// Why a step was not recorded.
#[derive(Debug, Error)]
pub enum StepError {
    /// Another record tells it.
    #[error("{}", rust_i18n::t!("step.told_elsewhere", step = .0.name(), place = .0.recorded_at()))]
    ToldElsewhere(Step),
    /// A surprise inspection has no such step.
    #[error("{}", rust_i18n::t!("step.surprise", step = .0.name()))]
    Surprise(Step),
    /// A day still to come.
    #[error("{}", rust_i18n::t!("step.in_future", day = crate::vietnamese::date::format_date(*.0)))]
    InFuture(NaiveDate),
    /// It could not be written.
    #[error(transparent)]
    Inspection(#[from] InspectionError),
}

impl From<crate::journal::NameError> for StepError {
    fn from(error: crate::journal::NameError) -> Self {
        Self::Inspection(error.into())
    }
}

impl From<crate::journal::JournalError> for StepError {
    fn from(error: crate::journal::JournalError) -> Self {
        Self::Inspection(error.into())
    }
}

impl Store {
    /// What is recorded of the steps of a round's units.
    pub fn steps(&self, round: &RoundId) -> Result<BTreeMap<UnitId, StepRecords>, InspectionError> {
        let heads = self.journal.heads_under(&format!("step/{round}/"))?;
        let mut steps: BTreeMap<UnitId, StepRecords> = BTreeMap::new();
        for record in heads.chunk_by(|a, b| a.record == b.record) {
            let mut parts = record[0].record.as_str().split('/').skip(2);
            let unit = parts.next().and_then(|unit| UnitId::new(unit).ok());
            let step = parts.next().and_then(Step::from_name);
            if let Some((unit, step)) = unit.zip(step) {
                let said = StepRecord { done: said(record, CONTENT), due: said_day(record) };
                steps.entry(unit).or_default().insert(step, said);
            }
        }
        Ok(steps)
    }

    /// The steps of all rounds of this home that the inspecting office did by a document of its own with a number; each
    /// opinion where laptops differ. A unit's reply bears the unit's number.
    pub fn numbered_steps(&self) -> Result<Vec<NumberedStep>, InspectionError> {
        let heads = self.journal.heads_under(keys::STEPS)?;
        let numbered = heads.iter().filter(|head| head.field.as_str() == CONTENT).filter_map(|head| {
            let mut parts = head.record.as_str().split('/').skip(1);
            let round = RoundId::new(parts.next()?).ok()?;
            let unit = UnitId::new(parts.next()?).ok()?;
            let step = parts.next().and_then(Step::from_name).filter(|step| *step != Step::Reply)?;
            let content = StepContent::deserialize(&head.value).ok()?;
            Some(NumberedStep { round, unit, step, number: content.number?, date: content.done })
        });
        Ok(numbered.collect())
    }

    /// Records what becomes of a step at one or several units, as one action. Durable when this returns.
    pub fn record_step(
        &mut self,
        round: &Round,
        units: &[UnitId],
        member: &str,
        step: Step,
        change: &StepChange,
    ) -> Result<Written, StepError> {
        if !step.is_in(round.mode) {
            return Err(StepError::Surprise(step));
        }
        let (field, value) = match change {
            StepChange::Done(_) | StepChange::NotDone if !step.is_said_by_hand() => {
                return Err(StepError::ToldElsewhere(step));
            }
            StepChange::Done(content) if content.done > self.journal.clock().now().date_naive() => {
                return Err(StepError::InFuture(content.done));
            }
            StepChange::Done(content) => (CONTENT, json!(tidy(content))),
            StepChange::NotDone => (CONTENT, Value::Null),
            StepChange::Due(day) => (DUE, json!(day)),
            StepChange::NotDue => (DUE, Value::Null),
        };
        let mut lines = Vec::with_capacity(units.len());
        for unit in units {
            lines.push(line(keys::step(&round.id, unit, step)?, field, value.clone())?);
        }
        let author = Author { member: Some(member.to_owned()), reason: None };
        Ok(self.journal.write(&Chain::Round(round.id.to_string()), &author, &lines)?)
    }
}

fn tidy(content: &StepContent) -> StepContent {
    let text = |text: &Option<String>| {
        text.as_deref().map(|text| nfc::single_line(text).trim().to_owned()).filter(|text| !text.is_empty())
    };
    StepContent { done: content.done, number: text(&content.number), note: text(&content.note) }
}

fn said<T: for<'de> Deserialize<'de>>(record: &[Head], field: &str) -> Said<T> {
    let mut heads = record.iter().filter(|head| head.field.as_str() == field);
    let Some(first) = heads.next() else { return Said::Nothing };
    if heads.any(|head| head.value != first.value) {
        return Said::Contested;
    }
    T::deserialize(&first.value).map_or(Said::Nothing, Said::Settled)
}

fn said_day(record: &[Head]) -> Said<NaiveDate> {
    match said::<String>(record, DUE) {
        Said::Settled(text) => text.parse().map_or(Said::Nothing, Said::Settled),
        Said::Nothing => Said::Nothing,
        Said::Contested => Said::Contested,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspection::{TextFile, read_round};
    use crate::journal::Clock;

    fn store(folder: &std::path::Path, mode: &str) -> (Store, Round) {
        let mut store = Store::open(folder, Clock::Fixed("2025-10-19T09:42:00+07:00".parse().unwrap())).unwrap();
        let text = format!(
            "id = \"r1\"\ntitle = \"Đợt\"\nmode = \"{mode}\"\nperiod = {{ from = 2025-01-01, to = 2025-06-30 }}\nchecklists = [\"khao-sat-hai-long\"]\n[[member]]\nid = \"tv-1\"\nname = \"A\"\nrole = \"lead\"\n[[unit]]\nid = \"a\"\nname = \"UBND xã A\"\nkind = \"xa\"\n[[unit]]\nid = \"b\"\nname = \"UBND xã B\"\nkind = \"xa\"\n"
        );
        let file = TextFile::from_bytes("r.toml", text.as_bytes()).unwrap();
        let round = read_round(&file, "2025-10-19".parse().unwrap()).unwrap();
        store.add_round(&round, None).unwrap();
        (store, round)
    }

    fn done(day: &str) -> StepContent {
        StepContent { done: day.parse().unwrap(), number: Some(" 15/SNV-CCHC ".to_owned()), note: None }
    }

    #[test]
    fn a_step_said_for_all_units_is_kept_and_can_be_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let (mut store, round) = store(folder.path(), "planned");
        let units: Vec<UnitId> = round.units.iter().map(|unit| unit.id.clone()).collect();
        store.record_step(&round, &units, "tv-1", Step::Announcement, &StepChange::Done(done("2025-10-01"))).unwrap();
        let due = "2025-10-10".parse().unwrap();
        store.record_step(&round, &units[..1], "tv-1", Step::SelfReport, &StepChange::Due(due)).unwrap();
        let steps = store.steps(&round.id).unwrap();
        for unit in &units {
            let said = steps[unit][&Step::Announcement].done.settled().unwrap();
            assert_eq!(said.number.as_deref(), Some("15/SNV-CCHC"));
        }
        assert_eq!(steps[&units[0]][&Step::SelfReport].due, Said::Settled(due));
        assert!(!steps[&units[1]].contains_key(&Step::SelfReport));
        store.record_step(&round, &units, "tv-1", Step::Announcement, &StepChange::NotDone).unwrap();
        store.record_step(&round, &units[..1], "tv-1", Step::SelfReport, &StepChange::NotDue).unwrap();
        let steps = store.steps(&round.id).unwrap();
        assert_eq!(steps[&units[0]][&Step::Announcement].done, Said::Nothing);
        assert_eq!(steps[&units[0]][&Step::SelfReport].due, Said::Nothing);
    }

    #[test]
    fn what_other_records_tell_is_not_written_a_second_time() {
        let folder = tempfile::tempdir().unwrap();
        let (mut store, round) = store(folder.path(), "planned");
        let units = [round.units[0].id.clone()];
        for step in Step::ALL.into_iter().filter(|step| !step.is_said_by_hand()) {
            let refused = store.record_step(&round, &units, "tv-1", step, &StepChange::Done(done("2025-10-01")));
            let said = refused.unwrap_err().to_string();
            assert!(!said.contains("step."), "{said}");
        }
        let future = store.record_step(&round, &units, "tv-1", Step::Opinion, &StepChange::Done(done("2025-10-20")));
        assert!(matches!(future, Err(StepError::InFuture(_))));
    }

    #[test]
    fn a_surprise_inspection_is_not_announced() {
        let folder = tempfile::tempdir().unwrap();
        let (mut store, round) = store(folder.path(), "surprise");
        let units = [round.units[0].id.clone()];
        let refused =
            store.record_step(&round, &units, "tv-1", Step::Announcement, &StepChange::Done(done("2025-10-01")));
        assert!(matches!(refused, Err(StepError::Surprise(Step::Announcement))));
    }

    #[test]
    fn names_of_steps_are_read_back() {
        for step in Step::ALL {
            assert_eq!(Step::from_name(step.as_str()), Some(step));
            assert!(!step.name().contains("step."), "{}", step.name());
        }
    }
}
