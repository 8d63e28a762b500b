//! The terminal: switched to what the screens need, and back to what it was, whatever happens.
//!
//! Raw mode, alternate screen, bracketed paste and, if wanted, the mouse; nothing else (no keyboard protocol
//! extensions: they change what Vietnamese keyboard programs send). Undone on drop, on a panic, and when the system ends
//! the program. On Windows, closing the console window ends the program without a word: catching that needs
//! a console handler, which is unsafe code; the console dies with its modes, and drafts are at most a second old.

use std::io::{self, BufWriter, Stdout, Write};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};

use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use super::event_loop::Wake;
use super::screen::Domain;

/// Whether the program takes the mouse. Off, the terminal's own selecting and copying work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mouse {
    /// The terminal keeps it.
    #[default]
    Off,
    /// The program takes it.
    On,
}

/// One thing that is switched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Raw,
    AlternateScreen,
    BracketedPaste,
    Mouse,
}

/// Switches modes of a terminal.
trait Switches: Send {
    fn on(&mut self, mode: Mode) -> io::Result<()>;
    fn off(&mut self, mode: Mode) -> io::Result<()>;
}

/// The terminal at standard output.
struct RealSwitches;

impl Switches for RealSwitches {
    fn on(&mut self, mode: Mode) -> io::Result<()> {
        match mode {
            Mode::Raw => enable_raw_mode(),
            Mode::AlternateScreen => execute!(io::stdout(), EnterAlternateScreen),
            Mode::BracketedPaste => execute!(io::stdout(), EnableBracketedPaste),
            Mode::Mouse => execute!(io::stdout(), EnableMouseCapture),
        }
    }

    fn off(&mut self, mode: Mode) -> io::Result<()> {
        match mode {
            Mode::Raw => disable_raw_mode(),
            // Drawing hides the cursor wherever a screen has no text field.
            Mode::AlternateScreen => execute!(io::stdout(), cursor::Show, LeaveAlternateScreen),
            Mode::BracketedPaste => execute!(io::stdout(), DisableBracketedPaste),
            Mode::Mouse => execute!(io::stdout(), DisableMouseCapture),
        }
    }
}

/// What was switched on, in that order.
struct Switched {
    switches: Box<dyn Switches>,
    modes: Vec<Mode>,
}

/// Puts the terminal back, once, from wherever the program ends.
#[derive(Clone)]
pub struct Restorer(Arc<Mutex<Switched>>);

impl std::fmt::Debug for Restorer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Restorer").finish_non_exhaustive()
    }
}

impl Restorer {
    fn switch_on(switches: impl Switches + 'static, modes: &[Mode]) -> io::Result<Self> {
        let restorer = Self(Arc::new(Mutex::new(Switched { switches: Box::new(switches), modes: Vec::new() })));
        for mode in modes {
            let result = restorer.with(|switched| {
                // Noted first: a mode that failed half-way is undone as well.
                switched.modes.push(*mode);
                switched.switches.on(*mode)
            });
            if let Err(error) = result {
                restorer.restore();
                return Err(error);
            }
        }
        Ok(restorer)
    }

    /// Undoes exactly what was switched on, last first. The second call finds nothing to do. Errors are passed
    /// over: the terminal may be gone, and the rest must still be tried.
    pub fn restore(&self) {
        self.with(|switched| {
            while let Some(mode) = switched.modes.pop() {
                let _ = switched.switches.off(mode);
            }
        });
    }

    /// Takes the mouse or leaves it to the terminal.
    pub fn set_mouse(&self, mouse: Mouse) -> io::Result<()> {
        self.with(|switched| {
            let is_on = switched.modes.contains(&Mode::Mouse);
            match mouse {
                Mouse::On if !is_on && !switched.modes.is_empty() => {
                    switched.modes.push(Mode::Mouse);
                    switched.switches.on(Mode::Mouse)
                }
                Mouse::Off if is_on => {
                    switched.modes.retain(|mode| *mode != Mode::Mouse);
                    switched.switches.off(Mode::Mouse)
                }
                Mouse::On | Mouse::Off => Ok(()),
            }
        })
    }

    fn is_on(&self) -> bool {
        self.with(|switched| !switched.modes.is_empty())
    }

    fn with<R>(&self, work: impl FnOnce(&mut Switched) -> R) -> R {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The terminal while the screens are shown. Dropping it puts everything back.
#[derive(Debug)]
pub struct OpenTerminal {
    /// Dropped before the terminal is restored: it may still write.
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    guard: Guard,
}

#[derive(Debug)]
struct Guard(Restorer);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.restore();
    }
}

impl OpenTerminal {
    /// Switches the terminal and chains a panic hook that puts it back before the panic is told.
    pub fn new() -> io::Result<Self> {
        // Under NO_COLOR crossterm would also drop bold and reverse; the mono theme has no colours to suppress.
        crossterm::style::force_color_output(true);
        let modes = [Mode::Raw, Mode::AlternateScreen, Mode::BracketedPaste];
        let guard = Guard(Restorer::switch_on(RealSwitches, &modes)?);
        restore_on_panic(guard.0.clone());
        let terminal = Terminal::new(CrosstermBackend::new(BufWriter::new(io::stdout())))?;
        Ok(Self { terminal, guard })
    }

