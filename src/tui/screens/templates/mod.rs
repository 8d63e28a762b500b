//! Mẫu riêng của cơ quan: by which .docx the papers of each kept office are laid out, kind by kind.

mod faults;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use self::faults::TemplateFaults;
use super::files::FileList;
use crate::inspection::{OfficeId, RoundId, TemplateKind};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Failure, Message, Screen, Subtitle, TypedHint};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::confirm::Confirm;
use crate::tui::widgets::list::ListCursor;
use crate::tui::widgets::table::{self, Column, ColumnWidth};
use crate::tui::width;
use crate::tui::work::{
    EvidenceOutcome, Existing, OfficeLine, OfficeTemplates, Outcome, Request, StepsOutcome, StepsRequest, TemplateLine,
    TemplatesOutcome, TemplatesRequest, World,
};

type Effects = Vec<Effect<World>>;

/// Rows below the list that tell more of the selected template.
const TOLD: u16 = 4;

/// For which papers of which office.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    office: OfficeId,
    kind: TemplateKind,
}

/// A line of the list.
#[derive(Debug, Clone, Copy)]
enum Row<'s> {
    /// A kind of papers of an office.
    Kind(&'s OfficeLine, TemplateKind),
    /// The round's own agency, which is not kept.
    Unkept(&'s str),
}

/// The offices and their templates.
#[derive(Debug)]
pub struct Templates {
    /// The round from which this was opened.
    round: Option<RoundId>,
    now: Option<Arc<OfficeTemplates>>,
    cursor: ListCursor,
    confirm: Option<Confirm>,
    /// For which papers a file is being chosen.
    choosing: Option<Place>,
    /// For which a file is being checked.
    checking: Option<Place>,
    /// What was written over would be lost: the second key replaces it.
    taken: Option<PathBuf>,
    /// Something longer than the message line.
    told: Option<(Role, String)>,
}

impl Templates {
    /// The list, read when the screen is opened; `round` is the one at work, where there is one.
    pub fn new(round: Option<RoundId>) -> Self {
        Self {
            round,
            now: None,
            cursor: ListCursor::default(),
            confirm: None,
            choosing: None,
            checking: None,
            taken: None,
            told: None,
        }
    }

    fn rows(&self) -> Vec<Row<'_>> {
        let Some(now) = &self.now else { return Vec::new() };
        let kinds = now.offices.iter().flat_map(|office| TemplateKind::ALL.map(|kind| Row::Kind(office, kind)));
        kinds.chain(now.unkept.as_deref().map(Row::Unkept)).collect()
    }

    fn selected(&self) -> Option<Row<'_>> {
        self.rows().get(self.cursor.selected()).copied()
    }

    fn place(&self) -> Option<Place> {
        match self.selected()? {
            Row::Kind(office, kind) => Some(Place { office: office.id.clone(), kind }),
            Row::Unkept(_) => None,
        }
    }

    fn template(&self) -> Option<&TemplateLine> {
        match self.selected()? {
            Row::Kind(office, kind) => template_of(office, kind),
            Row::Unkept(_) => None,
        }
    }

    fn load(&self) -> Effects {
        vec![run(TemplatesRequest::Load(self.round.clone()))]
    }

    /// Enter.
    fn open(&mut self) -> Effects {
        if let Some(confirm) = &self.confirm {
            let given = confirm.is_given();
            return match self.place().filter(|_| given) {
                Some(place) => {
                    self.confirm = None;
                    vec![run(TemplatesRequest::Remove(place.office, place.kind))]
                }
                None => Vec::new(),
            };
        }
        match (self.selected(), &self.round) {
            (Some(Row::Kind(..)), _) => {
                self.choosing = self.place();
                vec![Effect::push(FileList::of_documents())]
            }
            (Some(Row::Unkept(_)), Some(round)) => {
                vec![Effect::Run(Request::Steps(StepsRequest::KeepLetterhead(round.clone())))]
            }
            _ => Vec::new(),
        }
    }

    fn ask_to_remove(&mut self) {
        let (Some(Row::Kind(office, kind)), Some(line)) = (self.selected(), self.template()) else { return };
        let (agency, file) = (&office.agency, &line.kept.file);
        let text = t!("screen_templates.remove_means", file = file, kind = kind.name(), agency = agency);
        self.confirm = Some(Confirm::new(text, t!("screen_templates.remove_word")));
    }

    /// Ctrl+W: the file that the selected papers are laid out by.
    fn write(&mut self) -> Effects {
        let existing = if self.taken.take().is_some() { Existing::Replace } else { Existing::Keep };
        let place = self.place();
        place.map(|place| run(TemplatesRequest::Write(place.office, place.kind, existing))).into_iter().collect()
    }

    fn take(&mut self, outcome: &Outcome) -> Effects {
        match outcome {
            Outcome::Templates(outcome) => return self.take_own(outcome),
            Outcome::Evidence(EvidenceOutcome::Picked(files)) => {
                if let (Some(place), Some(file)) = (self.choosing.take(), files.first()) {
                    self.told = None;
                    self.checking = Some(place.clone());
                    return vec![set(&place, file)];
                }
            }
            Outcome::Steps(StepsOutcome::LetterheadKept(agency)) => {
                let said = Message::info(t!("screen_templates.office_kept", agency = agency));
                return self.load().into_iter().chain([Effect::Say(said)]).collect();
            }
            _ => {}
        }
        Vec::new()
    }

    fn take_own(&mut self, outcome: &TemplatesOutcome) -> Effects {
        let say = |role, text: std::borrow::Cow<'_, str>| Effect::Say(Message { text: text.into_owned(), role });
        match outcome {
            TemplatesOutcome::Loaded(now) => {
                self.now = Some(now.clone());
                let last = self.rows().len().saturating_sub(1);
                self.cursor.select(self.cursor.selected().min(last));
                Vec::new()
            }
            TemplatesOutcome::Kept { file, doubts } => {
                self.checking = None;
                self.told = (!doubts.is_empty()).then(|| {
                    let doubts = doubts.join("\n");
                    (Role::Changed, t!("screen_templates.doubts", doubts = doubts).into_owned())
                });
                let said = say(Role::Pass, t!("screen_templates.kept", file = file));
                self.load().into_iter().chain([said]).collect()
            }
            TemplatesOutcome::Refused { path, faults } => match self.checking.take() {
                Some(place) => vec![Effect::push(TemplateFaults::new(place, path.clone(), faults.clone()))],
                None => Vec::new(),
            },
            TemplatesOutcome::Removed(file) => {
                let said = say(Role::Pass, t!("screen_templates.removed", file = file));
                self.load().into_iter().chain([said]).collect()
            }
            TemplatesOutcome::Written(path) => {
                vec![say(Role::Pass, t!("screen_templates.written", path = path.display()))]
            }
            TemplatesOutcome::Exists(path) => {
                self.taken = Some(path.clone());
                vec![say(Role::Changed, t!("screen_templates.exists", path = path.display()))]
            }
        }
    }

    /// What is told below the list.
    fn about(&self) -> Vec<(Role, String)> {
        if let Some(told) = &self.told {
            return vec![told.clone()];
        }
        let Some(row) = self.selected() else { return Vec::new() };
        let text = match row {
            Row::Unkept(agency) => t!("screen_templates.unkept_about", agency = agency),
            Row::Kind(office, kind) => match template_of(office, kind) {
                None => t!("screen_templates.built_in_about", kind = kind.name(), agency = office.agency),
                Some(line) => {
                    let (size, when) = (line.kept.size.div_ceil(1024), line.kept.when.format("%H:%M %d/%m/%Y"));
                    let (kind, file, agency) = (kind.name(), &line.kept.file, &office.agency);
                    t!(
                        "screen_templates.own_about",
                        kind = kind,
                        agency = agency,
                        file = file,
                        size = size,
                        when = when
                    )
                }
            },
        };
        let problem = self.template().and_then(|line| line.problem.clone());
        let problem = problem.map(|why| (Role::Error, t!("screen_templates.unusable", why = why).into_owned()));
        [problem, Some((Role::Dim, text.into_owned()))].into_iter().flatten().collect()
    }

    fn draw_about(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let mut row = 0;
        for (role, text) in self.about() {
            for line in width::paragraphs(&text, usize::from(area.width)) {
                canvas.text(area, row, role, line);
                row += 1;
            }
        }
    }
}

