//! Frequent shortcomings, progress, ranking, and what counts nowhere: lists with bars.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::{Overview, words};
use crate::checklist::Verdict;
use crate::conclusion::follow_up::Aftermath;
use crate::inspection::{ItemKey, UnitId};
use crate::overview::{RoundOverview, UnitOverview, WholeChecklist};
use crate::tui::canvas::Canvas;
use crate::tui::job::Done;
use crate::tui::screens::verdict_mark;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::bar;
use crate::tui::width;
use crate::vietnamese::number::{format_number, format_percent, whole_percent};

/// Columns of the pointer.
const POINTER: usize = 3;
/// Columns of an item's number.
const NUMBER: usize = 5;

/// A bar's columns on a screen so wide.
fn bar_columns(columns: u16) -> u16 {
    match columns {
        ..72 => 8,
        72..100 => 12,
        _ => 24,
    }
}

/// What is left for a name beside `used` columns.
fn room(area: Rect, used: usize) -> usize {
    usize::from(area.width).saturating_sub(POINTER + used + 1).max(8)
}

fn padded(theme: &Theme, text: &str, columns: usize) -> String {
    width::pad(&width::cut(text, columns, theme.marks().ellipsis), columns)
}

/// The names of units, in the round's order.
fn names<'a>(round: &RoundOverview, units: impl Iterator<Item = &'a UnitId>) -> String {
    let name = |unit| round.unit(unit).map(|unit| unit.unit.name.clone());
    units.filter_map(name).collect::<Vec<_>>().join(", ")
}

impl Overview {
    fn empty(canvas: &mut Canvas<'_>, area: Rect, text: &str) {
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        canvas.text(inner, 1, Role::Dim, text);
    }

    /// `Niêm yết, công khai TTHC · 2.4`.
    fn place(&self, key: &ItemKey) -> String {
        let open = &self.source.open;
        let edition = open.editions.iter().find(|edition| edition.checklist.id == key.checklist);
        let title = edition.map(|edition| edition.checklist.title.as_str()).unwrap_or_default();
        let number = open.numbered_item(key).map(|(number, _)| number).unwrap_or_default();
        format!("{title} · {number}")
    }

    /// ```text
    ///  > 2.4  Địa chỉ tiếp nhận phản ánh, kiến nghị    ████████░░░░  12/15
    /// ── Niêm yết, công khai TTHC · 2.4 ────────────────────────────
    ///  12 trong 15 đơn vị được đánh giá (80%): chưa đạt 9, một phần 3. …
    /// ```
    pub(super) fn draw_shortcomings(&self, canvas: &mut Canvas<'_>, area: Rect, round: &RoundOverview) {
        if round.shortcomings.is_empty() {
            return Self::empty(canvas, area, &t!("screen_overview.no_shortcomings"));
        }
        let theme = canvas.theme();
        let bar_wide = bar_columns(area.width);
        let ask = room(area, NUMBER + usize::from(bar_wide) + 1 + 9);
        let (list, below) = words::split(area);
        self.cursor().render(canvas, list, round.shortcomings.len(), |index| {
            let it = &round.shortcomings[index];
            let mut line = Line::from(vec![
                theme.span(Role::Dim, width::pad(&it.number, NUMBER)),
                theme.span(Role::Text, padded(&theme, &it.ask, ask) + " "),
            ]);
            let done = Done { done: it.units.len() as u64, total: it.judged as u64 };
            line.extend(bar::bar(&theme, done, bar_wide));
            let count = format!("{}/{}", it.units.len(), it.judged);
            let role = if it.count(Verdict::Fail) > 0 { Role::Fail } else { Role::Partial };
            line.push_span(theme.span(role, width::pad_left(&count, 8)));
            line
        });
        let Some(it) = round.shortcomings.get(self.selected()) else { return };
        let title = self.place(&it.key);
        #[expect(clippy::cast_precision_loss, reason = "counts of units are far below 2^52")]
        let share = format_percent(it.units.len() as f64 / it.judged as f64);
        let text = t!(
            "screen_overview.shortcoming",
            units = it.units.len(),
            judged = it.judged,
            share = share,
            fail = it.count(Verdict::Fail),
            partial = it.count(Verdict::Partial)
        );
        let who = names(round, it.units.iter().map(|unit| &unit.unit));
        let lines = [(Role::Text, it.ask.clone()), (Role::Text, text.into_owned()), (Role::Dim, who)];
        words::panel(canvas, below, &title, &lines);
    }

