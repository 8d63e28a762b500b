//! `kiemtra return`

use chrono::{DateTime, FixedOffset};
use rust_i18n::t;
use serde::Serialize;
use serde_json::Value;

use super::arguments::{AskArguments, ReturnArguments, ReturnCommand};
use super::error::{CommandError, Exit};
use super::session::Session;
use super::table::{Align, Table};
use super::words;
use crate::assessment::OpenRound;
use crate::checklist::Verdict;
use crate::inspection::{
    Asking, InspectionError, ItemKey, Question, QuestionState, Recorder, Round, RoundId, Settling, Store, find_unit,
};
use crate::journal::Reached;

/// Digits at the end of a question's id that people are shown and type: they are random.
const SHORT: usize = 8;
/// Longest text in a column.
const MOST: usize = 60;

/// `return list --json`.
#[derive(Serialize)]
struct QuestionReport<'a> {
    questions: Vec<QuestionLine<'a>>,
}

#[derive(Serialize)]
struct QuestionLine<'a> {
    id: &'a str,
    unit: &'a str,
    item: String,
    question: &'a str,
    to: &'a str,
    by: Option<&'a str>,
    asked_at: DateTime<FixedOffset>,
    state: &'static str,
    changes: Vec<ChangeLine<'a>>,
    replies: Vec<ReplyLine<'a>>,
    closed_by: Option<&'a str>,
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct ChangeLine<'a> {
    record: &'a str,
    field: &'a str,
    before: &'a [Value],
    after: &'a Value,
    member: Option<&'a str>,
    had_seen_question: bool,
}

#[derive(Serialize)]
struct ReplyLine<'a> {
    text: &'a str,
    member: Option<&'a str>,
    made_at: DateTime<FixedOffset>,
}

/// Sends an answer back, or does something with what was sent back.
pub fn run(session: &mut Session, arguments: ReturnArguments) -> Result<Exit, CommandError> {
    match (arguments.command, arguments.ask) {
        (Some(ReturnCommand::List { round, json: true }), _) => print_json(session, &round),
        (Some(ReturnCommand::List { round, json: false }), _) => print(session, &round),
        (Some(ReturnCommand::Answer { id, text }), _) => reply(session, &id, &text),
        (Some(ReturnCommand::Close { id, reason, reopen: false }), _) => settle(session, &id, &Settling::Close(reason)),
        (Some(ReturnCommand::Close { id, .. }), _) => settle(session, &id, &Settling::Reopen),
        (None, Some(asked)) => ask(session, asked),
        // Without a subcommand the options are required: clap has refused it.
        (None, None) => Ok(()),
    }?;
    Ok(Exit::Done)
}

fn ask(session: &mut Session, arguments: AskArguments) -> Result<(), CommandError> {
    let mut store = session.open()?;
    let open = OpenRound::open(&store, &arguments.round)?;
    let unit = find_unit(&open.round, &arguments.unit)?;
    let asker = store.acting(&open.round, session.settings.member.as_deref())?;
    let (checklist, item) = open.find_item(unit, &arguments.item)?;
    let key = ItemKey { checklist: checklist.id.clone(), item: item.id.clone() };
    let proposed = || -> Result<String, InspectionError> {
        let found = store.addressees(&open.round, &unit.id, &key, &asker.id)?.proposed;
        Ok(found.unwrap_or_else(|| asker.id.clone()).to_string())
    };
    let id = arguments.to.map_or_else(proposed, Ok)?;
    let to = open.round.member(&id).cloned().ok_or_else(|| InspectionError::UnknownMember {
        id,
        known: open.round.members.iter().map(|member| member.id.to_string()).collect(),
    })?;
    let recorder = recorder(&open.round, &unit.id, asker.id.as_str());
    let asking = Asking { key, to: to.id.clone(), text: arguments.question, again: None };
    let id = store.ask(&recorder, &asking)?;
    session.back_up();
    session.output.line(t!("cli.return.asked", id = short(&id.0), who = to.name))
}

fn reply(session: &mut Session, id: &str, text: &str) -> Result<(), CommandError> {
    let (mut store, question, recorder) = found(session, id)?;
    store.reply(&recorder, &question.key, &question.id, text)?;
    session.back_up();
    session.output.line(t!("cli.return.replied", id = short(&question.id.0)))
}

fn settle(session: &mut Session, id: &str, settling: &Settling) -> Result<(), CommandError> {
    let (mut store, question, recorder) = found(session, id)?;
    store.settle_question(&recorder, &question.key, &question.id, settling)?;
    session.back_up();
    let id = short(&question.id.0);
    session.output.line(match settling {
        Settling::Close(_) => t!("cli.return.closed", id = id),
        Settling::Reopen => t!("cli.return.reopened", id = id),
    })
}

