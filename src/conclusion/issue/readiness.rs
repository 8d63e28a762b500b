//! What stands in the way of issuing a notice.

use chrono::{Datelike, NaiveDate};
use rust_i18n::t;
use thiserror::Error;

use super::{IssueOrder, IssueStep, notice_notation};
use crate::assessment::{Problem, ProblemKind, Severity};
use crate::conclusion::draft::{Draft, Passage, PassageStanding, RecordedFigure};
use crate::conclusion::numbering::{NumberUse, uses_of};
use crate::conclusion::{Conclusion, NoticeBasis};
use crate::exchange::board::Outstanding;
use crate::inspection::{InspectionError, NoticeStanding, QuestionState, StandsOn, Store, unit_concerned};
use crate::paper::Status;
use crate::vietnamese::date::{DateError, check_range, format_date};

/// What does not let a notice be issued, whatever the reason.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Obstacle {
    /// Opinions differ at the unit, or about what the round is.
    #[error("{}", t!("issue.obstacle.conflicts", count = .count))]
    Conflicts {
        /// In how many records.
        count: usize,
    },
    /// It was issued already.
    #[error("{}", t!("issue.obstacle.already", number = .number, date = format_date(*.date)))]
    Already {
        /// `05/TB-SNV`.
        number: String,
        /// Day of issue.
        date: NaiveDate,
    },
    /// There is nothing to replace.
    #[error("{}", t!("issue.obstacle.nothing_to_replace"))]
    NothingToReplace,
    /// Laptops issued different notices.
    #[error("{}", t!("issue.obstacle.contested", numbers = .numbers.join(", ")))]
    Contested {
        /// Their numbers.
        numbers: Vec<String>,
    },
    /// 0 is no number.
    #[error("{}", t!("issue.obstacle.no_number"))]
    NoNumber,
    /// The number is used this year.
    #[error("{0}")]
    NumberUsed(Box<NumberUse>),
    /// The day cannot be meant.
    #[error("{0}")]
    Date(DateError),
    /// It is dated before the visit.
    #[error("{}", t!("issue.obstacle.before_visit", date = format_date(*.date), visit = format_date(*.visit)))]
    BeforeVisit {
        /// As given.
        date: NaiveDate,
        /// Day of the visit.
        visit: NaiveDate,
    },
    /// It is dated before the notice it replaces.
    #[error("{}", t!("issue.obstacle.before_replaced", date = format_date(*.date), replaced = format_date(*.replaced)))]
    BeforeReplaced {
        /// As given.
        date: NaiveDate,
        /// Day of the notice it replaces.
        replaced: NaiveDate,
    },
}

/// What lets a notice be issued only with a reason.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Doubt {
    /// It replaces a notice that was issued: why is always said.
    #[error("{}", t!("issue.doubt.replacement"))]
    Replacement,
    /// The minutes are not signed.
    #[error("{}", t!("issue.doubt.unsigned"))]
    Unsigned,
    /// It is dated before the minutes were signed.
    #[error("{}", t!("issue.doubt.before_signature", date = format_date(*.date), signed = format_date(*.signed)))]
    BeforeSignature {
        /// As given.
        date: NaiveDate,
        /// Day of the signature.
        signed: NaiveDate,
    },
    /// It is dated after today.
    #[error("{}", t!("issue.doubt.ahead", date = format_date(*.date), today = format_date(*.today)))]
    Ahead {
        /// As given.
        date: NaiveDate,
        /// By this laptop's clock.
        today: NaiveDate,
    },
    /// Something is wrong or unanswered.
    #[error("{}", t!("issue.doubt.errors", count = .count))]
    Errors {
        /// How many errors.
        count: usize,
    },
    /// A basis or checklist was not in force in the inspected period.
    #[error("{0}")]
    NotInForce(String),
    /// Something of other laptops is waited for.
    #[error("{0}")]
    Outstanding(String),
    /// A figure typed by hand that the records do not bear out.
    #[error("{}", contradiction(.part, .figure, .record))]
    Figure {
        /// Title of the part it stands in.
        part: String,
        /// As typed.
        figure: String,
        /// What the records say in its place; nothing where they have no such figure.
        record: Vec<String>,
    },
    /// Passages in a person's words although the records changed since.
    #[error("{}", t!("issue.doubt.passages_changed", count = .count))]
    PassagesChanged {
        /// How many.
        count: usize,
    },
    /// A paper of another laptop rests on a notice whose record was taken back here.
    #[error("{}", t!("issue.doubt.left_standing", paper = .0))]
    LeftStanding(StandsOn),
    /// Questions to members are open.
    #[error("{}", t!("issue.doubt.questions", count = .count))]
    Questions {
        /// How many.
        count: usize,
    },
}

