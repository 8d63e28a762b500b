//! Writing to sticks that are pulled, full, failing or shared.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;
use std::time::{Duration, SystemTime};

use super::super::delivery::{Disk, Medium, Part, write_to};
use super::*;

fn go_on(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// A real folder on a medium that does so many more things and then fails at everything.
struct Failing {
    left: Rc<Cell<usize>>,
    error: fn() -> io::Error,
}

impl Failing {
    fn after(operations: usize, error: fn() -> io::Error) -> Self {
        Self { left: Rc::new(Cell::new(operations)), error }
    }

    fn step(&self) -> io::Result<()> {
        step(&self.left, self.error)
    }
}

fn step(left: &Cell<usize>, error: fn() -> io::Error) -> io::Result<()> {
    left.set(left.get().checked_sub(1).ok_or_else(error)?);
    Ok(())
}

struct FailingPart<F> {
    file: F,
    left: Rc<Cell<usize>>,
    error: fn() -> io::Error,
}

impl Write for FailingPart<Box<dyn Part>> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        step(&self.left, self.error)?;
        // A few bytes at a time, so that it fails within the file too.
        self.file.write(&bytes[..bytes.len().min(61)])
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Part for FailingPart<Box<dyn Part>> {
    fn sync(&mut self) -> io::Result<()> {
        step(&self.left, self.error)?;
        self.file.sync()
    }
}

impl Read for FailingPart<Box<dyn Read>> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        step(&self.left, self.error)?;
        self.file.read(bytes)
    }
}