/// The question, and who acts in its round.
fn found(session: &Session, id: &str) -> Result<(Store, Question, Recorder), CommandError> {
    let store = session.open()?;
    let (round, question) = store.find_question(id)?;
    let round = store.round(round.as_str())?;
    let member = store.acting(&round, session.settings.member.as_deref())?;
    let recorder = recorder(&round, &question.unit, member.id.as_str());
    Ok((store, question, recorder))
}

fn recorder(round: &Round, unit: &crate::inspection::UnitId, member: &str) -> Recorder {
    Recorder { round: round.id.clone(), unit: unit.clone(), member: member.to_owned(), reason: None }
}

fn read(session: &Session, round: &str) -> Result<(Round, Vec<Question>), CommandError> {
    let store = session.open()?;
    let round = store.round(round)?;
    session.check_member(&store, &round)?;
    let id: &RoundId = &round.id;
    let questions = store.questions(id)?;
    Ok((round, questions))
}

fn print_json(session: &mut Session, round: &str) -> Result<(), CommandError> {
    let (_, questions) = read(session, round)?;
    let report = QuestionReport { questions: questions.iter().map(json_line).collect() };
    session.output.line(serde_json::to_string(&report).map_err(std::io::Error::from)?)
}

fn json_line(question: &Question) -> QuestionLine<'_> {
    let closed = question.closed.as_ref();
    QuestionLine {
        id: &question.id.0,
        unit: question.unit.as_str(),
        item: question.key.to_string(),
        question: &question.text,
        to: &question.to,
        by: question.by.as_deref(),
        asked_at: question.asked_at,
        state: question.state().as_str(),
        changes: question
            .changes
            .iter()
            .map(|one| ChangeLine {
                record: one.record.as_str(),
                field: one.field.as_str(),
                before: &one.before,
                after: &one.after,
                member: one.member.as_deref(),
                had_seen_question: one.had_seen == Reached::Yes,
            })
            .collect(),
        replies: question
            .replies
            .iter()
            .map(|reply| ReplyLine { text: &reply.text, member: reply.member.as_deref(), made_at: reply.when })
            .collect(),
        closed_by: closed.and_then(|closed| closed.member.as_deref()),
        reason: closed.and_then(|closed| closed.reason.as_deref()),
    }
}

fn print(session: &mut Session, round: &str) -> Result<(), CommandError> {
    let (round, questions) = read(session, round)?;
    let output = &mut session.output;
    if questions.is_empty() {
        return output.line(t!("cli.return.none"));
    }
    let column = |key: &str| (t!(format!("cli.return.column.{key}")).into_owned(), Align::Left);
    let mut table = Table::new(["id", "state", "unit", "item", "to", "question"].map(column));
    for question in &questions {
        let to = round.member(&question.to).map_or(question.to.as_str(), |member| &member.name);
        table.push([
            short(&question.id.0).to_owned(),
            t!(format!("cli.return.state.{}", question.state().as_str())).into_owned(),
            question.unit.to_string(),
            question.key.to_string(),
            to.to_owned(),
            words::value(&Value::from(question.text.as_str()), MOST),
        ]);
    }
    output.line(table)?;
    for question in questions.iter().filter(|question| question.state() == QuestionState::Answered) {
        output.gap()?;
        for line in answered(&round, question) {
            output.line(line)?;
        }
    }
    Ok(())
}

/// What became of an answer that was asked about, a line each.
fn answered(round: &Round, question: &Question) -> Vec<String> {
    let name = |id: Option<&str>| {
        let id = id.unwrap_or("–");
        round.member(id).map_or_else(|| id.to_owned(), |member| member.name.clone())
    };
    let value = |value: &Value| match value.as_str().and_then(Verdict::from_name) {
        Some(verdict) => words::verdict(verdict),
        None => words::value(value, MOST),
    };
    let changes = question.changes.iter().map(|change| {
        let before: Vec<String> = change.before.iter().map(value).collect();
        let before = if before.is_empty() { "–".to_owned() } else { before.join(" | ") };
        let (after, who) = (value(&change.after), name(change.member.as_deref()));
        let id = short(&question.id.0);
        t!("cli.return.change", id = id, field = change.field, before = before, after = after, who = who).into_owned()
    });
    let replies = question.replies.iter().map(|reply| {
        let (id, who) = (short(&question.id.0), name(reply.member.as_deref()));
        t!("cli.return.reply", id = id, who = who, text = reply.text.replace('\n', " ")).into_owned()
    });
    changes.chain(replies).collect()
}

fn short(id: &str) -> &str {
    id.get(id.len().saturating_sub(SHORT)..).unwrap_or(id)
}