fn template_of(office: &OfficeLine, kind: TemplateKind) -> Option<&TemplateLine> {
    office.templates.iter().find(|line| line.kept.kind == kind)
}

fn run(request: TemplatesRequest) -> Effect<World> {
    Effect::Run(Request::Templates(request))
}

/// Reads and checks a file; a job, since it may lie on a slow stick.
fn set(place: &Place, file: &Path) -> Effect<World> {
    Effect::Start(Request::Templates(TemplatesRequest::Set(place.office.clone(), place.kind, file.to_owned())))
}

impl Screen<World> for Templates {
    fn title(&self) -> String {
        t!("screen_templates.title").into_owned()
    }

    fn help(&self) -> String {
        t!("screen_templates.help").into_owned()
    }

    fn focus(&self) -> Focus {
        if self.confirm.is_some() { Focus::Text } else { Focus::Commands }
    }

    fn offers(&self) -> Vec<Offer> {
        let Some(row) = self.selected() else {
            return vec![Offer::off(Action::Open, t!("screen_templates.none_off"))];
        };
        if self.confirm.is_some() {
            let open = Offer::on(Action::Open).named(t!("screen_templates.remove"));
            return vec![open, Offer::on(Action::Back)];
        }
        let Row::Kind(..) = row else {
            return vec![Offer::on(Action::Open).named(t!("screen_templates.keep_office"))];
        };
        match self.template() {
            None => vec![
                Offer::on(Action::Open).named(t!("screen_templates.choose")),
                Offer::on(Action::WriteFile).named(t!("screen_templates.write_example")),
            ],
            Some(_) => vec![
                Offer::on(Action::Open).named(t!("screen_templates.change")),
                Offer::on(Action::WriteFile).named(t!("screen_templates.write_own")),
                Offer::on(Action::DeleteRow).named(t!("screen_templates.remove")),
            ],
        }
    }

