//! The list of shortcomings with what is required of whom until when.

use super::super::draft::{DraftRequirement, PassageStanding};
use super::super::finding::{Finding, union};
use super::super::requirement::deadline;
use super::super::wording::fixed;
use super::super::{Inspected, addressing, phrase};
use super::{Told, column, entry, ordinal_column, sheet};
use crate::checklist::Addressee;
use crate::inspection::Part;
use crate::paper::{Alignment, Annex, Source, Table};
use crate::vietnamese::date::format_date;

pub(super) fn annex(inspected: &Inspected<'_>, findings: &[Finding<'_>], told: &Told<'_>) -> Annex {
    let mut table = Table::new(vec![
        ordinal_column(),
        column(fixed!("column.shortcoming"), Alignment::Left, 34),
        column(fixed!("column.requirement"), Alignment::Left, 34),
        column(fixed!("column.addressee"), Alignment::Left, 16),
        column(fixed!("column.deadline"), Alignment::Center, 14),
    ]);
    for line in lines(findings, told) {
        let requirement = line.requirement;
        let addressee = requirement.map_or_else(
            || fixed!("dash"),
            |of| match of.to {
                Addressee::Unit => addressing::unit(inspected),
                Addressee::Agency => fixed!("agency"),
                Addressee::Superior => fixed!("superior"),
            },
        );
        let until = match requirement.map(|of| (of.due, of.within)) {
            Some((Some(due), _)) => format_date(due),
            Some((None, Some(days))) => deadline(inspected, days),
            Some((None, None)) | None => fixed!("dash"),
        };
        let required = requirement.map_or_else(|| fixed!("dash"), |of| phrase::sentence(&of.text));
        let ordinal = (table.rows().len() + 1).to_string();
        table.push(entry(vec![ordinal, line.shortcoming, required, addressee, until], line.sources));
    }
    sheet(fixed!("annex_shortcomings"), table)
}

/// A row of the list.
struct Line<'a> {
    shortcoming: String,
    requirement: Option<&'a DraftRequirement>,
    sources: Vec<Source>,
}

/// A row per shortcoming that the text tells, in its order, with what is required; last what people require beside them.
fn lines<'a>(findings: &[Finding<'_>], told: &Told<'a>) -> Vec<Line<'a>> {
    let sources_of = |of: &DraftRequirement| {
        let passage = told.passages.iter().find(|passage| passage.id == of.passage);
        passage.map(|passage| passage.sources.clone()).unwrap_or_default()
    };
    let mut lines = Vec::new();
    let mut listed: Vec<&DraftRequirement> = Vec::new();
    for passage in told.passages.iter().filter(|of| of.id.part == Part::Shortcomings && of.is_printed()) {
        if passage.id.is_own() {
            let (shortcoming, sources) = (passage.printed.clone(), passage.sources.clone());
            lines.push(Line { shortcoming, requirement: None, sources });
        }
        for item in &passage.items {
            let Some(finding) = findings.iter().find(|finding| finding.item_key() == *item) else { continue };
            let sentence = finding.item.says.shortcoming.as_ref();
            // A person's sentence about this item alone; of several at once, each is told by itself here.
            let alone = passage.items.len() == 1 && passage.standing != PassageStanding::Drafted;
            let shortcoming = if alone { passage.printed.clone() } else { phrase::sentence(&finding.says(sentence)) };
            let requirement = told.requirements.iter().find(|of| of.item.as_ref() == Some(item));
            let own = if alone { passage.sources.clone() } else { finding.sources(sentence) };
            let sources = union([own, requirement.map(sources_of).unwrap_or_default()]);
            listed.extend(requirement);
            lines.push(Line { shortcoming, requirement, sources });
        }
    }
    let beside = told.requirements.iter().filter(|of| !listed.iter().any(|known| std::ptr::eq(*known, *of)));
    lines.extend(beside.map(|of| Line { shortcoming: fixed!("dash"), requirement: Some(of), sources: sources_of(of) }));
    lines
}
