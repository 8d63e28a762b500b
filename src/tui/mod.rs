//! The screen: a frame that holds a stack of screens, and the screens.
//!
//! # How to write a screen
//!
//! A screen is plain state with three functions that have no effect of their own ([`Screen`](screen::Screen)):
//!
//! * `offers()` – the [`Action`](action::Action)s that exist here, on or off with a reason. From this one list come key
//!   lookup, hints, `?` help and palette. A new action is one line in `action.rs` and two texts in `actions.toml`.
//! * `handle(event, at) -> Vec<Effect>` – changes the state and *says* what should be done: open or close a screen, say
//!   something, `Run` an effect of the [`Domain`](screen::Domain) in a transaction, `Start` a long one on a thread.
//!   Results come back as `Event::Outcome`, to every screen of the stack. Time is `at`; never ask a clock.
//! * `render(canvas, area)` – draws the body. [`Canvas`](canvas::Canvas) cuts what does not fit and cannot panic.
//!   Styles come from [`theme`] by meaning; parts from [`widgets`]: list, table, bar, key-values, text field, text
//!   area, confirm.
//!
//! ```
//! use kiemtra::tui::{action::{Action, Offer}, canvas::Canvas, theme::Role, widgets::list::ListCursor};
//! use kiemtra::tui::screen::{Domain, Effect, Event, Message, Screen};
//!
//! #[derive(Debug)]
//! struct Units { names: Vec<String>, cursor: ListCursor }
//!
//! impl<D: Domain> Screen<D> for Units {
//!     fn title(&self) -> String { "Đơn vị".into() }                  // in real screens: rust_i18n::t!("…")
//!     fn offers(&self) -> Vec<Offer> {
//!         if self.names.is_empty() { return vec![Offer::off(Action::Open, "chưa có đơn vị")]; }
//!         vec![Offer::on(Action::Open)]
//!     }
//!     fn handle(&mut self, event: Event<'_, D>, _at: std::time::Instant) -> Vec<Effect<D>> {
//!         match event {
//!             Event::Act(Action::Open) => return vec![Effect::Say(Message::info("mở"))],
//!             Event::Key(key) => { self.cursor.press(key, self.names.len()); }
//!             _ => {}
//!         }
//!         Vec::new()
//!     }
//!     fn render(&self, canvas: &mut Canvas<'_>, area: ratatui::layout::Rect) {
//!         let theme = canvas.theme();
//!         self.cursor.render(canvas, area, self.names.len(), |i| theme.span(Role::Text, &self.names[i]).into());
//!     }
//! }
//! ```
//!
//! # Habits the frame keeps, and what is left to the screen
//!
//! * Esc closes the screen unless it offers `Back` itself; before that, and before quitting, it gets `Event::SaveNow` and
//!   must return everything typed and unsaved as `Run`. Enter, Tab and Shift+Tab come as `Event::Key` unless offered
//!   (`Open`, `NextPane`, `PreviousPane`).
//! * Where typing is text (`focus()` is [`Focus::Text`](input::Focus); `Literal` for figures, codes and paths, where the
//!   program's own Telex keeps out: `field.focus()` knows), signs and digits are text and a paste that
//!   comes as keystrokes arrives as one `Event::Paste`. Give such events to the field: `field.take(&event)`.
//! * Typed text: `touch` a [`DraftTimer`](draft::DraftTimer) on change, return it from `wakes_at()` and `pending()`, and
//!   on `Event::Tick`, if due, `Run` the draft and `clear` it.
//! * The saved mark is the frame's: it follows [`EffectKind::Write`](screen::EffectKind) effects and says √ only after
//!   the executor returned from COMMIT. A write that failed with `NotSaved` is kept and retried by the frame;
//!   do not run it again.
//! * Rules about speed (different digits within 150 ms) compare the `at` of events.
//! * A final step asks for a word ([`Confirm`](widgets::confirm::Confirm)), not for a key.
//!
//! # Testing
//!
//! `tui::testing::Stage` (tests only) is a keyboard, a clock and a window: `stage.press("Down Enter").type_text("…")
//! .wait_ms(1000)`, then `insta::assert_snapshot!(stage.picture(), @"")`. Call `sweep()` once per screen: it draws at
//! every size. See `shell/tests.rs` and the two small screens of `demo.rs`.

pub mod action;
pub mod appearance;
mod ascii;
pub mod canvas;
#[cfg(test)]
mod demo;
pub mod draft;
pub mod event_loop;
mod frame;
pub mod help;
pub mod input;
pub mod job;
pub mod key;
pub mod keymap;
pub mod palette;
pub mod preferences;
mod run;
mod saving;
pub mod screen;
pub mod screens;
pub mod shell;
pub mod terminal;
#[cfg(test)]
pub(crate) mod testing;
pub mod theme;
pub mod widgets;
pub mod width;
pub mod work;

pub use run::{Purpose, ScreenError, Settings, run};
pub use work::Opener;
