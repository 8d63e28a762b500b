//! The loop: sleep until something happens, take in everything that is waiting, draw once.
//!
//! There is no frame rate. A thread waits for the terminal and another for signals; both, and jobs, put what they have
//! into one mailbox. Only a screen that asked for a moment ([`Screen::wakes_at`]) is woken without it.

use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use crossterm::event::Event as TerminalEvent;
use ratatui::Terminal;
use ratatui::backend::Backend;

use super::input::BURST_GAP;
use super::job::JobUpdate;
use super::screen::{Domain, Executor, Screen};
use super::shell::{Ended, Shell};
use super::terminal::{Mouse, OpenTerminal, Restorer, watch_signals};
use super::theme::Theme;

/// An event of the terminal and when it was read, not when the loop got round to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timed {
    /// What the terminal reported.
    pub event: TerminalEvent,
    /// When it was read.
    pub at: Instant,
}

/// Something to wake up for.
#[derive(Debug)]
pub enum Wake<D: Domain> {
    /// Input, as it came in one go.
    Terminal(Vec<Timed>),
    /// News from the running job.
    Job(JobUpdate<D>),
    /// The system asks the program to end (SIGTERM, SIGHUP, SIGINT).
    Terminate,
    /// The terminal cannot be read any more.
    Lost(io::Error),
}

/// Where wake-ups and the time come from. Tests bring their own, so that they never wait.
pub trait Source<D: Domain> {
    /// Sleeps until something happens, but no longer than `until`; returns everything that is waiting.
    fn wait(&mut self, until: Option<Instant>) -> Vec<Wake<D>>;

    /// Now.
    fn now(&self) -> Instant;

    /// Takes the mouse or leaves it to the terminal.
    fn set_mouse(&mut self, mouse: Mouse) {
        let _ = mouse;
    }
}

/// The real source: the terminal, signals and jobs.
#[derive(Debug)]
pub struct Mailbox<D: Domain> {
    sender: Sender<Wake<D>>,
    receiver: Receiver<Wake<D>>,
    terminal: Option<Restorer>,
}

impl<D: Domain> Default for Mailbox<D> {
    fn default() -> Self {
        let (sender, receiver) = mpsc::channel();
        Self { sender, receiver, terminal: None }
    }
}

impl<D: Domain> Mailbox<D>
where
    D::Outcome: Send,
{
    /// Where jobs and other threads put their news.
    pub fn sender(&self) -> Sender<Wake<D>> {
        self.sender.clone()
    }

    /// Starts the thread that reads the terminal. It ends with the program: a blocked read cannot be called off.
    pub fn listen_to_terminal(&self) -> io::Result<()> {
        let sender = self.sender();
        std::thread::Builder::new().name("keyboard".to_owned()).spawn(move || {
            loop {
                let wake = read_burst().map_or_else(Wake::Lost, Wake::Terminal);
                let lost = matches!(wake, Wake::Lost(_));
                if sender.send(wake).is_err() || lost {
                    break;
                }
            }
        })?;
        Ok(())
    }
}

/// The most events taken in one go: a huge paste is shown in parts.
const BURST_LIMIT: usize = 4096;

/// How long a key waits for what came with it. Asked without any patience at all, the reader on Unix looks neither at
/// the terminal nor at what it has read already.
const PATIENCE: Duration = Duration::from_micros(300);

/// Blocks for an event and takes what follows it at once.
fn read_burst() -> io::Result<Vec<Timed>> {
    let read = || crossterm::event::read().map(|event| Timed { event, at: Instant::now() });
    let mut burst = vec![read()?];
    // One key is handled nearly at once. From two on it is no finger: wait a blink for the rest, so that an Enter in
    // the middle of a paste is seen together with what follows.
    while burst.len() < BURST_LIMIT {
        let patience = if burst.len() > 1 { BURST_GAP } else { PATIENCE };
        if !crossterm::event::poll(patience)? {
            break;
        }
        burst.push(read()?);
    }
    Ok(burst)
}

