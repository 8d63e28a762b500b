//! The chain of a unit's steps (tiến trình): what is done, what is due next, what is late, as far as anything recorded
//! tells. Plan and decision are the round's, the unit's report its particulars', the visit and the minutes have records of
//! their own, notice and remediation too; only the rest is said by hand ([`crate::inspection::Step`]).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_i18n::t;

use super::follow_up::{self, FollowUp, RequirementState, last_day};
use crate::checklist::Addressee;
use crate::inspection::{
    DocumentReference, InspectionError, NoticeStanding, Round, Said, Step, StepContent, StepRecord, StepRecords, Store,
    Unit, UnitId, Visit,
};
use crate::vietnamese::calendar::Calendar;
use crate::vietnamese::date::{format_date, format_date_short};

/// Working days from the end of the visit to the conclusion (Thông tư số 02/2017/TT-VPCP, Điều 46).
pub const CONCLUSION_DAYS: u32 = 15;
/// Name of the round's target that says otherwise: `[target] conclusion_days = 20`.
pub const CONCLUSION_TARGET: &str = "conclusion_days";

/// How a step of a unit stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepState {
    /// Done; the day is missing where nothing tells it.
    Done {
        /// On which day.
        on: Option<NaiveDate>,
        /// Number of its document.
        number: Option<String>,
        /// What else was noted.
        note: Option<String>,
    },
    /// To be done until a day that has not passed.
    Due {
        /// The day.
        on: NaiveDate,
        /// Working days left; 0 on the last day.
        left: u32,
    },
    /// Not done, and its last day has passed.
    Overdue {
        /// The day.
        on: NaiveDate,
        /// Working days since.
        by: u32,
    },
    /// Not done, and no day is set.
    Open,
    /// Nothing says that it was done, but a later step is.
    PassedOver,
    /// Laptops say different things.
    Contested,
}

impl StepState {
    /// As in JSON.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Done { .. } => "done",
            Self::Due { .. } => "due",
            Self::Overdue { .. } => "overdue",
            Self::Open => "open",
            Self::PassedOver => "passed-over",
            Self::Contested => "contested",
        }
    }

    /// How it stands, in the language of the screen: `xong 20/10/2025`, `còn 3 ngày làm việc (hạn 24/10/2025)`.
    pub fn in_words(&self) -> String {
        match self {
            Self::Done { on: Some(on), .. } => t!("step.state.done_on", day = format_date(*on)),
            Self::Done { on: None, .. } => t!("step.state.done"),
            Self::Due { on, left: 0 } => t!("step.state.due_today", day = format_date(*on)),
            Self::Due { on, left } => t!("step.state.due", day = format_date(*on), left = left),
            Self::Overdue { on, by } => t!("step.state.overdue", day = format_date(*on), by = by),
            Self::Open => t!("step.state.open"),
            Self::PassedOver => t!("step.state.passed_over"),
            Self::Contested => t!("step.state.contested"),
        }
        .into_owned()
    }

    /// The same for a narrow column: `còn 3 ngày (24/10)`.
    pub fn in_few_words(&self) -> String {
        match self {
            Self::Done { on: Some(on), .. } => t!("step.short.done_on", day = format_date_short(*on)),
            Self::Due { on, left: 0 } => t!("step.short.due_today", day = format_date_short(*on)),
            Self::Due { on, left } => t!("step.short.due", day = format_date_short(*on), left = left),
            Self::Overdue { on, by } => t!("step.short.overdue", day = format_date_short(*on), by = by),
            Self::Done { on: None, .. } | Self::Open | Self::PassedOver | Self::Contested => return self.in_words(),
        }
        .into_owned()
    }

    /// Whether it is still to be done.
    pub fn is_waiting(&self) -> bool {
        matches!(self, Self::Due { .. } | Self::Overdue { .. } | Self::Open)
    }
}

/// A step of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitStep {
    /// Which.
    pub step: Step,
    /// How it stands.
    pub state: StepState,
    /// Its last day, whether it is done or not.
    pub due: Option<NaiveDate>,
}

