//! Recording a unit's report: one document for all the requirements that it covers.

use std::time::Instant;

use ratatui::layout::Rect;
use rust_i18n::t;

use super::ROOM;
use super::view::draw_chosen;
use crate::conclusion::follow_up::FollowUp;
use crate::inspection::RemediationReport;
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::screen::{Effect, Event, Failure, Message, Screen};
use crate::tui::screens::files::FileList;
use crate::tui::screens::form::{Form, Leaving};
use crate::tui::widgets::text_field::Accepts;
use crate::tui::work::{EvidenceOutcome, FollowUpOutcome, FollowUpRequest, Outcome, Request, UnitPlace, World};
use crate::vietnamese::date::parse_date;

type Effects = Vec<Effect<World>>;

/// Lines that must not be lost by a slip of Esc.
const TYPED: [&str; 4] = ["number", "date", "text", "file"];

/// A report being recorded.
#[derive(Debug)]
pub(super) struct ReportForm {
    place: UnitPlace,
    chosen: Vec<FollowUp>,
    form: Form,
    leaving: Leaving,
}

impl ReportForm {
    pub(super) fn new(place: UnitPlace, chosen: Vec<FollowUp>) -> Self {
        let form = Form::new(
            ROOM,
            [
                ("number", Accepts::Text, String::new()),
                ("date", Accepts::Date, String::new()),
                ("text", Accepts::Text, String::new()),
                ("file", Accepts::Verbatim, String::new()),
            ],
        );
        Self { place, chosen, form, leaving: Leaving::Not }
    }

    fn record(&mut self) -> Effects {
        if self.form.text("number").is_empty() {
            self.form.wrong("number", t!("remediation.no_number"));
            return Vec::new();
        }
        let date = match parse_date(self.form.text("date")) {
            Ok(date) => date,
            Err(error) => {
                self.form.wrong("date", error.to_string());
                return Vec::new();
            }
        };
        let report = RemediationReport {
            requirements: self.chosen.iter().map(|one| one.requirement.id.clone()).collect(),
            number: self.form.text("number").to_owned(),
            date,
            text: self.form.text("text").to_owned(),
            file: None,
        };
        let file = self.form.text("file").to_owned();
        let request = FollowUpRequest::Report(self.place.clone(), Box::new(report), file);
        vec![Effect::Run(Request::FollowUp(FollowUpRequest::Weigh(Box::new(request))))]
    }
}

impl Screen<World> for ReportForm {
    fn title(&self) -> String {
        t!("screen_requirements.report_title").into_owned()
    }

    fn help(&self) -> String {
        t!("screen_requirements.report_help").into_owned()
    }

    fn focus(&self) -> Focus {
        self.form.focus()
    }

    fn offers(&self) -> Vec<Offer> {
        vec![
            Offer::on(Action::Open).named(t!("screen_requirements.record")),
            Offer::on(Action::NextPane).named(t!("screen_requirements.next_line")),
            Offer::on(Action::ImportFile).named(t!("screen_requirements.choose_file")),
            Offer::on(Action::PreviousPane),
            Offer::on(Action::Back),
        ]
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Effects {
        match event {
            Event::Act(Action::Open) => return self.record(),
            Event::Act(Action::NextPane) => self.form.next(),
            Event::Act(Action::PreviousPane) => self.form.previous(),
            Event::Act(Action::ImportFile) => return vec![Effect::push(FileList::new())],
            Event::Act(Action::Back) => return self.leaving.step(&self.form, &TYPED),
            Event::Outcome(Outcome::Evidence(EvidenceOutcome::Picked(files))) => {
                if let Some(file) = files.first() {
                    self.form.put("file", &file.display().to_string(), Accepts::Verbatim);
                }
            }
            Event::Outcome(Outcome::FollowUp(FollowUpOutcome::Weighed(request, weight)))
                if matches!(**request, FollowUpRequest::Report(..)) =>
            {
                return vec![weight.run(request)];
            }
            Event::Outcome(Outcome::FollowUp(FollowUpOutcome::All(_))) => {
                let said = t!("screen_requirements.recorded", count = self.chosen.len());
                return vec![Effect::Pop, Effect::Say(Message::info(said))];
            }
            Event::Failed(Request::FollowUp(FollowUpRequest::Report(..)), Failure::Refused(why)) => {
                let line = if self.form.text("file").is_empty() { "date" } else { "file" };
                self.form.wrong(line, why.clone());
            }
            event => {
                self.leaving = Leaving::Not;
                self.form.take(&event);
            }
        }
        Vec::new()
    }

    fn status(&self) -> Option<Message> {
        self.form.status()
    }

    /// ```text
    ///  > Số, ký hiệu      45/BC-UBND
    ///    Ngày             07/11/2025
    /// ── Về 2 yêu cầu của UBND xã Mẫu A ───────────────
    ///  - Niêm yết đầy đủ địa chỉ …
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.form.render(canvas, area);
        let top = self.form.height().min(area.height);
        let under = Rect { y: area.y + top, height: area.height - top, ..area };
        draw_chosen(canvas, under, &self.chosen);
    }
}
