//! Drawing the form being typed beside the indices so far.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::details::{detail_label, in_sentence};
use super::sheet::{boxes, shown_detail, typed};
use super::{SurveyTally, View};
use crate::assessment::{RaisedAlarm, Tally};
use crate::checklist::{AlarmBy, ColumnId, Question, Survey, Threshold, Thresholds};
use crate::inspection::FormValidity;
use crate::tui::action::Action;
use crate::tui::canvas::Canvas;
use crate::tui::job::Done;
use crate::tui::screen::Message;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::bar;
use crate::tui::width;
use crate::vietnamese::number::format_percent;

/// Columns behind the question: answer, bar, percentage, blanks, and what is wrong.
const ANSWER: usize = 6;
const PERCENT: usize = 8;
const BLANK: usize = 7;
const WRONG: usize = 12;

impl SurveyTally {
    /// ```text
    ///  Công chức: CC-03   Lĩnh vực: đất đai                        giữ cho phiếu sau
    ///     Câu hỏi                     Ô chọn  Chỉ số tạm tính            Trống
    ///   1 Nơi đón tiếp                     1  ████████████████████ 97,1%
    ///   2 Thái độ                          2  ███████████████████░ 91,4%      1
    /// > 3 Số lần đi lại                    _  ███████████████░░░░░ 77,1%         × dưới 80%
    ///     Chung                               █████████████████░░░ 88,6%
    /// ── Câu 3 ────────────────────────────────────────────────────────────────────────
    ///  Số lần phải đến cơ quan để hoàn thành thủ tục (kể cả lần nhận kết quả)
    ///  số lần, từ 1 đến 9
    /// ```
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(survey) = self.survey() else {
            canvas.text(area, 0, Role::Dim, &format!(" {}", t!("screen_survey.no_survey")));
            return;
        };
        match &self.view {
            View::Typing => self.draw_typing(canvas, area, survey),
            View::Forms(cursor) => self.draw_list(canvas, area, survey, cursor),
            View::Breakdown(breakdown) => self.draw_breakdown(canvas, area, survey, breakdown),
        }
    }

    fn draw_typing(&self, canvas: &mut Canvas<'_>, area: Rect, survey: &Survey) {
        let below = if area.height >= 14 { 5 } else { 3 }.min(area.height);
        let mut top = Rect { height: area.height - below, ..area };
        if !survey.details.is_empty() && top.height > 0 {
            self.draw_details(canvas, top, &survey.details);
            top = Rect { y: top.y + 1, height: top.height - 1, ..top };
        }
        self.draw_questions(canvas, top, survey);
        let bottom = Rect { y: area.bottom() - below, height: below, ..area };
        if self.detail.is_some() {
            self.draw_suggestions(canvas, bottom);
        } else {
            self.draw_question(canvas, bottom, survey);
        }
    }

    fn draw_details(&self, canvas: &mut Canvas<'_>, area: Rect, details: &[ColumnId]) {
        let theme = canvas.theme();
        let kept = t!("screen_survey.kept");
        let mut x = 1;
        for (index, detail) in details.iter().enumerate() {
            let label = format!("{}: ", detail_label(detail));
            let here = self.detail.as_ref().filter(|edit| edit.index == index);
            let kept = self.sheet.details().get(detail.as_str()).map_or("", String::as_str);
            let text = here.map_or_else(|| shown_detail(detail.as_str(), kept), |edit| edit.field.text().to_owned());
            let role = if here.is_some() { Role::Title } else { Role::Dim };
            canvas.text(from(area, x), 0, role, &label);
            x += width::of(&label);
            let wide = match here {
                Some(_) => (width::of(&text) + 2).max(14),
                None => width::of(&text).max(3),
            };
            match here {
                Some(edit) => edit.field.render(canvas, Rect { height: 1, ..part(area, x, wide) }),
                None if text.is_empty() => canvas.text(from(area, x), 0, Role::Dim, theme.marks().ellipsis),
                None => canvas.text(from(area, x), 0, Role::Text, &text),
            }
            x += wide + 2;
        }
        if x + width::of(&kept) < usize::from(area.width) && self.visit.is_none() {
            canvas.line_right(from(area, x), 0, theme.span(Role::Dim, format!("{kept} ")));
        }
    }

    fn draw_questions(&self, canvas: &mut Canvas<'_>, area: Rect, survey: &Survey) {
        let columns = Columns::of(usize::from(area.width));
        let theme = canvas.theme();
        let heading = [
            (4, columns.ask, t!("screen_survey.questions")),
            (columns.answer, ANSWER, t!("screen_survey.answer")),
            (columns.bar + 2, columns.bar_width + PERCENT, t!("screen_survey.index")),
        ];
        for (x, wide, title) in heading {
            canvas.text(part(area, x, wide), 0, Role::Dim, &title);
        }
        canvas.line_right(part(area, columns.blank, BLANK), 0, theme.span(Role::Dim, t!("screen_survey.blank")));
        let body = Rect { y: area.y.saturating_add(1), height: area.height.saturating_sub(1), ..area };
        let alarms = self.counted().map_or(&[] as &[RaisedAlarm], |counted| counted.alarms.as_slice());
        let list = body.height.saturating_sub(1);
        let count = survey.questions.len();
        let shown = self.questions.visible(count, list);
        let mut row = 0;
        for index in shown {
            self.draw_row(canvas, body, row, (index, &survey.questions[index]), &columns);
            row += 1;
        }
        let pooled = self.counted().map(|counted| counted.pooled).unwrap_or_default();
        let label = t!("screen_survey.pooled");
        canvas.text(part(body, 4, columns.ask), row, Role::Title, &label);
        self.draw_tally(canvas, body, row, pooled, &columns);
        for (row, alarm) in (row + 1..body.height).zip(alarms) {
            let text = format!("{} {}", theme.marks().fail, alarm_words(survey, alarm));
            canvas.text(from(body, 4), row, Role::Fail, &text);
        }
    }

    fn draw_row(
        &self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        row: u16,
        (index, question): (usize, &Question),
        columns: &Columns,
    ) {
        let theme = canvas.theme();
        let here = index == self.sheet.at() && self.detail.is_none();
        let mark = if here { theme.marks().pointer } else { " " };
        let role = if here { Role::Title } else { Role::Text };
        canvas.text(area, row, role, &format!("{mark}{:>2} ", index + 1));
        canvas.text(part(area, 4, columns.ask), row, role, &question.ask);
        let place = part(area, columns.answer, ANSWER);
        let answer = match self.sheet.answer(index) {
            _ if here && self.keypad.count().is_some() => {
                theme.span(Role::Field, format!("{}_", self.keypad.count().unwrap_or_default()))
            }
            Some(0) => theme.span(Role::NotApplicable, t!("screen_survey.left_blank")),
            Some(answer) => theme.span(role, typed(question.scale, answer).to_string()),
            None if here => theme.span(Role::Field, "_"),
            None => Span::raw(""),
        };
        canvas.line_right(place, row, answer);
        if here {
            canvas.put_cursor(place, place.width.saturating_sub(1), row);
        }
        let tally = self.counted().and_then(|counted| counted.questions.get(index)).copied().unwrap_or_default();
        self.draw_tally(canvas, area, row, tally, columns);
    }

    fn draw_tally(&self, canvas: &mut Canvas<'_>, area: Rect, row: u16, tally: Tally, columns: &Columns) {
        let theme = canvas.theme();
        let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let done = Done { done: count(tally.satisfied), total: count(tally.valid) };
        let wide = u16::try_from(columns.bar_width).unwrap_or(0);
        canvas.line(part(area, columns.bar + 2, columns.bar_width), row, Line::from_iter(bar::bar(&theme, done, wide)));
        let Some(index) = tally.index() else { return };
        let percent = part(area, columns.bar + 2 + columns.bar_width, PERCENT);
        canvas.line_right(percent, row, theme.span(Role::Text, format_percent(index)));
        if tally.blank > 0 {
            canvas.line_right(part(area, columns.blank, BLANK), row, theme.span(Role::Dim, tally.blank.to_string()));
        }
        if let Some(limit) = self.limit().filter(|limit| index + 1e-9 < *limit) {
            let text = t!("screen_survey.below", mark = theme.marks().fail, limit = format_percent(limit));
            canvas.text(part(area, columns.blank + BLANK + 1, WRONG), row, Role::Fail, &text);
        }
    }

    /// What earlier forms have for the detail being typed.
    fn draw_suggestions(&self, canvas: &mut Canvas<'_>, area: Rect) {
        canvas.rule_titled(area, 0, &t!("screen_survey.used"));
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let picked = self.detail.as_ref().and_then(|edit| edit.picked);
        let suggestions = self.suggestions();
        let piece = |(index, suggestion): (usize, &super::details::Suggestion)| {
            let mark = if picked == Some(index) { canvas.theme().marks().pointer } else { "" };
            t!("screen_survey.used_by", mark = mark, text = suggestion.text, forms = suggestion.forms).into_owned()
        };
        let pieces: Vec<String> = suggestions.iter().enumerate().map(piece).collect();
        if pieces.is_empty() {
            canvas.text(inner, 1, Role::Dim, &t!("screen_survey.none_used"));
        }
        for (row, line) in (1..inner.height).zip(width::packed(&pieces, usize::from(inner.width))) {
            canvas.text(inner, row, Role::Text, &line);
        }
    }

    /// The question in full and its boxes.
    fn draw_question(&self, canvas: &mut Canvas<'_>, area: Rect, survey: &Survey) {
        let Some(question) = survey.questions.get(self.sheet.at()) else { return };
        canvas.rule_titled(area, 0, &t!("screen_survey.question", number = self.sheet.at() + 1));
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let columns = usize::from(inner.width);
        let boxes = width::packed(&boxes(question.scale), columns);
        let asks = width::paragraphs(&question.ask, columns);
        let asked = usize::from(inner.height).saturating_sub(1 + boxes.len()).max(1);
        let lines = asks.into_iter().take(asked).map(|line| (Role::Title, line));
        let lines = lines.chain(boxes.iter().map(|line| (Role::Text, line.as_str())));
        for (row, (role, line)) in (1..inner.height).zip(lines) {
            canvas.text(inner, row, role, line);
        }
    }

    /// What a passing index starts from, where higher is better.
    fn limit(&self) -> Option<f64> {
        match self.survey()?.thresholds.as_ref()? {
            Thresholds::From { pass: Threshold::Value(limit), .. } => Some(*limit),
            Thresholds::From { pass: Threshold::Target(name), .. } => self.work.open.round.targets.get(name).copied(),
            Thresholds::To { .. } => None,
        }
    }

    /// The first alarm, how many more there are, and the key that lists them.
    pub(super) fn alarm_status(&self) -> Option<Message> {
        let (first, more) = self.counted()?.alarms.split_first()?;
        let words = alarm_words(self.survey()?, first);
        let listed = matches!(self.view, View::Breakdown(_)) || self.survey()?.details.is_empty();
        let key = Action::NextProblem.bindings().first().filter(|_| !listed);
        Some(Message::error(match (more.len(), key) {
            (0, Some(key)) => t!("screen_survey.one_alarm", first = words, key = key).into_owned(),
            (more, Some(key)) => t!("screen_survey.more_alarms", first = words, more = more, key = key).into_owned(),
            (_, None) => words,
        }))
    }

    /// `Phiếu 37 (đã nhập 36, hợp lệ 35)`
    pub(super) fn progress(&self, theme: &Theme) -> Line<'static> {
        let forms = self.forms().len();
        let valid = self.counted().map_or(0, |counted| counted.forms);
        let (role, text) = if let Some(position) = self.visited() {
            (Role::Changed, t!("screen_survey.visiting", number = position + 1, forms = forms))
        } else {
            (Role::Text, t!("screen_survey.progress", number = forms + 1, forms = forms, valid = valid))
        };
        let mut line = Line::default();
        if self.sheet.validity() == FormValidity::Invalid {
            let mark = theme.marks().fail;
            line.push_span(theme.span(Role::Fail, format!("{} {mark}   ", t!("screen_survey.invalid"))));
        }
        line.push_span(theme.span(role, text.into_owned()));
        line
    }
}

