//! Drawing the list of requirements, and what is known of the selected one.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::marking::mark_of;
use super::shown::{Row, WINDOWS};
use super::{FOLLOW, Requirements, Seeking, words};
use crate::conclusion::follow_up::{FollowUp, Tally};
use crate::tui::canvas::Canvas;
use crate::tui::job::Done;
use crate::tui::screens::grid::short_name;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::bar::bar;
use crate::tui::width;
use crate::vietnamese::date::format_date;

/// Columns of how a requirement stands.
const STATE: usize = 18;
/// Columns of how its deadline stands.
const TIMING: usize = 18;
/// Columns of a day.
const DAY: usize = 11;
/// Columns of a unit's name.
const NAME: usize = 16;
/// Columns of a bar.
const BAR: u16 = 20;
/// Rows below the list.
const BELOW: u16 = 8;

impl Requirements {
    /// ```text
    ///  > √ CHƯA BÁO CÁO ×    10/11/2025 quá hạn 8 ngày   Mẫu A        Niêm yết đầy đủ địa chỉ …
    /// ── UBND xã Mẫu A, Thông báo số 05/TB-SNV ngày 20/10/2025 ─────────────────────────────
    ///  Niêm yết đầy đủ địa chỉ tiếp nhận phản ánh, kiến nghị
    ///  UBND xã Mẫu A   ████████░░░░░░░░░░░░ 3/8 đã chấp nhận · quá hạn 1
    /// ```
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        if self.known.is_none() {
            return;
        }
        let theme = canvas.theme();
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let mut top = area;
        if self.is_seeking == Seeking::Yes || !self.sought.text().is_empty() {
            let label = t!("screen_requirements.seek");
            canvas.text(inner, 0, Role::Dim, &label);
            let indent = u16::try_from(width::of(&label) + 1).unwrap_or(0).min(inner.width);
            let field = Rect { x: inner.x + indent, width: inner.width - indent, height: 1, ..inner };
            if self.is_seeking == Seeking::Yes {
                self.sought.render(canvas, field);
            } else {
                canvas.text(field, 0, Role::Text, self.sought.text());
            }
            top = Rect { y: area.y.saturating_add(1), height: area.height.saturating_sub(1), ..area };
        }
        if self.rows.is_empty() {
            let text = if self.all().is_empty() {
                t!("screen_requirements.not_issued")
            } else {
                t!("screen_requirements.nothing_here")
            };
            let under = Rect { x: inner.x, width: inner.width, ..top };
            for (row, line) in (0..under.height).zip(width::paragraphs(&text, usize::from(under.width))) {
                canvas.text(under, row, Role::Dim, line);
            }
            return;
        }
        let below = BELOW.min(top.height / 2);
        let list = Rect { height: top.height - below, ..top };
        let columns = usize::from(area.width);
        self.cursor.render(canvas, list, self.rows.len(), |row| match &self.rows[row] {
            Row::One(place) => self.one(&theme, &self.all()[*place], columns),
            Row::Round { first, tally } => {
                tallied(&theme, &self.all()[*first].round_title, tally, columns, Role::Title)
            }
            Row::Unit { first, tally } => {
                tallied(&theme, &format!("  {}", self.all()[*first].unit_name), tally, columns, Role::Text)
            }
        });
        let under = Rect { y: list.bottom(), height: below, ..top };
        match &self.rows[self.cursor.selected().min(self.rows.len() - 1)] {
            Row::One(place) => self.under(canvas, under, &self.all()[*place]),
            Row::Round { tally, first } | Row::Unit { tally, first } => {
                let one = &self.all()[*first];
                let name = if matches!(self.rows[self.cursor.selected()], Row::Round { .. }) {
                    &one.round_title
                } else {
                    &one.unit_name
                };
                canvas.rule_titled(under, 0, &width::cut(name, columns.saturating_sub(6), theme.marks().ellipsis));
                let text = Rect {
                    x: under.x.saturating_add(1),
                    y: under.y.saturating_add(1),
                    width: under.width.saturating_sub(2),
                    height: under.height.saturating_sub(1),
                };
                for (row, line) in (0..text.height).zip(counted(tally)) {
                    canvas.text(text, row, Role::Text, &line);
                }
            }
        }
    }

    fn one(&self, theme: &Theme, one: &FollowUp, columns: usize) -> Line<'static> {
        let marks = theme.marks();
        let (role, state) = words::state(marks, one);
        let mark = if self.marked.contains(&mark_of(one)) { marks.pass } else { " " };
        let day = one.due.map(format_date).unwrap_or_default();
        let timing = words::timing(one);
        let roomy = columns >= 100;
        let fixed = 2 + 2 + STATE + DAY + if roomy { TIMING } else { 0 } + NAME + 2;
        let text = columns.saturating_sub(fixed + 1);
        let timed = if one.is_overdue() { Role::Fail } else { Role::Dim };
        let mut line = vec![
            theme.span(Role::Changed, format!("{mark} ")),
            theme.span(role, width::pad(&width::cut(&state, STATE - 1, marks.ellipsis), STATE)),
            theme.span(timed, width::pad(&day, DAY)),
        ];
        if roomy {
            line.push(theme.span(timed, width::pad(&width::cut(&timing, TIMING - 1, marks.ellipsis), TIMING)));
        }
        let name = width::cut(&short_name(&one.unit_name), NAME - 1, marks.ellipsis);
        line.push(Span::raw(width::pad(&name, NAME)));
        line.push(Span::raw(width::cut(&one.requirement.text, text, marks.ellipsis)));
        Line::from(line)
    }

    fn under(&self, canvas: &mut Canvas<'_>, area: Rect, one: &FollowUp) {
        let theme = canvas.theme();
        let (number, date) = (&one.notice.number, format_date(one.notice.date));
        let title = t!("screen_requirements.of_notice", unit = one.unit_name, number = number, date = date);
        let columns = usize::from(area.width);
        canvas.rule_titled(area, 0, &width::cut(&title, columns.saturating_sub(6), theme.marks().ellipsis));
        let text = Rect {
            x: area.x.saturating_add(1),
            y: area.y.saturating_add(1),
            width: area.width.saturating_sub(2),
            height: area.height.saturating_sub(1),
        };
        let mut lines = vec![(Role::Text, one.requirement.text.clone())];
        let timing = words::timing(one);
        if let Some(due) = one.due.filter(|_| !timing.is_empty()) {
            let role = if one.is_overdue() { Role::Fail } else { Role::Text };
            let due = format_date(due);
            lines.push((role, t!("screen_requirements.deadline", date = due, timing = timing).into_owned()));
        }
        if let Some(moved) = self.moved() {
            let name = moved.name(WINDOWS[self.window]);
            lines.push((Role::Changed, t!("screen_requirements.moved", list = name, key = FOLLOW).into_owned()));
        }
        lines.extend(one.current().into_iter().flat_map(words::report));
        let bars = 2.min(text.height.saturating_sub(1));
        let room = text.height - bars;
        let wrapped = lines.iter().flat_map(|(role, line)| {
            width::paragraphs(line, usize::from(text.width)).into_iter().map(|line| (*role, line))
        });
        for (row, (role, line)) in (0..room).zip(wrapped) {
            canvas.text(text, row, role, line);
        }
        let same_unit = |other: &&FollowUp| other.round == one.round && other.unit == one.unit;
        let unit = Tally::of(self.all().iter().filter(same_unit));
        let round = Tally::of(self.all().iter().filter(|other| other.round == one.round));
        let both = [(one.unit_name.as_str(), unit), (one.round_title.as_str(), round)];
        for (row, (name, tally)) in (room..text.height).zip(both) {
            canvas.line(text, row, tallied(&theme, name, &tally, columns, Role::Dim));
        }
    }
}

