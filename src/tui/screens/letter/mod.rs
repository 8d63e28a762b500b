//! A letter that goes out: its number and day and what it says, looked at as it will print, then written and recorded.

#[cfg(test)]
mod tests;
mod view;

use std::path::PathBuf;
use std::time::Instant;

use chrono::NaiveDate;
use ratatui::layout::Rect;
use rust_i18n::t;

use crate::conclusion::issue::found_in;
use crate::conclusion::letter::AroundKind;
use crate::inspection::Slip;
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Failure, Message, Screen};
use crate::tui::screens::form::{Form, Leaving};
use crate::tui::screens::preview::Preview;
use crate::tui::screens::preview::page::Page;
use crate::tui::widgets::list::ListCursor;
use crate::tui::widgets::text_field::Accepts;
use crate::tui::work::{
    Existing, LetterDesk, LetterKind, LetterOutcome, LetterPlace, LetterRequest, LetterSaid, LetterWish, Outcome,
    Request, World,
};
use crate::vietnamese::date::{format_date, parse_date};

type Effects = Vec<Effect<World>>;

/// Columns that the left and right arrows move a wide table.
const PAN: usize = 16;
/// Lines of a slip.
const SLIP: [&str; 3] = ["at", "wrong", "right"];

/// Opens the letter `place`.
pub fn open(place: LetterPlace) -> Effect<World> {
    Effect::push(LetterScreen::new(place))
}

/// A letter being made.
#[derive(Debug)]
pub(super) struct LetterScreen {
    place: LetterPlace,
    /// None until it was read.
    desk: Option<Box<LetterDesk>>,
    form: Form,
    /// What it corrects, beside what stands in the form.
    slips: Vec<Slip>,
    /// The letter as it will print, while it is looked at.
    shown: Option<Shown>,
    /// Why it cannot go out.
    problem: Option<String>,
    leaving: Leaving,
}

/// A letter that is looked at before it is written.
#[derive(Debug)]
struct Shown {
    wish: LetterWish,
    page: Page,
    view: ListCursor,
    panned: usize,
    target: Target,
}

/// Whether its file is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    /// Nothing is known of it.
    Open,
    /// It is there: the user must say that it is to be replaced.
    Taken,
}

/// What is typed is to be mended first; it is said where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ToMend;

impl LetterScreen {
    pub(super) fn new(place: LetterPlace) -> Self {
        Self {
            place,
            desk: None,
            form: Form::new("screen_letter", []),
            slips: Vec::new(),
            shown: None,
            problem: None,
            leaving: Leaving::Not,
        }
    }

    fn begin(&mut self, desk: Box<LetterDesk>) {
        let empty = |name, accepts| (name, accepts, String::new());
        let mut lines = Vec::new();
        if self.place.kind == LetterKind::Correction {
            lines.extend(SLIP.map(|name| empty(name, Accepts::Text)));
        }
        lines.extend([empty("number", Accepts::Number), empty("date", Accepts::Date)]);
        if self.place.kind == LetterKind::Reminder {
            lines.push(("report-by", Accepts::Date, format_date(desk.report_by)));
        }
        if let [first, _, ..] = desk.signers.as_slice() {
            lines.push(("signer", Accepts::Text, first.name.clone()));
        }
        if self.place.kind == LetterKind::Correction {
            lines.push(empty("reason", Accepts::Text));
        }
        lines.push(("file", Accepts::Verbatim, desk.file.display().to_string()));
        self.form = Form::new("screen_letter", lines);
        self.desk = Some(desk);
    }

    fn day(&mut self, name: &'static str) -> Option<NaiveDate> {
        match parse_date(self.form.text(name)) {
            Ok(day) => Some(day),
            Err(error) => {
                self.form.wrong(name, error.to_string());
                None
            }
        }
    }

