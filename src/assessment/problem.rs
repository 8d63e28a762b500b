//! Every problem of a unit, as `check` prints it and the screen jumps to it.

use rust_i18n::t;
use serde::Serialize;

use super::double_entry::compare;
use super::judge::ChecklistAssessment;
use super::state::{Answered, ItemState, QuotedFigure, RuleState};
use super::unit::UnitAssessment;
use crate::checklist::{EvidencePolicy, Item, ItemKind, Required, RuleSeverity, Validity, Verdict};
use crate::inspection::{Answer, AskedUnder, Period, Round, Unit, UnitAnswers};
use crate::journal::AttachmentState;
use crate::vietnamese::date::format_date;
use crate::vietnamese::number::{Quoted, format_number, format_percent, same};

/// What a problem is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ProblemKind {
    /// A required item has no answer.
    Unanswered,
    /// Figures do not add up, or differ from the unit's own report.
    Rule,
    /// A partial or fail without remark.
    Remark,
    /// Evidence is missing where it is asked for.
    Evidence,
    /// Too few rows, or rows that miss a required cell.
    Register,
    /// A survey's alarm, or forms that were read twice and differ.
    Survey,
    /// Self and verified points differ without a reason.
    Points,
    /// Different opinions nobody has settled.
    Conflict,
    /// Answered by somebody it was not assigned to.
    Assignment,
    /// A basis or checklist not in force in the inspected period.
    Period,
    /// Answered under other words.
    Edition,
}

/// How grave a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Must be mended before the notice.
    Error,
    /// Deserves a look.
    Warning,
}

/// A problem at a unit, or of the round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Unit; none where it is about the whole round.
    pub unit: Option<String>,
    /// `checklist/item`, or `checklist/rule-id` for a rule; the checklist alone where all of it is concerned.
    pub item: String,
    /// What it is about.
    pub kind: ProblemKind,
    /// How grave it is.
    pub severity: Severity,
    /// In the language of the screen.
    pub message: String,
}

impl UnitAssessment {
    /// Every problem, in the order of the checklists.
    pub fn problems(&self, round: &Round, unit: &Unit, answers: &UnitAnswers) -> Vec<Problem> {
        let mut collector = Collector { unit: unit.id.to_string(), found: Vec::new() };
        for judged in self.checklists() {
            let checklist = judged.checklist();
            let of = |item: &Item| answers.get(checklist.id.as_str(), item.id.as_str());
            for (item, state) in judged.items() {
                if state.is_asked() {
                    let empty = Answer::default();
                    let answer = of(item).unwrap_or(&empty);
                    collector.item(judged, item, state, answer);
                    collector.people(round, unit, judged, item, answer);
                }
            }
            for (rule, state) in judged.rules() {
                if let RuleState::Broken(message) = state {
                    let severity = match rule.severity {
                        RuleSeverity::Error => Severity::Error,
                        RuleSeverity::Warning => Severity::Warning,
                    };
                    let place = format!("{}/{}", checklist.id, rule.id);
                    collector.push(place, ProblemKind::Rule, severity, message.clone());
                }
            }
            collector.periods(round.period, judged);
        }
        collector.found
    }
}

struct Collector {
    unit: String,
    found: Vec<Problem>,
}

impl Collector {
    fn push(&mut self, item: String, kind: ProblemKind, severity: Severity, message: String) {
        self.found.push(Problem { unit: Some(self.unit.clone()), item, kind, severity, message });
    }