impl Medium for Failing {
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn Part>> {
        self.step()?;
        Ok(Box::new(FailingPart { file: Disk.create_new(path)?, left: self.left.clone(), error: self.error }))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read>> {
        self.step()?;
        Ok(Box::new(FailingPart { file: Disk.open(path)?, left: self.left.clone(), error: self.error }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        Disk.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        Disk.remove(path)
    }

    fn sync_folder(&self, folder: &Path) {
        if self.step().is_ok() {
            Disk.sync_folder(folder);
        }
    }
}

#[cfg(unix)]
fn pulled() -> io::Error {
    io::Error::from_raw_os_error(5)
}

#[cfg(windows)]
fn pulled() -> io::Error {
    io::Error::from_raw_os_error(1167)
}

fn full() -> io::Error {
    io::ErrorKind::StorageFull.into()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Trouble {
    Pulled,
    Full,
}

impl Trouble {
    fn error(self) -> fn() -> io::Error {
        match self {
            Self::Pulled => pulled,
            Self::Full => full,
        }
    }
}

#[test]
fn wherever_a_stick_is_pulled_the_old_pack_is_whole_or_the_new_one_is() {
    let mut finished = false;
    for operations in 0.. {
        for (trouble, has_old) in [(Trouble::Pulled, true), (Trouble::Full, false), (Trouble::Pulled, false)] {
            let bench = Bench::new();
            let path = bench.folder.path().join("gói.ktra");
            if has_old {
                std::fs::write(&path, b"old").unwrap();
            }
            let medium = Failing::after(operations, trouble.error());
            let mut wanted = Vec::new();
            let mut fill = |output: &mut dyn Write| {
                let bytes = contents().packed(&Sealing::Plain);
                output.write_all(&bytes).map_err(PackError::Output)?;
                wanted = bytes;
                Ok(())
            };
            let written = write_to(&medium, &path, &mut fill, &mut go_on);
            let there = std::fs::read(&path).ok();
            match written {
                Ok(written) => {
                    assert_eq!(there.as_deref(), Some(&wanted[..]));
                    assert_eq!(written, WrittenFile { hash: Hex::sha256(&wanted).0, size: wanted.len() as u64 });
                    finished = true;
                }
                Err(PackError::Gone(gone)) if trouble == Trouble::Pulled => assert_eq!(gone, path),
                Err(PackError::NoSpace(_)) if trouble == Trouble::Full => {}
                Err(other) => panic!("{operations}: {other:?}"),
            }
            if !finished {
                assert_eq!(there, has_old.then(|| b"old".to_vec()), "{operations}");
            }
        }
        if finished {
            assert!(operations > 15, "{operations}");
            return;
        }
    }
}

#[test]
fn where_it_fails_and_the_medium_stays_nothing_is_left() {
    let bench = Bench::new();
    let path = bench.folder.path().join("gói.ktra");
    let mut fill = |output: &mut dyn Write| {
        output.write_all(b"half").map_err(PackError::Output)?;
        Err(PackError::NotAsAnnounced)
    };
    assert!(matches!(write_file(&path, &mut fill, &mut go_on), Err(PackError::NotAsAnnounced)));
    let mut whole = |output: &mut dyn Write| output.write_all(b"whole").map_err(PackError::Output);
    let stopped = write_file(&path, &mut whole, &mut |_| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(PackError::Cancelled)));
    assert_eq!(std::fs::read_dir(bench.folder.path()).unwrap().count(), 0);
}

#[test]
fn a_stick_that_gives_back_something_else_is_found_out() {
    struct Forgetful;
    impl Medium for Forgetful {
        fn create_new(&self, path: &Path) -> io::Result<Box<dyn Part>> {
            Disk.create_new(path)
        }
        fn open(&self, _: &Path) -> io::Result<Box<dyn Read>> {
            Ok(Box::new(&b"\0\0\0\0\0"[..]))
        }
        fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
            Disk.rename(from, to)
        }
        fn remove(&self, path: &Path) -> io::Result<()> {
            Disk.remove(path)
        }
        fn sync_folder(&self, _: &Path) {}
    }
    let bench = Bench::new();
    let path = bench.folder.path().join("gói.ktra");
    let mut fill = |output: &mut dyn Write| output.write_all(b"whole").map_err(PackError::Output);
    assert!(matches!(write_to(&Forgetful, &path, &mut fill, &mut go_on), Err(PackError::ReadBack(_))));
    assert_eq!(std::fs::read_dir(bench.folder.path()).unwrap().count(), 0);
}

#[test]
fn a_part_that_somebody_is_writing_is_left_alone_and_an_old_one_goes() {
    let bench = Bench::new();
    let (path, part) = (bench.folder.path().join("gói.ktra"), bench.folder.path().join("gói.ktra.part"));
    std::fs::write(&part, b"theirs").unwrap();
    let mut fill = |output: &mut dyn Write| output.write_all(b"ours").map_err(PackError::Output);
    write_file(&path, &mut fill, &mut go_on).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"ours");
    assert_eq!(std::fs::read(&part).unwrap(), b"theirs");
    let old = SystemTime::now() - Duration::from_mins(11);
    std::fs::File::options().write(true).open(&part).unwrap().set_modified(old).unwrap();
    write_file(&path, &mut fill, &mut go_on).unwrap();
    assert_eq!(std::fs::read_dir(bench.folder.path()).unwrap().count(), 1);
}

#[test]
fn a_place_where_nothing_can_be_written_is_named_in_words() {
    let bench = Bench::new();
    let folder = bench.folder.path();
    let mut fill = |output: &mut dyn Write| output.write_all(b"x").map_err(PackError::Output);
    let mut said = |path: &Path| write_file(path, &mut fill, &mut go_on).unwrap_err().to_string();
    std::fs::write(folder.join("file"), b"").unwrap();
    for path in [folder.join("none/a.ktra"), folder.join("file/a.ktra"), folder.join("x".repeat(300)), folder.into()] {
        let said = said(&path);
        assert!(said.contains(&*path.display().to_string()) && !said.contains("os error"), "{said}");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_goes_while_it_is_written_is_told_as_a_pulled_stick() {
    let bench = Bench::new();
    let folder = bench.folder.path().join("usb");
    std::fs::create_dir(&folder).unwrap();
    let mut fill = |output: &mut dyn Write| {
        output.write_all(b"whole").map_err(PackError::Output)?;
        std::fs::remove_dir_all(&folder).unwrap();
        Ok(())
    };
    assert!(matches!(write_file(&folder.join("a.ktra"), &mut fill, &mut go_on), Err(PackError::Gone(_))));
}

/// The process that runs on a full stick; started by hand it does nothing.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "run by the next test on a small file system of its own"]
fn on_a_small_stick() {
    use std::io::BufRead;
    let Some(folder) = io::stdin().lock().lines().next() else { return };
    let path = PathBuf::from(folder.unwrap()).join("a.ktra");
    let large = Contents { attachments: vec![(0..200_000_u32).flat_map(u32::to_le_bytes).collect()], ..contents() };
    std::fs::write(&path, b"old").unwrap();
    let mut fill = |output: &mut dyn Write| large.write(output, &Sealing::Plain).map(drop);
    let refused = write_file(&path, &mut fill, &mut go_on);
    assert!(matches!(refused, Err(PackError::NoSpace(_))), "{refused:?}");
    assert_eq!(std::fs::read(&path).unwrap(), b"old");
    assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "the part is gone");
    let mut small = |output: &mut dyn Write| contents().write(output, &Sealing::Plain).map(drop);
    write_file(&path, &mut small, &mut go_on).unwrap();
    println!("full and told");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_stick_keeps_the_old_pack_and_is_told() {
    use std::process::{Command, Stdio};
    let stick = tempfile::tempdir().unwrap();
    let script = "mount -t tmpfs -o size=64k none \"$1\" && echo \"$1\" | \
                  \"$2\" exchange::pack::tests::delivered::on_a_small_stick --exact --ignored --nocapture";
    let program = std::env::current_exe().unwrap();
    let mut command = Command::new("unshare");
    command.args(["-rm", "sh", "-c", script, "sh"]).arg(stick.path()).arg(program).stdin(Stdio::null());
    // A machine that gives tests no file systems of their own cannot tell.
    let Ok(output) = command.output() else { return };
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        said.contains("full and told") || !said.contains("running"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