/// `Số thủ tục đã niêm yết: 1.060`.
fn told(recorded: RecordedFigure) -> String {
    match recorded.ask {
        Some(ask) => format!("{ask}: {}", recorded.shown),
        None => recorded.shown,
    }
}

fn contradiction(part: &str, figure: &str, record: &[String]) -> String {
    if record.is_empty() {
        t!("issue.doubt.figure_unknown", part = part, figure = figure).into_owned()
    } else {
        t!("issue.doubt.figure", part = part, figure = figure, record = record.join(", ")).into_owned()
    }
}

/// What stands in the way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IssueReadiness {
    /// What refuses.
    pub obstacles: Vec<Obstacle>,
    /// What wants a reason.
    pub doubts: Vec<Doubt>,
}

/// What stands in the way of `issuer` (a member) issuing the notice of the unit of `conclusion` as `order` says.
pub fn readiness(
    store: &Store,
    conclusion: &Conclusion,
    issuer: &str,
    order: &IssueOrder,
) -> Result<IssueReadiness, InspectionError> {
    let mut readiness = open_matters(store, conclusion, issuer)?;
    let standing = store.issued(&conclusion.open.round.id, &conclusion.unit.id)?;
    readiness.obstacles.extend(standing_in_the_way(&standing, order));
    if order.step == IssueStep::Replacement {
        readiness.doubts.insert(0, Doubt::Replacement);
    }
    number(store, conclusion, order, &mut readiness)?;
    date(store, conclusion, order.date, &mut readiness);
    Ok(readiness)
}

/// The same as far as it does not depend on number and date: what can be told before they are given.
pub fn open_matters(store: &Store, conclusion: &Conclusion, issuer: &str) -> Result<IssueReadiness, InspectionError> {
    let Conclusion { open, unit, answers, judged, .. } = conclusion;
    let mut readiness = IssueReadiness::default();
    let count = open_conflicts(store, conclusion)?;
    if count > 0 {
        readiness.obstacles.push(Obstacle::Conflicts { count });
    }
    let doubts = &mut readiness.doubts;
    let left = store.left_standing(&open.round.id, &unit.id)?;
    doubts.extend(left.into_iter().flat_map(|left| left.papers).map(Doubt::LeftStanding));
    if conclusion.signature.is_none() {
        doubts.push(Doubt::Unsigned);
    }
    let outstanding: Outstanding = store.outstanding(&open.round, &unit.id, issuer)?;
    doubts.extend(outstanding.sentences().into_iter().map(Doubt::Outstanding));
    let problems = judged.problems(&open.round, unit, answers);
    let is_error = |problem: &&Problem| problem.severity == Severity::Error && problem.kind != ProblemKind::Conflict;
    let errors = problems.iter().filter(is_error).count();
    if errors > 0 {
        doubts.push(Doubt::Errors { count: errors });
    }
    // Several checklists may rest on one document.
    let periods = problems.iter().filter(|problem| problem.kind == ProblemKind::Period);
    for problem in periods {
        let doubt = Doubt::NotInForce(problem.message.clone());
        if !doubts.contains(&doubt) {
            doubts.push(doubt);
        }
    }
    let inspected = conclusion.inspected();
    let now = store.journal().clock().now().to_utc();
    let draft = Draft::of(&inspected, &NoticeBasis { number: None, date: None, status: Status::Draft, now });
    doubts.extend(draft.contradictions(&inspected).into_iter().map(|found| Doubt::Figure {
        part: found.passage.part.title(),
        figure: found.figure,
        record: found.record.into_iter().map(told).collect(),
    }));
    let is_changed = |passage: &&Passage| matches!(passage.standing, PassageStanding::Changed { .. });
    let count = draft.passages().iter().filter(is_changed).count();
    if count > 0 {
        doubts.push(Doubt::PassagesChanged { count });
    }
    let questions = store.questions_at(&open.round.id, &unit.id)?;
    let count = questions.iter().filter(|question| question.state() == QuestionState::Open).count();
    if count > 0 {
        doubts.push(Doubt::Questions { count });
    }
    Ok(readiness)
}

