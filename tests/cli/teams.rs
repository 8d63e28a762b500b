//! Five laptops that meet through files alone, and files that are not what they should be.

use std::path::PathBuf;

use kiemtra::exchange::identity::SixWords;
use serde_json::{Value, json};

use crate::place::{Outcome, Place, ROUND, ROUND_FILE};

/// Five laptops in one folder; the lead's is the place's own home, the only one that has the checklists.
struct Team {
    place: Place,
}

const MEMBERS: [&str; 4] = ["thanh-vien-1", "thanh-vien-2", "thanh-vien-3", "thanh-vien-4"];
const LEAD: &str = "truong-doan";

impl Team {
    fn new() -> Self {
        let place = Place::new();
        let more = MEMBERS[1..].iter().map(|id| format!("\n[[member]]\nid = \"{id}\"\nname = \"{id}\"\n"));
        let file = place.write("round.toml", format!("{ROUND_FILE}{}", more.collect::<String>()));
        place.run(&["round", "add", file.to_str().unwrap()]).printed();
        Self { place }
    }

    fn home(&self, who: &str) -> PathBuf {
        if who == LEAD { self.place.home() } else { self.place.path(who) }
    }

    /// Runs a command on somebody's laptop.
    fn run(&self, who: &str, line: &str) -> Outcome {
        let home = self.home(who);
        let arguments: Vec<&str> = ["--home", home.to_str().unwrap()].into_iter().chain(line.split(' ')).collect();
        self.place.run(&arguments)
    }

    fn json(&self, who: &str, line: &str) -> Value {
        serde_json::from_str(&self.run(who, line).out).unwrap()
    }

    fn six_words(&self, who: &str) -> String {
        self.json(who, "device --json")["this"]["six_words"].as_str().unwrap().to_owned()
    }

    fn record(&self, who: &str, unit: &str, answers: &str) {
        let text = format!("round = \"{ROUND}\"\nunit = \"{unit}\"\nmember = \"{who}\"\n{answers}");
        let file = self.place.write(&format!("{who}.toml"), text);
        self.run(who, &format!("record {}", file.display())).printed();
    }

    fn pack(&self, who: &str, options: &str) -> String {
        let file = format!("{who}.ktra");
        self.run(who, format!("--as {who} pack --round {ROUND} -o {file} {options}").trim_end()).printed();
        file
    }

    fn status(&self, who: &str) -> Value {
        self.json(who, &format!("status --round {ROUND} --json"))
    }

    /// Every laptop knows the lead's and the lead knows all: packs are encrypted from here on.
    fn introduced() -> Self {
        let team = Self::new();
        let said = team.run(LEAD, &format!("pack --round {ROUND} -o giao.ktra --work-order")).printed();
        let lead = team.six_words(LEAD);
        assert!(said.contains(&lead), "{said}");
        for member in MEMBERS {
            let waits = team.run(member, "merge giao.ktra");
            assert_eq!(waits.code, 1, "{waits:?}");
            assert!(waits.out.contains(&lead) && waits.out.contains("đọc đúng sáu từ"), "{waits:?}");
            assert_eq!(team.run(member, &format!("status --round {ROUND}")).code, 2, "nothing before the words");
            team.run(member, &format!("device accept {lead}")).printed();
            assert_eq!(team.status(member), team.status(LEAD));
        }
        team
    }

    /// The lead takes in a pack of every member and accepts their laptops by their six words.
    fn accept_all(&self) {
        for member in MEMBERS {
            let waits = self.run(LEAD, &format!("merge {member}.ktra"));
            assert_eq!(waits.code, 1, "{waits:?}");
            let words = self.six_words(member);
            assert!(waits.out.contains(&words), "{waits:?}");
            self.run(LEAD, &format!("device accept {words}")).printed();
        }
    }
}