    /// Number and day: both or none. Refused where that is to be mended first.
    fn issue(&mut self) -> Result<Option<(u32, NaiveDate)>, ToMend> {
        let (number, date) = (self.form.text("number").to_owned(), self.form.text("date").to_owned());
        if number.is_empty() && date.is_empty() {
            return Ok(None);
        }
        let Some(number) = number.parse::<u32>().ok().filter(|number| *number > 0) else {
            let wrong = if number.is_empty() { "screen_letter.both_or_none" } else { "screen_letter.no_number" };
            self.form.wrong("number", t!(wrong));
            return Err(ToMend);
        };
        if date.is_empty() {
            // Mostly it goes out the day it gets its number; looked at once before it counts.
            let today = self.desk.as_ref().map(|desk| format_date(desk.today)).unwrap_or_default();
            self.form.put("date", &today, Accepts::Date);
            self.form.wrong("date", t!("screen_letter.today"));
            return Err(ToMend);
        }
        Ok(Some((number, self.day("date").ok_or(ToMend)?)))
    }

    /// What stands in the form as a slip; none where nothing does.
    fn slip(&self) -> Option<Slip> {
        let text = |name: &str| self.form.text(name).to_owned();
        let slip = Slip { at: text("at"), wrong: text("wrong"), right: text("right") };
        self.form.is_filled(&SLIP).then_some(slip)
    }

    /// The same where it is complete; what is missing is gone to.
    fn whole_slip(&mut self) -> Option<Slip> {
        let slip = self.slip()?;
        let missing = SLIP.into_iter().find(|name| self.form.text(name).is_empty());
        if let Some(name) = missing {
            self.form.wrong(name, t!("screen_letter.slip_missing"));
            return None;
        }
        if self.place_in_notice().is_none() {
            self.form.wrong("wrong", t!("screen_letter.not_there"));
            return None;
        }
        Some(slip)
    }

    /// Where the notice says what is typed as wrong, with the words around it.
    fn place_in_notice(&self) -> Option<String> {
        let notice = self.desk.as_ref()?.notice.as_ref()?;
        found_in(&notice.text, self.form.text("wrong"))
    }

    fn said(&mut self) -> Option<LetterSaid> {
        match self.place.kind {
            LetterKind::Around(_) => Some(LetterSaid::Recorded),
            LetterKind::Reminder => self.day("report-by").map(LetterSaid::ReportBy),
            LetterKind::Correction => {
                let mut slips = self.slips.clone();
                if slips.is_empty() || self.slip().is_some() {
                    if self.slip().is_none() {
                        self.form.wrong("at", t!("screen_letter.slip_missing"));
                    }
                    slips.push(self.whole_slip()?);
                }
                let reason = Some(self.form.text("reason").to_owned()).filter(|reason| !reason.is_empty());
                Some(LetterSaid::Slips(slips, reason))
            }
        }
    }

    /// The letter as it is filled in; what is wrong is said where it stands.
    fn wish(&mut self) -> Option<LetterWish> {
        let said = self.said()?;
        let issue = self.issue().ok()?;
        let first = self.desk.as_ref().and_then(|desk| desk.signers.first());
        let signer = self.form.text("signer");
        let is_usual = signer.is_empty() || first.is_some_and(|first| first.name.trim() == signer);
        let signer = (!is_usual).then(|| signer.to_owned());
        Some(LetterWish { place: self.place.clone(), issue, signer, said })
    }

    /// Ctrl+B: keeps what is typed as one slip and goes on to the next.
    fn add(&mut self) {
        if let Some(slip) = self.whole_slip() {
            self.slips.push(slip);
            for name in SLIP.into_iter().rev() {
                self.form.put(name, "", Accepts::Text);
            }
        } else if self.slip().is_none() {
            self.form.wrong("at", t!("screen_letter.slip_missing"));
        }
    }

