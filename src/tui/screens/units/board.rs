//! Drawing the board.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::Units;
use super::tallies::Tally;
use crate::inspection::Unit;
use crate::tui::canvas::{Canvas, joined};
use crate::tui::job::Done;
use crate::tui::screen::{Effect, Message};
use crate::tui::screens::steps::RoundSteps;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::bar;
use crate::tui::width;
use crate::tui::work::{IssuedMark, World};
use crate::vietnamese::date::format_date_short;
use crate::vietnamese::number::format_number;

/// What fits beside the names at some width, in columns.
struct Plan {
    name: usize,
    bar: u16,
    points: usize,
    note: usize,
}

const POINTER: usize = 3;
const DATE: usize = 5;
const PERCENT: usize = 6;
const COUNT: usize = 4;

impl Plan {
    fn new(columns: u16) -> Self {
        let (bar, points, note) = match columns {
            ..72 => (0, 0, 8),
            72..100 => (6, 12, 8),
            _ => (20, 14, 11),
        };
        let wide_bar = if bar == 0 { 0 } else { usize::from(bar) + 1 };
        let points_gap = usize::from(points > 0);
        let taken = POINTER + 1 + DATE + 1 + wide_bar + PERCENT + 4 * COUNT + points_gap + points + 2 + note;
        Self { name: usize::from(columns).saturating_sub(taken), bar, points, note }
    }
}

impl Units {
    /// ```text
    ///    Đơn vị                 Ngày    Tiến độ             √   ~   ×   –      Điểm
    ///  > UBND xã Mẫu A          19/10   ██████████░░░  86 %  41   3   4   2   71,5/84
    ///    UBND xã Mẫu B          19/10   █████████████ 100 %  52   2   3   6   78/88  đã đủ
    ///    UBND phường Mẫu C      20/10   ████░░░░░░░░░  31 %  17   0   1   1   22/88  × 2 lỗi
    /// ```
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let asked =
            self.confirm.as_ref().map_or(0, |confirm| confirm.height(area.width.saturating_sub(2))).min(area.height);
        let list = Rect { height: area.height - asked, ..area };
        let list = self.draw_questions(canvas, list);
        if let Some(confirm) = &self.confirm {
            let inner = Rect { x: area.x + 1, y: list.bottom(), width: area.width.saturating_sub(2), height: asked };
            confirm.render(canvas, inner);
        }
        let units = &self.open.round.units;
        if units.is_empty() {
            let inner = Rect { x: list.x + 1, width: list.width.saturating_sub(2), ..list };
            canvas.text(inner, 1, Role::Dim, &t!("screen_units.no_units"));
            return;
        }
        let plan = Plan::new(list.width);
        canvas.line(list, 0, heading(&theme, &plan));
        let rows = Rect { y: list.y.saturating_add(1), height: list.height.saturating_sub(1), ..list };
        let visible = self.cursor.visible(units.len(), rows.height);
        self.seen.set((visible.start, visible.end));
        self.cursor
            .render(canvas, rows, units.len(), |row| unit_line(&theme, &plan, &units[row], self.tally(&units[row].id)));
    }
}

impl Units {
    /// The steps of all units.
    pub(super) fn steps(&mut self) -> Vec<Effect<World>> {
        let steps = RoundSteps::new(self.open.clone());
        self.cover(vec![Effect::push(steps)])
    }

    /// The working days for the selected unit's conclusion, as they run.
    pub(super) fn conclusion(&self) -> Option<Message> {
        let unit = self.selected()?;
        let days = self.tally(&unit.id)?.conclusion?;
        let role = if days.is_over() { Role::Fail } else { Role::Text };
        Some(Message { text: format!("{}: {}", unit.name, days.in_few_words()), role })
    }

    /// Questions that wait, on the last line of `area`; gives what is left of it.
    fn draw_questions(&self, canvas: &mut Canvas<'_>, area: Rect) -> Rect {
        let (mine, answered) = self.waiting();
        if (mine, answered) == (0, 0) || area.height < 4 {
            return area;
        }
        let theme = canvas.theme();
        let mine = (mine > 0).then(|| vec![theme.span(Role::Changed, t!("screen_questions.waiting", count = mine))]);
        let marked = |text: &str| text.replace('√', theme.marks().pass);
        let answered = (answered > 0)
            .then(|| vec![theme.span(Role::Pass, marked(&t!("screen_questions.answered", count = answered)))]);
        let how = vec![theme.span(Role::Dim, t!("screen_questions.how"))];
        let dot = format!(" {} ", theme.marks().dot);
        let line = joined(mine.into_iter().chain(answered).chain([how]), &dot.into());
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        canvas.line(inner, area.height - 1, line);
        Rect { height: area.height - 1, ..area }
    }
}

