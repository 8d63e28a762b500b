//! One requirement: what it says, every report on it, what was decided, which reminders were sent.

use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::marking::mark_of;
use super::withdrawal::WithdrawForm;
use super::{Act, act_hints, words};
use crate::conclusion::follow_up::FollowUp;
use crate::inspection::{Remediation, Reminder};
use crate::journal::AttachmentState;
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::screen::{Effect, Event, Message, Screen, Subtitle, TypedHint};
use crate::tui::screens::files::FileList;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::width;
use crate::tui::work::{
    EvidenceOutcome, EvidenceRequest, FollowUpOutcome, FollowUpRequest, Outcome, Request, UnitPlace, World,
};
use crate::vietnamese::date::format_date;

type Effects = Vec<Effect<World>>;

/// One requirement and its history.
#[derive(Debug)]
pub(super) struct RequirementDetail {
    one: FollowUp,
    sent: Vec<Reminder>,
    /// Among the reports.
    cursor: ListCursor,
    attaching: Attaching,
}

/// How far attaching a file to a report is. A file may be chosen for a form above, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Attaching {
    Nothing,
    Choosing,
    TakingIn,
}

impl RequirementDetail {
    pub(super) fn new(one: FollowUp) -> Self {
        let mut cursor = ListCursor::default();
        cursor.select(one.reports.len().saturating_sub(1));
        Self { one, sent: Vec::new(), cursor, attaching: Attaching::Nothing }
    }

    fn place(&self) -> UnitPlace {
        UnitPlace { round: self.one.round.clone(), unit: self.one.unit.clone() }
    }

    fn selected(&self) -> Option<&Remediation> {
        self.one.reports.get(self.cursor.selected())
    }

    /// Enter: shows the report's file.
    fn open_file(&self) -> Effects {
        let Some(report) = self.selected() else { return Vec::new() };
        match (&report.content.hash, &report.content.file) {
            (Some(hash), Some(name)) => {
                let open = EvidenceRequest::Open { hash: hash.clone(), name: name.clone() };
                vec![Effect::Run(Request::Evidence(open))]
            }
            _ => vec![Effect::Say(Message::info(t!("screen_requirements.no_file")))],
        }
    }

    fn take(&mut self, outcome: &Outcome) -> Effects {
        match outcome {
            Outcome::FollowUp(FollowUpOutcome::All(known)) => {
                let mark = mark_of(&self.one);
                if let Some(one) = known.all.iter().find(|one| mark_of(one) == mark) {
                    let grown = one.reports.len() > self.one.reports.len();
                    self.one = one.clone();
                    if grown {
                        self.cursor.select(self.one.reports.len().saturating_sub(1));
                    }
                }
                if self.attaching == Attaching::TakingIn {
                    self.attaching = Attaching::Nothing;
                    return vec![Effect::Say(Message::info(t!("screen_requirements.attached")))];
                }
            }
            Outcome::FollowUp(FollowUpOutcome::Weighed(request, weight))
                if matches!(**request, FollowUpRequest::Attach(..)) =>
            {
                return vec![weight.run(request)];
            }
            Outcome::FollowUp(FollowUpOutcome::Reminders { place, sent, .. }) if *place == self.place() => {
                self.sent.clone_from(sent);
            }
            // A file was chosen for the selected report.
            Outcome::Evidence(EvidenceOutcome::Picked(files)) if self.attaching == Attaching::Choosing => {
                if let (Some(file), Some(report)) = (files.first(), self.selected()) {
                    let typed = file.display().to_string();
                    let request = FollowUpRequest::Attach(self.place(), report.id.clone(), typed);
                    self.attaching = Attaching::TakingIn;
                    return vec![Effect::Run(Request::FollowUp(FollowUpRequest::Weigh(Box::new(request))))];
                }
            }
            _ => {}
        }
        Vec::new()
    }

    fn read(&self) -> Effects {
        let sent = FollowUpRequest::Reminders(self.place());
        [FollowUpRequest::List, sent].map(|request| Effect::Run(Request::FollowUp(request))).into()
    }
}

impl Screen<World> for RequirementDetail {
    fn title(&self) -> String {
        t!("screen_requirements.one").into_owned()
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let (number, date) = (&self.one.notice.number, format_date(self.one.notice.date));
        let text = t!("screen_requirements.of_notice", unit = self.one.unit_name, number = number, date = date);
        let (role, state) = words::state(theme.marks(), &self.one);
        Some(Subtitle {
            left: Line::from(theme.span(Role::Title, text.into_owned())),
            right: Line::from(theme.span(role, state)),
        })
    }

    fn help(&self) -> String {
        t!("screen_requirements.one_help").into_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        let Some(report) = self.selected() else {
            return vec![Offer::off(Action::Open, t!("screen_requirements.no_report"))];
        };
        let file = match report.file {
            AttachmentState::Unattached => Offer::off(Action::Open, t!("screen_requirements.no_file")),
            _ => Offer::on(Action::Open).named(t!("screen_requirements.show_file")),
        };
        let mut offers = vec![file];
        if report.stands() {
            offers.push(Offer::on(Action::ImportFile).named(t!("screen_requirements.attach_file")));
            offers.push(Offer::on(Action::WithdrawReport));
        }
        offers.extend([Action::Undo, Action::Redo].map(Offer::on));
        offers
    }

