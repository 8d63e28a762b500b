//! The round report (báo cáo kết quả kiểm tra): what a whole round came to, as a paper (Nghị định số 30/2020/NĐ-CP, Mẫu
//! 1.4) in the outline of summary reports. Every number comes from [`crate::overview`] and [`super::follow_up`], as those of
//! the screen, the spreadsheet and the export do. It asserts nothing of what is not judged yet, and says so.

#[cfg(test)]
mod agreement_tests;
mod annex;
mod body;
mod compare;
mod results;
#[cfg(test)]
mod tests;

use std::path::Path;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

pub use results::RoundResults;

use super::addressing;
use super::phrase;
use crate::paper::workbook::render_workbook;
use crate::paper::{
    Document, Format, IssueDate, Letterhead, PaperError, PaperKind, PlaceDate, Properties, Recipients, Status,
    lettering, render,
};

/// The fixed text under `report.<key>`: always Vietnamese, whatever language the screen speaks.
macro_rules! said {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        rust_i18n::t!(concat!("report.", $key), locale = "vi" $(, $name = $value)*).into_owned()
    };
}

use said;

/// Left free for the pen where the letterhead names no place.
const PLACE_GAP: &str = "…………";

/// What a round report needs beside the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportBasis {
    /// Its number within the year, once it has one.
    pub number: Option<u32>,
    /// Its day, once it is known.
    pub date: Option<NaiveDate>,
    /// Draft or final.
    pub status: Status,
    /// The present time: the day up to which the figures stand, the year of an open date, the file's properties.
    pub now: DateTime<Utc>,
}

impl ReportBasis {
    /// A report that has neither number nor date yet.
    pub fn draft(now: DateTime<Utc>) -> Self {
        Self { number: None, date: None, status: Status::Draft, now }
    }
}

/// What the report of a round can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportFormat {
    /// The report.
    Paper(Format),
    /// Its annex, a spreadsheet with charts.
    Annex,
}

impl ReportFormat {
    /// What the ending of `path` asks for: `.docx`, `.txt`, `.json`; `.xlsx` for the annex.
    pub fn from_path(path: &Path) -> Result<Self, PaperError> {
        let ending = path.extension().and_then(|ending| ending.to_str());
        if ending.is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx")) {
            return Ok(Self::Annex);
        }
        Format::from_path(path).map(Self::Paper).map_err(|_| PaperError::ReportEnding(path.to_owned()))
    }
}

impl RoundResults {
    /// The bytes of the report, or of its annex; the same records at the same time always give the same bytes.
    pub fn render(&self, basis: &ReportBasis, format: ReportFormat) -> Result<Vec<u8>, PaperError> {
        match format {
            ReportFormat::Paper(format) => render(&self.report(basis), format),
            ReportFormat::Annex => self.annex(basis),
        }
    }

    /// The bytes of the annex.
    pub fn annex(&self, basis: &ReportBasis) -> Result<Vec<u8>, PaperError> {
        render_workbook(&crate::export::annex(self, basis.now))
    }

    /// The bytes of the annex, made while `paper` makes the report: either takes as long as the other.
    pub fn annex_beside<T>(&self, basis: &ReportBasis, paper: impl FnOnce() -> T) -> (T, Result<Vec<u8>, PaperError>) {
        std::thread::scope(|scope| {
            let annex = scope.spawn(|| self.annex(basis));
            let paper = paper();
            (paper, annex.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        })
    }

    /// The round report.
    pub fn report(&self, basis: &ReportBasis) -> Document {
        let round = self.overview.round();
        let letterhead = &round.letterhead;
        let title = said!("abstract", subject = phrase::lower_first(&phrase::clause(&round.title)));
        let place = phrase::clause(&letterhead.place);
        let date = basis.date.map_or(IssueDate::Open { year: basis.now.year() }, IssueDate::Known);
        Document {
            kind: PaperKind::Report,
            letterhead: Letterhead {
                parent: letterhead.parent.as_deref().map(phrase::clause).filter(|parent| !parent.is_empty()),
                agency: self.agency(),
            },
            number: basis.number,
            notation: addressing::notation(letterhead, PaperKind::Report),
            place_date: Some(PlaceDate { place: if place.is_empty() { PLACE_GAP.to_owned() } else { place }, date }),
            abstract_text: title.clone(),
            addressed_to: Vec::new(),
            bases: Vec::new(),
            body: body::sections(self, basis),
            closing: said!("closing", subject = phrase::lower_first(&phrase::clause(&round.title))).into(),
            recipients: Some(self.recipients()),
            signatures: vec![addressing::signer(letterhead)],
            annexes: annex::annexes(self),
            status: basis.status,
            requirements: Vec::new(),
            properties: self.properties(&lettering::type_name(PaperKind::Report), basis.now),
        }
    }

    /// Properties of a file about the round, called `kind`.
    pub fn properties(&self, kind: &str, now: DateTime<Utc>) -> Properties {
        let round = self.overview.round();
        Properties {
            title: said!("file_title", kind = kind, subject = phrase::lower_first(&phrase::clause(&round.title))),
            author: self.agency(),
            subject: phrase::clause(&round.title),
            created: now,
        }
    }

    /// The issuing agency; the team speaks for itself where the letterhead names none.
    fn agency(&self) -> String {
        let agency = phrase::clause(&self.overview.round().letterhead.agency);
        if agency.is_empty() { said!("team") } else { agency }
    }

    /// As the letterhead has them; else the inspected units and the team.
    fn recipients(&self) -> Recipients {
        let letterhead = &self.overview.round().letterhead;
        let lines = if letterhead.recipients.is_empty() {
            vec![said!("recipient_units"), said!("recipient_team")]
        } else {
            letterhead.recipients.iter().map(|line| phrase::clause(line)).collect()
        };
        Recipients { lines, filing: letterhead.filing.clone().unwrap_or_default() }
    }
}
