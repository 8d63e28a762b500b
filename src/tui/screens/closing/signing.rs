//! Step 5: the minutes, then the signature.

use ratatui::layout::Rect;
use rust_i18n::t;

use super::Effects;
use super::review::Counts;
use crate::exchange::board::Outstanding;
use crate::inspection::Recorder;
use crate::tui::canvas::Canvas;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message};
use crate::tui::screens::preview::Preview;
use crate::tui::theme::Role;
use crate::tui::widgets::confirm::Confirm;
use crate::tui::widgets::list::ListCursor;
use crate::tui::widgets::text_field::{Accepts, Taken, TextField};
use crate::tui::width;
use crate::tui::work::{ClosingRequest, Request, UnitWork, World};
use crate::vietnamese::date::format_date;

/// What can be done here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    /// To the minutes as they will print.
    Minutes,
    /// To the final step.
    Sign,
}

const CHOICES: [Choice; 2] = [Choice::Minutes, Choice::Sign];

/// What is being asked.
#[derive(Debug, Clone)]
enum Asking {
    /// Why it is signed although something is open.
    Reason(TextField),
    /// Why the signature is withdrawn.
    Withdrawal(TextField),
    /// The typed word, with the reason given before.
    Word(Confirm, Option<String>),
}

/// The last step.
#[derive(Debug, Clone, Default)]
pub(super) struct Signing {
    cursor: ListCursor,
    asking: Option<Asking>,
}

impl Signing {
    pub fn is_asking(&self) -> bool {
        self.asking.is_some()
    }

    pub fn press(&mut self, key: Key) {
        self.cursor.press(key, CHOICES.len());
    }

    pub fn drop(&mut self) {
        self.asking = None;
    }

    /// Asks for the reason to withdraw the signature.
    pub fn withdraw(&mut self) {
        self.asking = Some(Asking::Withdrawal(TextField::new("", Accepts::Text)));
    }

    pub fn take(&mut self, event: &Event<'_, World>) -> Taken {
        match &mut self.asking {
            Some(Asking::Reason(field) | Asking::Withdrawal(field)) => field.take(event),
            Some(Asking::Word(confirm, _)) => confirm.take(event),
            None => Taken::Ignored,
        }
    }

    /// Enter.
    pub fn accept(&mut self, work: &UnitWork, counts: Counts, outstanding: &Outstanding) -> Effects {
        match self.asking.take() {
            None => self.choose(work, counts, outstanding),
            Some(Asking::Reason(field)) => {
                let reason = field.text().trim().to_owned();
                if reason.is_empty() {
                    self.asking = Some(Asking::Reason(field));
                    return vec![Effect::Say(Message::error(t!("screen_closing.sign.reason_empty")))];
                }
                self.confirm(work, Some(reason));
                Vec::new()
            }
            Some(Asking::Withdrawal(field)) => {
                let reason = field.text().trim().to_owned();
                if reason.is_empty() {
                    self.asking = Some(Asking::Withdrawal(field));
                    return vec![Effect::Say(Message::error(t!("screen_closing.sign.reason_empty")))];
                }
                let recorder = Recorder { reason: Some(reason), ..work.recorder() };
                // Said first: a refusal takes its place.
                vec![
                    Effect::Say(Message::info(t!("screen_closing.sign.withdrawn"))),
                    Effect::Run(Request::Closing(ClosingRequest::Withdraw(recorder))),
                ]
            }
            Some(Asking::Word(confirm, reason)) => {
                if !confirm.is_given() {
                    self.asking = Some(Asking::Word(confirm, reason));
                    return Vec::new();
                }
                let recorder = Recorder { reason, ..work.recorder() };
                vec![
                    Effect::Say(Message::info(t!("screen_closing.sign.done", unit = work.unit.name))),
                    Effect::Run(Request::Closing(ClosingRequest::Sign(recorder))),
                ]
            }
        }
    }

    fn choose(&mut self, work: &UnitWork, counts: Counts, outstanding: &Outstanding) -> Effects {
        match CHOICES.get(self.cursor.selected()) {
            Some(Choice::Minutes) => {
                let (round, unit) = (work.open.round.id.clone(), work.unit.id.clone());
                return vec![Effect::push(Preview::new(round, unit, work.unit.name.clone()).of_minutes())];
            }
            Some(Choice::Sign) if work.signature.is_some() => {
                return vec![Effect::Say(Message::info(t!("screen_closing.sign.already")))];
            }
            Some(Choice::Sign) if counts.conflicts > 0 => {
                let text = t!("screen_closing.sign.conflicts", count = counts.conflicts);
                return vec![Effect::Say(Message::error(text))];
            }
            Some(Choice::Sign) if counts.errors > 0 || !outstanding.is_empty() => {
                self.asking = Some(Asking::Reason(TextField::new("", Accepts::Text)));
            }
            Some(Choice::Sign) => self.confirm(work, None),
            None => {}
        }
        Vec::new()
    }

