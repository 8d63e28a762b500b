//! The letter of correction (công văn đính chính): for slips of form, presentation and procedure. What is wrong in content
//! is mended by a notice that replaces the former (Nghị định số 30/2020/NĐ-CP, Điều 18 khoản 4).

use chrono::{Datelike, NaiveDate};
use rust_i18n::t;
use thiserror::Error;

use super::IssueError;
use crate::conclusion::addressing;
use crate::conclusion::layout::{Frozen, LayoutChoice, UsedLayout, freeze};
use crate::conclusion::letter::{LetterBasis, LetterText, letter, notation};
use crate::conclusion::phrase;
use crate::conclusion::wording::fixed;
use crate::inspection::{
    Correction, CorrectionContent, InspectionError, Issued, NoticeStanding, Recorder, Round, Slip, Store, Unit,
    find_unit,
};
use crate::paper::{Block, Document, PaperKind, Section, SectionTitle};
use crate::vietnamese::date::{check_range, format_date, format_date_cited};

/// What to correct in which letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionOrder {
    /// Number and day; left to the pen in a draft.
    pub issue: Option<(u32, NaiveDate)>,
    /// Behind the number, where it is not the office's usual one.
    pub notation: Option<String>,
    /// What.
    pub slips: Vec<Slip>,
}

/// Why a letter of correction does not go out. Nothing has been recorded.
#[derive(Debug, Error)]
pub enum CorrectionError {
    /// The notice cannot be used.
    #[error("{0}")]
    Issue(#[from] IssueError),
    /// Nothing was issued that could be corrected.
    #[error("{}", t!("issue.correction.nothing_issued", unit = .unit))]
    NothingIssued {
        /// Name of the unit.
        unit: String,
    },
    /// No slip was named.
    #[error("{}", t!("issue.correction.no_slip"))]
    NoSlip,
    /// A part of a slip is empty, or nothing changes.
    #[error("{}", t!("issue.correction.empty_slip", number = .number))]
    EmptySlip {
        /// Which one, from 1.
        number: usize,
    },
    /// What is called wrong does not stand in the notice.
    #[error("{}", t!("issue.correction.not_there", wrong = .wrong))]
    NotThere {
        /// As given.
        wrong: String,
    },
    /// A figure is changed, which is no slip of form, and no reason was given.
    #[error("{}", t!("issue.correction.content", wrong = .wrong, right = .right))]
    Content {
        /// As it stands.
        wrong: String,
        /// As it should.
        right: String,
    },
    /// 0 is no number.
    #[error("{}", t!("issue.obstacle.no_number"))]
    NoNumber,
    /// The number is used this year.
    #[error("{}", t!("issue.correction.number_used", number = .number, date = format_date(*.date)))]
    NumberUsed {
        /// `12/SNV-CCHC`.
        number: String,
        /// Day of that letter.
        date: NaiveDate,
    },
    /// It is dated before the notice.
    #[error("{}", t!("issue.correction.before_notice", date = format_date(*.date), notice = format_date(*.notice)))]
    BeforeNotice {
        /// As given.
        date: NaiveDate,
        /// Day of the notice.
        notice: NaiveDate,
    },
}

impl From<InspectionError> for CorrectionError {
    fn from(error: InspectionError) -> Self {
        Self::Issue(error.into())
    }
}

/// The letter that corrects the issued notice of a unit, as it would go out.
pub fn correction_letter(
    store: &Store,
    recorder: &Recorder,
    order: &CorrectionOrder,
) -> Result<Document, CorrectionError> {
    let round = store.round(recorder.round.as_str())?;
    let unit = find_unit(&round, recorder.unit.as_str())?;
    let issued = checked(store, &round, unit, recorder, order)?;
    let basis = LetterBasis {
        number: order.issue.map(|(number, _)| number),
        date: order.issue.map(|(_, date)| date),
        notation: order.notation.clone(),
        now: store.journal().clock().now().to_utc(),
    };
    Ok(letter(&round, &basis, text(&round, unit, &issued, &order.slips)))
}

/// A letter of correction that went out just now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JustCorrected {
    /// What was written down.
    pub correction: Correction,
    /// How its .docx was laid out.
    pub layout: UsedLayout,
}

/// [`correct_by`] the office's own layout, where it has one.
pub fn correct(store: &mut Store, recorder: &Recorder, order: &CorrectionOrder) -> Result<Correction, CorrectionError> {
    Ok(correct_by(store, recorder, order, LayoutChoice::ByOffice)?.correction)
}

