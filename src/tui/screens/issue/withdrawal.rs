//! Taking back the record of a notice, or putting it back: why, what happens, and a second Enter.

use std::time::Instant;

use ratatui::layout::Rect;
use rust_i18n::t;

use crate::inspection::{Issued, RoundId, UnitId};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::screen::{Effect, Event, Failure, Message, Screen};
use crate::tui::screens::form::Form;
use crate::tui::theme::Role;
use crate::tui::widgets::text_field::Accepts;
use crate::tui::width;
use crate::tui::work::{IssueOutcome, IssueRequest, Outcome, Request, World};
use crate::vietnamese::date::format_date;

/// What becomes of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counting {
    /// It is taken back.
    Withdraw,
    /// It counts again.
    PutBack,
}

/// Whether it was said what will happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Not,
    Once,
}

/// Asks why.
#[derive(Debug)]
pub(super) struct CountingForm {
    round: RoundId,
    unit: UnitId,
    name: String,
    counting: Counting,
    issued: Issued,
    form: Form,
    asked: Asked,
    /// Why it was refused.
    problem: Option<String>,
}

impl CountingForm {
    pub(super) fn new((round, unit): (RoundId, UnitId), name: String, counting: Counting, issued: Issued) -> Self {
        let form = Form::new("screen_issue", [("why", Accepts::Text, String::new())]);
        Self { round, unit, name, counting, issued, form, asked: Asked::Not, problem: None }
    }

    /// Enter: first what will happen, then it does.
    fn accept(&mut self) -> Vec<Effect<World>> {
        self.problem = None;
        let reason = self.form.text("why").to_owned();
        if reason.is_empty() {
            self.form.wrong("why", t!("inspection.reason_missing"));
            return Vec::new();
        }
        if self.asked == Asked::Not {
            self.asked = Asked::Once;
            return Vec::new();
        }
        let (round, unit) = (self.round.clone(), self.unit.clone());
        let request = match self.counting {
            Counting::Withdraw => IssueRequest::Withdraw(round, unit, reason),
            Counting::PutBack => IssueRequest::PutBack(round, unit, reason),
        };
        vec![Effect::Run(Request::Issue(request))]
    }

    fn said(&self, key: &str) -> String {
        let (number, date) = (self.issued.content.number_line(), format_date(self.issued.content.date));
        let replaced = self.issued.content.replaces.as_ref().map_or("", |replaced| &replaced.number);
        t!(key, unit = self.name, number = number, date = date, replaced = replaced).into_owned()
    }
}

impl Screen<World> for CountingForm {
    fn title(&self) -> String {
        match self.counting {
            Counting::Withdraw => t!("screen_issue.withdraw.title"),
            Counting::PutBack => t!("screen_issue.put_back.title"),
        }
        .into_owned()
    }

    fn help(&self) -> String {
        match self.counting {
            Counting::Withdraw => t!("screen_issue.withdraw.help"),
            Counting::PutBack => t!("screen_issue.put_back.help"),
        }
        .into_owned()
    }

    fn focus(&self) -> Focus {
        self.form.focus()
    }

    fn offers(&self) -> Vec<Offer> {
        let open = match (self.asked, self.counting) {
            (Asked::Not, _) => t!("screen_issue.go_on"),
            (Asked::Once, Counting::Withdraw) => t!("screen_issue.withdraw.now"),
            (Asked::Once, Counting::PutBack) => t!("screen_issue.put_back.now"),
        };
        vec![Offer::on(Action::Open).named(open), Offer::on(Action::Back)]
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Vec<Effect<World>> {
        match event {
            Event::Act(Action::Open) => return self.accept(),
            // What will happen is read once more before the reason is changed.
            Event::Act(Action::Back) if self.asked == Asked::Once => self.asked = Asked::Not,
            Event::Act(Action::Back) => return vec![Effect::Pop],
            Event::Outcome(Outcome::Issue(IssueOutcome::Counting(round, unit)))
                if *round == self.round && *unit == self.unit =>
            {
                let said = match self.counting {
                    Counting::Withdraw => self.said("screen_issue.withdraw.done"),
                    Counting::PutBack => self.said("screen_issue.put_back.done"),
                };
                return vec![Effect::Pop, Effect::Say(Message::info(said))];
            }
            Event::Failed(Request::Issue(_), Failure::Refused(why)) => {
                self.asked = Asked::Not;
                self.problem = Some(why.clone());
            }
            event => {
                if matches!(event, Event::Text(_) | Event::Key(_) | Event::Paste(_)) {
                    self.asked = Asked::Not;
                    self.problem = None;
                }
                self.form.take(&event);
            }
        }
        Vec::new()
    }

    fn status(&self) -> Option<Message> {
        match self.asked {
            Asked::Not => self.form.status(),
            Asked::Once => Some(Message { text: t!("screen_issue.once_more").into_owned(), role: Role::Changed }),
        }
    }

    /// ```text
    ///  > Lý do     Bấm nhầm, thông báo chưa trình ký
    ///
    ///  Thông báo số 05/TB-SNV ngày 23/10/2025 của UBND xã Mẫu A: chỉ rút việc ghi ban hành …
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.form.render(canvas, area);
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let consequence = match (self.counting, &self.issued.content.replaces) {
            (Counting::Withdraw, None) => "screen_issue.withdraw.consequence",
            (Counting::Withdraw, Some(_)) => "screen_issue.withdraw.consequence_replaced",
            (Counting::PutBack, _) => "screen_issue.put_back.consequence",
        };
        let role = if self.asked == Asked::Once { Role::Changed } else { Role::Text };
        let problem = self.problem.iter().map(|why| (Role::Error, why.clone()));
        let lines: Vec<(Role, String)> = problem.chain([(role, self.said(consequence))]).collect();
        let wrapped = lines.iter().flat_map(|(role, text)| {
            width::paragraphs(text, usize::from(inner.width)).into_iter().map(|line| (*role, line))
        });
        for (row, (role, line)) in (2..inner.height).zip(wrapped) {
            canvas.text(inner, row, role, line);
        }
    }
}