    /// Enter: shows the letter, then writes it.
    fn accept(&mut self) -> Effects {
        self.problem = None;
        match &self.shown {
            Some(Shown { target: Target::Open, .. }) => self.write(Existing::Keep),
            Some(_) => Vec::new(),
            None => {
                let wish = self.wish();
                wish.map(|wish| Effect::Run(Request::Letters(LetterRequest::Compose(Box::new(wish)))))
                    .into_iter()
                    .collect()
            }
        }
    }

    fn write(&self, existing: Existing) -> Effects {
        let Some(shown) = &self.shown else { return Vec::new() };
        // Windows' "Copy as path" puts quotation marks around.
        let path = self.form.text("file").trim_matches('"');
        if path.is_empty() {
            return vec![Effect::Say(Message::error(t!("screen_preview.no_name")))];
        }
        let request = LetterRequest::Write(Box::new(shown.wish.clone()), PathBuf::from(path), existing);
        vec![Effect::Run(Request::Letters(request))]
    }

    fn take(&mut self, outcome: &LetterOutcome) -> Effects {
        match outcome {
            LetterOutcome::Begun(place, desk) if *place == self.place => self.begin(desk.clone()),
            LetterOutcome::Composed(place, text) if *place == self.place => {
                if let Some(wish) = self.wish() {
                    let (page, view) = (Page::new(text), ListCursor::default());
                    self.shown = Some(Shown { wish, page, view, panned: 0, target: Target::Open });
                }
            }
            LetterOutcome::Exists(place, _) if *place == self.place => {
                if let Some(shown) = &mut self.shown {
                    shown.target = Target::Taken;
                }
            }
            LetterOutcome::Written(place, path) if *place == self.place => {
                let said = match self.shown.as_ref().map(|shown| shown.wish.issue) {
                    Some(Some((number, date))) if self.place.kind.is_recorded() => {
                        let (number, date) = (format!("{number:02}"), format_date(date));
                        t!("screen_letter.sent", number = number, date = date, path = path)
                    }
                    Some(Some(_)) => t!("screen_letter.written", path = path),
                    _ => t!("screen_letter.draft_written", path = path),
                };
                return vec![Effect::Pop, Effect::Say(Message::info(said))];
            }
            _ => {}
        }
        Vec::new()
    }

    fn act(&mut self, action: Action) -> Effects {
        match (action, &mut self.shown) {
            (Action::Open, _) => return self.accept(),
            (Action::WriteFile, Some(Shown { target: Target::Taken, .. })) => return self.write(Existing::Replace),
            (Action::Back, Some(_)) => self.shown = None,
            (Action::Back, None) => {
                if !self.slips.is_empty() && self.leaving == Leaving::Not {
                    self.leaving = Leaving::Warned;
                    return vec![Effect::Say(Message::error(t!("screen_requirements.leaving")))];
                }
                return self.leaving.step(&self.form, &SLIP);
            }
            (Action::NextPane, None) => self.form.next(),
            (Action::PreviousPane, None) => self.form.previous(),
            (Action::Add, None) => self.add(),
            (Action::Preview, None) => {
                let (round, unit) = (self.place.round.clone(), self.place.unit.clone());
                let name = self.desk.as_ref().map(|desk| desk.to.clone()).unwrap_or_default();
                return unit.map(|unit| Effect::push(Preview::new(round, unit, name))).into_iter().collect();
            }
            _ => {}
        }
        Vec::new()
    }

    /// Moving in the letter that is shown.
    fn scroll(shown: &mut Shown, key: Key) {
        let most = shown.page.widest().saturating_sub(PAN);
        match key {
            Key::Right => shown.panned = (shown.panned + PAN).min(most),
            Key::Left => shown.panned = shown.panned.saturating_sub(PAN),
            key => shown.view.scroll(key),
        }
    }
}

