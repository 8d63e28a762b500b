//! Taking in packs: chosen, looked at, then all together.

mod detail;
mod start;
mod view;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;
use rust_i18n::t;

use self::start::{Start, StartLine};
use super::compare::{Compare, Was};
use crate::exchange::identity::{DeviceCard, Passphrase};
use crate::exchange::merging::{FileOutcome, Waiting};
use crate::inspection::RoundId;
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::Canvas;
use crate::tui::input::Focus;
use crate::tui::key::Key;
use crate::tui::screen::{Effect, Event, Message, Screen, Subtitle};
use crate::tui::screens::conflicts::Conflicts;
use crate::tui::screens::files::FileList;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::list::ListCursor;
use crate::tui::widgets::text_field::{Accepts, TextField};
use crate::tui::work::{
    EvidenceOutcome, ExchangeOutcome, ExchangeRequest, FileLook, MergeFiles, MergeLook, Outcome, Request, World,
};

type Effects = Vec<Effect<World>>;

/// Taking in packs.
#[derive(Debug)]
pub struct MergePacks {
    /// The round that is open below.
    here: Option<RoundId>,
    stage: Stage,
    start: Start,
    wanted: MergeFiles,
    look: Option<Arc<MergeLook>>,
    /// Among the files.
    cursor: ListCursor,
    /// Among the places of the selected file.
    places: ListCursor,
    pane: Pane,
    /// The passphrase being typed.
    asking: Option<TextField>,
    /// The round whose different opinions somebody is on the way to.
    deciding: Option<RoundId>,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nothing was chosen yet.
    Choosing,
    /// The files are being read.
    Looking,
    /// What they would bring is shown.
    Preview,
    /// They are being taken in.
    Merging,
    /// They were.
    Done,
}

/// What is shown of a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pane {
    /// The files, and what is to be said of the selected one.
    Files,
    /// What the selected one brings, unit by unit.
    Places,
}

impl MergePacks {
    /// Begins with choosing files; `here` is the round that is open.
    pub fn new(here: Option<RoundId>) -> Self {
        Self {
            here,
            stage: Stage::Choosing,
            start: Start::default(),
            wanted: MergeFiles::default(),
            look: None,
            cursor: ListCursor::default(),
            places: ListCursor::default(),
            pane: Pane::Files,
            asking: None,
            deciding: None,
        }
    }

    /// Begins with looking at these.
    pub fn of_files(files: Vec<PathBuf>) -> Self {
        let wanted = MergeFiles { files, passphrase: None };
        Self { wanted, ..Self::new(None) }
    }

    fn files(&self) -> &[FileLook] {
        self.look.as_ref().map_or(&[], |look| &look.files)
    }

    fn selected(&self) -> Option<&FileLook> {
        self.files().get(self.cursor.selected())
    }

    fn is_busy(&self) -> bool {
        matches!(self.stage, Stage::Looking | Stage::Merging)
    }

    /// Reads the files again.
    fn look_at(&mut self, files: Vec<PathBuf>) -> Effects {
        self.wanted.files = files;
        self.look_again()
    }

    fn look_again(&mut self) -> Effects {
        self.stage = Stage::Looking;
        self.pane = Pane::Files;
        vec![start(ExchangeRequest::Look(Box::new(self.wanted.clone())))]
    }

    /// The selected file wants something of a person first; none where everything can be taken in.
    fn wanted_of_person(&self) -> Option<Wish> {
        let file = self.selected()?;
        match &file.report.outcome {
            FileOutcome::Waits(Waiting::Device(_)) => Some(Wish::Compare(Was::New)),
            FileOutcome::Waits(Waiting::Revoked(_)) => Some(Wish::Compare(Was::Revoked)),
            _ if file.lock.is_some() => Some(Wish::Passphrase),
            _ => None,
        }
    }

    /// How many packs can be taken in, or were.
    fn count_mergeable(&self) -> usize {
        self.files().iter().filter(|file| file.taken().is_some()).count()
    }

