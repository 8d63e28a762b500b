use super::fixture::{ANSWERS, Home, text};

#[test]
fn the_whole_notice() {
    insta::assert_snapshot!(text(&Home::recorded(ANSWERS).notice(Some("2022-10-26"))));
}

#[test]
fn the_whole_minutes() {
    insta::assert_snapshot!(text(&Home::recorded(ANSWERS).minutes()));
}

#[test]
#[ignore = "prints"]
fn demo() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo/quynh-phu-2022");
    let read = |name: &str| std::fs::read_to_string(root.join(name)).unwrap();
    let mut home = Home::new(&[], &read("round.toml"));
    for unit in ["quynh-phu", "dong-hai", "an-khe"] {
        home.record_file(&read(&format!("{unit}.toml")));
        println!("{}", text(&home.notice_of(unit, None)));
    }
}
