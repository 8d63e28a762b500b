//! What a screen is, what happens to it and what it may ask for. See the guide in [`crate::tui`].

use std::fmt::Debug;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::action::{Action, Offer};
use super::appearance::Appearance;
use super::canvas::Canvas;
use super::input::Focus;
use super::key::Key;
use super::theme::{Role, Theme};

/// The world behind the screens: what they may ask for and what they get back. The frame itself knows nothing of it.
pub trait Domain: 'static {
    /// Something to do outside the screen: record an answer, load a unit, write a notice. Plain data.
    type Effect: Debug;
    /// What came of it, as screens need it to draw.
    type Outcome: Debug + Send;

    /// Whether an effect changes the store.
    fn kind(effect: &Self::Effect) -> EffectKind;
}

/// Whether an effect changes the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EffectKind {
    /// It does: the saved mark follows it, and if it cannot be saved it is kept and tried again.
    Write,
    /// It only reads; if it fails the user is told, no more.
    Read,
}

/// Runs effects outside the screens.
pub trait Executor<D: Domain> {
    /// Does `effect` within one transaction. For a [`EffectKind::Write`], `Ok` means that COMMIT has returned:
    /// the screen says "đã lưu √" on the strength of it.
    fn execute(&mut self, effect: &D::Effect) -> Result<D::Outcome, Failure>;

    /// Makes the closure that does a long `effect` on a thread of its own, with everything it needs moved into it.
    fn prepare_job(&mut self, effect: &D::Effect) -> Result<JobBody<D>, Failure>;

    /// What line 1 says of this laptop. Called after every batch of inputs, so answer from memory.
    fn standing(&self) -> Standing;

    /// How the frame looks and listens. Called after every batch of inputs, so answer from memory.
    fn appearance(&self) -> Appearance {
        Appearance::default()
    }

    /// Actions that exist on every screen, beside those of the frame.
    fn offers(&self) -> Vec<Offer> {
        Vec::new()
    }

    /// Does one of [`Self::offers`], or switches the language.
    fn perform(&mut self, action: Action) -> Vec<Effect<D>> {
        if action == Action::SwitchLanguage {
            self.switch_language();
        }
        Vec::new()
    }

    /// Switches the language of all texts.
    fn switch_language(&mut self) {
        let next = if &*rust_i18n::locale() == "vi" { "en" } else { "vi" };
        rust_i18n::set_locale(next);
    }
}

/// Long work: runs on its own thread, reports and asks for cancellation through the [`Progress`](super::job::Progress).
pub type JobBody<D> =
    Box<dyn FnOnce(&super::job::Progress<D>) -> Result<<D as Domain>::Outcome, Failure> + Send + 'static>;

/// Why an effect was not done. Texts are translated sentences for the message line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The effect makes no sense (a number below min, a file that cannot be read). Nothing to try again.
    Refused(String),
    /// It should be in the store and is not (disk full, store locked). The frame keeps it, shows
    /// "CHƯA LƯU ×" with this reason, and tries again in order before anything newer.
    NotSaved(String),
    /// The user stopped it.
    Cancelled,
}

/// Who works on this laptop and how it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// The member at work, if chosen.
    pub who: Option<String>,
    /// Records that are only on this laptop.
    pub unsent: u64,
    /// The program's own input method, where it is on (`Telex`, `VNI`).
    pub input_method: Option<String>,
}

