//! Công văn đề nghị báo cáo and the outline (đề cương) of the unit's report, made from the round's checklists: what to
//! report, by the fields of administrative reform, and a table of figures to fill in. What the unit writes there is what
//! the team compares with what it finds.

use super::around::Around;
use super::{LetterText, letter, said};
use crate::checklist::{Checklist, Field, Item, ItemKind};
use crate::conclusion::annex::{column, entry, ordinal_column};
use crate::conclusion::{opening, phrase, wording};
use crate::paper::{Alignment, Annex, Block, Document, Orientation, Paragraph, Row, Section, SectionTitle, Table};
use crate::vietnamese::date::format_date_cited;

pub(super) fn compose(around: &Around<'_>) -> Document {
    let period = around.round.period;
    let orders = opening::orders(around.round);
    let main = said!("outline.first", agency = around.agency(), verb = around.verb(), whom = around.whom());
    let blocks = vec![
        Block::Plain(phrase::sentence(&super::carrying_out(&orders, &main)).into()),
        Block::Plain(
            phrase::sentence(&said!(
                "outline.period",
                from = format_date_cited(period.from),
                to = format_date_cited(period.to)
            ))
            .into(),
        ),
        Block::Plain(
            phrase::sentence(&match around.due {
                Some(due) => said!("outline.until", agency = around.agency(), date = format_date_cited(due)),
                None => said!("outline.open", agency = around.agency()),
            })
            .into(),
        ),
    ];
    let body = vec![Section { title: SectionTitle::Untitled, blocks }];
    let closing = said!("announcement.closing", verb = around.verb(), whom = around.whom());
    let mut text =
        LetterText::new(said!("outline.about"), around.addressees(), body, phrase::capitalised(&closing).into());
    text.annexes = annexes(around);
    letter(around.round, around.basis, text)
}

/// The outline and its table of figures, as annexes of a letter.
pub(super) fn annexes(around: &Around<'_>) -> Vec<Annex> {
    let period = around.round.period;
    let note = said!("outline.note", from = format_date_cited(period.from), to = format_date_cited(period.to));
    let outline = Annex {
        title: said!("outline.title"),
        orientation: Orientation::Portrait,
        notes: vec![phrase::sentence(&note).into()],
        body: sections(around),
        table: Table::new(Vec::new()),
        pictures: Vec::new(),
    };
    let figures = Annex {
        title: said!("outline.figures"),
        orientation: Orientation::Portrait,
        notes: vec![phrase::sentence(&said!("outline.figures_note")).into()],
        body: Vec::new(),
        table: figures(around),
        pictures: Vec::new(),
    };
    let filled = !figures.table.rows().is_empty();
    [Some(outline), filled.then_some(figures)].into_iter().flatten().collect()
}

/// The checklists of the round under the field they belong to, fields in the order of the papers.
fn by_field<'a>(around: &'a Around<'_>) -> Vec<(Field, Vec<&'a Checklist>)> {
    let of = |field| around.checklists.iter().map(AsRef::as_ref).filter(|checklist| checklist.field == field).collect();
    let fields = Field::ALL.into_iter().map(|field| (field, of(field)));
    fields.filter(|(_, checklists): &(_, Vec<_>)| !checklists.is_empty()).collect()
}

fn sections(around: &Around<'_>) -> Vec<Section> {
    let field = |(field, checklists): (Field, Vec<&Checklist>)| Section {
        title: SectionTitle::Numbered(wording::field(field, around.round.period)),
        blocks: checklists.into_iter().flat_map(of_checklist).collect(),
    };
    let mut sections: Vec<Section> = by_field(around).into_iter().map(field).collect();
    let closing = |title: String, text: String| Section {
        title: SectionTitle::Numbered(title),
        blocks: vec![Block::Plain(Paragraph::from(phrase::sentence(&text)))],
    };
    sections.push(closing(said!("outline.earlier"), said!("outline.earlier_text")));
    sections.push(closing(said!("outline.general"), said!("outline.general_text")));
    sections
}

/// What a checklist wants to be told in words; its figures stand in the table.
fn of_checklist(checklist: &Checklist) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(phrase::clause(&checklist.title).into())];
    let before = blocks.len();
    for section in &checklist.sections {
        let told: Vec<String> = section.items.iter().filter_map(told).collect();
        if told.is_empty() {
            continue;
        }
        // The title of an only section says nothing that the checklist's does not.
        if checklist.sections.len() > 1 {
            blocks.push(Block::Lettered(format!("{}:", phrase::clause(&section.title)).into()));
        }
        blocks.extend(told.into_iter().map(|text| Block::Dash(phrase::sentence(&text).into())));
    }
    if blocks.len() == before {
        blocks.push(Block::Plain(phrase::sentence(&said!("outline.figures_alone")).into()));
    }
    blocks
}

/// What a unit can say of an item itself: not the samples and forms that the team takes.
fn told(item: &Item) -> Option<String> {
    match item.kind {
        ItemKind::Verdict | ItemKind::Text | ItemKind::Date | ItemKind::Choice { .. } => {
            Some(phrase::clause(&item.ask))
        }
        ItemKind::Number { .. } | ItemKind::Rate { .. } | ItemKind::Register(_) | ItemKind::Survey(_) => None,
    }
}

fn figures(around: &Around<'_>) -> Table {
    let mut table = Table::new(vec![
        ordinal_column(),
        column(said!("outline.column.figure"), Alignment::Left, 46),
        column(said!("outline.column.unit"), Alignment::Center, 14),
        column(said!("outline.column.value"), Alignment::Right, 16),
        column(said!("outline.column.note"), Alignment::Left, 16),
    ]);
    let mut ordinal = 0_usize;
    for checklist in by_field(around).into_iter().flat_map(|(_, checklists)| checklists) {
        let rows: Vec<(String, String)> = checklist.items().filter_map(figure).collect();
        if rows.is_empty() {
            continue;
        }
        table.push(Row::Group(phrase::clause(&checklist.title)));
        for (ask, unit) in rows {
            ordinal += 1;
            table.push(entry(vec![ordinal.to_string(), ask, unit, String::new(), String::new()], Vec::new()));
        }
    }
    table
}

/// A figure's question and what it counts. Rates too: what a unit quotes is checked against its own figures.
fn figure(item: &Item) -> Option<(String, String)> {
    let unit = match &item.kind {
        ItemKind::Number { unit, .. } => unit.as_deref().map(phrase::clause).unwrap_or_default(),
        ItemKind::Rate { .. } => "%".to_owned(),
        _ => return None,
    };
    Some((phrase::clause(&item.ask), unit))
}
