//! Chương trình (lịch) kiểm tra: which unit on which day, where, and who goes there.

use super::around::Around;
use super::{LetterText, framed, said};
use crate::conclusion::annex::{column, entry, ordinal_column};
use crate::conclusion::{addressing, opening, phrase};
use crate::inspection::{Mode, Unit, Visit};
use crate::paper::{
    Alignment, Annex, Block, Document, Orientation, PaperKind, Paragraph, Section, SectionTitle, Source, Table,
};
use crate::vietnamese::date::format_date;

pub(super) fn compose(around: &Around<'_>) -> Document {
    let orders = opening::orders(around.round);
    let main = said!("programme.first", agency = around.agency());
    let opening = format!("{}:", super::carrying_out(&orders, &main));
    let numbered = |title: String, blocks| Section { title: SectionTitle::Numbered(title), blocks };
    let mut body = vec![
        Section { title: SectionTitle::Untitled, blocks: vec![Block::Plain(opening.into())] },
        numbered(said!("programme.days"), vec![Block::Table(table(around))]),
    ];
    if around.round.mode != Mode::Desk {
        let agenda = [
            said!("programme.agenda.decision"),
            said!("programme.agenda.report"),
            said!("programme.agenda.check"),
            said!("programme.agenda.talk"),
            said!("programme.agenda.minutes"),
        ];
        let agenda = agenda.map(|text| Block::Numbered(Paragraph::from(phrase::sentence(&text))));
        body.push(numbered(said!("programme.agenda.title"), agenda.into()));
    }
    body.push(numbered(said!("programme.people"), people(around)));
    let about = phrase::capitalised(&around.subject(super::subject(around.round.mode)));
    let closing = said!("programme.closing", agency = around.agency());
    let text = LetterText::new(about, Vec::new(), body, closing.into());
    framed(around.round, around.basis, PaperKind::Programme, text)
}

/// The programme as an annex of the announcement.
pub(super) fn annex(around: &Around<'_>) -> Annex {
    Annex {
        title: said!("programme.annex"),
        orientation: Orientation::Portrait,
        notes: Vec::new(),
        body: Vec::new(),
        table: table(around),
        pictures: Vec::new(),
    }
}

fn table(around: &Around<'_>) -> Table {
    let mut table = Table::new(vec![
        ordinal_column(),
        column(said!("programme.column.day"), Alignment::Center, 15),
        column(said!("programme.column.time"), Alignment::Center, 12),
        column(said!("programme.column.unit"), Alignment::Left, 26),
        column(said!("programme.column.place"), Alignment::Left, 22),
        column(said!("programme.column.team"), Alignment::Left, 30),
    ]);
    for (ordinal, unit) in (1_usize..).zip(&around.units) {
        let visit = around.visits.get(&unit.id);
        let cells = vec![
            ordinal.to_string(),
            unit.visit.map(format_date).unwrap_or_default(),
            visit.and_then(time).unwrap_or_default(),
            phrase::clause(&unit.name),
            visit.and_then(|visit| visit.place.as_deref()).map_or_else(|| said!("programme.seat"), phrase::clause),
            members(around, unit),
        ];
        let rests = visit.map(|visit| visit.revisions.values().flatten().map(|id| Source(id.to_string())).collect());
        table.push(entry(cells, rests.unwrap_or_default()));
    }
    table
}

/// `08 giờ 00`, where the beginning is recorded already.
fn time(visit: &Visit) -> Option<String> {
    visit.started.map(|started| said!("programme.time", hour = started.format("%H"), minute = started.format("%M")))
}

/// Who goes to `unit`: those who have something to look at there.
fn members(around: &Around<'_>, unit: &Unit) -> String {
    let round = around.round;
    let asked: Vec<_> = around.checklists.iter().filter(|checklist| checklist.applies_to(unit.kind)).collect();
    let goes = |member: &&crate::inspection::Member| {
        asked.iter().any(|checklist| round.is_assigned(member.id.as_str(), &unit.id, &checklist.id))
    };
    let going: Vec<_> = round.members.iter().filter(goes).collect();
    if going.is_empty() || going.len() == round.members.len() {
        return said!("programme.whole_team");
    }
    going.iter().map(|member| phrase::clause(&member.name)).collect::<Vec<_>>().join("; ")
}

fn people(around: &Around<'_>) -> Vec<Block> {
    let round = around.round;
    let mut blocks = vec![Block::Heading(said!("programme.team").into())];
    if round.members.is_empty() {
        blocks.push(Block::Plain(said!("programme.team_blank").into()));
    }
    let role = |member: &crate::inspection::Member| crate::conclusion::wording::role(member.role);
    let line = |member| format!("{} - {};", addressing::person(member), role(member));
    blocks.extend(round.members.iter().map(|member| Block::Dash(line(member).into())));
    if let Some(Block::Dash(last)) = blocks.last_mut() {
        last.text = phrase::sentence(last.text.trim_end_matches(';'));
    }
    blocks.push(Block::Heading(said!("programme.unit_side").into()));
    blocks.push(Block::Plain(said!("programme.unit_people").into()));
    blocks
}