    pub(super) fn draw_progress(&self, canvas: &mut Canvas<'_>, area: Rect, round: &RoundOverview) {
        let theme = canvas.theme();
        let bar_wide = bar_columns(area.width);
        let name = room(area, usize::from(bar_wide) + 1 + 6 + 10 + 24);
        let mut heading = " ".repeat(POINTER);
        heading.push_str(&width::pad(&t!("screen_overview.unit"), name + 1));
        heading.push_str(&width::pad(&t!("screen_overview.progress"), usize::from(bar_wide) + 1 + 6));
        heading.push_str(&width::pad_left(&t!("screen_overview.answered"), 10));
        canvas.text(area, 0, Role::Dim, &heading);
        let (list, below) = words::split(Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area });
        self.cursor().render(canvas, list, round.units.len(), |index| {
            let unit = &round.units[index];
            let totals = &unit.totals;
            let mut line = Line::from(theme.span(Role::Text, padded(&theme, &unit.unit.name, name) + " "));
            line.extend(bar::bar(&theme, Done { done: totals.answered as u64, total: totals.items as u64 }, bar_wide));
            let percent = format!("{} %", whole_percent(totals.answered, totals.items));
            line.push_span(theme.span(Role::Text, width::pad_left(&percent, 7)));
            let count = format!("{}/{}", totals.answered, totals.items);
            line.push_span(theme.span(Role::Text, width::pad_left(&count, 10)));
            let (role, note) = state(unit, &self.source.after);
            let note = width::cut(&note, 22, theme.marks().ellipsis);
            line.push_span(Span::raw("  "));
            line.push_span(theme.span(role, note));
            line
        });
        let Some(unit) = round.units.get(self.selected()) else { return };
        let totals = &unit.totals;
        let mut lines = vec![(
            Role::Text,
            t!(
                "screen_overview.progress_detail",
                answered = totals.answered,
                items = totals.items,
                left = totals.required_left
            )
            .into_owned(),
        )];
        lines.push((
            Role::Text,
            t!(
                "screen_overview.problems",
                errors = unit.errors - unit.unanswered,
                warnings = unit.warnings,
                conflicts = totals.conflicts
            )
            .into_owned(),
        ));
        if let Some(signed) = unit.signed {
            let date = crate::vietnamese::date::format_date(signed.on);
            let text = t!("screen_overview.signed_detail", date = date, later = signed.later);
            lines.push((if signed.later > 0 { Role::Changed } else { Role::Pass }, text.into_owned()));
        }
        lines.extend(words::aftermath(&self.source.after, &unit.unit.id));
        words::panel(canvas, below, &unit.unit.name, &lines);
    }

    /// ```text
    ///    Hạng  Đơn vị            Tỷ lệ điểm            Thẩm định  Tự chấm
    ///  >    1  UBND xã Mẫu B     ██████████░░  88,64%      78/88       81  chưa đủ
    /// ```
    pub(super) fn draw_ranking(&self, canvas: &mut Canvas<'_>, area: Rect, round: &RoundOverview) {
        let theme = canvas.theme();
        let bar_wide = bar_columns(area.width);
        let wide = area.width >= 72;
        let name = room(area, 6 + usize::from(bar_wide) + 1 + 8 + 13 + if wide { 18 } else { 0 });
        let mut heading = " ".repeat(POINTER);
        heading.push_str(&width::pad(&t!("screen_overview.rank"), 6));
        heading.push_str(&width::pad(&t!("screen_overview.unit"), name + 1));
        heading.push_str(&width::pad(&t!("screen_overview.points_share"), usize::from(bar_wide) + 8));
        heading.push_str(&width::pad_left(&t!("screen_overview.verified"), 13));
        if wide {
            heading.push_str(&width::pad_left(&t!("screen_overview.own"), 9));
        }
        canvas.text(area, 0, Role::Dim, &heading);
        let (list, below) = words::split(Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area });
        self.cursor().render(canvas, list, round.ranking.len(), |index| {
            let ranked = &round.ranking[index];
            let points = &ranked.points;
            let dash = theme.marks().not_applicable;
            let rank = ranked.rank.map_or_else(|| dash.to_owned(), |rank| rank.to_string());
            let unit = round.unit(&ranked.unit);
            let unit_name = unit.map(|unit| unit.unit.name.as_str()).unwrap_or_default();
            let mut line = Line::from(vec![
                theme.span(Role::Title, width::pad_left(&rank, 4) + "  "),
                theme.span(Role::Text, padded(&theme, unit_name, name) + " "),
            ]);
            line.extend(bar::bar(&theme, parts(points.verified, points.full), bar_wide));
            let share = points.share().filter(|_| ranked.rank.is_some());
            let share = share.map_or_else(|| dash.to_owned(), format_percent);
            line.push_span(theme.span(Role::Text, width::pad_left(&share, 8)));
            let verified = format!("{}/{}", format_number(points.verified), format_number(points.full));
            line.push_span(theme.span(Role::Text, width::pad_left(&verified, 13)));
            if wide {
                let own = words::points(&theme, points.whole_own());
                line.push_span(theme.span(Role::Text, width::pad_left(&own, 9)));
                if unit.is_some_and(|unit| !unit.is_complete()) {
                    line.push_span(theme.span(Role::Changed, format!("  {}", t!("screen_overview.incomplete"))));
                }
            }
            line
        });
        let Some(ranked) = round.ranking.get(self.selected()) else { return };
        let Some(unit) = round.unit(&ranked.unit) else { return };
        let mut lines: Vec<(Role, String)> =
            words::sum(&ranked.points).into_iter().map(|line| (Role::Text, line)).collect();
        if ranked.rank.is_none() && ranked.points.items > 0 {
            lines.insert(0, (Role::Changed, t!("screen_overview.unranked").into_owned()));
        }
        if !unit.is_complete() {
            let text = t!(
                "screen_overview.incomplete_detail",
                left = unit.totals.required_left,
                open = ranked.points.items - ranked.points.judged
            );
            lines.insert(1, (Role::Changed, text.into_owned()));
        }
        words::panel(canvas, below, &unit.unit.name, &lines);
    }

    pub(super) fn draw_left_out(&self, canvas: &mut Canvas<'_>, area: Rect, round: &RoundOverview) {
        let (items, rows) = (&round.left_out, self.rows());
        if rows == 0 {
            return Self::empty(canvas, area, &t!("screen_overview.nothing_left_out"));
        }
        let theme = canvas.theme();
        let why_wide = 22;
        let ask = room(area, NUMBER + why_wide + 1 + 6 + 12);
        let (list, below) = words::split(area);
        self.cursor().render(canvas, list, rows, |index| {
            let (number, what, why, full, units) =
                match (items.get(index), round.not_asked.get(index.wrapping_sub(items.len()))) {
                    (Some(item), _) => {
                        let full = t!("screen_overview.points_count", points = format_number(item.full)).into_owned();
                        (item.number.as_str(), item.ask.clone(), words::left_out(item.why), full, item.units.len())
                    }
                    (None, Some(WholeChecklist::OtherKind { title, units, .. })) => {
                        let why = t!("screen_overview.other_kind_short").into_owned();
                        ("", title.clone(), why, String::new(), units.len())
                    }
                    (None, Some(WholeChecklist::NoEdition(id))) => {
                        let why = t!("screen_overview.no_edition_short").into_owned();
                        ("", id.to_string(), why, String::new(), round.units.len())
                    }
                    (None, None) => return Line::default(),
                };
            Line::from(vec![
                theme.span(Role::Dim, width::pad(number, NUMBER)),
                theme.span(Role::Text, padded(&theme, &what, ask) + " "),
                theme.span(Role::NotApplicable, padded(&theme, &why, why_wide)),
                theme.span(Role::Dim, width::pad_left(&full, 7)),
                theme.span(Role::Text, width::pad_left(&t!("screen_overview.units_count", count = units), 11)),
            ])
        });
        let (title, lines) = match (items.get(self.selected()), self.selected().checked_sub(items.len())) {
            (Some(item), _) => {
                let points = format_number(item.full);
                let text = t!("screen_overview.left_out_detail", why = words::left_out(item.why), points = points);
                let who = names(round, item.units.iter());
                (
                    self.place(&item.key),
                    vec![(Role::Text, item.ask.clone()), (Role::Text, text.into()), (Role::Dim, who)],
                )
            }
            (None, Some(place)) => match round.not_asked.get(place) {
                Some(WholeChecklist::OtherKind { title, units, .. }) => {
                    let text = t!("screen_overview.other_kind").into_owned();
                    (title.clone(), vec![(Role::Text, text), (Role::Dim, names(round, units.iter()))])
                }
                Some(WholeChecklist::NoEdition(id)) => {
                    (id.to_string(), vec![(Role::Error, t!("screen_overview.no_edition").into_owned())])
                }
                None => return,
            },
            (None, None) => return,
        };
        words::panel(canvas, below, &title, &lines);
    }
}

