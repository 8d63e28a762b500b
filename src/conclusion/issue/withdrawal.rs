//! Taking back the record of a notice that was never signed or sent, and putting it back.

use chrono::Datelike;
use rust_i18n::t;
use thiserror::Error;

use super::{IssueError, sentences};
use crate::conclusion::numbering::{NumberUse, uses_of};
use crate::inspection::{InspectionError, Issued, NoticeStanding, Recorder, StandsOn, Store, Withdrawal, find_unit};
use crate::vietnamese::date::format_date;

/// Why the record of a notice was neither taken back nor put back. Nothing has been recorded.
#[derive(Debug, Error)]
pub enum WithdrawalError {
    /// The notice cannot be used.
    #[error("{}", .0)]
    Issue(#[from] IssueError),
    /// Nothing was issued.
    #[error("{}", t!("withdrawal.nothing_issued", unit = .unit))]
    NothingIssued {
        /// Name of the unit.
        unit: String,
    },
    /// Papers rest on it: it went out.
    #[error("{}", t!("withdrawal.refused", unit = .unit, number = .number, why = sentences(.papers)))]
    StandsOn {
        /// Name of the unit.
        unit: String,
        /// Number of the notice.
        number: String,
        /// Which.
        papers: Vec<StandsOn>,
    },
    /// Nothing was taken back.
    #[error("{}", t!("withdrawal.nothing_withdrawn", unit = .unit))]
    NothingWithdrawn {
        /// Name of the unit.
        unit: String,
    },
    /// Another notice counts meanwhile.
    #[error("{}", t!("withdrawal.issued_since", unit = .unit, number = .number))]
    IssuedSince {
        /// Name of the unit.
        unit: String,
        /// Its number.
        number: String,
    },
    /// Its number was given again meanwhile.
    #[error("{}", t!("withdrawal.number_used", number = .0.number, what = .0.what(), date = format_date(.0.date)))]
    NumberUsed(Box<NumberUse>),
}

impl From<InspectionError> for WithdrawalError {
    fn from(error: InspectionError) -> Self {
        Self::Issue(error.into())
    }
}

/// Takes back the record of the unit's present notice; the recorder says why. What it replaced counts again. Refused while
/// papers rest on it. Durable when this returns.
pub fn withdraw(store: &mut Store, recorder: &Recorder) -> Result<Withdrawal, WithdrawalError> {
    let recorder = with_reason(recorder)?;
    loop {
        let seen = store.journal().data_version().map_err(InspectionError::from)?;
        let (unit, standing) = standing(store, &recorder)?;
        let Some(issued) = standing.settled() else { return Err(WithdrawalError::NothingIssued { unit }) };
        let papers = refused_by(store, &recorder, issued)?;
        if !papers.is_empty() {
            return Err(WithdrawalError::StandsOn { unit, number: issued.content.number_line(), papers });
        }
        let former = store.replaced_by(&recorder.round, &recorder.unit, &issued.content)?;
        if store.record_counting(seen, &recorder, former.as_ref())?.is_some() {
            let last = store.withdrawals(&recorder.round, &recorder.unit)?.pop();
            return last.ok_or(WithdrawalError::NothingWithdrawn { unit });
        }
    }
}

/// Puts back what was taken back last; the recorder says why. Durable when this returns.
pub fn put_back(store: &mut Store, recorder: &Recorder) -> Result<Issued, WithdrawalError> {
    let recorder = with_reason(recorder)?;
    loop {
        let seen = store.journal().data_version().map_err(InspectionError::from)?;
        let (unit, standing) = standing(store, &recorder)?;
        let withdrawn = store.withdrawals(&recorder.round, &recorder.unit)?.pop();
        let Some(Withdrawal { issued, .. }) = withdrawn else {
            return Err(WithdrawalError::NothingWithdrawn { unit });
        };
        let present = standing.settled().map(|present| present.content.reference());
        if let Some(number) = present.filter(|present| issued.content.replaces.as_ref() != Some(present)) {
            return Err(WithdrawalError::IssuedSince { unit, number: number.number });
        }
        let content = &issued.content;
        let uses = uses_of(store, content.number, &content.notation, content.date.year())?;
        if let Some(used) = uses.into_iter().next() {
            return Err(WithdrawalError::NumberUsed(Box::new(used)));
        }
        if store.record_counting(seen, &recorder, Some(&issued))?.is_some() {
            return Ok(issued);
        }
    }
}

/// The papers that rest on `issued`, for which its record is not taken back.
pub fn refused_by(store: &Store, recorder: &Recorder, issued: &Issued) -> Result<Vec<StandsOn>, InspectionError> {
    store.standing_on(&recorder.round, &recorder.unit, &issued.content)
}

fn with_reason(recorder: &Recorder) -> Result<Recorder, InspectionError> {
    let reason = recorder.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    let reason = Some(reason.ok_or(InspectionError::ReasonMissing)?.to_owned());
    Ok(Recorder { reason, ..recorder.clone() })
}

/// Name of the unit, and how its notice stands where laptops agree.
fn standing(store: &Store, recorder: &Recorder) -> Result<(String, NoticeStanding), WithdrawalError> {
    let round = store.round(recorder.round.as_str())?;
    let unit = find_unit(&round, recorder.unit.as_str())?.name.clone();
    match store.issued(&recorder.round, &recorder.unit)? {
        NoticeStanding::Contested(several) => {
            Err(IssueError::Contested { unit, numbers: NoticeStanding::numbers(&several) }.into())
        }
        standing => Ok((unit, standing)),
    }
}
