//! Drawing: side by side where there is room, else one half at a time.

use ratatui::layout::Rect;
use rust_i18n::t;

use super::writing::Target;
use super::{ConclusionEditor, Doing, Pane, Stop, detail};
use crate::tui::canvas::Canvas;
use crate::tui::theme::Role;
use crate::tui::widgets::text_field::TextField;
use crate::tui::width;
use crate::tui::work::DraftSheet;

/// From this width on passages and paper stand side by side.
const WIDE: u16 = 108;
/// Columns of the paper there, at most.
const PAPER: u16 = 82;
/// Columns of the passages there, at least.
const PASSAGES: u16 = 52;

impl ConclusionEditor {
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(sheet) = &self.sheet else {
            let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
            let why = self.problem.as_deref().unwrap_or_default();
            for (row, line) in (0..inner.height).zip(width::paragraphs(why, usize::from(inner.width))) {
                canvas.text(inner, row, Role::Error, line);
            }
            return;
        };
        if let Doing::Sources(sources) = &self.doing {
            sources.draw(canvas, area, sheet);
            return;
        }
        let place = match self.rows.stop() {
            Some(Stop::Passage(place)) => Some(place),
            _ => None,
        };
        if area.width < WIDE {
            match self.pane {
                Pane::Passages => self.draw_passages(canvas, area, sheet),
                Pane::Paper => {
                    let area = match &self.doing {
                        Doing::Finding(finding) => self.draw_sought_under_paper(canvas, area, finding),
                        _ => area,
                    };
                    self.paper.render(canvas, area, place);
                }
            }
            return;
        }
        let paper = area.width.saturating_sub(PASSAGES + 1).min(PAPER);
        let left = Rect { width: area.width - paper - 1, ..area };
        let right = Rect { x: left.right() + 1, width: paper, ..area };
        self.paper.render(canvas, right, place);
        canvas.divider(Rect { x: left.right(), width: 1, ..area }, 0);
        self.draw_passages(canvas, left, sheet);
    }

    fn draw_passages(&self, canvas: &mut Canvas<'_>, area: Rect, sheet: &DraftSheet) {
        let writes = !matches!(self.doing, Doing::Looking);
        let below = if writes { area.height / 2 } else { (area.height * 2 / 5).min(12) };
        let below = below.clamp(2, area.height.max(2)).min(area.height.saturating_sub(1));
        let above = area.height.saturating_sub(below + 1);
        self.rows.render(canvas, Rect { height: above, ..area }, sheet, &self.paper, &self.marked);
        let inner = Rect {
            x: area.x.saturating_add(1),
            y: area.y.saturating_add(above + 1),
            width: area.width.saturating_sub(2),
            height: below,
        };
        let rule = |canvas: &mut Canvas<'_>, title: &str| canvas.rule_titled(area, above, title);
        match &self.doing {
            Doing::Writing(writing) => {
                let title = match &writing.target {
                    Target::Passage(id) => t!("screen_conclusion.writing", part = id.part.title()).into_owned(),
                    Target::Joined(ids) => t!("screen_conclusion.joining", count = ids.len()).into_owned(),
                    Target::Own { part, field: None, .. } => {
                        t!("screen_conclusion.writing_own", part = part.title()).into_owned()
                    }
                    Target::Own { part, field: Some(field), .. } => {
                        let part = format!("{} · {}", part.title(), sheet.field_title(*field));
                        t!("screen_conclusion.writing_own", part = part).into_owned()
                    }
                };
                rule(canvas, &title);
                let below = writing_helps(sheet, &writing.target, inner);
                let height = u16::try_from(below.len()).unwrap_or(0);
                let area = Rect { height: inner.height.saturating_sub(height), ..inner };
                for (row, (role, line)) in (area.height..inner.height).zip(below) {
                    canvas.text(inner, row, role, &line);
                }
                writing.area.render(canvas, area);
            }
            Doing::Deadline(id, field) => {
                rule(canvas, &t!("screen_conclusion.deadline"));
                let prompt = format!("{} ", t!("screen_conclusion.until"));
                let passage = sheet.passage(id).map(|passage| passage.printed.as_str()).unwrap_or_default();
                let text = format!("{}\n{passage}", t!("screen_conclusion.deadline_how"));
                ask(canvas, inner, &prompt, field, &text);
            }
            Doing::LeavingOut(id, reason) => {
                rule(canvas, &t!("screen_conclusion.leaving_out"));
                let text = sheet.passage(id).map(|passage| passage.text.as_str()).unwrap_or_default();
                let prompt = format!("{} ", t!("screen_conclusion.reason"));
                ask(canvas, inner, &prompt, reason, text);
            }
            Doing::Finding(finding) => {
                rule(canvas, &t!("screen_conclusion.finding"));
                self.draw_sought(canvas, Rect { height: inner.height.min(1), ..inner }, finding);
                let below = inner.height.saturating_sub(2);
                self.draw_found(canvas, Rect { y: inner.y + 2, height: below, ..inner }, finding);
            }
            Doing::Looking | Doing::Sources(_) => {
                let selected = self.selected();
                let title = selected.map(|passage| detail::title(sheet, passage)).unwrap_or_default();
                rule(canvas, &title);
                let lines = selected.map(|passage| detail::lines(sheet, passage));
                let empty = || vec![(Role::Dim, t!("screen_conclusion.empty_part").into_owned())];
                let lines = wrapped(lines.unwrap_or_else(empty), inner);
                let is_cut = lines.len() > usize::from(inner.height);
                for (row, (role, line)) in (0..inner.height).zip(lines) {
                    canvas.text(inner, row, role, &line);
                }
                if is_cut {
                    let theme = canvas.theme();
                    let more = theme.span(Role::Dim, format!(" {}", theme.marks().ellipsis));
                    canvas.line_right(Rect { width: inner.width + 1, ..inner }, inner.height.saturating_sub(1), more);
                }
            }
        }
    }
}