/// An alarm in words.
fn alarm_words(survey: &Survey, alarm: &RaisedAlarm) -> String {
    let share = format_percent(alarm.unsatisfied);
    let by = survey.alarm.as_ref().map(|alarm| &alarm.by);
    let words = if let (Some(about), Some(AlarmBy::Detail(detail))) = (&alarm.about, by) {
        let about = shown_detail(detail.as_str(), about);
        let detail = in_sentence(&detail_label(detail));
        t!("screen_survey.alarm_about", detail = detail, about = about, share = share, answers = alarm.answers)
    } else {
        t!("screen_survey.alarm", share = share, answers = alarm.answers)
    };
    words.into_owned()
}

/// Where things stand in a row.
struct Columns {
    ask: usize,
    answer: usize,
    bar: usize,
    bar_width: usize,
    blank: usize,
}

impl Columns {
    fn of(room: usize) -> Self {
        let bar_width = match room {
            0..70 => 6,
            70..100 => 12,
            _ => 20,
        };
        let fixed = 4 + ANSWER + 2 + bar_width + PERCENT + BLANK + 1 + WRONG;
        let ask = room.saturating_sub(fixed);
        let answer = 4 + ask;
        let bar = answer + ANSWER;
        Self { ask, answer, bar, bar_width, blank: bar + 2 + bar_width + PERCENT }
    }
}

/// Columns `x` to `x + wide` of `area`.
fn part(area: Rect, x: usize, wide: usize) -> Rect {
    let x = u16::try_from(x).unwrap_or(u16::MAX).min(area.width);
    let wide = u16::try_from(wide).unwrap_or(u16::MAX).min(area.width - x);
    Rect { x: area.x + x, width: wide, ..area }
}

fn from(area: Rect, x: usize) -> Rect {
    part(area, x, usize::from(u16::MAX))
}
