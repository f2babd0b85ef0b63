//! The program `rapporteur` with a source and an export more.

fn main() -> std::process::ExitCode {
    rapporteur_cli::shipped().stages(town_archive::register).run()
}
