//! The contract's own examples, letter for letter, work together.

use crate::place::{ANSWERS, CHECKLIST, Place};

#[test]
fn the_example_of_a_checklist_loads() {
    let place = Place::new();
    place.run("checklist check home/checklists/niem-yet-tthc.toml").done();
    assert!(CHECKLIST.contains("kind = \"survey\"\nquestions"), "the example's survey has no `ask`");
    let shown = place.run("checklist show niem-yet-tthc").done();
    assert!(shown.contains("Khảo sát mức độ hài lòng"), "{shown}");
}

#[test]
fn the_example_of_answers_is_recorded_and_judged_by_the_examples_checklist() {
    let place = Place::with_answers();
    let status = place.status();
    // `tong-tthc` is answered, what is computed from what is not answered is not.
    assert_eq!((&status["items"], &status["answered"]), (&6.into(), &4.into()), "{status}");
    assert_eq!(status["required_left"], 2);
    let expected = [
        "niem-yet-tthc/tong-tthc rule warning",
        "niem-yet-tthc/da-niem-yet unanswered error",
        "niem-yet-tthc/ty-le-niem-yet unanswered error",
        "niem-yet-tthc/mau-tthc register warning",
        "niem-yet-tthc/phieu-hai-long survey warning",
    ];
    assert_eq!(place.problems(), expected);
    let again = place.record(ANSWERS).done();
    assert!(again.contains("ghi mới 0"), "{again}");
}

#[test]
fn points_that_a_unit_gives_itself_where_there_are_none_need_a_reason_and_count_nowhere() {
    let place = Place::with_answers();
    place.answer("[answer.\"niem-yet-tthc/dia-chi-pakn\"]\npoints_reason = \"\"").done();
    assert!(place.problems().contains(&"niem-yet-tthc/dia-chi-pakn points warning".to_owned()));
    assert_eq!(place.status()["max_points"], 2.0);
    let refused = place.answer("[answer.\"niem-yet-tthc/dia-chi-pakn\"]\nself_points = -1");
    refused.refused(2, "từ 0 trở lên");
}
