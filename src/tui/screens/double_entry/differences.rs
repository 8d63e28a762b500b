//! Where two readings differ, and which one stands.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::{DoubleEntry, Effects, Step};
use crate::assessment::double_entry::{Difference, Differing};
use crate::checklist::Survey;
use crate::inspection::{Reading, SecondChange, SetChange};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::key::Key;
use crate::tui::screen::Event;
use crate::tui::screens::survey::sheet::{boxes, typed};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;
use crate::tui::work::World;
use crate::vietnamese::number::format_percent;

/// Columns of the form's number, a reading and what was decided.
const NUMBER: usize = 11;
const ANSWER: usize = 9;
const DECIDED: usize = 12;

/// What works on the differences.
pub(super) fn offers() -> Vec<Offer> {
    vec![
        Offer::on(Action::Undo),
        Offer::on(Action::Edit).named(t!("screen_double_entry.read_again")),
        Offer::on(Action::Add).named(t!("screen_double_entry.more")),
        Offer::on(Action::Redo),
    ]
}

impl DoubleEntry {
    /// Position among the chosen forms of the one whose difference is selected; the last one without any.
    pub(super) fn selected_form(&self) -> usize {
        let Step::Differences(cursor) = &self.step else { return 0 };
        let selected = self.comparison.differences.get(cursor.selected()).map(|difference| &difference.form);
        let chosen = self.chosen();
        let found = chosen.iter().position(|(_, form)| Some(&form.id) == selected);
        found.unwrap_or(chosen.len().saturating_sub(1))
    }

    /// `1` or `2` on a difference; arrows move.
    pub(super) fn decide(&mut self, event: &Event<'_, World>) -> Effects {
        let reading = match event {
            Event::Text("1") => Reading::First,
            Event::Text("2") => Reading::Second,
            Event::Key(key) => {
                let count = self.comparison.differences.len();
                if let Step::Differences(cursor) = &mut self.step {
                    cursor.press(*key, count);
                }
                return Vec::new();
            }
            _ => return Vec::new(),
        };
        let Step::Differences(cursor) = &self.step else { return Vec::new() };
        let selected = cursor.selected();
        let Some(difference) = self.comparison.differences.get(selected).cloned() else { return Vec::new() };
        let Some(changes) = self.changes(&difference, reading) else { return Vec::new() };
        let effects = self.run(changes).into_iter().collect();
        // On to the next difference, which stands below.
        let count = self.comparison.differences.len();
        if let Step::Differences(cursor) = &mut self.step {
            cursor.press(Key::Down, count);
        }
        effects
    }

    /// What records that `reading` stands: the decision, and the form where it says something else. One action.
    fn changes(&self, difference: &Difference, reading: Reading) -> Option<Vec<SetChange>> {
        let survey = self.survey()?;
        let chosen = self.chosen();
        let (second, form) = chosen.iter().find(|(_, form)| form.id == difference.form)?;
        let mut decided = second.decided.clone();
        decided.insert(difference.at.name(survey), reading);
        let mut content = form.content.clone();
        difference.at.take(
            &mut content,
            match reading {
                Reading::First => &difference.readings.first,
                Reading::Second => &difference.readings.second,
            },
        );
        let mut changes = vec![SetChange::Second(form.id.clone(), SecondChange::Decide(decided))];
        if content != form.content {
            changes.push(SetChange::SetForm(form.id.clone(), content));
        }
        Some(changes)
    }

