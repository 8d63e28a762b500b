//! Makes the pictures of the screen in `docs/pictures` from the real screens, on the demonstration rounds.
//!
//! `cargo run --example pictures` writes them; `cargo run --example pictures -- --check` writes nothing, names those
//! that are no longer true and then ends with 1.

mod stage;
mod svg;

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::DateTime;
use kiemtra::inspection::Store;
use kiemtra::journal::Clock;
use stage::Stage;

/// A picture and how to get there from the list of rounds.
struct Scene {
    /// Name of the file, without ending.
    name: &'static str,
    /// What those are told who do not see it.
    title: &'static str,
    /// See [`Stage::play`].
    script: &'static str,
}

const SCENES: &[Scene] = &[
    Scene { name: "rounds", title: "Danh sách các đợt kiểm tra", script: "" },
    Scene { name: "units", title: "Các đơn vị của một đợt kiểm tra", script: "<Enter><Down><Down>" },
    Scene {
        name: "inspection",
        title: "Kiểm tra một đơn vị: các nội dung của một mục",
        script: "<Enter><Down><Down><Enter><Ctrl+L>",
    },
    Scene {
        name: "figures",
        title: "Nhập số liệu: đối chiếu ngay trong khi gõ",
        script: "<Enter><Down><Down><Enter><Ctrl+F>tong so ho so tiep nhan<Enter>1440",
    },
    Scene {
        name: "remark",
        title: "Nhận xét về một nội dung chưa đạt",
        script: "<Enter><Down><Down><Enter>3Hòm thư chưa có sổ theo dõi",
    },
    Scene {
        name: "register",
        title: "Bảng mẫu: hồ sơ được chọn kiểm tra xác suất",
        script: "<Enter><Down><Enter><Ctrl+F>ho so duoc chon<Enter><Enter>\
                 <Up><Up><Up><Up><Up><Up><Right><Right><Right><Right><Right><Right>",
    },
    Scene {
        name: "survey",
        title: "Nhập phiếu khảo sát: mỗi câu một phím",
        script: "<Enter><Down><Enter><Ctrl+F>nhap phieu danh gia<Enter><Enter>12112",
    },
    Scene { name: "preview", title: "Xem trước thông báo kết luận", script: "<Enter><Down><Ctrl+R>" },
    Scene {
        name: "problems",
        title: "Các vấn đề của một đơn vị",
        script: "<Enter><Down><Down><Enter><Ctrl+P>van de<Enter>",
    },
    Scene { name: "round-editor", title: "Lập, sửa đợt kiểm tra", script: "<Ctrl+U>" },
];

/// When the pictures are made: after the visits of the invented round.
const NOW: &str = "2025-10-23T09:30:00+07:00";
/// Works in the pictures.
const MEMBER: &str = "thanh-vien-2";

fn main() -> Result<ExitCode, Box<dyn Error>> {
    rust_i18n::set_locale("vi");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pictures");
    let pictures = draw_all()?;
    if std::env::args().nth(1).as_deref() == Some("--check") {
        return check(&folder, &pictures);
    }
    fs::create_dir_all(&folder)?;
    for picture in &pictures {
        fs::write(picture.path(&folder), &picture.svg)?;
    }
    for file in strangers(&folder, &pictures)? {
        fs::remove_file(file)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A picture as it is now.
struct Picture {
    name: &'static str,
    svg: String,
}

impl Picture {
    fn path(&self, folder: &Path) -> PathBuf {
        folder.join(self.name).with_extension("svg")
    }
}

/// Every scene begins with the same data: what one types, no other sees.
fn draw_all() -> Result<Vec<Picture>, Box<dyn Error>> {
    let clock = Clock::Fixed(DateTime::parse_from_rfc3339(NOW)?);
    let source = tempfile::tempdir()?;
    kiemtra::demo::load(&mut Store::open(source.path(), clock.clone())?)?;
    let mut pictures = Vec::new();
    for scene in SCENES {
        let home = tempfile::tempdir()?;
        for file in fs::read_dir(source.path())?.collect::<Result<Vec<_>, _>>()? {
            if file.file_type()?.is_file() {
                fs::copy(file.path(), home.path().join(file.file_name()))?;
            }
        }
        let mut stage = Stage::open(home.path(), clock.clone(), MEMBER)?;
        stage.play(scene.script).map_err(|error| format!("{}: {error}", scene.name))?;
        let (buffer, cursor) = stage.look();
        pictures.push(Picture { name: scene.name, svg: svg::draw(scene.title, &buffer, cursor) });
    }
    Ok(pictures)
}

/// Names the pictures that are not, or no longer, what the screens show.
fn check(folder: &Path, pictures: &[Picture]) -> Result<ExitCode, Box<dyn Error>> {
    let same = |picture: &&Picture| fs::read_to_string(picture.path(folder)).is_ok_and(|kept| kept == picture.svg);
    let stale = pictures.iter().filter(|picture| !same(picture)).map(|picture| picture.path(folder));
    let wrong: Vec<PathBuf> = stale.chain(strangers(folder, pictures)?).collect();
    for path in &wrong {
        let path = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(path);
        writeln!(std::io::stderr(), "{}: no longer true; make it anew: cargo run --example pictures", path.display())?;
    }
    Ok(if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Files in the folder that belong to no scene.
fn strangers(folder: &Path, pictures: &[Picture]) -> Result<Vec<PathBuf>, std::io::Error> {
    let known: Vec<PathBuf> = pictures.iter().map(|picture| picture.path(folder)).collect();
    let found = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    Ok(found.into_iter().filter(|path| !known.contains(path)).collect())
}