fn title_of(kind: LetterKind) -> String {
    match kind {
        LetterKind::Around(AroundKind::Programme) => t!("screen_letter.title.programme"),
        LetterKind::Around(AroundKind::Announcement) => t!("screen_letter.title.announcement"),
        LetterKind::Around(AroundKind::Outline) => t!("screen_letter.title.outline"),
        LetterKind::Around(AroundKind::Opinion) => t!("screen_letter.title.opinion"),
        LetterKind::Correction => t!("screen_letter.title.correction"),
        LetterKind::Reminder => t!("screen_letter.title.reminder"),
    }
    .into_owned()
}

impl Screen<World> for LetterScreen {
    fn title(&self) -> String {
        title_of(self.place.kind)
    }

    fn help(&self) -> String {
        let kind = match self.place.kind {
            LetterKind::Correction => t!("screen_letter.help_correction"),
            LetterKind::Reminder => t!("screen_letter.help_reminder"),
            LetterKind::Around(_) => t!("screen_letter.help_around"),
        };
        format!("{kind} {}", t!("screen_letter.help"))
    }

    fn note(&self) -> Option<String> {
        let shown = self.shown.as_ref()?;
        shown.wish.issue.is_none().then(|| t!("screen_preview.draft").into_owned())
    }

    fn focus(&self) -> Focus {
        if self.shown.is_some() { Focus::Commands } else { self.form.focus() }
    }

    fn offers(&self) -> Vec<Offer> {
        if let Some(shown) = &self.shown {
            let write = match shown.wish.issue {
                Some(_) if self.place.kind.is_recorded() => t!("screen_letter.write_and_record"),
                _ => t!("screen_letter.write"),
            };
            let mut offers = match shown.target {
                Target::Open => vec![Offer::on(Action::Open).named(write)],
                Target::Taken => vec![
                    Offer::off(Action::Open, t!("screen_preview.taken")),
                    Offer::on(Action::WriteFile).named(t!("screen_preview.replace")),
                ],
            };
            offers.push(Offer::on(Action::Back).named(t!("screen_letter.mend")));
            return offers;
        }
        let mut offers = match self.desk {
            Some(_) => vec![Offer::on(Action::Open).named(t!("screen_letter.look"))],
            None => vec![Offer::off(Action::Open, t!("screen_issue.loading"))],
        };
        offers.push(Offer::on(Action::NextPane).named(t!("screen_requirements.next_line")));
        if self.place.kind == LetterKind::Correction {
            offers.push(Offer::on(Action::Add).named(t!("screen_letter.add_slip")));
            offers.push(Offer::on(Action::Preview).named(t!("screen_issue.preview")));
        }
        offers.extend([Offer::on(Action::PreviousPane), Offer::on(Action::Back)]);
        offers
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Effects {
        match (event, &mut self.shown) {
            (Event::Opened, _) => {
                return vec![Effect::Run(Request::Letters(LetterRequest::Begin(self.place.clone())))];
            }
            (Event::Outcome(Outcome::Letters(outcome)), _) => return self.take(outcome),
            (Event::Failed(Request::Letters(_), Failure::Refused(why)), _) => {
                self.shown = None;
                self.problem = Some(why.clone());
            }
            (Event::Act(action), _) => return self.act(action),
            (Event::Key(key), Some(shown)) => Self::scroll(shown, key),
            (event @ (Event::Key(_) | Event::Text(_) | Event::Paste(_)), None) => {
                self.leaving = Leaving::Not;
                self.problem = None;
                self.form.take(&event);
            }
            _ => {}
        }
        Vec::new()
    }

    fn status(&self) -> Option<Message> {
        match &self.shown {
            Some(Shown { target: Target::Taken, .. }) => {
                let path = self.form.text("file");
                Some(Message::error(t!("screen_letter.exists", path = path)))
            }
            Some(shown) => Some(Message::info(match shown.wish.issue {
                Some(_) if self.place.kind.is_recorded() => t!("screen_letter.look_final"),
                Some(_) => t!("screen_letter.look_unrecorded"),
                None => t!("screen_letter.look_draft"),
            })),
            None => self.desk.as_ref().and_then(|_| self.form.status()),
        }
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.draw(canvas, area);
    }
}
