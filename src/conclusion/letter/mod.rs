//! Letters (công văn, Nghị định số 30/2020/NĐ-CP, Mẫu 1.5) that go out around an inspection. A round's letterhead,
//! signer and recipients frame each; it says DỰ THẢO until both its number and its day are given.

mod announcement;
mod around;
mod opinion;
mod outline;
mod programme;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

pub use around::{AroundKind, AroundOrder, LetterError, compose, record_sent, record_step, refuse_sending};

/// The fixed text under `letter.<key>`: always Vietnamese, whatever language the screen speaks.
macro_rules! said {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        rust_i18n::t!(concat!("letter.", $key), locale = "vi" $(, $name = $value)*).into_owned()
    };
}

use said;

use super::addressing;
use super::phrase;
use crate::inspection::{Mode, Round, Signer};
use crate::paper::{
    Annex, Document, IssueDate, Letterhead, PaperKind, Paragraph, PlaceDate, Properties, Recipients, Requirement,
    Section, Status,
};
use crate::vietnamese::fold::fold;

/// Left free for the pen where the letterhead names no place.
const PLACE_GAP: &str = "…………";

/// What a letterhead calls whoever is inspected, folded: `Đơn vị được kiểm tra`.
const INSPECTED_UNIT: &str = "don vi duoc kiem tra";

/// What a letter or a programme needs beside the records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterBasis {
    /// Its number within the year, once it has one.
    pub number: Option<u32>,
    /// Day of issue, once it is known.
    pub date: Option<NaiveDate>,
    /// Notation behind the number, where it is not [`notation`].
    pub notation: Option<String>,
    /// Who signs, where it is not who signs for the round.
    pub signer: Option<Signer>,
    /// The present time: gives the year of an open date, and goes into the file's properties.
    pub now: DateTime<Utc>,
}

impl LetterBasis {
    /// A draft: number and day are left to the pen.
    pub fn draft(now: DateTime<Utc>) -> Self {
        Self { number: None, date: None, notation: None, signer: None, now }
    }

    /// Whether the paper has its number and its day.
    pub fn status(&self) -> Status {
        if self.number.is_some() && self.date.is_some() { Status::Final } else { Status::Draft }
    }
}

/// What a letter says; the round's letterhead gives the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterText {
    /// Behind "V/v", beginning in lower case.
    pub about: String,
    /// Behind "Kính gửi:".
    pub addressed_to: Vec<String>,
    /// Căn cứ lines, where the letter begins with such.
    pub bases: Vec<Paragraph>,
    /// The text.
    pub body: Vec<Section>,
    /// Last paragraph; ends "./.".
    pub closing: Paragraph,
    /// Annexes in order.
    pub annexes: Vec<Annex>,
    /// What is required of whom until when.
    pub requirements: Vec<Requirement>,
}

impl LetterText {
    /// A letter without annexes and requirements.
    pub fn new(about: String, addressed_to: Vec<String>, body: Vec<Section>, closing: Paragraph) -> Self {
        let (bases, annexes, requirements) = (Vec::new(), Vec::new(), Vec::new());
        Self { about, addressed_to, bases, body, closing, annexes, requirements }
    }
}

/// The letter of `round`'s issuing agency that says `text`.
pub fn letter(round: &Round, basis: &LetterBasis, text: LetterText) -> Document {
    framed(round, basis, PaperKind::Letter, text)
}

/// A paper of `kind` under the round's letterhead.
fn framed(round: &Round, basis: &LetterBasis, kind: PaperKind, text: LetterText) -> Document {
    let signer = basis.signer.clone().or_else(|| round.letterhead.signer.clone());
    let letterhead = &crate::inspection::Letterhead { signer, ..round.letterhead.clone() };
    let agency = addressing::agency_of(round);
    let place = phrase::clause(&letterhead.place);
    let own_notation = || match kind {
        PaperKind::Letter => notation(round),
        _ => addressing::notation(letterhead, kind),
    };
    // What a letter is addressed to is "Như trên" among its recipients.
    let is_unit = |line: &str| fold(line).starts_with(INSPECTED_UNIT) && !text.addressed_to.is_empty();
    let is_addressed =
        |line: &String| is_unit(line) || text.addressed_to.iter().any(|name| addressing::is_same(name, line));
    let recipients = addressing::recipients_of(round).into_iter().filter(|line| !is_addressed(line));
    Document {
        kind,
        letterhead: Letterhead {
            parent: letterhead.parent.as_deref().map(phrase::clause).filter(|parent| !parent.is_empty()),
            agency: agency.clone(),
        },
        number: basis.number,
        notation: basis.notation.clone().unwrap_or_else(own_notation),
        place_date: Some(PlaceDate {
            place: if place.is_empty() { PLACE_GAP.to_owned() } else { place },
            date: basis.date.map_or(IssueDate::Open { year: basis.now.year() }, IssueDate::Known),
        }),
        recipients: Some(Recipients {
            lines: recipients.collect(),
            filing: letterhead.filing.clone().unwrap_or_default(),
        }),
        properties: Properties {
            title: format!("{} {}", crate::paper::lettering::type_name(kind), phrase::lower_first(&text.about)),
            author: agency,
            subject: phrase::clause(&round.title),
            created: basis.now,
        },
        abstract_text: text.about,
        addressed_to: text.addressed_to,
        bases: text.bases,
        body: text.body,
        closing: text.closing,
        signatures: vec![addressing::signer(letterhead)],
        annexes: text.annexes,
        status: basis.status(),
        requirements: text.requirements,
    }
}

/// What rounds of a kind are about, where their title does not say.
fn subject(mode: Mode) -> String {
    match mode {
        Mode::FollowUp => said!("subject_follow_up"),
        Mode::Surprise => said!("subject_surprise"),
        Mode::Planned | Mode::Desk => said!("subject"),
    }
}

/// `Thực hiện Kế hoạch số …, <main>`; `main` alone, capitalised, where the round names no plan and no decision.
fn carrying_out(orders: &[String], main: &str) -> String {
    if orders.is_empty() {
        return phrase::capitalised(main);
    }
    said!("carrying_out", documents = phrase::listed(orders), main = main)
}

/// `SNV-CCHC`: the issuing agency's letters, and those of the office that drafted the letter, which are the ones it is
/// filed under (Phụ lục I, phần II, mục 3). The letters alone where the letterhead names no such office.
pub fn notation(round: &Round) -> String {
    let letters = addressing::letters(&round.letterhead);
    let filing = round.letterhead.filing.as_deref().unwrap_or_default();
    let mut offices = filing.split([',', ' ', ';', '.']).map(str::trim);
    let is_letters =
        |word: &&str| !word.is_empty() && *word != "VT" && word.chars().all(|c| c.is_uppercase() || c == '.');
    let parts = [Some(letters), offices.find(is_letters)];
    let parts: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.join("-")
}