    /// The round in which opinions differ since: that of the selected file first.
    fn contested(&self) -> Option<RoundId> {
        let selected = self.selected().into_iter();
        let files = selected.chain(self.files()).filter_map(FileLook::taken);
        files.filter(|taken| !taken.conflicts.is_empty()).find_map(|taken| taken.round.clone())
    }

    /// Whether merging would neither bring anything nor put anything aside.
    fn is_fruitless(&self) -> bool {
        use FileOutcome::{HeldUp, Receipt, Refused};
        self.files().iter().all(|file| matches!(file.report.outcome, Refused(_) | Receipt(_) | HeldUp))
    }

    fn enter(&mut self) -> Effects {
        if let Some(field) = self.asking.take() {
            self.wanted.passphrase = Passphrase::typed(field.text());
            return self.look_again();
        }
        match self.stage {
            Stage::Choosing => self.choose(),
            Stage::Looking | Stage::Merging => Vec::new(),
            Stage::Preview | Stage::Done => match self.wanted_of_person() {
                Some(Wish::Compare(was)) => self.selected().and_then(|file| compare(file, was)).into_iter().collect(),
                Some(Wish::Passphrase) => {
                    self.asking = Some(TextField::new("", Accepts::Text));
                    Vec::new()
                }
                None if self.stage == Stage::Done => match self.contested() {
                    Some(round) => {
                        self.deciding = Some(round.clone());
                        vec![Effect::Run(Request::OpenRound(round))]
                    }
                    None => vec![Effect::Pop],
                },
                None if self.is_fruitless() => vec![Effect::Pop],
                None => self.merge(),
            },
        }
    }

    fn merge(&mut self) -> Effects {
        self.stage = Stage::Merging;
        self.pane = Pane::Files;
        vec![start(ExchangeRequest::Merge(Box::new(self.wanted.clone())))]
    }

    fn choose(&mut self) -> Effects {
        match self.start.selected() {
            StartLine::Files => vec![Effect::push(FileList::of_packs())],
            StartLine::Stored(pack) => {
                let files = self.start.together_with(pack);
                self.look_at(files)
            }
        }
    }

    fn take(&mut self, outcome: &Outcome) -> Effects {
        match outcome {
            Outcome::Evidence(EvidenceOutcome::Picked(files)) => return self.look_at(files.clone()),
            Outcome::Round { open, acting } if self.deciding.as_ref() == Some(&open.round.id) => {
                self.deciding = None;
                // Deciding is signed with a name.
                let next = match acting {
                    Some(_) => Effect::push(Conflicts::of_round(open.clone())),
                    None => Effect::Say(Message::info(t!("screen_exchange.merge.decide_who"))),
                };
                return vec![next];
            }
            Outcome::Exchange(ExchangeOutcome::Stored(stored)) => {
                let begins = self.start.take(stored) && self.stage == Stage::Choosing;
                return begins.then(|| Effect::push(FileList::of_packs())).into_iter().collect();
            }
            Outcome::Exchange(ExchangeOutcome::Looked(look)) => {
                self.stage = Stage::Preview;
                self.show(look);
            }
            Outcome::Exchange(ExchangeOutcome::Merged(look)) => {
                self.stage = Stage::Done;
                self.show(look);
                let (text, role) = detail::result(look);
                return vec![
                    Effect::Run(Request::Exchange(ExchangeRequest::Refresh(look.rounds()))),
                    Effect::Say(Message { text, role }),
                ];
            }
            Outcome::Exchange(ExchangeOutcome::Accepted { name, .. }) if !self.wanted.files.is_empty() => {
                let text = t!("screen_exchange.devices.accepted", machine = name).into_owned();
                let mut effects = self.look_again();
                effects.push(Effect::Say(Message { text, role: Role::Pass }));
                return effects;
            }
            _ => {}
        }
        Vec::new()
    }

