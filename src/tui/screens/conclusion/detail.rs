//! What is known of the passage under the cursor.

use rust_i18n::t;

use super::standing::{self, Wants};
use crate::conclusion::draft::{Contradiction, ContradictionKind, Passage, PassageStanding};
use crate::tui::theme::Role;
use crate::tui::work::DraftSheet;

/// The title over it: where the passage stands and how.
pub(super) fn title(sheet: &DraftSheet, passage: &Passage) -> String {
    let part = passage.id.part.title();
    let how = match (standing::wants(sheet, passage), &passage.standing) {
        (Wants::Decision, _) => t!("screen_conclusion.title_contested"),
        (_, PassageStanding::Orphaned) => t!("screen_conclusion.title_orphaned"),
        (Wants::Change, _) => t!("screen_conclusion.title_changed"),
        (_, PassageStanding::LeftOut { .. }) => t!("screen_conclusion.title_left_out"),
        (_, PassageStanding::Joined { .. }) => t!("screen_conclusion.title_joined"),
        (_, PassageStanding::Own) => t!("screen_conclusion.title_own"),
        (_, PassageStanding::Edited) => t!("screen_conclusion.title_edited"),
        (_, _) => t!("screen_conclusion.title_drafted"),
    };
    format!("{part} · {how}")
}

/// Its lines, the most needed first.
pub(super) fn lines(sheet: &DraftSheet, passage: &Passage) -> Vec<(Role, String)> {
    let mut lines = Vec::new();
    let mut say = |role, text: std::borrow::Cow<'_, str>| lines.push((role, text.into_owned()));
    if passage.standing == PassageStanding::Contested {
        contested(sheet, passage, &mut say);
        return lines;
    }
    if let PassageStanding::LeftOut { reason, with } = &passage.standing {
        match with.as_ref().and_then(|id| sheet.passage(id)) {
            Some(other) => say(Role::Changed, t!("screen_conclusion.left_out_with", text = other.text)),
            None => say(Role::Changed, t!("screen_conclusion.left_out_because", reason = reason)),
        }
    }
    if let PassageStanding::Joined { into } = &passage.standing
        && let Some(other) = sheet.passage(into)
    {
        say(Role::Changed, t!("screen_conclusion.joined_into", text = other.text));
    }
    if !passage.printed.is_empty() {
        say(Role::Text, passage.printed.as_str().into());
    }
    match (&passage.change, &passage.standing) {
        (Some(change), _) => {
            say(Role::Dim, t!("screen_conclusion.said_then", text = change.then));
            say(Role::Changed, t!("screen_conclusion.says_now", text = change.now));
        }
        (None, PassageStanding::Edited) => {
            say(Role::Dim, t!("screen_conclusion.records_say", text = passage.drafted.text));
        }
        _ => {}
    }
    let was_right = |contradiction: &&Contradiction| {
        let mut pairs = passage.change.iter().flat_map(|change| &change.figures);
        pairs.any(|pair| pair.then == contradiction.figure)
    };
    for contradiction in sheet.contradictions_of(&passage.id).filter(|it| !was_right(it)) {
        let role = match contradiction.kind {
            ContradictionKind::Contradicts => Role::Error,
            ContradictionKind::NotBorneOut => Role::Changed,
        };
        say(role, standing::contradicted(contradiction).into());
    }
    let figures = sheet.figure_line(&passage.id);
    if !figures.is_empty() {
        say(Role::Dim, t!("screen_conclusion.from", figures = figures));
    }
    if let Some(who) = sheet.edited_by(passage) {
        say(Role::Dim, t!("screen_conclusion.edited_by", who = who));
    }
    lines
}

/// Whose opinion says what: the author over his words.
fn contested(sheet: &DraftSheet, passage: &Passage, say: &mut impl FnMut(Role, std::borrow::Cow<'_, str>)) {
    for (number, opinion) in (1..).zip(sheet.opinions_of(&passage.id)) {
        let head = t!("screen_conclusion.opinion", number = number, about = opinion.about, by = opinion.by);
        say(Role::Title, head);
        say(Role::Text, opinion.said.as_str().into());
    }
    say(Role::Dim, t!("screen_conclusion.records_say", text = passage.drafted.text));
}
