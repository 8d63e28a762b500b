//! A key press to its frame on the inspection of a unit with 200 items, in a round of 150 units all of whose answers
//! are recorded, and on a register of 5,000 rows there. The goal is p99 ≤ 5 ms.
//!
//! A sample is one key. `slowest` of 1000 samples is therefore above the 99th percentile. A verdict is measured with the
//! journal's COMMIT, which waits for the disk, and with an answer kept in memory alone: the difference is the disk.

#![expect(clippy::unwrap_used, reason = "a bench that cannot set up its store has nothing to measure")]

use std::cell::RefCell;
use std::fmt::Write as _;
use std::sync::OnceLock;
use std::time::Instant;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use divan::Bencher;
use kiemtra::inspection::{Answer, FieldChange, Round, RoundId, Store, TextFile, UnitId, read_answers, read_round};
use kiemtra::journal::Clock;
use kiemtra::tui::event_loop::{Mailbox, Timed, Wake};
use kiemtra::tui::screen::{Executor, Failure, JobBody, Standing};
use kiemtra::tui::screens::inspection::Inspection;
use kiemtra::tui::screens::rounds::Rounds;
use kiemtra::tui::shell::Shell;
use kiemtra::tui::theme::{GlyphChoice, Theme, ThemeChoice};
use kiemtra::tui::work::{Definition, Office, Outcome, Request, Touched, TouchedAnswer, UnitWork, World};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const UNITS: usize = 150;
const CHECKLISTS: usize = 4;
const SAMPLES: u32 = 1000;

fn main() {
    rust_i18n::set_locale("vi");
    divan::main();
}

/// 50 items: 30 verdicts, 16 figures, 4 rates, with 8 rules.
fn checklist(name: &str) -> String {
    let mut text = format!("id = \"{name}\"\nedition = \"1\"\ntitle = \"Phiếu {name}\"\nfield = \"tthc\"\n");
    for section in 0..5 {
        write!(text, "[[section]]\nid = \"s{section}\"\ntitle = \"Mục {section}\"\n").unwrap();
        for n in 0..10 {
            let id = format!("i{section}{n}");
            let ask = format!("Nội dung kiểm tra {section}.{n} về niêm yết, công khai thủ tục hành chính tại đơn vị");
            let kind = match (section, n) {
                (0 | 1, 0..8) => "kind = \"number\"\nunit = \"hồ sơ\"".to_owned(),
                (0 | 1, _) => {
                    format!("kind = \"rate\"\nformula = \"i{section}1 / i{section}{}\"\npass_from = 0.9", n - 8 + 2)
                }
                _ => "kind = \"verdict\"\nsays = { shortcoming = \"Chưa niêm yết đủ\", requirement = \"Niêm yết đủ\" }"
                    .to_owned(),
            };
            write!(text, "[[section.item]]\nid = \"{id}\"\nask = \"{ask}\"\npoints = 1\n{kind}\n").unwrap();
        }
    }
    let text = text.replace("points = 1\nkind = \"number\"", "kind = \"number\"");
    let rule = |n: usize| {
        format!(
            "[[rule]]\nid = \"r{n}\"\ncheck = \"i00 >= i0{n}\"\nmessage = \"Số {{{{ i00 }}}} nhỏ hơn {{{{ i0{n} }}}}\"\nseverity = \"error\"\n"
        )
    };
    text + &(1..8).map(rule).collect::<String>()
}

/// A register as dossiers are checked with.
const REGISTER: &str = r#"
id = "ho-so"
edition = "1"
title = "Hồ sơ"
field = "tthc"
[[section]]
id = "mau"
title = "Hồ sơ"
[[section.item]]
id = "mau"
kind = "register"
ask = "Hồ sơ kiểm tra xác suất"
at_least = 10
pass_from = 0.9
columns = [
  { id = "ma", title = "Mã hồ sơ", kind = "text", required = true },
  { id = "thu-tuc", title = "Thủ tục", kind = "text", required = true },
  { id = "nhan", title = "Ngày tiếp nhận", kind = "date" },
  { id = "hen", title = "Ngày hẹn trả", kind = "date", required = true },
  { id = "tra", title = "Ngày trả", kind = "date", required = true },
  { id = "giay", title = "Giấy tiếp nhận", kind = "yes-no" },
  { id = "lan", title = "Số lần bổ sung", kind = "number" },
]
row_ok = "working_days(hen, tra) <= 0 and giay and lan <= 2"
"#;