fn heading(theme: &Theme, plan: &Plan) -> Line<'static> {
    let marks = theme.marks();
    let mut text = " ".repeat(POINTER);
    text.push_str(&width::pad(&t!("screen_units.unit"), plan.name + 1));
    text.push_str(&width::pad(&t!("screen_units.date"), DATE + 1));
    let progress = if plan.bar == 0 { PERCENT } else { usize::from(plan.bar) + 1 + PERCENT };
    let title = t!("screen_units.progress");
    let title = if width::of(&title) < progress { title } else { "%".into() };
    text.push_str(&width::pad(&title, progress));
    for mark in [marks.pass, marks.partial, marks.fail, marks.not_applicable] {
        text.push_str(&width::pad_left(mark, COUNT));
    }
    if plan.points > 0 {
        text.push_str(&width::pad_left(&t!("screen_units.points"), plan.points + 1));
    }
    Line::from(theme.span(Role::Dim, text))
}

fn unit_line(theme: &Theme, plan: &Plan, unit: &Unit, tally: Option<&Tally>) -> Line<'static> {
    let ellipsis = theme.marks().ellipsis;
    let date = unit.visit.map(format_date_short).unwrap_or_default();
    let mut line = Line::from(vec![
        theme.span(Role::Text, width::pad(&width::cut(&unit.name, plan.name, ellipsis), plan.name + 1)),
        theme.span(Role::Dim, width::pad(&date, DATE + 1)),
    ]);
    let Some(tally) = tally else {
        line.push_span(theme.span(Role::Dim, ellipsis));
        return line;
    };
    let totals = &tally.totals;
    let done = Done { done: totals.answered as u64, total: totals.items as u64 };
    if plan.bar > 0 {
        line.extend(bar::bar(theme, done, plan.bar));
        line.push_span(Span::raw(" "));
    }
    let percent =
        if totals.items == 0 { theme.marks().not_applicable.to_owned() } else { format!("{} %", done.percent()) };
    line.push_span(theme.span(Role::Text, width::pad_left(&percent, PERCENT - 1)));
    line.push_span(Span::raw(" "));
    let counts = [
        (totals.pass, Role::Pass),
        (totals.partial, Role::Partial),
        (totals.fail, Role::Fail),
        (totals.na, Role::NotApplicable),
    ];
    for (count, role) in counts {
        let role = if count == 0 { Role::Dim } else { role };
        line.push_span(theme.span(role, width::pad_left(&count.to_string(), COUNT)));
    }
    if plan.points > 0 {
        let points = format!("{}/{}", format_number(totals.points), format_number(totals.max_points));
        let points = if totals.max_points > 0.0 { points } else { String::new() };
        line.push_span(theme.span(Role::Text, width::pad_left(&points, plan.points + 1)));
    }
    line.push_span(Span::raw("  "));
    line.push_span(note(theme, plan, tally));
    line
}

/// What is wrong, in words.
fn note(theme: &Theme, plan: &Plan, tally: &Tally) -> Span<'static> {
    let marks = theme.marks();
    let cut = |text: &str| width::cut(text, plan.note, marks.ellipsis);
    if let Some(IssuedMark::Contested) = &tally.issued {
        theme.span(Role::Fail, cut(&format!("{} {}", marks.fail, t!("screen_units.contested_notice"))))
    } else if let Some(IssuedMark::Issued { number, later, .. }) = &tally.issued {
        let text = t!("screen_units.issued", number = number.split('/').next().unwrap_or_default());
        let text = if *later == 0 { text.into_owned() } else { format!("{text} +{later}") };
        theme.span(if *later == 0 { Role::Pass } else { Role::Changed }, cut(&text))
    } else if let Some(signed) = tally.signed {
        let text = t!("screen_units.signed");
        let text = if signed.later == 0 { text.into_owned() } else { format!("{text} +{}", signed.later) };
        theme.span(if signed.later == 0 { Role::Pass } else { Role::Changed }, cut(&text))
    } else if tally.errors > 0 {
        let text = format!("{} {}", marks.fail, t!("screen_units.errors", count = tally.errors));
        theme.span(Role::Fail, cut(&text))
    } else if tally.warnings > 0 {
        theme.span(Role::Changed, cut(&t!("screen_units.warnings", count = tally.warnings)))
    } else if tally.is_complete() {
        theme.span(Role::Pass, cut(&t!("screen_units.complete")))
    } else {
        Span::raw("")
    }
}
