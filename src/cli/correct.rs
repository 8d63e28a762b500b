//! `kiemtra correct`: the letter of correction.

use rust_i18n::t;

use super::arguments::CorrectArguments;
use super::error::{CommandError, Exit};
use super::paper::written;
use super::session::Session;
use crate::conclusion::issue::{
    CorrectionOrder, FrozenNotice, IssueError, JustCorrected, correct_by, correction_letter,
};
use crate::conclusion::layout::{Printed, UsedLayout, print};
use crate::inspection::{Recorder, Slip, find_unit};
use crate::paper::{Format, write_atomically};
use crate::vietnamese::date::{format_date, parse_date};

/// Issues a letter of correction, writes its draft, or one that went out.
pub fn run(session: &mut Session, arguments: &CorrectArguments) -> Result<Exit, CommandError> {
    let output = arguments.output.as_deref();
    let format = output.map(Format::from_path).transpose()?;
    let mut store = session.open()?;
    let round = store.round(&arguments.round)?;
    let unit = find_unit(&round, &arguments.unit)?.clone();
    let count = arguments.at.len();
    if arguments.wrong.len() != count || arguments.right.len() != count {
        return Err(CommandError::UnevenSlips);
    }
    let slips = arguments.at.iter().zip(&arguments.wrong).zip(&arguments.right).map(|((at, wrong), right)| Slip {
        at: at.clone(),
        wrong: wrong.clone(),
        right: right.clone(),
    });
    let slips: Vec<Slip> = slips.collect();
    if let (true, Some(number)) = (slips.is_empty(), arguments.number) {
        let all = store.corrections(&round.id, &unit.id)?;
        let found = all.iter().rev().find(|correction| correction.content.number == number);
        let Some(found) = found else { return Err(CommandError::NoCorrection { unit: unit.name, number }) };
        let papers = store.frozen_papers(&round.id, &unit.id, &found.content.papers)?;
        if let (Some(path), Some(format)) = (output, format) {
            write_atomically(path, FrozenNotice::pick(&papers, format))?;
            session.output.line(t!("cli.paper.written", path = path.display()))?;
        }
        return Ok(Exit::Done);
    }
    let member = store.acting(&round, session.settings.member.as_deref())?;
    let date = arguments.date.as_deref().map(parse_date).transpose().map_err(IssueError::Date)?;
    let order = CorrectionOrder { issue: arguments.number.zip(date), notation: arguments.notation.clone(), slips };
    let recorder = Recorder {
        round: round.id.clone(),
        unit: unit.id.clone(),
        member: member.id.to_string(),
        reason: arguments.reason.clone(),
    };
    let choice = arguments.layout.choice();
    let printed = if order.issue.is_some() {
        let JustCorrected { correction, layout } = correct_by(&mut store, &recorder, &order, choice)?;
        session.back_up();
        let (number, date) = (correction.content.number_line(), format_date(correction.content.date));
        session.output.line(t!("issue.correction.done", unit = unit.name, number = number, date = date))?;
        let papers = store.frozen_papers(&round.id, &unit.id, &correction.content.papers)?;
        let layout = if format == Some(Format::Docx) { layout } else { UsedLayout::BuiltIn };
        format.map(|format| Printed { bytes: FrozenNotice::pick(&papers, format).to_vec(), layout })
    } else {
        let document = correction_letter(&store, &recorder, &order)?;
        format.map(|format| print(&store, &document, format, choice)).transpose()?
    };
    if let (Some(path), Some(Printed { bytes, layout })) = (output, printed) {
        write_atomically(path, &bytes)?;
        session.output.line(written(&layout, path))?;
    }
    Ok(Exit::Done)
}
