//! What the report says, section by section.

use std::collections::BTreeMap;

use super::super::opening;
use super::super::phrase;
use super::super::wording::{self, count};
use super::compare::{ends, judged, names, passed, passed_text, share, units};
use super::{ReportBasis, RoundResults, said};
use crate::assessment::Totals;
use crate::checklist::{Addressee, CauseKind, UnitKind, Verdict};
use crate::conclusion::follow_up::Tally;
use crate::inspection::{PadCounts, UnitId};
use crate::overview::{Band, FieldSum, FrequentShortcoming, GoodPractice, PointSum, UnitOverview};
use crate::paper::{Alignment, Block, Column, Row, Section, SectionTitle, Table};
use crate::vietnamese::date::format_date_cited;
use crate::vietnamese::fold::fold;
use crate::vietnamese::number::{format_number, format_percent};

/// Units whose table still stands in the text; those of larger rounds are compared in the annexes.
const IN_TEXT: usize = 15;
/// What several units have in common (shortcomings, causes, recommendations) is told up to so many; what one unit alone
/// has is its notice's matter, unless there would be fewer than so few.
const MOST: usize = 15;
const FEWEST: usize = 5;
/// How checklists introduce a part of a total, folded.
const PART_OF_TOTAL: &str = "trong do";
/// Remarks of good practice that are told.
const PRACTICES: usize = 12;

pub(super) fn sections(results: &RoundResults, basis: &ReportBasis) -> Vec<Section> {
    let numbered = |title: String, blocks: Vec<Block>| Section { title: SectionTitle::Numbered(title), blocks };
    let mut sections = vec![
        Section { title: SectionTitle::Untitled, blocks: vec![plain(opening(results))] },
        numbered(said!("overview"), general(results, basis)),
        numbered(said!("results"), by_field(results)),
        numbered(said!("shortcomings"), shortcomings(results)),
        numbered(said!("good_practice"), good_practice(results)),
    ];
    let causes = causes(results);
    if !causes.is_empty() {
        sections.push(numbered(said!("causes"), causes));
    }
    sections.push(numbered(said!("remediation"), remediation(results)));
    sections.push(numbered(said!("recommendations"), recommendations(results)));
    sections
}

fn plain(text: String) -> Block {
    Block::Plain(text.into())
}

fn pad(results: &RoundResults) -> PadCounts {
    results.overview.round().letterhead.pad_counts
}

fn opening(results: &RoundResults) -> String {
    let round = results.overview.round();
    let orders = opening::orders(round);
    let subject = phrase::lower_first(&phrase::clause(&round.title));
    let agency = results.agency();
    if orders.is_empty() {
        said!("opening", subject = subject, agency = agency)
    } else {
        said!("opening_orders", orders = phrase::listed(&orders), subject = subject, agency = agency)
    }
}

fn general(results: &RoundResults, basis: &ReportBasis) -> Vec<Block> {
    let round = results.overview.round();
    let (pad, totals) = (pad(results), results.overview.totals());
    let period = round.period;
    let mut scope = vec![said!("scope_units", units = units(round.units.len(), pad), kinds = kinds(results))];
    scope.extend(visits(results));
    scope.push(said!("scope_period", from = format_date_cited(period.from), to = format_date_cited(period.to)));
    let titles: Vec<String> = results.overview.checklists().map(|list| phrase::clause(&list.title)).collect();
    if !titles.is_empty() {
        scope.push(said!("scope_checklists", count = count(titles.len(), pad), titles = titles.join("; ")));
    }
    let mut progress = vec![said!(
        "progress",
        date = format_date_cited(basis.now.date_naive()),
        answered = count(totals.answered, pad),
        items = count(totals.items, pad),
        share = share(totals.answered, totals.items)
    )];
    progress.extend(unfinished(results));
    let signed = results.overview.units.iter().filter(|unit| unit.signed.is_some()).count();
    let (all, noticed) = (results.overview.units.len(), results.noticed());
    progress.push(said!("signed", signed = count(signed, pad), all = count(all, pad)));
    progress.push(said!("noticed", noticed = count(noticed, pad), all = count(all, pad)));
    progress.extend(contested(results));
    let mut blocks = vec![Block::Heading(said!("scope").into())];
    blocks.extend(scope.into_iter().map(|text| Block::Dash(text.into())));
    blocks.push(Block::Heading(said!("standing").into()));
    blocks.extend(progress.into_iter().map(|text| Block::Dash(text.into())));
    blocks
}

