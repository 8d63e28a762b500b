//! The frame at work: a stack of screens, one table of actions, effects run outside, and an honest saved mark.

use std::cell::Cell;
use std::collections::VecDeque;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::hands::{Composed, Composing};
use super::action::{Action, Availability, Offer};
use super::appearance::Appearance;
use super::event_loop::Wake;
use super::frame::{self, Drawn, Picture};
use super::help::Help;
use super::input::{Focus, Input, Inputs, Stamped};
use super::job::{JobUpdate, RunningJob};
use super::key::Key;
use super::palette::Palette;
use super::saving::{Ran, Saving};
use super::screen::{Domain, Effect, Event, Executor, Failure, Message, Pending, Screen, Standing};
use super::theme::Theme;

/// How the screens ended.
#[derive(Debug)]
pub enum Ended {
    /// The user quit.
    Quit,
    /// The system asked the program to end; what was typed is handed over.
    Terminated,
    /// The terminal went away; what was typed is handed over.
    Lost(std::io::Error),
}

/// One screen of the stack. Ids are never used twice, so a late effect of a closed screen closes no other.
#[derive(Debug)]
struct Layer<D: Domain> {
    id: u64,
    screen: Box<dyn Screen<D>>,
}

/// A step still to be done, in order.
#[derive(Debug)]
enum Step<D: Domain> {
    /// An effect and the layer that asked for it.
    Effect(u64, Effect<D>),
    /// Takes a layer, and all above it, off; they have handed over their text.
    Remove(u64),
}

/// A screen that asks for a tick in the past is woken this often, not as fast as the processor can.
const SHORTEST_TICK: Duration = Duration::from_millis(50);

/// The stack of screens with everything around them.
#[derive(Debug)]
pub struct Shell<D: Domain, E> {
    layers: Vec<Layer<D>>,
    next_id: u64,
    executor: E,
    saving: Saving<D>,
    standing: Standing,
    message: Option<Message>,
    job: Option<RunningJob>,
    /// What the running job does, for the screens if it fails.
    job_effect: Option<D::Effect>,
    mailbox: Sender<Wake<D>>,
    inputs: Inputs,
    steps: VecDeque<Step<D>>,
    theme: Theme,
    appearance: Appearance,
    /// The word being typed with the program's own input method.
    composing: Option<Composing>,
    /// The window as it was drawn last, for the mouse.
    area: Cell<Rect>,
    last_tick: Option<Instant>,
    quit_warned: bool,
    ended: Option<Ended>,
}

impl<D: Domain, E: Executor<D>> Shell<D, E> {
    /// A shell with `root` at the bottom of its stack; jobs report to `mailbox`.
    pub fn new(
        root: impl Screen<D> + 'static,
        executor: E,
        theme: Theme,
        mailbox: Sender<Wake<D>>,
        now: Instant,
    ) -> Self {
        let standing = executor.standing();
        let appearance = Appearance { theme, ..executor.appearance() };
        let mut shell = Self {
            layers: Vec::new(),
            next_id: 0,
            executor,
            saving: Saving::default(),
            standing,
            message: None,
            job: None,
            job_effect: None,
            mailbox,
            inputs: Inputs::default(),
            steps: VecDeque::new(),
            theme,
            appearance,
            composing: None,
            area: Cell::default(),
            last_tick: None,
            quit_warned: false,
            ended: None,
        };
        shell.push(Box::new(root), now);
        shell.work(now);
        shell
    }

    /// Takes in what happened. Says when it is over.
    pub fn step(&mut self, wakes: Vec<Wake<D>>, now: Instant) -> Option<Ended> {
        let mut end = None;
        for wake in wakes {
            match wake {
                Wake::Terminal(burst) => {
                    for timed in &burst {
                        self.inputs.feed(&timed.event, timed.at);
                    }
                }
                Wake::Job(update) => self.job_update(update, now),
                Wake::Terminate => end = Some(Ended::Terminated),
                Wake::Lost(error) => end = Some(Ended::Lost(error)),
            }
        }
        while self.ended.is_none()
            && let Some(stamped) = self.inputs.next(self.focus())
        {
            self.input(&stamped);
        }
        self.tick(now);
        if let Some(end) = end {
            self.hand_over(now);
            self.ended.get_or_insert(end);
        }
        self.standing = self.executor.standing();
        self.take_appearance();
        self.ended.take()
    }