#[test]
fn five_laptops_record_apart_and_end_alike() {
    let team = Team::introduced();
    team.record(
        MEMBERS[0],
        "mau-a",
        "[answer.\"phieu-mau/tong\"]\nnumber = 155\n[answer.\"phieu-mau/cong-khai\"]\nverdict = \"pass\"\n",
    );
    team.record(
        MEMBERS[1],
        "mau-a",
        "[answer.\"phieu-mau/cong-khai\"]\nverdict = \"fail\"\nremark = \"Chưa có số điện thoại\"\n",
    );
    team.record(MEMBERS[2], "mau-b", "[answer.\"phieu-mau/dung\"]\nnumber = 90\n[answer.\"phieu-mau/mau\"]\nrows = [{ ten = \"Khai sinh\", dung = true }]\n");
    team.record(MEMBERS[3], "mau-b", "[answer.\"phieu-mau/tong\"]\nnumber = 100\n[answer.\"phieu-mau/mau\"]\nrows = [{ ten = \"Kết hôn\", dung = false }]\n");
    team.place.write("bang.jpg", b"\xff\xd8\xff\xe0 photo");
    let photo = format!("--as {} attach --round {ROUND} --unit mau-b --item phieu-mau/cong-khai bang.jpg", MEMBERS[2]);
    team.run(MEMBERS[2], &photo).printed();
    for member in MEMBERS {
        team.pack(member, "--final");
        let bytes = std::fs::read(team.place.path(&format!("{member}.ktra"))).unwrap();
        assert!(bytes.starts_with(b"age-encryption.org/"), "encrypted to the lead from the first pack on");
    }
    team.accept_all();
    assert_eq!(team.run(LEAD, "verify").code, 0);
    let before = team.status(LEAD);
    assert_eq!(before["units"][0]["conflicts"], json!(1), "two opinions on one verdict: {before}");
    assert_eq!(before["units"][1]["conflicts"], json!(0), "rows of two people are a union: {before}");

    // More from one of them: looked at first, then merged, then merged again.
    team.record(MEMBERS[0], "mau-a", "[answer.\"phieu-mau/dung\"]\nnumber = 150\n");
    team.pack(MEMBERS[0], "");
    let file = format!("{}.ktra", MEMBERS[0]);
    let looked = team.run(LEAD, &format!("merge {file} --dry-run --json"));
    let told: Value = serde_json::from_str(&looked.out).unwrap();
    let device = team.json(MEMBERS[0], "device --json")["this"]["device"].clone();
    let expected = json!({
        "file": file, "device": device, "member": MEMBERS[0], "conflicts": 0, "outside_assignment": 0,
        "attachments_missing": 0,
    });
    assert_eq!(told["merge"], Value::Null, "a look is no merge");
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&told["files"][0][name], value, "{name}: {told}");
    }
    assert!(told["files"][0]["new"].as_u64() >= Some(2) && told["files"][0]["known"].as_u64() > Some(2), "{told}");
    assert_eq!(team.status(LEAD), before);
    let merged = team.json(LEAD, &format!("merge {file} --json"));
    assert_eq!(merged["files"][0]["new"], told["files"][0]["new"]);
    let id = merged["merge"].as_str().unwrap().to_owned();
    let again = team.json(LEAD, &format!("merge {file} --json"));
    assert_eq!((&again["merge"], &again["files"][0]["new"]), (&Value::Null, &json!(0)));
    let after = team.status(LEAD);
    team.run(LEAD, &format!("unmerge {id}")).printed();
    assert_eq!(team.status(LEAD), before);
    assert_ne!(team.run(LEAD, &format!("merge {file}")).code, 2);
    assert_eq!(team.status(LEAD), after);

    // Back to everybody: all five show the same, whatever order it came in.
    team.run(LEAD, &format!("pack --round {ROUND} -o ve.ktra")).printed();
    for member in MEMBERS {
        let merged = team.run(member, "merge ve.ktra");
        assert_eq!(merged.code, 1, "a conflict is left: {merged:?}");
        assert_eq!(team.status(member), after);
        let old = team.run(member, "merge giao.ktra");
        assert_eq!(old.code, 1, "the old order brings nothing and takes nothing; the conflict is still left: {old:?}");
        assert_eq!(team.status(member), after);
        assert_eq!(team.run(member, "verify").code, 0);
    }
}

/// A laptop of the lead with one sound pack of a member, which is not merged yet.
fn with_pack() -> Team {
    let team = Team::new();
    team.run(LEAD, &format!("pack --round {ROUND} -o giao.ktra --work-order")).printed();
    assert_eq!(team.run(MEMBERS[0], "merge giao.ktra --accept-new-devices").code, 0);
    team.record(MEMBERS[0], "mau-a", "[answer.\"phieu-mau/tong\"]\nnumber = 155\n");
    team.pack(MEMBERS[0], "");
    team
}

impl Team {
    /// Merging `file` is refused with exit 2 and a sentence with `piece` in it, and nothing changed.
    #[track_caller]
    fn refuses(&self, file: &str, piece: &str) {
        let before = (self.place.log(), self.json(LEAD, "device --json"));
        let outcome = self.run(LEAD, &format!("merge {file} --accept-new-devices"));
        outcome.refused(2, piece);
        assert_eq!((self.place.log(), self.json(LEAD, "device --json")), before, "{file} changed something");
    }
}