/// ` (02 xã, 01 phường)`; nothing where all are of one kind that says nothing.
fn kinds(results: &RoundResults) -> String {
    let of_kind = |kind: UnitKind| results.overview.units.iter().filter(|unit| unit.unit.kind == kind).count();
    let counted = UnitKind::ALL.into_iter().map(|kind| (kind, of_kind(kind))).filter(|(_, number)| *number > 0);
    let said = counted.map(|(kind, number)| {
        let kind = rust_i18n::t!(format!("report.kind.{}", kind.as_str()), locale = "vi");
        format!("{} {kind}", count(number, pad(results)))
    });
    let said: Vec<String> = said.collect();
    if said.is_empty() { String::new() } else { format!(" ({})", said.join(", ")) }
}

fn visits(results: &RoundResults) -> Option<String> {
    let days = || results.overview.units.iter().filter_map(|unit| unit.unit.visit);
    let (first, last) = (days().min()?, days().max()?);
    let without = results.overview.units.len() - days().count();
    let mut text = if first == last {
        said!("visit_day", day = format_date_cited(first))
    } else {
        said!("visit_days", first = format_date_cited(first), last = format_date_cited(last))
    };
    if without > 0 {
        text.push_str(&said!("visit_unknown", units = units(without, pad(results))));
    }
    Some(text + ".")
}

/// Units where something required is missing.
fn unfinished(results: &RoundResults) -> Option<String> {
    let open: Vec<&UnitOverview> =
        results.overview.units.iter().map(AsRef::as_ref).filter(|unit| unit.totals.required_left > 0).collect();
    let left: usize = open.iter().map(|unit| unit.totals.required_left).sum();
    let names = names(results, open.iter().map(|unit| &unit.unit.id));
    (left > 0).then(|| said!("unfinished", left = count(left, pad(results)), names = names))
}

/// Where opinions differ, which no figure below counts.
fn contested(results: &RoundResults) -> Vec<String> {
    let of = |unit: &&UnitOverview| unit.totals.conflicts > 0;
    let units: Vec<&UnitOverview> = results.overview.units.iter().map(AsRef::as_ref).filter(of).collect();
    let conflicts: usize = units.iter().map(|unit| unit.totals.conflicts).sum();
    let mut said = Vec::new();
    if conflicts > 0 {
        let names = names(results, units.iter().map(|unit| &unit.unit.id));
        said.push(said!("conflicts", count = count(conflicts, pad(results)), names = names));
    }
    let notices: Vec<&UnitId> = results.contested_notices().collect();
    if !notices.is_empty() {
        said.push(said!("contested_notices", names = names(results, notices)));
    }
    said
}

fn by_field(results: &RoundResults) -> Vec<Block> {
    let totals = results.overview.totals();
    if judged(&totals) == 0 {
        return vec![plain(said!("nothing_judged"))];
    }
    let mut blocks = vec![plain(counts(&totals, &results.overview.points(), pad(results)))];
    for sum in results.by_field() {
        let title = wording::field(sum.field, results.overview.round().period);
        blocks.push(Block::Heading(title.into()));
        blocks.push(field(results, &sum));
    }
    blocks.push(Block::Heading(said!("between_units").into()));
    blocks.extend(between_units(results));
    blocks
}

/// `Trong 120 nội dung đã kết luận có 100 nội dung đạt (83,33%), …; đạt 80/100 điểm (80%).`
fn counts(totals: &Totals, points: &PointSum, pad: PadCounts) -> String {
    let judged = judged(totals);
    let of = |verdict: Verdict, number: usize| {
        let verdict = wording::verdict(verdict);
        said!("items_verdict", count = count(number, pad), verdict = verdict, share = share(number, judged))
    };
    let parts = [(Verdict::Pass, totals.pass), (Verdict::Partial, totals.partial), (Verdict::Fail, totals.fail)];
    let parts: Vec<String> =
        parts.into_iter().filter(|(_, number)| *number > 0).map(|(verdict, number)| of(verdict, number)).collect();
    let mut text = said!("counts", judged = count(judged, pad), parts = parts.join(", "));
    if totals.na > 0 {
        text.push_str(&said!("items_na", count = count(totals.na, pad)));
    }
    if let Some(share) = points.share().filter(|_| points.judged > 0) {
        let (verified, full) = (format_number(points.verified), format_number(points.full));
        let share = format_percent(share);
        text.push_str(&if points.is_complete() {
            said!("points", verified = verified, full = full, share = share)
        } else {
            said!("points_open", verified = verified, full = full, share = share)
        });
    }
    text + "."
}