impl<D: Domain> Source<D> for Mailbox<D> {
    fn wait(&mut self, until: Option<Instant>) -> Vec<Wake<D>> {
        let first = match until {
            None => self.receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(until) => self.receiver.recv_timeout(until.saturating_duration_since(self.now())),
        };
        // The mailbox holds a sender of its own and so is never disconnected.
        first.into_iter().chain(self.receiver.try_iter()).collect()
    }

    fn now(&self) -> Instant {
        Instant::now()
    }

    fn set_mouse(&mut self, mouse: Mouse) {
        // A terminal without a mouse is used without one.
        let _ = self.terminal.as_ref().map(|terminal| terminal.set_mouse(mouse));
    }
}

/// Runs the screens until the user quits or the system ends the program. Draws once per batch of wake-ups.
pub fn run<D, E, B>(
    terminal: &mut Terminal<B>,
    source: &mut impl Source<D>,
    shell: &mut Shell<D, E>,
) -> Result<Ended, B::Error>
where
    D: Domain,
    E: Executor<D>,
    B: Backend,
{
    let mut mouse = Mouse::Off;
    loop {
        if mouse != shell.mouse() {
            mouse = shell.mouse();
            source.set_mouse(mouse);
        }
        terminal.draw(|frame| {
            let area = frame.area();
            if let Some(cursor) = shell.draw(frame.buffer_mut(), area) {
                frame.set_cursor_position(cursor);
            }
        })?;
        let wakes = source.wait(shell.wakes_at());
        if let Some(ended) = shell.step(wakes, source.now()) {
            return Ok(ended);
        }
    }
}

/// Opens the terminal, shows `root` and everything opened from it until the end, and puts the terminal back.
pub fn show<D, E>(root: impl Screen<D> + 'static, executor: E, theme: Theme) -> io::Result<Ended>
where
    D: Domain,
    E: Executor<D>,
{
    let mut mailbox = Mailbox::default();
    let mut open = OpenTerminal::new()?;
    mailbox.terminal = Some(open.restorer());
    watch_signals(mailbox.sender(), open.restorer())?;
    mailbox.listen_to_terminal()?;
    let mut shell = Shell::new(root, executor, theme, mailbox.sender(), mailbox.now());
    run(open.terminal(), &mut mailbox, &mut shell)
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
    use ratatui::backend::TestBackend;

    use super::*;
    use crate::tui::draft::DRAFT_EVERY;
    use crate::tui::testing::{self, Notes, RemarkScreen};

    /// Hands out batches; when asked to wait for a moment and nothing is left, jumps there.
    struct Script {
        batches: VecDeque<Vec<Wake<Notes>>>,
        now: Instant,
        waits: Vec<Option<Duration>>,
    }

    impl Source<Notes> for Script {
        fn wait(&mut self, until: Option<Instant>) -> Vec<Wake<Notes>> {
            self.waits.push(until.map(|until| until.saturating_duration_since(self.now)));
            if let Some(until) = until {
                self.now = self.now.max(until);
                return Vec::new();
            }
            self.batches.pop_front().unwrap_or_else(|| vec![Wake::Terminate])
        }

        fn now(&self) -> Instant {
            self.now
        }
    }

    fn typed(text: &str, at: Instant) -> Wake<Notes> {
        let key = |c| TerminalEvent::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE));
        Wake::Terminal(text.chars().map(|c| Timed { event: key(c), at }).collect())
    }

    #[test]
    fn draws_once_per_batch_and_sleeps_without_end_when_nothing_is_asked() {
        let now = Instant::now();
        let batches = VecDeque::from([vec![typed("n", now), typed("hanh", now)]]);
        let mut script = Script { batches, now, waits: Vec::new() };
        let mut shell = testing::shell(RemarkScreen::new());
        let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
        let ended = run(&mut terminal, &mut script, &mut shell).unwrap();
        assert!(matches!(ended, Ended::Terminated));
        // Idle; then text is dirty, so the draft's second; then idle again until the end.
        assert_eq!(script.waits, [None, Some(DRAFT_EVERY), None]);
        assert_eq!(shell.executor().written(), ["draft: nhanh"]);
    }
}
