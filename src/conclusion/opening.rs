//! The opening of the notice: on whose order, when, who, where, which period, on what grounds, and what became of what the
//! last notice required. Each part
//! stands only where it is recorded.

use super::addressing::{agency, own_name, person, subject, unit};
use super::wording::fixed;
use super::{Inspected, follow_up, phrase};
use crate::inspection::{DocumentReference, Mode, NoticeTitle, Round};
use crate::paper::Paragraph;
use crate::vietnamese::date::format_date_cited;

/// The opening paragraphs.
pub(super) fn paragraphs(inspected: &Inspected<'_>) -> Vec<Paragraph> {
    let period = inspected.round.period;
    let period = fixed!("period", from = format_date_cited(period.from), to = format_date_cited(period.to));
    let first = phrase::joined([phrase::sentence(&what_was_done(inspected)), phrase::sentence(&period)]);
    let before = follow_up::paragraph(inspected);
    [first.into(), grounds(inspected).into()].into_iter().chain(before).collect()
}

/// `Kế hoạch số … và Quyết định số …`: the papers the inspection rests on.
pub(super) fn orders(round: &Round) -> Vec<String> {
    let plan = round.plan.as_ref().map(|plan| {
        let cited = fixed!("plan", number = number(plan), date = format_date_cited(plan.date));
        issued(cited, plan)
    });
    let decision = round.decision.as_ref().map(|decision| {
        let cited = fixed!("decision", number = number(decision), date = format_date_cited(decision.date));
        issued(cited, decision)
    });
    plan.into_iter().chain(decision).collect()
}

fn number(document: &DocumentReference) -> String {
    phrase::clause(&document.number)
}

fn issued(cited: String, document: &DocumentReference) -> String {
    match document.issuer.as_deref().map(phrase::clause).filter(|issuer| !issuer.is_empty()) {
        Some(issuer) => fixed!("of_issuer", document = cited, issuer = issuer),
        None => cited,
    }
}

fn what_was_done(inspected: &Inspected<'_>) -> String {
    let orders = orders(inspected.round);
    let order = (!orders.is_empty()).then(|| fixed!("carrying_out", documents = phrase::listed(&orders)));
    let day = inspected.unit.visit.map(|day| fixed!("on_day", date = format_date_cited(day)));
    let subject = subject(inspected);
    let done = match inspected.round.mode {
        Mode::Desk => fixed!("inspected_desk", subject = subject),
        Mode::Planned | Mode::Surprise | Mode::FollowUp => fixed!("inspected", subject = subject),
    };
    let main = format!("{} {done}", team(inspected.round));
    order.into_iter().chain(day).chain([main]).collect::<Vec<_>>().join(", ")
}

fn team(round: &Round) -> String {
    // Without name and post there is nothing to add to "Trưởng đoàn".
    let lead = round.lead().filter(|lead| own_name(lead).is_some() || lead.post.is_some());
    match lead.map(person) {
        Some(lead) => fixed!("team_led", lead = lead),
        None => fixed!("team"),
    }
}

fn grounds(inspected: &Inspected<'_>) -> String {
    // Nobody announces a surprise inspection, so nobody reports for it.
    let reported = inspected.unit.self_report.as_ref().filter(|_| inspected.round.mode != Mode::Surprise);
    let report = reported.map(|report| {
        let number = phrase::clause(&report.number);
        fixed!("ground_self_report", number = number, date = format_date_cited(report.date), unit = unit(inspected))
    });
    let minutes = match (inspected.round.mode, inspected.unit.visit) {
        (Mode::Desk, _) => None,
        (_, Some(day)) => Some(fixed!("ground_minutes_dated", date = format_date_cited(day))),
        (_, None) => Some(fixed!("ground_minutes")),
    };
    let grounds: Vec<String> = report.into_iter().chain([fixed!("ground_files")]).chain(minutes).collect();
    let (grounds, agency) = (phrase::listed(&grounds), agency(inspected));
    match inspected.round.letterhead.title {
        NoticeTitle::Conclusion => fixed!("on_basis", grounds = grounds, agency = agency),
        NoticeTitle::Result => fixed!("on_basis_result", grounds = grounds, agency = agency),
    }
}
