//! Step 3: who was there. A line a person, fast: name, a comma, post, Enter.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use rust_i18n::t;

use super::Effects;
use crate::inspection::{EntryId, Member, Person, PresentChange, Recorder, Side};
use crate::tui::canvas::Canvas;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message};
use crate::tui::theme::Role;
use crate::tui::widgets::list::ListCursor;
use crate::tui::widgets::text_field::{Accepts, Taken, TextField};
use crate::tui::width;
use crate::tui::work::{ClosingRequest, Request, UnitWork, VisitState, World};
use crate::vietnamese::fold::fold;

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Row {
    /// Recorded.
    There(EntryId, Person),
    /// Proposed: Enter takes it.
    Proposed(Person),
}

/// Somebody being written down.
#[derive(Debug, Clone)]
struct Form {
    /// The entry it stands for, if it is not a new one.
    replaces: Option<EntryId>,
    name: TextField,
    post: TextField,
    at: Part,
    side: Side,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Name,
    Post,
}

/// Who was there.
#[derive(Debug, Clone, Default)]
pub(super) struct Attendance {
    rows: Vec<Row>,
    cursor: ListCursor,
    form: Option<Form>,
}

impl Attendance {
    /// Lists everybody anew: those recorded, then those proposed and not yet recorded.
    pub fn refresh(&mut self, work: &UnitWork, state: &VisitState, known: &[Person]) {
        let there = |side| state.visit.on(side);
        let mut rows: Vec<Row> = Side::ALL
            .into_iter()
            .flat_map(there)
            .map(|present| Row::There(present.id.clone(), present.person.clone()))
            .collect();
        let head = work.unit.head.iter().map(|head| Person {
            name: head.name.trim().to_owned(),
            post: head.post.trim().to_owned(),
            side: Side::Unit,
        });
        let mut members: Vec<&Member> = work.open.round.members.iter().collect();
        members.sort_by_key(|member| member.role);
        let team = members.into_iter().map(|member| Person {
            name: member.name.clone(),
            post: member.post.clone().unwrap_or_default(),
            side: Side::Team,
        });
        for person in head.chain(known.iter().cloned()).chain(team).filter(|person| !person.is_blank()) {
            let same = |row: &Row| {
                let (Row::There(_, other) | Row::Proposed(other)) = row;
                other.side == person.side && is_same(other, &person)
            };
            if !rows.iter().any(same) {
                rows.push(Row::Proposed(person));
            }
        }
        self.rows = rows;
        self.cursor.select(self.cursor.selected().min(self.rows.len().saturating_sub(1)));
    }

    pub fn is_writing(&self) -> bool {
        self.form.is_some()
    }

    /// What Enter does to the selected row.
    pub fn label_of_enter(&self) -> String {
        match (&self.form, self.rows.get(self.cursor.selected())) {
            (Some(_), _) => t!("screen_closing.present.record"),
            (None, Some(Row::Proposed(_))) => t!("screen_closing.present.take"),
            (None, Some(Row::There(..))) => t!("screen_closing.present.change"),
            (None, None) => t!("screen_closing.present.write"),
        }
        .into_owned()
    }

    pub fn press(&mut self, key: Key) {
        self.cursor.press(key, self.rows.len());
    }

    /// Begins a new line with what was typed.
    pub fn write(&mut self, typed: &str) {
        self.form = Some(Form::new(None, &Person { name: typed.to_owned(), ..Person::default() }));
    }

    /// Enter: takes a proposal, changes an entry, or records the line being written.
    pub fn accept(&mut self, recorder: Recorder) -> Effects {
        if self.form.is_some() {
            return self.record(recorder);
        }
        match self.rows.get(self.cursor.selected()).cloned() {
            // The head whose name is not known: it is to be typed.
            Some(Row::Proposed(person)) if person.name.is_empty() => {
                self.form = Some(Form::new(None, &person));
                Vec::new()
            }
            Some(Row::Proposed(person)) => {
                let last = self.rows.len().saturating_sub(1);
                let added = run(recorder, PresentChange::Add(person));
                // What was taken moves up among those recorded: stay with the proposals.
                self.cursor.select((self.cursor.selected() + 1).min(last));
                added
            }
            Some(Row::There(id, person)) => {
                self.form = Some(Form::new(Some(id), &person));
                Vec::new()
            }
            None => {
                self.write("");
                Vec::new()
            }
        }
    }

    fn record(&mut self, recorder: Recorder) -> Effects {
        let Some(form) = &mut self.form else { return Vec::new() };
        let person = form.person();
        if form.at == Part::Name && !form.name.text().contains(',') && !person.name.is_empty() {
            form.at = Part::Post;
            return Vec::new();
        }
        if person.is_blank() {
            self.form = None;
            return Vec::new();
        }
        let change = match form.replaces.clone() {
            Some(id) => PresentChange::Set(id, person),
            None => PresentChange::Add(person),
        };
        // A list is typed in one go: the next line is open at once, on the same side.
        let goes_on = form.replaces.is_none().then_some(form.side);
        self.form = goes_on.map(|side| Form::new(None, &Person { side, ..Person::default() }));
        run(recorder, change)
    }

    /// Leaves the line being written; a name that stands there is recorded, not lost.
    pub fn leave(&mut self, recorder: Recorder) -> Effects {
        let Some(form) = self.form.take() else { return Vec::new() };
        let person = form.person();
        if person.is_blank() {
            return Vec::new();
        }
        run(
            recorder,
            match form.replaces {
                Some(id) => PresentChange::Set(id, person),
                None => PresentChange::Add(person),
            },
        )
    }