const ROWS: usize = 5000;

/// The answers of the unit that has the register.
fn rows() -> String {
    let mut text = "round = \"dot\"\nunit = \"xa-1\"\nmember = \"tv-1\"\n[answer.\"ho-so/mau\"]\nrows = [\n".to_owned();
    for n in 0..ROWS {
        let (day, times) = (1 + n % 28, n % 4);
        writeln!(
            text,
            "{{ ma = \"000.00.12.H54-2503{day:02}-{n:04}\", thu-tuc = \"Đăng ký khai sinh\", nhan = \"2025-02-{day:02}\", \
             hen = \"2025-03-{day:02}\", tra = \"2025-03-20\", giay = true, lan = {times} }},"
        )
        .unwrap();
    }
    text + "]\n"
}

struct Home {
    folder: tempfile::TempDir,
    round: Round,
}

fn file(text: &str) -> TextFile {
    TextFile::from_bytes("tep.toml", text.as_bytes()).unwrap()
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("checklists")).unwrap();
        let names: Vec<String> = (0..CHECKLISTS).map(|n| format!("phieu-{n}")).collect();
        for name in &names {
            std::fs::write(folder.path().join(format!("checklists/{name}.toml")), checklist(name)).unwrap();
        }
        std::fs::write(folder.path().join("checklists/ho-so.toml"), REGISTER).unwrap();
        let asked: Vec<&str> = names.iter().map(String::as_str).chain(["ho-so"]).collect();
        let mut text = format!(
            "id = \"dot\"\ntitle = \"Đợt\"\nperiod = {{ from = 2025-01-01, to = 2025-06-30 }}\nchecklists = {asked:?}\n\
             [[member]]\nid = \"tv-1\"\nname = \"Thành viên 1\"\nrole = \"lead\"\n"
        );
        for unit in 0..UNITS {
            write!(text, "[[unit]]\nid = \"xa-{unit}\"\nname = \"UBND xã {unit}\"\nkind = \"xa\"\n").unwrap();
        }
        let mut store = Store::open(folder.path(), Clock::System).unwrap();
        let round = read_round(&file(&text), "2025-10-19".parse().unwrap()).unwrap();
        store.add_round(&round, None).unwrap();
        for unit in 0..UNITS {
            let mut text = format!("round = \"dot\"\nunit = \"xa-{unit}\"\nmember = \"tv-1\"\n");
            for name in &names {
                for n in 0..50 {
                    let (section, position) = (n / 10, n % 10);
                    let value = match (section, position) {
                        (0 | 1, 0..8) => format!("number = {}\nnote = \"Theo sổ\"", 100 + n),
                        (0 | 1, _) => continue,
                        _ => "verdict = \"pass\"\nremark = \"Đã niêm yết đủ\"\nnote = \"Xem ảnh\"".to_owned(),
                    };
                    write!(text, "[answer.\"{name}/i{section}{position}\"]\n{value}\n").unwrap();
                }
            }
            let file = file(&text);
            store.record_file(&file, &read_answers(&file).unwrap()).unwrap();
        }
        let file = file(&rows());
        store.record_file(&file, &read_answers(&file).unwrap()).unwrap();
        Self { folder, round }
    }

    fn shared() -> &'static Self {
        static HOME: OnceLock<Home> = OnceLock::new();
        HOME.get_or_init(Self::new)
    }

    fn office(&self) -> Office {
        Office::new(Store::open(self.folder.path(), Clock::System).unwrap(), None)
    }

    fn work(&self) -> UnitWork {
        self.work_at(0, &mut self.office())
    }

    /// The office that opened the unit knows who acts.
    fn work_at(&self, unit: usize, office: &mut Office) -> UnitWork {
        let (round, unit) = (self.round.id.clone(), self.round.units[unit].id.clone());
        match office.execute(&Request::OpenUnit(round, unit)) {
            Ok(Outcome::Unit(work)) => *work,
            other => panic!("{other:?}"),
        }
    }
}

/// Keeps what is recorded in memory alone.
struct InMemory {
    round: RoundId,
    unit: UnitId,
}