/// What happens to a screen.
#[derive(Debug)]
pub enum Event<'a, D: Domain> {
    /// The screen was just put on top: time to ask for what it shows.
    Opened,
    /// The screen above was closed and this one is on top again.
    Returned,
    /// One of the actions it offered as on was called.
    Act(Action),
    /// A key that is no action here: arrows, Backspace, and Enter, Tab, Shift+Tab where not offered.
    Key(Key),
    /// Typed text (see [`Input::Text`](super::input::Input::Text)).
    Text(&'a str),
    /// Pasted text (see [`Input::Paste`](super::input::Input::Paste)).
    Paste(&'a str),
    /// The moment asked for by [`Screen::wakes_at`] has come.
    Tick,
    /// Hand over everything typed and not yet saved, as [`Effect::Run`]: the screen is about to be left, or the user
    /// asked. It may stay open afterwards. Only `Run` and `Say` count here.
    SaveNow,
    /// An effect was done, asked for by this screen or another of the stack.
    Outcome(&'a D::Outcome),
    /// An effect was not done; with [`Failure::NotSaved`] the frame keeps it and tries again.
    Failed(&'a D::Effect, &'a Failure),
}

/// What a screen asks for.
#[derive(Debug)]
pub enum Effect<D: Domain> {
    /// Open a screen on top.
    Push(Box<dyn Screen<D>>),
    /// Close this screen (and what is above it); the frame sends it [`Event::SaveNow`] first.
    Pop,
    /// Show a message until the next input.
    Say(Message),
    /// Do something outside, now.
    Run(D::Effect),
    /// Do something long outside, on a thread, with a progress bar. One at a time.
    Start(D::Effect),
    /// Do an action as if its key had been pressed on the screen that is then on top.
    Perform(Action),
}

impl<D: Domain> Effect<D> {
    /// Opens `screen` on top.
    pub fn push(screen: impl Screen<D> + 'static) -> Self {
        Self::Push(Box::new(screen))
    }
}

/// One line about what just happened or is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Translated text.
    pub text: String,
    /// How it is meant: usually [`Role::Text`], [`Role::Pass`], [`Role::Changed`] or [`Role::Error`].
    pub role: Role,
}

impl Message {
    /// Something to know.
    pub fn info(text: impl Into<String>) -> Self {
        Self { text: text.into(), role: Role::Text }
    }

    /// Something is wrong.
    pub fn error(text: impl Into<String>) -> Self {
        Self { text: text.into(), role: Role::Error }
    }
}

/// A hint for typed text that is no action: `Phím n` "ô thứ n trên phiếu".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedHint {
    /// What to type.
    pub keys: String,
    /// What it does.
    pub text: String,
}

/// The second line, above the rule: what part of the screen this is and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subtitle {
    /// At the left.
    pub left: Line<'static>,
    /// At the right edge.
    pub right: Line<'static>,
}

/// Whether a screen holds text that it has not yet handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pending {
    /// Everything was handed over.
    Nothing,
    /// Typed text waits for its draft: line 1 says "đang lưu".
    Text,
}

/// A screen: plain state, [`handle`](Self::handle) and [`render`](Self::render) without any effect of their own.
pub trait Screen<D: Domain>: Debug {
    /// Its part of the breadcrumb.
    fn title(&self) -> String;

    /// The actions of this screen as they stand now, in the order of the hints. What is not offered does not exist
    /// here; what is off says why. Quit, help, palette, back, save and language come from the frame.
    fn offers(&self) -> Vec<Offer>;

    /// Takes in what happened at `at` and says what should be done.
    fn handle(&mut self, event: Event<'_, D>, at: Instant) -> Vec<Effect<D>>;

    /// Draws the body. `area` is at least 60 columns wide and 10 rows high in the running program.
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect);

    /// Where typing goes now. In text, signs and digits are never commands.
    fn focus(&self) -> Focus {
        Focus::Commands
    }

    /// Hints for typed text that is no action; they stand before the others.
    fn typed_hints(&self) -> Vec<TypedHint> {
        Vec::new()
    }

    /// The second line, if the screen has one.
    fn subtitle(&self, theme: &Theme) -> Option<Subtitle> {
        let _ = theme;
        None
    }

    /// A few words at the right of line 1: `41/63`, `dự thảo`.
    fn note(&self) -> Option<String> {
        None
    }

    /// What is wrong or worth knowing about what is selected, while nothing newer is to be said.
    fn status(&self) -> Option<Message> {
        None
    }

    /// What this screen is for, in a few sentences, at the top of its help.
    fn help(&self) -> String {
        String::new()
    }

    /// When the screen wants an [`Event::Tick`] without any input; see [`DraftTimer`](super::draft::DraftTimer).
    fn wakes_at(&self) -> Option<Instant> {
        None
    }

    /// Whether typed text has not been handed over yet.
    fn pending(&self) -> Pending {
        Pending::Nothing
    }
}
