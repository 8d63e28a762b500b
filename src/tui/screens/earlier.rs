//! What earlier rounds found at the unit and required of it, how that stands now, and raising again what was not mended.

use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::verdict_mark;
use crate::conclusion::{EarlierFinding, EarlierRound, Standing, open_from_before, standing};
use crate::inspection::ItemKey;
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::screen::{Effect, Event, Message, Screen};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;
use crate::tui::work::{ClosingRequest, Request, UnitWork, World};
use crate::vietnamese::date::format_date;

/// Rows below the list.
const BELOW: u16 = 7;

/// Shortcomings from before.
#[derive(Debug)]
pub struct EarlierResults {
    work: UnitWork,
    cursor: ListCursor,
}

impl EarlierResults {
    /// What earlier rounds found at `work`'s unit.
    pub fn new(work: UnitWork) -> Self {
        Self { work, cursor: ListCursor::default() }
    }

    fn rows(&self) -> Vec<(&EarlierRound, &EarlierFinding)> {
        open_from_before(&self.work.earlier.rounds)
    }

    fn selected(&self) -> Option<(&EarlierRound, &EarlierFinding)> {
        self.rows().get(self.cursor.selected()).copied()
    }

    fn is_accepted(&self, key: &ItemKey) -> bool {
        self.work.earlier.recurrences.contains_key(key)
    }

    /// Enter: raises the shortcoming again, or takes that back.
    fn toggle(&self) -> Vec<Effect<World>> {
        let Some((round, finding)) = self.selected() else { return Vec::new() };
        if self.work.is_locked() {
            return vec![Effect::Say(Message::error(t!("screen_closing.locked")))];
        }
        let (content, said) = if self.is_accepted(&finding.key) {
            (None, t!("screen_earlier.taken_back"))
        } else {
            match standing(&self.work.judged, &finding.key) {
                Standing::Mended => return vec![Effect::Say(Message::info(t!("screen_earlier.mended_now")))],
                Standing::NotAsked => return vec![Effect::Say(Message::info(t!("screen_earlier.not_asked_now")))],
                Standing::Recurs => (Some(Box::new(round.recurrence(finding))), t!("screen_earlier.accepted")),
                Standing::Unknown => {
                    (Some(Box::new(round.recurrence(finding))), t!("screen_earlier.accepted_unjudged"))
                }
            }
        };
        let request = ClosingRequest::Recur(self.work.recorder(), finding.key.clone(), content);
        vec![Effect::Say(Message::info(said)), Effect::Run(Request::Closing(request))]
    }

    fn stands(&self, theme: &Theme, key: &ItemKey) -> (Role, String) {
        let marks = theme.marks();
        match standing(&self.work.judged, key) {
            Standing::Mended => (Role::Pass, format!("{} {}", t!("screen_earlier.mended"), marks.pass)),
            Standing::Recurs => (Role::Fail, format!("{} {}", t!("screen_earlier.recurs"), marks.fail)),
            Standing::Unknown => (Role::Unanswered, format!("{} {}", t!("screen_earlier.unknown"), marks.ellipsis)),
            Standing::NotAsked => (Role::Dim, t!("screen_earlier.not_asked").into_owned()),
        }
    }
}

/// What is known of an item from before, in one line: `Năm 2024: chưa đạt, chưa khắc phục`.
pub(super) fn line_of(work: &UnitWork, key: &ItemKey) -> Option<(Role, String)> {
    let (round, finding) = open_from_before(&work.earlier.rounds).into_iter().find(|(_, of)| of.key == *key)?;
    let (year, verdict) = (round.year(), verdict_mark::word(finding.verdict).to_lowercase());
    let raised = if work.earlier.recurrences.contains_key(key) { t!("screen_earlier.line_raised") } else { "".into() };
    Some(match standing(&work.judged, key) {
        Standing::Mended => (Role::Pass, t!("screen_earlier.line_mended", year = year, verdict = verdict).into_owned()),
        Standing::Recurs => {
            let text = t!("screen_earlier.line_recurs", year = year, verdict = verdict);
            (Role::Fail, format!("{text}{raised}{}", followed_up(round, finding)))
        }
        Standing::Unknown | Standing::NotAsked => {
            let text = t!("screen_earlier.line_open", year = year, verdict = verdict, required = finding.required);
            (Role::Changed, format!("{text}{raised}{}", followed_up(round, finding)))
        }
    })
}