    /// What to draw on.
    pub fn terminal(&mut self) -> &mut Terminal<impl ratatui::backend::Backend<Error = io::Error> + Write> {
        &mut self.terminal
    }

    /// Puts the terminal back, or switches its mouse, from elsewhere.
    pub fn restorer(&self) -> Restorer {
        self.guard.0.clone()
    }
}

/// A panic of this thread ends the program: restore, then tell. One of another thread (a job, whose end is caught and
/// shown) must not write over the screen.
fn restore_on_panic(restorer: Restorer) {
    let previous = std::panic::take_hook();
    let screen_thread = std::thread::current().id();
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().id() == screen_thread {
            restorer.restore();
        }
        if !restorer.is_on() {
            previous(info);
        }
    }));
}

/// Listens for SIGTERM, SIGHUP and SIGINT: the first asks the screens to hand over and end, a second restores the
/// terminal and ends the program at once, should it hang.
#[cfg(unix)]
pub fn watch_signals<D: Domain>(sender: Sender<Wake<D>>, restorer: Restorer) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT])?;
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        let mut arrived = signals.forever();
        if arrived.next().is_some()
            && sender.send(Wake::Terminate).is_ok()
            && let Some(signal) = arrived.next()
        {
            restorer.restore();
            std::process::exit(128 + signal);
        }
    })?;
    Ok(())
}

/// Windows has no such signals; Ctrl+C is a key in raw mode, and the closed window is told of above.
#[cfg(not(unix))]
pub fn watch_signals<D: Domain>(_: Sender<Wake<D>>, _: Restorer) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes down what is switched; fails at one mode.
    struct Recorder {
        log: Arc<Mutex<Vec<String>>>,
        fails_at: Option<Mode>,
    }

    impl Switches for Recorder {
        fn on(&mut self, mode: Mode) -> io::Result<()> {
            self.log.lock().unwrap().push(format!("+{mode:?}"));
            if self.fails_at == Some(mode) { Err(io::Error::other("no such mode")) } else { Ok(()) }
        }

        fn off(&mut self, mode: Mode) -> io::Result<()> {
            self.log.lock().unwrap().push(format!("-{mode:?}"));
            Err(io::Error::other("the terminal is gone"))
        }
    }

    fn recorder(fails_at: Option<Mode>) -> (Recorder, Arc<Mutex<Vec<String>>>) {
        let log = Arc::new(Mutex::new(Vec::new()));
        (Recorder { log: Arc::clone(&log), fails_at }, log)
    }

    const MODES: [Mode; 3] = [Mode::Raw, Mode::AlternateScreen, Mode::BracketedPaste];

    #[test]
    fn undoes_exactly_what_was_switched_on_and_once() {
        let (recorder, log) = recorder(None);
        let guard = Guard(Restorer::switch_on(recorder, &MODES).unwrap());
        let elsewhere = guard.0.clone();
        assert!(elsewhere.is_on());
        elsewhere.restore();
        drop(guard);
        let expected = ["+Raw", "+AlternateScreen", "+BracketedPaste", "-BracketedPaste", "-AlternateScreen", "-Raw"];
        assert_eq!(*log.lock().unwrap(), expected);
        assert!(!elsewhere.is_on());
    }

    #[test]
    fn the_mouse_is_switched_while_the_screens_are_open() {
        let (recorder, log) = recorder(None);
        let restorer = Restorer::switch_on(recorder, &MODES).unwrap();
        restorer.set_mouse(Mouse::On).unwrap();
        restorer.set_mouse(Mouse::On).unwrap();
        assert_eq!(log.lock().unwrap().last().unwrap(), "+Mouse");
        let _ = restorer.set_mouse(Mouse::Off);
        let _ = restorer.set_mouse(Mouse::On);
        restorer.restore();
        let expected = ["+Mouse", "-Mouse", "+Mouse", "-Mouse", "-BracketedPaste", "-AlternateScreen", "-Raw"];
        assert_eq!(log.lock().unwrap()[3..], expected);
        restorer.set_mouse(Mouse::On).unwrap();
        assert!(!restorer.is_on(), "a terminal that was put back stays so");
    }

    #[test]
    fn a_terminal_that_refuses_is_put_back() {
        let (recorder, log) = recorder(Some(Mode::AlternateScreen));
        assert!(Restorer::switch_on(recorder, &MODES).is_err());
        assert_eq!(*log.lock().unwrap(), ["+Raw", "+AlternateScreen", "-AlternateScreen", "-Raw"]);
    }

    #[test]
    fn a_panic_while_switching_does_not_lock_the_terminal_up() {
        let (recorder, log) = recorder(None);
        let restorer = Restorer::switch_on(recorder, &MODES).unwrap();
        let inside = restorer.clone();
        let panicked = std::thread::spawn(move || inside.with(|_| panic!("on purpose"))).join();
        assert!(panicked.is_err());
        restorer.restore();
        assert_eq!(log.lock().unwrap().len(), 6);
    }
}