/// Composes the letter, freezes it and records that it went out. The order must have number and day.
pub fn correct_by(
    store: &mut Store,
    recorder: &Recorder,
    order: &CorrectionOrder,
    choice: LayoutChoice,
) -> Result<JustCorrected, CorrectionError> {
    let Some((number, date)) = order.issue else { return Err(CorrectionError::NoNumber) };
    loop {
        let seen = store.journal().data_version().map_err(InspectionError::from)?;
        let round = store.round(recorder.round.as_str())?;
        let unit = find_unit(&round, recorder.unit.as_str())?;
        let issued = checked(store, &round, unit, recorder, order)?;
        let document = correction_letter(store, recorder, order)?;
        let Frozen { papers, layout } = freeze(store, &document, choice).map_err(IssueError::from)?;
        let content = CorrectionContent {
            number,
            notation: document.notation.clone(),
            date,
            of: issued.content.reference(),
            slips: order.slips.clone(),
            papers: papers.prints(),
            reason: recorder.reason.clone(),
        };
        if store.record_correction(seen, recorder, &content, &papers)?.is_none() {
            continue;
        }
        let all = store.corrections(&recorder.round, &recorder.unit)?;
        let stands = all.into_iter().rev().find(|correction| correction.content == content);
        let just = stands.map(|correction| JustCorrected { correction, layout });
        return just.ok_or_else(|| {
            let why = t!("signing.unreadable").into_owned();
            InspectionError::UnreadableRecord {
                record: format!("correction/{}/{}", recorder.round, recorder.unit),
                why,
            }
            .into()
        });
    }
}

/// The notice that is corrected, where nothing stands in the way.
fn checked(
    store: &Store,
    round: &Round,
    unit: &Unit,
    recorder: &Recorder,
    order: &CorrectionOrder,
) -> Result<Issued, CorrectionError> {
    let issued = match store.issued(&round.id, &unit.id)? {
        NoticeStanding::Issued(issued) => *issued,
        NoticeStanding::Draft => return Err(CorrectionError::NothingIssued { unit: unit.name.clone() }),
        NoticeStanding::Contested(several) => {
            let numbers = several.iter().map(|issued| issued.content.number_line()).collect();
            return Err(IssueError::Contested { unit: unit.name.clone(), numbers }.into());
        }
    };
    if order.slips.is_empty() {
        return Err(CorrectionError::NoSlip);
    }
    let papers = store.frozen_papers(&round.id, &unit.id, &issued.content.papers)?;
    let printed = plain(&String::from_utf8_lossy(&papers.text));
    for (number, slip) in (1..).zip(&order.slips) {
        let parts = [&slip.at, &slip.wrong, &slip.right];
        if parts.iter().any(|part| part.trim().is_empty()) || slip.wrong.trim() == slip.right.trim() {
            return Err(CorrectionError::EmptySlip { number });
        }
        if !printed.contains(&plain(&slip.wrong)) {
            return Err(CorrectionError::NotThere { wrong: slip.wrong.clone() });
        }
        let has_reason = recorder.reason.as_deref().is_some_and(|reason| !reason.trim().is_empty());
        if digits(&slip.wrong) != digits(&slip.right) && !has_reason {
            return Err(CorrectionError::Content { wrong: slip.wrong.clone(), right: slip.right.clone() });
        }
    }
    if let Some((number, date)) = order.issue {
        if number == 0 {
            return Err(CorrectionError::NoNumber);
        }
        check_range(date).map_err(IssueError::from)?;
        if date < issued.content.date {
            return Err(CorrectionError::BeforeNotice { date, notice: issued.content.date });
        }
        let notation = order.notation.clone().unwrap_or_else(|| notation(round));
        let same = |other: &Correction| {
            let content = &other.content;
            content.number == number
                && content.date.year() == date.year()
                && content.notation.eq_ignore_ascii_case(&notation)
        };
        if let Some(used) = store.all_corrections()?.iter().find(|other| same(other)) {
            return Err(CorrectionError::NumberUsed { number: used.content.number_line(), date: used.content.date });
        }
    }
    Ok(issued)
}

/// Titles are printed in capitals, and spaces where lines break are nobody's slip.
fn plain(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn text(round: &Round, unit: &Unit, issued: &Issued, slips: &[Slip]) -> LetterText {
    let content = &issued.content;
    let (agency, unit) = (addressing::agency_of(round), phrase::clause(&unit.name));
    let kind = crate::paper::lettering::type_name(PaperKind::Notice);
    let (number, date) = (content.number_line(), format_date_cited(content.date));
    let about = fixed!("correction.about", kind = kind, number = number, date = date, agency = agency);
    let opening = fixed!(
        "correction.opening",
        kind = kind,
        number = number,
        date = date,
        agency = agency,
        about = phrase::lower_first(&content.about)
    );
    let mut blocks = vec![Block::Plain(opening.into())];
    blocks.extend(slips.iter().map(|slip| {
        let (at, wrong, right) = (phrase::lower_first(slip.at.trim()), slip.wrong.trim(), slip.right.trim());
        Block::Numbered(fixed!("correction.slip", at = at, wrong = wrong, right = right).into())
    }));
    blocks.push(Block::Plain(fixed!("correction.rest", kind = kind, number = number).into()));
    let body = vec![Section { title: SectionTitle::Untitled, blocks }];
    LetterText::new(about, vec![unit.clone()], body, fixed!("correction.closing", agency = agency, unit = unit).into())
}