#[test]
fn what_is_no_sound_pack_is_refused_with_a_plain_sentence_and_changes_nothing() {
    let team = with_pack();
    let sound = std::fs::read(team.place.path("thanh-vien-1.ktra")).unwrap();
    for length in [1, 12, 40, sound.len() / 3, sound.len() / 2, sound.len() - 1] {
        team.place.write("hong.ktra", &sound[..length]);
        team.refuses("hong.ktra", "hong.ktra");
    }
    for place in [3, 150, sound.len() / 2, sound.len() - 1] {
        let mut bytes = sound.clone();
        bytes[place] ^= 4;
        team.place.write("hong.ktra", bytes);
        team.refuses("hong.ktra", "hong.ktra");
    }
    let database = std::fs::read(team.place.path("home/kiemtra.db")).unwrap();
    let strangers: [(&str, &[u8], &str); 6] = [
        ("trong.ktra", b"", "rỗng"),
        ("anh.ktra", b"\xff\xd8\xff\xe0\x00\x10JFIF photo", "ảnh"),
        ("du-lieu.ktra", &database, "dữ liệu"),
        ("van-ban.ktra", "báo cáo".as_bytes(), "văn bản"),
        ("khong.ktra", &[0; 4096], "khong.ktra"),
        ("nen.ktra", b"PK\x03\x04 zip", "nen.ktra"),
    ];
    for (name, bytes, piece) in strangers {
        team.place.write(name, bytes);
        team.refuses(name, piece);
    }
    std::fs::create_dir(team.place.path("thu-muc")).unwrap();
    team.refuses("thu-muc", "thư mục");
    team.refuses("khong-co.ktra", "khong-co.ktra");
    // One bad file among good ones: nothing of any is merged.
    team.refuses("thanh-vien-1.ktra van-ban.ktra", "van-ban.ktra");
    // And the program goes on.
    assert_eq!(team.run(LEAD, "merge thanh-vien-1.ktra --accept-new-devices").code, 0);
    assert_eq!(team.run(LEAD, "verify").code, 0);
}

#[test]
fn a_bomb_is_refused_at_once() {
    let team = with_pack();
    // A frame of zstd that unpacks to a gigabyte, under a right hash.
    let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
    let zeros = vec![0; 1 << 20];
    for _ in 0..1024 {
        std::io::Write::write_all(&mut encoder, &zeros).unwrap();
    }
    let mut bytes = [b"KTRAPACK\x01\x00".to_vec(), encoder.finish().unwrap()].concat();
    assert!(bytes.len() < 200_000);
    let hash: [u8; 32] = sha2::Digest::finalize(<sha2::Sha256 as sha2::Digest>::new_with_prefix(&bytes)).into();
    bytes.extend(hash);
    team.place.write("bom.ktra", bytes);
    team.refuses("bom.ktra", "bom.ktra");
}

#[test]
fn a_pack_of_another_round_goes_into_its_own() {
    let team = with_pack();
    let file = team.place.write("khac.toml", ROUND_FILE.replacen(ROUND, "2025-dot-2", 1));
    let other = "--home khac";
    std::fs::create_dir_all(team.place.path("khac")).unwrap();
    let checklists = team.place.path("khac/checklists");
    std::fs::create_dir_all(&checklists).unwrap();
    for name in ["phieu-mau.toml", "phieu-so.toml"] {
        std::fs::copy(team.place.path("home/checklists").join(name), checklists.join(name)).unwrap();
    }
    let run = |line: &str| team.place.run(&format!("{other} {line}").split(' ').collect::<Vec<_>>());
    run(&format!("round add {}", file.display())).printed();
    run("pack --round 2025-dot-2 -o khac.ktra --plain").printed();
    let before = (team.place.log(), team.status(LEAD));
    let merged = team.run(LEAD, "merge khac.ktra --accept-new-devices");
    assert_eq!(merged.code, 0, "{merged:?}");
    assert_eq!((team.place.log(), team.status(LEAD)), before, "this round is as it was");
    assert_eq!(team.run(LEAD, "status --round 2025-dot-2 --json").code, 0);
}

