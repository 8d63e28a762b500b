//! `kiemtra passage list`

use chrono::{DateTime, FixedOffset, NaiveDate};
use rust_i18n::t;
use serde::Serialize;

use super::super::arguments::NoticeOf;
use super::super::error::CommandError;
use super::super::session::Session;
use super::{open, standing};
use crate::conclusion::draft::{Contradiction, Passage, PassageStanding, RecordedFigure};
use crate::paper::Source;

/// `passage list --json`.
#[derive(Serialize)]
struct DraftReport<'a> {
    passages: Vec<PassageLine<'a>>,
    contradictions: Vec<ContradictionLine<'a>>,
}

/// A passage in JSON.
#[derive(Serialize)]
pub(super) struct PassageLine<'a> {
    id: String,
    part: &'static str,
    field: Option<&'static str>,
    items: Vec<String>,
    standing: &'static str,
    printed: Option<&'a str>,
    text: &'a str,
    drafted: &'a str,
    reason: Option<&'a str>,
    with: Option<String>,
    into: Option<String>,
    change: Option<ChangeLine<'a>>,
    deadline: Option<DeadlineLine>,
    edited: Vec<AuthorLine<'a>>,
    sources: &'a [Source],
}

#[derive(Serialize)]
struct ChangeLine<'a> {
    then: &'a str,
    now: &'a str,
    figures: Vec<PairLine<'a>>,
}

#[derive(Serialize)]
struct PairLine<'a> {
    then: &'a str,
    now: &'a str,
}

#[derive(Serialize)]
struct DeadlineLine {
    within_days: Option<u32>,
    due: Option<NaiveDate>,
}

#[derive(Serialize)]
struct AuthorLine<'a> {
    member: Option<&'a str>,
    made_at: DateTime<FixedOffset>,
    revision: String,
}

#[derive(Serialize)]
struct ContradictionLine<'a> {
    passage: String,
    figure: &'a str,
    kind: &'static str,
    record: Vec<RecordLine<'a>>,
}

#[derive(Serialize)]
struct RecordLine<'a> {
    shown: &'a str,
    ask: Option<&'a str>,
}

pub(super) fn run(session: &mut Session, of: &NoticeOf, json: bool) -> Result<(), CommandError> {
    let store = session.open()?;
    let opened = open(&store, &session.settings.clock, of)?;
    let inspected = opened.conclusion.inspected();
    session.check_member(&store, inspected.round)?;
    let contradictions = opened.draft.contradictions(&inspected);
    if json {
        let report = DraftReport {
            passages: opened.draft.passages().iter().map(json_line).collect(),
            contradictions: contradictions.iter().map(json_contradiction).collect(),
        };
        return session.output.line(serde_json::to_string(&report).map_err(std::io::Error::from)?);
    }
    let mut part = None;
    for passage in opened.draft.passages() {
        if part != Some(passage.part()) {
            if part.is_some() {
                session.output.gap()?;
            }
            session.output.line(passage.part().title())?;
            part = Some(passage.part());
        }
        session.output.line(line(passage))?;
    }
    for (index, contradiction) in contradictions.iter().enumerate() {
        if index == 0 {
            session.output.gap()?;
        }
        session.output.line(said(contradiction))?;
    }
    Ok(())
}

/// A passage as it stands: its id, how it stands, its words, and below what changed under it.
pub(super) fn line(passage: &Passage) -> String {
    let mut lines = vec![format!("  {} [{}]", passage.id, standing(&passage.standing)), passage.printed.clone()];
    match &passage.standing {
        PassageStanding::LeftOut { reason, with: None } => {
            lines.push(t!("cli_passage.reason", reason = reason).into_owned());
        }
        PassageStanding::LeftOut { reason, with: Some(with) } => {
            lines.push(t!("cli_passage.reason_with", with = with, reason = reason).into_owned());
        }
        PassageStanding::Joined { into } => lines.push(t!("cli_passage.into", into = into).into_owned()),
        _ => {}
    }
    if let Some(change) = &passage.change {
        lines.push(t!("cli_passage.then", text = change.then).into_owned());
        lines.push(t!("cli_passage.now", text = change.now).into_owned());
    }
    lines.join("\n    ")
}

/// A contradiction in a sentence.
fn said(contradiction: &Contradiction) -> String {
    let record: Vec<String> = contradiction.record.iter().map(recorded).collect();
    let (passage, figure) = (&contradiction.passage, &contradiction.figure);
    if record.is_empty() {
        t!("cli_passage.not_borne_out", passage = passage, figure = figure).into_owned()
    } else {
        t!("cli_passage.contradicts", passage = passage, figure = figure, record = record.join("; ")).into_owned()
    }
}

fn recorded(figure: &RecordedFigure) -> String {
    match &figure.ask {
        Some(ask) => format!("{} ({ask})", figure.shown),
        None => figure.shown.clone(),
    }
}

pub(super) fn json_line(passage: &Passage) -> PassageLine<'_> {
    let (reason, with) = match &passage.standing {
        PassageStanding::LeftOut { reason, with } => (Some(reason.as_str()), with.as_ref()),
        _ => (None, None),
    };
    let into = match &passage.standing {
        PassageStanding::Joined { into } => Some(into.to_string()),
        _ => None,
    };
    let authors = passage.edit.iter().flat_map(|edit| &edit.authors);
    PassageLine {
        id: passage.id.to_string(),
        part: passage.part().as_str(),
        field: passage.field.map(crate::checklist::Field::as_str),
        items: passage.items.iter().map(ToString::to_string).collect(),
        standing: passage.standing.word(),
        printed: passage.is_printed().then_some(passage.printed.as_str()),
        text: &passage.text,
        drafted: &passage.drafted.text,
        reason,
        with: with.map(ToString::to_string),
        into,
        change: passage.change.as_ref().map(|change| ChangeLine {
            then: &change.then,
            now: &change.now,
            figures: change.figures.iter().map(|pair| PairLine { then: &pair.then, now: &pair.now }).collect(),
        }),
        deadline: passage.deadline.map(|until| DeadlineLine { within_days: until.within, due: until.due }),
        edited: authors
            .map(|author| AuthorLine {
                member: author.member.as_deref(),
                made_at: author.when,
                revision: author.revision.to_string(),
            })
            .collect(),
        sources: &passage.sources,
    }
}

fn json_contradiction(contradiction: &Contradiction) -> ContradictionLine<'_> {
    ContradictionLine {
        passage: contradiction.passage.to_string(),
        figure: &contradiction.figure,
        kind: contradiction.kind.word(),
        record: contradiction.record.iter().map(|of| RecordLine { shown: &of.shown, ask: of.ask.as_deref() }).collect(),
    }
}
