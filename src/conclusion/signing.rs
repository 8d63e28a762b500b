//! Signing the minutes: what stands in the way, and what is written down.

use rust_i18n::t;
use thiserror::Error;

use super::{Conclusion, MinutesBasis};
use crate::assessment::{Problem, ProblemKind, Severity};
use crate::inspection::{Fingerprint, InspectionError, QuestionState, Recorder, Signature, Store};
use crate::journal::RecordKey;
use crate::paper::{Format, Status, render};
use crate::vietnamese::date::format_date;

/// What stands in the way of signing a unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Readiness {
    /// Records with different opinions that nobody has settled: no signing.
    pub conflicts: Vec<RecordKey>,
    /// Errors, unanswered items among them: signing wants a reason.
    pub errors: usize,
    /// Questions about answers that nobody has answered: worth knowing, no more.
    pub questions: usize,
}

/// Why a unit was not signed. Nothing has been recorded.
#[derive(Debug, Error)]
pub enum SigningError {
    /// The store refused.
    #[error("{0}")]
    Inspection(#[from] InspectionError),
    /// It is signed already.
    #[error("{}", t!("signing.already", unit = .unit, date = .date))]
    Already {
        /// Name of the unit.
        unit: String,
        /// When it was signed, as printed.
        date: String,
    },
    /// Different opinions are open.
    #[error("{}", t!("signing.conflicts", unit = .unit, count = .count))]
    Conflicts {
        /// Name of the unit.
        unit: String,
        /// In how many records.
        count: usize,
    },
    /// Something is unanswered or wrong, and no reason was given.
    #[error("{}", t!("signing.reason_needed", unit = .unit, errors = .errors))]
    ReasonNeeded {
        /// Name of the unit.
        unit: String,
        /// How many errors.
        errors: usize,
    },
    /// The minutes could not be laid out.
    #[error("{0}")]
    Paper(#[from] crate::paper::PaperError),
}

/// What stands in the way of signing the unit of `conclusion`.
pub fn readiness(store: &Store, conclusion: &Conclusion) -> Result<Readiness, InspectionError> {
    let Conclusion { open, unit, answers, judged, .. } = conclusion;
    let conflicts = store.open_conflicts(&open.round.id, &unit.id)?;
    let is_error = |problem: &&Problem| problem.severity == Severity::Error && problem.kind != ProblemKind::Conflict;
    let errors = judged.problems(&open.round, unit, answers).iter().filter(is_error).count();
    let questions = store.questions_at(&open.round.id, &unit.id)?;
    let questions = questions.iter().filter(|question| question.state() == QuestionState::Open).count();
    Ok(Readiness { conflicts, errors, questions })
}

/// Signs the unit that `recorder` names: from then on what was found there takes no change without a reason. Refused
/// while opinions differ; with errors the recorder must give a reason.
pub fn sign(store: &mut Store, recorder: &Recorder) -> Result<Signature, SigningError> {
    let conclusion = Conclusion::of(store, recorder.round.as_str(), recorder.unit.as_str())?;
    let unit = || conclusion.unit.name.clone();
    if let Some(signature) = &conclusion.signature {
        return Err(SigningError::Already { unit: unit(), date: format_date(signature.when.date_naive()) });
    }
    let Readiness { conflicts, errors, .. } = readiness(store, &conclusion)?;
    if !conflicts.is_empty() {
        return Err(SigningError::Conflicts { unit: unit(), count: conflicts.len() });
    }
    if errors > 0 && recorder.reason.as_deref().is_none_or(|reason| reason.trim().is_empty()) {
        return Err(SigningError::ReasonNeeded { unit: unit(), errors });
    }
    let now = store.journal().clock().now().to_utc();
    let minutes = conclusion.inspected().minutes(&MinutesBasis { status: Status::Final, now });
    let minutes = Fingerprint::of(&render(&minutes, Format::Text)?);
    store.record_signature(recorder, &minutes)?;
    let signature = store.signature(&recorder.round, &recorder.unit)?;
    signature.ok_or_else(|| {
        InspectionError::UnreadableRecord {
            record: format!("signature/{}/{}", recorder.round, recorder.unit),
            why: t!("signing.unreadable").into_owned(),
        }
        .into()
    })
}
