//! Drawing: how the notice stands and what is in the way, above the form.

use ratatui::layout::Rect;
use rust_i18n::t;

use super::form::Form;
use super::{IssueNotice, Stage};
use crate::inspection::{Issued, NoticeStanding};
use crate::tui::canvas::Canvas;
use crate::tui::theme::Role;
use crate::tui::width;
use crate::tui::work::IssueState;
use crate::vietnamese::date::format_date;

type Lines = Vec<(Role, String)>;

impl IssueNotice {
    /// ```text
    ///  Chưa ban hành. Người ký theo phần đầu văn bản của đợt: Nguyễn Văn Mẫu.
    ///  Khi ban hành phải ghi lý do, vì:
    ///  - Biên bản kiểm tra chưa được ký trên phần mềm
    /// ── Thông báo ─────────────────────────────────────────────────────────
    ///  > Số             5        /TB-SNV
    ///    Ngày           23/10/2025
    ///    Lý do
    /// ```
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let columns = usize::from(inner.width);
        let Some(state) = &self.state else {
            for (row, line) in
                (0..inner.height).zip(width::paragraphs(self.problem.as_deref().unwrap_or_default(), columns))
            {
                canvas.text(inner, row, Role::Error, line);
            }
            return;
        };
        let below = match &self.stage {
            Stage::Told => 0,
            Stage::Form => Form::HEIGHT + 1,
            Stage::Word(confirm) => confirm.height(inner.width) + 1,
        };
        let below = below.min(area.height.saturating_sub(2));
        let above = Rect { height: area.height - below, ..inner };
        let lines: Lines = self
            .told(state)
            .into_iter()
            .flat_map(|(role, text)| {
                width::paragraphs(&text, columns)
                    .into_iter()
                    .map(move |line| (role, line.to_owned()))
                    .collect::<Lines>()
            })
            .collect();
        let seen = self.view.window(lines.len(), above.height);
        for (row, (role, line)) in (0..).zip(&lines[seen.clone()]) {
            canvas.text(above, row, *role, line);
        }
        if seen.end < lines.len() {
            let theme = canvas.theme();
            let said = t!("screen_issue.more", count = lines.len() - seen.end);
            let more = theme.span(Role::Dim, format!(" {} {said}", theme.marks().ellipsis));
            canvas.line_right(above, above.height.saturating_sub(1), more);
        }
        if below == 0 {
            return;
        }
        let frame = Rect { y: above.bottom(), height: below, ..area };
        canvas.rule_titled(frame, 0, &t!("screen_issue.form"));
        let place = Rect { y: frame.y + 1, height: below - 1, ..inner };
        match &self.stage {
            Stage::Form => self.form.render(canvas, place, &state.notation),
            Stage::Word(confirm) => confirm.render(canvas, place),
            Stage::Told => {}
        }
    }

    fn told(&self, state: &IssueState) -> Lines {
        let mut lines = standing(state);
        let Some(readiness) = self.readiness() else { return lines };
        if matches!(self.stage, Stage::Told) {
            return lines;
        }
        if !readiness.obstacles.is_empty() {
            lines.push((Role::Text, t!("screen_issue.obstacles").into_owned()));
            lines.extend(readiness.obstacles.iter().map(|one| (Role::Error, format!("- {one}"))));
        }
        if !readiness.doubts.is_empty() {
            lines.push((Role::Text, t!("screen_issue.doubts").into_owned()));
            lines.extend(readiness.doubts.iter().map(|one| (Role::Changed, format!("- {one}"))));
        }
        if readiness.obstacles.is_empty() && readiness.doubts.is_empty() {
            lines.push((Role::Pass, t!("screen_issue.nothing_in_the_way").into_owned()));
        }
        lines
    }
}

fn standing(state: &IssueState) -> Lines {
    let mut lines = Lines::new();
    match &state.standing {
        NoticeStanding::Draft => {
            let said = match &state.signer {
                Some(signer) if !signer.trim().is_empty() => t!("screen_issue.draft_signer", signer = signer),
                _ => t!("screen_issue.draft"),
            };
            lines.push((Role::Text, said.into_owned()));
        }
        NoticeStanding::Issued(issued) => {
            lines.push((Role::Pass, said(issued, "screen_issue.issued")));
            if let Some(replaced) = &issued.content.replaces {
                let text = t!("screen_issue.replaces", number = replaced.number, date = format_date(replaced.date));
                lines.push((Role::Text, text.into_owned()));
            }
            if let Some(reason) = &issued.content.reason {
                lines.push((Role::Text, t!("screen_issue.issued_reason", reason = reason).into_owned()));
            }
            if state.later > 0 {
                lines.push((Role::Changed, t!("screen_issue.later", count = state.later).into_owned()));
            }
            for used in &state.shared {
                let text = t!("screen_issue.shared", number = used.number, what = used.what());
                lines.push((Role::Error, text.into_owned()));
            }
            let count = issued.content.requirements.len();
            lines.push((Role::Text, t!("screen_issue.requirements", count = count).into_owned()));
            lines.push((Role::Dim, t!("screen_issue.frozen").into_owned()));
        }
        NoticeStanding::Contested(several) => {
            lines.push((Role::Error, t!("screen_issue.contested").into_owned()));
            lines.extend(several.iter().map(|issued| (Role::Text, format!("- {}", said(issued, "screen_issue.line")))));
        }
    }
    if !state.replaced.is_empty() {
        lines.push((Role::Dim, t!("screen_issue.history").into_owned()));
        lines.extend(
            state.replaced.iter().map(|issued| (Role::Dim, format!("- {}", said(issued, "screen_issue.line")))),
        );
    }
    lines.extend(state.corrections.iter().map(|correction| {
        let content = &correction.content;
        let (number, date) = (content.number_line(), format_date(content.date));
        (Role::Text, t!("screen_issue.corrected", number = number, date = date, of = content.of.number).into_owned())
    }));
    lines.extend(state.withdrawn.iter().map(|withdrawal| {
        let content = &withdrawal.issued.content;
        let (number, date) = (content.number_line(), format_date(content.date));
        let (when, reason) = (format_date(withdrawal.when.date_naive()), withdrawal.reason.as_deref().unwrap_or("–"));
        let text = t!("screen_issue.withdrawn", number = number, date = date, when = when, reason = reason);
        (Role::Dim, text.into_owned())
    }));
    if state.standing == NoticeStanding::Draft {
        let left = state.resting.iter().map(|paper| t!("screen_issue.left", paper = paper).into_owned());
        lines.extend(left.map(|text| (Role::Error, text)));
    }
    if let Some(last) = state.last.filter(|_| state.standing == NoticeStanding::Draft) {
        let number = format!("{last:02}/{}", state.notation);
        lines.push((Role::Dim, t!("screen_issue.last", number = number).into_owned()));
    }
    lines
}

fn said(issued: &Issued, key: &str) -> String {
    t!(key, number = issued.content.number_line(), date = format_date(issued.content.date)).into_owned()
}