    fn confirm(&mut self, work: &UnitWork, reason: Option<String>) {
        let consequence = t!("screen_closing.sign.consequence", unit = work.unit.name);
        self.asking = Some(Asking::Word(Confirm::new(consequence, t!("screen_closing.sign.word")), reason));
    }

    /// Says what is still missing, what can be done, and what is asked.
    pub fn render(&self, canvas: &mut Canvas<'_>, area: Rect, work: &UnitWork, missing: &[String]) {
        let theme = canvas.theme();
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let below = self.height(inner.width).min(area.height.saturating_sub(1));
        let above = Rect { height: area.height - below, ..inner };
        let mut row = 0;
        // However much is told, the choices stay on the screen.
        let most = above.height.saturating_sub(3);
        let mut say = |canvas: &mut Canvas<'_>, role, text: &str| {
            for line in width::paragraphs(text, usize::from(above.width)) {
                if row >= most {
                    return;
                }
                canvas.text(above, row, role, line);
                row += 1;
            }
        };
        match &work.signature {
            Some(signature) => {
                let who = signature.member.as_deref();
                let who = who.map(|id| work.open.round.member(id).map_or(id, |member| member.name.as_str()));
                let when = signature.when.format("%H:%M");
                let date = format_date(signature.when.date_naive());
                let text = t!("screen_closing.sign.signed", time = when, date = date, who = who.unwrap_or("–"));
                say(canvas, Role::Pass, &format!("{text} {}", theme.marks().pass));
                if let Some(reason) = &signature.content.reason {
                    say(canvas, Role::Text, &t!("screen_closing.sign.signed_reason", reason = reason));
                }
                say(canvas, Role::Dim, &t!("screen_closing.sign.locked"));
            }
            None if missing.is_empty() => say(canvas, Role::Pass, &t!("screen_closing.sign.complete")),
            None => {
                say(canvas, Role::Text, &t!("screen_closing.sign.missing"));
                for line in missing {
                    say(canvas, Role::Changed, &format!("- {line}"));
                }
            }
        }
        let list = Rect { x: area.x, width: area.width, y: above.y.saturating_add(row + 1), height: 2 };
        let list = list.intersection(Rect { height: above.height, ..area });
        self.cursor.render(canvas, list, CHOICES.len(), |index| {
            t!(match CHOICES[index] {
                Choice::Minutes => "screen_closing.sign.make",
                Choice::Sign => "screen_closing.sign.sign",
            })
            .into_owned()
            .into()
        });
        let asked = Rect { y: above.bottom(), height: below, ..inner };
        match &self.asking {
            Some(Asking::Reason(field)) => ask(canvas, asked, &t!("screen_closing.sign.ask_reason"), field),
            Some(Asking::Withdrawal(field)) => ask(canvas, asked, &t!("screen_closing.sign.ask_withdrawal"), field),
            Some(Asking::Word(confirm, _)) => confirm.render(canvas, asked),
            None => {}
        }
    }

    fn height(&self, columns: u16) -> u16 {
        let lines = |text: &str| u16::try_from(width::paragraphs(text, usize::from(columns)).len()).unwrap_or(1) + 1;
        match &self.asking {
            None => 0,
            Some(Asking::Reason(_)) => lines(&t!("screen_closing.sign.ask_reason")),
            Some(Asking::Withdrawal(_)) => lines(&t!("screen_closing.sign.ask_withdrawal")),
            Some(Asking::Word(confirm, _)) => confirm.height(columns),
        }
    }
}

fn ask(canvas: &mut Canvas<'_>, area: Rect, question: &str, field: &TextField) {
    let above = area.height.saturating_sub(1);
    for (row, line) in (0..above).zip(width::paragraphs(question, usize::from(area.width))) {
        canvas.text(area, row, Role::Changed, line);
    }
    field.render(canvas, Rect { y: area.y.saturating_add(above), height: area.height.min(1), ..area });
}
