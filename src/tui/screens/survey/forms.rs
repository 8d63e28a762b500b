//! The forms typed in so far: to look one up, correct it, take it out.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::sheet::{shown_detail, typed};
use super::{Effects, SurveyTally, View};
use crate::checklist::Survey;
use crate::inspection::{Form, FormValidity, SetChange};
use crate::tui::canvas::Canvas;
use crate::tui::screen::{Effect, Message};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;

/// Columns of the running number and of the name.
const NUMBER: usize = 5;
const NAME: usize = 18;

impl SurveyTally {
    /// Shows the forms, the one being looked at or the last one selected.
    pub(super) fn show_list(&mut self) {
        let mut cursor = ListCursor::default();
        cursor.select(self.visited().unwrap_or_else(|| self.forms().len().saturating_sub(1)));
        self.view = View::Forms(cursor);
    }

    /// The selected form of the list is corrected.
    pub(super) fn open_listed(&mut self) -> Effects {
        let View::Forms(cursor) = &self.view else { return Vec::new() };
        let position = cursor.selected();
        self.view = View::Typing;
        self.go_to(position)
    }

    /// Takes out the form at `position`; what was typed of a new one waits.
    pub(super) fn remove(&mut self, position: usize) -> Effects {
        let Some(form) = self.forms().get(position).map(|form| form.id.clone()) else { return Vec::new() };
        if self.visit.as_ref().is_some_and(|visit| visit.form == form)
            && let Some(visit) = self.visit.take()
        {
            self.sheet = visit.waiting;
        }
        let mut effects = vec![Effect::Say(Message::info(t!("screen_survey.deleted", number = position + 1)))];
        effects.extend(self.run(SetChange::RemoveForm(form)));
        effects
    }

    /// ```text
    ///    Phiếu  Người nhập         Ô chọn
    /// >     37  Thành viên 1       1 2 1 1 1 – 1 1 2   CC-03 · đất đai
    ///       38  Thành viên 2       5 5 3 2 2 5 5 5 5   × KHÔNG HỢP LỆ
    /// ```
    pub(super) fn draw_list(&self, canvas: &mut Canvas<'_>, area: Rect, survey: &Survey, cursor: &ListCursor) {
        let theme = canvas.theme();
        let boxes = survey.questions.len() * 2 + 2;
        let heading = format!(
            "   {}  {}{}{}",
            width::pad_left(&t!("screen_survey.form"), NUMBER),
            width::pad(&t!("screen_survey.typist"), NAME),
            width::pad(&width::cut(&t!("screen_survey.answer"), boxes - 1, "."), boxes),
            survey.details.iter().map(super::details::detail_label).collect::<Vec<_>>().join(" · "),
        );
        canvas.text(area, 0, Role::Dim, &heading);
        let body = Rect { y: area.y.saturating_add(1), height: area.height.saturating_sub(1), ..area };
        let forms = self.forms();
        cursor.render(canvas, body, forms.len(), |index| self.list_row(&theme, survey, index, &forms[index]));
    }

    fn list_row(&self, theme: &Theme, survey: &Survey, index: usize, form: &Form) -> Line<'static> {
        let name = self.name_of(form.member.as_deref());
        let answer = |(position, question): (usize, &crate::checklist::Question)| match form
            .content
            .answers
            .get(position)
            .copied()
            .unwrap_or(0)
        {
            0 => theme.marks().not_applicable.to_owned(),
            answer => typed(question.scale, answer).to_string(),
        };
        let answers: Vec<String> = survey.questions.iter().enumerate().map(answer).collect();
        let detail = |detail: &crate::checklist::ColumnId| {
            let kept = form.content.details.get(detail.as_str())?;
            Some(shown_detail(detail.as_str(), kept))
        };
        let details: Vec<String> = survey.details.iter().filter_map(detail).collect();
        let mut spans = vec![
            theme.span(Role::Text, width::pad_left(&(index + 1).to_string(), NUMBER)),
            Span::raw("  "),
            theme.span(Role::Text, width::pad(&width::cut(&name, NAME - 2, theme.marks().ellipsis), NAME)),
            theme.span(Role::Text, width::pad(&answers.join(" "), survey.questions.len() * 2 + 2)),
        ];
        if form.content.validity == FormValidity::Invalid {
            let mark = theme.marks().fail;
            spans.push(theme.span(Role::Fail, format!("{mark} {}  ", t!("screen_survey.invalid"))));
        }
        spans.push(theme.span(Role::Dim, details.join(" · ")));
        Line::from(spans)
    }

    /// A member's name; a dash where a device acted by itself.
    pub(super) fn name_of(&self, member: Option<&str>) -> String {
        let Some(id) = member else { return "–".to_owned() };
        self.work.open.round.member(id).map_or_else(|| id.to_owned(), |member| member.name.clone())
    }
}