/// Texts as lines as wide as `inner`.
fn wrapped(texts: Vec<(Role, String)>, inner: Rect) -> Vec<(Role, String)> {
    let columns = usize::from(inner.width);
    let lines = |(role, text): (Role, String)| -> Vec<(Role, String)> {
        width::paragraphs(&text, columns).into_iter().map(|line| (role, line.to_owned())).collect()
    };
    texts.into_iter().flat_map(lines).collect()
}

/// A line to type in, and what it is about below it.
fn ask(canvas: &mut Canvas<'_>, inner: Rect, prompt: &str, field: &TextField, about: &str) {
    canvas.text(inner, 0, Role::Text, prompt);
    for (row, line) in (2..inner.height).zip(width::paragraphs(about, usize::from(inner.width))) {
        canvas.text(inner, row, Role::Dim, line);
    }
    let used = u16::try_from(width::of(prompt)).unwrap_or(0).min(inner.width);
    let place = Rect { x: inner.x + used, width: inner.width - used, height: inner.height.min(1), ..inner };
    field.render(canvas, place);
}

/// While a passage is written whose figures changed: what the records said and say, in no more than half of `inner`.
fn writing_helps(sheet: &DraftSheet, target: &Target, inner: Rect) -> Vec<(Role, String)> {
    let Target::Passage(id) = target else { return Vec::new() };
    let Some(change) = sheet.passage(id).and_then(|passage| passage.change.as_ref()) else { return Vec::new() };
    let said = vec![
        (Role::Dim, t!("screen_conclusion.said_then", text = change.then).into_owned()),
        (Role::Changed, t!("screen_conclusion.says_now", text = change.now).into_owned()),
    ];
    let lines = wrapped(said, inner);
    let room = usize::from(inner.height / 2);
    // What they say now matters more.
    let skipped = lines.len().saturating_sub(room);
    lines.into_iter().skip(skipped).collect()
}