impl Executor<World> for InMemory {
    fn execute(&mut self, request: &Request) -> Result<Outcome, Failure> {
        let Request::Record { checklist, item, changes, .. } = request else {
            return Err(Failure::Refused(String::new()));
        };
        let mut answer = Answer { asked: [item.hash.clone()].into(), ..Answer::default() };
        for change in changes {
            if let FieldChange::Verdict(verdict) = change {
                answer.verdict = *verdict;
            }
        }
        let touched = Touched {
            unit: self.unit.clone(),
            key: UnitWork::key(checklist, item),
            answer: TouchedAnswer::Whole(Some(Box::new(answer))),
        };
        let (round, definition) = (self.round.clone(), Definition::Same);
        Ok(Outcome::Changed { round, touched: vec![touched], definition, cleared: None, reversal: None })
    }

    fn prepare_job(&mut self, _: &Request) -> Result<JobBody<World>, Failure> {
        Err(Failure::Refused(String::new()))
    }

    fn standing(&self) -> Standing {
        Standing::default()
    }
}

/// Keyboard and window.
struct Desk<E> {
    shell: Shell<World, E>,
    buffer: Buffer,
    _mailbox: Mailbox<World>,
}

const WINDOW: Rect = Rect { x: 0, y: 0, width: 120, height: 40 };

impl<E: Executor<World>> Desk<E> {
    fn new(work: UnitWork, executor: E) -> Self {
        let mailbox = Mailbox::default();
        let theme = Theme::new(ThemeChoice::Dark, GlyphChoice::Standard);
        let shell = Shell::new(Inspection::new(work), executor, theme, mailbox.sender(), Instant::now());
        Self { shell, buffer: Buffer::empty(WINDOW), _mailbox: mailbox }
    }

    fn press(&mut self, code: KeyCode) {
        self.press_with(code, KeyModifiers::NONE);
    }

    fn press_with(&mut self, code: KeyCode, modifiers: KeyModifiers) {
        let at = Instant::now();
        let event = Event::Key(KeyEvent::new(code, modifiers));
        self.shell.step(vec![Wake::Terminal(vec![Timed { event, at }])], at);
        self.buffer.reset();
        self.shell.draw(&mut self.buffer, WINDOW);
    }

    fn shows(&self, text: &str) -> bool {
        self.buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect::<String>().contains(text)
    }

    /// To the first verdict item: two sections of figures stand before it.
    fn reach_verdicts(&mut self) {
        for _ in 0..20 {
            self.press(KeyCode::Down);
        }
    }
}

/// From the closed home to the list of rounds drawn: 100,800 revisions lie in the store.
#[divan::bench(sample_count = 50, sample_size = 1)]
fn opening_to_first_frame(bencher: Bencher<'_, '_>) {
    let home = Home::shared();
    bencher.bench_local(|| {
        let mailbox = Mailbox::<World>::default();
        let theme = Theme::new(ThemeChoice::Dark, GlyphChoice::Standard);
        let shell = Shell::new(Rounds::new(), home.office(), theme, mailbox.sender(), Instant::now());
        let mut buffer = Buffer::empty(WINDOW);
        shell.draw(&mut buffer, WINDOW);
        buffer
    });
}

/// From the board to the unit's items drawn.
#[divan::bench(sample_count = 50, sample_size = 1)]
fn opening_a_unit(bencher: Bencher<'_, '_>) {
    let home = Home::shared();
    let mut office = home.office();
    let (round, unit) = (home.round.id.clone(), home.round.units[75].id.clone());
    bencher.bench_local(|| office.execute(&Request::OpenUnit(round.clone(), unit.clone())).is_ok());
}

#[divan::bench(sample_count = SAMPLES, sample_size = 1)]
fn arrow(bencher: Bencher<'_, '_>) {
    let home = Home::shared();
    let mut desk = Desk::new(home.work(), home.office());
    bencher.bench_local(|| desk.press(KeyCode::Down));
}

#[divan::bench(sample_count = SAMPLES, sample_size = 1)]
fn digit_of_a_figure(bencher: Bencher<'_, '_>) {
    let home = Home::shared();
    let mut desk = Desk::new(home.work(), home.office());
    let mut keys = [KeyCode::Char('1'), KeyCode::Char('2'), KeyCode::Backspace, KeyCode::Backspace].into_iter().cycle();
    bencher.bench_local(|| desk.press(keys.next().unwrap()));
}

#[divan::bench(sample_count = SAMPLES, sample_size = 1)]
fn verdict_in_memory(bencher: Bencher<'_, '_>) {
    let home = Home::shared();
    let executor = InMemory { round: home.round.id.clone(), unit: home.round.units[0].id.clone() };
    measure_verdicts(bencher, Desk::new(home.work(), executor));
}

