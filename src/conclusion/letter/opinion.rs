//! Công văn gửi dự thảo thông báo kết luận: the unit reads the draft notice and says what it thinks, before it is issued.

use super::around::{Around, LetterError};
use super::{LetterText, letter, said};
use crate::conclusion::phrase;
use crate::inspection::Mode;
use crate::paper::{Block, Document, Section, SectionTitle, Source};
use crate::vietnamese::date::format_date_cited;

pub(super) fn compose(around: &Around<'_>) -> Result<Document, LetterError> {
    let unit = around.units.first().copied();
    let visit = unit.and_then(|unit| around.visits.get(&unit.id));
    let day = visit.and_then(|visit| visit.ended.or(visit.started)).map(|time| time.date());
    let day = day.or(unit.and_then(|unit| unit.visit));
    if let Some((date, visit)) = around.basis.date.zip(day).filter(|(date, visit)| date < visit) {
        return Err(LetterError::BeforeVisit { date, visit });
    }
    let whom = around.whom();
    let what = match around.round.mode {
        Mode::Surprise => said!("opinion.what_surprise", whom = whom),
        Mode::FollowUp => said!("opinion.what_follow_up", whom = whom),
        Mode::Planned | Mode::Desk => said!("opinion.what", whom = whom),
    };
    let inspected = match day {
        Some(day) => said!("opinion.inspected_on", date = format_date_cited(day), what = what),
        None => said!("opinion.inspected", what = what),
    };
    let agency = around.agency();
    let sources: Vec<Source> = visit
        .into_iter()
        .flat_map(|visit| visit.revisions.values().flatten())
        .map(|id| Source(id.to_string()))
        .collect();
    let ask = match around.due {
        Some(due) => said!(
            "opinion.until",
            verb = phrase::capitalised(&around.verb()),
            whom = whom,
            agency = agency,
            date = format_date_cited(due)
        ),
        None => said!("opinion.open", verb = phrase::capitalised(&around.verb()), whom = whom, agency = agency),
    };
    let plain = |text: &str, sources| Block::Plain(crate::paper::Paragraph::new(phrase::sentence(text), sources));
    let body = vec![Section {
        title: SectionTitle::Untitled,
        blocks: vec![
            plain(&inspected, sources),
            plain(&said!("opinion.sends", agency = agency), Vec::new()),
            plain(&ask, Vec::new()),
        ],
    }];
    let closing = said!("opinion.closing", agency = agency, whom = whom);
    Ok(letter(
        around.round,
        around.basis,
        LetterText::new(said!("opinion.about"), around.addressees(), body, closing.into()),
    ))
}
