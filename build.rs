//! Files embedded in the program are no Rust sources: cargo must be told to look at them.

fn main() {
    for folder in ["checklists", "data", "src/locales"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
