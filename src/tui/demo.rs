//! Two small screens and their world, for the tests of the frame only.

use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::action::{Action, Offer};
use super::canvas::Canvas;
use super::draft::DraftTimer;
use super::input::Focus;
use super::job::Done;
use super::key::Key;
use super::screen::{
    Domain, Effect, EffectKind, Event, Executor, Failure, JobBody, Message, Pending, Screen, Standing, Subtitle,
};
use super::theme::{Role, Theme};
use super::widgets::confirm::Confirm;
use super::widgets::list::ListCursor;
use super::widgets::table::{self, Column, ColumnWidth};
use super::widgets::text_area::TextArea;

/// Notes about units.
#[derive(Debug)]
pub struct Notes;

/// What the demo screens ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoteEffect {
    Draft(String),
    Record(String),
    Load,
    /// Long; breaks in the given way, if any.
    Export(Breaks),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breaks {
    Not,
    Panics,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoteOutcome {
    Saved,
    Drafted,
    Loaded,
    Exported,
}

impl Domain for Notes {
    type Effect = NoteEffect;
    type Outcome = NoteOutcome;

    fn kind(effect: &NoteEffect) -> EffectKind {
        match effect {
            NoteEffect::Draft(_) | NoteEffect::Record(_) => EffectKind::Write,
            NoteEffect::Load | NoteEffect::Export(_) => EffectKind::Read,
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Disk {
    #[default]
    Fine,
    Full,
}

/// Writes everything into a list.
#[derive(Debug, Default)]
pub struct NoteDesk {
    written: Vec<String>,
    pub disk: Disk,
    pub languages_switched: usize,
}

impl NoteDesk {
    pub fn written(&self) -> &[String] {
        &self.written
    }

    fn write(&mut self, line: String, outcome: NoteOutcome) -> Result<NoteOutcome, Failure> {
        if self.disk == Disk::Full {
            return Err(Failure::NotSaved("ổ đĩa đầy".to_owned()));
        }
        self.written.push(line);
        Ok(outcome)
    }
}

impl Executor<Notes> for NoteDesk {
    fn execute(&mut self, effect: &NoteEffect) -> Result<NoteOutcome, Failure> {
        match effect {
            NoteEffect::Draft(text) => self.write(format!("draft: {text}"), NoteOutcome::Drafted),
            NoteEffect::Record(text) if text.is_empty() => Err(Failure::Refused("nhận xét để trống".to_owned())),
            NoteEffect::Record(text) => self.write(format!("record: {text}"), NoteOutcome::Saved),
            NoteEffect::Load => Ok(NoteOutcome::Loaded),
            NoteEffect::Export(_) => Err(Failure::Refused("long work is started, not run".to_owned())),
        }
    }

    fn prepare_job(&mut self, effect: &NoteEffect) -> Result<JobBody<Notes>, Failure> {
        let NoteEffect::Export(breaks) = *effect else { return Err(Failure::Refused("not long".to_owned())) };
        Ok(Box::new(move |progress| {
            assert!(breaks == Breaks::Not, "on purpose");
            for done in 0..4 {
                progress.check()?;
                progress.report(Done { done, total: 4 });
            }
            Ok(NoteOutcome::Exported)
        }))
    }

    fn standing(&self) -> Standing {
        Standing { who: Some("Thành viên 1".to_owned()), unsent: 12, input_method: None }
    }

    fn switch_language(&mut self) {
        self.languages_switched += 1;
    }
}

/// The units, with their verdicts.
#[derive(Debug, Clone, Default)]
pub struct NoteScreen {
    cursor: ListCursor,
    loaded: Option<()>,
}

const UNITS: [(&str, &str, &str); 3] = [
    ("UBND xã Mẫu A", "19/10", "71,5/84"),
    ("UBND xã Mẫu B", "19/10", "78/88"),
    ("UBND phường Mẫu C", "20/10", "22/88"),
];

impl NoteScreen {
    pub fn new() -> Self {
        Self::default()
    }
}

impl Screen<Notes> for NoteScreen {
    fn title(&self) -> String {
        "kiemtra".to_owned()
    }

    fn help(&self) -> String {
        "Các đơn vị của đợt kiểm tra. Chọn một đơn vị rồi nhấn Enter để ghi nhận xét.".to_owned()
    }

    fn offers(&self) -> Vec<Offer> {
        vec![
            Offer::on(Action::Open),
            Offer::on(Action::NextProblem).named("lỗi"),
            Offer::on(Action::Grid),
            Offer::on(Action::VerdictPass),
            Offer::off(Action::Preview, "chưa có nội dung nào được ghi"),
            Offer::on(Action::ImportFile),
            Offer::on(Action::PasteTable),
            Offer::on(Action::Find),
        ]
    }

    fn handle(&mut self, event: Event<'_, Notes>, _: Instant) -> Vec<Effect<Notes>> {
        match event {
            Event::Opened => return vec![Effect::Run(NoteEffect::Load)],
            Event::Outcome(NoteOutcome::Loaded) => self.loaded = Some(()),
            Event::Outcome(NoteOutcome::Exported) => return vec![Effect::Say(Message::info("Đã xuất tệp."))],
            Event::Act(Action::Open) => return vec![Effect::push(RemarkScreen::new())],
            Event::Act(Action::VerdictPass) => return vec![Effect::Run(NoteEffect::Record("đạt".to_owned()))],
            Event::Act(Action::Find) => return vec![Effect::Run(NoteEffect::Record(String::new()))],
            Event::Act(Action::ImportFile) => return vec![Effect::Start(NoteEffect::Export(Breaks::Not))],
            Event::Act(Action::PasteTable) => return vec![Effect::Start(NoteEffect::Export(Breaks::Panics))],
            Event::Key(key) => {
                self.cursor.press(key, UNITS.len());
            }
            _ => {}
        }
        Vec::new()
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        if self.loaded.is_none() {
            return;
        }
        let columns = [
            Column::text("Đơn vị", ColumnWidth::Fill),
            Column::text("Ngày", ColumnWidth::Exact(5)),
            Column::number("Điểm", ColumnWidth::Fit(9)),
        ];
        let row = |(unit, date, points)| vec![Line::from(unit), Line::from(date), Line::from(points)];
        let rows: Vec<_> = UNITS.into_iter().map(row).collect();
        table::render(canvas, area, &columns, &rows, &self.cursor);
    }

    fn status(&self) -> Option<Message> {
        (self.cursor.selected() == 2).then(|| Message::error("Phường Mẫu C: tổng hồ sơ tiếp nhận không khớp"))
    }
}

/// The remark of a unit, with a final step.
#[derive(Debug, Clone, Default)]
pub struct RemarkScreen {
    text: TextArea,
    timer: DraftTimer,
    confirm: Option<Confirm>,
}

impl RemarkScreen {
    pub fn new() -> Self {
        Self::default()
    }

    fn draft(&mut self) -> Vec<Effect<Notes>> {
        if self.timer.pending() == Pending::Nothing {
            return Vec::new();
        }
        self.timer.clear();
        vec![Effect::Run(NoteEffect::Draft(self.text.text().to_owned()))]
    }
}

impl Screen<Notes> for RemarkScreen {
    fn title(&self) -> String {
        "Nhận xét về niêm yết thủ tục hành chính".to_owned()
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let right = Line::from(theme.span(Role::Fail, "1 chưa đạt"));
        Some(Subtitle { left: Line::from("Mục 2/4  Bảng niêm yết"), right })
    }

    fn note(&self) -> Option<String> {
        Some("41/63".to_owned())
    }

    fn focus(&self) -> Focus {
        Focus::Text
    }

    fn offers(&self) -> Vec<Offer> {
        vec![Offer::on(Action::Open).named("ghi nhận xét"), Offer::on(Action::Undo), Offer::on(Action::Back)]
    }

    fn handle(&mut self, event: Event<'_, Notes>, at: Instant) -> Vec<Effect<Notes>> {
        match (event, &mut self.confirm) {
            (Event::Tick, _) if self.timer.is_due(at) => return self.draft(),
            (Event::SaveNow, _) => return self.draft(),
            (Event::Act(Action::Back), Some(_)) => self.confirm = None,
            (Event::Act(Action::Back), None) => return vec![Effect::Pop],
            (Event::Act(Action::Undo), _) => return vec![Effect::Say(Message::info("hoàn tác"))],
            (Event::Act(Action::Open), Some(confirm)) => {
                if confirm.is_given() {
                    self.timer.clear();
                    return vec![Effect::Run(NoteEffect::Record(self.text.take_text())), Effect::Pop];
                }
            }
            (Event::Act(Action::Open), None) => {
                self.confirm = Some(Confirm::new("Nhận xét sẽ được khóa, muốn sửa phải nêu lý do.", "KÝ"));
            }
            (event, Some(confirm)) => {
                confirm.take(&event);
            }
            (Event::Key(Key::Tab), None) => self.text.new_line(),
            (event, None) => {
                if self.text.take(&event).changed() {
                    self.timer.touch(at);
                }
            }
        }
        Vec::new()
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let asked = self.confirm.as_ref().map_or(0, |confirm| confirm.height(area.width)).min(area.height);
        let text = Rect { height: area.height - asked, ..area };
        self.text.render(canvas, text);
        if let Some(confirm) = &self.confirm {
            confirm.render(canvas, Rect { y: text.bottom(), height: asked, ..area });
        }
    }

    fn wakes_at(&self) -> Option<Instant> {
        self.timer.due()
    }

    fn pending(&self) -> Pending {
        self.timer.pending()
    }
}