/// What the unit reported on what the notice required: `. Thông báo 05/TB-SNV: đã chấp nhận, Báo cáo số 45/BC-UBND ngày
/// 07/11/2025`; nothing where no notice required it.
fn followed_up(round: &EarlierRound, finding: &EarlierFinding) -> String {
    let (Some(notice), Some(remedy)) = (&round.notice, &finding.remedy) else { return String::new() };
    let state = t!(format!("follow_up.state.{}", remedy.state.as_str()));
    let Some(report) = &remedy.report else {
        return t!("screen_earlier.followed", notice = notice.number, state = state).into_owned();
    };
    let (number, date) = (&report.number, format_date(report.date));
    let said =
        t!("screen_earlier.followed_report", notice = notice.number, state = state, number = number, date = date);
    said.into_owned()
}

impl Screen<World> for EarlierResults {
    fn title(&self) -> String {
        t!("screen_earlier.title").into_owned()
    }

    fn note(&self) -> Option<String> {
        super::signed_note(&self.work)
    }

    fn help(&self) -> String {
        t!("screen_earlier.help").into_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        vec![match self.selected() {
            None => Offer::off(Action::Open, t!("screen_earlier.none")),
            Some((_, finding)) if self.is_accepted(&finding.key) => {
                Offer::on(Action::Open).named(t!("screen_earlier.take_back"))
            }
            Some(_) => Offer::on(Action::Open).named(t!("screen_earlier.raise")),
        }]
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Vec<Effect<World>> {
        match event {
            Event::Act(Action::Open) => return self.toggle(),
            Event::Outcome(outcome) => {
                self.work.take(outcome);
            }
            Event::Key(key) => {
                let count = self.rows().len();
                self.cursor.press(key, count);
            }
            _ => {}
        }
        Vec::new()
    }

    /// ```text
    ///  > 2024  2.4  Địa chỉ tiếp nhận phản ánh, kiến nghị    chưa khắc phục ×   nhắc lại √
    /// ── Năm 2024: Kiểm tra cải cách hành chính năm 2024 ──────────────────────────────────
    ///  Đã nêu: Chưa có số điện thoại đường dây nóng.
    ///  Yêu cầu: Niêm yết đầy đủ địa chỉ.
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let rows = self.rows();
        if rows.is_empty() {
            let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
            canvas.text(inner, 0, Role::Dim, &t!("screen_earlier.none"));
            return;
        }
        let below = BELOW.min(area.height / 2);
        let list = Rect { height: area.height - below, ..area };
        let again = format!("{} {}", t!("screen_earlier.again"), theme.marks().pass);
        let states = rows.iter().map(|(_, finding)| width::of(&self.stands(&theme, &finding.key).1));
        let states = states.max().unwrap_or(0);
        let room = usize::from(area.width).saturating_sub(3 + 6 + 5 + 1 + states + 2 + width::of(&again) + 1);
        self.cursor.render(canvas, list, rows.len(), |index| {
            let (round, finding) = rows[index];
            let slot = self.work.order.slot_of(&finding.key);
            let number = slot.map_or("", |slot| &self.work.order.slots[slot].number);
            let ask = width::cut(&finding.ask, room, theme.marks().ellipsis);
            let (role, state) = self.stands(&theme, &finding.key);
            let raised = if self.is_accepted(&finding.key) { again.clone() } else { String::new() };
            Line::from_iter([
                theme.span(Role::Dim, width::pad(&round.year().to_string(), 6)),
                theme.span(Role::Dim, width::pad(number, 5)),
                Span::raw(width::pad(&ask, room + 1)),
                theme.span(role, width::pad(&state, states + 2)),
                theme.span(Role::Changed, raised),
            ])
        });
        let Some((round, finding)) = self.selected() else { return };
        let under = Rect { y: list.bottom(), height: below, ..area };
        let title = match round.visit {
            Some(day) => t!("screen_earlier.round_visit", round = round.title, date = format_date(day)).into_owned(),
            None => round.title.clone(),
        };
        canvas.rule_titled(under, 0, &width::cut(&title, usize::from(area.width).saturating_sub(6), "…"));
        let inner = Rect {
            x: area.x.saturating_add(1),
            y: under.y.saturating_add(1),
            width: area.width.saturating_sub(2),
            height: below.saturating_sub(1),
        };
        let said = t!("screen_earlier.said", text = finding.said);
        let followed = followed_up(round, finding);
        let required = format!("{}{followed}", t!("screen_earlier.required", text = finding.required));
        let lines = [said.into_owned(), required];
        let columns = usize::from(inner.width);
        let wrapped = lines.iter().flat_map(|text| width::paragraphs(text, columns));
        for (row, line) in (0..inner.height).zip(wrapped) {
            canvas.text(inner, row, Role::Text, line);
        }
    }
}