    fn typed_hints(&self) -> Vec<TypedHint> {
        act_hints()
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Effects {
        match event {
            Event::Opened | Event::Returned | Event::Outcome(Outcome::Changed { reversal: Some(_), .. }) => self.read(),
            Event::Outcome(outcome) => self.take(outcome),
            Event::Failed(Request::FollowUp(FollowUpRequest::Attach(..)), _) => {
                self.attaching = Attaching::Nothing;
                Vec::new()
            }
            Event::Act(Action::Open) => self.open_file(),
            Event::Act(Action::ImportFile) => {
                self.attaching = Attaching::Choosing;
                vec![Effect::push(FileList::new())]
            }
            Event::Act(Action::WithdrawReport) => {
                let report = self.selected().filter(|report| report.stands());
                report.map(|report| Effect::push(WithdrawForm::new(self.place(), report.clone()))).into_iter().collect()
            }
            Event::Act(Action::Undo) => vec![Effect::Run(Request::Undo(self.one.round.clone()))],
            Event::Act(Action::Redo) => vec![Effect::Run(Request::Redo(self.one.round.clone()))],
            Event::Text(typed) => {
                self.attaching = Attaching::Nothing;
                let begun = Act::of(typed).map(|act| act.begin(&[&self.one]));
                begun.map(|begun| begun.unwrap_or_else(|why| Effect::Say(Message::error(why)))).into_iter().collect()
            }
            Event::Key(key) => {
                self.cursor.press(key, self.one.reports.len());
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// ```text
    ///  Niêm yết đầy đủ địa chỉ tiếp nhận phản ánh, kiến nghị
    ///  Đối với đơn vị. Thời hạn 10/11/2025, quá hạn 8 ngày
    /// ── Báo cáo khắc phục ──────────────────────────────────
    ///  > 45/BC-UBND ngày 07/11/2025    trả lại
    /// ───────────────────────────────────────────────────────
    ///  Báo cáo số 45/BC-UBND ngày 07/11/2025
    ///  Trả lại 12/11/2025: Chưa có ảnh chụp
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let columns = usize::from(area.width.saturating_sub(2));
        let mut head = vec![(Role::Text, self.one.requirement.text.clone())];
        let mut facts = vec![words::addressee(&self.one)];
        if let Some(due) = self.one.due {
            let timing = words::timing(&self.one);
            let date = format_date(due);
            facts.push(if timing.is_empty() {
                t!("screen_requirements.due_on", date = date).into_owned()
            } else {
                t!("screen_requirements.deadline", date = date, timing = timing).into_owned()
            });
        }
        head.push((if self.one.is_overdue() { Role::Fail } else { Role::Dim }, facts.join(" ")));
        head.extend(self.sent.iter().map(|reminder| {
            let letter = &reminder.content.letter;
            let (date, by) = (format_date(letter.date), format_date(reminder.content.report_by));
            let text = t!("screen_requirements.reminded", number = letter.number, date = date, by = by);
            (Role::Dim, text.into_owned())
        }));
        let mut row = 0;
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        let most = area.height / 2;
        for (role, text) in &head {
            for line in width::paragraphs(text, columns) {
                if row < most {
                    canvas.text(inner, row, *role, line);
                    row += 1;
                }
            }
        }
        canvas.rule_titled(area, row, &t!("screen_requirements.reports"));
        row += 1;
        let reports = &self.one.reports;
        if reports.is_empty() {
            let under = Rect { y: inner.y + row, height: inner.height.saturating_sub(row), ..inner };
            for (row, line) in (0..under.height).zip(width::paragraphs(&t!("screen_requirements.no_report"), columns)) {
                canvas.text(under, row, Role::Dim, line);
            }
            return;
        }
        let left = area.height.saturating_sub(row);
        let rows = u16::try_from(reports.len()).unwrap_or(u16::MAX).min((left / 2).max(1));
        let list = Rect { y: area.y + row, height: rows, ..area };
        self.cursor.render(canvas, list, reports.len(), |index| {
            let report = &reports[index];
            let told = words::report(report);
            let (meant, said) = told.last().cloned().unwrap_or((Role::Dim, String::new()));
            let number = t!(
                "screen_requirements.report",
                number = report.content.number,
                date = format_date(report.content.date)
            );
            let number = width::pad(&number, 40);
            let room = columns.saturating_sub(width::of(&number) + 3);
            Line::from_iter([
                Span::raw(number),
                Span::raw(" "),
                theme.span(meant, width::cut(&said, room, theme.marks().ellipsis)),
            ])
        });
        let Some(report) = self.selected() else { return };
        let under = Rect { y: list.bottom(), height: left.saturating_sub(rows), ..area };
        canvas.rule(under, 0);
        let text = Rect {
            x: inner.x,
            y: under.y.saturating_add(1),
            width: inner.width,
            height: under.height.saturating_sub(1),
        };
        let lines = words::report(report);
        let wrapped = lines
            .iter()
            .flat_map(|(role, line)| width::paragraphs(line, columns).into_iter().map(|line| (*role, line)));
        for (row, (role, line)) in (0..text.height).zip(wrapped) {
            canvas.text(text, row, role, line);
        }
    }
}
