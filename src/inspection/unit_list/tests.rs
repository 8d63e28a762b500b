use super::*;

fn list(id: &str) -> UnitList {
    shipped().lists.remove(&UnitListId::new(id).unwrap()).unwrap()
}

fn count(list: &UnitList, kind: UnitKind) -> usize {
    list.units.iter().filter(|unit| unit.kind == kind).count()
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn the_shipped_lists_are_right() {
    assert_eq!(shipped().errors, []);
    let quynh_phu = list("quynh-phu-2022");
    assert_eq!(
        (count(&quynh_phu, UnitKind::ThiTran), count(&quynh_phu, UnitKind::Xa), quynh_phu.units.len()),
        (2, 35, 38)
    );
    assert!(quynh_phu.valid.contains(day(2022, 10, 19)) && !quynh_phu.valid.contains(day(2024, 11, 1)));
    let dong_hai = quynh_phu.units.iter().find(|unit| unit.id.as_str() == "dong-hai").unwrap();
    assert_eq!((dong_hai.name.as_str(), dong_hai.kind), ("UBND xã Đông Hải", UnitKind::Xa));
    let hung_yen = list("hung-yen-2025");
    assert_eq!((count(&hung_yen, UnitKind::Phuong), count(&hung_yen, UnitKind::Xa)), (11, 93));
    assert!(hung_yen.valid.contains(day(2025, 7, 1)) && !hung_yen.valid.contains(day(2025, 6, 30)));
    assert_eq!(list("mau").units.len(), 12);
    for unit in shipped().lists.values().flat_map(|list| &list.units) {
        assert!(!unit.name.contains("  "), "{}", unit.name);
    }
}

#[test]
fn a_folder_adds_and_replaces_and_names_its_faults() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    let own = "id = \"mau\"\ntitle = \"Của tôi\"\n[[unit]]\nid = \"a\"\nname = \"Sở A\"\nkind = \"so\"\n";
    write("a.toml", format!("\u{feff}{own}").as_bytes());
    write("b.toml", own.as_bytes());
    write("c.toml", b"id = \"c\"\ntitle = \"\xff\"\n");
    write("d.toml", "id = \"d\"\ntitle = \"D\"\n[[unit]]\nid = \"a\"\nname = \"A\"\nkind = \"làng\"\n".as_bytes());
    write("notes.txt", b"not read");
    let lists = with_folder(folder.path());
    assert_eq!(lists.lists.len(), 3);
    assert_eq!(lists.lists[&UnitListId::new("mau").unwrap()].title, "Của tôi");
    let faults: Vec<_> = lists.errors.iter().map(|error| &error.fault).collect();
    assert_eq!(
        faults,
        [&UnitListFault::ListTwice("mau".to_owned()), &UnitListFault::NotUtf8, &UnitListFault::Kind("làng".to_owned())]
    );
    assert!(lists.errors[2].to_string().contains("d.toml:6:8: "), "{}", lists.errors[2]);
    assert_eq!(with_folder(&folder.path().join("none")), shipped());
}

#[test]
fn all_faults_of_a_file_come_at_once() {
    let text = "id = \"Mẫu\"\ntitle = \" \"\nvalid = { from = 2025-07-01, to = 2025-06-30 }\n\
                [[unit]]\nid = \"a\"\nname = \"A\"\nkind = \"xa\"\nunder = \"\"\n\
                [[unit]]\nid = \"a\"\nname = \"B\"\nkind = \"xa\"\n";
    let errors = parse("x.toml", text).unwrap_err();
    let places: Vec<_> = errors.iter().map(|error| (error.line, error.column)).collect();
    assert_eq!(places, [(1, 6), (2, 9), (3, 35), (8, 9), (10, 6)]);
    let broken = [
        "id = \n",
        "id = \"a\"\ntitle = \"A\"\nunit = []\n",
        "id = \"a\"\ntitle = \"A\"\nvalid = { from = 08:00:00 }\nunit = []\n",
    ];
    for text in broken {
        for error in parse("x.toml", text).unwrap_err().iter().chain(&errors) {
            let message = error.to_string();
            assert!(!message.contains("unit_list.") && !message.contains("%{"), "{message}");
        }
    }
}