/// How a unit stands, in a few words: what came last counts, but for what is still open.
fn state(unit: &UnitOverview, after: &Aftermath) -> (Role, String) {
    let (totals, signed) = (&unit.totals, unit.signed);
    if totals.conflicts > 0 {
        return (Role::Error, t!("screen_overview.state_conflicts", count = totals.conflicts).into_owned());
    }
    if let Some(said) = words::followed(after, &unit.unit.id) {
        return said;
    }
    match signed {
        Some(signed) if signed.later > 0 => {
            (Role::Changed, t!("screen_overview.state_signed_later", count = signed.later).into_owned())
        }
        Some(_) => (Role::Pass, t!("screen_overview.state_signed").into_owned()),
        None if unit.errors > unit.unanswered => {
            (Role::Fail, t!("screen_overview.state_errors", count = unit.errors - unit.unanswered).into_owned())
        }
        None if unit.is_complete() => (Role::Pass, t!("screen_overview.state_complete").into_owned()),
        None => (Role::Dim, t!("screen_overview.state_left", count = totals.required_left).into_owned()),
    }
}

/// Points as a part of a bar: in thousandths, since they have decimals.
fn parts(part: f64, whole: f64) -> Done {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "points are small and never below 0")]
    let thousandths = |points: f64| (points.max(0.0) * 1000.0).round() as u64;
    Done { done: thousandths(part), total: thousandths(whole) }
}

/// The verdict's colour for a list of units.
pub(super) fn verdict_line(theme: &Theme, name: &str, columns: usize, verdict: Verdict) -> Line<'static> {
    let name = theme.span(Role::Text, padded(theme, name, columns) + " ");
    Line::from(vec![name, verdict_mark::span(theme, verdict)])
}
