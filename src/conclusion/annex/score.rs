//! The score table: full, self and verified points per item, with subtotals per checklist.

use super::super::finding::Finding;
use super::super::phrase;
use super::super::wording::{fixed, verdict};
use super::{column, entry, ordinal_column, sheet};
use crate::assessment::{Answered, ItemPoints};
use crate::checklist::Verdict;
use crate::paper::{Alignment, Annex, Row, Table};
use crate::vietnamese::number::format_number;

#[derive(Default)]
struct Sum {
    full: f64,
    verified: f64,
    own: Option<f64>,
}

impl Sum {
    fn add(&mut self, points: ItemPoints) {
        self.full += points.full;
        self.verified += points.verified;
        if let Some(own) = points.own {
            *self.own.get_or_insert(0.0) += own;
        }
    }

    fn row(&self, title: String) -> Row {
        let own = self.own.map_or_else(|| fixed!("dash"), format_number);
        let cells =
            vec![String::new(), title, format_number(self.full), own, format_number(self.verified), String::new()];
        Row::Total { cells, sources: Vec::new() }
    }
}

pub(super) fn annex(findings: &[Finding<'_>]) -> Annex {
    let mut table = Table::new(vec![
        ordinal_column(),
        column(fixed!("column.item"), Alignment::Left, 56),
        column(fixed!("column.full"), Alignment::Right, 8),
        column(fixed!("column.own"), Alignment::Right, 8),
        column(fixed!("column.verified"), Alignment::Right, 8),
        column(fixed!("column.note"), Alignment::Left, 16),
    ]);
    let scored: Vec<(&Finding<'_>, ItemPoints)> =
        findings.iter().filter_map(|finding| Some((finding, finding.state.points?))).collect();
    if !is_scored(findings) {
        return sheet(fixed!("annex_scores"), table);
    }
    let mut total = Sum::default();
    let mut ordinal = 0;
    let groups: Vec<_> = scored.chunk_by(|(a, _), (b, _)| a.checklist().id == b.checklist().id).collect();
    for group in &groups {
        let Some((first, _)) = group.first() else { continue };
        table.push(Row::Group(phrase::clause(&first.checklist().title)));
        let mut subtotal = Sum::default();
        for (finding, points) in *group {
            ordinal += 1;
            subtotal.add(*points);
            total.add(*points);
            table.push(row(ordinal, finding, *points));
        }
        if groups.len() > 1 {
            table.push(subtotal.row(fixed!("subtotal")));
        }
    }
    if ordinal > 0 {
        table.push(total.row(fixed!("total")));
    }
    sheet(fixed!("annex_scores"), table)
}

/// Whether points tell anything: at least half of what has points is judged, or the unit scored itself. Below that
/// (a desk check of a few items, an inspection just begun) the sums would only say how much was not looked at.
pub(in super::super) fn is_scored(findings: &[Finding<'_>]) -> bool {
    let scored = || findings.iter().filter_map(|finding| Some((finding.state.verdict, finding.state.points?)));
    let judged = scored().filter(|(verdict, _)| verdict.is_some()).count();
    judged > 0 && judged * 2 >= scored().count() || scored().any(|(_, points)| points.own.is_some())
}

fn row(ordinal: usize, finding: &Finding<'_>, points: ItemPoints) -> Row {
    let na = finding.state.verdict == Some(Verdict::Na);
    let dash = || fixed!("dash");
    let full = if na { dash() } else { format_number(points.full) };
    let own = points.own.map_or_else(dash, format_number);
    let verified = match finding.state.verdict {
        None | Some(Verdict::Na) => dash(),
        Some(_) => format_number(points.verified),
    };
    let reason = finding.answer.and_then(|answer| answer.points_reason.as_deref()).map(phrase::clause);
    let standing = match (finding.state.verdict, finding.state.answered) {
        (Some(Verdict::Na), _) => Some(phrase::capitalised(&verdict(Verdict::Na))),
        (None, Answered::Conflict) => Some(phrase::capitalised(&fixed!("in_conflict"))),
        (None, _) => Some(phrase::capitalised(&fixed!("not_judged"))),
        _ => None,
    };
    // What is said of a verdict stands in the text; only here is a remark on "không áp dụng" to be read.
    let remark = Some(finding.remark()).filter(|_| na);
    let notes: Vec<String> = standing.into_iter().chain(reason).chain(remark).filter(|note| !note.is_empty()).collect();
    entry(vec![ordinal.to_string(), finding.ask(), full, own, verified, notes.join(". ")], finding.sources(None))
}