    pub fn remove(&self, recorder: Recorder) -> Effects {
        match self.rows.get(self.cursor.selected()) {
            Some(Row::There(id, _)) => {
                // Said first: a refusal takes its place.
                let said = Effect::Say(Message::info(t!("screen_closing.present.removed")));
                [said].into_iter().chain(run(recorder, PresentChange::Remove(id.clone()))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Typing, and ← → or Up and Down within the line being written.
    pub fn take(&mut self, event: &Event<'_, World>) -> Taken {
        let Some(form) = &mut self.form else { return Taken::Ignored };
        match event {
            Event::Key(Key::Down) => form.side = next(form.side),
            Event::Key(Key::Up) => form.at = Part::Name,
            event => {
                return match form.at {
                    Part::Name => form.name.take(event),
                    Part::Post => form.post.take(event),
                };
            }
        }
        Taken::Used
    }

    /// ```text
    ///    Đơn vị   Nguyễn Văn A, Chủ tịch UBND xã
    ///  > Đoàn     Thành viên 1, Trưởng đoàn                 đề nghị, Enter để ghi
    /// ── Người tham dự ─────────────────────────────────────────────────────
    ///  Họ tên: Trần Thị B, Công chức_       Chức vụ:
    /// ```
    pub fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme();
        let below = if self.form.is_some() { 4.min(area.height) } else { 0 };
        let list = Rect { height: area.height - below, ..area };
        let sides = Side::ALL.map(|side| width::of(&word(side)));
        let side_room = sides.into_iter().max().unwrap_or(0) + 2;
        if self.rows.is_empty() && self.form.is_none() {
            let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
            canvas.text(inner, 0, Role::Dim, &t!("screen_closing.present.none"));
        }
        let proposed = t!("screen_closing.present.proposed");
        let room = usize::from(area.width).saturating_sub(3 + side_room + width::of(&proposed) + 3);
        self.cursor.render(canvas, list, self.rows.len(), |index| {
            let (person, role, note) = match &self.rows[index] {
                Row::There(_, person) => (person, Role::Text, theme.span(Role::Pass, theme.marks().pass)),
                Row::Proposed(person) => (person, Role::Dim, theme.span(Role::Dim, proposed.clone())),
            };
            Line::from_iter([
                theme.span(Role::Dim, width::pad(&word(person.side), side_room)),
                theme.span(role, width::pad(&width::cut(&line(person), room, theme.marks().ellipsis), room)),
                Span::raw("  "),
                note,
            ])
        });
        if let Some(form) = &self.form {
            form.render(canvas, Rect { y: list.bottom(), height: below, ..area });
        }
    }
}

impl Form {
    fn new(replaces: Option<EntryId>, person: &Person) -> Self {
        Self {
            replaces,
            name: TextField::new(&person.name, Accepts::Text),
            post: TextField::new(&person.post, Accepts::Text),
            at: Part::Name,
            side: person.side,
        }
    }

    /// "Nguyễn Văn A, Chủ tịch" typed as one is a name and a post.
    fn person(&self) -> Person {
        let (name, post) = (self.name.text().trim(), self.post.text().trim());
        let (name, post) = match name.split_once(',') {
            Some((name, typed)) if post.is_empty() => (name.trim(), typed.trim()),
            _ => (name, post),
        };
        Person { name: name.to_owned(), post: post.to_owned(), side: self.side }
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        canvas.rule_titled(area, 0, &t!("screen_closing.present.title", side = word(self.side)));
        let labels = [t!("screen_closing.present.name"), t!("screen_closing.present.post")];
        let indent = labels.iter().map(|label| width::of(label)).max().unwrap_or(0) + 4;
        let indent = u16::try_from(indent).unwrap_or(0).min(area.width);
        for (row, (label, (field, part))) in
            (1..).zip(labels.iter().zip([(&self.name, Part::Name), (&self.post, Part::Post)]))
        {
            let here = part == self.at;
            let mark = if here { canvas.theme().marks().pointer } else { " " };
            canvas.text(area, row, if here { Role::Title } else { Role::Dim }, &format!(" {mark} {label}"));
            let place = Rect {
                x: area.x.saturating_add(indent),
                y: area.y.saturating_add(row),
                width: area.width.saturating_sub(indent + 1),
                height: 1,
            }
            .intersection(area);
            if here {
                field.render(canvas, place);
            } else {
                canvas.text(place, 0, Role::Text, field.text());
            }
        }
        canvas.text(area, 3, Role::Dim, &format!("   {}", t!("screen_closing.present.side")));
    }
}

fn run(recorder: Recorder, change: PresentChange) -> Effects {
    vec![Effect::Run(Request::Closing(ClosingRequest::Present(recorder, vec![change])))]
}

fn is_same(a: &Person, b: &Person) -> bool {
    let plain = |text: &str| fold(text.trim());
    if a.name.is_empty() || b.name.is_empty() {
        plain(&a.post) == plain(&b.post)
    } else {
        plain(&a.name) == plain(&b.name)
    }
}

fn next(side: Side) -> Side {
    match side {
        Side::Unit => Side::Team,
        Side::Team => Side::Other,
        Side::Other => Side::Unit,
    }
}

fn word(side: Side) -> String {
    match side {
        Side::Unit => t!("screen_closing.present.side_unit"),
        Side::Team => t!("screen_closing.present.side_team"),
        Side::Other => t!("screen_closing.present.side_other"),
    }
    .into_owned()
}

fn line(person: &Person) -> String {
    match (person.name.is_empty(), person.post.is_empty()) {
        (true, _) => t!("screen_closing.present.unnamed", post = person.post).into_owned(),
        (false, true) => person.name.clone(),
        (false, false) => format!("{}, {}", person.name, person.post),
    }
}
