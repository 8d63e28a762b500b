//! Answers that were changed side by side, and what was decided; the selected one in full below.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::Conflicts;
use super::compare::{capitalised, one_line};
use crate::exchange::conflict::{Decided, Outcome, Parallel};
use crate::inspection::RecordPlace;
use crate::tui::canvas::Canvas;
use crate::tui::theme::{Role, Theme};
use crate::tui::width;

type Lines = Vec<(Role, String)>;

impl Conflicts {
    /// ```text
    ///  > UBND xã Mẫu A    1.1 Địa chỉ tiếp nhận phản ánh: đánh giá, nhận xét
    /// ── 1.1 ─────────────────────────────────────────────────────────────────
    ///  đánh giá: CHƯA ĐẠT   Thành viên 2 · máy 7f3a91c0 · 19/10 09:15
    /// ```
    pub(super) fn render_parallel(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let parallel = self.parallel();
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let Some(selected) = parallel.get(self.list.selected()) else {
            canvas.text(inner, 0, Role::Pass, &t!("screen_conflicts.no_parallel"));
            return;
        };
        let lines = self.sides(&theme, selected);
        self.render_list(canvas, area, parallel.len(), &lines, |index| self.parallel_row(&theme, &parallel[index]));
    }

    pub(super) fn render_decided(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let Some(decided) = &self.decided else { return };
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let Some(selected) = decided.get(self.list.selected()) else {
            canvas.text(inner, 0, Role::Dim, &t!("screen_conflicts.nothing_decided"));
            return;
        };
        let lines = self.decision(&theme, selected);
        self.render_list(canvas, area, decided.len(), &lines, |index| self.decided_row(&theme, &decided[index]));
    }

    fn render_list<'l>(
        &self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        count: usize,
        below: &Lines,
        row: impl Fn(usize) -> Line<'l>,
    ) {
        let columns = usize::from(area.width.saturating_sub(2));
        let wrapped: Lines = below
            .iter()
            .flat_map(|(role, text)| width::paragraphs(text, columns).into_iter().map(|line| (*role, line.to_owned())))
            .collect();
        let wanted = u16::try_from(wrapped.len()).unwrap_or(u16::MAX).saturating_add(1);
        let height = wanted.min(area.height / 2 + 1).min(area.height.saturating_sub(1));
        let list = Rect { height: area.height - height, ..area };
        self.list.render(canvas, list, count, row);
        let bottom = Rect { y: list.bottom(), height, ..area };
        canvas.rule(bottom, 0);
        let inner = Rect {
            x: bottom.x.saturating_add(1),
            y: bottom.y.saturating_add(1),
            width: bottom.width.saturating_sub(2),
            height: height.saturating_sub(1),
        };
        for (row, (role, line)) in (0..inner.height).zip(&wrapped) {
            canvas.text(inner, row, *role, line);
        }
    }

    fn parallel_row(&self, theme: &Theme, parallel: &Parallel) -> Line<'static> {
        let words = self.words();
        let place = RecordPlace::Item(parallel.unit.clone(), parallel.key.clone());
        let Some(first) = parallel.sides.first() else { return Line::default() };
        let place = words.place(&place, &first.record);
        let mut fields: Vec<String> = Vec::new();
        for side in &parallel.sides {
            let field = words.field_of(&side.record, side.field.as_str(), None);
            if !fields.contains(&field) {
                fields.push(field);
            }
        }
        let unit = place.unit.filter(|_| self.unit.is_none()).map(|unit| format!("{unit}  ")).unwrap_or_default();
        let ask = place.ask.unwrap_or_default();
        Line::from_iter([
            theme.span(Role::Dim, unit),
            theme.span(Role::Dim, format!("{} ", place.number.unwrap_or_default())),
            Span::raw(ask),
            theme.span(Role::Changed, format!(": {}", fields.join(", "))),
        ])
    }

    fn sides(&self, theme: &Theme, parallel: &Parallel) -> Lines {
        let words = self.words();
        let dot = theme.marks().dot;
        let mut lines = vec![(Role::Dim, t!("screen_conflicts.parallel_why").into_owned())];
        for side in &parallel.sides {
            let field = words.field_of(&side.record, side.field.as_str(), None);
            let value = words.value(&side.record, side.field.as_str(), &side.value);
            let who = words.member(side.member.as_deref());
            let (device, when) = (words.device(&side.device), side.made_at.format("%d/%m %H:%M"));
            lines.push((Role::Text, format!("{}: {}", capitalised(&field), one_line(&value))));
            lines.push((Role::Dim, format!("   {who} {dot} {device} {dot} {when}")));
        }
        lines
    }

    fn decided_row(&self, theme: &Theme, decided: &Decided) -> Line<'static> {
        let words = self.words();
        let place = words.place(&decided.place, &decided.record);
        let field = words.field_of(&decided.record, decided.field.as_str(), decided.entry.as_deref());
        let value = words.value(&decided.record, decided.field.as_str(), &decided.decision.value);
        let unit = place.unit.filter(|_| self.unit.is_none()).map(|unit| format!("{unit}  ")).unwrap_or_default();
        let number = place.number.map(|number| format!("{number} ")).unwrap_or_default();
        let flag = words.role_of_no_lead(decided.decision.member.as_deref());
        let mut spans =
            vec![theme.span(Role::Dim, format!("{unit}{number}")), Span::raw(format!("{field}: {}", one_line(&value)))];
        if let Some(role) = flag {
            spans.insert(0, theme.span(Role::Changed, t!("screen_conflicts.not_by_lead", role = role)));
        }
        Line::from(spans)
    }

    fn decision(&self, theme: &Theme, decided: &Decided) -> Lines {
        let words = self.words();
        let dot = theme.marks().dot;
        let place = words.place(&decided.place, &decided.record);
        let mut lines = Lines::new();
        lines.extend(place.ask.map(|ask| (Role::Title, ask)));
        for (value, voice) in &decided.opinions {
            let value = words.value(&decided.record, decided.field.as_str(), value);
            let who = words.member(voice.member.as_deref());
            let (device, when) = (words.device(&voice.device), voice.made_at.format("%d/%m %H:%M"));
            lines.push((Role::Dim, format!("{who} {dot} {device} {dot} {when}: {}", one_line(&value))));
        }
        let decision = &decided.decision;
        let text = t!(
            "screen_conflicts.decided_by",
            who = words.member(decision.member.as_deref()),
            when = decision.made_at.format("%d/%m/%Y %H:%M"),
            reason = decision.reason.clone().unwrap_or_default()
        );
        lines.push((Role::Text, text.into_owned()));
        if let Some(role) = words.role_of_no_lead(decision.member.as_deref()) {
            lines.push((Role::Changed, t!("screen_conflicts.no_lead", role = role).into_owned()));
        }
        match decided.outcome {
            Outcome::Stands => {}
            Outcome::Replaced => lines.push((Role::Dim, t!("screen_conflicts.replaced").into_owned())),
            Outcome::Reopened => lines.push((Role::Changed, t!("screen_conflicts.open_again").into_owned())),
        }
        lines
    }
}
