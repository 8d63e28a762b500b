//! The program's screens with a keyboard and a clock of their own, on the demonstration rounds.

use std::error::Error;
use std::path::Path;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use kiemtra::inspection::Store;
use kiemtra::journal::Clock;
use kiemtra::tui::event_loop::{Timed, Wake};
use kiemtra::tui::screens::rounds::Rounds;
use kiemtra::tui::shell::Shell;
use kiemtra::tui::theme::{GlyphChoice, Theme, ThemeChoice};
use kiemtra::tui::work::{Office, World};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Window of all pictures: the small laptop.
const WINDOW: Rect = Rect { x: 0, y: 0, width: 80, height: 24 };
/// Between two keys: slower than the rule about different digits, as a hand is.
const BETWEEN_KEYS: Duration = Duration::from_millis(300);

/// Screens being used.
pub struct Stage {
    shell: Shell<World, Office>,
    now: Instant,
    /// Screens send news of their jobs here; nobody waits for any.
    _news: mpsc::Receiver<Wake<World>>,
}

impl Stage {
    /// The list of rounds of `home`; `member` works there.
    pub fn open(home: &Path, clock: Clock, member: &str) -> Result<Self, Box<dyn Error>> {
        let office = Office::new(Store::open(home, clock)?, Some(member.to_owned()));
        let (mailbox, news) = mpsc::channel();
        let (theme, now) = (Theme::new(ThemeChoice::Dark, GlyphChoice::Standard), Instant::now());
        Ok(Self { shell: Shell::new(Rounds::new(), office, theme, mailbox, now), now, _news: news })
    }

    /// Does what a hand does: words in `<>` are keys (`<Ctrl+K>`, `<Enter>`), all else is typed.
    pub fn play(&mut self, script: &str) -> Result<(), Box<dyn Error>> {
        let mut rest = script;
        while let Some(first) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
            let key = if let Some((name, after)) = named {
                rest = after;
                key_named(name).ok_or_else(|| format!("no such key: <{name}>"))?
            } else {
                rest = &rest[first.len_utf8()..];
                KeyEvent::new(KeyCode::Char(first), KeyModifiers::NONE)
            };
            self.press(key);
        }
        Ok(())
    }

    fn press(&mut self, key: KeyEvent) {
        self.wait(BETWEEN_KEYS);
        let timed = Timed { event: Event::Key(key), at: self.now };
        self.shell.step(vec![Wake::Terminal(vec![timed])], self.now);
    }

    /// Lets time pass; screens that asked for a moment in it are woken at that moment.
    fn wait(&mut self, time: Duration) {
        let until = self.now + time;
        while let Some(moment) = self.shell.wakes_at().filter(|moment| *moment <= until) {
            self.now = self.now.max(moment);
            self.shell.step(Vec::new(), self.now);
        }
        self.now = until;
    }

    /// What is seen, once everything the screens wanted to do by themselves is done, and where typing goes.
    pub fn look(&mut self) -> (Buffer, Option<Position>) {
        self.wait(Duration::from_secs(5));
        let mut buffer = Buffer::empty(WINDOW);
        let cursor = self.shell.draw(&mut buffer, WINDOW);
        (buffer, cursor)
    }
}

fn key_named(name: &str) -> Option<KeyEvent> {
    let (modifiers, name) = match name.split_once('+') {
        Some(("Ctrl", letter)) => (KeyModifiers::CONTROL, letter),
        Some(("Shift", letter)) => (KeyModifiers::SHIFT, letter),
        _ => (KeyModifiers::NONE, name),
    };
    let code = match name {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "Backspace" => KeyCode::Backspace,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "PgUp" => KeyCode::PageUp,
        "PgDn" => KeyCode::PageDown,
        letter if letter.chars().count() == 1 => KeyCode::Char(letter.chars().next()?.to_ascii_lowercase()),
        _ => return None,
    };
    Some(KeyEvent::new(code, modifiers))
}