/// The working days for the conclusion as they run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConclusionDays {
    /// Day on which the visit ended.
    pub from: NaiveDate,
    /// How many there are.
    pub allowed: u32,
    /// How many have passed, up to the notice where it is issued.
    pub passed: u32,
    /// The last one.
    pub until: NaiveDate,
    /// Whether they have stopped.
    pub running: Running,
}

impl ConclusionDays {
    fn of(calendar: &Calendar, round: &Round, from: NaiveDate, issued: Option<NaiveDate>, today: NaiveDate) -> Self {
        let allowed = conclusion_days(round);
        Self {
            from,
            allowed,
            passed: u32::try_from(calendar.working_days(from, issued.unwrap_or(today))).unwrap_or(0),
            until: calendar.add_working_days(from, allowed),
            running: issued.map_or(Running::Yes, Running::Until),
        }
    }

    /// `ngày làm việc thứ 9/15 kể từ ngày kiểm tra 20/10/2025; hạn ban hành kết luận 10/11/2025`, in the language of the
    /// screen.
    pub fn in_words(&self) -> String {
        let Self { passed, allowed, .. } = self;
        let (from, until) = (format_date(self.from), format_date(self.until));
        match self.running {
            Running::Yes => t!("step.days.running", passed = passed, allowed = allowed, from = from, until = until),
            Running::Until(day) => {
                t!("step.days.stopped", passed = passed, allowed = allowed, from = from, day = format_date(day))
            }
        }
        .into_owned()
    }

    /// `Kết luận: đã qua 9/15 ngày làm việc, hạn 10/11/2025`, for one line of a narrow screen.
    pub fn in_few_words(&self) -> String {
        let Self { passed, allowed, .. } = self;
        match self.running {
            Running::Yes => {
                t!("step.days.line", passed = passed, allowed = allowed, until = format_date(self.until))
            }
            Running::Until(day) => {
                t!("step.days.line_stopped", passed = passed, allowed = allowed, day = format_date(day))
            }
        }
        .into_owned()
    }

    /// `9/15`.
    pub fn short(&self) -> String {
        format!("{}/{}", self.passed, self.allowed)
    }

    /// Whether more working days have passed than there are.
    pub fn is_over(&self) -> bool {
        self.passed > self.allowed
    }
}

/// Whether working days still run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Running {
    /// They do.
    Yes,
    /// The notice was issued on this day.
    Until(NaiveDate),
}

/// All steps of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitSteps {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// Its steps in order; those that its round does not have are missing.
    pub steps: Vec<UnitStep>,
    /// The days for the conclusion, once the visit has ended.
    pub conclusion: Option<ConclusionDays>,
}

impl UnitSteps {
    /// What is to be done next: what is overdue before what is due, the nearest day first, then the first open step. None
    /// where everything is done.
    pub fn next(&self) -> Option<&UnitStep> {
        let waiting = || self.steps.iter().filter(|step| step.state.is_waiting());
        let first = waiting().next()?;
        // A day set for a step further on counts only where it comes before that of the first.
        let dated = waiting().filter(|step| matches!(step.state, StepState::Overdue { .. }));
        Some(dated.min_by_key(|step| step.due).unwrap_or(first))
    }

    /// The step called so.
    pub fn step(&self, wanted: Step) -> Option<&UnitStep> {
        self.steps.iter().find(|step| step.step == wanted)
    }
}

/// Working days for the conclusion in `round`.
pub fn conclusion_days(round: &Round) -> u32 {
    let wanted = round.targets.get(CONCLUSION_TARGET).copied().filter(|days| (1.0..=366.0).contains(days));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 366")]
    wanted.map_or(CONCLUSION_DAYS, |days| days as u32)
}

