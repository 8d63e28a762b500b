//! The words of the dashboard.

use ratatui::layout::Rect;
use ratatui::text::Span;
use rust_i18n::t;

use crate::checklist::Verdict;
use crate::conclusion::follow_up::Aftermath;
use crate::inspection::{NoticeStanding, UnitId};
use crate::overview::{Band, Heat, Indicator, LeftOut, Level, PointSum, Put, TrendValue};
use crate::tui::canvas::Canvas;
use crate::tui::screens::verdict_mark;
use crate::tui::theme::{Role, Theme};
use crate::tui::width;
use crate::vietnamese::date::format_date;
use crate::vietnamese::number::{format_number, format_percent, round_half_away};

/// Decimals of a mean.
const MEAN_DIGITS: u8 = 2;

/// Columns of a cell of the heat map.
pub(super) const CELL: usize = 10;

/// `CAO   92%`, with an ellipsis where not everything is judged yet.
pub(super) fn heat(theme: &Theme, heat: Option<Heat>) -> Span<'static> {
    let marks = theme.marks();
    let Some(heat) = heat else {
        return theme.span(Role::Dim, width::pad(marks.not_applicable, CELL));
    };
    let Some(band) = heat.band() else {
        let (role, text) = if heat.open == 0 && heat.na > 0 {
            (Role::NotApplicable, t!("screen_overview.cell_na").into_owned())
        } else {
            (Role::Unanswered, format!("{} {}", t!("screen_overview.cell_open"), marks.ellipsis))
        };
        return theme.span(role, width::pad(&width::cut(&text, CELL, marks.ellipsis), CELL));
    };
    let open = if heat.open > 0 { "*" } else { " " };
    let word = width::pad(&band_word(band), CELL - 6);
    let share = width::pad_left(&format!("{}%", heat.percent()), 5);
    theme.span(band_role(band), width::pad(&format!("{word}{share}{open}"), CELL))
}

pub(super) fn band_word(band: Band) -> String {
    match band {
        Band::High => t!("screen_overview.band.high"),
        Band::Middle => t!("screen_overview.band.middle"),
        Band::Low => t!("screen_overview.band.low"),
    }
    .into_owned()
}

fn band_role(band: Band) -> Role {
    match band {
        Band::High => Role::Pass,
        Band::Middle => Role::Partial,
        Band::Low => Role::Fail,
    }
}

/// `ĐẠT √`, or what is said of an item without verdict.
pub(super) fn verdict(theme: &Theme, verdict: Option<Verdict>) -> Span<'static> {
    match verdict {
        Some(verdict) => verdict_mark::span(theme, verdict),
        None => theme.span(Role::Unanswered, theme.marks().ellipsis),
    }
}

pub(super) fn left_out(why: LeftOut) -> String {
    match why {
        LeftOut::Na => t!("screen_overview.left_out.na"),
        LeftOut::NotAsked => t!("screen_overview.left_out.not_asked"),
        LeftOut::Undetermined => t!("screen_overview.left_out.undetermined"),
    }
    .into_owned()
}

/// `15,5`, a dash where there is none.
pub(super) fn points(theme: &Theme, points: Option<f64>) -> String {
    points.map_or_else(|| theme.marks().not_applicable.to_owned(), format_number)
}

/// How complete a sum of points is, in sentences.
pub(super) fn sum(sum: &PointSum) -> Vec<String> {
    let mut lines = vec![match sum.share() {
        Some(share) => {
            let (verified, full, share) = (format_number(sum.verified), format_number(sum.full), format_percent(share));
            t!("screen_overview.sum", verified = verified, full = full, share = share).into_owned()
        }
        None => t!("screen_overview.sum_nothing").into_owned(),
    }];
    if sum.items > 0 {
        lines.push(t!("screen_overview.sum_judged", judged = sum.judged, items = sum.items).into_owned());
        lines.push(match sum.own {
            Some(own) => {
                let own = format_number(own);
                t!("screen_overview.sum_own", own = own, given = sum.own_items, items = sum.items).into_owned()
            }
            None => t!("screen_overview.sum_no_own").into_owned(),
        });
    }
    if sum.left_out_items > 0 {
        let points = format_number(sum.left_out);
        lines.push(t!("screen_overview.sum_left_out", items = sum.left_out_items, points = points).into_owned());
    }
    lines
}

pub(super) fn level(level: Level) -> String {
    match level {
        Level::Province => t!("screen_overview.level.province"),
        Level::District => t!("screen_overview.level.district"),
        Level::Commune => t!("screen_overview.level.commune"),
        Level::Other => t!("screen_overview.level.other"),
    }
    .into_owned()
}

