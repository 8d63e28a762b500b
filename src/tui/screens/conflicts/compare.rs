//! Opinions side by side, or one under another where there is no room.

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;
use serde_json::Value;

use super::deciding::{Chosen, Writing};
use super::{Conflicts, Pane};
use crate::checklist::Verdict;
use crate::exchange::conflict::{Conflict, Opinion, Voice};
use crate::tui::canvas::Canvas;
use crate::tui::screens::verdict_mark;
use crate::tui::theme::{Role, Theme};
use crate::tui::width;

/// Columns an opinion needs to stand beside others.
const NARROWEST: u16 = 36;
/// Most opinions side by side.
const MOST: usize = 3;
/// Rows for a text being joined.
const WRITING: u16 = 5;

type Lines = Vec<(Role, String)>;

impl Conflicts {
    /// Unit, checklist and number; what is shown at the right.
    pub(super) fn heading(&self) -> (String, String) {
        let words = self.words();
        match self.pane {
            Pane::Compare => {
                let Some(conflict) = self.shown() else { return (String::new(), String::new()) };
                let place = words.place(&conflict.place, &conflict.record);
                let parts = [place.unit, place.checklist, place.number].into_iter().flatten();
                (parts.collect::<Vec<_>>().join(" · "), capitalised(&words.field(conflict)))
            }
            Pane::Parallel => {
                let count = self.parallel().len();
                (t!("screen_conflicts.parallel_title", count = count).into_owned(), String::new())
            }
            Pane::Decided => {
                let count = self.decided.as_ref().map_or(0, Vec::len);
                (t!("screen_conflicts.decided_title", count = count).into_owned(), String::new())
            }
        }
    }

    pub(super) fn render_compare(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let Some(conflict) = self.shown() else {
            if self.found.is_some() {
                canvas.text(inner, 0, Role::Pass, &t!("screen_conflicts.none"));
            }
            return;
        };
        let head = self.head_lines(conflict, usize::from(inner.width));
        let mut row = 0;
        for (role, line) in &head {
            canvas.text(inner, row, *role, line);
            row += 1;
        }
        let below = match &self.deciding.writing {
            Some(Writing::Text(_)) => WRITING + 1,
            Some(Writing::List(_, options)) => u16::try_from(options.len()).unwrap_or(4).clamp(1, 5) + 1,
            _ => 1,
        };
        let below = (below + 1).min(area.height.saturating_sub(row + 2));
        let body = Rect { y: area.y + row, height: area.height.saturating_sub(row + below), ..area };
        self.render_opinions(canvas, body, conflict);
        let bottom = Rect { y: body.bottom(), height: below, ..area };
        canvas.rule(bottom, 0);
        let bottom = Rect { y: bottom.y + 1, height: bottom.height.saturating_sub(1), ..inner };
        self.render_deciding(canvas, bottom);
    }

    /// What is asked, what stood before, and what reopened it.
    fn head_lines(&self, conflict: &Conflict, columns: usize) -> Lines {
        let words = self.words();
        let place = words.place(&conflict.place, &conflict.record);
        let before = t!("screen_conflicts.before", value = one_line(&words.before(conflict))).into_owned();
        let title = place.ask.unwrap_or_else(|| capitalised(&words.field(conflict)));
        let mut lines = Lines::new();
        if width::of(&title) + width::of(&before) + 3 <= columns {
            let gap = columns - width::of(&before);
            lines.push((Role::Title, format!("{}{before}", width::pad(&title, gap))));
        } else {
            lines.push((Role::Title, title));
            lines.push((Role::Dim, before));
        }
        if let Some(decision) = &conflict.reopened {
            let value = words.value(&conflict.record, conflict.field.as_str(), &decision.value);
            let text = t!(
                "screen_conflicts.reopened",
                who = words.member(decision.member.as_deref()),
                when = decision.made_at.format("%d/%m %H:%M"),
                value = one_line(&value),
                reason = decision.reason.clone().unwrap_or_default()
            );
            lines.push((Role::Changed, text.into_owned()));
        }
        let unit = crate::inspection::unit_concerned(&conflict.record);
        if unit.is_some_and(|unit| self.found.as_ref().is_some_and(|found| found.signed.contains(&unit))) {
            lines.push((Role::Changed, t!("screen_conflicts.signed").into_owned()));
        }
        lines
    }