fn field(results: &RoundResults, sum: &FieldSum) -> Block {
    if judged(&sum.totals) == 0 {
        return plain(said!("field_nothing"));
    }
    let units = results.overview.units.iter();
    let shares: Vec<(&UnitId, f64)> = units
        .filter_map(|unit| {
            let of_field = unit.by_field().into_iter().find(|of| of.field == sum.field)?;
            Some((&unit.unit.id, passed(&of_field.totals)?))
        })
        .collect();
    let counts = counts(&sum.totals, &sum.points, pad(results));
    plain(phrase::joined(std::iter::once(counts).chain(ends(results, &shares))))
}

/// One row per unit.
fn unit_table(results: &RoundResults) -> Table {
    let overview = &results.overview;
    let right = |title: String| Column { title, alignment: Alignment::Right, width: 12 };
    let mut table = Table::new(vec![
        Column { title: said!("column.unit"), alignment: Alignment::Left, width: 34 },
        right(said!("column.judged")),
        right(said!("column.pass")),
        right(said!("column.partial")),
        right(said!("column.fail")),
        right(said!("column.pass_share")),
        // Wide enough for both numbers on one line.
        Column { width: 22, ..right(said!("column.points")) },
    ]);
    let cells = |name: String, totals: &Totals, points: &PointSum| {
        let number = |number: usize| super::super::figure::integer(number);
        vec![
            name,
            number(judged(totals)),
            number(totals.pass),
            number(totals.partial),
            number(totals.fail),
            passed_text(totals),
            points_text(points),
        ]
    };
    for unit in &overview.units {
        let cells = cells(phrase::clause(&unit.unit.name), &unit.totals, &unit.points);
        table.push(Row::Entry { cells, sources: Vec::new() });
    }
    let cells = cells(said!("all_units"), &overview.totals(), &overview.points());
    table.push(Row::Total { cells, sources: Vec::new() });
    table
}

/// `8,5/10`, or a dash where nothing has points.
fn points_text(points: &PointSum) -> String {
    if points.full > 0.0 && points.judged > 0 {
        format!("{}/{}", format_number(points.verified), format_number(points.full))
    } else {
        said!("dash")
    }
}

fn between_units(results: &RoundResults) -> Vec<Block> {
    let overview = &results.overview;
    let shares: Vec<(&UnitId, f64)> =
        overview.units.iter().filter_map(|unit| Some((&unit.unit.id, passed(&unit.totals)?))).collect();
    let mut blocks: Vec<Block> = ends(results, &shares)
        .into_iter()
        .map(|text| plain(said!("by_verdicts", ends = phrase::lower_first(&text))))
        .collect();
    let ranked: Vec<(&UnitId, f64)> = overview
        .ranking
        .iter()
        .filter(|ranked| ranked.rank.is_some())
        .filter_map(|ranked| Some((&ranked.unit, ranked.points.share()?)))
        .collect();
    blocks.extend(
        ends(results, &ranked).into_iter().map(|text| plain(said!("by_points", ends = phrase::lower_first(&text)))),
    );
    if blocks.is_empty() {
        return vec![plain(said!("nothing_to_compare"))];
    }
    if overview.units.len() > IN_TEXT {
        blocks.push(plain(bands(results)));
    }
    let open = overview.units.iter().filter(|unit| !unit.is_complete()).map(|unit| &unit.unit.id);
    let open: Vec<&UnitId> = open.collect();
    if !open.is_empty() {
        blocks.push(plain(said!("rank_open", names = names(results, open))));
    }
    if overview.units.len() > IN_TEXT {
        blocks.push(plain(said!("in_annexes")));
    } else {
        blocks.push(Block::Table(unit_table(results)));
    }
    blocks
}