/// The steps of every unit of `round`, as they stand on `today`. Costs a few records a unit.
pub fn of_round(store: &Store, round: &Round, today: NaiveDate) -> Result<Vec<UnitSteps>, InspectionError> {
    let said = store.steps(&round.id)?;
    let notices: BTreeMap<UnitId, NoticeStanding> =
        store.issued_in(&round.id)?.into_iter().map(|issued| (issued.unit, issued.standing)).collect();
    let follow_ups = follow_up::of_round(store, &round.id, today)?;
    let nothing = StepRecords::new();
    round
        .units
        .iter()
        .map(|unit| {
            let visit = store.visit(&round.id, &unit.id)?;
            let signed = store.signature(&round.id, &unit.id)?.map(|signature| signature.when.date_naive());
            let facts = Facts {
                round,
                unit,
                today,
                calendar: store.calendar(),
                said: said.get(&unit.id).unwrap_or(&nothing),
                held: held(store, round, unit, &visit, signed.map(|_| ()), today)?,
                signed,
                notice: notices.get(&unit.id),
                required: follow_ups
                    .iter()
                    .filter(|each| each.unit == unit.id && each.requirement.to == Addressee::Unit)
                    .collect(),
            };
            Ok(facts.steps())
        })
        .collect()
}

/// The steps of one unit.
pub fn of_unit(
    store: &Store,
    round: &Round,
    unit: &UnitId,
    today: NaiveDate,
) -> Result<Option<UnitSteps>, InspectionError> {
    let alone = Round { units: round.unit(unit).into_iter().cloned().collect(), ..round.clone() };
    Ok(of_round(store, &alone, today)?.pop())
}

/// What is known of one unit.
struct Facts<'a> {
    round: &'a Round,
    unit: &'a Unit,
    today: NaiveDate,
    calendar: &'a Calendar,
    said: &'a StepRecords,
    /// When the visit ended.
    held: Option<NaiveDate>,
    signed: Option<NaiveDate>,
    notice: Option<&'a NoticeStanding>,
    required: Vec<&'a FollowUp>,
}

/// What records tell of a step before its day is looked at.
enum Told {
    Done(StepContent),
    DoneSomeDay,
    Not,
    Contested,
    /// The round or the unit has no such step.
    Never,
}

impl Facts<'_> {
    fn steps(&self) -> UnitSteps {
        let from = self.held;
        let issued = self.notice.and_then(NoticeStanding::settled).map(|issued| issued.content.date);
        let conclusion = from.map(|from| ConclusionDays::of(self.calendar, self.round, from, issued, self.today));
        let mut steps: Vec<UnitStep> = Step::ALL
            .into_iter()
            .filter(|step| step.is_in(self.round.mode))
            .filter_map(|step| self.step(step, conclusion))
            .collect();
        let last_done = steps.iter().rposition(|step| matches!(step.state, StepState::Done { .. }));
        for step in steps.iter_mut().take(last_done.unwrap_or(0)) {
            if step.state == StepState::Open {
                step.state = StepState::PassedOver;
            }
        }
        UnitSteps { unit: self.unit.id.clone(), name: self.unit.name.clone(), steps, conclusion }
    }

    fn step(&self, step: Step, conclusion: Option<ConclusionDays>) -> Option<UnitStep> {
        let record = self.said.get(&step).cloned().unwrap_or_default();
        let due = self.due(step, &record, conclusion);
        let state = match (self.told(step, &record), &record.due) {
            (Told::Never, _) => return None,
            (Told::Done(content), _) => {
                StepState::Done { on: Some(content.done), number: content.number, note: content.note }
            }
            (Told::DoneSomeDay, _) => StepState::Done { on: None, number: None, note: None },
            (Told::Contested, _) | (Told::Not, Said::Contested) => StepState::Contested,
            (Told::Not, _) => due.map_or(StepState::Open, |day| self.by(day)),
        };
        Some(UnitStep { step, state, due })
    }

    /// How something that is to be done until `day` stands. A day off goes over to the next working day.
    fn by(&self, day: NaiveDate) -> StepState {
        let last = last_day(self.calendar, day);
        let count = |from, to| u32::try_from(self.calendar.working_days(from, to)).unwrap_or(0);
        match count(last, self.today) {
            0 => StepState::Due { on: day, left: count(self.today, last) },
            by => StepState::Overdue { on: day, by },
        }
    }

    fn told(&self, step: Step, record: &StepRecord) -> Told {
        let cited = |document: &Option<DocumentReference>| {
            document.as_ref().map_or(Told::Not, |document| done(document.date, Some(document.number.clone())))
        };
        match step {
            Step::Plan => cited(&self.round.plan),
            Step::Decision => cited(&self.round.decision),
            Step::SelfReport => match &self.unit.self_report {
                Some(report) => done(report.date, Some(report.number.clone())),
                None => Told::Not,
            },
            Step::Visit => match (self.held, self.signed) {
                (Some(day), _) => done(day, None),
                (None, Some(_)) => Told::DoneSomeDay,
                (None, None) => Told::Not,
            },
            Step::Minutes => self.signed.map_or(Told::Not, |day| done(day, None)),
            Step::Notice => match self.notice {
                Some(NoticeStanding::Issued(issued)) => done(issued.content.date, Some(issued.content.number_line())),
                Some(NoticeStanding::Contested(_)) => Told::Contested,
                Some(NoticeStanding::Draft) | None => Told::Not,
            },
            Step::Remediation => self.remedied(),
            Step::Announcement | Step::Opinion | Step::Reply | Step::RoundReport => match &record.done {
                Said::Settled(content) => Told::Done(content.clone()),
                Said::Contested => Told::Contested,
                Said::Nothing => Told::Not,
            },
        }
    }

    /// All that the notice requires of the unit accepted.
    fn remedied(&self) -> Told {
        let issued = self.notice.is_some_and(|notice| notice.settled().is_some());
        if self.required.is_empty() {
            return if issued { Told::Never } else { Told::Not };
        }
        if self.required.iter().any(|each| each.state == RequirementState::Contested) {
            return Told::Contested;
        }
        if self.required.iter().any(|each| each.state != RequirementState::Accepted) {
            return Told::Not;
        }
        let last = self.required.iter().filter_map(|each| each.current()).max_by_key(|report| report.content.date);
        last.map_or(Told::DoneSomeDay, |report| done(report.content.date, Some(report.content.number.clone())))
    }

    fn due(&self, step: Step, record: &StepRecord, conclusion: Option<ConclusionDays>) -> Option<NaiveDate> {
        let set = record.due.settled().copied();
        match step {
            // The day of the visit is the unit's, and what is required has days of its own.
            Step::Visit => self.unit.visit,
            Step::Remediation => {
                self.required.iter().filter(|each| each.state.is_owed()).filter_map(|each| each.due).min()
            }
            Step::Notice => set.or(conclusion.map(|days| days.until)),
            Step::Plan | Step::Decision => None,
            _ => set,
        }
    }
}

