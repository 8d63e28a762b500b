use super::fixture::{day, text, whole};

#[test]
fn the_whole_notice() {
    insta::assert_snapshot!(text(&whole().notice(Some(day(2022, 10, 26)))));
}

#[test]
fn the_whole_minutes() {
    insta::assert_snapshot!(text(&whole().minutes()));
}