/// How many units have a high, a middling, a low share of items passed.
fn bands(results: &RoundResults) -> String {
    let of = |wanted: Band| {
        let of_band = results.overview.units.iter().filter(|unit| unit.heat().band() == Some(wanted));
        units(of_band.count(), pad(results))
    };
    said!("bands", high = of(Band::High), middle = of(Band::Middle), low = of(Band::Low))
}

/// How many of what units have in common are told in the text; `concerned` are the numbers of units, the largest first.
fn in_text(concerned: impl ExactSizeIterator<Item = usize>) -> usize {
    let all = concerned.len();
    let common = concerned.take_while(|units| *units > 1).count();
    common.clamp(FEWEST, MOST).min(all)
}

fn shortcomings(results: &RoundResults) -> Vec<Block> {
    let all = &results.overview.shortcomings;
    if all.is_empty() {
        let totals = results.overview.totals();
        return vec![plain(match (judged(&totals), results.overview.units.iter().all(|unit| unit.is_complete())) {
            (0, _) => said!("nothing_judged"),
            (_, true) => said!("none"),
            (_, false) => said!("no_shortcoming_so_far"),
        })];
    }
    let told = in_text(all.iter().map(|of| of.units.len()));
    let mut blocks: Vec<Block> =
        all[..told].iter().map(|of| Block::Numbered(shortcoming(results, of).into())).collect();
    if all.len() > told {
        blocks.push(plain(said!("more_shortcomings", count = count(all.len() - told, pad(results)))));
    }
    blocks
}

fn shortcoming(results: &RoundResults, of: &FrequentShortcoming) -> String {
    let pad = pad(results);
    let with = |verdict| of.units.iter().filter(move |unit| unit.verdict == verdict).map(|unit| &unit.unit);
    let verdicts = [Verdict::Fail, Verdict::Partial].into_iter().filter(|verdict| of.count(*verdict) > 0);
    let parts: Vec<String> = verdicts
        .map(|verdict| {
            said!("units_verdict", verdict = wording::verdict(verdict), names = names(results, with(verdict)))
        })
        .collect();
    said!(
        "shortcoming",
        ask = topic(results, of),
        units = count(of.units.len(), pad),
        judged = units(of.judged, pad),
        share = share(of.units.len(), of.judged),
        parts = parts.join("; ")
    )
}

/// What was asked; a part of a total ("Trong đó: …") by the title of its section, since it says nothing by itself.
pub(super) fn topic(results: &RoundResults, of: &FrequentShortcoming) -> String {
    let ask = phrase::clause(&of.ask);
    let rest = ask.split_once(':').filter(|(before, _)| fold(before.trim()) == PART_OF_TOTAL).map(|(_, rest)| rest);
    let checklist = results.overview.checklists().find(|list| list.id == of.key.checklist);
    let section = checklist
        .and_then(|list| list.sections.iter().find(|section| section.items.iter().any(|item| item.id == of.key.item)));
    match (rest, section) {
        (Some(rest), Some(section)) => format!("{}: {}", phrase::clause(&section.title), rest.trim()),
        _ => ask,
    }
}

fn good_practice(results: &RoundResults) -> Vec<Block> {
    let all = &results.overview.good_practice;
    if all.is_empty() {
        return vec![plain(said!("no_good_practice"))];
    }
    let practice = |practice: &GoodPractice| {
        let unit = phrase::clause(&results.name(&practice.unit));
        let said = phrase::joined([practice.said.as_str(), practice.remark.as_str()]);
        Block::Dash(format!("{unit}: {said}").into())
    };
    let mut blocks: Vec<Block> = told_practice(results).into_iter().map(practice).collect();
    blocks.extend(more(all.len() - blocks.len(), |count| said!("more_practice", count = count), results));
    blocks
}