#[test]
fn only_the_right_passphrase_opens_a_pack() {
    let team = with_pack();
    let pack = format!("--as {} pack --round {ROUND} -o mat.ktra --passphrase-file mat-khau.txt", MEMBERS[0]);
    team.run(MEMBERS[0], &pack).printed();
    team.place.write("sai.txt", "một hai ba bốn năm sáu\n");
    team.refuses("mat.ktra", "sáu từ");
    team.refuses("mat.ktra --passphrase-file sai.txt", "không mở được");
    team.refuses("mat.ktra --passphrase-file khong-co.txt", "khong-co.txt");
    assert_eq!(team.run(LEAD, "merge mat.ktra --passphrase-file mat-khau.txt --accept-new-devices").code, 0);
}

#[test]
fn what_a_revoked_laptop_wrote_before_stays_and_the_rest_waits() {
    let team = with_pack();
    assert_eq!(team.run(LEAD, "merge thanh-vien-1.ktra --accept-new-devices").code, 0);
    let words: SixWords = team.six_words(MEMBERS[0]).parse().unwrap();
    let id = team.json(MEMBERS[0], "device --json")["this"]["device"].as_str().unwrap().to_owned();
    let before = team.status(LEAD);
    assert_eq!(before["units"][0]["answered"], json!(1));
    team.run(LEAD, &format!("device revoke {id}")).printed();
    assert_eq!(team.status(LEAD), before, "what came before stays");
    team.record(MEMBERS[0], "mau-a", "[answer.\"phieu-mau/dung\"]\nnumber = 150\n");
    team.pack(MEMBERS[0], "");
    for _ in 0..2 {
        let waits = team.run(LEAD, "merge thanh-vien-1.ktra --accept-new-devices");
        assert_eq!(waits.code, 1, "{waits:?}");
        assert!(waits.out.contains("thu hồi"), "{waits:?}");
        assert_eq!(team.status(LEAD), before);
    }
    // Accepted again, what waited comes in by itself.
    team.run(LEAD, &format!("device accept {words}")).printed();
    assert_eq!(team.status(LEAD)["units"][0]["answered"], json!(3), "two figures and their rate");
}

/// Makes a call on one file fail; `None` where the machine has no strace.
#[cfg(target_os = "linux")]
fn failing(team: &Team, call: &str, error: &str, file: &str, line: &str) -> Option<Outcome> {
    use std::process::{Command, Stdio};
    Command::new("strace").arg("-V").stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
    let command = team.place.command(&line.split(' ').collect::<Vec<_>>());
    let mut strace = assert_cmd::Command::new("strace");
    strace.args(["-f", "-o", "/dev/null", "-P"]).arg(team.place.path(file));
    strace.args(["-e", &format!("trace={call}"), "-e", &format!("inject={call}:error={error}:when=1+")]);
    strace.arg(command.get_program()).args(command.get_args()).env_clear();
    strace.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    strace.current_dir(team.place.path(""));
    Some(crate::place::outcome(&mut strace))
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_or_pulled_stick_is_said_and_leaves_nothing_half() {
    let team = with_pack();
    let line = format!("--as {LEAD} pack --round {ROUND} -o ra.ktra --plain");
    for (call, error) in [("write", "ENOSPC"), ("write", "EIO"), ("fsync", "EIO")] {
        let Some(outcome) = failing(&team, call, error, "ra.ktra.part", &line) else { return };
        outcome.refused(2, "ra.ktra");
        let left: Vec<String> = team.place.files("").into_iter().filter(|name| name.starts_with("ra.ktra")).collect();
        assert!(left.is_empty(), "{call} {error}: {left:?}");
    }
    let before = team.place.log();
    for error in ["EIO", "ENODEV"] {
        let merge = "merge thanh-vien-1.ktra --accept-new-devices";
        let Some(outcome) = failing(&team, "read", error, "thanh-vien-1.ktra", merge) else { return };
        outcome.refused(2, "thanh-vien-1.ktra");
        assert_eq!(team.place.log(), before, "{error}");
    }
    // A part that somebody's pulled stick left is nobody's business.
    team.place.write("ra.ktra.part", "nửa chừng");
    team.run(LEAD, &line).printed();
    assert_eq!(std::fs::read_to_string(team.place.path("ra.ktra.part")).unwrap(), "nửa chừng");
    assert_eq!(team.run(LEAD, "merge thanh-vien-1.ktra --accept-new-devices").code, 0);
    std::fs::remove_file(team.place.path("thanh-vien-1.ktra")).unwrap();
    team.refuses("thanh-vien-1.ktra", "thanh-vien-1.ktra");
}