/// `Số TTHC đã niêm yết (thủ tục)`.
pub(super) fn indicator(indicator: &Indicator) -> String {
    match indicator {
        Indicator::Units => t!("screen_overview.indicator.units").into_owned(),
        Indicator::Passed => t!("screen_overview.indicator.passed").into_owned(),
        Indicator::Points => t!("screen_overview.indicator.points").into_owned(),
        Indicator::Item { ask, unit: Some(unit), .. } => format!("{ask} ({unit})"),
        Indicator::Item { ask, unit: None, .. } => ask.clone(),
    }
}

/// A value as printed.
pub(super) fn value(value: f64, is_share: bool) -> String {
    if is_share { format_percent(value) } else { format_number(round_half_away(value, MEAN_DIGITS)) }
}

/// How a year's value came about: `cộng của 12/15 đơn vị`.
pub(super) fn put(value: &TrendValue) -> String {
    let (units, of) = (value.units, value.of);
    match (value.put, value.share) {
        (Put::Sum, _) => t!("screen_overview.put.sum", units = units, of = of).into_owned(),
        (Put::Pooled, Some(share)) => {
            let (part, whole) = (format_number(share.part), format_number(share.whole));
            t!("screen_overview.put.pooled", part = part, whole = whole, units = units, of = of).into_owned()
        }
        (Put::Pooled | Put::Mean, _) => t!("screen_overview.put.mean", units = units, of = of).into_owned(),
    }
}

/// What followed the visit of a unit, in a few words; none where nothing was issued.
pub(super) fn followed(after: &Aftermath, unit: &UnitId) -> Option<(Role, String)> {
    let required = after.required(unit);
    if let NoticeStanding::Contested(_) = after.notice(unit)? {
        return Some((Role::Error, t!("screen_overview.followed.contested").into_owned()));
    }
    let (total, accepted) = (required.total, required.accepted);
    Some(if required.overdue > 0 {
        let text = t!("screen_overview.followed.overdue", overdue = required.overdue, total = total);
        (Role::Fail, text.into_owned())
    } else if total == 0 {
        (Role::Pass, t!("screen_overview.followed.issued").into_owned())
    } else {
        let text = t!("screen_overview.followed.accepted", accepted = accepted, total = total);
        (if accepted == total { Role::Pass } else { Role::Text }, text.into_owned())
    })
}

/// The same in sentences: the notice, and how what it requires stands.
pub(super) fn aftermath(after: &Aftermath, unit: &UnitId) -> Vec<(Role, String)> {
    let notice = match after.notice(unit) {
        Some(NoticeStanding::Issued(issued)) => {
            let (number, date) = (issued.content.number_line(), format_date(issued.content.date));
            (Role::Text, t!("screen_overview.notice", number = number, date = date).into_owned())
        }
        Some(NoticeStanding::Contested(_)) => (Role::Error, t!("screen_overview.notice_contested").into_owned()),
        Some(NoticeStanding::Draft) | None => return Vec::new(),
    };
    let required = after.required(unit);
    if required.total == 0 {
        return vec![notice];
    }
    let text = t!(
        "screen_overview.all_required",
        total = required.total,
        accepted = required.accepted,
        reported = required.reported,
        returned = required.returned,
        open = required.open
    );
    let mut text = text.into_owned();
    for (count, key) in [
        (required.contested, "screen_overview.all_required_contested"),
        (required.overdue, "screen_overview.all_required_overdue"),
    ] {
        if count > 0 {
            text.push_str(&t!(key, count = count));
        }
    }
    vec![notice, (if required.overdue > 0 { Role::Fail } else { Role::Text }, text)]
}

/// Draws a titled panel of sentences at the bottom of a screen.
pub(super) fn panel(canvas: &mut Canvas<'_>, area: Rect, title: &str, lines: &[(Role, String)]) {
    let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
    canvas.rule_titled(area, 0, &width::cut(title, usize::from(inner.width.saturating_sub(6)), "…"));
    let mut row = 1;
    for (role, text) in lines {
        for line in width::paragraphs(text, usize::from(inner.width)) {
            if row < area.height {
                canvas.text(inner, row, *role, line);
            }
            row += 1;
        }
    }
}

/// The list above and the panel below.
pub(super) fn split(area: Rect) -> (Rect, Rect) {
    let panel = (area.height / 3).clamp(3, 8).min(area.height.saturating_sub(2));
    let list = Rect { height: area.height.saturating_sub(panel), ..area };
    (list, Rect { y: list.bottom(), height: panel, ..area })
}
