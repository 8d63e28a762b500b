//! The reminder to a unit with overdue requirements: its number and day, until when it asks for the report, its file.

use std::path::PathBuf;
use std::time::Instant;

use ratatui::layout::Rect;
use rust_i18n::t;

use super::form::Form;
use crate::inspection::Reminder;
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::screen::{Effect, Event, Failure, Message, Screen};
use crate::tui::theme::Role;
use crate::tui::widgets::text_field::Accepts;
use crate::tui::width;
use crate::tui::work::{Existing, FollowUpOutcome, FollowUpRequest, Outcome, ReminderOrder, Request, UnitPlace, World};
use crate::vietnamese::date::{format_date, parse_date};

type Effects = Vec<Effect<World>>;

/// A reminder being written.
#[derive(Debug)]
pub(super) struct ReminderForm {
    place: UnitPlace,
    name: String,
    form: Form,
    sent: Vec<Reminder>,
    /// The file that is there already: the next Enter replaces it.
    taken: Option<PathBuf>,
}

impl ReminderForm {
    pub(super) fn new(place: UnitPlace, name: String) -> Self {
        let form = Form::new([
            ("letter-number", Accepts::Number, String::new()),
            ("letter-date", Accepts::Date, String::new()),
            ("report-by", Accepts::Date, String::new()),
            ("letter-file", Accepts::Verbatim, String::new()),
        ]);
        Self { place, name, form, sent: Vec::new(), taken: None }
    }

    /// The order as it is filled in; what is wrong is said where it stands.
    fn order(&mut self) -> Option<ReminderOrder> {
        let filled = |form: &Form, name: &str| Some(form.text(name).to_owned()).filter(|text| !text.is_empty());
        let number = match filled(&self.form, "letter-number").map(|text| text.parse::<u32>()) {
            Some(Ok(number)) if number > 0 => Some(number),
            Some(_) => {
                self.form.wrong("letter-number", t!("screen_requirements.no_number"));
                return None;
            }
            None => None,
        };
        let date = match filled(&self.form, "letter-date").map(|text| parse_date(&text)) {
            Some(Ok(date)) => Some(date),
            Some(Err(error)) => {
                self.form.wrong("letter-date", error.to_string());
                return None;
            }
            None => None,
        };
        match (number, date) {
            (Some(_), None) => {
                self.form.wrong("letter-date", t!("screen_requirements.both_or_none"));
                return None;
            }
            (None, Some(_)) => {
                self.form.wrong("letter-number", t!("screen_requirements.both_or_none"));
                return None;
            }
            _ => {}
        }
        let report_by = match parse_date(self.form.text("report-by")) {
            Ok(date) => date,
            Err(error) => {
                self.form.wrong("report-by", error.to_string());
                return None;
            }
        };
        let path = PathBuf::from(self.form.text("letter-file"));
        let replaces = self.taken.as_ref().is_some_and(|taken| taken.ends_with(&path));
        let existing = if replaces { Existing::Replace } else { Existing::Keep };
        Some(ReminderOrder { number, date, report_by, path, existing })
    }

    fn write(&mut self) -> Effects {
        let Some(order) = self.order() else { return Vec::new() };
        vec![Effect::Run(Request::FollowUp(FollowUpRequest::Remind(self.place.clone(), Box::new(order))))]
    }

    fn take(&mut self, outcome: &FollowUpOutcome) -> Effects {
        match outcome {
            FollowUpOutcome::Reminders { place, sent, report_by, proposal } if *place == self.place => {
                self.sent.clone_from(sent);
                if self.form.text("letter-file").is_empty() {
                    self.form.put("letter-file", &proposal.display().to_string(), Accepts::Verbatim);
                    self.form.put("report-by", &format_date(*report_by), Accepts::Date);
                    let number = self.form.text("letter-number").to_owned();
                    self.form.put("letter-number", &number, Accepts::Number);
                }
            }
            FollowUpOutcome::Reminded(path) => {
                let said = if self.form.text("letter-number").is_empty() {
                    t!("screen_requirements.draft_written", path = path)
                } else {
                    t!("screen_requirements.letter_written", path = path)
                };
                return vec![Effect::Pop, Effect::Say(Message::info(said))];
            }
            FollowUpOutcome::ReminderExists(path) => {
                self.taken = Some(path.clone());
                self.form.wrong("letter-file", t!("screen_requirements.exists", path = path.display()));
            }
            _ => {}
        }
        Vec::new()
    }
}

impl Screen<World> for ReminderForm {
    fn title(&self) -> String {
        t!("screen_requirements.remind_title").into_owned()
    }

    fn help(&self) -> String {
        t!("screen_requirements.remind_help").into_owned()
    }

    fn focus(&self) -> Focus {
        self.form.focus()
    }

    fn offers(&self) -> Vec<Offer> {
        vec![
            Offer::on(Action::Open).named(t!("screen_requirements.write")),
            Offer::on(Action::NextPane).named(t!("screen_requirements.next_line")),
            Offer::on(Action::PreviousPane),
        ]
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Effects {
        match event {
            Event::Opened => {
                return vec![Effect::Run(Request::FollowUp(FollowUpRequest::Reminders(self.place.clone())))];
            }
            Event::Act(Action::Open) => return self.write(),
            Event::Act(Action::NextPane) => self.form.next(),
            Event::Act(Action::PreviousPane) => self.form.previous(),
            Event::Outcome(Outcome::FollowUp(outcome)) => return self.take(outcome),
            Event::Failed(Request::FollowUp(FollowUpRequest::Remind(..)), Failure::Refused(why)) => {
                self.form.wrong("", why.clone());
            }
            event => self.form.take(&event),
        }
        Vec::new()
    }

    fn status(&self) -> Option<Message> {
        self.form.status()
    }

    /// ```text
    ///  > Số công văn            120
    ///    Ngày công văn          20/11/2025
    ///    Báo cáo chậm nhất      27/11/2025
    ///    Ghi vào tệp            mau-a-don-doc.docx
    /// ── Đã đôn đốc UBND xã Mẫu A ─────────────────────
    ///  Công văn số 98/SNV ngày 14/11/2025, đề nghị báo cáo chậm nhất 19/11/2025
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.form.render(canvas, area);
        let top = self.form.height().min(area.height);
        let under = Rect { y: area.y + top, height: area.height - top, ..area };
        canvas.rule_titled(under, 0, &t!("screen_requirements.reminders_of", unit = self.name));
        let text = Rect {
            x: under.x.saturating_add(1),
            y: under.y.saturating_add(1),
            width: under.width.saturating_sub(2),
            height: under.height.saturating_sub(1),
        };
        let said = self.sent.iter().map(|reminder| {
            let letter = &reminder.content.letter;
            let (date, by) = (format_date(letter.date), format_date(reminder.content.report_by));
            t!("screen_requirements.reminded", number = letter.number, date = date, by = by).into_owned()
        });
        let mut lines: Vec<String> = said.collect();
        if lines.is_empty() {
            lines.push(t!("screen_requirements.never_reminded").into_owned());
        }
        let columns = usize::from(text.width);
        let wrapped = lines.iter().flat_map(|line| width::paragraphs(line, columns));
        for (row, line) in (0..text.height).zip(wrapped) {
            canvas.text(text, row, Role::Dim, line);
        }
    }
}