/// `UBND xã Mẫu A   ████████░░░░░░░░░░░░ 3/8 · quá hạn 1`.
fn tallied(theme: &Theme, name: &str, tally: &Tally, columns: usize, role: Role) -> Line<'static> {
    let accepted = t!("screen_requirements.accepted_of", accepted = tally.accepted, total = tally.total);
    let overdue =
        if tally.overdue > 0 { t!("screen_requirements.overdue_count", count = tally.overdue) } else { "".into() };
    let wide = u16::try_from(columns.saturating_sub(60) / 2).unwrap_or(BAR).clamp(10, BAR);
    let room = columns.saturating_sub(usize::from(wide) + 38);
    let name = width::pad(&width::cut(name, room, theme.marks().ellipsis), room + 1);
    let done = Done { done: tally.accepted as u64, total: tally.total as u64 };
    let [filled, rest] = bar(theme, done, wide);
    Line::from_iter([
        theme.span(role, name),
        filled,
        rest,
        Span::raw(format!(" {accepted}")),
        theme.span(Role::Fail, overdue.into_owned()),
    ])
}

/// How many stand how, a line each.
fn counted(tally: &Tally) -> Vec<String> {
    let all = [
        ("accepted", tally.accepted),
        ("reported", tally.reported),
        ("returned", tally.returned),
        ("open", tally.open),
        ("contested", tally.contested),
    ];
    let said = all.into_iter().filter(|(_, count)| *count > 0);
    said.map(|(state, count)| format!("{count:>4} {}", t!(format!("follow_up.state.{state}")))).collect()
}

/// What a form is about: the requirements that were chosen.
pub(super) fn draw_chosen(canvas: &mut Canvas<'_>, area: Rect, chosen: &[FollowUp]) {
    let Some(first) = chosen.first() else { return };
    let title = t!("screen_requirements.about", count = chosen.len(), unit = first.unit_name);
    canvas.rule_titled(area, 0, &title);
    let text = Rect {
        x: area.x.saturating_add(1),
        y: area.y.saturating_add(1),
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(1),
    };
    let columns = usize::from(text.width);
    let lines: Vec<(Role, String)> = chosen
        .iter()
        .flat_map(|one| {
            let said = (Role::Text, format!("- {}", one.requirement.text));
            std::iter::once(said).chain(one.current().map(|report| {
                let content = &report.content;
                let (number, date) = (&content.number, format_date(content.date));
                let says = if content.text.is_empty() { String::new() } else { format!(": {}", content.text) };
                (Role::Dim, format!("  {}{says}", t!("screen_requirements.report", number = number, date = date)))
            }))
        })
        .collect();
    let wrapped =
        lines.iter().flat_map(|(role, line)| width::paragraphs(line, columns).into_iter().map(|line| (*role, line)));
    for (row, (role, line)) in (0..text.height).zip(wrapped) {
        canvas.text(text, row, role, line);
    }
}