    fn render_opinions(&self, canvas: &mut Canvas<'_>, area: Rect, conflict: &Conflict) {
        let theme = canvas.theme();
        let count = conflict.opinions.len();
        let fit = usize::from(area.width / NARROWEST).min(MOST);
        canvas.rule(area, 0);
        let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        if count > fit {
            let columns = usize::from(body.width.saturating_sub(2));
            let mut lines = Lines::new();
            for index in 0..count {
                if index > 0 {
                    lines.push((Role::Text, String::new()));
                }
                lines.extend(self.opinion(&theme, conflict, index, columns));
            }
            self.render_lines(canvas, body, &lines);
            return;
        }
        let wide = area.width / u16::try_from(count.max(1)).unwrap_or(1);
        let columns: Vec<Lines> = (0..count)
            .map(|index| self.opinion(&theme, conflict, index, usize::from(wide.saturating_sub(3))))
            .collect();
        let longest = columns.iter().map(Vec::len).max().unwrap_or(0);
        let seen = self.scroll.window(longest, body.height);
        for ((position, lines), x) in (0_u16..).zip(&columns).zip((0..).map(|place: u16| place * wide)) {
            let place = Rect { x: area.x + x + 1, width: wide.saturating_sub(2), ..body };
            for (row, index) in (0..).zip(seen.clone()) {
                if let Some((role, text)) = lines.get(index) {
                    canvas.text(place, row, *role, text);
                }
            }
            if position > 0 {
                canvas.divider(Rect { x: area.x + x - 1, width: 1, ..body }, 0);
            }
        }
        if seen.end < longest {
            let last = body.height.saturating_sub(1);
            canvas.line_right(body, last, Line::from(theme.span(Role::Dim, theme.marks().ellipsis)));
        }
    }

    fn render_lines(&self, canvas: &mut Canvas<'_>, area: Rect, lines: &Lines) {
        let theme = canvas.theme();
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let seen = self.scroll.window(lines.len(), area.height);
        for (row, index) in (0..).zip(seen.clone()) {
            canvas.text(inner, row, lines[index].0, &lines[index].1);
        }
        if seen.end < lines.len() {
            canvas.line_right(inner, area.height.saturating_sub(1), theme.span(Role::Dim, theme.marks().ellipsis));
        }
    }

    /// One opinion, a line each.
    fn opinion(&self, theme: &Theme, conflict: &Conflict, index: usize, columns: usize) -> Lines {
        let words = self.words();
        let opinion = &conflict.opinions[index];
        let chosen = self.deciding.chosen == Some(Chosen::Opinion(index));
        let field = conflict.field.as_str();
        let (role, value) = match verdict_of(conflict, &opinion.value) {
            Some(verdict) => {
                let mark = verdict_mark::mark(theme, verdict);
                (verdict_mark::role(verdict), format!("{} {mark}", verdict_mark::word(verdict)))
            }
            None => (Role::Title, words.value(&conflict.record, field, &opinion.value)),
        };
        let pointer = if chosen { theme.marks().pointer } else { " " };
        let mut lines = Lines::new();
        let mut push = |role, text: &str| {
            lines.extend(width::paragraphs(text, columns).into_iter().map(|line| (role, line.to_owned())));
        };
        push(if chosen { Role::Key } else { role }, &format!("{pointer}{}  {value}", index + 1));
        for voice in &opinion.voices {
            let (who, device) = (words.member(voice.member.as_deref()), words.device(&voice.device));
            push(Role::Text, &format!("{who} {} {device}", theme.marks().dot));
            push(Role::Dim, &format!("{} {}", voice.made_at.format("%d/%m %H:%M"), saw(conflict, index, voice)));
        }
        self.beside(conflict, opinion, &mut push);
        lines
    }