/// Records with different opinions that a notice would print: at the unit, and of what the round itself is.
fn open_conflicts(store: &Store, conclusion: &Conclusion) -> Result<usize, InspectionError> {
    let (round, unit) = (&conclusion.open.round.id, &conclusion.unit.id);
    let mut records: Vec<_> = store.contested(round)?.into_iter().map(|heads| heads[0].record.clone()).collect();
    records.dedup();
    let concerns = |kind: &str, at: Option<_>| match at {
        Some(at) => at == *unit && kind != "notice",
        None => ["round", "member", "pin"].contains(&kind),
    };
    Ok(records.iter().filter(|record| concerns(record.kind(), unit_concerned(record))).count())
}

fn standing_in_the_way(standing: &NoticeStanding, order: &IssueOrder) -> Option<Obstacle> {
    match (standing, order.step) {
        (NoticeStanding::Draft, IssueStep::First) => None,
        (NoticeStanding::Draft, IssueStep::Replacement) => Some(Obstacle::NothingToReplace),
        (NoticeStanding::Issued(issued), IssueStep::First) => {
            Some(Obstacle::Already { number: issued.content.number_line(), date: issued.content.date })
        }
        (NoticeStanding::Issued(issued), IssueStep::Replacement) => (order.date < issued.content.date)
            .then_some(Obstacle::BeforeReplaced { date: order.date, replaced: issued.content.date }),
        (NoticeStanding::Contested(several), _) => {
            let numbers = NoticeStanding::numbers(several);
            Some(Obstacle::Contested { numbers })
        }
    }
}

fn number(
    store: &Store,
    conclusion: &Conclusion,
    order: &IssueOrder,
    readiness: &mut IssueReadiness,
) -> Result<(), InspectionError> {
    if order.number == 0 {
        readiness.obstacles.push(Obstacle::NoNumber);
        return Ok(());
    }
    let notation = notice_notation(&conclusion.open.round);
    let uses = uses_of(store, order.number, &notation, order.date.year())?;
    readiness.obstacles.extend(uses.into_iter().next().map(|used| Obstacle::NumberUsed(Box::new(used))));
    Ok(())
}

fn date(store: &Store, conclusion: &Conclusion, date: NaiveDate, readiness: &mut IssueReadiness) {
    if let Err(error) = check_range(date) {
        readiness.obstacles.push(Obstacle::Date(error));
        return;
    }
    let Conclusion { visit, unit, signature, .. } = conclusion;
    let recorded = visit.ended.or(visit.started).map(|time| time.date());
    if let Some(visit) = recorded.or(unit.visit).filter(|visit| date < *visit) {
        readiness.obstacles.push(Obstacle::BeforeVisit { date, visit });
        return;
    }
    let signed = signature.as_ref().map(|signature| signature.when.date_naive());
    if let Some(signed) = signed.filter(|signed| date < *signed) {
        readiness.doubts.push(Doubt::BeforeSignature { date, signed });
    }
    let today = store.journal().clock().now().date_naive();
    if date > today {
        readiness.doubts.push(Doubt::Ahead { date, today });
    }
}