    fn item(&mut self, judged: &ChecklistAssessment, item: &Item, state: &ItemState, answer: &Answer) {
        use ProblemKind as Kind;
        use Severity::{Error, Warning};
        let place = format!("{}/{}", judged.checklist().id, item.id);
        let ask = &item.ask;
        let failing = matches!(state.verdict, Some(Verdict::Partial | Verdict::Fail));
        let mut push = |kind, severity, message: std::borrow::Cow<'_, str>| {
            self.push(place.clone(), kind, severity, message.into_owned());
        };
        if !answer.conflicts.is_empty() {
            push(Kind::Conflict, Error, t!("assessment.conflict", item = ask));
        } else if state.answered != Answered::Yes && item.required == Required::Yes {
            match &state.unjudged {
                Some(why) => push(Kind::Unanswered, Error, t!("assessment.not_computed", item = ask, why = why)),
                None => push(Kind::Unanswered, Error, t!("assessment.unanswered", item = ask)),
            }
        }
        if let (Some(found), Some(reported)) = (answer.number, answer.reported)
            && !same(found, reported)
        {
            let (found, reported) = (format_number(found), format_number(reported));
            push(Kind::Rule, Warning, t!("assessment.reported", item = ask, found = found, reported = reported));
        }
        if let Some(QuotedFigure { said, judged: Some(judged) }) = state.quoted {
            match judged.verdict {
                Quoted::Right => {}
                Quoted::Cut => {
                    push(
                        Kind::Rule,
                        Warning,
                        t!("assessment.quoted_cut", item = ask, said = said, right = judged.right),
                    );
                }
                Quoted::Wrong => {
                    push(
                        Kind::Rule,
                        Warning,
                        t!("assessment.quoted_wrong", item = ask, said = said, right = judged.right),
                    );
                }
            }
        }
        let has_remark = answer.remark.as_ref().is_some_and(|remark| !remark.trim().is_empty());
        if matches!(item.kind, ItemKind::Verdict) && failing && !has_remark {
            push(Kind::Remark, Warning, t!("assessment.no_remark", item = ask));
        }
        let wants_evidence = match item.evidence {
            EvidencePolicy::Never => false,
            EvidencePolicy::OnFail => failing,
            EvidencePolicy::Always => state.answered == Answered::Yes,
        };
        if wants_evidence && answer.evidence.is_empty() {
            push(Kind::Evidence, Error, t!("assessment.no_evidence", item = ask));
        }
        for piece in &answer.evidence {
            let file = piece.content.file.as_deref().unwrap_or_default();
            match piece.state {
                AttachmentState::Missing => {
                    push(Kind::Evidence, Error, t!("assessment.file_missing", item = ask, file = file));
                }
                AttachmentState::Changed => {
                    push(Kind::Evidence, Error, t!("assessment.file_changed", item = ask, file = file));
                }
                AttachmentState::Present | AttachmentState::Unattached => {}
            }
        }
        if let (ItemKind::Register(definition), Some(result)) = (&item.kind, &state.register) {
            let rows = result.rows.len();
            if rows > 0 && rows < definition.at_least as usize {
                let message = t!("assessment.few_rows", item = ask, rows = rows, at_least = definition.at_least);
                push(Kind::Register, Warning, message);
            }
            if result.incomplete > 0 {
                push(Kind::Register, Warning, t!("assessment.incomplete_rows", item = ask, rows = result.incomplete));
            }
            for doubt in result.doubts() {
                push(Kind::Register, Warning, t!("assessment.year_in_item", item = ask, why = doubt));
            }
        }
        for alarm in state.survey.iter().flat_map(|survey| &survey.alarms) {
            let share = format_percent(alarm.unsatisfied);
            let message = if let Some(about) = &alarm.about {
                t!("assessment.alarm_about", item = ask, about = about, share = share)
            } else {
                t!("assessment.alarm", item = ask, share = share)
            };
            push(Kind::Survey, Warning, message);
        }
        if let ItemKind::Survey(survey) = &item.kind
            && !answer.second.is_empty()
        {
            let open = compare(survey, answer).open();
            if open > 0 {
                push(Kind::Survey, Warning, t!("assessment.second_differs", item = ask, count = open));
            }
        }
        let unexplained = answer.points_reason.as_ref().is_none_or(|reason| reason.trim().is_empty());
        match (state.points, answer.self_points) {
            (Some(points), Some(own)) if unexplained && state.verdict.is_some() && !same(own, points.verified) => {
                let (own, verified) = (format_number(own), format_number(points.verified));
                push(Kind::Points, Warning, t!("assessment.points", item = ask, own = own, verified = verified));
            }
            (None, Some(own)) if unexplained => {
                let own = format_number(own);
                push(Kind::Points, Warning, t!("assessment.points_without_scale", item = ask, own = own));
            }
            _ => {}
        }
    }

    fn people(&mut self, round: &Round, unit: &Unit, judged: &ChecklistAssessment, item: &Item, answer: &Answer) {
        let checklist = judged.checklist();
        let place = || format!("{}/{}", checklist.id, item.id);
        for member in &answer.members {
            if !round.is_assigned(member, &unit.id, &checklist.id) {
                let name = round.member(member).map_or(member.as_str(), |member| &member.name);
                let message = t!("assessment.outside_assignment", item = item.ask, member = name).into_owned();
                self.push(place(), ProblemKind::Assignment, Severity::Warning, message);
            }
        }
        if answer.asked_under(&item.hash) == AskedUnder::Others && !answer.is_blank() {
            let message = t!("assessment.other_edition", item = item.ask).into_owned();
            self.push(place(), ProblemKind::Edition, Severity::Warning, message);
        }
    }

    /// A basis counts where an item asked now cites it; the problem points at the first such item.
    fn periods(&mut self, period: Period, judged: &ChecklistAssessment) {
        let checklist = judged.checklist();
        let place = |item: &Item| format!("{}/{}", checklist.id, item.id);
        if !checklist.effective.contains(period.to)
            && let Some(first) = checklist.items().next()
        {
            let message = t!("assessment.edition_not_for_period", title = checklist.title, edition = checklist.edition);
            self.push(place(first), ProblemKind::Period, Severity::Warning, message.into_owned());
        }
        for basis in checklist.bases.iter().filter(|basis| !overlaps(basis.in_force, period)) {
            let cites = |item: &Item| item.basis.iter().any(|reference| reference.basis == basis.id);
            let Some((item, _)) = judged.items().find(|(item, state)| state.is_asked() && cites(item)) else {
                continue;
            };
            let (from, to) = (format_date(period.from), format_date(period.to));
            let message = t!("assessment.basis_not_in_force", basis = basis.short, from = from, to = to);
            self.push(place(item), ProblemKind::Period, Severity::Warning, message.into_owned());
        }
    }
}

/// Whether something in force then was so on any day of the inspected period.
fn overlaps(in_force: Validity, period: Period) -> bool {
    in_force.from.is_none_or(|from| from <= period.to) && in_force.to.is_none_or(|to| period.from <= to)
}