fn day_of(visit: &Visit, unit: &Unit) -> Option<NaiveDate> {
    visit.ended.or(visit.started).map(|time| time.date()).or(unit.visit)
}

/// The working days for the conclusion of one unit, without its other steps; none before the visit has ended.
pub fn conclusion_of(
    store: &Store,
    round: &Round,
    unit: &Unit,
    today: NaiveDate,
) -> Result<Option<ConclusionDays>, InspectionError> {
    let visit = store.visit(&round.id, &unit.id)?;
    let signed = store.signature(&round.id, &unit.id)?.is_some();
    let Some(from) = held(store, round, unit, &visit, signed.then_some(()), today)? else { return Ok(None) };
    let standing = store.issued(&round.id, &unit.id)?;
    let issued = standing.settled().map(|issued| issued.content.date);
    Ok(Some(ConclusionDays::of(store.calendar(), round, from, issued, today)))
}

/// Day on which the visit ended. Where nobody wrote down when, minutes that are signed end it, and so does its day once it
/// has passed and something was recorded at the unit.
fn held(
    store: &Store,
    round: &Round,
    unit: &Unit,
    visit: &Visit,
    signed: Option<()>,
    today: NaiveDate,
) -> Result<Option<NaiveDate>, InspectionError> {
    if let Some(ended) = visit.ended {
        return Ok(Some(ended.date()));
    }
    let day = day_of(visit, unit);
    if signed.is_some() {
        return Ok(day);
    }
    let Some(day) = day.filter(|day| *day < today) else { return Ok(None) };
    Ok(store.is_begun(&round.id, &unit.id)?.then_some(day))
}

fn done(on: NaiveDate, number: Option<String>) -> Told {
    Told::Done(StepContent { done: on, number, note: None })
}