    fn typed_hints(&self) -> Vec<TypedHint> {
        let is_own = self.confirm.is_none() && self.template().is_some();
        let hint = || TypedHint { keys: Key::Delete.to_string(), text: t!("screen_templates.remove").into_owned() };
        is_own.then(hint).into_iter().collect()
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Effects {
        match event {
            Event::Opened | Event::Returned => return self.load(),
            Event::Outcome(outcome) => return self.take(outcome),
            Event::Failed(Request::Templates(TemplatesRequest::Set(..)), failure) => {
                self.checking = None;
                if let Failure::Refused(why) | Failure::NotSaved(why) = failure {
                    self.told = Some((Role::Error, why.clone()));
                }
            }
            Event::Act(Action::Open) => return self.open(),
            Event::Act(Action::WriteFile) => return self.write(),
            Event::Act(Action::DeleteRow) => self.ask_to_remove(),
            Event::Act(Action::Back) => self.confirm = None,
            event => match (&mut self.confirm, &event) {
                (Some(confirm), event) => _ = confirm.take(event),
                (None, Event::Key(Key::Delete)) => self.ask_to_remove(),
                (None, Event::Key(key)) => {
                    (self.told, self.taken) = (None, None);
                    let count = self.rows().len();
                    self.cursor.press(*key, count);
                }
                _ => {}
            },
        }
        Vec::new()
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let now = self.now.as_ref()?;
        let own = now.offices.iter().map(|office| office.templates.len()).sum::<usize>();
        let broken = now.offices.iter().flat_map(|office| &office.templates).filter(|line| line.problem.is_some());
        let left = match self.selected() {
            Some(Row::Kind(office, _)) => office.agency.clone(),
            Some(Row::Unkept(agency)) => agency.to_owned(),
            None => String::new(),
        };
        let right = match broken.count() {
            0 => theme.span(Role::Dim, t!("screen_templates.own_count", count = own).into_owned()),
            count => theme.span(Role::Error, t!("screen_templates.broken_count", count = count).into_owned()),
        };
        Some(Subtitle { left: Line::from(theme.span(Role::Text, left)), right: Line::from(right) })
    }

    /// ```text
    ///    Cơ quan                Văn bản                 Mẫu
    ///  > Sở Nội vụ tỉnh Mẫu     thông báo kết luận      mau-thong-bao.docx   19/10/2025
    ///                           biên bản                mặc định
    /// ```
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
        if self.now.is_none() {
            return;
        }
        let rows = self.rows();
        if rows.is_empty() {
            let text = t!("screen_templates.none").into_owned();
            for (row, line) in (0..).zip(width::paragraphs(&text, usize::from(inner.width))) {
                canvas.text(inner, row, Role::Text, line);
            }
            return;
        }
        let theme = canvas.theme();
        // A narrow window shows the file's name rather than its day; the selected office stands in the second line.
        let roomy = area.width >= 76;
        let mut columns = vec![
            Column::text(t!("screen_templates.office"), ColumnWidth::Fit(if roomy { 30 } else { 12 })),
            Column::text(t!("screen_templates.paper"), ColumnWidth::Fit(24)),
            Column::text(t!("screen_templates.template"), ColumnWidth::Fill),
        ];
        if roomy {
            columns.push(Column::text("", ColumnWidth::Fit(10)));
        }
        let cells: Vec<_> = rows.iter().map(|row| cells(&theme, row)).collect();
        let below = if let Some(confirm) = &self.confirm {
            confirm.height(inner.width)
        } else {
            let lines = |(_, text): &(Role, String)| width::paragraphs(text, usize::from(inner.width)).len();
            let told: usize = self.about().iter().map(lines).sum();
            u16::try_from(told).unwrap_or(u16::MAX).max(TOLD)
        };
        let below = below.min(area.height.saturating_sub(3));
        let list = Rect { height: area.height - below, ..area };
        table::render(canvas, list, &columns, &cells, &self.cursor);
        let bottom = Rect { y: list.bottom(), height: below, ..inner };
        match &self.confirm {
            Some(confirm) => confirm.render(canvas, bottom),
            None => self.draw_about(canvas, bottom),
        }
    }
}

/// Office, papers, template, day. The office is named on its first line only.
fn cells(theme: &Theme, row: &Row<'_>) -> Vec<Line<'static>> {
    let cell = |role, text: String| Line::from(theme.span(role, text));
    match row {
        Row::Unkept(agency) => {
            let add = t!("screen_templates.keep_office").into_owned();
            vec![cell(Role::Text, (*agency).to_owned()), cell(Role::Changed, add)]
        }
        Row::Kind(office, kind) => {
            let first = *kind == TemplateKind::ALL[0];
            let agency = if first { office.agency.clone() } else { String::new() };
            let mut cells = vec![cell(Role::Text, agency), cell(Role::Text, kind.name())];
            match template_of(office, *kind) {
                None => cells.push(cell(Role::Dim, t!("screen_templates.built_in").into_owned())),
                Some(line) => {
                    let role = if line.problem.is_some() { Role::Error } else { Role::Pass };
                    let mark = if line.problem.is_some() { theme.marks().fail } else { theme.marks().pass };
                    cells.push(cell(role, format!("{mark} {}", line.kept.file)));
                    cells.push(cell(Role::Dim, line.kept.when.format("%d/%m/%Y").to_string()));
                }
            }
            cells
        }
    }
}