#[divan::bench(sample_count = SAMPLES, sample_size = 1)]
fn verdict_committed(bencher: Bencher<'_, '_>) {
    let home = Home::shared();
    measure_verdicts(bencher, Desk::new(home.work(), home.office()));
}

/// Every sample changes a verdict; the arrow between two of them, so that they do not count as one number, is left out.
fn measure_verdicts<E: Executor<World>>(bencher: Bencher<'_, '_>, mut desk: Desk<E>) {
    desk.reach_verdicts();
    let desk = RefCell::new(desk);
    let mut turn = 0_usize;
    let next = || {
        turn += 1;
        desk.borrow_mut().press(if turn.is_multiple_of(2) { KeyCode::Up } else { KeyCode::Down });
        KeyCode::Char(if (turn / 2).is_multiple_of(2) { '4' } else { '1' })
    };
    bencher.with_inputs(next).bench_local_values(|key| desk.borrow_mut().press(key));
}

/// The register of 5,000 rows over the items of its unit, both kept current.
fn register(home: &Home) -> Desk<Office> {
    let mut office = home.office();
    let mut desk = Desk::new(home.work_at(1, &mut office), office);
    desk.press_with(KeyCode::Char('f'), KeyModifiers::CONTROL);
    for letter in "xac suat".chars() {
        desk.press(KeyCode::Char(letter));
    }
    desk.press(KeyCode::Enter);
    desk.press(KeyCode::Enter);
    desk.press_with(KeyCode::Home, KeyModifiers::CONTROL);
    assert!(desk.shows("5000/10"), "the register is open");
    desk
}

#[divan::bench(sample_count = SAMPLES, sample_size = 1)]
fn register_arrow(bencher: Bencher<'_, '_>) {
    let mut desk = register(Home::shared());
    let mut keys = [KeyCode::Down, KeyCode::Right, KeyCode::PageDown, KeyCode::Left].into_iter().cycle();
    bencher.bench_local(|| desk.press(keys.next().unwrap()));
}

#[divan::bench(sample_count = SAMPLES, sample_size = 1)]
fn register_letter(bencher: Bencher<'_, '_>) {
    let mut desk = register(Home::shared());
    let mut keys = [KeyCode::Char('H'), KeyCode::Char('1'), KeyCode::Backspace, KeyCode::Backspace].into_iter().cycle();
    bencher.bench_local(|| desk.press(keys.next().unwrap()));
}

/// Every sample accepts a changed cell; typing it is left out.
#[divan::bench(sample_count = SAMPLES, sample_size = 1)]
fn register_cell_committed(bencher: Bencher<'_, '_>) {
    let desk = RefCell::new(register(Home::shared()));
    let mut turn = 0_u32;
    let next = || {
        turn += 1;
        let mut desk = desk.borrow_mut();
        // Back to the first column of the row below, where Enter went one on.
        desk.press(KeyCode::Home);
        desk.press(if turn.is_multiple_of(50) { KeyCode::PageDown } else { KeyCode::Down });
        format!("H{turn}").chars().for_each(|letter| desk.press(KeyCode::Char(letter)));
    };
    bencher.with_inputs(next).bench_local_values(|()| desk.borrow_mut().press(KeyCode::Enter));
}

/// Taking back and doing again a cell.
#[divan::bench(sample_count = 200, sample_size = 1)]
fn register_undo_committed(bencher: Bencher<'_, '_>) {
    let mut desk = register(Home::shared());
    for letter in "MỘT MÃ KHÁC".chars() {
        desk.press(KeyCode::Char(letter));
    }
    desk.press(KeyCode::Enter);
    assert!(desk.shows("MỘT MÃ KHÁC"));
    desk.press_with(KeyCode::Char('z'), KeyModifiers::CONTROL);
    assert!(!desk.shows("MỘT MÃ KHÁC"), "taken back");
    desk.press_with(KeyCode::Char('y'), KeyModifiers::CONTROL);
    assert!(desk.shows("MỘT MÃ KHÁC"), "done again");
    let mut keys = ['z', 'y'].into_iter().cycle();
    bencher.bench_local(|| desk.press_with(KeyCode::Char(keys.next().unwrap()), KeyModifiers::CONTROL));
}