/// All of it where that is little; else one remark of each unit in turn, the best ranked first.
fn told_practice(results: &RoundResults) -> Vec<&GoodPractice> {
    let all = &results.overview.good_practice;
    if all.len() <= PRACTICES {
        return all.iter().collect();
    }
    let mut of_units: BTreeMap<&UnitId, Vec<&GoodPractice>> = BTreeMap::new();
    for practice in all {
        of_units.entry(&practice.unit).or_default().push(practice);
    }
    let most = of_units.values().map(Vec::len).max().unwrap_or(0);
    let ranked = || results.overview.ranking.iter().filter_map(|ranked| of_units.get(&ranked.unit));
    (0..most).flat_map(|turn| ranked().filter_map(move |of| of.get(turn).copied())).take(PRACTICES).collect()
}

/// That there are `count` more than what is told.
fn more(count: usize, say: impl Fn(String) -> String, results: &RoundResults) -> Option<Block> {
    (count > 0).then(|| plain(say(super::super::wording::count(count, pad(results)))))
}

/// A sentence with the number of units it is true of.
fn of_units(results: &RoundResults, text: &str, concerned: &[UnitId]) -> String {
    let units = match concerned {
        [only] => phrase::clause(&results.name(only)),
        several => units(several.len(), pad(results)),
    };
    phrase::sentence(&format!("{} ({units})", phrase::clause(text)))
}

fn causes(results: &RoundResults) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (kind, title) in [(CauseKind::Objective, said!("objective")), (CauseKind::Subjective, said!("subjective"))] {
        let all: Vec<_> = results.overview.causes.iter().filter(|cause| cause.kind == kind).collect();
        if all.is_empty() {
            continue;
        }
        blocks.push(Block::Heading(title.into()));
        let told = in_text(all.iter().map(|cause| cause.units.len()));
        let said = all.iter().take(told).map(|cause| of_units(results, &cause.text, &cause.units));
        blocks.extend(said.map(|said| Block::Dash(said.into())));
        blocks.extend(more(all.len() - told, |count| said!("more_causes", count = count), results));
    }
    blocks
}

fn remediation(results: &RoundResults) -> Vec<Block> {
    let pad = pad(results);
    if results.noticed() == 0 {
        return vec![plain(said!("nothing_issued"))];
    }
    let tally = Tally::of(&results.requirements);
    let mut parts = Vec::new();
    let mut part = |number: usize, text: &dyn Fn(String) -> String| {
        if number > 0 {
            parts.push(text(count(number, pad)));
        }
    };
    part(tally.accepted, &|count| said!("state_accepted", count = count));
    part(tally.reported, &|count| said!("state_reported", count = count));
    part(tally.returned, &|count| said!("state_returned", count = count));
    part(tally.open, &|count| said!("state_open", count = count));
    part(tally.contested, &|count| said!("state_contested", count = count));
    let mut text = said!("issued", notices = count(results.noticed(), pad), requirements = count(tally.total, pad));
    if !parts.is_empty() {
        text.push_str(&said!("issued_parts", parts = parts.join(", ")));
    }
    text.push('.');
    let mut blocks = vec![plain(text)];
    if tally.overdue > 0 {
        let mut late: Vec<&UnitId> = Vec::new();
        for one in results.requirements.iter().filter(|one| one.is_overdue()) {
            if !late.contains(&&one.unit) {
                late.push(&one.unit);
            }
        }
        blocks.push(plain(said!("overdue", count = count(tally.overdue, pad), names = names(results, late))));
    }
    blocks
}

fn recommendations(results: &RoundResults) -> Vec<Block> {
    let mut blocks = Vec::new();
    let groups = [
        (Addressee::Unit, said!("to_units")),
        (Addressee::Agency, said!("to_agencies")),
        (Addressee::Superior, said!("to_superiors")),
    ];
    for (to, title) in groups {
        let all: Vec<_> = results.overview.recommendations.iter().filter(|one| one.to == to).collect();
        if all.is_empty() {
            continue;
        }
        blocks.push(Block::Heading(title.into()));
        let told = in_text(all.iter().map(|one| one.units.len()));
        let said = all.iter().take(told).map(|one| of_units(results, &one.text, &one.units));
        blocks.extend(said.map(|said| Block::Lettered(said.into())));
        blocks.extend(more(all.len() - told, |count| said!("more_recommendations", count = count), results));
    }
    if blocks.is_empty() { vec![plain(said!("none"))] } else { blocks }
}
