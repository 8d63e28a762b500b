//! For tests of screens: a stage with a keyboard, a clock that never runs by itself, and pictures to read.
//!
//! ```text
//! let mut stage = Stage::new(NoteScreen::new(), NoteDesk::default());
//! stage.press("Down Enter").type_text("Đã niêm yết").wait_ms(1000);
//! insta::assert_snapshot!(stage.picture(), @"…");
//! ```

use std::time::{Duration, Instant};

use crossterm::event::{
    Event as TerminalEvent, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::event_loop::{Mailbox, Source, Timed, Wake};
use super::job::JobUpdate;
use super::screen::{Domain, Executor, Screen};
use super::shell::{Ended, Shell};
use super::theme::{GlyphChoice, Theme, ThemeChoice};

pub use super::demo::{NoteDesk, NoteOutcome, NoteScreen, Notes, RemarkScreen};

/// The theme of all pictures.
pub fn theme() -> Theme {
    Theme::new(ThemeChoice::Dark, GlyphChoice::Standard)
}

/// A shell without anybody listening to its jobs.
pub fn shell(root: impl Screen<Notes> + 'static) -> Shell<Notes, NoteDesk> {
    rust_i18n::set_locale("vi");
    Shell::new(root, NoteDesk::default(), theme(), Mailbox::default().sender(), Instant::now())
}

/// What `render` draws on an empty area of this size.
pub fn draw(columns: u16, rows: u16, render: impl FnOnce(&mut Canvas<'_>, Rect)) -> String {
    draw_with_cursor(columns, rows, render).0
}

/// As [`draw`], with the place of the real cursor.
pub fn draw_with_cursor(
    columns: u16,
    rows: u16,
    render: impl FnOnce(&mut Canvas<'_>, Rect),
) -> (String, Option<(u16, u16)>) {
    rust_i18n::set_locale("vi");
    let area = Rect::new(0, 0, columns, rows);
    let mut buffer = Buffer::empty(area);
    let mut canvas = Canvas::new(&mut buffer, theme());
    render(&mut canvas, area);
    let cursor = canvas.cursor().map(|position| (position.x, position.y));
    (picture_of(&buffer), cursor)
}

/// The cells as lines of text, without spaces at their ends.
pub fn picture_of(buffer: &Buffer) -> String {
    let row = |y| -> String {
        let cells = (0..buffer.area.width).filter_map(|x| buffer.cell((x, y)));
        cells.map(ratatui::buffer::Cell::symbol).collect::<String>().trim_end().to_owned()
    };
    (0..buffer.area.height).map(row).collect::<Vec<_>>().join("\n")
}

/// Screens, keyboard and clock of a test.
#[derive(Debug)]
pub struct Stage<D: Domain, E> {
    shell: Shell<D, E>,
    mailbox: Mailbox<D>,
    now: Instant,
    size: (u16, u16),
    ended: Option<Ended>,
}

impl<D: Domain, E: Executor<D>> Stage<D, E> {
    /// `root` on 80×24, in Vietnamese.
    pub fn new(root: impl Screen<D> + 'static, executor: E) -> Self {
        rust_i18n::set_locale("vi");
        let mailbox = Mailbox::default();
        let now = Instant::now();
        let shell = Shell::new(root, executor, theme(), mailbox.sender(), now);
        Self { shell, mailbox, now, size: (80, 24), ended: None }
    }

    /// Another size of the window.
    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.size = (columns, rows);
        self
    }

    /// Presses keys named as hints name them, separated by spaces: `Down Ctrl+K F1 Enter ?`. Single signs and letters are
    /// typed. Keys are 300 ms apart.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            self.wait_ms(300);
            self.events(vec![key_named(key)]);
        }
        self
    }

    /// Types text, one letter every 200 ms; `\n` is Enter, `\u{8}` and `\u{7f}` are Backspace.
    pub fn type_text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.wait_ms(200);
            self.events(vec![typed(c)]);
        }
        self
    }

    /// All keystrokes at once, as a paste on Windows or a keyboard program sends them.
    pub fn burst(&mut self, text: &str) -> &mut Self {
        self.events(text.chars().map(typed).collect())
    }

    /// As [`Self::burst`], every key with its release, as Windows tells them.
    pub fn burst_with_releases(&mut self, text: &str) -> &mut Self {
        let both = |event: TerminalEvent| {
            let released = match &event {
                TerminalEvent::Key(key) => TerminalEvent::Key(KeyEvent { kind: KeyEventKind::Release, ..*key }),
                other => other.clone(),
            };
            [event, released]
        };
        self.events(text.chars().map(typed).flat_map(both).collect())
    }

    /// A click with the left button at this column and line, from 0.
    pub fn click(&mut self, column: u16, row: u16) -> &mut Self {
        self.picture();
        self.mouse(MouseEventKind::Down(MouseButton::Left), column, row)
    }

    /// Something done with the mouse.
    pub fn mouse(&mut self, kind: MouseEventKind, column: u16, row: u16) -> &mut Self {
        self.wait_ms(200);
        self.events(vec![TerminalEvent::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE })])
    }

    /// A paste that the terminal tells as such.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.events(vec![TerminalEvent::Paste(text.to_owned())])
    }

    /// Lets time pass; screens that asked for a moment in it are woken at that moment.
    pub fn wait_ms(&mut self, milliseconds: u64) -> &mut Self {
        let until = self.now + Duration::from_millis(milliseconds);
        while let Some(moment) = self.shell.wakes_at().filter(|moment| *moment <= until) {
            self.now = self.now.max(moment);
            self.step(Vec::new());
        }
        self.now = until;
        self
    }

    /// Waits until the running job has ended and tells it.
    pub fn finish_job(&mut self) -> &mut Self {
        loop {
            let wakes = self.mailbox.wait(None);
            let finished = wakes.iter().any(|wake| matches!(wake, Wake::Job(JobUpdate::Finished(_))));
            self.step(wakes);
            if finished {
                return self;
            }
        }
    }

    /// Something else to wake up for.
    pub fn wake(&mut self, wake: Wake<D>) -> &mut Self {
        self.step(vec![wake]);
        self
    }

    /// The whole screen as text.
    pub fn picture(&self) -> String {
        self.draw().0
    }

    /// Where the real cursor stands.
    pub fn cursor(&self) -> Option<(u16, u16)> {
        self.draw().1
    }

    /// One line of the screen, from 0.
    pub fn line(&self, row: usize) -> String {
        self.picture().lines().nth(row).unwrap_or_default().to_owned()
    }

    /// How the screens ended, if they did.
    pub fn ended(&self) -> Option<&Ended> {
        self.ended.as_ref()
    }

    /// The shell, for its executor.
    pub fn shell(&mut self) -> &mut Shell<D, E> {
        &mut self.shell
    }

    /// Draws at every size from 1×1 to 130×45: whatever panics, panics here.
    pub fn sweep(&mut self) {
        let mut buffer = Buffer::empty(Rect::ZERO);
        for columns in 1..=130 {
            for rows in 1..=45 {
                self.size = (columns, rows);
                self.draw_on(&mut buffer);
            }
        }
        self.size = (80, 24);
    }

    fn draw(&self) -> (String, Option<(u16, u16)>) {
        let mut buffer = Buffer::empty(Rect::ZERO);
        let cursor = self.draw_on(&mut buffer);
        (picture_of(&buffer), cursor)
    }

    fn draw_on(&self, buffer: &mut Buffer) -> Option<(u16, u16)> {
        let area = Rect::new(0, 0, self.size.0, self.size.1);
        buffer.resize(area);
        let cursor = self.shell.draw(buffer, area);
        assert!(cursor.is_none_or(|cursor| area.contains(cursor)), "the cursor left the window: {cursor:?}");
        cursor.map(|cursor| (cursor.x, cursor.y))
    }

    fn events(&mut self, events: Vec<TerminalEvent>) -> &mut Self {
        let at = self.now;
        self.step(vec![Wake::Terminal(events.into_iter().map(|event| Timed { event, at }).collect())]);
        self
    }

    fn step(&mut self, wakes: Vec<Wake<D>>) {
        if let Some(ended) = self.shell.step(wakes, self.now) {
            self.ended = Some(ended);
        }
    }
}