    /// ```text
    ///  Khác nhau 3/90 câu trả lời (3,33%) ở 2/10 phiếu · còn 1 chỗ chưa quyết định
    ///               Câu hỏi                              Lần 1    Lần 2
    /// >  Phiếu 37   3 Số lần phải đến cơ quan …              2        3   chưa quyết
    ///    Phiếu 37   5 Nhận kết quả đúng hẹn                  1        2   √ lần 2
    /// ```
    pub(super) fn render_differences(&self, canvas: &mut Canvas<'_>, area: Rect, survey: &Survey, cursor: &ListCursor) {
        let theme = canvas.theme();
        let found = &self.comparison;
        let (role, open) = match found.open() {
            0 => (Role::Pass, t!("screen_double_entry.all_decided", mark = theme.marks().pass)),
            open => (Role::Changed, t!("screen_double_entry.open", count = open)),
        };
        let summary = t!(
            "screen_double_entry.summary",
            differing = found.answers_differing,
            answers = found.answers,
            rate = found.rate().map(format_percent).unwrap_or_default(),
            forms = found.forms_differing,
            read = found.read
        );
        let dot = theme.marks().dot;
        let line = [theme.span(Role::Title, format!(" {summary} {dot} ")), theme.span(role, open)];
        canvas.line(area, 0, Line::from_iter(line));
        let ask = usize::from(area.width).saturating_sub(4 + NUMBER + 2 * ANSWER + 3 + DECIDED);
        let heading = format!(
            "   {}{}{}{}",
            " ".repeat(NUMBER),
            width::pad(&t!("screen_survey.questions"), ask),
            width::pad_left(&t!("screen_double_entry.first"), ANSWER),
            width::pad_left(&t!("screen_double_entry.second"), ANSWER),
        );
        canvas.text(area, 1, Role::Dim, &heading);
        let below = u16::from(area.height >= 8) * 4;
        let list = Rect { y: area.y.saturating_add(2), height: area.height.saturating_sub(2 + below), ..area };
        let differences = &found.differences;
        cursor.render(canvas, list, differences.len(), |index| row(&theme, survey, &differences[index], ask));
        if let Some(difference) = differences.get(cursor.selected()) {
            let bottom = Rect { y: area.bottom() - below, height: below, ..area };
            self.render_difference(canvas, bottom, survey, difference);
        } else {
            canvas.text(list, 0, Role::Pass, &format!("   {}", t!("screen_double_entry.none")));
        }
    }

    /// The form and the question in full, with both typists.
    fn render_difference(&self, canvas: &mut Canvas<'_>, area: Rect, survey: &Survey, difference: &Difference) {
        let chosen = self.chosen();
        let Some((second, form)) = chosen.iter().find(|(_, form)| form.id == difference.form) else { return };
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        canvas.rule_titled(area, 0, &t!("screen_double_entry.form", number = difference.number));
        let mut words = self.form_words(survey, difference.number, form);
        if let Some(member) = second.member.as_deref() {
            let name = self.work.open.round.member(member).map_or(member, |member| &member.name);
            words.push(t!("screen_double_entry.read_by", name = name).into_owned());
        }
        canvas.text(inner, 1, Role::Text, &words.join("   "));
        if let Differing::Question(position) = difference.at
            && let Some(question) = survey.questions.get(position)
        {
            canvas.text(inner, 2, Role::Title, &question.ask);
            let boxes = width::packed(&boxes(question.scale), usize::from(inner.width));
            canvas.text(inner, 3, Role::Dim, boxes.first().map_or("", String::as_str));
        }
    }
}

fn row(theme: &Theme, survey: &Survey, difference: &Difference, ask: usize) -> Line<'static> {
    let said = |content| match difference.at {
        Differing::Question(position) => {
            let answer = difference.at.of(content);
            match (answer, survey.questions.get(position)) {
                (0, _) | (_, None) => t!("screen_survey.left_blank").into_owned(),
                (answer, Some(question)) => typed(question.scale, answer).to_string(),
            }
        }
        Differing::Validity => match difference.at.of(content) {
            0 => t!("screen_double_entry.invalid").into_owned(),
            _ => t!("screen_double_entry.valid").into_owned(),
        },
    };
    let question = match difference.at {
        Differing::Question(position) => {
            let ask = survey.questions.get(position).map_or("", |question| question.ask.as_str());
            format!("{} {ask}", position + 1)
        }
        Differing::Validity => t!("screen_double_entry.validity").into_owned(),
    };
    let mark = theme.marks().pass;
    let (role, decided) = match difference.stands {
        None => (Role::Unanswered, t!("screen_double_entry.undecided")),
        Some(Reading::First) => (Role::Pass, t!("screen_double_entry.stands_first", mark = mark)),
        Some(Reading::Second) => (Role::Pass, t!("screen_double_entry.stands_second", mark = mark)),
    };
    let number = t!("screen_double_entry.form", number = difference.number);
    let question = width::cut(&question, ask.saturating_sub(1), theme.marks().ellipsis);
    Line::from(vec![
        theme.span(Role::Text, width::pad(&number, NUMBER)),
        theme.span(Role::Text, width::pad(&question, ask)),
        theme.span(Role::Text, width::pad_left(&said(&difference.readings.first), ANSWER)),
        theme.span(Role::Text, width::pad_left(&said(&difference.readings.second), ANSWER)),
        Span::raw("   "),
        theme.span(role, decided),
    ])
}
