use super::*;
use crate::tui::screens::test_home::TestHome;

#[test]
fn pictures() {
    let home = TestHome::new();
    home.record("[answer.\"thu/tong\"]\nnumber = 155\n[answer.\"thu/da-lam\"]\nnumber = 143\n[answer.\"thu/dia-chi\"]\nverdict = \"fail\"\nremark = \"Chưa có số điện thoại.\"\n");
    let mut stage = home.stage(Inspection::new);
    println!("{}", stage.picture());
    println!("{}", stage.press("Up Up Up").picture());
    println!("{}", stage.resize(120, 40).picture());
    println!("{}", stage.resize(60, 16).picture());
    stage.resize(80, 24);
    println!("{}", stage.press("Tab").picture());
    println!("{}", stage.press("Tab 1 5 0").picture());
    println!("{}", stage.press("Esc 3").wait_ms(200).picture());
}