    /// Shows a look, at the first file that wants something of a person.
    fn show(&mut self, look: &Arc<MergeLook>) {
        self.look = Some(look.clone());
        self.places = ListCursor::default();
        let count = look.files.len();
        let first = (0..count).find(|place| {
            self.cursor.select(*place);
            self.wanted_of_person().is_some()
        });
        self.cursor.select(first.unwrap_or(0));
    }

    /// The work was stopped or failed: back to what was shown before.
    fn fail(&mut self) {
        self.stage = match self.stage {
            Stage::Looking if self.look.is_none() => Stage::Choosing,
            Stage::Looking | Stage::Merging => Stage::Preview,
            stage => stage,
        };
    }

    fn back(&mut self) -> Effects {
        if self.asking.take().is_some() || self.start.drop_question() {
            return Vec::new();
        }
        match self.pane {
            Pane::Places => self.pane = Pane::Files,
            Pane::Files => return vec![Effect::Pop],
        }
        Vec::new()
    }

    fn press(&mut self, key: Key) {
        match (self.stage, self.pane) {
            (Stage::Choosing, _) => self.start.press(key),
            (_, Pane::Files) => {
                self.cursor.press(key, self.files().len());
                self.places = ListCursor::default();
            }
            (_, Pane::Places) => {
                let count = self.selected().map_or(0, |file| file.places.len());
                self.places.press(key, count);
            }
        }
    }

    fn offer_of_enter(&self) -> Offer {
        let on = |label: std::borrow::Cow<'static, str>| Offer::on(Action::Open).named(label);
        if self.asking.is_some() {
            return on(t!("screen_exchange.merge.unlock"));
        }
        let count = self.count_mergeable();
        match (self.stage, self.wanted_of_person()) {
            (Stage::Choosing, _) => on(self.start.label_of_enter()),
            (Stage::Looking | Stage::Merging, _) => Offer::off(Action::Open, t!("screen_exchange.merge.busy")),
            (_, Some(Wish::Compare(_))) => on(t!("screen_exchange.compare.title")),
            (_, Some(Wish::Passphrase)) => on(t!("screen_exchange.merge.type_words")),
            (Stage::Done, None) if self.contested().is_some() => on(t!("screen_exchange.merge.decide")),
            (Stage::Done, None) => on(t!("screen_exchange.close")),
            (Stage::Preview, None) if self.is_fruitless() => on(t!("screen_exchange.close")),
            (Stage::Preview, None) if count == 0 => on(t!("screen_exchange.merge.put_aside")),
            (Stage::Preview, None) => on(t!("screen_exchange.merge.merge_all", count = count)),
        }
    }
}

/// What a file wants of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    /// That the six words are compared.
    Compare(Was),
    /// Its passphrase.
    Passphrase,
}

fn compare(file: &FileLook, was: Was) -> Option<Effect<World>> {
    let sender = &file.header()?.sender;
    let card =
        DeviceCard { keys: sender.keys.clone(), name: file.machine.clone(), member: sender.members.first().cloned() };
    Some(Effect::push(Compare::new(card, file.members.join(", "), was)))
}

fn start(request: ExchangeRequest) -> Effect<World> {
    Effect::Start(Request::Exchange(request))
}

impl Screen<World> for MergePacks {
    fn title(&self) -> String {
        match self.stage {
            Stage::Preview => t!("screen_exchange.merge.preview"),
            Stage::Done => t!("screen_exchange.merge.result"),
            _ => t!("screen_exchange.merge.title"),
        }
        .into_owned()
    }

    fn help(&self) -> String {
        t!("screen_exchange.merge.help").into_owned()
    }