fn typed(c: char) -> TerminalEvent {
    let code = match c {
        '\n' => KeyCode::Enter,
        '\t' => KeyCode::Tab,
        '\u{7f}' => KeyCode::Backspace,
        // 0x08, which crossterm tells as Ctrl+H.
        '\u{8}' => return TerminalEvent::Key(KeyEvent::new(KeyCode::Char('h'), KeyModifiers::CONTROL)),
        c => KeyCode::Char(c),
    };
    TerminalEvent::Key(KeyEvent::new(code, KeyModifiers::NONE))
}

fn key_named(name: &str) -> TerminalEvent {
    let mut modifiers = KeyModifiers::NONE;
    let mut rest = name;
    while let Some((modifier, key)) = rest.split_once('+').filter(|(_, key)| !key.is_empty()) {
        modifiers |= match modifier {
            "Ctrl" => KeyModifiers::CONTROL,
            "Shift" => KeyModifiers::SHIFT,
            "Alt" => KeyModifiers::ALT,
            other => panic!("no such modifier: {other}"),
        };
        rest = key;
    }
    let code = match rest {
        "Space" => KeyCode::Char(' '),
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "Backspace" => KeyCode::Backspace,
        "Delete" => KeyCode::Delete,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "PgUp" => KeyCode::PageUp,
        "PgDn" => KeyCode::PageDown,
        other => match (other.strip_prefix('F').and_then(|n| n.parse().ok()), other.chars().count()) {
            (Some(n), _) => KeyCode::F(n),
            (None, 1) => KeyCode::Char(other.chars().next().unwrap().to_ascii_lowercase()),
            _ => panic!("no such key: {other}"),
        },
    };
    TerminalEvent::Key(KeyEvent::new(code, modifiers))
}
