//! The list of shortcomings with what is required of whom until when.

use super::super::finding::Finding;
use super::super::requirement::{Demand, deadline};
use super::super::wording::fixed;
use super::super::{Inspected, addressing, phrase};
use super::{column, entry, ordinal_column, sheet};
use crate::checklist::Addressee;
use crate::paper::{Alignment, Annex, Table};
use crate::vietnamese::date::format_date;

pub(super) fn annex(inspected: &Inspected<'_>, findings: &[Finding<'_>], demands: &[Demand]) -> Annex {
    let mut table = Table::new(vec![
        ordinal_column(),
        column(fixed!("column.shortcoming"), Alignment::Left, 34),
        column(fixed!("column.requirement"), Alignment::Left, 34),
        column(fixed!("column.addressee"), Alignment::Left, 16),
        column(fixed!("column.deadline"), Alignment::Center, 14),
    ]);
    let shortcomings = findings.iter().filter(|finding| finding.is_shortcoming());
    for (index, (finding, demand)) in shortcomings.zip(demands).enumerate() {
        let sentence = finding.item.says.shortcoming.as_ref();
        let addressee = match demand.to {
            Addressee::Unit => addressing::unit(inspected),
            Addressee::Agency => fixed!("agency"),
            Addressee::Superior => fixed!("superior"),
        };
        let until = match (demand.due, demand.within) {
            (Some(due), _) => format_date(due),
            (None, Some(days)) => deadline(inspected, days),
            (None, None) => fixed!("dash"),
        };
        let cells = vec![
            (index + 1).to_string(),
            phrase::sentence(&finding.says(sentence)),
            phrase::sentence(&demand.text),
            addressee,
            until,
        ];
        table.push(entry(cells, super::super::finding::union([finding.sources(sentence), demand.sources.clone()])));
    }
    sheet(fixed!("annex_shortcomings"), table)
}
