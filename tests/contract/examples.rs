//! The contract's own examples, letter for letter, work together.

use crate::place::{CHECKLIST, Place};

#[test]
fn the_example_of_a_checklist_loads() {
    let place = Place::new();
    place.run("checklist check home/checklists/niem-yet-tthc.toml").done();
    assert!(CHECKLIST.contains("kind = \"survey\"\nquestions"), "the example's survey has no `ask`");
    let shown = place.run("checklist show niem-yet-tthc").done();
    assert!(shown.contains("Khảo sát mức độ hài lòng"), "{shown}");
}