    /// What its author says beside it: his remark, what else he says differently, evidence, the internal note.
    fn beside(&self, conflict: &Conflict, opinion: &Opinion, push: &mut impl FnMut(Role, &str)) {
        if conflict.record.kind() != "answer" {
            return;
        }
        let words = self.words();
        if let Some(remark) = &opinion.beside.remark {
            push(Role::Text, &t!("screen_conflicts.remark", text = remark));
        }
        for other in self.all().iter().filter(|other| other.record == conflict.record) {
            let field = other.field.as_str();
            if other.field == conflict.field || matches!(field, "remark" | "note") {
                continue;
            }
            let same = |voice: &Voice| {
                opinion.voices.iter().any(|own| (&own.member, &own.device) == (&voice.member, &voice.device))
            };
            if let Some(theirs) = other.opinions.iter().find(|each| each.voices.iter().any(same)) {
                let value = words.value(&other.record, field, &theirs.value);
                let field = capitalised(&words.field(other));
                push(Role::Text, &t!("screen_conflicts.also", field = field, value = value));
            }
        }
        match opinion.beside.evidence {
            0 => push(Role::Dim, &t!("screen_conflicts.no_evidence")),
            count => push(Role::Text, &t!("screen_conflicts.evidence", count = count)),
        }
        if let Some(note) = &opinion.beside.note {
            push(Role::Dim, &t!("screen_conflicts.note", text = note));
        }
    }

    /// What is being written, and the reason.
    fn render_deciding(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let writing_rows = area.height.saturating_sub(1);
        let above = Rect { height: writing_rows, ..area };
        match (&self.deciding.writing, &self.deciding.chosen) {
            (Some(Writing::Text(text)), None) => return text.render(canvas, area),
            (Some(Writing::Text(text)), Some(_)) => {
                let columns = usize::from(area.width);
                for (row, line) in (0..above.height).zip(width::paragraphs(text.text(), columns)) {
                    canvas.text(above, row, Role::Dim, line);
                }
            }
            (Some(Writing::List(cursor, options)), chosen) => {
                let list = if chosen.is_some() { above } else { area };
                cursor
                    .render(canvas, list, options.len(), |index| format!("{} {}", index + 1, options[index].0).into());
                if chosen.is_none() {
                    return;
                }
            }
            (Some(Writing::Field(field, _)), None) => {
                return labelled(canvas, area, 0, &t!("screen_conflicts.new_value"), |canvas, place| {
                    field.render(canvas, place);
                });
            }
            _ => {}
        }
        let row = area.height.saturating_sub(1);
        if self.deciding.chosen.is_some() {
            return labelled(canvas, area, row, &t!("screen_conflicts.reason"), |canvas, place| {
                self.deciding.reason.render(canvas, place);
            });
        }
        let typed = self.deciding.reason.text();
        canvas.line(area, row, theme.span(Role::Dim, format!("{} {typed}", t!("screen_conflicts.reason"))));
    }
}

/// A word, and what is typed behind it.
fn labelled(canvas: &mut Canvas<'_>, area: Rect, row: u16, label: &str, field: impl FnOnce(&mut Canvas<'_>, Rect)) {
    let label = format!("{label} ");
    canvas.text(area, row, Role::Text, &label);
    let used = u16::try_from(width::of(&label)).unwrap_or(0).min(area.width);
    let place = Rect { x: area.x + used, y: area.y + row, width: area.width - used, height: 1 };
    field(canvas, place.intersection(area));
}

fn verdict_of(conflict: &Conflict, value: &Value) -> Option<Verdict> {
    let is_verdict = conflict.record.kind() == "answer" && conflict.field.as_str() == "verdict";
    value.as_str().and_then(Verdict::from_name).filter(|_| is_verdict)
}

/// `(chưa thấy ý kiến 2)`.
fn saw(conflict: &Conflict, index: usize, voice: &Voice) -> String {
    let (seen, unseen): (Vec<usize>, Vec<usize>) =
        (0..conflict.opinions.len()).filter(|other| *other != index).partition(|other| voice.saw.contains(other));
    let numbers = |places: &[usize]| places.iter().map(|place| (place + 1).to_string()).collect::<Vec<_>>().join(", ");
    let mut parts = Vec::new();
    if !seen.is_empty() {
        parts.push(t!("screen_conflicts.saw", numbers = numbers(&seen)).into_owned());
    }
    if !unseen.is_empty() {
        parts.push(t!("screen_conflicts.did_not_see", numbers = numbers(&unseen)).into_owned());
    }
    format!("({})", parts.join("; "))
}

/// With a capital at its start.
pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