    /// When a screen wants to be woken without input.
    pub fn wakes_at(&self) -> Option<Instant> {
        let wanted = self.layers.iter().filter_map(|layer| layer.screen.wakes_at()).min()?;
        Some(self.last_tick.map_or(wanted, |last| wanted.max(last + SHORTEST_TICK)))
    }

    /// Draws everything; returns where the real cursor belongs.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect) -> Option<Position> {
        self.area.set(area);
        self.draw_all(buffer, area).cursor
    }

    fn draw_all(&self, buffer: &mut Buffer, area: Rect) -> Drawn {
        let picture = Picture {
            crumbs: self.layers.iter().map(|layer| layer.screen.title()).collect(),
            standing: &self.standing,
            saved: self.saving.mark(self.pending()),
            message: self.message_line(),
            job: self.job.as_ref().map(|job| job.done),
            offers: self.offers(),
            keymap: &self.appearance.keymap,
        };
        frame::draw(buffer, area, self.theme, self.top(), &picture)
    }

    /// The executor, for whoever owns the shell.
    pub fn executor(&self) -> &E {
        &self.executor
    }

    /// The executor, to change what it stands on (another home, a test's full disk).
    pub fn executor_mut(&mut self) -> &mut E {
        &mut self.executor
    }

    /// Uses another theme from the next drawing on.
    pub fn set_theme(&mut self, theme: Theme) {
        self.theme = theme;
    }

    #[expect(clippy::expect_used, reason = "new() pushes a screen and Step::Remove never takes the lowest one")]
    fn top(&self) -> &dyn Screen<D> {
        &*self.layers.last().expect("a shell has a screen").screen
    }

    fn top_id(&self) -> u64 {
        self.layers.last().map_or(0, |layer| layer.id)
    }

    fn focus(&self) -> Focus {
        self.top().focus()
    }

    fn pending(&self) -> Pending {
        let typed = self.layers.iter().any(|layer| layer.screen.pending() == Pending::Text);
        if typed { Pending::Text } else { Pending::Nothing }
    }

    fn message_line(&self) -> Option<Message> {
        self.message.clone().or_else(|| self.saving.reason().map(Message::error)).or_else(|| self.top().status())
    }

    /// What works or is off here: the screen's own offers, then those of the frame which it did not make itself.
    pub(super) fn offers(&self) -> Vec<Offer> {
        let mut offers = self.top().offers();
        let frame_offers = [
            self.job.as_ref().map(|_| Offer::on(Action::CancelJob)),
            Some(match self.layers.len() {
                1 => Offer::off(Action::Back, rust_i18n::t!("tui.at_root")),
                _ => Offer::on(Action::Back),
            }),
            Some(match self.saving.reason() {
                Some(_) => Offer::on(Action::Save),
                None => Offer::off(Action::Save, rust_i18n::t!("tui.nothing_to_save")),
            }),
            Some(Offer::on(Action::Palette)),
        ];
        let last = [Action::SwitchLanguage, Action::Quit, Action::Help].map(Offer::on);
        for offer in frame_offers.into_iter().flatten().chain(self.executor.offers()).chain(last) {
            if !offers.iter().any(|own| own.action == offer.action) {
                offers.push(offer);
            }
        }
        offers
    }

    fn input(&mut self, stamped: &Stamped) {
        self.message = None;
        let focus = self.focus();
        let digit = match &stamped.input {
            Input::Text(text) if focus == Focus::Commands => self.appearance.digits.read(text),
            _ => None,
        };
        let input = digit.map_or_else(|| stamped.input.clone(), |digit| Input::Text(digit.to_owned()));
        let stamped = &Stamped { input, ..*stamped };
        let action = self.appearance.keymap.action_of(&stamped.input, focus);
        if self.compose(stamped, focus) == Composed::Yes {
            return;
        }
        if action != Some(Action::Quit) {
            self.quit_warned = false;
        }
        let offer = action.and_then(|action| self.offers().into_iter().find(|offer| offer.action == action));
        match (&stamped.input, action, offer) {
            (_, _, Some(offer)) => self.call(offer, stamped.at),
            (Input::Key(Key::Ctrl(_) | Key::Function(_)), Some(action), None) => {
                let key =
                    |action| self.appearance.keymap.binding(action, Focus::Text).map(|binding| binding.to_string());
                let (keys, help) = (key(action).unwrap_or_default(), key(Action::Help).unwrap_or_default());
                let text = rust_i18n::t!("tui.not_here", keys = keys, action = action.label(), help = help);
                self.message = Some(Message::info(text));
            }
            (Input::Key(key), _, None) => self.tell_top(Event::Key(*key), stamped.at),
            (Input::Text(text), _, None) => self.tell_top(Event::Text(text), stamped.at),
            (Input::Paste(text), _, None) => self.tell_top(Event::Paste(text), stamped.at),
            (Input::Click(position), ..) => self.click(*position, stamped.at),
        }
        self.work(stamped.at);
        if let (Input::Text(text), Focus::Commands, None) = (&stamped.input, focus, action) {
            self.begin_word(text, stamped.at);
        }
    }

    fn call(&mut self, offer: Offer, at: Instant) {
        if let Availability::Off(reason) = offer.availability {
            self.message = Some(Message::info(reason));
        } else if self.top().offers().iter().any(|own| own.action == offer.action) {
            self.tell_top(Event::Act(offer.action), at);
        } else {
            self.do_own(offer.action, at);
        }
    }

    /// The actions every screen has from the frame.
    fn do_own(&mut self, action: Action, at: Instant) {
        match action {
            Action::Help => self.push(
                Box::new(Help::new(&self.top().help(), self.offers(), self.focus(), self.appearance.keymap.clone())),
                at,
            ),
            Action::Palette => self.push(Box::new(Palette::new(self.offers(), self.appearance.keymap.clone())), at),
            Action::Back => self.steps.push_back(Step::Effect(self.top_id(), Effect::Pop)),
            Action::CancelJob => {
                if let Some(job) = &self.job {
                    job.cancel();
                    self.message = Some(Message::info(rust_i18n::t!("tui.job.stopping")));
                }
            }
            Action::Save => {
                self.hand_over(at);
                if self.saving.reason().is_none() {
                    self.message = Some(Message::info(rust_i18n::t!("tui.saved_now")));
                }
            }
            Action::Quit => self.quit(at),
            action => {
                let id = self.top_id();
                let effects = self.executor.perform(action);
                self.steps.extend(effects.into_iter().map(|effect| Step::Effect(id, effect)));
            }
        }
    }

    /// Everything is saved while working, so quitting asks nothing, unless something could not be saved.
    fn quit(&mut self, at: Instant) {
        self.hand_over(at);
        match self.saving.waiting() {
            0 => self.ended = Some(Ended::Quit),
            _ if self.quit_warned => self.ended = Some(Ended::Quit),
            count => {
                self.quit_warned = true;
                self.message = Some(Message::error(rust_i18n::t!("tui.quit_unsaved", count = count)));
            }
        }
    }

    /// Has every screen hand over its typed text and tries again what could not be saved.
    fn hand_over(&mut self, at: Instant) {
        for index in (0..self.layers.len()).rev() {
            let steps = self.last_words(index, at);
            self.steps.extend(steps);
        }
        self.work(at);
        let retried = self.saving.retry(&mut self.executor);
        self.tell_ran(&retried, at);
        self.work(at);
    }

    fn last_words(&mut self, index: usize, at: Instant) -> Vec<Step<D>> {
        let Some(layer) = self.layers.get_mut(index) else { return Vec::new() };
        let id = layer.id;
        let effects = layer.screen.handle(Event::SaveNow, at).into_iter();
        effects
            .filter(|effect| matches!(effect, Effect::Run(_) | Effect::Say(_)))
            .map(|effect| Step::Effect(id, effect))
            .collect()
    }

    fn push(&mut self, screen: Box<dyn Screen<D>>, at: Instant) {
        self.layers.push(Layer { id: self.next_id, screen });
        self.next_id += 1;
        self.tell_top(Event::Opened, at);
    }

    fn tell_top(&mut self, event: Event<'_, D>, at: Instant) {
        if let Some(layer) = self.layers.last_mut() {
            let id = layer.id;
            let effects = layer.screen.handle(event, at);
            self.steps.extend(effects.into_iter().map(|effect| Step::Effect(id, effect)));
        }
    }

    fn tell_outcomes(&mut self, outcomes: &[D::Outcome], at: Instant) {
        for outcome in outcomes {
            tell_all(&mut self.layers, &mut self.steps, || Event::Outcome(outcome), at);
        }
    }

    /// Does all steps, in order, also those that come of them.
    fn work(&mut self, at: Instant) {
        while let Some(step) = self.steps.pop_front() {
            match step {
                Step::Effect(_, Effect::Push(screen)) => self.push(screen, at),
                Step::Effect(id, Effect::Pop) => self.close(id, at),
                Step::Effect(_, Effect::Say(message)) => self.message = Some(message),
                Step::Effect(_, Effect::Run(effect)) => self.run(effect, at),
                Step::Effect(_, Effect::Start(effect)) => self.start(effect, at),
                Step::Effect(_, Effect::Perform(action)) => {
                    if let Some(offer) = self.offers().into_iter().find(|offer| offer.action == action) {
                        self.call(offer, at);
                    }
                }
                Step::Remove(id) => {
                    // Screens are only ever put on top, so ids grow upwards.
                    self.layers.retain(|layer| layer.id < id);
                    self.tell_top(Event::Returned, at);
                }
            }
        }
    }

    fn close(&mut self, id: u64, at: Instant) {
        match self.layers.iter().position(|layer| layer.id == id) {
            None => {}
            Some(0) => self.message = Some(Message::info(rust_i18n::t!("tui.at_root"))),
            Some(lowest) => {
                let mut steps = Vec::new();
                for index in (lowest..self.layers.len()).rev() {
                    steps.extend(self.last_words(index, at));
                }
                steps.push(Step::Remove(id));
                steps.into_iter().rev().for_each(|step| self.steps.push_front(step));
            }
        }
    }

    fn run(&mut self, effect: D::Effect, at: Instant) {
        let ran = self.saving.run(effect, &mut self.executor);
        self.tell_ran(&ran, at);
        if let (Some(failure), Some(effect)) = (&ran.kept, self.saving.newest()) {
            tell_all(&mut self.layers, &mut self.steps, || Event::Failed(effect, failure), at);
        }
    }

    fn tell_ran(&mut self, ran: &Ran<D>, at: Instant) {
        self.tell_outcomes(&ran.outcomes, at);
        for (effect, failure) in &ran.failed {
            self.tell_failed(effect, failure, at);
        }
    }

    fn tell_failed(&mut self, effect: &D::Effect, failure: &Failure, at: Instant) {
        self.message = Some(match failure {
            Failure::Refused(reason) | Failure::NotSaved(reason) => Message::error(reason.clone()),
            Failure::Cancelled => Message::info(rust_i18n::t!("tui.job.cancelled")),
        });
        tell_all(&mut self.layers, &mut self.steps, || Event::Failed(effect, failure), at);
    }

    fn start(&mut self, effect: D::Effect, at: Instant) {
        if self.job.is_some() {
            let busy = Failure::Refused(rust_i18n::t!("tui.job.busy").into_owned());
            return self.tell_failed(&effect, &busy, at);
        }
        let started = self.executor.prepare_job(&effect).and_then(|body| {
            RunningJob::start(body, self.mailbox.clone()).map_err(|error| Failure::Refused(error.to_string()))
        });
        match started {
            Ok(job) => (self.job, self.job_effect) = (Some(job), Some(effect)),
            Err(failure) => self.tell_failed(&effect, &failure, at),
        }
    }

    fn job_update(&mut self, update: JobUpdate<D>, at: Instant) {
        match update {
            JobUpdate::Progressed(done) => {
                if let Some(job) = &mut self.job {
                    job.done = done;
                }
            }
            JobUpdate::Finished(ended) => {
                self.job = None;
                match (ended, self.job_effect.take()) {
                    (Ok(outcome), _) => self.tell_outcomes(&[outcome], at),
                    (Err(failure), Some(effect)) => self.tell_failed(&effect, &failure, at),
                    (Err(_), None) => {}
                }
                self.work(at);
            }
        }
    }

    fn tick(&mut self, now: Instant) {
        let mut ticked = false;
        for layer in self.layers.iter_mut().rev() {
            if layer.screen.wakes_at().is_some_and(|wanted| wanted <= now) {
                ticked = true;
                let id = layer.id;
                let effects = layer.screen.handle(Event::Tick, now);
                self.steps.extend(effects.into_iter().map(|effect| Step::Effect(id, effect)));
            }
        }
        if ticked {
            self.last_tick = Some(now);
            self.work(now);
        }
    }
}

/// Tells every screen, the top one first: a remark that was saved concerns the list below it as well.
fn tell_all<'e, D: Domain>(
    layers: &mut [Layer<D>],
    steps: &mut VecDeque<Step<D>>,
    event: impl Fn() -> Event<'e, D>,
    at: Instant,
) {
    for layer in layers.iter_mut().rev() {
        let effects = layer.screen.handle(event(), at);
        steps.extend(effects.into_iter().map(|effect| Step::Effect(layer.id, effect)));
    }
}

mod hands;
#[cfg(test)]
mod tests;
