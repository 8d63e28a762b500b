//! A question, what became of the answer, and the replies, as people say it.

use rust_i18n::t;

use crate::assessment::OpenRound;
use crate::inspection::{ChangeSince, Question, QuestionState};
use crate::journal::Reached;
use crate::tui::screens::history::value_in_words;
use crate::tui::theme::{Marks, Role};

/// A member's name; the id of one the round does not know.
pub(in crate::tui::screens) fn name_of(open: &OpenRound, member: Option<&str>) -> String {
    match member {
        Some(id) => open.round.member(id).map_or_else(|| id.to_owned(), |member| member.name.clone()),
        None => t!("screen_history.program").into_owned(),
    }
}

/// How a question stands, in a word with its mark: `CHỜ TRẢ LỜI ?`.
pub(in crate::tui::screens) fn state(marks: &Marks, question: &Question) -> (Role, String) {
    match question.state() {
        QuestionState::Open => (Role::Changed, format!("{} ?", t!("screen_questions.state.open"))),
        QuestionState::Answered if question.replies.is_empty() => {
            (Role::Pass, format!("{} {}", t!("screen_questions.state.changed"), marks.pass))
        }
        QuestionState::Answered => (Role::Pass, format!("{} {}", t!("screen_questions.state.answered"), marks.pass)),
        QuestionState::Closed => {
            (Role::Dim, format!("{} {}", t!("screen_questions.state.closed"), marks.not_applicable))
        }
    }
}

/// Everything about a question, a paragraph each: what was asked, what the answer was and is, replies, how it ended.
pub(in crate::tui::screens) fn told(open: &OpenRound, question: &Question) -> Vec<(Role, String)> {
    let when = |when: &chrono::DateTime<chrono::FixedOffset>| when.format("%d/%m/%Y %H:%M").to_string();
    let (by, to) = (name_of(open, question.by.as_deref()), name_of(open, Some(&question.to)));
    let asked =
        t!("screen_questions.told.asked", by = by, to = to, when = when(&question.asked_at), text = question.text);
    let mut lines = vec![(Role::Changed, asked.into_owned())];
    lines.extend(
        question.changes.iter().filter(|change| change.record.kind() == "answer").map(|one| changed(open, one)),
    );
    for kind in ["row", "form", "evidence"] {
        let of_kind: Vec<&ChangeSince> =
            question.changes.iter().filter(|change| change.record.kind() == kind).collect();
        let mut records: Vec<_> = of_kind.iter().map(|change| &change.record).collect();
        records.dedup();
        if let Some(first) = of_kind.first() {
            let who = name_of(open, first.member.as_deref());
            let what = t!(format!("screen_later.kind.{kind}"));
            let text = t!("screen_questions.told.entries", what = what, count = records.len(), who = who);
            lines.push((Role::Text, text.into_owned()));
        }
    }
    for reply in &question.replies {
        let who = name_of(open, reply.member.as_deref());
        let text = t!("screen_questions.told.replied", who = who, when = when(&reply.when), text = reply.text);
        lines.push((Role::Text, text.into_owned()));
    }
    if let Some(closed) = &question.closed {
        let who = name_of(open, closed.member.as_deref());
        let text = t!("screen_questions.told.closed", who = who, when = when(&closed.when));
        let reason = closed.reason.as_ref().map(|reason| format!(": {reason}"));
        lines.push((Role::Dim, format!("{text}{}", reason.unwrap_or_default())));
    }
    lines
}

/// `Đánh giá khi hỏi: CHƯA ĐẠT, nay: ĐẠT (Thành viên 2, 19/10/2025 10:02)`.
fn changed(open: &OpenRound, change: &ChangeSince) -> (Role, String) {
    let field = change.field.as_str();
    let said = |value| value_in_words("answer", field, value);
    let before: Vec<String> = change.before.iter().map(said).collect();
    let before = if before.is_empty() { said(&serde_json::Value::Null) } else { before.join(" | ") };
    let text = t!(
        "screen_questions.told.changed",
        what = t!(format!("screen_history.field.{field}")),
        before = before,
        after = said(&change.after),
        who = name_of(open, change.member.as_deref()),
        when = change.when.format("%d/%m/%Y %H:%M")
    );
    match change.had_seen {
        Reached::Yes => (Role::Text, text.into_owned()),
        Reached::No => (Role::Text, format!("{text} {}", t!("screen_questions.told.unseen"))),
    }
}