    fn focus(&self) -> Focus {
        if self.asking.is_some() || self.start.is_asking() { Focus::Text } else { Focus::Commands }
    }

    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let look = self.look.as_ref().filter(|_| matches!(self.stage, Stage::Preview | Stage::Done))?;
        let new: usize = look.taken().map(|taken| taken.new).sum();
        let count = look.files.len();
        let mergeable = self.count_mergeable();
        let left = if self.stage == Stage::Done {
            t!("screen_exchange.merge.merged_of", count = count, merged = mergeable)
        } else {
            t!("screen_exchange.merge.mergeable_of", count = count, mergeable = mergeable)
        };
        let right = t!("screen_exchange.merge.new_in_all", count = new);
        let line = |role, text: std::borrow::Cow<'static, str>| Line::from(theme.span(role, text));
        Some(Subtitle { left: line(Role::Text, left), right: line(Role::Text, right) })
    }

    fn offers(&self) -> Vec<Offer> {
        let mut offers = vec![self.offer_of_enter()];
        if self.asking.is_some() {
            offers.push(Offer::on(Action::Back));
            return offers;
        }
        if self.is_busy() {
            offers.push(Offer::off(Action::Back, t!("screen_exchange.merge.busy")));
            return offers;
        }
        match self.stage {
            Stage::Choosing => offers.extend(self.start.offers()),
            _ if self.selected().is_some_and(|file| !file.places.is_empty()) => {
                offers.push(Offer::on(Action::NextPane).named(match self.pane {
                    Pane::Files => t!("screen_exchange.merge.by_place"),
                    Pane::Places => t!("screen_exchange.merge.by_file"),
                }));
            }
            _ => {}
        }
        if self.stage == Stage::Preview && self.wanted_of_person() == Some(Wish::Compare(Was::New)) {
            offers.push(Offer::on(Action::Save).named(match self.count_mergeable() {
                0 => t!("screen_exchange.merge.let_wait"),
                count => t!("screen_exchange.merge.merge_rest", count = count),
            }));
        }
        if self.stage != Stage::Choosing {
            offers.push(Offer::on(Action::ImportFile).named(t!("screen_exchange.merge.other_files")));
        }
        offers.push(Offer::on(Action::Back));
        offers
    }

    fn handle(&mut self, event: Event<'_, World>, _: Instant) -> Effects {
        match event {
            Event::Opened if self.wanted.files.is_empty() => {
                return vec![Effect::Run(Request::Exchange(ExchangeRequest::Stored))];
            }
            Event::Opened => return self.look_again(),
            Event::Outcome(outcome) => return self.take(outcome),
            Event::Failed(Request::Exchange(ExchangeRequest::Look(_) | ExchangeRequest::Merge(_)), _) => self.fail(),
            Event::Act(Action::Open) if self.start.is_asking() => return self.start.accept(),
            Event::Act(Action::Open) => return self.enter(),
            Event::Act(Action::Back) => return self.back(),
            Event::Act(Action::Save) => return self.merge(),
            Event::Act(Action::ImportFile) => return vec![Effect::push(FileList::of_packs())],
            Event::Act(Action::DeleteRow) => self.start.ask_to_discard(),
            Event::Act(Action::NextPane) => {
                self.pane = if self.pane == Pane::Files { Pane::Places } else { Pane::Files };
            }
            Event::Key(Key::Delete) if self.stage == Stage::Choosing && !self.start.is_asking() => {
                self.start.ask_to_discard();
            }
            event => match &mut self.asking {
                Some(field) => _ = field.take(&event),
                None if self.start.is_asking() => self.start.typed(&event),
                None => {
                    if let Event::Key(key) = event {
                        self.press(key);
                    }
                }
            },
        }
        Vec::new()
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect) {
        match self.stage {
            Stage::Choosing => self.start.render(canvas, area),
            Stage::Looking | Stage::Merging => {
                let inner = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(2), ..area };
                let text = if self.stage == Stage::Looking {
                    t!("screen_exchange.merge.looking")
                } else {
                    t!("screen_exchange.merge.merging")
                };
                super::spoken::paragraph(canvas, inner, 0, Role::Text, &text);
            }
            Stage::Preview | Stage::Done => self.render_look(canvas, area),
        }
    }
}
